"""Drivers on an event loop of asyncio: of a loop of the library, or of a descriptor."""

from __future__ import annotations

import asyncio
import ctypes
import os
from abc import ABC, abstractmethod
from typing import Any, ClassVar

from ._calls import Handle, take
from .enums import Status
from .outcome import Outcome


class Taker(ABC):
    """Takes outcomes on one event loop, and hands them to those who wait for them.

    C never calls into Python: the event loop says when there is something to do, and the outcomes
    are taken then. The event loop holds on to this, not to the client or ledger that made it.
    """

    kind: ClassVar[str]
    """The kind of object that it is for, in words."""

    def __init__(self) -> None:
        """Nothing happens before the first call, so no event loop is needed for this."""
        self._process = os.getpid()
        self._host: asyncio.AbstractEventLoop | None = None
        self._waiting: dict[int, asyncio.Future[Outcome]] = {}

    @property
    def is_forked(self) -> bool:
        """True in a child, which shares the event loop's descriptors with its parent."""
        return os.getpid() != self._process

    @property
    def is_driven_here(self) -> bool:
        """True on the event loop that drives this."""
        return self._host is not None and self._host is _running_loop()

    def future(self) -> asyncio.Future[Outcome]:
        """Something for a call to wait for: its id is to be the call's context.

        The first of them binds this to the running event loop.
        """
        running = asyncio.get_running_loop()
        if self._is_open and not self.is_forked and self._host is not running:
            if self._host is not None:
                raise RuntimeError(f"the {self.kind} belongs to another event loop")
            self.bind()
        return running.create_future()

    def bind(self) -> None:
        """Lets the running event loop drive this, unless one does already."""
        if self._host is None and self._is_open and not self.is_forked:
            running = asyncio.get_running_loop()
            running.add_reader(self._descriptor(), self._dispatch)
            self._host = running

    def expect(self, future: asyncio.Future[Outcome]) -> None:
        """Keeps a future until its outcome comes, whoever still waits for it."""
        self._waiting[id(future)] = future

    def check(self) -> None:
        """Raises RuntimeError if the event loop that drives this runs elsewhere, at this moment."""
        host = self._host
        if host is None or self.is_forked or not host.is_running():
            return
        if host is not _running_loop():
            raise RuntimeError(f"the {self.kind} belongs to another event loop")

    async def drain(self, timeout: float | None) -> None:
        """Waits until nobody waits for an outcome any more, at most for so many seconds."""
        if self._waiting and self._host is asyncio.get_running_loop():
            await asyncio.wait(list(self._waiting.values()), timeout=timeout)

    def abandon(self) -> None:
        """Closes, from whichever thread collects garbage."""
        if self._host is not None and not self.is_forked:
            try:
                self._host.call_soon_threadsafe(self.close)
            except RuntimeError:  # The event loop is closed, and runs nothing any more.
                pass
            else:
                return
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Cancels what has not ended. Closing again does nothing."""

    @property
    @abstractmethod
    def _is_open(self) -> bool:
        """False once it is closed."""

    @abstractmethod
    def _descriptor(self) -> int:
        """Readable while there is something to do."""

    @abstractmethod
    def _dispatch(self) -> None:
        """Does it."""

    def _open_host(self) -> asyncio.AbstractEventLoop | None:
        return None if self._host is None or self._host.is_closed() else self._host

    def _hand_out(self, library: ctypes.CDLL, function: Any, owner: Handle) -> None:
        while (taken := take(library, function, owner)) is not None:
            context, outcome = taken
            future = self._waiting.pop(context)
            if not future.done() and not future.get_loop().is_closed():
                future.set_result(outcome)


class Driver(Taker):
    """Dispatches one loop of the library with one client."""

    kind = "client"

    def __init__(self, library: ctypes.CDLL, loop: Handle, client: Handle) -> None:
        """Takes over both."""
        super().__init__()
        self._library = library
        self._handles: tuple[Handle, Handle] | None = (loop, client)

    def close(self) -> None:
        """Cancels what has not ended and closes the loop. Closing it again does nothing."""
        if self._handles is None:
            return
        (loop, client), self._handles = self._handles, None
        if self.is_forked:
            return
        descriptor = self._library.crec_loop_descriptor(loop.pointer)
        host = self._open_host()
        if host is not None:
            host.remove_reader(descriptor)
        if self._library.crec_loop_close(loop.pointer, 0) == Status.BUSY and host is not None:
            # A logger's handler closes, inside the library: again, when that is over.
            self._handles = (loop, client)
            host.add_reader(descriptor, self._dispatch)
            host.call_soon_threadsafe(self.close)
            return
        self._take_all(client)

    @property
    def _is_open(self) -> bool:
        return self._handles is not None

    def _descriptor(self) -> int:
        assert self._handles is not None
        descriptor: int = self._library.crec_loop_descriptor(self._handles[0].pointer)
        return descriptor

    def _dispatch(self) -> None:
        if self._handles is not None:
            loop, client = self._handles
            self._library.crec_loop_dispatch(loop.pointer)
            self._take_all(client)

    def _take_all(self, client: Handle) -> None:
        self._hand_out(self._library, self._library.crec_client_take, client)


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
