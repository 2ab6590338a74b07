"""A cloud for one case: an emulator of its own, behind a socket that breaks as its script says."""

from __future__ import annotations

import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import listener

from cloud_emulator.cloud import Key
from cloud_emulator.emulator import Emulator, Plant, Settings
from cloud_emulator.faults import fault
from cloud_emulator.message import Headers, Request

FOREVER = 1 << 30
_SIGNATURE = re.compile(rb"Signature=([0-9a-f]+)")


class Exchange:
    """A connection with the next request on it, for a fault to break."""

    def __init__(self, cloud: Cloud, connection: socket.socket) -> None:
        """Nothing of the request has been read."""
        self.cloud = cloud
        self.connection = connection

    def read(self) -> Request:
        """The whole request."""
        data = self._read_until(lambda data: b"\r\n\r\n" in data)
        head, _, body = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ")
        headers = Headers(
            (name, value) for name, _, value in (line.partition(":") for line in lines)
        )
        length = int(headers.get("content-length") or 0)
        body += self._read_until(lambda more: len(body) + len(more) >= length)
        path, _, query = target.partition("?")
        self.cloud.note(data)
        return Request(method, path, query, headers, body)

    def act(self) -> bytes:
        """Reads the request, does what it asks for, and says what the answer to it would be."""
        delivery = self.cloud.emulator.answer(self.read())
        assert delivery.status, "how an answer goes out is a break's affair, not the emulator's"
        return delivery.to_bytes()

    def send(self, data: bytes) -> None:
        """Sends to the client."""
        self.connection.sendall(data)

    def stall(self) -> None:
        """Says nothing more until the client has gone."""
        self.is_late()
        listener.stall(self.connection)

    def is_late(self) -> None:
        """Notes that only the client's time limit will end the exchange."""
        with self.cloud.lock:
            self.cloud.script.stalled += 1

    def drip(self, drop: bytes) -> None:
        """Sends something time and again until the client has gone."""
        self.is_late()
        while True:
            self.send(drop)
            time.sleep(0.01)

    def _read_until(self, is_enough: Callable[[bytes], bool]) -> bytes:
        data = b""
        while not is_enough(data):
            more = self.connection.recv(65536)
            if not more:
                raise ConnectionError("the client went away")
            data += more
        return data


Break = Callable[[Exchange], None]
Accept = Callable[[socket.socket], None]


def honest(exchange: Exchange) -> None:
    """Does what the request asks for, and sends the answer."""
    exchange.send(exchange.act())


@dataclass
class Script:
    """A fault for the first ``times`` connections or requests that arrive while it is armed."""

    breaks: Break | None = None
    accepts: Accept | None = None
    times: int = 1
    armed: bool = True
    leaves_idle: bool = False
    """Ends a connection after the first exchange on it."""
    met: int = 0
    stalled: int = 0


class Cloud:
    """Answers requests, and breaks as its script says."""

    def __init__(self, key: Key, script: Script, tls: ssl.SSLContext | None = None) -> None:
        """Listens; the emulator knows one key."""
        self.emulator = Emulator(Settings(keys=(key,), rates=False))
        self.signatures: list[str] = []
        self.script = script
        self.lock = threading.Lock()
        self.has_left = threading.Event()
        self._tls = tls
        # A fault of the connection comes before TLS, so the listener must not begin that.
        self._listener = listener.Listener(self._serve, None if script.accepts else tls)
        self.port = self._listener.port
        self.emulator.own_hosts = frozenset({f"{listener.ADDRESS}:{self.port}"})

    @property
    def url(self) -> str:
        """The URL for clients."""
        scheme = "https" if self._tls or self.script.accepts else "http"
        return f"{scheme}://{listener.ADDRESS}:{self.port}"

    def misbehave(self, **options: object) -> None:
        """Gives the emulator one of its own faults."""
        self.emulator.faults.add(fault(options))

    def plant(self, kind: str, fields: Mapping[str, object]) -> None:
        """Lets a task run."""
        self.emulator.plant([Plant(kind, fields)])

    def state(self, fields: Mapping[str, object]) -> str:
        """The state of a task; "none" if there is no such task."""
        values = {name: str(value) for name, value in fields.items()}
        found = [task.state for task in self.emulator.tasks.all() if task.values == values]
        return str(found[0]) if found else "none"

    def note(self, data: bytes) -> None:
        """Keeps the signatures that were sent."""
        self.signatures += [found.decode() for found in _SIGNATURE.findall(data)]

    def close(self) -> None:
        """Ends all connections."""
        self._listener.close()

    def _serve(self, connection: socket.socket) -> None:
        if self.script.accepts:
            if self._is_met():
                self.script.accepts(connection)
                return
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
        if isinstance(connection, ssl.SSLSocket):
            connection.do_handshake()
        while self._has_more(connection):
            if self.script.breaks and self._is_met():
                self.script.breaks(Exchange(self, connection))
                return
            honest(Exchange(self, connection))
            if self.script.leaves_idle and not self.script.armed:
                listener.leave_idle(connection)
                self.has_left.set()

    def _has_more(self, connection: socket.socket) -> bool:
        # TLS cannot be peeked into; faults of requests that are not read are tested without TLS.
        return isinstance(connection, ssl.SSLSocket) or bool(connection.recv(1, socket.MSG_PEEK))

    def _is_met(self) -> bool:
        with self.lock:
            if not self.script.armed or self.script.met == self.script.times:
                return False
            self.script.met += 1
            return True
