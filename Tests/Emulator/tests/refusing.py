"""The base of tests of refusals: a good request to each cloud, and ways to spoil it."""

import dataclasses
import unittest
from collections.abc import Callable

from cloud_emulator.cloud import Key
from cloud_emulator.emulator import DEFAULT_KEYS, Emulator, Settings
from cloud_emulator.message import Headers, Request
from tests.client import IDS, NOW, STREAM, Draft, aliyun, ask, code_of, tencent, volcengine

TOKEN_KEY = {
    "volcengine": Key("volcengine", "temporary", "secret", "token"),
    "aliyun": Key("aliyun", "temporary", "secret", "token"),
    "tencent": Key("tencent", "temporary", "secret", "token"),
}
TOKEN_HEADER = {
    "volcengine": "X-Security-Token",
    "aliyun": "x-acs-security-token",
    "tencent": "X-TC-Token",
}


def drafts() -> list[Draft]:
    """A good request to each cloud."""
    return [
        volcengine("StopWebcast", IDS),
        aliyun({"TaskId": "t"}, nonce="n"),
        tencent(STREAM),
    ]


def tampered(request: Request, **changes: object) -> Request:
    return dataclasses.replace(request, **changes)  # type: ignore[arg-type]


def with_header(request: Request, name: str, value: str) -> Request:
    kept = [pair for pair in request.headers if pair[0].lower() != name.lower()]
    return tampered(request, headers=Headers([*kept, (name, value)] if value else kept))


class RefusalTest(unittest.TestCase):
    def setUp(self) -> None:
        keys = (*DEFAULT_KEYS, *TOKEN_KEY.values())
        self.emulator = Emulator(Settings(keys=keys), frozenset({"127.0.0.1:8080"}))
        self.emulator.clock.freeze()
        self.emulator.clock.set(NOW)

    def refused(self, request: Request, status: int, code: str) -> None:
        answered, answer = ask(self.emulator, request)
        self.assertEqual((answered, code_of(answer)), (status, code))

    def each(self, change: Callable[[Draft], Request], *expected: tuple[int, str]) -> None:
        for draft, (status, code) in zip(drafts(), expected, strict=True):
            with self.subTest(draft.cloud):
                self.refused(change(draft), status, code)
