"""Python modules with a function for each operation."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Sequence

from catalogue import Field, Operation, separated
from clouds import BY_NUMBER
from layout import bracketed, docstring, escaped, sentence, wrapped
from nested import NestedTypes

INDENT = "    "


def module(number: int, operations: Sequence[Operation]) -> str:
    """The module of one cloud."""
    cloud = BY_NUMBER[number]
    own = [operation for operation in operations if operation.cloud == number]
    types = NestedTypes(own)
    functions = ["\n".join(_function(operation, types)) for operation in own]
    classes = ["\n".join(types.lines(nested)) for nested in types]
    head = [
        f'"""{cloud.product}: each operation\'s request, for ``perform`` of a client.',
        "",
        "Generated from the library's own tables by Tools/Operations/generate.py: make operations.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        *_imports("\n".join([*classes, *functions])),
    ]
    return "\n\n\n".join(["\n".join(head), *classes, *functions]) + "\n"


def _imports(code: str) -> list[str]:
    lines = []
    if "Sequence[" in code:
        lines.append("from collections.abc import Sequence")
    if "TypedDict" in code:
        lines.append("from typing import TypedDict")
    own = ["from ._fields import integer"] if "integer(" in code else []
    own += ["from .enums import Cloud", "from .request import Request"]
    return [*lines, *([""] if lines else []), *own]


def argument(field: Field) -> str:
    """The name of a field in Python: app_id of AppId, and filter_ of Filter, which is taken."""
    name = re.sub(r"\W", "_", separated(field.name, "_"))
    is_taken = keyword.iskeyword(name) or hasattr(builtins, name) or name in ("fields", "version")
    return f"{name}_" if is_taken else name


def _is_integer_id(field: Field) -> bool:
    """An outcome tells an id as text, wherever it goes next."""
    return field.name == "TaskId" and field.kind.type == "number"


def _function(operation: Operation, types: NestedTypes) -> list[str]:
    taken = ["*"]
    for field in operation.fields:
        kind = "int | str" if _is_integer_id(field) else types.of(field.name, field.kind)
        taken.append(f"{argument(field)}: {kind}{'' if field.is_required else ' | None = None'}")
    taken.append("version: str | None = None")
    return [
        *bracketed(f"def {operation.function}(", taken, ") -> Request:"),
        *_docstring(operation),
        *(_through_struct(operation) if operation.has_struct else _through_json(operation)),
    ]


def _through_struct(operation: Operation) -> list[str]:
    """Half the time of the way through JSON."""
    names = [*(argument(field) for field in operation.fields), "version"]
    given = [f"{name}={name}" for name in names]
    return bracketed(f"return Request.{operation.function}(", given, ")", indent=INDENT)


def _through_json(operation: Operation) -> list[str]:
    pairs = [f'"{field.name}": {_value(field)}' for field in operation.fields]
    member = BY_NUMBER[operation.cloud].member
    made = [f"Cloud.{member}", f'"{operation.action}"', "fields", "version=version"]
    return [
        *bracketed("fields: dict[str, object] = {", pairs, "}", indent=INDENT, is_display=True),
        *bracketed("return Request.operation(", made, ")", indent=INDENT),
    ]


def _value(field: Field) -> str:
    return f"integer({argument(field)})" if _is_integer_id(field) else argument(field)


def _docstring(operation: Operation) -> list[str]:
    cloud = BY_NUMBER[operation.cloud]
    title = f"{cloud.product} {operation.action}: {operation.summary}."
    first, *rest = docstring(title, indent=INDENT)
    lines = [first.removesuffix('"""'), *(line.removesuffix('"""') for line in rest), ""]
    for field in operation.fields:
        lines += _prose(f"{argument(field)}: {field.words}", hanging=INDENT)
    lines += _prose(f"version: of the API [{operation.version}]", hanging=INDENT)
    lines.append("")
    for condition in operation.conditions:
        lines += _prose(sentence(condition))
    lines += _prose(" ".join([operation.repeating, *operation.limits, operation.source]))
    return [*lines, f'{INDENT}"""']


def _prose(text: str, hanging: str = "") -> list[str]:
    return wrapped(escaped(text), indent=INDENT, hanging=hanging)
