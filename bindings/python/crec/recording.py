"""A recording, as a ledger's file has it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from ._calls import text
from .enums import Cloud, Status, _Growing

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_LAST = (datetime.max.replace(tzinfo=timezone.utc) - _EPOCH) // timedelta(milliseconds=1)


class RecordingState(_Growing):
    """The state of a recording. The numbers are those of crec_ledger.h."""

    STARTING = 1
    """Its start is, or may be, under way."""
    RUNNING = 2
    """It records, as far as the cloud told."""
    STOPPING = 3
    """Its stop is asked for, and not confirmed."""
    STOPPED = 4
    """It has ended."""
    FAILED = 5
    """It never began."""
    DOUBTFUL = 6
    """It may run, and cannot be stopped by id: see bound."""
    ABANDONED = 7
    """It may run: its stop was not confirmed within the limit."""


@dataclass(frozen=True)
class Recording:
    """A recording at the time when it was asked for. Absent values are "", 0 or None."""

    name: str
    account: str
    """The name of its account, as given to add_account."""
    cloud: Cloud
    action: str
    """The start, such as "CreateLiveRecord"."""
    task: dict[str, Any]
    """The fields that its stop is called with, by the cloud's own names."""
    state: RecordingState
    started: datetime | None
    """When its start was asked for, in UTC."""
    changed: datetime | None
    """When its state changed, in UTC."""
    attempts: int
    """Attempts of its stop, or before that to find out how its start came out."""
    status: Status
    """The status of the last attempt that failed."""
    problem: str
    """The message of that attempt."""
    bound: str
    """The cloud's own end of it, in words."""
    is_orphan: bool
    """True if the process is gone that it belonged to."""


def copied(recording: Any) -> Recording:
    """The copy of a struct crec_recording."""
    return Recording(
        name=text(recording.name),
        account=text(recording.account),
        cloud=Cloud(recording.cloud),
        action=text(recording.action),
        task=_object(recording.task),
        state=RecordingState(recording.state),
        started=_time(recording.started_at),
        changed=_time(recording.changed_at),
        attempts=recording.attempts,
        status=Status(recording.status),
        problem=text(recording.problem),
        bound=text(recording.bound),
        is_orphan=bool(recording.is_orphan),
    )


def _object(json_text: bytes) -> dict[str, Any]:
    """A JSON object; an empty one for what is none, as in a file that somebody has changed."""
    try:
        value = json.loads(json_text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _time(milliseconds: int) -> datetime | None:
    return _EPOCH + timedelta(milliseconds=min(milliseconds, _LAST)) if milliseconds else None
