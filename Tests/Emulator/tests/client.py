"""Builds and signs requests. That the signatures are right, the vectors prove."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from cloud_emulator.clock import utc_text
from cloud_emulator.clouds import BY_NAME
from cloud_emulator.emulator import DEFAULT_KEYS, Emulator
from cloud_emulator.message import Headers, Request
from cloud_emulator.signing import Authorization, sha256_hex

NOW = 1_709_222_400.0
KEYS = {key.cloud: key for key in DEFAULT_KEYS}
IDS = {"AppId": "600000000000000000000000", "RoomId": "RoomId1", "TaskId": "TaskId1"}
USER = {**IDS, "UserId": "UserId1"}
STREAM = {"StreamName": "test1", "TaskId": 123}
WEBCAST = {**USER, "SourceURL": "https://example.com/page"}
RECORDING = {
    "AppId": "app1",
    "ChannelId": "room1024",
    "SubscribeParams": {"SubscribeUserIdList": [{"UserId": "userA"}]},
    "RecordParams": {"RecordMode": 1},
    "StorageParams": {"StorageType": 1},
}
SCHEDULED = {
    "StreamName": "test1",
    "StartTime": "2024-03-01 08:00:00",
    "EndTime": "2024-03-01 09:00:00",
}
RECORD_TASK: dict[str, Any] = {
    "StreamName": "livetest",
    "DomainName": "5000.live.push.com",
    "AppName": "live",
    "EndTime": int(NOW) + 3600,
}


@dataclass
class Draft:
    """A request before it is signed; tests change what they like and call `signed`."""

    cloud: str
    headers: dict[str, str]
    scope: tuple[str, ...]
    method: str = "POST"
    path: str = "/"
    query: str = ""
    body: bytes = b""
    unsigned: set[str] = field(default_factory=set)
    access_key: str = ""
    secret: str = ""

    def signed(self) -> Request:
        """The request with its Authorization header."""
        cloud, key = BY_NAME[self.cloud], KEYS[self.cloud]
        names = tuple(sorted(set(map(str.lower, self.headers)) - self.unsigned))
        access_key = self.access_key or key.access_key
        draft = Authorization(cloud.scheme, access_key, self.scope, names, "")
        signature = cloud.signature(self._request({}), draft, self.secret or key.secret)
        credential = "/".join([access_key, *self.scope])
        value = f"{cloud.scheme} Credential={credential}, SignedHeaders={';'.join(names)}"
        return self._request({"Authorization": f"{value}, Signature={signature}"})

    def _request(self, more: dict[str, str]) -> Request:
        headers = Headers({**self.headers, **more}.items())
        return Request(self.method, self.path, self.query, headers, self.body)


def volcengine(
    action: str,
    fields: object,
    version: str = "2020-12-01",
    now: float = NOW,
    host: str = "rtc.volcengineapi.com",
) -> Draft:
    """A Volcengine call in the form its SDKs give it."""
    body = json.dumps(fields).encode()
    headers = {
        "Host": host,
        "Content-Type": "application/json",
        "X-Content-Sha256": sha256_hex(body),
        "X-Date": utc_text(now, "%Y%m%dT%H%M%SZ"),
    }
    scope = (utc_text(now, "%Y%m%d"), "cn-north-1", "rtc", "request")
    query = urlencode({"Action": action, "Version": version})
    return Draft("volcengine", headers, scope, query=query, body=body)


def volcengine_get(
    action: str, fields: dict[str, str], version: str = "2020-12-01", now: float = NOW
) -> Draft:
    """A Volcengine call by GET, its fields in the query."""
    draft = volcengine(action, {}, version, now)
    draft.method, draft.body = "GET", b""
    draft.query = urlencode({"Action": action, "Version": version, **fields})
    draft.headers["X-Content-Sha256"] = sha256_hex(b"")
    return draft


def aliyun(
    query: dict[str, str],
    nonce: str,
    action: str = "StopRtcCloudRecording",
    now: float = NOW,
    host: str = "live.aliyuncs.com",
) -> Draft:
    """An Alibaba Cloud call in the form its SDKs give it."""
    headers = {
        "host": host,
        "x-acs-action": action,
        "x-acs-version": "2016-11-01",
        "x-acs-date": utc_text(now, "%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce,
        "x-acs-content-sha256": sha256_hex(b""),
    }
    return Draft("aliyun", headers, (), query=urlencode(query))


def rtc(action: str, fields: Mapping[str, object], now: float = NOW) -> Draft:
    """An Alibaba Cloud call whose fields may be objects and lists."""
    query: dict[str, str] = {}
    for name, value in fields.items():
        if isinstance(value, list):
            query |= {f"{name}.{index}": str(item) for index, item in enumerate(value, 1)}
        elif value is not None:
            query[name] = json.dumps(value) if isinstance(value, dict) else str(value)
    return aliyun(query, uuid.uuid4().hex, action, now)


def tencent(
    fields: object,
    action: str = "StopLiveRecord",
    now: float = NOW,
    host: str = "live.tencentcloudapi.com",
) -> Draft:
    """A Tencent Cloud call in the form its SDKs give it."""
    headers = {
        "Host": host,
        "Content-Type": "application/json",
        "X-TC-Action": action,
        "X-TC-Version": "2018-08-01",
        "X-TC-Timestamp": str(int(now)),
    }
    scope = (utc_text(now, "%Y-%m-%d"), "live", "tc3_request")
    draft = Draft("tencent", headers, scope, body=json.dumps(fields).encode())
    draft.unsigned = {"x-tc-action", "x-tc-version", "x-tc-timestamp", "x-tc-token"}
    return draft


def ask(emulator: Emulator, request: Request) -> tuple[int, Any]:
    """The status and the JSON an emulator answers."""
    reply = emulator.answer(request).reply
    return reply.status, json.loads(reply.body)


def code_of(answer: Any) -> str:
    """The error code in an answer of any cloud, empty for success."""
    metadata = answer.get("ResponseMetadata") or answer.get("Response") or {}
    return str(metadata.get("Error", answer).get("Code", ""))
