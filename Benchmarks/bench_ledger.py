"""Measures the ledger beside SQLite on the same disk, and prints a table.

    python3 Benchmarks/bench_ledger.py DIRECTORY [--json FILE]

DIRECTORY has the built programs, and is on the disk that is measured.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from bench import TURNS, Figure, figure_of, note
from serving import Place

SUCCESS = (
    '{"ResponseMetadata":{"RequestId":"20230604110420","Action":"StartWBRecord",'
    '"Version":"2023-11-01","Service":"rtc","Region":"cn-north-1"},"Result":{}}'
)
FLOOR = "inserts of SQLite's own"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="Benchmarks/bench_ledger.py")
    parser.add_argument("programs", type=Path)
    parser.add_argument("--json", type=Path, help="write all figures there")
    given = parser.parse_args()
    print("| ledger | | | spread | wanted | reached |\n|---|---|---|---|---|---|")
    runs = [_run(given.programs) for _ in range(TURNS)]
    found = figures(runs)
    library = given.programs.resolve().parent / "lib/libcrec-ledger.so"
    found += note(Figure("ledger, stripped", "size", library.resolve().stat().st_size / 1000, "KB"))
    if given.json:
        given.json.write_text(json.dumps([asdict(figure) for figure in found], indent=1) + "\n")
    return 0


def _run(programs: Path) -> dict[str, dict[str, float]]:
    with (
        Place(programs / "server", body=SUCCESS) as place,
        tempfile.TemporaryDirectory(dir=programs) as directory,
    ):
        command = [str(programs / "ledger"), place.url, directory]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {line.pop("name"): line for line in map(json.loads, printed.splitlines())}


def figures(runs: list[dict[str, dict[str, float]]]) -> list[Figure]:
    """Rates as ratios to SQLite's own in the same run; times and memory as they are."""
    found = []
    for name, kinds in runs[0].items():
        for kind in kinds:
            values = [run[name][kind] for run in runs]
            if kind == "a_second":
                found.append(figure_of(name, "a second", values, ""))
                if name != FLOOR:
                    own = [run[FLOOR][kind] for run in runs]
                    ratios = [value / floor for value, floor in zip(values, own, strict=True)]
                    found.append(figure_of(name, "a second", ratios, "× SQLite's inserts"))
            elif kind == "heap_bytes":
                found.append(figure_of(name, "heap", [value / 1000 for value in values], "KB"))
            else:
                found.append(figure_of(name, kind.removesuffix("_us"), values, "µs"))
    return note(*found)


if __name__ == "__main__":
    sys.exit(main())
