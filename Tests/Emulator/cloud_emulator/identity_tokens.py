"""Tokens of an identity provider, which a role can be assumed with."""

import base64
import json
import secrets
import threading
from collections.abc import Iterable
from enum import Enum, auto

LIFETIME = 3600.0


class Standing(Enum):
    """The standing of a token that is presented."""

    GOOD = auto()
    EXPIRED = auto()
    UNKNOWN = auto()


class IdentityTokens:
    """The tokens that the clouds accept, and until when."""

    def __init__(self, tokens: Iterable[str]) -> None:
        self._lock = threading.Lock()
        self._initial = tuple(tokens)
        self._tokens: dict[str, float | None] = {}
        self.reset()

    def reset(self) -> None:
        """Return to the tokens that it was made with, which do not expire."""
        with self._lock:
            self._tokens = dict.fromkeys(self._initial)

    def add(self, token: str, now: float, seconds: float | None) -> str:
        """Accept this token for so long, or for ever; without a token make one up."""
        expires = None if seconds is None else now + seconds
        token = token or _made_up(now, expires)
        with self._lock:
            self._tokens[token] = expires
        return token

    def standing(self, token: str, now: float) -> Standing:
        """The standing of a token."""
        with self._lock:
            if token not in self._tokens:
                return Standing.UNKNOWN
            expires = self._tokens[token]
        return Standing.GOOD if expires is None or now < expires else Standing.EXPIRED


def _made_up(now: float, expires: float | None) -> str:
    """A token in the form of a JWT."""
    claims: dict[str, object] = {"iss": "https://issuer.example", "sub": "emulator"}
    claims |= {"iat": int(now), "jti": secrets.token_hex(8)}
    if expires is not None:
        claims["exp"] = int(expires)
    parts = [json.dumps({"alg": "RS256", "typ": "JWT"}).encode(), json.dumps(claims).encode()]
    return ".".join(
        base64.urlsafe_b64encode(part).rstrip(b"=").decode()
        for part in [*parts, secrets.token_bytes(64)]
    )
