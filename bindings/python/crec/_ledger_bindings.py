"""The structs and functions of crec_ledger.h for ctypes, in its order."""

from __future__ import annotations

import ctypes
from ctypes import POINTER, c_char_p, c_int32, c_int64, c_size_t, c_void_p
from typing import Any

from ._bindings import ClientPointer, OutcomeOutput
from ._structs import Sized, crec_cloud, crec_status

crec_recording_state = c_int32


class LedgerHandle(ctypes.Structure):
    """crec_ledger, opaque."""


class LedgerOptions(Sized):
    """struct crec_ledger_options."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("path", c_char_p),
        ("replace_damaged", c_int32),
        ("keep_orphans", c_int32),
        ("grace_ms", c_int64),
        ("limit_ms", c_int64),
        ("host_pid", c_int64),
        ("without_record", c_int32),
        ("log", c_void_p),
        ("log_context", c_void_p),
    )


class RecordingParams(Sized):
    """struct crec_recording_params."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("name", c_char_p),
        ("account", c_char_p),
        ("action", c_char_p),
        ("fields", c_char_p),
        ("max_duration_s", c_int64),
        ("timeout_ms", c_int64),
        ("completion", c_void_p),
        ("context", c_void_p),
    )


class RecordingOptions(Sized):
    """struct crec_recording_options."""

    _fields_ = (("struct_size", c_size_t), ("completion", c_void_p), ("context", c_void_p))


class Recording(Sized):
    """struct crec_recording."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("name", c_char_p),
        ("account", c_char_p),
        ("cloud", crec_cloud),
        ("action", c_char_p),
        ("task", c_char_p),
        ("state", crec_recording_state),
        ("started_at", c_int64),
        ("changed_at", c_int64),
        ("attempts", c_int32),
        ("status", crec_status),
        ("problem", c_char_p),
        ("bound", c_char_p),
        ("is_orphan", c_int32),
    )


class RecordingsHandle(ctypes.Structure):
    """crec_recordings, opaque."""


_ledger = POINTER(LedgerHandle)
_options = POINTER(RecordingOptions)
_recordings = POINTER(RecordingsHandle)

FUNCTIONS: dict[str, tuple[Any, ...]] = {
    # name: what it returns, what it takes
    "crec_recording_state_name": (c_char_p, crec_recording_state),
    "crec_ledger_open": (crec_status, POINTER(LedgerOptions), POINTER(_ledger), OutcomeOutput),
    "crec_ledger_add_account": (crec_status, _ledger, c_char_p, ClientPointer, OutcomeOutput),
    "crec_ledger_close": (crec_status, _ledger, c_int64, c_int32),
    "crec_ledger_free": (None, _ledger),
    "crec_ledger_start": (crec_status, _ledger, POINTER(RecordingParams), OutcomeOutput),
    "crec_ledger_stop": (crec_status, _ledger, c_char_p, _options, OutcomeOutput),
    "crec_ledger_stop_all": (crec_status, _ledger, c_char_p, OutcomeOutput),
    "crec_ledger_forget": (crec_status, _ledger, c_char_p, _options, OutcomeOutput),
    "crec_ledger_descriptor": (c_int32, _ledger),
    "crec_ledger_take": (c_int32, _ledger, POINTER(c_void_p), OutcomeOutput),
    "crec_ledger_settle": (crec_status, _ledger, c_int64),
    "crec_ledger_list": (crec_status, _ledger, POINTER(_recordings), OutcomeOutput),
    "crec_recordings_count": (c_size_t, _recordings),
    "crec_recordings_at": (POINTER(Recording), _recordings, c_size_t),
    "crec_recordings_free": (None, _recordings),
}
