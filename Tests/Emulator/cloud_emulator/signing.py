"""The parts that the three signatures have in common."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote_from_bytes


def sha256_hex(data: bytes) -> str:
    """SHA-256 in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def text_sha256_hex(text: str) -> str:
    """SHA-256 of text as it came over the wire."""
    return sha256_hex(text.encode(errors="surrogateescape"))


def hmac_sha256(key: bytes, text: str) -> bytes:
    """HMAC-SHA256 of `text`."""
    return hmac.digest(key, text.encode(errors="surrogateescape"), "sha256")


def derived_key(secret: str, parts: Iterable[str]) -> bytes:
    """A signing key: HMAC over each part in turn, the secret being the first key."""
    key = secret.encode(errors="surrogateescape")
    for part in parts:
        key = hmac_sha256(key, part)
    return key


def percent_encoded(data: bytes) -> str:
    """`%XX` for every byte but letters, digits and `-_.~`."""
    return quote_from_bytes(data, safe="")


def canonical_query(parameters: Iterable[tuple[bytes, bytes]]) -> str:
    """The decoded pairs, sorted by the bytes of their names and encoded again."""
    return "&".join(
        f"{percent_encoded(name)}={percent_encoded(value)}" for name, value in sorted(parameters)
    )


def canonical_request(
    method: str, path: str, query: str, headers: Iterable[tuple[str, str]], body_hash: str
) -> str:
    """The canonical request over these headers, in this order."""
    headers = list(headers)
    lines = [method, path, query, *(f"{name}:{value}" for name, value in headers)]
    return "\n".join([*lines, "", ";".join(name for name, _ in headers), body_hash])


@dataclass(frozen=True)
class Authorization:
    """The parts of an Authorization header."""

    scheme: str
    access_key: str
    scope: tuple[str, ...]
    signed_headers: tuple[str, ...]
    signature: str


def parse_authorization(text: str, scope_length: int) -> Authorization:
    """Read an Authorization header whose credential ends in `scope_length` scope parts."""
    scheme, _, rest = text.partition(" ")
    parts = dict(_pair(part) for part in rest.split(","))
    try:
        access_key, *scope = parts["Credential"].rsplit("/", scope_length)
        signed, signature = parts["SignedHeaders"], parts["Signature"]
    except KeyError as error:
        raise ValueError(f"{error.args[0]} is missing") from error
    if len(scope) != scope_length or not access_key:
        raise ValueError("Credential is malformed")
    return Authorization(scheme, access_key, tuple(scope), tuple(signed.split(";")), signature)


def _pair(part: str) -> tuple[str, str]:
    name, _, value = part.strip().partition("=")
    return name, value
