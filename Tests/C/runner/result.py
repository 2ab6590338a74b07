"""What a test came to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """A test that passed or, with a problem, failed."""

    name: str
    problem: str = ""


def equal(name: str, found: object, expected: object) -> Result:
    """Whether two values are equal."""
    return Result(name, "" if found == expected else f"is {found!r}, should be {expected!r}")
