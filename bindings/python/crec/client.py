"""One account at one cloud, for calls that block."""

from __future__ import annotations

from ctypes import byref
from types import TracebackType
from typing import TYPE_CHECKING

from . import _waiting
from ._account import Account
from ._arguments import Arguments
from ._calls import Handle, call
from ._signing import pointer_of
from .errors import checked
from .outcome import Outcome
from .request import Request

if TYPE_CHECKING:
    from .identity import Identity

_DAY = 24 * 60 * 60 * 1000


class Client(Account):
    """One account at one cloud, with its connections. Any number of threads may use it at once.

    What fails raises a CrecError whose ``outcome`` explains it. What is returned is done: OK, or
    for a stop ALREADY_STOPPED, which is no error: nothing is running, as was asked.

    Wrong arguments raise InvalidArgumentError with every fault, and nothing is sent. A call blocks
    its own thread only, at most for ``timeout``, and takes one descriptor. Signals' handlers run
    meanwhile. What one raises, as Ctrl-C's does, ends the call: it is cancelled, and the cloud may
    have acted all the same. So does what gevent or eventlet raises in a greenlet; others of its
    thread run meanwhile if ``select`` is patched. In a logging handler that a client calls, a call
    raises BusyError.

    Close it, or use it in a ``with`` statement. Calls that are under way in other threads then
    still come to their end, and the last of them frees the connections and wipes the keys.
    After a fork() the child makes its own client; using the parent's raises ForkedError, unless it
    never made a call: that one is as good in the child.
    """

    def close(self, timeout: float | None = None) -> None:
        """Ends the use of this client; closing it again does nothing.

        Calls that are under way in other threads still come to their end. With a timeout, this
        waits so many seconds for that, and cancels those that have not: they raise
        CallCancelledError. Signals' handlers run, and greenlets go on, after that. Without, it does
        not wait.
        """
        arguments = Arguments()
        milliseconds = arguments.milliseconds("timeout", timeout, zero=True)
        arguments.check()
        handle, self._handle = self._handle, None
        if handle and timeout is not None:  # No call lasts longer than a day.
            self._library.crec_client_close(handle.pointer, min(milliseconds, _DAY))

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
        is the http(s) URL of a custom page. Not idempotent: never retried in doubt. 10 calls per
        second per account. www.volcengine.com/docs/6348/1217308
        """
        request = Request.start_wb_record(
            app_id=app_id,
            room_id=room_id,
            task_id=task_id,
            user_id=user_id,
            business_id=business_id,
            source_url=source_url,
            version=version,
        )
        return self.perform(request)

    def stop_wb_record(
        self, *, app_id: str, room_id: str, user_id: str, task_id: str, version: str | None = None
    ) -> Outcome:
        """Volcengine RTC StopWBRecord, 2023-11-01: stops what StartWBRecord started.

        All are IDs; user_id is the user who makes this call, task_id as given to StartWBRecord.
        10 calls per second per account. www.volcengine.com/docs/6348/1232755
        """
        request = Request.stop_wb_record(
            app_id=app_id, room_id=room_id, user_id=user_id, task_id=task_id, version=version
        )
        return self.perform(request)

    def stop_webcast(
        self, *, app_id: str, room_id: str, task_id: str, version: str | None = None
    ) -> Outcome:
        """Volcengine RTC StopWebcast, 2020-12-01: stops recording a web page.

        All are IDs; task_id as given to StartWebcast. 150 calls per second per account.
        www.volcengine.com/docs/6348/119514
        """
        request = Request.stop_webcast(
            app_id=app_id, room_id=room_id, task_id=task_id, version=version
        )
        return self.perform(request)

    def stop_rtc_cloud_recording(self, *, task_id: str, version: str | None = None) -> Outcome:
        """Alibaba Cloud Live StopRtcCloudRecording, 2016-11-01.

        task_id is an ID (* allowed too), from StartRtcCloudRecording; the region has to be that
        where the task was started. 50 calls per second per account. help.aliyun.com,
        "StopRtcCloudRecording"
        """
        request = Request.stop_rtc_cloud_recording(task_id=task_id, version=version)
        return self.perform(request)

    def stop_live_record(
        self, *, stream_name: str, task_id: int | str, version: str | None = None
    ) -> Outcome:
        """Tencent Cloud Live StopLiveRecord, 2018-08-01.

        task_id is an integer from 0 to 2^63-1, from CreateLiveRecord. 200 calls per second
        per account. www.tencentcloud.com/document/product/267, "StopLiveRecord"
        """
        request = Request.stop_live_record(
            stream_name=stream_name, task_id=task_id, version=version
        )
        return self.perform(request)

    def whoami(self) -> Identity:
        """Asks the cloud whose key this client signs with; nothing of a recording is touched.

        It looks for the key first, as every call does, and fails like one. Signals' handlers run
        after it.
        """
        from . import identity

        client, found = self._open_handle(), Handle(self._library, "identity")
        function = self._library.crec_client_whoami
        checked(call(self._library, function, client.pointer, byref(found.pointer)))
        return identity.copied(self._library, found.pointer)

    def perform(self, request: Request) -> Outcome:
        """Makes the call that a request stands for; otherwise as the five calls."""
        return checked(_waiting.perform(self._library, self._open_handle(), pointer_of(request)))
