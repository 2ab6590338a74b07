"""Each way to misbehave, as a client on the other end of the wire sees it."""

import json
import socket
import time
import unittest
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import ClassVar

from cloud_emulator.faults import fault
from cloud_emulator.message import Request
from cloud_emulator.process import EmulatorProcess
from tests.client import STREAM, code_of, tencent, volcengine

USER = {"AppId": "a", "RoomId": "r", "TaskId": "t", "UserId": "u"}


class FaultTest(unittest.TestCase):
    process: ClassVar[EmulatorProcess]

    @classmethod
    def setUpClass(cls) -> None:
        cls.process = cls.enterClassContext(
            EmulatorProcess("--plant", "live:StreamName=s,TaskId=1")
        )

    def setUp(self) -> None:
        self.process.reset()
        self.now = self.process.clock(freeze=True)

    def request(self) -> Request:
        return tencent({"StreamName": "s", "TaskId": 1}, now=self.now).signed()

    def send(self, request: Request) -> HTTPConnection:
        connection = HTTPConnection("127.0.0.1", self.process.port)
        self.addCleanup(connection.close)
        headers = dict(request.headers)
        connection.request(request.method, f"/?{request.query}", request.body, headers)
        return connection

    def reply(self, request: Request | None = None) -> HTTPResponse:
        return self.send(request or self.request()).getresponse()

    def body(self) -> bytes:
        return self.reply().read()

    def running(self) -> bool:
        return [task["state"] for task in self.process.tasks()] == ["running"]

    def last(self) -> tuple[str | None, int | None, str, bool]:
        seen = self.process.seen()[-1]
        return seen["fault"], seen["status"], seen["code"], seen["applied"]


class Answers(FaultTest):
    def test_status_with_a_page(self) -> None:
        self.process.fault("status", status=502)
        reply = self.reply()
        self.assertEqual((reply.status, reply.getheader("Content-Type")), (502, "text/html"))
        self.assertIn(b"<html>", reply.read())
        self.assertEqual(self.last(), ("status", 502, "", False))
        self.assertTrue(self.running())

    def test_status_with_a_code(self) -> None:
        self.process.fault("status", status=200, code="AccessDenied", message="no")
        request = volcengine("StartWBRecord", USER, now=self.now).signed()
        reply = self.reply(request)
        answer = json.load(reply)
        self.assertEqual((reply.status, code_of(answer)), (200, "AccessDenied"))
        self.assertEqual(answer["ResponseMetadata"]["Error"]["Message"], "no")
        self.assertEqual(answer["ResponseMetadata"]["Error"]["CodeN"], 100013)

    def test_code(self) -> None:
        self.process.fault("code", code="InternalError.NetworkError")
        reply = self.reply()
        answered = (reply.status, code_of(json.load(reply)))
        self.assertEqual(answered, (200, "InternalError.NetworkError"))
        self.assertEqual(self.last(), ("code", 200, "InternalError.NetworkError", False))

    def test_code_after_the_call_took_effect(self) -> None:
        self.process.fault("code", code="InternalError", apply=True)
        self.reply().read()
        self.assertFalse(self.running())

    def test_redirect(self) -> None:
        self.process.fault("redirect", location="http://127.0.0.1:9/x", status=307)
        reply = self.reply()
        self.assertEqual((reply.status, reply.getheader("Location")), (307, "http://127.0.0.1:9/x"))

    def test_literal_reply(self) -> None:
        headers = {"X-Other": "1", "Date": "never", "Content-Length": "5"}
        self.process.fault("reply", status=299, headers=headers, body="hello")
        reply = self.reply()
        self.assertEqual((reply.status, reply.read()), (299, b"hello"))
        self.assertEqual((reply.getheader("X-Other"), reply.getheader("Date")), ("1", "never"))

    def test_reply_shorter_than_it_says(self) -> None:
        self.process.fault("reply", headers={"Content-Length": "10"}, body="hello")
        with self.assertRaises(HTTPException):
            self.body()


class Connections(FaultTest):
    def test_delay(self) -> None:
        self.process.fault("delay", seconds=0.2)
        started = time.monotonic()
        self.assertEqual(self.reply().status, 200)
        self.assertGreaterEqual(time.monotonic() - started, 0.2)
        self.assertFalse(self.running())

    def test_drip(self) -> None:
        self.process.fault("drip", interval=0.001)
        started = time.monotonic()
        self.assertIn("Response", json.loads(self.body()))
        self.assertGreater(time.monotonic() - started, 0.1)

    def test_cut_without_a_byte(self) -> None:
        self.process.fault("cut")
        with self.assertRaises(ConnectionError):
            self.reply()
        self.assertEqual(self.last(), ("cut", None, "", True))
        self.assertFalse(self.running())

    def test_cut_before_acting(self) -> None:
        self.process.fault("cut", apply=False)
        with self.assertRaises(ConnectionError):
            self.reply()
        self.assertEqual(self.last(), ("cut", None, "", False))
        self.assertTrue(self.running())

    def test_cut_within_the_reply(self) -> None:
        self.process.fault("cut", bytes=20)
        connection = self.send(self.request())
        connection.sock.settimeout(60)
        received = b"".join(iter(lambda: connection.sock.recv(4096), b""))
        self.assertEqual(received, b"HTTP/1.1 200 OK\r\nCon")

    def test_reset(self) -> None:
        self.process.fault("cut", reset=True)
        with self.assertRaises(ConnectionResetError):
            self.send(self.request()).sock.recv(1)

    def test_cut_before_reading(self) -> None:
        self.process.fault("cut", before=True, times=1)
        with self.assertRaises(ConnectionError):
            self.reply()
        (seen,) = self.process.seen()
        self.assertEqual((seen["fault"], seen["action"], seen["status"]), ("cut", "", None))
        self.assertTrue(self.running())
        self.assertEqual(self.reply().status, 200)

    def test_cut_before_reading_with_reset(self) -> None:
        self.process.fault("cut", before=True, reset=True)
        with self.assertRaises(ConnectionResetError):
            self.send(self.request()).sock.recv(1)

    def test_cut_of_a_connection_that_was_kept(self) -> None:
        connection = self.send(self.request())
        connection.getresponse().read()
        self.process.fault("cut", before=True)
        with self.assertRaises((ConnectionError, socket.error)):
            connection.sock.sendall(b"POST / HTTP/1.1\r\n\r\n")
            self.assertEqual(connection.sock.recv(1), b"")
            raise ConnectionError


class Garbage(FaultTest):
    def garbage(self, shape: str, size: int = 1000) -> bytes:
        self.process.reset()
        self.process.clock(freeze=True, set=self.now)
        self.process.fault("garbage", shape=shape, size=size)
        reply = self.reply()
        self.assertEqual(reply.status, 200)
        self.assertFalse(self.running())
        return reply.read()

    def test_bodies_that_are_not_json(self) -> None:
        self.assertEqual(self.garbage("empty"), b"")
        self.assertIn(b"<html>", self.garbage("html"))
        self.assertEqual(self.garbage("nested", 2000), b"[" * 2000 + b"]" * 2000)
        for shape in ("truncated", "text", "utf8"):
            with self.subTest(shape), self.assertRaises(ValueError):
                json.loads(self.garbage(shape).decode())

    def test_bodies_of_another_shape(self) -> None:
        self.assertIsInstance(json.loads(self.garbage("array")), list)
        self.assertEqual(json.loads(self.garbage("null")), {"Response": None})
        self.assertEqual(json.loads(self.garbage("missing")), {})

    def test_large_bodies_and_numbers(self) -> None:
        large = self.garbage("large", 100_000)
        self.assertEqual(len(large), 100_000)
        self.assertIn("RequestId", json.loads(large)["Response"])
        self.assertGreater(json.loads(self.garbage("integer"))["Extra"], 2**64)


class Matching(FaultTest):
    def test_times_cloud_and_action(self) -> None:
        self.process.fault("status", cloud="aliyun")
        self.process.fault("status", action="StopWebcast")
        self.process.fault("status", status=500, cloud="tencent", times=1)
        self.process.fault("status", status=501, action="StopLiveRecord", times=1)
        self.assertEqual([self.reply().status for _ in range(3)], [500, 501, 200])

    def test_the_checks_go_on_behind_a_fault(self) -> None:
        self.process.fault("status")
        draft = tencent(STREAM, now=self.now)
        draft.secret = "wrong"
        self.assertEqual(self.reply(draft.signed()).status, 503)
        self.assertEqual(self.process.seen()[-1]["verdict"], "AuthFailure.SignatureFailure")

    def test_clear(self) -> None:
        self.process.fault("status")
        self.process.clear_faults()
        self.assertEqual(self.reply().status, 200)

    def test_faults_are_checked(self) -> None:
        for values in (
            {"kind": "other"},
            {"kind": "status", "seconds": 1},
            {"kind": "status", "status": "many"},
            {"kind": "garbage", "shape": "other"},
            {"kind": "cut", "before": True, "cloud": "aliyun"},
        ):
            with self.subTest(values), self.assertRaises(ValueError):
                fault(values)
