"""Operations as values: what each takes, how often, and what it does to a task."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from cloud_emulator.message import Fields, Json
from cloud_emulator.tasks import AccountTasks, State, Task, TaskKind

_ID = re.compile(r"[a-zA-Z0-9_@\-.]{1,128}")

Act: TypeAlias = Callable[[AccountTasks, TaskKind, Fields], Task]


class Refusal(Exception):
    """The cloud refuses a request, with one of its codes."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Field:
    """One field of a request: its JSON type, the values it allows, the code for others."""

    name: str
    type: type = str
    allows: Callable[[Json], bool] = lambda value: True
    required: bool = True
    code: str = ""


@dataclass(frozen=True)
class Operation:
    """One operation of a cloud. `rate` is in calls per second and account."""

    action: str
    versions: tuple[str, ...]
    methods: tuple[str, ...]
    rate: int
    fields: tuple[Field, ...]
    kind: TaskKind
    act: Act
    result: Callable[[Task], Json]


@dataclass(frozen=True)
class FieldCodes:
    """A cloud's codes for what can be wrong with a field.

    Without `empty` an empty text is judged by the field's rule; without `unknown` fields
    that are not declared are ignored.
    """

    missing: str
    empty: str | None
    type: str
    value: str
    unknown: str | None


def is_id(value: Json) -> bool:
    """Whether the whole of `value` follows the identifier rule."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def is_int64(value: Json) -> bool:
    """Whether `value` is a whole number that a signed 64-bit integer holds, and not negative."""
    return isinstance(value, int) and 0 <= value < 2**63


def starts(running: str) -> Act:
    """An operation that starts a task; `running` is the code if it runs already."""

    def act(tasks: AccountTasks, kind: TaskKind, fields: Fields) -> Task:
        task = tasks.find(kind, fields)
        if task and task.state is State.RUNNING:
            raise Refusal(running)
        return tasks.start(kind, fields)

    return act


def stops(unknown: str, stopped: str) -> Act:
    """An operation that stops a task; the codes if there never was one, or it has stopped."""

    def act(tasks: AccountTasks, kind: TaskKind, fields: Fields) -> Task:
        task = tasks.find(kind, fields)
        if not task:
            raise Refusal(unknown)
        if task.state is State.STOPPED:
            raise Refusal(stopped)
        return tasks.stop(task)

    return act


def validate(operation: Operation, fields: Fields, codes: FieldCodes) -> None:
    """Refuse the first field that is not as declared. A null counts as absent."""
    for field in operation.fields:
        value = fields.get(field.name)
        if value is None:
            if field.required:
                raise Refusal(codes.missing, f"The parameter {field.name} is missing.")
        elif type(value) is not field.type:
            raise Refusal(codes.type, f"The parameter {field.name} is not of the right type.")
        elif value == "" and field.required and codes.empty:
            raise Refusal(codes.empty, f"The parameter {field.name} is empty.")
        elif not field.allows(value):
            raise Refusal(field.code or codes.value, f"The parameter {field.name} is not valid.")
    unknown = sorted(fields.keys() - {field.name for field in operation.fields})
    if unknown and codes.unknown:
        raise Refusal(codes.unknown, f"The parameter {unknown[0]} is not recognized.")
