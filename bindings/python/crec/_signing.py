"""The part of both clients that needs no network: signing and reading."""

from __future__ import annotations

import ctypes
from ctypes import byref
from typing import Any

from . import _structs
from ._arguments import INT32, INT64, Arguments, Buffer, Pairs
from ._calls import Handle, call, make
from .enums import Cloud, Status
from .errors import ClosedError, checked, refusal
from .outcome import Fault, Outcome
from .request import Request
from .signed_request import SignedRequest, copied


class Signing:
    """A client of the library, open or closed, that signs and reads."""

    cloud: Cloud
    _library: ctypes.CDLL
    _handle: Handle | None = None

    def sign(
        self, request: Request, timestamp: int | None = None, nonce: str | None = None
    ) -> SignedRequest:
        """Signs a request for an HTTP client of your own; no I/O.

        timestamp is in unix seconds, from 0 to the end of the year 9999 [now]; nonce is for Alibaba
        [32 random hexadecimal digits]. The clouds refuse a signature that is more than 5 (Tencent)
        to 15 minutes old, and Alibaba one that was seen before: sign again for every attempt.

        AuthenticationError, retryable: the key is still to be fetched, which begins with this.
        """
        options = None
        if timestamp is not None or nonce is not None:
            arguments = Arguments()
            options = _structs.SignOptions(
                timestamp=arguments.number("timestamp", timestamp, INT64, _structs.TIMESTAMP_NOW),
                nonce=arguments.text("nonce", nonce),
            )
            arguments.check()
        self._be_driven()
        signed = Handle(self._library, "signed_request")
        made = byref(signed.pointer)
        handle = self._open_handle()
        function = self._library.crec_client_sign
        make(self._library, function, handle.pointer, pointer_of(request), options, made)
        return copied(self._library, signed)

    def read(
        self, request: Request, http_status: int, headers: Pairs = (), body: Buffer = b""
    ) -> Outcome:
        """Tells what a reply to a request means that you fetched yourself; no I/O.

        headers are a mapping or tuples of name and value. Returns and raises as the call itself.
        """
        arguments = Arguments()
        pairs = arguments.pairs("headers", headers)
        content = arguments.data("body", body)
        reply = _structs.Reply(
            http_status=arguments.number("http_status", http_status, INT32),
            headers=(_structs.Pair * len(pairs))(*pairs),
            header_count=len(pairs),
            body=content,
            body_size=len(content),
        )
        arguments.check()
        return self._call("crec_client_read", pointer_of(request), byref(reply))

    def _call(self, function: str, *arguments: Any) -> Outcome:
        """Raises what failed from here, where no traceback can keep the handle alive."""
        return checked(self._explained(function, *arguments))

    def _explained(self, function: str, *arguments: Any) -> Outcome:
        handle = self._open_handle()
        return call(self._library, getattr(self._library, function), handle.pointer, *arguments)

    def _be_driven(self) -> None:
        """Lets the key be fetched, where nobody made a call yet."""

    def _open_handle(self) -> Handle:
        if self._handle is None:
            raise ClosedError(Outcome(Status.CLOSED, message="the client is closed"))
        return self._handle


def pointer_of(request: Request) -> Any:
    """The library's handle of a request."""
    if not isinstance(request, Request):
        raise refusal(Fault("request", f"is of type {type(request).__name__}", "a crec.Request"))
    return request._handle.pointer
