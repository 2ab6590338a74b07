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
    """Copies what the library handed out."""
    pointer = signed.pointer
    return SignedRequest(
        method=text(library.crec_signed_request_method(pointer)),
        url=text(library.crec_signed_request_url(pointer)),
        headers={
            text(library.crec_signed_request_header_name(pointer, index)): text(
                library.crec_signed_request_header_value(pointer, index)
            )
            for index in range(library.crec_signed_request_header_count(pointer))
        },
        body=ctypes.string_at(
            library.crec_signed_request_body(pointer),
            library.crec_signed_request_body_size(pointer),
        ),
    )
