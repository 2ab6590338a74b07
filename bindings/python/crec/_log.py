"""The events of a client and the lines of a ledger, written to a logger of the host's."""

from __future__ import annotations

import ctypes
import logging
from ctypes import POINTER, c_char_p, c_void_p
from dataclasses import dataclass
from typing import Any

from . import _structs
from ._callbacks import THREAD
from ._calls import text
from .enums import Cloud, LogKind, Status

Function = ctypes.CFUNCTYPE(None, c_void_p, POINTER(_structs.LogEvent))
"""crec_log_function of crec.h."""

LineFunction = ctypes.CFUNCTYPE(None, c_void_p, _structs.crec_log_level, c_char_p)
"""crec_ledger_log_function of crec_ledger.h."""

LEVELS = {1: logging.ERROR, 2: logging.WARNING, 3: logging.INFO, 4: logging.DEBUG}


@dataclass(frozen=True)
class LogEvent:
    """An event of a call, or of a key: the ``crec`` of a log record. Absent values are "" or 0."""

    kind: LogKind
    cloud: Cloud
    action: str
    task: str
    """Its ids, such as App/Room/Task."""
    call: int
    """The call's number, from 1 on, of its client; 0 for a key, which is no call's."""
    attempt: int
    """From 1 on; 0 before the first."""
    host: str
    status: Status
    """The status of the attempt, or of the call."""
    may_have_been_applied: bool
    http_status: int
    code: str
    request_id: str
    reason: str
    """The part of the outcome's message that is not the cloud's."""
    elapsed: float
    """Seconds since the start of the call."""
    pause: float
    """Seconds until the next attempt, at the earliest."""


def function_for(logger: logging.Logger) -> Any:
    """A C function that writes to a logger. It has to be kept for as long as it may be called."""

    def write(_: int | None, pointer: Any) -> None:
        event = pointer.contents
        level = LEVELS.get(event.level, logging.DEBUG)
        if logger.isEnabledFor(level):
            THREAD.is_called = True
            try:
                logger.log(level, "%s", text(event.line), extra={"crec": _copy(event)})
            finally:
                THREAD.is_called = False

    return Function(write)


def line_function_for(logger: logging.Logger) -> Any:
    """The same for the lines of a ledger."""

    def write(_: int | None, number: int, line: bytes) -> None:
        level = LEVELS.get(number, logging.DEBUG)
        if logger.isEnabledFor(level):
            THREAD.is_called = True
            try:
                logger.log(level, "%s", text(line))
            finally:
                THREAD.is_called = False

    return LineFunction(write)


def _copy(event: Any) -> LogEvent:
    return LogEvent(
        kind=LogKind(event.kind),
        cloud=Cloud(event.cloud),
        action=text(event.action),
        task=text(event.task),
        call=event.call,
        attempt=event.attempt,
        host=text(event.host),
        status=Status(event.status),
        may_have_been_applied=bool(event.may_have_been_applied),
        http_status=event.http_status,
        code=text(event.code),
        request_id=text(event.request_id),
        reason=text(event.reason),
        elapsed=event.elapsed_ms / 1000,
        pause=event.pause_ms / 1000,
    )
