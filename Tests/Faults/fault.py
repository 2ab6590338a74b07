"""A fault as a value, and the result of a call that met it."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cloud import Accept, Break


@dataclass(frozen=True)
class Fault:
    """A fault: the first ``times`` connections or requests meet it, the others are served."""

    stage: str
    kind: str
    breaks: Break | None = None
    """Replaces an honest exchange."""
    accepts: Accept | None = None
    """Replaces TLS and all that follows."""
    emulator: Mapping[str, object] | None = None
    """The options of one of the emulator's own faults."""
    times: int = 1
    tls: ssl.SSLContext | None = None
    proxy: Accept | None = None
    """Breaks connections to the proxy, which passes the others on to the cloud."""
    kept: bool = False
    """True if the connection has carried a call before."""
    leaves_idle: bool = False
    """True if the cloud has closed that connection since."""
    spot: tuple[str, int] = ("", 0)
    """The part of the reply, and the place in that part, for one of many faults of a kind."""
    is_final: bool = False
    """True if the fault settles the call, or never passes."""
    attempts: tuple[int, int] | None = None
    """Attempts of a start, and of a stop, within the time limit, which grows until it fits them."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """Options of the client."""
    may_echo: bool = False
    """True if the body is what the client itself has sent."""


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
    """The number of connections or requests that the fault could meet."""
    applied: int
    """The number of requests that took effect."""
    unthrottled: int
    """The number of requests that were not throttled."""
    texts: tuple[str, ...]
    """All texts of the outcome."""


@dataclass(frozen=True)
class End:
    """The part of a result that the table shows."""

    status: str
    code: str
    attempts: int
    may_have_been_applied: bool
    requests: int
    task: str
