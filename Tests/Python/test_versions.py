"""The versions of Python that the package supports, and the error in other versions."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import unittest

from support import BINDING, LIBRARY

PACKAGE = BINDING / "crec"
OLDEST = (3, 9)

IMPORT = """
import sys
sys.version_info = tuple(map(int, sys.argv[1].split("."))) + ("final", 0)
import {}
print("imported")
"""


def run(version: str, module: str = "crec") -> subprocess.CompletedProcess[str]:
    """Imports a module in a Python that says it is of some version."""
    return subprocess.run(
        [sys.executable, "-c", IMPORT.format(module), version],
        env={
            "PYTHONPATH": str(BINDING),
            "PYTHONDONTWRITEBYTECODE": "1",
            "CREC_LIBRARY": str(LIBRARY),
        },
        capture_output=True,
        text=True,
        check=False,
    )


class VersionTests(unittest.TestCase):
    def test_an_older_python_is_told_so_and_nothing_else(self) -> None:
        for version in ("2.7.18", "3.4.10", "3.8.20"):
            for module in ("crec", "crec.tencent"):
                with self.subTest(version, module=module):
                    done = run(version, module)
                    told = f"crec needs Python 3.9 or newer; this is {version}"
                    self.assertEqual(done.stdout, "")
                    self.assertEqual(done.stderr.splitlines()[-1], f"ImportError: {told}")
                    self.assertNotIn("\nDuring handling", done.stderr)

    def test_the_oldest_and_newer_ones_are_not(self) -> None:
        for version in ("3.9.0", "3.10.0", "4.0.0"):
            with self.subTest(version):
                self.assertEqual(run(version).stdout, "imported\n")

    def test_old_ones_can_read_what_tells_them(self) -> None:
        source = (PACKAGE / "__init__.py").read_bytes()
        source.decode("ascii")  # Python 2 takes no other without being told.
        tree = ast.parse(source, feature_version=(3, 4))
        later = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.FunctionDef)
        self.assertEqual([node for node in ast.walk(tree) if isinstance(node, later)], [])
        docstring, imported, check, *_ = tree.body
        self.assertIsInstance(docstring, ast.Expr)
        self.assertEqual(ast.unparse(imported), "import sys")
        self.assertIsInstance(check, ast.If)

    def test_the_oldest_can_read_the_whole_package(self) -> None:
        with self.assertRaises(SyntaxError):
            ast.parse("match 1:\n case _: pass", feature_version=OLDEST)
        files = [*PACKAGE.glob("*.py"), BINDING / "example.py"]
        self.assertGreater(len(files), 20)
        for file in files:
            with self.subTest(file.name):
                ast.parse(file.read_bytes(), feature_version=OLDEST)

    def test_the_oldest_is_the_same_wherever_it_is_named(self) -> None:
        project = (BINDING / "pyproject.toml").read_text()
        oldest = ".".join(map(str, OLDEST))
        self.assertEqual(re.findall(r'requires-python = ">=(.*)"', project), [oldest])
        self.assertEqual(re.findall(r'target-version = "py(.*)"', project), ["39"])
        readme = (BINDING / "README.md").read_text()
        self.assertEqual(re.findall(r"Python (\S+) or newer on Linux", readme), [oldest])


if __name__ == "__main__":
    unittest.main()
