"""Tencent Cloud Live: each operation's request, for ``perform`` of a client.

Generated from the library's own tables by Tools/Operations/generate.py: make operations.
"""

from __future__ import annotations

from ._fields import integer
from .enums import Cloud
from .request import Request


def create_live_record(
    *,
    stream_name: str,
    app_name: str | None = None,
    domain_name: str | None = None,
    start_time: str | None = None,
    end_time: str | None = None,
    record_type: str | None = None,
    file_format: str | None = None,
    highlight: int | None = None,
    mix_stream: int | None = None,
    stream_param: str | None = None,
    version: str | None = None,
) -> Request:
    """Tencent Cloud Live CreateLiveRecord: records a stream between two times, or with Highlight
    from now on.

    stream_name: UTF-8 without control characters, not empty
    app_name: UTF-8 without control characters, not empty; the path that is pushed to [live]
    domain_name: UTF-8 without control characters, not empty; that is pushed to, where there are
        several
    start_time: China's time as YYYY-MM-DD HH:MM:SS, URL-encoded or not
    end_time: China's time as YYYY-MM-DD HH:MM:SS, URL-encoded or not
    record_type: one of video, audio, in any case; [video]
    file_format: one of flv, hls, mp4, aac, mp3, in any case; [flv]
    highlight: an integer from 0 to 1; 1: from now on, for 30 minutes at most [0]
    mix_stream: an integer from 0 to 1; 1: the mixed stream C of A + B = C [0]
    stream_param: UTF-8 without control characters, not empty;
        record_interval=SECONDS&storage_time=SECONDS, URL-encoded; the interval 1800 to 7200
    version: of the API [2018-08-01]

    StartTime is required unless Highlight is 1.
    EndTime is required unless Highlight is 1.
    Not idempotent: retried only if it certainly was not executed. 500 calls per second per account.
    cloud.tencent.com/document/api/267/30148
    """
    fields: dict[str, object] = {
        "StreamName": stream_name,
        "AppName": app_name,
        "DomainName": domain_name,
        "StartTime": start_time,
        "EndTime": end_time,
        "RecordType": record_type,
        "FileFormat": file_format,
        "Highlight": highlight,
        "MixStream": mix_stream,
        "StreamParam": stream_param,
    }
    return Request.operation(Cloud.TENCENT, "CreateLiveRecord", fields, version=version)


def stop_live_record(
    *, stream_name: str, task_id: int | str, version: str | None = None
) -> Request:
    """Tencent Cloud Live StopLiveRecord: stops what CreateLiveRecord made.

    stream_name: UTF-8 without control characters, not empty
    task_id: a decimal integer from 0 to 9223372036854775807; from CreateLiveRecord: what
        CreateRecordTask made is for StopRecordTask, DeleteRecordTask
    version: of the API [2018-08-01]

    Idempotent: retried even if the outcome is unknown. 200 calls per second per account.
    cloud.tencent.com/document/api/267/32607
    """
    return Request.stop_live_record(stream_name=stream_name, task_id=task_id, version=version)


def delete_live_record(
    *, stream_name: str, task_id: int | str, version: str | None = None
) -> Request:
    """Tencent Cloud Live DeleteLiveRecord: deletes the entry of a task that has ended; it stops
    none.

    stream_name: UTF-8 without control characters, not empty
    task_id: a decimal integer from 0 to 9223372036854775807; from CreateLiveRecord: what
        CreateRecordTask made is for StopRecordTask, DeleteRecordTask
    version: of the API [2018-08-01]

    Idempotent: retried even if the outcome is unknown. 200 calls per second per account.
    cloud.tencent.com/document/product/1001/30147
    """
    fields: dict[str, object] = {"StreamName": stream_name, "TaskId": integer(task_id)}
    return Request.operation(Cloud.TENCENT, "DeleteLiveRecord", fields, version=version)


def create_record_task(
    *,
    stream_name: str,
    domain_name: str,
    app_name: str,
    end_time: int,
    start_time: int | None = None,
    stream_type: int | None = None,
    template_id: int | None = None,
    extension: str | None = None,
    version: str | None = None,
) -> Request:
    """Tencent Cloud Live CreateRecordTask: records a stream between two times, by a template.

    stream_name: UTF-8 without control characters, not empty
    domain_name: UTF-8 without control characters, not empty; that is pushed to
    app_name: UTF-8 without control characters, not empty; the path that is pushed to
    end_time: a decimal integer from 0 to 9223372036854775807; unix time, in 7 days at most
    start_time: a decimal integer from 0 to 9223372036854775807; unix time [now]
    stream_type: an integer from 0 to 1; 1: the mixed stream C of A + B = C [0]
    template_id: a decimal integer from 0 to 9223372036854775807; from CreateLiveRecordTemplate
        [HLS, kept in VOD]
    extension: UTF-8 without control characters, not empty
    version: of the API [2018-08-01]

    EndTime is 1 to 86400 seconds after StartTime.
    Not idempotent: retried only if it certainly was not executed. 20 calls per second per account.
    In ap-guangzhou, unless the client has a region. www.tencentcloud.com/document/product/267/37309
    """
    fields: dict[str, object] = {
        "StreamName": stream_name,
        "DomainName": domain_name,
        "AppName": app_name,
        "EndTime": end_time,
        "StartTime": start_time,
        "StreamType": stream_type,
        "TemplateId": template_id,
        "Extension": extension,
    }
    return Request.operation(Cloud.TENCENT, "CreateRecordTask", fields, version=version)


def stop_record_task(*, task_id: str, version: str | None = None) -> Request:
    """Tencent Cloud Live StopRecordTask: stops what CreateRecordTask made, for good.

    task_id: UTF-8 without control characters, no integer, not empty; from CreateRecordTask: what
        CreateLiveRecord made is for StopLiveRecord, DeleteLiveRecord
    version: of the API [2018-08-01]

    Idempotent: retried even if the outcome is unknown. 20 calls per second per account. In
    ap-guangzhou, unless the client has a region. www.tencentcloud.com/document/product/267/37307
    """
    fields: dict[str, object] = {"TaskId": task_id}
    return Request.operation(Cloud.TENCENT, "StopRecordTask", fields, version=version)


def delete_record_task(*, task_id: str, version: str | None = None) -> Request:
    """Tencent Cloud Live DeleteRecordTask: deletes a task; what is being recorded goes on.

    task_id: UTF-8 without control characters, no integer, not empty; from CreateRecordTask: what
        CreateLiveRecord made is for StopLiveRecord, DeleteLiveRecord
    version: of the API [2018-08-01]

    Idempotent: retried even if the outcome is unknown. 20 calls per second per account. In
    ap-guangzhou, unless the client has a region. www.tencentcloud.com/document/product/267/37308
    """
    fields: dict[str, object] = {"TaskId": task_id}
    return Request.operation(Cloud.TENCENT, "DeleteRecordTask", fields, version=version)


def describe_record_task(
    *,
    start_time: int,
    end_time: int,
    stream_name: str | None = None,
    domain_name: str | None = None,
    app_name: str | None = None,
    scroll_token: str | None = None,
    version: str | None = None,
) -> Request:
    """Tencent Cloud Live DescribeRecordTask: lists CreateRecordTask's tasks that start and end
    within a time.

    start_time: a decimal integer from 0 to 9223372036854775807; unix time, 90 days ago at most
    end_time: a decimal integer from 0 to 9223372036854775807; unix time
    stream_name: UTF-8 without control characters, not empty
    domain_name: UTF-8 without control characters, not empty
    app_name: UTF-8 without control characters, not empty
    scroll_token: UTF-8 without control characters, not empty; from the reply before, for the next
        page
    version: of the API [2018-08-01]

    EndTime is 1 to 604800 seconds after StartTime.
    Idempotent: retried even if the outcome is unknown. 20 calls per second per account. In
    ap-guangzhou, unless the client has a region. www.tencentcloud.com/document/product/267,
    "DescribeRecordTask"
    """
    fields: dict[str, object] = {
        "StartTime": start_time,
        "EndTime": end_time,
        "StreamName": stream_name,
        "DomainName": domain_name,
        "AppName": app_name,
        "ScrollToken": scroll_token,
    }
    return Request.operation(Cloud.TENCENT, "DescribeRecordTask", fields, version=version)
