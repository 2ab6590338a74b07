"""Counts what the library costs where times are no measure: instructions and allocations.

    python3 Benchmarks/counts.py PROGRAMS           compares with counts.json
    python3 Benchmarks/counts.py PROGRAMS --write   writes it anew

Instructions are the library's own, without those of libcurl, libcrypto, libjansson and libc: on
every machine the same. Allocations are all that a piece of work makes.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from serving import Place

COUNTS = Path(__file__).with_name("counts.json")
WORKS = [
    f"{what} {cloud}"
    for what in ("sign", "build", "read success", "read error")
    for cloud in ("volcengine", "alibaba", "tencent")
]
CALLS = {"build and submit": "submit", "call on a kept connection": "hosted"}
"""Counts of calls, and the kind that the program of calls knows each by."""

FEW, MANY = 20, 120
TOLERANCE = 0.05
TOLERANCE_OF_CALLS = 0.15
"""A reply may come in one piece or in two."""


def main() -> int:
    """Print a line for each piece of work; 1 if one has changed by more than the tolerance."""
    parser = argparse.ArgumentParser(prog="Benchmarks/counts.py")
    parser.add_argument("programs", type=Path, help="the directory of the built programs")
    parser.add_argument("--write", action="store_true", help="write counts.json")
    given = parser.parse_args()
    programs = given.programs.resolve()
    found = {work: counted(programs, programs / "count", work) for work in WORKS}
    with Place(programs / "server") as place:
        for work, kind in CALLS.items():
            calls = [programs / "calls", kind, "crec", place.url, ""]
            found[work] = counted(programs, *calls, width=["1"])
    if given.write:
        COUNTS.write_text(json.dumps(found, indent=2) + "\n")
    known = json.loads(COUNTS.read_text())
    changed = 0
    for work, counts in found.items():
        before = known.get(work, {"instructions": 0, "allocations": 0})
        allowed = TOLERANCE_OF_CALLS if work in CALLS else TOLERANCE
        has_changed = any(
            abs(counts[kind] - before[kind]) > allowed * before[kind] for kind in counts
        )
        changed += has_changed
        print(
            f"{'CHANGED' if has_changed else 'ok':8} {work:25} "
            f"instructions {before['instructions']:6} {counts['instructions']:6}   "
            f"allocations {before['allocations']:3} {counts['allocations']:3}"
        )
    if changed:
        print(f"{changed} changed: if that is meant, run make counts")
    return 1 if changed else 0


def counted(programs: Path, *command: str | Path, width: Sequence[str] = ()) -> dict[str, int]:
    """The instructions and allocations of one round of a command, which is told how many."""
    few, many = ([*map(str, command), str(rounds), *width] for rounds in (FEW, MANY))
    counter = programs / "allocations.so"
    return {
        "instructions": (instructions(many) - instructions(few)) // (MANY - FEW),
        "allocations": (allocations(many, counter) - allocations(few, counter)) // (MANY - FEW),
    }


def allocations(command: list[str], counter: Path) -> int:
    """All allocations of a run."""
    environment = os.environ | {"LD_PRELOAD": str(counter)}
    run = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return int(run.stderr.splitlines()[-1])


def instructions(command: list[str]) -> int:
    """All instructions of a run inside the library."""
    with tempfile.TemporaryDirectory() as directory:
        output = Path(directory, "callgrind.out")
        tool = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={output}"]
        subprocess.run([*tool, *command], check=True, capture_output=True)
        return own_cost(output.read_text())


def own_cost(profile: str) -> int:
    """The cost of the lines of the library's own code in a profile of callgrind's."""
    names: dict[str, str] = {}
    is_own = is_call = False
    cost = 0
    for line in profile.splitlines():
        if found := re.match(r"ob=(\(\d+\))(?: (.*))?", line):
            number, name = found.groups()
            names[number] = name or names[number]
            is_own = "libcrec" in names[number]
        elif found := re.match(r"cob=(\(\d+\)) (.*)", line):
            names[found[1]] = found[2]
        elif line.startswith("calls="):
            is_call = True  # The next line's cost is the callee's.
        elif re.match(r"[+\-*\d]", line):
            cost += int(line.split()[-1]) if is_own and not is_call else 0
            is_call = False
    return cost


if __name__ == "__main__":
    sys.exit(main())
