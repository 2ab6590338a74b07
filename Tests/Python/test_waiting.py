"""Blocking calls wait with the functions that the standard library has at that time."""

from __future__ import annotations

import select
import time
import unittest
from unittest import mock

import crec
from crec import _waiting
from support import (
    STOP_LIVE_RECORD,
    WaitingServer,
    failure_of,
)


class PatchedTests(unittest.TestCase):
    """A patched standard library, as by gevent and eventlet, with a stand-in for their hubs."""

    def test_what_waits_is_looked_up_when_it_is_needed(self) -> None:
        turns: list[list[int]] = []

        def patched(
            readers: list[int], writers: list[int], broken: list[int]
        ) -> tuple[list[int], list[int], list[int]]:
            """Lets other greenlets run meanwhile: the server is told to answer."""
            while not (ready := original(readers, writers, broken, 0))[0]:
                turns.append(readers)
                server.release.set()
                time.sleep(0.001)
            return ready

        original = select.select
        with (
            WaitingServer() as server,
            server.client() as client,
            mock.patch.dict(vars(select), {"select": patched}),
        ):
            del select.poll
            self.assertEqual(STOP_LIVE_RECORD.made_by(client).request_id, "waited")
        self.assertTrue(turns)

    def test_without_a_descriptor_the_library_waits(self) -> None:
        with WaitingServer() as server, server.client() as client:
            server.release.set()
            with mock.patch.object(_waiting._LIBC, "eventfd", lambda *_: -1):
                self.assertEqual(STOP_LIVE_RECORD.made_by(client).request_id, "waited")
        self.assertIsInstance(failure_of(STOP_LIVE_RECORD.made_by, client), crec.ClosedError)


if __name__ == "__main__":
    unittest.main()
