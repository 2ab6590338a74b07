"""What is left of the keys in a process's memory once its clients are freed."""

from __future__ import annotations

import hashlib
import hmac
import os
import subprocess
import unittest
from datetime import UTC, datetime, timedelta
from pathlib import Path

from proxy import Proxy

from cloud_emulator.process import EmulatorProcess

PROGRAM = Path(
    os.environ.get("CREC_MEMORY") or Path(__file__).resolve().parents[2] / "build/tests/memory"
)
SECRET = b"gnu-secret-of-many-letters-gnu"
MASK = 0x5A
CLOUDS = ("volcengine", "aliyun", "tencent")


class MemoryTests(unittest.TestCase):
    def setUp(self) -> None:
        """A cloud that knows the key, behind a proxy that asks for a password."""
        keys = [f"--key={cloud}:key-id:{SECRET.decode()}:security-token" for cloud in CLOUDS]
        self.emulator = self.enterContext(EmulatorProcess("--tls", *keys))
        self.emulator.plant("webcast", AppId="task", RoomId="task", TaskId="task")
        self.emulator.plant("rtc", TaskId="task")
        self.emulator.plant("live", StreamName="stream", TaskId=123)
        self.proxy = Proxy(lambda connection: None, times=0)
        self.addCleanup(self.proxy.close)

    def found(self, needles: list[bytes]) -> list[tuple[int, int]]:
        """How often each is in memory while the clients live, and after."""
        proxy = f"http://user:password@127.0.0.1:{self.proxy.port}"
        done = subprocess.run(
            [
                *(str(PROGRAM), self.emulator.url, str(self.emulator.ca_file), proxy),
                *(masked(text) for text in (SECRET, *needles)),
            ],
            capture_output=True,
            text=True,
            check=True,
        )
        self.assertEqual(len(self.emulator.seen()), len(CLOUDS))
        rows = [line.split() for line in done.stdout.splitlines()]
        return [(int(before), int(after)) for before, after in rows]

    def test_no_secret_and_no_key_made_from_it_outlives_its_client(self) -> None:
        secret, *derived = self.found([SECRET, *derived_keys()])
        self.assertGreater(secret[0], 0, "the search finds nothing at all")
        self.assertEqual(secret[1], 0)
        self.assertTrue(any(before for before, _ in derived), "no derived key was found")
        self.assertEqual([after for _, after in derived], [0] * len(derived))


def masked(text: bytes) -> str:
    """As the program takes it, which must not hold the text itself."""
    return bytes(byte ^ MASK for byte in text).hex()


def derived_keys() -> list[bytes]:
    """Every step of the keys of the two days that the test may be run on."""
    now = datetime.now(UTC)
    days = [now, now + timedelta(days=1)]
    keys: list[bytes] = []
    for day in days:
        keys += chain(SECRET, f"{day:%Y%m%d}", "cn-north-1", "rtc", "request")
        keys += chain(b"TC3" + SECRET, f"{day:%Y-%m-%d}", "live", "tc3_request")
    return keys


def chain(key: bytes, *scope: str) -> list[bytes]:
    """The keys that follow from a key, step by step."""
    keys: list[bytes] = []
    for part in scope:
        key = hmac.digest(key, part.encode(), hashlib.sha256)
        keys.append(key)
    return keys


if __name__ == "__main__":
    unittest.main()
