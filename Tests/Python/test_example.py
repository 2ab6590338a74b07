"""The example does what it says."""

from __future__ import annotations

import contextlib
import functools
import io
import os
import runpy
import unittest
from unittest import mock

import crec
from support import BINDING, KEYS, STOP_LIVE_RECORD, EmulatorTestCase


class ExampleTests(EmulatorTestCase):
    def run_example(self, *arguments: str) -> str:
        """The text that the example prints, or exits with, with the emulator as the cloud."""
        keys = KEYS[crec.Cloud.TENCENT]
        variables = {
            "TENCENTCLOUD_SECRET_ID": keys.access_key_id,
            "TENCENTCLOUD_SECRET_KEY": keys.access_key_secret,
        }
        client = functools.partial(
            crec.Client, endpoint=self.emulator.url, ca_file=self.emulator.ca_file
        )
        printed = io.StringIO()
        with (
            mock.patch.dict(os.environ, variables),
            mock.patch.object(crec, "Client", client),
            mock.patch("sys.argv", ["example.py", *arguments]),
            contextlib.redirect_stdout(printed),
        ):
            try:
                runpy.run_path(str(BINDING / "example.py"))
            except SystemExit as end:
                return str(end.code)
        return printed.getvalue()

    def test_success(self) -> None:
        self.plant(STOP_LIVE_RECORD)
        printed = self.run_example("stream", "123")
        (seen,) = self.emulator.seen()
        self.assertEqual(printed, f"OK, request {seen['request_id']}\n")

    def test_failure(self) -> None:
        printed = self.run_example("stream", "123")
        self.assertIn("ResourceNotFound.ChannelNotExist", printed)
        self.assertTrue(printed.endswith("worth repeating: False"))

    def test_wrong_arguments(self) -> None:
        self.assertIn("TaskId", self.run_example("stream", "text"))
        self.assertEqual(self.emulator.seen(), [])


if __name__ == "__main__":
    unittest.main()
