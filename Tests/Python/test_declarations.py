"""The declarations for ctypes say what crec.h says."""

from __future__ import annotations

import ctypes
import logging
import re
import subprocess
import tempfile
import unittest
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import crec
from crec import _bindings, _structs
from crec._log import LEVELS
from support import BINDING, INCLUDE

PARTS = "".join(part.read_text() for part in sorted(set(INCLUDE.glob("*.h")) - {INCLUDE / "crec_ledger.h"}))
HEADER = re.sub(r"/\*.*?\*/", "", PARTS, flags=re.DOTALL)
STRUCTS = {
    name: re.findall(r"(\w+)(?:\[\d+\])?;", body)
    for body, name in re.findall(r"typedef struct \w+ \{(.*?)\} (\w+);", HEADER, re.DOTALL)
}

MIRRORS: dict[str, type[ctypes.Structure]] = {
    "crec_loop_options": _structs.LoopOptions,
    "crec_credentials": _structs.Credentials,
    "crec_rate": _structs.Rate,
    "crec_log_event": _structs.LogEvent,
    "crec_counters": _structs.Counters,
    "crec_client_options": _structs.ClientOptions,
    "crec_start_wb_record_params": _structs.StartWBRecordParams,
    "crec_stop_wb_record_params": _structs.StopWBRecordParams,
    "crec_stop_webcast_params": _structs.StopWebcastParams,
    "crec_stop_rtc_cloud_recording_params": _structs.StopRtcCloudRecordingParams,
    "crec_stop_live_record_params": _structs.StopLiveRecordParams,
    "crec_pair": _structs.Pair,
    "crec_operation_params": _structs.OperationParams,
    "crec_request_params": _structs.RequestParams,
    "crec_submit_options": _structs.SubmitOptions,
    "crec_sign_options": _structs.SignOptions,
    "crec_reply": _structs.Reply,
}
OPAQUE: dict[str, type[ctypes.Structure]] = {
    "crec_outcome": _structs.OutcomeHandle,
    "crec_loop": _structs.LoopHandle,
    "crec_client": _structs.ClientHandle,
    "crec_request": _structs.RequestHandle,
    "crec_call": _structs.CallHandle,
    "crec_signed_request": _structs.SignedRequestHandle,
}
SIMPLE = {
    "void": None,
    "char*": ctypes.c_char_p,
    "void*": ctypes.c_void_p,
    "void**": ctypes.POINTER(ctypes.c_void_p),
    "size_t": ctypes.c_size_t,
    "int32_t": ctypes.c_int32,
    "int64_t": ctypes.c_int64,
    "crec_cloud": ctypes.c_int32,
    "crec_status": ctypes.c_int32,
    "crec_task_state": ctypes.c_int32,
}


def ctype(declaration: str) -> Any:
    """The ctypes type of a C type, or of a parameter declared with its name."""
    ((name, stars),) = re.findall(r"^(?:const )?(\w+) ?(\**)\w*$", declaration)
    if name + stars in SIMPLE:
        return SIMPLE[name + stars]
    kind: Any = MIRRORS.get(name) or OPAQUE[name]
    for _ in stars:
        kind = ctypes.POINTER(kind)
    return kind


def prototypes() -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Every function of the header with what it returns and takes."""
    text = " ".join(HEADER.split())
    pattern = r"((?:const )?\w+ \*?)(crec_\w+)\(([^()]*)\);"
    for returned, name, taken in re.findall(pattern, text):
        parameters = [] if taken == "void" else taken.split(", ")
        yield name, (ctype(returned.strip()), *map(ctype, parameters))


def numbers(prefix: str) -> dict[str, int]:
    """The numbers of one of the header's enums, by name."""
    found = re.findall(rf"CREC_{prefix}_(\w+) = (\d+)", HEADER)
    return {name: int(number) for name, number in found}


class DeclarationTests(unittest.TestCase):
    def test_every_function_is_declared_with_its_types_and_no_other(self) -> None:
        expected = dict(prototypes())
        # What is read beyond a NUL: ctypes would cut a char * there.
        for name in ("crec_outcome_body", "crec_signed_request_url"):
            expected[name] = (ctypes.c_void_p, *expected[name][1:])
        self.maxDiff = None
        self.assertEqual(_bindings.FUNCTIONS, expected)

    def test_no_function_of_the_header_escapes_the_parser(self) -> None:
        names = re.findall(r"\b(crec_\w+)\(", HEADER)
        self.assertEqual(sorted(names), sorted(name for name, _ in prototypes()))

    def test_every_struct_is_mirrored_and_no_other(self) -> None:
        self.assertEqual(set(STRUCTS), set(MIRRORS))

    def test_sizes_and_offsets_are_those_of_the_c_compiler(self) -> None:
        mirrored = {
            f"{name}.{member}": (getattr(kind, member).offset, getattr(kind, member).size)
            for name, kind in MIRRORS.items()
            for member, *_ in kind._fields_
        }
        mirrored |= {name: (0, ctypes.sizeof(kind)) for name, kind in MIRRORS.items()}
        self.assertEqual(mirrored, layout_in_c())

    def test_a_struct_knows_its_size(self) -> None:
        for kind in MIRRORS.values():
            if issubclass(kind, _structs.Sized):
                with self.subTest(kind.__name__):
                    self.assertEqual(kind().struct_size, ctypes.sizeof(kind))

    def test_statuses_have_the_numbers_of_the_header(self) -> None:
        self.assertEqual({status.name: status.value for status in crec.Status}, numbers("STATUS"))

    def test_task_states_have_the_numbers_of_the_header(self) -> None:
        self.assertEqual({state.name: state.value for state in crec.TaskState}, numbers("TASK"))

    def test_clouds_have_the_numbers_of_the_header(self) -> None:
        self.assertEqual({cloud.name: cloud.value for cloud in crec.Cloud}, numbers("CLOUD"))

    def test_pacings_have_the_numbers_of_the_header(self) -> None:
        self.assertEqual({pacing.name: pacing.value for pacing in crec.Pacing}, numbers("PACING"))

    def test_log_kinds_and_levels_have_the_numbers_of_the_header(self) -> None:
        header = numbers("LOG")
        kinds = {kind.name: kind.value for kind in crec.LogKind}
        levels = {logging.getLevelName(level): number for number, level in LEVELS.items()}
        self.assertEqual({**kinds, **levels}, header)

    def test_now_is_the_number_of_the_header(self) -> None:
        (now,) = re.findall(r"#define CREC_TIMESTAMP_NOW \((-?\d+)\)", HEADER)
        self.assertEqual(_structs.TIMESTAMP_NOW, int(now))

    def test_the_versions_of_package_header_and_library_are_one(self) -> None:
        (header,) = re.findall(r'CREC_VERSION_STRING "(.*)"', HEADER)
        toml = (BINDING / "pyproject.toml").read_text()
        (project,) = re.findall(r'^version = "(.*)"', toml, re.MULTILINE)
        self.assertEqual({header, project, crec.load()}, {crec.__version__})


def layout_in_c() -> dict[str, tuple[int, int]]:
    """Offset and size of every struct and member in the header, by a compiled program."""
    lines = []
    for name, members in STRUCTS.items():
        lines.append(f'printf("{name} 0 %zu\\n", sizeof({name}));')
        lines += [
            f'printf("{name}.{member} %zu %zu\\n", offsetof({name}, {member}),'
            f" sizeof((({name} *)0)->{member}));"
            for member in members
        ]
    source = "#include <stdio.h>\n#include <crec.h>\nint main(void) {" + "\n".join(lines) + "}\n"
    with tempfile.TemporaryDirectory() as directory:
        program = str(Path(directory, "layout"))
        subprocess.run(
            ["cc", f"-I{INCLUDE}", "-xc", "-", "-o", program],
            input=source,
            text=True,
            check=True,
        )
        printed = subprocess.run([program], capture_output=True, text=True, check=True).stdout
    rows = (line.split() for line in printed.splitlines())
    return {name: (int(offset), int(size)) for name, offset, size in rows}


if __name__ == "__main__":
    unittest.main()
