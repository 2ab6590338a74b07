"""Threads, closing and collecting: nothing is freed while it is used, and nothing stays."""

from __future__ import annotations

import os
import threading
import unittest
import weakref
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import crec
from support import (
    KEYS,
    STOP_LIVE_RECORD,
    STOP_RTC_CLOUD_RECORDING,
    EmulatorTestCase,
    WaitingServer,
    eventually,
    failure_of,
)


def threads() -> int:
    """The number of threads of this process, Python's or not."""
    return len(os.listdir("/proc/self/task"))


def handle_of(owner: crec.Client | crec.Request) -> weakref.ref[object]:
    """A weak reference to what an object owns in the library."""
    return weakref.ref(owner._handle)


class ThreadTests(EmulatorTestCase):
    def test_many_threads_share_one_client(self) -> None:
        client = self.client(crec.Cloud.ALIBABA)
        tasks = [f"task-{number}" for number in range(200)]
        for task in tasks:
            self.emulator.plant("rtc", TaskId=task)

        def stop(task: str) -> crec.Outcome:
            return client.stop_rtc_cloud_recording(task_id=task)

        with ThreadPoolExecutor(20) as pool:
            outcomes = list(pool.map(stop, tasks))
        self.assertEqual([outcome.task_id for outcome in outcomes], tasks)
        self.assertEqual({outcome.status for outcome in outcomes}, {crec.Status.OK})
        self.assertEqual(len({outcome.request_id for outcome in outcomes}), len(tasks))
        self.assertEqual(len(self.emulator.seen()), len(tasks))

    def test_credentials_may_change_while_calls_are_made(self) -> None:
        client = self.client(crec.Cloud.ALIBABA)
        right, wrong = KEYS[crec.Cloud.ALIBABA], crec.Credentials("unknown", "secret")
        expected = {crec.Status.NOT_FOUND, crec.Status.AUTHENTICATION}

        def change(number: int) -> None:
            client.set_credentials(wrong if number % 2 else right)

        def stop(_: int) -> crec.Status:
            return failure_of(STOP_RTC_CLOUD_RECORDING.made_by, client).outcome.status

        with ThreadPoolExecutor(8) as pool:
            changes = [pool.submit(change, number) for number in range(100)]
            self.assertLessEqual(set(pool.map(stop, range(100))), expected)
            for made in changes:
                made.result()


class ClosingTests(unittest.TestCase):
    def test_a_call_under_way_ends_well_when_another_thread_closes_the_client(self) -> None:
        outcomes = []
        with WaitingServer() as server:
            client = server.client()
            handle = handle_of(client)
            caller = threading.Thread(
                target=lambda: outcomes.append(STOP_LIVE_RECORD.made_by(client))
            )
            caller.start()
            self.assertTrue(server.arrived.wait(60))
            client.close()
            self.assertIsInstance(failure_of(STOP_LIVE_RECORD.made_by, client), crec.ClosedError)
            self.assertIsNotNone(handle())
            server.release.set()
            caller.join()
        self.assertEqual([outcome.request_id for outcome in outcomes], ["waited"])
        self.assertIsNone(handle())

    def test_other_python_threads_run_during_a_call(self) -> None:
        with WaitingServer() as server, server.client() as client:
            # The server is such a thread: were the interpreter held, it could not answer.
            server.release.set()
            self.assertEqual(STOP_LIVE_RECORD.made_by(client).status, crec.Status.OK)

    def test_closing_with_a_timeout_waits_for_a_call_under_way(self) -> None:
        outcomes = []
        with WaitingServer() as server:
            client = server.client()
            caller = threading.Thread(
                target=lambda: outcomes.append(STOP_LIVE_RECORD.made_by(client))
            )
            caller.start()
            self.assertTrue(server.arrived.wait(60))
            closer = threading.Thread(target=client.close, args=(60,))
            closer.start()
            self.assertTrue(eventually(lambda: repr(client).endswith("closed>")))
            self.assertTrue(closer.is_alive())
            server.release.set()
            closer.join()
            caller.join()
        self.assertEqual([outcome.request_id for outcome in outcomes], ["waited"])

    def test_closing_with_a_timeout_cancels_what_takes_longer(self) -> None:
        errors = []
        with WaitingServer() as server:
            client = server.client()
            caller = threading.Thread(
                target=lambda: errors.append(failure_of(STOP_LIVE_RECORD.made_by, client))
            )
            caller.start()
            self.assertTrue(server.arrived.wait(60))
            client.close(0)
            caller.join()  # The server has not answered.
        (error,) = errors
        self.assertIsInstance(error, crec.CallCancelledError)
        self.assertTrue(error.outcome.may_have_been_applied)

    def test_a_closing_timeout_is_a_number_of_seconds(self) -> None:
        client = crec.Client(crec.Cloud.TENCENT, KEYS[crec.Cloud.TENCENT])
        wrong: tuple[Any, ...] = (-1, "1", True, float("nan"), float("inf"))
        for timeout in wrong:
            error = failure_of(client.close, timeout)
            self.assertEqual(error.outcome.faults[0].field, "timeout")
        self.assertEqual(repr(client), "<crec.Client TENCENT>")
        client.close(10**9)

    def test_a_closed_client_refuses_everything(self) -> None:
        client = crec.Client(crec.Cloud.TENCENT, KEYS[crec.Cloud.TENCENT])
        request = STOP_LIVE_RECORD.request()
        client.close()
        client.close()
        for use in (
            lambda: STOP_LIVE_RECORD.made_by(client),
            lambda: client.perform(request),
            lambda: client.sign(request),
            lambda: client.read(request, 200),
            lambda: client.set_credentials(KEYS[crec.Cloud.TENCENT]),
        ):
            self.assertIsInstance(failure_of(use), crec.ClosedError)
        self.assertEqual(repr(client), "<crec.Client TENCENT closed>")

    def test_the_end_of_a_with_statement_closes(self) -> None:
        with crec.Client(crec.Cloud.TENCENT, KEYS[crec.Cloud.TENCENT]) as client:
            handle = handle_of(client)
            self.assertEqual(repr(client), "<crec.Client TENCENT>")
        self.assertIsNone(handle())

    def test_a_kept_exception_does_not_keep_the_connections(self) -> None:
        with WaitingServer() as server:
            client = server.client(timeout=0.001)
            handle = handle_of(client)
            error = failure_of(STOP_LIVE_RECORD.made_by, client)
            client.close()
        self.assertIsNotNone(error.__traceback__)
        self.assertIsNone(handle())


class CollectingTests(EmulatorTestCase):
    def test_closing_or_dropping_a_client_ends_its_thread(self) -> None:
        before = threads()
        for end in ("close", "drop"):
            with self.subTest(end):
                self.plant(STOP_LIVE_RECORD)
                client = crec.Client(
                    crec.Cloud.TENCENT,
                    KEYS[crec.Cloud.TENCENT],
                    endpoint=self.emulator.url,
                    ca_file=self.emulator.ca_file,
                )
                STOP_LIVE_RECORD.made_by(client)
                self.assertGreater(threads(), before)
                if end == "close":
                    client.close()
                else:
                    del client
                self.assertTrue(eventually(lambda: threads() == before))

    def test_a_dropped_request_is_freed(self) -> None:
        request = STOP_LIVE_RECORD.request()
        handle = handle_of(request)
        del request
        self.assertIsNone(handle())


if __name__ == "__main__":
    unittest.main()
