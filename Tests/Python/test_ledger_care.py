"""Recordings that would be lost by a detail: a name, a late stop, a clock, a path, an interrupt."""

from __future__ import annotations

import json
import os
import stat
import tempfile
import threading
import time
import unittest
from contextlib import chdir, suppress
from pathlib import Path
from typing import Any
from unittest import mock

import crec
from ledgers import LIVE, RECORD, WHITEBOARD, LedgerTestCase, Start, State, Status
from support import eventually, failure_of

RECORD_UNTIL = Start(
    RECORD.account, RECORD.action, {**RECORD.fields, "EndTime": int(time.time()) + 3600}
)


class FieldTests(LedgerTestCase):
    def test_a_name_with_an_escape_is_the_same_name(self) -> None:
        ledger = self.ledger()
        for start, name, escaped in (
            (WHITEBOARD, "TaskId", r"Task\u0049d"),
            (LIVE, "StreamName", r"Stream\u004eame"),
            (RECORD_UNTIL, "StreamName", r"\u0053treamName"),
        ):
            with self.subTest(escaped):
                text = json.dumps(start.fields).replace(name, escaped)
                with mock.patch("crec._fields.json.dumps", return_value=text):
                    start.by(ledger, "one", max_duration=None)
                self.assertEqual(ledger.stop("one").status, Status.OK)


class LateStopTests(LedgerTestCase):
    def setUp(self) -> None:
        """Leaves a stop that was given up, and settled by another one."""
        super().setUp()
        self.now = self.ledger()
        WHITEBOARD.by(self.now, "one", max_duration=None)
        self.emulator.fault("cut", action="StopWBRecord", times=1)
        with suppress(crec.CrecError):
            self.now.stop("one")
        self.assertTrue(self.now.settle(60))
        self.assertIs(self.state(self.now, "one"), State.STOPPED)

    def test_another_name_of_the_task_waits_for_it(self) -> None:
        error = failure_of(WHITEBOARD.by, self.now, "two", max_duration=None, timeout=0.5)
        self.assertIsInstance(error, crec.CallTimeoutError)
        self.assertEqual(self.emulator.count("volcengine", "StartWBRecord"), 1)

    def test_it_is_not_forgotten_meanwhile(self) -> None:
        error = failure_of(self.now.forget, "one")
        self.assertIsInstance(error, crec.BusyError)
        self.assertIn("may still arrive", str(error))


class EndTests(LedgerTestCase):
    def test_a_close_that_stops_all_starts_nothing(self) -> None:
        ledger = self.ledger()
        LIVE.by(ledger, "one")
        self.emulator.fault("delay", action="StopLiveRecord", seconds=1, times=1)
        failures: list[Any] = []
        threads = [threading.Thread(target=ledger.stop, args=("one",))]
        threads[0].start()
        self.assertTrue(eventually(lambda: len(self.emulator.seen()) == 2))
        start = lambda: failures.append(failure_of(LIVE.by, ledger, "one"))  # noqa: E731
        threads.append(threading.Thread(target=start))
        threads[1].start()
        time.sleep(0.2)
        self.assertTrue(ledger.close(60, stop_all=True))
        for thread in threads:
            thread.join()
        self.assertEqual(self.emulator.count("tencent", "CreateLiveRecord"), 1)
        self.assertEqual([type(one) for one in failures], [crec.CallCancelledError])

    def test_an_interrupt_at_the_end_of_a_statement(self) -> None:
        ledger = self.ledger()
        given = (LIVE.account, LIVE.action, LIVE.fields)
        with (
            mock.patch.object(ledger, "stop", side_effect=KeyboardInterrupt),
            self.assertRaises(KeyboardInterrupt),
            ledger.recording("one", *given),
        ):
            pass
        self.assertTrue(self.becomes(ledger, "one", State.STOPPED))

    def test_a_start_in_doubt_whose_search_is_refused(self) -> None:
        ledger = self.ledger()
        self.emulator.fault("cut", action="CreateRecordTask", times=1)
        code = "UnauthorizedOperation.CamNoAuth"
        self.emulator.fault("code", code=code, action="DescribeRecordTask", times=2)
        given = (RECORD.account, RECORD.action, RECORD.fields, 3600, 1)
        with self.assertRaises(crec.CrecError) as caught, ledger.recording("one", *given):
            self.fail("it began")
        self.assertTrue(caught.exception.outcome.may_have_been_applied)
        self.assertTrue(self.becomes(ledger, "one", State.STOPPED))
        self.assertEqual([task["state"] for task in self.emulator.tasks()], ["stopped"])


class ClockTests(LedgerTestCase):
    def test_a_start_in_doubt_is_found_by_the_clouds_clock(self) -> None:
        self.emulator.clock(advance=-3600)
        ledger = self.ledger()
        with suppress(crec.CrecError):
            LIVE.by(ledger, "warm")
        self.emulator.fault("cut", action="CreateRecordTask", times=1)
        RECORD.by(ledger, "one")
        self.assertIs(self.state(ledger, "one"), State.RUNNING)
        self.assertEqual(ledger.stop("one").status, Status.OK)


class FileTests(LedgerTestCase):
    def test_a_path_is_no_word_of_sqlites(self) -> None:
        for path in (":memory:", "file:x?mode=memory", "file:x?nolock=1"):
            with self.subTest(path), tempfile.TemporaryDirectory() as place, chdir(place):
                with crec.Ledger(path):
                    mode = stat.S_IMODE(os.stat(path).st_mode)
                self.assertEqual(mode, 0o600)
                self.assertEqual({*os.listdir()} - {path}, {path + "-wal", path + "-shm"})

    def test_its_mode_is_0600_behind_a_link_and_where_somebody_made_it(self) -> None:
        target = self.path.with_name("target")
        self.path.symlink_to(target)
        empty = self.path.with_name("empty")
        empty.touch(0o666)
        for path, file in ((self.path, target), (empty, empty)):
            with crec.Ledger(path):
                self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)

    def test_what_is_no_file_is_refused(self) -> None:
        fifo = self.path.with_name("fifo")
        os.mkfifo(fifo)
        for path in (Path("/dev/null"), fifo, self.path.parent):
            error = failure_of(crec.Ledger, path)
            self.assertIsInstance(error, crec.InvalidArgumentError)
            self.assertEqual(str(error), f"{path}: is no file")

    def test_a_file_whose_log_is_gone_takes_no_start(self) -> None:
        for suffix in ("-wal", "-shm"):
            with self.subTest(suffix):
                self.path = self.path.with_name(f"ledger{suffix}-gone")
                ledger = self.ledger()
                LIVE.by(ledger, "one")
                Path(f"{self.path}{suffix}").unlink()
                error = failure_of(LIVE.by, ledger, "two")
                self.assertIsInstance(error, crec.ShortageError)
                self.assertIn("was removed or replaced", str(error))
                self.assertIsInstance(failure_of(ledger.forget, "two"), crec.CrecError)
                self.assertEqual(ledger.stop("one").status, Status.OK)

    def test_what_cannot_be_forgotten_is_said(self) -> None:
        ledger = self.ledger()
        LIVE.by(ledger, "one")
        ledger.stop("one")
        self.path.rename(self.path.with_name("moved"))
        self.assertIsInstance(failure_of(ledger.forget, "one"), crec.ShortageError)


if __name__ == "__main__":
    unittest.main()
