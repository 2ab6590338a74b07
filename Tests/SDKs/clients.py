"""The vendors' own SDKs and the library, set up to call the emulator instead of their cloud."""

import ctypes
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from alibabacloud_live20161101 import models as alibaba_models
from alibabacloud_live20161101.client import Client as AlibabaClient
from alibabacloud_tea_openapi.utils_models import Config
from darabonba.exceptions import ResponseException
from darabonba.runtime import RuntimeOptions
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.live.v20180801 import models as tencent_models
from tencentcloud.live.v20180801.live_client import LiveClient
from volcengine.ApiInfo import ApiInfo
from volcengine.base.Service import Service
from volcengine.Credentials import Credentials
from volcengine.ServiceInfo import ServiceInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Emulator"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bindings" / "python"))

import crec
from cloud_emulator.process import EmulatorProcess as EmulatorProcess

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = Path(os.environ.get("CREC_LIBRARY") or ROOT / "build" / "lib" / "libcrec.so").resolve()
crec.load(LIBRARY)

SECONDS = 60
MILLISECONDS = SECONDS * 1000


@dataclass(frozen=True)
class Key:
    """A key pair, with a token if it is temporary."""

    access_key: str
    secret: str
    token: str = ""


@dataclass(frozen=True)
class Place:
    """The address that a client calls: the host with its port, and the only CAs to trust."""

    host: str
    ca_file: str | None = None

    @classmethod
    def of(cls, emulator: EmulatorProcess) -> "Place":
        """The emulator's own address."""
        return cls(f"127.0.0.1:{emulator.port}", emulator.ca_file)


@dataclass(frozen=True)
class Call:
    """An operation with its fields, and the task that has to be there for it, if one has to."""

    cloud: str
    action: str
    version: str
    fields: dict[str, Any]
    kind: str = ""
    task: dict[str, Any] = field(default_factory=dict)
    method: str = "POST"
    region: str = ""


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


def volcengine(place: Place, key: Key, call: Call) -> Any:
    """The SDK has no class for RTC; its other services are made of these parts too."""
    region = call.region or "cn-north-1"
    credentials = Credentials(key.access_key, key.secret, "rtc", region, key.token)
    accepted = {"Accept": "application/json"}
    info = ServiceInfo(place.host, accepted, credentials, SECONDS, SECONDS, "https")
    query = {"Action": call.action, "Version": call.version}
    service = Service(info, {call.action: ApiInfo(call.method, "/", query, {}, {})})
    # It prefers a key from the environment or from the home directory.
    service.set_ak(key.access_key)
    service.set_sk(key.secret)
    with service.session as session:
        if place.ca_file:
            session.verify = place.ca_file
        try:
            if call.method == "GET":
                return json.loads(service.get(call.action, dict(call.fields)))
            return json.loads(service.json(call.action, {}, json.dumps(call.fields)))
        except Exception as error:
            # An answer other than 200 becomes a bare Exception that holds the body.
            if type(error) is not Exception:
                raise
            metadata = json.loads(error.args[0])["ResponseMetadata"]
            told = metadata["Error"]
            raise RefusedError(told["Code"], metadata["RequestId"], told.get("CodeN")) from error


def alibaba_model(call: Call) -> Any:
    """The generated class, filled; what it has no place for is lost."""
    return getattr(alibaba_models, f"{call.action}Request")().from_map(call.fields)


def alibaba(place: Place, key: Key, call: Call) -> Any:
    """The generated client, which knows the action and version itself."""
    config = Config(
        access_key_id=key.access_key,
        access_key_secret=key.secret,
        security_token=key.token or None,
        endpoint=place.host,
    )
    options = RuntimeOptions(
        ca=place.ca_file, connect_timeout=MILLISECONDS, read_timeout=MILLISECONDS
    )
    name = re.sub("(?<=[a-z])(?=[A-Z])", "_", call.action).lower()
    function = getattr(AlibabaClient(config), f"{name}_with_options")
    try:
        return function(alibaba_model(call), options).to_map()
    except ResponseException as error:
        raise RefusedError(error.code, error.data["RequestId"]) from error


def tencent_model(call: Call) -> Any:
    """The generated class, filled; what it has no place for is lost."""
    model = getattr(tencent_models, f"{call.action}Request")()
    model.from_json_string(json.dumps(call.fields))
    return model


def tencent(place: Place, key: Key, call: Call) -> Any:
    """The generated client, which knows the action and version itself."""
    http = HttpProfile(endpoint=place.host, reqTimeout=SECONDS, certification=place.ca_file)
    credential = Credential(key.access_key, key.secret, key.token or None)
    client = LiveClient(credential, call.region, ClientProfile(httpProfile=http))
    try:
        return getattr(client, call.action)(tencent_model(call))._serialize()
    except TencentCloudSDKException as error:
        raise RefusedError(error.code, error.requestId) from error


SDKS: dict[str, Callable[[Place, Key, Call], Any]] = {
    "volcengine": volcengine,
    "aliyun": alibaba,
    "tencent": tencent,
}

CLOUDS = {
    "volcengine": crec.Cloud.VOLCENGINE,
    "aliyun": crec.Cloud.ALIBABA,
    "tencent": crec.Cloud.TENCENT,
}


def perform(place: Place, key: Key, call: Call) -> crec.SignedRequest:
    """Has the library make the call; what was sent for it, but for the time."""
    with crec.Client(
        CLOUDS[call.cloud],
        crec.Credentials(key.access_key, key.secret, key.token or None),
        endpoint=f"https://{place.host}",
        ca_file=place.ca_file,
        connect_timeout=SECONDS,
        timeout=SECONDS,
        attempt_limit=1,
    ) as client:
        request = crec.Request.operation(CLOUDS[call.cloud], call.action, call.fields)
        client.perform(request)
        return client.sign(request)


def operation_tables() -> list[dict[str, Any]]:
    """The library's tables of operations, with the names that the clouds have here."""
    library = ctypes.CDLL(str(LIBRARY))
    library.crec_operations.restype = ctypes.c_char_p
    told: list[dict[str, Any]] = json.loads(library.crec_operations())
    names = {cloud.value: name for name, cloud in CLOUDS.items()}
    return [{**operation, "cloud": names[operation["cloud"]]} for operation in told]
