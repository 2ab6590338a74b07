"""Profiles of the vendors' files: what their members may be, and the words for what they lack."""

from __future__ import annotations

import json
import logging
import unittest
from pathlib import Path
from typing import Any

from key_support import FILES, ROLES, STOPS, FoundKeyTestCase

import crec
from record_support import NOWHERE
from support import KEYS, failure_of, run_in_child

LOGGER = logging.getLogger("profiles")
VOLCENGINE, ALIBABA, TENCENT = crec.Cloud.VOLCENGINE, crec.Cloud.ALIBABA, crec.Cloud.TENCENT
ALIYUN = {
    "access_key_id": KEYS[ALIBABA].access_key_id,
    "access_key_secret": KEYS[ALIBABA].access_key_secret,
}
VE = {
    "access-key": KEYS[VOLCENGINE].access_key_id,
    "secret-key": KEYS[VOLCENGINE].access_key_secret,
}
INI = ".alibabacloud/credentials.ini"


class ProfileTestCase(FoundKeyTestCase):
    def aliyun(self, *profiles: dict[str, Any]) -> Path:
        """Writes profiles of Alibaba Cloud's command, the first of which is the current one."""
        named = [{"name": "p", **profile} for profile in profiles]
        text = json.dumps({"current": named[0]["name"], "profiles": named})
        return self.write(FILES[ALIBABA][0], text)

    def ve(self, profile: dict[str, str]) -> Path:
        """Writes a profile of Volcengine's."""
        text = json.dumps({"current": "p", "profiles": {"p": profile}})
        return self.write(FILES[VOLCENGINE][0], text)

    def ini(self, values: dict[str, str]) -> Path:
        """Writes a profile of Alibaba Cloud's SDKs."""
        lines = [f"{name} = {value}\n" for name, value in values.items()]
        return self.write(INI, "".join(["[default]\n", *lines]))


class RoleTests(ProfileTestCase):
    def seconds(self, value: object) -> crec.Client:
        """A client that assumes a role for so long."""
        role = {"mode": "RamRoleArn", "ram_role_arn": ROLES[ALIBABA], "expired_seconds": value}
        self.aliyun({**ALIYUN, **role})
        return self.finding(ALIBABA, source="cli")

    def test_no_seconds_are_as_many_as_without_them(self) -> None:
        for value in (0, 900):
            with self.subTest(value=value):
                self.stop(self.seconds(value))

    def test_seconds_that_are_none(self) -> None:
        for value in (1.5, -1, "900", 1e30):
            with self.subTest(value=value):
                words = self.why_none(self.seconds(value))
                self.assertIn("its expired_seconds is no number of seconds", words)

    def test_a_file_that_others_may_read_is_a_warning_with_a_role_too(self) -> None:
        role = {"ram_role_arn": ROLES[ALIBABA]}
        chain = {"mode": "ChainableRamRoleArn", "source_profile": "ak", **role}
        self.assert_warned(self.aliyun({"mode": "RamRoleArn", **role, **ALIYUN}), ALIBABA, "cli")
        ak = {"name": "ak", "mode": "AK", **ALIYUN}
        self.assert_warned(self.aliyun(chain, ak), ALIBABA, "cli")
        own = {"type": "ram_role_arn", "role_arn": ROLES[ALIBABA], **ALIYUN}
        self.assert_warned(self.ini(own), ALIBABA, "file")
        named = {"mode": "RamRoleArn", "role-name": "r", "account-id": "2100000000", **VE}
        self.assert_warned(self.ve(named), VOLCENGINE, "cli")

    def assert_warned(self, file: Path, cloud: crec.Cloud, source: str) -> None:
        """A role is assumed, and the log has a warning of the file."""
        file.chmod(0o644)
        client = self.finding(cloud, source=source, logger=LOGGER)
        with self.subTest(file.name), self.assertLogs(LOGGER, logging.WARNING) as logs:
            self.stop(client)
        self.assertIn("role ", logs.output[0])
        self.assertIn(f"{file} may be read by others", logs.output[0])

    def test_a_chain_of_thousands_is_refused(self) -> None:
        chain = [
            {
                "name": f"p{index}",
                "mode": "ChainableRamRoleArn",
                "ram_role_arn": "r",
                "source_profile": f"p{index + 1}",
            }
            for index in range(2000)
        ]
        self.aliyun(*chain, {"name": "p2000", "mode": "AK", **ALIYUN})

        def check() -> None:
            error = failure_of(STOPS[ALIBABA].made_by, self.finding(ALIBABA, source="cli"))
            assert "is the 16th source in a row" in str(error), error

        self.assertTrue(run_in_child(check))


class WordTests(ProfileTestCase):
    def told(self, cloud: crec.Cloud, source: str, words: str) -> str:
        """No key is found, for a reason with these words."""
        why = self.why_none(self.finding(cloud, source=source, metadata_endpoint=NOWHERE))
        self.assertIn(words, why)
        return why

    def test_a_profile_is_named_where_its_source_fails(self) -> None:
        oidc = {
            "mode": "OIDC",
            "ram_role_arn": ROLES[ALIBABA],
            "oidc_provider_arn": "acs:ram::1:oidc-provider/p",
            "oidc_token_file": "/nowhere/token",
        }
        for profile in (oidc, {"mode": "EcsRamRole"}):
            with self.subTest(profile["mode"]):
                self.told(ALIBABA, "cli", f"profile p of {self.aliyun(profile)}: ")
        token = {"role-trn": ROLES[VOLCENGINE], "oidc-token-file": "/nowhere/token"}
        for profile in ({"mode": "oidc", **token}, {"mode": "ecsrole", "role-name": "r"}):
            with self.subTest(profile["mode"]):
                self.told(VOLCENGINE, "cli", f"profile p of {self.ve(profile)}: ")
        own = {"oidc_provider_arn": "p", "oidc_token_file_path": "/nowhere/token"}
        for values in ({"type": "oidc_role_arn", "role_arn": "r", **own}, {"type": "ecs_ram_role"}):
            with self.subTest(values["type"]):
                self.told(ALIBABA, "file", f"profile default of {self.ini(values)}: ")

    def test_a_profile_without_a_mode(self) -> None:
        for profile in (ALIYUN, {"mode": "", **ALIYUN}):
            file = self.aliyun(profile)
            self.told(ALIBABA, "cli", f"profile p of {file} has no mode")

    def test_a_token_file_with_a_nul(self) -> None:
        file = "/tmp/to\0ken"
        oidc = {"mode": "OIDC", "ram_role_arn": "r", "oidc_provider_arn": "p"}
        self.aliyun({**oidc, "oidc_token_file": file})
        self.told(ALIBABA, "cli", "has a NUL in its name")
        self.ve({"mode": "oidc", "role-trn": ROLES[VOLCENGINE], "oidc-token-file": file})
        self.told(VOLCENGINE, "cli", "has a NUL in its name")

    def test_a_users_own_file_that_is_broken_is_told_alone(self) -> None:
        self.write(FILES[TENCENT][0], "<html>")
        self.assertNotIn("/etc/", self.told(TENCENT, "file", "comes before any [section]"))
        self.write(FILES[TENCENT][0], "")
        self.assertNotIn("/etc/", self.told(TENCENT, "file", "has no profile default"))


if __name__ == "__main__":
    unittest.main()
