"""Power failures: a ledger whose disk has what was synced, and anything of what was not.

CREC_TEST_FAILURES says how many there are; CREC_TEST_SEED with which they begin.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

from cloud_emulator.process import EmulatorProcess
from hosts import LIMIT_SECONDS, PROGRAMS, Ledger, is_lost
from invariants import Clouds, unsettled

FAILURES = int(os.environ.get("CREC_TEST_FAILURES", "24"))
SEED = int(os.environ.get("CREC_TEST_SEED", "1"))
WIDTH = 12
SECTOR = 512


class Machine:
    """Some processes with one ledger, and the disk that it is on."""

    def __init__(self, random: Random, directory: Path, url: str) -> None:
        """Is off."""
        self._random = random
        self._url = url
        self._directory = directory
        self._disk = directory / "disk"
        self._disk.mkdir()

    def lives_until_the_power_fails(self) -> Ledger:
        """The ledger that is on the disk after that."""
        hosts = [self._host(number) for number in range(self._random.randint(1, 3))]
        # Some long enough for the log to be taken into the file.
        self._await(self._random.randrange(self._random.choice((60, 60, 800))))
        time.sleep(self._random.uniform(0, 0.02))
        for host in hosts:
            host.send_signal(signal.SIGSTOP)
        for host in hosts:
            os.waitid(os.P_PID, host.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        after = self._after()
        for host in hosts:
            host.kill()
            assert host.wait() == -signal.SIGKILL
        return Ledger(after / "ledger", self._url)

    def _host(self, number: int) -> subprocess.Popen[bytes]:
        ledger = Ledger(self._directory / "ledger", self._url)
        with self._output(number).open("w") as output:
            return subprocess.Popen(
                ledger.life("live", self._random.randrange(1 << 30), 0),
                env={
                    **os.environ,
                    "LD_PRELOAD": str(PROGRAMS / "disk.so"),
                    "DISK": str(self._disk),
                },
                stdout=output,
            )

    def _output(self, number: int) -> Path:
        return self._directory / f"{number}.out"

    def _await(self, outcomes: int) -> None:
        """Waits until the first host has so many."""
        end = time.monotonic() + LIMIT_SECONDS
        while self._output(0).read_bytes().count(b"\n") < outcomes:
            assert time.monotonic() < end
            time.sleep(0.005)

    def _after(self) -> Path:
        """A directory with each file as it was synced last, and any sectors of what came later."""
        after = self._directory / "after"
        after.mkdir()
        share = self._random.choice((0.0, 1.0, self._random.random()))
        for end in ("", "-wal", "-journal"):
            synced, now = self._disk / f"ledger{end}", self._directory / f"ledger{end}"
            if now.exists():
                old = synced.read_bytes() if synced.exists() else b""
                (after / f"ledger{end}").write_bytes(self._mixed(old, now.read_bytes(), share))
        return after

    def _mixed(self, old: bytes, new: bytes, share: float) -> bytes:
        end = len(old)
        if len(new) > len(old):
            end += int((len(new) - len(old)) * min(1, 2 * share * self._random.random()))
        mixed = bytearray(old[:end].ljust(end, b"\0"))
        for at in range(0, end, SECTOR):
            if self._random.random() < share:
                mixed[at : at + SECTOR] = new[at : min(end, at + SECTOR)]
        return bytes(mixed)


class PowerTests(unittest.TestCase):
    def test_a_power_failure_at_any_moment(self) -> None:
        seeds = range(SEED, SEED + FAILURES)
        with ThreadPoolExecutor(WIDTH) as pool:
            results = list(pool.map(faults_after, seeds))
        starts = sum(count for count, _ in results)
        print(f"\n{FAILURES} power failures among {starts} starts", file=sys.stderr)
        for seed, (_, faults) in zip(seeds, results, strict=True):
            with self.subTest(seed=seed):
                self.assertEqual(faults, [])
        self.assertGreater(starts, FAILURES)


def faults_after(seed: int) -> tuple[int, list[str]]:
    """How many starts there were before a power failure, and what is wrong after it."""
    with EmulatorProcess("--no-rates") as emulator, tempfile.TemporaryDirectory() as directory:
        machine = Machine(Random(seed), Path(directory), emulator.url)
        ledger = machine.lives_until_the_power_fails()
        faults = ledger.settled()
        recordings = ledger.recordings()
        states = {recording["name"]: recording["state"] for recording in recordings}
        clouds = Clouds(emulator)
        faults += clouds.sent_twice() + clouds.overtaken() + unsettled(states)
        faults += clouds.unlisted(filter(is_lost, recordings), states)
        return len(clouds.starts), faults


if __name__ == "__main__":
    unittest.main()
