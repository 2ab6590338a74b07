"""A loop of the library that an asyncio event loop drives."""

from __future__ import annotations

import asyncio
import ctypes
import os

from ._calls import Handle, take
from .enums import Status
from .outcome import Outcome


class Driver:
    """Dispatches one loop with one client, and hands the outcomes to those who wait for them.

    C never calls into Python: the event loop says when there is something to do, and the outcomes
    are taken then. The event loop holds on to the driver, not to the client that made it.
    """

    def __init__(self, library: ctypes.CDLL, loop: Handle, client: Handle) -> None:
        """Nothing happens before the first call, so no event loop is needed for this."""
        self._library = library
        self._handles: tuple[Handle, Handle] | None = (loop, client)
        self._process = os.getpid()
        self._host: asyncio.AbstractEventLoop | None = None
        self._waiting: dict[int, asyncio.Future[Outcome]] = {}

    @property
    def is_forked(self) -> bool:
        """True in a child, which shares the event loop's descriptors with its parent."""
        return os.getpid() != self._process

    def future(self) -> asyncio.Future[Outcome]:
        """Something for a call to wait for: its id is to be the call's context.

        The first of them binds the driver to the running event loop.
        """
        running = asyncio.get_running_loop()
        if self._handles is not None and not self.is_forked and self._host is not running:
            if self._host is not None:
                raise RuntimeError("the client belongs to another event loop")
            loop, _ = self._handles
            descriptor = self._library.crec_loop_descriptor(loop.pointer)
            running.add_reader(descriptor, self._dispatch)
            self._host = running
        return running.create_future()

    def expect(self, future: asyncio.Future[Outcome]) -> None:
        """Keeps a future until its outcome comes, whoever still waits for it."""
        self._waiting[id(future)] = future

    def check(self) -> None:
        """Raises RuntimeError if the event loop that drives this runs elsewhere, at this moment."""
        host = self._host
        if host is None or self.is_forked or not host.is_running():
            return
        if host is not _running_loop():
            raise RuntimeError("the client belongs to another event loop")

    async def drain(self, timeout: float | None) -> None:
        """Waits until nobody waits for an outcome any more, at most for so many seconds."""
        if self._waiting and self._host is asyncio.get_running_loop():
            await asyncio.wait(list(self._waiting.values()), timeout=timeout)

    def close(self) -> None:
        """Cancels what has not ended and closes the loop. Closing it again does nothing."""
        if self._handles is None:
            return
        (loop, client), self._handles = self._handles, None
        if self.is_forked:
            return
        descriptor = self._library.crec_loop_descriptor(loop.pointer)
        host = None if self._host is None or self._host.is_closed() else self._host
        if host is not None:
            host.remove_reader(descriptor)
        if self._library.crec_loop_close(loop.pointer, 0) == Status.BUSY and host is not None:
            # A logger's handler closes, inside the library: again, when that is over.
            self._handles = (loop, client)
            host.add_reader(descriptor, self._dispatch)
            host.call_soon_threadsafe(self.close)
            return
        self._hand_out(client)

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

    def _dispatch(self) -> None:
        if self._handles is not None:
            loop, client = self._handles
            self._library.crec_loop_dispatch(loop.pointer)
            self._hand_out(client)

    def _hand_out(self, client: Handle) -> None:
        while (taken := take(self._library, client)) is not None:
            context, outcome = taken
            future = self._waiting.pop(context)
            if not future.done() and not future.get_loop().is_closed():
                future.set_result(outcome)


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
