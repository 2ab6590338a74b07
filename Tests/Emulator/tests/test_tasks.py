"""The life of each kind of task, and how often it may be called."""

from cloud_emulator.emulator import Emulator, Plant, Settings
from cloud_emulator.message import Headers
from tests.calls import OTHER, CallTest
from tests.client import (
    IDS,
    NOW,
    STREAM,
    USER,
    Draft,
    aliyun,
    ask,
    code_of,
    rtc,
    tencent,
    volcengine,
    volcengine_get,
)

DESCRIBE_FILES = "DescribeRtcCloudRecordingFiles"
NOT_ACTIVE = "InvalidParameter.ErrorActiveTaskNotFound"


class TaskTest(CallTest):
    plants = (Plant("webcast", IDS), Plant("rtc", {"TaskId": "rtc1"}), Plant("live", STREAM))


class Lives(TaskTest):
    def test_whiteboard(self) -> None:
        start = volcengine("StartWBRecord", {**USER, "SourceURL": "https://xxx.ui.rtc.com"})
        stop = volcengine("StopWBRecord", USER, version="2023-11-01")
        self.assertEqual(self.code(stop), NOT_ACTIVE)
        status, answer = ask(self.emulator, start.signed())
        self.assertEqual((status, answer["Result"]), (200, "ok"))
        self.assertEqual(self.code(start), "InvalidParameter.TaskAlreadyExists")
        self.assertEqual(self.code(stop), "")
        self.assertEqual(self.code(stop), NOT_ACTIVE)
        self.assertEqual(self.code(start), "")

    def test_tasks_belong_to_an_account_an_app_and_a_room(self) -> None:
        self.assertEqual(self.code(volcengine("StartWBRecord", USER)), "")
        self.assertEqual(self.code(volcengine("StartWBRecord", {**USER, "RoomId": "2"})), "")
        stop = volcengine("StopWBRecord", USER)
        stop.access_key, stop.secret = OTHER.access_key, OTHER.secret
        self.assertEqual(self.code(stop), NOT_ACTIVE)

    def test_webcast(self) -> None:
        stop = volcengine("StopWebcast", IDS, version="2023-11-01")
        self.assertEqual(self.code(stop), "")
        self.assertEqual(self.code(stop), NOT_ACTIVE)

    def test_rtc(self) -> None:
        status, answer = ask(self.emulator, aliyun({"TaskId": "rtc1"}, "1").signed())
        self.assertEqual(status, 200)
        self.assertEqual(answer.keys(), {"RequestId", "TaskId"})
        self.assertEqual(answer["TaskId"], "rtc1")
        self.assertEqual(self.code(aliyun({"TaskId": "rtc1"}, "2")), "InvalidParameter.TaskId")
        self.assertEqual(self.code(aliyun({"TaskId": "rtc2"}, "3")), "NotFound.Task")

    def test_live(self) -> None:
        other_task, other_stream = {**STREAM, "TaskId": 124}, {**STREAM, "StreamName": "other"}
        self.assertEqual(self.code(tencent(other_task)), "ResourceNotFound.TaskId")
        self.assertEqual(self.code(tencent(other_stream)), "ResourceNotFound.ChannelNotExist")
        status, answer = ask(self.emulator, tencent(STREAM).signed())
        self.assertEqual((status, answer["Response"].keys()), (200, {"RequestId"}))
        self.assertEqual(self.code(tencent(STREAM)), "ResourceNotFound.TaskId")

    def test_live_by_get(self) -> None:
        draft = tencent({})
        draft.method, draft.query, draft.body = "GET", "StreamName=test1&TaskId=123", b""
        draft.headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.assertEqual(self.code(draft), "")

    def test_live_with_the_action_signed(self) -> None:
        draft = tencent(STREAM)
        draft.unsigned -= {"x-tc-action"}
        self.assertEqual(self.code(draft), "")

    def test_a_refused_call_changes_nothing(self) -> None:
        stop = volcengine("StopWebcast", {**IDS, "Other": "1"})
        self.assertEqual(self.code(stop), "InvalidParameter")
        self.assertEqual(self.states(), ["running"] * 3)

    def test_reset_brings_back_the_start(self) -> None:
        self.assertEqual(self.code(tencent(STREAM)), "")
        self.assertEqual(self.states(), ["running", "running", "stopped"])
        self.emulator.reset()
        self.assertEqual(self.states(), ["running"] * 3)
        self.assertEqual(self.emulator.records.all(), [])

    def test_plants_are_checked(self) -> None:
        for plant in (
            Plant("none", {}),
            Plant("rtc", {}),
            Plant("rtc", {"TaskId": "1"}, account="nobody"),
        ):
            with self.subTest(plant), self.assertRaises(ValueError):
                self.emulator.plant([plant])


class Rates(TaskTest):
    def test_calls_over_the_rate_are_throttled_until_the_next_second(self) -> None:
        for action, limit in (("StartWBRecord", 10), ("StopWBRecord", 10), ("StopWebcast", 150)):
            draft = volcengine(action, {})
            self.throttles([draft] * limit, draft, 429, "FlowLimitExceeded.QPSOverLimit")
        calls = [aliyun({}, nonce=str(number)) for number in range(50)]
        self.throttles(calls, aliyun({}, nonce="last"), 400, "Throttling.User")
        draft = tencent({})
        self.throttles([draft] * 200, draft, 200, "RequestLimitExceeded")

    def test_each_operation_has_a_rate_of_its_own(self) -> None:
        throttled = "FlowLimitExceeded.QPSOverLimit"
        for draft, limit in (
            (volcengine("StartWebcast", {}), 150),
            (volcengine_get("GetWebCastTask", {}), 60),
        ):
            self.throttles([draft] * limit, draft, 429, throttled)
        for action in ("StartRtcCloudRecording", "UpdateRtcCloudRecording", DESCRIBE_FILES):
            calls = [rtc(action, {}) for _ in range(51)]
            self.throttles(calls[:-1], calls[-1], 400, "Throttling.User")
        for action, limit in (
            ("CreateLiveRecord", 500),
            ("DeleteLiveRecord", 200),
            ("CreateRecordTask", 20),
            ("StopRecordTask", 20),
            ("DeleteRecordTask", 20),
            ("DescribeRecordTask", 20),
        ):
            draft = tencent({}, action)
            self.throttles([draft] * limit, draft, 200, "RequestLimitExceeded")

    def throttles(self, calls: list[Draft], last: Draft, status: int, code: str) -> None:
        with self.subTest(query=last.query, headers=last.headers):
            for draft in calls:
                self.assertNotEqual(self.code(draft), code)
            answered, answer = ask(self.emulator, last.signed())
            self.assertEqual((answered, code_of(answer)), (status, code))
            self.emulator.clock.advance(1)
            if "x-acs-signature-nonce" in last.headers:
                last.headers["x-acs-signature-nonce"] += "after"
            self.assertNotEqual(self.code(last), code)
            self.emulator.clock.set(NOW)

    def test_rates_are_per_account(self) -> None:
        for _ in range(11):
            code = self.code(volcengine("StopWBRecord", USER))
        self.assertEqual(code, "FlowLimitExceeded.QPSOverLimit")
        draft = volcengine("StopWBRecord", USER)
        draft.access_key, draft.secret = OTHER.access_key, OTHER.secret
        self.assertEqual(self.code(draft), NOT_ACTIVE)

    def test_rates_can_be_off(self) -> None:
        self.emulator = Emulator(Settings(rates=False))
        self.emulator.clock.set(NOW)
        codes = {self.code(volcengine("StopWBRecord", USER)) for _ in range(20)}
        self.assertEqual(codes, {NOT_ACTIVE})


class Clock(TaskTest):
    def test_replies_are_dated_by_the_clock(self) -> None:
        reply = self.emulator.answer(tencent(STREAM).signed()).reply
        self.assertEqual(Headers(reply.headers).get("date"), "Thu, 29 Feb 2024 16:00:00 GMT")

    def test_a_running_clock_can_be_set_and_advanced(self) -> None:
        clock = self.emulator.clock
        clock.freeze(False)
        self.assertGreater(clock.now(), NOW - 1)
        clock.advance(1000)
        self.assertGreater(clock.now(), NOW + 999)
        clock.freeze()
        self.assertEqual(clock.now(), clock.now())


class Records(TaskTest):
    def test_a_record_says_what_happened(self) -> None:
        draft = volcengine("StopWebcast", IDS)
        ask(self.emulator, draft.signed())
        (record,) = self.emulator.records.all()
        self.assertEqual(
            (record.sequence, record.cloud, record.action, record.status, record.code),
            (1, "volcengine", "StopWebcast", 200, ""),
        )
        self.assertEqual((record.fields, record.task, record.applied), (IDS, IDS, True))

    def test_records_hold_no_secrets(self) -> None:
        for draft, header in (
            (volcengine("StopWebcast", IDS), "X-Security-Token"),
            (aliyun({"TaskId": "t", "SecurityToken": "SECRET"}, "n"), "x-acs-security-token"),
            (tencent(STREAM), "X-TC-Token"),
        ):
            draft.headers[header] = "SECRET"
            request = draft.signed()
            signature = request.headers.get("authorization").rpartition("=")[2]
            ask(self.emulator, request)
            record = self.emulator.records.all()[-1]
            for text in (record.json(), record.line()):
                self.assertNotIn("SECRET", text)
                self.assertNotIn(signature, text)
            self.assertIn((header, "present"), record.headers)
