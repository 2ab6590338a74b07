"""A request ready to be sent by an HTTP client of your own."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field

from ._calls import Handle, text


@dataclass(frozen=True)
class SignedRequest:
    """A signed request: send exactly these bytes, and do not add a Content-Type.

    The headers hold token and signature, which are secrets; repr does not show them.
    """

    method: str
    url: str
    headers: dict[str, str] = field(repr=False)
    body: bytes = field(repr=False)


def copied(library: ctypes.CDLL, signed: Handle) -> SignedRequest:
    """Copies what the library handed out: from the URL to the body it is one text after another."""
    pointer = signed.pointer
    url, body = library.crec_signed_request_url(pointer), library.crec_signed_request_body(pointer)
    texts = text(ctypes.string_at(url, body - url)).split("\0")
    return SignedRequest(
        method=text(library.crec_signed_request_method(pointer)),
        url=texts[0],
        headers=dict(zip(texts[1:-1:2], texts[2::2])),
        body=ctypes.string_at(body, library.crec_signed_request_body_size(pointer)),
    )
