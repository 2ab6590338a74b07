"""Helpers of the tests of keys that are found: a home with the vendors' files, and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any
from unittest import mock

import crec
from record_support import COMMAND, NOWHERE, Done
from support import (
    KEYS,
    STOP_LIVE_RECORD,
    STOP_RTC_CLOUD_RECORDING,
    STOP_WEBCAST,
    AsyncEmulatorTestCase,
    Call,
)

STOPS = {
    crec.Cloud.VOLCENGINE: STOP_WEBCAST,
    crec.Cloud.ALIBABA: STOP_RTC_CLOUD_RECORDING,
    crec.Cloud.TENCENT: STOP_LIVE_RECORD,
}

# The file of each cloud that has profiles, and the source that reads it.
FILES = {
    crec.Cloud.VOLCENGINE: (".volcengine/config.json", "cli"),
    crec.Cloud.ALIBABA: (".aliyun/config.json", "cli"),
    crec.Cloud.TENCENT: (".tencentcloud/credentials", "file"),
}

ROLES = {
    crec.Cloud.VOLCENGINE: "trn:iam::2100000000:role/recorder",
    crec.Cloud.ALIBABA: "acs:ram::1234567890123456:role/recorder",
    crec.Cloud.TENCENT: "qcs::cam::uin/100000000001:roleName/recorder",
}


def profiles(cloud: crec.Cloud, keys: dict[str, crec.Credentials]) -> str:
    """The text of a cloud's file with these profiles; the first is the current one."""
    if cloud is crec.Cloud.TENCENT:
        return "".join(
            f"[{name}]\nsecret_id = {key.access_key_id}\nsecret_key = {key.access_key_secret}\n"
            for name, key in keys.items()
        )
    current = next(iter(keys))
    if cloud is crec.Cloud.ALIBABA:
        listed = [
            {
                "name": name,
                "mode": "AK",
                "access_key_id": key.access_key_id,
                "access_key_secret": key.access_key_secret,
            }
            for name, key in keys.items()
        ]
        return json.dumps({"current": current, "profiles": listed})
    named = {
        name: {
            "mode": "ak",
            "access-key": key.access_key_id,
            "secret-key": key.access_key_secret,
        }
        for name, key in keys.items()
    }
    return json.dumps({"current": current, "profiles": named})


class FoundKeyTestCase(AsyncEmulatorTestCase):
    """A home of its own for each test, and no variables but that."""

    def setUp(self) -> None:
        """Makes the home."""
        super().setUp()
        self.home = Path(self.enterContext(tempfile.TemporaryDirectory()))
        kept = {"HOME": str(self.home), "PATH": os.environ["PATH"]}
        self.enterContext(mock.patch.dict(os.environ, kept, clear=True))

    def write(self, path: str, text: str, mode: int = 0o600) -> Path:
        """Writes a file of the home's."""
        file = self.home / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(mode)
        return file

    def write_profiles(self, cloud: crec.Cloud, *names: str) -> Path:
        """The cloud's file, with the emulator's key in all profiles."""
        return self.write(FILES[cloud][0], profiles(cloud, dict.fromkeys(names, KEYS[cloud])))

    def places(self, options: dict[str, Any]) -> dict[str, Any]:
        """The options of a client for the emulator, for its STS too."""
        own = {"sts_endpoint": self.emulator.url, "metadata_endpoint": NOWHERE}
        return self.ample({**own, **options})

    def finding(self, cloud: crec.Cloud, credentials: Any = None, **options: Any) -> crec.Client:
        """A client that looks for its key."""
        client = crec.Client(cloud, credentials, **self.places(options))
        self.addCleanup(client.close)
        return client

    def async_finding(
        self, cloud: crec.Cloud, credentials: Any = None, **options: Any
    ) -> crec.AsyncClient:
        """The same for asyncio."""
        client = crec.AsyncClient(cloud, credentials, **self.places(options))
        self.addAsyncCleanup(client.aclose, 0)
        return client

    def command(self, *words: str, text: str = "", **variables: str) -> Done:
        """Runs the command with the home and these variables."""
        return subprocess.run(
            [COMMAND, *words],
            env={"HOME": str(self.home), "PATH": os.environ["PATH"], **variables},
            input=text,
            capture_output=True,
            encoding="utf-8",
        )

    @property
    def to_emulator(self) -> tuple[str, ...]:
        """The options of a call to the emulator and its STS, with a single attempt."""
        place = ("--endpoint", self.emulator.url, "--sts-endpoint", self.emulator.url)
        trust = ("--ca-file", str(self.emulator.ca_file), "--metadata-endpoint", NOWHERE)
        return (*place, *trust, "--attempt-limit", "1", "--timeout-ms", "60000")

    def stop(self, client: crec.Client) -> Call:
        """Lets a task run, and stops it."""
        call = STOPS[client.cloud]
        self.plant(call)
        self.assertEqual(call.made_by(client).status, crec.Status.OK)
        return call

    def why_none(self, client: crec.Client) -> str:
        """The words of a first call for which no key is found; it is not sent."""
        call = STOPS[client.cloud]
        with self.assertRaises(crec.AuthenticationError) as caught:
            call.made_by(client)
        self.assertEqual(caught.exception.outcome.attempts, 0)
        sent = [request["action"] for request in self.emulator.seen()]
        self.assertNotIn(call.action, sent)
        return str(caught.exception)
