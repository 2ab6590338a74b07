"""The process: its options, its connections and the calls under `/_emulator/`."""

import http.client
import json
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import unittest
import urllib.error
from pathlib import Path
from typing import Any

from cloud_emulator.message import Request
from cloud_emulator.process import EmulatorProcess
from tests.client import code_of, tencent

PROGRAM = str(Path(__file__).resolve().parents[1])
PLANT = ("--plant", "live:StreamName=s,TaskId=1")
FIELDS = {"StreamName": "s", "TaskId": 1}


def exchange(connection: http.client.HTTPConnection, request: Request, path: str = "/") -> Any:
    connection.request(request.method, path, request.body, dict(request.headers))
    return json.load(connection.getresponse())


class Transport(unittest.TestCase):
    def test_connections_are_kept(self) -> None:
        with EmulatorProcess() as emulator:
            now = emulator.clock(freeze=True)
            connection = http.client.HTTPConnection("127.0.0.1", emulator.port)
            self.addCleanup(connection.close)
            for _ in range(3):
                exchange(connection, tencent(FIELDS, now=now).signed())
            seen = emulator.seen()
            self.assertEqual([entry["sequence"] for entry in seen], [1, 2, 3])
            self.assertEqual(len({entry["connection"] for entry in seen}), 1)

    def test_chunked_bodies(self) -> None:
        with EmulatorProcess(*PLANT) as emulator:
            request = tencent(FIELDS, now=emulator.clock(freeze=True)).signed()
            connection = http.client.HTTPConnection("127.0.0.1", emulator.port)
            self.addCleanup(connection.close)
            parts = [request.body[:7], request.body[7:]]
            headers = {**dict(request.headers), "Transfer-Encoding": "chunked"}
            for expected in ("", "ResourceNotFound.TaskId"):
                connection.request("POST", "/", iter(parts), headers, encode_chunked=True)
                self.assertEqual(code_of(json.load(connection.getresponse())), expected)

    def test_malformed_lengths(self) -> None:
        with EmulatorProcess() as emulator:
            for length in ("x", "-1", "99999999999"):
                with socket.create_connection(("127.0.0.1", emulator.port)) as connection:
                    connection.sendall(
                        f"POST / HTTP/1.1\r\nContent-Length: {length}\r\n\r\n".encode()
                    )
                    self.assertTrue(
                        connection.makefile("rb").readline().startswith(b"HTTP/1.1 400")
                    )

    def test_tls_for_every_documented_host(self) -> None:
        with EmulatorProcess("--tls", *PLANT) as emulator:
            now = emulator.clock(freeze=True)
            context = ssl.create_default_context(cafile=emulator.ca_file)
            for host in ("localhost", "127.0.0.1", "rtc.volcengineapi.com", "live.aliyuncs.com"):
                plain = socket.create_connection(("127.0.0.1", emulator.port))
                with context.wrap_socket(plain, server_hostname=host):
                    pass
            connection = http.client.HTTPSConnection("127.0.0.1", emulator.port, context=context)
            self.addCleanup(connection.close)
            request = tencent(FIELDS, now=now, host=f"127.0.0.1:{emulator.port}").signed()
            self.assertEqual(code_of(exchange(connection, request)), "")

    def test_certificates_where_they_are_wanted(self) -> None:
        with tempfile.TemporaryDirectory() as directory:
            made = Path(directory) / "made"
            with EmulatorProcess("--tls", "--cert-dir", str(made)) as emulator:
                self.assertEqual(emulator.ca_file, str(made / "ca.pem"))

    def test_base_path(self) -> None:
        with EmulatorProcess("--base-path", "/proxy/", *PLANT) as emulator:
            request = tencent(FIELDS, now=emulator.clock(freeze=True)).signed()
            connection = http.client.HTTPConnection("127.0.0.1", emulator.port)
            self.addCleanup(connection.close)
            self.assertTrue(emulator.url.endswith("/proxy"))
            self.assertEqual(code_of(exchange(connection, request, "/proxy/")), "")
            connection.request("POST", "/proxyother")
            self.assertEqual(connection.getresponse().status, 404)


class Options(unittest.TestCase):
    def test_keys_faults_clock_and_rates(self) -> None:
        fault = json.dumps({"kind": "status", "status": 500, "times": 1})
        options = ("--key", "tencent:ak:sk:to:ken", "--no-rates", "--clock=-86400")
        with EmulatorProcess(*options, "--fault", fault, *PLANT) as emulator:
            draft = tencent(FIELDS, now=emulator.clock(freeze=True))
            draft.access_key, draft.secret = "ak", "sk"
            draft.headers["X-TC-Token"] = "to:ken"
            connection = http.client.HTTPConnection("127.0.0.1", emulator.port)
            self.addCleanup(connection.close)
            connection.request("POST", "/", draft.body, dict(draft.signed().headers))
            reply = connection.getresponse()
            reply.read()
            self.assertEqual(reply.status, 500)
            codes = [code_of(exchange(connection, draft.signed())) for _ in range(300)]
            self.assertEqual(codes[0], "")
            self.assertEqual(set(codes[1:]), {"ResourceNotFound.TaskId"})
            self.assertEqual(emulator.tasks()[0]["account"], "ak")

    def test_a_key_for_a_cloud_by_its_other_spelling(self) -> None:
        with EmulatorProcess("--key", "alibaba:ak:sk", "--plant", "rtc:TaskId=1") as emulator:
            self.assertEqual(emulator.tasks()[0]["account"], "ak")

    def test_wrong_options_are_explained(self) -> None:
        for options in (
            ("--key", "none:a:b"),
            ("--plant", "live:TaskId=1"),
            ("--fault", "status:other=1"),
        ):
            with self.subTest(options):
                done = subprocess.run(
                    [sys.executable, PROGRAM, *options], capture_output=True, check=False
                )
                self.assertEqual(done.returncode, 2)
                self.assertNotIn(b"Traceback", done.stderr)

    def test_logs(self) -> None:
        with tempfile.TemporaryDirectory() as directory:
            log = Path(directory) / "log"
            with EmulatorProcess("--log", str(log)) as emulator:
                connection = http.client.HTTPConnection("127.0.0.1", emulator.port)
                self.addCleanup(connection.close)
                exchange(connection, tencent(FIELDS).signed())
                seen = emulator.seen()
            self.assertEqual([json.loads(line) for line in log.read_text().splitlines()], seen)


class Ending(unittest.TestCase):
    def start(self, *options: str) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            [sys.executable, PROGRAM, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.enterContext(process)
        self.addCleanup(process.kill)
        assert process.stdout
        self.assertTrue(process.stdout.readline().startswith(b"listening on http://127.0.0.1:"))
        return process

    def test_signals_end_it(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            process = self.start()
            process.send_signal(number)
            self.assertEqual(process.wait(), 0)

    def test_the_end_of_its_input_ends_it(self) -> None:
        process = self.start("--exit-with-stdin")
        assert process.stdin
        process.stdin.close()
        self.assertEqual(process.wait(), 0)


class Administration(unittest.TestCase):
    def test_plant_tasks_and_reset(self) -> None:
        with EmulatorProcess() as emulator:
            emulator.plant("rtc", TaskId="1")
            expected = {"kind": "rtc", "account": "aliyun-test-key", "fields": {"TaskId": "1"}}
            self.assertEqual(emulator.tasks(), [{**expected, "state": "running"}])
            emulator.reset()
            self.assertEqual(emulator.tasks(), [])

    def test_clock(self) -> None:
        with EmulatorProcess() as emulator:
            self.assertEqual(emulator.clock(freeze=True, set=1000, advance=1.5), 1001.5)
            self.assertEqual(emulator.clock(), 1001.5)
            self.assertGreater(emulator.clock(freeze=False, advance=1), 1002)

    def test_mistakes_are_told(self) -> None:
        with EmulatorProcess() as emulator:
            for call in (
                lambda: emulator.plant("none"),
                lambda: emulator.fault("none"),
                lambda: emulator.clock(other=1),
            ):
                with self.assertRaises(urllib.error.HTTPError) as raised:
                    call()
                self.assertEqual(raised.exception.code, 400)
                self.assertIn("error", json.load(raised.exception))
            self.assertEqual(emulator.seen(), [])
