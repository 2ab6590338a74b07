"""The end of a client while a program fetches its key: the program ends, too."""

from __future__ import annotations

import json
import os
import threading
import time
import unittest

from key_support import FILES, STOPS, FoundKeyTestCase

import crec
from record_support import NOWHERE
from support import eventually, failure_of

ALIBABA = crec.Cloud.ALIBABA


def is_there(process: int) -> bool:
    """True if there is such a process."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


class ProgramTests(FoundKeyTestCase):
    def setUp(self) -> None:
        """Writes a profile whose program tells its number, and never ends."""
        super().setUp()
        self.number = self.home / "number"
        script = "echo $$ >~/part; mv ~/part ~/number; exec sleep 600"
        external = {"name": "p", "mode": "External", "process_command": f"sh -c '{script}'"}
        text = json.dumps({"current": "p", "profiles": [external]})
        self.write(FILES[ALIBABA][0], text)

    def begin(self, client: crec.Client) -> threading.Thread:
        """Makes a call, for which the program runs."""
        thread = threading.Thread(target=failure_of, args=(STOPS[ALIBABA].made_by, client))
        thread.start()
        self.assertTrue(eventually(self.number.exists))
        self.assertTrue(is_there(int(self.number.read_text())))
        return thread

    def assert_ended(self) -> None:
        """The program has ended, and long before a minute is over, which ends it anyway."""
        process, start = int(self.number.read_text()), time.monotonic()
        self.assertTrue(eventually(lambda: not is_there(process)))
        self.assertLess(time.monotonic() - start, 40)

    def test_a_client_that_is_closed_ends_its_program(self) -> None:
        client = self.finding(ALIBABA, source="cli")
        thread = self.begin(client)
        client.close(0)
        thread.join()
        self.assert_ended()

    def test_the_command_ends_its_program(self) -> None:
        place = ("--sts-endpoint", self.emulator.url, "--metadata-endpoint", NOWHERE)
        words = ("whoami", "alibaba", *place, "--source", "cli", "--timeout-ms", "1500")
        done = self.command(*words)
        self.assertIn("it waited for its key", done.stderr)
        if self.number.exists():
            self.assert_ended()


if __name__ == "__main__":
    unittest.main()
