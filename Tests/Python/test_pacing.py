"""Pacing keeps calls within the clouds' rate limits, and throttled calls are retried.

The emulator counts by its own clock. If this machine stops for a moment, requests that were sent
evenly arrive together: such a run proves nothing, and is repeated.
"""

from __future__ import annotations

import asyncio
import itertools
import unittest
from typing import Any, ClassVar

import crec
from support import START_WB_RECORD, STOP_LIVE_RECORD, STOP_WB_RECORD, AsyncEmulatorTestCase

RUNS = 5
STALL_SECONDS = 0.05


class RateTests(AsyncEmulatorTestCase):
    options: ClassVar[tuple[str, ...]] = ("--tls",)

    def paced_client(self, cloud: crec.Cloud, **options: Any) -> crec.AsyncClient:
        """A client as a host would make it, with a long deadline."""
        return self.async_client(
            cloud,
            attempt_limit=None,
            timeout=600.0,
            queue_limit=10000,
            **{"pacing": crec.Pacing.WAIT, **options},
        )

    def throttled(self) -> int:
        """The number of requests that the emulator throttled."""
        codes = ("RequestLimitExceeded", "FlowLimitExceeded.QPSOverLimit")
        return sum(request["code"] in codes for request in self.emulator.seen())

    def stalled(self) -> bool:
        """True if there was a gap between requests that pacing does not explain."""
        times = [request["time"] for request in self.emulator.seen()]
        return any(later - sooner > STALL_SECONDS for sooner, later in itertools.pairwise(times))

    async def stop_streams(self, client: crec.AsyncClient, count: int) -> list[crec.Outcome]:
        """Stops so many live recordings at once."""
        for number in range(count):
            await asyncio.to_thread(self.emulator.plant, "live", StreamName="stream", TaskId=number)
        made = (client.stop_live_record(stream_name="stream", task_id=n) for n in range(count))
        return await asyncio.gather(*made)

    async def test_two_thousand_stops_at_once_are_never_throttled(self) -> None:
        for _ in range(RUNS):
            self.emulator.reset()
            outcomes = await self.stop_streams(self.paced_client(STOP_LIVE_RECORD.cloud), 2000)
            self.assertEqual({outcome.status for outcome in outcomes}, {crec.Status.OK})
            self.assertEqual({task["state"] for task in self.emulator.tasks()}, {"stopped"})
            if not self.throttled():
                return
            self.assertTrue(self.stalled(), "throttled though evenly sent")
        self.skipTest("this machine stops too often to count calls a second")

    async def test_without_pacing_all_arrive_too(self) -> None:
        client = self.paced_client(STOP_LIVE_RECORD.cloud, pacing=crec.Pacing.OFF)
        outcomes = await self.stop_streams(client, 2000)
        self.assertEqual({outcome.status for outcome in outcomes}, {crec.Status.OK})
        self.assertEqual({task["state"] for task in self.emulator.tasks()}, {"stopped"})
        attempts = sum(outcome.attempts for outcome in outcomes)
        self.assertEqual(attempts, 2000 + self.throttled())

    async def test_starts_and_stops_of_whiteboards_keep_rate_and_order(self) -> None:
        for _ in range(RUNS):
            self.emulator.reset()
            await self.start_and_stop()
            if not self.throttled():
                return
        self.skipTest("this machine stops too often to count calls a second")

    async def start_and_stop(self) -> None:
        """25 tasks are started, and each is stopped at once; ten others are only stopped."""
        client = self.paced_client(STOP_WB_RECORD.cloud)
        running = [f"running-{number}" for number in range(10)]
        for task in running:
            self.emulator.plant("whiteboard", AppId="app", RoomId="room", TaskId=task)
        made = []
        for number in range(25):
            task = f"task-{number}"
            made.append(START_WB_RECORD.awaited_by(client, task_id=task))
            made.append(STOP_WB_RECORD.awaited_by(client, task_id=task))
        made += [STOP_WB_RECORD.awaited_by(client, task_id=task) for task in running]
        outcomes = await asyncio.gather(*made)
        self.assertEqual({outcome.status for outcome in outcomes}, {crec.Status.OK})
        self.assertEqual({task["state"] for task in self.emulator.tasks()}, {"stopped"})
        taken = [
            (request["fields"]["TaskId"], request["action"])
            for request in self.emulator.seen()
            if not request["code"]
        ]
        # Stops that could be sent at once did not wait for earlier starts.
        last_start = taken.index(("task-24", "StartWBRecord"))
        self.assertTrue(all(taken.index((task, "StopWBRecord")) < last_start for task in running))
        for number in range(25):
            start = taken.index((f"task-{number}", "StartWBRecord"))
            self.assertLess(start, taken.index((f"task-{number}", "StopWBRecord")))


class FailFastTests(AsyncEmulatorTestCase):
    async def test_a_call_that_is_too_early_is_refused_at_once(self) -> None:
        client = self.async_client(STOP_WB_RECORD.cloud, pacing=crec.Pacing.FAIL)
        made = (STOP_WB_RECORD.awaited_by(client, task_id=f"{number}") for number in range(3))
        first, *others = await asyncio.gather(*made, return_exceptions=True)
        self.assertIsInstance(first, crec.Outcome)
        self.assertEqual({type(other) for other in others}, {crec.ThrottledError})
        self.assertEqual(len(self.emulator.seen()), 1)

    async def test_other_rates_hold(self) -> None:
        rates = {"StopWBRecord": 0}
        client = self.async_client(STOP_WB_RECORD.cloud, pacing=crec.Pacing.FAIL, rates=rates)
        made = (STOP_WB_RECORD.awaited_by(client, task_id=f"{number}") for number in range(30))
        outcomes = await asyncio.gather(*made)
        self.assertEqual({outcome.status for outcome in outcomes}, {crec.Status.ALREADY_STOPPED})


if __name__ == "__main__":
    unittest.main()
