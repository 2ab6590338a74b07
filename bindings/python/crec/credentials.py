"""The keys of an account."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Credentials:
    """A key pair, with a token if it is temporary. Its repr shows neither secret nor token.

    All three are printable ASCII, without blanks or quotes around them.
    """

    access_key_id: str
    """Tencent calls it SecretId."""
    access_key_secret: str = field(repr=False)
    """Tencent calls it SecretKey. Taken literally, never decoded."""
    security_token: str | None = field(default=None, repr=False)
    """The token of temporary (STS) credentials."""
