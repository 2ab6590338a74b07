"""Keys that a slip in copying made: refused, and nothing of them told."""

from __future__ import annotations

import os
import unittest
from unittest import mock

import crec
from support import failure_of


class KeyTests(unittest.TestCase):
    def test_a_fault_of_a_key_names_where_it_is_from_and_nothing_of_it(self) -> None:
        keys = {"TENCENTCLOUD_SECRET_ID": "id", "TENCENTCLOUD_SECRET_KEY": "'hidden'"}
        for token in ("TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SESSION_TOKEN"):
            with mock.patch.dict(os.environ, {**keys, token: "\ufeffhidden"}, clear=True):
                error = failure_of(crec.Client, crec.Cloud.TENCENT)
            fields = [fault.field for fault in error.outcome.faults]
            self.assertEqual(fields, ["TENCENTCLOUD_SECRET_KEY", token])
            self.assertNotRegex(str(error), "hidden|FEFF|'|\ufeff")
        for secret in ("hidden\0", "hidden\udcff", "hidden\xa0"):
            error = failure_of(
                crec.Client, crec.Cloud.TENCENT, crec.Credentials("id", secret, secret)
            )
            fields = [fault.field for fault in error.outcome.faults]
            self.assertEqual(fields, ["access_key_secret", "security_token"])
            self.assertNotRegex(str(error), "hidden|U\\+|00A0|DCFF|\xa0")


if __name__ == "__main__":
    unittest.main()
