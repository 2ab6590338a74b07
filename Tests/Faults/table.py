"""The table of faults: those that end alike share a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from fault import End, Result

_OPERATIONS = (
    "StartWBRecord",
    "StopWBRecord",
    "StopWebcast",
    "StopRtcCloudRecording",
    "StopLiveRecord",
)
_HEAD = """\
<!-- Written by `make faults` from a run; never edit it. README.md tells how to read it. -->

# What becomes of a call

| stage | fault | call | status | code | attempts | may have been applied | requests seen | task |
|---|---|---|---|---|---|---|---|---|
"""
_CONNECTIONS = {
    frozenset({False}): "",
    frozenset({True}): " (kept)",
    frozenset({False, True}): " (new, kept)",
}

Ends = dict[str, End]
"""The end of each operation."""
Behaviour = tuple[tuple[str, End], ...]
"""The same, with the operations that end alike in one name."""


def written(results: Iterable[Result]) -> str:
    """The whole table: faults of a stage that calls end alike with are told together."""
    blocks: dict[tuple[str, Behaviour], dict[str, set[bool]]] = defaultdict(dict)
    for stage, fault, kept, ends in _faults(results):
        blocks[stage, _behaviour(ends)].setdefault(fault, set()).add(kept)
    return _HEAD + "".join(
        line
        for (stage, behaviour), faults in blocks.items()
        for line in _lines(stage, faults, behaviour)
    )


def _lines(stage: str, faults: dict[str, set[bool]], behaviour: Behaviour) -> Iterator[str]:
    told = "; ".join(f"{fault}{_CONNECTIONS[frozenset(kept)]}" for fault, kept in faults.items())
    for operations, end in behaviour:
        applied = "yes" if end.may_have_been_applied else "no"
        cells = (stage, told, operations, end.status, end.code or "–", end.attempts)
        yield f"| {' | '.join(map(str, (*cells, applied, end.requests, end.task)))} |\n"
        stage = told = "″"


def _faults(results: Iterable[Result]) -> Iterator[tuple[str, str, bool, Ends]]:
    """A part of a reply is one fault, if all places in it lead to the same ends."""
    parts: dict[tuple[str, str, bool, str], dict[int, Ends]] = defaultdict(dict)
    for result in results:
        places = parts[result.stage, result.kind, result.kept, result.part]
        places.setdefault(result.place, {})[result.operation] = result.end
    for (stage, kind, kept, part), places in parts.items():
        whole = {name: end for ends in places.values() for name, end in ends.items()}
        if all(ends.items() <= whole.items() for ends in places.values()) and (
            part or len(places) == 1
        ):
            yield stage, f"{kind} {part}".strip(), kept, whole
            continue
        alike: dict[Behaviour, list[int]] = defaultdict(list)
        for place, ends in places.items():
            alike[_behaviour(ends)].append(place)
        for numbers in alike.values():
            told = " ".join(filter(None, (kind, part, ranges(numbers))))
            yield stage, told, kept, places[numbers[0]]


def _behaviour(ends: Ends) -> Behaviour:
    alike: dict[End, list[str]] = defaultdict(list)
    for operation in _OPERATIONS:
        if operation in ends:
            alike[ends[operation]].append(operation)
    return tuple((_named(operations), end) for end, operations in alike.items())


def _named(operations: Sequence[str]) -> str:
    if tuple(operations) == _OPERATIONS:
        return "all"
    if tuple(operations) == _OPERATIONS[1:]:
        return "stops"
    return ", ".join(operations)


def ranges(numbers: Iterable[int]) -> str:
    """``1-3, 7`` for 1, 2, 3 and 7."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(f"{a}-{b}" if b > a else str(a) for a, b in found)
