"""Signals while a ledger is waited for: they end the waiting, and what was asked for goes on."""

from __future__ import annotations

import os
import signal
import threading
import unittest
from concurrent.futures import ThreadPoolExecutor
from types import FrameType
from unittest import mock

import crec
from crec import _waiting
from ledgers import LIVE, LedgerTestCase, State
from support import WaitingServer, failure_of

GIVEN = (LIVE.account, LIVE.action, LIVE.fields)


class Interruption(Exception):
    """Raised by a signal's handler, as KeyboardInterrupt is by that of Ctrl-C."""


def interrupt(_: int, __: FrameType | None) -> None:
    """A handler that raises."""
    raise Interruption


class InterruptingTests(LedgerTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.server = self.enterContext(WaitingServer())
        # A shell starts what runs in the background with SIGINT ignored.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        self.addCleanup(signal.signal, signal.SIGINT, before)

    def interrupt_once(self, event: threading.Event) -> None:
        """Presses Ctrl-C, as it were, when something has happened."""

        def act() -> None:
            if event.wait(60):
                os.kill(os.getpid(), signal.SIGINT)

        thread = threading.Thread(target=act)
        thread.start()
        self.addCleanup(thread.join)

    def test_ctrl_c_ends_the_waiting_and_the_ledger_goes_on(self) -> None:
        ledger = self.ledger_of(self.server)
        self.interrupt_once(self.server.arrived)
        with self.assertRaises(KeyboardInterrupt):
            LIVE.by(ledger, "one")
        self.assertIs(self.state(ledger, "one"), State.STARTING)
        self.server.release.set()
        self.assertTrue(self.becomes(ledger, "one", State.RUNNING))
        self.assertEqual(ledger.stop("one").request_id, "waited")
        # What came for those who did not wait is closed by now.
        self.assertEqual(ledger._open_handle().left, [])

    def test_a_statement_whose_start_is_interrupted_stops_it(self) -> None:
        ledger = self.ledger_of(self.server)
        self.interrupt_once(self.server.arrived)
        with self.assertRaises(KeyboardInterrupt), ledger.recording("one", *GIVEN):
            self.fail("it has not begun")
        self.server.release.set()
        self.assertTrue(self.becomes(ledger, "one", State.STOPPED))

    def test_ctrl_c_ends_settling(self) -> None:
        ledger = self.ledger_of(self.server)
        starting = threading.Thread(target=LIVE.by, args=(ledger, "one"))
        starting.start()
        self.assertTrue(self.server.arrived.wait(60))
        settling = threading.Event()
        settle = ledger._settle

        def settle_and_tell(milliseconds: int) -> crec.Status:
            settling.set()
            return settle(milliseconds)

        self.interrupt_once(settling)
        with (
            mock.patch.object(ledger, "_settle", settle_and_tell),
            self.assertRaises(KeyboardInterrupt),
        ):
            ledger.settle(3600)
        self.server.release.set()
        starting.join()
        self.assertTrue(ledger.settle(60))

    def test_without_a_descriptor_nothing_is_sent(self) -> None:
        ledger = self.ledger_of(self.server)
        with mock.patch.object(_waiting._LIBC, "eventfd", lambda *_: -1):
            error = failure_of(LIVE.by, ledger, "one")
        self.assertIsInstance(error, crec.ShortageError)
        self.assertEqual(ledger.recordings(), [])


class ThreadTests(LedgerTestCase):
    def test_each_thread_has_its_own_outcome_whatever_happens_to_the_main_one(self) -> None:
        ledger = self.ledger()
        names = [f"name-{number}" for number in range(200)]

        def record(name: str) -> str:
            task = LIVE.by(ledger, name).task_id
            ledger.stop(name)
            return task

        self.addCleanup(signal.signal, signal.SIGALRM, signal.signal(signal.SIGALRM, interrupt))
        interrupted = 0
        with ThreadPoolExecutor(8) as pool:
            recorded = [pool.submit(record, name) for name in names]
            while not all(each.done() for each in recorded):
                try:
                    # Anywhere in a call, from its beginning to its end.
                    signal.setitimer(signal.ITIMER_REAL, 0.0001 * (1 + interrupted % 30))
                    while True:
                        failure_of(ledger.stop, "none")
                except Interruption:
                    interrupted += 1
        listed = {one.name: str(one.task["TaskId"]) for one in ledger.recordings()}
        self.assertEqual(
            dict(zip(names, (each.result() for each in recorded), strict=True)), listed
        )
        self.assertGreater(interrupted, 0)
        # What nobody waited for has come, and is closed by the next who asks.
        self.assertIsInstance(failure_of(ledger.stop, "none"), crec.NotFoundError)
        self.assertEqual(ledger._open_handle().left, [])


if __name__ == "__main__":
    unittest.main()
