"""The declarations for ctypes say what crec.h says."""

from __future__ import annotations

import ctypes
import logging
import re
import unittest

import crec
from crec import _bindings, _structs
from crec._log import LEVELS
from headers import Header, numbers
from support import BINDING, INCLUDE

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
    "crec_key_query": _structs.KeyQueryHandle,
    "crec_identity": _structs.IdentityHandle,
    "crec_call": _structs.CallHandle,
    "crec_signed_request": _structs.SignedRequestHandle,
}
NAMES = ("crec.h", "crec_client.h", "crec_keys.h", "crec_request.h")
FILES = tuple(INCLUDE / name for name in NAMES)
HEADER = Header(FILES, MIRRORS, OPAQUE)


class DeclarationTests(unittest.TestCase):
    def test_every_function_is_declared_with_its_types_and_no_other(self) -> None:
        expected = dict(HEADER.prototypes())
        # What is read beyond a NUL: ctypes would cut a char * there.
        for name in ("crec_outcome_body", "crec_signed_request_url"):
            expected[name] = (ctypes.c_void_p, *expected[name][1:])
        self.maxDiff = None
        self.assertEqual(_bindings.FUNCTIONS, expected)

    def test_no_function_of_the_header_escapes_the_parser(self) -> None:
        self.assertEqual(sorted(HEADER.functions()), sorted(dict(HEADER.prototypes())))

    def test_every_struct_is_mirrored_and_no_other(self) -> None:
        self.assertEqual(set(HEADER.structs), set(MIRRORS))

    def test_sizes_and_offsets_are_those_of_the_c_compiler(self) -> None:
        self.assertEqual(HEADER.mirrored_layout(), HEADER.layout_in_c())

    def test_a_struct_knows_its_size(self) -> None:
        for kind in MIRRORS.values():
            if issubclass(kind, _structs.Sized):
                with self.subTest(kind.__name__):
                    self.assertEqual(kind().struct_size, ctypes.sizeof(kind))

    def test_statuses_have_the_numbers_of_the_header(self) -> None:
        self.assertEqual(numbers(crec.Status), HEADER.numbers("STATUS"))

    def test_task_states_have_the_numbers_of_the_header(self) -> None:
        self.assertEqual(numbers(crec.TaskState), HEADER.numbers("TASK"))

    def test_clouds_have_the_numbers_of_the_header(self) -> None:
        self.assertEqual(numbers(crec.Cloud), HEADER.numbers("CLOUD"))

    def test_pacings_have_the_numbers_of_the_header(self) -> None:
        self.assertEqual(numbers(crec.Pacing), HEADER.numbers("PACING"))

    def test_log_kinds_and_levels_have_the_numbers_of_the_header(self) -> None:
        header = HEADER.numbers("LOG")
        levels = {logging.getLevelName(level): number for number, level in LEVELS.items()}
        self.assertEqual({**numbers(crec.LogKind), **levels}, header)

    def test_now_is_the_number_of_the_header(self) -> None:
        (now,) = re.findall(r"#define CREC_TIMESTAMP_NOW \((-?\d+)\)", HEADER.text)
        self.assertEqual(_structs.TIMESTAMP_NOW, int(now))

    def test_the_versions_of_package_header_and_library_are_one(self) -> None:
        (header,) = re.findall(r'CREC_VERSION_STRING "(.*)"', HEADER.text)
        toml = (BINDING / "pyproject.toml").read_text()
        (project,) = re.findall(r'^version = "(.*)"', toml, re.MULTILINE)
        self.assertEqual({header, project, crec.load()}, {crec.__version__})


if __name__ == "__main__":
    unittest.main()
