"""Wrong signatures, and each cloud's refusal of them."""

from cloud_emulator.message import Request
from tests.client import IDS, NOW, STREAM, Draft, aliyun, ask, code_of, tencent, volcengine
from tests.refusing import (
    TOKEN_HEADER,
    TOKEN_KEY,
    RefusalTest,
    drafts,
    tampered,
    with_header,
)


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
