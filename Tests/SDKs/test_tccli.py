"""The emulator, proved by Tencent's own command: it takes it for the cloud, unchanged."""

import json
import os
import subprocess
import tempfile
import time
import unittest
from pathlib import Path
from typing import Any, ClassVar

from clients import ROOT, Call, EmulatorProcess, Key, Place
from operations import calls

TCCLI = Path(os.environ.get("CREC_TCCLI") or ROOT / "build" / "tccli" / "bin" / "tccli")
KEY = Key("tencent-test-key", "tencent-test-secret")

# The command trusts only the CA file that this module names.
CERTIFI = "def where():\n    return {!r}\n"


class TencentCommand(unittest.TestCase):
    emulator: ClassVar[EmulatorProcess]
    environment: ClassVar[dict[str, str]]

    @classmethod
    def setUpClass(cls) -> None:
        cls.emulator = cls.enterClassContext(EmulatorProcess("--tls", "--no-rates"))
        home = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        (home / "certifi.py").write_text(CERTIFI.format(cls.emulator.ca_file))
        cls.environment = {
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "PATH": os.defpath,
            "PYTHONPATH": str(home),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def run_command(self, call: Call, key: Key = KEY) -> subprocess.CompletedProcess[str]:
        """With the keys in its environment, and each field as an option."""
        options = [
            f"--{name}={value if isinstance(value, str) else json.dumps(value)}"
            for name, value in call.fields.items()
        ]
        place = ("--endpoint", Place.of(self.emulator).host)
        return subprocess.run(
            [str(TCCLI), "live", call.action, *place, *options],
            env={
                **self.environment,
                "TENCENTCLOUD_SECRET_ID": key.access_key,
                "TENCENTCLOUD_SECRET_KEY": key.secret,
                "TENCENTCLOUD_REGION": call.region or "ap-guangzhou",
            },
            capture_output=True,
            text=True,
        )

    def prepare(self, call: Call) -> None:
        self.emulator.reset()
        if call.task:
            self.emulator.plant(call.kind, **call.task)

    def seen(self) -> dict[str, Any]:
        """The one request that there was."""
        (seen,) = self.emulator.seen()
        return seen

    def test_every_operation_is_made(self) -> None:
        made = [call for call in calls(int(time.time())) if call.cloud == "tencent"]
        for number, call in enumerate(made):
            with self.subTest(call.action, number=number):
                self.prepare(call)
                done = self.run_command(call)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                seen = self.seen()
                self.assertEqual(json.loads(done.stdout)["RequestId"], seen["request_id"])
                self.assertEqual((seen["action"], seen["verdict"]), (call.action, ""))
                self.assertEqual(seen["fields"], call.fields)

    def test_a_stop_stops(self) -> None:
        call = Call("tencent", "StopLiveRecord", "2018-08-01", {"StreamName": "a", "TaskId": 1})
        self.prepare(call)
        self.emulator.plant("live", **call.fields)
        self.run_command(call)
        self.assertEqual([task["state"] for task in self.emulator.tasks()], ["stopped"])

    def test_a_refusal_is_told(self) -> None:
        call = Call("tencent", "StopLiveRecord", "2018-08-01", {"StreamName": "a", "TaskId": 1})
        for code, key in (
            ("ResourceNotFound.ChannelNotExist", KEY),
            ("AuthFailure.SignatureFailure", Key(KEY.access_key, "another")),
            ("AuthFailure.SecretIdNotFound", Key("another", KEY.secret)),
        ):
            with self.subTest(code):
                self.prepare(call)
                done = self.run_command(call, key)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(code, done.stdout + done.stderr)
                self.assertIn(self.seen()["request_id"], done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
