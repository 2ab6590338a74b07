"""Inputs that other tests hold: the vectors, and the seeds of the fuzz targets."""

from __future__ import annotations

import ctypes
import json
from collections.abc import Iterator
from ctypes import POINTER, c_char_p
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from run import seeds

from crec import _structs

Input = dict[str, Any]
VECTORS = Path(__file__).resolve().parent.parent / "Vectors"
CLOUDS = {"volcengine": 1, "alibaba": 2, "aliyun": 2, "tencent": 3}
# The five calls, with the fields in the order of Tests/C/support/calls.h and of their structs.
CALLS = {
    "start_wb_record": (1, _structs.StartWBRecordParams),
    "stop_wb_record": (1, _structs.StopWBRecordParams),
    "stop_webcast": (1, _structs.StopWebcastParams),
    "stop_rtc_cloud_recording": (2, _structs.StopRtcCloudRecordingParams),
    "stop_live_record": (3, _structs.StopLiveRecordParams),
}
GOOD = {
    "app_id": "App-1",
    "room_id": "Room-1",
    "task_id": "1",
    "user_id": "User-1",
    "business_id": "Business-1",
    "source_url": "https://example.com/board?x=1",
    "stream_name": "stream",
}


def call(name: str, **members: Any) -> Input:
    """One of the five calls, with good values but for the given members."""
    cloud, struct = CALLS[name]
    names = {member[0] for member in struct._fields_}
    good = {member: value for member, value in GOOD.items() if member in names}
    return {"kind": "call", "call": name, "cloud": cloud, **good, **members}


def vectors() -> Iterator[Input]:
    """The requests that the vendors' pages and SDKs sign, with their keys and timestamps."""
    for line in (VECTORS / "sdk.jsonl").read_text("utf-8").split("\n"):
        if line:
            vector = json.loads(line)
            yield from _signing(vector["provider"], vector["input"], vector["output"])
    published = json.loads((VECTORS / "published.json").read_text("utf-8"))
    for vector in published["vectors"]:
        if "ak" in vector["input"]:
            yield from _signing(vector["provider"], vector["input"], {})


def _signing(provider: str, given: Any, output: Any) -> Iterator[Input]:
    address = urlsplit(str(given.get("url", "")))
    query = given.get("query") or dict(parse_qsl(address.query))
    body = output.get("body", given.get("body"))
    headers = {**given.get("signed_headers", {}), **output.get("headers", {})}
    request = {
        "kind": "any",
        "cloud": CLOUDS[provider],
        "action": given.get("action", query.get("Action", "Any")),
        "version": given.get("version", query.get("Version", "2018-08-01")),
        "method": given.get("method"),
        "query": [[name, str(value)] for name, value in dict(query).items()],
        "body": body if isinstance(body, str) else None,
        "content_type": headers.get("Content-Type"),
    }
    client = {
        "credentials": {
            "access_key_id": given["ak"],
            "access_key_secret": given.get("sk"),
            "security_token": given.get("token"),
        },
        **{name: given.get(name) for name in ("region", "service")},
        "endpoint": given.get("host") or address.netloc or None,
    }
    time = {"timestamp": int(given.get("timestamp") or 0), "nonce": given.get("nonce")}
    if not time["nonce"] and CLOUDS[provider] == 2:
        time["nonce"] = "nonce"
    yield {"kind": "sign", "request": request, "client": client, **time}


class _Pieces:
    """A seed, cut as Tests/Fuzz/input.h cuts it."""

    def __init__(self, seed: bytes) -> None:
        self._left = seed

    def text(self) -> str | None:
        if not self._left:
            return None
        piece, _, self._left = self._left.partition(b"\0")
        return None if piece == b"~" else piece.decode("utf-8", "surrogateescape")

    def number(self, kind: Any = ctypes.c_int64) -> int:
        text = self.text() or "0"
        return int(kind(int(text) if text.lstrip("-").isdigit() else 0).value)

    def rest(self) -> str:
        return self._left.decode("utf-8", "surrogateescape")

    def pairs(self, count: int) -> list[list[str | None]]:
        return [[self.text(), self.text()] for _ in range(min(count, 8))]


def fuzz_seeds(operations: list[Any]) -> Iterator[Input]:
    """Every seed, as the library sees it."""
    for target in ("body", "validation"):
        for seed in seeds(target):
            pieces = _Pieces(seed)
            yield _call(pieces, pieces.number() % len(CALLS))
    request = call("stop_rtc_cloud_recording")
    for seed in seeds("json"):
        body = '{"RequestId":"R","TaskId":' + _Pieces(seed).rest() + "}"
        yield {"kind": "reply", "request": request, "http_status": 200, "body": body}
    for seed in seeds("reply"):
        pieces = _Pieces(seed)
        yield from _reply(pieces)
    for seed in seeds("operation"):
        pieces = _Pieces(seed)
        known = operations[pieces.number() % len(operations)]
        fields = {"cloud": known["cloud"], "fields": pieces.text()}
        yield {"kind": "operation", "action": known["action"], **fields}
        rest = {"version": "2020-12-01", "method": pieces.text()}
        yield {"kind": "any", "action": "Any", **fields, **rest}
    for seed in seeds("sign"):
        pieces = _Pieces(seed)
        made: Input = {"kind": "any", "cloud": pieces.number() % 4}
        for name in ("action", "version", "method", "content_type"):
            made[name] = pieces.text()
        # Now would be another time for each library.
        time = {"timestamp": max(pieces.number(), 0), "nonce": pieces.text() or "nonce"}
        made |= {"query": pieces.pairs(pieces.number()), "body": pieces.rest()}
        yield {"kind": "sign", "request": made, **time}
    yield from _clients()
    for seed in seeds("structs"):
        yield from _struct(_Pieces(seed))


def _call(pieces: _Pieces, place: int) -> Input:
    name, (cloud, struct) = list(CALLS.items())[place]
    members = {member[0]: pieces.text() for member in struct._fields_[1:]}
    return {"kind": "call", "call": name, "cloud": cloud, **members}


def _reply(pieces: _Pieces) -> Iterator[Input]:
    # The sixth is GetWebCastTask in that target; any other operation serves here.
    request = call(list(CALLS)[pieces.number() % len(CALLS)])
    reply: Input = {"kind": "reply", "request": request}
    reply["http_status"] = pieces.number(ctypes.c_int32)
    reply["headers"] = pieces.pairs(pieces.number())
    yield {**reply, "token": "token-5d1b7a90", "body": pieces.rest()}


def _clients() -> Iterator[Input]:
    names = (
        *("endpoint", "host", "region", "service", "ca_file", "ca_directory", "proxy"),
        *("proxy_from_environment", "allow_http", "connect_timeout_ms", "timeout_ms"),
        *("reply_limit", "connection_limit", "queue_limit", "attempt_limit"),
    )
    kinds = dict(member[:2] for member in _structs.ClientOptions._fields_)
    for seed in seeds("endpoint"):
        pieces = _Pieces(seed)
        made: Input = {"kind": "client", "cloud": pieces.number() % 5}
        for name in names:
            text = kinds[name] is c_char_p
            made[name] = pieces.text() if text else pieces.number(kinds[name])
        keys = {"access_key_id": "AK", "access_key_secret": "SK", "security_token": pieces.text()}
        made |= {"credentials": keys, "pacing": pieces.number() % 4}
        made |= {"failover": pieces.number(ctypes.c_int32), "log_level": pieces.number() % 6}
        rate = [pieces.text(), pieces.number(ctypes.c_int32)]
        yield {**made, "rates": [rate] if rate[0] else []}


def _struct(pieces: _Pieces) -> Iterator[Input]:
    """The members of any struct, by their types, where they are texts, numbers or pairs."""
    place = pieces.number()
    kinds: list[tuple[str, type[_structs.Sized], Input]] = [
        ("client", _structs.ClientOptions, {}),
        ("credentials", _structs.Credentials, {}),
        *(
            ("call", struct, {"call": name, "cloud": cloud})
            for name, (cloud, struct) in CALLS.items()
        ),
        ("any", _structs.RequestParams, {}),
        ("submit", _structs.SubmitOptions, {}),
        ("loop", _structs.LoopOptions, {}),
        ("sign", _structs.SignOptions, {}),
        ("reply", _structs.Reply, {"request": call("stop_rtc_cloud_recording")}),
        ("counters", _structs.Counters, {}),
        ("operation", _structs.OperationParams, {}),
    ]
    kind, struct, made = kinds[place % len(kinds)]
    made = {"kind": kind, "struct_size": pieces.number(ctypes.c_size_t), **made}
    if kind == "client":
        made["credentials"] = {"access_key_id": "AK", "access_key_secret": "SK"}
    if kind == "counters":
        struct = _structs.Sized
    for name, member, *_ in getattr(struct, "_fields_", ())[1:]:
        if name in ("query_count", "header_count", "rate_count", "body_size"):
            continue
        functions = ("log", "log_context", "key_function", "key_context")
        if name in ("credentials", "loop", "completion", "context", *functions):
            continue
        if member in (POINTER(_structs.Pair), POINTER(_structs.Rate)):
            pairs = pieces.pairs(pieces.number())
            is_rate = member is POINTER(_structs.Rate)
            made[name] = [[pair[0], 1 if is_rate else pair[1]] for pair in pairs]
        else:
            made[name] = pieces.text() if member is c_char_p else pieces.number(member)
    yield made
