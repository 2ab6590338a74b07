"""``crec record stop --all``, against the emulator."""

from __future__ import annotations

import unittest

from record_support import KEYS, LIVE, WEBCAST, RecordTestCase
from support import eventually

TENCENTS = {name: key for name, key in KEYS.items() if name.startswith("TENCENT")}


class StoppingAll(RecordTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.start("room1/one", LIVE)
        self.start("room1/two", WEBCAST)
        self.start("room2/one", LIVE)

    def test_those_whose_names_begin_so(self) -> None:
        done = self.call("stop", "room1/", "--all")
        self.assertEqual((done.returncode, done.stderr), (0, "crec: 2 stopped, 0 not confirmed\n"))
        states = {"room1/one": "stopped", "room1/two": "stopped", "room2/one": "running"}
        self.assertEqual(self.states(), states)
        done = self.call("stop", "room1/", "--all")
        self.assertEqual((done.returncode, done.stderr), (0, "crec: 0 stopped, 0 not confirmed\n"))

    def test_without_the_keys_of_one_it_is_written_down(self) -> None:
        words = ("--for", "5", *self.to_emulator)
        done = self.record("stop", "room", "--all", *words, keys=TENCENTS)
        self.assertIn("crec: 2 stopped, 1 not confirmed\n", done.stderr)
        self.assertIn("VOLCENGINE_ACCESS_KEY", done.stderr)
        self.assertEqual(done.returncode, 3)
        states = {"room1/one": "stopped", "room1/two": "stopping", "room2/one": "stopped"}
        self.assertEqual(self.states(), states)
        self.assertEqual(self.call("settle").returncode, 0)
        self.assertEqual(set(self.states().values()), {"stopped"})

    def test_those_that_begin_meanwhile_are_not_waited_for(self) -> None:
        self.emulator.fault("delay", action="StopLiveRecord", seconds=3, times=1)
        process = self.begun("stop", "room1/", "--all", *self.to_emulator)
        self.assertTrue(eventually(lambda: len(self.emulator.seen()) >= 4))
        self.start("room1/three")
        done = process.communicate()
        self.assertEqual(done, ("status: ok\n", "crec: 2 stopped, 0 not confirmed\n"))
        self.assertEqual(self.states()["room1/three"], "running")

    def test_a_name_behind_dashes(self) -> None:
        self.start("one")
        self.assertEqual(self.record("stop", *self.to_emulator, "--", "--json").returncode, 6)
        self.assertEqual(self.record("stop", *self.to_emulator, "--", "one").returncode, 0)

    def test_one_name_that_is_a_prefix_is_no_other(self) -> None:
        self.assertEqual(self.call("stop", "room1/").returncode, 6)


if __name__ == "__main__":
    unittest.main()
