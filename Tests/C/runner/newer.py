"""The `crec` command beside a newer library: what it is told of shows, and breaks nothing."""

import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from command import SIGNABLE
from interface import HEADER, ROOT, WARNINGS, C
from result import Result, equal
from shell import KEYS, run_crec

HELP = (
    ("--help", "\n  24  novel\n"),
    ("--help", "\nFourth Cloud:\n  list-things "),
    ("call --help", "volcengine, alibaba, tencent, fourth"),
    ("sign --help", "volcengine, alibaba, tencent, fourth"),
)
# The library itself refuses the cloud.
REFUSED = (
    "list-things",
    "call fourth Any --version 2030-01-01",
    'running fourth {"TaskId":"t"}',
)


def run(crec: Path) -> Iterator[Result]:
    """All tests, with the functions of the newer library preloaded."""
    with tempfile.TemporaryDirectory() as directory:
        newer = Path(directory, "newer.so")
        source = ROOT / "Tests/C/interface/newer.c"
        options = ["-std=c99", *WARNINGS, f"-I{HEADER.parent}", "-shared", "-fPIC"]
        subprocess.run([C, *options, source, "-o", newer, "-ldl"], check=True)
        keys = {**KEYS, "LD_PRELOAD": str(newer)}
        for line, text in HELP:
            shown = run_crec(crec, line.split(), keys=keys)
            seen = (shown.returncode, shown.stderr, text in shown.stdout)
            yield equal(f"crec {line} tells what is new", seen, (0, "", True))
        for line in REFUSED:
            done = run_crec(crec, line.split(), keys=keys)
            seen = (done.returncode, done.stdout, "cloud: is unknown" in done.stderr)
            yield equal(f"crec {line} is refused", seen, (2, "", True))
        signed = run_crec(crec, ["sign"], json.dumps({**SIGNABLE, "provider": "fourth"}), keys)
        told = "cloud: is unknown" in json.loads(signed.stdout)["error"]
        yield equal("crec sign refuses a new cloud", (signed.returncode, told), (2, True))
