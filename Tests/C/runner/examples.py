"""The C examples: each does what it says, and says it."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from command import WEBCAST
from emulator import EmulatorProcess
from result import Result, equal
from shell import KEYS

PAGE = ("a", "r", "new", "https://example.com/")

# The arguments of each, and the task that it stops.
EXAMPLES: dict[str, tuple[tuple[str, ...], str, dict[str, str]]] = {
    "example_poll": (("test1", "123"), "live", {"StreamName": "test1", "TaskId": "123"}),
    "example_glib": (("t",), "rtc", {"TaskId": "t"}),
    "example_callback": (("a", "r", "t"), "webcast", dict(WEBCAST)),
}


def run(directory: Path, emulator: EmulatorProcess) -> Iterator[Result]:
    """The plain example has no endpoint but the cloud's: it is run without keys."""
    done = subprocess.run(
        [directory / "example"], env={}, capture_output=True, text=True, check=False
    )
    plain = (done.returncode, done.stdout.split(":")[0])
    yield equal("example", plain, (3, "authentication"))
    emulator.reset()
    said = _run(directory / "example_operation", *PAGE, emulator.url, str(emulator.ca_file))
    yield equal("example_operation", said, (0, "ok: running\n"))
    said = _run(directory / "example_operation")
    yield equal("example_operation of nothing", (said[0], "is missing" in said[1]), (2, True))
    for name, (arguments, kind, fields) in EXAMPLES.items():
        emulator.reset()
        emulator.plant(kind, **fields)
        place = (emulator.url, str(emulator.ca_file))
        yield equal(name, _run(directory / name, *arguments, *place), (0, "ok: \n"))
        wrong = _run(directory / name)
        yield equal(f"{name} of nothing", (wrong[0], "is missing" in wrong[1]), (2, True))


def _run(program: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [program, *arguments], env=KEYS, capture_output=True, text=True, check=False, timeout=600
    )
    return done.returncode, done.stdout + done.stderr
