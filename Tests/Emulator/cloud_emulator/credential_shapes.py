"""Answers with temporary keys that aren't as they should be."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

from cloud_emulator.clock import utc_text
from cloud_emulator.message import Fields, Json

ACCESS_KEYS = ("AccessKeyId", "TmpSecretId")
SECRETS = ("AccessKeySecret", "SecretAccessKey", "TmpSecretKey")
TOKENS = ("SecurityToken", "SessionToken", "Token")
EXPIRIES = ("Expiration", "ExpiredTime")

ISO = "%Y-%m-%dT%H:%M:%SZ"
DAY = 86400
LAST_SECOND = 253402300799

_Change = Callable[[Fields], Fields]


def _without(*names: str) -> _Change:
    return lambda fields: {name: value for name, value in fields.items() if name not in names}


def _with(value: Json, *names: str) -> _Change:
    return lambda fields: {name: value if name in names else old for name, old in fields.items()}


def _expiries(moved: Callable[[Json], Json]) -> _Change:
    return lambda fields: {
        name: moved(value) if name in EXPIRIES else value for name, value in fields.items()
    }


def _seconds(value: Json) -> int:
    return value if isinstance(value, int) else int(datetime.fromisoformat(str(value)).timestamp())


def _alike(value: Json, seconds: int) -> Json:
    return seconds if isinstance(value, int) else utc_text(seconds, ISO)


def _of_the_other_kind(value: Json) -> Json:
    if isinstance(value, int):
        return datetime.fromtimestamp(value, UTC).strftime(ISO)
    return _seconds(value)


CREDENTIAL_SHAPES: dict[str, _Change] = {
    "no-expiry": _without(*EXPIRIES),
    "null-expiry": _with(None, *EXPIRIES),
    "expired": _expiries(lambda value: _alike(value, _seconds(value) - DAY)),
    "1970": _expiries(lambda value: _alike(value, 0)),
    "9999": _expiries(lambda value: _alike(value, LAST_SECOND)),
    "text-expiry": _with("tomorrow", *EXPIRIES),
    "other-expiry": _expiries(_of_the_other_kind),
    "not-success": _with("Failed", "Code"),
    "no-code": _without("Code"),
    "no-id": _without(*ACCESS_KEYS),
    "no-secret": _without(*SECRETS),
    "empty-secret": _with("", *SECRETS),
    "null-secret": _with(None, *SECRETS),
    "no-token": _without(*TOKENS),
}


def reshaped(body: bytes, shape: str) -> bytes:
    """The body in that shape; the same if it isn't JSON."""
    try:
        value = json.loads(body)
    except ValueError:
        return body
    return json.dumps(_changed(value, CREDENTIAL_SHAPES[shape])).encode()


def _changed(value: Json, change: _Change) -> Json:
    if isinstance(value, dict):
        return change({name: _changed(inner, change) for name, inner in value.items()})
    return value
