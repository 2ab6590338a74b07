"""The metadata services: their paths, their tokens and their answers."""

import json

from tests.calls import CallTest
from tests.client import NOW
from tests.sts_client import (
    CLOUDS,
    METADATA_HEADERS,
    METADATA_PATHS,
    fetch,
    handed_out,
    metadata_token,
)

FIELDS = {
    "tencent": {"Code", "TmpSecretId", "TmpSecretKey", "Token", "ExpiredTime", "Expiration"},
    "aliyun": {
        *("Code", "AccessKeyId", "AccessKeySecret", "SecurityToken", "Expiration"),
        "LastUpdated",
    },
    "volcengine": {
        *("AccessKeyId", "SecretAccessKey", "SessionToken", "ExpiredTime", "CurrentTime"),
    },
}
EXPIRIES = {
    "tencent": ("ExpiredTime", int(NOW) + 3600),
    "aliyun": ("Expiration", "2024-02-29T17:00:00Z"),
    "volcengine": ("ExpiredTime", "2024-03-01T01:00:00+08:00"),
}
VOLCENGINE_ROLES = "/volcstack/latest/iam/security_credentials"


class Metadata(CallTest):
    def got(self, cloud: str, role: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
        given = metadata_token(self.emulator, cloud) if headers is None else headers
        return fetch(self.emulator, METADATA_PATHS[cloud] + role, **given)

    def test_credentials(self) -> None:
        for cloud in CLOUDS:
            with self.subTest(cloud):
                status, text = self.got(cloud, "emulator-role")
                answer = json.loads(text)
                self.assertEqual((status, answer.keys()), (200, FIELDS[cloud]))
                name, expiry = EXPIRIES[cloud]
                self.assertEqual(answer[name], expiry)
                record = self.emulator.records.all()[-1]
                self.assertEqual(
                    (record.cloud, record.action, record.issued),
                    (cloud, "MetadataCredentials", handed_out(cloud, answer).access_key),
                )

    def test_a_credentials_uri(self) -> None:
        status, text = fetch(self.emulator, "/credentials-uri")
        self.assertEqual((status, json.loads(text).keys()), (200, FIELDS["aliyun"]))

    def test_roles(self) -> None:
        for roles in ((), ("one",), ("one", "two")):
            for cloud in ("tencent", "aliyun"):
                with self.subTest(cloud, roles=roles):
                    self.emulator.metadata.set_roles(cloud, roles)
                    status, text = self.got(cloud, "")
                    self.assertEqual(status, 200 if roles else 404)
                    if roles:
                        self.assertEqual(text, "\n".join(roles))
            self.emulator.metadata.set_roles("volcengine", roles)
            headers = metadata_token(self.emulator, "volcengine")
            asked = f"{VOLCENGINE_ROLES}?type=user&format=json"
            status, text = fetch(self.emulator, asked, **headers)
            self.assertEqual((status, json.loads(text)), (200, [*roles]))

    def test_only_the_roles_there_are_have_credentials(self) -> None:
        for cloud in CLOUDS:
            with self.subTest(cloud):
                self.emulator.metadata.set_roles(cloud, ("a b",))
                self.assertEqual(self.got(cloud, "emulator-role")[0], 404)
                self.assertEqual(self.got(cloud, "a%20b")[0], 200)

    def test_a_token_is_checked(self) -> None:
        for cloud, without in (("aliyun", 200), ("volcengine", 401)):
            with self.subTest(cloud):
                header = METADATA_HEADERS[cloud]
                good = metadata_token(self.emulator, cloud, "60")
                self.assertEqual(self.got(cloud, "emulator-role", good)[0], 200)
                self.assertEqual(self.got(cloud, "emulator-role", {header: "wrong"})[0], 401)
                self.assertEqual(self.got(cloud, "emulator-role", {header: ""})[0], 401)
                self.assertEqual(self.got(cloud, "emulator-role", {})[0], without)
                self.emulator.clock.advance(60)
                self.assertEqual(self.got(cloud, "emulator-role", good)[0], 401)
        (token,) = metadata_token(self.emulator, "volcengine").values()
        other = {METADATA_HEADERS["aliyun"]: token}
        self.assertEqual(self.got("aliyun", "emulator-role", other)[0], 401)

    def test_v1_can_be_off(self) -> None:
        self.emulator.metadata.v1 = False
        self.assertEqual(self.got("aliyun", "", {})[0], 403)
        self.assertEqual(self.got("aliyun", "emulator-role", {})[0], 403)
        self.assertEqual(self.got("aliyun", "emulator-role")[0], 200)

    def test_a_token_is_asked_for_with_its_life(self) -> None:
        self.assertEqual(fetch(self.emulator, "/latest/api/token", "PUT")[0], 400)
        for header in METADATA_HEADERS.values():
            for seconds, status in (("1", 200), ("21600", 200), ("21601", 400), ("x", 400)):
                asked = {f"{header}-ttl-seconds": seconds}
                answered, _ = fetch(self.emulator, "/latest/api/token", "PUT", **asked)
                self.assertEqual(answered, status)
            self.assertEqual(fetch(self.emulator, "/latest/api/token", **asked)[0], 405)

    def test_other_paths_are_not_found(self) -> None:
        for path in ("/", "/latest/meta-data/", "/latest/meta-data/ram/security-credentialsX"):
            self.assertEqual(fetch(self.emulator, path)[0], 404)
