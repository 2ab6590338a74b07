"""Sent requests: read from a request itself or from the emulator's record, and compared."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import zip_longest
from typing import Any
from unittest import mock
from urllib.parse import parse_qsl, urlsplit

from requests import PreparedRequest, Session

ABSENT = "absent"


@dataclass(frozen=True)
class Sent:
    """A request without its signature and without what tells of the client."""

    method: str
    action: str
    version: str
    region: str
    content_type: str
    fields: dict[str, Any]

    @classmethod
    def recorded(cls, record: dict[str, Any]) -> "Sent":
        """As the emulator understood it; it shows no secrets."""
        headers = {name.lower(): value for name, value in record["headers"]}
        return cls(
            record["method"],
            record["action"],
            record["version"],
            headers.get("x-tc-region", ""),
            headers.get("content-type", ""),
            record["fields"],
        )

    @classmethod
    def read(
        cls, method: str, url: str, headers: Iterable[tuple[str, str]], body: str | bytes | None
    ) -> "Sent":
        """From what goes over the wire: all of a query is text, and objects in it are JSON."""
        sent = {name.lower(): value for name, value in headers}
        pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True)
        query = {name: json.loads(text) if text[:1] == "{" else text for name, text in pairs}
        if len(query) != len(pairs):
            raise AssertionError(f"a name is given twice: {url}")
        action, version = query.pop("Action", ""), query.pop("Version", "")
        return cls(
            method,
            sent.get("x-acs-action") or sent.get("x-tc-action") or action,
            sent.get("x-acs-version") or sent.get("x-tc-version") or version,
            sent.get("x-tc-region", ""),
            sent.get("content-type", ""),
            {**query, **(json.loads(body) if body else {})},
        )

    def differences(self, other: "Sent") -> list[tuple[str, Any, Any]]:
        """The members in which another request is different: path and both values."""
        return list(_differences(asdict(self), asdict(other), ""))


def _differences(ours: Any, theirs: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """The types count as well: in Python 1, 1.0 and True are equal."""
    if type(ours) is not type(theirs):
        yield path, ours, theirs
    elif isinstance(ours, dict):
        for name in sorted(ours.keys() | theirs.keys()):
            place = f"{path}.{name}" if path else name
            yield from _differences(ours.get(name, ABSENT), theirs.get(name, ABSENT), place)
    elif isinstance(ours, list):
        for index, both in enumerate(zip_longest(ours, theirs, fillvalue=ABSENT)):
            yield from _differences(*both, f"{path}[{index}]")
    elif ours != theirs:
        yield path, ours, theirs


class _HeldBackError(BaseException):
    """Not an Exception: the SDKs catch those."""


@contextmanager
def watched(*, is_delivered: bool = True) -> Iterator[list[PreparedRequest]]:
    """The requests that the SDKs send meanwhile; if not delivered, the first one is the last."""
    seen: list[PreparedRequest] = []
    send = Session.send

    def watching(session: Session, request: PreparedRequest, **options: Any) -> Any:
        seen.append(request)
        if not is_delivered:
            raise _HeldBackError
        return send(session, request, **options)

    with mock.patch.object(Session, "send", watching):
        try:
            yield seen
        except _HeldBackError:
            return
