"""Environments in which a key is looked for: variables, files of a home, and metadata.

Their keys are made up and told by their texts: "NAME-id", "NAME-secret" and, where the name ends in
"sts", "NAME-token".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

# Stands for the path of the home, in variables and files.
HOME = "@HOME@"
# Stands for the URL of metadata, in variables.
METADATA_URL = "@METADATA@"
# A token of an identity provider that the emulator accepts.
TOKEN = "identity-token"
TOKEN_FILE = f"{HOME}/token"

_KEY = re.compile(r"\b([a-z0-9]+)-id\b")


@dataclass
class Metadata:
    """The metadata of the machine. It is off where nothing answers at all."""

    is_on: bool = False
    roles: tuple[str, ...] = ("emulator-role",)
    v1: bool = True
    # The kind and the options of a fault of the emulator's.
    fault: tuple[str, dict[str, Any]] | None = None


@dataclass
class Environment:
    """All that a search for a key goes by."""

    cloud: str
    number: int
    # The names of what was done to each source.
    traits: list[str] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    metadata: Metadata = field(default_factory=Metadata)

    def key_names(self) -> set[str]:
        """The names of all keys in it."""
        texts = [
            *self.variables.values(),
            *(text.decode("latin-1") for text in self.files.values()),
        ]
        return {name for text in texts for name in _KEY.findall(text)}

    def variables_at(self, home: Path, metadata_url: str) -> dict[str, str]:
        """The variables, and nothing that a program inherits."""
        given = {
            name: value.replace(HOME, str(home)).replace(METADATA_URL, metadata_url)
            for name, value in self.variables.items()
        }
        return {"HOME": str(home), "PATH": "/usr/bin:/bin", **given}

    def write_to(self, home: Path) -> None:
        """Writes its files to a home that is empty."""
        for path, text in self.files.items():
            file = home / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.replace(HOME.encode(), str(home).encode()))
            file.chmod(0o600)

    def __str__(self) -> str:
        """All of it, for people."""
        lines = [f"{self.cloud} {self.number}: " + "; ".join(self.traits), f"  {self.metadata}"]
        lines += [f"  {name}={value!r}" for name, value in self.variables.items()]
        lines += [f"  ~/{path}: {text!r}" for path, text in self.files.items()]
        return "\n".join(lines)


Change: TypeAlias = Callable[[Environment], None]


def sets(**variables: str) -> Change:
    """Sets variables."""

    def change(environment: Environment) -> None:
        environment.variables.update(variables)

    return change


def writes(path: str, text: str | bytes) -> Change:
    """Writes a file."""

    def change(environment: Environment) -> None:
        environment.files[path] = text.encode() if isinstance(text, str) else text

    return change


def answers(**metadata: Any) -> Change:
    """Switches metadata on, and makes it so."""

    def change(environment: Environment) -> None:
        environment.metadata = Metadata(is_on=True, **metadata)

    return change


def spoils(shape: str) -> Change:
    """Gives the answers that hold a key another shape."""

    def change(environment: Environment) -> None:
        environment.metadata.fault = ("credentials", {"action": "*Cred*", "shape": shape})

    return change


def each(*changes: Change) -> Change:
    """Makes several changes."""

    def change(environment: Environment) -> None:
        for one in changes:
            one(environment)

    return change


def token_file(text: str = TOKEN) -> Change:
    """Writes a token of an identity provider."""
    return writes("token", text)


class Kind(Enum):
    """The outcome of a search that comes to a source."""

    # It has a key, and everybody takes it.
    GOOD = "good"
    # It has none, and everybody goes on.
    LACKING = "lacking"
    # It may be read differently, or end the search.
    ODD = "odd"


@dataclass(frozen=True)
class Variant:
    """A state of a source."""

    source: str
    kind: Kind
    name: str
    change: Change

    @property
    def trait(self) -> str:
        """Its name beside those of other sources."""
        return f"{self.source}: {self.name}"

    def apply(self, environment: Environment) -> None:
        """Makes an environment so."""
        self.change(environment)
        environment.traits.append(self.trait)


def variants(source: str, kind: Kind, changes: dict[str, Change]) -> list[Variant]:
    """The states of a source with these names."""
    return [Variant(source, kind, name, change) for name, change in changes.items()]


class Generator:
    """Environments of a cloud, around each state of each of its sources.

    The sources before it have no key, and those behind it may have one.
    """

    def __init__(
        self, cloud: str, sources: Sequence[str], states: Sequence[Variant], seed: str
    ) -> None:
        """Takes the sources in the order in which they are asked."""
        self.cloud, self._sources, self._states = cloud, sources, states
        self._random = Random(f"{seed} {cloud}")

    def environments(self, rounds: dict[Kind, int]) -> list[Environment]:
        """As many around each state as its kind has."""
        states = [state for state in self._states for _ in range(rounds[state.kind])]
        return [self._around(state, number) for number, state in enumerate(states)]

    def _around(self, state: Variant, number: int) -> Environment:
        environment = Environment(self.cloud, number)
        place = self._sources.index(state.source)
        for source in self._sources[:place]:
            self._add(environment, source, {Kind.LACKING: 0.4})
        for source in self._sources[place + 1 :]:
            self._add(environment, source, {Kind.LACKING: 0.2, Kind.GOOD: 0.4})
        # The last word is that of the state which it is about.
        state.apply(environment)
        return environment

    def _add(self, environment: Environment, source: str, chances: dict[Kind, float]) -> None:
        kinds: list[Kind | None] = [*chances, None]
        weights = [*chances.values(), 1 - sum(chances.values())]
        (kind,) = self._random.choices(kinds, weights)
        known = [one for one in self._states if one.source == source and one.kind is kind]
        if known:
            self._random.choice(known).apply(environment)
