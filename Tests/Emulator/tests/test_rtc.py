"""RTC cloud recordings from their start on, and what can be asked about them."""

import uuid

from cloud_emulator.message import Json
from tests.calls import CallTest
from tests.client import NOW, RECORDING, Draft, rtc

SUBSCRIBE = {"SubscribeUserIdList": [{"UserId": "userB", "StreamType": 2, "SourceType": 1}]}
NO_FILES: dict[str, Json] = {
    "HlsFileList": [],
    "Mp3FileList": [],
    "Mp4FileList": [],
    "VodMediaList": [],
}


def start(**fields: object) -> Draft:
    return rtc("StartRtcCloudRecording", {**RECORDING, **fields})


def stop(task_id: str) -> Draft:
    return rtc("StopRtcCloudRecording", {"TaskId": task_id})


def update(task_id: str) -> Draft:
    return rtc("UpdateRtcCloudRecording", {"TaskId": task_id, "SubscribeParams": SUBSCRIBE})


def describe(task_id: str, now: float = NOW) -> Draft:
    return rtc("DescribeRtcCloudRecordingFiles", {"TaskId": task_id}, now)


class Recordings(CallTest):
    def started(self, **fields: object) -> str:
        answer = self.result(start(**fields))
        self.assertEqual(answer.keys(), {"TaskId"})
        return str(answer["TaskId"])

    def test_a_recording_is_started_under_an_id_of_its_own_and_stopped(self) -> None:
        first, second = self.started(), self.started()
        self.assertNotEqual(first, second)
        self.assertEqual(str(uuid.UUID(first)), first)
        self.assertEqual(self.result(stop(second)), {"TaskId": second})
        self.assertEqual(self.states(), ["running", "stopped"])
        self.assertEqual(self.code(stop(second)), "InvalidParameter.TaskId")

    def test_only_a_running_recording_is_updated(self) -> None:
        self.assertEqual(self.code(update("none")), "NotFound.Task")
        task_id = self.started()
        self.assertEqual(self.result(update(task_id)), {"TaskId": task_id})
        (task,) = self.emulator.tasks.all()
        self.assertEqual(task.fields["SubscribeParams"], SUBSCRIBE)
        self.assertEqual(task.fields["RecordParams"], RECORDING["RecordParams"])
        self.assertEqual(self.code(stop(task_id)), "")
        self.assertEqual(self.code(update(task_id)), "InvalidParameter.TaskId")

    def test_a_recording_has_files_once_it_has_stopped(self) -> None:
        files = [
            {"Format": "MP4", "FilePathPrefix": ["a", "b"]},
            {"Format": "HLS"},
        ]
        task_id = self.started(StorageParams={"StorageType": 1, "FileInfo": files})
        expected = {"TaskId": task_id, "Status": "RUNNING", "RecordFileList": NO_FILES}
        self.assertEqual(self.result(describe(task_id)), {"TaskInfo": expected})
        self.assertEqual(self.code(stop(task_id)), "")
        expected["Status"] = "STOPPED"
        expected["RecordFileList"] = {
            **NO_FILES,
            "Mp4FileList": [f"a/b/{task_id}/{task_id}.mp4"],
            "HlsFileList": [f"{task_id}/{task_id}.m3u8"],
        }
        self.assertEqual(self.result(describe(task_id)), {"TaskInfo": expected})

    def test_only_recordings_of_the_last_three_days_are_described(self) -> None:
        self.assertEqual(self.code(describe("none")), "NotFound.Task")
        task_id = self.started()
        now = NOW + 72 * 3600
        self.emulator.clock.set(now)
        self.assertEqual(self.code(describe(task_id, now)), "")
        self.emulator.clock.advance(1)
        self.assertEqual(self.code(describe(task_id, now)), "NotFound.Task")

    def test_objects_travel_as_json_and_lists_item_by_item(self) -> None:
        formats = ["MP4", "HLS"]
        self.started(MaxIdleTime=10, NotifyFileUploadedFormat=formats)
        (task,) = self.emulator.tasks.all()
        sent = {**RECORDING, "MaxIdleTime": 10, "NotifyFileUploadedFormat": formats}
        (record,) = self.emulator.records.all()
        self.assertEqual(record.fields, sent)
        self.assertEqual(task.fields, {**sent, "TaskId": task.values["TaskId"]})

    def test_the_key_for_callbacks_is_not_recorded(self) -> None:
        self.started(NotifyAuthKey="abcdefgh12345678")
        self.assertNotIn("abcdefgh12345678", self.emulator.records.all()[0].json())
