"""Tests of the keys in a process's memory, after the objects that held them are freed."""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
import subprocess
import unittest
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar, NamedTuple

from proxy import Proxy

from cloud_emulator.process import EmulatorProcess

PROGRAM = Path(
    os.environ.get("CREC_MEMORY") or Path(__file__).resolve().parents[2] / "build/tests/memory"
)
MASK = 0x5A
TODAY = datetime.now(UTC)
CLOUDS = ("volcengine", "aliyun", "tencent")

# free() itself overwrites the first 16 bytes of a block: the search is for parts behind them.
OVERWRITTEN = 16
PART = 16
MASK_32 = 2**32 - 1
PRIMES = [n for n in range(2, 312) if all(n % d for d in range(2, n))]
SECRET = hashlib.sha256(b"secret").hexdigest()[:60].encode()
TOKEN = hashlib.sha512(b"token").hexdigest().encode()


class Found(NamedTuple):
    """Copies in memory after the clients were made, had signed, had called, and were freed."""

    made: int
    signed: int
    called: int
    freed: int


class Signed(NamedTuple):
    """Copies of a signed request's header: in its place, there once freed, anywhere once freed."""

    name: str
    there: int
    there_freed: int
    anywhere_freed: int


class MemoryTests(unittest.TestCase):
    needles: ClassVar[dict[bytes, Found]] = {}
    signed: ClassVar[list[Signed]] = []

    @classmethod
    def setUpClass(cls) -> None:
        """Runs the program with an emulator that has the key, behind a proxy with a password."""
        keys = [f"--key={cloud}:key-id:{SECRET.decode()}:{TOKEN.decode()}" for cloud in CLOUDS]
        emulator = cls.enterClassContext(EmulatorProcess("--tls", *keys))
        emulator.plant("webcast", AppId="task", RoomId="task", TaskId="task")
        emulator.plant("rtc", TaskId="task")
        emulator.plant("live", StreamName="stream", TaskId=123)
        proxy = Proxy(lambda connection: None, times=0)
        cls.addClassCleanup(proxy.close)
        made = [*derived_keys(), *hash_states()]
        needles = [*parts(SECRET), *parts(TOKEN), *(one[-PART:] for one in made)]
        given = (SECRET, TOKEN, *needles)
        address = f"http://user:password@127.0.0.1:{proxy.port}"
        done = subprocess.run(
            [str(PROGRAM), emulator.url, str(emulator.ca_file), address, *map(masked, given)],
            capture_output=True,
            text=True,
            check=True,
        )
        if len(emulator.seen()) != len(CLOUDS):
            raise AssertionError("the program made other calls")
        rows = [line.split() for line in done.stdout.splitlines()]
        found = [Found(*map(int, row)) for row in rows[: len(needles)]]
        cls.needles = dict(zip(needles, found, strict=True))
        cls.signed = [Signed(row[0], *map(int, row[1:])) for row in rows[len(needles) :]]

    def test_a_client_holds_its_keys_once(self) -> None:
        for part in (*parts(SECRET), *parts(TOKEN)):
            self.assertEqual(self.needles[part].made, len(CLOUDS))

    def test_no_part_of_a_secret_outlives_its_client(self) -> None:
        for part in parts(SECRET):
            self.assertGreater(self.needles[part].called, 0)
            self.assertEqual(self.needles[part].freed, 0)

    def test_no_key_made_from_a_secret_outlives_its_client(self) -> None:
        keys = [self.needles[key[-PART:]] for key in derived_keys()]
        self.assertEqual([each.called for each in keys], [0] * len(keys), "a key is not kept")
        states = [self.needles[state[-PART:]] for state in hash_states()]
        self.assertEqual(sum(each.called > 0 for each in states), 4, "nothing that signs was found")
        self.assertEqual([each.freed for each in (*keys, *states)], [0] * len((*keys, *states)))

    def test_a_freed_signed_request_leaves_nothing_where_it_was(self) -> None:
        names = [text.name.lower() for text in self.signed]
        self.assertEqual(names.count("authorization"), len(CLOUDS))
        for text in self.signed:
            with self.subTest(text.name):
                self.assertEqual((text.there, text.there_freed), (1, 0))

    def test_signing_leaves_no_copy_of_a_token(self) -> None:
        for part in parts(TOKEN):
            self.assertEqual(self.needles[part].signed, len(CLOUDS))

    def test_of_a_token_only_libcurls_copies_outlive_its_client(self) -> None:
        """libcurl keeps a copy of each request that it sends, and over TLS another one."""
        for part in parts(TOKEN):
            self.assertGreater(self.needles[part].called, 0)
            self.assertLessEqual(self.needles[part].freed, 2 * len(CLOUDS))

    def test_a_freed_signed_request_leaves_no_signature_anywhere(self) -> None:
        for text in self.signed:
            if text.name.lower() == "authorization":
                self.assertEqual(text.anywhere_freed, 0)


def parts(secret: bytes) -> list[bytes]:
    """Parts of a secret that would outlive it if it were only freed; the last is its end."""
    starts = range(len(secret) - PART, OVERWRITTEN - 1, -PART // 2)
    return [secret[start : start + PART] for start in starts]


def masked(text: bytes) -> str:
    """A text as the program takes it: masked, so that its arguments do not hold the text."""
    return bytes(byte ^ MASK for byte in text).hex()


def derived_keys() -> list[bytes]:
    """Every step of the keys of the two days that the test may be run on."""
    days = [TODAY, TODAY + timedelta(days=1)]
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


def hash_states() -> list[bytes]:
    """The two hashes of each last key, that a client keeps in its place, as OpenSSL has them."""
    keys = derived_keys()
    last = [key for index, key in enumerate(keys) if index % 7 in (3, 6)]
    return [
        struct.pack("=8I", *hash_state(bytes(byte ^ padding for byte in key.ljust(64, b"\0"))))
        for key in last
        for padding in (0x36, 0x5C)
    ]


def hash_state(block: bytes) -> list[int]:
    """SHA-256 after one block of 64 bytes (FIPS 180-4): hashlib tells no more than the end."""

    def turned(word: int, by: int) -> int:
        return (word >> by | word << 32 - by) & MASK_32

    words = list(struct.unpack(">16I", block))
    for _ in range(48):
        low, high = words[-15], words[-2]
        small = turned(low, 7) ^ turned(low, 18) ^ low >> 3
        large = turned(high, 17) ^ turned(high, 19) ^ high >> 10
        words.append((words[-16] + small + words[-7] + large) & MASK_32)
    start = [root_part(prime, 2) for prime in PRIMES[:8]]
    a, b, c, d, e, f, g, h = start
    for word, prime in zip(words, PRIMES, strict=True):
        large = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
        first = h + large + (e & f ^ ~e & g) + root_part(prime, 3) + word
        large = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)
        second = large + (a & b ^ a & c ^ b & c)
        a, b, c, d, e, f, g, h = (first + second) & MASK_32, a, b, c, d + first & MASK_32, e, f, g
    return [
        one + other & MASK_32 for one, other in zip(start, (a, b, c, d, e, f, g, h), strict=True)
    ]


def root_part(prime: int, degree: int) -> int:
    """The first 32 bits behind the point of a root."""
    scaled, low, high = prime << 32 * degree, 0, prime << 32
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**degree <= scaled else (low, middle - 1)
    return low & MASK_32


if __name__ == "__main__":
    unittest.main()
