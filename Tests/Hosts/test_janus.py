"""Janus with the event handler: what is published is recorded, and nothing else in the end."""

from __future__ import annotations

import asyncio
import signal
import unittest
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any

from janus_clouds import CLOUDS, TENCENT, VOLCENGINE, Cloud
from janus_connection import Connection
from janus_server import PATIENCE, Host, eventually

REQUESTS = 50
WIDTH = 6


class JanusTests(unittest.TestCase):
    """Each test has servers of its own."""

    def test_a_feed_is_started_and_stopped_once(self) -> None:
        for cloud in CLOUDS:
            with self.subTest(cloud=cloud.name), Host(cloud) as host:
                publisher = host.publisher()
                publisher.does("publish", 1, 11)
                host.becomes("1/11", "running")
                # Two events tell of this, and a third one of the leaving.
                publisher.does("unpublish", 1, 11)
                publisher.does("leave", 1, 11)
                publisher.does("publish", 1, 12)
                host.becomes("1/12", "running")
                host.becomes("1/11", "stopped")
                self.assertEqual(host.calls(), {cloud.start: 2, cloud.stop: 1})
                self.assertEqual(host.running(), {"12": 1})

    def test_ids_that_clients_choose_keep_to_their_place(self) -> None:
        with Host(TENCENT, string_ids=True) as host:
            publisher = host.publisher()
            publisher.does("publish", "1", 'a", "AppName": "b')
            host.becomes("1/a%22%2C%20%22AppName%22%3A%20%22b", "running")
            publisher.does("publish", "1", "a/b")
            host.becomes("1/a%2Fb", "running")
            names = {start["fields"]["AppName"] for start in host.emulator.seen()}
            self.assertEqual(names, {"live"})

    def test_a_feed_that_is_never_unpublished(self) -> None:
        with Host(TENCENT, session_timeout=20) as host:
            killed, frozen, kicked = (host.publisher() for _ in range(3))
            killed.does("publish", 1, 11)
            frozen.does("publish", 1, 12)
            kicked.does("publish", 1, 13)
            kicked.does("publish", 1, 14)
            eventually(lambda: host.running().total() == 4, "four recordings")
            killed.process.kill()
            host.becomes("1/11", "stopped")
            frozen.process.send_signal(signal.SIGSTOP)
            host.becomes("1/12", "stopped")
            asyncio.run(self._asked(host, request="kick", room=1, id=13))
            host.becomes("1/13", "stopped")
            self.assertEqual(host.running(), {"14": 1})
            asyncio.run(self._asked(host, request="destroy", room=1))
            host.becomes("1/14", "stopped")
            self.assertEqual(host.calls(), {TENCENT.start: 4, TENCENT.stop: 4})

    def test_a_feed_that_is_published_again_after_a_kill(self) -> None:
        with Host(TENCENT) as host:
            host.publisher().does("publish", 1, 11)
            host.becomes("1/11", "running")
            host.janus.kill()
            host.janus.wait()
            host.start()
            self.assertTrue(host.has_orphans())
            publisher = host.publisher()
            publisher.does("publish", 1, 11)
            eventually(lambda: not host.has_orphans(), "an owner")
            self.assertEqual(host.running(), {"11": 1})
            publisher.does("unpublish", 1, 11)
            host.becomes("1/11", "stopped")
            self.assertEqual(host.calls(), {TENCENT.start: 1, TENCENT.stop: 1})

    async def _asked(self, host: Host, **body: Any) -> None:
        async with Connection(host.socket) as janus:
            await janus.message(await janus.attach(), **body)

    def test_a_feed_that_is_published_again_while_it_is_stopped(self) -> None:
        for cloud in CLOUDS:
            with self.subTest(cloud=cloud.name), Host(cloud) as host:
                self._publish_again(host, cloud)

    def _publish_again(self, host: Host, cloud: Cloud) -> None:
        publisher = host.publisher()
        publisher.does("publish", 1, 11)
        host.becomes("1/11", "running")
        host.emulator.fault("delay", seconds=2, action=cloud.stop)
        # Again, if publishing took longer than the stop.
        while host.states() != {"1/11": "stopping"}:
            calls = host.calls().total()
            publisher.does("unpublish", 1, 11)
            host.await_calls(calls + 1)
            publisher.does("publish", 1, 11)
        host.becomes("1/11", "running")
        made = host.calls()
        self.assertEqual(made[cloud.start], made[cloud.stop] + 1)
        self.assertEqual(host.running(), {"11": 1})
        publisher.does("unpublish", 1, 11)
        host.becomes("1/11", "stopped")
        self.assertEqual(host.running(), {})

    def test_a_call_that_hangs_holds_up_nothing_else(self) -> None:
        with Host(VOLCENGINE) as host:
            host.emulator.fault("stall", action=VOLCENGINE.start, times=1)
            publisher = host.publisher()
            publisher.does("publish", 1, 11)
            host.await_calls(1)
            publisher.does("publish", 1, 12)
            host.becomes("1/12", "running")
            asyncio.run(self._many_requests(host))
            publisher.does("unpublish", 1, 12)
            host.becomes("1/12", "stopped")
            # The call has not ended yet: its recording would be stopping.
            self.assertEqual(host.states()["1/11"], "starting")

    async def _many_requests(self, host: Host) -> None:
        for number in range(REQUESTS):
            async with Connection(host.socket) as janus:
                handle = await janus.attach()
                room = 100 + number
                await janus.message(handle, request="create", room=room)
                await janus.message(handle, request="join", ptype="publisher", room=room)
                await janus.message(handle, request="listparticipants", room=room)
                await janus.ask("detach", handle_id=handle)
                await janus.ask("destroy")


class EndTests(unittest.TestCase):
    """Servers that end with live publishers, several at once: they mostly wait."""

    def test_a_server_that_ends(self) -> None:
        cases = list(product(CLOUDS, (signal.SIGTERM, signal.SIGKILL), ("well", "slow", "hung")))
        with ThreadPoolExecutor(WIDTH) as pool:
            ends = [pool.submit(self._end, *case) for case in cases]
        for (cloud, how, state), end in zip(cases, ends, strict=True):
            with self.subTest(cloud=cloud.name, how=how.name, cloud_is=state):
                end.result()

    def _end(self, cloud: Cloud, how: signal.Signals, state: str) -> None:
        # Janus tells of no end then: it keeps the sessions of clients that are gone.
        with Host(cloud, reclaim_session_timeout=600) as host:
            publisher = host.publisher()
            publisher.does("publish", 1, 11)
            host.becomes("1/11", "running")
            if state == "slow":
                host.emulator.fault("delay", seconds=1)
            elif state == "hung":
                host.emulator.fault("stall")
            publisher.does("publish", 1, 12)
            eventually(lambda: "1/12" in host.states(), "a second recording")
            host.janus.send_signal(how)
            code = host.janus.wait(PATIENCE)
            if how == signal.SIGKILL:
                self.assertEqual(code, -how)
                self.assertEqual(host.running()["11"], 1)
            else:
                self.assertEqual(code, 0)
                self.assertIn(host.states()["1/11"], ("stopping", "stopped"))
            host.emulator.clear_faults()
            host.settle()
            self.assertEqual(self._unlisted(host), {})

    def _unlisted(self, host: Host) -> dict[str, str]:
        """The feeds that run on or are not settled, with their states, but those that may be."""
        states = {name.removeprefix("1/"): state for name, state in host.states().items()}
        lost = {feed for feed, state in states.items() if state in ("doubtful", "abandoned")}
        ended = {feed for feed, state in states.items() if state in ("stopped", "failed")}
        unsettled = (states.keys() - ended | host.running().keys()) - lost
        return {feed: states.get(feed, "not listed") for feed in unsettled}


if __name__ == "__main__":
    unittest.main()
