"""Names of the package that are imported when they are used: what they need takes long."""

from __future__ import annotations

import sys
from importlib import import_module

_MODULES = {
    "AsyncClient": "async_client",
    "AsyncKeySource": "key_query",
    "AsyncLedger": "async_ledger",
    "Identity": "identity",
    "KeyQuery": "key_query",
    "KeySource": "key_query",
    "Ledger": "ledger",
    "LogEvent": "_log",
    "Recording": "recording",
    "RecordingState": "recording",
}


def __getattr__(name: str) -> object:
    """Imports what is asked for."""
    if name not in _MODULES:
        raise AttributeError(f"module 'crec' has no attribute {name!r}")
    return getattr(import_module(f".{_MODULES[name]}", __package__), name)


def __dir__() -> list[str]:
    """All names of the package, these too."""
    return sorted({*vars(sys.modules[__package__]), *_MODULES})
