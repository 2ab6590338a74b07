"""check-objects.py against object files that the C compiler makes."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHECK = Path(__file__).resolve().parent / "check-objects.py"
WEAK = "__attribute__((weak)) const "


class CheckObjectsTest(unittest.TestCase):
    """What two object files say of one weak constant."""

    def test_equal_constants_pass(self) -> None:
        """Local names and places are chance."""
        rest = (
            f'{WEAK}int x[] = {{1, 2}}; {WEAK}char *const p[] = {{"a", "b"}};'
            f"{WEAK}int *const q = LOCAL + 1;"
        )
        first = "static const int LOCAL[] = {3, 4};"
        second = "static const int other[] = {5}, renamed[] = {3, 4}; const int *r = other;"
        done = self._check(first + rest, second + rest.replace("LOCAL", "renamed"))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("2 objects with 6 weak constants; the 3 that", done.stdout)

    def test_different_constants_fail(self) -> None:
        """Both values are told, with their files."""
        done = self._check(f"{WEAK}int x[] = {{1, 2}};", f"{WEAK}int x[] = {{1, 3}};")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"x differs:\n.*0\.o: 0100000002000000\n.*1\.o: 01000000030")

    def test_a_strong_constant_hides_a_different_weak_one(self) -> None:
        """The linker says nothing."""
        done = self._check("const int x = 1;", f"{WEAK}int x = 2;")
        self.assertEqual(done.returncode, 1)

    def test_different_pointers_fail(self) -> None:
        """To other names, texts, or local constants."""
        for first, second in (
            (f"extern int a, b; {WEAK}int *x = &a;", f"extern int a, b; {WEAK}int *x = &b;"),
            (f'{WEAK}char *const x = "true";', f'{WEAK}char *const x = "false";'),
            (
                f"static const int a[] = {{1}}; {WEAK}int *const x = a;",
                f"static const int a[] = {{2}}; {WEAK}int *const x = a;",
            ),
        ):
            with self.subTest(second):
                self.assertEqual(self._check(first, second).returncode, 1)

    def test_nothing_to_compare_fails(self) -> None:
        """No object files, none with a constant, or something else."""
        for sources in ((), ("int f(void) { return 1; }", "int x;")):
            self.assertEqual(self._check(*sources).returncode, 1)
        self.assertIn("is no little-endian", self._run(str(CHECK)).stderr)

    def _check(self, *sources: str) -> "subprocess.CompletedProcess[str]":
        with tempfile.TemporaryDirectory() as directory:
            objects = []
            for place, source in enumerate(sources):
                objects.append(f"{directory}/{place}.o")
                compiler = os.environ.get("CC", "cc")
                subprocess.run(
                    [compiler, "-x", "c", "-c", "-fno-common", "-o", objects[-1], "-"],
                    input=source.encode(),
                    check=True,
                )
            return self._run(*objects)

    @staticmethod
    def _run(*paths: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, str(CHECK), *paths], capture_output=True, text=True, check=False
        )


if __name__ == "__main__":
    unittest.main()
