"""Signals during a blocking call: their handlers run, and what they raise ends the call."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
import unittest
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import FrameType

import crec
from support import (
    BINDING,
    LIBRARY,
    STOP_LIVE_RECORD,
    EmulatorTestCase,
    WaitingServer,
    eventually,
    failure_of,
    run_in_child,
)

# Ends while the main thread, or a daemon thread, is in a call.
ENDING = """
import signal, sys, threading, time
import crec
signal.signal(signal.SIGINT, signal.default_int_handler)
options = {"endpoint": sys.argv[1], "timeout": 3600}
client = crec.Client(crec.Cloud.TENCENT, crec.Credentials("id", "key"), **options)
def stop():
    client.stop_live_record(stream_name="stream", task_id=1)
if sys.argv[2] == "main":
    stop()
threading.Thread(target=stop, daemon=True).start()
while not client.counters().in_flight:
    time.sleep(0.01)
"""


def descriptors() -> int:
    """The number of open descriptors of this process."""
    gc.collect()
    return len(os.listdir("/proc/self/fd"))


@contextmanager
def handled(number: int, handler: Callable[[], object]) -> Iterator[None]:
    """Handles a signal while the context lasts."""

    def handle(_: int, __: FrameType | None) -> None:
        handler()

    before = signal.signal(number, handle)
    try:
        yield
    finally:
        signal.signal(number, before)


class Interruption(Exception):
    """Raised by a signal's handler, as KeyboardInterrupt is by that of Ctrl-C."""


def interrupt() -> None:
    """A handler that raises."""
    raise Interruption


class SignalTests(unittest.TestCase):
    def setUp(self) -> None:
        self.server = self.enterContext(WaitingServer())

    def once_under_way(self, action: Callable[[], object]) -> None:
        """Does something in another thread, when the server has a request."""

        def act() -> None:
            if self.server.arrived.wait(60):
                action()

        thread = threading.Thread(target=act)
        thread.start()
        self.addCleanup(thread.join)

    def send_signal(self) -> None:
        os.kill(os.getpid(), signal.SIGUSR1)

    def assert_interrupted(self, client: crec.Client) -> None:
        """A signal ends a call that the server has and does not answer."""
        self.server.arrived.clear()
        self.once_under_way(self.send_signal)
        with handled(signal.SIGUSR1, interrupt), self.assertRaises(Interruption):
            STOP_LIVE_RECORD.made_by(client)

    def is_idle(self, client: crec.Client) -> bool:
        """True if all calls of a client end soon."""
        return eventually(lambda: client.counters().open == 0)

    def test_ctrl_c_ends_a_call_which_is_cancelled(self) -> None:
        # A shell starts what runs in the background with SIGINT ignored.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        self.addCleanup(signal.signal, signal.SIGINT, before)
        client = self.server.client()
        self.once_under_way(lambda: os.kill(os.getpid(), signal.SIGINT))
        with self.assertRaises(KeyboardInterrupt):
            STOP_LIVE_RECORD.made_by(client)
        cancelled = crec.Status.CANCELLED
        self.assertTrue(eventually(lambda: client.counters().outcomes[cancelled] == 1))
        self.server.release.set()
        self.assertEqual(STOP_LIVE_RECORD.made_by(client).request_id, "waited")

    def test_what_was_interrupted_takes_no_place(self) -> None:
        client = self.server.client(queue_limit=1)
        for _ in range(10):
            self.assert_interrupted(client)
            self.assertTrue(self.is_idle(client))
        self.server.release.set()
        self.assertEqual(STOP_LIVE_RECORD.made_by(client).request_id, "waited")

    def test_what_was_interrupted_leaves_nothing_open(self) -> None:
        before = descriptors()
        for end in ("another call", "the end"):
            with self.subTest(end):
                self.server.release.clear()
                client = self.server.client()
                for _ in range(10):
                    self.assert_interrupted(client)
                self.assertTrue(self.is_idle(client))
                # The server closes its connections when it has answered.
                self.server.release.set()
                if end == "another call":
                    STOP_LIVE_RECORD.made_by(client)
                    # The last of them may have counted as ended before it could be closed.
                    self.assertLessEqual(len(client._open_handle().left), 1)
                client.close()
                self.assertTrue(eventually(lambda: descriptors() <= before))

    def test_a_handler_runs_at_once_and_the_call_goes_on(self) -> None:
        client = self.server.client()
        self.once_under_way(self.send_signal)
        with handled(signal.SIGUSR1, self.server.release.set):
            self.assertEqual(STOP_LIVE_RECORD.made_by(client).request_id, "waited")

    def test_a_handler_may_make_a_call_of_its_own(self) -> None:
        client = self.server.client()
        outcomes = []

        def call() -> None:
            self.server.release.set()
            outcomes.append(STOP_LIVE_RECORD.made_by(client, stream_name="other"))

        self.once_under_way(self.send_signal)
        with handled(signal.SIGUSR1, call):
            outcomes.append(STOP_LIVE_RECORD.made_by(client))
        self.assertEqual([outcome.request_id for outcome in outcomes], ["waited"] * 2)

    def test_a_child_that_a_handler_forks_is_told(self) -> None:
        client = self.server.client()
        children = []

        def fork() -> None:
            children.append(os.fork())
            if children[0]:
                self.server.release.set()
            else:
                signal.alarm(60)

        self.once_under_way(self.send_signal)
        with handled(signal.SIGUSR1, fork):
            try:
                outcome = STOP_LIVE_RECORD.made_by(client)
            except crec.ForkedError:
                os._exit(0)
            finally:
                if children == [0]:
                    os._exit(1)
        self.assertEqual(outcome.request_id, "waited")
        self.assertEqual(os.waitpid(children[0], 0)[1], 0)

    def test_a_child_takes_nothing_from_calls_of_its_parent(self) -> None:
        client = self.server.client()
        self.assert_interrupted(client)
        with ThreadPoolExecutor(1) as pool:
            self.server.arrived.clear()
            call = pool.submit(STOP_LIVE_RECORD.made_by, client)
            self.assertTrue(self.server.arrived.wait(60))

            def check() -> None:
                self.server.release.set()
                error = failure_of(STOP_LIVE_RECORD.made_by, client)
                self.assertIsInstance(error, crec.ForkedError)
                client.close(1)

            self.assertTrue(run_in_child(check))
            self.server.release.set()
            self.assertEqual(call.result(60).request_id, "waited")

    def test_an_interpreter_ends_at_once_while_calls_are_under_way(self) -> None:
        for thread, expected in ("main", -signal.SIGINT), ("other", 0):
            with self.subTest(thread):
                self.server.arrived.clear()
                ending = subprocess.Popen(
                    [sys.executable, "-c", ENDING, self.server.url, thread],
                    env={
                        "PYTHONPATH": str(BINDING),
                        "PYTHONDONTWRITEBYTECODE": "1",
                        "CREC_LIBRARY": str(LIBRARY),
                    },
                    stderr=subprocess.PIPE,
                    text=True,
                )
                self.addCleanup(ending.kill)
                self.assertTrue(self.server.arrived.wait(60))
                if thread == "main":
                    ending.send_signal(signal.SIGINT)
                _, errors = ending.communicate(timeout=60)
                self.assertEqual(ending.returncode, expected, errors)
                self.assertEqual(
                    errors.strip().split("\n")[-1] if expected else errors,
                    "KeyboardInterrupt" if expected else "",
                )


class ThreadTests(EmulatorTestCase):
    def test_each_thread_has_its_own_outcome_whatever_happens_to_the_main_one(self) -> None:
        client = self.client(crec.Cloud.ALIBABA)
        tasks = [f"task-{number}" for number in range(400)]
        for task in tasks:
            self.emulator.plant("rtc", TaskId=task)

        def stop(task: str) -> str:
            return client.stop_rtc_cloud_recording(task_id=task).task_id

        interrupted = 0
        with ThreadPoolExecutor(8) as pool, handled(signal.SIGALRM, interrupt):
            stopped = [pool.submit(stop, task) for task in tasks]
            while not all(each.done() for each in stopped):
                try:
                    # Anywhere in a call, from its beginning to its end.
                    signal.setitimer(signal.ITIMER_REAL, 0.0001 * (1 + interrupted % 30))
                    while True:
                        failure_of(client.stop_rtc_cloud_recording, task_id="none")
                except Interruption:
                    interrupted += 1
        self.assertEqual([each.result() for each in stopped], tasks)
        self.assertTrue(eventually(lambda: client.counters().open == 0))
        self.assertGreater(interrupted, 0)


if __name__ == "__main__":
    unittest.main()
