"""Misbehaviour: the effects of faults on a reply."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import ClassVar, Protocol, TypeAlias

from cloud_emulator.credential_shapes import CREDENTIAL_SHAPES, reshaped
from cloud_emulator.message import Reply
from cloud_emulator.shapes import SHAPES, page

Refuse: TypeAlias = Callable[[str, str, int | None], Reply]


@dataclass(frozen=True)
class Delivery:
    """The delivery of a reply: after `delay`, cut after `limit` bytes, a byte per `interval`.

    `ahead` is sent before it, and `raw` instead of it. A cut ends the connection, or with `silent`
    leaves it open; with `endless`, blanks follow for ever. `code` is the error code of the reply,
    if that isn't the one the checks came to.
    """

    reply: Reply
    code: str | None = None
    delay: float = 0
    limit: int | None = None
    reset: bool = False
    interval: float = 0
    ahead: bytes = b""
    raw: bytes | None = None
    silent: bool = False
    endless: bool = False

    @property
    def status(self) -> int | None:
        """The status that the client gets; null if it may get none."""
        return self.reply.status if self.limit is None and self.raw is None else None

    def to_bytes(self) -> bytes:
        """The bytes to send, without those that `endless` adds."""
        data = self.reply.to_bytes() if self.raw is None else self.raw
        return (self.ahead + data)[: self.limit]

    def dated(self, date: str) -> "Delivery":
        """The same with a Date header, unless the reply brings its own."""
        return replace(self, reply=self.reply.with_header("Date", date))


class Effect(Protocol):
    """The effect of a fault on the reply. `acts` is true if the call takes effect all the same."""

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
        return Delivery(page(self.status))


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
class Stall:
    """Silence after `bytes` of the reply, until the client goes away."""

    acts: ClassVar[bool] = True
    bytes: int = 0

    def deliver(self, reply: Reply, refuse: Refuse) -> Delivery:
        return Delivery(reply, limit=self.bytes, silent=True)


@dataclass(frozen=True)
class Interim:
    """So many interim replies, such as 100 Continue, ahead of the plain one."""

    acts: ClassVar[bool] = True
    status: int = 100
    count: int = 1

    def deliver(self, reply: Reply, refuse: Refuse) -> Delivery:
        return Delivery(reply, ahead=f"HTTP/1.1 {self.status} Wait\r\n\r\n".encode() * self.count)


@dataclass(frozen=True)
class Endless:
    """The plain reply without a length, and blanks after it for ever."""

    acts: ClassVar[bool] = True

    def deliver(self, reply: Reply, refuse: Refuse) -> Delivery:
        endless = Reply(reply.status, reply.body, (*reply.headers, ("Connection", "close")))
        data = endless.to_bytes().replace(b"Content-Length", b"X-Length")
        return Delivery(reply, raw=data, endless=True)


@dataclass(frozen=True)
class Raw:
    """These characters, a byte each, whether they are HTTP or not; then the connection's end."""

    acts: ClassVar[bool] = False
    text: str = ""

    def deliver(self, reply: Reply, refuse: Refuse) -> Delivery:
        return Delivery(reply, raw=self.text.encode("latin-1"))

    def __post_init__(self) -> None:
        if not all(ord(character) < 256 for character in self.text):
            raise ValueError("text is of characters up to U+00FF")


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


@dataclass(frozen=True)
class Credentials:
    """The reply with its temporary key in another shape."""

    acts: ClassVar[bool] = True
    shape: str = "expired"

    def deliver(self, reply: Reply, refuse: Refuse) -> Delivery:
        return Delivery(reply.with_body(reshaped(reply.body, self.shape)))

    def __post_init__(self) -> None:
        if self.shape not in CREDENTIAL_SHAPES:
            raise ValueError(f"shape is one of {', '.join(CREDENTIAL_SHAPES)}")


EFFECTS: dict[str, type[Effect]] = {
    "status": Status,
    "code": Code,
    "delay": Delay,
    "cut": Cut,
    "stall": Stall,
    "drip": Drip,
    "interim": Interim,
    "endless": Endless,
    "raw": Raw,
    "redirect": Redirect,
    "reply": Literal,
    "garbage": Garbage,
    "credentials": Credentials,
}
