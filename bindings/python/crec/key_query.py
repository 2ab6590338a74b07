"""A question for a key, to a program's own source of keys."""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Awaitable, Callable
from ctypes import byref
from datetime import datetime
from typing import Any, Union

from ._arguments import INT64, Arguments
from ._calls import call
from .credentials import Credentials
from .enums import Status
from .errors import checked
from .outcome import Outcome

Expiry = Union[datetime, float, None]
"""When a key expires: a time with its zone, or unix seconds; None: nothing says so."""


class KeyQuery:
    """A question for a key. Any thread may answer it, once; one that is dropped has failed.

    Calls that need the key wait for the answer within their own timeouts.
    """

    def __init__(self, library: ctypes.CDLL, pointer: Any) -> None:
        """Takes over what the library asks with."""
        self._library = library
        self._pointer = pointer
        self._process = os.getpid()
        self._lock = threading.Lock()

    def answer(self, credentials: Credentials, expires_at: Expiry = None) -> None:
        """Gives the key. A little before it expires another one is asked for.

        expires_at: a datetime with its time zone, or unix seconds [nothing says so: the key is used
            until the cloud refuses it]

        Raises InvalidArgumentError: the key is none, and the query waits for another answer.
        RuntimeError: it has been answered, or has failed.
        """
        arguments = Arguments()
        keys = arguments.credentials(credentials)
        seconds = _seconds(arguments, expires_at)
        arguments.check()
        if os.getpid() != self._process:
            message = "the query was made before fork()"
            checked(Outcome(Status.FORKED, message=message))
        with self._lock:
            if self._pointer is None:
                raise RuntimeError("the query has been answered")
            function = self._library.crec_key_query_answer
            checked(call(self._library, function, self._pointer, byref(keys), seconds))
            self._pointer = None

    def fail(self, why: str) -> None:
        """Says why there is no key, for people. Later, calls that need one ask again.

        The text gets into errors and logs: it must not hold a secret. After an answer this does
        nothing.
        """
        arguments = Arguments()
        text = arguments.text("why", why)
        arguments.check()
        if os.getpid() != self._process:
            return
        with self._lock:
            pointer, self._pointer = self._pointer, None
            self._library.crec_key_query_fail(pointer, text)

    def __del__(self) -> None:
        """Lets calls go on that wait for an answer."""
        self.fail("dropped the question")


KeySource = Callable[[KeyQuery], None]
"""A function that is given each query, and answers it, now or later, from any thread.

It runs where logging handlers do: on the library's thread, or that of asyncio's event loop. It must
not block there, and no blocking call can be made in it.
"""

AsyncKeySource = Callable[[], Awaitable[Union[Credentials, tuple[Credentials, Expiry]]]]
"""A coroutine function that returns a key, perhaps with the time when it expires."""


def _seconds(arguments: Arguments, value: object) -> int:
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            arguments.refuse("expires_at", "has no time zone", "a datetime with one")
            return 0
        value = value.timestamp()
    if isinstance(value, float):
        # Not a number and infinity end here too.
        if not 1 <= value <= INT64 // 1000:
            arguments.refuse("expires_at", "is out of range", "unix seconds from 1 on")
            return 0
        value = int(value)
    return arguments.number("expires_at", value, INT64)
