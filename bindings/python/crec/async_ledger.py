"""Recordings by name in a file, for asyncio."""

from __future__ import annotations

import asyncio
import ctypes
import os
import warnings
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from ctypes import byref
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ._arguments import Arguments
from ._calls import Handle
from ._driver import Taker
from ._ledger import LedgerFile, named, seconds, settled, slices
from ._ledger_bindings import RecordingOptions
from .enums import Status
from .errors import CrecError, NotFoundError, ShortageError, checked
from .outcome import Outcome
from .recording import Recording

if TYPE_CHECKING:
    import logging


class AsyncLedger(LedgerFile):
    """Recordings by name, for the tasks of one asyncio event loop.

    What waits is a coroutine; otherwise it is as ``Ledger``, which has more to say, and raises the
    same exceptions. The ledger belongs to the event loop of its first call. Making one reads and
    writes the file at once: ``await asyncio.to_thread(crec.AsyncLedger, path)`` where that must not
    hold up anything. Its accounts may be a ``Client`` or an ``AsyncClient``.

    Cancelling a task ends its waiting only: the ledger goes on with what was asked for.

    Close it before its clients, or use it in an ``async with`` statement: one that is dropped while
    open warns, and closes. After a fork() the parent's ledger raises ForkedError in the child, and
    so does opening another one there: SQLite would take the parent's locks for its own.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        replace_damaged: bool = False,
        keep_orphans: bool = False,
        grace: float | None = None,
        limit: float | None = None,
        host_pid: int | None = None,
        without_record: bool = False,
        log: logging.Logger | None = None,
    ) -> None:
        """Opens the file, as ``Ledger`` does."""
        super().__init__(
            path,
            replace_damaged=replace_damaged,
            keep_orphans=keep_orphans,
            grace=grace,
            limit=limit,
            host_pid=host_pid,
            without_record=without_record,
            log=log,
        )
        self._taker = _LedgerTaker(self._core, self._library, self._open_handle())
        self._closing: asyncio.Future[bool] | None = None

    async def start(
        self,
        name: str,
        account: str,
        action: str,
        fields: Mapping[str, object] | None = None,
        max_duration: float | None = None,
        timeout: float | None = None,
    ) -> Outcome:
        """Starts a recording, as ``Ledger.start``."""
        params = self._params(name, account, action, fields, max_duration, timeout)
        return await self._asked("crec_ledger_start", options=params)

    async def stop(self, name: str) -> Outcome:
        """Stops a recording, as ``Ledger.stop``."""
        return await self._asked("crec_ledger_stop", named(name), options=RecordingOptions())

    async def forget(self, name: str) -> None:
        """Removes a recording, as ``Ledger.forget``."""
        await self._asked("crec_ledger_forget", named(name), options=RecordingOptions())

    @asynccontextmanager
    async def recording(
        self,
        name: str,
        account: str,
        action: str,
        fields: Mapping[str, object] | None = None,
        max_duration: float | None = None,
        timeout: float | None = None,
    ) -> AsyncIterator[Outcome]:
        """Records while an ``async with`` statement lasts, as ``Ledger.recording``."""
        try:
            outcome = await self.start(name, account, action, fields, max_duration, timeout)
        except BaseException as error:
            self._let_stop_after(error, name)
            raise
        try:
            yield outcome
        except BaseException:
            with suppress(CrecError):
                await self.stop(name)
            raise
        with suppress(NotFoundError):
            await self.stop(name)

    async def settle(self, timeout: float) -> bool:
        """Waits until no stop and no start is unconfirmed, as ``Ledger.settle``."""
        for part in slices(seconds(timeout)):
            status = await asyncio.to_thread(self._settle, part)
            if status is not Status.TIMEOUT:
                break
        return settled(status)

    async def recordings(self) -> list[Recording]:
        """All recordings in the file, by name."""
        return await asyncio.to_thread(self._recordings)

    async def aclose(self, timeout: float = 10.0, stop_all: bool = False) -> bool:
        """Ends the use of this ledger, as ``Ledger.close``; closing it again does nothing.

        Cancelling it ends the waiting only.
        """
        arguments = Arguments()
        arguments.flag("stop_all", stop_all)
        arguments.check()
        milliseconds = seconds(timeout)
        self._taker.check()
        if self._closing is None:
            closed = self._open_handle(), milliseconds, stop_all
            self._handle = None
            running = asyncio.get_running_loop()
            self._closing = running.run_in_executor(None, self._close, *closed)
            self._closing.add_done_callback(lambda _: self._taker.close())
        return await asyncio.shield(self._closing)

    async def __aenter__(self) -> AsyncLedger:
        """Returns the ledger itself."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Closes the ledger."""
        await self.aclose()

    def __del__(self, _warn: Any = warnings.warn) -> None:
        """Closes the ledger, which its owner forgot."""
        if self._handle is not None:
            _warn(f"unclosed ledger {self!r}", ResourceWarning, source=self)
            self._handle = None
            self._taker.abandon()

    async def _asked(self, function: str, *arguments: Any, options: Any) -> Outcome:
        future = self._taker.future()
        options.context = id(future)
        self._call(function, *arguments, byref(options))
        self._taker.expect(future)
        return checked(await future)


class _LedgerTaker(Taker):
    """Takes the outcomes of one ledger, which has a thread of its own."""

    kind = "ledger"

    def __init__(self, core: ctypes.CDLL, library: ctypes.CDLL, ledger: Handle) -> None:
        """Takes over the ledger."""
        super().__init__()
        self._core = core
        self._library = library
        self._ledger: Handle | None = ledger

    def close(self) -> None:
        """Closes the ledger at once, if it is still open, and hands out what is left."""
        if self._ledger is None:
            return
        ledger, self._ledger = self._ledger, None
        if self.is_forked:
            return
        if (host := self._open_host()) is not None:
            host.remove_reader(self._library.crec_ledger_descriptor(ledger.pointer))
        self._library.crec_ledger_close(ledger.pointer, 0, False)
        self._hand_out(self._core, self._library.crec_ledger_take, ledger)

    @property
    def _is_open(self) -> bool:
        return self._ledger is not None

    def _descriptor(self) -> int:
        assert self._ledger is not None
        descriptor: int = self._library.crec_ledger_descriptor(self._ledger.pointer)
        if descriptor < 0:
            raise ShortageError(Outcome(Status.SHORTAGE, message="no descriptor was to be had"))
        return descriptor

    def _dispatch(self) -> None:
        if self._ledger is not None:
            self._hand_out(self._core, self._library.crec_ledger_take, self._ledger)
