"""Volcengine RTC's operations."""

from cloud_emulator.acts import describes, refuses, starts, stops
from cloud_emulator.fields import Field
from cloud_emulator.message import Fields, Json
from cloud_emulator.operation import TaskOperation
from cloud_emulator.rules import between, even_between, is_id, length, off_or_between
from cloud_emulator.tasks import State, Task, TaskKind

VERSIONS = ("2020-12-01", "2023-11-01")
POST = ("POST",)

KEY = ("AppId", "RoomId", "TaskId")
WHITEBOARD = TaskKind("whiteboard", KEY)
WEBCAST = TaskKind("webcast", KEY)

APP_ID = Field("AppId", allows=is_id, code="InvalidParameter.IllegalAppId")
ROOM_ID = Field("RoomId", allows=is_id, code="InvalidParameter.IllegalRoomID")
TASK_ID = Field("TaskId", allows=is_id)
USER_ID = Field("UserId", allows=is_id)
BUSINESS_ID = Field("BusinessId", allows=is_id, required=False)
SOURCE_URL = Field("SourceURL", required=False)

EVENT_NOTIFY_CONFIG = (
    Field("EnableEventNotify", bool, required=False),
    Field("StartTimeout", int, between(0, 60), required=False),
)
MONITOR_CONFIG = (
    Field("BlankCheckInterval", int, off_or_between(2, 30), required=False),
    Field("CrashCheckInterval", int, between(0, 30), required=False),
    Field("FreezeCheckInterval", int, off_or_between(2, 30), required=False),
)
VIDEO_SOLUTION = (
    Field("Width", int, even_between(50, 1920), required=False),
    Field("Height", int, even_between(50, 1080), required=False),
    Field("FrameRate", int, between(1, 60), required=False),
    Field("Bitrate", int, between(0, 10000), required=False),
)
CONFIGS = (
    Field("EventNotifyConfig", dict, members=EVENT_NOTIFY_CONFIG, required=False),
    Field("MonitorConfig", dict, members=MONITOR_CONFIG, required=False),
    Field("VideoSolutions", list, length(0, 2), members=VIDEO_SOLUTION, required=False),
)

EXISTS = "InvalidParameter.TaskAlreadyExists"
NOT_ACTIVE = "InvalidParameter.ErrorActiveTaskNotFound"
STARTED = "The task has been started. Please do not call the startup task interface repeatedly"

LONGEST_RUN = 86400
REMEMBERED = 72 * 3600
STATUS = {
    State.NOT_STARTED: 1,
    State.RUNNING: 2,
    State.RECOVERING: 2,
    State.STOPPING: 2,
    State.STOPPED: 3,
    State.FAILED: 4,
}
STOP_REASON = {State.STOPPED: "StopByAPI", State.FAILED: "StartTaskFailed"}


def _ok(task: Task) -> Json:
    return "ok"


def _webcast(task: Task) -> Json:
    given: Fields = {
        config.name: task.fields[config.name] for config in CONFIGS if config.name in task.fields
    }
    return {
        "WebCastTask": {
            "StartTime": _milliseconds(task.started),
            "EndTime": _milliseconds(task.ended),
            "Status": STATUS[task.state],
            "StopReason": STOP_REASON.get(task.state, ""),
            "UserId": task.fields.get("UserId", ""),
            "SourceURL": task.fields.get("SourceURL", ""),
            "MaxRunningTime": task.fields.get("MaxRunningTime", LONGEST_RUN),
            **given,
        }
    }


def _milliseconds(seconds: float | None) -> int:
    return round((seconds or 0) * 1000)


OPERATIONS = (
    TaskOperation(
        "StartWBRecord",
        VERSIONS,
        POST,
        rate=10,
        fields=(APP_ID, ROOM_ID, TASK_ID, USER_ID, BUSINESS_ID, SOURCE_URL),
        kind=WHITEBOARD,
        act=starts(_ok, active=refuses(EXISTS)),
    ),
    TaskOperation(
        "StopWBRecord",
        VERSIONS,
        POST,
        rate=10,
        fields=(APP_ID, ROOM_ID, USER_ID, TASK_ID),
        kind=WHITEBOARD,
        act=stops(_ok, unknown=NOT_ACTIVE, over=NOT_ACTIVE),
    ),
    TaskOperation(
        "StartWebcast",
        VERSIONS,
        POST,
        rate=150,
        fields=(
            *(APP_ID, ROOM_ID, TASK_ID, USER_ID, BUSINESS_ID),
            Field("SourceURL", allows=length(1, 1024)),
            Field("MaxRunningTime", int, between(10, LONGEST_RUN), required=False),
            *CONFIGS,
        ),
        kind=WEBCAST,
        act=starts(_ok, active=lambda task: STARTED),
    ),
    TaskOperation(
        "StopWebcast",
        VERSIONS,
        POST,
        rate=150,
        fields=(APP_ID, ROOM_ID, TASK_ID),
        kind=WEBCAST,
        act=stops(_ok, unknown=NOT_ACTIVE, over=NOT_ACTIVE),
    ),
    TaskOperation(
        "GetWebCastTask",
        VERSIONS,
        methods=("GET",),
        rate=60,
        fields=(APP_ID, ROOM_ID, TASK_ID),
        kind=WEBCAST,
        act=describes(_webcast, unknown=NOT_ACTIVE, within=REMEMBERED),
    ),
)
