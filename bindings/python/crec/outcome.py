"""The outcome of a call."""

from __future__ import annotations

from dataclasses import dataclass, field

from .enums import Status, TaskState


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with an argument; nothing was sent."""

    field: str
    """The cloud's own name of the field, such as "RoomId", or the option's name."""
    problem: str
    """The fault of the value."""
    rule: str
    """The rule that the value must follow."""

    def __str__(self) -> str:
        return f"{self.field} {self.problem} (rule: {self.rule})"


@dataclass(frozen=True)
class Outcome:
    """The outcome of a call: plain, immutable values. Absent ones are "" or 0."""

    status: Status
    retryable: bool = False
    """True if the same call may succeed when it is made again later, unchanged."""
    may_have_been_applied: bool = False
    """True if the cloud did, or may have done, what was asked. False: it certainly did not."""
    message: str = ""
    """One line for people: the cloud's own message, or what went wrong here. Never a secret."""
    code: str = ""
    """The cloud's own error code, such as "ResourceNotFound.TaskId"."""
    request_id: str = ""
    """The cloud's id of this request, to quote to its support."""
    task_id: str = ""
    """The task's id, where the reply names it: those of Alibaba, and what Tencent creates."""
    task_state: TaskState = TaskState.UNKNOWN
    """The task's state, if the reply tells it: GetWebCastTask, DescribeRtcCloudRecordingFiles."""
    host: str = ""
    """The host that was called, with its port if it is not the scheme's own."""
    http_status: int = 0
    """The HTTP status of the reply; 0 if none came."""
    attempts: int = 0
    """The number of attempts that went to the network; 0 if the call was refused before."""
    elapsed: float = 0.0
    """Seconds from the start of the call to its end; 0 where nothing was sent."""
    start_was_open: bool = False
    """True if this stop was sent while a start of its task, made before, had not ended: that start
    may take effect after it."""
    clock_offset: int = 0
    """Seconds that the client adds to this machine's clock when it signs, because the cloud refused
    its time; 0 for none."""
    body: bytes = field(default=b"", repr=False)
    """The reply's body as received."""
    faults: tuple[Fault, ...] = ()
    """Everything that is wrong with the arguments, found before anything was sent."""

    @property
    def ok(self) -> bool:
        """True for OK and ALREADY_STOPPED: what was asked for is now so."""
        return self.status in (Status.OK, Status.ALREADY_STOPPED)
