"""Lists the tasks that record, as far as the clouds tell."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from . import tencent
from ._account import Account
from .client import Client
from .enums import Cloud, Status, TaskState
from .errors import MalformedReplyError, NotFoundError, refusal
from .outcome import Fault, Outcome
from .request import Request

if TYPE_CHECKING:
    from .async_client import AsyncClient

# No task of CreateRecordTask lasts longer than a day; twice that, for a clock that is off.
_MARGIN = 2 * 86400

_TIMES = ("Stopped", "StartTime", "EndTime")

_QUESTIONS = {
    Cloud.VOLCENGINE: "GetWebCastTask",
    Cloud.ALIBABA: "DescribeRtcCloudRecordingFiles",
}

_Perform = Callable[[Request], Awaitable[Outcome]]


@dataclass(frozen=True)
class RunningTask:
    """A task that runs, or is recovering."""

    ids: dict[str, str]
    """Its ids, by the cloud's own names."""
    state: TaskState
    """RUNNING or RECOVERING."""
    details: Mapping[str, Any] = field(default_factory=dict)
    """Its entry in the cloud's list: Tencent's."""


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
    stream_name, domain_name or app_name elsewhere. ``async_running_tasks`` is for asyncio.
    """
    _check(client, Client)
    filters = {"stream_name": stream_name, "domain_name": domain_name, "app_name": app_name}

    async def perform(request: Request) -> Outcome:
        return client.perform(request)

    try:
        _found(client.cloud, perform, tasks, filters).send(None)
    except StopIteration as end:  # It never has to wait.
        found: list[RunningTask] = end.value
        return found
    raise AssertionError("a blocking call is over when it returns")


async def async_running_tasks(
    client: AsyncClient,
    tasks: Iterable[Mapping[str, str]] = (),
    *,
    stream_name: str | None = None,
    domain_name: str | None = None,
    app_name: str | None = None,
) -> list[RunningTask]:
    """The tasks of the cloud of a client for asyncio; otherwise as ``running_tasks``.

    The calls are made one after the other. Cancelling cancels the one that is under way.
    """
    from .async_client import AsyncClient  # As the package imports it: when it is used.

    _check(client, AsyncClient)
    filters = {"stream_name": stream_name, "domain_name": domain_name, "app_name": app_name}
    return await _found(client.cloud, client.perform, tasks, filters)


def _check(client: object, kind: type[Account]) -> None:
    if not isinstance(client, kind):
        problem = f"is of type {type(client).__name__}"
        raise refusal(Fault("client", problem, f"a crec.{kind.__name__}"))


async def _found(
    cloud: Cloud,
    perform: _Perform,
    tasks: Iterable[Mapping[str, str]],
    filters: Mapping[str, str | None],
) -> list[RunningTask]:
    asked = list(tasks)
    if cloud is Cloud.TENCENT:
        _refuse(["tasks"] if asked else [], "the other clouds are asked for")
        return await _listed(perform, filters)
    given = [name for name, value in filters.items() if value is not None]
    _refuse(given, "Tencent lists by")
    return await _asked(cloud, perform, asked)


def _refuse(given: list[str], use: str) -> None:
    if given:
        faults = (Fault(name, "is given", f"none: it is what {use}") for name in given)
        raise refusal(*faults)


async def _asked(
    cloud: Cloud, perform: _Perform, tasks: list[Mapping[str, str]]
) -> list[RunningTask]:
    found = []
    for ids in tasks:
        with suppress(NotFoundError):
            outcome = await perform(Request.operation(cloud, _QUESTIONS[cloud], ids))
            if outcome.task_state in (TaskState.RUNNING, TaskState.RECOVERING):
                found.append(RunningTask(dict(ids), outcome.task_state))
    return found


async def _listed(perform: _Perform, filters: Mapping[str, str | None]) -> list[RunningTask]:
    now = int(time.time())
    start_time, end_time = now - _MARGIN, now + _MARGIN
    found = []
    token = None
    while token != "":
        request = tencent.describe_record_task(
            start_time=start_time, end_time=end_time, scroll_token=token, **filters
        )
        outcome = await perform(request)
        page = json.loads(outcome.body)["Response"]
        now = int(time.time()) + outcome.clock_offset
        for entry in _entries(outcome, page):
            stopped, start, end = (_number(entry, name) for name in _TIMES)
            if stopped == 0 and start <= now < end:
                found.append(RunningTask({"TaskId": entry["TaskId"]}, TaskState.RUNNING, entry))
        following = page.get("ScrollToken") or ""
        token = "" if following == token else following  # The same would lead round in circles.
    return found


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
