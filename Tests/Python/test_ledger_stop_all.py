"""Stops of all recordings whose names begin alike."""

from __future__ import annotations

import unittest

import crec
from ledgers import LIVE, WHITEBOARD, AsyncLedgerTestCase, LedgerTestCase, State
from support import eventually, failure_of


class StopAllTests(LedgerTestCase):
    def states(self, ledger: crec.Ledger) -> dict[str, crec.RecordingState]:
        return {one.name: one.state for one in ledger.recordings()}

    def test_those_of_any_process_and_no_others(self) -> None:
        self.owner(("room/1", LIVE), ("hall/1", LIVE))
        ledger = self.ledger()
        LIVE.by(ledger, "room/2")
        LIVE.by(ledger, "roo")
        ledger.stop_all("room/")
        expected = {
            "hall/1": State.RUNNING,
            "roo": State.RUNNING,
            "room/1": State.STOPPED,
            "room/2": State.STOPPED,
        }
        self.assertTrue(eventually(lambda: self.states(ledger) == expected))
        self.assertEqual(len(self.emulator.seen()), 6)

    def test_an_empty_prefix_is_that_of_all(self) -> None:
        ledger = self.ledger()
        LIVE.by(ledger, "one")
        WHITEBOARD.by(ledger, "two")
        ledger.stop_all("")
        self.assertTrue(
            eventually(lambda: set(self.states(ledger).values()) == {State.STOPPED}),
            self.states(ledger),
        )

    def test_stops_that_fail_are_made_again(self) -> None:
        ledger = self.ledger()
        LIVE.by(ledger, "one")
        self.emulator.fault("code", code="InternalError", action="StopLiveRecord", times=1)
        ledger.stop_all("o")
        self.assertTrue(eventually(lambda: self.states(ledger) == {"one": State.STOPPED}))

    def test_a_prefix_is_text_without_control_characters(self) -> None:
        ledger = self.ledger()
        for prefix in ("a\n", "a" * 256):
            error = failure_of(lambda prefix=prefix: ledger.stop_all(prefix))
            self.assertIsInstance(error, crec.InvalidArgumentError)
            self.assertIn("prefix", str(error))


class AsyncStopAllTests(AsyncLedgerTestCase):
    async def test_it_does_not_wait(self) -> None:
        ledger = self.async_ledger()
        await ledger.start("one", LIVE.account, LIVE.action, LIVE.fields)
        ledger.stop_all("one")
        await self.until(ledger, "one", State.STOPPED)


if __name__ == "__main__":
    unittest.main()
