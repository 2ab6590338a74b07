"""Calls into the library: what is handed out is copied or owned, and given back."""

from __future__ import annotations

import ctypes
from ctypes import byref
from typing import Any

from ._bindings import OutcomePointer
from .enums import Status, TaskState
from .errors import checked
from .outcome import Fault, Outcome

_OK = Outcome(Status.OK)
"""The outcome of all that comes to nothing but a success."""


class Handle:
    """Owns one C object and frees it when the last reference to this goes, then what it needs.

    Whoever calls into the library with the pointer holds on to the handle meanwhile, so nothing is
    freed while a call uses it, whichever thread lets go first. That needs no lock, and so survives
    a fork() at any moment.
    """

    def __init__(self, library: ctypes.CDLL, kind: str) -> None:
        """Makes room for a "client", "loop", "request" and so on: the pointer is NULL yet."""
        self._free = getattr(library, f"crec_{kind}_free")
        self.kept: list[Any] = []
        self.left: list[Any] = []
        self.pointer: Any = self._free.argtypes[0]()

    def __del__(self) -> None:
        """Frees the C object, if one was made.

        Of a cycle of garbage anything may be finalized first: who comes later finds NULL, which
        every function of the library takes. A client's calls that nobody waits for any more have
        ended after this.
        """
        pointer, self.pointer = self.pointer, None
        self._free(pointer)
        for receiver in self.left:
            receiver.close()


def call(library: ctypes.CDLL, function: Any, *arguments: Any) -> Outcome:
    """Calls a function whose last argument is an outcome, and returns that outcome's copy."""
    outcome = OutcomePointer()
    try:
        status = function(*arguments, byref(outcome))
        if outcome:
            return copied(library, outcome)
        return _OK if status == 0 else Outcome(Status(status))
    finally:
        if outcome:
            library.crec_outcome_free(outcome)


def make(library: ctypes.CDLL, function: Any, *arguments: Any) -> None:
    """Calls a function that only makes a value, and asks for the outcome only where that failed.

    An outcome costs more than all the rest of the call.
    """
    if function(*arguments, None):
        checked(call(library, function, *arguments))


def take(library: ctypes.CDLL, function: Any, owner: Handle) -> tuple[int, Outcome] | None:
    """Takes an outcome that waits with a client or a ledger, with its call's context, if any."""
    context = ctypes.c_void_p()
    outcome = OutcomePointer()
    if not function(owner.pointer, byref(context), byref(outcome)):
        return None
    try:
        return context.value or 0, copied(library, outcome)
    finally:
        library.crec_outcome_free(outcome)


def text(value: bytes) -> str:
    """A string handed out by the library."""
    return value.decode(errors="replace")


def copied(library: ctypes.CDLL, outcome: Any) -> Outcome:
    """The copy of an outcome that a pointer is of."""
    return Outcome(
        status=Status(library.crec_outcome_status(outcome)),
        retryable=bool(library.crec_outcome_retryable(outcome)),
        may_have_been_applied=bool(library.crec_outcome_may_have_been_applied(outcome)),
        message=text(library.crec_outcome_message(outcome)),
        code=text(library.crec_outcome_code(outcome)),
        request_id=text(library.crec_outcome_request_id(outcome)),
        task_id=text(library.crec_outcome_task_id(outcome)),
        task_state=TaskState(library.crec_outcome_task_state(outcome)),
        host=text(library.crec_outcome_host(outcome)),
        http_status=library.crec_outcome_http_status(outcome),
        attempts=library.crec_outcome_attempts(outcome),
        elapsed=library.crec_outcome_elapsed_ms(outcome) / 1000,
        start_was_open=bool(library.crec_outcome_start_was_open(outcome)),
        clock_offset=library.crec_outcome_clock_offset_s(outcome),
        body=ctypes.string_at(
            library.crec_outcome_body(outcome), library.crec_outcome_body_size(outcome)
        ),
        faults=tuple(
            Fault(
                text(library.crec_outcome_fault_field(outcome, index)),
                text(library.crec_outcome_fault_problem(outcome, index)),
                text(library.crec_outcome_fault_rule(outcome, index)),
            )
            for index in range(library.crec_outcome_fault_count(outcome))
        ),
    )
