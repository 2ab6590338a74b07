"""Temporary keys: what they open, with what, and until when."""

import dataclasses
from collections.abc import Iterator

from cloud_emulator.faults import fault
from cloud_emulator.keys import Key
from cloud_emulator.message import Request
from tests.calls import CallTest
from tests.client import NOW, ask, code_of
from tests.sts_client import (
    CLOUDS,
    ENDED,
    NO_TASK,
    UNKNOWN,
    assume_role,
    caller_identity,
    fetched_key,
    handed_out,
    result,
    signed_with,
    stop,
    with_identity,
)


class TemporaryKeys(CallTest):
    def keys(self) -> Iterator[tuple[str, str, Key]]:
        """A key of each cloud from each source."""
        token = self.emulator.identity_tokens.add("", NOW, None)
        for cloud in CLOUDS:
            yield cloud, "metadata", fetched_key(self.emulator, cloud)
            role = result(self.emulator, assume_role(cloud, NOW).signed())
            yield cloud, "AssumeRole", handed_out(cloud, role)
            known = result(self.emulator, with_identity(cloud, token))
            yield cloud, "identity", handed_out(cloud, known)

    def answered(self, request: Request) -> str:
        return code_of(ask(self.emulator, request)[1])

    def test_each_is_new(self) -> None:
        keys = [key for _ in range(3) for _, _, key in self.keys()]
        for name in ("access_key", "secret", "token"):
            self.assertEqual(len({getattr(key, name) for key in keys}), len(keys))

    def test_they_work_until_they_expire(self) -> None:
        self.emulator.keys.set_lifetime(2.5, CLOUDS)
        for cloud, source, key in list(self.keys()):
            with self.subTest(cloud, source=source):
                self.emulator.clock.set(NOW + 2.4)
                self.assertEqual(self.answered(stop(cloud, key, NOW)), NO_TASK[cloud])
                self.emulator.clock.set(NOW + 2.5)
                self.assertEqual(self.answered(stop(cloud, key, NOW)), ENDED[cloud])

    def test_they_live_as_long_as_is_asked_for(self) -> None:
        for cloud, asked, lives in (
            ("tencent", {"DurationSeconds": 10}, 10),
            ("tencent", {}, 7200),
            ("aliyun", {"DurationSeconds": 900}, 900),
            ("aliyun", {}, 3600),
            ("volcengine", {"DurationSeconds": 900}, 900),
            ("volcengine", {}, 3600),
        ):
            with self.subTest(cloud, asked=asked):
                self.emulator.clock.set(NOW)
                answer = result(self.emulator, assume_role(cloud, NOW, **asked).signed())
                key = handed_out(cloud, answer)
                end = NOW + lives
                self.emulator.clock.set(end - 1)
                self.assertEqual(self.answered(stop(cloud, key, end)), NO_TASK[cloud])
                self.emulator.clock.set(end)
                self.assertEqual(self.answered(stop(cloud, key, end)), ENDED[cloud])

    def test_only_their_own_token_goes_with_them(self) -> None:
        wrong = {
            "volcengine": "InvalidSecretToken",
            "aliyun": "InvalidSecurityToken.MismatchWithAccessKey",
            "tencent": "AuthFailure.TokenFailure",
        }
        for cloud, source, key in self.keys():
            other = fetched_key(self.emulator, cloud).token
            for token in ("", other):
                with self.subTest(cloud, source=source, token=token):
                    request = stop(cloud, dataclasses.replace(key, token=token))
                    self.assertEqual(self.answered(request), wrong[cloud])

    def test_they_act_for_the_account_that_asked(self) -> None:
        long_term = Key("tencent", "mine", "secret")
        self.emulator.keys.register(long_term)
        first = handed_out("tencent", result(
            self.emulator, signed_with(assume_role("tencent"), long_term)))  # fmt: skip
        second = handed_out("tencent", result(
            self.emulator, signed_with(assume_role("tencent"), first)))  # fmt: skip
        self.answered(stop("tencent", second))
        records = self.emulator.records.all()
        self.assertEqual(
            [(record.access_key, record.issued, record.account) for record in records],
            [
                ("mine", first.access_key, "mine"),
                (first.access_key, second.access_key, "mine"),
                (second.access_key, "", "mine"),
            ],
        )
        signers = {key.access_key: key.signer for key in self.emulator.keys.all()}
        self.assertEqual(signers[second.access_key], first.access_key)

    def test_revoked_ones_have_ended_and_forgotten_ones_are_unknown(self) -> None:
        keys = list(self.keys())
        self.assertEqual(self.emulator.keys.revoke(["tencent"]), 3)
        for cloud, source, key in keys:
            with self.subTest(cloud, source=source):
                expected = ENDED if cloud == "tencent" else NO_TASK
                self.assertEqual(self.answered(stop(cloud, key)), expected[cloud])
        self.assertEqual(self.emulator.keys.revoke(CLOUDS, forget=True), 6)
        for cloud, source, key in keys:
            with self.subTest(cloud, source=source, forgotten=True):
                expected = ENDED if cloud == "tencent" else UNKNOWN
                self.assertEqual(self.answered(stop(cloud, key)), expected[cloud])

    def test_a_reset_forgets_them(self) -> None:
        keys = list(self.keys())
        self.emulator.reset()
        self.emulator.clock.freeze()
        self.emulator.clock.set(NOW)
        for cloud, _, key in keys:
            self.assertEqual(self.answered(stop(cloud, key)), UNKNOWN[cloud])

    def test_a_fault_that_keeps_a_call_from_taking_effect_hands_nothing_out(self) -> None:
        before = self.emulator.keys.all()
        self.emulator.faults.add(fault({"kind": "status", "action": "AssumeRole"}))
        for cloud in CLOUDS:
            self.emulator.answer(assume_role(cloud).signed())
        self.assertEqual(self.emulator.keys.all(), before)

    def test_the_caller_is_told(self) -> None:
        for cloud, kind, long_term, temporary in (
            ("tencent", "Type", "CAMUser", "CAMRole"),
            ("aliyun", "IdentityType", "Account", "AssumedRoleUser"),
            ("volcengine", "IdentityType", "Account", "AssumedRole"),
        ):
            with self.subTest(cloud):
                mine = result(self.emulator, caller_identity(cloud).signed())
                key = fetched_key(self.emulator, cloud)
                role = result(self.emulator, signed_with(caller_identity(cloud), key))
                self.assertEqual((mine[kind], role[kind]), (long_term, temporary))
                self.assertEqual(mine["AccountId"], role["AccountId"])
