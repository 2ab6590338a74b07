"""The state of a task, read from replies."""

from __future__ import annotations

import json
import unittest
from typing import Any

import crec
from support import KEYS, failure_of

State = crec.TaskState

WEBCAST = crec.volcengine.get_web_cast_task(app_id="app", room_id="room", task_id="task")
FILES = crec.alibaba.describe_rtc_cloud_recording_files(task_id="task")


def read(request: crec.Request, reply: dict[str, Any], http_status: int = 200) -> crec.Outcome:
    """The outcome of reading a reply."""
    with crec.Client(request.cloud, KEYS[request.cloud]) as client:
        return client.read(request, http_status, {}, json.dumps(reply).encode())


def webcast(result: object) -> dict[str, Any]:
    """A reply of Volcengine's."""
    return {"ResponseMetadata": {"RequestId": "r"}, "Result": result}


class TaskStateTests(unittest.TestCase):
    def test_a_web_page_is_in_the_state_that_its_number_is_for(self) -> None:
        for status, state in (
            (1, State.NOT_STARTED),
            (2, State.RUNNING),
            (3, State.STOPPED),
            (4, State.FAILED),
            (5, State.UNKNOWN),
            ("2", State.UNKNOWN),
            (None, State.UNKNOWN),
        ):
            with self.subTest(status=status):
                outcome = read(WEBCAST, webcast({"WebCastTask": {"Status": status}}))
                self.assertEqual((outcome.status, outcome.task_state), (crec.Status.OK, state))
        self.assertEqual(read(WEBCAST, webcast({})).task_state, State.UNKNOWN)

    def test_a_channel_is_in_the_state_that_its_word_is_for(self) -> None:
        for status, state in (
            ("RUNNING", State.RUNNING),
            ("RECOVERING", State.RECOVERING),
            ("STOPPING", State.STOPPING),
            ("STOPPED", State.STOPPED),
            ("Running", State.UNKNOWN),
            (2, State.UNKNOWN),
        ):
            with self.subTest(status=status):
                outcome = read(
                    FILES, {"RequestId": "r", "TaskInfo": {"TaskId": "task", "Status": status}}
                )
                self.assertEqual((outcome.task_state, outcome.task_id), (state, "task"))

    def test_a_reply_that_does_not_tell_leaves_it_unknown(self) -> None:
        stop = crec.tencent.stop_record_task(task_id="task")
        outcome = read(stop, {"Response": {"RequestId": "r"}})
        self.assertIs(outcome.task_state, State.UNKNOWN)
        self.assertIs(crec.Outcome(crec.Status.OK).task_state, State.UNKNOWN)

    def test_a_failure_tells_none(self) -> None:
        reply = {"RequestId": "r", "Code": "NotFound.Task", "Message": "No.", "Status": "RUNNING"}
        error = failure_of(read, FILES, reply, 404)
        self.assertIsInstance(error, crec.NotFoundError)
        self.assertIs(error.outcome.task_state, State.UNKNOWN)

    def test_the_id_of_what_tencent_creates_is_told_as_it_is(self) -> None:
        live = crec.tencent.create_live_record(stream_name="stream", highlight=1)
        for request, told in (
            (live, 2**63 - 1),
            (
                crec.tencent.create_record_task(
                    stream_name="s", domain_name="d", app_name="a", end_time=1
                ),
                "0f8f8d1e",
            ),
        ):
            outcome = read(request, {"Response": {"RequestId": "r", "TaskId": told}})
            self.assertEqual(outcome.task_id, str(told))


if __name__ == "__main__":
    unittest.main()
