"""A client for asyncio that nobody closes: it warns, and nothing that is left can crash Python."""

from __future__ import annotations

import os
import subprocess
import sys
import unittest
from pathlib import Path

from support import BINDING, LIBRARY

START = """
import asyncio, gc, weakref
import crec
from support import STOP_LIVE_RECORD, WaitingServer

async def under_way(client):
    task = asyncio.create_task(STOP_LIVE_RECORD.awaited_by(client))
    await server.arrival()
    return task

server = WaitingServer()
server.__enter__()
"""

DURING_A_CALL = """
async def main():
    client = server.async_client()
    task = await under_way(client)
    del client
    gc.collect()
    server.release.set()
    print((await task).status.name)

asyncio.run(main())
"""

AT_THE_END_OF_THE_EVENT_LOOP = """
async def main():
    await under_way(server.async_client())

asyncio.run(main())
gc.collect()
print("OK")
"""

AFTER_THE_EVENT_LOOP_WAS_CLOSED = """
client = server.async_client()
loop = asyncio.new_event_loop()
task = loop.run_until_complete(under_way(client))
loop.close()
del client, task
gc.collect()
print("OK")
"""

WITH_AN_EVENT_LOOP_THAT_STANDS_STILL = """
client = server.async_client()
loop = asyncio.new_event_loop()
task = loop.run_until_complete(under_way(client))
del client, task, loop
gc.collect()
print("OK")
"""

AT_THE_END_OF_THE_PROGRAM = """
client = server.async_client()
loop = asyncio.new_event_loop()
task = loop.run_until_complete(under_way(client))
print("OK")
"""

BY_ANOTHER_THREAD = """
async def main():
    server.release.set()
    client = server.async_client()
    await STOP_LIVE_RECORD.awaited_by(client)
    handle = weakref.ref(client._handle)
    gc.disable()
    client.cycle = client
    del client
    assert handle()
    async with server.async_client() as other, asyncio.timeout(60):
        collecting = asyncio.to_thread(gc.collect)
        outcome, _ = await asyncio.gather(STOP_LIVE_RECORD.awaited_by(other), collecting)
        while handle():
            await asyncio.sleep(0)
    print(outcome.status.name)

asyncio.run(main())
"""

WITHOUT_A_CALL = """
server.async_client()
print("OK")
"""


class DroppingTests(unittest.TestCase):
    def assert_only_warns(self, program: str) -> None:
        """A program comes to its end and says what was forgotten."""
        done = subprocess.run(
            [sys.executable, "-X", "faulthandler", "-W", "default", "-c", START + program],
            env={
                **os.environ,
                "CREC_LIBRARY": str(LIBRARY),
                "PYTHONPATH": os.pathsep.join((str(BINDING), str(Path(__file__).parent))),
            },
            capture_output=True,
            text=True,
        )
        self.assertEqual((done.returncode, done.stdout), (0, "OK\n"), done.stderr)
        self.assertIn("ResourceWarning: unclosed client <crec.AsyncClient TENCENT>", done.stderr)
        self.assertNotIn("Traceback", done.stderr)

    def test_during_a_call(self) -> None:
        self.assert_only_warns(DURING_A_CALL)

    def test_at_the_end_of_the_event_loop(self) -> None:
        self.assert_only_warns(AT_THE_END_OF_THE_EVENT_LOOP)

    def test_after_the_event_loop_was_closed(self) -> None:
        self.assert_only_warns(AFTER_THE_EVENT_LOOP_WAS_CLOSED)

    def test_with_an_event_loop_that_stands_still(self) -> None:
        self.assert_only_warns(WITH_AN_EVENT_LOOP_THAT_STANDS_STILL)

    def test_at_the_end_of_the_program(self) -> None:
        self.assert_only_warns(AT_THE_END_OF_THE_PROGRAM)

    def test_by_another_thread(self) -> None:
        self.assert_only_warns(BY_ANOTHER_THREAD)

    def test_without_a_call(self) -> None:
        self.assert_only_warns(WITHOUT_A_CALL)


if __name__ == "__main__":
    unittest.main()
