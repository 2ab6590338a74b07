"""Ways to the cloud other than straight and with the system's CAs: a proxy, a directory of CAs."""

from __future__ import annotations

import base64
import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from unittest import mock

import crec
from support import STOP_LIVE_RECORD, EmulatorTestCase, failure_of


class Proxy(BaseHTTPRequestHandler):
    """Opens a tunnel for whoever knows the password."""

    asked: ClassVar[list[str]] = []
    protocol_version = "HTTP/1.1"

    def do_CONNECT(self) -> None:
        """Carries bytes both ways until one side ends."""
        self.asked.append(self.path)
        login = base64.b64encode(b"user:pass word").decode()
        if self.headers["Proxy-Authorization"] != f"Basic {login}":
            self.send_error(407)
            return
        host, _, port = self.path.rpartition(":")
        with socket.create_connection((host, int(port))) as cloud:
            self.send_response(200)
            self.end_headers()
            back = threading.Thread(target=carry, args=(cloud, self.connection))
            back.start()
            carry(self.connection, cloud)
            back.join()

    def log_message(self, format: str, *args: object) -> None:
        """Stays silent."""


def carry(source: socket.socket, target: socket.socket) -> None:
    """Copies until the end, and passes the end on."""
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


class ProxyTests(EmulatorTestCase):
    def setUp(self) -> None:
        super().setUp()
        Proxy.asked.clear()
        server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
        threading.Thread(target=server.serve_forever).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.address = f"127.0.0.1:{server.server_port}"

    def test_a_call_goes_through_the_proxy(self) -> None:
        self.plant(STOP_LIVE_RECORD)
        with self.client(
            STOP_LIVE_RECORD.cloud, proxy=f"http://user:pass%20word@{self.address}"
        ) as client:
            self.assertEqual(STOP_LIVE_RECORD.made_by(client).status, crec.Status.OK)
        self.assertEqual(Proxy.asked, [self.emulator.url.removeprefix("https://")])

    def test_a_proxy_that_refuses_is_a_network_error_and_nothing_is_sent(self) -> None:
        proxy = f"user:wrong@{self.address}"
        with self.client(STOP_LIVE_RECORD.cloud, proxy=proxy, attempt_limit=10) as client:
            error = failure_of(STOP_LIVE_RECORD.made_by, client)
        self.assertIsInstance(error, crec.NetworkError)
        self.assertFalse(error.outcome.may_have_been_applied)
        self.assertFalse(error.outcome.retryable)
        self.assertEqual(len(Proxy.asked), 1)
        self.assertNotIn("wrong", str(error))
        self.assertEqual(self.emulator.seen(), [])

    def test_the_environments_proxy_is_used_only_if_asked_for(self) -> None:
        self.plant(STOP_LIVE_RECORD)
        proxy = f"http://user:pass%20word@{self.address}"
        with mock.patch.dict(os.environ, {"https_proxy": proxy, "no_proxy": ""}):
            with self.client(STOP_LIVE_RECORD.cloud) as client:
                STOP_LIVE_RECORD.made_by(client)
            self.assertEqual(Proxy.asked, [])
            self.emulator.reset()
            self.plant(STOP_LIVE_RECORD)
            with self.client(STOP_LIVE_RECORD.cloud, proxy_from_environment=True) as client:
                STOP_LIVE_RECORD.made_by(client)
            self.assertEqual(len(Proxy.asked), 1)


class RepeatingTests(EmulatorTestCase):
    def test_a_call_is_repeated_as_often_as_it_may_be(self) -> None:
        self.plant(STOP_LIVE_RECORD)
        self.emulator.fault("code", code="RequestLimitExceeded", times=4)
        with self.client(STOP_LIVE_RECORD.cloud, attempt_limit=2) as client:
            error = failure_of(STOP_LIVE_RECORD.made_by, client)
        self.assertIsInstance(error, crec.ThrottledError)
        self.assertEqual(error.outcome.attempts, 2)
        with self.client(STOP_LIVE_RECORD.cloud, attempt_limit=None) as client:
            outcome = STOP_LIVE_RECORD.made_by(client)
        self.assertEqual((outcome.status, outcome.attempts), (crec.Status.OK, 3))
        self.assertEqual(len(self.emulator.seen()), 5)


class ClockTests(EmulatorTestCase):
    def test_the_clouds_time_is_taken_over_and_told(self) -> None:
        self.plant(STOP_LIVE_RECORD)
        self.emulator.clock(advance=1200)
        with self.client(STOP_LIVE_RECORD.cloud, attempt_limit=None) as client:
            outcome = STOP_LIVE_RECORD.made_by(client)
        self.assertEqual((outcome.status, outcome.attempts), (crec.Status.OK, 2))
        self.assertAlmostEqual(outcome.clock_offset, 1200, delta=60)

    def test_a_clock_two_days_off_is_refused_in_words(self) -> None:
        self.emulator.clock(advance=-172800)
        with self.client(STOP_LIVE_RECORD.cloud, attempt_limit=None) as client:
            error = failure_of(STOP_LIVE_RECORD.made_by, client)
        self.assertIsInstance(error, crec.ClockSkewError)
        self.assertIn("ahead of the cloud's", str(error))


class TrustTests(EmulatorTestCase):
    def test_a_directory_of_cas_is_trusted_and_nothing_else(self) -> None:
        directory = Path(self.enterContext(tempfile.TemporaryDirectory()))
        trust: dict[str, Any] = {"ca_file": None, "ca_directory": directory}
        with self.client(STOP_LIVE_RECORD.cloud, **trust) as client:
            error = failure_of(STOP_LIVE_RECORD.made_by, client)
            self.assertIsInstance(error, crec.TLSError)
        shutil.copy(str(self.emulator.ca_file), directory / "ca.pem")
        subprocess.run(["openssl", "rehash", str(directory)], check=True)
        self.plant(STOP_LIVE_RECORD)
        with self.client(STOP_LIVE_RECORD.cloud, **trust) as client:
            self.assertEqual(STOP_LIVE_RECORD.made_by(client).status, crec.Status.OK)


if __name__ == "__main__":
    unittest.main()
