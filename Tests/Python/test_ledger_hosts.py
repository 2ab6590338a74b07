"""Ledgers of several processes of one host: one stands for all."""

from __future__ import annotations

import sqlite3
import subprocess
import unittest
from contextlib import closing

import crec
from ledgers import LIVE, LedgerTestCase, State
from support import eventually, failure_of


class HostTests(LedgerTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.main = subprocess.Popen(["sleep", "3600"])
        self.addCleanup(self.end_main)

    def end_main(self) -> None:
        self.main.kill()
        self.main.wait()

    def owners(self) -> int:
        """Processes that the file knows: one is there for as long as it owns something."""
        with closing(sqlite3.connect(self.path)) as file:
            (count,) = file.execute("SELECT count(*) FROM owner").fetchone()
            return int(count)

    def test_while_it_lives_nothing_is_an_orphan(self) -> None:
        self.killed_owner(("one", LIVE), host_pid=self.main.pid, grace=0.001)
        ledger = self.ledger()
        self.assertTrue(ledger.settle(60))
        (recording,) = ledger.recordings()
        self.assertEqual((recording.state, recording.is_orphan), (State.RUNNING, False))

    def test_once_it_is_gone_its_recordings_are_stopped(self) -> None:
        self.killed_owner(("one", LIVE), host_pid=self.main.pid)
        self.end_main()
        ledger = self.ledger()
        self.assertTrue(ledger.settle(60))
        self.assertIs(self.state(ledger, "one"), State.STOPPED)

    def test_another_process_of_it_takes_over(self) -> None:
        self.killed_owner(("one", LIVE), host_pid=self.main.pid)
        with self.ledger(host_pid=self.main.pid) as closed:
            LIVE.by(closed, "two")
        sibling = self.ledger(host_pid=self.main.pid)
        self.assertTrue(eventually(lambda: self.owners() == 1))
        self.assertTrue(sibling.close(60, stop_all=True))
        self.assertEqual({task["state"] for task in self.emulator.tasks()}, {"stopped"})

    def test_others_take_nothing_over(self) -> None:
        self.killed_owner(("one", LIVE), host_pid=self.main.pid)
        other = subprocess.Popen(["sleep", "3600"])
        self.addCleanup(other.wait)
        self.addCleanup(other.kill)
        ledger = self.ledger(host_pid=other.pid, grace=0.001)
        self.assertTrue(ledger.settle(60))
        self.assertTrue(ledger.close(60, stop_all=True))
        self.assertEqual({task["state"] for task in self.emulator.tasks()}, {"running"})

    def test_it_has_to_live(self) -> None:
        self.end_main()
        error = failure_of(lambda: self.ledger(host_pid=self.main.pid))
        assert isinstance(error, crec.InvalidArgumentError)
        self.assertIn("host_pid", str(error))


if __name__ == "__main__":
    unittest.main()
