"""Runs the fuzz targets one by one and prints what each did, in a table."""

import argparse
import hashlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
HEADINGS = ("target", "executions", "per second", "edges", "features", "inputs", "")
_PROGRESS = re.compile(r"^#(\d+)\s.*cov: (\d+) ft: (\d+) corp: (\d+).*exec/s: (\d+)")
# Of how many inputs to each one of the others: some make files.
_SLOW = {"ledger_fuzz": 10}
_MODULES = re.compile(r"^INFO: Loaded (\d+) modules")


@dataclass(frozen=True)
class Run:
    """The result of a target; edges and features count in the library and in the target."""

    target: str
    numbers: tuple[int, ...]
    problem: str

    @property
    def cells(self) -> tuple[str, ...]:
        """A row of the table."""
        executions, edges, features, inputs, rate = map(str, self.numbers)
        return (self.target, executions, rate, edges, features, inputs, self.problem or "ok")


def main() -> int:
    """Fuzz, print the table, and say whether all went well."""
    given = _parser().parse_args()
    programs = sorted(given.programs.glob("*_fuzz"))
    runs = [_run(path, given) for path in programs if not given.only or path.name in given.only]
    rows = [HEADINGS, *(run.cells for run in runs)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)))
    return 1 if not runs or any(run.problem for run in runs) else 0


def seeds(target: str) -> Iterator[bytes]:
    """A line each; | stands for the NUL that ends a piece, and a backslash escapes as in Python."""
    for line in (HERE / "seeds" / f"{target}.txt").read_bytes().splitlines():
        if not line.startswith(b"#"):
            escaped = line.replace(b"|", rb"\x00").decode("latin-1")
            yield escaped.encode("latin-1").decode("unicode_escape").encode("latin-1")


def _run(program: Path, given: argparse.Namespace) -> Run:
    if given.runs:
        with tempfile.TemporaryDirectory() as corpus:
            runs = given.runs // _SLOW.get(program.name, 1)
            return _fuzz(program, Path(corpus), f"-runs={runs}", "-seed=1")
    corpus = given.programs / "corpus" / program.name
    return _fuzz(program, corpus, f"-max_total_time={given.seconds}")


def _fuzz(program: Path, corpus: Path, *limits: str) -> Run:
    target = program.name.removesuffix("_fuzz")
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in seeds(target):
        (corpus / hashlib.sha1(seed, usedforsecurity=False).hexdigest()).write_bytes(seed)
    found = program.parent / "found"
    found.mkdir(exist_ok=True)
    command = [str(program), *limits, "-max_len=4096", "-timeout=120"]
    command += [f"-dict={HERE / 'words.dict'}", f"-artifact_prefix={found}/{target}-", str(corpus)]
    # Swift's own backtraces would come before libFuzzer has written down what it found.
    environment = {**os.environ, "SWIFT_BACKTRACE": "enable=no"}
    with subprocess.Popen(
        command,
        env=environment,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="backslashreplace",
    ) as process:
        assert process.stderr
        return _watch(target, process, process.stderr)


def _watch(target: str, process: subprocess.Popen[str], lines: Iterator[str]) -> Run:
    numbers: tuple[int, ...] = (0,) * 5
    modules = 1
    said: list[str] = []
    for line in lines:
        said.append(line)
        if match := _MODULES.match(line):
            modules = int(match[1])
        if match := _PROGRESS.match(line):
            numbers = tuple(map(int, match.groups()))
            if "DONE" not in line:
                said.clear()
    status = process.wait()
    problem = f"ended with status {status}" if status else ""
    if not problem and modules < 2:
        problem = "the library is not instrumented"
    if problem:
        print(f"{target}: {problem}\n{''.join(said)}", flush=True)
    return Run(target, numbers, problem)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="Tests/Fuzz/run.py", description=__doc__)
    parser.add_argument("programs", type=Path, help="the directory of the built *_fuzz programs")
    parser.add_argument("--only", nargs="+", metavar="PROGRAM", help="run just these programs")
    limit = parser.add_mutually_exclusive_group(required=True)
    limit.add_argument("--seconds", type=int, help="for each, with a corpus that is kept")
    limit.add_argument("--runs", type=int, help="of each, the same every time")
    return parser


if __name__ == "__main__":
    sys.exit(main())
