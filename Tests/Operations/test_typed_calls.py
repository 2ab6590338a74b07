"""The calls with C structs of their own, which are written by hand, say what the tables say."""

from __future__ import annotations

import inspect
import re
import unittest

from catalogue import ROOT, Operation, load, separated

import crec

HEADER = (ROOT / "include" / "crec_request.h").read_text()
# Parameters of the methods beside the fields.
OPTIONS = ("version", "timeout")
TYPED = [operation for operation in load() if operation.has_struct]


def struct(operation: Operation) -> tuple[str, list[tuple[str, str]]]:
    """The comment above an operation's struct, and its members with theirs."""
    name = f"crec_{operation.function}_params"
    comment, body = re.findall(
        rf"/\*\*((?:(?!\*/).)*)\*/\ntypedef struct {name} {{(.*?)}} {name};", HEADER, re.S
    )[0]
    members = re.findall(r"const char \*(\w+);(?: +/\*\*< (.*?) \*/)?", body, re.S)
    return words(comment), [(member, words(said)) for member, said in members]


def words(comment: str) -> str:
    """A comment's text in one line."""
    return " ".join(re.sub(r"^ \*", " ", comment, flags=re.M).split())


class HeaderTests(unittest.TestCase):
    def test_there_are_five(self) -> None:
        self.assertEqual(len(TYPED), 5)

    def test_the_comment_has_version_rate_and_effect(self) -> None:
        for operation in TYPED:
            with self.subTest(operation.action):
                comment, _ = struct(operation)
                self.assertIn(f" {operation.action}, {operation.version}: ", comment)
                self.assertIn(f"{operation.rate} calls per second per account;", comment)
                is_idempotent = "not idempotent" not in comment and "idempotent" in comment
                self.assertEqual(is_idempotent, operation.effect != "start")

    def test_the_members_are_the_fields_in_their_order(self) -> None:
        for operation in TYPED:
            with self.subTest(operation.action):
                _, members = struct(operation)
                told = [
                    (separated(one.name, "_"), one.name, one.is_required)
                    for one in operation.fields
                ]
                written = [
                    (member, said.partition(":")[0], "required" in re.split(r"[ ,;]+", said))
                    for member, said in members[:-1]
                ]
                self.assertEqual(written, told)
                self.assertEqual(members[-1], ("version", ""))


class PythonTests(unittest.TestCase):
    def test_the_methods_take_the_fields_and_nothing_else(self) -> None:
        for operation in TYPED:
            expected = {
                separated(one.name, "_"): inspect.Parameter.empty if one.is_required else None
                for one in operation.fields
            }
            for owner in (crec.Client, crec.AsyncClient, crec.Request):
                with self.subTest(operation.action, owner=owner.__name__):
                    taken = inspect.signature(getattr(owner, operation.function)).parameters
                    found = {
                        one.name: one.default
                        for one in taken.values()
                        if one.kind is one.KEYWORD_ONLY and one.name not in OPTIONS
                    }
                    self.assertEqual(found, expected)
                    self.assertIsNone(taken["version"].default)


if __name__ == "__main__":
    unittest.main()
