"""The base of tests of misbehaviour: an emulator, and calls to it."""

import unittest
from http.client import HTTPConnection, HTTPResponse
from typing import ClassVar

from cloud_emulator.message import Request
from cloud_emulator.process import EmulatorProcess
from tests.client import tencent


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
