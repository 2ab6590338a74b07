"""`python3 Tests/Faults FILE` runs every fault into a file; `--write` writes the table too."""

from __future__ import annotations

import argparse
import dataclasses
import json
import logging
import sys
import tempfile
import time
from pathlib import Path

from cases import all_cases
from certificates import Certificates
from run import run_all
from table import written
from traps import Traps
from ways import Nowhere

TABLE = Path(__file__).parent / "table.md"


def main() -> int:
    """Runs them; what they came to is for the tests to judge."""
    given = _parser().parse_args()
    logging.basicConfig(level=logging.DEBUG, format="log %(message)s", stream=sys.stdout)
    signatures: list[str] = []
    with tempfile.TemporaryDirectory() as directory, Traps() as traps:
        certificates = Certificates(Path(directory))
        started = time.monotonic()
        results = run_all(all_cases(certificates, Nowhere(), traps.targets), signatures.append)
        trapped = traps.count()
    if given.write:
        TABLE.write_text(written(results))
        print(f"{len(results)} calls in {time.monotonic() - started:.0f} s", file=sys.stderr)
    if given.file:
        run = {
            "results": [dataclasses.asdict(result) for result in results],
            "signatures": signatures,
            "trapped": trapped,
        }
        given.file.write_text(json.dumps(run))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="Tests/Faults", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="where the results go, as JSON")
    parser.add_argument("--write", action="store_true", help="write table.md")
    return parser


if __name__ == "__main__":
    sys.exit(main())
