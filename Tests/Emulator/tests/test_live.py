"""Tencent Cloud's older family of recordings, whose TaskIds are integers."""

from urllib.parse import urlencode

from tests.calls import CallTest
from tests.client import SCHEDULED, Draft, tencent

NO_TASK = "ResourceNotFound.TaskId"
FORM = "application/x-www-form-urlencoded"


def create(**fields: object) -> Draft:
    return tencent({**SCHEDULED, **fields}, "CreateLiveRecord")


class LiveRecords(CallTest):
    def created(self) -> dict[str, object]:
        answer = self.result(create())
        self.assertEqual(answer.keys(), {"TaskId"})
        return {"StreamName": SCHEDULED["StreamName"], "TaskId": answer["TaskId"]}

    def test_a_recording_is_created_stopped_and_deleted(self) -> None:
        key = self.created()
        self.assertIs(type(key["TaskId"]), int)
        self.assertEqual(self.result(tencent(key, "StopLiveRecord")), {})
        self.assertEqual(self.code(tencent(key, "StopLiveRecord")), NO_TASK)
        self.assertEqual(self.states(), ["stopped"])
        self.assertEqual(self.result(tencent(key, "DeleteLiveRecord")), {})
        self.assertEqual(self.states(), [])
        self.assertEqual(self.code(tencent(key, "DeleteLiveRecord")), NO_TASK)

    def test_every_creation_is_a_recording_of_its_own(self) -> None:
        first, second = self.created(), self.created()
        self.assertNotEqual(first["TaskId"], second["TaskId"])
        self.assertEqual(self.result(tencent(second, "StopLiveRecord")), {})
        self.assertEqual(self.states(), ["running", "stopped"])

    def test_a_running_recording_can_be_deleted(self) -> None:
        key = self.created()
        self.assertEqual(self.result(tencent(key, "DeleteLiveRecord")), {})
        self.assertEqual(self.states(), [])

    def test_a_recording_is_told_by_its_stream_too(self) -> None:
        key = self.created()
        other = {**key, "StreamName": "other"}
        self.assertEqual(self.code(tencent(other, "DeleteLiveRecord")), NO_TASK)
        self.assertEqual(self.states(), ["running"])

    def test_a_schedule_needs_both_times_and_a_recording_of_now_none(self) -> None:
        for fields in ({"StartTime": None}, {"EndTime": None}, {"Highlight": 0, "EndTime": None}):
            self.assertEqual(self.code(create(**fields)), "MissingParameter")
        now = create(Highlight=1, StartTime=None, EndTime=None)
        self.assertEqual(self.result(now).keys(), {"TaskId"})

    def test_a_recording_is_created_by_get(self) -> None:
        draft = tencent({}, "CreateLiveRecord")
        draft.method, draft.body = "GET", b""
        draft.query = urlencode({"StreamName": "s", "Highlight": "1"})
        draft.headers["Content-Type"] = FORM
        self.assertEqual(self.result(draft).keys(), {"TaskId"})

    def test_times_may_be_percent_encoded(self) -> None:
        encoded = "2017-01-01+10%3a10%3a01"
        self.assertEqual(self.code(create(StartTime=encoded, EndTime=encoded)), "")
