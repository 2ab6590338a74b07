"""The library and a vendor's Python SDK, each doing the same: signing and calling one operation.

A client is shared by all threads. The vendors' clients keep connections where they have an option
for that.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn, Protocol

KEY_ID, KEY = "AKIDEXAMPLEEXAMPLEEXAMPLE", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"
ROOM = {"AppId": "661e0543cf", "RoomId": "Room1", "UserId": "user1", "TaskId": "task-1"}
STREAM = {"StreamName": "test-stream", "TaskId": "2386498263"}
TASK = "7e1a6a5b-b5d8-4a3c-a0a1-73dbb25f"
SECONDS = 60


class ReachedTheWireError(BaseException):
    """The request is built and signed. No SDK catches it."""


def reach(*_: object, **__: object) -> NoReturn:
    """Stands for what sends."""
    raise ReachedTheWireError


class Side(Protocol):
    """One side of the comparison."""

    def sign(self) -> object:
        """Builds a request from its fields and signs it, up to the bytes that would be sent."""

    def call(self) -> object:
        """Makes a call and waits for its reply."""

    async def call_later(self) -> object:
        """The same in asyncio."""


class Crec:
    """The library's package."""

    def __init__(self, cloud: str, port: int, ca_file: str) -> None:
        """Makes both clients; one that is not used takes nothing."""
        import crec

        self._cloud = crec.Cloud[cloud.upper()]
        self._keys = crec.Credentials(KEY_ID, KEY)
        self._options: dict[str, Any] = {
            "endpoint": f"https://127.0.0.1:{port}",
            "ca_file": ca_file,
            "timeout": SECONDS,
            "pacing": crec.Pacing.OFF,
        }
        self._client = crec.Client(self._cloud, self._keys, **self._options)
        self._async: Any = None
        self._request: Callable[[], crec.Request] = {
            "volcengine": lambda: crec.volcengine.stop_wb_record(
                app_id=ROOM["AppId"],
                room_id=ROOM["RoomId"],
                user_id=ROOM["UserId"],
                task_id=ROOM["TaskId"],
            ),
            "alibaba": lambda: crec.alibaba.stop_rtc_cloud_recording(task_id=TASK),
            "tencent": lambda: crec.tencent.stop_live_record(
                stream_name=STREAM["StreamName"], task_id=STREAM["TaskId"]
            ),
        }[cloud]

    def sign(self) -> object:
        """Builds and signs."""
        return self._client.sign(self._request())

    def call(self) -> object:
        """A blocking call."""
        return self._client.perform(self._request())

    async def call_later(self) -> object:
        """A call in asyncio."""
        if self._async is None:
            import crec

            self._async = crec.AsyncClient(self._cloud, self._keys, **self._options)
        return await self._async.perform(self._request())


class Volcengine:
    """volcengine: its class for services, of which RTC has none of its own; no asyncio."""

    def __init__(self, port: int, ca_file: str) -> None:
        """Makes the client."""
        from volcengine.ApiInfo import ApiInfo
        from volcengine.base.Service import Service
        from volcengine.Credentials import Credentials
        from volcengine.ServiceInfo import ServiceInfo

        keys = Credentials(KEY_ID, KEY, "rtc", "cn-north-1")
        accepted = {"Accept": "application/json"}
        info = ServiceInfo(f"127.0.0.1:{port}", accepted, keys, SECONDS, SECONDS, "https")
        query = {"Action": "StopWBRecord", "Version": "2023-11-01"}
        self._service: Any = Service(info, {"StopWBRecord": ApiInfo("POST", "/", query, {}, {})})
        self._service.set_ak(KEY_ID)
        self._service.set_sk(KEY)
        self._service.session.verify = ca_file

    def sign(self) -> object:
        """A call that stops before it is sent."""
        self._service.session.post = reach
        with suppress(ReachedTheWireError):
            return self.call()
        return None

    def call(self) -> object:
        """A blocking call."""
        return json.loads(self._service.json("StopWBRecord", {}, json.dumps(ROOM)))

    async def call_later(self) -> object:
        """There is none."""
        raise NotImplementedError


class Alibaba:
    """alibabacloud_live20161101."""

    def __init__(self, port: int, ca_file: str) -> None:
        """Makes the client."""
        from alibabacloud_live20161101 import models
        from alibabacloud_live20161101.client import Client
        from alibabacloud_tea_openapi.utils_models import Config
        from darabonba.core import DaraCore
        from darabonba.runtime import RuntimeOptions

        self._core: Any = DaraCore
        self._model = models.StopRtcCloudRecordingRequest
        self._options = RuntimeOptions(
            ca=ca_file, connect_timeout=SECONDS * 1000, read_timeout=SECONDS * 1000
        )
        self._client = Client(
            Config(access_key_id=KEY_ID, access_key_secret=KEY, endpoint=f"127.0.0.1:{port}")
        )

    def sign(self) -> object:
        """A call that stops before it is sent."""
        self._core.do_action = reach
        with suppress(ReachedTheWireError):
            return self.call()
        return None

    def call(self) -> object:
        """A blocking call."""
        model = self._model(task_id=TASK)
        return self._client.stop_rtc_cloud_recording_with_options(model, self._options)

    async def call_later(self) -> object:
        """A call in asyncio."""
        model = self._model(task_id=TASK)
        return await self._client.stop_rtc_cloud_recording_with_options_async(model, self._options)


class Tencent:
    """tencentcloud-sdk-python-live, with its option for connections that are kept."""

    def __init__(self, port: int, ca_file: str) -> None:
        """Makes the client."""
        from tencentcloud.common.credential import Credential
        from tencentcloud.common.profile.client_profile import ClientProfile
        from tencentcloud.common.profile.http_profile import HttpProfile
        from tencentcloud.live.v20180801 import live_client, models

        http = HttpProfile(
            endpoint=f"127.0.0.1:{port}", reqTimeout=SECONDS, certification=ca_file, keepAlive=True
        )
        self._arguments = Credential(KEY_ID, KEY), "", ClientProfile(httpProfile=http)
        self._client = live_client.LiveClient(*self._arguments)
        self._async: Any = None
        self._model = models.StopLiveRecordRequest

    def _filled(self) -> Any:
        model = self._model()
        model.StreamName, model.TaskId = STREAM["StreamName"], STREAM["TaskId"]
        return model

    def sign(self) -> object:
        """A call that stops before it is sent."""
        self._client.request.send_request = reach
        with suppress(ReachedTheWireError):
            return self.call()
        return None

    def call(self) -> object:
        """A blocking call."""
        return self._client.StopLiveRecord(self._filled())

    async def call_later(self) -> object:
        """A call in asyncio."""
        if self._async is None:
            module = importlib.import_module("tencentcloud.live.v20180801.live_client_async")
            # Its asyncio client takes this certificate for its own: see SSL_CERT_FILE.
            credential, region, profile = self._arguments
            profile.httpProfile.certification = None
            self._async = module.LiveClient(credential, region, profile)
        return await self._async.StopLiveRecord(self._filled())


def side(name: str, cloud: str, port: int, ca_file: str) -> Side:
    """The library, or the SDK of a cloud."""
    if name == "crec":
        return Crec(cloud, port, ca_file)
    if cloud == "volcengine":
        return Volcengine(port, ca_file)
    return Alibaba(port, ca_file) if cloud == "alibaba" else Tencent(port, ca_file)
