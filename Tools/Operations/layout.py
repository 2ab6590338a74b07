"""Text in lines of at most 100 columns, laid out as ruff lays out Python."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

WIDTH = 100


def bracketed(
    head: str, items: Sequence[str], tail: str, *, indent: str = "", is_display: bool = False
) -> list[str]:
    """Items between brackets: on one line, on one of their own, or on one each.

    A display, such as that of a dict, does without the second.
    """
    inside = ", ".join(items)
    if len(indent + head + inside + tail) <= WIDTH:
        return [indent + head + inside + tail]
    if not is_display and len(indent + inside) + 4 <= WIDTH:
        return [indent + head, f"{indent}    {inside}", indent + tail]
    return [indent + head, *(f"{indent}    {item}," for item in items), indent + tail]


def wrapped(text: str, *, indent: str = "", hanging: str = "", width: int = WIDTH) -> list[str]:
    """Prose in lines."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent + hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def docstring(text: str, *, indent: str) -> list[str]:
    """A docstring of one sentence, on one line if it fits."""
    one = f'{indent}"""{escaped(text)}"""'
    if len(one) <= WIDTH:
        return [one]
    first, *rest = wrapped(f'"""{escaped(text)}', indent=indent, width=WIDTH - 3)
    return [first, *rest[:-1], f'{rest[-1]}"""']


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def escaped(text: str) -> str:
    """The text inside of a docstring."""
    return text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
