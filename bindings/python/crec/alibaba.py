"""Alibaba Cloud Live: each operation's request, for ``perform`` of a client.

Generated from the library's own tables by Tools/Operations/generate.py: make operations.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from .enums import Cloud
from .request import Request


class _SubscribeUserIdDictRequired(TypedDict):
    UserId: str
    """UTF-8 without control characters, not empty."""


class SubscribeUserIdDict(_SubscribeUserIdDictRequired, total=False):
    """SubscribeParams.SubscribeUserIdList[] of StartRtcCloudRecording, UpdateRtcCloudRecording."""

    StreamType: int
    """An integer from 0 to 2; 0: both, 1: audio, 2: video, mixed only [0]."""
    SourceType: int
    """An integer from 0 to 1; 0: camera, 1: screen [0]."""


class SubscribeParamsDict(TypedDict):
    """SubscribeParams of StartRtcCloudRecording, UpdateRtcCloudRecording."""

    SubscribeUserIdList: Sequence[SubscribeUserIdDict]
    """A list of 1 to 17."""


class _RecordParamsDictRequired(TypedDict):
    RecordMode: int
    """A decimal integer from 0 to 9223372036854775807."""


class RecordParamsDict(_RecordParamsDictRequired, total=False):
    """RecordParams of StartRtcCloudRecording."""

    StreamType: int
    """A decimal integer from 0 to 9223372036854775807."""
    MaxFileDuration: int
    """An integer from 180 to 7200; seconds [7200]."""


class OSSParamsDict(TypedDict):
    """StorageParams.OSSParams of StartRtcCloudRecording."""

    OSSBucket: str
    """UTF-8 without control characters, not empty."""
    OSSEndpoint: str
    """UTF-8 without control characters, not empty."""


class VodParamsDict(TypedDict, total=False):
    """StorageParams.VodParams of StartRtcCloudRecording."""

    AutoCompose: int
    """A decimal integer from 0 to 9223372036854775807."""
    ComposeVodTranscodeGroupId: str
    """UTF-8 without control characters, not empty."""
    StorageLocation: str
    """UTF-8 without control characters, not empty."""
    VodTranscodeGroupId: str
    """UTF-8 without control characters, not empty."""


class _FileInfoDictRequired(TypedDict):
    Format: str
    """One of MP4, HLS, MP3."""


class FileInfoDict(_FileInfoDictRequired, total=False):
    """StorageParams.FileInfo[] of StartRtcCloudRecording."""

    FileNamePattern: str
    """UTF-8 without control characters, not empty."""
    FilePathPrefix: Sequence[str]
    """A list, each UTF-8 without control characters, not empty; a directory each."""
    SliceDuration: int
    """An integer from 10 to 30; seconds, of HLS [30]."""
    SliceNamePattern: str
    """UTF-8 without control characters, not empty."""


class _StorageParamsDictRequired(TypedDict):
    StorageType: int
    """A decimal integer from 0 to 9223372036854775807."""


class StorageParamsDict(_StorageParamsDictRequired, total=False):
    """StorageParams of StartRtcCloudRecording."""

    OSSParams: OSSParamsDict
    """An object; needed for OSS."""
    VodParams: VodParamsDict
    """An object; needed for VOD."""
    FileInfo: Sequence[FileInfoDict]
    """A list; of OSS."""


class MixBackgroundDict(TypedDict, total=False):
    """MixLayoutParams.MixBackground of StartRtcCloudRecording, UpdateRtcCloudRecording."""

    Url: str
    """An http or https URL, percent-encoded, at most 2048 characters."""
    RenderMode: int
    """An integer from 0 to 1; 0: crop, 1: fit."""


class SubBackgroundDict(TypedDict, total=False):
    """MixLayoutParams.UserPanes[].SubBackground of StartRtcCloudRecording,
    UpdateRtcCloudRecording."""

    Url: str
    """An http or https URL, percent-encoded, at most 2048 characters."""
    RenderMode: int
    """An integer from 0 to 1; 0: crop, 1: fit."""


class UserPaneDict(TypedDict, total=False):
    """MixLayoutParams.UserPanes[] of StartRtcCloudRecording, UpdateRtcCloudRecording."""

    UserId: str
    """UTF-8 without control characters, not empty."""
    SourceType: int
    """An integer from 0 to 1; 0: camera, 1: screen."""
    X: str
    """A text such as "0.25", from 0 to 1; ["0"]."""
    Y: str
    """A text such as "0.25", from 0 to 1; ["0"]."""
    Width: str
    """A text such as "0.25", from 0 to 1; ["0"]."""
    Height: str
    """A text such as "0.25", from 0 to 1; ["0"]."""
    ZOrder: int
    """A decimal integer from 0 to 9223372036854775807; 0: the bottom layer [0]."""
    SubBackground: SubBackgroundDict
    """An object."""


class MixLayoutParamsDict(TypedDict, total=False):
    """MixLayoutParams of StartRtcCloudRecording, UpdateRtcCloudRecording."""

    MixBackground: MixBackgroundDict
    """An object."""
    UserPanes: Sequence[UserPaneDict]
    """A list."""


class _MixTranscodeParamsDictRequired(TypedDict):
    AudioBitrate: int
    """An integer from 8 to 500; kbit/s."""
    AudioChannels: int
    """A decimal integer from 0 to 9223372036854775807."""
    AudioSampleRate: int
    """A decimal integer from 0 to 9223372036854775807; Hz."""


class MixTranscodeParamsDict(_MixTranscodeParamsDictRequired, total=False):
    """MixTranscodeParams of StartRtcCloudRecording."""

    FrameFillType: int
    """A decimal integer from 0 to 9223372036854775807."""
    VideoBitrate: int
    """An integer from 1 to 10000; kbit/s."""
    VideoCodec: str
    """UTF-8 without control characters, not empty."""
    VideoFramerate: int
    """An integer from 1 to 60."""
    VideoGop: int
    """An integer from 1 to 60; frames."""
    VideoHeight: int
    """An integer from 0 to 1920; pixels [0]."""
    VideoWidth: int
    """An integer from 0 to 1920; pixels [0]."""


def start_rtc_cloud_recording(
    *,
    app_id: str,
    channel_id: str,
    subscribe_params: SubscribeParamsDict,
    record_params: RecordParamsDict,
    storage_params: StorageParamsDict,
    mix_layout_params: MixLayoutParamsDict | None = None,
    mix_transcode_params: MixTranscodeParamsDict | None = None,
    max_idle_time: int | None = None,
    notify_url: str | None = None,
    notify_auth_key: str | None = None,
    notify_file_uploaded_format: Sequence[str] | None = None,
    version: str | None = None,
) -> Request:
    """Alibaba Cloud Live StartRtcCloudRecording: starts recording an RTC channel that has users;
    answers a task id.

    app_id: UTF-8 without control characters, not empty
    channel_id: UTF-8 without control characters, not empty
    subscribe_params: an object
    record_params: an object
    storage_params: an object
    mix_layout_params: an object; needed to mix streams with a picture
    mix_transcode_params: an object; needed to mix streams
    max_idle_time: an integer from 10 to 14400; seconds [300]
    notify_url: an http or https URL, percent-encoded, at most 2048 characters
    notify_auth_key: 16 to 64 of a-z A-Z 0-9
    notify_file_uploaded_format: a list, each UTF-8 without control characters, not empty
    version: of the API [2016-11-01]

    Not idempotent: retried only if it certainly was not executed. 50 calls per second per account.
    help.aliyun.com, "StartRtcCloudRecording"
    """
    fields: dict[str, object] = {
        "AppId": app_id,
        "ChannelId": channel_id,
        "SubscribeParams": subscribe_params,
        "RecordParams": record_params,
        "StorageParams": storage_params,
        "MixLayoutParams": mix_layout_params,
        "MixTranscodeParams": mix_transcode_params,
        "MaxIdleTime": max_idle_time,
        "NotifyUrl": notify_url,
        "NotifyAuthKey": notify_auth_key,
        "NotifyFileUploadedFormat": notify_file_uploaded_format,
    }
    return Request.operation(Cloud.ALIBABA, "StartRtcCloudRecording", fields, version=version)


def stop_rtc_cloud_recording(*, task_id: str, version: str | None = None) -> Request:
    """Alibaba Cloud Live StopRtcCloudRecording: stops what StartRtcCloudRecording started, in
    the same region.

    task_id: 1 to 128 of a-z A-Z 0-9 _ @ - . *; from StartRtcCloudRecording
    version: of the API [2016-11-01]

    Idempotent: retried even if the outcome is unknown. 50 calls per second per account.
    help.aliyun.com, "StopRtcCloudRecording"
    """
    return Request.stop_rtc_cloud_recording(task_id=task_id, version=version)


def update_rtc_cloud_recording(
    *,
    task_id: str,
    subscribe_params: SubscribeParamsDict,
    mix_layout_params: MixLayoutParamsDict | None = None,
    version: str | None = None,
) -> Request:
    """Alibaba Cloud Live UpdateRtcCloudRecording: changes whom a running task records, and
    where.

    task_id: 1 to 128 of a-z A-Z 0-9 _ @ - . *; from StartRtcCloudRecording
    subscribe_params: an object
    mix_layout_params: an object
    version: of the API [2016-11-01]

    Not idempotent: retried only if it certainly was not executed. 50 calls per second per account.
    help.aliyun.com, "UpdateRtcCloudRecording"
    """
    fields: dict[str, object] = {
        "TaskId": task_id,
        "SubscribeParams": subscribe_params,
        "MixLayoutParams": mix_layout_params,
    }
    return Request.operation(Cloud.ALIBABA, "UpdateRtcCloudRecording", fields, version=version)


def describe_rtc_cloud_recording_files(*, task_id: str, version: str | None = None) -> Request:
    """Alibaba Cloud Live DescribeRtcCloudRecordingFiles: asks how a task of the last 3 days
    stands, and for its files.

    task_id: 1 to 128 of a-z A-Z 0-9 _ @ - . *; from StartRtcCloudRecording
    version: of the API [2016-11-01]

    Idempotent: retried even if the outcome is unknown. 50 calls per second per account.
    help.aliyun.com, "DescribeRtcCloudRecordingFiles"
    """
    fields: dict[str, object] = {"TaskId": task_id}
    return Request.operation(
        Cloud.ALIBABA, "DescribeRtcCloudRecordingFiles", fields, version=version
    )
