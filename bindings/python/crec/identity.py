"""The owner of a key."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from ._calls import text


@dataclass(frozen=True)
class Identity:
    """The owner of the key that a client signs with, as the cloud has it."""

    account: str
    """The account's number."""
    principal: str
    """The ARN or TRN of the user, or of the role and its session."""
    source: str
    """The source that had the key, such as "metadata".

    It is "" for a key that was given, or that the program's own source had.
    """
    origin: str
    """The origin of the key, for people, such as "profile prod of /home/u/.aliyun/config.json"."""
    expires_at: datetime | None
    """When the key expires, in UTC; None if nothing says so."""


def copied(library: ctypes.CDLL, identity: Any) -> Identity:
    """The copy of an identity that a pointer is of."""
    seconds = library.crec_identity_expires_at(identity)
    return Identity(
        account=text(library.crec_identity_account(identity)),
        principal=text(library.crec_identity_principal(identity)),
        source=text(library.crec_identity_source(identity)),
        origin=text(library.crec_identity_origin(identity)),
        expires_at=datetime.fromtimestamp(seconds, timezone.utc) if seconds else None,
    )
