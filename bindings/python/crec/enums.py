"""The clouds, pacing, log events, task states and statuses. The numbers are those of crec.h."""

from __future__ import annotations

from enum import IntEnum

from ._library import library


class _Growing(IntEnum):
    """An enum of the library's, which may be newer and have more members."""

    @classmethod
    def _missing_(cls, value: object) -> _Growing | None:
        """Stands in for a member that only a newer library knows."""
        if not isinstance(value, int):
            return None
        member = int.__new__(cls, value)
        member._name_ = f"UNKNOWN_{value}"
        member._value_ = value
        return member


class Cloud(_Growing):
    """The cloud that a client or request is for."""

    @classmethod
    def named(cls, name: str) -> Cloud:
        """The cloud of a name such as "tencent", as the crec command takes it.

        For names that are read from a configuration. ValueError: there is none of that name.
        """
        number = 0 if "\0" in name else library().crec_cloud_named(name.encode(errors="replace"))
        if number == 0:
            raise ValueError(f"there is no cloud of the name {name!r}")
        return cls(number)

    @property
    def title(self) -> str:
        """The product, for people, such as "Tencent Cloud Live"."""
        title: bytes = library().crec_cloud_title(self)
        return title.decode()

    VOLCENGINE = 1
    """RTC: rtc.volcengineapi.com"""
    ALIBABA = 2
    """ApsaraVideo Live: live.aliyuncs.com"""
    TENCENT = 3
    """Live: live.tencentcloudapi.com"""


class Pacing(IntEnum):
    """The treatment of a call over the cloud's rate limit."""

    WAIT = 0
    """It waits for its turn, stops before starts, within its timeout."""
    FAIL = 1
    """It raises ThrottledError at once; nothing is sent."""
    OFF = 2
    """It is sent."""


class LogKind(_Growing):
    """The kind of an event in the log."""

    ACCEPTED = 1
    """The loop took the call."""
    SENT = 2
    """An attempt went to the network."""
    REPEATING = 3
    """An attempt ended, and a retry follows."""
    ENDED = 4
    """The call has its outcome."""
    KEY = 5
    """A key was fetched, or could not be: ``reason`` says from where, or why each source had none.
    It is no call's."""


class TaskState(_Growing):
    """The state of a task."""

    UNKNOWN = 0
    """The reply does not tell, or not in words known here."""
    RUNNING = 1
    """It records."""
    RECOVERING = 2
    """It was interrupted, and the cloud tries to go on."""
    STOPPING = 3
    """It was asked to stop."""
    STOPPED = 4
    """It has ended."""
    FAILED = 5
    """It has failed."""
    NOT_STARTED = 6
    """It waits for its start time."""


class Status(_Growing):
    """The result of a call, by what the caller can do about it."""

    OK = 0
    """The cloud did it."""
    ALREADY_STOPPED = 1
    """A stop found nothing running: as good as done."""
    INVALID_ARGUMENT = 2
    """A value is wrong: see the faults; or the cloud said so."""
    AUTHENTICATION = 3
    """The cloud refused the key, the token or the signature; retryable: the token has, or may
    have, expired."""
    PERMISSION = 4
    """The key is good but may not do this."""
    ACCOUNT_STATE = 5
    """Service not opened, suspended, or payment overdue."""
    NOT_FOUND = 6
    """No such task, stream, channel or application."""
    CONFLICT = 7
    """The task's state does not allow it, or it exists already."""
    THROTTLED = 8
    """Too many calls: wait, then repeat."""
    QUOTA = 9
    """A limit of the account is reached: waiting does not help."""
    CLOCK_SKEW = 10
    """The time signed is too far from the cloud's."""
    CLOUD_ERROR = 11
    """The cloud failed inside."""
    UNAVAILABLE = 12
    """The cloud, or a gateway before it, is not available."""
    NETWORK = 13
    """Name look-up, connection or proxy failed; or the network made two of one request."""
    TLS = 14
    """No trusted TLS connection could be made."""
    TIMEOUT = 15
    """The time limit passed."""
    CANCELLED = 16
    """Cancelled, or cut short by the end of its client."""
    MALFORMED_REPLY = 17
    """Something answered, but not as this cloud does."""
    FULL = 18
    """queue_limit calls are under way: nothing was queued."""
    BUSY = 19
    """Not from here: the library is in use where it cannot wait."""
    CLOSED = 20
    """The client was closed."""
    FORKED = 21
    """The client was made before fork(): make a new one."""
    INTERNAL = 22
    """A library failed: see the message."""
    SHORTAGE = 23
    """No descriptor, thread or memory was to be had here for the moment: certainly not sent."""
