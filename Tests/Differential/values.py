"""Values for the rules that crec_operations tells: good ones, and some around their bounds."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from typing import Any

Field = dict[str, Any]
Path = tuple[str | int, ...]

# Wrong for most rules, or odd: every JSON type, and both booleans in a list.
COMMON: tuple[Any, ...] = (
    *(None, True, False, 0, 1, 7, -1, 1.5, 9223372036854775807, 9223372036854775808),
    *(
        "",
        "0",
        "1",
        "true",
        " a",
        "a\nb",
        "\u007f",
        "\u0085",
        "中文",
        'a/b?c=d&e=f#"\\|',
        "é" * 200,
    ),
    *([], {}, [True, False], [[True]], {"a": [False, True]}, ["a", 1, None, {}], {"": ""}),
)
TEXTS = (
    *(
        None,
        "",
        "a",
        " a",
        "a ",
        "a\tb",
        "\x7f",
        "é",
        "中文🎥",
        "\udcff",
        "\udcc2\u0085",
        "a\u2028",
    ),
    *("a" * 64, "a" * 65, "a" * 128, "a" * 129, "'a'", '"a"', "-", "_", ".", "*", "a/b?c&d=e"),
    *("2020-01-01", "2020-02-30", "2024-02-29", "2020-1-1", "9223372036854775807", "007", "-1"),
    *("9223372036854775808", "18446744073709551616", "http://e", "https://e:99999", "1.5"),
)
INT32 = (-(2**31), -1, 0, 1, 2, 3, 4, 5, 16, 999, 1000, 1001, 1_000_000, 1_000_001, 2**31 - 1)
INT64 = (*INT32, 86_400_000, 86_400_001, -(2**63), 2**63 - 1)
URLS = (
    *(
        "https://e",
        "http://example.com:8080/a?b=c#d",
        "HTTP://[2001:db8::1]/",
        "ftp://e",
        "https://",
    ),
    *("https://user@e/", "https://e:65536/", "https://e:0/", "https://a b/", "https://e/中", "//e"),
    *("https://e/%zz", 'https://e/"', "https://e.", "https://e..", "https://-e/", "javascript:1"),
)
TIMES = (
    *("2030-01-01 08:00:00", "2030-01-01+08%3A00%3A00", "2030-01-01%2008:00:00"),
    *("2030-02-29 00:00:00", "2028-02-29 23:59:59", "2030-13-01 00:00:00", "2030-01-01"),
    *("2030-01-01 24:00:00", "2030-01-01T08:00:00", "2030-01-01 08:00:60", "2030-1-1 8:0:0"),
)
FRACTIONS = ("0", "1", "0.0", "1.0", "0.25", "1.01", "-0", ".5", "1.", "0.1234567890", "2", "1e-1")


def example(fields: list[Field]) -> dict[str, Any]:
    """Every field with a good value, the lists with one element."""
    return {field["name"]: good(field) for field in fields}


def good(field: Field) -> Any:
    """A value that the field's rule takes."""
    if field["type"] == "object":
        return example(field["fields"])
    if field["type"] == "list":
        return [good(field["element"])]
    if field["type"] == "boolean":
        return True
    if field["type"] == "number":
        low = _bounds(field["rule"])[0]
        if field.get("name") in ("StartTime", "EndTime"):
            return 1893456000 + (3600 if field["name"] == "EndTime" else 0)
        return low + low % 2
    return next(_texts(field["rule"]))


def probes(field: Field) -> Iterator[Any]:
    """Values that the rule takes or refuses, at its bounds, and some that no rule takes."""
    rule, kind = field["rule"], field["type"]
    yield from COMMON
    if kind == "number":
        low, high = _bounds(rule)
        for near in (low, high):
            yield from range(near - 2, near + 3)
        yield from (str(low), float(low), low + 0.5, -low, 1 + (low + high) // 2)
    elif kind == "text":
        yield from _texts(rule)
    elif kind == "list":
        element = good(field["element"])
        for count in (0, 1, 2, 3, 16, 17, 18):
            yield [element] * count
        yield [element, None, element, True]
    elif kind == "object":
        whole = example(field["fields"])
        yield {**whole, "Unknown": True}
        yield {**whole, "": 1, "a.b": 2, "中": 3, **{f"U{place}": place for place in range(12)}}
        yield dict(reversed(whole.items()))


def places(fields: list[Field], path: Path = ()) -> Iterator[tuple[Path, Field]]:
    """Every field at every depth, with the path to it in what example makes."""
    for field in fields:
        yield from _inside(field, (*path, field["name"]))


def _inside(field: Field, path: Path) -> Iterator[tuple[Path, Field]]:
    yield path, field
    yield from places(field.get("fields") or [], path)
    if element := field.get("element"):
        yield from _inside(element, (*path, 0))


def changed(whole: dict[str, Any], path: Path, *value: Any) -> dict[str, Any]:
    """A copy with the value at the path, if there is that path; without one, it is left out."""
    copy: dict[str, Any] = json.loads(json.dumps(whole))
    place: Any = copy
    try:
        for step in path[:-1]:
            place = place[step]
        if value:
            place[path[-1]] = value[0]
        else:
            del place[path[-1]]
    except (LookupError, TypeError):
        pass
    return copy


def random_json(chance: random.Random, depth: int = 0) -> Any:
    """Any JSON value; lists often hold plain values of several kinds."""
    if depth < 4 and chance.random() < 0.5:
        members = [random_json(chance, depth + 1) for _ in range(chance.randrange(5))]
        if chance.random() < 0.6:
            return members
        names = ("A", "b", "C.1", "é", "a b", "+&=", "Action", "[]", "~*'()")
        return {chance.choice(names): member for member in members}
    plain = (True, False, None, "", "a b", "é中🎥", "~*'()+%20", "true", '"\\/', "\u2028\u007f")
    numbers = (0, -1, 1.5, 1e300, 12345678901234567890123, chance.randrange(10**6))
    return chance.choice(plain + numbers)


def _bounds(rule: str) -> tuple[int, int]:
    bounds = re.search(r"from (\d+) to (\d+)", rule)
    assert bounds, rule
    return int(bounds[1]), int(bounds[2])


def _texts(rule: str) -> Iterator[str]:
    """The first is good."""
    if "China's time" in rule:
        yield from TIMES
    elif "URL, percent-encoded" in rule:
        yield from URLS
    elif rule.startswith("a text such as"):
        yield from FRACTIONS
    elif words := re.match(r"one of ([\w, ]+?)(, in any case)?$", rule):
        for word in words[1].split(", "):
            yield from (word, word.upper(), word.lower(), word.title(), word + " ", word[:-1])
    elif lengths := re.match(r"(\d+) to (\d+) of", rule):
        low, high = int(lengths[1]), int(lengths[2])
        yield from ("a" * length for length in (low, low - 1, low + 1, high, high + 1))
        yield from ("a" * low + chr(code) for code in range(0x20, 0x80))
    else:
        yield "a"
        yield from ("5 ", "05", "a5", "中", "a" * 5000)
    if longest := re.search(r"at most (\d+) characters", rule):
        limit = int(longest[1])
        for length in (limit - 1, limit, limit + 1):
            yield "https://e/".ljust(length, "a")
