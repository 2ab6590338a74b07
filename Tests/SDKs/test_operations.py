"""The library's operations, proved by the vendors' own SDKs: both send the same fields."""

import time
import unittest
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar, get_args, get_type_hints

from clients import (
    SDKS,
    Call,
    EmulatorProcess,
    Key,
    Place,
    RefusedError,
    alibaba_model,
    clean_environment,
    operation_tables,
    perform,
    tencent_model,
)
from mutants import AS_NUMBER, AS_TEXT, CHANGES, FieldMutant, field_mutants
from operations import calls
from sent import ABSENT, Sent, watched

KEYS = {cloud: Key(f"{cloud}-test-key", f"{cloud}-test-secret") for cloud in SDKS}
MODELS = {"aliyun": alibaba_model, "tencent": tencent_model}  # Volcengine's SDK has none for RTC.
TYPES = {"str": str, "int": int}

# A secret field: the record shows only that it is present.
SECRET = "NotifyAuthKey"

# Lists of objects that need not be given.
LISTS = (("MixLayoutParams", "UserPanes"), ("StorageParams", "FileInfo"))

Readings = tuple[Sent, Sent]


def table_paths(told: dict[str, Any], path: str = "") -> Iterator[str]:
    """Every field that the library tells of."""
    for field in told.get("fields", ()):
        place = f"{path}.{field['name']}" if path else field["name"]
        yield place
        element = field.get("element")
        yield from table_paths(element, f"{place}[]") if element else table_paths(field, place)


def paths(value: Any, path: str = "") -> Iterator[str]:
    """Every field in a call."""
    if isinstance(value, dict):
        for name, member in value.items():
            place = f"{path}.{name}" if path else name
            yield place
            yield from paths(member, place)
    elif isinstance(value, list):
        for element in value:
            yield from paths(element, f"{path}[]")


def model_values(model: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every attribute of an SDK's class with its path, value and type."""
    hints = get_type_hints(type(model).__init__)
    for name, value in vars(model).items():
        place = f"{path}.{name.lstrip('_')}" if path else name.lstrip("_")
        wanted = hints.get(name) or documented_type(model, name.lstrip("_"))
        yield place, value, (get_args(wanted) or [wanted])[0]
        for element in value if isinstance(value, list) else [value]:
            if hasattr(element, "to_map"):
                yield from model_values(element, place)


def documented_type(model: Any, name: str) -> Any:
    """Tencent's classes tell the types in their documentation."""
    text = getattr(type(model), name).__doc__
    return TYPES[text.partition(":rtype: ")[2].split()[0]]


def lists_only_sdks_send(call: Call) -> list[tuple[str, str, list[object]]]:
    """Alibaba's SDK sends an empty list of objects where none is given; the library, nothing."""
    return [
        (f"fields.{parent}.{name}", ABSENT, [])
        for parent, name in LISTS
        if name not in call.fields.get(parent, {name})
    ]


def should_show(call: Call, mutant: FieldMutant) -> list[bool]:
    """In the record, and on the wire: a query's own values have no types there."""
    is_plain = call.cloud == "aliyun" or call.method == "GET"
    is_own = is_plain and not set(".[") & set(mutant.path)
    if is_own and mutant.change in (AS_TEXT, AS_NUMBER):
        return [False, False]
    is_secret = mutant.path == SECRET and mutant.path in mutant.fields
    return [not is_secret, True]


class SDKOperations(unittest.TestCase):
    emulator: ClassVar[EmulatorProcess]
    calls: ClassVar[tuple[Call, ...]]
    tables: ClassVar[list[dict[str, Any]]]

    @classmethod
    def setUpClass(cls) -> None:
        cls.enterClassContext(clean_environment())
        cls.emulator = cls.enterClassContext(EmulatorProcess("--tls", "--no-rates"))
        cls.calls = calls(int(time.time()))
        cls.tables = operation_tables()

    def prepare(self, call: Call) -> None:
        self.emulator.reset()
        if call.task:
            self.emulator.plant(call.kind, **call.task)

    def theirs(self, call: Call) -> tuple[Readings, str]:
        """The SDK's request, as the emulator recorded it and as it was sent; and the verdict."""
        self.prepare(call)
        with watched() as requests:
            try:
                SDKS[call.cloud](Place.of(self.emulator), KEYS[call.cloud], call)
            except RefusedError as error:
                verdict = error.code
            else:
                verdict = ""
        (record,), (request,) = self.emulator.seen(), requests
        self.assertEqual(record["verdict"], verdict)
        wire = Sent.read(request.method, request.url, request.headers.items(), request.body)
        return (Sent.recorded(record), wire), verdict

    def ours(self, call: Call) -> Readings:
        """The same of the library, whose calls all succeed."""
        self.prepare(call)
        signed = perform(Place.of(self.emulator), KEYS[call.cloud], call)
        (record,) = self.emulator.seen()
        wire = Sent.read(signed.method, signed.url, signed.headers.items(), signed.body)
        return Sent.recorded(record), wire

    def test_every_operation_has_a_case_with_each_of_its_fields(self) -> None:
        actions = {(call.cloud, call.action) for call in self.calls}
        self.assertEqual({(told["cloud"], told["action"]) for told in self.tables}, actions)
        for told in self.tables:
            with self.subTest(told["action"]):
                fields = [call.fields for call in self.calls if call.action == told["action"]]
                given = {path for each in fields for path in paths(each)}
                self.assertEqual(given, set(table_paths(told)))

    def test_the_sdks_have_the_same_fields_of_the_same_types(self) -> None:
        for action in {call.action for call in self.calls if call.cloud in MODELS}:
            with self.subTest(action):
                filled, empty = set[str](), set[str]()
                for call in (call for call in self.calls if call.action == action):
                    for path, value, wanted in model_values(MODELS[call.cloud](call)):
                        (empty if value is None or value == [] else filled).add(path)
                        for element in value if isinstance(value, list) else [value]:
                            self.assertIn(type(element), (wanted, type(None)), path)
                self.assertEqual(empty - filled, set())

    def test_the_library_sends_what_the_sdks_send(self) -> None:
        for number, call in enumerate(self.calls):
            with self.subTest(call.action, number=number):
                theirs, verdict = self.theirs(call)
                self.assertEqual(verdict, "")
                ours = self.ours(call)
                for our, their in zip(ours, theirs, strict=True):
                    self.assertEqual(our.differences(their), lists_only_sdks_send(call))
                shown = {SECRET: "present"} if SECRET in call.fields else {}
                given = replace(ours[0], method=call.method, region=call.region)
                given = replace(given, fields={**call.fields, **shown})
                self.assertEqual(ours[0].differences(given), [])

    def test_a_changed_field_shows(self) -> None:
        tried: list[FieldMutant] = []
        for number, call in enumerate(self.calls):
            ours = self.ours(call)
            for mutant in field_mutants(call.fields):
                with self.subTest(call.action, number=number, mutant=mutant):
                    theirs, _ = self.theirs(replace(call, fields=mutant.fields))
                    shows = [
                        our.differences(their) != lists_only_sdks_send(call)
                        for our, their in zip(ours, theirs, strict=True)
                    ]
                    self.assertEqual(shows, should_show(call, mutant))
                    tried.append(mutant)
        print(f"\n{len(self.calls)} calls, {len(tried)} mutants")
        self.assertEqual({mutant.change for mutant in tried}, CHANGES)


if __name__ == "__main__":
    unittest.main()
