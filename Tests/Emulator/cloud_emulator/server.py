"""HTTP/1.1 on a loopback port, a thread for each connection."""

import itertools
import socket
import socketserver
import ssl
import struct
import sys
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from io import BufferedReader
from typing import cast

from cloud_emulator import admin
from cloud_emulator.clouds import CLOUDS
from cloud_emulator.effects import Cut, Delivery
from cloud_emulator.emulator import Emulator
from cloud_emulator.message import Headers, Reply, Request

ADDRESS = "127.0.0.1"
LARGEST_BODY = 10 * 1024 * 1024
_BLANKS = b" " * 65536
_LINGER_NOT = struct.pack("ii", 1, 0)


class Server(socketserver.ThreadingTCPServer):
    """Serves an emulator; `base_path` is what a proxy in front would take off the path."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self, emulator: Emulator, port: int, tls: ssl.SSLContext | None, base_path: str
    ) -> None:
        super().__init__((ADDRESS, port), _Connection)
        self.emulator = emulator
        self.tls = tls
        self.base_path = base_path.rstrip("/")
        self.connections = itertools.count(1)
        self.port: int = self.socket.getsockname()[1]
        self.take_address()

    def take_address(self) -> None:
        """Let the emulator know the hosts that it is now called by."""
        documented = [host for cloud in CLOUDS for host in cloud.hosts]
        names = (ADDRESS, "localhost", "[::1]", *documented)
        self.emulator.own_hosts = frozenset(f"{name}:{self.port}" for name in names)

    def turn_away(self, connection: int) -> Cut | None:
        """The cut for a connection whose next request is not to be read."""
        return self.emulator.turn_away(connection)

    def answer(self, request: Request) -> Delivery:
        """The emulator's answer."""
        return self.emulator.answer(request)

    @property
    def url(self) -> str:
        """The URL for clients."""
        return f"{'https' if self.tls else 'http'}://{ADDRESS}:{self.port}{self.base_path}"

    def get_request(self) -> tuple[socket.socket, object]:
        """The next connection. Its own thread shakes hands, at its first read."""
        connection, address = super().get_request()
        if self.tls:
            connection = self.tls.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            )
        return connection, address

    def shutdown_request(self, request: object) -> None:
        """Take leave of a TLS client before closing."""
        if isinstance(request, ssl.SSLSocket):
            with suppress(OSError, ValueError):
                request.settimeout(1)
                request.unwrap()
        super().shutdown_request(request)  # type: ignore[arg-type]

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that go away."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class MetadataServer(Server):
    """Serves the metadata of instances, on plain HTTP and for any host."""

    def __init__(self, emulator: Emulator, port: int) -> None:
        super().__init__(emulator, port, None, "")

    def take_address(self) -> None:
        """Metadata is at any host."""

    def turn_away(self, connection: int) -> Cut | None:
        """Every request is read, as faults for metadata tell them by their action."""
        return None

    def answer(self, request: Request) -> Delivery:
        """The answer of the metadata service."""
        return self.emulator.answer_metadata(request)


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def setup(self) -> None:
        super().setup()
        self.number = next(self.server.connections)

    def handle_one_request(self) -> None:
        self.close_connection = True
        start = cast(BufferedReader, self.rfile).peek(1)
        if not start:
            return
        if f" {admin.PREFIX}".encode() not in start:
            cut = self.server.turn_away(self.number)
            if cut:
                self._cut(cut.reset)
                return
        self.raw_requestline = self.rfile.readline(65537)
        if not self.parse_request():
            return
        try:
            body = self._body()
        except ValueError:
            self.close_connection = True
            self.wfile.write(Reply(400, b"").to_bytes())
            return
        self._send(self._answer(body))

    def log_message(self, format: str, *args: object) -> None:
        """The emulator keeps its own record."""

    def _answer(self, body: bytes) -> Delivery:
        path, _, query = _wire_text(self.path).partition("?")
        if path.startswith(admin.PREFIX):
            return Delivery(admin.answer(self.server.emulator, self.command, path, body))
        base = self.server.base_path
        if not f"{path}/".startswith(f"{base}/"):
            return Delivery(Reply(404, b"outside the base path\n"))
        headers = Headers((name, _wire_text(value)) for name, value in self.headers.items())
        path = path.removeprefix(base) or "/"
        return self.server.answer(Request(self.command, path, query, headers, body, self.number))

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return self._chunks()
        length = int(self.headers.get("Content-Length", "0"))
        if not 0 <= length <= LARGEST_BODY:
            raise ValueError("too long")
        return self._read(length)

    def _chunks(self) -> bytes:
        body = b""
        while size := int(self.rfile.readline(1024).partition(b";")[0], 16):
            if not 0 < size <= LARGEST_BODY - len(body):
                raise ValueError("too long")
            body += self._read(size)
            self.rfile.readline(3)
        while self.rfile.readline(65537).strip():
            pass
        return body

    def _read(self, size: int) -> bytes:
        data = self.rfile.read(size)
        if len(data) < size:
            raise ConnectionError("the client went away")
        return data

    def _send(self, delivery: Delivery) -> None:
        time.sleep(delivery.delay)
        data = delivery.to_bytes()
        if delivery.interval:
            for index in range(len(data)):
                self.wfile.write(data[index : index + 1])
                time.sleep(delivery.interval)
        else:
            self.wfile.write(data)
        while delivery.endless:
            self.wfile.write(_BLANKS)
        while delivery.silent and self.rfile.read1():
            pass
        self.close_connection |= delivery.reply.ends_connection
        if delivery.status is None:
            self._cut(delivery.reset)

    def _cut(self, reset: bool) -> None:
        self.close_connection = True
        if reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
            self.connection.close()
            self.rfile.close()
            return
        # Closing over unread bytes would be a reset, so they are read first.
        self.connection.shutdown(socket.SHUT_WR)
        self.connection.settimeout(1)
        while self.connection.recv(65536):
            pass


def _wire_text(text: str) -> str:
    return text.encode("latin-1").decode(errors="surrogateescape")
