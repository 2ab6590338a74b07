"""Asks two builds of the library the same, and compares all that they say, byte for byte.

The release library is Embedded Swift and optimised, the debug library is neither: what a compiler
gets wrong in the one, the other says right. Ends with 1 where they differ, and prints the inputs.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path += [str(HERE.parent / "Fuzz"), str(HERE.parent.parent / "bindings" / "python")]

import generated  # noqa: E402
import recorded  # noqa: E402

SHOWN = 5


def main() -> int:
    """Compare, and print the first differences."""
    given = _parser().parse_args()
    if given.input:
        answers = [_answers(library, [given.input])[0] for library in (given.release, given.debug)]
        print("\n".join(answers))
        return 0 if answers[0] and answers[0] == answers[1] else 1
    lines = _inputs(given.debug)
    with ThreadPoolExecutor() as both:
        release, debug = both.map(
            lambda library: _answers(library, lines), (given.release, given.debug)
        )
    places = [
        place for place in range(len(lines)) if not release[place] or release[place] != debug[place]
    ]
    for place in places[:SHOWN]:
        _show(lines[place], release[place], debug[place])
    counts = Counter(json.loads(line)["kind"] for line in lines)
    print("differential:", ", ".join(f"{count} {kind}" for kind, count in counts.most_common()))
    print(f"differential: {len(lines)} inputs compared, {len(places)} answered differently")
    return 1 if places or not lines else 0


def _inputs(library: str) -> list[str]:
    """Every input once, a line of JSON each, made from the tables of the debug library."""
    answer = _answers(library, ['{"kind": "operations"}'])[0]
    if not answer:
        sys.exit("differential: the debug library tells no operations")
    operations = json.loads(json.loads(answer)[1])
    made = chain(generated.inputs(operations), recorded.vectors(), recorded.fuzz_seeds(operations))
    return list(dict.fromkeys(json.dumps(given) for given in made))


def _answers(library: str, lines: list[str]) -> list[str]:
    """The answers of a library, in a process of its own; "" for those after a crash."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("VOLC", "ALIBABA_CLOUD_", "TENCENTCLOUD_"))
    }
    environment["PYTHONPATH"] = str(HERE.parent.parent / "bindings" / "python")
    done = subprocess.run(
        [sys.executable, str(HERE / "answers.py"), library],
        input="\n".join(lines),
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        check=False,
    )
    answers = done.stdout.splitlines()
    if len(answers) < len(lines):
        print(f"{library} ended its process with {done.returncode}, at {lines[len(answers)]}")
    return answers + [""] * (len(lines) - len(answers))


def _show(line: str, release: str, debug: str) -> None:
    """An input as --input takes it, and the answers from where they part."""
    start = next(
        (place for place in range(len(release)) if release[place] != debug[place : place + 1]),
        len(release),
    )
    print(f"input:   {line}")
    for name, answer in (("release", release), ("debug", debug)):
        print(f"{name + ':':<8} …{answer[max(0, start - 60) : start + 200]}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="Tests/Differential", description=__doc__)
    parser.add_argument("--release", required=True, metavar="LIBRARY")
    parser.add_argument("--debug", required=True, metavar="LIBRARY")
    parser.add_argument(
        "--input", metavar="JSON", help="compare this alone, and print both answers"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
