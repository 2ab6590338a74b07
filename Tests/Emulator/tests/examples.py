"""Calls with every field there is, for tests to change one at a time."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.client import RECORD_TASK, RECORDING, SCHEDULED, WEBCAST, Draft, rtc, tencent, volcengine

PICTURE = {"Url": "https://example.com/p.png", "RenderMode": 0}
PANE = {
    **{"UserId": "u", "SourceType": 0, "ZOrder": 0, "SubBackground": PICTURE},
    **{"X": "0", "Y": "0.5", "Width": "1", "Height": "1.0"},
}
SUBSCRIBE = {"SubscribeUserIdList": [{"UserId": "u", "StreamType": 0, "SourceType": 0}] * 2}
LAYOUT = {"MixBackground": PICTURE, "UserPanes": [PANE]}
STORAGE = {
    "StorageType": 9,
    "OSSParams": {"OSSBucket": "b", "OSSEndpoint": "oss-cn-shanghai.aliyuncs.com"},
    "VodParams": {
        **{"AutoCompose": 1, "ComposeVodTranscodeGroupId": "c"},
        **{"StorageLocation": "s", "VodTranscodeGroupId": "t"},
    },
    "FileInfo": [
        {
            **{"Format": "HLS", "FileNamePattern": "p", "FilePathPrefix": ["a", "b"]},
            **{"SliceDuration": 10, "SliceNamePattern": "s"},
        }
    ],
}
TRANSCODE = {
    **{"AudioBitrate": 8, "AudioChannels": 9, "AudioSampleRate": 9, "FrameFillType": 9},
    **{"VideoBitrate": 1, "VideoCodec": "c", "VideoFramerate": 1, "VideoGop": 1},
    **{"VideoHeight": 0, "VideoWidth": 0},
}


@dataclass(frozen=True)
class Example:
    """A function that makes a call, and a full set of fields for it."""

    make: Callable[[dict[str, Any]], Draft]
    fields: dict[str, Any]

    def draft(self) -> Draft:
        """The call as it stands."""
        return self.make(self.fields)

    def changed(self, path: str, value: object) -> Draft:
        """The call with another value at `path`, which is such as VideoSolutions[0].Width."""
        fields = json.loads(json.dumps(self.fields))
        *way, last = [int(step) if step.isdecimal() else step for step in re.findall(r"\w+", path)]
        place: Any = fields
        for step in way:
            place = place[step]
        place[last] = value
        return self.make(fields)


START_WEBCAST = Example(
    lambda fields: volcengine("StartWebcast", fields),
    {
        **WEBCAST,
        "BusinessId": "b",
        "MaxRunningTime": 10,
        "EventNotifyConfig": {"EnableEventNotify": False, "StartTimeout": 0},
        "MonitorConfig": {
            **{"BlankCheckInterval": 0, "CrashCheckInterval": 0, "FreezeCheckInterval": 0}
        },
        "VideoSolutions": [{"Width": 50, "Height": 50, "FrameRate": 1, "Bitrate": 0}] * 2,
    },
)
START_RECORDING = Example(
    lambda fields: rtc("StartRtcCloudRecording", fields),
    {
        **RECORDING,
        "SubscribeParams": SUBSCRIBE,
        "RecordParams": {"RecordMode": 9, "StreamType": 9, "MaxFileDuration": 180},
        "StorageParams": STORAGE,
        "MixLayoutParams": LAYOUT,
        "MixTranscodeParams": TRANSCODE,
        "MaxIdleTime": 10,
        "NotifyUrl": "https://example.com/notify",
        "NotifyAuthKey": "a" * 16,
        "NotifyFileUploadedFormat": ["MP4", "HLS"],
    },
)
UPDATE_RECORDING = Example(
    lambda fields: rtc("UpdateRtcCloudRecording", fields),
    {"TaskId": "1", "SubscribeParams": SUBSCRIBE, "MixLayoutParams": LAYOUT},
)
CREATE_LIVE_RECORD = Example(
    lambda fields: tencent(fields, "CreateLiveRecord"),
    {
        **SCHEDULED,
        **{"AppName": "live", "DomainName": "d", "RecordType": "video", "FileFormat": "flv"},
        **{"Highlight": 0, "MixStream": 0, "StreamParam": "record_interval=3600&storage_time=1"},
    },
)
CREATE_RECORD_TASK = Example(
    lambda fields: tencent(fields, "CreateRecordTask"),
    {
        **RECORD_TASK,
        **{"StartTime": RECORD_TASK["EndTime"], "StreamType": 9, "TemplateId": 9, "Extension": ""},
        "EndTime": RECORD_TASK["EndTime"] + 1,
    },
)
