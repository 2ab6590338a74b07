"""A proxy that breaks some connections, and passes the others on."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

import listener


class Proxy:
    """Breaks its first ``times`` connections. The others have to ask for a tunnel by CONNECT."""

    def __init__(self, breaks: Callable[[socket.socket], None], times: int) -> None:
        """Listens."""
        self._breaks = breaks
        self._left = times
        self._lock = threading.Lock()
        self._listener = listener.Listener(self._serve)
        self.port = self._listener.port

    def close(self) -> None:
        """Ends all connections."""
        self._listener.close()

    def _serve(self, connection: socket.socket) -> None:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            byte = connection.recv(1)
            if not byte:
                return
            head += byte
        with self._lock:
            self._left -= 1
            is_met = self._left >= 0
        if is_met:
            self._breaks(connection)
            return
        host, _, port = head.split(b" ")[1].decode().rpartition(":")
        with socket.create_connection((host, int(port))) as cloud:
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            back = threading.Thread(target=_carry, args=(cloud, connection), daemon=True)
            back.start()
            _carry(connection, cloud)
            back.join()


def answers(data: bytes) -> Callable[[socket.socket], None]:
    """A fault: the proxy sends this, and closes."""

    def broken(connection: socket.socket) -> None:
        connection.sendall(data)
        listener.close(connection)

    return broken


def _carry(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
