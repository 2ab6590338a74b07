"""Processes with a ledger, for the emulator: life.c and ``crec record``."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ROOT / "build" / "tests-ledger"
COMMAND = ROOT / "build" / "bin" / "crec"
KEYS = {
    "VOLCENGINE_ACCESS_KEY": "volcengine-test-key",
    "VOLCENGINE_SECRET_KEY": "volcengine-test-secret",
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "aliyun-test-key",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "aliyun-test-secret",
    "TENCENTCLOUD_SECRET_ID": "tencent-test-key",
    "TENCENTCLOUD_SECRET_KEY": "tencent-test-secret",
}
LIMIT_SECONDS = 600

Done = subprocess.CompletedProcess[str]


class Ledger:
    """A ledger's file, and the clouds that its hosts are to call."""

    def __init__(self, file: Path, url: str) -> None:
        """The file need not be there."""
        self.file = file
        self.url = url

    def life(self, *arguments: object) -> list[str]:
        """The command line of life.c."""
        return [str(PROGRAMS / "life"), str(self.file), self.url, *map(str, arguments)]

    def record(self, *arguments: str, **environment: str) -> Done:
        """Runs ``crec record`` to its end."""
        return subprocess.run(
            [COMMAND, "record", *arguments],
            env={**os.environ, **KEYS, "CREC_LEDGER": str(self.file), **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=LIMIT_SECONDS,
        )

    def call(self, *arguments: str) -> Done:
        """The same, to the clouds."""
        return self.record(*arguments, "--endpoint", self.url, "--attempt-limit", "1")

    def settled(self, *options: str) -> list[str]:
        """Settles it; the faults of that."""
        done = self.call("settle", *options)
        return [] if done.returncode in (0, 7) else [f"settle: {done.returncode}: {done.stderr}"]

    def recordings(self) -> list[dict[str, Any]]:
        """All recordings, as the command lists them."""
        done = self.record("list", "--json")
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


def is_lost(recording: dict[str, Any]) -> bool:
    """True if it may run, and the ledger says so."""
    return recording["state"] in ("doubtful", "abandoned")
