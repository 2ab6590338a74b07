"""A call of every operation that the library knows, between them with every field that there is."""

from typing import Any

from clients import Call

IDS = {"AppId": "600000000000000000000000", "RoomId": "room-1", "TaskId": "task@1.a"}
USER = {**IDS, "UserId": "user_1"}

# Characters that JSON, percent-encoding or both have to escape, or leave as they are.
TEXT = "录制 😀 \"a\" 'b' \\c/d?e=f&g+h%20;*~(i)!<j>\u2028"

WEBCAST = {
    **USER,
    "BusinessId": "unit.7",
    "SourceURL": "https://example.com/page?a=%E4%B8%AD&b=1+2#c",
    "MaxRunningTime": 3600,
    "EventNotifyConfig": {"EnableEventNotify": True, "StartTimeout": 0},
    "MonitorConfig": {
        "BlankCheckInterval": 0,
        "CrashCheckInterval": 30,
        "FreezeCheckInterval": 2,
    },
    "VideoSolutions": [
        {"Width": 1920, "Height": 1080, "FrameRate": 30, "Bitrate": 0},
        {"Width": 640, "Height": 360, "FrameRate": 1, "Bitrate": 10000},
    ],
}

TASK = {"TaskId": "5b1f6c2e-9c1d-4a7e-8f57-2d7f3b0f9a11"}
SUBSCRIBED = {
    "SubscribeUserIdList": [
        {"UserId": TEXT, "StreamType": 0, "SourceType": 1},
        {"UserId": "1", "StreamType": 2, "SourceType": 0},
    ]
}
LAYOUT = {
    "MixBackground": {"Url": "https://example.com/a%20b.png?c=d&e", "RenderMode": 0},
    "UserPanes": [
        {
            **{"UserId": TEXT, "SourceType": 0, "X": "0", "Y": "0.0", "ZOrder": 0},
            **{"Width": "0.5", "Height": "1"},
            "SubBackground": {"Url": "http://example.com/1.jpg", "RenderMode": 1},
        },
        {
            **{"UserId": "2", "SourceType": 1, "X": "0.5", "Y": "0.25", "ZOrder": 1},
            **{"Width": "0.123456789", "Height": "1.0"},
            "SubBackground": {"Url": "http://example.com/2.jpg", "RenderMode": 0},
        },
    ],
}
TRANSCODING = {
    **{"AudioBitrate": 8, "AudioChannels": 2, "AudioSampleRate": 48000, "FrameFillType": 0},
    **{"VideoBitrate": 10000, "VideoCodec": "H.264", "VideoFramerate": 1, "VideoGop": 60},
    **{"VideoHeight": 0, "VideoWidth": 1920},
}
STORAGE = {
    "StorageType": 1,
    "OSSParams": {"OSSBucket": "bucket", "OSSEndpoint": "oss-cn-shanghai.aliyuncs.com"},
    "VodParams": {
        "AutoCompose": 1,
        "ComposeVodTranscodeGroupId": TEXT,
        "StorageLocation": "outin-a.oss-cn-shanghai.aliyuncs.com",
        "VodTranscodeGroupId": "0",
    },
    "FileInfo": [
        {
            "Format": "HLS",
            "FileNamePattern": "{AppId}_{ChannelId}/{StartTime}",
            "FilePathPrefix": ["目录", "b c", "d"],
            "SliceDuration": 10,
            "SliceNamePattern": "{Sequence}%d",
        },
        {
            "Format": "MP4",
            "FileNamePattern": TEXT,
            "FilePathPrefix": ["1"],
            "SliceDuration": 30,
            "SliceNamePattern": "slice",
        },
    ],
}
LITTLE = {
    "AppId": "a",
    "ChannelId": "b",
    "SubscribeParams": {"SubscribeUserIdList": [{"UserId": "c"}]},
    "RecordParams": {"RecordMode": 0},
    "StorageParams": {"StorageType": 2},
    "MixLayoutParams": {"MixBackground": {"RenderMode": 1}},
}
RTC = {
    "AppId": "3f2a7c90",
    "ChannelId": TEXT,
    "SubscribeParams": SUBSCRIBED,
    "RecordParams": {"RecordMode": 1, "StreamType": 0, "MaxFileDuration": 7200},
    "StorageParams": STORAGE,
    "MixLayoutParams": LAYOUT,
    "MixTranscodeParams": TRANSCODING,
    "MaxIdleTime": 14400,
    "NotifyUrl": "https://example.com/notify?a=b%2Bc&d=*",
    "NotifyAuthKey": "0123456789abcdefGHIJ",
    "NotifyFileUploadedFormat": ["MP4", "HLS"],
}

# Above 2^53 doubles lose digits.
STREAM = {"StreamName": TEXT, "TaskId": 2**63 - 1}
LIVE = {
    **{"StreamName": TEXT, "AppName": "live 1", "DomainName": "push.example.com"},
    **{"StartTime": "2017-01-01 10:10:01", "EndTime": "2017-01-01%2010%3A30%3A01"},
    **{"RecordType": "video", "FileFormat": "HLS", "Highlight": 0, "MixStream": 1},
    "StreamParam": "record_interval%3D5400%26storage_time%3D86400",
}
RECORD_TASK = {"TaskId": "task-录制 1"}
NAMES = {"StreamName": TEXT, "DomainName": "push.example.com", "AppName": "live/a"}


def calls(now: int) -> tuple[Call, ...]:
    """All of them; the times in them are about now."""
    return (*_volcengine(), *_alibaba(), *_live(), *_record_tasks(now))


def _volcengine() -> tuple[Call, ...]:
    def call(action: str, fields: dict[str, Any], kind: str = "", **how: str) -> Call:
        version = "2023-11-01" if action == "StopWBRecord" else "2020-12-01"
        return Call("volcengine", action, version, fields, kind, IDS if kind else {}, **how)

    page = {"BusinessId": "unit.7", "SourceURL": "https://example.com/?a=%E4%B8%AD#b"}
    return (
        call("StartWBRecord", {**USER, **page}),
        call("StartWBRecord", USER),
        call("StopWBRecord", USER, "whiteboard"),
        call("StartWebcast", WEBCAST),
        call("StartWebcast", {**USER, "SourceURL": "http://example.com"}),
        call("StopWebcast", IDS, "webcast"),
        call("GetWebCastTask", IDS, "webcast", method="GET"),
    )


def _alibaba() -> tuple[Call, ...]:
    def call(action: str, fields: dict[str, Any]) -> Call:
        task = TASK if "TaskId" in fields else {}
        return Call("aliyun", action, "2016-11-01", fields, "rtc", task)

    changes = {"SubscribeParams": SUBSCRIBED, "MixLayoutParams": LAYOUT}
    return (
        call("StartRtcCloudRecording", RTC),
        call("StartRtcCloudRecording", LITTLE),
        call("UpdateRtcCloudRecording", {**TASK, **changes}),
        call("DescribeRtcCloudRecordingFiles", TASK),
        call("StopRtcCloudRecording", TASK),
    )


def _live() -> tuple[Call, ...]:
    def call(action: str, fields: dict[str, Any]) -> Call:
        task = STREAM if fields is STREAM else {}
        return Call("tencent", action, "2018-08-01", fields, "live", task)

    return (
        call("CreateLiveRecord", LIVE),
        call("CreateLiveRecord", {"StreamName": "a", "Highlight": 1}),
        call("StopLiveRecord", STREAM),
        call("DeleteLiveRecord", STREAM),
    )


def _record_tasks(now: int) -> tuple[Call, ...]:
    def call(action: str, fields: dict[str, Any], task: dict[str, Any]) -> Call:
        version, region = "2018-08-01", "ap-guangzhou"
        return Call("tencent", action, version, fields, "record", task, region=region)

    hour = {"StartTime": now - 1800, "EndTime": now + 1800}
    extras = {"StreamType": 1, "TemplateId": 2**63 - 1, "Extension": TEXT}
    return (
        call("CreateRecordTask", {**NAMES, **hour, **extras}, {}),
        call("StopRecordTask", RECORD_TASK, RECORD_TASK),
        call("DeleteRecordTask", RECORD_TASK, RECORD_TASK),
        call("DescribeRecordTask", {**hour, **NAMES}, {}),
        # The page that a token is for has the token's task, which has no names.
        call("DescribeRecordTask", {**hour, "ScrollToken": RECORD_TASK["TaskId"]}, RECORD_TASK),
    )
