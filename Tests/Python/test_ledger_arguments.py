"""Arguments of ledgers that are wrong are refused by name, and nothing is written or sent."""

from __future__ import annotations

import os
import unittest
from pathlib import Path
from typing import Any

import crec
from ledgers import LIVE, LedgerTestCase
from support import failure_of

NO_TEXT: tuple[Any, ...] = (7, 1.5, True, b"bytes", ["list"], object())
NO_C_STRING = ("a\0b", "\0", "\ud800")
NO_SECONDS: tuple[Any, ...] = (0, -1, True, "1", float("nan"), float("inf"), 10**400)


class OptionTests(LedgerTestCase):
    def assert_refused(self, field: str, /, **options: Any) -> None:
        """A ledger is refused for one option, and no file is made."""
        with self.subTest(**options):
            error = failure_of(crec.Ledger, **{"path": self.path, **options})
            self.assertIsInstance(error, crec.InvalidArgumentError)
            self.assertEqual([fault.field for fault in error.outcome.faults], [field])
            self.assertFalse(self.path.exists())

    def test_each_is_of_its_type(self) -> None:
        for value in (*NO_TEXT, *NO_C_STRING):
            self.assert_refused("path", path=value)
        for name in ("grace", "limit"):
            for value in NO_SECONDS:
                self.assert_refused(name, **{name: value})
        for name in ("keep_orphans", "without_record"):
            for value in (0, 1, "no", None):
                self.assert_refused(name, **{name: value})
        self.assert_refused("log", log=print)

    def test_the_library_refuses_the_rest(self) -> None:
        wrong: tuple[dict[str, Any], ...] = (
            {"path": ""},
            {"path": None},
            {"grace": 86_401},
            {"limit": 31 * 86_400},
        )
        for options in wrong:
            error = failure_of(crec.Ledger, **{"path": self.path, **options})
            self.assertIsInstance(error, crec.InvalidArgumentError)
            self.assertIn(next(iter(options)), str(error))

    def test_all_faults_are_told_at_once(self) -> None:
        wrong: dict[str, Any] = {"keep_orphans": 1, "grace": 0, "limit": -1, "log": 7}
        error = failure_of(crec.Ledger, self.path, **wrong)
        self.assertEqual({fault.field for fault in error.outcome.faults}, set(wrong))

    def test_a_path_may_be_text_or_a_path(self) -> None:
        for path in (str(self.path), self.path):
            with crec.Ledger(path, grace=86_400, limit=30 * 86_400) as ledger:
                self.assertEqual(ledger.path, str(self.path))

    def test_a_path_may_be_relative(self) -> None:
        before = Path.cwd()
        self.addCleanup(os.chdir, before)
        os.chdir(self.path.parent)
        crec.Ledger(self.path.name).close()
        self.assertTrue(self.path.exists())


class AccountTests(LedgerTestCase):
    def test_an_account_is_a_client_with_a_name(self) -> None:
        client, ledger = self.client(crec.Cloud.TENCENT), self.ledger()
        for name in (*NO_TEXT, *NO_C_STRING):
            error = failure_of(ledger.add_account, name, client)
            self.assertEqual([fault.field for fault in error.outcome.faults], ["name"])
        wrong: tuple[Any, ...] = (None, "client", crec.Client, client._handle)
        for value in wrong:
            error = failure_of(ledger.add_account, "name", value)
            self.assertEqual([fault.field for fault in error.outcome.faults], ["client"])
        for name in ("", "a" * 256, "a\nb", None):
            error = failure_of(ledger.add_account, name, client)
            self.assertIsInstance(error, crec.InvalidArgumentError)
        client.close()
        error = failure_of(ledger.add_account, "name", client)
        self.assertIsInstance(error, crec.ClosedError)
        self.assertEqual(str(error), "the client is closed")

    def test_a_second_client_of_a_name_replaces_the_first(self) -> None:
        ledger = self.ledger()
        wrong = self.client(crec.Cloud.TENCENT, crec.Credentials("other", "other"))
        ledger.add_account("tencent", wrong)
        self.assertIsInstance(failure_of(LIVE.by, ledger, "one"), crec.AuthenticationError)
        ledger.add_account("tencent", self.client(crec.Cloud.TENCENT))
        self.assertTrue(LIVE.by(ledger, "one").ok)


class RecordingTests(LedgerTestCase):
    def tearDown(self) -> None:
        self.assertEqual(self.emulator.seen(), [])

    def test_what_c_cannot_carry_is_named(self) -> None:
        ledger = self.ledger()
        right: dict[str, Any] = {
            "name": "one",
            "account": "tencent",
            "action": "CreateLiveRecord",
            "fields": LIVE.fields,
        }
        request = crec.tencent.create_live_record(stream_name="stream", highlight=1)
        wrong: tuple[tuple[str, tuple[Any, ...]], ...] = (
            ("name", (*NO_TEXT, *NO_C_STRING)),
            ("account", (*NO_TEXT, *NO_C_STRING)),
            ("action", (*NO_TEXT, *NO_C_STRING, request)),
            ("fields", (7, "{}", [1])),
            ("max_duration", NO_SECONDS),
            ("timeout", NO_SECONDS),
        )
        for field, values in wrong:
            for value in values:
                for use in (ledger.start, entered(ledger)):
                    with self.subTest(field, value=ascii(value)[:40]):
                        error = failure_of(use, **{**right, field: value})
                        self.assertIsInstance(error, crec.InvalidArgumentError)
                        self.assertEqual([fault.field for fault in error.outcome.faults], [field])
        for use in (ledger.stop, ledger.forget):
            for value in (*NO_TEXT, *NO_C_STRING):
                error = failure_of(use, value)
                self.assertEqual([fault.field for fault in error.outcome.faults], ["name"])
        self.assertEqual(ledger.recordings(), [])

    def test_the_library_refuses_the_rest(self) -> None:
        ledger = self.ledger()
        account, action, fields = LIVE.account, LIVE.action, LIVE.fields
        wrong: tuple[tuple[str, tuple[Any, ...]], ...] = (
            ("name", ("", account, action, fields)),
            ("name", (None, account, action, fields)),
            ("name", ("é" * 128, account, action, fields)),
            ("name", ("a\nb", account, action, fields)),
            ("account", ("one", "other", action, fields)),
            ("account", ("one", None, action, fields)),
            ("action", ("one", account, "StopLiveRecord", fields)),
            ("action", ("one", account, "StartWebcast", fields)),
            ("action", ("one", account, None, fields)),
            ("timeout", ("one", account, action, fields, None, 86_401)),
            ("StreamName", ("one", account, action, {"Highlight": 1})),
            ("Highlight", ("one", account, action, {**fields, "Highlight": 2})),
        )
        for named, given in wrong:
            with self.subTest(given=given):
                error = failure_of(ledger.start, *given)
                self.assertIsInstance(error, crec.InvalidArgumentError)
                self.assertIn(named, str(error))
        for use in (ledger.stop, ledger.forget):
            for name in ("", "a" * 256, "a\nb"):
                self.assertIsInstance(failure_of(use, name), crec.InvalidArgumentError)
        self.assertEqual(ledger.recordings(), [])

    def test_the_faults_of_fields_are_those_of_a_request(self) -> None:
        wrong = {"StreamName": 7, "Unknown": True}
        error = failure_of(self.ledger().start, "one", "tencent", "CreateLiveRecord", wrong)
        expected = failure_of(crec.Request.operation, crec.Cloud.TENCENT, "CreateLiveRecord", wrong)
        self.assertEqual(error.outcome.faults, expected.outcome.faults)

    def test_what_is_left_out_is_named_by_python(self) -> None:
        ledger: Any = self.ledger()
        for use in (lambda: ledger.start("one", "tencent"), ledger.stop, ledger.settle):
            self.assertRaises(TypeError, use)
        self.assertRaises(TypeError, crec.Ledger)


def entered(ledger: crec.Ledger) -> Any:
    """Enters the context of a recording."""

    def enter(**given: Any) -> None:
        with ledger.recording(**given):
            raise AssertionError("it was taken")

    return enter


if __name__ == "__main__":
    unittest.main()
