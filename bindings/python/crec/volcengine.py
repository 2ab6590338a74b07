"""Volcengine RTC: each operation's request, for ``perform`` of a client.

Generated from the library's own tables by Tools/Operations/generate.py: make operations.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from .enums import Cloud
from .request import Request


class EventNotifyConfigDict(TypedDict, total=False):
    """EventNotifyConfig of StartWebcast."""

    EnableEventNotify: bool
    """True or false; [false]."""
    StartTimeout: int
    """An integer from 0 to 60; seconds [0]."""


class MonitorConfigDict(TypedDict, total=False):
    """MonitorConfig of StartWebcast."""

    BlankCheckInterval: int
    """0, or an integer from 2 to 30; seconds; 0: off."""
    CrashCheckInterval: int
    """An integer from 0 to 30; seconds; 0: off."""
    FreezeCheckInterval: int
    """0, or an integer from 2 to 30; seconds; 0: off."""


class VideoSolutionDict(TypedDict, total=False):
    """VideoSolutions[] of StartWebcast."""

    Width: int
    """An even integer from 50 to 1920; pixels [1280]."""
    Height: int
    """An even integer from 50 to 1080; pixels [720]."""
    FrameRate: int
    """An integer from 1 to 60; [15]."""
    Bitrate: int
    """An integer from 0 to 10000; kbit/s; 0: adaptive [0]."""


def start_wb_record(
    *,
    app_id: str,
    room_id: str,
    task_id: str,
    user_id: str,
    business_id: str | None = None,
    source_url: str | None = None,
    version: str | None = None,
) -> Request:
    """Volcengine RTC StartWBRecord: starts recording a whiteboard.

    app_id: 1 to 128 of a-z A-Z 0-9 _ @ - .
    room_id: 1 to 128 of a-z A-Z 0-9 _ @ - .
    task_id: 1 to 128 of a-z A-Z 0-9 _ @ - .; the caller's choice, needed for the stop
    user_id: 1 to 128 of a-z A-Z 0-9 _ @ - .; a user of that id is thrown out of the room
    business_id: 1 to 128 of a-z A-Z 0-9 _ @ - .
    source_url: an http or https URL, percent-encoded; a custom page
    version: of the API [2020-12-01]

    Not idempotent: retried only if it certainly was not executed. 10 calls per second per account.
    www.volcengine.com/docs/6348/1217308
    """
    return Request.start_wb_record(
        app_id=app_id,
        room_id=room_id,
        task_id=task_id,
        user_id=user_id,
        business_id=business_id,
        source_url=source_url,
        version=version,
    )


def stop_wb_record(
    *, app_id: str, room_id: str, user_id: str, task_id: str, version: str | None = None
) -> Request:
    """Volcengine RTC StopWBRecord: stops what StartWBRecord started.

    app_id: 1 to 128 of a-z A-Z 0-9 _ @ - .
    room_id: 1 to 128 of a-z A-Z 0-9 _ @ - .
    user_id: 1 to 128 of a-z A-Z 0-9 _ @ - .; the user who makes this call
    task_id: 1 to 128 of a-z A-Z 0-9 _ @ - .; as given to StartWBRecord
    version: of the API [2023-11-01]

    Idempotent: retried even if the outcome is unknown. 10 calls per second per account.
    www.volcengine.com/docs/6348/1232755
    """
    return Request.stop_wb_record(
        app_id=app_id, room_id=room_id, user_id=user_id, task_id=task_id, version=version
    )


def start_webcast(
    *,
    app_id: str,
    room_id: str,
    task_id: str,
    user_id: str,
    business_id: str | None = None,
    source_url: str,
    max_running_time: int | None = None,
    event_notify_config: EventNotifyConfigDict | None = None,
    monitor_config: MonitorConfigDict | None = None,
    video_solutions: Sequence[VideoSolutionDict] | None = None,
    version: str | None = None,
) -> Request:
    """Volcengine RTC StartWebcast: starts recording a web page; one that runs already is left as
    it is.

    app_id: 1 to 128 of a-z A-Z 0-9 _ @ - .
    room_id: 1 to 128 of a-z A-Z 0-9 _ @ - .
    task_id: 1 to 128 of a-z A-Z 0-9 _ @ - .; the caller's choice, needed for the stop
    user_id: 1 to 128 of a-z A-Z 0-9 _ @ - .; a user of that id is thrown out of the room
    business_id: 1 to 128 of a-z A-Z 0-9 _ @ - .
    source_url: an http or https URL, percent-encoded, at most 1024 characters; the page
    max_running_time: an integer from 10 to 86400; seconds [86400]
    event_notify_config: an object
    monitor_config: an object
    video_solutions: a list of 0 to 2, each an object
    version: of the API [2020-12-01]

    Not idempotent: retried only if it certainly was not executed. 150 calls per second per account.
    www.volcengine.com/docs/6348/1188207
    """
    fields: dict[str, object] = {
        "AppId": app_id,
        "RoomId": room_id,
        "TaskId": task_id,
        "UserId": user_id,
        "BusinessId": business_id,
        "SourceURL": source_url,
        "MaxRunningTime": max_running_time,
        "EventNotifyConfig": event_notify_config,
        "MonitorConfig": monitor_config,
        "VideoSolutions": video_solutions,
    }
    return Request.operation(Cloud.VOLCENGINE, "StartWebcast", fields, version=version)


def stop_webcast(*, app_id: str, room_id: str, task_id: str, version: str | None = None) -> Request:
    """Volcengine RTC StopWebcast: stops what StartWebcast started.

    app_id: 1 to 128 of a-z A-Z 0-9 _ @ - .
    room_id: 1 to 128 of a-z A-Z 0-9 _ @ - .
    task_id: 1 to 128 of a-z A-Z 0-9 _ @ - .; as given to StartWebcast
    version: of the API [2020-12-01]

    Idempotent: retried even if the outcome is unknown. 150 calls per second per account.
    www.volcengine.com/docs/6348/119514
    """
    return Request.stop_webcast(app_id=app_id, room_id=room_id, task_id=task_id, version=version)


def get_web_cast_task(
    *, app_id: str, room_id: str, task_id: str, version: str | None = None
) -> Request:
    """Volcengine RTC GetWebCastTask: asks how StartWebcast's task of the last 72 hours stands.

    app_id: 1 to 128 of a-z A-Z 0-9 _ @ - .
    room_id: 1 to 128 of a-z A-Z 0-9 _ @ - .
    task_id: 1 to 128 of a-z A-Z 0-9 _ @ - .; as given to StartWebcast
    version: of the API [2020-12-01]

    Idempotent: retried even if the outcome is unknown. 60 calls per second per account.
    www.volcengine.com/docs/6348/204054
    """
    fields: dict[str, object] = {"AppId": app_id, "RoomId": room_id, "TaskId": task_id}
    return Request.operation(Cloud.VOLCENGINE, "GetWebCastTask", fields, version=version)
