"""The parts that a cloud is declared with."""

from collections.abc import Mapping
from dataclasses import dataclass

from cloud_emulator.operation import Operation


@dataclass(frozen=True)
class Error:
    """The HTTP status, message and number that go with an error code."""

    status: int
    message: str
    number: int | None = None


@dataclass(frozen=True)
class Codes:
    """A cloud's codes for what can be wrong with a request before its fields are looked at."""

    host: str
    no_authorization: str
    bad_authorization: str
    missing_header: str
    bad_scope: str
    access_key: str
    token: str
    expired_token: str
    time_format: str
    time_skew: str
    signature: str
    action: str
    version: str
    method: str
    throttled: str
    nonce: str = ""


@dataclass(frozen=True)
class Call:
    """The action, version and region of a request, and its id, for the answer to repeat."""

    action: str
    version: str
    region: str
    request_id: str


@dataclass(frozen=True)
class Service:
    """A service of a cloud: its name in scopes, its hosts with their regions, its operations."""

    name: str
    hosts: Mapping[str, tuple[str, ...]]
    operations: tuple[Operation, ...]


def own_name(cloud: str) -> str:
    """The emulator's own name of a cloud that may be given under another name."""
    return {"alibaba": "aliyun"}.get(cloud, cloud)
