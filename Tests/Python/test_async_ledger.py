"""Ledgers for asyncio: the same outcomes and failures as of the other ledger, awaited."""

from __future__ import annotations

import asyncio
import inspect
import unittest
from typing import Any

import crec
from ledgers import LIVE, STARTS, WEBCAST, AsyncLedgerTestCase, State, Status
from support import awaited_failure


class LifeTests(AsyncLedgerTestCase):
    async def test_each_kind_is_started_and_stopped_on_either_client(self) -> None:
        for is_async in (True, False):
            ledger = self.async_ledger(is_async=is_async)
            for start in STARTS:
                with self.subTest(start.action, is_async=is_async):
                    self.emulator.reset()
                    started = await self.start(ledger, "one", start)
                    self.assertEqual((started.status, started.attempts), (Status.OK, 1))
                    self.assertIs(await self.state_of(ledger, "one"), State.RUNNING)
                    self.assertEqual((await ledger.stop("one")).status, Status.OK)
                    self.assertIs(await self.state_of(ledger, "one"), State.STOPPED)
                    await ledger.forget("one")
                    self.assertEqual(await ledger.recordings(), [])

    async def test_many_at_once_each_have_their_own_outcome(self) -> None:
        ledger = self.async_ledger()
        names = [f"name-{number}" for number in range(200)]
        started = await asyncio.gather(*(self.start(ledger, name) for name in names))
        tasks = {one.name: str(one.task["TaskId"]) for one in await ledger.recordings()}
        self.assertEqual(dict(zip(names, (one.task_id for one in started), strict=True)), tasks)
        stopped = await asyncio.gather(*map(ledger.stop, names))
        self.assertEqual({one.status for one in stopped}, {Status.OK})
        self.assertEqual(len({one.request_id for one in stopped}), len(names))

    async def test_failures_are_raised_as_by_the_other_ledger(self) -> None:
        ledger = self.async_ledger()
        self.assertIsInstance(await awaited_failure(ledger.stop("one")), crec.NotFoundError)
        error = await awaited_failure(ledger.start("one", "tencent", "StopLiveRecord"))
        self.assertIsInstance(error, crec.InvalidArgumentError)
        self.emulator.fault("cut", action="CreateLiveRecord", times=1)
        error = await awaited_failure(self.start(ledger, "one"))
        self.assertIsInstance(error, crec.NetworkError)
        for made in (self.start(ledger, "one"), ledger.stop("one"), ledger.settle(60)):
            self.assertIsInstance(await awaited_failure(made), crec.ConflictError)
        await self.start(ledger, "two")
        self.assertIsInstance(await awaited_failure(ledger.forget("two")), crec.BusyError)
        wrong: tuple[Any, ...] = (None, -1, "1", float("nan"))
        for timeout in wrong:
            for made in (ledger.settle(timeout), ledger.aclose(timeout)):
                error = await awaited_failure(made)
                self.assertEqual([fault.field for fault in error.outcome.faults], ["timeout"])

    async def test_arguments_are_those_of_the_blocking_ledger(self) -> None:
        names = ("start", "stop", "forget", "recording", "settle", "recordings", "add_account")
        pairs = [(getattr(crec.Ledger, name), getattr(crec.AsyncLedger, name)) for name in names]
        pairs += [(crec.Ledger, crec.AsyncLedger), (crec.Ledger.close, crec.AsyncLedger.aclose)]
        for blocking, awaited in pairs:
            with self.subTest(blocking.__name__):
                own, other = (inspect.signature(each).parameters for each in (blocking, awaited))
                self.assertEqual(dict(own), dict(other))

    async def test_settling_stops_orphans(self) -> None:
        self.killed_owner(("one", LIVE), ("two", WEBCAST))
        ledger = self.async_ledger()
        self.assertTrue(await ledger.settle(60))
        self.assertEqual({one.state for one in await ledger.recordings()}, {State.STOPPED})

    async def test_a_blocking_ledger_takes_a_client_that_is_driven_elsewhere(self) -> None:
        ledger, client = crec.Ledger(self.path), self.async_client(crec.Cloud.TENCENT)
        self.addCleanup(ledger.close, 0)
        with self.assertRaisesRegex(RuntimeError, "no running event loop"):
            await asyncio.to_thread(ledger.add_account, "tencent", client)
        ledger.add_account("tencent", client)
        for use in (lambda: LIVE.by(ledger, "one"), lambda: ledger.settle(60), ledger.close):
            with self.assertRaisesRegex(RuntimeError, "hold up the event loop"):
                use()
        self.assertTrue((await asyncio.to_thread(LIVE.by, ledger, "one")).ok)
        self.assertTrue(await asyncio.to_thread(ledger.close, 60, stop_all=True))


if __name__ == "__main__":
    unittest.main()
