"""Log records, and counters."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import unittest
from collections.abc import Callable

import crec
from support import (
    BINDING,
    KEYS,
    LIBRARY,
    STOP_LIVE_RECORD,
    AsyncEmulatorTestCase,
    WaitingServer,
    awaited_failure,
    failure_of,
)

EXPECTED = (crec.Cloud.TENCENT, "stream/123")
LOGGER = logging.getLogger("recordings")

# Ends while another thread waits for a reply; log events meanwhile must not crash or hang it.
ENDING = """
import logging, sys, threading, time
import crec
crec.load(sys.argv[2])
logging.basicConfig(level=logging.DEBUG, stream=sys.stdout)
client = crec.Client(crec.Cloud.TENCENT, crec.Credentials("id", "key"), endpoint=sys.argv[1],
                     logger=logging.getLogger("end"), timeout=600)
def stop():
    try:
        client.stop_live_record(stream_name="stream", task_id=1)
    except crec.CallCancelledError:
        pass
threading.Thread(target=stop, daemon=True).start()
while not client.counters().in_flight:
    time.sleep(0.01)
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


class LogTests(AsyncEmulatorTestCase):
    def handle(self, action: Callable[[], object]) -> None:
        """Runs an action for every record of the test."""
        handler = Doing(action)
        LOGGER.addHandler(handler)
        LOGGER.setLevel(logging.DEBUG)
        self.addCleanup(LOGGER.setLevel, logging.NOTSET)
        self.addCleanup(LOGGER.removeHandler, handler)

    def test_each_event_is_a_record_with_its_members(self) -> None:
        self.plant(STOP_LIVE_RECORD)
        self.emulator.fault("code", code="RequestLimitExceeded", times=1)
        client = self.client(STOP_LIVE_RECORD.cloud, attempt_limit=2, logger=LOGGER)
        with self.assertLogs(LOGGER, logging.DEBUG) as logs:
            outcome = STOP_LIVE_RECORD.made_by(client)
        events = [record.crec for record in logs.records]  # type: ignore[attr-defined]
        kind = crec.LogKind
        expected = [kind.ACCEPTED, kind.SENT, kind.REPEATING, kind.SENT, kind.ENDED]
        self.assertEqual([event.kind for event in events], expected)
        levels = [record.levelname for record in logs.records]
        self.assertEqual(levels, ["DEBUG", "DEBUG", "WARNING", "DEBUG", "INFO"])
        self.assertEqual({(event.action, event.call) for event in events}, {("StopLiveRecord", 1)})
        self.assertEqual({(event.cloud, event.task) for event in events}, {EXPECTED})
        repeating, ended = events[2], events[4]
        self.assertFalse(repeating.may_have_been_applied)
        self.assertEqual(repeating.status, crec.Status.THROTTLED)
        self.assertEqual((repeating.code, repeating.attempt), ("RequestLimitExceeded", 1))
        self.assertEqual((ended.status, ended.attempt), (crec.Status.OK, 2))
        self.assertEqual((ended.request_id, ended.host), (outcome.request_id, outcome.host))
        self.assertIn(outcome.request_id, logs.records[4].getMessage())

    def test_a_logger_gets_what_its_level_allows(self) -> None:
        client = self.client(STOP_LIVE_RECORD.cloud, logger=LOGGER)
        with self.assertLogs(LOGGER, logging.ERROR) as logs:
            failure_of(STOP_LIVE_RECORD.made_by, client)
        self.assertEqual([record.levelname for record in logs.records], ["ERROR"])

    async def test_asyncio_logs_on_its_own_thread(self) -> None:
        self.plant(STOP_LIVE_RECORD)
        client = self.async_client(STOP_LIVE_RECORD.cloud, logger=LOGGER)
        with self.assertLogs(LOGGER, logging.DEBUG) as logs:
            await STOP_LIVE_RECORD.awaited_by(client)
        self.assertEqual({record.threadName for record in logs.records}, {"MainThread"})
        self.assertEqual(len(logs.records), 3)

    async def test_a_blocking_call_in_a_handler_is_refused(self) -> None:
        self.plant(STOP_LIVE_RECORD)
        client = self.client(STOP_LIVE_RECORD.cloud, logger=LOGGER)
        other = self.client(STOP_LIVE_RECORD.cloud)
        errors: list[crec.CrecError] = []

        def call() -> None:
            errors.append(failure_of(STOP_LIVE_RECORD.made_by, client))
            errors.append(failure_of(STOP_LIVE_RECORD.made_by, other))

        self.handle(call)
        STOP_LIVE_RECORD.made_by(client)
        self.plant(STOP_LIVE_RECORD)
        await STOP_LIVE_RECORD.awaited_by(self.async_client(STOP_LIVE_RECORD.cloud, logger=LOGGER))
        self.assertEqual({type(error) for error in errors}, {crec.BusyError})
        self.assertEqual(len(errors), 2 * 2 * 3)  # Accepted, sent and ended.
        self.assertIsInstance(failure_of(STOP_LIVE_RECORD.made_by, other), crec.NotFoundError)

    async def test_a_handler_may_close_its_client(self) -> None:
        client = self.async_client(STOP_LIVE_RECORD.cloud, logger=LOGGER)
        self.handle(client.close)
        error = await awaited_failure(STOP_LIVE_RECORD.awaited_by(client))
        self.assertIsInstance(error, crec.CallCancelledError)

    def test_a_client_may_be_dropped_by_a_handler(self) -> None:
        client = self.client(STOP_LIVE_RECORD.cloud, logger=LOGGER)
        others: list[crec.AsyncClient] = []
        self.handle(others.clear)

        failure_of(STOP_LIVE_RECORD.made_by, client)
        before = len(os.listdir("/proc/self/fd"))
        for _ in range(20):
            options = self.ample({})
            others.append(crec.AsyncClient(crec.Cloud.TENCENT, KEYS[crec.Cloud.TENCENT], **options))
            with self.assertWarns(ResourceWarning):
                failure_of(STOP_LIVE_RECORD.made_by, client)
        self.assertLess(len(os.listdir("/proc/self/fd")), before + 20)

    def test_what_is_no_logger_is_refused(self) -> None:
        error = failure_of(crec.Client, crec.Cloud.TENCENT, KEYS[crec.Cloud.TENCENT], logger=print)
        self.assertEqual([fault.field for fault in error.outcome.faults], ["logger"])

    def test_an_interpreter_ends_while_a_client_logs(self) -> None:
        with WaitingServer() as server:
            done = subprocess.run(
                [sys.executable, "-c", ENDING, server.url, str(LIBRARY)],
                env={"PYTHONPATH": str(BINDING), "PYTHONDONTWRITEBYTECODE": "1"},
                capture_output=True,
                text=True,
                check=False,
            )
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("cancelled", done.stdout)


class CounterTests(AsyncEmulatorTestCase):
    def test_calls_attempts_and_outcomes_are_counted(self) -> None:
        self.plant(STOP_LIVE_RECORD)
        self.emulator.fault("code", code="RequestLimitExceeded", times=2)
        client = self.client(STOP_LIVE_RECORD.cloud, attempt_limit=3)
        STOP_LIVE_RECORD.made_by(client)
        failure_of(STOP_LIVE_RECORD.made_by, client)
        counters = client.counters()
        self.assertEqual((counters.calls, counters.attempts), (2, 4))
        self.assertEqual((counters.repetitions, counters.throttled), (2, 2))
        self.assertEqual((counters.open, counters.in_flight), (0, 0))
        ended = {status: count for status, count in counters.outcomes.items() if count}
        self.assertEqual(ended, {crec.Status.OK: 1, crec.Status.NOT_FOUND: 1})
        self.assertEqual(counters.new_connections + counters.reused_connections, 4)
        self.assertGreaterEqual(counters.elapsed, counters.longest)

    def test_a_closed_client_has_none(self) -> None:
        client = self.client(STOP_LIVE_RECORD.cloud)
        client.close()
        self.assertIsInstance(failure_of(client.counters), crec.ClosedError)


if __name__ == "__main__":
    unittest.main()
