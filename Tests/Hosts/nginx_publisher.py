"""A publisher over RTMP: as much of the protocol as makes a server take a stream."""

from __future__ import annotations

import os
import socket
import struct
from types import TracebackType
from typing import Self

CHUNK = 128
COMMAND = 20
HANDSHAKE = 1536
LIMIT_S = 60


class Publisher:
    """Publishes a stream without media, until it leaves."""

    def __init__(self, port: int, application: str, stream: str) -> None:
        """Returns once the server has taken the stream."""
        self._socket = socket.create_connection(("127.0.0.1", port), LIMIT_S)
        try:
            self._shake_hands()
            url = f"rtmp://127.0.0.1:{port}/{application}"
            self._command(0, "connect", 1, {"app": application, "tcUrl": url})
            self._await(b"NetConnection.Connect.Success")
            self._command(0, "createStream", 2, None)
            self._await(b"_result")
            self._command(1, "publish", 3, None, stream, "live")
            self._await(b"NetStream.Publish.Start")
        except BaseException:
            self._socket.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.drop()

    def leave(self) -> None:
        """Ends the stream as the protocol asks, and the connection once the server has ended it."""
        self._command(0, "deleteStream", 4, None, 1)
        self._socket.shutdown(socket.SHUT_WR)
        while self._socket.recv(65536):
            pass
        self._socket.close()

    def drop(self) -> None:
        """Ends the connection by a TCP reset."""
        if self._socket.fileno() != -1:
            never_linger = struct.pack("ii", 1, 0)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, never_linger)
            self._socket.close()

    def _shake_hands(self) -> None:
        self._socket.sendall(b"\x03" + bytes(8) + os.urandom(HANDSHAKE - 8))
        answer = b""
        while len(answer) < 1 + 2 * HANDSHAKE:
            answer += self._received()
        self._socket.sendall(answer[1 : 1 + HANDSHAKE])

    def _command(self, stream: int, *values: object) -> None:
        body = b"".join(map(_amf, values))
        header = struct.pack(">I", len(body))[1:] + bytes([COMMAND]) + struct.pack("<I", stream)
        chunks = [body[at : at + CHUNK] for at in range(0, len(body), CHUNK)]
        self._socket.sendall(b"\x03" + bytes(3) + header + b"\xc3".join(chunks))

    def _await(self, words: bytes) -> None:
        """Waits for a message of the server. Its chunks are long enough to hold each whole."""
        heard = b""
        while words not in heard:
            heard += self._received()

    def _received(self) -> bytes:
        received = self._socket.recv(65536)
        if not received:
            raise ConnectionError("the server ended the connection")
        return received


def _amf(value: object) -> bytes:
    """A value as AMF0 has it."""
    match value:
        case None:
            return b"\x05"
        case str():
            return b"\x02" + _text(value)
        case int():
            return b"\x00" + struct.pack(">d", value)
        case dict():
            members = b"".join(_text(name) + _amf(member) for name, member in value.items())
            return b"\x03" + members + _text("") + b"\x09"
    raise TypeError(f"{value!r}")


def _text(text: str) -> bytes:
    return struct.pack(">H", len(text.encode())) + text.encode()
