"""Counters of a client."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .enums import Status


@dataclass(frozen=True)
class Counters:
    """Counters of a client since it was made."""

    calls: int
    """Calls that were made and taken over."""
    attempts: int
    """Attempts that went to the network."""
    repetitions: int
    """Retries: attempts that were not their calls' first."""
    throttled: int
    """Attempts that the cloud throttled."""
    new_connections: int
    """Connections opened by attempts that have ended."""
    reused_connections: int
    """Attempts that reused an open connection."""
    open: int
    """Now: calls without an outcome."""
    in_flight: int
    """Now: calls on the network."""
    elapsed: float
    """Seconds of all calls that have ended, together."""
    longest: float
    """Seconds of the longest of them."""
    waited: float
    """Seconds of all calls, from their start to their first attempt, or their end without one."""
    outcomes: Mapping[Status, int]
    """Calls that have ended, by what became of them."""
