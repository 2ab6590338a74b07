"""One exception for each status that is a failure, each with the outcome that explains it.

Where Python has a name for the failure already, the exception is of that kind too: ``except
TimeoutError`` and ``except ConnectionError`` do what they say.
"""

from __future__ import annotations

from typing import ClassVar

from .enums import Status
from .outcome import Fault, Outcome


class CrecError(Exception):
    """A call failed. By itself: with a status that only a newer library knows."""

    _classes: ClassVar[dict[Status, type[CrecError]]] = {}

    def __init_subclass__(cls, *, status: Status | None = None) -> None:
        """Makes a class the one of its status."""
        if status is not None:
            CrecError._classes[status] = cls

    def __init__(self, outcome: Outcome) -> None:
        """Takes the outcome that explains the failure."""
        super().__init__(outcome)
        self.outcome = outcome

    def __str__(self) -> str:
        text = self.outcome.message
        if self.outcome.code:
            text = f"{self.outcome.code}: {text}"
        if self.outcome.request_id:
            text += f" (request {self.outcome.request_id})"
        return text


class InvalidArgumentError(CrecError, ValueError, status=Status.INVALID_ARGUMENT):
    """A value is wrong: see ``outcome.faults``; or the cloud said so."""


class AuthenticationError(CrecError, status=Status.AUTHENTICATION):
    """The cloud refused the key, the token or the signature.

    ``outcome.retryable`` is true if the token has, or may have, expired: replace the credentials
    (``set_credentials``), then make the call again.
    """


class PermissionDeniedError(CrecError, PermissionError, status=Status.PERMISSION):
    """The key is good but may not do this."""


class AccountStateError(CrecError, status=Status.ACCOUNT_STATE):
    """Service not opened, suspended, or payment overdue."""


class NotFoundError(CrecError, status=Status.NOT_FOUND):
    """No such task, stream, channel or application."""


class ConflictError(CrecError, status=Status.CONFLICT):
    """The task's state does not allow it, or it exists already."""


class ThrottledError(CrecError, status=Status.THROTTLED):
    """Too many calls: wait, then repeat."""


class QuotaError(CrecError, status=Status.QUOTA):
    """A limit of the account is reached: waiting does not help."""


class ClockSkewError(CrecError, status=Status.CLOCK_SKEW):
    """The time signed is too far from the cloud's: set this machine's clock."""


class CloudError(CrecError, status=Status.CLOUD_ERROR):
    """The cloud failed inside."""


class UnavailableError(CrecError, status=Status.UNAVAILABLE):
    """The cloud, or a gateway before it, is not available."""


class NetworkError(CrecError, ConnectionError, status=Status.NETWORK):
    """Name look-up, connection or proxy failed; or the network made two of one request.

    In the second case an earlier copy of it arrived: ``outcome.may_have_been_applied``.
    """


class TLSError(CrecError, ConnectionError, status=Status.TLS):
    """No trusted TLS connection could be made."""


class CallTimeoutError(CrecError, TimeoutError, status=Status.TIMEOUT):
    """The time limit passed. ``outcome.may_have_been_applied`` says if the cloud may have acted."""


class CallCancelledError(CrecError, status=Status.CANCELLED):
    """The client was closed before the call ended. See ``outcome.may_have_been_applied``."""


class MalformedReplyError(CrecError, status=Status.MALFORMED_REPLY):
    """Something answered, but not as this cloud does."""


class FullError(CrecError, status=Status.FULL):
    """queue_limit calls are under way: nothing was queued."""


class BusyError(CrecError, status=Status.BUSY):
    """Not from here: the library is in use where it cannot wait."""


class ClosedError(CrecError, ValueError, status=Status.CLOSED):
    """The client was closed."""


class ForkedError(CrecError, status=Status.FORKED):
    """The client was made before fork(): make a new one in the child."""


class InternalError(CrecError, status=Status.INTERNAL):
    """A library failed: see the message."""


class ShortageError(CrecError, status=Status.SHORTAGE):
    """No descriptor, thread or memory was to be had here for the moment: certainly not sent."""


def checked(outcome: Outcome) -> Outcome:
    """Returns an outcome that is as good as done; raises any other."""
    if outcome.ok:
        return outcome
    raise CrecError._classes.get(outcome.status, CrecError)(outcome)


def refusal(*faults: Fault) -> InvalidArgumentError:
    """The error for what is found wrong before the library is asked."""
    message = "; ".join(map(str, faults))
    return InvalidArgumentError(Outcome(Status.INVALID_ARGUMENT, message=message, faults=faults))
