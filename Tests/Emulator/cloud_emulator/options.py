"""Reading options: `head:name=value,name=value` on the command line, JSON objects elsewhere."""

import dataclasses
import json
from collections.abc import Mapping
from enum import EnumType
from typing import Any, TypeVar, get_args, get_type_hints

T = TypeVar("T")

_WORDS = {"true": True, "false": False}


def parse(text: str, head: str) -> dict[str, object]:
    """The option's names and values, where what precedes `:` is the value of `head`."""
    if text.startswith("{"):
        value = json.loads(text)
        return {str(name): item for name, item in value.items()}
    first, _, rest = text.partition(":")
    pairs = [part.partition("=") for part in rest.split(",") if part]
    return {head: first, **{name: value for name, _, value in pairs}}


def decode(kind: type[T], values: Mapping[str, object]) -> T:
    """A dataclass out of JSON values or their text. Raises ValueError."""
    hints = get_type_hints(kind)
    known = {field.name: hints[field.name] for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    for name in values:
        if name not in known:
            raise ValueError(f"{name} is not one of {', '.join(known)}")
    return kind(**{name: _value(name, known[name], value) for name, value in values.items()})


def _value(name: str, hint: Any, value: object) -> Any:
    if type(None) in get_args(hint):
        hint = get_args(hint)[0]
    if hint is bool and isinstance(value, str):
        value = _WORDS.get(value, value)
    elif _is_written_as(hint, value):
        value = hint(value)
    if isinstance(value, getattr(hint, "__origin__", hint)):
        return value
    raise ValueError(f"{name} can't be {value!r}")


def _is_written_as(hint: Any, value: object) -> bool:
    if isinstance(hint, EnumType):
        return value in hint.__members__.values()
    return hint in (int, float) and isinstance(value, str | int) and not isinstance(value, bool)
