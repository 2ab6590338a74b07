"""The error codes that a vendor's SDK lists, each of which has to have a meaning here."""

from __future__ import annotations

import json
import unittest
from pathlib import Path

from tencentcloud.live.v20180801 import errorcodes

CODES = Path(__file__).resolve().parents[1] / "Vectors" / "codes.json"


class CodeTests(unittest.TestCase):
    def test_every_code_of_tencents_sdk_is_listed(self) -> None:
        meanings = json.loads(CODES.read_text())["tencent"]
        listed = {code for codes in meanings.values() for code in codes}
        codes = {value for name, value in vars(errorcodes).items() if name.isupper()}
        self.assertGreater(len(codes), 200)
        self.assertEqual(codes - listed, set())
