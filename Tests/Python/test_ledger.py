"""Recordings by name: starts, stops, repeats, doubts, and what the ledger tells of them."""

from __future__ import annotations

import unittest
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import crec
from ledgers import (
    IDS,
    LIVE,
    RECORD,
    RTC,
    STARTS,
    WEBCAST,
    WHITEBOARD,
    LedgerTestCase,
    State,
    Status,
)
from support import failure_of


class LifeTests(LedgerTestCase):
    def test_each_kind_is_started_and_stopped(self) -> None:
        ledger = self.ledger()
        for start in STARTS:
            with self.subTest(start.action):
                self.emulator.reset()
                started = start.by(ledger, "one")
                (seen,) = self.emulator.seen()
                self.assertEqual((started.status, started.attempts), (Status.OK, 1))
                self.assertEqual(started.request_id, seen["request_id"])
                self.assertEqual(seen["action"], start.action)
                self.assertEqual(self.state(ledger, "one"), State.RUNNING)
                stopped = ledger.stop("one")
                self.assertEqual(stopped.status, Status.OK)
                self.assertEqual(self.state(ledger, "one"), State.STOPPED)
                self.assertEqual([task["state"] for task in self.emulator.tasks()], ["stopped"])

    def test_a_repeated_start_keeps_what_records(self) -> None:
        ledger = self.ledger()
        self.assertEqual(LIVE.by(ledger, "one").message, "")
        again = LIVE.by(ledger, "one")
        self.assertEqual((again.status, again.message), (Status.OK, "it records already"))
        self.assertEqual(again.attempts, 0)
        self.assertEqual(len(self.emulator.seen()), 1)

    def test_a_repeated_stop_says_so(self) -> None:
        ledger = self.ledger()
        LIVE.by(ledger, "one")
        ledger.stop("one")
        self.assertEqual(ledger.stop("one").status, Status.ALREADY_STOPPED)
        self.assertEqual(len(self.emulator.seen()), 2)

    def test_a_name_that_was_stopped_can_be_started_again(self) -> None:
        ledger = self.ledger()
        first = LIVE.by(ledger, "one")
        ledger.stop("one")
        second = LIVE.by(ledger, "one")
        self.assertNotEqual(first.task_id, second.task_id)
        self.assertEqual(self.state(ledger, "one"), State.RUNNING)

    def test_an_unknown_name_is_not_found(self) -> None:
        ledger = self.ledger()
        for use in (ledger.stop, ledger.forget):
            error = failure_of(use, "one")
            self.assertIsInstance(error, crec.NotFoundError)
            self.assertEqual(str(error), "no recording has this name")
        self.assertEqual(self.emulator.seen(), [])

    def test_a_refused_start_never_began(self) -> None:
        ledger = self.ledger()
        self.emulator.fault("code", code="AuthFailure.SecretIdNotFound", times=1)
        error = failure_of(LIVE.by, ledger, "one")
        self.assertIsInstance(error, crec.AuthenticationError)
        self.assertEqual(error.outcome.code, "AuthFailure.SecretIdNotFound")
        self.assertEqual(self.state(ledger, "one"), State.FAILED)
        self.assertTrue(ledger.settle(0))
        self.assertEqual(ledger.stop("one").status, Status.ALREADY_STOPPED)
        self.assertEqual(LIVE.by(ledger, "one").status, Status.OK)

    def test_a_stop_that_fails_is_made_again(self) -> None:
        ledger = self.ledger()
        LIVE.by(ledger, "one")
        self.emulator.fault("code", code="InternalError", action="StopLiveRecord", times=1)
        error = failure_of(ledger.stop, "one")
        self.assertIsInstance(error, crec.CloudError)
        self.assertTrue(ledger.settle(60))
        (recording,) = ledger.recordings()
        self.assertEqual((recording.state, recording.attempts), (State.STOPPED, 1))
        self.assertEqual(len(self.emulator.seen()), 3)

    def test_many_threads_at_once_each_have_their_own_outcomes(self) -> None:
        ledger = self.ledger()
        names = [f"name-{number}" for number in range(100)]

        def live(name: str) -> tuple[str, str]:
            task = LIVE.by(ledger, name).task_id
            return task, ledger.stop(name).request_id

        with ThreadPoolExecutor(10) as pool:
            outcomes = dict(zip(names, pool.map(live, names), strict=True))
        tasks = {one.name: str(one.task["TaskId"]) for one in ledger.recordings()}
        self.assertEqual({name: task for name, (task, _) in outcomes.items()}, tasks)
        self.assertEqual(len(set(outcomes.values())), len(names))
        stops = {
            str(seen["fields"]["TaskId"]): seen["request_id"]
            for seen in self.emulator.seen()
            if seen["action"] == "StopLiveRecord"
        }
        self.assertEqual(dict(outcomes.values()), stops)
        self.assertTrue(ledger.settle(0))


class DoubtTests(LedgerTestCase):
    def test_a_start_in_doubt_that_cannot_be_named_is_doubtful(self) -> None:
        for start in (LIVE, RTC):
            with self.subTest(start.action):
                self.emulator.reset()
                ledger = self.ledger()
                self.emulator.fault("cut", action=start.action, times=1)
                error = failure_of(start.by, ledger, "one")
                self.assertIsInstance(error, crec.NetworkError)
                self.assertTrue(error.outcome.may_have_been_applied)
                self.assertEqual(self.state(ledger, "one"), State.DOUBTFUL)
                for error in (failure_of(start.by, ledger, "one"), failure_of(ledger.stop, "one")):
                    self.assertIsInstance(error, crec.ConflictError)
                error = failure_of(ledger.settle, 60)
                self.assertIsInstance(error, crec.ConflictError)
                self.assertIn("doubtful", str(error))
                self.assertEqual(len(self.emulator.seen()), 1)
                ledger.forget("one")
                self.assertTrue(ledger.settle(0))
                self.assertEqual(start.by(ledger, "one").message, "")
                ledger.stop("one")
                ledger.forget("one")

    def test_one_whose_task_can_be_named_is_stopped(self) -> None:
        for start in (WHITEBOARD, WEBCAST):
            with self.subTest(start.action):
                self.emulator.reset()
                ledger = self.ledger()
                self.emulator.fault("cut", action=start.action, times=1)
                self.assertIsInstance(failure_of(start.by, ledger, "one"), crec.NetworkError)
                self.assertTrue(ledger.settle(60))
                self.assertEqual(self.state(ledger, "one"), State.STOPPED)
                self.assertEqual([task["state"] for task in self.emulator.tasks()], ["stopped"])

    def test_one_that_can_be_found_is_found(self) -> None:
        ledger = self.ledger()
        self.emulator.fault("cut", action="CreateRecordTask", times=1)
        self.assertEqual(RECORD.by(ledger, "one").status, Status.OK)
        self.assertEqual(self.state(ledger, "one"), State.RUNNING)
        self.assertEqual(ledger.stop("one").status, Status.OK)

    def test_one_that_is_on_a_later_page_is_found_too(self) -> None:
        ledger = self.ledger()
        for number in range(25):  # The newest task is the last of all.
            RECORD.by(ledger, f"other {number}")
        self.emulator.fault("cut", action="CreateRecordTask", times=1)
        self.assertEqual(RECORD.by(ledger, "one").status, Status.OK)
        searches = [one for one in self.emulator.seen() if one["action"] == "DescribeRecordTask"]
        self.assertGreater(len(searches), 1)
        self.assertEqual(ledger.stop("one").status, Status.OK)
        running = [task for task in self.emulator.tasks() if task["state"] == "running"]
        self.assertEqual(len(running), 25)

    def test_a_task_has_one_name(self) -> None:
        ledger = self.ledger()
        WHITEBOARD.by(ledger, "one")
        error = failure_of(WHITEBOARD.by, ledger, "two")
        self.assertIsInstance(error, crec.ConflictError)
        self.assertEqual(len(self.emulator.seen()), 1)
        ledger.stop("one")
        self.assertEqual(WHITEBOARD.by(ledger, "two").status, Status.OK)


class ListTests(LedgerTestCase):
    def test_a_recording_has_all_that_is_known(self) -> None:
        ledger = self.ledger()
        before = datetime.now(UTC) - timedelta(milliseconds=1)
        task = LIVE.by(ledger, "room 直播").task_id
        after = datetime.now(UTC)
        (recording,) = ledger.recordings()
        self.assertEqual((recording.name, recording.account), ("room 直播", "tencent"))
        self.assertIs(recording.cloud, crec.Cloud.TENCENT)
        self.assertEqual(recording.action, "CreateLiveRecord")
        self.assertEqual(recording.task, {"StreamName": "stream", "TaskId": int(task)})
        self.assertIs(recording.state, State.RUNNING)
        assert recording.started
        assert recording.changed
        self.assertTrue(before <= recording.started <= recording.changed <= after)
        self.assertEqual((recording.attempts, recording.status), (0, Status.OK))
        self.assertEqual((recording.problem, recording.is_orphan), ("", False))
        self.assertIn("30 minutes", recording.bound)

    def test_recordings_are_in_the_order_of_their_names(self) -> None:
        ledger = self.ledger()
        self.assertEqual(ledger.recordings(), [])
        for name in ("b", "c", "a"):
            LIVE.by(ledger, name)
        self.assertEqual([one.name for one in ledger.recordings()], ["a", "b", "c"])

    def test_a_problem_is_told(self) -> None:
        ledger = self.ledger()
        self.emulator.fault("code", code="AuthFailure.SecretIdNotFound", times=1)
        error = failure_of(LIVE.by, ledger, "one")
        (recording,) = ledger.recordings()
        self.assertEqual(recording.status, Status.AUTHENTICATION)
        self.assertEqual(recording.problem, error.outcome.message)

    def test_what_has_ended_can_be_forgotten(self) -> None:
        ledger = self.ledger()
        LIVE.by(ledger, "one")
        self.assertIsInstance(failure_of(ledger.forget, "one"), crec.BusyError)
        ledger.stop("one")
        ledger.forget("one")
        self.assertEqual(ledger.recordings(), [])
        self.assertEqual(len(self.emulator.seen()), 2)

    def test_the_longest_duration_is_the_clouds_own_end(self) -> None:
        ledger = self.ledger()
        WEBCAST.by(ledger, "one", max_duration=59.1)
        self.assertEqual(self.emulator.seen()[-1]["fields"]["MaxRunningTime"], 60)
        given = {**IDS, "TaskId": "other", "SourceURL": "https://a.com", "MaxRunningTime": 30}
        ledger.start("two", "volcengine", "StartWebcast", given, 60)
        self.assertEqual(self.emulator.seen()[-1]["fields"]["MaxRunningTime"], 30)

    def test_a_number_that_is_not_known_has_a_name_too(self) -> None:
        self.assertEqual(crec.RecordingState(99).name, "UNKNOWN_99")
        self.assertEqual(crec.Cloud(99).name, "UNKNOWN_99")


if __name__ == "__main__":
    unittest.main()
