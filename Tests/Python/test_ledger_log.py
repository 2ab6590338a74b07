"""Lines of a ledger for people, on a logger of the host's, and what its handlers may do."""

from __future__ import annotations

import logging
import subprocess
import sys
import unittest
import weakref
from collections.abc import Callable
from ctypes import byref

import crec
from ledgers import LIVE, LedgerTestCase, State, environment
from support import BINDING, eventually, failure_of

LOGGER = logging.getLogger("ledger")

# Ends while the ledger has something to say again and again, and nobody closes it.
ENDING = """
import logging, sys, threading
import crec
logging.basicConfig(level=logging.DEBUG, stream=sys.stdout)
options = {"endpoint": sys.argv[2], "ca_file": sys.argv[3], "timeout": 60, "attempt_limit": 1}
keys = crec.Credentials("tencent-test-key", "tencent-test-secret")
client = crec.Client(crec.Cloud.TENCENT, keys, pacing=crec.Pacing.OFF, **options)
ledger = crec.Ledger(sys.argv[1], log=logging.getLogger("end"))
ledger.add_account("tencent", client)
LIVE = ("tencent", "CreateLiveRecord", {"StreamName": "s", "Highlight": 1})
begun = threading.Barrier(5)
def start(name):
    begun.wait()
    try:
        while True:
            try:
                ledger.start(name, *LIVE)
            except crec.NetworkError:
                ledger.forget(name)
    except crec.CrecError:
        pass
for name in "abcd":
    threading.Thread(target=start, args=(name,), daemon=True).start()
begun.wait()
try:
    ledger.start("e", *LIVE)
except crec.CrecError:
    pass
"""


class Doing(logging.Handler):
    """Runs an action for each record, instead of writing it."""

    def __init__(self, action: Callable[[], object]) -> None:
        """Handles records of every level."""
        super().__init__()
        self._action = action

    def emit(self, record: logging.LogRecord) -> None:
        """Runs the action."""
        self._action()


class LogTests(LedgerTestCase):
    maxDiff = None

    def handle(self, action: Callable[[], object]) -> None:
        """Runs an action for every record of the test."""
        handler = Doing(action)
        LOGGER.addHandler(handler)
        self.addCleanup(LOGGER.removeHandler, handler)

    def start_in_doubt(self, ledger: crec.Ledger) -> None:
        """Makes the ledger say something."""
        self.emulator.fault("cut", action="CreateLiveRecord", times=1)
        self.assertIsInstance(failure_of(LIVE.by, ledger, "one"), crec.NetworkError)

    def test_a_doubtful_start_is_told(self) -> None:
        ledger = self.ledger(log=LOGGER)
        with self.assertLogs(LOGGER, logging.DEBUG) as logs:
            self.start_in_doubt(ledger)
            self.assertTrue(eventually(lambda: bool(logs.records)))
        (record,) = logs.records
        self.assertEqual(record.levelname, "ERROR")
        for part in ("one: doubtful", "30 minutes"):
            self.assertIn(part, record.getMessage())

    def test_a_logger_gets_what_its_level_allows(self) -> None:
        records: list[None] = []
        self.handle(lambda: records.append(None))
        LOGGER.setLevel(logging.CRITICAL)
        self.addCleanup(LOGGER.setLevel, logging.NOTSET)
        self.start_in_doubt(self.ledger(log=LOGGER))
        self.assertEqual(records, [])

    def test_a_handler_is_told_that_it_cannot_wait(self) -> None:
        ledger = self.ledger(log=LOGGER)
        other = self.ledger()
        errors: list[crec.CrecError] = []

        def use() -> None:
            for each in (ledger, other):
                errors.append(failure_of(LIVE.by, each, "two"))
                errors.append(failure_of(each.stop, "two"))
                errors.append(failure_of(each.close))
            errors.append(failure_of(ledger.settle, 60))
            errors.append(failure_of(ledger.recordings))

        self.handle(use)
        self.start_in_doubt(ledger)
        self.assertTrue(eventually(lambda: len(errors) == 8))
        self.assertEqual({type(error) for error in errors}, {crec.BusyError})
        self.assertTrue(LIVE.by(ledger, "two").ok)

    def test_a_handler_may_drop_its_ledger(self) -> None:
        ledgers = [self.dropped_ledger()]
        handle = weakref.ref(ledgers[0]._open_handle())
        self.handle(ledgers.clear)
        self.emulator.fault("cut", action="CreateLiveRecord", times=1)
        self.let_start(ledgers[0])
        self.assertTrue(eventually(lambda: not ledgers and handle() is None))
        self.assertIs(self.state(self.ledger(), "one"), State.DOUBTFUL)

    def dropped_ledger(self) -> crec.Ledger:
        """A ledger that nothing holds on to."""
        ledger = crec.Ledger(self.path, log=LOGGER)
        ledger.add_account("tencent", self.client(crec.Cloud.TENCENT))
        return ledger

    def let_start(self, ledger: crec.Ledger) -> None:
        """Starts a recording without waiting for it."""
        params = ledger._params("one", LIVE.account, LIVE.action, LIVE.fields, None, None)
        ledger._call("crec_ledger_start", byref(params))

    def test_an_interpreter_ends_while_a_ledger_logs(self) -> None:
        self.emulator.fault("cut", action="CreateLiveRecord")
        assert self.emulator.ca_file
        for number in range(3):
            done = subprocess.run(
                [
                    *(sys.executable, "-X", "faulthandler", "-c", ENDING),
                    *(f"{self.path}-{number}", self.emulator.url, self.emulator.ca_file),
                ],
                env={**environment(), "PYTHONPATH": str(BINDING)},
                capture_output=True,
                text=True,
                check=False,
            )
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn("ERROR:end:", done.stdout)


if __name__ == "__main__":
    unittest.main()
