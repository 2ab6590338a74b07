"""Recordings by name in a file, for calls that block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any

from . import _waiting
from ._arguments import Arguments
from ._callbacks import is_called
from ._ledger import LedgerFile, explained, named, seconds, settled, slices
from ._ledger_bindings import RecordingOptions
from .enums import Status
from .errors import CrecError, NotFoundError, checked
from .outcome import Outcome
from .recording import Recording


class Ledger(LedgerFile):
    """Recordings by name, that are stopped in the end whatever happens to the process.

    A start is written to a file before it is sent, and a stop until it is confirmed: a process that
    is killed, or a cloud that hangs, loses none. Whoever opens the file next goes on with it. Any
    number of processes may have it open at once, and any number of threads may use one ledger.

    What fails raises a CrecError whose ``outcome`` explains it, as the calls of a ``Client`` do.
    While one waits for an outcome, signals' handlers run. What one raises, as Ctrl-C's does, ends
    the waiting only: the ledger goes on with what was asked for. In a logging handler that the
    library calls, nothing can wait: BusyError.

    Close it before its clients, or use it in a ``with`` statement. After a fork() the
    parent's ledger raises ForkedError in the child, and so does opening another one there: SQLite
    would take the parent's locks for its own. Fork before, or use exec.
    """

    def start(
        self,
        name: str,
        account: str,
        action: str,
        fields: Mapping[str, object] | None = None,
        max_duration: float | None = None,
        timeout: float | None = None,
    ) -> Outcome:
        """Starts a recording, and returns the outcome of its start.

        A name that records already is kept as it is: OK, and the message says so. A stop of the
        name that was not sent yet is withdrawn; one that may have been sent is settled first. A
        start in doubt is never made again: where its task can be named it is stopped, where it can
        be found it is found, else it is doubtful.

        name: of the recording, your choice: 1 to 255 bytes
        account: as given to ``add_account``
        action: a start of the account's cloud, such as "CreateLiveRecord"
        fields: by the cloud's own names, as for ``Request.operation``
        max_duration: seconds, rounded up, after which the cloud itself ends it, where the operation
            has a field for that, and fields do not have it
        timeout: seconds for the whole call, a stop before it included; to a day [30.0]

        ConflictError: the name is doubtful, or another name has the same task.
        """
        params = self._params(name, account, action, fields, max_duration, timeout)
        return self._asked("crec_ledger_start", options=params)

    def stop(self, name: str) -> Outcome:
        """Stops a recording, whichever process started it.

        The outcome is that of the first attempt, or of the one under way. OK, ALREADY_STOPPED and
        NotFoundError settle it; after any other error the ledger goes on by itself. NotFoundError
        is also for an unknown name. CallCancelledError: a start withdrew it. ConflictError: it is
        doubtful.
        """
        return self._asked("crec_ledger_stop", named(name), options=RecordingOptions())

    def forget(self, name: str) -> None:
        """Removes a recording that is stopped, failed, doubtful or abandoned; nothing is sent.

        BusyError: it is none of these. NotFoundError: there is none of that name.
        """
        self._asked("crec_ledger_forget", named(name), options=RecordingOptions())

    @contextmanager
    def recording(
        self,
        name: str,
        account: str,
        action: str,
        fields: Mapping[str, object] | None = None,
        max_duration: float | None = None,
        timeout: float | None = None,
    ) -> Iterator[Outcome]:
        """Records while a ``with`` statement lasts: starts, and stops however that ends.

        Takes what ``start`` takes, and gives its outcome. A stop that finds nothing to stop is no
        error here. If the statement ends by an exception, that is raised and no other.
        """
        try:
            outcome = self.start(name, account, action, fields, max_duration, timeout)
        except BaseException as error:
            self._let_stop_after(error, name)
            raise
        try:
            yield outcome
        except BaseException:
            with suppress(CrecError):
                self._stop_at_end(name)
            raise
        with suppress(NotFoundError):
            self._stop_at_end(name)

    def _stop_at_end(self, name: str) -> None:
        """Stops, also where an interrupt comes before it is asked for."""
        try:
            self.stop(name)
        except CrecError:
            raise
        except BaseException as error:
            self._let_stop_after(error, name)
            raise

    def settle(self, timeout: float) -> bool:
        """Waits until no stop and no start is unconfirmed, at most for so many seconds.

        Orphans are stopped for it at once. True: nothing is left. False: something is, and will be
        gone on with. ConflictError: what is left is doubtful or abandoned.
        """
        self._check_thread()
        for part in slices(seconds(timeout)):
            status = self._settle(part)
            if status is not Status.TIMEOUT:
                break
        return settled(status)

    def recordings(self) -> list[Recording]:
        """All recordings in the file, by name."""
        return self._recordings()

    def close(self, timeout: float = 10.0, stop_all: bool = False) -> bool:
        """Ends the use of this ledger; closing it again does nothing.

        Waits so many seconds for what is under way; with stop_all every recording of this process
        is stopped first. False: something was not confirmed by then; it stays in the file, and the
        next process goes on with it. Those who still wait for an outcome in other threads get
        CallCancelledError. Signals' handlers run after that.
        """
        arguments = Arguments()
        arguments.flag("stop_all", stop_all)
        arguments.check()
        milliseconds = seconds(timeout)
        self._check_thread()
        if is_called():
            explained(Status.BUSY)
        handle, self._handle = self._handle, None
        return handle is None or self._close(handle, milliseconds, stop_all)

    def __enter__(self) -> Ledger:
        """Returns the ledger itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Closes the ledger."""
        self.close()

    def _asked(self, function: str, *arguments: Any, options: Any) -> Outcome:
        self._check_thread()
        asked = getattr(self._library, function), *arguments
        return checked(_waiting.ask(self._core, self._open_handle(), *asked, options=options))

    def _check_thread(self) -> None:
        """Raises RuntimeError on an event loop that would have to drive a client meanwhile."""
        if any(driver.is_driven_here for driver in self._drivers):
            raise RuntimeError("this would hold up the event loop of its client: use AsyncLedger")
