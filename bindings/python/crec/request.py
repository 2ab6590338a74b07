"""A call that passed validation."""

from __future__ import annotations

from collections.abc import Mapping
from ctypes import byref

from . import _structs
from ._arguments import Arguments, Buffer, Pairs, texts
from ._calls import Handle, make
from ._fields import json_object
from ._library import library
from .enums import Cloud


class Request:
    """A validated call, without credentials or time. Never changes; usable many times.

    ``Client.perform`` makes the call, ``Client.sign`` signs it for an HTTP client of your own.
    ``crec.volcengine``, ``crec.alibaba`` and ``crec.tencent`` have a function for each operation
    that makes its request. Those of the five calls are here too: each takes what ``Client``'s
    method of that name takes. All raise InvalidArgumentError with every fault.
    """

    cloud: Cloud
    action: str
    _handle: Handle

    def __init__(
        self,
        cloud: Cloud,
        action: str,
        version: str,
        *,
        method: str | None = None,
        query: Pairs = (),
        body: Buffer = b"",
        content_type: str | None = None,
        fields: Mapping[str, object] | None = None,
        repeatable: bool = False,
    ) -> None:
        """Any action of a cloud; its own fields, in query and body, are not checked.

        version is YYYY-MM-DD; method "GET" or "POST" (the default); query is without Action and
        Version, not encoded; body is sent and signed as it stands; content_type is by default what
        the cloud expects. fields are as for ``operation``, and put where the cloud wants them:
        instead of query, body and content_type. repeatable tells that the call made twice does no
        more than once, so that it is repeated also where it is not known if it was done.
        """
        arguments = Arguments()
        pairs = arguments.pairs("query", query)
        content = arguments.data("body", body)
        params = _structs.RequestParams(
            cloud=arguments.choice("cloud", cloud, Cloud),
            action=arguments.text("action", action),
            version=arguments.text("version", version),
            method=arguments.text("method", method),
            query=(_structs.Pair * len(pairs))(*pairs),
            query_count=len(pairs),
            body=content,
            body_size=len(content),
            content_type=arguments.text("content_type", content_type),
            fields=json_object(arguments, fields),
            repeatable=arguments.flag("repeatable", repeatable),
        )
        arguments.check()
        self._make(Cloud(cloud), action, "crec_request_new", params)

    @classmethod
    def operation(
        cls, cloud: Cloud, action: str, fields: Mapping[str, object], *, version: str | None = None
    ) -> Request:
        """Any operation that the library knows, its fields checked.

        fields are by the cloud's own names: str, int, float, bool, and mappings and sequences of
        them. A member that is None is not given, and left out, at any depth. Faults name a field by
        its path, such as "SubscribeParams.SubscribeUserIdList[3].UserId". version is the
        operation's own by default.
        """
        arguments = Arguments()
        if fields is None:
            arguments.refuse_type("fields", fields, "a mapping")
        params = _structs.OperationParams(
            cloud=arguments.choice("cloud", cloud, Cloud),
            action=arguments.text("action", action),
            fields=json_object(arguments, fields),
            version=arguments.text("version", version),
        )
        arguments.check()
        request = cls.__new__(cls)
        request._make(Cloud(cloud), action, "crec_request_new_operation", params)
        return request

    @classmethod
    def start_wb_record(
        cls,
        *,
        app_id: str,
        room_id: str,
        task_id: str,
        user_id: str,
        business_id: str | None = None,
        source_url: str | None = None,
        version: str | None = None,
    ) -> Request:
        """Volcengine RTC StartWBRecord."""
        params = texts(
            _structs.StartWBRecordParams,
            app_id=app_id,
            room_id=room_id,
            task_id=task_id,
            user_id=user_id,
            business_id=business_id,
            source_url=source_url,
            version=version,
        )
        return cls._of(Cloud.VOLCENGINE, "StartWBRecord", "start_wb_record", params)

    @classmethod
    def stop_wb_record(
        cls, *, app_id: str, room_id: str, user_id: str, task_id: str, version: str | None = None
    ) -> Request:
        """Volcengine RTC StopWBRecord."""
        params = texts(
            _structs.StopWBRecordParams,
            app_id=app_id,
            room_id=room_id,
            user_id=user_id,
            task_id=task_id,
            version=version,
        )
        return cls._of(Cloud.VOLCENGINE, "StopWBRecord", "stop_wb_record", params)

    @classmethod
    def stop_webcast(
        cls, *, app_id: str, room_id: str, task_id: str, version: str | None = None
    ) -> Request:
        """Volcengine RTC StopWebcast."""
        params = texts(
            _structs.StopWebcastParams,
            app_id=app_id,
            room_id=room_id,
            task_id=task_id,
            version=version,
        )
        return cls._of(Cloud.VOLCENGINE, "StopWebcast", "stop_webcast", params)

    @classmethod
    def stop_rtc_cloud_recording(cls, *, task_id: str, version: str | None = None) -> Request:
        """Alibaba Cloud Live StopRtcCloudRecording."""
        params = texts(_structs.StopRtcCloudRecordingParams, task_id=task_id, version=version)
        return cls._of(Cloud.ALIBABA, "StopRtcCloudRecording", "stop_rtc_cloud_recording", params)

    @classmethod
    def stop_live_record(
        cls, *, stream_name: str, task_id: int | str, version: str | None = None
    ) -> Request:
        """Tencent Cloud Live StopLiveRecord."""
        params = texts(
            _structs.StopLiveRecordParams,
            integer="task_id",
            stream_name=stream_name,
            task_id=task_id,
            version=version,
        )
        return cls._of(Cloud.TENCENT, "StopLiveRecord", "stop_live_record", params)

    def __repr__(self) -> str:
        """Names the action."""
        return f"<crec.Request {self.action}>"

    @classmethod
    def _of(cls, cloud: Cloud, action: str, name: str, params: _structs.Sized) -> Request:
        request = cls.__new__(cls)
        request._make(cloud, action, f"crec_request_new_{name}", params)
        return request

    def _make(self, cloud: Cloud, action: str, function: str, params: _structs.Sized) -> None:
        self.cloud = cloud
        self.action = action
        loaded = library()
        self._handle = Handle(loaded, "request")
        made = byref(self._handle.pointer)
        make(loaded, getattr(loaded, function), byref(params), made)
