"""Helpers of the ledgers' tests: starts of every kind, ledgers for the emulator, and processes."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import crec
from support import (
    BINDING,
    LIBRARY,
    AsyncEmulatorTestCase,
    EmulatorTestCase,
    WaitingServer,
    eventually,
)

State, Status = crec.RecordingState, crec.Status

IDS = {"AppId": "app", "RoomId": "room", "TaskId": "task", "UserId": "user"}


@dataclass(frozen=True)
class Start:
    """A start of one kind, with fields that the emulator takes."""

    account: str
    action: str
    fields: dict[str, Any]

    def by(self, ledger: crec.Ledger, name: str, **options: Any) -> crec.Outcome:
        """Its outcome; it ends by itself in an hour."""
        options = {"max_duration": 3600, **options}
        return ledger.start(name, self.account, self.action, self.fields, **options)


WHITEBOARD = Start("volcengine", "StartWBRecord", IDS)
WEBCAST = Start("volcengine", "StartWebcast", {**IDS, "SourceURL": "https://example.com/"})
RTC = Start(
    "alibaba",
    "StartRtcCloudRecording",
    {
        "AppId": "app",
        "ChannelId": "channel",
        "SubscribeParams": {"SubscribeUserIdList": [{"UserId": "user"}]},
        "RecordParams": {"RecordMode": 1},
        "StorageParams": {"StorageType": 1, "OSSParams": None},
    },
)
LIVE = Start("tencent", "CreateLiveRecord", {"StreamName": "stream", "Highlight": 1})
RECORD = Start(
    "tencent",
    "CreateRecordTask",
    {"StreamName": "stream", "DomainName": "push.example.com", "AppName": "live"},
)
STARTS = (WHITEBOARD, WEBCAST, RTC, LIVE, RECORD)

# Starts recordings, says so, and waits to be killed.
OWNER = """
import json, sys
import crec
path, url, ca_file, options, starts = sys.argv[1:]
ledger = crec.Ledger(path, **json.loads(options))
for cloud, key in zip(crec.Cloud, ("volcengine", "aliyun", "tencent")):
    keys = crec.Credentials(f"{key}-test-key", f"{key}-test-secret")
    client = crec.Client(cloud, keys, endpoint=url, ca_file=ca_file, timeout=60)
    ledger.add_account(cloud.name.lower(), client)
for name, account, action, fields in json.loads(starts):
    ledger.start(name, account, action, fields, max_duration=3600)
print("ready", flush=True)
sys.stdin.read()
"""


class LedgerTestCase(EmulatorTestCase):
    """Ledgers of one file, in a directory of its own."""

    def setUp(self) -> None:
        super().setUp()
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.path = Path(directory.name, "ledger")

    def ledger(self, **options: Any) -> crec.Ledger:
        """A ledger with an account for each cloud, by the cloud's name."""
        ledger = crec.Ledger(self.path, **options)
        self.addCleanup(ledger.close, 0)
        for cloud in crec.Cloud:
            ledger.add_account(cloud.name.lower(), self.client(cloud))
        return ledger

    def ledger_of(self, server: WaitingServer, **options: Any) -> crec.Ledger:
        """A ledger whose only account is at a server that waits, and then tells of a task."""
        server.REPLY = b'{"Response":{"RequestId":"waited","TaskId":7}}'
        ledger = crec.Ledger(self.path, **options)
        self.addCleanup(ledger.close, 0)
        ledger.add_account("tencent", server.client())
        return ledger

    def state(self, ledger: crec.Ledger, name: str) -> crec.RecordingState | None:
        """The state of a recording; None if the ledger does not know it."""
        return states(ledger).get(name)

    def becomes(self, ledger: crec.Ledger, name: str, state: crec.RecordingState) -> bool:
        """True if a recording comes to a state, given ample time."""
        return eventually(lambda: self.state(ledger, name) is state)

    def owner(self, *starts: tuple[str, Start], **options: Any) -> subprocess.Popen[str]:
        """Another process that has started recordings, and has them."""
        given = [(name, start.account, start.action, start.fields) for name, start in starts]
        own = (self.path, self.emulator.url, self.emulator.ca_file, json.dumps(options))
        process = subprocess.Popen(
            [sys.executable, "-c", OWNER, *map(str, own), json.dumps(given)],
            env={**environment(), "PYTHONPATH": str(BINDING)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(end, process)
        assert process.stdout
        self.assertEqual(process.stdout.readline(), "ready\n")
        return process

    def killed_owner(self, *starts: tuple[str, Start], **options: Any) -> None:
        """The same, and it is killed."""
        end(self.owner(*starts, **options))


class AsyncLedgerTestCase(LedgerTestCase, AsyncEmulatorTestCase):
    """Ledgers of one file, with accounts of either kind."""

    def async_ledger(self, *, is_async: bool = True, **options: Any) -> crec.AsyncLedger:
        """A ledger with an account for each cloud, by the cloud's name."""
        ledger = crec.AsyncLedger(self.path, **options)
        self.addAsyncCleanup(ledger.aclose, 0)
        for cloud in crec.Cloud:
            client = self.async_client(cloud) if is_async else self.client(cloud)
            ledger.add_account(cloud.name.lower(), client)
        return ledger

    async def state_of(self, ledger: crec.AsyncLedger, name: str) -> crec.RecordingState | None:
        """The state of a recording."""
        return {one.name: one.state for one in await ledger.recordings()}.get(name)

    async def until(self, ledger: crec.AsyncLedger, name: str, state: crec.RecordingState) -> None:
        """Waits for a state of a recording."""
        async with asyncio.timeout(60):
            while await self.state_of(ledger, name) is not state:
                await asyncio.sleep(0.01)

    def start(self, ledger: crec.AsyncLedger, name: str, start: Start = LIVE) -> Any:
        """A start that is to be awaited."""
        return ledger.start(name, start.account, start.action, start.fields, 3600)

    def ledger_at(self, server: WaitingServer) -> crec.AsyncLedger:
        """A ledger whose only account is at a server that waits, and then tells of a task."""
        server.REPLY = b'{"Response":{"RequestId":"waited","TaskId":7}}'
        ledger = crec.AsyncLedger(self.path)
        self.addAsyncCleanup(ledger.aclose, 0)
        client = server.async_client()
        self.addAsyncCleanup(client.aclose, 0)
        ledger.add_account("tencent", client)
        return ledger


def environment() -> dict[str, str]:
    """The environment of another process that uses the package."""
    own = {"CREC_LIBRARY": str(LIBRARY), "PYTHONDONTWRITEBYTECODE": "1"}
    return {**os.environ, **own}


def end(process: subprocess.Popen[str]) -> None:
    """Kills a process, which is gone after that."""
    process.kill()
    process.communicate()


def states(ledger: crec.Ledger) -> dict[str, crec.RecordingState]:
    """The states of all recordings, by name."""
    return {recording.name: recording.state for recording in ledger.recordings()}
