"""Keys of the command: its options for them, ``crec whoami``, and the keys of record and sign."""

from __future__ import annotations

import json
import time
import unittest
from datetime import UTC, datetime

from key_support import FILES, ROLES, FoundKeyTestCase, profiles

import crec
from record_support import LIVE
from support import KEYS, STOP_LIVE_RECORD, STOP_RTC_CLOUD_RECORDING

TENCENT = {
    "TENCENTCLOUD_SECRET_ID": KEYS[crec.Cloud.TENCENT].access_key_id,
    "TENCENTCLOUD_SECRET_KEY": KEYS[crec.Cloud.TENCENT].access_key_secret,
}
OPTIONS = ("--profile", "--role", "--source", "--sts-endpoint", "--metadata-endpoint")
BRIEF = ("--timeout-ms", "5000")
STOP = ("stop-live-record", "--stream-name", "stream", "--task-id", "123")


class CallTests(FoundKeyTestCase):
    def test_a_profile_and_a_source_are_chosen(self) -> None:
        wrong = crec.Credentials("nobody", "wrong")
        for cloud, call in (
            (crec.Cloud.TENCENT, STOP_LIVE_RECORD),
            (crec.Cloud.ALIBABA, STOP_RTC_CLOUD_RECORDING),
        ):
            keys = {"default": wrong, "prod": KEYS[cloud]}
            self.write(FILES[cloud][0], profiles(cloud, keys))
            words = {
                crec.Cloud.TENCENT: STOP,
                crec.Cloud.ALIBABA: ("stop-rtc-cloud-recording", "--task-id", "task"),
            }[cloud]
            self.plant(call)
            with self.subTest(cloud.name):
                done = self.command(*words, *self.to_emulator)
                self.assertEqual(done.returncode, 3)
                done = self.command(*words, *self.to_emulator, "--profile", "prod")
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                source = ("--source", FILES[cloud][1])
                done = self.command(*words, *self.to_emulator, *source, "--profile", "zebra")
                self.assertEqual(done.returncode, 3)
                self.assertIn(f"{FILES[cloud][0]} has no profile zebra", done.stderr)

    def test_a_role_is_assumed(self) -> None:
        self.plant(STOP_LIVE_RECORD)
        role = ("--role", ROLES[crec.Cloud.TENCENT])
        done = self.command(*STOP, *self.to_emulator, *role, **TENCENT)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_a_source_that_is_none(self) -> None:
        done = self.command(*STOP, *self.to_emulator, "--source", "zebra")
        self.assertEqual(done.returncode, 2)
        self.assertIn("source: is none of this cloud's; one of environment, file, ", done.stderr)

    def test_the_log_tells_of_the_key(self) -> None:
        self.plant(STOP_LIVE_RECORD)
        path = self.write_profiles(crec.Cloud.TENCENT, "default")
        done = self.command(*STOP, *self.to_emulator, "--log-level", "info")
        self.assertIn(f"crec: info: key: profile default of {path}\n", done.stderr)

    def test_every_help_has_the_options(self) -> None:
        helps = (
            *((call, "--help") for call in ("stop-live-record", "call", "running", "whoami")),
            ("record", "start", "--help"),
            ("record", "settle", "--help"),
            ("--help",),
        )
        for words in helps:
            with self.subTest(words):
                done = self.command(*words)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                for option in OPTIONS:
                    self.assertIn(f"  {option} ", done.stdout)
                self.assertIn("~/.aliyun/config.json", done.stdout)
        self.assertIn("crec whoami CLOUD", self.command("--help").stdout)


class WhoamiTests(FoundKeyTestCase):
    def test_it_tells_whose_key_it_is(self) -> None:
        for cloud in crec.Cloud:
            path = self.write_profiles(cloud, "default")
            identity = self.finding(cloud).whoami()
            with self.subTest(cloud.name):
                done = self.command("whoami", cloud.name.lower(), *self.to_emulator)
                told = dict(line.split(": ", 1) for line in done.stdout.splitlines())
                expected = {
                    "account": identity.account,
                    "principal": identity.principal,
                    "source": FILES[cloud][1],
                    "origin": f"profile default of {path}",
                    "expires": "nothing says so",
                }
                self.assertEqual((done.returncode, done.stderr, told), (0, "", expected))

    def test_it_tells_when_the_key_expires(self) -> None:
        words = ("whoami", "tencent", *self.to_emulator, "--role", ROLES[crec.Cloud.TENCENT])
        done = self.command(*words, **TENCENT)
        self.assertRegex(done.stdout, r"\nexpires: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ, in \d+ s\n")
        self.assertIn("\nsource: environment\n", done.stdout)
        told = json.loads(self.command(*words, "--json", **TENCENT).stdout)
        end = datetime.strptime(told["expires_at"], "%Y-%m-%dT%H:%M:%SZ")
        left = end.replace(tzinfo=UTC).timestamp() - time.time()
        self.assertLess(abs(left - told["expires_in_s"]), 30)
        self.assertEqual((told["status"], told["source"]), (0, "environment"))

    def test_it_fails_as_a_call_does(self) -> None:
        done = self.command("whoami", "tencent", *self.to_emulator)
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("message: no key was found: ", done.stderr)
        wrong = {**TENCENT, "TENCENTCLOUD_SECRET_KEY": "zebra"}
        done = self.command("whoami", "tencent", *self.to_emulator, "--json", **wrong)
        told = json.loads(done.stdout)
        self.assertEqual((done.returncode, told["status"]), (3, 3))
        self.assertEqual(told["code"], "AuthFailure.SignatureFailure")
        self.assertNotIn("zebra", done.stdout + done.stderr)

    def test_wrong_usage(self) -> None:
        for words in ((), ("zebra",), ("tencent", "more"), ("tencent", "--zebra", "1")):
            done = self.command("whoami", *words, **TENCENT)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn("see --help" if "--zebra" in words else "whoami needs CLOUD", done.stderr)


class RecordTests(FoundKeyTestCase):
    def test_a_recording_is_stopped_with_a_key_of_a_file(self) -> None:
        self.write_profiles(crec.Cloud.TENCENT, "default", "prod")
        ledger = {"CREC_LEDGER": str(self.home / "ledger")}
        for words in (("start", "one", *LIVE), ("stop", "one"), ("settle",)):
            profile = ("--profile", "prod")
            done = self.command("record", *words, *self.to_emulator, *profile, **ledger)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual([task["state"] for task in self.emulator.tasks()], ["stopped"])


class SignTests(FoundKeyTestCase):
    LINE = json.dumps({"provider": "tencent", "action": "Act", "version": "2018-08-01"})

    def test_a_key_that_is_found_signs_all_lines(self) -> None:
        self.write_profiles(crec.Cloud.TENCENT, "default")
        done = self.command("sign", *self.to_emulator, *BRIEF, text=f"{self.LINE}\n" * 3)
        signed = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual((done.returncode, len(signed)), (0, 3), done.stdout)
        for line in signed:
            self.assertIn("Credential=tencent-test-key/", line["headers"]["Authorization"])

    def test_the_environments_key_signs_too(self) -> None:
        done = self.command("sign", text=self.LINE, **TENCENT)
        headers = json.loads(done.stdout)["headers"]
        self.assertIn("Credential=tencent-test-key/", headers["Authorization"])

    def test_a_key_that_is_missing_is_told_with_each_line(self) -> None:
        done = self.command("sign", *self.to_emulator, *BRIEF, text=f"{self.LINE}\n" * 2)
        self.assertEqual(done.returncode, 2)
        for line in done.stdout.splitlines():
            self.assertIn("no key was found: environment: ", json.loads(line)["error"])

    def test_half_a_key_is_no_reason_to_look_for_another(self) -> None:
        line = json.dumps({**json.loads(self.LINE), "ak": "id"})
        done = self.command("sign", text=line, **TENCENT)
        self.assertIn("access_key_secret", json.loads(done.stdout)["error"])


if __name__ == "__main__":
    unittest.main()
