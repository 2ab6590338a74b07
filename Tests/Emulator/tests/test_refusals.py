"""Every refusal: its code, its status, and the shape it comes in."""

import dataclasses
import unittest
from collections.abc import Callable

from cloud_emulator.cloud import Key
from cloud_emulator.emulator import DEFAULT_KEYS, Emulator, Settings
from cloud_emulator.message import Headers, Request
from tests.client import IDS, NOW, STREAM, USER, Draft, aliyun, ask, code_of, tencent, volcengine

TOKEN_KEY = {
    "volcengine": Key("volcengine", "temporary", "secret", "token"),
    "aliyun": Key("aliyun", "temporary", "secret", "token"),
    "tencent": Key("tencent", "temporary", "secret", "token"),
}
TOKEN_HEADER = {
    "volcengine": "X-Security-Token",
    "aliyun": "x-acs-security-token",
    "tencent": "X-TC-Token",
}


def drafts() -> list[Draft]:
    """A good request to each cloud."""
    return [
        volcengine("StopWebcast", IDS),
        aliyun({"TaskId": "t"}, nonce="n"),
        tencent(STREAM),
    ]


def tampered(request: Request, **changes: object) -> Request:
    return dataclasses.replace(request, **changes)  # type: ignore[arg-type]


def with_header(request: Request, name: str, value: str) -> Request:
    kept = [pair for pair in request.headers if pair[0].lower() != name.lower()]
    return tampered(request, headers=Headers([*kept, (name, value)] if value else kept))


class RefusalTest(unittest.TestCase):
    def setUp(self) -> None:
        keys = (*DEFAULT_KEYS, *TOKEN_KEY.values())
        self.emulator = Emulator(Settings(keys=keys), frozenset({"127.0.0.1:8080"}))
        self.emulator.clock.freeze()
        self.emulator.clock.set(NOW)

    def refused(self, request: Request, status: int, code: str) -> None:
        answered, answer = ask(self.emulator, request)
        self.assertEqual((answered, code_of(answer)), (status, code))

    def each(self, change: Callable[[Draft], Request], *expected: tuple[int, str]) -> None:
        for draft, (status, code) in zip(drafts(), expected, strict=True):
            with self.subTest(draft.cloud):
                self.refused(change(draft), status, code)


class Authentication(RefusalTest):
    def test_without_authorization(self) -> None:
        self.each(
            lambda draft: with_header(draft.signed(), "Authorization", ""),
            (401, "MissingAuthenticationToken"),
            (400, "IncompleteSignature"),
            (200, "AuthFailure.InvalidAuthorization"),
        )

    def test_malformed_authorization(self) -> None:
        self.each(
            lambda draft: with_header(
                draft.signed(),
                "Authorization",
                draft.signed().headers.get("authorization").replace("Credential", "credentials"),
            ),
            (400, "InvalidAuthorization"),
            (400, "IncompleteSignature"),
            (200, "AuthFailure.InvalidAuthorization"),
        )

    def test_unknown_access_key(self) -> None:
        def change(draft: Draft) -> Request:
            draft.access_key = "nobody"
            return draft.signed()

        self.each(
            change,
            (401, "InvalidAccessKey"),
            (404, "InvalidAccessKeyId.NotFound"),
            (200, "AuthFailure.SecretIdNotFound"),
        )

    def test_wrong_secret(self) -> None:
        def change(draft: Draft) -> Request:
            draft.secret = "wrong"
            return draft.signed()

        self.each(
            change,
            (401, "SignatureDoesNotMatch"),
            (400, "SignatureDoesNotMatch"),
            (200, "AuthFailure.SignatureFailure"),
        )

    def test_body_changed_after_signing(self) -> None:
        self.each(
            lambda draft: tampered(draft.signed(), body=b"{}"),
            (401, "SignatureDoesNotMatch"),
            (400, "SignatureDoesNotMatch"),
            (200, "AuthFailure.SignatureFailure"),
        )

    def test_query_changed_after_signing(self) -> None:
        self.each(
            lambda draft: tampered(draft.signed(), query=f"{draft.query}&a=b"),
            (401, "SignatureDoesNotMatch"),
            (400, "SignatureDoesNotMatch"),
            (200, "AuthFailure.SignatureFailure"),
        )

    def test_host_not_signed(self) -> None:
        def change(draft: Draft) -> Request:
            draft.unsigned |= {"host"}
            return draft.signed()

        self.each(
            change,
            (400, "InvalidAuthorization"),
            (400, "IncompleteSignature"),
            (200, "AuthFailure.InvalidAuthorization"),
        )

    def test_aliyun_leaves_a_header_unsigned(self) -> None:
        draft = aliyun({"TaskId": "t"}, nonce="n")
        draft.headers["content-type"] = "application/json"
        draft.unsigned = {"content-type"}
        self.refused(draft.signed(), 400, "IncompleteSignature")
        draft = aliyun({"TaskId": "t"}, nonce="n")
        draft.headers["x-acs-other"] = "1"
        draft.unsigned = {"x-acs-other"}
        self.refused(draft.signed(), 400, "IncompleteSignature")

    def test_signed_header_is_not_there(self) -> None:
        draft = volcengine("StopWebcast", IDS)
        draft.headers["X-Extra"] = "1"
        request = with_header(draft.signed(), "X-Extra", "")
        self.refused(request, 401, "SignatureDoesNotMatch")

    def test_clock_skew(self) -> None:
        expected = (
            (400, "InvalidTimestamp"),
            (400, "InvalidTimeStamp.Expired"),
            (200, "AuthFailure.SignatureExpire"),
        )
        for direction in (1, -1):
            for draft, limit, (status, code) in zip(
                drafts(), (900, 900, 300), expected, strict=True
            ):
                with self.subTest(draft.cloud, direction=direction):
                    self.emulator.clock.set(NOW + direction * limit)
                    self.assertNotEqual(code_of(ask(self.emulator, draft.signed())[1]), code)
                    self.emulator.clock.set(NOW + direction * (limit + 1))
                    self.refused(draft.signed(), status, code)

    def test_malformed_dates(self) -> None:
        for draft, header, value, status, code in (
            (drafts()[0], "X-Date", "2024-02-29", 400, "InvalidTimestamp"),
            (drafts()[1], "x-acs-date", "20240229T160000Z", 400, "InvalidTimeStamp.Format"),
            (drafts()[2], "X-TC-Timestamp", "1e9", 200, "InvalidParameterValue"),
        ):
            with self.subTest(draft.cloud):
                draft.headers[header] = value
                self.refused(draft.signed(), status, code)

    def test_missing_dates(self) -> None:
        for draft, header, status, code in (
            (drafts()[0], "X-Date", 400, "MissingRequestInfo"),
            (drafts()[1], "x-acs-date", 400, "IncompleteSignature"),
            (drafts()[2], "X-TC-Timestamp", 200, "MissingParameter"),
        ):
            with self.subTest(draft.cloud):
                self.refused(with_header(draft.signed(), header, ""), status, code)

    def test_credential_scopes(self) -> None:
        date = "20240229"
        for scope in (
            ("20240228", "cn-north-1", "rtc", "request"),
            (date, "cn-beijing", "rtc", "request"),
            (date, "ap-singapore-1", "rtc", "request"),
            (date, "cn-north-1", "vod", "request"),
            (date, "cn-north-1", "rtc", "aws4_request"),
        ):
            with self.subTest(scope):
                draft = volcengine("StopWebcast", IDS)
                draft.scope = scope
                self.refused(draft.signed(), 400, "InvalidCredential")
        for date, service in (("2024-03-01", "live"), ("2024-02-29", "cvm")):
            with self.subTest(date=date, service=service):
                draft = tencent(STREAM)
                draft.scope = (date, service, "tc3_request")
                self.refused(draft.signed(), 200, "AuthFailure.SignatureFailure")

    def test_tokens(self) -> None:
        expected = {
            "volcengine": (401, "InvalidSecretToken"),
            "aliyun": (400, "InvalidSecurityToken.MismatchWithAccessKey"),
            "tencent": (200, "AuthFailure.TokenFailure"),
        }
        for token in ("token", "other", ""):
            for draft in drafts():
                with self.subTest(draft.cloud, token=token):
                    key = TOKEN_KEY[draft.cloud]
                    draft.access_key, draft.secret = key.access_key, key.secret
                    if token:
                        draft.headers[TOKEN_HEADER[draft.cloud]] = token
                    status, answer = ask(self.emulator, draft.signed())
                    refused = (status, code_of(answer)) == expected[draft.cloud]
                    self.assertEqual(refused, token != "token")

    def test_nonce_is_good_once(self) -> None:
        request = aliyun({"TaskId": "t"}, nonce="once").signed()
        self.refused(request, 400, "NotFound.Task")
        self.refused(request, 400, "SignatureNonceUsed")


class Routing(RefusalTest):
    def test_hosts(self) -> None:
        for host in ("rtc.volcengineapi.com:443", "127.0.0.1:8080"):
            draft = volcengine("StopWebcast", IDS, host=host)
            self.refused(draft.signed(), 400, "InvalidParameter.ErrorActiveTaskNotFound")
        self.refused(
            volcengine("StopWebcast", IDS, host="127.0.0.1:8081").signed(), 404, "ServiceNotFound"
        )
        self.refused(
            aliyun({}, "n", host="ecs.aliyuncs.com").signed(), 404, "InvalidProduct.NotFound"
        )
        self.refused(
            tencent({}, host="live.tencentcloudapi.com:8443").signed(), 200, "NoSuchProduct"
        )

    def test_unknown_actions_and_versions(self) -> None:
        for draft in (
            volcengine("StopWebCast", IDS),
            volcengine("StopWebcast", IDS, version="2021-01-01"),
        ):
            self.refused(draft.signed(), 404, "InvalidActionOrVersion")
        self.refused(aliyun({}, "1", action="Stop").signed(), 404, "InvalidApi.NotFound")
        self.refused(tencent({}, action="Stop").signed(), 200, "InvalidAction")
        ali, ten = aliyun({}, "2"), tencent({})
        ali.headers["x-acs-version"] = ten.headers["X-TC-Version"] = "2000-01-01"
        self.refused(ali.signed(), 400, "NoSuchVersion")
        self.refused(ten.signed(), 200, "NoSuchVersion")

    def test_missing_actions(self) -> None:
        draft = volcengine("StopWebcast", IDS)
        draft.query = "Version=2020-12-01"
        self.refused(draft.signed(), 400, "MissingRequestInfo")
        ten = tencent(STREAM)
        del ten.headers["X-TC-Action"]
        self.refused(ten.signed(), 200, "MissingParameter")

    def test_other_methods_and_paths(self) -> None:
        def put(draft: Draft) -> Request:
            draft.method = "PUT"
            return draft.signed()

        def elsewhere(draft: Draft) -> Request:
            draft.path = "/x"
            return draft.signed()

        self.each(
            put,
            (405, "MethodNotAllowed"),
            (400, "UnsupportedHTTPMethod"),
            (200, "UnsupportedProtocol"),
        )
        self.setUp()
        self.each(
            elsewhere,
            (404, "InvalidActionOrVersion"),
            (404, "InvalidApi.NotFound"),
            (200, "InvalidAction"),
        )


class FieldRules(RefusalTest):
    def test_volcengine(self) -> None:
        invalid = "InvalidParameter"
        for fields, code in (
            ({**USER, "AppId": "a b"}, "InvalidParameter.IllegalAppId"),
            ({**USER, "AppId": ""}, "InvalidParameter.IllegalAppId"),
            ({**USER, "RoomId": "a/b"}, "InvalidParameter.IllegalRoomID"),
            ({**USER, "TaskId": "TaskId1\t"}, invalid),
            ({**USER, "TaskId": "TaskId1\n"}, invalid),
            ({**USER, "TaskId": "x" * 129}, invalid),
            ({**USER, "TaskId": "任务"}, invalid),
            ({**USER, "UserId": ""}, invalid),
            ({**USER, "UserId": 1}, invalid),
            ({**USER, "BusinessId": "a b"}, invalid),
            ({**USER, "Other": "1"}, invalid),
            ({**USER, "UserId": None}, "MissingParameter"),
            (IDS, "MissingParameter"),
            ([USER], "InvalidParameter.Unmarshal"),
        ):
            with self.subTest(fields):
                self.emulator.clock.advance(1)
                draft = volcengine("StartWBRecord", fields, now=self.emulator.clock.now())
                self.refused(draft.signed(), 400, code)

    def test_volcengine_bodies(self) -> None:
        for body, code in (
            (b"", "InvalidParameter.BodyIsEmpty"),
            (b"{", "InvalidParameter.Unmarshal"),
            (b'{"TaskId":"\xff"}', "InvalidParameter.Unmarshal"),
            (b'{"TaskId":"a","TaskId":"b"}', "InvalidParameter.Unmarshal"),
            (b'{"TaskId":NaN}', "InvalidParameter.Unmarshal"),
            (b'{"a":' + b"[" * 100_000, "InvalidParameter.Unmarshal"),
        ):
            with self.subTest(body[:40]):
                draft = volcengine("StopWebcast", {})
                draft.body = body
                del draft.headers["X-Content-Sha256"]
                self.refused(draft.signed(), 400, code)

    def test_aliyun(self) -> None:
        self.refused(aliyun({}, "1").signed(), 400, "MissingParameter")
        self.refused(aliyun({"TaskId": ""}, "2").signed(), 400, "MissingParameter")
        other = aliyun({"TaskId": "t", "RegionId": "cn-shanghai"}, "3")
        self.refused(other.signed(), 400, "NotFound.Task")

    def test_tencent(self) -> None:
        for fields, code in (
            ({"StreamName": "s"}, "MissingParameter"),
            ({"TaskId": 1}, "MissingParameter"),
            ({"StreamName": "", "TaskId": 1}, "InvalidParameterValue"),
            ({"StreamName": 1, "TaskId": 1}, "InvalidParameter"),
            ({"StreamName": "s", "TaskId": "1"}, "InvalidParameter"),
            ({"StreamName": "s", "TaskId": 1.0}, "InvalidParameter"),
            ({"StreamName": "s", "TaskId": True}, "InvalidParameter"),
            ({"StreamName": "s", "TaskId": -1}, "InvalidParameterValue"),
            ({"StreamName": "s", "TaskId": 2**63}, "InvalidParameterValue"),
            ({"StreamName": "s", "TaskId": 1, "Other": 1}, "UnknownParameter"),
            ([], "InvalidParameter"),
        ):
            with self.subTest(fields):
                self.refused(tencent(fields).signed(), 200, code)

    def test_tencent_content_type(self) -> None:
        draft = tencent(STREAM)
        draft.headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.refused(draft.signed(), 200, "UnsupportedProtocol")


class Shapes(RefusalTest):
    def test_volcengine_failure(self) -> None:
        draft = volcengine("StopWBRecord", USER, version="2023-11-01")
        draft.secret = "wrong"
        reply = self.emulator.answer(draft.signed()).reply
        _, answer = ask(self.emulator, draft.signed())
        metadata = answer["ResponseMetadata"]
        error = metadata.pop("Error")
        self.assertTrue(Headers(reply.headers).get("X-Tt-Logid"))
        self.assertTrue(metadata.pop("RequestId"))
        self.assertEqual(
            metadata,
            {
                "Action": "StopWBRecord",
                "Version": "2023-11-01",
                "Service": "rtc",
                "Region": "cn-north-1",
            },
        )
        self.assertEqual(error.keys(), {"CodeN", "Code", "Message"})
        self.assertEqual(error["CodeN"], 100010)
        self.assertEqual(answer.keys(), {"ResponseMetadata"})

    def test_service_codes_of_volcengine_have_no_number(self) -> None:
        _, answer = ask(self.emulator, volcengine("StopWebcast", IDS).signed())
        self.assertEqual(answer["ResponseMetadata"]["Error"].keys(), {"Code", "Message"})

    def test_aliyun_failure(self) -> None:
        _, answer = ask(self.emulator, aliyun({"TaskId": "t"}, "1").signed())
        self.assertEqual(answer.keys(), {"RequestId", "HostId", "Code", "Message", "Recommend"})
        self.assertTrue(answer["Message"].endswith(", please check the TaskId."))

    def test_tencent_failure(self) -> None:
        _, answer = ask(self.emulator, tencent(STREAM).signed())
        self.assertEqual(answer.keys(), {"Response"})
        self.assertEqual(answer["Response"].keys(), {"Error", "RequestId"})
        self.assertEqual(answer["Response"]["Error"].keys(), {"Code", "Message"})
