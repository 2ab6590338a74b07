"""A program's own source of keys, for asyncio: a function, or a coroutine function."""

from __future__ import annotations

import asyncio
import threading
import time
import unittest
from functools import partial

from key_support import FoundKeyTestCase

import crec
from support import KEYS, STOP_LIVE_RECORD, awaited_failure

TENCENT = crec.Cloud.TENCENT
KEY = KEYS[TENCENT]


class AsyncSourceTests(FoundKeyTestCase):
    async def stop_awaited(self, client: crec.AsyncClient) -> None:
        """Lets a task run, and stops it."""
        self.plant(STOP_LIVE_RECORD)
        outcome = await STOP_LIVE_RECORD.awaited_by(client)
        self.assertEqual(outcome.status, crec.Status.OK)

    async def why_none_awaited(self, client: crec.AsyncClient) -> str:
        """The words of a first call for which no key is found."""
        error = await awaited_failure(STOP_LIVE_RECORD.awaited_by(client))
        self.assertIsInstance(error, crec.AuthenticationError)
        self.assertEqual(self.emulator.seen(), [])
        return str(error)

    async def test_a_function_runs_on_the_loops_thread(self) -> None:
        threads = []

        def source(query: crec.KeyQuery) -> None:
            threads.append(threading.current_thread())
            query.answer(KEY)

        await self.stop_awaited(self.async_finding(TENCENT, source))
        self.assertEqual(threads, [threading.main_thread()])

    async def test_another_thread_answers_later(self) -> None:
        def source(query: crec.KeyQuery) -> None:
            threading.Timer(0.2, query.answer, (KEY,)).start()

        await self.stop_awaited(self.async_finding(TENCENT, source))

    async def test_a_coroutine_function_is_awaited(self) -> None:
        asked = []

        async def source(how: str) -> crec.Credentials:
            await asyncio.sleep(0.1)
            asked.append(how)
            return KEY

        client = self.async_finding(TENCENT, partial(source, "kindly"))
        await self.stop_awaited(client)
        await self.stop_awaited(client)
        self.assertEqual(asked, ["kindly"])

    async def test_before_its_key_expires_it_is_awaited_again(self) -> None:
        asked = []

        async def source() -> tuple[crec.Credentials, float]:
            asked.append(time.time())
            return KEY, time.time() + 2

        client = self.async_finding(TENCENT, source)
        await self.stop_awaited(client)
        await asyncio.sleep(2)
        await self.stop_awaited(client)
        self.assertEqual(len(asked), 2)

    async def test_an_object_that_is_awaited_when_called(self) -> None:
        class Vault:
            async def __call__(self) -> tuple[crec.Credentials, None]:
                return KEY, None

        await self.stop_awaited(self.async_finding(TENCENT, Vault()))

    async def test_what_it_raises_is_named_and_not_told(self) -> None:
        async def source() -> crec.Credentials:
            await asyncio.sleep(0)
            raise LookupError("hidden")

        words = await self.why_none_awaited(self.async_finding(TENCENT, source))
        self.assertIn("the host's source: raised LookupError", words)
        self.assertNotIn("hidden", words)

    async def test_what_it_returns_has_to_be_a_key(self) -> None:
        async def nothing() -> None:
            pass

        async def wrong() -> crec.Credentials:
            return crec.Credentials("id", "hidden ")

        words = await self.why_none_awaited(self.async_finding(TENCENT, nothing))
        self.assertIn("the host's source: credentials is of type NoneType", words)
        words = await self.why_none_awaited(self.async_finding(TENCENT, wrong))
        self.assertIn("the host's source: access_key_secret", words)
        self.assertNotIn("hidden", words)

    async def test_a_client_that_closes_cancels_it(self) -> None:
        cancelled = asyncio.Event()
        asked = asyncio.Event()

        async def source() -> crec.Credentials:
            asked.set()
            try:
                await asyncio.sleep(600)
            except asyncio.CancelledError:
                cancelled.set()
                raise
            return KEY

        for close in ("close", "aclose"):
            client = self.async_finding(TENCENT, source)
            call = asyncio.create_task(STOP_LIVE_RECORD.awaited_by(client))
            await asyncio.wait_for(asked.wait(), 60)
            if close == "close":
                client.close()
            else:
                await client.aclose(0)
            self.assertIsInstance(await awaited_failure(call), crec.CallCancelledError)
            await asyncio.wait_for(cancelled.wait(), 60)
            asked.clear()
            cancelled.clear()

    async def test_a_call_that_is_cancelled_leaves_the_question(self) -> None:
        release = asyncio.Event()
        asked = []

        async def source() -> crec.Credentials:
            asked.append(True)
            await release.wait()
            return KEY

        client = self.async_finding(TENCENT, source)
        with self.assertRaises(asyncio.TimeoutError):
            await asyncio.wait_for(STOP_LIVE_RECORD.awaited_by(client), 0.2)
        release.set()
        await self.stop_awaited(client)
        self.assertEqual(len(asked), 1)

    async def test_it_signs_once_the_key_is_there(self) -> None:
        async def source() -> crec.Credentials:
            return KEY

        client = self.async_finding(TENCENT, source)
        for _ in range(600):
            try:
                signed = client.sign(STOP_LIVE_RECORD.request())
            except crec.AuthenticationError as error:
                self.assertTrue(error.outcome.retryable)
                await asyncio.sleep(0.05)
            else:
                break
        self.assertIn(KEY.access_key_id, signed.headers["Authorization"])


if __name__ == "__main__":
    unittest.main()
