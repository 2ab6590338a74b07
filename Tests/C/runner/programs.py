"""The C programs: each is run, steers the emulator as it likes, and says what its tests came to."""

import json
import os
import subprocess
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import interface
from emulator import EmulatorProcess
from result import Result

VALGRIND = ("valgrind", "-q", "--fair-sched=yes", "--error-exitcode=9", "--leak-check=full")
_HANGS_AFTER_SECONDS = 1800
_STEER = "> "


def run(
    program: Path, emulator: EmulatorProcess, other_ca_file: str, tool: Sequence[str] = ()
) -> Iterator[Result]:
    """The results of a program's tests, as they come."""
    emulator.reset()
    environment = {
        "CREC_LIBRARY": str(interface.ROOT / "build" / "lib" / "libcrec.so"),
        **os.environ,
        "CREC_TEST_ENDPOINT": emulator.url,
        "CREC_TEST_CA_FILE": str(emulator.ca_file),
        "CREC_TEST_METADATA": emulator.metadata_url,
        "CREC_TEST_OTHER_CA_FILE": other_ca_file,
    }
    with subprocess.Popen(
        [*tool, str(program)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="backslashreplace",
    ) as process:
        watchdog = threading.Timer(_HANGS_AFTER_SECONDS, process.kill)
        watchdog.start()
        try:
            yield from _results(program.name, process, emulator)
        except BaseException:
            process.kill()  # It would wait for an answer for ever.
            raise
        finally:
            watchdog.cancel()


def _results(
    name: str, process: subprocess.Popen[str], emulator: EmulatorProcess
) -> Iterator[Result]:
    assert process.stdin and process.stdout
    said: list[str] = []
    heard: list[str] = []  # valgrind speaks up in a test that is ok.
    count, failed = 0, False
    for line in process.stdout:
        text = line.rstrip("\n")
        if text.startswith(_STEER):
            print(_steer(emulator, text.removeprefix(_STEER)), file=process.stdin, flush=True)
            continue
        verdict, _, test = text.rpartition(" ")
        if verdict not in ("ok", "not ok"):
            said.append(text)
            continue
        yield Result(f"{name} {test}", "\n".join(said) or verdict if verdict != "ok" else "")
        heard += said
        count, failed, said = count + 1, failed or verdict != "ok", []
    status = process.wait()
    if count == 0 or said or status != int(failed):
        yield Result(name, "\n".join([f"ended with status {status}", *heard, *said]))


def _steer(emulator: EmulatorProcess, command: str) -> int:
    name, _, rest = command.partition(" ")
    values = json.loads(rest) if rest else {}
    match name:
        case "reset":
            emulator.reset()
        case "plant":
            emulator.plant(**values)
        case "fault":
            emulator.fault(**values)
        case "clock":
            emulator.clock(**values)
        case "lifetime":
            emulator.lifetime(**values)
        case "identity-token":
            emulator.identity_token(**values)
        case "revoke":
            return emulator.revoke_keys()
        case "keys":
            return sum(key["temporary"] for key in emulator.all_keys())
        case "requests":
            return len(emulator.seen())
        case "applied":
            return sum(request["applied"] for request in emulator.seen())
        case "connections":
            return len({request["connection"] for request in emulator.seen()})
        case _:
            raise ValueError(f"no program can ask for {command}")
    return 0
