"""``crec record list``, ``settle`` and ``forget``, against the emulator."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import stat
import subprocess
import unittest
from contextlib import closing

import crec
from record_support import (
    COMMAND,
    KEYS,
    LIVE,
    RTC,
    STARTS,
    WEBCAST,
    WHITEBOARD,
    RecordTestCase,
)
from support import eventually

ALIBABA_KEYS = {name: key for name, key in KEYS.items() if name.startswith("ALIBABA")}
SECRETS = ("test-key", "test-secret", "SECRETSECRET")


class Doubtful(RecordTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.emulator.fault("cut", action="CreateLiveRecord", times=1)
        done = self.call("start", "lost", *LIVE)
        self.assertEqual((done.returncode, done.stdout), (13, ""))
        self.assertIn("may have been applied: yes", done.stderr)

    def test_it_stands_out(self) -> None:
        self.start("one", WEBCAST)
        lines = self.record("list", keys={}).stdout.splitlines()
        self.assertEqual([line[0] for line in lines], [" ", "!", "!", " ", "!"])
        self.assertEqual(lines[1].split()[:3], ["!", "lost", "doubtful"])
        self.assertIn("it may still record: it ends at EndTime", lines[2])
        self.assertIn("crec record forget", lines[4])
        listed = self.listed()["lost"]
        self.assertEqual((listed["state"], listed["status_name"]), ("doubtful", "network"))
        self.assertIn("EndTime", listed["bound"])

    def test_nothing_is_done_about_it_until_it_is_forgotten(self) -> None:
        self.assertEqual(self.call("stop", "lost").returncode, 7)
        self.assertEqual(self.call("start", "lost", *LIVE).returncode, 7)
        done = self.call("settle")
        self.assertEqual((done.returncode, done.stdout), (7, ""))
        self.assertIn("! lost", done.stderr)
        told = json.loads(self.call("settle", "--json").stdout)
        self.assertEqual((told["status"], told["left"][0]["name"]), (7, "lost"))
        self.assertEqual(len(self.emulator.seen()), 1)
        self.assertEqual(self.record("forget", "lost", keys={}).returncode, 0)
        self.assertEqual(self.record("forget", "lost", keys={}).returncode, 6)
        self.assertEqual((self.call("settle").returncode, self.states()), (0, {}))


class Settling(RecordTestCase):
    def test_recordings_of_commands_go_on(self) -> None:
        for name, (_, start) in STARTS.items():
            self.start(name, start)
        done = self.call("settle")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(set(self.states().values()), {"running"})
        self.assertEqual(set(self.clouds_states()), {"running"})
        self.assertEqual(len(self.emulator.seen()), len(STARTS))

    def test_a_start_that_was_killed(self) -> None:
        self.emulator.fault("stall", times=2)
        starts = (("known", WHITEBOARD), ("lost", LIVE))
        processes = [self.begun("start", name, *start, *self.to_emulator) for name, start in starts]
        self.assertTrue(eventually(lambda: len(self.emulator.tasks()) == 2))
        for process in processes:
            process.kill()
            process.wait()
        done = self.call("settle")
        self.assertEqual(done.returncode, 7)
        self.assertIn("doubtful or abandoned; 1 stopped\n", done.stderr)
        self.assertEqual(self.states(), {"known": "stopped", "lost": "doubtful"})
        states = {task["kind"]: task["state"] for task in self.emulator.tasks()}
        self.assertEqual(states, {"whiteboard": "stopped", "live": "running"})

    def test_a_time_that_passes(self) -> None:
        self.start("one")
        self.emulator.fault("code", code="InternalError")
        self.assertEqual(self.call("stop", "one").returncode, 11)
        told = json.loads(self.call("settle", "--for", "0", "--json").stdout)
        left = [(recording["name"], recording["state"]) for recording in told["left"]]
        self.assertEqual((told["status"], left), (15, [("one", "stopping")]))
        done = self.call("settle", "--for", "0")
        self.assertEqual((done.returncode, done.stdout), (15, ""))
        self.assertIn("one   stopping", done.stderr)

    def test_an_orphan_of_another_account_is_told(self) -> None:
        with crec.Ledger(self.ledger) as ledger:
            ledger.add_account("studio", self.client(crec.Cloud.TENCENT))
            ledger.start("one", "studio", "CreateLiveRecord", {"StreamName": "s", "Highlight": 1})
        done = self.call("settle")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("; studio: it is no account here", done.stderr)
        self.assertIn("one", done.stderr)

    def test_keys_that_are_missing_are_told(self) -> None:
        self.start("one")
        self.start("two", RTC)
        for name in ("one", "two"):
            self.assertEqual(self.call("stop", name, keys={}).returncode, 3)
        done = self.call("settle", keys={})
        self.assertEqual(done.returncode, 3)
        for account in ("tencent", "alibaba"):
            self.assertEqual(done.stderr.count(f"; {account}: no key was found: "), 1)
        done = self.call("settle", keys=ALIBABA_KEYS)
        self.assertEqual(done.returncode, 3)
        self.assertIn("no account or no key; tencent: no key was found: ", done.stderr)
        self.assertNotIn("; alibaba: ", done.stderr)
        self.assertEqual(self.states(), {"one": "stopping", "two": "stopped"})
        done = self.call("settle", "--account", "alibaba")
        self.assertEqual(done.returncode, 2)
        self.assertIn("; tencent: it is no account here", done.stderr)
        self.assertEqual(self.call("settle", "--account", "tencent", keys={}).returncode, 3)
        self.assertEqual(self.call("settle", "--account", "tencent").returncode, 0)
        self.assertEqual(set(self.clouds_states()), {"stopped"})

    def test_keys_that_are_wrong_are_told(self) -> None:
        keys = {**KEYS, "ALIBABA_CLOUD_ACCESS_KEY_SECRET": '"zebra"'}
        done = self.call("settle", keys=keys)
        self.assertEqual((done.returncode, "zebra" in done.stderr), (2, False))
        self.assertIn("ALIBABA_CLOUD_ACCESS_KEY_SECRET: is in quotes", done.stderr)

    def test_forgetting_what_runs_is_refused(self) -> None:
        self.start("one")
        self.assertEqual(self.record("forget", "one").returncode, 19)
        self.assertEqual(self.call("stop", "one").returncode, 0)
        told = json.loads(self.record("forget", "one", "--json").stdout)
        self.assertEqual((told["status"], self.states()), (0, {}))


class Listing(RecordTestCase):
    def test_the_table(self) -> None:
        titles = self.record("list", keys={}).stdout
        self.assertEqual(
            titles.split(),
            ["name", "state", "age", "cloud", "action", "task", "attempts", "last", "problem"],
        )
        self.start("épisode 1", WHITEBOARD)
        self.start("two")
        lines = self.record("list", keys={}).stdout.splitlines()
        place = lines[0].index("state")
        self.assertEqual([line[place : place + 8] for line in lines[1:]], ["running "] * 2)
        self.assertIn("StartWBRecord", lines[2])
        self.assertIn('{"AppId":"App","RoomId":"Room","UserId":"User","TaskId":"Task"}', lines[2])

    def test_watching(self) -> None:
        self.start("one")
        process = self.begun("list", "--watch", "--json")
        assert process.stdout
        self.assertEqual(json.loads(process.stdout.readline())["name"], "one")
        self.start("two", WEBCAST)
        while json.loads(process.stdout.readline())["name"] != "two":
            pass
        process.send_signal(signal.SIGINT)
        process.communicate()
        self.assertEqual(process.returncode, 0)

    def test_an_output_that_takes_nothing(self) -> None:
        for words, status in (
            (("start", "one", *LIVE), 0),
            (("list",), 22),
            (("list", "--watch"), 22),
        ):
            with self.subTest(words), open("/dev/full", "w") as full:
                options = () if words[0] == "list" else self.to_emulator
                done = subprocess.run(
                    [COMMAND, "record", *words, *options],
                    env=self.environment(None),
                    stdout=full,
                    stderr=subprocess.PIPE,
                    text=True,
                )
                self.assertEqual(done.returncode, status)
                self.assertIn("crec: standard output: ", done.stderr)
        self.assertEqual(self.states(), {"one": "running"})


class File(RecordTestCase):
    def test_paths_that_are_none(self) -> None:
        text = self.directory / "text"
        text.write_text("no ledger, but long enough to be read as a file of pages\n" * 100)
        for path in (self.directory / "nowhere" / "ledger", self.directory, text):
            for words in (("list",), ("settle",), ("stop", "one"), ("forget", "one")):
                with self.subTest(path, words=words):
                    done = self.record(*words, "--ledger", str(path))
                    self.assertEqual((done.returncode, done.stdout), (2, ""))
                    self.assertIn(f"{path}: ", done.stderr)

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_a_file_of_somebody_else(self) -> None:
        self.start("one")
        self.ledger.chmod(0)
        done = self.record("list")
        self.assertEqual((done.returncode, str(self.ledger) in done.stderr), (4, True))

    def test_a_damaged_one_is_put_aside_if_that_is_asked_for(self) -> None:
        self.start("kept", LIVE)
        with closing(sqlite3.connect(self.ledger)) as file:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (page,) = file.execute(
                "SELECT rootpage FROM sqlite_schema WHERE name = 'recording_due'"
            ).fetchone()
        with open(self.ledger, "r+b") as damaged:
            damaged.seek(4096 * (page - 1))
            damaged.write(b"\xff" * 4096)
        done = self.record("list", "--replace-damaged", keys={})
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stderr, r"was damaged, and is now .*\.damaged-\d+; .*: 1\n")
        self.assertEqual(self.call("settle").returncode, 0)
        self.assertEqual(self.states(), {"kept": "running"})

    def test_the_option_comes_before_the_variable(self) -> None:
        other = self.directory / "other"
        self.start("one", (*LIVE, "--ledger", str(other)))
        self.assertTrue(other.exists())
        self.assertFalse(self.ledger.exists())
        self.assertEqual(self.states(), {})
        self.ledger = other
        self.assertEqual(self.states(), {"one": "running"})

    def test_no_secret_is_printed_or_kept(self) -> None:
        self.emulator.fault("code", code="InternalError", times=1, action="StopRtcCloudRecording")
        told = [
            self.call("start", "one", *RTC, "--log-level", "debug", "--json"),
            self.call("start", "two", *LIVE, "--log-level", "debug"),
            self.call("stop", "one", "--log-level", "debug"),
            self.record("list", "--json"),
            self.call("settle", "--log-level", "debug"),
            self.record("list"),
        ]
        self.assertIn("crec: debug: ", told[0].stderr)
        printed = "".join(done.stdout + done.stderr for done in told)
        files = [path.read_bytes() for path in self.directory.iterdir()]
        for secret in SECRETS:
            self.assertNotIn(secret, printed)
            self.assertFalse([file for file in files if secret.encode() in file])
        self.assertEqual(stat.S_IMODE(self.ledger.stat().st_mode), 0o600)


if __name__ == "__main__":
    unittest.main()
