"""The effects of operations on tasks, and their answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from cloud_emulator.fields import Refusal
from cloud_emulator.message import Fields, Json
from cloud_emulator.tasks import AccountTasks, Task, TaskKind


@dataclass(frozen=True)
class Outcome:
    """The result of a call that succeeded, with its task or the access key it handed out."""

    result: Json
    task: Task | None = None
    issued: str = ""


Act: TypeAlias = Callable[[AccountTasks, TaskKind, Fields], Outcome]
Answer: TypeAlias = Callable[[Task], Json]


def refuses(code: str) -> Answer:
    """Refuse the call with this code."""

    def answer(task: Task) -> Json:
        raise Refusal(code)

    return answer


def starts(answer: Answer, active: Answer) -> Act:
    """Start the task the caller names; `active` answers if it is going already."""

    def act(tasks: AccountTasks, kind: TaskKind, fields: Fields) -> Outcome:
        task = tasks.find(kind, fields)
        if task and task.state.is_active:
            return Outcome(active(task), task)
        return _told(answer, tasks.start(kind, fields))

    return act


def creates(answer: Answer, task_id: Callable[[], int | str]) -> Act:
    """Start a task under a TaskId made up for it."""

    def act(tasks: AccountTasks, kind: TaskKind, fields: Fields) -> Outcome:
        return _told(answer, tasks.start(kind, {**fields, "TaskId": task_id()}))

    return act


def stops(answer: Answer, unknown: str, over: str) -> Act:
    """Stop an active task; the codes if there is no such task, or it isn't active."""

    def act(tasks: AccountTasks, kind: TaskKind, fields: Fields) -> Outcome:
        return _told(answer, tasks.stop(_active(tasks, kind, fields, unknown, over)))

    return act


def updates(answer: Answer, unknown: str, over: str) -> Act:
    """Give an active task other fields; the codes as for `stops`."""

    def act(tasks: AccountTasks, kind: TaskKind, fields: Fields) -> Outcome:
        return _told(answer, tasks.update(_active(tasks, kind, fields, unknown, over), fields))

    return act


def deletes(answer: Answer, unknown: str) -> Act:
    """Forget a task in any state."""

    def act(tasks: AccountTasks, kind: TaskKind, fields: Fields) -> Outcome:
        return _told(answer, tasks.delete(_known(tasks, kind, fields, unknown)))

    return act


def describes(answer: Answer, unknown: str, within: int) -> Act:
    """Tell of a task, unless it started more than `within` seconds ago."""

    def act(tasks: AccountTasks, kind: TaskKind, fields: Fields) -> Outcome:
        task = _known(tasks, kind, fields, unknown)
        if task.started is not None and tasks.now - task.started > within:
            raise Refusal(unknown)
        return _told(answer, task)

    return act


def _told(answer: Answer, task: Task) -> Outcome:
    return Outcome(answer(task), task)


def _known(tasks: AccountTasks, kind: TaskKind, fields: Fields, unknown: str) -> Task:
    task = tasks.find(kind, fields)
    if not task:
        raise Refusal(unknown)
    return task


def _active(tasks: AccountTasks, kind: TaskKind, fields: Fields, unknown: str, over: str) -> Task:
    task = _known(tasks, kind, fields, unknown)
    if not task.state.is_active:
        raise Refusal(over)
    return task
