"""Tests of keys in a process's memory that its clients have found in the vendors' files."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path
from typing import ClassVar

from test_memory import CLOUDS, PROGRAM, SECRET, TOKEN, masked, parts

from cloud_emulator.process import EmulatorProcess

SECRET_TEXT, TOKEN_TEXT = SECRET.decode(), TOKEN.decode()
FILES = {
    ".volcengine/config.json": json.dumps(
        {
            "profiles": {
                "default": {
                    "access-key": "key-id",
                    "secret-key": SECRET_TEXT,
                    "session-token": TOKEN_TEXT,
                }
            }
        }
    ),
    ".aliyun/config.json": json.dumps(
        {
            "current": "p",
            "profiles": [
                {
                    "name": "p",
                    "mode": "StsToken",
                    "access_key_id": "key-id",
                    "access_key_secret": SECRET_TEXT,
                    "sts_token": TOKEN_TEXT,
                }
            ],
        }
    ),
    ".tencentcloud/credentials": (
        f"[default]\nsecret_id=key-id\nsecret_key={SECRET_TEXT}\ntoken={TOKEN_TEXT}\n"
    ),
}


class FoundMemoryTests(unittest.TestCase):
    needles: ClassVar[dict[bytes, list[int]]] = {}

    @classmethod
    def setUpClass(cls) -> None:
        """Runs the program with an emulator that has the key, and files that have it."""
        keys = [f"--key={cloud}:key-id:{SECRET_TEXT}:{TOKEN_TEXT}" for cloud in CLOUDS]
        emulator = cls.enterClassContext(EmulatorProcess("--tls", *keys))
        home = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        for name, text in FILES.items():
            file = home / name
            file.parent.mkdir()
            file.write_text(text)
        needles = [*parts(SECRET), *parts(TOKEN)]
        places = emulator.url, str(emulator.ca_file), emulator.metadata_url
        done = subprocess.run(
            [
                str(PROGRAM.with_name("found_memory")),
                *places,
                "cli,cli,file",
                *map(masked, needles),
            ],
            env={"PATH": os.environ["PATH"], "HOME": str(home)},
            capture_output=True,
            text=True,
            check=True,
        )
        found = [[int(word) for word in line.split()] for line in done.stdout.splitlines()]
        cls.needles = dict(zip(needles, found, strict=True))

    def test_a_client_holds_the_secret_once(self) -> None:
        for part in parts(SECRET):
            self.assertEqual(self.needles[part][0], len(CLOUDS))

    def test_no_part_of_a_secret_outlives_its_client(self) -> None:
        for part in parts(SECRET):
            self.assertEqual(self.needles[part][1], 0)

    def test_of_a_token_only_copies_of_libraries_outlive_its_client(self) -> None:
        """libcurl and TLS keep one each of what they send; jansson may keep one of what it read."""
        for part in parts(TOKEN):
            self.assertGreater(self.needles[part][0], 0)
            self.assertLessEqual(self.needles[part][1], 3 * len(CLOUDS))


if __name__ == "__main__":
    unittest.main()
