"""Tests of the built library: the C programs, the header, the crec command and the vectors."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import command
import examples
import interface
import life_cycle
import newer
import programs
import streams
import vectors
from emulator import EmulatorProcess
from result import Result

BUILD = interface.ROOT / "build"
NULL_TESTS = ("null_test", "null_getter_test", "null_key_test")


def main() -> int:
    """Print a line for each test, then how many passed and failed."""
    given = _parser().parse_args()
    passed = failed = 0
    for result in _results(given):
        print(f"{'FAILED' if result.problem else 'ok'}  {result.name}", flush=True)
        if result.problem:
            print("    " + result.problem.replace("\n", "\n    "))
        passed, failed = passed + (not result.problem), failed + bool(result.problem)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def _results(given: argparse.Namespace) -> Iterator[Result]:
    tests = sorted(path for path in given.programs.glob("*_test"))
    chosen = [path for path in tests if not given.only or path.name in given.only]
    tool = programs.VALGRIND if given.valgrind else ()
    with EmulatorProcess("--tls", "--no-rates") as emulator, EmulatorProcess("--tls") as other:
        for program in chosen:
            yield from programs.run(program, emulator, str(other.ca_file), tool)
        if given.only or given.valgrind:
            return
        yield from command.run(given.crec, emulator)
        yield from life_cycle.run(given.crec, emulator)
        yield from streams.run(given.crec, emulator)
        yield from newer.run(given.crec)
        yield from examples.run(given.crec.parent, emulator)
    null_tests = [given.programs / name for name in NULL_TESTS]
    yield from interface.run(given.library, null_tests)
    yield from vectors.run(given.crec)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="Tests/C/runner", description=__doc__)
    add = parser.add_argument
    add("programs", type=Path, help="the directory of the built *_test programs")
    add("--only", nargs="+", metavar="PROGRAM", help="run just these programs")
    add("--valgrind", action="store_true", help="run just the programs, each under valgrind")
    add("--library", type=Path, default=BUILD / "lib/libcrec.so", metavar="FILE")
    add("--crec", type=Path, default=BUILD / "bin/crec", metavar="FILE", help="the crec command")
    return parser


if __name__ == "__main__":
    sys.exit(main())
