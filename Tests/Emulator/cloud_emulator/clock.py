"""The emulator's own clock: the system's plus an offset, or standing still."""

import threading
import time
from datetime import UTC, datetime


class Clock:
    """A clock that tests can set, advance and freeze."""

    def __init__(self, offset: float = 0) -> None:
        self._lock = threading.Lock()
        self._initial = offset
        self._offset = offset
        self._frozen: float | None = None

    @property
    def frozen(self) -> bool:
        """True if the clock is frozen."""
        return self._frozen is not None

    def now(self) -> float:
        """Seconds since the epoch."""
        with self._lock:
            return self._now()

    def set(self, now: float) -> None:
        """Make it `now`; a frozen clock stays frozen."""
        with self._lock:
            self._set(now)

    def advance(self, seconds: float) -> None:
        """Move forward, or back."""
        with self._lock:
            self._set(self._now() + seconds)

    def freeze(self, frozen: bool = True) -> None:
        """Stand still, or go on from where it stands."""
        with self._lock:
            now = self._now()
            self._frozen = now if frozen else None
            self._set(now)

    def reset(self) -> None:
        """Run again, with the offset it was made with."""
        with self._lock:
            self._frozen, self._offset = None, self._initial

    def _now(self) -> float:
        return time.time() + self._offset if self._frozen is None else self._frozen

    def _set(self, now: float) -> None:
        if self._frozen is None:
            self._offset = now - time.time()
        else:
            self._frozen = now


def utc(text: str, pattern: str) -> float:
    """Seconds since the epoch of `text`, which must be exactly in `pattern`."""
    moment = datetime.strptime(text, pattern).replace(tzinfo=UTC)
    if moment.strftime(pattern) != text:
        raise ValueError(f"not in the form {pattern}")
    return moment.timestamp()


def utc_text(seconds: float, pattern: str) -> str:
    """`seconds` since the epoch in `pattern`."""
    return datetime.fromtimestamp(seconds, UTC).strftime(pattern)
