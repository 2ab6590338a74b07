"""Measures the library beside the floor, and prints a table.

    python3 Benchmarks/bench.py DIRECTORY [--json FILE]

DIRECTORY has the built programs. Each row is measured in alternation: the library, the floor, the
library and so on; its ratio is that of the medians. The floor does the same work in plain C on
libcurl, libcrypto and jansson, and keeps its handles and connections. Behind each figure is what
the project wants to reach.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from serving import Place, certificate_in

TURNS = 5
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Figure:
    """One measured figure. `least` is the least that is wanted, `most` the most."""

    row: str
    name: str
    value: float
    unit: str = "× floor"
    least: float | None = None
    most: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_reached(self) -> bool:
        """True where nothing is wanted too."""
        above = self.least is None or self.value >= self.least
        return above and (self.most is None or self.value <= self.most)

    def print(self) -> None:
        """Prints a line of the table."""
        wanted = (
            f"≥ {self.least}"
            if self.least is not None
            else ""
            if self.most is None
            else f"≤ {self.most}"
        )
        spread = "" if self.low is None else f"{self.low:.2f} to {self.high:.2f}"
        value = f"{self.value:.2f}" if self.value < 100 else f"{self.value:.0f}"
        reached = "" if not wanted else "yes" if self.is_reached else "NO"
        print(
            f"| {self.row} | {self.name} | {value} {self.unit} | {spread} | {wanted} | {reached} |",
            flush=True,
        )


@dataclass(frozen=True)
class Row:
    """Calls that are made in one way: how many, how many at once, and what is wanted."""

    kind: str
    width: int
    calls: int
    has_tls: bool
    delay_ms: int = 0
    rate: float = 0.9
    cpu: float | None = 1.2
    p99: float | None = 1.2

    @property
    def name(self) -> str:
        """The name of the row."""
        scheme = "https" if self.has_tls else "http"
        late = f", answers after {self.delay_ms} ms" if self.delay_ms else ""
        return f"{self.kind} {self.width}, {scheme}{late}"


ROWS = [
    *(
        Row("blocking", width, 6000, tls, rate=0.8 if width == 1 else 0.9, cpu=1.3, p99=None)
        for tls in (False, True)
        for width in (1, 16, 64)
    ),
    *(
        Row(kind, 64, 12000, tls)
        for tls in (False, True)
        for kind in ("callback", "pull", "hosted")
    ),
    Row("starts", 12, 240, True, cpu=None, p99=None),
    Row("burst", 64, 640, True, 50, rate=0.9, cpu=None, p99=None),
]
WANTED_OF_WORK = {"sign": 2, "build": 4, "read": 2}


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="Benchmarks/bench.py")
    parser.add_argument("programs", type=Path)
    parser.add_argument("--json", type=Path, help="write all figures there")
    given = parser.parse_args()
    print("| | | crec | spread | wanted | reached |\n|---|---|---|---|---|---|")
    found = [*work(given.programs), *submitting(given.programs)]
    with tempfile.TemporaryDirectory() as directory:
        certificate = certificate_in(Path(directory))
        for row in ROWS:
            found += calls(given.programs, row, certificate)
    found += footprint(given.programs)
    missed = [figure for figure in found if not figure.is_reached]
    print(f"\n{len(missed)} not reached" if missed else "\neverything reached")
    if given.json:
        given.json.parent.mkdir(exist_ok=True)
        given.json.write_text(json.dumps([asdict(figure) for figure in found], indent=1) + "\n")
    return 0


def note(*figures: Figure) -> list[Figure]:
    """Prints figures and hands them on."""
    for figure in figures:
        figure.print()
    return list(figures)


def work(programs: Path) -> list[Figure]:
    """Signing, building and reading."""
    printed = subprocess.run([programs / "times"], check=True, capture_output=True, text=True)
    figures = []
    for row in map(json.loads, printed.stdout.splitlines()):
        most = WANTED_OF_WORK[row["name"].split()[0]]
        spread = {"low": row["low"], "high": row["high"]}
        figures += note(Figure(row["name"], "CPU", row["ratio"], most=most, **spread))
    return figures


def submitting(programs: Path) -> list[Figure]:
    """Submitting, on the caller's thread."""
    runs = []
    for _ in range(TURNS):
        printed = subprocess.run([programs / "submit"], check=True, capture_output=True, text=True)
        runs.append([json.loads(line) for line in printed.stdout.splitlines()])
    figures = []
    for case in range(len(runs[0])):
        name = runs[0][case]["name"]
        for kind, most in ("p50_us", 1.0), ("p99_us", 5.0):
            values = [run[case][kind] for run in runs]
            wanted = most if name.startswith("submit") else None
            figures += note(figure_of(name, kind[:3], values, "µs", most=wanted))
        if name.startswith("submit"):
            values = [run[case]["bytes"] for run in runs]
            figures += note(figure_of(name, "memory of a call", values, "bytes"))
    return figures


def calls(programs: Path, row: Row, certificate: Path) -> list[Figure]:
    """Calls in one way, beside the floor's."""
    runs: dict[str, list[dict[str, float]]] = {"crec": [], "floor": []}
    for _ in range(TURNS):
        for side, results in runs.items():
            results.append(_run(programs, row, side, certificate))
    crec, floor = (
        {kind: [one[kind] for one in results] for kind in results[0]} for results in runs.values()
    )

    def ratio(
        kind: str, name: str, least: float | None = None, most: float | None = None
    ) -> Figure:
        middle = statistics.median(floor[kind])
        ratios = [value / middle for value in crec[kind]]
        return figure_of(row.name, name, ratios, least=least, most=most)

    figures = [
        ratio("calls_per_second", "calls a second", least=row.rate),
        ratio("cpu_us", "CPU", most=row.cpu),
        ratio("p99_us", "p99", most=row.p99),
        figure_of(row.name, "connections", crec["connections"], ""),
    ]
    if row.has_tls:
        figures.append(figure_of(row.name, "TLS sessions resumed", crec["resumed"], ""))
    return note(*figures)


def figure_of(
    row: str,
    name: str,
    values: list[float],
    unit: str = "× floor",
    *,
    least: float | None = None,
    most: float | None = None,
) -> Figure:
    """The median of values, and their spread."""
    middle = statistics.median(values)
    return Figure(row, name, middle, unit, least, most, min(values), max(values))


def _run(programs: Path, row: Row, side: str, certificate: Path) -> dict[str, float]:
    with Place(programs / "server", certificate if row.has_tls else None, row.delay_ms) as place:
        command = [str(programs / "calls"), row.kind, side, place.url, place.ca_file]
        ended = subprocess.run(
            [*command, str(row.calls), str(row.width)], check=True, capture_output=True, text=True
        )
        return {**json.loads(ended.stdout), **place.end()}


def footprint(programs: Path) -> list[Figure]:
    """The library's size, what a client holds, and a call's system calls."""
    figures = [Figure("library, stripped", "size", _size() / 1000, "KB", most=300)]
    with Place(programs / "server") as place:
        printed = subprocess.run(
            [programs / "footprint", place.url, place.ca_file],
            check=True,
            capture_output=True,
            text=True,
        )
        held = json.loads(printed.stdout)
    name = "client after one call, own loop"
    figures += [
        Figure(name, "heap", held["heap_bytes"] / 1000, "KB", most=33),
        Figure(name, "descriptors", held["descriptors"], "", most=3),
        Figure(name, "threads", held["threads"], ""),
    ]
    if shutil.which("strace"):
        figures.append(
            Figure(
                "blocking 1, http, keep-alive",
                "system calls",
                (_system_calls(programs, 3000) - _system_calls(programs, 1000)) / 2000,
                "",
                most=9,
            )
        )
    else:
        print("(system calls are not counted: strace is not installed)")
    return note(*figures)


def _size() -> int:
    return (ROOT / "build/lib/libcrec.so").resolve().stat().st_size


def _system_calls(programs: Path, count: int) -> int:
    with Place(programs / "server") as place, tempfile.NamedTemporaryFile("r") as table:
        command = [str(programs / "calls"), "blocking", "crec", place.url, "", str(count), "1"]
        strace = ["strace", "-f", "-c", "-o", table.name, *command]
        subprocess.run(strace, check=True, capture_output=True)
        found = re.search(r"(\d+)(?: +\d+)? total", table.read())
    assert found
    return int(found[1])


if __name__ == "__main__":
    sys.exit(main())
