"""Writes the tables of README.md and its chart from the figures of both benchmarks.

python3 Benchmarks/report.py
"""

from __future__ import annotations

import json
import math
import os
import re
import statistics
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
README = HERE.parent / "README.md"
CHART = HERE / "figures" / "chart.svg"
CLOUDS = ("volcengine", "alibaba", "tencent")
MARKS = "<!-- figures: make bench bench-peers bench-report -->", "<!-- end of figures -->"


def main() -> int:
    """Writes both."""
    floor = json.loads((HERE / "figures/floor.json").read_text())
    peers = json.loads((HERE / "figures/peers.json").read_text())
    ledger = json.loads((HERE / "figures/ledger.json").read_text())
    CHART.write_text(chart(peers))
    tables = _floor_table(floor), _ledger_table(ledger), _peers_table(peers), _where()
    lines = [line for table in tables for line in (*table, "")][:-1]
    text = README.read_text()
    before, after = text.split(MARKS[0])[0], text.split(MARKS[1])[1]
    README.write_text("\n".join([before + MARKS[0], *lines, MARKS[1] + after]))
    return 0


def _where() -> list[str]:
    made = max((HERE / "figures" / name).stat().st_mtime for name in ("floor.json", "peers.json"))
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    day = time.strftime("%Y-%m-%d", time.gmtime(made))
    return [
        f"Measured on {day}, {os.cpu_count()} cores ({found[1] if found else 'unknown'}), Python "
        f"{sys.version.split()[0]}; the ratios matter, not the times."
    ]


def _floor_table(figures: list[dict[str, Any]]) -> list[str]:
    """Rows that are alike in one."""
    found = {(figure["row"], figure["name"]): figure for figure in figures}
    lines = ["| Beside the same work in plain C | crec | wanted |", "|---|---|---|"]

    def add(title: str, rows: list[str], name: str, words: str) -> None:
        some = [found[row, name] for row in rows]
        least = list(dict.fromkeys(figure["least"] for figure in some if figure["least"]))
        most = list(dict.fromkeys(figure["most"] for figure in some if figure["most"]))
        bound = f"≥ {', '.join(map(str, least))}" if least else f"≤ {', '.join(map(str, most))}"
        values = " / ".join(_short(figure["value"]) for figure in some)
        lines.append(f"| {title} | {values} {words} | {bound} |")

    for kind in ("sign", "build", "read success", "read error"):
        title = f"{kind}: Volcengine / Alibaba / Tencent"
        add(title, [f"{kind} {cloud}" for cloud in CLOUDS], "CPU", "× the CPU")
    for scheme in ("http", "https"):
        rows = [f"blocking {width}, {scheme}" for width in (1, 16, 64)]
        add(f"1 / 16 / 64 blocking callers, {scheme}", rows, "calls a second", "× the calls/s")
    for scheme in ("http", "https"):
        rows = [f"{kind} 64, {scheme}" for kind in ("callback", "pull", "hosted")]
        title = f"64 in flight: callback / pull / hosted, {scheme}"
        add(title, rows, "calls a second", "× the calls/s")
    add("starts, 12 at once, https", ["starts 12, https"], "calls a second", "× the calls/s")
    burst = "burst 64, https, answers after 50 ms"
    add("burst of 64 stops, answers after 50 ms", [burst], "calls a second", "× the calls/s")
    add("submit, p50", ["submit, cloud never answers"], "p50", "µs")
    add("system calls of a call", ["blocking 1, http, keep-alive"], "system calls", "")
    add("library, stripped", ["library, stripped"], "size", "KB")
    return lines


def _ledger_table(figures: list[dict[str, Any]]) -> list[str]:
    found = {(one["row"], one["name"], one["unit"]): _short(one["value"]) for one in figures}
    one, many = "starts, one after the other", "starts, 64 at once"
    own = found["inserts of SQLite's own", "a second", ""]
    return [
        "| The ledger, beside SQLite on the same disk | |",
        "|---|---|",
        f"| durable starts a second: one after the other / 64 at once; SQLite's inserts "
        f"| {found[one, 'a second', '']} / {found[many, 'a second', '']}; {own} |",
        f"| a start / a stop on the caller's thread, p50, p99, µs "
        f"| {found['start', 'p50', 'µs']}, {found['start', 'p99', 'µs']} "
        f"/ {found['stop', 'p50', 'µs']}, {found['stop', 'p99', 'µs']} |",
        f"| heap for 10,000 recordings, KB | {found['10,000 recordings', 'heap', 'KB']} |",
        f"| library, stripped, KB | {found['ledger, stripped', 'size', 'KB']} |",
    ]


def _peers_table(rows: list[dict[str, Any]]) -> list[str]:
    head = " | ".join(f"{cloud.capitalize()}: crec, its SDK" for cloud in CLOUDS)
    lines = [f"| Beside the vendors' Python SDKs | {head} |", "|---|---|---|---|"]
    names = list(dict.fromkeys((row["name"], row["unit"]) for row in rows))
    for name, unit in names:
        cells = []
        for cloud in CLOUDS:
            pair = [row for row in rows if (row["name"], row["cloud"]) == (name, cloud)]
            cells.append(", ".join(_median(pair[0][side]) for side in SIDES) if pair else "–")
        lines.append(f"| {name}, {unit} | {' | '.join(cells)} |")
    return [*lines, "", "![crec beside the vendors' Python SDKs](Benchmarks/figures/chart.svg)"]


SIDES = "crec", "vendor"


def _median(values: list[float]) -> str:
    return _short(statistics.median(values))


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 20 else f"{value:.1f}" if value >= 3 else f"{value:.2f}"


def chart(rows: list[dict[str, Any]]) -> str:
    """How many times better the package is than each SDK, on a logarithmic scale."""
    colours = {"volcengine": "#2f6fde", "alibaba": "#e8772e", "tencent": "#2aa876"}
    names = list(dict.fromkeys(row["name"] for row in rows))
    left, height, scale = 190, 46, 110
    parts = []
    for place, name in enumerate(names):
        top = 40 + place * height
        parts.append(f'<text x="{left - 8}" y="{top + 20}" text-anchor="end">{name}</text>')
        for line, row in enumerate(row for row in rows if row["name"] == name):
            own, other = (statistics.median(row[side]) for side in SIDES)
            times = own / other if "calls" in row["unit"] else other / own
            width = scale * _digits(times)
            y = top + line * 11
            parts.append(
                f'<rect x="{left}" y="{y}" width="{width:.0f}" height="9" '
                f'fill="{colours[row["cloud"]]}"/>'
                f'<text x="{left + width + 4:.0f}" y="{y + 8}" font-size="9">{times:.1f} ×</text>'
            )
    for place, (cloud, colour) in enumerate(colours.items()):
        x = left + place * 110
        parts.append(f'<rect x="{x}" y="14" width="9" height="9" fill="{colour}"/>')
        parts.append(f'<text x="{x + 14}" y="22">{cloud}</text>')
    size = f'width="640" height="{50 + len(names) * height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">\n'
        '<rect width="100%" height="100%" fill="white"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _digits(times: float) -> float:
    """A bar's length: twice for ten times as much as for once."""
    return max(0.05, 1 + math.log10(times)) if times > 0 else 0.05


if __name__ == "__main__":
    sys.exit(main())
