"""The `crec` command from a recording's start to its end, and for calls that are in no table."""

import json
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from emulator import EmulatorProcess
from result import Result, equal
from shell import run_crec

IDS = "--app-id a --room-id r --task-id t"
PAGE = "--user-id u --source-url https://example.com/"
HOUR = 3600

# start, ask (none where the cloud cannot be asked), stop, and what a second stop is told
KINDS = (
    (f"start-wb-record {IDS} --user-id u", "", f"stop-wb-record {IDS} --user-id u", 1),
    (f"start-webcast {IDS} {PAGE}", f"get-web-cast-task {IDS}", f"stop-webcast {IDS}", 1),
    (
        'start-rtc-cloud-recording --app-id a --channel-id c --record-params {"RecordMode":0}'
        ' --subscribe-params {"SubscribeUserIdList":[{"UserId":"u"}]}'
        ' --storage-params {"StorageType":1}',
        "describe-rtc-cloud-recording-files --task-id TASK",
        "stop-rtc-cloud-recording --task-id TASK",
        1,
    ),
    (
        "create-live-record --stream-name s --highlight 1",
        "",
        "stop-live-record --stream-name s --task-id TASK",
        6,
    ),
    (
        "create-record-task --stream-name s --domain-name d --app-name l --end-time LATER",
        "describe-record-task --start-time EARLIER --end-time LATER",
        "stop-record-task --task-id TASK",
        6,
    ),
)
REFUSED = (
    (f"start-webcast {IDS} {PAGE} --video-solutions [{{}},{{}},{{}}]", "VideoSolutions"),
    (f'start-webcast {IDS} {PAGE} --monitor-config {{"X":1}}', "MonitorConfig.X"),
    (f"start-webcast {IDS} {PAGE} --max-running-time 1h", "MaxRunningTime"),
    ("stop-record-task --task-id 123", "TaskId"),
    ("stop-live-record --stream-name s --task-id UZZU", "TaskId"),
    ("stop-record-task --task-id UZZU --version tomorrow", "version"),
    ("call tencent Any --version 2018-08-01 []", "fields"),
    ("call tencent Any {}", "version"),
    ("call tencent Any! {", "action version fields"),
    ("stop-record-task --task-id 1 --version x", "TaskId version"),
)
WRONG_USAGE = (
    "call",
    "call tencent",
    "call amazon Any --version 2018-08-01",
    "call tencent Any --version 2018-08-01 {} {}",
    "running",
    "running amazon",
    "running alibaba",
    "running alibaba {",
    "stop-record-task --task-id a b",
    "start-webcast --monitor-config off",
    "start-webcast --video-solutions [{",
    "running tencent {} {}",
)


def run(crec: Path, emulator: EmulatorProcess) -> Iterator[Result]:
    """All tests of life cycles."""
    to_emulator = ["--endpoint", emulator.url, "--ca-file", str(emulator.ca_file)]
    yield from _kinds(crec, emulator, to_emulator)
    yield from _refused(crec, emulator, to_emulator)
    yield from _any_call(crec, emulator, to_emulator)
    yield from _running(crec, emulator, to_emulator)


def _kinds(crec: Path, emulator: EmulatorProcess, to: Sequence[str]) -> Iterator[Result]:
    emulator.reset()
    now = int(time.time())
    names = {"EARLIER": str(now - HOUR), "LATER": str(now + HOUR)}
    for start, ask, stop, again in KINDS:
        name = start.split()[0]
        status, told = _told(crec, start, names, to)
        yield equal(name, status, 0)
        names["TASK"] = told["task_id"]
        for state in ("running", "stopped"):
            if ask:
                status, told = _told(crec, ask, names, to)
                yield equal(f"{name}, {state}", (status, _state(told)), (0, state))
            status, told = _told(crec, stop, names, to)
            yield equal(f"{name}, stopped", status, 0 if state == "running" else again)
    states = {task["state"] for task in emulator.tasks()}
    yield equal("all kinds end stopped", states, {"stopped"})


def _told(
    crec: Path, line: str, names: dict[str, str], to: Sequence[str]
) -> tuple[int, dict[str, Any]]:
    arguments = [names.get(word, word) for word in line.split()]
    done = run_crec(crec, [*arguments, *to, "--json"])
    return done.returncode, json.loads(done.stdout)


def _state(told: dict[str, Any]) -> str:
    """A list tells no one task's state, but when each was stopped."""
    if "TaskList" not in told["body"]:
        return str(told["task_state"])
    (task,) = json.loads(told["body"])["Response"]["TaskList"]
    return "stopped" if task["Stopped"] else "running"


def _refused(crec: Path, emulator: EmulatorProcess, to: Sequence[str]) -> Iterator[Result]:
    emulator.reset()
    for line, fields in REFUSED:
        done = run_crec(crec, [*line.split(), *to, "--json"])
        faults = [fault["field"] for fault in json.loads(done.stdout)["faults"]]
        yield equal(f"crec {line}", (done.returncode, faults), (2, fields.split()))
    for line in WRONG_USAGE:
        done = run_crec(crec, [*line.split(), *to])
        yield equal(f"crec {line}", (done.returncode, done.stdout), (2, ""))
    yield equal("nothing refused was sent", emulator.seen(), [])


def _any_call(crec: Path, emulator: EmulatorProcess, to: Sequence[str]) -> Iterator[Result]:
    emulator.reset()
    create = ["call", "tencent", "CreateLiveRecord", "--version", "2018-08-01"]
    done = run_crec(crec, [*create, '{"StreamName":"s","Highlight":1}', *to, "--json"])
    told = json.loads(done.stdout)
    yield equal("crec call creates", (done.returncode, bool(told["task_id"])), (0, True))
    ask = ["call", "volcengine", "GetWebCastTask", "--get", "--version", "2020-12-01"]
    emulator.plant("webcast", AppId="a", RoomId="r", TaskId="t")
    fields = '{"AppId":"a","RoomId":"r","TaskId":"t"}'
    done = run_crec(crec, [*ask, fields, *to, "--json"])
    yield equal("crec call asks", json.loads(done.stdout)["task_state"], "running")
    done = run_crec(crec, ["get-web-cast-task", *IDS.split(), *to])
    yield equal("a question tells the reply", '"Status":2' in done.stdout, True)
    for cloud in ("alibaba", "aliyun"):
        done = run_crec(crec, ["call", cloud, "Nothing", "--version", "2016-11-01", *to])
        seen = (done.returncode, "Nothing" in done.stderr)
        yield equal(f"an action that is not there at {cloud}", seen, (2, True))
    for options, attempts in (([], 1), (["--repeatable"], 2)):
        emulator.fault("reply", body="", times=1)
        done = run_crec(crec, [*ask, *options, fields, *to, "--json"])
        yield equal(f"crec call {options}", json.loads(done.stdout)["attempts"], attempts)
    for name in ("call", "running"):
        done = run_crec(crec, [name, "--help"], keys={})
        yield equal(f"crec {name} --help", (done.returncode, done.stderr), (0, ""))


def _running(crec: Path, emulator: EmulatorProcess, to: Sequence[str]) -> Iterator[Result]:
    emulator.reset()
    names = {"LATER": str(int(time.time()) + HOUR)}
    create = KINDS[4][0]
    tasks = [_told(crec, create, names, to)[1]["task_id"] for _ in range(22)]
    _told(crec, "stop-record-task --task-id TASK", {"TASK": tasks[0]}, to)
    listed = _listed(run_crec(crec, ["running", "tencent", *to]))
    yield equal("crec running tencent, in pages", [task["TaskId"] for task in listed], tasks[1:])
    other = _listed(run_crec(crec, ["running", "tencent", '{"StreamName":"other"}', *to]))
    yield equal("crec running of another stream", other, [])
    for task, state in (("1", "running"), ("2", "stopped"), ("3", "recovering")):
        emulator.plant("rtc", state=state, TaskId=task)
    asked = [json.dumps({"TaskId": task}) for task in ("1", "2", "3", "4")]
    listed = _listed(run_crec(crec, ["running", "aliyun", *asked, *to]))
    yield equal(
        "crec running alibaba",
        listed,
        [{"TaskId": "1", "State": "running"}, {"TaskId": "3", "State": "recovering"}],
    )
    emulator.fault("garbage", shape="integer", action="DescribeRecordTask")
    unreadable = run_crec(crec, ["running", "tencent", *to])
    yield equal("crec running without a list", (unreadable.returncode, unreadable.stdout), (17, ""))
    emulator.clear_faults()
    refused = run_crec(crec, ["running", "volcengine", '{"AppId":"a"}', *to])
    yield equal("crec running names faults", (refused.returncode, refused.stdout), (2, ""))


def _listed(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]
