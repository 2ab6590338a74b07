"""The generated files are up to date, and every example is accepted."""

from __future__ import annotations

import ast
import ctypes
import inspect
import json
import os
import re
import shlex
import subprocess
import unittest
from pathlib import Path
from typing import Any

from catalogue import ROOT, Operation, load, parsed, with_paths
from clouds import BY_NUMBER
from generate import generated
from modules import argument, module
from values import example

import crec
from crec import _structs
from crec._library import library

PAGE = ROOT / "docs" / "operations.md"
COMMAND = Path(os.environ.get("CREC_COMMAND") or ROOT / "build" / "bin" / "crec").resolve()
OPERATIONS = load()

KEYS = {
    "VOLCENGINE_ACCESS_KEY": "id",
    "VOLCENGINE_SECRET_KEY": "secret",
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "id",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "secret",
    "TENCENTCLOUD_SECRET_ID": "id",
    "TENCENTCLOUD_SECRET_KEY": "secret",
}


def sections() -> dict[str, str]:
    """The page's text by action."""
    parts = re.split(r"^### (\w+)$", PAGE.read_text(), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


SECTIONS = sections()


def block(operation: Operation, language: str) -> str:
    """The example in a language."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", SECTIONS[operation.action], re.M | re.S)
    return str(found)


def accepted_in_c(operation: Operation, text: bytes) -> bool:
    """True if the library makes a request of fields as JSON."""
    params = _structs.OperationParams(
        cloud=operation.cloud, action=operation.action.encode(), fields=text
    )
    made = ctypes.POINTER(_structs.RequestHandle)()
    status = library().crec_request_new_operation(ctypes.byref(params), ctypes.byref(made), None)
    library().crec_request_free(made)
    return bool(status == crec.Status.OK)


class Recorder:
    """A client that keeps the requests that it is to perform."""

    def __init__(self) -> None:
        """Starts without requests."""
        self.requests: list[crec.Request] = []

    def perform(self, request: crec.Request) -> crec.Outcome:
        """Keeps the request."""
        self.requests.append(request)
        return crec.Outcome(crec.Status.OK)


class GeneratedTests(unittest.TestCase):
    def test_the_files_are_what_the_generator_yields_now(self) -> None:
        for path, content in generated().items():
            with self.subTest(path.name):
                self.assertEqual(path.read_text(), content, "make operations")

    def test_the_modules_have_a_function_for_every_operation_and_no_other(self) -> None:
        for number, cloud in BY_NUMBER.items():
            own = getattr(crec, cloud.module)
            found = inspect.getmembers(own, inspect.isfunction)
            functions = {name for name, made in found if made.__module__ == own.__name__}
            known = {one.function for one in OPERATIONS if one.cloud == number}
            self.assertEqual(functions, known)

    def test_a_function_takes_every_field_and_says_what_it_is(self) -> None:
        for operation in OPERATIONS:
            with self.subTest(operation.action):
                made = getattr(getattr(crec, BY_NUMBER[operation.cloud].module), operation.function)
                names = {argument(field) for field in operation.fields}
                self.assertEqual(set(made.__kwdefaults__ or {}) | names, names | {"version"})
                self.assertEqual(made.__code__.co_kwonlyargcount, len(names) + 1)
                for name in names:
                    self.assertIn(f"{name}: ", made.__doc__)

    def test_all_fields_at_once_are_accepted(self) -> None:
        for operation in OPERATIONS:
            with self.subTest(operation.action):
                fields = example(operation, is_full=True)
                made = getattr(getattr(crec, BY_NUMBER[operation.cloud].module), operation.function)
                named = {argument(one): fields[one.name] for one in operation.fields}
                self.assertEqual(made(**named).action, operation.action)
                self.assertTrue(accepted_in_c(operation, json.dumps(fields).encode()))

    def test_lines_are_of_at_most_100_columns_and_prose_of_120(self) -> None:
        for path, content in generated().items():
            limit = 120 if path == PAGE else 100
            for line in content.splitlines():
                if not line.startswith("|"):
                    self.assertLessEqual(len(line), limit, line)


class InventedTests(unittest.TestCase):
    """An operation that is not there yet."""

    NESTED: dict[str, Any] = {
        "type": "object",
        "rule": "an object",
        "conditions": ["To is required unless From is 1"],
        "fields": [
            {"name": "To", "required": False, "note": "", "type": "text", "rule": "any"},
        ],
    }
    TOLD: dict[str, Any] = {
        "cloud": 3,
        "action": "ListAllHTTPTasks",
        "version": "2030-01-01",
        "method": "GET",
        "effect": "query",
        "region": "somewhere",
        "rate": None,
        "summary": 'lists "all" \\ of it',
        "source": "example.com",
        "life": None,
        "conditions": [],
        "fields": [
            {"name": "Filter", "required": True, "note": "a note", **NESTED},
            {"name": "TaskGroups", "required": False, "note": "", "type": "list",
             "rule": "a list of 1 to 2", "element": {"type": "list", "rule": "a list of 1 to 2",
                                                     "element": NESTED}},
            {"name": "Version", "required": False, "note": "", "type": "boolean", "rule": "any"},
        ],
    }  # fmt: skip

    def test_its_function_is_python_with_names_that_are_free(self) -> None:
        written = module(3, [parsed(self.TOLD)])
        (function,) = (
            node for node in ast.parse(written).body if isinstance(node, ast.FunctionDef)
        )
        names = [taken.arg for taken in function.args.kwonlyargs]
        self.assertEqual(function.name, "list_all_http_tasks")
        self.assertEqual(names, ["filter_", "task_groups", "version_", "version"])
        self.assertIn("Sequence[Sequence[TaskGroupDict]]", written)
        self.assertIn("In somewhere, unless", " ".join(written.split()))

    def test_equal_objects_of_one_name_are_one_type_and_others_have_names_of_their_own(
        self,
    ) -> None:
        other = {**self.TOLD, "action": "Other"}
        changed = {**self.NESTED, "fields": []}
        third = {**self.TOLD, "action": "Third"}
        third["fields"] = [{"name": "Filter", "required": True, "note": "", **changed}]
        written = module(3, [parsed(self.TOLD), parsed(other), parsed(third)])
        classes = re.findall(r"^class (\w+)", written, re.MULTILINE)
        self.assertEqual(classes, ["FilterDict", "TaskGroupDict", "ThirdFilterDict"])


class PageTests(unittest.TestCase):
    def test_every_name_of_the_catalogue_is_documented(self) -> None:
        self.assertEqual(list(SECTIONS), [operation.action for operation in OPERATIONS])
        for operation in OPERATIONS:
            with self.subTest(operation.action):
                rows = re.findall(
                    r"^\| ([\w.\[\]]+) \| (yes|) \|", SECTIONS[operation.action], re.M
                )
                expected = [
                    (path, "yes" if field and field.is_required else "")
                    for path, field, _ in with_paths(operation.whole)
                ]
                self.assertEqual(rows, expected)

    def test_every_example_in_python_makes_its_request(self) -> None:
        for operation in OPERATIONS:
            with self.subTest(operation.action):
                client = Recorder()
                exec(block(operation, "python"), {"crec": crec, "client": client})
                (request,) = client.requests
                self.assertEqual(
                    (request.cloud, request.action), (operation.cloud, operation.action)
                )

    def test_every_example_in_c_is_accepted(self) -> None:
        for operation in OPERATIONS:
            with self.subTest(operation.action):
                code = block(operation, "c")
                (cloud,) = re.findall(r"params\.cloud = CREC_CLOUD_(\w+);", code)
                (action,) = re.findall(r'params\.action = "(\w+)";', code)
                (literals,) = re.findall(r"params\.fields = (.*?);\n", code, re.DOTALL)
                self.assertEqual((crec.Cloud[cloud], action), (operation.cloud, operation.action))
                # Python joins and reads such literals as C does.
                self.assertTrue(
                    accepted_in_c(operation, ast.literal_eval(f"({literals})").encode())
                )

    def test_every_command_line_comes_as_far_as_the_network(self) -> None:
        nowhere = ["--endpoint", "http://127.0.0.1:1", "--attempt-limit", "1"]
        for operation in OPERATIONS:
            with self.subTest(operation.action):
                name, *words = shlex.split(block(operation, "sh").replace("\\\n", " "))
                self.assertEqual(name, "crec")
                ended = subprocess.run(
                    [COMMAND, *words, *nowhere], env={**os.environ, **KEYS}, capture_output=True
                )
                self.assertEqual(ended.returncode, crec.Status.NETWORK, ended.stderr)


if __name__ == "__main__":
    unittest.main()
