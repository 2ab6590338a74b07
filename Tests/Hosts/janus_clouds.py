"""The clouds that the tests of Janus record at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cloud:
    """A cloud, and how its recordings start and stop there."""

    name: str
    keys: dict[str, str]
    start: str
    stop: str
    fields: dict[str, str]
    feed_field: str


VOLCENGINE = Cloud(
    name="volcengine",
    keys={
        "VOLCENGINE_ACCESS_KEY": "volcengine-test-key",
        "VOLCENGINE_SECRET_KEY": "volcengine-test-secret",
    },
    start="StartWebcast",
    stop="StopWebcast",
    fields={
        "AppId": "app",
        "RoomId": "$room",
        "TaskId": "$feed",
        "UserId": "recorder",
        "SourceURL": "https://example.com/$room/$feed",
    },
    feed_field="TaskId",
)
TENCENT = Cloud(
    name="tencent",
    keys={
        "TENCENTCLOUD_SECRET_ID": "tencent-test-key",
        "TENCENTCLOUD_SECRET_KEY": "tencent-test-secret",
    },
    start="CreateRecordTask",
    stop="StopRecordTask",
    fields={"StreamName": "$feed", "DomainName": "push.example.com", "AppName": "live"},
    feed_field="StreamName",
)
CLOUDS = (VOLCENGINE, TENCENT)
