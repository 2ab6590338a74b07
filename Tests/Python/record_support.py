"""Helpers of the tests of ``crec record``: the command, with a ledger of its own."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from support import ROOT, EmulatorTestCase

COMMAND = Path(os.environ.get("CREC_COMMAND") or ROOT / "build" / "bin" / "crec").resolve()

KEYS = {
    "VOLCENGINE_ACCESS_KEY": "volcengine-test-key",
    "VOLCENGINE_SECRET_KEY": "volcengine-test-secret",
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "aliyun-test-key",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "aliyun-test-secret",
    "TENCENTCLOUD_SECRET_ID": "tencent-test-key",
    "TENCENTCLOUD_SECRET_KEY": "tencent-test-secret",
}

# There is no metadata: a machine of a cloud's would have keys of its own.
NOWHERE = "http://127.0.0.1:1"

# What the emulator takes, by operation.
LIVE = ("create-live-record", "--stream-name", "s", "--highlight", "1")
RECORD = (
    *("create-record-task", "--stream-name", "s", "--domain-name", "d", "--app-name", "live"),
    *("--max-duration", "3600"),
)
WHITEBOARD = (
    *("start-wb-record", "--app-id", "App", "--room-id", "Room", "--user-id", "User"),
    *("--task-id", "Task"),
)
WEBCAST = (
    *("start-webcast", "--app-id", "App", "--room-id", "Room", "--user-id", "User"),
    *("--task-id", "Task", "--source-url", "https://example.com/"),
)
RTC = (
    *("start-rtc-cloud-recording", "--app-id", "App", "--channel-id", "Room"),
    *("--subscribe-params", '{"SubscribeUserIdList":[{"UserId":"User"}]}'),
    *("--record-params", '{"RecordMode":1}', "--storage-params", '{"StorageType":1}'),
    *("--notify-auth-key", "SECRETSECRETSECRET"),
)
STARTS = {
    "live": ("tencent", LIVE),
    "record": ("tencent", RECORD),
    "whiteboard": ("volcengine", WHITEBOARD),
    "webcast": ("volcengine", WEBCAST),
    "rtc": ("alibaba", RTC),
}

Done = subprocess.CompletedProcess[str]


class RecordTestCase(EmulatorTestCase):
    """An emulator and a new ledger for each test."""

    def setUp(self) -> None:
        """Makes a directory for the ledger."""
        super().setUp()
        self.directory = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.ledger = self.directory / "ledger"

    @property
    def to_emulator(self) -> tuple[str, ...]:
        """The options of a call to the emulator, with ample time and a single attempt."""
        place = ("--endpoint", self.emulator.url, "--ca-file", str(self.emulator.ca_file))
        nowhere = ("--metadata-endpoint", NOWHERE)
        return (*place, *nowhere, "--attempt-limit", "1", "--timeout-ms", "60000")

    def environment(self, keys: dict[str, str] | None) -> dict[str, str]:
        """Nothing but the ledger and the keys, which are all by default."""
        return {"CREC_LEDGER": str(self.ledger), **(KEYS if keys is None else keys)}

    def record(self, *words: str, keys: dict[str, str] | None = None) -> Done:
        """Runs ``crec record`` to its end."""
        return subprocess.run(
            [COMMAND, "record", *words],
            env=self.environment(keys),
            capture_output=True,
            encoding="utf-8",
        )

    def begun(self, *words: str) -> subprocess.Popen[str]:
        """Begins a ``crec record`` that is killed in the end."""
        process = subprocess.Popen(
            [COMMAND, "record", *words],
            env=self.environment(None),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        self.enterContext(process)
        self.addCleanup(process.kill)
        return process

    def call(self, *words: str, keys: dict[str, str] | None = None) -> Done:
        """The same, to the emulator."""
        return self.record(*words, *self.to_emulator, keys=keys)

    def start(self, name: str, start: tuple[str, ...] = LIVE) -> None:
        """Starts a recording, and expects that this goes well."""
        done = self.call("start", name, *start)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)

    def listed(self) -> dict[str, dict[str, Any]]:
        """The recordings by name, as a process without keys lists them."""
        done = self.record("list", "--json", keys={})
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        recordings = [json.loads(line) for line in done.stdout.splitlines()]
        return {recording["name"]: recording for recording in recordings}

    def states(self) -> dict[str, str]:
        """Their states."""
        return {name: recording["state"] for name, recording in self.listed().items()}

    def clouds_states(self) -> list[str]:
        """The states of all tasks at the clouds."""
        return [task["state"] for task in self.emulator.tasks()]
