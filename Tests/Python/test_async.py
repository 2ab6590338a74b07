"""The calls for asyncio: outcomes, exceptions, and the order of calls."""

from __future__ import annotations

import asyncio
import inspect
import unittest
from typing import Any

import crec
from support import (
    CALLS,
    KEYS,
    START_WB_RECORD,
    STOP_LIVE_RECORD,
    STOP_WB_RECORD,
    STOP_WEBCAST,
    STOPS,
    AsyncEmulatorTestCase,
    WaitingServer,
    awaited_failure,
    failure_of,
)


class FiveCallTests(AsyncEmulatorTestCase):
    async def test_each_does_what_it_says(self) -> None:
        for call in CALLS:
            for way in ("call", "request"):
                with self.subTest(call.name, way=way):
                    self.emulator.reset()
                    if call in STOPS:
                        self.plant(call)
                    client = self.async_client(call.cloud)
                    if way == "call":
                        outcome = await call.awaited_by(client)
                    else:
                        outcome = await client.perform(call.request())
                    (seen,) = self.emulator.seen()
                    (task,) = self.emulator.tasks()

                    self.assertEqual(outcome.status, crec.Status.OK)
                    self.assertEqual(outcome.request_id, seen["request_id"])
                    self.assertEqual((outcome.http_status, outcome.attempts), (200, 1))
                    self.assertIn(seen["request_id"].encode(), outcome.body)
                    self.assertEqual((seen["action"], seen["version"]), (call.action, call.version))
                    self.assertEqual(seen["fields"], call.fields)
                    self.assertEqual(task["state"], "stopped" if call in STOPS else "running")

    async def test_optional_arguments_are_sent_as_given(self) -> None:
        client = self.async_client(crec.Cloud.VOLCENGINE)
        optional = {"business_id": "unit.7", "source_url": "https://example.com/board?a=b"}
        await START_WB_RECORD.awaited_by(client, **optional)
        (seen,) = self.emulator.seen()
        expected = {"BusinessId": "unit.7", "SourceURL": "https://example.com/board?a=b"}
        self.assertEqual(seen["fields"], START_WB_RECORD.fields | expected)
        self.plant(STOP_WEBCAST)
        await STOP_WEBCAST.awaited_by(client, version="2023-11-01")
        self.assertEqual(self.emulator.seen()[-1]["version"], "2023-11-01")

    async def test_stopping_twice_is_as_good_as_done(self) -> None:
        self.plant(STOP_WEBCAST)
        client = self.async_client(crec.Cloud.VOLCENGINE)
        await STOP_WEBCAST.awaited_by(client)
        again = await STOP_WEBCAST.awaited_by(client)
        self.assertEqual(again.status, crec.Status.ALREADY_STOPPED)

    async def test_arguments_are_those_of_the_blocking_client_and_a_timeout(self) -> None:
        self.assertEqual(inspect.signature(crec.AsyncClient), inspect.signature(crec.Client))
        for name in (*(call.name for call in CALLS), "perform"):
            with self.subTest(name):
                method = getattr(crec.AsyncClient, name)
                self.assertTrue(inspect.iscoroutinefunction(method))
                own = dict(inspect.signature(method).parameters)
                self.assertIsNone(own.pop("timeout").default)
                blocking = inspect.signature(getattr(crec.Client, name))
                self.assertEqual(own, dict(blocking.parameters))

    async def test_what_needs_no_network_does_not_wait(self) -> None:
        client = self.async_client(crec.Cloud.TENCENT, crec.Credentials("old", "old"))
        client.set_credentials(KEYS[crec.Cloud.TENCENT])
        request = STOP_LIVE_RECORD.request()
        self.assertIn("tencent-test-key", client.sign(request).headers["Authorization"])
        body = b'{"Response":{"RequestId":"r"}}'
        self.assertEqual(client.read(request, 200, body=body).request_id, "r")
        self.plant(STOP_LIVE_RECORD)
        self.assertEqual((await client.perform(request)).status, crec.Status.OK)


class FailureTests(AsyncEmulatorTestCase):
    async def assert_same(self, cloud: crec.Cloud, name: str, *given: Any, **named: Any) -> None:
        """Both clients raise the same."""
        expected = failure_of(getattr(self.client(cloud), name), *given, **named)
        error = await awaited_failure(getattr(self.async_client(cloud), name)(*given, **named))
        self.assertIs(type(error), type(expected))
        for field in ("status", "code", "message", "faults", "http_status", "retryable"):
            self.assertEqual(getattr(error.outcome, field), getattr(expected.outcome, field))

    async def test_a_refusal_of_the_cloud_is_raised_as_by_the_blocking_client(self) -> None:
        for code in (
            "FlowLimitExceeded.QPSOverLimit",
            "AccessDenied.NoPermissionForApp",
            "InvalidParameter.NotExistAppId",
            "InvalidParameter",
            "SignatureDoesNotMatch",
            "InternalError",
        ):
            with self.subTest(code):
                self.emulator.reset()
                self.emulator.fault("code", code=code)
                await self.assert_same(STOP_WEBCAST.cloud, "perform", STOP_WEBCAST.request())

    async def test_wrong_arguments_are_refused_as_by_the_blocking_client(self) -> None:
        for call in CALLS:
            with self.subTest(call.name):
                await self.assert_same(call.cloud, call.name, **dict.fromkeys(call.arguments, "\0"))
        await self.assert_same(crec.Cloud.ALIBABA, "perform", STOP_LIVE_RECORD.request())
        await self.assert_same(crec.Cloud.ALIBABA, "perform", "no request")
        self.assertEqual(self.emulator.seen(), [])

    async def test_wrong_options_are_refused_as_by_the_blocking_client(self) -> None:
        options: dict[str, Any] = {"timeout": 0, "queue_limit": -1, "endpoint": "\0"}
        for wrong in (options, {"queue_limit": 10**9}):
            errors = [
                failure_of(kind, crec.Cloud.TENCENT, crec.Credentials("", ""), **wrong)
                for kind in (crec.Client, crec.AsyncClient)
            ]
            self.assertEqual(errors[0].outcome, errors[1].outcome)

    async def test_a_timeout_of_a_call_is_a_number_of_seconds(self) -> None:
        client = self.async_client(crec.Cloud.TENCENT)
        for timeout in (0, -1, "1", True, float("nan"), 10**9):
            with self.subTest(timeout=timeout):
                error = await awaited_failure(STOP_LIVE_RECORD.awaited_by(client, timeout=timeout))
                self.assertIsInstance(error, crec.InvalidArgumentError)
                self.assertIn("timeout", error.outcome.faults[0].field)
        self.assertEqual(self.emulator.seen(), [])


class ManyCallsTests(AsyncEmulatorTestCase):
    async def test_each_of_many_calls_gets_its_own_outcome(self) -> None:
        client = self.async_client(crec.Cloud.ALIBABA)
        names = [f"task-{number}" for number in range(500)]

        def plant() -> None:
            for name in names:
                self.emulator.plant("rtc", TaskId=name)

        await asyncio.to_thread(plant)
        made = (client.stop_rtc_cloud_recording(task_id=name) for name in names)
        outcomes = await asyncio.gather(*made)
        self.assertEqual([outcome.task_id for outcome in outcomes], names)
        self.assertEqual({outcome.status for outcome in outcomes}, {crec.Status.OK})
        self.assertEqual(len({outcome.request_id for outcome in outcomes}), len(names))
        self.assertEqual(len(self.emulator.seen()), len(names))

    async def test_a_slow_cloud_holds_up_neither_another_client_nor_the_event_loop(self) -> None:
        turns = 0

        async def take_turns() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        with WaitingServer() as server:
            async with server.async_client() as slow:
                waiting = asyncio.create_task(STOP_LIVE_RECORD.awaited_by(slow))
                await server.arrival()
                turning = asyncio.create_task(take_turns())
                before = turns
                self.plant(STOP_LIVE_RECORD)
                outcome = await STOP_LIVE_RECORD.awaited_by(self.async_client(crec.Cloud.TENCENT))
                turning.cancel()
                # The slow cloud answers only after all of this.
                self.assertEqual(outcome.status, crec.Status.OK)
                self.assertGreater(turns, before)
                self.assertFalse(waiting.done())
                server.release.set()
                self.assertEqual((await waiting).request_id, "waited")

    async def test_a_full_queue_refuses_until_a_call_has_ended(self) -> None:
        with WaitingServer() as server:
            async with server.async_client(queue_limit=2) as client:
                made = [asyncio.create_task(STOP_LIVE_RECORD.awaited_by(client)) for _ in range(2)]
                await server.arrival()
                error = await awaited_failure(STOP_LIVE_RECORD.awaited_by(client))
                self.assertIsInstance(error, crec.FullError)
                self.assertEqual(error.outcome.attempts, 0)
                server.release.set()
                for outcome in await asyncio.gather(*made):
                    self.assertEqual(outcome.status, crec.Status.OK)
                self.assertTrue((await STOP_LIVE_RECORD.awaited_by(client)).ok)


class OrderTests(AsyncEmulatorTestCase):
    async def test_a_stop_waits_for_the_start_of_its_task(self) -> None:
        client = self.async_client(crec.Cloud.VOLCENGINE)
        self.emulator.fault("delay", seconds=0.3, action="StartWBRecord")
        ended = []

        async def start() -> None:
            await START_WB_RECORD.awaited_by(client)
            ended.append("start")

        async def stop() -> None:
            outcome = await STOP_WB_RECORD.awaited_by(client)
            ended.append("stop")
            self.assertEqual(outcome.status, crec.Status.OK)
            self.assertFalse(outcome.start_was_open)

        await asyncio.gather(start(), stop())
        self.assertEqual(ended, ["start", "stop"])
        actions = [request["action"] for request in self.emulator.seen()]
        self.assertEqual(actions, ["StartWBRecord", "StopWBRecord"])

    async def test_a_stop_of_another_task_waits_for_nothing(self) -> None:
        client = self.async_client(crec.Cloud.VOLCENGINE)
        self.emulator.plant("whiteboard", **{**STOP_WB_RECORD.task, "TaskId": "other"})
        self.emulator.fault("delay", seconds=3600, action="StartWBRecord")
        starting = asyncio.create_task(START_WB_RECORD.awaited_by(client))
        await asyncio.sleep(0)  # It is submitted now.
        outcome = await STOP_WB_RECORD.awaited_by(client, task_id="other")
        self.assertEqual(outcome.status, crec.Status.OK)
        self.assertFalse(outcome.start_was_open)
        self.assertFalse(starting.done())
        starting.cancel()

    async def test_a_stop_that_cannot_wait_any_longer_says_so(self) -> None:
        self.emulator.fault("delay", seconds=3600, action="StartWBRecord")
        client = self.async_client(crec.Cloud.VOLCENGINE)
        starting = asyncio.create_task(START_WB_RECORD.awaited_by(client))
        await asyncio.sleep(0)  # It is submitted now.
        outcome = crec.Outcome(crec.Status.TIMEOUT)
        for timeout in (0.5, 5.0, 50.0):  # On a slow machine the first may not be enough.
            try:
                outcome = await STOP_WB_RECORD.awaited_by(client, timeout=timeout)
                break
            except crec.CallTimeoutError:
                continue
        self.assertTrue(outcome.ok)
        self.assertTrue(outcome.start_was_open)
        self.assertFalse(starting.done())
        starting.cancel()


if __name__ == "__main__":
    unittest.main()
