"""A client that lives through many keys, with 64 calls in flight.

CREC_TEST_EXPIRIES says through how many [4]; each key lives two seconds.
"""

from __future__ import annotations

import asyncio
import gc
import os
import threading
import time
import unittest
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

from key_support import FoundKeyTestCase

import crec

EXPIRIES = int(os.environ.get("CREC_TEST_EXPIRIES", "4"))
IN_FLIGHT = 64
PAUSE = 0.5
ACTION = "DescribeRecordTask"


def resident_kilobytes() -> int:
    """The memory of this process."""
    (line,) = (
        line
        for line in Path("/proc/self/status").read_text().splitlines()
        if line.startswith("VmRSS:")
    )
    return int(line.split()[1])


def descriptors() -> int:
    """How many descriptors this process has open."""
    return len(os.listdir("/proc/self/fd"))


class RenewalTests(FoundKeyTestCase):
    def setUp(self) -> None:
        """Lets keys live two seconds."""
        super().setUp()
        self.emulator.lifetime(2)
        now = int(time.time())
        self.request = crec.Request(
            crec.Cloud.TENCENT,
            ACTION,
            version="2018-08-01",
            body=f'{{"StartTime":{now - 100},"EndTime":{now}}}'.encode(),
            repeatable=True,
        )
        self.finder: dict[str, Any] = {
            "source": "metadata",
            "metadata_endpoint": self.emulator.metadata_url,
            "attempt_limit": 10,
        }

    def check(self, outcomes: Counter[str], before: tuple[int, int, int]) -> None:
        """No call failed, each key was renewed once and not before its time, and nothing grew."""
        self.assertEqual(set(outcomes), {"OK"}, outcomes)
        # A key lives more than a second, as its end is told in whole ones, is used for nine tenths
        # of that, and renewed in the last quarter.
        ends = [key["expires"] for key in self.emulator.all_keys("tencent") if key["temporary"]]
        self.assertGreater(len(ends), EXPIRIES)
        self.assertGreater(min(later - sooner for sooner, later in pairwise(sorted(ends))), 0.6)
        gc.collect()
        after = (threading.active_count(), descriptors(), resident_kilobytes())
        self.assertLessEqual(after[0], before[0])
        self.assertLessEqual(after[1], before[1])
        self.assertLess(after[2], before[2] + 4096)

    def is_over(self) -> bool:
        """The client has lived through as many keys as it is to."""
        return self.emulator.count("tencent", "MetadataCredentials") > EXPIRIES

    async def test_a_client_of_an_event_loop(self) -> None:
        client = self.async_finding(crec.Cloud.TENCENT, **self.finder)
        outcomes: Counter[str] = Counter()
        before: tuple[int, int, int] | None = None
        while before is None or not self.is_over():
            calls = (client.perform(self.request) for _ in range(IN_FLIGHT))
            for outcome in await asyncio.gather(*calls, return_exceptions=True):
                status = getattr(outcome, "status", None)
                outcomes[status.name if status is not None else str(outcome)] += 1
            before = before or (threading.active_count(), descriptors(), resident_kilobytes())
            await asyncio.sleep(PAUSE)
        self.check(outcomes, before)

    def test_threads_that_wait(self) -> None:
        client = self.finding(crec.Cloud.TENCENT, **self.finder)
        outcomes: Counter[str] = Counter()

        def call() -> None:
            while not over.is_set():
                try:
                    name = client.perform(self.request).status.name
                except crec.CrecError as error:
                    name = str(error)
                with lock:
                    outcomes[name] += 1
                over.wait(PAUSE)

        lock, over = threading.Lock(), threading.Event()
        threads = [threading.Thread(target=call) for _ in range(IN_FLIGHT)]
        for thread in threads:
            thread.start()
        time.sleep(1)
        before = (threading.active_count(), descriptors(), resident_kilobytes())
        while not self.is_over():
            time.sleep(0.1)
        over.set()
        for thread in threads:
            thread.join()
        self.check(outcomes, before)


if __name__ == "__main__":
    unittest.main()
