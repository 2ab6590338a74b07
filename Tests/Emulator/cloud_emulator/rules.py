"""The values that fields allow, on their own and beside each other."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from cloud_emulator.clock import utc
from cloud_emulator.fields import number
from cloud_emulator.message import Fields, Json

Rule: TypeAlias = Callable[[Json], bool]

_ID = re.compile(r"[a-zA-Z0-9_@\-.]{1,128}")


@dataclass(frozen=True)
class Relation:
    """A condition on a request's fields and the time; `name` is the field to blame."""

    name: str
    holds: Callable[[Fields, float], bool]


def is_id(value: Json) -> bool:
    """True if the whole of `value` follows the identifier rule."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def is_int64(value: Json) -> bool:
    """True if `value` is an integer from 0 to 2^63-1."""
    return isinstance(value, int) and 0 <= value < 2**63


def between(low: int, high: int) -> Rule:
    """A number from `low` to `high`."""
    return lambda value: isinstance(value, int) and low <= value <= high


def even_between(low: int, high: int) -> Rule:
    """An even number from `low` to `high`."""
    return lambda value: isinstance(value, int) and low <= value <= high and value % 2 == 0


def off_or_between(low: int, high: int) -> Rule:
    """0, which switches it off, or a number from `low` to `high`."""
    return lambda value: isinstance(value, int) and (value == 0 or low <= value <= high)


def one_of(*values: int | str) -> Rule:
    """One of these."""
    return lambda value: value in values


def in_any_case(*words: str) -> Rule:
    """One of these words, in capital or small letters."""
    return lambda value: isinstance(value, str) and value.lower() in words


def length(low: int, high: int) -> Rule:
    """So many characters of a text, so many items of a list."""
    return lambda value: isinstance(value, str | list) and low <= len(value) <= high


def like(pattern: str) -> Rule:
    """A text that matches `pattern` as a whole."""
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def is_moment(text: str) -> bool:
    """True if `text` is a date and time such as 2017-01-01 10:10:01."""
    try:
        utc(text, "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return False
    return True


def span(start: str, end: str, most: int) -> Relation:
    """`end` comes after `start`, or after now without one, by `most` seconds at most."""

    def holds(fields: Fields, now: float) -> bool:
        return 0 < number(fields, end, int(now)) - number(fields, start, int(now)) <= most

    return Relation(end, holds)


def from_now(name: str, earliest: int, latest: float = math.inf) -> Relation:
    """So many seconds from now; negative ones are in the past."""

    def holds(fields: Fields, now: float) -> bool:
        return earliest <= number(fields, name, int(now)) - int(now) <= latest

    return Relation(name, holds)
