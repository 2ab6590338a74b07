"""The differences between the library and the vendors' packages that are there on purpose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TypeAlias

from key_comparison import Comparison, Taken
from key_environments import Environment

Condition: TypeAlias = Callable[[Environment], bool]


def has(*patterns: str) -> Condition:
    """True where a source is in such a state."""
    return lambda environment: any(
        fnmatchcase(trait, pattern) for trait in environment.traits for pattern in patterns
    )


def has_old_file_and_metadata(environment: Environment) -> bool:
    """True where a machine with a role has a file of Volcengine's older SDKs."""
    return environment.metadata.is_on and any(
        path.startswith(".volc/") for path in environment.files
    )


@dataclass(frozen=True)
class Difference:
    """A row of the table.

    The sources are words: names of sources, "none", "refused", "any"; or "after" a source, for one
    that is asked later or none at all.
    """

    condition: Condition
    crec: str
    vendor: str
    why: str
    # The library takes the same key as Volcengine's older package.
    is_old: bool = False

    def explains(self, comparison: Comparison, order: Sequence[str]) -> bool:
        """True if this is the difference in a comparison."""
        return (
            self.condition(comparison.environment)
            and _fits(self.crec, comparison.crec, order)
            and _fits(self.vendor, comparison.vendor, order)
            and (not self.is_old or comparison.crec == comparison.old)
        )


def _fits(words: str, taken: Taken, order: Sequence[str]) -> bool:
    first, *rest = words.split()
    if first == "any":
        return True
    if first != "after":
        return taken.source in (first, *rest)
    places = [order.index(name) for name in rest if name in order]
    return not taken or order.index(taken.source) > min(places)


TABLE = (
    # ------------------------------------------------------------------------- the variables
    Difference(
        has("environment: half a pair*"),
        "refused",
        "any",
        "Half a pair is a slip: crec refuses it by its name, the packages go on without a word.",
    ),
    Difference(
        has("environment: blanks around", "environment: quotes around"),
        "refused",
        "environment",
        "Blanks and quotes around a value are a slip: crec refuses them by name, the packages sign "
        "with them.",
    ),
    Difference(
        has("environment: a token*", "environment: two tokens"),
        "environment",
        "environment",
        "Tencent's package reads no variable of a token, its command does; so does crec.",
    ),
    Difference(
        has("environment: the documented pair*"),
        "environment",
        "after environment",
        "Volcengine's pages name this pair, its packages do not read it; crec does.",
    ),
    Difference(
        has("environment: the older pair*"),
        "environment",
        "after environment",
        "Only Volcengine's older package reads this pair, not its newer one; crec reads it with "
        "the other variables, before files.",
        is_old=True,
    ),
    Difference(
        has("file: INI, an empty older pair"),
        "file",
        "after file",
        "An empty variable counts as unset in crec; Volcengine's older package takes the empty "
        "key, and leaves its files alone.",
    ),
    Difference(
        has("file: an empty variable of a profile"),
        "file",
        "after file",
        "An empty variable counts as unset in crec; Alibaba's package looks for a profile without "
        "a name.",
    ),
    # ----------------------------------------------------------------------------- all files
    Difference(
        has("*: *a byte-order mark"),
        "cli file",
        "after cli file",
        "Some editors put a byte-order mark first: crec leaves it off, Python's readers refuse it.",
    ),
    Difference(
        has("file: a comment that is not UTF-8"),
        "file",
        "after file",
        "crec does not read comments; the packages refuse a file with one in another encoding.",
    ),
    Difference(
        has("cli: quotes around", "file: *quotes around"),
        "after cli file",
        "cli file",
        "A key in quotes is none for crec, and it says so; the packages sign with the quotes.",
    ),
    Difference(
        has("cli: blanks around", "file: *blanks around"),
        "cli file",
        "any",
        "crec takes blanks off a key in a file; some packages sign with them.",
    ),
    Difference(
        has("cli: a current profile with blanks"),
        "cli",
        "after cli",
        "crec takes blanks off the name of the current profile, as off all values of a file.",
    ),
    Difference(
        has("cli: a name twice"),
        "after cli",
        "cli",
        "A JSON object that has a name twice is refused by crec; Python takes the last.",
    ),
    # -------------------------------------------------------------------------------- INI
    Difference(
        has("file: *a per cent sign"),
        "file",
        "after file",
        "Python's reader gives % a meaning, and refuses it alone; for crec it is a character.",
    ),
    Difference(
        has("file: *a key for all profiles"),
        "after file",
        "file",
        "In Python's reader [DEFAULT] holds for all profiles; for crec it is one like others.",
    ),
    Difference(
        has("file: a line that goes on"),
        "file",
        "after file",
        "Python's reader adds an indented line to the value before; for crec each line is a value.",
    ),
    Difference(
        has("file: ends: *"),
        "after file",
        "none",
        "A file without the profile, or a broken one, ends the search of Tencent's package with an "
        "error; crec goes on, as the others do.",
    ),
    Difference(
        has("file: a token"),
        "file",
        "file",
        "Tencent's package takes no token from its file; crec does: the key is no good without.",
    ),
    Difference(
        has("file: elsewhere, by a variable"),
        "file",
        "after file",
        "Only Tencent's Go SDK reads the variable of the file; so does crec.",
    ),
    # ------------------------------------------------------------------------- the profiles
    Difference(
        has("cli: StsToken"),
        "cli",
        "after cli",
        "Volcengine's package documents the mode StsToken, and its code refuses it; crec takes it.",
    ),
    Difference(
        has("cli: StsToken, a token by a variable"),
        "after cli",
        "cli",
        "Alibaba's package completes a profile's key with the variable of a token; crec makes no "
        "key of two sources.",
    ),
    Difference(
        has("cli: OAuth with a key"),
        "after cli",
        "cli",
        "Alibaba's package uses what a sign-in has left in the file, until it ends; crec refuses "
        "what needs a browser.",
    ),
    Difference(
        has("cli: a role, the other name of a session"),
        "cli",
        "cli",
        "Alibaba's package reads ram_session_name for one mode and role_session_name for another; "
        "crec reads either in both.",
    ),
    Difference(
        has("cli: a program, an end with a zone"),
        "cli",
        "after cli",
        "Alibaba's package reads no time with a zone; crec does.",
    ),
    # ------------------------------------------------------------------- tokens and metadata
    Difference(
        has("oidc: a line end"),
        "oidc",
        "after oidc",
        "crec takes the line end off a token; the packages of Alibaba and Tencent send it along.",
    ),
    Difference(
        has("metadata: several roles"),
        "metadata",
        "after metadata",
        "Where a machine has several roles crec takes the first; the packages of Alibaba and "
        "Tencent ask for one whose name is the whole list.",
    ),
    Difference(
        has_old_file_and_metadata,
        "file",
        "metadata",
        "Only Volcengine's older package reads the files of the older SDKs, and it knows no "
        "metadata; crec reads them after the command's, before metadata.",
        is_old=True,
    ),
)
