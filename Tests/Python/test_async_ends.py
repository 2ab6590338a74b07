"""Early ends of asyncio calls: cancelled, timed out, or with their client."""

from __future__ import annotations

import asyncio
import os
import unittest
from typing import Any

import crec
from support import (
    KEYS,
    STOP_LIVE_RECORD,
    AsyncEmulatorTestCase,
    WaitingServer,
    awaited_failure,
    eventually,
    failure_of,
)


def descriptors() -> int:
    """The number of open descriptors of this process."""
    return len(os.listdir("/proc/self/fd"))


async def under_way(client: crec.AsyncClient, server: WaitingServer) -> asyncio.Task[crec.Outcome]:
    """A call whose request the server has."""
    task = asyncio.create_task(STOP_LIVE_RECORD.awaited_by(client))
    await server.arrival()
    return task


class CancellingTests(AsyncEmulatorTestCase):
    async def test_a_cancelled_task_ends_at_once_and_makes_room_for_the_next_call(self) -> None:
        client = self.async_client(crec.Cloud.TENCENT, connection_limit=1)
        self.plant(STOP_LIVE_RECORD)
        self.emulator.fault("delay", seconds=3600, times=1)
        task = asyncio.create_task(STOP_LIVE_RECORD.awaited_by(client))
        while not self.emulator.seen():
            await asyncio.sleep(0.01)
        following = asyncio.create_task(STOP_LIVE_RECORD.awaited_by(client, stream_name="other"))
        await asyncio.sleep(0)
        self.assertFalse(following.done())
        task.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await task
        # Had the cancelled call kept the only connection, this would time out.
        self.assertIsInstance(await awaited_failure(following), crec.NotFoundError)

    async def test_the_outcome_of_a_cancelled_call_is_taken_all_the_same(self) -> None:
        with WaitingServer() as server:
            async with server.async_client(queue_limit=1) as client:
                for _ in range(10):
                    server.arrived.clear()
                    task = await under_way(client, server)
                    task.cancel()
                    with self.assertRaises(asyncio.CancelledError):
                        await task
                    # An outcome counts until it is taken.
                    await asyncio.wait_for(self.has_room(client), 60)

    async def has_room(self, client: crec.AsyncClient) -> None:
        """Waits until a client with a short queue takes a call, which is then cancelled."""
        while True:
            try:
                await STOP_LIVE_RECORD.awaited_by(client, timeout=0.001)
            except crec.FullError:
                await asyncio.sleep(0)
            except crec.CallTimeoutError:
                return

    async def test_asyncios_own_timeouts_cancel_the_call(self) -> None:
        self.plant(STOP_LIVE_RECORD)
        self.emulator.fault("delay", seconds=3600, times=2)
        client = self.async_client(crec.Cloud.TENCENT, connection_limit=1)
        with self.assertRaises(TimeoutError) as raised:
            async with asyncio.timeout(0.1):
                await STOP_LIVE_RECORD.awaited_by(client)
        self.assertNotIsInstance(raised.exception, crec.CrecError)
        with self.assertRaises(asyncio.TimeoutError):
            await asyncio.wait_for(STOP_LIVE_RECORD.awaited_by(client), 0.1)
        self.emulator.clear_faults()
        self.plant(STOP_LIVE_RECORD)
        self.assertTrue((await STOP_LIVE_RECORD.awaited_by(client)).ok)

    async def test_a_timeout_of_a_call_is_its_own(self) -> None:
        with WaitingServer() as server:
            async with server.async_client() as client:
                task = await under_way(client, server)
                error = await awaited_failure(STOP_LIVE_RECORD.awaited_by(client, timeout=0.05))
                self.assertIsInstance(error, crec.CallTimeoutError)
                self.assertGreaterEqual(error.outcome.elapsed, 0.05)
                self.assertFalse(task.done())
                server.release.set()
                self.assertEqual((await task).status, crec.Status.OK)

    async def test_a_failing_group_cancels_its_other_calls(self) -> None:
        with WaitingServer() as server:
            async with server.async_client() as client:
                with self.assertRaises(ExceptionGroup) as raised:
                    async with asyncio.TaskGroup() as group:
                        waiting = group.create_task(STOP_LIVE_RECORD.awaited_by(client))
                        await server.arrival()
                        group.create_task(STOP_LIVE_RECORD.awaited_by(client, task_id="text"))
                self.assertTrue(waiting.cancelled())
                (error,) = raised.exception.exceptions
                self.assertIsInstance(error, crec.InvalidArgumentError)


class ClosingTests(unittest.IsolatedAsyncioTestCase):
    async def test_closing_waits_for_calls_under_way_and_takes_no_more(self) -> None:
        with WaitingServer() as server:
            client = server.async_client()
            task = await under_way(client, server)
            closing = [asyncio.create_task(client.aclose()) for _ in range(2)]
            await asyncio.sleep(0.05)
            self.assertFalse(any(each.done() for each in closing))
            error = await awaited_failure(STOP_LIVE_RECORD.awaited_by(client))
            self.assertIsInstance(error, crec.ClosedError)
            server.release.set()
            await asyncio.gather(*closing)
            self.assertEqual((await task).request_id, "waited")

    async def test_what_has_not_ended_when_the_client_closes_is_cancelled(self) -> None:
        async def close(client: crec.AsyncClient) -> None:
            client.close()

        async def cancelled(client: crec.AsyncClient) -> None:
            closing = asyncio.create_task(client.aclose())
            await asyncio.sleep(0)
            closing.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await closing

        async def closed_twice(client: crec.AsyncClient) -> None:
            closing = asyncio.create_task(client.aclose())
            await asyncio.sleep(0)
            client.close()
            await closing

        for end in (
            close,
            cancelled,
            closed_twice,
            lambda client: client.aclose(0),
            lambda client: client.aclose(0.05),
        ):
            with WaitingServer() as server:
                client = server.async_client()
                task = await under_way(client, server)
                await end(client)
                error = await awaited_failure(task)  # The server has not answered.
                self.assertIsInstance(error, crec.CallCancelledError)
                self.assertTrue(error.outcome.may_have_been_applied)

    async def test_a_closed_client_refuses_everything(self) -> None:
        client = crec.AsyncClient(crec.Cloud.TENCENT, KEYS[crec.Cloud.TENCENT])
        self.assertEqual(repr(client), "<crec.AsyncClient TENCENT>")
        request = STOP_LIVE_RECORD.request()
        await client.aclose()
        await client.aclose()
        client.close()
        for made in (STOP_LIVE_RECORD.awaited_by(client), client.perform(request)):
            self.assertIsInstance(await awaited_failure(made), crec.ClosedError)
        for use in (
            lambda: client.sign(request),
            lambda: client.read(request, 200),
            lambda: client.set_credentials(KEYS[crec.Cloud.TENCENT]),
        ):
            self.assertIsInstance(failure_of(use), crec.ClosedError)
        self.assertEqual(repr(client), "<crec.AsyncClient TENCENT closed>")

    async def test_closing_leaves_nothing_open(self) -> None:
        async def use_and_close() -> None:
            async with server.async_client() as client:
                await STOP_LIVE_RECORD.awaited_by(client)

        with WaitingServer() as server:
            server.release.set()
            await use_and_close()
            before = descriptors()
            for _ in range(10):
                await use_and_close()
            # The server, in a thread, has to close its connections too.
            self.assertTrue(eventually(lambda: descriptors() <= before))

    async def test_a_closing_timeout_is_a_number_of_seconds(self) -> None:
        client = crec.AsyncClient(crec.Cloud.TENCENT, KEYS[crec.Cloud.TENCENT])
        wrong: tuple[Any, ...] = (-1, "1", True, float("nan"), float("inf"))
        for timeout in wrong:
            error = await awaited_failure(client.aclose(timeout))
            self.assertEqual(error.outcome.faults[0].field, "timeout")
        self.assertEqual(repr(client), "<crec.AsyncClient TENCENT>")
        await client.aclose(10**9)


class EventLoopTests(unittest.TestCase):
    def test_a_client_belongs_to_the_event_loop_of_its_first_call(self) -> None:
        async def use() -> None:
            await STOP_LIVE_RECORD.awaited_by(client)

        async def use_and_close_elsewhere() -> None:
            await use()
            for coroutine in (use(), client.aclose()):
                with self.assertRaisesRegex(RuntimeError, "another event loop"):
                    await asyncio.to_thread(asyncio.run, coroutine)
            with self.assertRaisesRegex(RuntimeError, "another event loop"):
                await asyncio.to_thread(client.close)
            await use()

        with WaitingServer() as server:
            server.release.set()
            client = server.async_client()
            asyncio.run(use_and_close_elsewhere())
            with self.assertRaisesRegex(RuntimeError, "another event loop"):
                asyncio.run(use())
            asyncio.run(client.aclose(), debug=True)  # Its own is over.
            with self.assertRaises(crec.ClosedError):
                asyncio.run(use())


if __name__ == "__main__":
    unittest.main()
