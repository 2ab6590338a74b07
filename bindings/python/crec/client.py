"""One account at one cloud."""

from __future__ import annotations

import os
from ctypes import byref, pointer
from types import TracebackType
from typing import Any

from . import _bindings
from ._arguments import INT32, INT64, SIZE, Arguments, Buffer, Pairs, texts
from ._calls import Handle, call
from ._library import library
from .credentials import Credentials
from .enums import Cloud
from .errors import checked, refusal
from .outcome import Fault, Outcome
from .request import Request
from .signed_request import SignedRequest, copied


class Client:
    """One account at one cloud, with its connections. Any number of threads may use it at once.

    What fails raises a CrecError whose ``outcome`` explains it. What is returned is done: OK, or
    for a stop ALREADY_STOPPED, which is no error: nothing is running, as was asked.

    Wrong arguments raise InvalidArgumentError with every fault, and nothing is sent. A call blocks
    its own thread only, at most for ``timeout``; Ctrl-C takes effect when the call is over.

    Close it, or use it in a ``with`` statement. Calls that are under way in other threads then
    still come to their end, and the last of them frees the connections and wipes the keys.
    After a fork() the child makes its own client; using the parent's raises ForkedError.
    """

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
    ) -> None:
        """Does no I/O. None means the default, in brackets.

        credentials: [the variables that the vendor's own SDK reads, now: VOLCENGINE_ACCESS_KEY,
            VOLCENGINE_SECRET_KEY, VOLCENGINE_SESSION_TOKEN, else VOLC_ACCESSKEY, VOLC_SECRETKEY;
            ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET,
            ALIBABA_CLOUD_SECURITY_TOKEN; TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY]
        endpoint: where to connect, as [https://]host[:port][/base/path]; a gateway takes its base
            path off again, for what is signed is "/" [the cloud's host for the region]
        host: the Host that is sent and signed, for an endpoint that stands before the cloud, such
            as a proxy or tunnel [the endpoint's]
        region: [Volcengine cn-north-1, Alibaba cn-shanghai, Tencent none]
        service: the service named in the signature [Volcengine rtc, the others live]
        ca_file: PEM file with the only CAs to trust [the system's]
        ca_directory: hashed directory with the only CAs to trust [the system's]
        proxy: [http://][user:password@]host:port [none]
        proxy_from_environment: obey http_proxy, https_proxy, no_proxy
        allow_http: plain http to any host, not to loopback only
        connect_timeout: seconds for name look-up, connecting and TLS [5.0]
        timeout: seconds for the whole call [10.0]
        reply_limit: bytes of a reply's body [1048576]

        Both timeouts are rounded up to whole milliseconds. Raises InvalidArgumentError: an option
        or key is wrong, or no credentials were found.
        """
        arguments = Arguments()
        options = _bindings.ClientOptions(
            cloud=arguments.cloud(cloud),
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
        )
        if credentials is not None:
            options.credentials = pointer(arguments.credentials(credentials))
        arguments.check()
        self.cloud = Cloud(cloud)
        self._library = library()
        self._handle: Handle | None = Handle(self._library, "client")
        made = byref(self._handle.pointer)
        checked(call(self._library, self._library.crec_client_new, byref(options), made))

    def close(self) -> None:
        """Ends the use of this client; closing it again does nothing. Does not wait for calls."""
        self._handle = None

    def __enter__(self) -> Client:
        """Returns the client itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Closes the client."""
        self.close()

    def __repr__(self) -> str:
        """Shows the cloud, and never a key."""
        return f"<crec.Client {self.cloud.name}{'' if self._handle else ' closed'}>"

    def set_credentials(self, credentials: Credentials) -> None:
        """Replaces the credentials, such as an expiring token. On a fault the old ones stay.

        Calls that are not yet signed use the new ones.
        """
        arguments = Arguments()
        keys = arguments.credentials(credentials)
        arguments.check()
        self._call("crec_client_set_credentials", byref(keys))

    def start_wb_record(
        self,
        *,
        app_id: str,
        room_id: str,
        task_id: str,
        user_id: str,
        business_id: str | None = None,
        source_url: str | None = None,
        version: str | None = None,
    ) -> Outcome:
        """Volcengine RTC StartWBRecord, 2020-12-01: starts recording a whiteboard.

        All but source_url are IDs: 1 to 128 of a-z A-Z 0-9 _ @ - . The task_id is the caller's
        choice and needed for the stop. A user of that user_id is thrown out of the room. source_url
        is the http(s) URL of a custom page. Not idempotent: never repeated by the library. 10 calls
        a second and account. www.volcengine.com/docs/6348/1217308
        """
        params = texts(
            _bindings.StartWBRecordParams,
            app_id=app_id,
            room_id=room_id,
            task_id=task_id,
            user_id=user_id,
            business_id=business_id,
            source_url=source_url,
            version=version,
        )
        return self._call("crec_start_wb_record", byref(params))

    def stop_wb_record(
        self, *, app_id: str, room_id: str, user_id: str, task_id: str, version: str | None = None
    ) -> Outcome:
        """Volcengine RTC StopWBRecord, 2023-11-01: stops what StartWBRecord started.

        All are IDs; user_id is the user who makes this call, task_id as given to StartWBRecord.
        10 calls a second and account. www.volcengine.com/docs/6348/1232755
        """
        params = texts(
            _bindings.StopWBRecordParams,
            app_id=app_id,
            room_id=room_id,
            user_id=user_id,
            task_id=task_id,
            version=version,
        )
        return self._call("crec_stop_wb_record", byref(params))

    def stop_webcast(
        self, *, app_id: str, room_id: str, task_id: str, version: str | None = None
    ) -> Outcome:
        """Volcengine RTC StopWebcast, 2020-12-01: stops recording a web page.

        All are IDs; task_id as given to StartWebcast. 150 calls a second and account.
        www.volcengine.com/docs/6348/119514
        """
        params = texts(
            _bindings.StopWebcastParams,
            app_id=app_id,
            room_id=room_id,
            task_id=task_id,
            version=version,
        )
        return self._call("crec_stop_webcast", byref(params))

    def stop_rtc_cloud_recording(self, *, task_id: str, version: str | None = None) -> Outcome:
        """Alibaba Cloud Live StopRtcCloudRecording, 2016-11-01.

        task_id is an ID (* allowed too), from StartRtcCloudRecording; the region has to be that
        where the task was started. 50 calls a second and account. help.aliyun.com,
        "StopRtcCloudRecording"
        """
        params = texts(_bindings.StopRtcCloudRecordingParams, task_id=task_id, version=version)
        return self._call("crec_stop_rtc_cloud_recording", byref(params))

    def stop_live_record(
        self, *, stream_name: str, task_id: int | str, version: str | None = None
    ) -> Outcome:
        """Tencent Cloud Live StopLiveRecord, 2018-08-01.

        task_id is an integer from 0 to 2^63-1, from CreateLiveRecord. 200 calls a second and
        account. www.tencentcloud.com/document/product/267, "StopLiveRecord"
        """
        params = texts(
            _bindings.StopLiveRecordParams,
            integer="task_id",
            stream_name=stream_name,
            task_id=task_id,
            version=version,
        )
        return self._call("crec_stop_live_record", byref(params))

    def perform(self, request: Request) -> Outcome:
        """Makes the call that a request stands for; otherwise as the five calls."""
        return self._call("crec_client_perform", _pointer_of(request))

    def sign(
        self, request: Request, timestamp: int | None = None, nonce: str | None = None
    ) -> SignedRequest:
        """Signs a request for an HTTP client of your own; no I/O.

        timestamp is in unix seconds, from 0 to the end of the year 9999 [now]; nonce is for Alibaba
        [32 random hexadecimal digits]. The clouds refuse a signature that is more than 5 (Tencent)
        to 15 minutes old, and Alibaba one that was seen before: sign again for every attempt.
        """
        arguments = Arguments()
        options = _bindings.SignOptions(
            timestamp=arguments.number("timestamp", timestamp, INT64, _bindings.TIMESTAMP_NOW),
            nonce=arguments.text("nonce", nonce),
        )
        arguments.check()
        signed = Handle(self._library, "signed_request")
        made = byref(signed.pointer)
        self._call("crec_client_sign", _pointer_of(request), byref(options), made)
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
        reply = _bindings.Reply(
            http_status=arguments.number("http_status", http_status, INT32),
            headers=(_bindings.Pair * len(pairs))(*pairs),
            header_count=len(pairs),
            body=content,
            body_size=len(content),
        )
        arguments.check()
        return self._call("crec_client_read", _pointer_of(request), byref(reply))

    def _call(self, function: str, *arguments: Any) -> Outcome:
        """Raises what failed from here, where no traceback can keep the handle alive."""
        return checked(self._explained(function, *arguments))

    def _explained(self, function: str, *arguments: Any) -> Outcome:
        handle = self._handle
        if handle is None:
            raise refusal(Fault("client", "is closed", "an open client"))
        return call(self._library, getattr(self._library, function), handle.pointer, *arguments)


def _pointer_of(request: Request) -> Any:
    if not isinstance(request, Request):
        raise refusal(Fault("request", f"is of type {type(request).__name__}", "a crec.Request"))
    return request._handle.pointer
