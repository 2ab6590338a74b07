"""Fields of starts and updates, down to the members of objects in lists."""

from collections.abc import Iterable

from cloud_emulator.emulator import Plant
from tests.calls import CallTest
from tests.client import RECORDING, aliyun, tencent
from tests.examples import (
    CREATE_LIVE_RECORD,
    CREATE_RECORD_TASK,
    START_RECORDING,
    START_WEBCAST,
    UPDATE_RECORDING,
    Example,
)

MISSING = "MissingParameter"
INVALID = "InvalidParameter"
VALUE = "InvalidParameterValue"
USERS = "SubscribeParams.SubscribeUserIdList"


class FieldTest(CallTest):
    rates = False
    plants = (Plant("rtc", {"TaskId": "1"}),)

    def accepts(self, example: Example, path: str, *values: object) -> None:
        for value in values:
            self.setUp()
            with self.subTest(path, value=value):
                self.assertEqual(self.refusal(example.changed(path, value)), ("", ""))

    def refuses(self, example: Example, path: str, *values: object, code: str = INVALID) -> None:
        """Refused with the path in the message, and nothing is done."""
        for value in values:
            self.setUp()
            with self.subTest(path, value=value):
                found, message = self.refusal(example.changed(path, value))
                named = message.removeprefix("The parameter ").split(" is ")[0]
                self.assertEqual((found, named), (code, path))
                self.assertEqual(len(self.emulator.tasks.all()), 1)

    def stays_within(self, example: Example, ranges: Iterable[tuple[str, int, int]]) -> None:
        for path, low, high in ranges:
            self.accepts(example, path, low, high, None)
            self.refuses(example, path, low - 1, high + 1, float(low), str(low))


class WebcastFields(FieldTest):
    def test_fields_are_of_their_type(self) -> None:
        self.assertEqual(self.result(START_WEBCAST.draft()), "ok")
        self.refuses(START_WEBCAST, "SourceURL", 1, [])
        self.refuses(START_WEBCAST, "EventNotifyConfig", [], "x", 0)
        self.refuses(START_WEBCAST, "EventNotifyConfig.EnableEventNotify", 1, "true")
        self.refuses(START_WEBCAST, "EventNotifyConfig.StartTimeout", True)
        self.refuses(START_WEBCAST, "VideoSolutions", {}, "x")
        self.refuses(START_WEBCAST, "VideoSolutions[1]", "x", None, [])

    def test_numbers_stay_within_their_range(self) -> None:
        ranges = (
            ("MaxRunningTime", 10, 86400),
            ("EventNotifyConfig.StartTimeout", 0, 60),
            ("MonitorConfig.CrashCheckInterval", 0, 30),
            ("VideoSolutions[1].FrameRate", 1, 60),
            ("VideoSolutions[1].Bitrate", 0, 10000),
        )
        self.stays_within(START_WEBCAST, ranges)

    def test_widths_and_heights_are_even(self) -> None:
        for path, high in (("VideoSolutions[0].Width", 1920), ("VideoSolutions[1].Height", 1080)):
            self.accepts(START_WEBCAST, path, 50, 52, high, None)
            self.refuses(START_WEBCAST, path, 48, 51, high - 1, high + 2)

    def test_checks_are_off_or_two_seconds_apart_at_least(self) -> None:
        for name in ("BlankCheckInterval", "FreezeCheckInterval"):
            self.accepts(START_WEBCAST, f"MonitorConfig.{name}", 0, 2, 30, None)
            self.refuses(START_WEBCAST, f"MonitorConfig.{name}", -1, 1, 31)

    def test_there_are_two_video_solutions_at_most(self) -> None:
        self.accepts(START_WEBCAST, "VideoSolutions", [], [{}], [{}, {}], None)
        self.refuses(START_WEBCAST, "VideoSolutions", [{}, {}, {}])

    def test_there_is_a_page_and_its_address_is_not_too_long(self) -> None:
        self.accepts(START_WEBCAST, "SourceURL", "x" * 1024)
        self.refuses(START_WEBCAST, "SourceURL", "x" * 1025, "")
        self.refuses(START_WEBCAST, "SourceURL", None, code=MISSING)

    def test_unknown_members_are_refused(self) -> None:
        for path in ("Other", "MonitorConfig.Other", "VideoSolutions[1].Other"):
            self.refuses(START_WEBCAST, path, 1, None)


class RecordingFields(FieldTest):
    def test_fields_are_of_their_type(self) -> None:
        self.assertEqual(self.result(START_RECORDING.draft()).keys(), {"TaskId"})
        self.refuses(START_RECORDING, "RecordParams", "x", "{", "[]", '{"RecordMode":1,')
        self.refuses(START_RECORDING, "RecordParams", '{"RecordMode":1,"RecordMode":1}')
        self.refuses(START_RECORDING, "RecordParams.RecordMode", "1", 1.5)
        self.refuses(START_RECORDING, "StorageParams.FileInfo", {}, "MP4")
        self.refuses(START_RECORDING, "StorageParams.FileInfo[0].FilePathPrefix", "a")
        self.refuses(START_RECORDING, "StorageParams.FileInfo[0].FilePathPrefix[1]", 1, None)
        self.refuses(START_RECORDING, "MaxIdleTime", "ten", "1.5")
        self.refuses(START_RECORDING, "NotifyFileUploadedFormat", '["MP4"]')

    def test_what_is_required_is_there(self) -> None:
        self.assertEqual(self.code(START_RECORDING.make(RECORDING)), "")
        for name in RECORDING:
            fields = {key: value for key, value in RECORDING.items() if key != name}
            message = (MISSING, f"The parameter {name} is missing.")
            self.assertEqual(self.refusal(START_RECORDING.make(fields)), message)
        for path in (
            *(USERS, f"{USERS}[1].UserId", "RecordParams.RecordMode"),
            *("StorageParams.StorageType", "StorageParams.OSSParams.OSSBucket"),
            *("StorageParams.OSSParams.OSSEndpoint", "StorageParams.FileInfo[0].Format"),
            *("MixTranscodeParams.AudioBitrate", "MixTranscodeParams.AudioChannels"),
            "MixTranscodeParams.AudioSampleRate",
        ):
            self.refuses(START_RECORDING, path, None, code=MISSING)
        self.refuses(START_RECORDING, f"{USERS}[0].UserId", "", code=MISSING)

    def test_numbers_stay_within_their_range(self) -> None:
        ranges = (
            (f"{USERS}[1].StreamType", 0, 2),
            (f"{USERS}[1].SourceType", 0, 1),
            ("RecordParams.MaxFileDuration", 180, 7200),
            ("StorageParams.FileInfo[0].SliceDuration", 10, 30),
            ("MixLayoutParams.MixBackground.RenderMode", 0, 1),
            ("MixLayoutParams.UserPanes[0].SourceType", 0, 1),
            ("MixLayoutParams.UserPanes[0].SubBackground.RenderMode", 0, 1),
            ("MixTranscodeParams.VideoBitrate", 1, 10000),
            ("MixTranscodeParams.VideoFramerate", 1, 60),
            ("MixTranscodeParams.VideoGop", 1, 60),
            ("MixTranscodeParams.VideoHeight", 0, 1920),
            ("MixTranscodeParams.VideoWidth", 0, 1920),
        )
        self.stays_within(START_RECORDING, ranges)
        self.accepts(START_RECORDING, "MixTranscodeParams.AudioBitrate", 8, 500)
        self.refuses(START_RECORDING, "MixTranscodeParams.AudioBitrate", 7, 501)
        self.accepts(START_RECORDING, "MaxIdleTime", 10, 14400)
        self.refuses(START_RECORDING, "MaxIdleTime", 9, 14401)

    def test_texts_follow_their_rule(self) -> None:
        self.accepts(START_RECORDING, "StorageParams.FileInfo[0].Format", "MP4", "HLS", "MP3")
        self.refuses(START_RECORDING, "StorageParams.FileInfo[0].Format", "mp4", "FLV")
        for name in ("X", "Y", "Width", "Height"):
            path = f"MixLayoutParams.UserPanes[0].{name}"
            self.accepts(START_RECORDING, path, "0", "1", "0.2632", "1.00", None)
            self.refuses(START_RECORDING, path, "1.01", "-0.1", "2", "half", "0.", "", 0.5)
        self.accepts(START_RECORDING, "NotifyAuthKey", "a" * 16, "Z9" * 32, "")
        self.refuses(START_RECORDING, "NotifyAuthKey", "a" * 15, "a" * 65, "a" * 15 + "-")
        for path in ("NotifyUrl", "MixLayoutParams.UserPanes[0].SubBackground.Url"):
            self.accepts(START_RECORDING, path, "x" * 2048)
            self.refuses(START_RECORDING, path, "x" * 2049)

    def test_one_to_seventeen_users_are_recorded(self) -> None:
        for example in (START_RECORDING, UPDATE_RECORDING):
            self.accepts(example, USERS, [{"UserId": "u"}], [{"UserId": "u"}] * 17)
            self.refuses(example, USERS, [], [{"UserId": "u"}] * 18)

    def test_unknown_members_are_refused_and_unknown_fields_ignored(self) -> None:
        self.refuses(START_RECORDING, f"{USERS}[0].Other", 1)
        self.refuses(START_RECORDING, "RecordParams.Other", 1)
        self.accepts(START_RECORDING, "Other", 1)

    def test_an_update_is_checked_like_a_start(self) -> None:
        self.assertEqual(self.result(UPDATE_RECORDING.draft()), {"TaskId": "1"})
        self.refuses(UPDATE_RECORDING, "MixLayoutParams.UserPanes[0].X", "1.5")
        self.refuses(UPDATE_RECORDING, f"{USERS}[1].StreamType", 3)
        self.refuses(UPDATE_RECORDING, f"{USERS}[1].UserId", None, code=MISSING)
        action = "UpdateRtcCloudRecording"
        self.assertEqual(self.code(aliyun({"TaskId": "1"}, "n", action)), MISSING)


class TencentFields(FieldTest):
    def test_live_records(self) -> None:
        self.assertEqual(self.code(CREATE_LIVE_RECORD.draft()), "")
        for path, good, bad in (
            ("StartTime", ("2024-02-29 23:59:59",), ("2023-02-29 00:00:00", "2024-3-1 8:00:00")),
            ("EndTime", ("2017-01-01+10%3a10%3a01",), ("1709222400", "2024-03-01T08:00:00Z", "")),
            ("RecordType", ("video", "audio", "Audio"), ("both", "")),
            ("FileFormat", ("flv", "hls", "MP4", "aac", "mp3"), ("mkv",)),
            ("Highlight", (0, 1), (2, -1)),
            ("MixStream", (0, 1), (2,)),
            (
                "StreamParam",
                ("record_interval=1800", "record_interval%3D7200", "storage_time=0", ""),
                ("record_interval=1799", "record_interval=7201", "record_interval=long"),
            ),
        ):
            self.accepts(CREATE_LIVE_RECORD, path, *good)
            self.refuses(CREATE_LIVE_RECORD, path, *bad, code=VALUE)
        self.refuses(CREATE_LIVE_RECORD, "StreamName", "", code=VALUE)
        self.refuses(CREATE_LIVE_RECORD, "Highlight", "1", True)
        self.refuses(CREATE_LIVE_RECORD, "Other", 1, code="UnknownParameter")

    def test_record_tasks(self) -> None:
        self.assertEqual(self.code(CREATE_RECORD_TASK.draft()), "")
        for name in ("StreamName", "DomainName", "AppName"):
            self.refuses(CREATE_RECORD_TASK, name, None, code=MISSING)
            self.refuses(CREATE_RECORD_TASK, name, "", code=VALUE)
        self.refuses(CREATE_RECORD_TASK, "EndTime", None, code=MISSING)
        for name in ("StartTime", "EndTime", "StreamType", "TemplateId"):
            self.refuses(CREATE_RECORD_TASK, name, "1", 1.5)
        for action in ("StopRecordTask", "DeleteRecordTask"):
            self.assertEqual(self.code(tencent({}, action)), MISSING)
            self.assertEqual(self.code(tencent({"TaskId": ""}, action)), VALUE)
