"""Helpers of the tests: the five calls, clients for the emulator, and a server that waits."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
import time
import traceback
import unittest
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import crec

ROOT = Path(__file__).resolve().parents[2]
INCLUDE = ROOT / "include"
BINDING = ROOT / "bindings" / "python"

sys.path.insert(0, str(ROOT / "Tests" / "Emulator"))

from cloud_emulator.process import EmulatorProcess  # noqa: E402

# Loaded once for all tests, whatever one of them does to the environment.
LIBRARY = Path(os.environ.get("CREC_LIBRARY") or ROOT / "build" / "lib" / "libcrec.so").resolve()
crec.load(LIBRARY)

OFF = crec.Pacing.OFF

KEYS = {
    cloud: crec.Credentials(f"{name}-test-key", f"{name}-test-secret")
    for cloud, name in {
        crec.Cloud.VOLCENGINE: "volcengine",
        crec.Cloud.ALIBABA: "aliyun",
        crec.Cloud.TENCENT: "tencent",
    }.items()
}


@dataclass(frozen=True)
class Call:
    """One of the five calls, with arguments that are right and what is sent for them."""

    name: str
    cloud: crec.Cloud
    action: str
    version: str
    kind: str
    arguments: dict[str, Any]
    fields: dict[str, Any]
    key: tuple[str, ...]

    @property
    def task(self) -> dict[str, Any]:
        """The fields that identify the task."""
        return {name: self.fields[name] for name in self.key}

    def made_by(self, client: crec.Client, **changes: Any) -> crec.Outcome:
        """The call's outcome."""
        outcome: crec.Outcome = getattr(client, self.name)(**{**self.arguments, **changes})
        return outcome

    def awaited_by(
        self, client: crec.AsyncClient, **changes: Any
    ) -> Coroutine[Any, Any, crec.Outcome]:
        """The same for asyncio."""
        made: Coroutine[Any, Any, crec.Outcome]
        made = getattr(client, self.name)(**{**self.arguments, **changes})
        return made

    def request(self, **changes: Any) -> crec.Request:
        """The same as a request."""
        request: crec.Request = getattr(crec.Request, self.name)(**{**self.arguments, **changes})
        return request


def _whiteboard(name: str, action: str, version: str) -> Call:
    arguments = {"app_id": "app", "room_id": "room", "task_id": "task", "user_id": "user"}
    fields = {"AppId": "app", "RoomId": "room", "TaskId": "task", "UserId": "user"}
    key = ("AppId", "RoomId", "TaskId")
    cloud = crec.Cloud.VOLCENGINE
    return Call(name, cloud, action, version, "whiteboard", arguments, fields, key)


START_WB_RECORD = _whiteboard("start_wb_record", "StartWBRecord", "2020-12-01")
STOP_WB_RECORD = _whiteboard("stop_wb_record", "StopWBRecord", "2023-11-01")
STOP_WEBCAST = Call(
    "stop_webcast",
    crec.Cloud.VOLCENGINE,
    "StopWebcast",
    "2020-12-01",
    "webcast",
    {"app_id": "app", "room_id": "room", "task_id": "task"},
    {"AppId": "app", "RoomId": "room", "TaskId": "task"},
    ("AppId", "RoomId", "TaskId"),
)
STOP_RTC_CLOUD_RECORDING = Call(
    "stop_rtc_cloud_recording",
    crec.Cloud.ALIBABA,
    "StopRtcCloudRecording",
    "2016-11-01",
    "rtc",
    {"task_id": "task"},
    {"TaskId": "task"},
    ("TaskId",),
)
STOP_LIVE_RECORD = Call(
    "stop_live_record",
    crec.Cloud.TENCENT,
    "StopLiveRecord",
    "2018-08-01",
    "live",
    {"stream_name": "stream", "task_id": 123},
    {"StreamName": "stream", "TaskId": 123},
    ("StreamName", "TaskId"),
)
STOPS = (STOP_WB_RECORD, STOP_WEBCAST, STOP_RTC_CLOUD_RECORDING, STOP_LIVE_RECORD)
CALLS = (START_WB_RECORD, *STOPS)


def failure_of(function: Callable[..., object], *arguments: Any, **named: Any) -> crec.CrecError:
    """The CrecError that a call ends with."""
    try:
        function(*arguments, **named)
    except crec.CrecError as error:
        return error
    raise AssertionError(f"{function} raised nothing")


async def awaited_failure(made: Awaitable[object]) -> crec.CrecError:
    """The same of what is awaited."""
    try:
        await asyncio.wait_for(made, 120)
    except crec.CrecError as error:
        return error
    raise AssertionError("nothing was raised")


def eventually(condition: Callable[[], bool]) -> bool:
    """True if a condition comes true, given ample time."""
    deadline = time.monotonic() + 60
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def run_in_child(check: Callable[[], object]) -> bool:
    """True if a check passes in a forked child."""
    child = os.fork()
    if not child:
        signal.alarm(60)
        try:
            check()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


class EmulatorTestCase(unittest.TestCase):
    """One emulator for the tests of a class, as new for each of them."""

    options: ClassVar[tuple[str, ...]] = ("--tls", "--no-rates")
    emulator: ClassVar[EmulatorProcess]

    @classmethod
    def setUpClass(cls) -> None:
        """Starts the emulator."""
        cls.emulator = cls.enterClassContext(EmulatorProcess(*cls.options))

    def setUp(self) -> None:
        """Makes the emulator forget the test before."""
        self.emulator.reset()

    def client(
        self, cloud: crec.Cloud, credentials: crec.Credentials | None = None, **options: Any
    ) -> crec.Client:
        """A client for the emulator, with ample time."""
        client = crec.Client(cloud, credentials or KEYS[cloud], **self.ample(options))
        self.addCleanup(client.close)
        return client

    def ample(self, options: dict[str, Any]) -> dict[str, Any]:
        """A client's options for the emulator, with ample time."""
        reached = {"endpoint": self.emulator.url, "ca_file": self.emulator.ca_file}
        limits = {"connect_timeout": 60.0, "timeout": 60.0, "attempt_limit": 1, "pacing": OFF}
        return {**reached, **limits, **options}

    def plant(self, call: Call) -> None:
        """Lets the task run that the call stops."""
        self.emulator.plant(call.kind, **call.task)


class AsyncEmulatorTestCase(EmulatorTestCase, unittest.IsolatedAsyncioTestCase):
    """The same for asyncio."""

    def async_client(
        self, cloud: crec.Cloud, credentials: crec.Credentials | None = None, **options: Any
    ) -> crec.AsyncClient:
        """A client for the emulator, with ample time."""
        client = crec.AsyncClient(cloud, credentials or KEYS[cloud], **self.ample(options))
        self.addAsyncCleanup(client.aclose, 0)
        return client


class WaitingServer:
    """An HTTP server that has the request of a call, and answers it when it is told to.

    A call to it is certainly under way between ``arrived`` and ``release``.
    """

    REPLY = b'{"Response":{"RequestId":"waited"}}'

    def __init__(self) -> None:
        """Takes a free port."""
        self.arrived = threading.Event()
        self.release = threading.Event()
        waiting = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                waiting.arrived.set()
                waiting.release.wait()
                with suppress(ConnectionError):  # A client may have given up meanwhile.
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(waiting.REPLY)))
                    self.end_headers()
                    self.wfile.write(waiting.REPLY)

            def log_request(self, *_: object) -> None:
                """Prints nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> WaitingServer:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.release.set()
        self._server.shutdown()
        self._server.server_close()

    async def arrival(self) -> None:
        """Waits for a request without holding up the event loop."""
        assert await asyncio.to_thread(self.arrived.wait, 60)

    def client(self, **options: Any) -> crec.Client:
        """A Tencent client for this server."""
        options = {
            "endpoint": self.url,
            "timeout": 60.0,
            "attempt_limit": 1,
            "pacing": OFF,
            **options,
        }
        return crec.Client(crec.Cloud.TENCENT, KEYS[crec.Cloud.TENCENT], **options)

    def async_client(self, **options: Any) -> crec.AsyncClient:
        """The same for asyncio."""
        options = {
            "endpoint": self.url,
            "timeout": 60.0,
            "attempt_limit": 1,
            "pacing": OFF,
            **options,
        }
        return crec.AsyncClient(crec.Cloud.TENCENT, KEYS[crec.Cloud.TENCENT], **options)
