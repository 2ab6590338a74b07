"""The structs and types of crec.h for ctypes, in its order.

``POINTER`` is for declarations, once for each type: what it remembers is forgotten when another
interpreter of the process imports ctypes, and the type that it makes then is another one.
"""

from __future__ import annotations

import ctypes
from ctypes import POINTER, c_char_p, c_int32, c_int64, c_size_t, c_void_p
from typing import Any

TIMESTAMP_NOW = -1

crec_status = c_int32
crec_cloud = c_int32
crec_pacing = c_int32
crec_log_level = c_int32
crec_log_kind = c_int32
crec_task_state = c_int32


class Sized(ctypes.Structure):
    """A struct that starts with its size."""

    def __init__(self, **members: Any) -> None:
        """Fills the struct; what is not given is NULL or 0."""
        super().__init__(ctypes.sizeof(type(self)), **members)


class LoopHandle(ctypes.Structure):
    """crec_loop, opaque."""


LoopPointer = POINTER(LoopHandle)


class LoopOptions(Sized):
    """struct crec_loop_options."""

    _fields_ = (("struct_size", c_size_t), ("hosted", c_int32))


class Credentials(Sized):
    """struct crec_credentials."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("access_key_id", c_char_p),
        ("access_key_secret", c_char_p),
        ("security_token", c_char_p),
    )


CredentialsPointer = POINTER(Credentials)


class Rate(ctypes.Structure):
    """struct crec_rate."""

    _fields_ = (("action", c_char_p), ("calls_per_second", c_int32))


class LogEvent(Sized):
    """struct crec_log_event."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("level", crec_log_level),
        ("kind", crec_log_kind),
        ("line", c_char_p),
        ("cloud", crec_cloud),
        ("action", c_char_p),
        ("task", c_char_p),
        ("call", c_int64),
        ("context", c_void_p),
        ("attempt", c_int32),
        ("host", c_char_p),
        ("status", crec_status),
        ("may_have_been_applied", c_int32),
        ("http_status", c_int32),
        ("code", c_char_p),
        ("request_id", c_char_p),
        ("reason", c_char_p),
        ("elapsed_ms", c_int64),
        ("pause_ms", c_int64),
    )


class ClientOptions(Sized):
    """struct crec_client_options."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("cloud", crec_cloud),
        ("credentials", CredentialsPointer),
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
        ("loop", LoopPointer),
        ("connection_limit", c_int32),
        ("queue_limit", c_int32),
        ("attempt_limit", c_int32),
        ("pacing", crec_pacing),
        ("rates", POINTER(Rate)),
        ("rate_count", c_size_t),
        ("failover", c_int32),
        ("log", c_void_p),
        ("log_context", c_void_p),
        ("log_level", crec_log_level),
        *((name, c_char_p) for name in ("profile", "role", "source")),
        *((name, c_char_p) for name in ("sts_endpoint", "metadata_endpoint")),
        ("key_function", c_void_p),
        ("key_context", c_void_p),
    )


class Counters(Sized):
    """struct crec_counters."""

    _fields_ = (
        ("struct_size", c_size_t),
        *((name, c_int64) for name in ("calls", "attempts", "repetitions", "throttled")),
        *((name, c_int64) for name in ("new_connections", "reused_connections")),
        *((name, c_int64) for name in ("open", "in_flight")),
        *((name, c_int64) for name in ("elapsed_ms", "longest_ms", "waited_ms")),
        ("outcomes", c_int64 * 32),
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


class OperationParams(Sized):
    """struct crec_operation_params."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("cloud", crec_cloud),
        ("action", c_char_p),
        ("fields", c_char_p),
        ("version", c_char_p),
    )


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
        ("fields", c_char_p),
        ("repeatable", c_int32),
    )


class SubmitOptions(Sized):
    """struct crec_submit_options. There is no completion: C never calls into Python."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("completion", c_void_p),
        ("context", c_void_p),
        ("timeout_ms", c_int64),
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


class KeyQueryHandle(ctypes.Structure):
    """crec_key_query, opaque."""


class IdentityHandle(ctypes.Structure):
    """crec_identity, opaque."""


class RequestHandle(ctypes.Structure):
    """crec_request, opaque."""


class CallHandle(ctypes.Structure):
    """crec_call, opaque."""


class SignedRequestHandle(ctypes.Structure):
    """crec_signed_request, opaque."""
