"""Alibaba Cloud's older signature, which is one of the parameters."""

from cloud_emulator.clouds import aliyun_rpc
from cloud_emulator.keys import Key
from cloud_emulator.message import Headers, Request
from tests.calls import CallTest
from tests.client import KEYS, NOW, ask, code_of
from tests.refusing import tampered
from tests.sts_client import ALIYUN_ROLE, fetched_key, form_or_query, rpc

DOCUMENTED = {
    "Timestamp": "2016-02-23T12:46:24Z",
    "Format": "XML",
    "AccessKeyId": "testid",
    "Action": "DescribeRegions",
    "SignatureMethod": "HMAC-SHA1",
    "SignatureNonce": "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
    "Version": "2014-05-26",
    "SignatureVersion": "1.0",
}


class RpcSignature(CallTest):
    def answered(self, request: Request) -> str:
        return code_of(ask(self.emulator, request)[1])

    def test_the_documented_signature(self) -> None:
        request = form_or_query("GET", "ecs.aliyuncs.com", DOCUMENTED)
        signature = aliyun_rpc.signature(request, "testsecret")
        self.assertEqual(signature, "OLeaidS1JvxuMvnyHOwuJ+uX5qY=")

    def test_it_is_good_in_a_query_and_in_a_form(self) -> None:
        for method in ("GET", "POST"):
            request = rpc("AssumeRole", ALIYUN_ROLE | {"Policy": "{ }*~+/"}, method=method)
            self.assertEqual(self.answered(request), "")
            self.assertEqual(self.emulator.records.all()[-1].access_key, "aliyun-test-key")

    def test_it_is_good_for_the_other_operations_too(self) -> None:
        key = fetched_key(self.emulator, "aliyun")
        request = rpc(
            "StopRtcCloudRecording", {"TaskId": "t"}, key, method="POST", version="2016-11-01",
            host="live.aliyuncs.com",
        )  # fmt: skip
        self.assertEqual(self.answered(request), "NotFound.Task")

    def test_at_an_address_that_tells_no_cloud(self) -> None:
        self.emulator.own_hosts = frozenset({"127.0.0.1:8080"})
        self.assertEqual(self.answered(rpc("AssumeRole", ALIYUN_ROLE, host="127.0.0.1:8080")), "")

    def test_what_is_wrong_is_told(self) -> None:
        wrong_secret = Key("aliyun", KEYS["aliyun"].access_key, "wrong")
        good = rpc("AssumeRole", ALIYUN_ROLE)
        for request, code in (
            (rpc("AssumeRole", ALIYUN_ROLE, wrong_secret), "SignatureDoesNotMatch"),
            (
                rpc("AssumeRole", ALIYUN_ROLE, Key("aliyun", "x", "x")),
                "InvalidAccessKeyId.NotFound",
            ),
            (rpc("AssumeRole", ALIYUN_ROLE, now=NOW - 901), "InvalidTimeStamp.Expired"),
            (rpc("AssumeRole", ALIYUN_ROLE | {"Timestamp": "now"}), "InvalidTimeStamp.Format"),
            (tampered(good, query=f"{good.query}&Policy=1"), "SignatureDoesNotMatch"),
            (
                tampered(good, query=good.query.replace("HMAC-SHA1", "HMAC-MD5")),
                "IncompleteSignature",
            ),
            (
                tampered(good, query=good.query.replace("SignatureNonce", "Nonce")),
                "IncompleteSignature",
            ),
            (rpc("AssumeRole", ALIYUN_ROLE, None), "IncompleteSignature"),
        ):
            with self.subTest(code, query=request.query):
                self.assertEqual(self.answered(request), code)

    def test_a_nonce_is_good_once(self) -> None:
        request = rpc("AssumeRole", ALIYUN_ROLE)
        self.assertEqual(self.answered(request), "")
        self.assertEqual(self.answered(request), "SignatureNonceUsed")

    def test_an_unsigned_call_has_a_time_too(self) -> None:
        self.emulator.identity_tokens.add("token", NOW, None)
        fields = ALIYUN_ROLE | {"OIDCProviderArn": "arn", "OIDCToken": "token"}
        good = rpc("AssumeRoleWithOIDC", fields, None)
        self.assertEqual(self.answered(good), "")
        old = rpc("AssumeRoleWithOIDC", fields, None, now=NOW - 901)
        self.assertEqual(self.answered(old), "InvalidTimeStamp.Expired")
        headers = Headers([("Host", "sts.aliyuncs.com")])
        self.assertEqual(self.answered(tampered(good, headers=headers)), "")
