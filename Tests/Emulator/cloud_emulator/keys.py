"""Access keys: long-term ones, and temporary ones that the clouds hand out."""

import base64
import hashlib
import os
import secrets
import string
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

LIFETIME = 3600.0

_PREFIXES = {"volcengine": "AKTP", "aliyun": "STS.", "tencent": "AKID"}
_LETTERS = string.ascii_letters + string.digits
_TOKEN_BYTES = 300


@dataclass(frozen=True)
class Key:
    """A key pair; with a token, requests signed with it must carry exactly that token.

    A temporary key acts for the account of its `owner` and ends at `expires`. `role` and `session`
    are what it was asked for with, `source` the action that handed it out, `signer` the key that
    asked.
    """

    cloud: str
    access_key: str
    secret: str
    token: str = ""
    owner: str = ""
    expires: float | None = None
    revoked: bool = False
    role: str = ""
    session: str = ""
    source: str = ""
    signer: str = ""

    @property
    def account(self) -> str:
        """The account that it acts for."""
        return self.owner or self.access_key

    @property
    def is_temporary(self) -> bool:
        """True if a cloud handed it out."""
        return self.expires is not None

    def has_ended(self, now: float) -> bool:
        """True if it is revoked or has expired."""
        return self.revoked or (self.expires is not None and now >= self.expires)


Lookup: TypeAlias = Callable[[str], Key | None]


def account_number(account: str, digits: int = 10) -> str:
    """The number that a cloud has for an account; the same at each time."""
    number = int.from_bytes(hashlib.sha256(account.encode(errors="replace")).digest())
    return str(10 ** (digits - 1) + number % (9 * 10 ** (digits - 1)))


class Keys:
    """The keys of all clouds, and the lifetime of the next temporary one."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._lock = threading.Lock()
        self._initial = tuple(keys)
        self._keys: dict[tuple[str, str], Key] = {}
        self._lifetimes: dict[str, float] = {}
        self.reset()

    def reset(self) -> None:
        """Return to the keys that it was made with, and to the clouds' own lifetimes."""
        with self._lock:
            self._keys = {(key.cloud, key.access_key): key for key in self._initial}
            self._lifetimes.clear()

    def register(self, key: Key) -> None:
        """Add a key, or put it in the place of the one with its access key."""
        with self._lock:
            self._keys[key.cloud, key.access_key] = key

    def all(self) -> list[Key]:
        """Every key, in the order they were added."""
        with self._lock:
            return list(self._keys.values())

    def lookup(self, cloud: str) -> Lookup:
        """A cloud's keys by their access keys."""
        return lambda access_key: self._keys.get((cloud, access_key))

    def accounts(self, cloud: str) -> list[str]:
        """The accounts of a cloud's long-term keys."""
        return [key.account for key in self.all() if key.cloud == cloud and not key.is_temporary]

    def first_account(self, cloud: str) -> str:
        """The account for what names none, such as metadata; empty text if there is none."""
        return next(iter(self.accounts(cloud)), "")

    def set_lifetime(self, seconds: float | None, clouds: Iterable[str]) -> None:
        """Let new temporary keys live so long, whatever is asked for; None ends that."""
        with self._lock:
            for cloud in clouds:
                if seconds is None:
                    self._lifetimes.pop(cloud, None)
                else:
                    self._lifetimes[cloud] = seconds

    def issue(self, wanted: Key, now: float, seconds: float = LIFETIME, keep: bool = True) -> Key:
        """Hand out a new key like `wanted`; `seconds` count unless a lifetime is set."""
        issued = replace(
            wanted,
            access_key=_PREFIXES[wanted.cloud] + _random_text(24),
            secret=_random_text(40),
            token=base64.b64encode(os.urandom(_TOKEN_BYTES)).decode(),
            expires=now + self._lifetimes.get(wanted.cloud, seconds),
        )
        if keep:
            self.register(issued)
        return issued

    def revoke(self, clouds: Iterable[str], forget: bool = False) -> int:
        """End the temporary keys of these clouds, or forget them; return how many."""
        with self._lock:
            ended = [
                place
                for place, key in self._keys.items()
                if key.cloud in clouds and key.is_temporary and not key.revoked
            ]
            for place in ended:
                if forget:
                    del self._keys[place]
                else:
                    self._keys[place] = replace(self._keys[place], revoked=True)
            return len(ended)


def _random_text(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))
