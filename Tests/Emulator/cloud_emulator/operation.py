"""Operations as values: what each takes, how often, and what it does to a task."""

from dataclasses import dataclass

from cloud_emulator.acts import Act
from cloud_emulator.fields import Field, FieldCodes, Refusal, validate
from cloud_emulator.message import Fields
from cloud_emulator.rules import Relation
from cloud_emulator.tasks import TaskKind


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
    relations: tuple[Relation, ...] = ()

    def check(self, fields: Fields, codes: FieldCodes, now: float) -> None:
        """Refuse fields that are not as declared, each on its own and then beside the others."""
        validate(self.fields, fields, codes)
        for relation in self.relations:
            if not relation.holds(fields, now):
                raise Refusal(codes.value, f"The parameter {relation.name} is not valid.")
