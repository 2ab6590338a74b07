"""Security Token Services: the shapes of their answers, and what they refuse."""

from cloud_emulator.keys import Key
from cloud_emulator.message import Headers, Request
from tests.calls import CallTest
from tests.client import NOW, Draft, ask, code_of
from tests.refusing import tampered
from tests.sts_client import (
    ALIYUN_ROLE,
    CLOUDS,
    assume_role,
    caller_identity,
    handed_out,
    result,
    rpc,
    with_identity,
)

IDENTITY_CODES = {
    "volcengine": ("InvalidOIDCToken", "ExpiredOIDCToken"),
    "aliyun": ("AuthenticationFail.OIDCToken.Invalid", "AuthenticationFail.OIDCToken.Expired"),
    "tencent": ("InvalidParameter.WebIdentityTokenError",) * 2,
}


class StsTest(CallTest):
    def answered(self, request: Request) -> str:
        return code_of(ask(self.emulator, request)[1])


class Answers(StsTest):
    def test_tencent(self) -> None:
        answer = result(self.emulator, assume_role("tencent").signed())
        self.assertEqual(answer.keys(), {"Credentials", "ExpiredTime", "Expiration", "RequestId"})
        self.assertEqual(answer["Credentials"].keys(), {"Token", "TmpSecretId", "TmpSecretKey"})
        self.assertEqual(answer["ExpiredTime"], NOW + 7200)
        self.assertEqual(answer["Expiration"], "2024-02-29T18:00:00Z")

    def test_aliyun(self) -> None:
        answer = result(self.emulator, assume_role("aliyun").signed())
        self.assertEqual(answer.keys(), {"RequestId", "AssumedRoleUser", "Credentials"})
        told = answer["Credentials"]
        self.assertEqual(
            told.keys(), {"AccessKeyId", "AccessKeySecret", "SecurityToken", "Expiration"}
        )
        self.assertEqual(told["Expiration"], "2024-02-29T17:00:00Z")
        self.assertTrue(told["AccessKeyId"].startswith("STS."))

    def test_volcengine(self) -> None:
        _, answer = ask(self.emulator, assume_role("volcengine").signed())
        self.assertEqual(answer["ResponseMetadata"]["Service"], "sts")
        told = answer["Result"]["Credentials"]
        self.assertEqual(told["CurrentTime"], "2024-03-01T00:00:00+08:00")
        self.assertEqual(told["ExpiredTime"], "2024-03-01T01:00:00+08:00")
        token = self.emulator.identity_tokens.add("", NOW, None)
        told = result(self.emulator, with_identity("volcengine", token))["Credentials"]
        self.assertEqual(told["Expiration"], "2024-02-29T17:00:00Z")
        self.assertNotIn("ExpiredTime", told)


class Refusals(StsTest):
    def test_durations(self) -> None:
        for cloud, code, bad, good in (
            ("tencent", "InvalidParameter.OverTimeError", (0, 43201), (1, 43200)),
            ("aliyun", "InvalidParameter.DurationSeconds", (899, 43201), (900, 43200)),
            ("volcengine", "InvalidParameter", (899, 43201), (900, 43200)),
        ):
            with self.subTest(cloud):
                for seconds in bad:
                    draft = assume_role(cloud, DurationSeconds=seconds)
                    self.assertEqual(self.code(draft), code)
                for seconds in good:
                    self.assertEqual(self.code(assume_role(cloud, DurationSeconds=seconds)), "")

    def test_roles_and_sessions(self) -> None:
        for cloud, role, bad_role, bad_session in (
            ("tencent", "RoleArn", "InvalidParameter.ResouceError", "InvalidParameter.ParamError"),
            (
                "aliyun",
                "RoleArn",
                "InvalidParameter.RoleArn",
                "InvalidParameter.RoleSessionName",
            ),
            ("volcengine", "RoleTrn", "InvalidParameter", "InvalidParameter"),
        ):
            with self.subTest(cloud):
                self.assertEqual(self.code(assume_role(cloud, **{role: "recorder"})), bad_role)
                draft = assume_role(cloud, RoleSessionName="a b")
                self.assertEqual(self.code(draft), bad_session)

    def test_a_role_and_a_session_are_needed(self) -> None:
        for name in ALIYUN_ROLE:
            fields = {given: value for given, value in ALIYUN_ROLE.items() if given != name}
            self.assertEqual(self.answered(rpc("AssumeRole", fields)), "MissingParameter")

    def test_signatures_are_for_the_service(self) -> None:
        expected = {
            "tencent": "AuthFailure.SignatureFailure",
            "volcengine": "InvalidCredential",
        }
        for cloud, code in expected.items():
            draft = assume_role(cloud)
            draft.scope = tuple({"sts": "live"}.get(part, part) for part in draft.scope)
            self.assertEqual(self.code(draft), code)

    def test_hosts_are_the_services(self) -> None:
        for cloud, host, code in (
            ("tencent", "live.tencentcloudapi.com", "NoSuchProduct"),
            ("aliyun", "live.aliyuncs.com", "InvalidProduct.NotFound"),
            ("volcengine", "rtc.volcengineapi.com", "ServiceNotFound"),
        ):
            draft = assume_role(cloud)
            draft.headers["host" if cloud == "aliyun" else "Host"] = host
            self.assertEqual(self.code(draft), code)

    def test_a_role_is_assumed_with_a_signature_only(self) -> None:
        for cloud, code in (
            ("tencent", "AuthFailure.InvalidAuthorization"),
            ("aliyun", "IncompleteSignature"),
            ("volcengine", "MissingAuthenticationToken"),
        ):
            for draft in (assume_role(cloud), caller_identity(cloud)):
                with self.subTest(cloud, query=draft.query):
                    request = self.unsigned(draft)
                    self.assertEqual(self.answered(request), code)

    def unsigned(self, draft: Draft) -> Request:
        return tampered(draft.signed(), headers=Headers(draft.headers.items()))


class IdentityTokens(StsTest):
    def test_known_tokens_are_good(self) -> None:
        for cloud in CLOUDS:
            for token in ("configured", ""):
                with self.subTest(cloud, token=token):
                    known = self.emulator.identity_tokens.add(token, NOW, None)
                    answer = result(self.emulator, with_identity(cloud, known))
                    self.assertTrue(handed_out(cloud, answer).token)
                    self.assertEqual(self.emulator.records.all()[-1].access_key, "")

    def test_fields_may_be_in_the_query(self) -> None:
        token = self.emulator.identity_tokens.add("", NOW, None)
        for cloud in ("aliyun", "volcengine"):
            request = with_identity(cloud, token, method="GET")
            self.assertEqual(self.answered(request), "")
        everything = tampered(request, method="POST", query=f"{request.query}&DurationSeconds=900")
        self.assertEqual(self.answered(everything), "")

    def test_unknown_and_expired_ones_are_refused(self) -> None:
        token = self.emulator.identity_tokens.add("", NOW, 60)
        for cloud, (unknown, expired) in IDENTITY_CODES.items():
            with self.subTest(cloud):
                self.emulator.clock.set(NOW + 59)
                self.assertEqual(self.answered(with_identity(cloud, token, NOW)), "")
                self.assertEqual(self.answered(with_identity(cloud, "other", NOW)), unknown)
                self.emulator.clock.set(NOW + 60)
                self.assertEqual(self.answered(with_identity(cloud, token, NOW)), expired)

    def test_they_act_for_the_first_account(self) -> None:
        self.emulator.keys.register(Key("tencent", "second", "secret"))
        token = self.emulator.identity_tokens.add("", NOW, None)
        self.answered(with_identity("tencent", token))
        self.assertEqual(self.emulator.keys.all()[-1].account, "tencent-test-key")
