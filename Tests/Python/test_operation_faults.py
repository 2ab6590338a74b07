"""Operations' fields are checked by the tables: each fault is named by its path."""

from __future__ import annotations

import unittest
from typing import Any

import crec
from support import failure_of

VOLCENGINE, ALIBABA, TENCENT = crec.Cloud.VOLCENGINE, crec.Cloud.ALIBABA, crec.Cloud.TENCENT

WEBCAST: dict[str, Any] = {
    "AppId": "app",
    "RoomId": "room",
    "TaskId": "task",
    "UserId": "user",
    "SourceURL": "https://example.com/",
}
RTC: dict[str, Any] = {
    "AppId": "app",
    "ChannelId": "channel",
    "SubscribeParams": {"SubscribeUserIdList": [{"UserId": "user"}]},
    "RecordParams": {"RecordMode": 1},
    "StorageParams": {"StorageType": 1},
}
RECORD: dict[str, Any] = {"StreamName": "s", "DomainName": "d", "AppName": "a", "EndTime": 2000}


class OperationTestCase(unittest.TestCase):
    def assert_refused(
        self, cloud: crec.Cloud, action: str, fields: dict[str, Any], *paths: str
    ) -> None:
        """The fields are refused for exactly what is wrong with them."""
        with self.subTest(action, paths=paths):
            error = failure_of(crec.Request.operation, cloud, action, fields)
            self.assertIsInstance(error, crec.InvalidArgumentError)
            self.assertEqual([fault.field for fault in error.outcome.faults], list(paths))
            self.assertEqual(error.outcome.attempts, 0)
            self.assertFalse(error.outcome.may_have_been_applied)

    def assert_accepted(self, cloud: crec.Cloud, action: str, fields: dict[str, Any]) -> None:
        """The fields make a request."""
        with self.subTest(action, fields=fields):
            request = crec.Request.operation(cloud, action, fields)
            self.assertEqual((request.cloud, request.action), (cloud, action))


class NestedFaultTests(OperationTestCase):
    def test_values_of_a_wrong_type_are_named_by_their_paths(self) -> None:
        for wrong, path in (
            ({"MaxRunningTime": "60"}, "MaxRunningTime"),
            ({"MaxRunningTime": 60.5}, "MaxRunningTime"),
            ({"MonitorConfig": []}, "MonitorConfig"),
            ({"VideoSolutions": {}}, "VideoSolutions"),
            ({"VideoSolutions": [{}, 1]}, "VideoSolutions[1]"),
            ({"VideoSolutions": [None]}, "VideoSolutions[0]"),
            ({"VideoSolutions": [{"Bitrate": True}]}, "VideoSolutions[0].Bitrate"),
            (
                {"EventNotifyConfig": {"EnableEventNotify": 1}},
                "EventNotifyConfig.EnableEventNotify",
            ),
            ({"BusinessId": 7}, "BusinessId"),
        ):
            self.assert_refused(VOLCENGINE, "StartWebcast", {**WEBCAST, **wrong}, path)

    def test_numbers_out_of_their_range_are_named_by_their_paths(self) -> None:
        for solution, member in (
            ({"Width": 51}, "Width"),
            ({"Width": 48}, "Width"),
            ({"Height": 1082}, "Height"),
            ({"FrameRate": 0}, "FrameRate"),
            ({"Bitrate": -1}, "Bitrate"),
            ({"Bitrate": 10_001}, "Bitrate"),
            ({"Bitrate": 2**63}, "Bitrate"),
        ):
            fields = {**WEBCAST, "VideoSolutions": [{}, solution]}
            self.assert_refused(VOLCENGINE, "StartWebcast", fields, f"VideoSolutions[1].{member}")
        for interval in (1, 31):
            fields = {**WEBCAST, "MonitorConfig": {"BlankCheckInterval": interval}}
            path = "MonitorConfig.BlankCheckInterval"
            self.assert_refused(VOLCENGINE, "StartWebcast", fields, path)
        right = [{"Width": 50, "Height": 1080, "FrameRate": 60, "Bitrate": 0}]
        self.assert_accepted(VOLCENGINE, "StartWebcast", {**WEBCAST, "VideoSolutions": right})

    def test_a_list_has_as_many_elements_as_are_allowed(self) -> None:
        solutions: list[dict[str, int]] = [{}]
        for count in (3, 4):
            fields = {**WEBCAST, "VideoSolutions": solutions * count}
            self.assert_refused(VOLCENGINE, "StartWebcast", fields, "VideoSolutions")
        self.assert_accepted(VOLCENGINE, "StartWebcast", {**WEBCAST, "VideoSolutions": ({}, {})})

    def test_what_is_required_in_an_object_is_missed_there(self) -> None:
        users = "SubscribeParams.SubscribeUserIdList"
        for wrong, path in (
            ({"SubscribeParams": {}}, users),
            ({"SubscribeParams": {"SubscribeUserIdList": []}}, users),
            (
                {"SubscribeParams": {"SubscribeUserIdList": [{"UserId": "u"}, {}]}},
                f"{users}[1].UserId",
            ),
            (
                {"StorageParams": {"StorageType": 1, "OSSParams": {"OSSBucket": "b"}}},
                "StorageParams.OSSParams.OSSEndpoint",
            ),
        ):
            self.assert_refused(ALIBABA, "StartRtcCloudRecording", {**RTC, **wrong}, path)

    def test_a_member_that_is_not_known_is_named_by_its_path(self) -> None:
        storage = {"StorageType": 1, "FileInfo": [{"Format": "MP4", "format": "MP4"}]}
        fields = {**RTC, "StorageParams": storage, "NoField": 1}
        self.assert_refused(
            ALIBABA,
            "StartRtcCloudRecording",
            fields,
            "StorageParams.FileInfo[0].format",
            "NoField",
        )

    def test_all_faults_are_told_at_once_also_that_of_the_version(self) -> None:
        solutions = [{"Width": 51, "Height": "720"}, {"FrameRate": 61}]
        fields = {**WEBCAST, "RoomId": "a b", "VideoSolutions": solutions}
        error = failure_of(
            crec.Request.operation, VOLCENGINE, "StartWebcast", fields, version="2020"
        )
        self.assertEqual(
            [fault.field for fault in error.outcome.faults],
            [
                "RoomId",
                "VideoSolutions[0].Width",
                "VideoSolutions[0].Height",
                "VideoSolutions[1].FrameRate",
                "version",
            ],
        )


class FamilyTests(OperationTestCase):
    """Tencent's two kinds of tasks."""

    def test_a_task_id_of_the_other_family_is_refused(self) -> None:
        task = "0f8f8d1e9b3b4c3f"
        for action in ("StopRecordTask", "DeleteRecordTask"):
            for wrong in ("123", 123, ""):
                self.assert_refused(TENCENT, action, {"TaskId": wrong}, "TaskId")
            self.assert_accepted(TENCENT, action, {"TaskId": task})
        for action in ("StopLiveRecord", "DeleteLiveRecord"):
            for wrong in (task, "123", -1, 2**63):
                fields = {"StreamName": "stream", "TaskId": wrong}
                self.assert_refused(TENCENT, action, fields, "TaskId")
            self.assert_accepted(TENCENT, action, {"StreamName": "stream", "TaskId": 2**63 - 1})

    def test_the_fault_tells_which_operations_are_the_other_familys(self) -> None:
        error = failure_of(crec.tencent.stop_record_task, task_id="123")
        self.assertIn("StopLiveRecord", error.outcome.faults[0].rule)
        error = failure_of(crec.tencent.stop_live_record, stream_name="s", task_id="a")
        self.assertIn("StopRecordTask", error.outcome.faults[0].rule)

    def test_live_records_have_times_unless_they_are_highlights(self) -> None:
        times = {"StartTime": "2030-01-01 08:00:00", "EndTime": "2030-01-01+09%3A00%3A00"}
        stream = {"StreamName": "stream"}
        for more, paths in (
            ({}, ("StartTime", "EndTime")),
            ({"Highlight": 0}, ("StartTime", "EndTime")),
            ({"EndTime": times["EndTime"]}, ("StartTime",)),
            ({**times, "EndTime": "09:00"}, ("EndTime",)),
        ):
            self.assert_refused(TENCENT, "CreateLiveRecord", {**stream, **more}, *paths)
        self.assert_accepted(TENCENT, "CreateLiveRecord", {**stream, **times})
        self.assert_accepted(TENCENT, "CreateLiveRecord", {**stream, "Highlight": 1})

    def test_record_tasks_last_a_day_at_most(self) -> None:
        for start in (RECORD["EndTime"], RECORD["EndTime"] + 1):
            fields = {**RECORD, "StartTime": start}
            self.assert_refused(TENCENT, "CreateRecordTask", fields, "EndTime")
        late = {**RECORD, "StartTime": 1000, "EndTime": 1000 + 86_401}
        self.assert_refused(TENCENT, "CreateRecordTask", late, "EndTime")
        self.assert_accepted(TENCENT, "CreateRecordTask", {**late, "EndTime": 1000 + 86_400})
        self.assert_accepted(TENCENT, "CreateRecordTask", RECORD)


class FunctionTests(OperationTestCase):
    """The functions of the clouds' modules."""

    def test_they_make_the_request_of_the_same_fields(self) -> None:
        typed = crec.volcengine.start_webcast(
            app_id="app",
            room_id="room",
            task_id="task",
            user_id="user",
            source_url="https://example.com/",
            video_solutions=[{"Width": 640, "Height": 480}],
        )
        fields = {**WEBCAST, "VideoSolutions": [{"Width": 640, "Height": 480}]}
        generic = crec.Request.operation(VOLCENGINE, "StartWebcast", fields)
        with crec.Client(VOLCENGINE, crec.Credentials("id", "secret")) as client:
            signed = [client.sign(one, timestamp=0) for one in (typed, generic)]
        self.assertEqual(signed[0], signed[1])

    def test_what_is_required_and_none_is_missing(self) -> None:
        error = failure_of(
            crec.alibaba.update_rtc_cloud_recording,
            task_id=None,
            subscribe_params={"SubscribeUserIdList": [{"UserId": None}]},
        )
        self.assertEqual(
            [(fault.field, fault.problem) for fault in error.outcome.faults],
            [
                ("TaskId", "is missing"),
                ("SubscribeParams.SubscribeUserIdList[0].UserId", "is missing"),
            ],
        )

    def test_the_version_of_an_operation_can_be_chosen(self) -> None:
        request = crec.tencent.stop_record_task(task_id="task", version="2030-01-01")
        with crec.Client(TENCENT, crec.Credentials("id", "secret")) as client:
            self.assertEqual(client.sign(request).headers["X-TC-Version"], "2030-01-01")

    def test_an_action_that_is_no_operation_is_refused(self) -> None:
        self.assert_refused(TENCENT, "StartWebcast", WEBCAST, "action")
        self.assert_refused(VOLCENGINE, "UpdateWebcast", {}, "action")
        self.assert_refused(VOLCENGINE, "", {}, "action")


if __name__ == "__main__":
    unittest.main()
