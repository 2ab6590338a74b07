"""The declarations of crec.h for ctypes, in its order: structs and functions."""

from __future__ import annotations

import ctypes
from ctypes import POINTER, c_char_p, c_int32, c_int64, c_size_t, c_void_p
from typing import Any

TIMESTAMP_NOW = -1

crec_status = c_int32
crec_cloud = c_int32


class Sized(ctypes.Structure):
    """A struct that starts with its size."""

    def __init__(self, **members: Any) -> None:
        """Fills the struct; what is not given is NULL or 0."""
        super().__init__(ctypes.sizeof(type(self)), **members)


class Credentials(Sized):
    """struct crec_credentials."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("access_key_id", c_char_p),
        ("access_key_secret", c_char_p),
        ("security_token", c_char_p),
    )


class ClientOptions(Sized):
    """struct crec_client_options."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("cloud", crec_cloud),
        ("credentials", POINTER(Credentials)),
        ("endpoint", c_char_p),
        ("host", c_char_p),
        ("region", c_char_p),
        ("service", c_char_p),
        ("ca_file", c_char_p),
        ("ca_directory", c_char_p),
        ("proxy", c_char_p),
        ("proxy_from_environment", c_int32),
        ("allow_http", c_int32),
        ("connect_timeout_ms", c_int64),
        ("timeout_ms", c_int64),
        ("reply_limit", c_size_t),
    )


class StartWBRecordParams(Sized):
    """struct crec_start_wb_record_params."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("app_id", c_char_p),
        ("room_id", c_char_p),
        ("task_id", c_char_p),
        ("user_id", c_char_p),
        ("business_id", c_char_p),
        ("source_url", c_char_p),
        ("version", c_char_p),
    )


class StopWBRecordParams(Sized):
    """struct crec_stop_wb_record_params."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("app_id", c_char_p),
        ("room_id", c_char_p),
        ("user_id", c_char_p),
        ("task_id", c_char_p),
        ("version", c_char_p),
    )


class StopWebcastParams(Sized):
    """struct crec_stop_webcast_params."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("app_id", c_char_p),
        ("room_id", c_char_p),
        ("task_id", c_char_p),
        ("version", c_char_p),
    )


class StopRtcCloudRecordingParams(Sized):
    """struct crec_stop_rtc_cloud_recording_params."""

    _fields_ = (("struct_size", c_size_t), ("task_id", c_char_p), ("version", c_char_p))


class StopLiveRecordParams(Sized):
    """struct crec_stop_live_record_params."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("stream_name", c_char_p),
        ("task_id", c_char_p),
        ("version", c_char_p),
    )


class Pair(ctypes.Structure):
    """struct crec_pair."""

    _fields_ = (("name", c_char_p), ("value", c_char_p))


class RequestParams(Sized):
    """struct crec_request_params. A c_char_p passes a body too: its size tells where it ends."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("cloud", crec_cloud),
        ("action", c_char_p),
        ("version", c_char_p),
        ("method", c_char_p),
        ("query", POINTER(Pair)),
        ("query_count", c_size_t),
        ("body", c_char_p),
        ("body_size", c_size_t),
        ("content_type", c_char_p),
    )


class SignOptions(Sized):
    """struct crec_sign_options."""

    _fields_ = (("struct_size", c_size_t), ("timestamp", c_int64), ("nonce", c_char_p))


class Reply(Sized):
    """struct crec_reply."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("http_status", c_int32),
        ("headers", POINTER(Pair)),
        ("header_count", c_size_t),
        ("body", c_char_p),
        ("body_size", c_size_t),
    )


class OutcomeHandle(ctypes.Structure):
    """crec_outcome, opaque."""


class ClientHandle(ctypes.Structure):
    """crec_client, opaque."""


class RequestHandle(ctypes.Structure):
    """crec_request, opaque."""


class SignedRequestHandle(ctypes.Structure):
    """crec_signed_request, opaque."""


_outcome = POINTER(OutcomeHandle)
_client = POINTER(ClientHandle)
_request = POINTER(RequestHandle)
_signed = POINTER(SignedRequestHandle)
_explained = POINTER(_outcome)


def _performs(params: type[Sized]) -> tuple[Any, ...]:
    return (crec_status, _client, POINTER(params), _explained)


def _makes_request(params: type[Sized]) -> tuple[Any, ...]:
    return (crec_status, POINTER(params), POINTER(_request), _explained)


FUNCTIONS: dict[str, tuple[Any, ...]] = {
    # name: what it returns, what it takes; bytes that may hold NULs are returned as an address
    "crec_version": (c_char_p,),
    "crec_status_name": (c_char_p, crec_status),
    "crec_outcome_free": (None, _outcome),
    "crec_outcome_status": (crec_status, _outcome),
    "crec_outcome_retryable": (c_int32, _outcome),
    "crec_outcome_may_have_been_applied": (c_int32, _outcome),
    "crec_outcome_message": (c_char_p, _outcome),
    "crec_outcome_code": (c_char_p, _outcome),
    "crec_outcome_request_id": (c_char_p, _outcome),
    "crec_outcome_task_id": (c_char_p, _outcome),
    "crec_outcome_host": (c_char_p, _outcome),
    "crec_outcome_http_status": (c_int32, _outcome),
    "crec_outcome_attempts": (c_int32, _outcome),
    "crec_outcome_elapsed_ms": (c_int64, _outcome),
    "crec_outcome_body": (c_void_p, _outcome),
    "crec_outcome_body_size": (c_size_t, _outcome),
    "crec_outcome_fault_count": (c_size_t, _outcome),
    "crec_outcome_fault_field": (c_char_p, _outcome, c_size_t),
    "crec_outcome_fault_problem": (c_char_p, _outcome, c_size_t),
    "crec_outcome_fault_rule": (c_char_p, _outcome, c_size_t),
    "crec_client_new": (crec_status, POINTER(ClientOptions), POINTER(_client), _explained),
    "crec_client_free": (None, _client),
    "crec_client_set_credentials": _performs(Credentials),
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
    "crec_request_new": _makes_request(RequestParams),
    "crec_request_free": (None, _request),
    "crec_client_perform": (crec_status, _client, _request, _explained),
    "crec_client_sign": (
        crec_status,
        _client,
        _request,
        POINTER(SignOptions),
        POINTER(_signed),
        _explained,
    ),
    "crec_signed_request_method": (c_char_p, _signed),
    "crec_signed_request_url": (c_char_p, _signed),
    "crec_signed_request_body": (c_void_p, _signed),
    "crec_signed_request_body_size": (c_size_t, _signed),
    "crec_signed_request_header_count": (c_size_t, _signed),
    "crec_signed_request_header_name": (c_char_p, _signed, c_size_t),
    "crec_signed_request_header_value": (c_char_p, _signed, c_size_t),
    "crec_signed_request_free": (None, _signed),
    "crec_client_read": (crec_status, _client, _request, POINTER(Reply), _explained),
}


def declare(library: ctypes.CDLL) -> None:
    """Tells ctypes every function's types. AttributeError: the library lacks one."""
    for name, (returned, *taken) in FUNCTIONS.items():
        function = getattr(library, name)
        function.restype = returned
        function.argtypes = taken
