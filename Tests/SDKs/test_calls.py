"""The emulator, proved by the vendors' own SDKs: they take it for their cloud."""

import unittest
from dataclasses import replace
from typing import Any, ClassVar

from clients import SDKS, Call, EmulatorProcess, Key, Place, RefusedError, clean_environment

IDS = {"AppId": "600000000000000000000000", "RoomId": "room-1", "TaskId": "task@1"}
USER = {**IDS, "UserId": "user_1"}
RECORDING = {"TaskId": "a*b-1"}
STREAM = {"StreamName": "直播 1", "TaskId": 2**63 - 1}

START_WB_RECORD = Call("volcengine", "StartWBRecord", "2020-12-01", USER)
STOP_WB_RECORD = Call("volcengine", "StopWBRecord", "2023-11-01", USER, "whiteboard", IDS)
STOP_WEBCAST = Call("volcengine", "StopWebcast", "2020-12-01", IDS, "webcast", IDS)
STOP_RTC_CLOUD_RECORDING = Call(
    "aliyun", "StopRtcCloudRecording", "2016-11-01", RECORDING, "rtc", RECORDING
)
STOP_LIVE_RECORD = Call("tencent", "StopLiveRecord", "2018-08-01", STREAM, "live", STREAM)
STOPS = (STOP_WB_RECORD, STOP_WEBCAST, STOP_RTC_CLOUD_RECORDING, STOP_LIVE_RECORD)
CALLS = (START_WB_RECORD, *STOPS)

KEYS = {cloud: Key(f"{cloud}-key", f"{cloud}-secret") for cloud in SDKS}
TEMPORARY = {cloud: Key(f"{cloud}-sts", f"{cloud}-secret", "STS.a/b+c==") for cloud in SDKS}

BAD_SIGNATURE = {
    "volcengine": ("SignatureDoesNotMatch", 100010),
    "aliyun": ("SignatureDoesNotMatch", None),
    "tencent": ("AuthFailure.SignatureFailure", None),
}
BAD_ACCESS_KEY = {
    "volcengine": ("InvalidAccessKey", 100009),
    "aliyun": ("InvalidAccessKeyId.NotFound", None),
    "tencent": ("AuthFailure.SecretIdNotFound", None),
}
BAD_TOKEN = {
    "volcengine": "InvalidSecretToken",
    "aliyun": "InvalidSecurityToken.MismatchWithAccessKey",
    "tencent": "AuthFailure.TokenFailure",
}
UNKNOWN_TASK = {
    "volcengine": "InvalidParameter.ErrorActiveTaskNotFound",
    "aliyun": "NotFound.Task",
    "tencent": "ResourceNotFound.TaskId",
}
STOPPED_TASK = {**UNKNOWN_TASK, "aliyun": "InvalidParameter.TaskId"}


def option(cloud: str, key: Key) -> str:
    parts = [cloud, key.access_key, key.secret, *([key.token] if key.token else [])]
    return f"--key={':'.join(parts)}"


def documented_answer(call: Call, request_id: str) -> Any:
    """The documented answer to a call that succeeds, as the SDK hands it out."""
    if call.cloud == "aliyun":
        return {"RequestId": request_id, "TaskId": call.fields["TaskId"]}
    if call.cloud == "tencent":
        return {"RequestId": request_id}
    metadata = {"Action": call.action, "Version": call.version}
    place = {"Service": "rtc", "Region": "cn-north-1"}
    return {"ResponseMetadata": {"RequestId": request_id, **metadata, **place}, "Result": "ok"}


class SDKCalls(unittest.TestCase):
    emulator: ClassVar[EmulatorProcess]

    @classmethod
    def setUpClass(cls) -> None:
        cls.enterClassContext(clean_environment())
        keys = [option(cloud, key) for keys in (KEYS, TEMPORARY) for cloud, key in keys.items()]
        cls.emulator = cls.enterClassContext(EmulatorProcess("--tls", "--no-rates", *keys))

    def setUp(self) -> None:
        self.emulator.reset()

    def make(self, call: Call, key: Key | None = None, **fields: Any) -> Any:
        changed = replace(call, fields={**call.fields, **fields})
        answer = SDKS[call.cloud](Place.of(self.emulator), key or KEYS[call.cloud], changed)
        return answer["body"] if call.cloud == "aliyun" else answer

    def refusal(self, call: Call, key: Key | None = None, **fields: Any) -> RefusedError:
        with self.assertRaises(RefusedError) as raised:
            self.make(call, key, **fields)
        self.assertEqual(raised.exception.request_id, self.emulator.seen()[-1]["request_id"])
        return raised.exception

    def prepare(self, call: Call, key: Key | None = None) -> None:
        """Starts anew, with the task running that the call is to stop."""
        self.emulator.reset()
        if call in STOPS:
            account = (key or KEYS[call.cloud]).access_key
            self.emulator.plant(call.kind, account=account, **call.task)

    def assert_made(self, call: Call, answer: Any) -> None:
        (seen,), (task,) = self.emulator.seen(), self.emulator.tasks()
        self.assertEqual(answer, documented_answer(call, seen["request_id"]))
        self.assertEqual((seen["action"], seen["version"]), (call.action, call.version))
        self.assertEqual(seen["fields"], call.fields)
        self.assertEqual(task["state"], "stopped" if call in STOPS else "running")

    def assert_nothing_happened(self, call: Call) -> None:
        states = [task["state"] for task in self.emulator.tasks()]
        self.assertEqual(states, ["running"] if call in STOPS else [])

    def test_every_call_is_accepted(self) -> None:
        for call in CALLS:
            with self.subTest(call.action):
                self.prepare(call)
                self.assert_made(call, self.make(call))

    def test_every_call_is_accepted_with_a_session_token(self) -> None:
        for call in CALLS:
            with self.subTest(call.action):
                key = TEMPORARY[call.cloud]
                self.prepare(call, key)
                self.assert_made(call, self.make(call, key))

    def test_what_one_sdk_call_starts_another_stops(self) -> None:
        self.make(START_WB_RECORD, BusinessId="unit.7", SourceURL="https://example.com/?a=中")
        self.make(STOP_WB_RECORD)
        self.assertEqual([task["state"] for task in self.emulator.tasks()], ["stopped"])

    def test_a_wrong_byte_in_the_secret_is_refused(self) -> None:
        for call in CALLS:
            key = KEYS[call.cloud]
            for position in range(len(key.secret)):
                with self.subTest(call.action, position=position):
                    self.prepare(call)
                    wrong = key.secret[:position] + "!" + key.secret[position + 1 :]
                    refused = self.refusal(call, replace(key, secret=wrong))
                    self.assertEqual((refused.code, refused.number), BAD_SIGNATURE[call.cloud])
                    self.assert_nothing_happened(call)

    def test_a_wrong_byte_in_the_access_key_is_refused(self) -> None:
        for call in CALLS:
            with self.subTest(call.action):
                self.prepare(call)
                key = KEYS[call.cloud]
                refused = self.refusal(call, replace(key, access_key=key.access_key[:-1] + "!"))
                self.assertEqual((refused.code, refused.number), BAD_ACCESS_KEY[call.cloud])
                self.assert_nothing_happened(call)

    def test_a_wrong_or_missing_token_is_refused(self) -> None:
        for call in CALLS:
            key = TEMPORARY[call.cloud]
            for token in (key.token[:-1] + "!", ""):
                with self.subTest(call.action, token=token):
                    self.prepare(call, key)
                    refused = self.refusal(call, replace(key, token=token))
                    self.assertEqual(refused.code, BAD_TOKEN[call.cloud])
                    self.assert_nothing_happened(call)

    def test_a_stop_of_an_unknown_task_is_refused(self) -> None:
        for call in STOPS:
            with self.subTest(call.action):
                self.prepare(call)
                other = 7 if call.cloud == "tencent" else "other"
                refused = self.refusal(call, TaskId=other)
                self.assertEqual(refused.code, UNKNOWN_TASK[call.cloud])
                self.assert_nothing_happened(call)

    def test_a_stop_of_an_unknown_stream_is_refused(self) -> None:
        refused = self.refusal(STOP_LIVE_RECORD)
        self.assertEqual(refused.code, "ResourceNotFound.ChannelNotExist")

    def test_a_second_stop_is_refused(self) -> None:
        for call in STOPS:
            with self.subTest(call.action):
                self.prepare(call)
                self.make(call)
                self.assertEqual(self.refusal(call).code, STOPPED_TASK[call.cloud])


if __name__ == "__main__":
    unittest.main()
