"""The library's operations, as crec_operations tells them."""

from __future__ import annotations

import ctypes
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Kind:
    """The type and the rule of a value; an object has fields, a list has an element."""

    type: str
    rule: str
    fields: tuple[Field, ...] = ()
    conditions: tuple[str, ...] = ()
    element: Kind | None = None

    @property
    def words(self) -> str:
        """The rule, with that of a list's elements."""
        return f"{self.rule}, each {self.element.words}" if self.element else self.rule


@dataclass(frozen=True)
class Field:
    """One field of an operation, or of an object in one."""

    name: str
    kind: Kind
    is_required: bool
    note: str

    @property
    def words(self) -> str:
        """Its rule and what else there is to say."""
        return f"{self.kind.words}; {self.note}" if self.note else self.kind.words


@dataclass(frozen=True)
class Operation:
    """One operation; the library has a C struct of its own for few of them."""

    cloud: int
    action: str
    version: str
    method: str
    effect: str
    region: str
    rate: int | None
    summary: str
    source: str
    conditions: tuple[str, ...]
    fields: tuple[Field, ...]
    has_struct: bool
    life: dict[str, Any] | None
    """The life of the task that a start begins, as crec_operations tells it."""

    @property
    def whole(self) -> Kind:
        """All its fields as one object."""
        return Kind("object", "an object", self.fields, self.conditions)

    @property
    def function(self) -> str:
        """Its name in Python, and in C behind crec_ where it has a struct."""
        return separated(self.action, "_")

    @property
    def repeating(self) -> str:
        """The sentence about retries."""
        if self.effect in ("start", "update"):
            return "Not idempotent: retried only if it certainly was not executed."
        return "Idempotent: retried even if the outcome is unknown."

    @property
    def limits(self) -> list[str]:
        """The sentences about the rate limit and the region."""
        pace = f"{self.rate} calls per second per account."
        told = [pace if self.rate is not None else "The rate limit is not documented."]
        return [
            *told,
            *([f"In {self.region}, unless the client has a region."] * bool(self.region)),
        ]


def library() -> ctypes.CDLL:
    """The library at CREC_LIBRARY, or that of the build."""
    usual = ROOT / "build" / "lib" / "libcrec.so"
    return ctypes.CDLL(os.environ.get("CREC_LIBRARY") or str(usual))


def load() -> tuple[Operation, ...]:
    """The operations of the library."""
    loaded = library()
    loaded.crec_operations.restype = ctypes.c_char_p
    told = json.loads(loaded.crec_operations())
    return tuple(
        parsed(operation, hasattr(loaded, f"crec_{separated(operation['action'], '_')}"))
        for operation in told
    )


def parsed(told: dict[str, Any], has_struct: bool = False) -> Operation:
    """An operation, from its element in the library's JSON."""
    plain = ("cloud", "action", "version", "method", "effect", "region", "rate")
    return Operation(
        **{name: told[name] for name in (*plain, "summary", "source")},
        conditions=tuple(told["conditions"]),
        fields=_fields(told),
        has_struct=has_struct,
        life=told["life"],
    )


def _fields(told: dict[str, Any]) -> tuple[Field, ...]:
    return tuple(
        Field(field["name"], _kind(field), field["required"], field["note"])
        for field in told.get("fields", ())
    )


def _kind(told: dict[str, Any]) -> Kind:
    element = told.get("element")
    return Kind(
        told["type"],
        told["rule"],
        _fields(told),
        tuple(told.get("conditions", ())),
        _kind(element) if element else None,
    )


def separated(name: str, separator: str) -> str:
    """AppId is app-id, SourceURL is source-url, StartWBRecord is start-wb-record."""
    return separator.join(split(name)).lower()


def split(name: str) -> list[str]:
    """The words of a name: SourceURL is Source and URL."""
    return re.split(r"(?<=[^A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][^A-Z])", name)


def with_paths(kind: Kind, path: str = "") -> Iterator[tuple[str, Field | None, Kind]]:
    """Everything in an object by its path; elements of lists are no fields."""
    for field in kind.fields:
        place = f"{path}.{field.name}" if path else field.name
        yield place, field, field.kind
        yield from _inside(field.kind, place)


def _inside(kind: Kind, path: str) -> Iterator[tuple[str, Field | None, Kind]]:
    if kind.element:
        yield f"{path}[]", None, kind.element
        yield from _inside(kind.element, f"{path}[]")
    else:
        yield from with_paths(kind, path)
