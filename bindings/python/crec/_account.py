"""The base of both clients: options, keys, signing and reading."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Mapping
from ctypes import byref
from typing import TYPE_CHECKING, Any

from . import _structs
from ._arguments import INT32, INT64, SIZE, Arguments, Buffer, Pairs
from ._calls import Handle, call, make
from ._library import library
from .counters import Counters
from .credentials import Credentials
from .enums import Cloud, Pacing, Status
from .errors import ClosedError, checked, refusal
from .outcome import Fault, Outcome
from .request import Request
from .signed_request import SignedRequest, copied

if TYPE_CHECKING:
    import logging


class Account:
    """One account at one cloud, by itself without a way to call it."""

    cloud: Cloud
    _handle: Handle | None = None

    def __init__(
        self,
        cloud: Cloud,
        credentials: Credentials | None = None,
        *,
        endpoint: str | None = None,
        host: str | None = None,
        region: str | None = None,
        service: str | None = None,
        ca_file: str | os.PathLike[str] | None = None,
        ca_directory: str | os.PathLike[str] | None = None,
        proxy: str | None = None,
        proxy_from_environment: bool = False,
        allow_http: bool = False,
        connect_timeout: float | None = None,
        timeout: float | None = None,
        reply_limit: int | None = None,
        connection_limit: int | None = None,
        queue_limit: int | None = None,
        attempt_limit: int | None = None,
        pacing: Pacing = Pacing.WAIT,
        rates: Mapping[str, int] | None = None,
        failover: bool = False,
        logger: logging.Logger | None = None,
    ) -> None:
        """Does no I/O. None means the default, in brackets.

        credentials: [the variables that the vendor's own SDK or command reads, now:
            VOLCENGINE_ACCESS_KEY, VOLCENGINE_SECRET_KEY, VOLCENGINE_SESSION_TOKEN, else
            VOLC_ACCESSKEY, VOLC_SECRETKEY; ALIBABA_CLOUD_ACCESS_KEY_ID,
            ALIBABA_CLOUD_ACCESS_KEY_SECRET, ALIBABA_CLOUD_SECURITY_TOKEN; TENCENTCLOUD_SECRET_ID,
            TENCENTCLOUD_SECRET_KEY, TENCENTCLOUD_TOKEN, else TENCENTCLOUD_SESSION_TOKEN. An empty
            one counts as unset]
        endpoint: where to connect, as [https://]host[:port][/base/path]; a gateway takes its base
            path off again, for what is signed is "/"; a dot behind the host, here, in host and in
            proxy, is left off [the cloud's host for the region]
        host: the Host that is sent and signed, for an endpoint that stands before the cloud, such
            as a proxy or tunnel [the endpoint's]
        region: [Volcengine cn-north-1, Alibaba cn-shanghai, Tencent none or the operation's]
        service: the service named in the signature [Volcengine rtc, the others live]
        ca_file: PEM file with the only CAs to trust [the system's]
        ca_directory: hashed directory with the only CAs to trust [the system's]
        proxy: [http://][user[:password]@]host:port[/] [none]
        proxy_from_environment: obey http_proxy, https_proxy, no_proxy
        allow_http: plain http to any host, not to loopback only
        connect_timeout: seconds for name look-up, connecting and TLS [5.0]
        timeout: seconds for the whole call [10.0]
        reply_limit: bytes of a reply's body [1048576]
        connection_limit: calls on the network at the same time; others wait, and a quarter, at
            least one of several, is kept for stops [64]
        queue_limit: calls under way at the same time, waiting or not: one more raises FullError
            [1000]
        attempt_limit: attempts of a call, within its timeout; 1: no retries. A call that certainly
            was not executed is retried, a stop also in doubt [10]
        pacing: how to treat a call over the documented rate limit, which is counted for each
            client and operation
        rates: rate limits, in calls per second, of actions for which the account has others than
            the documented ones; 0: no limit
        failover: where nobody can be reached, try the vendor's other domains, and stay there:
            Tencent's .com.cn and .cn, as its own SDKs do
        logger: is told what happens to calls, on whichever thread it happens: what failed as
            ERROR, retries as WARNING, what ended well as INFO, each step as DEBUG. Each
            record has a crec.LogEvent as its ``crec``, and none a secret. In a sub-interpreter it
            is refused from Python 3.12 on

        Both timeouts are rounded up to whole milliseconds. Raises InvalidArgumentError: an option
        or key is wrong, or no credentials were found.
        """
        arguments = Arguments()
        options = _structs.ClientOptions(
            cloud=arguments.choice("cloud", cloud, Cloud),
            endpoint=arguments.text("endpoint", endpoint),
            host=arguments.text("host", host),
            region=arguments.text("region", region),
            service=arguments.text("service", service),
            ca_file=arguments.path("ca_file", ca_file),
            ca_directory=arguments.path("ca_directory", ca_directory),
            proxy=arguments.text("proxy", proxy),
            proxy_from_environment=arguments.flag("proxy_from_environment", proxy_from_environment),
            allow_http=arguments.flag("allow_http", allow_http),
            connect_timeout_ms=arguments.milliseconds("connect_timeout", connect_timeout),
            timeout_ms=arguments.milliseconds("timeout", timeout),
            reply_limit=arguments.number("reply_limit", reply_limit, SIZE),
            connection_limit=arguments.number("connection_limit", connection_limit, INT32),
            queue_limit=arguments.number("queue_limit", queue_limit, INT32),
            attempt_limit=arguments.number("attempt_limit", attempt_limit, INT32),
            pacing=arguments.choice("pacing", pacing, Pacing),
            failover=arguments.flag("failover", failover),
        )
        given_rates = arguments.rates(rates)
        options.rates = (_structs.Rate * len(given_rates))(*given_rates)
        options.rate_count = len(given_rates)
        log_function = None
        if (given_logger := arguments.logger(logger)) is not None:
            from . import _log

            log_function = _log.function_for(given_logger)
            options.log = ctypes.cast(log_function, ctypes.c_void_p)
            options.log_level = max(_log.LEVELS)
        if credentials is not None:
            options.credentials = _structs.CredentialsPointer(arguments.credentials(credentials))
        arguments.check()
        self.cloud = Cloud(cloud)
        self._library = library()
        self._open(options)
        if log_function is not None and self._handle is not None:
            close = self._library.crec_client_close
            _log.keep(log_function, self._handle, lambda client: close(client, 0))

    def _open(self, options: _structs.ClientOptions) -> None:
        handle = Handle(self._library, "client")
        made = byref(handle.pointer)
        make(self._library, self._library.crec_client_new, byref(options), made)
        self._handle = handle

    def __repr__(self) -> str:
        """Shows the cloud, and never a key."""
        return f"<crec.{type(self).__name__} {self.cloud.name}{'' if self._handle else ' closed'}>"

    @property
    def place(self) -> str:
        """The endpoint and the region, such as "https://rtc.volcengineapi.com cn-north-1"."""
        text: bytes = self._library.crec_client_place(self._open_handle().pointer)
        return text.decode()

    def set_credentials(self, credentials: Credentials) -> None:
        """Replaces the credentials, such as an expiring token. On a fault the old ones stay.

        Calls that are not yet signed use the new ones.
        """
        arguments = Arguments()
        keys = arguments.credentials(credentials)
        arguments.check()
        self._call("crec_client_set_credentials", byref(keys))

    def counters(self) -> Counters:
        """Counters of this client."""
        filled = _structs.Counters()
        handle = self._open_handle()
        status = Status(self._library.crec_client_counters(handle.pointer, byref(filled)))
        checked(Outcome(status, message="the client was made before fork()" if status else ""))
        return Counters(
            calls=filled.calls,
            attempts=filled.attempts,
            repetitions=filled.repetitions,
            throttled=filled.throttled,
            new_connections=filled.new_connections,
            reused_connections=filled.reused_connections,
            open=filled.open,
            in_flight=filled.in_flight,
            elapsed=filled.elapsed_ms / 1000,
            longest=filled.longest_ms / 1000,
            waited=filled.waited_ms / 1000,
            outcomes={status: filled.outcomes[status] for status in Status},
        )

    def sign(
        self, request: Request, timestamp: int | None = None, nonce: str | None = None
    ) -> SignedRequest:
        """Signs a request for an HTTP client of your own; no I/O.

        timestamp is in unix seconds, from 0 to the end of the year 9999 [now]; nonce is for Alibaba
        [32 random hexadecimal digits]. The clouds refuse a signature that is more than 5 (Tencent)
        to 15 minutes old, and Alibaba one that was seen before: sign again for every attempt.
        """
        options = None
        if timestamp is not None or nonce is not None:
            arguments = Arguments()
            options = _structs.SignOptions(
                timestamp=arguments.number("timestamp", timestamp, INT64, _structs.TIMESTAMP_NOW),
                nonce=arguments.text("nonce", nonce),
            )
            arguments.check()
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

    def _open_handle(self) -> Handle:
        if self._handle is None:
            raise ClosedError(Outcome(Status.CLOSED, message="the client is closed"))
        return self._handle


def pointer_of(request: Request) -> Any:
    """The library's handle of a request."""
    if not isinstance(request, Request):
        raise refusal(Fault("request", f"is of type {type(request).__name__}", "a crec.Request"))
    return request._handle.pointer
