"""Replies: every code that the clouds list to every operation, and bodies that are none."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import values
from recorded import CLOUDS, VECTORS

Input = dict[str, Any]
DATES = (
    *("Sat, 21 Nov 2020 10:00:00 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "x", "", "Sat, 99 Nov"),
    *("Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "1709222400"),
)
HEADERS = (
    *(
        ("Retry-After", text)
        for text in ("0", "7", "-1", "1.5", "99999999999999999999", "x", " 3 ")
    ),
    *(("x-acs-retry-after", text) for text in ("1500", "0", "x")),
    *((name, " H-1 ") for name in ("X-Tt-Logid", "x-acs-request-id", "X-TC-RequestId", "x-TC-x")),
    *(("Content-Type", text) for text in ("application/json", "text/html")),
)
BODIES = (
    *("", " ", "{}", "[]", "null", "true", '"a"', "1", "<html>503</html>", "{", '{"a":1,"a":2}'),
    *("\udcff", "\0", '{"Code":1}', '{"Code":""}', '{"Code":null}', '{"code":"x","message":"y"}'),
    *('{"RequestId":""}', '{"RequestId":"R"}', '{"RequestId":1}', '{"requestId":"r"}'),
    *('{"RequestId":"R","TaskId":"T"}', '{"RequestId":"R","TaskInfo":[]}', '{"Response":1}'),
    *('{"Response":{}}', '{"Response":{"RequestId":"R","TaskId":12345678901234567890}}'),
    *('{"Response":{"RequestId":"R","TaskId":"T"}}', '{"Response":{"Error":{}}}'),
    *('{"Response":{"Error":{"Code":"X"},"RequestId":"R"}}', '{"ResponseMetadata":{}}'),
    *('{"ResponseMetadata":{"RequestId":"R"},"Result":"ok"}', '{"ResponseMetadata":[]}'),
    *('{"ResponseMetadata":{"RequestId":"R"},"Result":""}', '{"ResponseMetadata":{"Error":[]}}'),
    *('{"ResponseMetadata":{"RequestId":"R"},"Result":"The task has been started."}',),
    *('{"ResponseMetadata":{"RequestId":"R\\u0000\\u009b\\n"},"Result":{"a":[true]}}',),
)
STATES = (
    *("1", "2", "3", "4", "0", "5", '"2"', "null", "true"),
    *('"RUNNING"', '"RECOVERING"', '"STOPPING"', '"STOPPED"', '"running"', '""', '"OTHER"'),
)


def inputs(operations: list[Any], chance: random.Random) -> Iterator[Input]:
    """All replies, each read by a new client."""
    codes = json.loads((VECTORS / "codes.json").read_text("utf-8"))
    for cloud, listed in codes.items():
        requests = list(_requests(operations, CLOUDS[cloud]))
        meanings = {name: listed[name] for name in listed if name != "sources"}
        for code in sorted({code for group in meanings.values() for code in group}):
            for request in requests:
                yield _reply(request, _error(cloud, code), chance.choice((200, 400, 403, 503)))
            for other in (f"{code}.Other", code.partition(".")[0], code.lower(), code + " "):
                yield _reply(chance.choice(requests), _error(cloud, other), 400)
        yield from _clock(requests, cloud, listed["clockSkew"])
        for request in requests:
            for body in BODIES:
                yield _reply(request, body, chance.choice((200, 200, 404, 500)))
        for request in requests:
            for state in STATES:
                yield from (_reply(request, body, 200) for body in _states(state))
        yield from _statuses(requests, cloud, chance)
        yield from _headers(requests, cloud, chance)
        yield from _random(requests, cloud, chance)


def _requests(operations: list[Any], cloud: int) -> Iterator[Input]:
    """A request of each operation, one of an unknown action, one unchecked of a known action."""
    for operation in operations:
        if operation["cloud"] == cloud:
            known = {"cloud": cloud, "action": operation["action"]}
            fields = json.dumps(values.example(operation["fields"]))
            yield {"kind": "operation", **known, "fields": fields}
    yield {"kind": "any", "cloud": cloud, "action": "Any", "version": "2020-01-01"}
    yield {"kind": "any", **known, "version": "2020-01-01", "repeatable": 1}


def _reply(request: Input, body: str, status: int, **more: Any) -> Input:
    return {"kind": "reply", "request": request, "http_status": status, "body": body, **more}


def _error(cloud: str, code: str, message: str = "m") -> str:
    error = {"Code": code, "Message": message}
    if cloud == "volcengine":
        return json.dumps({"ResponseMetadata": {"RequestId": "R", "Error": error}})
    if cloud == "alibaba":
        return json.dumps({"RequestId": "R", **error})
    return json.dumps({"Response": {"RequestId": "R", "Error": error}})


def _clock(requests: list[Input], cloud: str, codes: list[str]) -> Iterator[Input]:
    """Refusals of the signed time, with a Date near and far from now."""
    for code in codes:
        body = _error(cloud, code)
        for date in DATES:
            yield _reply(requests[0], body, 400, headers=[["Date", date]])
        for seconds in (-100_000, -3_600, 0, 3_600, 100_000):
            yield _reply(requests[-1], body, 400, date_in=seconds)


def _states(state: str) -> Iterator[str]:
    task = f'{{"WebCastTask":{{"Status":{state}}}}}'
    yield f'{{"ResponseMetadata":{{"RequestId":"R"}},"Result":{task}}}'
    yield f'{{"RequestId":"R","TaskInfo":{{"TaskId":"T","Status":{state}}}}}'


def _statuses(requests: list[Input], cloud: str, chance: random.Random) -> Iterator[Input]:
    for status in (*range(99, 601), -1, 0, 2**31 - 1):
        body = chance.choice(("", "<html>", _error(cloud, "Unheard.Of"), _error(cloud, "Unheard")))
        yield _reply(chance.choice(requests), body, status)


def _headers(requests: list[Input], cloud: str, chance: random.Random) -> Iterator[Input]:
    for name, value in HEADERS:
        for status in (200, 429, 503):
            for body in ("", _error(cloud, "Unheard")):
                headers = [[name, value], ["a", "b"], [name.upper(), "second"]]
                yield _reply(chance.choice(requests), body, status, headers=headers)
    for pair in (["", ""], [None, "x"], ["a", None], ["\udcff", "\n"]):
        yield _reply(requests[0], "{}", 200, headers=[pair])
    yield _reply(requests[0], "x" * 2000, 200, reply_limit=1999)
    yield _reply(requests[0], "x" * 2000, 200, reply_limit=2000)
    for message in ("secret-1", "token-1 token-1", "é" * 5000, "a\nb\u0000\u0085", "token-1" * 600):
        yield _reply(requests[0], _error(cloud, "Unheard", message), 400, token="token-1")


def _random(requests: list[Input], cloud: str, chance: random.Random) -> Iterator[Input]:
    for _ in range(150):
        body = {"RequestId": values.random_json(chance), "TaskId": values.random_json(chance)}
        whole = {"volcengine": {"ResponseMetadata": body, "Result": values.random_json(chance)}}
        yield _reply(
            chance.choice(requests),
            json.dumps(whole.get(cloud, body if cloud == "alibaba" else {"Response": body})),
            chance.choice((200, 400)),
        )
