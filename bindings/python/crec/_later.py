"""Names of the package that are imported when they are used, because asyncio takes long."""

from __future__ import annotations

import sys


def __getattr__(name: str) -> object:
    """Imports AsyncClient."""
    if name != "AsyncClient":
        raise AttributeError(f"module 'crec' has no attribute {name!r}")
    from .async_client import AsyncClient

    return AsyncClient


def __dir__() -> list[str]:
    """All names of the package, AsyncClient too."""
    return sorted({*vars(sys.modules[__package__]), "AsyncClient"})
