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
    """Two object files that define the same weak constants."""

    def test_equal_constants_pass(self) -> None:
        """Local names and offsets may differ."""
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
        """Pointers to other names, texts, or local constants."""
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

    def test_constants_without_type_or_size_are_compared(self) -> None:
        """They reach to the next symbol, or to the end of their section."""
        typed = f"{WEAK}int typed = 1;"
        for last, expected in ((3, 0), (4, 1)):
            for wrong in (f"x: .quad {last}", f"x: .quad 3; y: .quad {last}"):
                with self.subTest(wrong):
                    right = wrong.replace(str(last), "3")
                    done = self._check(*(typed + _untyped(text) for text in (right, wrong)))
                    self.assertEqual(done.returncode, expected, done.stderr)

    def test_nothing_to_compare_fails(self) -> None:
        """No object files, none with a constant, or something else."""
        for sources in ((), ("int f(void) { return 1; }", "int x;")):
            self.assertEqual(self._check(*sources).returncode, 1)
        self.assertIn("is no little-endian", self._run(str(CHECK)).stderr)

    def test_an_object_file_that_is_cut_short_fails(self) -> None:
        """In its header, in its middle, at its end."""
        with tempfile.TemporaryDirectory() as directory:
            whole, cut = Path(directory, "whole.o"), Path(directory, "cut.o")
            self._compile(f"{WEAK}int x = 1;", whole)
            data = whole.read_bytes()
            for size in (0, 24, 100, len(data) // 2, len(data) - 1):
                cut.write_bytes(data[:size])
                done = self._run(str(cut))
                self.assertEqual(done.returncode, 1)
                self.assertRegex(done.stderr, r"^check-objects: .* (is no|is cut short)")

    def _check(self, *sources: str) -> "subprocess.CompletedProcess[str]":
        with tempfile.TemporaryDirectory() as directory:
            objects = []
            for place, source in enumerate(sources):
                objects.append(f"{directory}/{place}.o")
                self._compile(source, objects[-1])
            return self._run(*objects)

    @staticmethod
    def _compile(source: str, path: "str | Path") -> None:
        compiler = os.environ.get("CC", "cc")
        subprocess.run(
            [compiler, "-x", "c", "-c", "-fno-common", "-o", str(path), "-"],
            input=source.encode(),
            check=True,
        )

    @staticmethod
    def _run(*paths: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, str(CHECK), *paths], capture_output=True, text=True, check=False
        )


def _untyped(labels: str) -> str:
    """A group of constants that the linker keeps once, as assemblers know it."""
    section = '.section .rodata.g,\\"aG\\",@progbits,g,comdat'
    return f'__asm__("{section}; .weak x, y; {labels}; .text");'


if __name__ == "__main__":
    unittest.main()
