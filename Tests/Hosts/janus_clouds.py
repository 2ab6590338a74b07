"""The clouds that the tests of Janus record at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cloud:
    """A cloud, and how its recordings start and stop there."""

    name: str
    key_id: str
    key_secret: str
    start: str
    stop: str
    fields: dict[str, str]
    feed_field: str


VOLCENGINE = Cloud(
    name="volcengine",
    key_id="volcengine-test-key",
    key_secret="volcengine-test-secret",
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
    key_id="tencent-test-key",
    key_secret="tencent-test-secret",
    start="CreateRecordTask",
    stop="StopRecordTask",
    fields={"StreamName": "$feed", "DomainName": "push.example.com", "AppName": "live"},
    feed_field="StreamName",
)
CLOUDS = (VOLCENGINE, TENCENT)
