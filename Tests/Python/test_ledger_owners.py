"""Processes that live though they do not look so, and stops that whoever is asked makes."""

from __future__ import annotations

import logging
import resource
import sqlite3
import subprocess
import sys
import threading
import time
import unittest
from contextlib import closing

import crec
from ledgers import LIVE, LedgerTestCase, State, Status, end, environment
from support import BINDING, KEYS, eventually, failure_of

# Starts a recording, and goes on without its first thread.
HEADLESS = """
import ctypes, sys, threading, time
import crec
path, url, ca_file = sys.argv[1:]
ledger = crec.Ledger(path, grace=0.01)
key = crec.Credentials("tencent-test-key", "tencent-test-secret")
client = crec.Client(crec.Cloud.TENCENT, key, endpoint=url, ca_file=ca_file, timeout=60)
ledger.add_account("tencent", client)
ledger.start("one", "tencent", "CreateLiveRecord", {"StreamName": "stream", "Highlight": 1})
print("ready", flush=True)
threading.Thread(target=time.sleep, args=(600,)).start()
EXIT = 60
ctypes.CDLL(None).syscall(EXIT, 0)
"""


class LifeTests(LedgerTestCase):
    def test_without_descriptors_nobody_is_taken_for_dead(self) -> None:
        self.owner(("one", LIVE), grace=0.01)
        ledger = self.ledger()
        limits = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, limits[1]))
        try:
            # It looks for orphans every second.
            time.sleep(2.5)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, limits)
        self.assertTrue(ledger.settle(60))
        (recording,) = ledger.recordings()
        self.assertEqual((recording.state, recording.is_orphan), (State.RUNNING, False))
        ledger.close(0)
        with closing(sqlite3.connect(self.path)) as file:
            gone = file.execute("SELECT count(*) FROM owner WHERE gone_at <> 0").fetchone()
        self.assertEqual(gone, (0,))

    def test_a_process_whose_first_thread_has_ended_lives(self) -> None:
        process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                HEADLESS,
                self.path,
                self.emulator.url,
                str(self.emulator.ca_file),
            ],
            env={**environment(), "PYTHONPATH": str(BINDING)},
            stdout=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(end, process)
        assert process.stdout
        self.assertEqual(process.stdout.readline(), "ready\n")

        def state() -> str:
            with open(f"/proc/{process.pid}/stat", encoding="ascii") as file:
                return file.read().rpartition(")")[2].split()[0]

        self.assertTrue(eventually(lambda: state() == "Z"))
        ledger = self.ledger()
        self.assertTrue(ledger.settle(60))
        (recording,) = ledger.recordings()
        self.assertEqual((recording.state, recording.is_orphan), (State.RUNNING, False))
        process.kill()
        process.wait()
        self.assertTrue(ledger.settle(60))
        self.assertIs(self.state(ledger, "one"), State.STOPPED)

    def test_the_log_tells_of_an_orphan(self) -> None:
        self.killed_owner(("one", LIVE), grace=0.01)
        with self.assertLogs("owners", "WARNING") as log:
            ledger = self.ledger(log=logging.getLogger("owners"))
            self.assertTrue(self.becomes(ledger, "one", State.STOPPED))
        self.assertIn("one: its process is gone: it is being stopped", "\n".join(log.output))


class OtherKeyTests(LedgerTestCase):
    def test_one_with_a_good_key_stops_what_one_with_a_bad_key_cannot(self) -> None:
        ledger = self.ledger()
        LIVE.by(ledger, "one")
        other = crec.Ledger(self.path)
        self.addCleanup(other.close, 0)
        key = crec.Credentials(KEYS[crec.Cloud.TENCENT].access_key_id, "no secret at all")
        other.add_account("tencent", self.client(crec.Cloud.TENCENT, key))
        error = failure_of(other.stop, "one")
        self.assertIsInstance(error, crec.AuthenticationError)
        self.assertEqual(ledger.stop("one").status, Status.OK)

    def test_a_stop_that_was_confirmed_is_ok_though_a_start_follows(self) -> None:
        ledger, other = self.ledger(), self.ledger()
        LIVE.by(ledger, "one")
        self.emulator.fault("delay", action="StopLiveRecord", seconds=0.5, times=1)
        outcomes: list[crec.Outcome | BaseException] = []

        def stop(one: crec.Ledger) -> None:
            try:
                outcomes.append(one.stop("one"))
            except crec.CrecError as error:
                outcomes.append(error)

        threads = [threading.Thread(target=stop, args=(one,)) for one in (ledger, other)]
        threads[0].start()
        self.assertTrue(eventually(lambda: len(self.emulator.seen()) == 2))
        threads[1].start()
        LIVE.by(ledger, "one")
        for thread in threads:
            thread.join()
        kinds = [one.status if isinstance(one, crec.Outcome) else one for one in outcomes]
        self.assertEqual(kinds, [Status.OK, Status.OK])
        self.assertIs(self.state(ledger, "one"), State.RUNNING)


if __name__ == "__main__":
    unittest.main()
