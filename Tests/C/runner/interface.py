"""The headers: they compile everywhere, and the libraries and the tests match them."""

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from result import Result, equal

ROOT = Path(__file__).resolve().parents[3]
HEADER = ROOT / "include" / "crec.h"
LEDGER = ROOT / "include" / "crec_ledger.h"
EXAMPLE = ROOT / "bindings" / "c" / "example.c"
WARNINGS = ("-Wall", "-Wextra", "-pedantic", "-Werror")
C, CXX = os.environ.get("CC", "cc"), os.environ.get("CXX", "c++")

# Names of a language version, of which the compiler has to know one, unless they are NEWER.
STANDARDS = (
    (C, "c", ("c99",)),
    (C, "c", ("c11",)),
    (C, "c", ("c17",)),
    (C, "c", ("c23", "c2x")),
    (CXX, "c++", ("c++11",)),
    (CXX, "c++", ("c++14",)),
    (CXX, "c++", ("c++17",)),
    (CXX, "c++", ("c++20",)),
    (CXX, "c++", ("c++23", "c++2b")),
)
NEWER = ("c23", "c++23")


def run(library: Path, null_tests: Sequence[Path]) -> Iterator[Result]:
    """All checks of the header that call no function."""
    for compiler, language, names in STANDARDS:
        yield from _compiles(compiler, language, names)
    text = _without_comments(_header())
    declared = set(re.findall(r"\b(crec_\w+)\(", text))
    yield equal("exported functions", _exported(library), declared)
    yield equal("functions with a NULL test", _covered(null_tests), declared)
    constants = set(re.findall(r"#define (CREC_\w+) |\b(CREC_\w+) = \d", text))
    named = {macro or constant for macro, constant in constants}
    used = set(re.findall(r"\bCREC_\w+", (ROOT / "Tests/C/interface/macros_test.c").read_text()))
    yield equal("constants without a test", named - used, set())
    declared = set(re.findall(r"\b(crec_\w+)\(", _without_comments(LEDGER.read_text())))
    ledger = library.with_name("libcrec-ledger.so")
    yield equal("exported functions of the ledger", _exported(ledger), declared)


def _without_comments(header: str) -> str:
    return re.sub(r"/\*.*?\*/", "", header, flags=re.DOTALL)


def _header() -> str:
    parts = sorted(set(HEADER.parent.glob("*.h")) - {LEDGER})
    return "".join(part.read_text() for part in parts)


def _compiles(compiler: str, language: str, names: Sequence[str]) -> Iterator[Result]:
    known = [name for name in names if not _compile(compiler, language, name, "")]
    if known or names[0] not in NEWER:
        standard = (known or list(names))[0]
        problem = _compile(
            compiler, language, standard, "#include <crec.h>\n#include <crec_ledger.h>\n" * 2
        )
        yield Result(f"header as {standard}", problem)


def _compile(compiler: str, language: str, standard: str, source: str) -> str:
    options = (f"-std={standard}", f"-I{HEADER.parent}", "-fsyntax-only", *WARNINGS)
    done = subprocess.run(
        [compiler, "-x", language, *options, "-"],
        input=source + "typedef int not_empty;\n",
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr if done.returncode else ""


def _exported(library: Path) -> set[str]:
    listed = subprocess.run(
        ["nm", "-D", "--defined-only", "--format=posix", str(library)],
        capture_output=True,
        text=True,
        check=True,
    )
    return {line.split()[0] for line in listed.stdout.splitlines()}


def _covered(null_tests: Sequence[Path]) -> set[str]:
    listed = (
        subprocess.run([str(test), "--list"], capture_output=True, text=True, check=True)
        for test in null_tests
    )
    return {name for test in listed for name in test.stdout.split()}
