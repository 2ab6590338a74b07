"""The objects inside of operations' fields, as TypedDicts: equal ones once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, count

from catalogue import Field, Kind, Operation
from layout import docstring, sentence

INDENT = "    "
PLAIN = {"text": "str", "number": "int", "boolean": "bool"}


@dataclass
class Nested:
    """One object, and where it is."""

    name: str
    base: str
    """The name that it has where no other one is called so."""
    kind: Kind
    places: dict[str, list[str]] = field(default_factory=dict)
    """The actions by the path in them."""


class NestedTypes:
    """The objects of one cloud's operations, those that others contain first."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        """Finds and names them all."""
        self._found: list[Nested] = []
        for operation in operations:
            for own in operation.fields:
                self._find(own.name, own.kind, own.name, operation.action)

    def __iter__(self) -> Iterator[Nested]:
        """Goes through them in the order in which they are written."""
        return iter(self._found)

    def of(self, name: str, kind: Kind) -> str:
        """The Python type of a value; name is the field's."""
        if kind.element:
            return f"Sequence[{self.of(singular(name), kind.element)}]"
        if kind.type != "object":
            return PLAIN[kind.type]
        found = self._known(name, kind)
        assert found
        return found.name

    def lines(self, nested: Nested) -> list[str]:
        """Its class: what is required is in a base class, for Python before 3.11."""
        required = [own for own in nested.kind.fields if own.is_required]
        optional = [own for own in nested.kind.fields if not own.is_required]
        doc = _doc(nested)
        if not optional:
            return [f"class {nested.name}(TypedDict):", *doc, *self._members(required)]
        if not required:
            head = f"class {nested.name}(TypedDict, total=False):"
            return [head, *doc, *self._members(optional)]
        base = f"_{nested.name}Required"
        return [
            f"class {base}(TypedDict):",
            *self._members(required)[1:],
            *("", "", f"class {nested.name}({base}, total=False):"),
            *doc,
            *self._members(optional),
        ]

    def _members(self, fields: list[Field]) -> list[str]:
        lines = [""] if fields else []
        for own in fields:
            lines.append(f"{INDENT}{own.name}: {self.of(own.name, own.kind)}")
            lines += docstring(sentence(_own_words(own)), indent=INDENT)
        return lines

    def _find(self, base: str, kind: Kind, path: str, action: str) -> None:
        if kind.element:
            self._find(singular(base), kind.element, f"{path}[]", action)
        if kind.type != "object":
            return
        for inner in kind.fields:
            self._find(inner.name, inner.kind, f"{path}.{inner.name}", action)
        if known := self._known(base, kind):
            known.places.setdefault(path, []).append(action)
            return
        taken = {other.name for other in self._found}
        candidates = chain((base, action + base), (f"{action}{base}{n}" for n in count(2)))
        # No member is called as a class is: a type checker would take the one for the other.
        name = next(free for one in candidates if (free := f"{one}Dict") not in taken)
        self._found.append(Nested(name, base, kind, {path: [action]}))

    def _known(self, base: str, kind: Kind) -> Nested | None:
        return next(
            (other for other in self._found if other.base == base and other.kind == kind), None
        )


def _own_words(own: Field) -> str:
    """The rule and the note of a member; the class of an object says the rest."""
    element = own.kind.element
    if own.kind.type == "object" or (element and element.type == "object"):
        return f"{own.kind.rule}; {own.note}" if own.note else own.kind.rule
    return own.words


def _doc(nested: Nested) -> list[str]:
    places = [f"{path} of {', '.join(actions)}" for path, actions in nested.places.items()]
    words = [sentence("; ".join(places)), *map(sentence, nested.kind.conditions)]
    return docstring(" ".join(words), indent=INDENT)


def singular(name: str) -> str:
    """The name of a list's element: SubscribeUserId for SubscribeUserIdList."""
    for ending in ("List", "s"):
        if name.endswith(ending) and not name.endswith("ss") and len(name) > len(ending):
            return name[: -len(ending)]
    return name
