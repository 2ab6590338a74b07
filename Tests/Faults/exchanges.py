"""Faults of an exchange: requests that are not read, answers that are incomplete."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import replace

import listener
from certificates import Certificates
from cloud import FOREVER, Accept, Break, Exchange
from fault import Fault

_ENDS: tuple[tuple[str, Accept], ...] = (("closed", listener.close), ("reset", listener.reset))
_INTERIM = b"HTTP/1.1 %d Wait\r\n\r\n"
# Attempts of a start, and of a stop, whose first attempt has half of the time limit.
_ONE_LATE = (1, 2)


def taking_requests() -> Iterator[Fault]:
    """The request is not read, read in part, or read and not answered."""
    for kept in (False, True):
        for name, end in _ENDS:
            for kind, breaks in (
                ("before the request is read", _before(end)),
                ("amid the request", _amid(end)),
                ("after the request was read, not done", _unheeded(end)),
            ):
                yield Fault("request", f"{name} {kind}", breaks, kept=kept)
        yield Fault("request", "stalled amid it", _stalled_amid, kept=kept, attempts=_ONE_LATE)
    yield Fault("request", "closed while nothing is asked", kept=True, leaves_idle=True)


def cut_replies(reply: bytes) -> Iterator[Fault]:
    """The connection ends at each byte of the reply, the call having been done."""
    for kept in (False, True):
        for name, end in _ENDS:
            for position in range(len(reply) + 1):
                fault = Fault("reply", name, _cut(position, end), kept=kept)
                yield replace(fault, spot=part_of(reply, position))


def late_replies(reply: bytes) -> Iterator[Fault]:
    """The reply stops coming, or never ends."""
    for part, position in _spots(reply):
        late = Fault("reply", "stalled", _stalled(position), attempts=_ONE_LATE)
        for kept in (False, True):
            yield replace(late, spot=(part, 0), kept=kept)
    every = Fault("reply", "stalled every time", _stalled(0), times=FOREVER, attempts=_ONE_LATE)
    yield replace(every, options={"attempt_limit": 2})
    for kind, breaks in (
        ("blanks without end, in drops", _dripping),
        ("a chunk's extension without end, in drops", _extending),
        ("100 Continue without end, in drops", _continuing),
    ):
        yield Fault("reply", kind, breaks, attempts=_ONE_LATE)
    yield Fault("reply", "a byte at a time", _in_bytes)
    for status, count in ((100, 1), (100, 50), (103, 3)):
        yield Fault("reply", f"{count} times {status} before it", _after_interim(status, count))
    yield Fault("reply", "100 Continue without end", _flooding)
    yield Fault("reply", "101 before it", _after_interim(101, 1))


def cut_in_tls(certificates: Certificates, reply: bytes) -> Iterator[Fault]:
    """The same over TLS, where an end without close_notify may be an attacker's doing."""
    good, options = certificates.good(), {"ca_file": certificates.ca_file}
    for name, end in _ENDS:
        for part, position in _spots(reply):
            fault = Fault("reply", f"{name}, over TLS", _cut(position, end), tls=good)
            yield replace(fault, spot=(part, 0), options=options)
    for kind, breaks in (
        ("of no stated length, over TLS, without leave", _unframed),
        ("of no stated length, over TLS, with leave", _taking_leave),
    ):
        yield Fault("reply", kind, breaks, tls=good, options=options)


def part_of(reply: bytes, position: int) -> tuple[str, int]:
    """The part of a reply that a cut after so many bytes is in, and how far in that."""
    line = reply.index(b"\r\n") + 2
    head = reply.index(b"\r\n\r\n") + 4
    for part, start, end in (
        ("before the first byte", 0, 1),
        ("in the status line", 1, line),
        ("in the headers", line, head),
        ("before the body", head, head + 1),
        ("in the body", head + 1, len(reply)),
    ):
        if start <= position < end:
            return part, position - start
    return "after the last byte", 0


def _spots(reply: bytes) -> Iterator[tuple[str, int]]:
    line, head = reply.index(b"\r\n") + 2, reply.index(b"\r\n\r\n") + 4
    for position in (0, 5, line + 5, head, head + 5):
        yield part_of(reply, position)[0], position


def _before(end: Accept) -> Break:
    # A close with unread data would be a reset, so the request is read and dropped.
    return lambda exchange: end(exchange.connection)


def _amid(end: Accept) -> Break:
    def broken(exchange: Exchange) -> None:
        exchange.connection.recv(100)
        end(exchange.connection)

    return broken


def _unheeded(end: Accept) -> Break:
    def broken(exchange: Exchange) -> None:
        exchange.read()
        end(exchange.connection)

    return broken


def _stalled_amid(exchange: Exchange) -> None:
    exchange.connection.recv(100)
    exchange.stall()


def _cut(position: int, end: Accept) -> Break:
    def broken(exchange: Exchange) -> None:
        exchange.send(exchange.act()[:position])
        end(exchange.connection)

    return broken


def _stalled(position: int) -> Break:
    def broken(exchange: Exchange) -> None:
        exchange.send(exchange.act()[:position])
        exchange.stall()

    return broken


def _dripping(exchange: Exchange) -> None:
    head, _, _ = exchange.act().partition(b"\r\n\r\n")
    exchange.send(head.replace(b"Content-Length: ", b"Content-Length: 999") + b"\r\n\r\n")
    exchange.drip(b" ")


def _extending(exchange: Exchange) -> None:
    exchange.act()
    exchange.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;")
    exchange.drip(b"x")


def _continuing(exchange: Exchange) -> None:
    exchange.act()
    exchange.drip(_INTERIM % 100)


def _flooding(exchange: Exchange) -> None:
    exchange.act()
    while True:
        exchange.send(_INTERIM % 100 * 100)


def _in_bytes(exchange: Exchange) -> None:
    for byte in exchange.act():
        exchange.send(bytes([byte]))


def _after_interim(status: int, count: int) -> Break:
    def broken(exchange: Exchange) -> None:
        exchange.send(_INTERIM % status * count + exchange.act())

    return broken


def _without_length(reply: bytes) -> bytes:
    return reply.replace(b"Content-Length", b"X-Length")


def _unframed(exchange: Exchange) -> None:
    exchange.send(_without_length(exchange.act()))
    listener.close(exchange.connection)


def _taking_leave(exchange: Exchange) -> None:
    exchange.send(_without_length(exchange.act()))
    assert isinstance(exchange.connection, ssl.SSLSocket)
    listener.take_leave(exchange.connection)
