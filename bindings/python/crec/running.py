"""What is being recorded, as far as the clouds tell."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .client import Client
from .enums import Cloud, Status, TaskState
from .errors import MalformedReplyError, NotFoundError, refusal
from .outcome import Fault, Outcome
from .request import Request

# No task of CreateRecordTask lasts longer than a day; twice that, for a clock that is off.
_MARGIN = 2 * 86400

_TIMES = ("Stopped", "StartTime", "EndTime")

_QUESTIONS = {
    Cloud.VOLCENGINE: "GetWebCastTask",
    Cloud.ALIBABA: "DescribeRtcCloudRecordingFiles",
    Cloud.TENCENT: "DescribeRecordTask",
}


@dataclass(frozen=True)
class RunningTask:
    """A task that runs, or is recovering."""

    ids: dict[str, str]
    """What tells it from others, by the cloud's own names."""
    state: TaskState
    """RUNNING or RECOVERING."""
    details: Mapping[str, Any] = field(default_factory=dict)
    """What the cloud's list tells of it: Tencent's."""


def running_tasks(
    client: Client,
    tasks: Iterable[Mapping[str, str]] = (),
    *,
    stream_name: str | None = None,
    domain_name: str | None = None,
    app_name: str | None = None,
) -> list[RunningTask]:
    """The tasks of the client's cloud that run or recover, by one call for each task or page.

    Tencent lists by itself the tasks that CreateRecordTask made: of all streams, or only those of a
    stream_name, domain_name, app_name. The other clouds are asked for each of ``tasks``, which has
    its ids by the cloud's own names: AppId, RoomId and TaskId of a page that Volcengine records,
    TaskId of Alibaba. One that the cloud does not know is left out. Nothing tells of whiteboards
    and of tasks of CreateLiveRecord.

    Raises what ``Client.perform`` raises, and InvalidArgumentError for tasks at Tencent, or a
    stream_name, domain_name or app_name elsewhere.
    """
    filters = {"stream_name": stream_name, "domain_name": domain_name, "app_name": app_name}
    asked = list(tasks)
    if client.cloud is not Cloud.TENCENT:
        _refuse([name for name, value in filters.items() if value is not None], "Tencent lists by")
        return [task for ids in asked for task in _asked(client, ids)]
    _refuse(["tasks"] if asked else [], "the other clouds are asked for")
    fields = {"StreamName": stream_name, "DomainName": domain_name, "AppName": app_name}
    return list(_listed(client, fields))


def _refuse(given: list[str], use: str) -> None:
    if given:
        faults = (Fault(name, "is given", f"none: it is what {use}") for name in given)
        raise refusal(*faults)


def _perform(client: Client, fields: Mapping[str, object]) -> Outcome:
    return client.perform(Request.operation(client.cloud, _QUESTIONS[client.cloud], fields))


def _asked(client: Client, ids: Mapping[str, str]) -> Iterator[RunningTask]:
    try:
        state = _perform(client, ids).task_state
    except NotFoundError:
        return
    if state in (TaskState.RUNNING, TaskState.RECOVERING):
        yield RunningTask(dict(ids), state)


def _listed(client: Client, filters: Mapping[str, str | None]) -> Iterator[RunningTask]:
    now = int(time.time())
    window = {"StartTime": now - _MARGIN, "EndTime": now + _MARGIN}
    token = None
    while token != "":
        outcome = _perform(client, {**filters, **window, "ScrollToken": token})
        page = json.loads(outcome.body)["Response"]
        now = int(time.time()) + outcome.clock_offset
        for entry in _entries(outcome, page):
            stopped, start, end = (_number(entry, name) for name in _TIMES)
            if stopped == 0 and start <= now < end:
                yield RunningTask({"TaskId": entry["TaskId"]}, TaskState.RUNNING, entry)
        following = page.get("ScrollToken") or ""
        token = "" if following == token else following  # The same would lead round in circles.


def _entries(outcome: Outcome, page: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    entries = page.get("TaskList", 0)
    entries = [] if entries is None else entries
    if not isinstance(entries, list) or not all(
        isinstance(entry, dict) and "TaskId" in entry for entry in entries
    ):
        problem = "the reply has no list of tasks"
        raise MalformedReplyError(replace(outcome, status=Status.MALFORMED_REPLY, message=problem))
    return entries


def _number(entry: Mapping[str, Any], name: str) -> int:
    value = entry.get(name)
    return value if isinstance(value, int) else 0
