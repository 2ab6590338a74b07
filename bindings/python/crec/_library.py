"""Finds and loads libcrec.so, and libcrec-ledger.so when a ledger is opened."""

from __future__ import annotations

import ctypes
import os
from typing import Any

from . import _bindings

_SONAME = "libcrec.so.0"
_LEDGER_SONAME = "libcrec-ledger.so.0"

_loaded: ctypes.CDLL | None = None
_ledger: ctypes.CDLL | None = None


class LibraryError(OSError):
    """A library cannot be loaded. The message names every place tried, and why it failed."""


def load(path: str | os.PathLike[str] | None = None) -> str:
    """Loads the library and returns its version, such as "0.1.0".

    Needed only to name a path: the first use of anything else loads the library by itself, from
    the path in the environment variable CREC_LIBRARY if there is one; else from libcrec.so.0 or
    libcrec.so next to this package; else from where the system keeps its libraries.

    Once loaded it stays, so that no object of one library reaches another: LibraryError if another
    path is given then.
    """
    global _loaded
    if _loaded is None:
        named = path or os.environ.get("CREC_LIBRARY")
        places = [os.path.abspath(named)] if named else _usual_places()
        _loaded = _first_of("libcrec", places, _bindings.FUNCTIONS)
    elif path and os.path.abspath(path) != _loaded._name:
        raise LibraryError(f"libcrec is loaded already, from {_loaded._name}")
    version: bytes = _loaded.crec_version()
    return version.decode()


def library() -> ctypes.CDLL:
    """The library; the first time it is loaded for this."""
    if _loaded is None:
        load()
    assert _loaded is not None
    return _loaded


def ledger_library() -> ctypes.CDLL:
    """libcrec-ledger.so; the first time it is loaded for this, after libcrec.so, which it uses.

    It is taken from the path in the environment variable CREC_LEDGER_LIBRARY if there is one; else
    from next to this package, or to libcrec.so; else from where the system keeps its libraries.
    """
    global _ledger
    core = library()
    if _ledger is None:
        from ._ledger_bindings import FUNCTIONS

        named = os.environ.get("CREC_LEDGER_LIBRARY")
        places = [os.path.abspath(named)] if named else _usual_ledger_places(core._name)
        _ledger = _first_of("libcrec-ledger", places, FUNCTIONS)
    return _ledger


def _usual_places() -> list[str]:
    package = os.path.dirname(os.path.realpath(__file__))
    return [*(os.path.join(package, name) for name in (_SONAME, "libcrec.so")), _SONAME]


def _usual_ledger_places(core: str) -> list[str]:
    # Without a directory, the system found it.
    beside = [__file__, core] if os.path.dirname(core) else [__file__]
    directories = [os.path.dirname(os.path.realpath(path)) for path in beside]
    names = (_LEDGER_SONAME, "libcrec-ledger.so")
    found = [os.path.join(directory, name) for directory in directories for name in names]
    return [*dict.fromkeys(found), _LEDGER_SONAME]


def _first_of(name: str, places: list[str], functions: dict[str, tuple[Any, ...]]) -> ctypes.CDLL:
    failures = []
    for place in places:
        try:
            found = ctypes.CDLL(place)
            _bindings.declare(found, functions)
        except OSError as error:
            failures.append(str(error))
        except AttributeError as error:
            failures.append(f"{error}: another library, or too old for this package")
        else:
            return found
    raise LibraryError(f"{name} cannot be loaded:" + "".join(f"\n  {text}" for text in failures))
