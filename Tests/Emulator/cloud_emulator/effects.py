"""Misbehaviour: what can become of a reply on its way out."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import ClassVar, Protocol, TypeAlias

from cloud_emulator.message import Fields, Json, Reply

Refuse: TypeAlias = Callable[[str, str, int | None], Reply]


@dataclass(frozen=True)
class Delivery:
    """How a reply goes out: after `delay`, cut after `limit` bytes, a byte per `interval`.

    `code` is the error code it tells, if that isn't the one the checks came to.
    """

    reply: Reply
    code: str | None = None
    delay: float = 0
    limit: int | None = None
    reset: bool = False
    interval: float = 0

    def dated(self, date: str) -> "Delivery":
        """The same with a Date header, unless the reply brings its own."""
        return replace(self, reply=self.reply.with_header("Date", date))


class Effect(Protocol):
    """What a fault does to the reply. `acts`: whether the call takes effect all the same."""

    acts: ClassVar[bool]

    def deliver(self, reply: Reply, refuse: Refuse) -> Delivery:
        """The delivery instead of the plain one. `refuse` makes an error in the cloud's shape."""


@dataclass(frozen=True)
class Status:
    """A status, over an HTML page or, with a code, an error in the cloud's shape."""

    acts: ClassVar[bool] = False
    status: int = 503
    code: str = ""
    message: str = ""

    def deliver(self, reply: Reply, refuse: Refuse) -> Delivery:
        if self.code:
            return Delivery(refuse(self.code, self.message, self.status), self.code)
        return Delivery(_html(self.status))


@dataclass(frozen=True)
class Code:
    """An error in the cloud's shape, with the status documented for its code."""

    acts: ClassVar[bool] = False
    code: str = "InternalError"
    message: str = ""

    def deliver(self, reply: Reply, refuse: Refuse) -> Delivery:
        return Delivery(refuse(self.code, self.message, None), self.code)


@dataclass(frozen=True)
class Delay:
    """The plain reply, after `seconds`."""

    acts: ClassVar[bool] = True
    seconds: float = 1

    def deliver(self, reply: Reply, refuse: Refuse) -> Delivery:
        return Delivery(reply, delay=self.seconds)


@dataclass(frozen=True)
class Cut:
    """The connection closed after `bytes` of the reply, or with `before` ahead of any reading.

    `reset` closes it with a TCP reset.
    """

    acts: ClassVar[bool] = True
    bytes: int = 0
    before: bool = False
    reset: bool = False

    def deliver(self, reply: Reply, refuse: Refuse) -> Delivery:
        return Delivery(reply, limit=self.bytes, reset=self.reset)


@dataclass(frozen=True)
class Drip:
    """The reply byte by byte, one every `interval` seconds."""

    acts: ClassVar[bool] = True
    interval: float = 0.05

    def deliver(self, reply: Reply, refuse: Refuse) -> Delivery:
        return Delivery(reply, interval=self.interval)


@dataclass(frozen=True)
class Redirect:
    """A redirect elsewhere."""

    acts: ClassVar[bool] = False
    location: str = "http://127.0.0.1:9/"
    status: int = 302

    def deliver(self, reply: Reply, refuse: Refuse) -> Delivery:
        return Delivery(Reply(self.status, b"", (("Location", self.location),)))


@dataclass(frozen=True)
class Literal:
    """A reply given word for word."""

    acts: ClassVar[bool] = False
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""

    def deliver(self, reply: Reply, refuse: Refuse) -> Delivery:
        return Delivery(Reply(self.status, self.body.encode(), tuple(self.headers.items())))


@dataclass(frozen=True)
class Garbage:
    """The reply's status and headers over a body that isn't as it should be."""

    acts: ClassVar[bool] = True
    shape: str = "text"
    size: int = 1000

    def deliver(self, reply: Reply, refuse: Refuse) -> Delivery:
        return Delivery(reply.with_body(SHAPES[self.shape](reply.body, self.size)))

    def __post_init__(self) -> None:
        if self.shape not in SHAPES:
            raise ValueError(f"shape is one of {', '.join(SHAPES)}")


def _changed(change: Callable[[Fields, int], Json]) -> Callable[[bytes, int], bytes]:
    return lambda body, size: json.dumps(change(json.loads(body), size)).encode()


def _padded(body: bytes, size: int) -> bytes:
    start, end = body[:-1] + b',"Padding":"', b'"}'
    return start + b"x" * (size - len(start) - len(end)) + end


SHAPES: dict[str, Callable[[bytes, int], bytes]] = {
    "empty": lambda body, size: b"",
    "truncated": lambda body, size: body[: len(body) // 2],
    "text": lambda body, size: b"this is not JSON",
    "html": lambda body, size: _html(200).body,
    "utf8": lambda body, size: body[:-1] + b',"Extra":"\xff\xfe\xc0"}',
    "nested": lambda body, size: b"[" * size + b"]" * size,
    "large": _padded,
    "integer": _changed(lambda fields, size: {**fields, "Extra": 2**70}),
    "array": _changed(lambda fields, size: [fields]),
    "null": _changed(lambda fields, size: dict.fromkeys(fields)),
    "missing": _changed(lambda fields, size: dict(list(fields.items())[:-1])),
}

EFFECTS: dict[str, type[Effect]] = {
    "status": Status,
    "code": Code,
    "delay": Delay,
    "cut": Cut,
    "drip": Drip,
    "redirect": Redirect,
    "reply": Literal,
    "garbage": Garbage,
}


def _html(status: int) -> Reply:
    body = f"<html><body><h1>{status}</h1></body></html>".encode()
    return Reply(status, body, (("Content-Type", "text/html"),))
