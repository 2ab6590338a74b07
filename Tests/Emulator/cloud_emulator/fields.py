"""Fields as values: what each of them must be, and the refusal of a request where one isn't."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias

from cloud_emulator.message import Fields, Json, parse_json_object

JsonType: TypeAlias = type[object]

_INTEGER = re.compile("-?[0-9]{1,20}")


class Refusal(Exception):
    """The cloud refuses a request, with one of its codes."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Field:
    """One field of a request: its JSON type, the values it allows, the code for others.

    An object declares its `members`; a list declares the type of its `items`, and their
    `members` if they are objects. `required` can depend on the fields beside it.
    """

    name: str
    type: JsonType = str
    allows: Callable[[Json], bool] = lambda value: True
    required: bool | Callable[[Fields], bool] = True
    code: str = ""
    members: tuple["Field", ...] = ()
    items: JsonType = dict

    def is_required(self, beside: Fields) -> bool:
        """True if the field is required, given the fields beside it."""
        return self.required if isinstance(self.required, bool) else self.required(beside)


@dataclass(frozen=True)
class FieldCodes:
    """A cloud's codes for what can be wrong with a field.

    Without `empty` an empty text is judged by the field's rule. Fields that are not declared are
    refused; with `ignores_unknown` only those within objects.
    """

    missing: str
    empty: str | None
    type: str
    value: str
    unknown: str
    ignores_unknown: bool = False


def validate(
    declared: tuple[Field, ...], fields: Fields, codes: FieldCodes, path: str = ""
) -> None:
    """Refuse the first field that is not as declared. A null counts as absent."""
    for field in declared:
        value, name = fields.get(field.name), path + field.name
        required = field.is_required(fields)
        if value is None:
            if required:
                raise Refusal(codes.missing, f"The parameter {name} is missing.")
            continue
        _check_type(field.type, value, codes, name)
        if value == "" and required and codes.empty:
            raise Refusal(codes.empty, f"The parameter {name} is empty.")
        if not field.allows(value):
            raise Refusal(field.code or codes.value, f"The parameter {name} is not valid.")
        _validate_inside(field, value, codes, name)
    unknown = sorted(fields.keys() - {field.name for field in declared})
    if unknown and (path or not codes.ignores_unknown):
        raise Refusal(codes.unknown, f"The parameter {path}{unknown[0]} is not recognized.")


def number(fields: Fields, name: str, default: int) -> int:
    """A field's whole number, or `default` if it isn't there."""
    value = fields.get(name)
    return value if isinstance(value, int) else default


def from_text(declared: tuple[Field, ...], texts: Fields) -> Fields:
    """Integers and objects out of their text; text of anything else stays as it is."""
    types = {field.name: field.type for field in declared}
    return {
        name: _typed(types.get(name, str), value) if isinstance(value, str) else value
        for name, value in texts.items()
    }


def _check_type(wanted: JsonType, value: Json, codes: FieldCodes, name: str) -> None:
    if type(value) is not wanted:
        raise Refusal(codes.type, f"The parameter {name} is not of the right type.")


def _validate_inside(field: Field, value: Json, codes: FieldCodes, name: str) -> None:
    if isinstance(value, dict):
        validate(field.members, value, codes, f"{name}.")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _check_type(field.items, item, codes, f"{name}[{index}]")
            if isinstance(item, dict):
                validate(field.members, item, codes, f"{name}[{index}].")


def _typed(wanted: JsonType, text: str) -> Json:
    if wanted is int and _INTEGER.fullmatch(text):
        return int(text)
    if wanted is dict:
        with suppress(ValueError):
            return parse_json_object(text.encode(errors="surrogateescape"))
    return text
