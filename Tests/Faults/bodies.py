"""Replies of sound HTTP that say the wrong thing: statuses, bodies, redirects, pauses asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

from cloud import FOREVER, Break, Exchange
from fault import Fault

_DEEP = 1_000_000
_PAUSES = (
    "0",
    "-1",
    "soon",
    "",
    "1e3",
    "0x10",
    "99999999999999999999",
    "Fri, 31 Dec 1999 23:59:59 GMT",
)
_NEVER = ("86400", "2147483648", "9223372036854775807")


def statuses() -> Iterator[Fault]:
    """Each status: with an unknown error code, over an HTML page, and without a body."""
    for status in range(200, 600):
        for kind, options in (
            ("with an unknown code", {"kind": "status", "status": status, "code": "Never.Seen"}),
            ("over a page", {"kind": "status", "status": status}),
            ("bare", {"kind": "reply", "status": status}),
        ):
            fault = Fault("status", kind, emulator=options, spot=("", status))
            # An error code settles a call, unless the status is 408, 429 or 5xx.
            is_final = "code" in options and not (status in (408, 429) or status >= 500)
            yield replace(fault, is_final=is_final)
    page = {"kind": "status", "status": 504, "apply": True}
    yield Fault("status", "504 over a page, but it is done", emulator=page)
    failure = {"kind": "code", "code": "InternalError", "apply": True}
    yield Fault("status", "InternalError, but it is done", emulator=failure)


def redirects(targets: dict[str, str]) -> Iterator[Fault]:
    """Redirects to other places, which must not get the signature or the token."""
    for name, target in targets.items():
        for status in (300, 301, 302, 303, 307, 308):
            options = {"kind": "redirect", "status": status, "location": target}
            yield Fault("redirect", f"to {name}", emulator=options, spot=("", status))


def pauses() -> Iterator[Fault]:
    """Values of Retry-After that a call must survive."""
    for status in (429, 503):
        for value in _PAUSES:
            options = {"kind": "reply", "status": status, "headers": {"Retry-After": value}}
            yield Fault("pause", f"{status}, Retry-After: {value or 'empty'}", emulator=options)
        for value in _NEVER:
            options = {"kind": "reply", "status": status, "headers": {"Retry-After": value}}
            never = Fault("pause", f"{status}, Retry-After: {value}", emulator=options)
            yield replace(never, times=FOREVER)


def bodies() -> Iterator[Fault]:
    """The call is done, and the answer has a wrong body."""
    for kind, change in _BODIES.items():
        yield Fault("body", kind, _instead(change))
    for kind, change in _DEEP_BODIES.items():
        yield Fault("body", kind, _instead(change), options={"reply_limit": 64 << 20})
    yield Fault("body", "what was sent, as an error", _echoing, may_echo=True, is_final=True)


def _instead(change: Callable[[bytes], bytes]) -> Break:
    def broken(exchange: Exchange) -> None:
        head, _, body = exchange.act().partition(b"\r\n\r\n")
        lines = [line for line in head.split(b"\r\n") if not line.startswith(b"Content-Length")]
        changed = change(body)
        exchange.send(b"\r\n".join([*lines, b"Content-Length: %d" % len(changed), b"", changed]))

    return broken


def _echoing(exchange: Exchange) -> None:
    request = exchange.read()
    said = " ".join(f"{name}={value}" for name, value in request.headers)
    error = {"Code": "InvalidParameter", "Message": said}
    told = {"ResponseMetadata": {"Error": error}, "Response": {"Error": error}, **error}
    body = json.dumps(told).encode()
    exchange.send(b"HTTP/1.1 400 No\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))


def _inside(text: bytes) -> Callable[[bytes], bytes]:
    """The right body with one more member."""
    return lambda body: body[:-1] + b',"Extra":' + text + b"}"


_BODIES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda body: b"",
    "blanks": lambda body: b" \r\n\t",
    "HTML": lambda body: b"<!DOCTYPE html><html><body>Welcome</body></html>",
    "cut in half": lambda body: body[: len(body) // 2],
    "twice": lambda body: body + body,
    "followed by NUL": lambda body: body + b"\0",
    "followed by blanks": lambda body: body + b"\r\n  ",
    "preceded by a BOM": lambda body: b"\xef\xbb\xbf" + body,
    "in UTF-16": lambda body: body.decode().encode("utf-16"),
    "a million open brackets": lambda body: b"[" * _DEEP,
    "an array": lambda body: b"[" + body + b"]",
    "a text": lambda body: b'"ok"',
    "a number": lambda body: b"1",
    "true": lambda body: b"true",
    "null": lambda body: b"null",
    "an empty object": lambda body: b"{}",
    "members of wrong types": lambda body: (
        b'{"ResponseMetadata":[],"Result":1,"Response":7,"RequestId":{},"Code":5,"TaskId":[]}'
    ),
    "members that are null": lambda body: (
        b'{"ResponseMetadata":null,"Result":null,"Response":null,"RequestId":null,"Code":null}'
    ),
    "an error of a wrong type": lambda body: (
        b'{"ResponseMetadata":{"Error":"x"},"Response":{"Error":[]},"Code":{}}'
    ),
    "an error without a code": lambda body: (
        b'{"ResponseMetadata":{"Error":{}},"Response":{"Error":{}},"Code":""}'
    ),
    "an integer of more than 64 bits": _inside(b"9" * 30),
    "a number of 100,000 digits": _inside(b"9" * 100_000),
    "1e999": _inside(b"1e999"),
    "NaN": _inside(b"NaN"),
    "a member twice": _inside(b'1,"Extra":2'),
    "a text with NUL": _inside(b'"a\0b"'),
    "a text with an escaped NUL": _inside(b'"a\\u0000b"'),
    "half a surrogate": _inside(b'"\\ud800"'),
    "invalid UTF-8": _inside(b'"\xff\xfe\xc0"'),
    "a name with an escaped NUL": lambda body: body[:-1] + b',"a\\u0000b":1}',
    "a megabyte": lambda body: body + b" " * ((1 << 20) - len(body)),
    "a megabyte and a byte": lambda body: body + b" " * ((1 << 20) - len(body) + 1),
}
_DEEP_BODIES: dict[str, Callable[[bytes], bytes]] = {
    "arrays a million deep": lambda body: b"[" * _DEEP + b"]" * _DEEP,
    "objects a million deep": lambda body: b'{"a":' * _DEEP + b"1" + b"}" * _DEEP,
    "a member a million deep": _inside(b"[" * _DEEP + b"]" * _DEEP),
}
