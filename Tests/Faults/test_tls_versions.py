"""The lowest version of TLS is the library's own, whatever a system's OpenSSL allows."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from certificates import Certificates
from cloud import Cloud, Script
from run import SECRET, TOKEN

from cloud_emulator.cloud import Key
from support import STOP_LIVE_RECORD

ONE_CALL = Path(__file__).parent / "one_call.py"

# Debian's own allows TLS 1.2 and later, which would hide what the library asks for.
LENIENT = """\
openssl_conf=all
[all]
ssl_conf=ssl
[ssl]
system_default=defaults
[defaults]
MinProtocol=TLSv1
CipherString=DEFAULT@SECLEVEL=0
"""


class VersionTests(unittest.TestCase):
    def setUp(self) -> None:
        directory = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.certificates = Certificates(directory)
        self.certificates.good()
        self.ca_file = str(self.certificates.ca_file)
        (directory / "lenient").write_text(LENIENT)
        self.environment = {**os.environ, "OPENSSL_CONF": str(directory / "lenient")}

    def cloud(self, version: ssl.TLSVersion) -> Cloud:
        """A cloud with the task that speaks this version only."""
        key = Key("tencent", "tencent-key", SECRET, TOKEN)
        cloud = Cloud(key, Script(), self.certificates.with_version(version))
        self.addCleanup(cloud.close)
        cloud.plant("live", STOP_LIVE_RECORD.task)
        return cloud

    def output(self, *command: str) -> str:
        """The output of a command where OpenSSL allows any version."""
        done = subprocess.run(
            command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def status(self, cloud: Cloud) -> str:
        """The status of a call to a cloud."""
        said = self.output(sys.executable, str(ONE_CALL), "--ca-file", self.ca_file, cloud.url)
        return str(json.loads(said)["status"])

    def test_tls_1_1_is_refused_where_the_system_allows_it(self) -> None:
        cloud = self.cloud(ssl.TLSVersion.TLSv1_1)
        address = f"127.0.0.1:{cloud.port}"
        others = self.output("openssl", "s_client", "-connect", address, "-CAfile", self.ca_file)
        self.assertRegex(others, r"Protocol *: TLSv1\.1")
        self.assertEqual(self.status(cloud), "TLS")
        self.assertEqual(cloud.state(STOP_LIVE_RECORD.task), "running")

    def test_tls_1_2_is_accepted(self) -> None:
        self.assertEqual(self.status(self.cloud(ssl.TLSVersion.TLSv1_2)), "OK")


if __name__ == "__main__":
    unittest.main()
