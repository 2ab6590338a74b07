"""Inputs as the structs of crec.h."""

from __future__ import annotations

import ctypes
from ctypes import POINTER, c_char_p
from typing import Any

from crec import _structs

Input = dict[str, Any]


def encoded(value: str | None) -> bytes | None:
    """A text of an input as C takes it."""
    return None if value is None else value.encode("utf-8", "surrogateescape")


def shown(value: bytes | None) -> str | None:
    """Bytes of an answer as JSON takes them."""
    return None if value is None else value.decode("utf-8", "surrogateescape")


def _pairs(kind: type[Any], pairs: list[list[Any]]) -> Any:
    made = [
        kind(encoded(name), value if isinstance(value, int) else encoded(value))
        for name, value in pairs
    ]
    return (kind * len(made))(*made)


def filled(kind: type[_structs.Sized], given: Input) -> Any:
    """The struct with the members that the input names, and its struct_size."""
    params = kind()
    for name, member in kind._fields_:  # type: ignore[misc]
        if name not in given or given[name] is None:
            continue
        value = given[name]
        if member is c_char_p:
            setattr(params, name, encoded(value))
            if name == "body":
                params.body_size = len(encoded(value) or b"")
        elif member is POINTER(_structs.Pair):
            setattr(params, name, _pairs(_structs.Pair, value))
            setattr(params, {"query": "query_count"}.get(name, "header_count"), len(value))
        elif member is POINTER(_structs.Rate):
            params.rates = _pairs(_structs.Rate, value)
            params.rate_count = len(value)
        elif member is POINTER(_structs.Credentials):
            params.credentials = ctypes.pointer(filled(_structs.Credentials, value))
        else:
            setattr(params, name, value)
    return params
