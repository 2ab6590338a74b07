"""The states that tasks are planted in, and what each call makes of them."""

import json

from cloud_emulator.emulator import Plant
from cloud_emulator.options import decode
from cloud_emulator.process import EmulatorProcess
from cloud_emulator.tasks import State
from tests.calls import CallTest
from tests.client import IDS, NOW, STREAM, USER, WEBCAST, rtc, tencent, volcengine, volcengine_get

NOT_ACTIVE = "InvalidParameter.ErrorActiveTaskNotFound"
NO_TASK = "ResourceNotFound.TaskId"
OVER = "InvalidParameter.TaskId"
TASK = {"TaskId": "1"}
ACTIVE = (State.RUNNING, State.RECOVERING)


class States(CallTest):
    def plant(self, kind: str, fields: dict[str, object], state: State) -> None:
        self.setUp()
        self.emulator.plant([Plant(kind, fields, state=state)])

    def test_what_runs_or_recovers_can_be_stopped(self) -> None:
        for kind, key, stop, code in (
            ("whiteboard", IDS, volcengine("StopWBRecord", USER), NOT_ACTIVE),
            ("webcast", IDS, volcengine("StopWebcast", IDS), NOT_ACTIVE),
            ("rtc", TASK, rtc("StopRtcCloudRecording", TASK), OVER),
            ("live", STREAM, tencent(STREAM, "StopLiveRecord"), NO_TASK),
            ("record", TASK, tencent(TASK, "StopRecordTask"), NO_TASK),
        ):
            for state in State:
                with self.subTest(kind, state=state):
                    self.plant(kind, dict(key), state)
                    self.assertEqual(self.code(stop), "" if state in ACTIVE else code)
                    self.assertEqual(self.states(), ["stopped" if state in ACTIVE else state])

    def test_what_neither_runs_nor_recovers_can_be_started(self) -> None:
        for kind, start, code in (
            ("whiteboard", volcengine("StartWBRecord", USER), "InvalidParameter.TaskAlreadyExists"),
            ("webcast", volcengine("StartWebcast", WEBCAST), ""),
        ):
            for state in State:
                with self.subTest(kind, state=state):
                    self.plant(kind, dict(IDS), state)
                    self.assertEqual(self.code(start), code if state in ACTIVE else "")
                    self.assertEqual(self.states(), [state if state in ACTIVE else "running"])

    def test_what_runs_or_recovers_can_be_updated(self) -> None:
        fields = {**TASK, "SubscribeParams": {"SubscribeUserIdList": [{"UserId": "u"}]}}
        for state in State:
            with self.subTest(state):
                self.plant("rtc", dict(TASK), state)
                code = self.code(rtc("UpdateRtcCloudRecording", fields))
                self.assertEqual(code, "" if state in ACTIVE else OVER)
                self.assertEqual(self.states(), [state])

    def test_a_webcast_tells_its_state(self) -> None:
        start = NOW * 1000
        for state, expected in (
            (State.NOT_STARTED, (1, 0, 0, "")),
            (State.RUNNING, (2, start, 0, "")),
            (State.RECOVERING, (2, start, 0, "")),
            (State.STOPPING, (2, start, 0, "")),
            (State.STOPPED, (3, start, start, "StopByAPI")),
            (State.FAILED, (4, start, start, "StartTaskFailed")),
        ):
            with self.subTest(state):
                self.plant("webcast", dict(IDS), state)
                task = self.result(volcengine_get("GetWebCastTask", IDS))["WebCastTask"]
                told = (task["Status"], task["StartTime"], task["EndTime"], task["StopReason"])
                self.assertEqual(told, expected)

    def test_a_recording_tells_its_state(self) -> None:
        for state, expected in (
            (State.NOT_STARTED, "STOPPED"),
            (State.RUNNING, "RUNNING"),
            (State.RECOVERING, "RECOVERING"),
            (State.STOPPING, "STOPPING"),
            (State.STOPPED, "STOPPED"),
            (State.FAILED, "STOPPED"),
        ):
            with self.subTest(state):
                self.plant("rtc", dict(TASK), state)
                info = self.result(rtc("DescribeRtcCloudRecordingFiles", TASK))["TaskInfo"]
                self.assertEqual(info["Status"], expected)

    def test_only_a_record_task_that_was_stopped_has_a_time_of_that(self) -> None:
        times = {"StartTime": int(NOW) - 1, "EndTime": int(NOW) + 1}
        for state in (State.RUNNING, State.STOPPED, State.FAILED):
            with self.subTest(state):
                self.plant("record", dict(TASK), state)
                (entry,) = self.result(tencent(times, "DescribeRecordTask"))["TaskList"]
                self.assertEqual(entry["Stopped"], int(NOW) if state is State.STOPPED else 0)


class Planting(CallTest):
    def test_a_state_is_given_on_the_command_line_or_later(self) -> None:
        early = ("--plant", "record:TaskId=1,state=failed")
        spaced = ("--plant", json.dumps({"kind": "rtc", "TaskId": "2", "state": "not started"}))
        with EmulatorProcess(*early, *spaced) as emulator:
            emulator.plant("rtc", state="recovering", TaskId="3")
            emulator.plant("rtc", TaskId="4")
            states = [task["state"] for task in emulator.tasks()]
        self.assertEqual(states, ["failed", "not started", "recovering", "running"])

    def test_there_are_no_other_states(self) -> None:
        for state in ("paused", "", 1, ["failed"]):
            with self.subTest(state), self.assertRaises(ValueError):
                decode(Plant, {"kind": "rtc", "fields": TASK, "state": state})
