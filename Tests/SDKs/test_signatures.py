"""The library, proved by the vendors' own signers: for the same input, the same request."""

import json
import os
import subprocess
import unittest
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import ClassVar

import signers
import vectors
from cases import KEY_LENGTHS, MOMENTS, OPERATIONS, PIECES, PLACES, PROVIDERS, Case, Generator
from clients import operation_tables
from mutants import MUTATED, NOT_SENT, UNSIGNED, Mutant, mutants
from signers import Signed

COMMAND = os.environ.get("CREC_COMMAND") or Path(__file__).parents[2] / "build" / "bin" / "crec"
VECTORS = Path(__file__).resolve().parents[1] / "Vectors" / "sdk.jsonl"
SEED = os.environ.get("CREC_SEED", "2024-02-29")
CASES_PER_CLOUD = 200


def sign_with_crec(cases: Iterable[Case]) -> list[Signed]:
    """Signed by the library, all of them by one `crec sign`."""
    lines = "".join(json.dumps(asdict(case)) + "\n" for case in cases)
    done = subprocess.run(
        [COMMAND, "sign"], input=lines.encode(), stdout=subprocess.PIPE, check=False
    )
    # Not splitlines: the answers are UTF-8, and that would cut at U+0085 too.
    answers = [json.loads(line) for line in done.stdout.decode().split("\n")[:-1]]
    for case, answer in zip(cases, answers, strict=False):
        if "error" in answer:
            raise AssertionError(f"{answer['error']}: {case}")
    done.check_returncode()
    return [
        Signed.of(answer["method"], answer["url"], answer["headers"].items(), answer["body"])
        for answer in answers
    ]


class Signatures(unittest.TestCase):
    cases: ClassVar[list[Case]]
    mutants: ClassVar[list[Mutant]]
    signed: ClassVar[list[Signed]]
    signed_mutants: ClassVar[list[Signed]]

    @classmethod
    def setUpClass(cls) -> None:
        cls.cases = [
            case for name in PROVIDERS for case in Generator(name, SEED).cases(CASES_PER_CLOUD)
        ]
        random = Random(SEED)
        cls.mutants = [mutant for case in cls.cases for mutant in mutants(case, random)]
        signed = sign_with_crec([*cls.cases, *(mutant.case for mutant in cls.mutants)])
        cls.signed, cls.signed_mutants = signed[: len(cls.cases)], signed[len(cls.cases) :]
        print(f"\nCREC_SEED={SEED}: {len(cls.cases)} cases, {len(cls.mutants)} mutants")

    def test_the_library_signs_as_the_vendors_sdks_do(self) -> None:
        equal = 0
        for number, (case, ours) in enumerate(zip(self.cases, self.signed, strict=True)):
            with self.subTest(number=number, seed=SEED):
                theirs = signers.sign(case)
                self.assertEqual(ours.differences(theirs), set(), f"{case}\n{ours}\n{theirs}")
                equal += 1
        self.assertEqual(equal, CASES_PER_CLOUD * len(PROVIDERS))

    def test_a_changed_byte_shows_in_the_signature(self) -> None:
        theirs = {id(case): signers.sign(case) for case in self.cases}
        for mutant, ours in zip(self.mutants, self.signed_mutants, strict=True):
            provider, field = mutant.case.provider, mutant.field
            with self.subTest(provider, field=field, case=mutant.case, seed=SEED):
                original = theirs[id(mutant.original)]
                is_new = ours.signature != original.signature
                self.assertEqual(is_new, field not in UNSIGNED[provider])
                is_seen = bool(ours.differences(original))
                self.assertEqual(is_seen, field not in NOT_SENT[provider])

    def test_the_cases_have_what_is_worth_trying(self) -> None:
        for provider in PROVIDERS:
            cases = [case for case in self.cases if case.provider == provider]
            with self.subTest(provider, seed=SEED):
                tried = {
                    mutant.field for mutant in self.mutants if mutant.case.provider == provider
                }
                self.assertEqual(tried, MUTATED - ({"method"} if provider == "tencent" else set()))
                self.assertEqual({len(case.sk) for case in cases}, set(KEY_LENGTHS))
                self.assertLessEqual(set(MOMENTS), {case.timestamp for case in cases})
                places = {(case.region, case.service, case.host) for case in cases}
                self.assertEqual(places, set(PLACES[provider]))
                ways = {(case.method, bool(case.token)) for case in cases}
                self.assertEqual(len(ways), 4)
                actions = {(case.action, bool(case.token)) for case in cases}
                for action, _, _ in OPERATIONS[provider]:
                    self.assertLessEqual({(action, True), (action, False)}, actions)
                values = "".join(value for case in cases for value in case.query.values())
                self.assertEqual([piece for piece in PIECES if piece not in values], [])


class Vectors(unittest.TestCase):
    """The lines that the other tests of signatures walk."""

    lines: ClassVar[list[str]]
    found: ClassVar[dict[str, str]]

    @classmethod
    def setUpClass(cls) -> None:
        cls.lines = VECTORS.read_bytes().decode().split("\n")[:-1]
        cls.found = {json.loads(line)["id"]: line for line in cls.lines}

    def test_the_sdks_make_the_lines_of_vectors_py(self) -> None:
        for made in vectors.lines():
            with self.subTest(made["id"]):
                self.assertEqual(self.found.get(made["id"]), vectors.as_text(made))

    def test_every_operation_has_a_line_and_every_line_an_id_of_its_own(self) -> None:
        self.assertEqual(len(self.found), len(self.lines))
        inputs = [json.loads(line)["input"] for line in self.lines]
        actions = {(given["provider"], given["action"]) for given in inputs}
        wanted = {(told["cloud"], told["action"]) for told in operation_tables()}
        self.assertEqual(wanted - actions, set())


if __name__ == "__main__":
    unittest.main()
