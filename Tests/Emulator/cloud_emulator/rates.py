"""The rate limits of accounts, and the nonces that they have used."""

import threading
from collections import Counter


class Rates:
    """Calls per account and operation, counted in whole seconds of the emulator's clock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._second = 0
        self._calls: Counter[tuple[str, str]] = Counter()

    def admits(self, account: str, action: str, limit: int, now: float) -> bool:
        """Count one more call, if the second still has room for it."""
        with self._lock:
            if int(now) != self._second:
                self._second = int(now)
                self._calls.clear()
            if self._calls[account, action] >= limit:
                return False
            self._calls[account, action] += 1
            return True

    def clear(self) -> None:
        """Forget the calls of this second."""
        with self._lock:
            self._calls.clear()


class Nonces:
    """The nonces seen while a date they were signed with could still be accepted."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: dict[tuple[str, str], float] = {}

    def is_new(self, account: str, nonce: str, now: float, seconds: float) -> bool:
        """Note the nonce; true if the account has not used it within `seconds`."""
        with self._lock:
            while self._seen and now - next(iter(self._seen.values())) > seconds:
                del self._seen[next(iter(self._seen))]
            if (account, nonce) in self._seen:
                return False
            self._seen[account, nonce] = now
            return True

    def clear(self) -> None:
        """Forget every nonce."""
        with self._lock:
            self._seen.clear()
