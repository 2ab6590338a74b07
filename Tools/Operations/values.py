"""Values that satisfy the rules, for examples."""

from __future__ import annotations

import re
from typing import Any

from catalogue import Field, Kind, Operation, split

UNIX_TIME = 1893456000  # the beginning of 2030
FIRST_HOUR = 8


def example(operation: Operation, *, is_full: bool = False) -> dict[str, Any]:
    """The fields that an operation requires, or all of them, in the order of its table."""
    return _Values(is_full).object(operation.whole)


class _Values:
    """The values of one example: of its times each is later than the one before."""

    def __init__(self, is_full: bool) -> None:
        self._is_full = is_full
        self._hour = FIRST_HOUR

    def object(self, kind: Kind) -> dict[str, Any]:
        wanted = {field.name for field in kind.fields if self._is_full or field.is_required}
        wanted |= {
            condition.split()[0] for condition in kind.conditions if " is required " in condition
        }
        made = {field.name: self._of(field) for field in kind.fields if field.name in wanted}
        for condition in kind.conditions:
            if span := re.fullmatch(r"(\w+) is 1 to (\d+) seconds after (\w+)", condition):
                end, limit, start = span.groups()
                if start in made and end in made:
                    made[end] = made[start] + min(int(limit), 3600)
        return made

    def _of(self, field: Field) -> Any:
        if field.kind.type == "number" and field.note.startswith("unix time"):
            return UNIX_TIME
        return self._value(field.kind, field.name)

    def _value(self, kind: Kind, name: str) -> Any:
        if kind.type == "object":
            return self.object(kind)
        if kind.element:
            return [self._value(kind.element, name)]
        if kind.type == "boolean":
            return True
        return _number(kind.rule) if kind.type == "number" else self._text(kind.rule, name)

    def _text(self, rule: str, name: str) -> str:
        if "YYYY-MM-DD HH:MM:SS" in rule:
            self._hour += 1
            return f"2030-01-01 {self._hour - 1:02}:00:00"
        if "URL, percent-encoded" in rule:
            return "https://example.com/page"
        if words := re.match(r"one of (\w+)", rule):
            return words[1]
        if sample := re.match(r'a text such as "(.+?)"', rule):
            return sample[1]
        if length := re.fullmatch(r"(\d+) to \d+ of a-z A-Z 0-9", rule):
            return "".join("abcd0123"[place % 8] for place in range(int(length[1])))
        return _named(name)


def _number(rule: str) -> int:
    bounds = re.search(r"(even )?integer from (\d+) to", rule)
    if not bounds or rule.startswith("a decimal"):
        return 1
    is_even, lowest = bounds.groups()
    return int(lowest) + (int(lowest) % 2 if is_even else 0)


def _named(name: str) -> str:
    """StreamName is stream-1, TaskId is task-1, DomainName is a domain."""
    words = [word.lower() for word in split(name)]
    if "domain" in words:
        return "push.example.com"
    kept = words[:-1] if words[-1] in ("id", "name") and len(words) > 1 else words
    return "-".join([*kept, "1"])
