"""Measures the Python package beside the vendors' own Python SDKs, and prints a table.

    python3 Benchmarks/bench_peers.py SERVER PEERS [--json FILE]

SERVER is the built server; PEERS has a directory for each cloud, into which pip has installed its
SDK. Each figure is the median of processes of its own, the library's and the SDK's in alternation.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from serving import Place, certificate_in

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
TURNS = 5
CLOUDS = ("volcengine", "alibaba", "tencent")
SUCCESS = {
    "volcengine": {"ResponseMetadata": {"RequestId": "20230604110420****100232"}, "Result": {}},
    "alibaba": {"RequestId": "760bad53-276c-431a-9cf3-9bc18ad2****", "TaskId": "7e1a"},
    "tencent": {"Response": {"RequestId": "3c140219-cfe9-470e-b241-907877d6fb03"}},
}


@dataclass(frozen=True)
class Work:
    """Something that is measured, in a unit of which either more or less is better."""

    name: str
    title: str
    unit: str
    is_more_better: bool = False


WORKS = [
    Work("sign", "build and sign, CPU", "µs"),
    Work("1", "1 caller", "calls/s", True),
    Work("16", "16 threads", "calls/s", True),
    Work("64", "64 threads", "calls/s", True),
    Work("asyncio", "64 in asyncio", "calls/s", True),
    Work("import", "import, CPU", "ms"),
    Work("memory", "memory after one call", "MB"),
]


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="Benchmarks/bench_peers.py")
    parser.add_argument("server", type=Path)
    parser.add_argument("peers", type=Path)
    parser.add_argument("--json", type=Path, help="write all figures there")
    given = parser.parse_args()
    print("| | cloud | crec | the vendor's SDK | ahead |\n|---|---|---|---|---|")
    rows = [_sizes(cloud, given.peers / cloud) for cloud in CLOUDS]
    with tempfile.TemporaryDirectory() as directory:
        certificate = certificate_in(Path(directory))
        for work in WORKS:
            for cloud in CLOUDS:
                if (work.name, cloud) != ("asyncio", "volcengine"):  # It has none.
                    rows.append(_measured(given.server, given.peers, work, cloud, certificate))
    behind = [f"{row['name']}, {row['cloud']}" for row in rows if not row["is_ahead"]]
    print(f"\nbehind: {'; '.join(behind)}" if behind else "\nahead in every row")
    if given.json:
        given.json.parent.mkdir(exist_ok=True)
        given.json.write_text(json.dumps(rows, indent=2) + "\n")
    return 0


def _sizes(cloud: str, installed: Path) -> dict[str, object]:
    package = (ROOT / "bindings/python/crec").glob("*.py")
    library = (ROOT / "build/lib/libcrec.so").resolve()
    own = sum(file.stat().st_size for file in [library, *package])
    vendor = sum(
        file.stat().st_size
        for file in installed.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    )
    megabytes = [own / 1e6], [vendor / 1e6]
    return _row(Work("size", "installed", "MB"), cloud, *megabytes)


def _measured(
    server: Path, peers: Path, work: Work, cloud: str, certificate: Path
) -> dict[str, object]:
    found: dict[str, list[float]] = {"crec": [], "vendor": []}
    body = json.dumps(SUCCESS[cloud])
    for _ in range(TURNS):
        for side, figures in found.items():
            with Place(server, certificate, body=body) as place:
                figures.append(_figure(side, cloud, work.name, place, peers / cloud))
    return _row(work, cloud, found["crec"], found["vendor"])


def _figure(side: str, cloud: str, work: str, place: Place, installed: Path) -> float:
    path = [HERE / "peers", ROOT / "bindings/python" if side == "crec" else installed]
    environment = {
        **{name: value for name, value in os.environ.items() if not _is_of_http(name)},
        "PYTHONPATH": os.pathsep.join(map(str, path)),
        "SSL_CERT_FILE": place.ca_file,
        "CREC_LIBRARY": str(ROOT / "build/lib/libcrec.so"),
    }
    program = str(HERE / "peers/measure.py")
    command = [sys.executable, program, side, cloud, work, str(place.port), place.ca_file]
    ended = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return float(ended.stdout)


def _is_of_http(name: str) -> bool:
    return name.lower().endswith(("_proxy", "_ca_bundle"))


def _row(work: Work, cloud: str, crec: list[float], vendor: list[float]) -> dict[str, object]:
    own, other = statistics.median(crec), statistics.median(vendor)
    is_ahead = own > other if work.is_more_better else own < other
    print(
        f"| {work.title} | {cloud} | {_told(crec)} | {_told(vendor)} {work.unit} "
        f"| {'yes' if is_ahead else 'NO'} |",
        flush=True,
    )
    return {
        "name": work.title,
        "cloud": cloud,
        "unit": work.unit,
        "crec": crec,
        "vendor": vendor,
        "is_ahead": is_ahead,
    }


def _told(figures: list[float]) -> str:
    """The median, with the least and the most where there are several."""
    digits = 1 if max(figures) < 100 else 0
    median = f"{statistics.median(figures):.{digits}f}"
    if len(figures) == 1:
        return median
    return f"{median} ({min(figures):.{digits}f} to {max(figures):.{digits}f})"


if __name__ == "__main__":
    sys.exit(main())
