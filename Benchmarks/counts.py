"""Counts what the library costs where times are no measure: instructions and allocations.

    python3 Benchmarks/counts.py PROGRAM            compares with counts.json
    python3 Benchmarks/counts.py PROGRAM --write    writes it anew

Instructions are the library's own, without those of libcrypto, libjansson and libc: on every
machine the same. Allocations are all that a piece of work makes.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

COUNTS = Path(__file__).with_name("counts.json")
WORKS = [
    f"{what} {cloud}"
    for what in ("sign", "build", "read success", "read error")
    for cloud in ("volcengine", "alibaba", "tencent")
]
FEW, MANY = 20, 120
TOLERANCE = 0.05


def main() -> int:
    """Print a line for each piece of work; 1 if one has changed by more than the tolerance."""
    parser = argparse.ArgumentParser(prog="Benchmarks/counts.py")
    parser.add_argument("program", type=Path, help="the built count program")
    parser.add_argument("--write", action="store_true", help="write counts.json")
    given = parser.parse_args()
    found = {work: counted(given.program, work) for work in WORKS}
    if given.write:
        COUNTS.write_text(json.dumps(found, indent=2) + "\n")
    known = json.loads(COUNTS.read_text())
    changed = 0
    for work, counts in found.items():
        before = known.get(work, {"instructions": 0, "allocations": 0})
        has_changed = any(
            abs(counts[kind] - before[kind]) > TOLERANCE * before[kind] for kind in counts
        )
        changed += has_changed
        print(
            f"{'CHANGED' if has_changed else 'ok':8} {work:24} "
            f"instructions {before['instructions']:6} {counts['instructions']:6}   "
            f"allocations {before['allocations']:3} {counts['allocations']:3}"
        )
    if changed:
        print(f"{changed} changed: if that is meant, run make counts")
    return 1 if changed else 0


def counted(program: Path, work: str) -> dict[str, int]:
    """The instructions and allocations of one round."""
    few, many = (instructions(program, work, rounds) for rounds in (FEW, MANY))
    printed = subprocess.run(
        [program, work, "crec", str(FEW)], check=True, capture_output=True, text=True
    ).stdout
    return {"instructions": (many - few) // (MANY - FEW), "allocations": int(printed)}


def instructions(program: Path, work: str, rounds: int) -> int:
    """All instructions of a run inside the library."""
    with tempfile.TemporaryDirectory() as directory:
        output = Path(directory, "callgrind.out")
        tool = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={output}"]
        subprocess.run([*tool, program, work, "crec", str(rounds)], check=True, capture_output=True)
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
