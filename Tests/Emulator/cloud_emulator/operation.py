"""Operations as values: what each takes, how often, and what it does."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from cloud_emulator.acts import Act, Outcome
from cloud_emulator.fields import Field, FieldCodes, Refusal, validate
from cloud_emulator.identity_tokens import IdentityTokens
from cloud_emulator.keys import Key, Keys
from cloud_emulator.message import Fields
from cloud_emulator.rules import Relation
from cloud_emulator.tasks import TaskKind, Tasks


@dataclass(frozen=True)
class Caller:
    """The caller of an operation, and the state that a call can change if it may `keep` it.

    Nobody's key has signed an unsigned call; it acts for the first account of its cloud.
    """

    cloud: str
    key: Key | None
    account: str
    now: float
    keep: bool
    tasks: Tasks
    keys: Keys
    identity_tokens: IdentityTokens


KeyAct: TypeAlias = Callable[[Caller, Fields], Outcome]


@dataclass(frozen=True)
class Operation(ABC):
    """One operation of a cloud. `rate` is in calls per second and account."""

    action: str
    versions: tuple[str, ...]
    methods: tuple[str, ...]
    rate: int
    fields: tuple[Field, ...]
    relations: tuple[Relation, ...] = field(default=(), kw_only=True)
    unsigned: bool = field(default=False, kw_only=True)

    @abstractmethod
    def perform(self, caller: Caller, fields: Fields) -> Outcome:
        """Do what the call asks for."""

    def check(self, fields: Fields, codes: FieldCodes, now: float) -> None:
        """Refuse fields that are not as declared, each on its own and then beside the others."""
        validate(self.fields, fields, codes)
        for relation in self.relations:
            if not relation.holds(fields, now):
                raise Refusal(codes.value, f"The parameter {relation.name} is not valid.")


@dataclass(frozen=True)
class TaskOperation(Operation):
    """An operation on recording tasks."""

    kind: TaskKind
    act: Act

    def perform(self, caller: Caller, fields: Fields) -> Outcome:
        with caller.tasks.of(caller.account, caller.now, caller.keep) as tasks:
            return self.act(tasks, self.kind, fields)


@dataclass(frozen=True)
class KeyOperation(Operation):
    """An operation on keys."""

    act: KeyAct

    def perform(self, caller: Caller, fields: Fields) -> Outcome:
        return self.act(caller, fields)
