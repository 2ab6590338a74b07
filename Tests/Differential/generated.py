"""Inputs generated from the library's own tables, the same every time."""

from __future__ import annotations

import ctypes
import json
import random
from collections.abc import Iterator
from typing import Any

import clients
import replies
import values
from recorded import CALLS, call
from values import INT64, TEXTS

from crec import _bindings, _structs

Input = dict[str, Any]
SEED = 1
MOMENTS = (
    *(-2, 0, 1, 59, 86_399, 86_400, 951_782_399, 951_868_800, 1_078_012_800, 1_709_164_800),
    *(1_709_251_199, 4_107_542_399, 4_107_542_400, 253_402_300_799, 253_402_300_800, 2**63 - 1),
)


def inputs(operations: list[Any]) -> Iterator[Input]:
    """All generated inputs."""
    yield {"kind": "operations"}
    for number in (*range(-2, 40), 2**31 - 1, -(2**31)):
        yield {"kind": "names", "number": number}
    for name in ("volcengine", "alibaba", "aliyun", "tencent", "Tencent", "", "x", None, "\udcff"):
        yield {"kind": "named", "name": name}
    for name in _bindings.FUNCTIONS:
        yield {"kind": "null", "function": name}
    yield from _operations(operations, random.Random(SEED))
    yield from _calls()
    yield from _any_actions(random.Random(SEED))
    yield from clients.inputs(random.Random(SEED))
    yield from _moments()
    yield from _submissions(operations)
    yield from _struct_sizes()
    yield from replies.inputs(operations, random.Random(SEED))


def _operations(operations: list[Any], chance: random.Random) -> Iterator[Input]:
    """Each field wrong in each way, left out, then several at once."""
    for operation in operations:
        whole = values.example(operation["fields"])
        known = {"kind": "operation", "cloud": operation["cloud"], "action": operation["action"]}

        def of(fields: Any, known: Input = known, **members: Any) -> Input:
            return {**known, "fields": json.dumps(fields, ensure_ascii=False), **members}

        yield of(whole)
        yield of({})
        yield from (of(whole, version=version) for version in ("2020-12-01", "2020-02-30", ""))
        yield from (of(whole, cloud=cloud) for cloud in range(-1, 6))
        yield from (of(whole, client=cloud) for cloud in (1, 2, 3))
        required = {field["name"] for field in operation["fields"] if field["required"]}
        yield of({name: value for name, value in whole.items() if name in required})
        places = list(values.places(operation["fields"]))
        for path, field in places:
            yield of(values.changed(whole, path))
            for value in values.probes(field):
                yield of(values.changed(whole, path, value))
        for _ in range(40):
            fields = whole
            for path, field in chance.sample(places, min(len(places), chance.randrange(1, 6))):
                probe = chance.choice([*values.probes(field)])
                fields = values.changed(fields, path, *([probe] if chance.random() < 0.8 else []))
            yield of(fields)
        yield from _times(whole, of)
    for text in (None, "", "[]", "{", '{"a":1,"a":2}', "nul", "\udcff{}", '{"A":"\\u0000"}', "{}x"):
        for cloud, action in ((1, "StopWebcast"), (2, "StopRtcCloudRecording"), (3, "No"), (3, "")):
            yield {"kind": "operation", "cloud": cloud, "action": action, "fields": text}


def _times(whole: dict[str, Any], of: Any) -> Iterator[Input]:
    """Pairs of start and end times, around the bounds of the conditions for them."""
    if "StartTime" not in whole:
        return
    pairs: list[tuple[Any, Any]] = [
        (start, start + later)
        for start in (0, 1893456000)
        for later in (-1, 0, 1, 3600, 86_399, 86_400, 86_401, 604_799, 604_800, 604_801)
    ]
    pairs += [(None, None), (1, None), (None, 1), (None, "2030-01-01 09:00:00")]
    pairs += [("2030-01-01 08:00:00", None), ("2030-01-01 08:00:00", "2030-01-01 09:00:00")]
    for start, end in pairs:
        for highlight in (None, 0, 1, 2) if "Highlight" in whole else (None,):
            changed = {**whole, "StartTime": start, "EndTime": end, "Highlight": highlight}
            yield of({name: value for name, value in changed.items() if value is not None})


def _calls() -> Iterator[Input]:
    for name, (_, struct) in CALLS.items():
        yield call(name)
        for member in struct._fields_[1:]:
            yield from (call(name, **{member[0]: text}) for text in (*TEXTS, *values.URLS))
        yield call(name, **{member[0]: "\n" for member in struct._fields_[1:]})


def _any_actions(chance: random.Random) -> Iterator[Input]:
    base = {"kind": "any", "action": "Any", "version": "2020-01-01"}
    for place in range(1500):
        fields = {
            f"F{number}" if chance.random() < 0.8 else "é &": values.random_json(chance)
            for number in range(chance.randrange(5))
        }
        text = json.dumps(fields, ensure_ascii=place % 2 == 0)
        method = (None, "GET", "POST")[place // 3 % 3]
        yield {**base, "cloud": place % 3 + 1, "method": method, "fields": text}
    lists = ("[true]", "[false]", "[true,false]", "[1,true,null]", '["a",false]', "[[true]]", "[]")
    for cloud in (1, 2, 3):
        given: Input = {**base, "cloud": cloud}
        for method in (None, "GET", "POST", "PUT", "get", ""):
            yield from ({**given, "method": method, "fields": f'{{"C":{text}}}'} for text in lists)
            for query in (
                [],
                [["b", "2"], ["a", " 1 é"], ["a", "~*'()"]],
                [["", "="]],
                [["a", None]],
            ):
                for body in (None, "", "{}", "body\0\udcff", "é"):
                    yield {**given, "method": method, "query": query, "body": body}
        for name in ("action", "version", "content_type", "method", "fields"):
            yield from ({**given, name: text} for text in TEXTS)
        both = {"fields": "{}", "query": [["a", "b"]], "body": "x", "content_type": "text/plain"}
        yield from ({**given, "fields": "{}", name: value} for name, value in both.items())
        yield {**given, "query": [["Action", "x"], ["Version", "y"], ["a", "z"], ["a\n", "\udcff"]]}
        for repeatable in (0, 1, -1, 2):
            yield {**given, "repeatable": repeatable, "query_count": repeatable}
        for count in (1, 10_000, 10_001, 2**63, 2**64 - 1):
            yield {**given, "query_count": count}
            yield {**given, "body_size": count}


def _moments() -> Iterator[Input]:
    for cloud in (1, 2, 3):
        request = {"kind": "any", "cloud": cloud, "action": "Any", "version": "2020-01-01"}
        requests = ({**request, "fields": '{"a":[true,false]}'}, {**request, "method": "GET"})
        for place, moment in enumerate((*MOMENTS, *range(0, 4_200_000_000, 35_791_394))):
            chosen = requests[place % 2]
            yield {"kind": "sign", "request": chosen, "timestamp": moment, "nonce": f"n{place}"}
        for nonce in TEXTS[1:]:
            yield {"kind": "sign", "request": requests[0], "timestamp": 1, "nonce": nonce}
            yield {"kind": "sign", "request": requests[0], "timestamp": -2, "nonce": nonce}


def _submissions(operations: list[Any]) -> Iterator[Input]:
    for operation in operations:
        fields = json.dumps(values.example(operation["fields"]))
        known = {"cloud": operation["cloud"], "action": operation["action"], "fields": fields}
        yield {"kind": "submit", "request": {"kind": "operation", **known}}
    yield from ({"kind": "submit", "timeout_ms": limit} for limit in INT64)
    yield from ({"kind": "loop", "hosted": number} for number in (-1, 0, 1, 2))


def _struct_sizes() -> Iterator[Input]:
    request = {"kind": "any", "cloud": 1, "action": "Any", "version": "2020-01-01"}
    structs: list[tuple[Input, type[_structs.Sized]]] = [
        ({"kind": "client", "cloud": 3}, _structs.ClientOptions),
        ({"kind": "credentials"}, _structs.Credentials),
        *((call(name), struct) for name, (_, struct) in CALLS.items()),
        (request, _structs.RequestParams),
        ({"kind": "submit"}, _structs.SubmitOptions),
        ({"kind": "loop"}, _structs.LoopOptions),
        ({"kind": "sign"}, _structs.SignOptions),
        ({"kind": "reply", "request": request, "http_status": 200}, _structs.Reply),
        ({"kind": "counters"}, _structs.Counters),
        ({"kind": "operation", "cloud": 1, "action": "StopWebcast"}, _structs.OperationParams),
    ]
    for given, struct in structs:
        size = ctypes.sizeof(struct)
        for other in (0, 1, 7, 8, size - 8, size - 1, size, size + 1, size + 64):
            yield {**given, "struct_size": other}
