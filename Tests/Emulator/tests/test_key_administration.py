"""Steering metadata services and STS from outside, and their misbehaviour."""

import http.client
import json
import unittest
import urllib.error
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from cloud_emulator.credential_shapes import CREDENTIAL_SHAPES
from cloud_emulator.keys import Key
from cloud_emulator.message import Request
from cloud_emulator.process import EmulatorProcess
from tests.client import code_of
from tests.sts_client import (
    CLOUDS,
    METADATA_PATHS,
    NO_TASK,
    assume_role,
    handed_out,
    stop,
    with_identity,
)

TENCENT = METADATA_PATHS["tencent"] + "emulator-role"
ALIYUN = METADATA_PATHS["aliyun"] + "emulator-role"
TOKEN = "X-aliyun-ecs-metadata-token"


class AdministrationTest(unittest.TestCase):
    emulator: ClassVar[EmulatorProcess]

    @classmethod
    def setUpClass(cls) -> None:
        cls.emulator = cls.enterClassContext(EmulatorProcess())

    def setUp(self) -> None:
        self.emulator.reset()
        self.now = self.emulator.clock(freeze=True)

    def fetch(self, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.emulator.metadata_port, timeout=1)
        self.addCleanup(connection.close)
        connection.request(method, path, headers=headers)
        reply = connection.getresponse()
        return reply.status, reply.read()

    def credentials(self, path: str = TENCENT) -> Any:
        return json.loads(self.fetch(path)[1])

    def call(self, request: Request) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.emulator.port)
        self.addCleanup(connection.close)
        path = f"/?{request.query}"
        connection.request(request.method, path, request.body, dict(request.headers))
        return json.load(connection.getresponse())


class Administration(AdministrationTest):
    def test_a_key_from_metadata_works(self) -> None:
        key = handed_out("tencent", self.credentials())
        self.assertEqual(code_of(self.call(stop("tencent", key, self.now))), NO_TASK["tencent"])
        self.assertEqual(self.emulator.seen()[-1]["access_key"], key.access_key)

    def test_lifetimes(self) -> None:
        self.emulator.lifetime(2)
        self.assertEqual(self.credentials()["ExpiredTime"], int(self.now + 2))
        self.emulator.lifetime(10, cloud="alibaba")
        self.emulator.lifetime(cloud="tencent")
        self.assertEqual(self.credentials()["ExpiredTime"], int(self.now + 3600))
        self.assertEqual(
            [key["expires"] - self.now for key in self.emulator.all_keys("tencent")[1:]], [2, 3600]
        )
        self.credentials(ALIYUN)
        self.assertEqual(self.emulator.all_keys("aliyun")[-1]["expires"], self.now + 10)

    def test_roles_and_v1(self) -> None:
        self.emulator.metadata("tencent", roles=["one", "two"])
        self.assertEqual(self.fetch(METADATA_PATHS["tencent"]), (200, b"one\ntwo"))
        self.assertEqual(self.fetch(METADATA_PATHS["aliyun"]), (200, b"emulator-role"))
        self.emulator.metadata(v1=False)
        self.assertEqual(self.fetch(METADATA_PATHS["aliyun"])[0], 403)
        asked = {f"{TOKEN}-ttl-seconds": "21600"}
        _, token = self.fetch("/latest/api/token", "PUT", **asked)
        self.assertEqual(self.fetch(ALIYUN, **{TOKEN: token.decode()})[0], 200)
        self.assertIn([TOKEN, token.decode()], self.emulator.seen()[-1]["headers"])

    def test_long_term_keys_can_be_added(self) -> None:
        self.emulator.register_key("alibaba", "mine", "secret")
        request = stop("aliyun", Key("aliyun", "mine", "secret"), self.now)
        self.assertEqual(code_of(self.call(request)), NO_TASK["aliyun"])
        self.emulator.plant("rtc", account="mine", TaskId="1")
        (told,) = [key for key in self.emulator.all_keys("aliyun") if key["access_key"] == "mine"]
        self.assertEqual((told["secret"], told["temporary"]), ("secret", False))

    def test_keys_can_be_revoked(self) -> None:
        self.credentials()
        self.credentials(ALIYUN)
        self.assertEqual(self.emulator.revoke_keys("tencent"), 1)
        self.assertEqual(self.emulator.revoke_keys(), 1)
        revoked = [key["revoked"] for key in self.emulator.all_keys() if key["temporary"]]
        self.assertEqual(revoked, [True, True])
        self.credentials()
        self.assertEqual(self.emulator.revoke_keys(forget=True), 1)

    def test_identity_tokens(self) -> None:
        for token in (self.emulator.identity_token(), self.emulator.identity_token("mine", 60)):
            for cloud in CLOUDS:
                answer = self.call(with_identity(cloud, token, self.now))
                self.assertEqual(code_of(answer), "")
        self.emulator.clock(advance=60)
        request = with_identity("aliyun", "mine", self.now)
        self.assertEqual(code_of(self.call(request)), "AuthenticationFail.OIDCToken.Expired")

    def test_requests_are_counted(self) -> None:
        self.fetch(METADATA_PATHS["tencent"])
        for _ in range(2):
            self.credentials()
        self.fetch("/credentials-uri?a=b")
        self.assertEqual(self.emulator.seen()[-1]["fields"], {"a": "b"})
        self.call(assume_role("tencent", self.now).signed())
        counts = {"MetadataRoles": 1, "MetadataCredentials": 2, "AssumeRole": 1}
        self.assertEqual(
            self.emulator.counts(), {"tencent": counts, "aliyun": {"CredentialsUri": 1}}
        )
        self.assertEqual(self.emulator.count("tencent", "MetadataCredentials"), 2)
        self.assertEqual(self.emulator.count("volcengine", "AssumeRole"), 0)

    def test_mistakes_are_told(self) -> None:
        calls: tuple[Callable[[], object], ...] = (
            lambda: self.emulator.register_key("none", "a", "b"),
            lambda: self.emulator.register_key("", "a", "b"),
            lambda: self.emulator.register_key("tencent", "", "b"),
            lambda: self.emulator.lifetime(cloud="none"),
            lambda: self.emulator.metadata(roles="one"),
            lambda: self.emulator.fault("credentials", shape="none"),
        )
        for call in calls:
            with self.assertRaises(urllib.error.HTTPError) as raised:
                call()
            self.assertEqual(raised.exception.code, 400)
            raised.exception.close()

    def test_options(self) -> None:
        options = ("--lifetime", "2.5", "--identity-token", "known")
        with EmulatorProcess(*options) as emulator:
            self.assertNotEqual(emulator.metadata_port, emulator.port)
            connection = http.client.HTTPConnection("127.0.0.1", emulator.metadata_port)
            self.addCleanup(connection.close)
            connection.request("GET", "/credentials-uri")
            connection.getresponse().read()
            told = emulator.all_keys("aliyun")[-1]
            self.assertAlmostEqual(told["expires"], emulator.clock() + 2.5, delta=2)


class Misbehaviour(AdministrationTest):
    def test_metadata(self) -> None:
        for kind, options, expected in (
            ("status", {"status": 404}, (404, b"<html>")),
            ("status", {"status": 403}, (403, b"<html>")),
            ("status", {"status": 500}, (500, b"<html>")),
            ("garbage", {"shape": "html"}, (200, b"<html>")),
            ("garbage", {"shape": "empty"}, (200, b"")),
            ("code", {"code": "Failed"}, (200, b'{"Code":"Failed"')),
        ):
            with self.subTest(kind, **options):
                self.emulator.fault(kind, action="Metadata*", times=1, **options)
                status, body = self.fetch(TENCENT)
                self.assertEqual((status, body[: len(expected[1])]), expected)
                self.assertEqual(self.fetch(TENCENT)[0], 200)

    def test_cut_json(self) -> None:
        self.emulator.fault("garbage", action="MetadataCredentials", shape="truncated")
        for _ in range(2):
            with self.assertRaises(json.JSONDecodeError):
                self.credentials()
        self.assertEqual(self.fetch(METADATA_PATHS["tencent"]), (200, b"emulator-role"))

    def test_hanging_and_closing(self) -> None:
        self.emulator.fault("stall", action="MetadataToken", times=1)
        with self.assertRaises(TimeoutError):
            self.fetch("/latest/api/token", "PUT", **{f"{TOKEN}-ttl-seconds": "1"})
        self.emulator.fault("cut", action="MetadataRoles", times=1)
        with self.assertRaises(http.client.RemoteDisconnected):
            self.fetch(METADATA_PATHS["tencent"])

    def test_faults_for_all_are_for_operations(self) -> None:
        self.emulator.fault("status", status=500)
        self.emulator.fault("cut", before=True)
        self.assertEqual(self.fetch(TENCENT)[0], 200)

    def test_faults_for_one_cloud(self) -> None:
        self.emulator.fault("status", cloud="alibaba", action="Metadata*")
        self.assertEqual((self.fetch(TENCENT)[0], self.fetch(ALIYUN)[0]), (200, 503))

    def shaped(self, path: str, shape: str) -> Any:
        self.emulator.clear_faults()
        self.emulator.fault("credentials", action="MetadataCredentials", shape=shape)
        return self.credentials(path)

    def test_expiries(self) -> None:
        for shape, number, text in (
            ("1970", 0, "1970-01-01T00:00:00Z"),
            ("9999", 253402300799, "9999-12-31T23:59:59Z"),
            ("text-expiry", "tomorrow", "tomorrow"),
            ("null-expiry", None, None),
        ):
            with self.subTest(shape):
                self.assertEqual(self.shaped(TENCENT, shape)["ExpiredTime"], number)
                self.assertEqual(self.shaped(ALIYUN, shape)["Expiration"], text)
        for path, name in ((TENCENT, "ExpiredTime"), (ALIYUN, "Expiration")):
            self.assertNotIn(name, self.shaped(path, "no-expiry"))
        self.assertLess(self.shaped(TENCENT, "expired")["ExpiredTime"], self.now)
        expired = datetime.fromisoformat(self.shaped(ALIYUN, "expired")["Expiration"])
        self.assertLess(expired.timestamp(), self.now)
        self.assertIsInstance(self.shaped(TENCENT, "other-expiry")["ExpiredTime"], str)
        self.assertIsInstance(self.shaped(ALIYUN, "other-expiry")["Expiration"], int)

    def test_members(self) -> None:
        for shape, missing in (
            ("no-id", "TmpSecretId"),
            ("no-secret", "TmpSecretKey"),
            ("no-token", "Token"),
            ("no-code", "Code"),
        ):
            self.assertNotIn(missing, self.shaped(TENCENT, shape))
        self.assertEqual(self.shaped(TENCENT, "empty-secret")["TmpSecretKey"], "")
        self.assertIsNone(self.shaped(ALIYUN, "null-secret")["AccessKeySecret"])
        self.assertEqual(self.shaped(ALIYUN, "not-success")["Code"], "Failed")

    def test_sts(self) -> None:
        for cloud in CLOUDS:
            good = self.call(assume_role(cloud, self.now).signed())
            for shape in CREDENTIAL_SHAPES:
                if shape in ("not-success", "no-code"):
                    continue
                with self.subTest(cloud, shape=shape):
                    self.emulator.fault("credentials", action="Assume*", shape=shape, times=1)
                    spoilt = self.call(assume_role(cloud, self.now).signed())
                    self.assertEqual(spoilt.keys(), good.keys())
                    self.assertEqual(self.emulator.seen()[-1]["fault"], "credentials")
        self.emulator.fault("credentials", cloud="volcengine", shape="9999")
        answer = self.call(assume_role("volcengine", self.now).signed())
        expiry = answer["Result"]["Credentials"]["ExpiredTime"]
        self.assertEqual(expiry, "9999-12-31T23:59:59Z")
