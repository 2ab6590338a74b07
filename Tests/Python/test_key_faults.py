"""Faults of a file, a token, a program or an answer: each is told, and no secret is."""

from __future__ import annotations

import json
import os
import unittest
from typing import Any
from unittest import mock

from key_support import FILES, STOPS, FoundKeyTestCase

import crec
from support import KEYS, failure_of

VOLCENGINE, ALIBABA, TENCENT = crec.Cloud.VOLCENGINE, crec.Cloud.ALIBABA, crec.Cloud.TENCENT
SECRET = "SECRETSECRETSECRETSECRET"
JSON = (VOLCENGINE, ALIBABA)

# A file's contents, the clouds whose file it may be, and the words for its fault.
CONTENTS = [
    ("", JSON, "is empty"),
    ("", (TENCENT,), "has no profile default"),
    ("<html></html>", JSON, "is not JSON"),
    ("<html></html>", (TENCENT,), "comes before any [section]"),
    ("[1]", JSON, "is not a JSON object"),
    ('{"a":1,"a":2}', JSON, "names a member twice"),
    ('{"profiles":', JSON, "is cut short"),
    (f'{{"secret":"{SECRET}"', JSON, "is cut short"),
    ("[default]\n[default]\n", (TENCENT,), "begins a section again"),
    (f"[default]\nsecret_key={SECRET}\n", (TENCENT,), "secret_id is missing"),
    (
        f"[default]\nsecret_id=id\nsecret_key={SECRET}\nsecret_key={SECRET}\n",
        (TENCENT,),
        "gives a name again",
    ),
    ("\0\1\2", JSON, "is not JSON"),
    (" " * (1 << 20) + "{}", crec.Cloud, "is larger than 1048576 bytes"),
]

# The shape of an answer, and the words for its fault.
ANSWERS: list[tuple[dict[str, Any], str]] = [
    ({"kind": "garbage", "shape": "html"}, "is not JSON"),
    ({"kind": "garbage", "shape": "empty"}, "is empty"),
    ({"kind": "credentials", "shape": "no-expiry"}, "that is a time"),
    ({"kind": "credentials", "shape": "text-expiry"}, "that is a time"),
    ({"kind": "credentials", "shape": "expired"}, "has expired already"),
    ({"kind": "credentials", "shape": "1970"}, "has expired already"),
    ({"kind": "credentials", "shape": "no-secret"}, "is missing"),
    ({"kind": "credentials", "shape": "empty-secret"}, "is empty"),
    ({"kind": "status", "status": 404}, "HTTP 404"),
    ({"kind": "status", "status": 500}, "HTTP 500"),
    ({"kind": "cut"}, "this machine: "),
]


class FaultTests(FoundKeyTestCase):
    def told(self, cloud: crec.Cloud, words: str, **options: str) -> None:
        """The first call fails with these words, and with nothing of a secret."""
        client = self.finding(cloud, **options)
        error = failure_of(STOPS[cloud].made_by, client)
        self.assertIsInstance(error, crec.AuthenticationError)
        self.assertIn(words, str(error))
        self.assertNotIn(SECRET[:8], str(error))
        self.assertFalse(error.outcome.may_have_been_applied)

    def test_of_a_file(self) -> None:
        for text, clouds, words in CONTENTS:
            for cloud in clouds:
                with self.subTest(words, cloud=cloud.name):
                    path, source = FILES[cloud]
                    file = self.write(path, text)
                    self.told(cloud, words, source=source)
                    self.told(cloud, str(file), source=source)

    def test_of_a_directory_and_a_pipe(self) -> None:
        for cloud, (path, source) in FILES.items():
            with self.subTest(cloud.name):
                (self.home / path).mkdir(parents=True)
                self.told(cloud, "is no file", source=source)
                (self.home / path).rmdir()
                os.mkfifo(self.home / path)
                self.told(cloud, "is no file", source=source)

    @unittest.skipIf(os.geteuid() == 0, "root may read every file")
    def test_of_a_file_that_may_not_be_read(self) -> None:
        for cloud, (path, source) in FILES.items():
            with self.subTest(cloud.name):
                self.write(path, "", mode=0)
                self.told(cloud, "may not be read", source=source)

    def test_marks_and_line_ends_are_no_fault(self) -> None:
        for cloud, (path, source) in FILES.items():
            with self.subTest(cloud.name):
                text = self.write_profiles(cloud, "default").read_text()
                self.write(path, "\ufeff" + text.replace("\n", "\r\n"))
                self.stop(self.finding(cloud, source=source))

    def test_of_a_token(self) -> None:
        file = self.home / "token"
        variables = {
            "ALIBABA_CLOUD_ROLE_ARN": "acs:ram::1:role/r",
            "ALIBABA_CLOUD_OIDC_PROVIDER_ARN": "acs:ram::1:oidc-provider/p",
            "ALIBABA_CLOUD_OIDC_TOKEN_FILE": str(file),
        }
        with mock.patch.dict(os.environ, variables):
            self.told(ALIBABA, "is not there", source="oidc")
            file.write_text("\n")
            self.told(ALIBABA, "is empty", source="oidc")
            file.write_text("\x01")
            self.told(ALIBABA, "has no token", source="oidc")
            file.write_text(SECRET)
            self.told(ALIBABA, "role acs:ram::1:role/r, by the token of", source="oidc")
            del os.environ["ALIBABA_CLOUD_ROLE_ARN"]
            self.told(ALIBABA, "ALIBABA_CLOUD_ROLE_ARN is not set", source="oidc")

    def test_of_a_program(self) -> None:
        rows = [
            (f"sh -c 'echo {SECRET}; exit 3'", "ended with 3"),
            ("sh -c 'kill -9 $$'", "ended with a signal"),
            ("sh -c 'yes | head -c 1000000'", "prints too much"),
            (f"echo {SECRET}", "is not JSON"),
            (
                'echo \'{"mode":"StsToken","access_key_id":"i","access_key_secret":"s"}\'',
                "no sts_token",
            ),
            ("true", "is empty"),
            ("'", "has an open quote"),
            ("/nowhere/tool", "names a program that is not there"),
            (str(self.write("tool", "")), "names a program that may not be run"),
            ("cat\0x", "has an open quote or a NUL"),
        ]
        for command, words in rows:
            with self.subTest(words):
                profile = {"name": "p", "mode": "External", "process_command": command}
                text = json.dumps({"current": "p", "profiles": [profile]})
                self.write(FILES[ALIBABA][0], text)
                self.told(ALIBABA, words, source="cli")

    def test_of_a_key_to_sign_with(self) -> None:
        for cloud, (path, source) in FILES.items():
            with self.subTest(cloud.name):
                client = self.finding(cloud, source=source)
                self.why_none(client)
                error = failure_of(client.sign, STOPS[cloud].request())
                self.assertIsInstance(error, crec.AuthenticationError)
                self.assertIn("no key was found", str(error))
                self.assertIn(path, str(error))

    def test_of_an_answer(self) -> None:
        place = {"source": "metadata", "metadata_endpoint": self.emulator.metadata_url}
        for cloud in crec.Cloud:
            for fault, words in ANSWERS:
                with self.subTest(words, cloud=cloud.name):
                    self.emulator.clear_faults()
                    self.emulator.fault(**fault, action="MetadataCredentials")
                    self.told(cloud, words, **place)
                    issued = self.emulator.all_keys()[-1]
                    error = failure_of(STOPS[cloud].made_by, self.finding(cloud, **place))
                    self.assertNotIn(issued["secret"], str(error))
                    self.assertNotIn(issued["token"] or "no token", str(error))

    def test_an_end_in_the_year_9999_is_one(self) -> None:
        place = {"source": "metadata", "metadata_endpoint": self.emulator.metadata_url}
        self.emulator.fault("credentials", shape="9999", action="MetadataCredentials")
        for cloud in crec.Cloud:
            with self.subTest(cloud.name):
                self.stop(self.finding(cloud, **place))

    def test_a_key_that_was_given_is_not_looked_for(self) -> None:
        self.emulator.fault("stall", action="Metadata*")
        for cloud in crec.Cloud:
            self.stop(self.finding(cloud, KEYS[cloud]))
        self.assertEqual(self.emulator.count("tencent", "MetadataRoles"), 0)


if __name__ == "__main__":
    unittest.main()
