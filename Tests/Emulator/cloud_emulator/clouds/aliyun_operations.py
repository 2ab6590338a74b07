"""Alibaba Cloud ApsaraVideo Live's operations."""

import uuid

from cloud_emulator.acts import creates, describes, stops, updates
from cloud_emulator.fields import Field
from cloud_emulator.message import Fields, Json
from cloud_emulator.operation import TaskOperation
from cloud_emulator.rules import between, length, like, one_of
from cloud_emulator.tasks import State, Task, TaskKind

VERSIONS = ("2016-11-01",)
POST = ("POST",)
RATE = 50

RTC = TaskKind("rtc", ("TaskId",))
TASK_ID = Field("TaskId")

NOT_FOUND = "NotFound.Task"
OVER = "InvalidParameter.TaskId"

SHARE = like(r"0(\.[0-9]+)?|1(\.0+)?")
URL_LENGTH = length(0, 2048)

SUBSCRIBED_USER = (
    Field("UserId"),
    Field("StreamType", int, one_of(0, 1, 2), required=False),
    Field("SourceType", int, one_of(0, 1), required=False),
)
SUBSCRIBE_PARAMS = Field(
    "SubscribeParams",
    dict,
    members=(Field("SubscribeUserIdList", list, length(1, 17), members=SUBSCRIBED_USER),),
)
RECORD_PARAMS = Field(
    "RecordParams",
    dict,
    members=(
        Field("RecordMode", int),
        Field("StreamType", int, required=False),
        Field("MaxFileDuration", int, between(180, 7200), required=False),
    ),
)
VOD_PARAMS = (
    Field("AutoCompose", int, required=False),
    Field("ComposeVodTranscodeGroupId", required=False),
    Field("StorageLocation", required=False),
    Field("VodTranscodeGroupId", required=False),
)
FILE_INFO = (
    Field("Format", allows=one_of("MP4", "HLS", "MP3")),
    Field("FileNamePattern", required=False),
    Field("FilePathPrefix", list, items=str, required=False),
    Field("SliceDuration", int, between(10, 30), required=False),
    Field("SliceNamePattern", required=False),
)
STORAGE_PARAMS = Field(
    "StorageParams",
    dict,
    members=(
        Field("StorageType", int),
        Field(
            "OSSParams", dict, members=(Field("OSSBucket"), Field("OSSEndpoint")), required=False
        ),
        Field("VodParams", dict, members=VOD_PARAMS, required=False),
        Field("FileInfo", list, members=FILE_INFO, required=False),
    ),
)
BACKGROUND = (
    Field("Url", allows=URL_LENGTH, required=False),
    Field("RenderMode", int, one_of(0, 1), required=False),
)
USER_PANE = (
    Field("UserId", required=False),
    Field("SourceType", int, one_of(0, 1), required=False),
    *(Field(name, allows=SHARE, required=False) for name in ("X", "Y", "Width", "Height")),
    Field("ZOrder", int, required=False),
    Field("SubBackground", dict, members=BACKGROUND, required=False),
)
MIX_LAYOUT_PARAMS = Field(
    "MixLayoutParams",
    dict,
    members=(
        Field("MixBackground", dict, members=BACKGROUND, required=False),
        Field("UserPanes", list, members=USER_PANE, required=False),
    ),
    required=False,
)
MIX_TRANSCODE_PARAMS = Field(
    "MixTranscodeParams",
    dict,
    members=(
        Field("AudioBitrate", int, between(8, 500)),
        Field("AudioChannels", int),
        Field("AudioSampleRate", int),
        Field("FrameFillType", int, required=False),
        Field("VideoBitrate", int, between(1, 10000), required=False),
        Field("VideoCodec", required=False),
        Field("VideoFramerate", int, between(1, 60), required=False),
        Field("VideoGop", int, between(1, 60), required=False),
        Field("VideoHeight", int, between(0, 1920), required=False),
        Field("VideoWidth", int, between(0, 1920), required=False),
    ),
    required=False,
)

REMEMBERED = 72 * 3600
STATUS = {
    State.RUNNING: "RUNNING",
    State.RECOVERING: "RECOVERING",
    State.STOPPING: "STOPPING",
}


def _task_id(task: Task) -> Json:
    return {"TaskId": task.values["TaskId"]}


def _files(task: Task) -> Json:
    return {
        "TaskInfo": {
            "TaskId": task.values["TaskId"],
            "Status": STATUS.get(task.state, "STOPPED"),
            "RecordFileList": {
                "HlsFileList": _file_names(task, "HLS", "m3u8"),
                "Mp3FileList": _file_names(task, "MP3", "mp3"),
                "Mp4FileList": _file_names(task, "MP4", "mp4"),
                "VodMediaList": [],
            },
        }
    }


def _file_names(task: Task, kind: str, ending: str) -> list[Json]:
    storage = task.fields.get("StorageParams")
    wanted = storage.get("FileInfo") if isinstance(storage, dict) else None
    if not isinstance(wanted, list) or not task.state.is_final:
        return []
    name = task.values["TaskId"]
    return [
        "/".join([*_directories(info), name, f"{name}.{ending}"])
        for info in wanted
        if isinstance(info, dict) and info["Format"] == kind
    ]


def _directories(info: Fields) -> list[str]:
    prefix = info.get("FilePathPrefix")
    return [str(name) for name in prefix] if isinstance(prefix, list) else []


OPERATIONS = (
    TaskOperation(
        "StartRtcCloudRecording",
        VERSIONS,
        POST,
        RATE,
        fields=(
            Field("AppId"),
            Field("ChannelId"),
            SUBSCRIBE_PARAMS,
            RECORD_PARAMS,
            STORAGE_PARAMS,
            MIX_LAYOUT_PARAMS,
            MIX_TRANSCODE_PARAMS,
            Field("MaxIdleTime", int, between(10, 14400), required=False),
            Field("NotifyUrl", allows=URL_LENGTH, required=False),
            Field("NotifyAuthKey", allows=like("([a-zA-Z0-9]{16,64})?"), required=False),
            Field("NotifyFileUploadedFormat", list, items=str, required=False),
        ),
        kind=RTC,
        act=creates(_task_id, lambda: str(uuid.uuid4())),
    ),
    TaskOperation(
        "UpdateRtcCloudRecording",
        VERSIONS,
        POST,
        RATE,
        fields=(TASK_ID, SUBSCRIBE_PARAMS, MIX_LAYOUT_PARAMS),
        kind=RTC,
        act=updates(_task_id, unknown=NOT_FOUND, over=OVER),
    ),
    TaskOperation(
        "StopRtcCloudRecording",
        VERSIONS,
        POST,
        RATE,
        fields=(TASK_ID,),
        kind=RTC,
        act=stops(_task_id, unknown=NOT_FOUND, over=OVER),
    ),
    TaskOperation(
        "DescribeRtcCloudRecordingFiles",
        VERSIONS,
        POST,
        RATE,
        fields=(TASK_ID,),
        kind=RTC,
        act=describes(_files, unknown=NOT_FOUND, within=REMEMBERED),
    ),
)
