"""One account at one cloud, for asyncio."""

from __future__ import annotations

import asyncio
import warnings
from contextlib import suppress
from ctypes import byref
from types import TracebackType
from typing import TYPE_CHECKING, Any

from . import _structs
from ._account import Account
from ._arguments import Arguments
from ._calls import Handle, call
from ._driver import Driver
from ._signing import pointer_of
from .errors import checked
from .outcome import Outcome
from .request import Request

if TYPE_CHECKING:
    from .identity import Identity


class AsyncClient(Account):
    """One account at one cloud, with its connections, for the tasks of one asyncio event loop.

    Its calls are coroutines; otherwise it is as ``Client``, which has more to say on each of them,
    and raises the same exceptions. No thread is started but for name look-ups: the event loop of
    the first call drives the I/O, and all further calls have to be made from there.

    Cancelling a task cancels its call, be it by ``asyncio.timeout`` or ``asyncio.wait_for``; the
    cloud may have acted all the same. The timeout of a call raises CallTimeoutError, which tells.
    A stop that is made after the start of its task waits for that start to end.

    Close it, or use it in an ``async with`` statement: one that is dropped while open warns, and
    closes as soon as no call is under way. After a fork() the child makes its own client; using the
    parent's raises ForkedError.
    """

    _takes_coroutines = True

    def _open(self, options: _structs.ClientOptions) -> None:
        loop = Handle(self._library, "loop")
        hosted = byref(_structs.LoopOptions(hosted=1))
        made = byref(loop.pointer)
        checked(call(self._library, self._library.crec_loop_new, hosted, made))
        options.loop = loop.pointer
        super()._open(options)
        assert self._handle is not None
        self._driver = Driver(self._library, loop, self._handle)

    async def aclose(self, timeout: float | None = None) -> None:
        """Ends the use of this client; closing it again does nothing.

        Calls that are under way come to their end; those that have not after so many seconds are
        cancelled and raise CallCancelledError. So they are if this is itself cancelled.
        """
        arguments = Arguments()
        arguments.milliseconds("timeout", timeout, zero=True)
        arguments.check()
        self._driver.check()
        self._handle = None
        try:
            await self._driver.drain(timeout)
        finally:
            self._close()

    def close(self) -> None:
        """The same at once: calls that are under way are cancelled and raise CallCancelledError."""
        self._driver.check()
        self._handle = None
        self._close()

    def _be_driven(self) -> None:
        with suppress(RuntimeError):  # No event loop runs here.
            self._driver.bind()

    def _close(self) -> None:
        self._driver.close()
        if self._source is not None:
            self._source.cancel()

    async def __aenter__(self) -> AsyncClient:
        """Returns the client itself."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Closes the client."""
        await self.aclose()

    def __del__(self, _warn: Any = warnings.warn) -> None:
        """Closes the client, which its owner forgot."""
        if self._handle is not None:
            _warn(f"unclosed client {self!r}", ResourceWarning, source=self)
            self._handle = None
            self._driver.abandon()

    async def start_wb_record(
        self,
        *,
        app_id: str,
        room_id: str,
        task_id: str,
        user_id: str,
        business_id: str | None = None,
        source_url: str | None = None,
        version: str | None = None,
        timeout: float | None = None,
    ) -> Outcome:
        """Volcengine RTC StartWBRecord, as ``Client.start_wb_record``."""
        request = Request.start_wb_record(
            app_id=app_id,
            room_id=room_id,
            task_id=task_id,
            user_id=user_id,
            business_id=business_id,
            source_url=source_url,
            version=version,
        )
        return await self.perform(request, timeout=timeout)

    async def stop_wb_record(
        self,
        *,
        app_id: str,
        room_id: str,
        user_id: str,
        task_id: str,
        version: str | None = None,
        timeout: float | None = None,
    ) -> Outcome:
        """Volcengine RTC StopWBRecord, as ``Client.stop_wb_record``."""
        request = Request.stop_wb_record(
            app_id=app_id, room_id=room_id, user_id=user_id, task_id=task_id, version=version
        )
        return await self.perform(request, timeout=timeout)

    async def stop_webcast(
        self,
        *,
        app_id: str,
        room_id: str,
        task_id: str,
        version: str | None = None,
        timeout: float | None = None,
    ) -> Outcome:
        """Volcengine RTC StopWebcast, as ``Client.stop_webcast``."""
        request = Request.stop_webcast(
            app_id=app_id, room_id=room_id, task_id=task_id, version=version
        )
        return await self.perform(request, timeout=timeout)

    async def stop_rtc_cloud_recording(
        self, *, task_id: str, version: str | None = None, timeout: float | None = None
    ) -> Outcome:
        """Alibaba Cloud Live StopRtcCloudRecording, as ``Client.stop_rtc_cloud_recording``."""
        request = Request.stop_rtc_cloud_recording(task_id=task_id, version=version)
        return await self.perform(request, timeout=timeout)

    async def stop_live_record(
        self,
        *,
        stream_name: str,
        task_id: int | str,
        version: str | None = None,
        timeout: float | None = None,
    ) -> Outcome:
        """Tencent Cloud Live StopLiveRecord, as ``Client.stop_live_record``."""
        request = Request.stop_live_record(
            stream_name=stream_name, task_id=task_id, version=version
        )
        return await self.perform(request, timeout=timeout)

    async def perform(self, request: Request, *, timeout: float | None = None) -> Outcome:
        """Makes the call that a request stands for; otherwise as the five calls.

        timeout: seconds for the whole call, waiting included [the client's]
        """
        return await self._submitted("crec_client_submit", (pointer_of(request),), timeout)

    async def whoami(self, *, timeout: float | None = None) -> Identity:
        """Asks the cloud whose key this client signs with, as ``Client.whoami``."""
        from . import identity

        answer = await self._submitted("crec_client_submit_whoami", (), timeout)
        found = Handle(self._library, "identity")
        body = answer.body, len(answer.body)
        self._call("crec_client_identity", *body, byref(found.pointer))
        return identity.copied(self._library, found.pointer)

    async def _submitted(
        self, function: str, request: tuple[Any, ...], timeout: float | None
    ) -> Outcome:
        arguments = Arguments()
        milliseconds = arguments.milliseconds("timeout", timeout)
        arguments.check()
        future = self._driver.future()
        options = _structs.SubmitOptions(context=id(future), timeout_ms=milliseconds)
        made = Handle(self._library, "call")
        self._call(function, *request, byref(options), byref(made.pointer))
        self._driver.expect(future)
        try:
            return checked(await future)
        except asyncio.CancelledError:
            self._library.crec_call_cancel(made.pointer)
            raise
