"""The `crec` command where its standard streams are closed, full or a pipe that nobody reads."""

import json
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import combinations
from pathlib import Path

from command import CALLS, SIGNABLE, WEBCAST
from emulator import EmulatorProcess
from result import Result, equal
from shell import KEYS

CLOSED, FULL, BROKEN = ">&-", ">/dev/full", "a pipe without a reader"
HANGS_AFTER_SECONDS = 600

# Command lines whose purpose is to print, and their standard input.
PRINTING = (
    ("--help", ""),
    ("--version", ""),
    ("stop-live-record --help", ""),
    ("call --help", ""),
    ("running --help", ""),
    ("sign --help", ""),
    ("sign", json.dumps(SIGNABLE) + "\n"),
    ("sign", "{}\n"),
)


def run(crec: Path, emulator: EmulatorProcess) -> Iterator[Result]:
    """All tests of standard streams that do not work."""
    to_emulator = ["--endpoint", emulator.url, "--ca-file", str(emulator.ca_file)]
    for output in (CLOSED, FULL, BROKEN):
        yield from _outcomes(crec, emulator, to_emulator, output)
        yield from _printing(crec, output)
        yield from _running(crec, emulator, to_emulator, output)
    yield from _errors(crec, emulator, to_emulator)
    yield from _signing(crec)
    yield from _closed(crec, emulator, to_emulator)


def _run(
    crec: Path, arguments: Sequence[str], stdout: str = "", stderr: str = "", text: str = ""
) -> tuple[int, str]:
    """Run crec with these streams: its exit status and stderr."""
    redirections = [stdout if stdout != BROKEN else "", f"2{stderr}" if stderr != BROKEN else ""]
    line = f'exec "$@" {" ".join(part for part in redirections if part != "2")}'
    with _pipe_without_reader() as pipe:
        done = subprocess.run(
            ["sh", "-c", line, "sh", str(crec), *arguments],
            input=text,
            env=KEYS,
            stdout=pipe if stdout == BROKEN else subprocess.DEVNULL,
            stderr=pipe if stderr == BROKEN else subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    return done.returncode, done.stderr or ""


@contextmanager
def _pipe_without_reader() -> Iterator[int]:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        yield writer
    finally:
        os.close(writer)


def _outcomes(
    crec: Path, emulator: EmulatorProcess, to: Sequence[str], output: str
) -> Iterator[Result]:
    """A stop is made though its outcome cannot be printed: the exit status tells it."""
    calls = (("stop-webcast", 0), ("stop-webcast", 1), ("stop-live-record", 6))
    for options in ([], ["--json"]):
        emulator.reset()
        emulator.plant("webcast", **WEBCAST)
        for name, status in calls:
            arguments = [name, *CALLS[name].split(), *to, *options]
            found, told = _run(crec, arguments, stdout=output)
            is_lost = status < 2 or bool(options)
            seen = (found, "crec: standard output: " in told)
            yield equal(f"crec {name} {options} to {output}", seen, (status, is_lost))
        yield equal(f"the stop to {output} was made", emulator.tasks()[0]["state"], "stopped")


def _printing(crec: Path, output: str) -> Iterator[Result]:
    for line, text in PRINTING:
        found, told = _run(crec, line.split(), stdout=output, text=text)
        seen = (found, told.count("crec: standard output: "))
        yield equal(f"crec {line} to {output}", seen, (22, 1))


def _running(
    crec: Path, emulator: EmulatorProcess, to: Sequence[str], output: str
) -> Iterator[Result]:
    """A list that cannot be printed gives status 22; a query that fails gives its own status."""
    emulator.reset()
    emulator.plant("rtc", TaskId="t")
    found, told = _run(crec, ["running", "alibaba", '{"TaskId":"t"}', *to], stdout=output)
    seen = (found, told.count("crec: standard output: "))
    yield equal(f"crec running to {output}", seen, (22, 1))
    found, _ = _run(crec, ["running", "alibaba", '{"TaskId":""}', *to, "--json"], stdout=output)
    yield equal(f"crec running of nothing to {output}", found, 2)


def _errors(crec: Path, emulator: EmulatorProcess, to: Sequence[str]) -> Iterator[Result]:
    for output in (CLOSED, FULL, BROKEN):
        emulator.reset()
        emulator.plant("webcast", **WEBCAST)
        stop = ["stop-webcast", *CALLS["stop-webcast"].split(), *to, "--log-level", "debug"]
        missing = ["stop-live-record", *CALLS["stop-live-record"].split(), *to]
        for both in ("", output):
            yield equal(
                f"a failure to stderr {output}", _run(crec, missing, both, stderr=output)[0], 6
            )
        yield equal(f"a log to stderr {output}", _run(crec, stop, stderr=output)[0], 0)


def _signing(crec: Path) -> Iterator[Result]:
    """crec sign ends when it cannot write any more, though there is more to read."""
    with (
        _pipe_without_reader() as pipe,
        subprocess.Popen(
            [str(crec), "sign"],
            env={},
            stdin=subprocess.PIPE,
            stdout=pipe,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process,
    ):
        assert process.stdin
        print(json.dumps(SIGNABLE), file=process.stdin, flush=True)
        yield equal("sign ends without a reader", process.wait(HANGS_AFTER_SECONDS), 22)
    done = subprocess.run(
        ["sh", "-c", 'exec "$0" sign <&-', str(crec)],
        env={},
        capture_output=True,
        text=True,
        check=False,
    )
    seen = (done.returncode, done.stdout, "crec: standard input: " in done.stderr)
    yield equal("sign without standard input", seen, (22, "", True))


def _closed(crec: Path, emulator: EmulatorProcess, to: Sequence[str]) -> Iterator[Result]:
    """Nothing that is printed gets into a connection, whatever numbers were free for it."""
    stop = [str(crec), "stop-webcast", *CALLS["stop-webcast"].split(), *to, "--log-level", "debug"]
    for numbers in (numbers for count in (1, 2, 3) for numbers in combinations(range(3), count)):
        line = f'exec "$0" "$@" {" ".join(f"{number}>&-" for number in numbers)}'
        emulator.reset()
        emulator.plant("webcast", **WEBCAST)
        emulator.fault("code", code="InternalError", times=2)
        done = subprocess.run(["sh", "-c", line, *stop], env=KEYS, capture_output=True, check=False)
        statuses = [request["status"] for request in emulator.seen()]
        seen = (done.returncode, statuses[-1:], len(statuses), emulator.tasks()[0]["state"])
        yield equal(f"{line}: the call", seen, (0, [200], 3, "stopped"))

        emulator.fault("stall")
        with subprocess.Popen(
            ["sh", "-c", line, *stop, "--timeout-ms", "86400000", "--attempt-limit", "1"],
            env=KEYS,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            opened = _with_a_connection(Path(f"/proc/{process.pid}/fd"))
            process.kill()
        held = {number: opened.get(number) for number in numbers}
        yield equal(f"{line}: the numbers", held, dict.fromkeys(numbers, "/dev/null"))


def _with_a_connection(directory: Path) -> dict[int, str]:
    """The open descriptors of a process and their targets, once it has a connection."""
    end = time.monotonic() + HANGS_AFTER_SECONDS
    while time.monotonic() < end:
        opened = {}
        for link in directory.iterdir():
            with suppress(FileNotFoundError):
                opened[int(link.name)] = os.readlink(link)
        if any(target.startswith("socket:") for target in opened.values()):
            return opened
        time.sleep(0.01)
    return {}
