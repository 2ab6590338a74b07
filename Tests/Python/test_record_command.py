"""``crec record start`` and ``stop``, against the emulator: each is a process of its own."""

from __future__ import annotations

import json
import signal
import subprocess
import unittest

from record_support import (
    COMMAND,
    KEYS,
    LIVE,
    RECORD,
    STARTS,
    WHITEBOARD,
    RecordTestCase,
)
from support import WaitingServer

# Command lines that are wrong, and a word of what is said about each.
WRONG = (
    ("", "needs one of start, stop, list, settle, forget"),
    ("go", "go: needs one of"),
    ("--ledger x", "needs one of"),
    ("start", "NAME and OPERATION"),
    ("start one", "NAME and OPERATION"),
    ("start one create-live-record more", "NAME and OPERATION"),
    ("start one wb-record", "did you mean start-wb-record?"),
    ("start one stop-live-record", "starts nothing"),
    ("start one create-live-record --account aws", "--account"),
    ("start one create-live-record --account alibaba", "tencent's"),
    ("start one create-live-record --fields []", "--fields"),
    ("start one create-live-record --fields {", "--fields"),
    ('start one create-live-record --fields {"A":1,"A":2}', "--fields"),
    ("start one create-live-record --app-id a", "--app-id"),
    ("start one --stream-name s create-live-record", "--stream-name"),
    ("start one create-live-record --secret-key zebra", "--secret-key"),
    ("start one create-live-record --version 2018-08-01", "--version"),
    ("start one create-live-record --max-duration 1h", "--max-duration"),
    ("start one create-live-record --max-duration -1", "max_duration_s"),
    ("start one create-live-record --ledger", "--ledger"),
    ("start one create-live-record", "StreamName"),
    ("stop", "needs NAME"),
    ("stop one two", "needs NAME"),
    ("stop one --for -1", "--for"),
    ("stop one --for 31536001", "--for"),
    ("list one", "only options"),
    ("list --watch=1", "--watch"),
    ("settle one", "only options"),
    ("settle --for x", "--for"),
    ("settle --for -1", "--for"),
    ("settle --account aws", "--account"),
    ("forget", "needs NAME"),
    ("forget one --force", "--force"),
)


class LiveServer(WaitingServer):
    """Answers a start of CreateLiveRecord, and a stop, when it is told to."""

    REPLY = b'{"Response":{"RequestId":"waited","TaskId":5}}'


def to(server: WaitingServer) -> tuple[str, ...]:
    """The options of a call to it, with ample time."""
    return ("--endpoint", server.url, "--timeout-ms", "60000")


class Starts(RecordTestCase):
    def test_every_operation_by_processes_of_their_own(self) -> None:
        for kind, (cloud, start) in STARTS.items():
            with self.subTest(kind):
                self.emulator.reset()
                done = self.call("start", kind, "--account", cloud, *start)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertEqual(done.stdout.splitlines()[0], "status: ok")
                listed = self.listed()[kind]
                self.assertEqual((listed["state"], listed["cloud"]), ("running", cloud))
                self.assertEqual(self.clouds_states(), ["running"])
                done = self.call("stop", kind)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertEqual(self.states()[kind], "stopped")
                self.assertEqual(self.clouds_states(), ["stopped"])

    def test_a_name_that_records_already_is_left(self) -> None:
        self.start("one")
        done = self.call("start", "one", *LIVE)
        self.assertEqual(done.returncode, 0)
        self.assertIn("message: it records already\n", done.stdout)
        self.assertEqual(len(self.emulator.seen()), 1)

    def test_the_outcome_as_json(self) -> None:
        told = json.loads(self.call("start", "one", *LIVE, "--json").stdout)
        self.assertEqual((told["status"], told["http_status"]), (0, 200))
        self.assertEqual(str(self.listed()["one"]["task"]["TaskId"]), told["task_id"])
        done = self.call("start", "two", "create-live-record", "--json")
        told = json.loads(done.stdout)
        fields = {fault["field"] for fault in told["faults"]}
        self.assertEqual((done.returncode, fields), (2, {"StreamName", "StartTime", "EndTime"}))

    def test_fields_as_json_and_as_options_over_it(self) -> None:
        given = '{"StreamName":"a","Highlight":1}'
        done = self.call("start", "one", LIVE[0], "--fields", given, "--stream-name", "b")
        self.assertEqual(done.returncode, 0)
        fields = self.emulator.seen()[0]["fields"]
        self.assertEqual((fields["StreamName"], str(fields["Highlight"])), ("b", "1"))

    def test_the_clouds_own_end(self) -> None:
        self.start("one", RECORD)
        fields = self.emulator.seen()[0]["fields"]
        self.assertEqual(int(fields["EndTime"]) - self.listed()["one"]["started_at"] // 1000, 3600)
        done = self.call("start", "two", *WHITEBOARD, "--max-duration", "3600")
        self.assertEqual(done.returncode, 0)
        self.assertIn("StartWBRecord takes no end", done.stderr)
        self.start("three", (*LIVE[:3], "--max-duration", "3600"))
        fields = self.emulator.seen()[-1]["fields"]
        self.assertLess(fields["StartTime"], fields["EndTime"])

    def test_a_refused_start_never_began(self) -> None:
        keys = {**KEYS, "TENCENTCLOUD_SECRET_KEY": "zebra"}
        done = self.call("start", "one", *LIVE, keys=keys)
        self.assertEqual((done.returncode, "zebra" in done.stderr), (3, False))
        self.assertEqual(self.states(), {"one": "failed"})

    def test_without_keys_nothing_is_started(self) -> None:
        done = self.call("start", "one", *LIVE, keys={})
        self.assertEqual((done.returncode, self.states()), (3, {"one": "failed"}))
        self.assertEqual(self.clouds_states(), [])
        self.assertIn("TENCENTCLOUD_SECRET_ID", done.stderr)

    def test_a_signal_waits_for_the_outcome(self) -> None:
        with LiveServer() as server:
            process = self.begun("start", "one", *LIVE, *to(server))
            self.assertTrue(server.arrived.wait(60))
            process.send_signal(signal.SIGTERM)
            server.release.set()
            told, _ = process.communicate()
        self.assertEqual(process.returncode, -signal.SIGTERM)
        self.assertIn("task id: 5\n", told)
        self.assertEqual(self.listed()["one"]["task"], {"StreamName": "s", "TaskId": 5})

    def test_a_stop_while_the_start_is_under_way(self) -> None:
        with LiveServer() as server:
            start = self.begun("start", "one", *LIVE, *to(server))
            self.assertTrue(server.arrived.wait(60))
            stop = self.begun("stop", "one", *to(server))
            server.release.set()
            self.assertEqual((start.wait(), stop.wait()), (0, 0))
        self.assertEqual(self.states(), {"one": "stopped"})


class Stops(RecordTestCase):
    def test_what_is_not_running(self) -> None:
        self.start("one")
        self.assertEqual(self.call("stop", "one").returncode, 0)
        self.assertEqual(self.call("stop", "one").returncode, 1)
        self.assertEqual(self.call("stop", "two").returncode, 6)
        self.assertEqual(json.loads(self.call("stop", "two", "--json").stdout)["status"], 6)

    def test_one_that_fails_is_gone_on_with(self) -> None:
        self.start("one")
        self.emulator.fault("code", code="InternalError", times=1)
        done = self.call("stop", "one")
        self.assertEqual((done.returncode, done.stdout), (11, ""))
        self.assertIn("crec: the stop is written down, ", done.stderr)
        listed = self.listed()["one"]
        self.assertEqual((listed["state"], listed["attempts"]), ("stopping", 1))
        self.assertEqual((listed["status"], listed["status_name"]), (11, "cloud error"))
        self.assertEqual(self.call("settle").returncode, 0)
        self.assertEqual(self.clouds_states(), ["stopped"])

    def test_one_without_keys_is_written_down(self) -> None:
        self.start("one")
        done = self.call("stop", "one", keys={})
        self.assertEqual(done.returncode, 3)
        self.assertIn("TENCENTCLOUD_SECRET_ID", done.stderr)
        self.assertIn("crec: the stop is written down, ", done.stderr)
        self.assertEqual((self.states(), self.clouds_states()), ({"one": "stopping"}, ["running"]))
        self.assertEqual(self.call("stop", "one").returncode, 0)
        self.assertEqual(self.clouds_states(), ["stopped"])

    def test_one_that_is_not_waited_for(self) -> None:
        with LiveServer() as server:
            start = self.begun("start", "one", *LIVE, *to(server))
            self.assertTrue(server.arrived.wait(60))
            done = self.record("stop", "one", "--for", "0", *to(server))
            self.assertEqual(done.returncode, 15)
            self.assertIn("crec: the stop is written down, ", done.stderr)
            server.release.set()
            self.assertEqual(start.wait(), 0)
        self.assertEqual(self.states(), {"one": "stopped"})


class Usage(RecordTestCase):
    def test_what_is_wrong_is_told(self) -> None:
        for line, told in WRONG:
            with self.subTest(line):
                done = self.record(*line.split())
                seen = (done.returncode, done.stdout, "zebra" in done.stderr)
                self.assertEqual(seen, (2, "", False))
                self.assertIn(told, done.stderr)

    def test_help(self) -> None:
        general = subprocess.run([COMMAND, "--help"], env={}, capture_output=True, text=True)
        self.assertIn("crec record", general.stdout)
        commands = ("start", "stop", "list", "settle", "forget")
        for words in ((), *((command,) for command in commands)):
            with self.subTest(words):
                done = self.record(*words, "--help", keys={})
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertIn("--ledger", done.stdout)
                self.assertIn("exit status", done.stdout)
        done = self.record("start", "one", LIVE[0], "--help", keys={})
        self.assertIn("--stream-name TEXT", done.stdout)
        self.assertFalse(self.ledger.exists())


if __name__ == "__main__":
    unittest.main()
