"""Metadata, and other places of keys on this machine, that are asked over HTTP."""

from __future__ import annotations

import json
import os
import socketserver
import threading
import time
import unittest
from unittest import mock

from key_support import STOPS, FoundKeyTestCase

import crec
from support import failure_of

ALIBABA, TENCENT = crec.Cloud.ALIBABA, crec.Cloud.TENCENT


class HastyMetadata(socketserver.StreamRequestHandler):
    """Answers one request of a connection, and closes it soon, without saying so."""

    KEY = {
        "Code": "Success",
        "AccessKeyId": "mine",
        "AccessKeySecret": "secret",
        "SecurityToken": "token",
        "Expiration": "2099-01-01T00:00:00Z",
        "TmpSecretId": "mine",
        "TmpSecretKey": "secret",
        "Token": "token",
        "ExpiredTime": 4070908800,
    }

    def handle(self) -> None:
        """Answers."""
        path = self.rfile.readline().split()[1].decode()
        while self.rfile.readline().strip():
            pass
        role = "role" if path.endswith("/") else json.dumps(self.KEY)
        body = "token" if path.endswith("token") else role
        self.wfile.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
        time.sleep(0.001)


class MetadataTests(FoundKeyTestCase):
    def test_connections_that_are_closed_without_a_word(self) -> None:
        for name in ("aliyun", "tencent"):
            self.emulator.register_key(name, "mine", "secret", "token")
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), HastyMetadata)
        server.daemon_threads = True
        with server:
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
            place = f"http://127.0.0.1:{server.server_address[1]}"
            for cloud in (ALIBABA, TENCENT):
                for _ in range(20):
                    with self.finding(cloud, metadata_endpoint=place, source="metadata") as client:
                        self.assertEqual(client.whoami().source, "metadata")
            server.shutdown()

    def test_a_token_that_is_late_is_no_reason_to_ask_without_one(self) -> None:
        self.emulator.fault("stall", bytes=60, action="MetadataToken")
        place = self.emulator.metadata_url
        words = self.why_none(self.finding(ALIBABA, source="metadata", metadata_endpoint=place))
        self.assertIn("the metadata of this machine: ", words)
        self.assertEqual(self.emulator.count("aliyun", "MetadataToken"), 1)
        self.assertEqual(self.emulator.count("aliyun", "MetadataRoles"), 0)


class HelperTests(FoundKeyTestCase):
    def test_no_proxy_is_asked_for_a_key_of_this_machine(self) -> None:
        nowhere = "http://127.0.0.1:1"
        with mock.patch.dict(
            os.environ, ALIBABA_CLOUD_CREDENTIALS_URI=self.emulator.credentials_uri
        ):
            client = self.finding(ALIBABA, source="uri", proxy=nowhere)
            error = failure_of(STOPS[ALIBABA].made_by, client)
        self.assertIsInstance(error, crec.NetworkError)
        self.assertEqual(self.emulator.count("aliyun", "CredentialsUri"), 1)


if __name__ == "__main__":
    unittest.main()
