"""The vendors' own SDKs, set up to call the emulator instead of their cloud."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from alibabacloud_live20161101.client import Client as AlibabaClient
from alibabacloud_live20161101.models import StopRtcCloudRecordingRequest
from alibabacloud_tea_openapi.utils_models import Config
from darabonba.exceptions import ResponseException
from darabonba.runtime import RuntimeOptions
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.live.v20180801.live_client import LiveClient
from tencentcloud.live.v20180801.models import StopLiveRecordRequest
from volcengine.ApiInfo import ApiInfo
from volcengine.base.Service import Service
from volcengine.Credentials import Credentials
from volcengine.ServiceInfo import ServiceInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Emulator"))

from cloud_emulator.process import EmulatorProcess as EmulatorProcess

SECONDS = 60
MILLISECONDS = SECONDS * 1000


@dataclass(frozen=True)
class Key:
    """A key pair, with a token if it is temporary."""

    access_key: str
    secret: str
    token: str = ""


@dataclass(frozen=True)
class Call:
    """An operation, and how the emulator knows the task that it is about."""

    cloud: str
    action: str
    version: str
    kind: str
    task_names: tuple[str, ...]
    fields: dict[str, Any]

    @property
    def task(self) -> dict[str, Any]:
        """The fields that identify the task."""
        return {name: self.fields[name] for name in self.task_names}


class RefusedError(Exception):
    """The cloud's refusal, in the SDK's own reading of it."""

    def __init__(self, code: str, request_id: str, number: int | None = None) -> None:
        super().__init__(code)
        self.code, self.request_id, self.number = code, request_id, number


@contextmanager
def clean_environment() -> Iterator[None]:
    """No proxy and no other certificates, which the SDKs would take from the environment."""
    with mock.patch.dict(os.environ):
        for name in list(os.environ):
            if name.lower().endswith(("_proxy", "_ca_bundle")):
                del os.environ[name]
        yield


def volcengine(emulator: EmulatorProcess, key: Key, call: Call) -> Any:
    """The SDK has no class for RTC; its other services are made of these parts too."""
    credentials = Credentials(key.access_key, key.secret, "rtc", "cn-north-1", key.token)
    host = f"127.0.0.1:{emulator.port}"
    info = ServiceInfo(host, {}, credentials, SECONDS, SECONDS, "https")
    query = {"Action": call.action, "Version": call.version}
    service = Service(info, {call.action: ApiInfo("POST", "/", query, {}, {})})
    # It prefers a key from the environment or from the home directory.
    service.set_ak(key.access_key)
    service.set_sk(key.secret)
    with service.session as session:
        session.verify = emulator.ca_file
        try:
            return json.loads(service.json(call.action, {}, json.dumps(call.fields)))
        except Exception as error:
            # An answer other than 200 becomes a bare Exception that holds the body.
            if type(error) is not Exception:
                raise
            metadata = json.loads(error.args[0])["ResponseMetadata"]
            told = metadata["Error"]
            raise RefusedError(told["Code"], metadata["RequestId"], told.get("CodeN")) from error


def alibaba(emulator: EmulatorProcess, key: Key, call: Call) -> Any:
    """The generated client, which knows the action and version itself."""
    config = Config(
        access_key_id=key.access_key,
        access_key_secret=key.secret,
        security_token=key.token or None,
        endpoint=f"127.0.0.1:{emulator.port}",
    )
    options = RuntimeOptions(
        ca=emulator.ca_file, connect_timeout=MILLISECONDS, read_timeout=MILLISECONDS
    )
    request = StopRtcCloudRecordingRequest(task_id=call.fields["TaskId"])
    try:
        answer = AlibabaClient(config).stop_rtc_cloud_recording_with_options(request, options)
    except ResponseException as error:
        raise RefusedError(error.code, error.data["RequestId"]) from error
    return answer.to_map()


def tencent(emulator: EmulatorProcess, key: Key, call: Call) -> Any:
    """The generated client, which knows the action and version itself."""
    http = HttpProfile(
        endpoint=f"127.0.0.1:{emulator.port}", reqTimeout=SECONDS, certification=emulator.ca_file
    )
    credential = Credential(key.access_key, key.secret, key.token or None)
    client = LiveClient(credential, "", ClientProfile(httpProfile=http))
    request = StopLiveRecordRequest()
    request.StreamName, request.TaskId = call.fields["StreamName"], call.fields["TaskId"]
    try:
        return client.StopLiveRecord(request)._serialize()
    except TencentCloudSDKException as error:
        raise RefusedError(error.code, error.requestId) from error


SDKS: dict[str, Callable[[EmulatorProcess, Key, Call], Any]] = {
    "volcengine": volcengine,
    "aliyun": alibaba,
    "tencent": tencent,
}
