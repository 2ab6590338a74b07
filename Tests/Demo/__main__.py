"""Makes the five calls from C and again from Python, and one bad call from each, against the
emulator over TLS. Shows what went in and what came back; ends with 1 if any is not as expected.

The values are the samples of the clouds' own pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "Tests/Emulator"), str(ROOT / "bindings/python")]

import crec  # noqa: E402
from cloud_emulator.process import EmulatorProcess  # noqa: E402

KEYS = {
    "VOLCENGINE_ACCESS_KEY": "volcengine-test-key",
    "VOLCENGINE_SECRET_KEY": "volcengine-test-secret",
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "aliyun-test-key",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "aliyun-test-secret",
    "TENCENTCLOUD_SECRET_ID": "tencent-test-key",
    "TENCENTCLOUD_SECRET_KEY": "tencent-test-secret",
}
WHITEBOARD = {
    "app_id": "600000000000000000000000",
    "room_id": "RoomId1",
    "user_id": "UserId1",
    "task_id": "TaskId1",
}
WEBCAST = {"app_id": "Your_AppId", "room_id": "Your_RoomId", "task_id": "Your_TaskId"}
RTC_TASK = "******73-8501-****-8ac1-72295a******"


@dataclass(frozen=True)
class Call:
    cloud: crec.Cloud
    name: str
    values: dict[str, str]
    expected: crec.Status = crec.Status.OK


CALLS = [
    Call(
        crec.Cloud.VOLCENGINE,
        "start_wb_record",
        WHITEBOARD | {"source_url": "https://xxx.ui.rtc.com"},
    ),
    Call(crec.Cloud.VOLCENGINE, "stop_wb_record", WHITEBOARD),
    Call(crec.Cloud.VOLCENGINE, "stop_webcast", WEBCAST),
    Call(crec.Cloud.ALIBABA, "stop_rtc_cloud_recording", {"task_id": RTC_TASK}),
    Call(crec.Cloud.TENCENT, "stop_live_record", {"stream_name": "test1", "task_id": "123"}),
    # The stray tab stands in the page's own sample.
    Call(
        crec.Cloud.VOLCENGINE,
        "stop_wb_record",
        WHITEBOARD | {"task_id": "Your_TaskId\t"},
        crec.Status.INVALID_ARGUMENT,
    ),
]


@dataclass(frozen=True)
class Result:
    status: crec.Status
    message: str
    body: str
    request_id: str
    milliseconds: float


def call_from_c(call: Call, emulator: EmulatorProcess) -> Result:
    """Makes a call with the crec command, which is a C program."""
    command = [os.environ["CREC_COMMAND"], call.name.replace("_", "-"), "--json"]
    command += ["--endpoint", emulator.url, "--ca-file", str(emulator.ca_file)]
    for name, value in call.values.items():
        command += ["--" + name.replace("_", "-"), value]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False, text=True)
    outcome = json.loads(done.stdout)
    return Result(
        crec.Status(done.returncode),
        outcome["message"],
        outcome["body"],
        outcome["request_id"],
        outcome["elapsed_ms"],
    )


def call_from_python(call: Call, emulator: EmulatorProcess) -> Result:
    try:
        with crec.Client(call.cloud, endpoint=emulator.url, ca_file=emulator.ca_file) as client:
            outcome = getattr(client, call.name)(**call.values)
    except crec.CrecError as error:
        outcome = error.outcome
    return Result(
        outcome.status,
        outcome.message,
        outcome.body.decode(),
        outcome.request_id,
        outcome.elapsed * 1000,
    )


def show(language: str, call: Call, result: Result) -> bool:
    is_right = result.status is call.expected
    given = ", ".join(f"{name}={value!r}" for name, value in call.values.items())
    print(f"{'ok  ' if is_right else 'WRONG'} {language}: {call.name}({given})")
    print(f"       {result.status.name.lower()}: {result.message or result.body}")
    if result.request_id:
        print(f"       request {result.request_id}, {result.milliseconds:.0f} ms")
    return is_right


def plant(emulator: EmulatorProcess) -> None:
    """Plants the tasks that none of the five calls can start."""
    emulator.plant("webcast", AppId="Your_AppId", RoomId="Your_RoomId", TaskId="Your_TaskId")
    emulator.plant("rtc", TaskId=RTC_TASK)
    emulator.plant("live", StreamName="test1", TaskId=123)


def make_calls(
    language: str, make: Callable[[Call, EmulatorProcess], Result], emulator: EmulatorProcess
) -> list[bool]:
    emulator.reset()
    plant(emulator)
    results = [show(language, call, make(call, emulator)) for call in CALLS]
    states = {task["state"] for task in emulator.tasks()}
    good = sum(call.expected is crec.Status.OK for call in CALLS)
    seen = len(emulator.seen())
    print(f"{language}: the cloud saw {seen} requests; its tasks are {', '.join(states)}\n")
    return [*results, states == {"stopped"}, seen == good]


def main() -> int:
    os.environ.update(KEYS)
    with EmulatorProcess("--tls") as emulator:
        print(f"the emulator stands in for three clouds at {emulator.url}\n")
        results = make_calls("C", call_from_c, emulator)
        results += make_calls("Python", call_from_python, emulator)
    print("everything as expected" if all(results) else "NOT as expected")
    return 0 if all(results) else 1


sys.exit(main())
