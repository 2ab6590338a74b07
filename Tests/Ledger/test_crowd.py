"""Eight processes on one ledger that are killed and replaced at random.

CREC_TEST_CROWDS says how many crowds there are, CREC_TEST_CROWD_KILLS how many die in each, and
CREC_TEST_SEED with which they begin.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import unittest
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from cloud_emulator.process import EmulatorProcess
from hosts import Ledger, is_lost
from invariants import Clouds, unsettled

CROWDS = int(os.environ.get("CREC_TEST_CROWDS", "1"))
KILLS = int(os.environ.get("CREC_TEST_CROWD_KILLS", "40"))
SEED = int(os.environ.get("CREC_TEST_SEED", "1"))
SIZE = 8
# No call takes longer: a start has 5 s, a stop the time of an attempt.
STUCK_SECONDS = 120
STATUSES = {
    *("ok", "already stopped", "not found", "conflict", "busy", "cancelled", "timeout"),
    *("network", "cloud error"),
}
FAULTS: tuple[dict[str, Any], ...] = (
    {"kind": "cut"},
    {"kind": "cut", "before": True},
    {"kind": "code"},
    {"kind": "delay", "seconds": 0.3},
)


class Host:
    """A process of the crowd, and what it printed."""

    def __init__(self, command: list[str], output: Path) -> None:
        """Begins."""
        self._output = output
        with output.open("w") as file:
            self.process = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT)
        self._size = 0
        self._since = time.monotonic()

    def is_stuck(self) -> bool:
        """True if it has printed no outcome for too long."""
        size = self._output.stat().st_size
        if size != self._size:
            self._size, self._since = size, time.monotonic()
        return time.monotonic() - self._since > STUCK_SECONDS

    def kill(self) -> None:
        """Kills it."""
        self.process.kill()
        self.process.wait()


class Crowd:
    """Processes on one ledger."""

    def __init__(self, seed: int, directory: Path, emulator: EmulatorProcess) -> None:
        """None is there yet."""
        self.ledger = Ledger(directory / "ledger", emulator.url)
        self.lost: list[dict[str, Any]] = []
        self.faults: list[str] = []
        self._random = Random(seed)
        self._directory = directory
        self._emulator = emulator
        self._count = 0

    def live(self, kills: int) -> None:
        """All begin at once, and make the file."""
        hosts = [self._host() for _ in range(SIZE)]
        try:
            for _ in range(kills):
                time.sleep(self._random.uniform(0, 0.4))
                if self._random.random() < 0.2:
                    self._emulator.fault(**self._random.choice(FAULTS), times=1)
                if self._random.random() < 0.5:
                    self._compare()
                self._look(hosts)
                if self.faults:
                    break
                index = self._random.randrange(SIZE)
                hosts[index].kill()
                hosts[index] = self._host()
        finally:
            for host in hosts:
                host.kill()
        self._emulator.clear_faults()

    def outcomes(self) -> Counter[str]:
        """The statuses that callers saw; others than those that may come are faults."""
        statuses: Counter[str] = Counter()
        for output in self._directory.glob("*.out"):
            for line in output.read_text().splitlines():
                status = line.partition(":")[0]
                statuses[status] += 1
                if status not in STATUSES or "database is locked" in line:
                    self.faults.append(line)
        return statuses

    def _host(self) -> Host:
        self._count += 1
        command = self.ledger.life("live", self._random.randrange(1 << 30), 0)
        return Host(command, self._directory / f"{self._count}.out")

    def _look(self, hosts: list[Host]) -> None:
        for host in hosts:
            if host.process.poll() is not None:
                self.faults.append(f"a host ended with {host.process.returncode}")
            if host.is_stuck():
                self.faults.append("a host is stuck")

    def _compare(self) -> None:
        """Checks that what runs all along has a task that runs, and forgets what is lost."""
        before = self.ledger.recordings()
        clouds = Clouds(self._emulator)
        after = self.ledger.recordings()
        self.faults += clouds.ended([recording for recording in before if recording in after])
        self._forget(after)

    def _forget(self, recordings: list[dict[str, Any]]) -> None:
        for recording in filter(is_lost, recordings):
            done = self.ledger.record("forget", recording["name"])
            if done.returncode:
                self.faults.append(f"forget: {done.stderr}")
            self.lost.append(recording)


class CrowdTests(unittest.TestCase):
    def test_a_crowd_that_is_killed_one_by_one(self) -> None:
        for seed in range(SEED, SEED + CROWDS):
            with self.subTest(seed=seed):
                self.assertEqual(faults_of(seed), [])


def faults_of(seed: int) -> list[str]:
    """The faults in the life of a crowd."""
    with EmulatorProcess("--no-rates") as emulator, tempfile.TemporaryDirectory() as directory:
        crowd = Crowd(seed, Path(directory), emulator)
        crowd.live(KILLS)
        statuses = crowd.outcomes()
        drain(emulator)
        faults = [*crowd.faults, *Clouds(emulator).ended(crowd.ledger.recordings())]
        faults += crowd.ledger.settled()
        recordings = crowd.ledger.recordings()
        states = {recording["name"]: recording["state"] for recording in recordings}
        clouds = Clouds(emulator)
        lost = [*crowd.lost, *filter(is_lost, recordings)]
        faults += clouds.sent_twice() + clouds.overtaken() + unsettled(states)
        faults += clouds.unlisted(lost, states)
        print(
            f"\nseed {seed}: {len(clouds.starts)} starts, {len(lost)} lost, {dict(statuses)}",
            file=sys.stderr,
        )
        return faults


def drain(emulator: EmulatorProcess) -> None:
    """Waits for what the killed had sent."""
    before = -1
    while before != (now := len(emulator.seen())):
        before = now
        time.sleep(1)


if __name__ == "__main__":
    unittest.main()
