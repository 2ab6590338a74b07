"""Signs, validates and makes cloud recording calls.

Start at ``Client``, or at ``AsyncClient`` for asyncio. Both have five calls: Volcengine RTC
StartWBRecord, StopWBRecord and StopWebcast; Alibaba Cloud Live StopRtcCloudRecording; Tencent Cloud
Live StopLiveRecord. All operations are functions of ``volcengine``, ``alibaba`` and ``tencent``:
they make a ``Request`` for ``perform``. ``running_tasks`` and ``async_running_tasks`` tell what
records now. ``Ledger`` and ``AsyncLedger`` keep recordings in a file, by name, until they are
stopped.
"""

import sys

# Python 2 and 3.4 have to be able to read this file, up to here and beyond.
if sys.version_info < (3, 9):  # noqa: UP036
    this = ".".join(map(str, sys.version_info[:3]))
    raise ImportError("crec needs Python 3.9 or newer; this is " + this)

from typing import TYPE_CHECKING

from . import alibaba, tencent, volcengine
from ._later import __dir__, __getattr__  # noqa: F401  Python looks for them here.
from ._library import LibraryError, load
from .client import Client
from .counters import Counters
from .credentials import Credentials
from .enums import Cloud, LogKind, Pacing, Status, TaskState
from .errors import (
    AccountStateError,
    AuthenticationError,
    BusyError,
    CallCancelledError,
    CallTimeoutError,
    ClockSkewError,
    ClosedError,
    CloudError,
    ConflictError,
    CrecError,
    ForkedError,
    FullError,
    InternalError,
    InvalidArgumentError,
    MalformedReplyError,
    NetworkError,
    NotFoundError,
    PermissionDeniedError,
    QuotaError,
    ShortageError,
    ThrottledError,
    TLSError,
    UnavailableError,
)
from .outcome import Fault, Outcome
from .request import Request
from .running import RunningTask, async_running_tasks, running_tasks
from .signed_request import SignedRequest

if TYPE_CHECKING:
    from ._log import LogEvent
    from .async_client import AsyncClient
    from .async_ledger import AsyncLedger
    from .identity import Identity
    from .key_query import AsyncKeySource, KeyQuery, KeySource
    from .ledger import Ledger
    from .recording import Recording, RecordingState

__version__ = "0.1.0"

__all__ = [
    "AccountStateError",
    "AsyncClient",
    "AsyncKeySource",
    "AsyncLedger",
    "AuthenticationError",
    "BusyError",
    "CallCancelledError",
    "CallTimeoutError",
    "Client",
    "ClockSkewError",
    "ClosedError",
    "Cloud",
    "CloudError",
    "ConflictError",
    "Counters",
    "CrecError",
    "Credentials",
    "Fault",
    "ForkedError",
    "FullError",
    "Identity",
    "InternalError",
    "InvalidArgumentError",
    "KeyQuery",
    "KeySource",
    "Ledger",
    "LibraryError",
    "LogEvent",
    "LogKind",
    "MalformedReplyError",
    "NetworkError",
    "NotFoundError",
    "Outcome",
    "Pacing",
    "PermissionDeniedError",
    "QuotaError",
    "Recording",
    "RecordingState",
    "Request",
    "RunningTask",
    "ShortageError",
    "SignedRequest",
    "Status",
    "TLSError",
    "TaskState",
    "ThrottledError",
    "UnavailableError",
    "alibaba",
    "async_running_tasks",
    "load",
    "running_tasks",
    "tencent",
    "volcengine",
]
