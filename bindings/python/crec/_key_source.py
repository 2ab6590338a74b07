"""A program's own source of keys, as a function of C's."""

from __future__ import annotations

import asyncio
import ctypes
import inspect
from ctypes import POINTER, c_void_p
from typing import Any

from . import _structs
from ._arguments import Arguments, runs_here
from ._callbacks import THREAD
from ._library import library
from .errors import InvalidArgumentError
from .key_query import AsyncKeySource, KeyQuery, KeySource

Function = ctypes.CFUNCTYPE(None, c_void_p, POINTER(_structs.KeyQueryHandle))
"""crec_key_function of crec_client.h."""


_RULE = "a crec.Credentials or a function"


class Source:
    """A source as the library asks it, until its client closes."""

    def __init__(self, arguments: Arguments, given: Any, takes_coroutines: bool) -> None:
        """Asks nothing yet. ``function`` is to be kept for as long as it may be called."""
        self._tasks: set[asyncio.Task[None]] = set()
        ask: KeySource = given
        if _is_coroutine_function(given):
            ask = self._asked_in_a_task(given)
            if not takes_coroutines:
                problem = "is a coroutine function"
                arguments.refuse("credentials", problem, f"{_RULE}; an AsyncClient takes one")
        if not runs_here():
            problem = "are a function in a sub-interpreter"
            arguments.refuse("credentials", problem, "none there from Python 3.12 on")
        self.function = Function(lambda _, pointer: _ask(ask, KeyQuery(library(), pointer)))

    def cancel(self) -> None:
        """Ends the tasks that have not answered: nobody waits for them any more."""
        for task in list(self._tasks):
            if not task.get_loop().is_closed():
                task.cancel()

    def _asked_in_a_task(self, given: AsyncKeySource) -> KeySource:
        def ask(query: KeyQuery) -> None:
            task = asyncio.get_running_loop().create_task(_answer(given, query))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        return ask


def _is_coroutine_function(given: object) -> bool:
    call = getattr(given, "__call__", None)  # noqa: B004  The method itself is looked at.
    return inspect.iscoroutinefunction(given) or inspect.iscoroutinefunction(call)


def _ask(source: KeySource, query: KeyQuery) -> None:
    THREAD.is_called = True
    try:
        source(query)
    except BaseException as error:
        query.fail(_words(error))
        if not isinstance(error, Exception):
            raise
    finally:
        THREAD.is_called = False


async def _answer(source: AsyncKeySource, query: KeyQuery) -> None:
    try:
        given = await source()
        key, expires_at = given if isinstance(given, tuple) else (given, None)
        query.answer(key, expires_at)
    except BaseException as error:
        query.fail(_words(error))
        if not isinstance(error, Exception):
            raise


def _words(error: BaseException) -> str:
    """Not the text of an exception, which may quote a secret; the faults of an answer do not."""
    if isinstance(error, InvalidArgumentError) and error.outcome.faults:
        return "; ".join(map(str, error.outcome.faults))
    return f"raised {type(error).__name__}"
