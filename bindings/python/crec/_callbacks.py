"""C functions that are made of Python ones, and what they need to be called safely."""

from __future__ import annotations

import atexit
import threading
import weakref
from collections.abc import Callable
from typing import Any

from ._calls import Handle
from .enums import Status

THREAD = threading.local()
"""Inside a function that the library calls its ``is_called`` is true: nothing may block there."""

_OWNERS: weakref.WeakKeyDictionary[Handle, Callable[[Any], int]] = weakref.WeakKeyDictionary()


def is_called() -> bool:
    """True inside a logging handler, or a source of keys, that the library calls."""
    return getattr(THREAD, "is_called", False)


def keep(function: Any, owner: Handle, close: Callable[[Any], int]) -> None:
    """Lets a C function last as long as the client or ledger that calls it, which closes so."""
    owner.kept.append(function)
    _OWNERS[owner] = close
    # The last to be registered runs first: before the handlers of loggers are closed.
    atexit.unregister(_close_all)
    atexit.register(_close_all)


def _close_all() -> None:
    """No thread of C's may come into an interpreter that ends."""
    for owner, close in reversed(list(_OWNERS.items())):
        while close(owner.pointer) == Status.TIMEOUT:
            pass  # A client's function is still at it; a ledger has closed, and says so now.
