"""Waiting for outcomes here rather than in C, so that signals and greenlets get in."""

from __future__ import annotations

import ctypes
import os
import select
from contextlib import suppress
from ctypes import byref
from typing import Any

from . import _structs
from ._bindings import CallPointer, OutcomeOutput, OutcomePointer
from ._callbacks import is_called
from ._calls import Handle, call, copied
from .enums import Status
from .outcome import Outcome

# Nothing of it is called that takes time, so that no other thread has to get in.
_LIBC = ctypes.PyDLL(None)
_WRITE = ctypes.cast(_LIBC.eventfd_write, ctypes.c_void_p)


_UNASKED = 1
"""An address that no outcome has."""


class _Receiver:
    """A descriptor for the outcome of one call.

    The call's completion is libc's own eventfd_write: the context is the descriptor, and what is
    written is the outcome's address; 64-bit machines pass an int as they pass a pointer. So the
    library wakes the one thread that waits, C never calls into Python, and a thread that is
    interrupted leaves nothing undone for another. There is no ``__del__``, which would swallow what
    a signal's handler raises.
    """

    def __init__(self, library: ctypes.CDLL) -> None:
        """Opens the descriptor; -1 if none is to be had."""
        self.call = CallPointer()
        self.refusal = ctypes.c_void_p(_UNASKED)
        self.outcome = OutcomePointer()
        self.descriptor: int = _LIBC.eventfd(0, os.O_CLOEXEC | os.O_NONBLOCK)
        self._library = library
        self._process = os.getpid()
        if self.descriptor >= 0:
            _OPEN.add(self)

    @property
    def is_promised(self) -> bool:
        """True once an outcome is to come: C itself tells so, at the moment when it is so."""
        return bool(self.call) or self.refusal.value is None

    @property
    def is_forked(self) -> bool:
        """True in a child, which shares the descriptor with its parent."""
        return os.getpid() != self._process

    def has_outcome(self) -> bool:
        """Reads the descriptor, straight into where the outcome is kept."""
        if not self.outcome and not self.is_forked:
            _LIBC.eventfd_read(self.descriptor, byref(self.outcome))
        return bool(self.outcome)

    def wait(self) -> None:
        """Waits until there is something to read, by what may have been patched meanwhile."""
        if hasattr(select, "poll"):
            poll = select.poll()
            poll.register(self.descriptor, select.POLLIN)
            poll.poll()
        else:  # eventlet takes it away.
            select.select([self.descriptor], [], [])

    def close(self) -> bool:
        """Frees everything, unless the outcome has still to be written to the descriptor."""
        if self.is_promised and not self.has_outcome():
            return False
        _OPEN.discard(self)
        self._library.crec_call_free(self.call)
        self._library.crec_outcome_free(self.outcome)
        if self.refusal.value not in (None, _UNASKED):
            self._library.crec_outcome_free(ctypes.cast(self.refusal, OutcomePointer))
        if self.descriptor >= 0:
            os.close(self.descriptor)
        return True


_OPEN: set[_Receiver] = set()


def perform(library: ctypes.CDLL, client: Handle, request: Any) -> Outcome:
    """Makes a call and waits for its end. What is raised meanwhile cancels it."""
    _close_left(client)
    receiver = _Receiver(library)
    try:
        return _outcome(receiver, library, client, request)
    finally:
        if not receiver.close():
            library.crec_call_cancel(receiver.call)
            client.left.append(receiver)


def _close_left(client: Handle) -> None:
    """Closes what has ended since it was left."""
    for receiver in list(client.left):
        if receiver.has_outcome():
            with suppress(ValueError):  # Another thread was sooner.
                client.left.remove(receiver)
                receiver.close()


def _outcome(receiver: _Receiver, library: ctypes.CDLL, client: Handle, request: Any) -> Outcome:
    in_c = library.crec_client_perform, client.pointer, request
    if receiver.descriptor < 0 or is_called():  # C waits, or tells why it cannot.
        return call(library, *in_c)
    options = _structs.SubmitOptions(completion=_WRITE, context=receiver.descriptor)
    submitted = client.pointer, request, byref(options), byref(receiver.call)
    refusal = call(library, library.crec_client_submit, *submitted)
    if refusal.status is not Status.OK:
        return refusal
    if not _awaited(receiver):
        return call(library, *in_c)
    return copied(library, receiver.outcome)


def _awaited(receiver: _Receiver) -> bool:
    """Waits for the outcome. False in a child: a signal's handler or another greenlet forked."""
    while not receiver.has_outcome():
        if receiver.is_forked:
            return False
        receiver.wait()
    return True


def ask(
    library: ctypes.CDLL, ledger: Handle, function: Any, *arguments: Any, options: Any
) -> Outcome:
    """Asks a ledger for something and waits for its outcome; what is raised ends the waiting only.

    The options, the last argument before the outcome, have a completion and its context.
    """
    if is_called():
        return Outcome(Status.BUSY, message="a function that the library calls cannot wait for it")
    _close_left(ledger)
    receiver = _Receiver(library)
    try:
        if receiver.descriptor < 0:
            return Outcome(Status.SHORTAGE, message="no descriptor was to be had: nothing was sent")
        options.completion, options.context = _WRITE, receiver.descriptor
        asked = ledger.pointer, *arguments, byref(options)
        # Set to NULL on entry, and written only by a refusal.
        function(*asked, ctypes.cast(byref(receiver.refusal), OutcomeOutput))
        if receiver.refusal.value is not None:
            return copied(library, ctypes.cast(receiver.refusal, OutcomePointer))
        if not _awaited(receiver):
            return call(library, function, *asked)
        return copied(library, receiver.outcome)
    finally:
        if not receiver.close():
            ledger.left.append(receiver)


def _end_in_child() -> None:
    """Wakes whoever waits in a forked child: in place of each descriptor the end of a pipe."""
    if _OPEN:
        end, other = os.pipe()
        os.close(other)
        for receiver in _OPEN:
            os.dup2(end, receiver.descriptor, inheritable=False)
        os.close(end)


os.register_at_fork(after_in_child=_end_in_child)
