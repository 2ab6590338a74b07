"""The declarations for ctypes say what crec_ledger.h says."""

from __future__ import annotations

import ctypes
import dataclasses
import unittest

import crec
from crec import _ledger_bindings, _structs
from crec._library import ledger_library
from headers import Header, numbers
from support import INCLUDE

MIRRORS: dict[str, type[ctypes.Structure]] = {
    "crec_ledger_options": _ledger_bindings.LedgerOptions,
    "crec_recording_params": _ledger_bindings.RecordingParams,
    "crec_recording_options": _ledger_bindings.RecordingOptions,
    "crec_recording": _ledger_bindings.Recording,
}
OPAQUE: dict[str, type[ctypes.Structure]] = {
    "crec_ledger": _ledger_bindings.LedgerHandle,
    "crec_recordings": _ledger_bindings.RecordingsHandle,
    "crec_outcome": _structs.OutcomeHandle,
    "crec_client": _structs.ClientHandle,
}
HEADER = Header((INCLUDE / "crec_ledger.h",), MIRRORS, OPAQUE)

# Members of a recording that have another name in Python.
RENAMED = {"started_at": "started", "changed_at": "changed"}


class DeclarationTests(unittest.TestCase):
    maxDiff = None

    def test_every_function_is_declared_with_its_types_and_no_other(self) -> None:
        self.assertEqual(_ledger_bindings.FUNCTIONS, dict(HEADER.prototypes()))
        self.assertEqual(list(_ledger_bindings.FUNCTIONS), HEADER.functions())

    def test_every_struct_is_mirrored_and_no_other(self) -> None:
        self.assertEqual(set(HEADER.structs), set(MIRRORS))

    def test_sizes_and_offsets_are_those_of_the_c_compiler(self) -> None:
        self.assertEqual(HEADER.mirrored_layout(), HEADER.layout_in_c())

    def test_a_struct_knows_its_size(self) -> None:
        for kind in MIRRORS.values():
            with self.subTest(kind.__name__):
                self.assertEqual(kind().struct_size, ctypes.sizeof(kind))

    def test_states_have_the_numbers_and_names_of_the_library(self) -> None:
        self.assertEqual(numbers(crec.RecordingState), HEADER.numbers("RECORDING"))
        for state in crec.RecordingState:
            name = ledger_library().crec_recording_state_name(state)
            self.assertEqual(name.decode(), state.name.lower())
        self.assertEqual(ledger_library().crec_recording_state_name(99), b"unknown")

    def test_a_recording_has_the_members_of_the_header(self) -> None:
        members = [RENAMED.get(name, name) for name in HEADER.structs["crec_recording"][1:]]
        self.assertEqual([field.name for field in dataclasses.fields(crec.Recording)], members)


if __name__ == "__main__":
    unittest.main()
