"""HTTP requests and replies as values, apart from any socket."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TypeAlias
from urllib.parse import unquote_to_bytes

Json: TypeAlias = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Fields: TypeAlias = dict[str, Json]

FORM = "application/x-www-form-urlencoded"

_FRAMING = {"content-length", "transfer-encoding"}


class Headers:
    """Header fields in the order received, found by name in any case."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._pairs = [(name, value.strip()) for name, value in pairs]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._pairs)

    def __contains__(self, name: str) -> bool:
        return bool(self.all(name))

    def all(self, name: str) -> list[str]:
        """Every value of this name."""
        return [value for key, value in self._pairs if key.lower() == name.lower()]

    def get(self, name: str) -> str:
        """The first value of this name, or an empty string."""
        return next(iter(self.all(name)), "")

    def names(self) -> set[str]:
        """The names present, in lower case."""
        return {name.lower() for name, _ in self._pairs}


@dataclass(frozen=True)
class Request:
    """One request as it came over the wire. Text is UTF-8 with surrogate escapes."""

    method: str
    path: str
    query: str
    headers: Headers
    body: bytes
    connection: int = 0

    @property
    def media_type(self) -> str:
        """The content type without its parameters, in lower case."""
        return self.headers.get("content-type").partition(";")[0].strip().lower()

    def parameters(self) -> list[tuple[bytes, bytes]]:
        """The query's pairs, decoded; `+` is a space."""
        return _pairs(self.query)

    def form_parameters(self) -> list[tuple[bytes, bytes]]:
        """The pairs of a body that is a form, decoded."""
        if self.media_type != FORM:
            return []
        return _pairs(self.body.decode(errors="surrogateescape"))

    def query_fields(self) -> Fields:
        """The query's pairs as text."""
        return _texts(self.parameters())

    def call_fields(self) -> Fields:
        """The pairs of the query and of a form as text."""
        return _texts([*self.parameters(), *self.form_parameters()])


def _pairs(text: str) -> list[tuple[bytes, bytes]]:
    pairs = [part.partition("=") for part in text.split("&") if part]
    return [(_decoded(name), _decoded(value)) for name, _, value in pairs]


def _texts(pairs: Iterable[tuple[bytes, bytes]]) -> Fields:
    return {
        name.decode(errors="surrogateescape"): value.decode(errors="surrogateescape")
        for name, value in pairs
    }


def _decoded(text: str) -> bytes:
    return unquote_to_bytes(text.replace("+", " ").encode(errors="surrogateescape"))


@dataclass(frozen=True)
class Reply:
    """One reply, before it is put on the wire."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = field(default=())

    def to_bytes(self) -> bytes:
        """The whole message. A length or transfer coding given in the headers is left alone."""
        framed = Headers(self.headers).names() & _FRAMING
        length = () if framed else (("Content-Length", str(len(self.body))),)
        lines = [f"HTTP/1.1 {self.status} {_reason(self.status)}"]
        lines += [f"{name}: {value}" for name, value in (*self.headers, *length)]
        return "\r\n".join([*lines, "", ""]).encode(errors="surrogateescape") + self.body

    def with_header(self, name: str, value: str) -> "Reply":
        """The same with one more header, unless it is there already."""
        if name in Headers(self.headers):
            return self
        return Reply(self.status, self.body, (*self.headers, (name, value)))

    @property
    def ends_connection(self) -> bool:
        """True if the connection ends after it: it says so, or it states its own length."""
        headers = Headers(self.headers)
        return bool(headers.names() & _FRAMING) or headers.get("connection").lower() == "close"

    def with_body(self, body: bytes) -> "Reply":
        """The same status and headers over another body."""
        return Reply(self.status, body, self.headers)


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def json_reply(status: int, value: Json, content_type: str, *headers: tuple[str, str]) -> Reply:
    """A reply that holds `value` as compact JSON."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Reply(
        status,
        body.encode(errors="backslashreplace"),
        (("Content-Type", content_type), *headers),
    )


def parse_json_object(body: bytes) -> Fields:
    """The JSON object in `body`. Raises ValueError for anything else, repeated names included."""
    try:
        value = json.loads(body.decode(), object_pairs_hook=_distinct, parse_constant=_refused)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if isinstance(value, dict):
        return value
    raise ValueError("not a JSON object")


def _distinct(pairs: list[tuple[str, Json]]) -> Fields:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a name is repeated")
    return fields


def _refused(constant: str) -> Json:
    raise ValueError(f"{constant} is not JSON")
