"""Faults on the way to the cloud: looking up, connecting, TLS, and a proxy in between."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace

import listener
from certificates import Certificates
from cloud import FOREVER, Accept
from fault import Fault
from proxy import answers
from run import PASSWORD

_HANDSHAKE_CUTS = (1, 4, 5, 6, 60, 127, 128, 200, 400)
_STALLED = {"connect_timeout": 0.3, "attempt_limit": 2}
_PATIENT = {"connect_timeout": 600.0, "timeout": 600.0, "attempt_limit": 2}
_ALERT = b"\x15\x03\x03\x00\x02\x02\x28"
_BODY = b"Content-Length: 0\r\n\r\n"


class Nowhere:
    """Ports where no connection is accepted, while the faults are run."""

    def __init__(self) -> None:
        """One port has no listener; the backlog of the other is full."""
        self._closed = socket.socket()
        self._closed.bind((listener.ADDRESS, 0))
        self._full = socket.create_server((listener.ADDRESS, 0), backlog=0)
        self._waiting: list[socket.socket] = []
        while self._fits_one_more():
            pass

    def refusing(self) -> str:
        """An address where connections are refused."""
        return f"{listener.ADDRESS}:{self._closed.getsockname()[1]}"

    def hanging(self) -> str:
        """An address where they are neither accepted nor refused."""
        return f"{listener.ADDRESS}:{self._full.getsockname()[1]}"

    def _fits_one_more(self) -> bool:
        waiting = socket.socket()
        waiting.settimeout(0.5)
        self._waiting.append(waiting)
        try:
            waiting.connect(self._full.getsockname())
        except TimeoutError:
            return False
        return True


def connecting(nowhere: Nowhere) -> Iterator[Fault]:
    """Names that are not found, connections that are refused or never accepted."""
    for kind, endpoint, options in (
        ("name not found", "https://no-such-host.invalid", _PATIENT),
        ("refused", nowhere.refusing(), {"attempt_limit": 2}),
        ("stalled", nowhere.hanging(), _STALLED),
    ):
        fault = Fault("connecting", kind, times=FOREVER)
        yield replace(fault, options={**options, "endpoint": endpoint})


def shaking_hands(certificates: Certificates) -> Iterator[Fault]:
    """TLS that breaks off, and servers that must not be trusted."""
    good = certificates.good()
    trust = {"ca_file": certificates.ca_file}
    for kind, accepts in _broken_handshakes(good):
        yield Fault("TLS", kind, accepts=accepts, tls=good, options=trust)
    stalled = Fault("TLS", "stalled", accepts=listener.stall, times=FOREVER, tls=good)
    yield replace(stalled, options={**trust, **_STALLED})
    for kind, context in certificates.broken().items():
        name = f"certificate {kind}"
        yield Fault("TLS", name, times=FOREVER, tls=context, options=trust, is_final=True)
    for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
        old = certificates.with_version(version)
        yield Fault("TLS", f"{version.name} only", times=FOREVER, tls=old, options=trust)
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        yield Fault(
            "TLS", f"{version.name} only", tls=certificates.with_version(version), options=trust
        )
    for size in _HANDSHAKE_CUTS:
        yield Fault(
            *("TLS", "closed after bytes of the server's part"),
            accepts=_cut_handshake(good, size),
            tls=good,
            spot=("", size),
            options=trust,
        )


def _broken_handshakes(good: ssl.SSLContext) -> Iterator[tuple[str, Accept]]:
    yield "closed at once", listener.close
    yield "reset at once", listener.reset
    yield "reset after the client's part", _after_hello(listener.reset)
    yield "an alert", _after_hello(answers(_ALERT))
    yield "noise", _after_hello(answers(b"\x00\xff" * 500))
    page = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n" + _BODY
    yield "plain HTTP", _after_hello(answers(page))


def _after_hello(then: Accept) -> Accept:
    def accepts(connection: socket.socket) -> None:
        connection.recv(65536)
        then(connection)

    return accepts


def _cut_handshake(context: ssl.SSLContext, size: int) -> Accept:
    def accepts(connection: socket.socket) -> None:
        taken, given = ssl.MemoryBIO(), ssl.MemoryBIO()
        server = context.wrap_bio(taken, given, server_side=True)
        while not given.pending:
            taken.write(connection.recv(65536))
            try:
                server.do_handshake()
            except ssl.SSLWantReadError:
                continue
        connection.sendall(given.read()[:size])
        listener.close(connection)

    return accepts


def through_a_proxy(nowhere: Nowhere, certificates: Certificates) -> Iterator[Fault]:
    """Faults of a proxy; connections that it does not break reach a good cloud."""
    good = Fault(
        "proxy",
        "",
        proxy=listener.close,
        tls=certificates.good(),
        options={"ca_file": certificates.ca_file},
    )
    for name, proxy in _broken_proxies():
        yield replace(good, kind=name, proxy=proxy)
    for status in (400, 403, 404, 407):
        answer = answers(f"HTTP/1.1 {status} No\r\n".encode() + _BODY)
        yield replace(good, kind=f"answers {status}", proxy=answer, times=FOREVER, is_final=True)
    for status in (500, 502, 503, 504):
        answer = answers(f"HTTP/1.1 {status} No\r\n".encode() + _BODY)
        yield replace(good, kind=f"answers {status}", proxy=answer)
    stalled = {**good.options, **_STALLED}
    yield replace(good, kind="stalled", proxy=listener.stall, times=FOREVER, options=stalled)
    yield replace(
        good,
        kind="stalled after CONNECT",
        proxy=_opened(listener.stall),
        times=FOREVER,
        options=stalled,
    )
    nobody = f"http://user:{PASSWORD}@{nowhere.refusing()}"
    options = {**good.options, "proxy": nobody, "attempt_limit": 2}
    yield replace(good, kind="refused", proxy=None, times=FOREVER, options=options)


def _broken_proxies() -> Iterator[tuple[str, Callable[[socket.socket], None]]]:
    yield "closed", listener.close
    yield "reset", listener.reset
    yield "noise", answers(b"\x00\xff" * 500 + b"\r\n\r\n")
    yield "closed after CONNECT", _opened(listener.close)
    yield "reset after CONNECT", _opened(_after_hello(listener.reset))
    yield "plain HTTP after CONNECT", _opened(_after_hello(answers(b"HTTP/1.1 200 OK\r\n" + _BODY)))


def _opened(then: Accept) -> Accept:
    def proxy(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        then(connection)

    return proxy
