"""Cases in which one byte is another: whatever is signed, the signature must show it.

And fields in which one value, its type, an element or a member is another, at any depth.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from cases import Case

# In no signed string of that cloud, and among these what isn't sent either. The access key's id and
# Tencent's four are beside the signature in headers.
UNSIGNED = {
    "volcengine": {"ak", "nonce"},
    "aliyun": {"ak", "region", "service"},
    "tencent": {"ak", "action", "version", "region", "token", "nonce"},
}
NOT_SENT = {"volcengine": {"nonce"}, "aliyun": {"region", "service"}, "tencent": {"nonce"}}

_TEXTS = ("ak", "sk", "token", "action", "version", "region", "service", "nonce", "body")
MUTATED = {*_TEXTS, "host", "content_type", "timestamp", "method", "query name", "query value"}

VALUE, AS_TEXT, AS_NUMBER, AS_FLAG, AS_FRACTION = "value", "text", "number", "flag", "fraction"
MISSING, DOUBLED, TURNED = "missing", "doubled", "turned"
CHANGES = {VALUE, AS_TEXT, AS_NUMBER, AS_FLAG, AS_FRACTION, MISSING, DOUBLED, TURNED}


@dataclass(frozen=True)
class Mutant:
    """A case, and what was changed in it."""

    field: str
    original: Case
    case: Case


def mutants(case: Case, random: Random) -> Iterator[Mutant]:
    """Each field of the case changed by one byte, where it has a byte to change."""
    for name in (*_TEXTS, "content_type"):
        change: dict[str, Any] = {name: _changed(getattr(case, name), random)}
        if change[name]:
            yield Mutant(name, case, replace(case, **change))
    host, colon, port = case.host.rpartition(":")
    changed = _changed(host or port, random)
    if changed:
        yield Mutant("host", case, replace(case, host=changed + (colon + port if host else "")))
    later = case.timestamp + (1 if case.timestamp < 2**32 else -1)
    yield Mutant("timestamp", case, replace(case, timestamp=later))
    if case.provider != "tencent" and not case.body:
        other = {"GET": "POST", "POST": "GET"}[case.method]
        yield Mutant("method", case, replace(case, method=other))
    yield from _query_mutants(case, random)


def _query_mutants(case: Case, random: Random) -> Iterator[Mutant]:
    for chosen, value in case.query.items():
        name, other = _changed(chosen, random), _changed(value, random)
        if name and name not in case.query:
            renamed = {name if n == chosen else n: v for n, v in case.query.items()}
            yield Mutant("query name", case, replace(case, query=renamed))
        if other:
            yield Mutant("query value", case, replace(case, query={**case.query, chosen: other}))


def _changed(text: str, random: Random) -> str:
    """A letter or digit replaced by the next one; empty if there is none."""
    places = [n for n, character in enumerate(text) if character.isascii() and character.isalnum()]
    if not places:
        return ""
    place = random.choice(places)
    follower = {"9": "0", "z": "a", "Z": "A"}.get(text[place], chr(ord(text[place]) + 1))
    return text[:place] + follower + text[place + 1 :]


@dataclass(frozen=True)
class FieldMutant:
    """The fields of a call, and what was changed in them and where."""

    change: str
    path: str
    fields: dict[str, Any]


def field_mutants(fields: dict[str, Any]) -> Iterator[FieldMutant]:
    """Each value changed in each way that there is, each member and element left out."""
    for change, path, changed in _variants(fields, ""):
        yield FieldMutant(change, path, changed)


def _variants(value: Any, path: str) -> Iterator[tuple[str, str, Any]]:
    if isinstance(value, dict):
        for name, member in value.items():
            place = f"{path}.{name}" if path else name
            yield MISSING, place, {n: v for n, v in value.items() if n != name}
            for change, where, changed in _variants(member, place):
                yield change, where, {**value, name: changed}
    elif isinstance(value, list):
        yield from _variants_of_list(value, path)
    else:
        yield from ((change, path, changed) for change, changed in _scalars(value))


def _variants_of_list(value: list[Any], path: str) -> Iterator[tuple[str, str, Any]]:
    yield DOUBLED, path, [*value, value[-1]]
    if value != value[::-1]:
        yield TURNED, path, value[::-1]
    for index, element in enumerate(value):
        place = f"{path}[{index}]"
        yield MISSING, place, value[:index] + value[index + 1 :]
        for change, where, changed in _variants(element, place):
            yield change, where, [*value[:index], changed, *value[index + 1 :]]


def _scalars(value: bool | int | str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, bool):
        yield VALUE, not value
        yield AS_TEXT, json.dumps(value)
        yield AS_NUMBER, int(value)
    elif isinstance(value, int):
        yield VALUE, value + 1
        yield AS_TEXT, str(value)
        yield AS_FRACTION, float(value)
        if value in (0, 1):
            yield AS_FLAG, bool(value)
    else:
        yield VALUE, value[:-1] + chr(ord(value[-1]) ^ 1)
        if value.replace(".", "", 1).isdigit():
            yield AS_NUMBER, json.loads(value)
