"""Breaks every stage of every call, once for all tests; then checks rules for the results."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
import tempfile
import unittest
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from fault import End, Result
from run import PASSWORD, SECRET, TOKEN
from table import written

HERE = Path(__file__).parent
START = "StartWBRecord"
HANGS_AFTER_SECONDS = 1800
SIGNATURE = re.compile(r"[0-9a-f]{64}")
PLENTY = 10_000


class FaultTests(unittest.TestCase):
    results: ClassVar[list[Result]]
    run_of_all: ClassVar[dict[str, Any]]
    printed: ClassVar[str]
    complaints: ClassVar[str]

    @classmethod
    def setUpClass(cls) -> None:
        """Runs the faults in a process of its own, to see all that it prints."""
        with tempfile.TemporaryDirectory() as directory:
            file = Path(directory) / "results.json"
            done = subprocess.run(
                [sys.executable, str(HERE), str(file)],
                capture_output=True,
                text=True,
                errors="backslashreplace",
                timeout=HANGS_AFTER_SECONDS,
                check=False,
            )
            if done.returncode:
                raise AssertionError(f"the run of all faults ended early: {done.stderr[-4000:]}")
            cls.run_of_all = json.loads(file.read_text())
        cls.printed, cls.complaints = done.stdout, done.stderr
        cls.results = [
            Result(**{**values, "end": End(**values["end"]), "texts": tuple(values["texts"])})
            for values in cls.run_of_all["results"]
        ]

    def assert_each(
        self, rule: Callable[[Result], bool], when: Callable[[Result], bool] = lambda result: True
    ) -> None:
        """Checks a rule for all results that ``when`` selects, of which there must be some."""
        concerned = [result for result in self.results if when(result)]
        self.assertTrue(concerned)
        self.assertEqual([result for result in concerned if not rule(result)], [])

    def test_the_table_tells_what_happened(self) -> None:
        found, told = written(self.results), (HERE / "table.md").read_text()
        self.maxDiff = None
        self.assertEqual(found.splitlines(), told.splitlines(), "is it right? then: make faults")
        self.assertGreater(len(self.results), PLENTY)

    def test_a_start_is_asked_for_again_only_if_it_was_turned_away(self) -> None:
        self.assert_each(lambda result: result.unthrottled <= 1, is_start)
        self.assert_each(lambda result: result.applied <= 1, is_start)

    def test_a_stop_is_done_if_only_the_first_requests_met_a_fault(self) -> None:
        self.assert_each(
            lambda result: result.end.task == "done",
            lambda result: (
                not is_start(result) and result.times < result.attempt_limit and not result.is_final
            ),
        )

    def test_what_was_done_may_have_been_applied(self) -> None:
        self.assert_each(
            lambda result: result.end.may_have_been_applied, lambda result: result.applied > 0
        )

    def test_what_is_reported_as_done_is_done(self) -> None:
        self.assert_each(
            lambda result: result.applied > 0 and result.end.task == "done",
            lambda result: result.end.status in ("OK", "ALREADY_STOPPED"),
        )

    def test_each_request_seen_was_an_attempt_and_none_was_too_many(self) -> None:
        self.assert_each(
            lambda result: result.end.requests <= result.end.attempts <= result.attempt_limit
        )

    def test_each_failure_has_words_in_one_line_and_a_success_none(self) -> None:
        self.assert_each(
            lambda result: (
                bool(result.texts[0]) == (result.end.status != "OK")
                and (not result.texts[0] or result.texts[0].isprintable())
                and "memory" not in result.texts[0]
            )
        )

    def test_nobody_is_led_anywhere_by_a_redirect(self) -> None:
        self.assertEqual(self.run_of_all["trapped"], 0)
        self.assertTrue(any(result.stage == "redirect" for result in self.results))

    def test_nothing_tells_a_secret(self) -> None:
        signatures = set(self.run_of_all["signatures"])
        self.assertGreater(len(signatures), PLENTY)
        login = base64.b64encode(f"user:{PASSWORD}".encode()).decode()
        told = [text for result in self.results for text in result.texts]
        for text in (*told, self.printed, self.complaints):
            for secret in (SECRET, TOKEN, PASSWORD, login):
                self.assertNotIn(secret, text)
            self.assertFalse(signatures.intersection(SIGNATURE.findall(text)), text[:2000])

    def test_nothing_is_printed_but_what_the_emulator_saw_and_the_log(self) -> None:
        self.assertEqual(self.complaints, "")
        lines = self.printed.splitlines()
        logged = [line for line in lines if line.startswith("log ")]
        self.assertGreater(len(logged), PLENTY)
        self.assertGreater(len(lines) - len(logged), PLENTY)
        self.assertEqual([line for line in lines if not line.startswith(("#", "log "))], [])


def is_start(result: Result) -> bool:
    """True for the result of a start, the one call that must not be made twice."""
    return result.operation == START


if __name__ == "__main__":
    unittest.main()
