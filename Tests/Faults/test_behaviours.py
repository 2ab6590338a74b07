"""Tests of memory, output and messages, which no table shows."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import unittest
from pathlib import Path
from typing import Any

import replies
from cloud import FOREVER, Break, Cloud, Script
from run import SECRET, TOKEN, made, make_client

import crec
from cloud_emulator.cloud import Key
from support import STOP_LIVE_RECORD

HERE = Path(__file__).parent
LARGE = 200 << 20
LITTLE_KILOBYTES = 32 << 10
SWITCHES = (
    *("DEBUG", "ALIBABA_CLOUD_DEBUG", "ALIBABACLOUD_DEBUG", "ALIBABA_CLOUD_SDK_DEBUG"),
    *("TENCENTCLOUD_DEBUG", "VOLC_DEBUG", "VOLCENGINE_DEBUG", "CURL_VERBOSE", "CURL_DEBUG"),
)

TESTS = HERE.parent


class ReadmeTests(unittest.TestCase):
    def test_every_proof_that_it_names_is_there(self) -> None:
        readme = (HERE / "README.md").read_text().rpartition("proven by |")[2]
        table = (HERE / "table.md").read_text()
        sources = list(TESTS.rglob("*test*.[cp]*"))
        known = {word for file in sources for word in re.findall(r"\w+", file.read_text())}
        known.update(file.stem for file in sources)
        for name in re.findall(r"`([\w/]+)`", readme):
            with self.subTest(name):
                self.assertIn(name.rpartition("/")[2], known)
        for fault in re.findall(r'"([^"]+)"', readme):
            with self.subTest(fault):
                self.assertIn(fault, table)


class BehaviourTests(unittest.TestCase):
    def cloud(self, breaks: Break | None = None) -> Cloud:
        """A cloud with the task, which breaks every exchange if ``breaks`` is given."""
        cloud = Cloud(Key("tencent", "tencent-key", SECRET, TOKEN), Script(breaks, times=FOREVER))
        self.addCleanup(cloud.close)
        cloud.plant("live", STOP_LIVE_RECORD.task)
        return cloud

    def calls(
        self, *clouds: Cloud, environment: dict[str, str] | None = None
    ) -> tuple[list[dict[str, Any]], str]:
        """The results of calls in another process, and its stderr."""
        done = subprocess.run(
            [sys.executable, str(HERE / "one_call.py"), *(cloud.url for cloud in clouds)],
            env={**os.environ, **(environment or {})},
            capture_output=True,
            text=True,
            check=True,
        )
        return [json.loads(line) for line in done.stdout.splitlines()], done.stderr

    def outcome(self, cloud: Cloud, **options: Any) -> crec.Outcome:
        """The outcome of a call with a single attempt."""
        options = {"endpoint": cloud.url, "attempt_limit": 1, **options}
        with make_client(crec.Cloud.TENCENT, **options) as client:
            return made(STOP_LIVE_RECORD, client)

    def test_an_answer_of_200_megabytes_is_not_kept(self) -> None:
        for kind in ("large", "endless", "bomb"):
            with self.subTest(kind):
                broken = replies.too_large(kind, LARGE)
                (well, ill), _ = self.calls(self.cloud(), self.cloud(broken))
                self.assertEqual((well["status"], ill["status"]), ("OK", "MALFORMED_REPLY"))
                self.assertLess(ill["kilobytes"] - well["kilobytes"], LITTLE_KILOBYTES)

    def test_no_switch_in_the_environment_makes_it_print(self) -> None:
        environment = dict.fromkeys(SWITCHES, "sdk")
        (call,), complaints = self.calls(self.cloud(), environment=environment)
        self.assertEqual((call["status"], complaints), ("OK", ""))

    def test_failures_of_different_kinds_are_told_apart(self) -> None:
        silent = self.cloud(lambda exchange: exchange.stall())
        failures = [self.outcome(silent, timeout=0.2)]
        for fault in (
            {"kind": "status", "status": 502},
            {"kind": "garbage", "shape": "truncated"},
            {"kind": "status", "status": 429, "code": "RequestLimitExceeded"},
        ):
            cloud = self.cloud()
            cloud.misbehave(**fault)
            failures.append(self.outcome(cloud))
        self.assertEqual(
            [failure.status.name for failure in failures],
            ["TIMEOUT", "UNAVAILABLE", "MALFORMED_REPLY", "THROTTLED"],
        )
        self.assertEqual(len({failure.message for failure in failures}), len(failures))
        self.assertEqual([failure.http_status for failure in failures], [0, 502, 200, 429])
        self.assertEqual(failures[3].code, "RequestLimitExceeded")

    def test_a_time_limit_of_an_awaited_call_has_words(self) -> None:
        cloud = self.cloud(lambda exchange: exchange.stall())

        async def stop() -> crec.Outcome:
            keys = crec.Credentials("tencent-key", SECRET)
            async with crec.AsyncClient(
                crec.Cloud.TENCENT, keys, endpoint=cloud.url, timeout=0.2, attempt_limit=1
            ) as client:
                try:
                    return await STOP_LIVE_RECORD.awaited_by(client)
                except TimeoutError as error:
                    assert isinstance(error, crec.CrecError)
                    return error.outcome

        outcome = asyncio.run(stop())
        self.assertEqual(outcome.status, crec.Status.TIMEOUT)
        self.assertIn("the time limit passed", outcome.message)


if __name__ == "__main__":
    unittest.main()
