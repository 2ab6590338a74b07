"""Every place where a key is found, in clients that wait and in those of an event loop."""

from __future__ import annotations

import json
import os
import time
import unittest
from collections.abc import Callable
from dataclasses import dataclass
from unittest import mock

from key_support import ROLES, STOPS, FoundKeyTestCase

import crec
from support import KEYS, failure_of

Test = FoundKeyTestCase
VOLCENGINE, ALIBABA, TENCENT = crec.Cloud.VOLCENGINE, crec.Cloud.ALIBABA, crec.Cloud.TENCENT
NAMES = {VOLCENGINE: "volcengine", ALIBABA: "aliyun", TENCENT: "tencent"}


@dataclass(frozen=True)
class Place:
    """A place, how a key gets there, and the emulator's words for the key that comes of it."""

    cloud: crec.Cloud
    source: str
    lay: Callable[[FoundKeyTestCase], dict[str, str]]
    made_by: str = ""

    def __str__(self) -> str:
        return f"{self.cloud.name} {self.source} {self.made_by}"


def environment(first: str, second: str) -> Callable[[FoundKeyTestCase], dict[str, str]]:
    """Lays a key into two variables."""

    def lay(test: FoundKeyTestCase) -> dict[str, str]:
        key = KEYS[CLOUDS_OF[first.split("_")[0]]]
        return {first: key.access_key_id, second: key.access_key_secret}

    return lay


CLOUDS_OF = {
    "VOLCENGINE": VOLCENGINE,
    "VOLC": VOLCENGINE,
    "ALIBABA": ALIBABA,
    "TENCENTCLOUD": TENCENT,
}


def oidc(role: str, file: str, **others: str) -> Callable[[FoundKeyTestCase], dict[str, str]]:
    """Lays a token into a file, and what goes with it into variables."""

    def lay(test: FoundKeyTestCase) -> dict[str, str]:
        token = test.write("token", test.emulator.identity_token() + "\n")
        cloud = CLOUDS_OF.get(role.split("_")[0], TENCENT)
        return {role: ROLES[cloud], file: str(token), **others}

    return lay


def written(
    path: str, text: Callable[[crec.Credentials], str], cloud: crec.Cloud
) -> Callable[[FoundKeyTestCase], dict[str, str]]:
    """Lays a key into a file."""

    def lay(test: FoundKeyTestCase) -> dict[str, str]:
        test.write(path, text(KEYS[cloud]))
        return {}

    return lay


def ini(first: str, second: str) -> Callable[[crec.Credentials], str]:
    """The text of an INI file with a key."""
    return lambda key: (
        f"[default]\ntype = access_key\n{first} = {key.access_key_id}\n"
        f"{second} = {key.access_key_secret}\n"
    )


def aliyun(mode: str, **members: str) -> Callable[[crec.Credentials], str]:
    """The text of the file of Alibaba Cloud's command."""

    def text(key: crec.Credentials) -> str:
        own = {"access_key_id": key.access_key_id, "access_key_secret": key.access_key_secret}
        profile = {"name": "p", "mode": mode, **own, **members}
        return json.dumps(
            {"current": "p", "profiles": [profile, {"name": "ak", "mode": "AK", **own}]}
        )

    return text


def ve(mode: str, **members: str) -> Callable[[crec.Credentials], str]:
    """The text of the file of Volcengine's command."""

    def text(key: crec.Credentials) -> str:
        own = {"access-key": key.access_key_id, "secret-key": key.access_key_secret}
        named = {name.replace("_", "-"): value for name, value in members.items()}
        return json.dumps({"current": "p", "profiles": {"p": {"mode": mode, **own, **named}}})

    return text


def printing(test: FoundKeyTestCase) -> dict[str, str]:
    """Lays a program that prints a key."""
    key = KEYS[ALIBABA]
    printed = {
        "mode": "AK",
        "access_key_id": key.access_key_id,
        "access_key_secret": key.access_key_secret,
    }
    file = test.write("printed", json.dumps(printed))
    text = aliyun("External", process_command=f"cat '{file}'")
    test.write(".aliyun/config.json", text(key))
    return {}


def nothing(test: FoundKeyTestCase) -> dict[str, str]:
    """Lays nothing: the emulator's metadata has a key."""
    return {}


CLI = ".aliyun/config.json"
VE = ".volcengine/config.json"
PLACES = [
    Place(VOLCENGINE, "environment", environment("VOLCENGINE_ACCESS_KEY", "VOLCENGINE_SECRET_KEY")),
    Place(
        VOLCENGINE,
        "environment",
        environment("VOLCENGINE_ACCESS_KEY_ID", "VOLCENGINE_ACCESS_KEY_SECRET"),
    ),
    Place(VOLCENGINE, "environment", environment("VOLC_ACCESSKEY", "VOLC_SECRETKEY")),
    Place(
        ALIBABA,
        "environment",
        environment("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"),
    ),
    Place(TENCENT, "environment", environment("TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY")),
    Place(
        VOLCENGINE,
        "oidc",
        oidc("VOLCENGINE_OIDC_ROLE_TRN", "VOLCENGINE_OIDC_TOKEN_FILE"),
        "AssumeRoleWithOIDC",
    ),
    Place(
        ALIBABA,
        "oidc",
        oidc(
            "ALIBABA_CLOUD_ROLE_ARN",
            "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
            ALIBABA_CLOUD_OIDC_PROVIDER_ARN="acs:ram::1:oidc-provider/p",
        ),
        "AssumeRoleWithOIDC",
    ),
    Place(
        TENCENT,
        "oidc",
        oidc(
            "TKE_ROLE_ARN",
            "TKE_WEB_IDENTITY_TOKEN_FILE",
            TKE_REGION="ap-guangzhou",
            TKE_PROVIDER_ID="p",
        ),
        "AssumeRoleWithWebIdentity",
    ),
    Place(VOLCENGINE, "cli", written(VE, ve("ak"), VOLCENGINE)),
    Place(
        VOLCENGINE,
        "cli",
        written(VE, ve("RamRoleArn", role_name="r", account_id="1"), VOLCENGINE),
        "AssumeRole",
    ),
    Place(
        VOLCENGINE,
        "cli",
        written(VE, ve("EcsRole", role_name="emulator-role"), VOLCENGINE),
        "MetadataCredentials",
    ),
    Place(ALIBABA, "cli", written(CLI, aliyun("AK"), ALIBABA)),
    Place(
        ALIBABA,
        "cli",
        written(CLI, aliyun("RamRoleArn", ram_role_arn=ROLES[ALIBABA]), ALIBABA),
        "AssumeRole",
    ),
    Place(
        ALIBABA,
        "cli",
        written(
            CLI,
            aliyun("ChainableRamRoleArn", ram_role_arn=ROLES[ALIBABA], source_profile="ak"),
            ALIBABA,
        ),
        "AssumeRole",
    ),
    Place(ALIBABA, "cli", written(CLI, aliyun("EcsRamRole"), ALIBABA), "MetadataCredentials"),
    Place(ALIBABA, "cli", printing),
    Place(
        ALIBABA,
        "file",
        written(
            ".alibabacloud/credentials.ini", ini("access_key_id", "access_key_secret"), ALIBABA
        ),
    ),
    Place(
        TENCENT,
        "file",
        written(".tencentcloud/credentials", ini("secret_id", "secret_key"), TENCENT),
    ),
    Place(
        VOLCENGINE,
        "file",
        written(".volc/credentials", ini("access_key_id", "secret_access_key"), VOLCENGINE),
    ),
    Place(
        VOLCENGINE,
        "file",
        written(
            ".volc/config",
            lambda key: json.dumps({"ak": key.access_key_id, "sk": key.access_key_secret}),
            VOLCENGINE,
        ),
    ),
    Place(VOLCENGINE, "metadata", nothing, "MetadataCredentials"),
    Place(ALIBABA, "metadata", nothing, "MetadataCredentials"),
    Place(TENCENT, "metadata", nothing, "MetadataCredentials"),
    Place(
        ALIBABA,
        "uri",
        lambda test: {"ALIBABA_CLOUD_CREDENTIALS_URI": test.emulator.credentials_uri},
        "CredentialsUri",
    ),
]


class PlaceTests(FoundKeyTestCase):
    """The key of each place signs a stop, and is the one that was meant."""

    def check(self, place: Place) -> None:
        """The last call was signed with the key of the place."""
        used = self.emulator.seen()[-1]["access_key"]
        (key,) = (
            key for key in self.emulator.all_keys(NAMES[place.cloud]) if key["access_key"] == used
        )
        self.assertEqual(key["source"] if place.made_by else "", place.made_by)
        self.assertEqual(used == KEYS[place.cloud].access_key_id, not place.made_by)

    def test_a_client_that_waits(self) -> None:
        for place in PLACES:
            with self.subTest(str(place)), mock.patch.dict(os.environ, place.lay(self)):
                client = self.finding(
                    place.cloud, source=place.source, metadata_endpoint=self.emulator.metadata_url
                )
                self.stop(client)
                self.check(place)
                self.assertEqual(client.whoami().source, place.source)

    async def test_a_client_of_an_event_loop(self) -> None:
        for place in PLACES:
            with self.subTest(str(place)), mock.patch.dict(os.environ, place.lay(self)):
                client = self.async_finding(
                    place.cloud, source=place.source, metadata_endpoint=self.emulator.metadata_url
                )
                call = STOPS[place.cloud]
                self.plant(call)
                await call.awaited_by(client)
                self.check(place)
                self.assertEqual((await client.whoami()).source, place.source)

    def test_a_machine_that_says_nothing_is_waited_for_once(self) -> None:
        self.emulator.fault("stall", action="Metadata*")
        client = self.finding(TENCENT, metadata_endpoint=self.emulator.metadata_url)
        first = failure_of(STOPS[TENCENT].made_by, client)
        others = [failure_of(STOPS[TENCENT].made_by, client) for _ in range(5)]
        self.assertIn("the time limit passed", str(first))
        self.assertEqual({str(other) for other in others}, {str(first)})
        self.assertEqual(self.emulator.count("tencent", "MetadataRoles"), 1)
        waited = sum(other.outcome.elapsed for other in others)
        self.assertLess(waited, first.outcome.elapsed)

    def test_a_key_that_the_cloud_has_ended_is_fetched_anew(self) -> None:
        for cloud in crec.Cloud:
            with self.subTest(cloud.name):
                client = self.finding(
                    cloud,
                    source="metadata",
                    metadata_endpoint=self.emulator.metadata_url,
                    attempt_limit=3,
                )
                self.stop(client)
                self.emulator.revoke_keys(NAMES[cloud])
                self.stop(client)
                self.assertEqual(self.emulator.count(NAMES[cloud], "MetadataCredentials"), 2)

    def test_a_machine_whose_clock_is_wrong(self) -> None:
        for hours in (-3, 3):
            for cloud in crec.Cloud:
                with self.subTest(cloud.name, hours=hours):
                    self.emulator.reset()
                    self.emulator.clock(advance=hours * 3600)
                    client = self.finding(cloud, KEYS[cloud], role=ROLES[cloud], attempt_limit=3)
                    self.stop(client)
                    self.assertIn(ROLES[cloud], client.whoami().origin)

    def test_a_key_is_renewed_before_its_end(self) -> None:
        self.emulator.lifetime(3)
        client = self.finding(
            TENCENT, source="metadata", metadata_endpoint=self.emulator.metadata_url
        )
        end = time.monotonic() + 7
        while time.monotonic() < end:
            self.stop(client)
        self.assertGreaterEqual(self.emulator.count("tencent", "MetadataCredentials"), 3)


if __name__ == "__main__":
    unittest.main()
