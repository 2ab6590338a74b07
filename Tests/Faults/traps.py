"""Targets of redirects, where no client must ever connect."""

from __future__ import annotations

import socket
from types import TracebackType
from typing import Self

from listener import ADDRESS

_OTHER = "127.0.0.2"


class Traps:
    """Listens at the targets, and counts connections."""

    def __init__(self) -> None:
        """Listens on this host and on another one."""
        self._here = socket.create_server((ADDRESS, 0))
        self._there = socket.create_server((_OTHER, 0))
        here, there = self._here.getsockname()[1], self._there.getsockname()[1]
        self.targets = {
            "http on this host": f"http://{ADDRESS}:{here}/",
            "https on this host": f"https://{ADDRESS}:{here}/",
            "http elsewhere": f"http://{_OTHER}:{there}/",
            "no scheme elsewhere": f"//{_OTHER}:{there}/",
            "a file": "file:///etc/passwd",
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._here.close()
        self._there.close()

    def count(self) -> int:
        """The number of connections."""
        return sum(_accepted(trap) for trap in (self._here, self._there))


def _accepted(trap: socket.socket) -> int:
    trap.setblocking(False)
    count = 0
    try:
        while True:
            trap.accept()[0].close()
            count += 1
    except BlockingIOError:
        return count
