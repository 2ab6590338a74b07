"""Ends of a ledger, and of a recording that lasts as long as a statement."""

from __future__ import annotations

import os
import unittest
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import crec
from ledgers import LIVE, WEBCAST, LedgerTestCase, State, Status
from support import WaitingServer, eventually, failure_of

GIVEN = (LIVE.account, LIVE.action, LIVE.fields)


class ClosingTests(LedgerTestCase):
    def test_a_closed_ledger_refuses_everything(self) -> None:
        ledger = self.ledger()
        self.assertEqual(repr(ledger), f"<crec.Ledger '{self.path}'>")
        self.assertTrue(ledger.close())
        self.assertTrue(ledger.close(stop_all=True))
        self.assertEqual(repr(ledger), f"<crec.Ledger '{self.path}' closed>")
        for use in (
            lambda: LIVE.by(ledger, "one"),
            lambda: ledger.stop("one"),
            lambda: ledger.forget("one"),
            lambda: ledger.settle(0),
            lambda: ledger.add_account("other", self.client(crec.Cloud.TENCENT)),
            ledger.recordings,
        ):
            error = failure_of(use)
            self.assertIsInstance(error, crec.ClosedError)
            self.assertEqual(str(error), "the ledger is closed")

    def test_the_end_of_a_with_statement_closes_and_stops_nothing(self) -> None:
        with self.ledger() as ledger:
            LIVE.by(ledger, "one")
        self.assertTrue(repr(ledger).endswith("closed>"))
        self.assertEqual([task["state"] for task in self.emulator.tasks()], ["running"])

    def test_all_recordings_of_the_process_can_be_stopped(self) -> None:
        ledger = self.ledger()
        LIVE.by(ledger, "one")
        WEBCAST.by(ledger, "two")
        self.owner(("other", LIVE))
        self.assertTrue(ledger.close(60, stop_all=True))
        states = sorted(task["state"] for task in self.emulator.tasks())
        self.assertEqual(states, ["running", "stopped", "stopped"])

    def test_what_is_not_confirmed_in_time_is_gone_on_with(self) -> None:
        ledger = self.ledger()
        LIVE.by(ledger, "one")
        self.emulator.fault("delay", action="StopLiveRecord", seconds=3600)
        with ThreadPoolExecutor(1) as pool:
            stop = pool.submit(failure_of, ledger.stop, "one")
            self.assertTrue(eventually(lambda: len(self.emulator.seen()) == 2))
            self.assertFalse(ledger.close(0.1))
            self.assertIsInstance(stop.result(60), crec.CallCancelledError)
        self.emulator.clear_faults()
        after = self.ledger()
        self.assertIn(self.state(after, "one"), (State.STOPPING, State.STOPPED))
        self.assertTrue(after.settle(60))
        self.assertIs(self.state(after, "one"), State.STOPPED)

    def test_closing_waits_for_what_is_under_way(self) -> None:
        with WaitingServer() as server, ThreadPoolExecutor(2) as pool:
            ledger = self.ledger_of(server)
            start = pool.submit(LIVE.by, ledger, "one")
            self.assertTrue(server.arrived.wait(60))
            closing = pool.submit(ledger.close, 60)
            self.assertTrue(eventually(lambda: repr(ledger).endswith("closed>")))
            self.assertFalse(closing.done())
            server.release.set()
            self.assertTrue(closing.result(60))
            self.assertEqual(start.result(60).request_id, "waited")

    def test_a_client_lasts_as_long_as_its_ledger(self) -> None:
        ledger = crec.Ledger(self.path)
        self.addCleanup(ledger.close, 0)
        client = self.client(crec.Cloud.TENCENT)
        ledger.add_account("tencent", client)
        client.close()
        del client
        self.assertEqual(LIVE.by(ledger, "one").status, Status.OK)
        self.assertEqual(ledger.stop("one").status, Status.OK)

    def test_a_dropped_ledger_leaves_nothing_open(self) -> None:
        def use() -> None:
            ledger = crec.Ledger(self.path)
            ledger.add_account("tencent", self.client(crec.Cloud.TENCENT))
            LIVE.by(ledger, "one")

        def open_things() -> int:
            files, threads = (os.listdir(f"/proc/self/{kind}") for kind in ("fd", "task"))
            return sum(str(self.path) in path for path in map(target, files)) + len(threads)

        def target(number: str) -> str:
            try:
                return os.readlink(f"/proc/self/fd/{number}")
            except FileNotFoundError:
                return ""

        before = open_things()
        for _ in range(3):
            use()
        self.doCleanups()
        self.assertTrue(eventually(lambda: open_things() <= before))

    def test_times_are_numbers_of_seconds(self) -> None:
        ledger = self.ledger()
        wrong: tuple[Any, ...] = (None, -1, "1", True, float("nan"), float("inf"))
        for timeout in wrong:
            for use in (ledger.close, ledger.settle):
                error = failure_of(use, timeout)
                self.assertEqual([fault.field for fault in error.outcome.faults], ["timeout"])
        self.assertTrue(ledger.settle(10**9))
        self.assertTrue(ledger.close(10**9))


class StatementTests(LedgerTestCase):
    def test_a_recording_lasts_as_long_as_its_statement(self) -> None:
        ledger = self.ledger()
        with ledger.recording("one", *GIVEN) as started:
            self.assertTrue(started.task_id)
            self.assertIs(self.state(ledger, "one"), State.RUNNING)
        self.assertIs(self.state(ledger, "one"), State.STOPPED)

    def test_an_exception_stops_it_too(self) -> None:
        ledger = self.ledger()
        for error in (KeyError("mine"), KeyboardInterrupt(), SystemExit(3)):
            with self.assertRaises(type(error)) as raised, ledger.recording("one", *GIVEN):
                raise error
            self.assertIs(raised.exception, error)
            self.assertIs(self.state(ledger, "one"), State.STOPPED)

    def test_one_that_has_ended_already_is_no_error(self) -> None:
        ledger = self.ledger()
        with ledger.recording("one", *GIVEN):
            ledger.stop("one")
        with ledger.recording("one", *GIVEN):
            ledger.stop("one")
            ledger.forget("one")
        client = self.client(crec.Cloud.TENCENT)
        with ledger.recording("one", *GIVEN) as started:
            client.stop_live_record(stream_name="stream", task_id=started.task_id)
        self.assertIs(self.state(ledger, "one"), State.STOPPED)

    def test_a_start_that_fails_is_raised_and_nothing_is_stopped(self) -> None:
        ledger = self.ledger()
        self.emulator.fault("code", code="AuthFailure.SecretIdNotFound", times=1)
        with self.assertRaises(crec.AuthenticationError), ledger.recording("one", *GIVEN):
            self.fail("it never began")
        self.assertEqual(len(self.emulator.seen()), 1)

    def test_a_start_in_doubt_is_raised_and_left_to_the_ledger(self) -> None:
        ledger = self.ledger()
        for start, state in ((LIVE, State.DOUBTFUL), (WEBCAST, State.STOPPED)):
            with self.subTest(start.action):
                self.emulator.fault("cut", action=start.action, times=1)
                given = (start.account, start.action, start.fields)
                with self.assertRaises(crec.NetworkError), ledger.recording(start.action, *given):
                    self.fail("it may not have begun")
                self.assertTrue(self.becomes(ledger, start.action, state))

    def test_a_stop_that_fails_is_raised_only_if_nothing_else_is(self) -> None:
        ledger = self.ledger()
        for error, expected in ((None, crec.CloudError), (KeyError("mine"), KeyError)):
            self.emulator.fault("code", code="InternalError", action="StopLiveRecord", times=1)
            with self.assertRaises(expected), ledger.recording("one", *GIVEN):
                if error:
                    raise error
            self.assertTrue(ledger.settle(60))
            self.assertIs(self.state(ledger, "one"), State.STOPPED)


if __name__ == "__main__":
    unittest.main()
