"""A recording that one language starts, the second lists and the third stops, on one file."""

from __future__ import annotations

import json
import subprocess
import tempfile
import unittest
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import permutations
from pathlib import Path
from typing import Any, Protocol

import crec
from cloud_emulator.process import EmulatorProcess
from hosts import KEYS, LIMIT_SECONDS, Ledger

IDS = {"AppId": "App", "RoomId": "Room", "UserId": "User", "TaskId": "Task"}

# By the name that life.c gives it: the operation as the command has it, the cloud, the cloud's own
# name of the operation, and fields.
STARTS: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "r0": ("start-wb-record", "volcengine", "StartWBRecord", IDS),
    "r1": (
        *("start-webcast", "volcengine", "StartWebcast"),
        {**IDS, "SourceURL": "https://example.com/"},
    ),
    "r2": (
        *("start-rtc-cloud-recording", "alibaba", "StartRtcCloudRecording"),
        {
            "AppId": "App",
            "ChannelId": "Channel",
            "SubscribeParams": {"SubscribeUserIdList": [{"UserId": "User"}]},
            "RecordParams": {"RecordMode": 1},
            "StorageParams": {"StorageType": 1},
        },
    ),
    "r3": (
        *("create-live-record", "tencent", "CreateLiveRecord"),
        {"StreamName": "Stream", "Highlight": 1},
    ),
    "r4": (
        *("create-record-task", "tencent", "CreateRecordTask"),
        {"StreamName": "Stream", "DomainName": "d", "AppName": "live"},
    ),
}


class Language(Protocol):
    """A way to use a ledger."""

    def start(self, ledger: Ledger, name: str) -> None:
        """Starts a recording, which goes on."""

    def states(self, ledger: Ledger) -> dict[str, str]:
        """The states of all recordings."""

    def stop(self, ledger: Ledger, name: str) -> None:
        """Stops a recording."""


class C:
    """Programs: life.c."""

    def start(self, ledger: Ledger, name: str) -> None:
        self._run(ledger, "start", name)

    def states(self, ledger: Ledger) -> dict[str, str]:
        listed = (line.split(" ", 1) for line in self._run(ledger, "list").splitlines())
        return dict(listed)

    def stop(self, ledger: Ledger, name: str) -> None:
        self._run(ledger, "stop", name)

    def _run(self, ledger: Ledger, *arguments: str) -> str:
        return subprocess.check_output(ledger.life(*arguments), text=True, timeout=LIMIT_SECONDS)


class Python:
    """crec.Ledger, in this process."""

    def start(self, ledger: Ledger, name: str) -> None:
        _, account, action, fields = STARTS[name]
        with self._opened(ledger) as opened:
            opened.start(name, account, action, fields, max_duration=3600)

    def states(self, ledger: Ledger) -> dict[str, str]:
        with self._opened(ledger) as opened:
            return {one.name: one.state.name.lower() for one in opened.recordings()}

    def stop(self, ledger: Ledger, name: str) -> None:
        with self._opened(ledger) as opened:
            opened.stop(name)

    @contextmanager
    def _opened(self, ledger: Ledger) -> Iterator[crec.Ledger]:
        keys = iter(KEYS.values())
        with crec.Ledger(ledger.file, keep_orphans=True) as opened:
            for cloud in crec.Cloud:
                credentials = crec.Credentials(next(keys), next(keys))
                client = crec.Client(cloud, credentials, endpoint=ledger.url)
                opened.add_account(cloud.name.lower(), client)
            yield opened


class Command:
    """``crec record``."""

    def start(self, ledger: Ledger, name: str) -> None:
        operation, _, _, fields = STARTS[name]
        given = ("--fields", json.dumps(fields), "--max-duration", "3600")
        self._check(ledger.call("start", name, operation, *given))

    def states(self, ledger: Ledger) -> dict[str, str]:
        return {one["name"]: one["state"] for one in ledger.recordings()}

    def stop(self, ledger: Ledger, name: str) -> None:
        self._check(ledger.call("stop", name))

    def _check(self, done: subprocess.CompletedProcess[str]) -> None:
        assert done.returncode == 0, done.stderr


LANGUAGES: tuple[Language, ...] = (C(), Python(), Command())


class LanguageTests(unittest.TestCase):
    def test_one_starts_the_second_lists_and_the_third_stops(self) -> None:
        emulator = self.enterContext(EmulatorProcess("--no-rates"))
        for starter, lister, stopper in permutations(LANGUAGES):
            for name, (_, _, action, _) in STARTS.items():
                order = [type(one).__name__ for one in (starter, lister, stopper)]
                with self.subTest(order, action=action), tempfile.TemporaryDirectory() as directory:
                    emulator.reset()
                    ledger = Ledger(Path(directory) / "ledger", emulator.url)
                    starter.start(ledger, name)
                    self.assertEqual(lister.states(ledger), {name: "running"})
                    self.assertEqual([task["state"] for task in emulator.tasks()], ["running"])
                    stopper.stop(ledger, name)
                    self.assertEqual([task["state"] for task in emulator.tasks()], ["stopped"])
                    for language in LANGUAGES:
                        self.assertEqual(language.states(ledger), {name: "stopped"})
                    self.assertEqual(len(emulator.seen()), 2)


if __name__ == "__main__":
    unittest.main()
