"""The recording tasks the clouds hold."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeAlias

from cloud_emulator.message import Fields

Identity: TypeAlias = tuple[str, str, tuple[tuple[str, str], ...]]


class State(StrEnum):
    """The state of a task."""

    NOT_STARTED = "not started"
    RUNNING = "running"
    RECOVERING = "recovering"
    STOPPING = "stopping"
    STOPPED = "stopped"
    FAILED = "failed"

    @property
    def is_active(self) -> bool:
        """True if the task can be stopped."""
        return self in (State.RUNNING, State.RECOVERING)

    @property
    def is_final(self) -> bool:
        """True if the task has ended."""
        return self in (State.STOPPED, State.FAILED)


@dataclass(frozen=True)
class TaskKind:
    """A kind of task, and the fields that identify one within an account."""

    name: str
    key: tuple[str, ...]


@dataclass(frozen=True)
class Task:
    """One task of one account. Values of the key are kept as text.

    `fields` are those it was started with, `started` and `ended` the clock's time, if it has.
    """

    kind: str
    account: str
    key: tuple[tuple[str, str], ...]
    state: State = State.RUNNING
    fields: Fields = field(default_factory=dict)
    started: float | None = None
    ended: float | None = None

    @property
    def identity(self) -> Identity:
        """The identity of the task among all others: kind, account and key."""
        return self.kind, self.account, self.key

    @property
    def values(self) -> dict[str, str]:
        """The fields that identify it."""
        return dict(self.key)


class AccountTasks:
    """The tasks of one account, as an operation sees them at one time."""

    def __init__(self, account: str, now: float, tasks: dict[Identity, Task]) -> None:
        self.now = now
        self._account = account
        self._tasks = tasks

    def find(self, kind: TaskKind, fields: Fields) -> Task | None:
        """The task these fields identify."""
        return self._tasks.get(self._new(kind, fields).identity)

    def all(self, kind: TaskKind) -> list[Task]:
        """The tasks of this kind, in the order they first appeared."""
        wanted = (kind.name, self._account)
        return [task for task in self._tasks.values() if (task.kind, task.account) == wanted]

    def start(self, kind: TaskKind, fields: Fields, state: State = State.RUNNING) -> Task:
        """Make the task, or run it again; in another state if it is planted."""
        task = replace(
            self._new(kind, fields),
            state=state,
            fields={name: value for name, value in fields.items() if value is not None},
            started=None if state is State.NOT_STARTED else self.now,
            ended=self.now if state.is_final else None,
        )
        return self._put(task)

    def stop(self, task: Task) -> Task:
        """Stop the task."""
        return self._put(replace(task, state=State.STOPPED, ended=self.now))

    def update(self, task: Task, fields: Fields) -> Task:
        """Put these fields in the place of those it was started with."""
        return self._put(replace(task, fields={**task.fields, **fields}))

    def delete(self, task: Task) -> Task:
        """Forget the task."""
        return self._tasks.pop(task.identity)

    def _new(self, kind: TaskKind, fields: Fields) -> Task:
        key = tuple((name, str(fields[name])) for name in kind.key)
        return Task(kind.name, self._account, key)

    def _put(self, task: Task) -> Task:
        self._tasks[task.identity] = task
        return task


class Tasks:
    """All tasks of all accounts, behind one lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tasks: dict[Identity, Task] = {}

    @contextmanager
    def of(self, account: str, now: float, keep: bool = True) -> Iterator[AccountTasks]:
        """One account's tasks, for one operation; its changes are dropped unless `keep`."""
        with self._lock:
            yield AccountTasks(account, now, self._tasks if keep else dict(self._tasks))

    def all(self) -> list[Task]:
        """Every task, in the order they first appeared."""
        with self._lock:
            return list(self._tasks.values())

    def clear(self) -> None:
        """Forget them all."""
        with self._lock:
            self._tasks.clear()
