"""Keys that are found in files, by programs and by roles, as the options of a client have it."""

from __future__ import annotations

import json
import logging
import os
import unittest
from typing import Any
from unittest import mock

from key_support import FILES, ROLES, STOPS, FoundKeyTestCase

import crec
from support import KEYS, failure_of

LOGGER = logging.getLogger("keys")

SOURCES = {
    crec.Cloud.VOLCENGINE: ("environment", "oidc", "cli", "file", "metadata"),
    crec.Cloud.ALIBABA: ("environment", "oidc", "cli", "file", "metadata", "uri"),
    crec.Cloud.TENCENT: ("environment", "file", "metadata", "oidc"),
}


class FileTests(FoundKeyTestCase):
    def test_the_current_profile_is_found(self) -> None:
        for cloud in crec.Cloud:
            with self.subTest(cloud.name):
                self.write_profiles(cloud, "default")
                self.stop(self.finding(cloud))

    def test_another_profile_by_its_name(self) -> None:
        for cloud in crec.Cloud:
            with self.subTest(cloud.name):
                file = self.write_profiles(cloud, "other", "prod")
                client = self.finding(cloud, profile="prod", logger=LOGGER)
                with self.assertLogs(LOGGER, logging.INFO) as logs:
                    self.stop(client)
                events = [record.crec for record in logs.records]  # type: ignore[attr-defined]
                key = events[0]
                self.assertEqual(key.kind, crec.LogKind.KEY)
                self.assertEqual((key.call, key.action, key.task), (0, "", ""))
                self.assertEqual(key.reason, f"profile prod of {file}")
                self.assertEqual(logs.records[0].levelname, "INFO")

    def test_a_profile_that_is_not_there(self) -> None:
        for cloud in crec.Cloud:
            with self.subTest(cloud.name):
                file = self.write_profiles(cloud, "default")
                words = self.why_none(self.finding(cloud, profile="zebra"))
                self.assertIn(f"{FILES[cloud][1]}: {file} has no profile zebra", words)

    def test_only_the_source_that_is_chosen(self) -> None:
        for cloud in crec.Cloud:
            keys = {
                "VOLCENGINE_ACCESS_KEY": "wrong",
                "VOLCENGINE_SECRET_KEY": "wrong",
                "ALIBABA_CLOUD_ACCESS_KEY_ID": "wrong",
                "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "wrong",
                "TENCENTCLOUD_SECRET_ID": "wrong",
                "TENCENTCLOUD_SECRET_KEY": "wrong",
            }
            with self.subTest(cloud.name), mock.patch.dict(os.environ, keys):
                self.write_profiles(cloud, "default")
                self.stop(self.finding(cloud, source=FILES[cloud][1]))
                error = failure_of(STOPS[cloud].made_by, self.finding(cloud, source="environment"))
                self.assertIsInstance(error, crec.AuthenticationError)
                self.assertEqual(error.outcome.attempts, 1)

    def test_a_source_that_is_none(self) -> None:
        for cloud in crec.Cloud:
            with self.subTest(cloud.name):
                error = failure_of(self.finding, cloud, source="zebra")
                self.assertIsInstance(error, crec.InvalidArgumentError)
                (fault,) = error.outcome.faults
                self.assertEqual(fault.field, "source")
                self.assertEqual(fault.rule, "one of " + ", ".join(SOURCES[cloud]))

    def test_choices_that_contradict_each_other(self) -> None:
        key = KEYS[crec.Cloud.TENCENT]
        contradictions: tuple[tuple[str, Any, dict[str, str]], ...] = (
            ("profile", key, {"profile": "prod"}),
            ("source", key, {"source": "file"}),
            ("profile", lambda query: query.fail("none"), {"profile": "prod"}),
            ("source", lambda query: query.fail("none"), {"source": "file"}),
            ("profile", None, {"profile": "prod", "source": "metadata"}),
        )
        for field, credentials, options in contradictions:
            with self.subTest(field=field, options=options):
                error = failure_of(self.finding, crec.Cloud.TENCENT, credentials, **options)
                self.assertEqual([fault.field for fault in error.outcome.faults], [field])

    def test_without_any_key_the_first_call_names_every_source(self) -> None:
        for cloud in crec.Cloud:
            with self.subTest(cloud.name):
                client = self.finding(cloud)
                words = self.why_none(client)
                for source in SOURCES[cloud]:
                    self.assertRegex(words, rf"(found|;|:) ?{source}: ")
                self.assertIn(str(self.home), words)
                self.write_profiles(cloud, "default")
        self.assertEqual(self.emulator.seen(), [])

    def test_a_fault_of_a_file_names_file_and_profile_and_nothing_of_the_key(self) -> None:
        for cloud in crec.Cloud:
            with self.subTest(cloud.name):
                file = self.write_profiles(cloud, "default")
                text = file.read_text().replace(KEYS[cloud].access_key_secret, "'hidden'")
                file.write_text(text)
                client = self.finding(cloud, logger=LOGGER)
                with self.assertLogs(LOGGER, logging.DEBUG) as logs:
                    error = failure_of(STOPS[cloud].made_by, client)
                self.assertRegex(str(error), rf"profile default of {file}: \S+ is in quotes")
                told = f"{error!r} {error.outcome!r} {client!r} {logs.output}"
                self.assertNotIn("hidden", told)

    def test_a_file_that_others_may_read_is_a_warning(self) -> None:
        file = self.write_profiles(crec.Cloud.ALIBABA, "default")
        file.chmod(0o644)
        client = self.finding(crec.Cloud.ALIBABA, logger=LOGGER)
        with self.assertLogs(LOGGER, logging.WARNING) as logs:
            self.stop(client)
        self.assertIn(f"{file} may be read by others", logs.output[0])


class ProgramTests(FoundKeyTestCase):
    def profile(self, script: str) -> crec.Client:
        """A client whose key a program prints."""
        program = self.write("print-key", f"#!/bin/sh\n{script}\n", 0o700)
        external = {"name": "default", "mode": "External", "process_command": str(program)}
        text = json.dumps({"current": "default", "profiles": [external]})
        self.write(".aliyun/config.json", text)
        return self.finding(crec.Cloud.ALIBABA, source="cli")

    def test_a_program_prints_the_key(self) -> None:
        key = KEYS[crec.Cloud.ALIBABA]
        printed = {
            "mode": "AK",
            "access_key_id": key.access_key_id,
            "access_key_secret": key.access_key_secret,
        }
        self.stop(self.profile(f"echo '{json.dumps(printed)}'"))

    def test_what_a_program_does_wrong_is_told_without_its_output(self) -> None:
        quoted = {"access_key_id": "id", "access_key_secret": '"hidden"'}
        self.write("quoted.json", json.dumps(quoted))
        for script, told in (
            ("echo hidden; exit 3", "ended with 3"),
            ("echo hidden", "the output of process_command"),
            ("kill -9 $$", "ended with a signal"),
            ("cat ~/quoted.json", "access_key_secret is in quotes"),
            ("head -c 70000 /dev/zero", "prints too much"),
            ('echo \'{"access_key_id": "id"}\'', "access_key_secret"),
        ):
            with self.subTest(script):
                words = self.why_none(self.profile(script))
                self.assertIn(told, words)
                self.assertNotIn("hidden", words)

    def test_a_program_that_is_not_there(self) -> None:
        client = self.profile("true")
        (self.home / "print-key").unlink()
        self.assertRegex(self.why_none(client), "names a program that is not there|ended with 127")


class RoleTests(FoundKeyTestCase):
    def test_a_role_is_assumed_with_the_key(self) -> None:
        for cloud in crec.Cloud:
            with self.subTest(cloud.name):
                self.write_profiles(cloud, "default")
                self.stop(self.finding(cloud, role=ROLES[cloud]))
                self.stop(self.finding(cloud, KEYS[cloud], role=ROLES[cloud]))
                signers = [key["signer"] for key in self.emulator.all_keys(cloud_name(cloud))]
                self.assertEqual(signers[-2:], [KEYS[cloud].access_key_id] * 2)

    def test_the_role_of_the_machine(self) -> None:
        for cloud in crec.Cloud:
            with self.subTest(cloud.name):
                metadata = self.emulator.metadata_url
                self.stop(self.finding(cloud, metadata_endpoint=metadata))

    def test_a_key_that_is_revoked_is_fetched_anew(self) -> None:
        cloud = crec.Cloud.TENCENT
        place = self.emulator.metadata_url
        client = self.finding(cloud, metadata_endpoint=place, attempt_limit=2)
        self.stop(client)
        self.emulator.revoke_keys()
        self.stop(client)
        self.assertEqual(self.emulator.count("tencent", "MetadataCredentials"), 2)


def cloud_name(cloud: crec.Cloud) -> str:
    """The emulator's name of a cloud."""
    return "aliyun" if cloud is crec.Cloud.ALIBABA else cloud.name.lower()


if __name__ == "__main__":
    unittest.main()
