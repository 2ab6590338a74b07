"""Tencent Cloud's newer family of recordings, whose TaskIds are texts, and the list of them."""

from typing import Any

from cloud_emulator.emulator import Plant
from tests.calls import CallTest
from tests.client import NOW, RECORD_TASK, SCHEDULED, Draft, tencent

NO_TASK = "ResourceNotFound.TaskId"
INVALID = "InvalidParameterValue"
START = int(NOW)
HOUR = 3600
DAY = 24 * HOUR


def create(**fields: object) -> Draft:
    return tencent({**RECORD_TASK, **fields}, "CreateRecordTask")


def describe(**fields: object) -> Draft:
    times = {"StartTime": START - HOUR, "EndTime": START + HOUR}
    return tencent({**times, **fields}, "DescribeRecordTask")


class RecordTasks(CallTest):
    def created(self, **fields: object) -> dict[str, str]:
        self.emulator.clock.advance(1)
        answer = self.result(create(**fields))
        self.assertEqual(answer.keys(), {"TaskId"})
        return {"TaskId": answer["TaskId"]}

    def listed(self, **fields: object) -> list[Any]:
        answer = self.result(describe(**fields))
        self.assertEqual(answer["ScrollToken"], "")
        return [entry["TaskId"] for entry in answer["TaskList"]]

    def test_a_task_is_created_stopped_and_deleted(self) -> None:
        key = self.created()
        self.assertIs(type(key["TaskId"]), str)
        self.assertEqual(self.result(tencent(key, "StopRecordTask")), {})
        self.assertEqual(self.states(), ["stopped"])
        self.assertEqual(self.code(tencent(key, "StopRecordTask")), NO_TASK)
        self.assertEqual(self.result(tencent(key, "DeleteRecordTask")), {})
        self.assertEqual(self.states(), [])
        for action in ("StopRecordTask", "DeleteRecordTask"):
            self.assertEqual(self.code(tencent(key, action)), NO_TASK)

    def test_the_families_do_not_know_each_others_tasks(self) -> None:
        task_id = self.result(tencent(SCHEDULED, "CreateLiveRecord"))["TaskId"]
        for action in ("StopRecordTask", "DeleteRecordTask"):
            self.assertEqual(self.code(tencent({"TaskId": str(task_id)}, action)), NO_TASK)
            self.assertEqual(self.code(tencent({"TaskId": task_id}, action)), "InvalidParameter")
        key = {"StreamName": RECORD_TASK["StreamName"], **self.created()}
        for action in ("StopLiveRecord", "DeleteLiveRecord"):
            self.assertEqual(self.code(tencent(key, action)), "InvalidParameter")
        self.assertEqual(self.listed(), [key["TaskId"]])

    def test_a_task_is_described_as_it_was_created(self) -> None:
        fields = {"StartTime": START + 60, "TemplateId": 7}
        key = self.created(**fields)
        names = {name: RECORD_TASK[name] for name in ("StreamName", "DomainName", "AppName")}
        entry = {**key, **names, **fields, "EndTime": RECORD_TASK["EndTime"], "Stopped": 0}
        self.assertEqual(self.result(describe())["TaskList"], [entry])
        self.emulator.clock.advance(10)
        self.assertEqual(self.result(tencent(key, "StopRecordTask")), {})
        entry["Stopped"] = START + 11
        self.assertEqual(self.result(describe())["TaskList"], [entry])

    def test_a_task_starts_when_it_is_created_unless_told_otherwise(self) -> None:
        self.created()
        (entry,) = self.result(describe())["TaskList"]
        self.assertEqual((entry["StartTime"], entry["TemplateId"]), (START + 1, 0))

    def test_tasks_are_found_that_start_and_end_within_the_time(self) -> None:
        start, end = START + 100, START + 200
        key = self.created(StartTime=start, EndTime=end)["TaskId"]
        self.assertEqual(self.listed(StartTime=start, EndTime=end), [key])
        self.assertEqual(self.listed(StartTime=start - 1, EndTime=end + 1), [key])
        self.assertEqual(self.listed(StartTime=start + 1, EndTime=end), [])
        self.assertEqual(self.listed(StartTime=start, EndTime=end - 1), [])

    def test_tasks_are_found_by_stream_domain_and_app(self) -> None:
        keys = {
            name: self.created(**{name: "other"})["TaskId"]
            for name in ("StreamName", "DomainName", "AppName")
        }
        for name, key in keys.items():
            self.assertEqual(self.listed(**{name: "other"}), [key])
        self.assertEqual(self.listed(StreamName="other", AppName="other"), [])
        self.assertEqual(self.listed(StreamName=""), list(keys.values()))

    def test_tasks_are_listed_twenty_at_a_time(self) -> None:
        keys = [self.created()["TaskId"] for _ in range(41)]
        pages, token = [], ""
        for _ in range(3):
            answer = self.result(describe(ScrollToken=token))
            pages.append([entry["TaskId"] for entry in answer["TaskList"]])
            token = answer["ScrollToken"]
        self.assertEqual(pages, [keys[:20], keys[20:40], keys[40:]])
        self.assertEqual(token, "")
        self.assertEqual(self.code(describe(ScrollToken="other")), INVALID)

    def test_tasks_of_others_and_deleted_ones_are_not_listed(self) -> None:
        key = self.created()
        self.emulator.plant([Plant("live", {"StreamName": "s", "TaskId": 1})])
        self.assertEqual(self.listed(), [key["TaskId"]])
        self.assertEqual(self.result(tencent(key, "DeleteRecordTask")), {})
        self.assertEqual(self.listed(), [])

    def test_a_task_ends_in_the_future_within_a_week_and_a_day_after_its_start(self) -> None:
        for start, end, code in (
            (0, 1, ""),
            (0, 0, INVALID),
            (-2, 0, INVALID),
            (-2, 1, ""),
            (10, 10, INVALID),
            (10, 10 + DAY, ""),
            (10, 11 + DAY, INVALID),
            (6 * DAY, 7 * DAY, ""),
            (6 * DAY + 1, 7 * DAY + 1, INVALID),
        ):
            with self.subTest(start=start, end=end):
                draft = create(StartTime=START + start, EndTime=START + end)
                self.assertEqual(self.code(draft), code)
        for end, code in ((DAY, ""), (DAY + 1, INVALID)):
            self.assertEqual(self.code(create(EndTime=START + end)), code)

    def test_a_list_is_of_a_week_at_most_and_of_the_last_ninety_days(self) -> None:
        for start, end, code in (
            (0, 1, ""),
            (0, 0, INVALID),
            (0, 7 * DAY, ""),
            (0, 7 * DAY + 1, INVALID),
            (-90 * DAY, -89 * DAY, ""),
            (-90 * DAY - 1, -89 * DAY, INVALID),
        ):
            with self.subTest(start=start, end=end):
                draft = describe(StartTime=START + start, EndTime=START + end)
                self.assertEqual(self.code(draft), code)
