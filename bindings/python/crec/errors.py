"""One exception for each status that is a failure, each with the outcome that explains it.

Where Python has a name for the failure already, the exception is of that kind too: ``except
TimeoutError`` and ``except ConnectionError`` do what they say.
"""

from __future__ import annotations

from .enums import Status
from .outcome import Fault, Outcome


class CrecError(Exception):
    """A call failed. By itself: with a status that only a newer library knows."""

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


class InvalidArgumentError(CrecError, ValueError):
    """A value is wrong: see ``outcome.faults``; or the cloud said so."""


class AuthenticationError(CrecError):
    """The cloud refused the key, the token or the signature.

    ``outcome.retryable`` is true if the token has, or may have, expired: replace the credentials
    (``set_credentials``), then make the call again.
    """


class PermissionDeniedError(CrecError, PermissionError):
    """The key is good but may not do this."""


class AccountStateError(CrecError):
    """Service not opened, suspended, or payment overdue."""


class NotFoundError(CrecError):
    """No such task, stream, channel or application."""


class ConflictError(CrecError):
    """The task's state does not allow it, or it exists already."""


class ThrottledError(CrecError):
    """Too many calls: wait, then repeat."""


class QuotaError(CrecError):
    """A limit of the account is reached: waiting does not help."""


class ClockSkewError(CrecError):
    """The time signed is too far from the cloud's: set this machine's clock."""


class CloudError(CrecError):
    """The cloud failed inside."""


class UnavailableError(CrecError):
    """The cloud, or a gateway before it, is not available."""


class NetworkError(CrecError, ConnectionError):
    """Name look-up, connection or proxy failed; or the network made two of one request.

    In the second case an earlier copy of it arrived: ``outcome.may_have_been_applied``.
    """


class TLSError(CrecError, ConnectionError):
    """No trusted TLS connection could be made."""


class CallTimeoutError(CrecError, TimeoutError):
    """The time limit passed. ``outcome.may_have_been_applied`` says if the cloud may have acted."""


class CallCancelledError(CrecError):
    """The client was closed before the call ended. See ``outcome.may_have_been_applied``."""


class MalformedReplyError(CrecError):
    """Something answered, but not as this cloud does."""


class FullError(CrecError):
    """queue_limit calls are under way: nothing was queued."""


class BusyError(CrecError):
    """Not from here: the library is in use where it cannot wait."""


class ClosedError(CrecError, ValueError):
    """The client was closed."""


class ForkedError(CrecError):
    """The client was made before fork(): make a new one in the child."""


class InternalError(CrecError):
    """A library failed: see the message."""


class ShortageError(CrecError):
    """No descriptor, thread or memory was to be had here for the moment: certainly not sent."""


_CLASSES = {
    Status.INVALID_ARGUMENT: InvalidArgumentError,
    Status.AUTHENTICATION: AuthenticationError,
    Status.PERMISSION: PermissionDeniedError,
    Status.ACCOUNT_STATE: AccountStateError,
    Status.NOT_FOUND: NotFoundError,
    Status.CONFLICT: ConflictError,
    Status.THROTTLED: ThrottledError,
    Status.QUOTA: QuotaError,
    Status.CLOCK_SKEW: ClockSkewError,
    Status.CLOUD_ERROR: CloudError,
    Status.UNAVAILABLE: UnavailableError,
    Status.NETWORK: NetworkError,
    Status.TLS: TLSError,
    Status.TIMEOUT: CallTimeoutError,
    Status.CANCELLED: CallCancelledError,
    Status.MALFORMED_REPLY: MalformedReplyError,
    Status.FULL: FullError,
    Status.BUSY: BusyError,
    Status.CLOSED: ClosedError,
    Status.FORKED: ForkedError,
    Status.INTERNAL: InternalError,
    Status.SHORTAGE: ShortageError,
}


def checked(outcome: Outcome) -> Outcome:
    """Returns an outcome that is as good as done; raises any other."""
    if outcome.ok:
        return outcome
    raise _CLASSES.get(outcome.status, CrecError)(outcome)


def refusal(*faults: Fault) -> InvalidArgumentError:
    """The error for what is found wrong before the library is asked."""
    message = "; ".join(map(str, faults))
    return InvalidArgumentError(Outcome(Status.INVALID_ARGUMENT, message=message, faults=faults))
