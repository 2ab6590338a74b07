"""Hosts that are killed at every write, every fsync and every send: no recording runs on unnoticed.

CREC_TEST_KILLS says how many lives there are; CREC_TEST_SEED with which they begin.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import unittest
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

from cloud_emulator.process import EmulatorProcess
from hosts import PROGRAMS, Ledger
from invariants import unsettled

KILLS = int(os.environ.get("CREC_TEST_KILLS", "60"))
SEED = int(os.environ.get("CREC_TEST_SEED", "1"))
ROUNDS = 12
WIDTH = 6
# The life has one name for each kind of task.
NAMES = {"whiteboard": "r0", "webcast": "r1", "rtc": "r2", "live": "r3", "record": "r4"}


class Life:
    """A directory with a ledger, and what happened to it."""

    def __init__(self, directory: str, emulator: EmulatorProcess) -> None:
        """Begins with no file."""
        self._ledger = Ledger(Path(directory) / "ledger", emulator.url)

    def run(self, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        """Runs the host once."""
        return subprocess.run(
            self._ledger.life(*arguments),
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )

    def killed(self, seed: int, at: int) -> int:
        """Runs it until it is killed, or to its end; how it ended."""
        shim = str(PROGRAMS / "kill_at.so")
        ended = self.run("live", seed, ROUNDS, LD_PRELOAD=shim, KILL_AT=str(at))
        return ended.returncode

    def settled(self) -> dict[str, str]:
        """The states in which all recordings are in the end."""
        ended = self.run("settle")
        assert ended.returncode == 0, ended.stderr
        name_and_state = (line.partition(" ") for line in ended.stdout.splitlines())
        return {name: state for name, _, state in name_and_state}


class KillTests(unittest.TestCase):
    """Several lives at once, each with a ledger and clouds of its own: they mostly wait."""

    def test_a_host_that_is_killed_anywhere(self) -> None:
        random = Random(SEED)
        steps = self._steps()
        stride = max(1, steps // KILLS)
        lives = [(random.randrange(1 << 30), 1 + life * stride % steps) for life in range(KILLS)]
        with ThreadPoolExecutor(WIDTH) as pool:
            results = list(pool.map(lambda life: self._lived(*life), lives))
        killed = sum(count for count, _ in results)
        print(f"\n{killed} kills among {steps} steps", file=sys.stderr)
        for (seed, at), (_, fault) in zip(lives, results, strict=True):
            with self.subTest(seed=seed, at=at):
                self.assertEqual(fault, "")
        self.assertGreater(killed, KILLS // 2)

    def _steps(self) -> int:
        with EmulatorProcess("--no-rates") as emulator, tempfile.TemporaryDirectory() as directory:
            counted = Path(directory) / "count"
            Life(directory, emulator).run(
                *("live", 1, ROUNDS),
                LD_PRELOAD=str(PROGRAMS / "kill_at.so"),
                KILL_COUNT=str(counted),
            )
            return int(counted.read_text())

    def _lived(self, seed: int, at: int) -> tuple[int, str]:
        """How often it was killed, and what is wrong in the end."""
        with EmulatorProcess("--no-rates") as emulator, tempfile.TemporaryDirectory() as directory:
            one = Life(directory, emulator)
            # Twice: what the first left is under way when the second goes too.
            killed = sum(one.killed(seed + again, at) == -9 for again in range(2))
            return killed, fault_of(emulator, one.settled())


def fault_of(emulator: EmulatorProcess, states: dict[str, str]) -> str:
    """Tasks that run and are not listed as doubtful, and recordings that were not settled."""
    running = Counter(
        NAMES[task["kind"]] for task in emulator.tasks() if task["state"] == "running"
    )
    faults = [
        f"{name} runs {count} times, and is {states.get(name)}"
        for name, count in running.items()
        if (states.get(name), count) != ("doubtful", 1)
    ]
    return "; ".join(faults + unsettled(states))


if __name__ == "__main__":
    unittest.main()
