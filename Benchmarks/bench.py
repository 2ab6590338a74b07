"""Measures the library beside the floor, and prints a table.

    python3 Benchmarks/bench.py DIRECTORY [--json FILE]

DIRECTORY has the built programs times, calls and server. Each row is measured in alternation: the
library, the floor, the library and so on; its ratio is that of the medians. The floor does the same
work in plain C on libcurl, libcrypto and jansson, and keeps its handles and connections.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

TURNS = 5


@dataclass(frozen=True)
class Row:
    """Calls that are made in one way: how many, and how many at once."""

    kind: str
    width: int
    calls: int
    has_tls: bool
    delay_ms: int = 0

    @property
    def name(self) -> str:
        """The name of the row."""
        scheme = "https" if self.has_tls else "http"
        late = f", answers after {self.delay_ms} ms" if self.delay_ms else ""
        return f"{self.kind} {self.width}, {scheme}{late}"


ROWS = [
    *(Row("blocking", width, 6000, tls) for tls in (False, True) for width in (1, 16, 64)),
    *(
        Row(kind, 64, 12000, tls)
        for tls in (False, True)
        for kind in ("callback", "pull", "hosted")
    ),
    Row("burst", 64, 640, True, 50),
]


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="Benchmarks/bench.py")
    parser.add_argument("programs", type=Path)
    parser.add_argument("--json", type=Path, help="write all figures there")
    given = parser.parse_args()
    found = [*_work(given.programs), *_calls(given.programs)]
    if given.json:
        given.json.write_text(json.dumps(found, indent=2) + "\n")
    return 0


def _work(programs: Path) -> list[dict[str, object]]:
    print("| work, CPU | crec | floor | ratio |\n|---|---|---|---|")
    printed = subprocess.run([programs / "times"], check=True, capture_output=True, text=True)
    rows: list[dict[str, object]] = [json.loads(line) for line in printed.stdout.splitlines()]
    for row in rows:
        print(f"| {row['name']} | {row['crec']} ns | {row['floor']} ns | {row['ratio']:.2f} |")
    return rows


def _calls(programs: Path) -> list[dict[str, object]]:
    print(
        "\n| calls | crec, calls/s | floor | ratio | CPU | p99 | connections |\n"
        "|---|---|---|---|---|---|---|"
    )
    rows = []
    with tempfile.TemporaryDirectory() as directory:
        certificate = _certificate(Path(directory))
        for row in ROWS:
            rows.append(_measured(programs, row, certificate))
    return rows


def _measured(programs: Path, row: Row, certificate: Path) -> dict[str, object]:
    runs: dict[str, list[dict[str, float]]] = {"crec": [], "floor": []}
    for _ in range(TURNS):
        for side, results in runs.items():
            results.append(_run(programs, row, side, certificate))
    medians = {
        side: {kind: statistics.median(one[kind] for one in results) for kind in results[0]}
        for side, results in runs.items()
    }
    crec, floor = medians["crec"], medians["floor"]
    ratios = {kind: crec[kind] / floor[kind] for kind in ("calls_per_second", "cpu_us", "p99_us")}
    print(
        f"| {row.name} | {crec['calls_per_second']:.0f} | {floor['calls_per_second']:.0f} "
        f"| {ratios['calls_per_second']:.2f} | {ratios['cpu_us']:.2f} | {ratios['p99_us']:.2f} "
        f"| {crec['connections']:.0f}, {floor['connections']:.0f} |",
        flush=True,
    )
    return {"name": row.name, "medians": medians, "runs": runs}


def _run(programs: Path, row: Row, side: str, certificate: Path) -> dict[str, float]:
    command = [str(programs / "server"), str(row.delay_ms)]
    if row.has_tls:
        command += [str(certificate), str(certificate.with_suffix(".key"))]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin and server.stdout
        port = int(server.stdout.readline())
        url = f"{'https' if row.has_tls else 'http'}://127.0.0.1:{port}"
        arguments = [row.kind, side, url, str(certificate) if row.has_tls else ""]
        ended = subprocess.run(
            [programs / "calls", *arguments, str(row.calls), str(row.width)],
            check=True,
            capture_output=True,
            text=True,
        )
        server.stdin.close()
        return {**json.loads(ended.stdout), **json.loads(server.stdout.read())}


def _certificate(directory: Path) -> Path:
    certificate = directory / "server.crt"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", certificate.with_suffix(".key"), "-out", certificate),
        ],
        check=True,
        capture_output=True,
    )
    return certificate


if __name__ == "__main__":
    sys.exit(main())
