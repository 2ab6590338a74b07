"""Cases in which one byte is another: whatever is signed, the signature must show it."""

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
