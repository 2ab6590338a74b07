"""A forked child is told to make clients of its own, and the parent's go on undisturbed."""

from __future__ import annotations

import asyncio
import gc
import threading
import unittest

import crec
from support import (
    STOP_LIVE_RECORD,
    STOP_RTC_CLOUD_RECORDING,
    AsyncEmulatorTestCase,
    EmulatorTestCase,
    WaitingServer,
    awaited_failure,
    failure_of,
    run_in_child,
)


class BlockingTests(EmulatorTestCase):
    def test_a_child_is_told_and_makes_its_own_and_the_parent_goes_on(self) -> None:
        client = self.client(crec.Cloud.ALIBABA)
        for task in ("before", "child", "after"):
            self.emulator.plant("rtc", TaskId=task)
        client.stop_rtc_cloud_recording(task_id="before")

        def check() -> None:
            error = failure_of(client.stop_rtc_cloud_recording, task_id="child")
            self.assertIsInstance(error, crec.ForkedError)
            self.assertEqual(error.outcome.attempts, 0)
            client.close()
            with self.client(crec.Cloud.ALIBABA) as own:
                self.assertEqual(own.stop_rtc_cloud_recording(task_id="child").task_id, "child")

        self.assertTrue(run_in_child(check))
        self.assertEqual(client.stop_rtc_cloud_recording(task_id="after").task_id, "after")

    def test_a_client_that_was_never_used_is_good_on_both_sides(self) -> None:
        client = self.client(crec.Cloud.ALIBABA)
        self.emulator.plant("rtc", TaskId="child")

        def check() -> None:
            self.assertEqual(client.stop_rtc_cloud_recording(task_id="child").task_id, "child")
            client.close()

        self.assertTrue(run_in_child(check))
        self.emulator.plant("rtc", TaskId="parent")
        self.assertEqual(client.stop_rtc_cloud_recording(task_id="parent").task_id, "parent")

    def test_a_request_is_as_good_in_the_child(self) -> None:
        self.plant(STOP_RTC_CLOUD_RECORDING)
        request = STOP_RTC_CLOUD_RECORDING.request()

        def check() -> None:
            with self.client(crec.Cloud.ALIBABA) as own:
                self.assertEqual(own.perform(request).status, crec.Status.OK)

        self.assertTrue(run_in_child(check))

    def test_a_fork_during_a_call_disturbs_neither_side(self) -> None:
        self.plant(STOP_RTC_CLOUD_RECORDING)
        outcomes = []
        with WaitingServer() as server:
            client = server.client()
            caller = threading.Thread(
                target=lambda: outcomes.append(STOP_LIVE_RECORD.made_by(client))
            )
            caller.start()
            self.assertTrue(server.arrived.wait(60))

            def check() -> None:
                client.close()
                with self.client(crec.Cloud.ALIBABA) as own:
                    outcome = STOP_RTC_CLOUD_RECORDING.made_by(own)
                self.assertEqual(outcome.status, crec.Status.OK)

            self.assertTrue(run_in_child(check))
            server.release.set()
            caller.join()
        self.assertEqual([outcome.status for outcome in outcomes], [crec.Status.OK])
        client.close()


class AsyncTests(AsyncEmulatorTestCase):
    async def test_a_child_is_told_and_makes_its_own_and_the_parent_goes_on(self) -> None:
        client = self.async_client(crec.Cloud.ALIBABA)
        unused = self.async_client(crec.Cloud.ALIBABA)
        for task in ("before", "child", "after", "unused"):
            self.emulator.plant("rtc", TaskId=task)
        await client.stop_rtc_cloud_recording(task_id="before")

        async def check() -> None:
            for inherited in (client, unused):
                made = inherited.stop_rtc_cloud_recording(task_id="child")
                error = await awaited_failure(made)
                self.assertIsInstance(error, crec.ForkedError)
                await inherited.aclose()
            async with self.async_client(crec.Cloud.ALIBABA) as own:
                outcome = await own.stop_rtc_cloud_recording(task_id="child")
                self.assertEqual(outcome.task_id, "child")

        self.assertTrue(run_in_child(lambda: asyncio.run(check())))
        for user, task in ((client, "after"), (unused, "unused")):
            outcome = await user.stop_rtc_cloud_recording(task_id=task)
            self.assertEqual(outcome.task_id, task)

    async def test_a_child_that_drops_a_client_does_not_disturb_a_call_of_the_parent(self) -> None:
        with WaitingServer() as server:
            clients = [server.async_client()]
            task = asyncio.create_task(STOP_LIVE_RECORD.awaited_by(clients[0]))
            await server.arrival()

            def check() -> None:
                with self.assertWarns(ResourceWarning):
                    clients[0].__del__()
                clients.clear()
                gc.collect()

            self.assertTrue(run_in_child(check))
            server.release.set()
            outcome = await asyncio.wait_for(task, 60)
            self.assertEqual(outcome.status, crec.Status.OK)
            await clients[0].aclose()


if __name__ == "__main__":
    unittest.main()
