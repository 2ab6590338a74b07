"""Tests of running_tasks and async_running_tasks."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import time
import unittest
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import crec
from support import (
    KEYS,
    AsyncEmulatorTestCase,
    EmulatorTestCase,
    WaitingServer,
    awaited_failure,
    failure_of,
)

VOLCENGINE, ALIBABA, TENCENT = crec.Cloud.VOLCENGINE, crec.Cloud.ALIBABA, crec.Cloud.TENCENT

HOUR = 3600
PAGE = 20


class RunningTestCase(EmulatorTestCase):
    """Calls one of the two functions."""

    is_async: ClassVar[bool] = False

    def running(
        self,
        cloud: crec.Cloud,
        tasks: Iterable[Mapping[str, str]] = (),
        *,
        credentials: crec.Credentials | None = None,
        attempt_limit: int = 1,
        **filters: Any,
    ) -> list[crec.RunningTask]:
        """The running tasks of a cloud."""
        options = self.ample({"attempt_limit": attempt_limit})
        credentials = credentials or KEYS[cloud]

        async def awaited() -> list[crec.RunningTask]:
            async with crec.AsyncClient(cloud, credentials, **options) as client:
                return await crec.async_running_tasks(client, tasks, **filters)

        if self.is_async:
            return asyncio.run(awaited())
        with crec.Client(cloud, credentials, **options) as client:
            return crec.running_tasks(client, tasks, **filters)


class AskingTests(RunningTestCase):
    """The clouds that are queried by task ids."""

    def test_pages_that_run_are_told_and_others_are_not(self) -> None:
        states = {"a": "running", "b": "stopped", "c": "failed", "d": "not started", "e": "running"}
        tasks = [{"AppId": "app", "RoomId": "room", "TaskId": task} for task in (*states, "none")]
        for ids, state in zip(tasks, states.values(), strict=False):
            self.emulator.plant("webcast", state=state, **ids)
        running = self.running(VOLCENGINE, tasks)
        self.assertEqual([task.ids for task in running], [tasks[0], tasks[4]])
        self.assertEqual({task.state for task in running}, {crec.TaskState.RUNNING})

    def test_channels_that_recover_run_too(self) -> None:
        states = {"a": "stopping", "b": "recovering", "c": "running", "d": "stopped"}
        for task, state in states.items():
            self.emulator.plant("rtc", state=state, TaskId=task)
        asked = ({"TaskId": task} for task in (*states, "none"))
        running = self.running(ALIBABA, asked)
        self.assertEqual(
            running,
            [
                crec.RunningTask({"TaskId": "b"}, crec.TaskState.RECOVERING),
                crec.RunningTask({"TaskId": "c"}, crec.TaskState.RUNNING),
            ],
        )

    def test_nothing_is_asked_of_no_tasks(self) -> None:
        for cloud in (VOLCENGINE, ALIBABA):
            self.assertEqual(self.running(cloud), [])
        self.assertEqual(self.emulator.seen(), [])

    def test_what_fails_is_raised(self) -> None:
        wrong = crec.Credentials("unknown", "secret")
        error = failure_of(self.running, ALIBABA, [{"TaskId": "a"}], credentials=wrong)
        self.assertIsInstance(error, crec.AuthenticationError)
        error = failure_of(self.running, VOLCENGINE, [{"TaskId": "a"}])
        self.assertEqual([fault.field for fault in error.outcome.faults], ["AppId", "RoomId"])

    def test_what_is_no_list_is_raised(self) -> None:
        for response in ({}, {"TaskList": 1}, {"TaskList": [7]}, {"TaskList": [{"Stopped": 0}]}):
            body = json.dumps({"Response": {"RequestId": "R", **response}})
            self.emulator.fault("reply", body=body, times=1)
            error = failure_of(self.running, TENCENT)
            self.assertIsInstance(error, crec.MalformedReplyError, response)
        body = json.dumps({"Response": {"RequestId": "R", "TaskList": None}})
        self.emulator.fault("reply", body=body, times=1)
        self.assertEqual(self.running(TENCENT), [])

    def test_what_only_the_other_clouds_take_is_refused(self) -> None:
        wrong: tuple[tuple[crec.Cloud, dict[str, Any]], ...] = (
            (ALIBABA, {"stream_name": "a"}),
            (VOLCENGINE, {"domain_name": "a", "app_name": "b"}),
            (TENCENT, {"tasks": [{"TaskId": "a"}]}),
        )
        for cloud, given in wrong:
            with self.subTest(cloud.name):
                error = failure_of(self.running, cloud, **given)
                self.assertIsInstance(error, crec.InvalidArgumentError)
                self.assertEqual([fault.field for fault in error.outcome.faults], list(given))
        self.assertEqual(self.emulator.seen(), [])


class ListingTests(RunningTestCase):
    """Tencent, which lists its tasks."""

    def create(self, stream: str, start: int, end: int, app: str = "live") -> str:
        """The id of a new task, with times in seconds from now."""
        now = int(time.time())
        request = crec.tencent.create_record_task(
            stream_name=stream,
            domain_name="push.example.com",
            app_name=app,
            start_time=now + start,
            end_time=now + end,
        )
        return self.client(TENCENT).perform(request).task_id

    def test_all_pages_are_read(self) -> None:
        tasks = [self.create("stream", -HOUR, HOUR) for _ in range(2 * PAGE + 5)]
        known = len(self.emulator.seen())
        running = self.running(TENCENT)
        self.assertEqual([task.ids for task in running], [{"TaskId": task} for task in tasks])
        tokens = [seen["fields"].get("ScrollToken") for seen in self.emulator.seen()[known:]]
        self.assertEqual(tokens, [None, tasks[PAGE], tasks[2 * PAGE]])

    def test_one_page_is_one_call(self) -> None:
        self.assertEqual(self.running(TENCENT), [])
        self.assertEqual(len(self.emulator.seen()), 1)

    def test_those_run_whose_time_it_is_for_the_cloud_and_that_nobody_stopped(self) -> None:
        self.create("ended", -HOUR, HOUR)
        runs = self.create("runs", HOUR, 3 * HOUR)
        stopped = self.create("stopped", HOUR, 3 * HOUR)
        self.create("waits", 3 * HOUR, 4 * HOUR)
        self.client(TENCENT).perform(crec.tencent.stop_record_task(task_id=stopped))
        self.emulator.clock(advance=2 * HOUR)
        running = self.running(TENCENT, attempt_limit=2)
        self.assertEqual([task.ids for task in running], [{"TaskId": runs}])

    def test_details_are_what_the_list_tells(self) -> None:
        self.create("stream", -HOUR, HOUR)
        (task,) = self.running(TENCENT)
        self.assertIs(task.state, crec.TaskState.RUNNING)
        self.assertEqual((task.details["StreamName"], task.details["Stopped"]), ("stream", 0))
        with self.assertRaises(dataclasses.FrozenInstanceError):
            task.state = crec.TaskState.STOPPED  # type: ignore[misc]

    def test_filters_are_the_clouds(self) -> None:
        tasks = {
            (stream, app): self.create(stream, -HOUR, HOUR, app)
            for stream in ("one", "two")
            for app in ("live", "test")
        }
        wanted: tuple[tuple[dict[str, Any], list[str]], ...] = (
            ({"stream_name": "one"}, [tasks["one", "live"], tasks["one", "test"]]),
            ({"stream_name": "two", "app_name": "test"}, [tasks["two", "test"]]),
            ({"domain_name": "other"}, []),
        )
        for filters, expected in wanted:
            with self.subTest(filters=filters):
                running = self.running(TENCENT, **filters)
                self.assertEqual([task.ids["TaskId"] for task in running], expected)


class AsyncAskingTests(AskingTests):
    """The same for asyncio."""

    is_async = True


class AsyncListingTests(ListingTests):
    """The same for asyncio."""

    is_async = True


class ClientTests(AsyncEmulatorTestCase):
    """Each of the two functions takes one kind of client."""

    async def test_a_client_of_the_other_kind_is_refused(self) -> None:
        wrong: Any
        for wrong in (self.async_client(TENCENT), None):
            error = failure_of(crec.running_tasks, wrong)
            self.assertEqual([fault.field for fault in error.outcome.faults], ["client"])
        for wrong in (self.client(TENCENT), None):
            error = await awaited_failure(crec.async_running_tasks(wrong))
            self.assertEqual([fault.field for fault in error.outcome.faults], ["client"])
            self.assertIn("crec.AsyncClient", str(error))
        self.assertEqual(self.emulator.seen(), [])

    async def test_other_tasks_run_meanwhile(self) -> None:
        with WaitingServer() as server:
            async with server.async_client() as client:
                asking = asyncio.create_task(crec.async_running_tasks(client))
                await server.arrival()
                self.assertFalse(asking.done())
                asking.cancel()
                with self.assertRaises(asyncio.CancelledError):
                    await asking


if __name__ == "__main__":
    unittest.main()
