"""The result of a test."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """A test that passed or, with a problem, failed."""

    name: str
    problem: str = ""


def equal(name: str, found: object, expected: object) -> Result:
    """The result of comparing two values: they have to be equal."""
    return Result(name, "" if found == expected else f"is {found!r}, should be {expected!r}")
