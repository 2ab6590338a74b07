"""One library's answers. A child process of this module reads an input a line, and answers it.

An input is a JSON object: its kind, then the members of the struct that the kind is about, by their
names in crec.h. Bytes that are no UTF-8 are surrogates in it, as Python has it.
"""

from __future__ import annotations

import ctypes
import email.utils
import json
import os
import re
import sys
import time
from ctypes import POINTER, byref, c_char_p, c_size_t, c_void_p
from typing import Any

from structs import Input, encoded, filled, shown

from crec import _bindings, _structs

Answer = Any
CREDENTIALS = {"access_key_id": "AKdiff", "access_key_secret": "secret-1", "security_token": ""}
REQUEST = {"kind": "any", "cloud": 1, "action": "Any", "version": "2020-01-01", "fields": '{"a":1}'}
# Messages with a number of seconds depend on the clock.
_SECONDS = re.compile(r"clock is \d+ s")


class Library:
    """A library, and its answers to inputs."""

    def __init__(self, path: str) -> None:
        """Loads the library."""
        self._c = ctypes.CDLL(path)
        _bindings.declare(self._c)

    def answer(self, given: Input) -> Answer:
        """The library's answer to an input: every status, every getter."""
        os.environ.update(given.get("environment", {}))
        try:
            return getattr(self, f"_answer_{given['kind']}")(given)
        finally:
            for name in given.get("environment", {}):
                del os.environ[name]

    def _answer_operations(self, _: Input) -> Answer:
        return [shown(self._c.crec_version()), shown(self._c.crec_operations())]

    def _answer_names(self, given: Input) -> Answer:
        number = given["number"]
        names = ("crec_status_name", "crec_task_state_name", "crec_cloud_name", "crec_cloud_title")
        return [shown(getattr(self._c, name)(number)) for name in names]

    def _answer_named(self, given: Input) -> Answer:
        return self._c.crec_cloud_named(encoded(given["name"]))

    def _answer_null(self, given: Input) -> Answer:
        """A function with NULL for every pointer and 0 for every number."""
        returned, *taken = _bindings.FUNCTIONS[given["function"]]
        numbers = (ctypes.c_int32, ctypes.c_int64, c_size_t)
        nothing = [0 if kind in numbers else None for kind in taken]
        value = getattr(self._c, given["function"])(*nothing)
        if returned is c_void_p:
            return bool(value)
        if returned is _bindings.OutcomePointer:
            return self._outcome(value)
        return shown(value) if returned is c_char_p else value

    def _answer_client(self, given: Input) -> Answer:
        client, answer = self._new_client(given)
        if client:
            for action in ("Any", "CreateLiveRecord", "CreateRecordTask"):
                request = {**REQUEST, "cloud": given["cloud"], "action": action}
                answer[action] = self._signed(client, request)
            self._c.crec_client_free(client)
        return answer

    def _answer_credentials(self, given: Input) -> Answer:
        client, _ = self._new_client({"cloud": given.get("cloud", 1), "credentials": CREDENTIALS})
        outcome = POINTER(_structs.OutcomeHandle)()
        params = filled(_structs.Credentials, given)
        status = self._c.crec_client_set_credentials(client, byref(params), byref(outcome))
        request = {**REQUEST, "cloud": given.get("cloud", 1)}
        answer = [status, self._outcome(outcome), self._signed(client, request)]
        self._c.crec_client_free(client)
        return answer

    def _answer_request(self, given: Input) -> Answer:
        client, _ = self._new_client(
            {"cloud": given.get("client", given["cloud"]), "credentials": CREDENTIALS}
        )
        answer = self._signed(client, given)
        self._c.crec_client_free(client)
        return answer

    _answer_any = _answer_operation = _answer_call = _answer_request

    def _answer_sign(self, given: Input) -> Answer:
        request = given.get("request", REQUEST)
        options = {"credentials": CREDENTIALS, **given.get("client", {})}
        client, made = self._new_client({"cloud": request["cloud"], **options})
        answer = [made, self._signed(client, request, given)]
        self._c.crec_client_free(client)
        return answer

    def _answer_reply(self, given: Input) -> Answer:
        request, made = self._request(given["request"])
        token = given.get("token", "")
        client, _ = self._new_client(
            {
                "cloud": given["request"]["cloud"],
                "credentials": {**CREDENTIALS, "security_token": token},
                "reply_limit": given.get("reply_limit", 0),
            }
        )
        headers = list(given.get("headers") or [])
        if "date_in" in given:
            headers += [
                ["Date", email.utils.formatdate(time.time() + given["date_in"], usegmt=True)]
            ]
        params = filled(_structs.Reply, {**given, "headers": headers})
        outcome = POINTER(_structs.OutcomeHandle)()
        status = self._c.crec_client_read(client, request, byref(params), byref(outcome))
        answer = [made, status, self._outcome(outcome)]
        self._c.crec_request_free(request)
        self._c.crec_client_free(client)
        return answer

    def _answer_loop(self, given: Input) -> Answer:
        loop = POINTER(_structs.LoopHandle)()
        outcome = POINTER(_structs.OutcomeHandle)()
        params = filled(_structs.LoopOptions, given)
        status = self._c.crec_loop_new(byref(params), byref(loop), byref(outcome))
        answer = [status, self._outcome(outcome), self._c.crec_loop_descriptor(loop) >= 0]
        answer += [self._c.crec_loop_close(loop, limit) for limit in (-1, 86_400_001, 0)]
        self._c.crec_loop_free(loop)
        return answer

    def _answer_counters(self, given: Input) -> Answer:
        client, _ = self._new_client({"cloud": 1, "credentials": CREDENTIALS})
        room = ctypes.create_string_buffer(1024)
        counters = ctypes.cast(room, POINTER(_structs.Counters))
        counters[0].struct_size = given["struct_size"]
        status = self._c.crec_client_counters(client, counters)
        self._c.crec_client_free(client)
        return [status, room.raw.hex()]

    def _answer_submit(self, given: Input) -> Answer:
        """A call that is never sent: nobody drives the loop, and its close cancels a start."""
        loop = POINTER(_structs.LoopHandle)()
        hosted = filled(_structs.LoopOptions, {"hosted": 1})
        self._c.crec_loop_new(byref(hosted), byref(loop), None)
        given_request = given.get("request", REQUEST)
        request, _ = self._request(given_request)
        client, _ = self._new_client(
            {"cloud": given_request["cloud"], "credentials": CREDENTIALS}, loop
        )
        outcome = POINTER(_structs.OutcomeHandle)()
        answer = [self._c.crec_client_perform(client, request, byref(outcome))]
        answer.append(self._outcome(outcome))
        params = filled(_structs.SubmitOptions, given)
        answer.append(
            self._c.crec_client_submit(client, request, byref(params), None, byref(outcome))
        )
        answer += [self._outcome(outcome), self._c.crec_loop_close(loop, 0)]
        taken = self._c.crec_client_take(client, None, byref(outcome))
        answer += [taken, self._outcome(outcome, is_timed=True)]
        self._c.crec_request_free(request)
        self._c.crec_client_free(client)
        self._c.crec_loop_free(loop)
        return answer

    def _new_client(self, given: Input, loop: Any = None) -> tuple[Any, dict[str, Answer]]:
        client = POINTER(_structs.ClientHandle)()
        outcome = POINTER(_structs.OutcomeHandle)()
        options = filled(_structs.ClientOptions, given)
        if loop:
            options.loop = loop
        status = self._c.crec_client_new(byref(options), byref(client), byref(outcome))
        return client, {"status": status, "outcome": self._outcome(outcome)}

    def _request(self, given: Input) -> tuple[Any, Answer]:
        request = POINTER(_structs.RequestHandle)()
        outcome = POINTER(_structs.OutcomeHandle)()
        name = {"operation": "crec_request_new_operation", "any": "crec_request_new"}.get(
            given["kind"], f"crec_request_new_{given.get('call')}"
        )
        params = filled(_bindings.FUNCTIONS[name][1]._type_, given)
        status = getattr(self._c, name)(byref(params), byref(request), byref(outcome))
        return request, [status, self._outcome(outcome)]

    def _signed(self, client: Any, given: Input, options: Input | None = None) -> Answer:
        request, answer = self._request(given)
        signed = POINTER(_structs.SignedRequestHandle)()
        outcome = POINTER(_structs.OutcomeHandle)()
        params = filled(
            _structs.SignOptions, {"timestamp": 1_709_222_400, "nonce": "nonce", **(options or {})}
        )
        status = self._c.crec_client_sign(
            client, request, byref(params), byref(signed), byref(outcome)
        )
        answer += [status, self._outcome(outcome)]
        if signed:
            c = self._c
            size = c.crec_signed_request_body_size(signed)
            body = ctypes.string_at(c.crec_signed_request_body(signed), size)
            answer += [shown(c.crec_signed_request_method(signed)), shown(body)]
            answer.append(shown(ctypes.string_at(c.crec_signed_request_url(signed))))
            for place in range(c.crec_signed_request_header_count(signed) + 1):
                name = c.crec_signed_request_header_name(signed, place)
                answer.append(
                    [shown(name), shown(c.crec_signed_request_header_value(signed, place))]
                )
        self._c.crec_signed_request_free(signed)
        self._c.crec_request_free(request)
        return answer

    def _outcome(self, outcome: Any, *, is_timed: bool = False) -> Answer:
        """The values of all getters of an outcome, which is freed."""
        if not outcome:
            return None
        told: dict[str, Any] = {}
        for name, (returned, *taken) in _bindings.FUNCTIONS.items():
            is_getter = name.startswith("crec_outcome_") and returned
            if not is_getter or returned is _bindings.OutcomePointer:
                continue
            function = getattr(self._c, name)
            if len(taken) > 1:
                count = self._c.crec_outcome_fault_count(outcome)
                told[name] = [shown(function(outcome, place)) for place in range(count + 1)]
            elif returned is c_char_p:
                told[name] = shown(function(outcome))
            elif returned is not c_void_p:
                told[name] = function(outcome)
        size = told["crec_outcome_body_size"]
        told["body"] = shown(ctypes.string_at(self._c.crec_outcome_body(outcome), size + 1))
        message = told["crec_outcome_message"]
        told["crec_outcome_message"] = _SECONDS.sub("clock is N s", message)
        offset = told["crec_outcome_clock_offset_s"]
        told["crec_outcome_clock_offset_s"] = (offset > 0) - (offset < 0)
        if is_timed:
            told["crec_outcome_elapsed_ms"] = told["crec_outcome_elapsed_ms"] >= 0
        self._c.crec_outcome_free(outcome)
        return told


def main() -> None:
    """Answer every line of the standard input; the library is the argument."""
    library = Library(sys.argv[1])
    for line in sys.stdin:
        print(json.dumps(library.answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
