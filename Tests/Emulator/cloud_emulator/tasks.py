"""The recording tasks the clouds hold."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from cloud_emulator.message import Fields

Identity: TypeAlias = tuple[str, str, tuple[tuple[str, str], ...]]


class State(StrEnum):
    """Where a task is in its life."""

    RUNNING = "running"
    STOPPED = "stopped"


@dataclass(frozen=True)
class TaskKind:
    """A kind of task, and the fields that identify one within an account."""

    name: str
    key: tuple[str, ...]


@dataclass(frozen=True)
class Task:
    """One task of one account. Values of the key are kept as text."""

    kind: str
    account: str
    key: tuple[tuple[str, str], ...]
    state: State = State.RUNNING

    @property
    def identity(self) -> Identity:
        """What tells it from every other task."""
        return self.kind, self.account, self.key

    @property
    def values(self) -> dict[str, str]:
        """The fields that identify it."""
        return dict(self.key)


class AccountTasks:
    """The tasks of one account, as an operation sees them."""

    def __init__(self, account: str, tasks: dict[Identity, Task]) -> None:
        self._account = account
        self._tasks = tasks

    def find(self, kind: TaskKind, fields: Fields) -> Task | None:
        """The task these fields identify."""
        return self._tasks.get(_new(kind, self._account, fields).identity)

    def some(self, kind: TaskKind, name: str, value: str) -> bool:
        """Whether any task of this kind has this value in its key."""
        return any(
            task.values.get(name) == value
            for task in self._tasks.values()
            if (task.kind, task.account) == (kind.name, self._account)
        )

    def start(self, kind: TaskKind, fields: Fields) -> Task:
        """Make the task, or run it again."""
        return self._put(_new(kind, self._account, fields))

    def stop(self, task: Task) -> Task:
        """Stop the task."""
        return self._put(replace(task, state=State.STOPPED))

    def _put(self, task: Task) -> Task:
        self._tasks[task.identity] = task
        return task


class Tasks:
    """All tasks of all accounts, behind one lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tasks: dict[Identity, Task] = {}

    @contextmanager
    def of(self, account: str, keep: bool = True) -> Iterator[AccountTasks]:
        """One account's tasks, for one operation; its changes are dropped unless `keep`."""
        with self._lock:
            yield AccountTasks(account, self._tasks if keep else dict(self._tasks))

    def all(self) -> list[Task]:
        """Every task, in the order they first appeared."""
        with self._lock:
            return list(self._tasks.values())

    def clear(self) -> None:
        """Forget them all."""
        with self._lock:
            self._tasks.clear()


def _new(kind: TaskKind, account: str, fields: Mapping[str, object]) -> Task:
    return Task(kind.name, account, tuple((name, str(fields[name])) for name in kind.key))
