"""Fields by the cloud's own names into JSON. The library checks them.

Refused here is only what JSON cannot carry: other types, numbers that are none or too large,
surrogates, keys that are no str, and nesting beyond what the library reads.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence

from ._arguments import Arguments

_DEPTH = 32
_RULE = "a str, int, float, bool, mapping or sequence"


def json_object(arguments: Arguments, fields: object) -> bytes | None:
    """A JSON object as a C string; None for None. Members that are None are left out, at any depth.

    Faults name what is wrong by its path, such as "VideoSolutions[0].Width".
    """
    if fields is None:
        return None
    if not isinstance(fields, Mapping):
        arguments.refuse_type("fields", fields, "a mapping")
        return None
    value = _members(arguments, "", fields, 1)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def integer(value: int | str) -> int | str:
    """An id as an outcome tells it, as the integer that its cloud takes."""
    is_id = isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 20
    return int(value) if is_id else value


def _members(
    arguments: Arguments, path: str, fields: Mapping[object, object], depth: int
) -> dict[str, object]:
    kept: dict[str, object] = {}
    for name, value in fields.items():
        if not isinstance(name, str):
            problem = f"has a name of type {type(name).__name__}"
            arguments.refuse(path or "fields", problem, "names of type str")
        elif (place := _surrogate(name)) is not None:
            arguments.refuse(path or "fields", f"has a name with {place}", "no surrogates")
        elif value is not None:
            kept[name] = _value(arguments, f"{path}.{name}" if path else name, value, depth)
    return kept


def _value(arguments: Arguments, path: str, value: object, depth: int) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        if (place := _surrogate(value)) is not None:
            arguments.refuse(path, f"has {place}", "text without surrogates")
        return value
    if isinstance(value, int):
        if value.bit_length() > 64:  # Python refuses to write out a huge int.
            arguments.refuse(path, "is too large", "an integer of at most 64 bits")
            return 0
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            arguments.refuse(path, "is no finite number", "a finite number")
        return value
    return _whole(arguments, path, value, depth + 1)


def _whole(arguments: Arguments, path: str, value: object, depth: int) -> object:
    """A mapping or a sequence. Too deep it is refused at once: it may contain itself."""
    is_sequence = isinstance(value, Sequence) and not isinstance(
        value, (bytes, bytearray, memoryview)
    )
    if not is_sequence and not isinstance(value, Mapping):
        arguments.refuse_type(path, value, _RULE)
        return None
    if depth > _DEPTH:
        arguments.refuse(path, "is nested too deep", f"nested at most {_DEPTH} deep")
        arguments.check()
    if isinstance(value, Mapping):
        return _members(arguments, path, value, depth)
    assert isinstance(value, Sequence)
    return [
        _value(arguments, f"{path}[{index}]", element, depth) for index, element in enumerate(value)
    ]


def _surrogate(text: str) -> str | None:
    for position, character in enumerate(text, 1):
        if "\ud800" <= character <= "\udfff":
            return f"a character U+{ord(character):04X} at character {position}"
    return None
