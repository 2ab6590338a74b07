"""Each kind of recording from its start to its end, against the emulator."""

from __future__ import annotations

import json
import time
import unittest
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

import crec
from support import AsyncEmulatorTestCase

State, Status = crec.TaskState, crec.Status

IDS: dict[str, Any] = {"app_id": "app", "room_id": "room", "task_id": "task"}
PAGE = "https://example.com/"

Steps = Generator[crec.Request, crec.Outcome, None]


@dataclass(frozen=True)
class Recording:
    """One kind of recording: its requests, and the status of a second stop."""

    name: str
    cloud: crec.Cloud
    start: Callable[[], crec.Request]
    stop: Callable[[str], crec.Request]
    again: crec.Status
    ask: Callable[[str], crec.Request] | None = None
    state: Callable[[crec.Outcome], crec.TaskState] = lambda outcome: outcome.task_state

    def life(self, test: unittest.TestCase) -> Steps:
        """Yields the requests of a life cycle, and checks their outcomes."""
        started = yield self.start()
        test.assertEqual(started.status, Status.OK)
        task = started.task_id
        test.assertEqual(bool(task), self.cloud is not crec.Cloud.VOLCENGINE)
        yield from self._asked(test, task, State.RUNNING)
        stopped = yield self.stop(task)
        test.assertEqual(stopped.status, Status.OK)
        yield from self._asked(test, task, State.STOPPED)
        again = yield self.stop(task)
        test.assertEqual(again.status, self.again)
        test.assertFalse(again.retryable)

    def _asked(self, test: unittest.TestCase, task: str, state: crec.TaskState) -> Steps:
        if self.ask:
            outcome = yield self.ask(task)
            test.assertEqual((outcome.status, self.state(outcome)), (Status.OK, state))


def listed_state(outcome: crec.Outcome) -> crec.TaskState:
    """The state of the one task in Tencent's list."""
    (task,) = json.loads(outcome.body)["Response"]["TaskList"]
    return State.STOPPED if task["Stopped"] else State.RUNNING


def record_tasks() -> crec.Request:
    """Asks for all of Tencent's tasks of today."""
    now = int(time.time())
    return crec.tencent.describe_record_task(start_time=now - 86_400, end_time=now + 86_400)


RECORDINGS = (
    Recording(
        "whiteboard",
        crec.Cloud.VOLCENGINE,
        start=lambda: crec.volcengine.start_wb_record(**IDS, user_id="user"),
        stop=lambda _: crec.volcengine.stop_wb_record(**IDS, user_id="user"),
        again=Status.ALREADY_STOPPED,
    ),
    Recording(
        "webcast",
        crec.Cloud.VOLCENGINE,
        start=lambda: crec.volcengine.start_webcast(**IDS, user_id="user", source_url=PAGE),
        stop=lambda _: crec.volcengine.stop_webcast(**IDS),
        ask=lambda _: crec.volcengine.get_web_cast_task(**IDS),
        again=Status.ALREADY_STOPPED,
    ),
    Recording(
        "rtc",
        crec.Cloud.ALIBABA,
        start=lambda: crec.alibaba.start_rtc_cloud_recording(
            app_id="app",
            channel_id="channel",
            subscribe_params={"SubscribeUserIdList": [{"UserId": "user", "SourceType": 1}]},
            record_params={"RecordMode": 1},
            storage_params={
                "StorageType": 1,
                "OSSParams": {"OSSBucket": "bucket", "OSSEndpoint": "oss.example.com"},
                "FileInfo": [{"Format": "MP4", "FilePathPrefix": ["a", "b"]}],
            },
        ),
        stop=lambda task: crec.alibaba.stop_rtc_cloud_recording(task_id=task),
        ask=lambda task: crec.alibaba.describe_rtc_cloud_recording_files(task_id=task),
        again=Status.ALREADY_STOPPED,
    ),
    Recording(
        "live",
        crec.Cloud.TENCENT,
        start=lambda: crec.tencent.create_live_record(stream_name="stream", highlight=1),
        stop=lambda task: crec.tencent.stop_live_record(stream_name="stream", task_id=task),
        again=Status.NOT_FOUND,
    ),
    Recording(
        "record",
        crec.Cloud.TENCENT,
        start=lambda: crec.tencent.create_record_task(
            stream_name="stream",
            domain_name="push.example.com",
            app_name="live",
            end_time=int(time.time()) + 3600,
        ),
        stop=lambda task: crec.tencent.stop_record_task(task_id=task),
        ask=lambda _: record_tasks(),
        state=listed_state,
        again=Status.NOT_FOUND,
    ),
)


class LifeCycleTests(AsyncEmulatorTestCase):
    def test_each_recording_lives_from_its_start_to_its_end(self) -> None:
        for recording in RECORDINGS:
            with self.subTest(recording.name):
                self.emulator.reset()
                client = self.client(recording.cloud)
                life = recording.life(self)
                request: crec.Request | None = next(life)
                while request:
                    try:
                        outcome = client.perform(request)
                    except crec.NotFoundError as error:
                        outcome = error.outcome
                    request = following(life, outcome)
                self.assertEqual(self.states(), ["stopped"])

    async def test_each_recording_lives_so_for_asyncio(self) -> None:
        for recording in RECORDINGS:
            with self.subTest(recording.name):
                self.emulator.reset()
                client = self.async_client(recording.cloud)
                life = recording.life(self)
                request: crec.Request | None = next(life)
                while request:
                    try:
                        outcome = await client.perform(request)
                    except crec.NotFoundError as error:
                        outcome = error.outcome
                    request = following(life, outcome)
                self.assertEqual(self.states(), ["stopped"])

    def test_a_page_that_is_recorded_already_says_so(self) -> None:
        client = self.client(crec.Cloud.VOLCENGINE)
        request = crec.volcengine.start_webcast(**IDS, user_id="user", source_url=PAGE)
        self.assertEqual(client.perform(request).message, "")
        again = client.perform(request)
        self.assertEqual(again.status, Status.OK)
        self.assertIn("started", again.message)

    def test_a_running_task_can_be_changed_and_a_stopped_one_not(self) -> None:
        client = self.client(crec.Cloud.ALIBABA)
        users: Any = {"SubscribeUserIdList": [{"UserId": "other"}]}
        self.emulator.plant("rtc", TaskId="task")
        update = crec.alibaba.update_rtc_cloud_recording(task_id="task", subscribe_params=users)
        self.assertEqual(client.perform(update).task_id, "task")
        self.assertEqual(self.emulator.seen()[-1]["fields"]["SubscribeParams"], users)
        client.perform(crec.alibaba.stop_rtc_cloud_recording(task_id="task"))
        with self.assertRaises(crec.CrecError):
            client.perform(update)

    def test_a_task_that_is_deleted_is_not_found_any_more(self) -> None:
        client = self.client(crec.Cloud.TENCENT)
        self.emulator.plant("live", StreamName="stream", TaskId=7, state="stopped")
        self.emulator.plant("record", TaskId="task", state="stopped")
        for request in (
            crec.tencent.delete_live_record(stream_name="stream", task_id=7),
            crec.tencent.delete_record_task(task_id="task"),
        ):
            with self.subTest(request.action):
                self.assertEqual(client.perform(request).status, Status.OK)
                with self.assertRaises(crec.NotFoundError):
                    client.perform(request)
        self.assertEqual(self.emulator.tasks(), [])

    def states(self) -> list[str]:
        """The states of the emulator's tasks."""
        return [task["state"] for task in self.emulator.tasks()]


def following(life: Steps, outcome: crec.Outcome) -> crec.Request | None:
    """The next call of a life, or None at its end."""
    try:
        return life.send(outcome)
    except StopIteration:
        return None


if __name__ == "__main__":
    unittest.main()
