"""The base of both ledgers: options, accounts, and the list of recordings."""

from __future__ import annotations

import ctypes
import math
import os
import threading
import time
from collections.abc import Iterator, Mapping
from ctypes import byref
from typing import TYPE_CHECKING, Any

from . import _ledger_bindings
from ._account import Account
from ._arguments import INT32, Arguments
from ._callbacks import is_called, keep
from ._calls import Handle, call
from ._fields import json_object
from ._library import ledger_library, library
from .enums import Status
from .errors import ClosedError, CrecError, checked
from .outcome import Outcome
from .recording import Recording, copied

if TYPE_CHECKING:
    import logging

    from .async_client import AsyncClient
    from .client import Client

_DAY = 24 * 60 * 60 * 1000
_SLICE = 200
"""Milliseconds for which C waits at a time, so that a signal's handler gets in between."""

_MESSAGES = {
    Status.CONFLICT: "what is left is doubtful or abandoned: recordings() has it",
    Status.BUSY: "a function that the library calls cannot wait for a ledger",
    Status.CANCELLED: "the ledger was closed",
    Status.CLOSED: "the ledger was closed",
    Status.FORKED: "the ledger was opened before fork(): open it again",
}


class LedgerHandle(Handle):
    """Owns a ledger. One that a handler drops is freed elsewhere: its thread cannot end itself."""

    def __del__(self) -> None:
        """Frees the ledger, if one was opened."""
        free = super().__del__
        if self.pointer and is_called():
            threading.Thread(target=free).start()
        else:
            free()


class LedgerFile:
    """One ledger, by itself without a way to start and stop."""

    path: str
    _handle: Handle | None = None

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
        """Opens the file, and makes it if it is not there. None means the default, in brackets.

        replace_damaged: a damaged file is renamed, to its name, ".damaged-" and the time, and a new
            one takes over what can be read of it, instead of being refused
        keep_orphans: if this process dies, its recordings go on until their names are started or
            stopped; without it they are stopped after the grace
        grace: seconds before orphans are stopped; to a day [30.0]
        limit: seconds for which a stop that is not confirmed is made again; to 30 days [a day]
        host_pid: that of the main process, where several of its processes have the ledger open:
            while it lives, their recordings are no orphans, and pass to another of them when one
            ends [this process]
        without_record: a start goes on if it cannot be written to the file, instead of being
            refused
        log: is told what people should know: of an orphan, a doubtful start, an abandoned stop and
            trouble with the file, on a thread of the ledger's. In a sub-interpreter it is refused
            from Python 3.12 on
        """
        arguments = Arguments()
        options = _ledger_bindings.LedgerOptions(
            path=arguments.path("path", path),
            replace_damaged=arguments.flag("replace_damaged", replace_damaged),
            keep_orphans=arguments.flag("keep_orphans", keep_orphans),
            grace_ms=arguments.milliseconds("grace", grace),
            limit_ms=arguments.milliseconds("limit", limit),
            host_pid=arguments.number("host_pid", host_pid, INT32),
            without_record=arguments.flag("without_record", without_record),
        )
        logger = arguments.logger(log, "log")
        arguments.check()
        self._core = library()
        self._library = ledger_library()
        handle = LedgerHandle(self._library, "ledger")
        if logger is not None:
            from . import _log

            function = _log.line_function_for(logger)
            options.log = ctypes.cast(function, ctypes.c_void_p)
            close = self._library.crec_ledger_close
            keep(function, handle, lambda ledger: close(ledger, 0, 0))
        opened = byref(options), byref(handle.pointer)
        checked(call(self._core, self._library.crec_ledger_open, *opened))
        self.path = os.fspath(path)
        self._drivers: list[Any] = []
        self._handle = handle

    def __repr__(self) -> str:
        """Shows the file."""
        closed = "" if self._handle else " closed"
        return f"<crec.{type(self).__name__} {self.path!r}{closed}>"

    def add_account(self, name: str, client: Client | AsyncClient) -> None:
        """Registers a client under a name: recordings are started and stopped on it.

        The name is in the file, so that another process can go on with it. The recordings of other
        processes wait until their account is there. A second client of a name replaces the first.
        The client's own timeout is that of each attempt of a stop. It is kept until the ledger is
        closed; close it after that. An AsyncClient that has made no call yet is driven by the
        running event loop from now on.
        """
        arguments = Arguments()
        text = arguments.text("name", name)
        if not isinstance(client, Account):
            arguments.refuse_type("client", client, "a crec.Client or a crec.AsyncClient")
        arguments.check()
        handle, owned = self._open_handle(), client._open_handle()
        if (driver := getattr(client, "_driver", None)) is not None:
            driver.bind()
            self._drivers.append(driver)
        if owned not in handle.kept:
            handle.kept += [owned, client]
        del handle
        self._call("crec_ledger_add_account", text, owned.pointer)

    def stop_all(self, prefix: str) -> None:
        """Stops every recording whose name begins with a prefix; "" is all.

        Returns at once: the ledger goes on until each is confirmed, which its recordings tell.
        """
        arguments = Arguments()
        text = arguments.text("prefix", prefix)
        arguments.check()
        self._call("crec_ledger_stop_all", text)

    def _recordings(self) -> list[Recording]:
        handle = Handle(self._library, "recordings")
        self._call("crec_ledger_list", byref(handle.pointer))
        count = self._library.crec_recordings_count(handle.pointer)
        at = self._library.crec_recordings_at
        return [copied(at(handle.pointer, index).contents) for index in range(count)]

    def _params(
        self,
        name: str,
        account: str,
        action: str,
        fields: Mapping[str, object] | None,
        max_duration: float | None,
        timeout: float | None,
    ) -> _ledger_bindings.RecordingParams:
        arguments = Arguments()
        params = _ledger_bindings.RecordingParams(
            name=arguments.text("name", name),
            account=arguments.text("account", account),
            action=arguments.text("action", action),
            fields=json_object(arguments, fields),
            max_duration_s=-(-arguments.milliseconds("max_duration", max_duration) // 1000),
            timeout_ms=arguments.milliseconds("timeout", timeout),
        )
        arguments.check()
        return params

    def _settle(self, milliseconds: int) -> Status:
        settle = self._library.crec_ledger_settle
        return Status(settle(self._open_handle().pointer, milliseconds))

    def _let_stop_after(self, error: BaseException, name: str) -> None:
        """Stops what may record, though its start raised an error; nobody waits for that."""
        may_record = not isinstance(error, CrecError) or error.outcome.may_have_been_applied
        if may_record and (handle := self._handle) is not None:
            self._library.crec_ledger_stop(handle.pointer, named(name), None, None)

    def _close(self, handle: Handle, milliseconds: int, stop_all: bool) -> bool:
        closed = min(milliseconds, _DAY), stop_all
        status: int = self._library.crec_ledger_close(handle.pointer, *closed)
        return status != Status.TIMEOUT

    def _call(self, function: str, *arguments: Any) -> None:
        """Raises what failed from here, where no traceback can keep the handle alive."""
        checked(self._explained(function, *arguments))

    def _explained(self, function: str, *arguments: Any) -> Outcome:
        handle = self._open_handle()
        return call(self._core, getattr(self._library, function), handle.pointer, *arguments)

    def _open_handle(self) -> Handle:
        if self._handle is None:
            raise ClosedError(Outcome(Status.CLOSED, message="the ledger is closed"))
        return self._handle


def named(name: str) -> bytes | None:
    """The name of a recording as a C string."""
    arguments = Arguments()
    text = arguments.text("name", name)
    arguments.check()
    return text


def seconds(timeout: float) -> int:
    """A timeout in milliseconds, which has to be given, and may be 0."""
    arguments = Arguments()
    milliseconds = arguments.milliseconds("timeout", timeout, zero=True)
    if timeout is None:
        arguments.refuse_type("timeout", timeout, "a number of seconds from 0")
    arguments.check()
    return milliseconds


def slices(milliseconds: int) -> Iterator[int]:
    """The time in parts for which C may wait at a time; the last of them ends with it."""
    end = time.monotonic() + milliseconds / 1000
    while (left := math.ceil((end - time.monotonic()) * 1000)) > _SLICE:
        yield _SLICE
    yield max(left, 0)


def settled(status: Status) -> bool:
    """True if nothing is left, False if the time did not suffice."""
    return status is not Status.TIMEOUT and explained(status).ok


def explained(status: Status) -> Outcome:
    """The outcome of a function that tells a status only."""
    return checked(Outcome(status, message=_MESSAGES.get(status, "")))
