"""A host with many recordings that is killed: one command stops them, as fast as the cloud allows.

CREC_TEST_RECORDINGS says how many there are.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
import unittest
from collections import Counter
from pathlib import Path
from typing import Any

from cloud_emulator.process import EmulatorProcess
from hosts import Ledger
from invariants import Clouds, identity

COUNT = int(os.environ.get("CREC_TEST_RECORDINGS", "100"))
# The slowest: a hundred take longer than one call may. By the name that life.c gives it: the
# operation that stops it, its calls a second, and the header with the time at which it was sent.
SLOW = ("r0", "StopWBRecord", 10, "X-Date")
FAST = (
    ("r2", "StopRtcCloudRecording", 50, "x-acs-date"),
    ("r3", "StopLiveRecord", 200, "X-TC-Timestamp"),
)


class ThousandTests(unittest.TestCase):
    def test_a_host_with_many_recordings(self) -> None:
        for kind in (SLOW, *(FAST if COUNT >= 1000 else ())):
            with self.subTest(kind[0]):
                self._check(*kind)

    def _check(self, name: str, action: str, rate: int, header: str) -> None:
        emulator = self.enterContext(EmulatorProcess("--no-rates"))
        directory = self.enterContext(tempfile.TemporaryDirectory())
        ledger = Ledger(Path(directory) / "ledger", emulator.url)
        kill_with_many(ledger, name)
        self.assertEqual(len(Clouds(emulator).running), COUNT)
        begun = time.monotonic()
        done = ledger.call("settle")
        seconds = time.monotonic() - begun
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"nothing is left; {COUNT} stopped\n", done.stdout)
        self._check_progress(done.stderr, seconds)
        clouds = Clouds(emulator)
        self.assertEqual(clouds.running, [])
        stops = [call for call in clouds.calls if call["action"] == action]
        applied = Counter(identity(call) for call in stops if call["applied"])
        self.assertEqual((len(applied), set(applied.values())), (COUNT, {1}))
        sent = Counter(header_of(call, header) for call in stops)
        print(
            f"\n{name}: {COUNT} in {seconds:.0f} s, {max(sent.values())} a second", file=sys.stderr
        )
        self.assertLessEqual(max(sent.values()), rate)
        # None was given up before its turn came.
        self.assertLess(max(one["attempts"] for one in ledger.recordings()), 3)

    def _check_progress(self, printed: str, seconds: float) -> None:
        """A line for the process that is gone, then one every five seconds with fewer left."""
        first, *rest = printed.splitlines()
        self.assertIn(f"it is being stopped, as are {COUNT - 1} more", first)
        lines = [re.fullmatch(r"crec: (\d+) left, (\d+) stopped", line) for line in rest]
        counts = [(int(line[1]), int(line[2])) for line in lines if line]
        self.assertEqual(len(counts), len(lines), printed)
        self.assertEqual([left + stopped for left, stopped in counts], [COUNT] * len(counts))
        self.assertEqual(counts, sorted(counts, reverse=True))
        if seconds > 10:
            self.assertTrue(counts)


def kill_with_many(ledger: Ledger, name: str) -> None:
    """A host that has started all, and is killed."""
    with subprocess.Popen(ledger.life("many", name, COUNT), stdout=subprocess.PIPE) as host:
        assert host.stdout
        assert list(iter(host.stdout.readline, b"ready\n")) == [b"ok: \n"] * COUNT
        host.kill()


def header_of(call: dict[str, Any], name: str) -> str:
    """The header of a call."""
    headers = {each.lower(): value for each, value in call["headers"]}
    return str(headers[name.lower()])


if __name__ == "__main__":
    unittest.main()
