"""The functions of crec.h for ctypes, in its order."""

from __future__ import annotations

import ctypes
from ctypes import POINTER, c_char_p, c_int32, c_int64, c_size_t, c_void_p
from typing import Any

from ._structs import (
    CallHandle,
    ClientHandle,
    ClientOptions,
    Counters,
    Credentials,
    IdentityHandle,
    KeyQueryHandle,
    LoopOptions,
    LoopPointer,
    OperationParams,
    OutcomeHandle,
    Reply,
    RequestHandle,
    RequestParams,
    SignedRequestHandle,
    SignOptions,
    Sized,
    StartWBRecordParams,
    StopLiveRecordParams,
    StopRtcCloudRecordingParams,
    StopWBRecordParams,
    StopWebcastParams,
    SubmitOptions,
    crec_cloud,
    crec_status,
    crec_task_state,
)

OutcomePointer = POINTER(OutcomeHandle)
OutcomeOutput = POINTER(OutcomePointer)
ClientPointer = POINTER(ClientHandle)
CallPointer = POINTER(CallHandle)
_loop = LoopPointer
_client = ClientPointer
_query = POINTER(KeyQueryHandle)
_identity = POINTER(IdentityHandle)
_request = POINTER(RequestHandle)
_signed = POINTER(SignedRequestHandle)
_explained = OutcomeOutput


def _performs(params: type[Sized]) -> tuple[Any, ...]:
    return (crec_status, _client, POINTER(params), _explained)


def _makes_request(params: type[Sized]) -> tuple[Any, ...]:
    return (crec_status, POINTER(params), POINTER(_request), _explained)


FUNCTIONS: dict[str, tuple[Any, ...]] = {
    # name: what it returns, what it takes; bytes that may hold NULs are returned as an address
    "crec_version": (c_char_p,),
    "crec_status_name": (c_char_p, crec_status),
    "crec_outcome_new": (OutcomePointer, crec_status, c_char_p),
    "crec_outcome_copy": (OutcomePointer, OutcomePointer),
    "crec_outcome_free": (None, OutcomePointer),
    "crec_outcome_status": (crec_status, OutcomePointer),
    "crec_outcome_retryable": (c_int32, OutcomePointer),
    "crec_outcome_may_have_been_applied": (c_int32, OutcomePointer),
    "crec_outcome_message": (c_char_p, OutcomePointer),
    "crec_outcome_code": (c_char_p, OutcomePointer),
    "crec_outcome_request_id": (c_char_p, OutcomePointer),
    "crec_outcome_task_id": (c_char_p, OutcomePointer),
    "crec_task_state_name": (c_char_p, crec_task_state),
    "crec_outcome_task_state": (crec_task_state, OutcomePointer),
    "crec_outcome_host": (c_char_p, OutcomePointer),
    "crec_outcome_http_status": (c_int32, OutcomePointer),
    "crec_outcome_attempts": (c_int32, OutcomePointer),
    "crec_outcome_elapsed_ms": (c_int64, OutcomePointer),
    "crec_outcome_start_was_open": (c_int32, OutcomePointer),
    "crec_outcome_clock_offset_s": (c_int64, OutcomePointer),
    "crec_outcome_body": (c_void_p, OutcomePointer),
    "crec_outcome_body_size": (c_size_t, OutcomePointer),
    "crec_outcome_fault_count": (c_size_t, OutcomePointer),
    "crec_outcome_fault_field": (c_char_p, OutcomePointer, c_size_t),
    "crec_outcome_fault_problem": (c_char_p, OutcomePointer, c_size_t),
    "crec_outcome_fault_rule": (c_char_p, OutcomePointer, c_size_t),
    "crec_loop_new": (crec_status, POINTER(LoopOptions), POINTER(_loop), _explained),
    "crec_loop_descriptor": (c_int32, _loop),
    "crec_loop_due_ms": (c_int64, _loop),
    "crec_loop_dispatch": (crec_status, _loop),
    "crec_loop_close": (crec_status, _loop, c_int64),
    "crec_loop_free": (None, _loop),
    "crec_cloud_name": (c_char_p, crec_cloud),
    "crec_cloud_title": (c_char_p, crec_cloud),
    "crec_cloud_named": (crec_cloud, c_char_p),
    "crec_client_new": (crec_status, POINTER(ClientOptions), POINTER(_client), _explained),
    "crec_client_close": (crec_status, _client, c_int64),
    "crec_client_free": (None, _client),
    "crec_client_cloud": (crec_cloud, _client),
    "crec_client_place": (c_char_p, _client),
    "crec_client_set_credentials": _performs(Credentials),
    "crec_client_counters": (crec_status, _client, POINTER(Counters)),
    "crec_key_query_answer": (crec_status, _query, POINTER(Credentials), c_int64, _explained),
    "crec_key_query_fail": (None, _query, c_char_p),
    "crec_client_whoami": (crec_status, _client, POINTER(_identity), _explained),
    "crec_client_submit_whoami": (
        crec_status,
        _client,
        POINTER(SubmitOptions),
        POINTER(CallPointer),
        _explained,
    ),
    "crec_client_identity": (
        crec_status,
        _client,
        c_char_p,
        c_size_t,
        POINTER(_identity),
        _explained,
    ),
    "crec_identity_account": (c_char_p, _identity),
    "crec_identity_principal": (c_char_p, _identity),
    "crec_identity_source": (c_char_p, _identity),
    "crec_identity_origin": (c_char_p, _identity),
    "crec_identity_expires_at": (c_int64, _identity),
    "crec_identity_free": (None, _identity),
    "crec_start_wb_record": _performs(StartWBRecordParams),
    "crec_stop_wb_record": _performs(StopWBRecordParams),
    "crec_stop_webcast": _performs(StopWebcastParams),
    "crec_stop_rtc_cloud_recording": _performs(StopRtcCloudRecordingParams),
    "crec_stop_live_record": _performs(StopLiveRecordParams),
    "crec_request_new_start_wb_record": _makes_request(StartWBRecordParams),
    "crec_request_new_stop_wb_record": _makes_request(StopWBRecordParams),
    "crec_request_new_stop_webcast": _makes_request(StopWebcastParams),
    "crec_request_new_stop_rtc_cloud_recording": _makes_request(StopRtcCloudRecordingParams),
    "crec_request_new_stop_live_record": _makes_request(StopLiveRecordParams),
    "crec_request_new_operation": _makes_request(OperationParams),
    "crec_operations": (c_char_p,),
    "crec_request_new": _makes_request(RequestParams),
    "crec_request_free": (None, _request),
    "crec_client_perform": (crec_status, _client, _request, _explained),
    "crec_client_submit": (
        crec_status,
        _client,
        _request,
        POINTER(SubmitOptions),
        POINTER(CallPointer),
        _explained,
    ),
    "crec_call_cancel": (crec_status, CallPointer),
    "crec_call_free": (None, CallPointer),
    "crec_client_descriptor": (c_int32, _client),
    "crec_client_take": (c_int32, _client, POINTER(c_void_p), _explained),
    "crec_client_sign": (
        crec_status,
        _client,
        _request,
        POINTER(SignOptions),
        POINTER(_signed),
        _explained,
    ),
    "crec_signed_request_method": (c_char_p, _signed),
    "crec_signed_request_url": (c_void_p, _signed),
    "crec_signed_request_body": (c_void_p, _signed),
    "crec_signed_request_body_size": (c_size_t, _signed),
    "crec_signed_request_header_count": (c_size_t, _signed),
    "crec_signed_request_header_name": (c_char_p, _signed, c_size_t),
    "crec_signed_request_header_value": (c_char_p, _signed, c_size_t),
    "crec_signed_request_free": (None, _signed),
    "crec_client_read": (crec_status, _client, _request, POINTER(Reply), _explained),
}


def declare(library: ctypes.CDLL, functions: dict[str, tuple[Any, ...]] = FUNCTIONS) -> None:
    """Tells ctypes every function's types. AttributeError: the library lacks one.

    What only reads the memory of an outcome or of a list keeps the GIL: to give it up costs more,
    among many threads.
    """
    keeping = ctypes.PyDLL(library._name, handle=library._handle)
    for name, (returned, *taken) in functions.items():
        is_reading = name.startswith(("crec_outcome_", "crec_recordings_"))
        function = getattr(keeping if is_reading else library, name)
        function.restype = returned
        function.argtypes = taken
        setattr(library, name, function)
