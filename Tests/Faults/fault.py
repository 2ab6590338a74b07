"""A fault as a value, and what became of a call that met it."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cloud import Accept, Break


@dataclass(frozen=True)
class Fault:
    """What breaks where; the first ``times`` that it can meet are met, the rest are well."""

    stage: str
    kind: str
    breaks: Break | None = None
    """Instead of an honest exchange."""
    accepts: Accept | None = None
    """Instead of TLS and all that follows."""
    emulator: Mapping[str, object] | None = None
    """One of the emulator's own."""
    times: int = 1
    tls: ssl.SSLContext | None = None
    proxy: Accept | None = None
    """Met by who comes to the proxy; the others are taken to the cloud."""
    kept: bool = False
    """The connection has carried a call before."""
    leaves_idle: bool = False
    """The cloud has closed that connection since."""
    spot: tuple[str, int] = ("", 0)
    """Of many faults of a kind: the part of the reply that it is in, and where in that."""
    is_final: bool = False
    """What is met is an answer that settles the call, or will never be any better."""
    attempts: tuple[int, int] | None = None
    """Of a start and a stop, where a time limit ends one: the limit grows until there were."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """The client's."""
    may_echo: bool = False
    """The body is what the client itself has sent."""


@dataclass(frozen=True)
class Result:
    """A line of the table before it is folded."""

    stage: str
    kind: str
    part: str
    place: int
    kept: bool
    operation: str
    end: End
    is_final: bool
    attempt_limit: int
    times: int
    """How many the fault could meet."""
    applied: int
    """How many of the requests took effect."""
    unthrottled: int
    """Requests that were not turned away for being too many."""
    texts: tuple[str, ...]
    """All that the outcome says."""


@dataclass(frozen=True)
class End:
    """What the table shows of a result."""

    status: str
    code: str
    attempts: int
    may_have_been_applied: bool
    requests: int
    task: str
