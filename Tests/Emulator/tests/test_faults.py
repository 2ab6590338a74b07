"""Each way to misbehave, as a client on the other end of the wire sees it."""

import json
from http.client import HTTPException

from cloud_emulator.faults import fault
from tests.client import STREAM, code_of, tencent, volcengine
from tests.faulty import FaultTest

USER = {"AppId": "a", "RoomId": "r", "TaskId": "t", "UserId": "u"}


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

    def test_bodies_that_are_nearly_right(self) -> None:
        right = self.garbage("bom").removeprefix(b"\xef\xbb\xbf")
        self.assertIn("RequestId", json.loads(right)["Response"])
        self.assertTrue(self.garbage("nul").endswith(b"}\0"))
        pairs = json.loads(self.garbage("twice"), object_pairs_hook=list)
        self.assertEqual(pairs[-2:], [("Extra", 1), ("Extra", 2)])

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

    def test_the_clouds_other_spelling(self) -> None:
        one, other = (fault({"kind": "status", "cloud": name}) for name in ("aliyun", "alibaba"))
        for made in (one, other):
            self.assertEqual([made.meets(name, "Any") for name in ("aliyun", "tencent")], [1, 0])

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
            {"kind": "raw", "text": "…"},
        ):
            with self.subTest(values), self.assertRaises(ValueError):
                fault(values)
