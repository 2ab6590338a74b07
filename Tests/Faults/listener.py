"""A loopback port with a thread for each connection, and ways to end a connection."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress

ADDRESS = "127.0.0.1"
_LINGER_NOT = struct.pack("ii", 1, 0)
_FIN_WAIT_2 = 5


class Listener:
    """Hands each connection to ``serve``, and ends those that are left when it is closed."""

    def __init__(
        self, serve: Callable[[socket.socket], None], tls: ssl.SSLContext | None = None
    ) -> None:
        """Takes a free port; with a context it shakes hands at the first reading."""
        self._serve = serve
        self._tls = tls
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._socket = socket.create_server((ADDRESS, 0), backlog=128)
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Takes no more connections, and ends those that are left."""
        with self._lock, suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                if self._tls:
                    connection = self._tls.wrap_socket(
                        connection, server_side=True, do_handshake_on_connect=False
                    )
                with self._lock:
                    self._open.append(connection)
                threading.Thread(target=self._run, args=(connection,), daemon=True).start()

    def _run(self, connection: socket.socket) -> None:
        # A client may go away, or break a handshake off, at any time.
        with suppress(OSError):
            self._serve(connection)
        with self._lock:
            self._open.remove(connection)
            connection.close()


def close(connection: socket.socket) -> None:
    """Ends a connection in order: nothing unread is left behind, which would be a reset."""
    connection.shutdown(socket.SHUT_WR)
    stall(connection)


def reset(connection: socket.socket) -> None:
    """Ends a connection with a TCP reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
    connection.close()


def stall(connection: socket.socket) -> None:
    """Says nothing more until the client has gone."""
    with suppress(OSError):
        while connection.recv(65536):
            pass


def take_leave(connection: ssl.SSLSocket) -> None:
    """Ends TLS in order, and then the connection."""
    close(connection.unwrap())


def leave_idle(connection: socket.socket) -> None:
    """Ends a connection, and returns when the client's side has been told so."""
    connection.shutdown(socket.SHUT_WR)
    while connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] < _FIN_WAIT_2:
        time.sleep(0.001)
