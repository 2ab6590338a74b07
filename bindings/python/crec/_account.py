"""The base of both clients: options, keys and counters."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Mapping
from ctypes import byref
from typing import TYPE_CHECKING

from . import _structs
from ._arguments import INT32, SIZE, Arguments
from ._callbacks import keep
from ._calls import Handle, make
from ._library import library
from ._signing import Signing
from .counters import Counters
from .credentials import Credentials
from .enums import Cloud, Pacing, Status
from .errors import checked
from .outcome import Outcome

if TYPE_CHECKING:
    import logging

    from ._key_source import Source
    from .key_query import AsyncKeySource, KeySource


class Account(Signing):
    """One account at one cloud, by itself without a way to call it."""

    _takes_coroutines = False
    _source: Source | None = None

    def __init__(
        self,
        cloud: Cloud,
        credentials: Credentials | KeySource | AsyncKeySource | None = None,
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
        profile: str | None = None,
        role: str | None = None,
        source: str | None = None,
        sts_endpoint: str | None = None,
        metadata_endpoint: str | None = None,
    ) -> None:
        """Does no I/O. None means the default, in brackets.

        credentials: a key, or a function that is asked for keys: a crec.KeySource; for an
            AsyncClient also a coroutine function that returns one: a crec.AsyncKeySource [looked
            for where the vendor's own SDKs look: variables, files, the machine's role; docs/keys.md
            has all. Variables are read now, the rest is with the first call]
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
        profile: the profile of the vendor's files that has the key
        role: the ARN or TRN of a role that is assumed with the key
        source: the only source of keys to ask, such as "environment", "file" or "metadata" [all of
            the cloud's, in the order of the vendor's SDKs]
        sts_endpoint: as endpoint, of the service that knows keys and roles [the cloud's]
        metadata_endpoint: as endpoint, of the machine's metadata [the cloud's]

        Both timeouts are rounded up to whole milliseconds. Raises InvalidArgumentError: an option
        or key is wrong. If no key is found, the first call raises AuthenticationError.
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
            profile=arguments.text("profile", profile),
            role=arguments.text("role", role),
            source=arguments.text("source", source),
            sts_endpoint=arguments.text("sts_endpoint", sts_endpoint),
            metadata_endpoint=arguments.text("metadata_endpoint", metadata_endpoint),
        )
        given_rates = arguments.rates(rates)
        options.rates = (_structs.Rate * len(given_rates))(*given_rates)
        options.rate_count = len(given_rates)
        functions = []
        if (given_logger := arguments.logger(logger)) is not None:
            from . import _log

            functions.append(_log.function_for(given_logger))
            options.log = ctypes.cast(functions[-1], ctypes.c_void_p)
            options.log_level = max(_log.LEVELS)
        if callable(credentials):
            from . import _key_source

            self._source = _key_source.Source(arguments, credentials, self._takes_coroutines)
            functions.append(self._source.function)
            options.key_function = ctypes.cast(functions[-1], ctypes.c_void_p)
        elif credentials is not None:
            options.credentials = _structs.CredentialsPointer(arguments.credentials(credentials))
        arguments.check()
        self.cloud = Cloud(cloud)
        self._library = library()
        self._open(options)
        close = self._library.crec_client_close
        for function in functions:
            assert self._handle is not None
            keep(function, self._handle, lambda client: close(client, 0))

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
