"""Checks of ledgers against the clouds: the emulator's log of calls, and its tasks.

Each returns what is wrong, in words.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from cloud_emulator.process import EmulatorProcess

Json = dict[str, Any]

# Names of recordings in life.c, by their start.
NAMES = {
    "StartWBRecord": "r0",
    "StartWebcast": "r1",
    "StartRtcCloudRecording": "r2",
    "CreateLiveRecord": "r3",
    "CreateRecordTask": "r4",
}


class Clouds:
    """The calls that the clouds saw, and the tasks that run there."""

    def __init__(self, emulator: EmulatorProcess) -> None:
        """As it is now."""
        self.calls = [call for call in emulator.seen() if call["fields"]]
        self.starts = [call for call in self.calls if call["action"] in NAMES]
        tasks = emulator.tasks()
        self.running = [task for task in tasks if task["state"] == "running"]

    def sent_twice(self) -> list[str]:
        """Starts that were sent more than once."""
        counts = Counter(mark(call) for call in self.starts)
        return [f"{one} was started {count} times" for one, count in counts.items() if count > 1]

    def overtaken(self) -> list[str]:
        """Starts of tasks that ran, and stops that ended a newer recording than their own.

        The host names these tasks. A whiteboard's stop has the mark of its start.
        """
        faults = []
        running: dict[str, str] = {}
        for call in self.calls:
            one, name = mark(call), identity(call)
            if call["verdict"] == "InvalidParameter.TaskAlreadyExists":
                faults.append(f"{one} was started while its task ran")
            if not call["applied"]:
                continue
            if call["action"] in ("StartWBRecord", "StartWebcast"):
                if name in running:
                    faults.append(f"{one} was started while {running[name]} ran")
                running[name] = one
            elif call["action"] in ("StopWBRecord", "StopWebcast"):
                begun = running.pop(name)
                if call["action"] == "StopWBRecord" and begun != one:
                    faults.append(f"a stop of {one} ended {begun}")
        return faults

    def unlisted(self, lost: Iterable[Json], states: dict[str, str]) -> list[str]:
        """Tasks that run, and are none of the `lost`, which are doubtful or abandoned."""
        begun = {identity(call): call for call in self.starts if call["applied"]}
        told = {self._mark_of(recording) for recording in lost}
        faults = []
        for task in self.running:
            start = begun[json.dumps(task["fields"])]
            if mark(start) not in told:
                name = NAMES[start["action"]]
                faults.append(f"{mark(start)} of {name} runs, which is {states.get(name)}")
        return faults

    def ended(self, recordings: Iterable[Json]) -> list[str]:
        """Recordings that the ledger has running, and whose tasks do not run."""
        running = [recording for recording in recordings if recording["state"] == "running"]
        return [
            f"{recording['name']} is listed as running, and its task does not run"
            for recording in running
            if not any(is_task(recording["task"], task) for task in self.running)
        ]

    def _mark_of(self, lost: Json) -> str:
        """Its start is the first one of its operation that came after it was written down."""
        calls = (call for call in self.starts if call["action"] == lost["action"])
        later = [call for call in calls if call["time"] * 1000 >= lost["started_at"]]
        return mark(min(later, key=lambda call: float(call["time"]))) if later else ""


def mark(call: Json) -> str:
    """The mark of a start; a stop of a whiteboard has it, too."""
    fields = call["fields"]
    found = fields.get("UserId") or fields.get("ChannelId") or fields.get("StreamName")
    return str(found)


def identity(call: Json) -> str:
    """The task of a call."""
    return json.dumps(call["task"])


def is_task(listed: Json, task: Json) -> bool:
    """True if a recording's task is this one of the emulator."""
    return all(str(listed.get(name)) == value for name, value in task["fields"].items())


def unsettled(states: dict[str, str]) -> list[str]:
    """Recordings that are being started or stopped still."""
    return [f"{name} is {state}" for name, state in states.items() if state in UNSETTLED]


UNSETTLED = ("starting", "stopping")
