"""Ends of a ledger for asyncio, of its recordings, and of waiting."""

from __future__ import annotations

import asyncio
import gc
import unittest

import crec
from ledgers import LIVE, WEBCAST, AsyncLedgerTestCase, LedgerTestCase, State
from support import WaitingServer, awaited_failure

GIVEN = (LIVE.account, LIVE.action, LIVE.fields)


class StatementTests(AsyncLedgerTestCase):
    async def test_a_recording_lasts_as_long_as_its_statement(self) -> None:
        ledger = self.async_ledger()
        async with ledger.recording("one", *GIVEN) as started:
            self.assertTrue(started.task_id)
            self.assertIs(await self.state_of(ledger, "one"), State.RUNNING)
        self.assertIs(await self.state_of(ledger, "one"), State.STOPPED)
        with self.assertRaises(KeyError):
            async with ledger.recording("one", *GIVEN):
                raise KeyError("mine")
        self.assertIs(await self.state_of(ledger, "one"), State.STOPPED)

    async def test_a_cancelled_statement_stops_it(self) -> None:
        ledger = self.async_ledger()
        with self.assertRaises(TimeoutError):
            async with asyncio.timeout(60) as limit, ledger.recording("one", *GIVEN):
                limit.reschedule(asyncio.get_running_loop().time())
                await asyncio.sleep(3600)
        self.assertIs(await self.state_of(ledger, "one"), State.STOPPED)

    async def test_one_that_has_not_begun_is_stopped_when_it_is_cancelled(self) -> None:
        async def record() -> None:
            async with ledger.recording("one", *GIVEN):
                self.fail("it has not begun")

        with WaitingServer() as server:
            ledger = self.ledger_at(server)
            task = asyncio.create_task(record())
            await server.arrival()
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task
            server.release.set()
            await self.until(ledger, "one", State.STOPPED)

    async def test_a_start_that_fails_is_raised(self) -> None:
        ledger = self.async_ledger()
        self.emulator.fault("code", code="AuthFailure.SecretIdNotFound", times=1)
        with self.assertRaises(crec.AuthenticationError):
            async with ledger.recording("one", *GIVEN):
                self.fail("it never began")
        self.assertEqual(len(self.emulator.seen()), 1)


class EndTests(AsyncLedgerTestCase):
    async def test_cancelling_ends_the_waiting_only(self) -> None:
        with WaitingServer() as server:
            ledger = self.ledger_at(server)
            task = asyncio.create_task(self.start(ledger, "one"))
            await server.arrival()
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task
            self.assertIs(await self.state_of(ledger, "one"), State.STARTING)
            with self.assertRaises(asyncio.TimeoutError):
                await asyncio.wait_for(ledger.settle(3600), 0.1)
            server.release.set()
            await self.until(ledger, "one", State.RUNNING)
            self.assertEqual((await ledger.stop("one")).request_id, "waited")

    async def test_all_recordings_can_be_stopped_at_the_end(self) -> None:
        ledger = self.async_ledger()
        await asyncio.gather(self.start(ledger, "one"), self.start(ledger, "two", WEBCAST))
        self.assertTrue(await ledger.aclose(60, stop_all=True))
        self.assertEqual({task["state"] for task in self.emulator.tasks()}, {"stopped"})
        self.assertTrue(await ledger.aclose())
        self.assertEqual(repr(ledger), f"<crec.AsyncLedger '{self.path}' closed>")
        for made in (self.start(ledger, "one"), ledger.settle(0), ledger.recordings()):
            self.assertIsInstance(await awaited_failure(made), crec.ClosedError)

    async def test_what_is_not_confirmed_by_then_is_cancelled_and_kept(self) -> None:
        with WaitingServer() as server:
            ledger = self.ledger_at(server)
            task = asyncio.create_task(self.start(ledger, "one"))
            await server.arrival()
            closing = asyncio.create_task(ledger.aclose(3600))
            await asyncio.sleep(0)
            closing.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await closing
            self.assertFalse(task.done())
            server.release.set()
            self.assertEqual((await task).request_id, "waited")
            self.assertTrue(await ledger.aclose())
            server.release.clear()
            server.arrived.clear()
            async with self.ledger_at(server) as after:
                stop = asyncio.create_task(after.stop("one"))
                await server.arrival()
                self.assertFalse(await after.aclose(0.1))
                self.assertIsInstance(await awaited_failure(stop), crec.CallCancelledError)
        ledger = self.ledger_at(server)
        self.assertIs(await self.state_of(ledger, "one"), State.STOPPING)

    async def test_one_that_is_dropped_warns_and_closes(self) -> None:
        ledger = crec.AsyncLedger(self.path)
        ledger.add_account("tencent", self.client(crec.Cloud.TENCENT))
        await self.start(ledger, "one")
        taker = ledger._taker
        with self.assertWarnsRegex(ResourceWarning, "unclosed ledger <crec.AsyncLedger"):
            del ledger
            gc.collect()
        async with asyncio.timeout(60):
            while taker._is_open:
                await asyncio.sleep(0)
        with self.assertWarns(ResourceWarning):
            crec.AsyncLedger(self.path)
            gc.collect()


class EventLoopTests(LedgerTestCase):
    def test_a_ledger_belongs_to_the_event_loop_of_its_first_call(self) -> None:
        client = self.client(crec.Cloud.TENCENT)

        async def use() -> None:
            await ledger.start("one", *GIVEN)

        async def use_here_and_elsewhere() -> None:
            await use()
            for coroutine in (use(), ledger.aclose()):
                with self.assertRaisesRegex(RuntimeError, "the ledger belongs to another"):
                    await asyncio.to_thread(asyncio.run, coroutine)
            await use()

        ledger = crec.AsyncLedger(self.path)
        ledger.add_account("tencent", client)
        asyncio.run(use_here_and_elsewhere())
        with self.assertRaisesRegex(RuntimeError, "another event loop"):
            asyncio.run(use())
        self.assertTrue(asyncio.run(ledger.aclose()))
        with self.assertRaises(crec.ClosedError):
            asyncio.run(use())

    def test_a_thread_may_open_it(self) -> None:
        ledger = asyncio.run(self.opened_in_a_thread())
        self.assertTrue(repr(ledger).endswith("closed>"))

    async def opened_in_a_thread(self) -> crec.AsyncLedger:
        """A ledger that was used and closed."""
        ledger = await asyncio.to_thread(crec.AsyncLedger, self.path)
        async with ledger:
            self.assertEqual(await ledger.recordings(), [])
        return ledger


if __name__ == "__main__":
    unittest.main()
