"""Tencent Cloud Live's operations: two families, whose tasks have nothing in common."""

import uuid
from itertools import dropwhile
from urllib.parse import parse_qsl, unquote, unquote_plus

from cloud_emulator.acts import Outcome, creates, deletes, stops
from cloud_emulator.fields import Field, Refusal, number
from cloud_emulator.message import Fields, Json
from cloud_emulator.operation import TaskOperation
from cloud_emulator.rules import from_now, in_any_case, is_int64, is_moment, like, one_of, span
from cloud_emulator.tasks import AccountTasks, State, Task, TaskKind

VERSIONS = ("2018-08-01",)
METHODS = ("POST", "GET")
DAY = 86400
PAGE = 20

LIVE = TaskKind("live", ("StreamName", "TaskId"))
RECORD = TaskKind("record", ("TaskId",))

NO_TASK = "ResourceNotFound.TaskId"
NO_CHANNEL = "ResourceNotFound.ChannelNotExist"


def _is_scheduled(fields: Fields) -> bool:
    return fields.get("Highlight") != 1


def _is_live_time(value: Json) -> bool:
    return isinstance(value, str) and is_moment(unquote_plus(value))


def _is_stream_param(value: Json) -> bool:
    pairs = parse_qsl(unquote(str(value)))
    intervals = [text for name, text in pairs if name == "record_interval"]
    return all(like("[0-9]{4}")(text) and 1800 <= int(text) <= 7200 for text in intervals)


STREAM_NAME = Field("StreamName")
LIVE_KEY = (STREAM_NAME, Field("TaskId", int, is_int64))
RECORD_KEY = (Field("TaskId"),)
FILTERS = ("StreamName", "DomainName", "AppName")


def _new_number() -> int:
    """Most don't fit a double, so that a client which takes them for one is found out."""
    return uuid.uuid4().int >> 65


def _nothing(task: Task) -> Json:
    return {}


def _task_id(task: Task) -> Json:
    return {"TaskId": task.fields["TaskId"]}


_stop = stops(_nothing, unknown=NO_TASK, over=NO_TASK)


def _stop_live_record(tasks: AccountTasks, kind: TaskKind, fields: Fields) -> Outcome:
    if all(task.values["StreamName"] != fields["StreamName"] for task in tasks.all(kind)):
        raise Refusal(NO_CHANNEL)
    return _stop(tasks, kind, fields)


def _describe_record_tasks(tasks: AccountTasks, kind: TaskKind, fields: Fields) -> Outcome:
    found = [_entry(task) for task in tasks.all(kind) if _is_wanted(task, fields)]
    token = fields.get("ScrollToken")
    if token:
        found = list(dropwhile(lambda entry: entry["TaskId"] != token, found))
        if not found:
            raise Refusal("InvalidParameterValue", "The parameter ScrollToken is not valid.")
    following = found[PAGE]["TaskId"] if len(found) > PAGE else ""
    return Outcome({"ScrollToken": following, "TaskList": [*found[:PAGE]]})


def _is_wanted(task: Task, fields: Fields) -> bool:
    earliest, latest = number(fields, "StartTime", 0), number(fields, "EndTime", 0)
    within = earliest <= _start_time(task) and number(task.fields, "EndTime", 0) <= latest
    return within and all(
        task.fields.get(name) == fields[name] for name in FILTERS if fields.get(name)
    )


def _start_time(task: Task) -> int:
    return number(task.fields, "StartTime", int(task.started or 0))


def _entry(task: Task) -> Fields:
    given: Fields = {name: task.fields.get(name, "") for name in FILTERS}
    return {
        "TaskId": task.values["TaskId"],
        **given,
        "StartTime": _start_time(task),
        "EndTime": number(task.fields, "EndTime", 0),
        "TemplateId": number(task.fields, "TemplateId", 0),
        "Stopped": int(task.ended or 0) if task.state is State.STOPPED else 0,
    }


OPERATIONS = (
    TaskOperation(
        "CreateLiveRecord",
        VERSIONS,
        METHODS,
        rate=500,
        fields=(
            STREAM_NAME,
            Field("AppName", required=False),
            Field("DomainName", required=False),
            Field("StartTime", allows=_is_live_time, required=_is_scheduled),
            Field("EndTime", allows=_is_live_time, required=_is_scheduled),
            Field("RecordType", allows=in_any_case("video", "audio"), required=False),
            Field(
                "FileFormat",
                allows=in_any_case("flv", "hls", "mp4", "aac", "mp3"),
                required=False,
            ),
            Field("Highlight", int, one_of(0, 1), required=False),
            Field("MixStream", int, one_of(0, 1), required=False),
            Field("StreamParam", allows=_is_stream_param, required=False),
        ),
        kind=LIVE,
        act=creates(_task_id, _new_number),
    ),
    TaskOperation(
        "StopLiveRecord",
        VERSIONS,
        METHODS,
        rate=200,
        fields=LIVE_KEY,
        kind=LIVE,
        act=_stop_live_record,
    ),
    TaskOperation(
        "DeleteLiveRecord",
        VERSIONS,
        METHODS,
        rate=200,
        fields=LIVE_KEY,
        kind=LIVE,
        act=deletes(_nothing, unknown=NO_TASK),
    ),
    TaskOperation(
        "CreateRecordTask",
        VERSIONS,
        METHODS,
        rate=20,
        fields=(
            STREAM_NAME,
            Field("DomainName"),
            Field("AppName"),
            Field("EndTime", int),
            Field("StartTime", int, required=False),
            Field("StreamType", int, required=False),
            Field("TemplateId", int, required=False),
            Field("Extension", required=False),
        ),
        kind=RECORD,
        act=creates(_task_id, lambda: f"task-{uuid.uuid4().hex}"),
        relations=(span("StartTime", "EndTime", DAY), from_now("EndTime", 1, 7 * DAY)),
    ),
    TaskOperation(
        "StopRecordTask",
        VERSIONS,
        METHODS,
        rate=20,
        fields=RECORD_KEY,
        kind=RECORD,
        act=_stop,
    ),
    TaskOperation(
        "DeleteRecordTask",
        VERSIONS,
        METHODS,
        rate=20,
        fields=RECORD_KEY,
        kind=RECORD,
        act=deletes(_nothing, unknown=NO_TASK),
    ),
    TaskOperation(
        "DescribeRecordTask",
        VERSIONS,
        METHODS,
        rate=20,
        fields=(
            Field("StartTime", int),
            Field("EndTime", int),
            *(Field(name, required=False) for name in FILTERS),
            Field("ScrollToken", required=False),
        ),
        kind=RECORD,
        act=_describe_record_tasks,
        relations=(span("StartTime", "EndTime", 7 * DAY), from_now("StartTime", -90 * DAY)),
    ),
)
