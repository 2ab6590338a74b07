"""Signing for, and reading from, an HTTP client of one's own."""

from __future__ import annotations

import calendar
import http.client
import json
import ssl
import time
import unittest
from urllib.parse import parse_qs, urlsplit

import crec
from support import (
    CALLS,
    KEYS,
    STOP_LIVE_RECORD,
    STOP_RTC_CLOUD_RECORDING,
    STOPS,
    EmulatorTestCase,
    failure_of,
)

TIME = 1709222400  # 2024-02-29T16:00:00Z

VOLCENGINE = crec.Credentials(
    "AKLTYWViMTVmZGYzM2E0NDI5Mzk2MDZjNjFmMjc2MjRjMzg",
    "WkRZeE1EQmxPVGhsWWpWak5HVmtNbUUxTXpZeU9UVXlOMlE1TmpZeVlqTQ==",
    "STS.tok",
)
ALIBABA = crec.Credentials("YourAccessKeyId", "YourAccessKeySecret")
TENCENT = crec.Credentials(
    "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"
)


def signature(signed: crec.SignedRequest) -> str:
    """The signature in the Authorization header."""
    return signed.headers["Authorization"].rpartition("Signature=")[2]


class SigningTests(unittest.TestCase):
    def test_volcengine_signs_as_its_sdk_does(self) -> None:
        body = b'{"AppId":"A","RoomId":"R","TaskId":"T","UserId":"U"}'
        request = crec.Request(crec.Cloud.VOLCENGINE, "StopWBRecord", "2023-11-01", body=body)
        with crec.Client(crec.Cloud.VOLCENGINE, VOLCENGINE) as client:
            signed = client.sign(request, timestamp=TIME)
        self.assertEqual(
            signature(signed), "707907717867e02a61450df686f50649cb251b2eedeefec76d04fd8cbe4f7562"
        )
        self.assertEqual(signed.method, "POST")
        self.assertEqual(signed.body, body)
        self.assertEqual(
            signed.url, "https://rtc.volcengineapi.com/?Action=StopWBRecord&Version=2023-11-01"
        )
        self.assertEqual(signed.headers["X-Security-Token"], "STS.tok")

    def test_tencent_signs_as_its_sdk_does(self) -> None:
        body = b'{"StreamName":"s","TaskId":1}'
        request = crec.Request(crec.Cloud.TENCENT, "StopLiveRecord", "2018-08-01", body=body)
        with crec.Client(crec.Cloud.TENCENT, TENCENT) as client:
            signed = client.sign(request, timestamp=TIME)
        self.assertEqual(
            signature(signed), "f44acad0b1e15f0720d7fe33f8cc69a1a8df638059f2b62fe46ad7c928caaf41"
        )
        self.assertEqual(signed.headers["Content-Type"], "application/json")
        self.assertEqual(signed.url, "https://live.tencentcloudapi.com/")

    def test_alibaba_signs_as_its_sdk_does(self) -> None:
        request = crec.Request(
            crec.Cloud.ALIBABA,
            "StopRtcCloudRecording",
            "2016-11-01",
            query={"TaskId": "a b~*+中"},
        )
        nonce = "3156853299f313e23d1673dc12e1703d"
        with crec.Client(crec.Cloud.ALIBABA, ALIBABA) as client:
            signed = client.sign(request, timestamp=TIME, nonce=nonce)
        self.assertEqual(
            signature(signed), "cd6d79560a0edf3cad92dc5858340dd88d518fc7bd524463b06e77b955585992"
        )
        self.assertEqual(parse_qs(urlsplit(signed.url).query), {"TaskId": ["a b~*+中"]})
        self.assertEqual(signed.body, b"")

    def test_each_call_is_signed_with_its_fields_as_json_or_in_the_query(self) -> None:
        for call in CALLS:
            with self.subTest(call.name), crec.Client(call.cloud, KEYS[call.cloud]) as client:
                signed = client.sign(call.request(), timestamp=TIME)
                if signed.body:
                    fields = json.loads(signed.body)
                else:
                    query = parse_qs(urlsplit(signed.url).query)
                    fields = {name: value for name, (value,) in query.items()}
                self.assertEqual(fields, call.fields)

    def test_a_body_is_signed_and_handed_out_with_its_nuls(self) -> None:
        body = b"a\0b\xff\0"
        request = crec.Request(
            crec.Cloud.TENCENT, "Any", "2018-08-01", body=bytearray(body), content_type="a/b"
        )
        with crec.Client(crec.Cloud.TENCENT, TENCENT) as client:
            signed = client.sign(request)
        self.assertEqual(signed.body, body)
        self.assertEqual(signed.headers["Content-Type"], "a/b")

    def test_time_and_nonce_are_now_and_random_unless_given(self) -> None:
        request = crec.Request(crec.Cloud.ALIBABA, "Any", "2016-11-01", method="GET")
        with crec.Client(crec.Cloud.ALIBABA, ALIBABA) as client:
            start = int(time.time())
            signed = [client.sign(request) for _ in range(100)]
            end = int(time.time())
        nonces = {one.headers["x-acs-signature-nonce"] for one in signed}
        self.assertEqual(len(nonces), 100)
        for nonce in nonces:
            self.assertRegex(nonce, "^[0-9a-f]{32}$")
        date = time.strptime(signed[-1].headers["x-acs-date"], "%Y-%m-%dT%H:%M:%SZ")
        self.assertIn(calendar.timegm(date), range(start, end + 1))
        self.assertEqual(signed[0].method, "GET")

    def test_any_second_from_1970_to_9999_can_be_signed(self) -> None:
        request = crec.Request(crec.Cloud.ALIBABA, "Any", "2016-11-01")
        with crec.Client(crec.Cloud.ALIBABA, ALIBABA) as client:
            for timestamp, date in (
                (0, "1970-01-01T00:00:00Z"),
                (TIME, "2024-02-29T16:00:00Z"),
                (253402300799, "9999-12-31T23:59:59Z"),
            ):
                with self.subTest(date):
                    signed = client.sign(request, timestamp)
                    self.assertEqual(signed.headers["x-acs-date"], date)

    def test_wrong_arguments_are_refused_by_name(self) -> None:
        request = crec.Request(crec.Cloud.ALIBABA, "Any", "2016-11-01")
        with crec.Client(crec.Cloud.ALIBABA, ALIBABA) as client:
            for value in (-1, -2, 1.5, True, "now", 2**63, 253402300800):
                with self.subTest(timestamp=value):
                    error = failure_of(client.sign, request, timestamp=value)
                    self.assertIsInstance(error, crec.InvalidArgumentError)
                    self.assertEqual(error.outcome.faults[0].field, "timestamp")
            for nonce in ("", "a\nb", "a\0b", 7):
                with self.subTest(nonce=nonce):
                    error = failure_of(client.sign, request, nonce=nonce)
                    self.assertEqual(error.outcome.faults[0].field, "nonce")
            for wrong in (None, "request", client):
                error = failure_of(client.sign, wrong)
                self.assertEqual(error.outcome.faults[0].field, "request")

    def test_a_request_for_another_cloud_is_refused(self) -> None:
        with crec.Client(crec.Cloud.ALIBABA, ALIBABA) as client:
            error = failure_of(client.sign, STOP_LIVE_RECORD.request())
        self.assertIsInstance(error, crec.InvalidArgumentError)


class SendingTests(EmulatorTestCase):
    def sent(self, signed: crec.SignedRequest) -> tuple[int, list[tuple[str, str]], bytes]:
        """The status, headers and body of the answer to what was signed."""
        context = ssl.create_default_context(cafile=self.emulator.ca_file)
        url = urlsplit(signed.url)
        connection = http.client.HTTPSConnection(url.netloc, context=context)
        target = f"{url.path}?{url.query}" if url.query else url.path
        connection.request(signed.method, target, signed.body, signed.headers)
        reply = connection.getresponse()
        body = reply.read()
        connection.close()
        return reply.status, reply.getheaders(), body

    def test_a_copy_of_a_request_is_refused_and_the_first_one_was_not(self) -> None:
        self.plant(STOP_RTC_CLOUD_RECORDING)
        client = self.client(crec.Cloud.ALIBABA)
        request = STOP_RTC_CLOUD_RECORDING.request()
        signed = client.sign(request)
        first, copy = self.sent(signed), self.sent(signed)
        self.assertEqual(client.read(request, *first).status, crec.Status.OK)
        error = failure_of(client.read, request, *copy)
        self.assertIsInstance(error, crec.NetworkError)
        self.assertEqual(error.outcome.code, "SignatureNonceUsed")
        self.assertTrue(error.outcome.may_have_been_applied)
        self.assertTrue(error.outcome.retryable)
        self.assertIn("an earlier copy of this request arrived", error.outcome.message)

    def test_what_was_signed_is_accepted_and_what_comes_back_is_read(self) -> None:
        for call in CALLS:
            with self.subTest(call.name):
                self.emulator.reset()
                if call in STOPS:
                    self.plant(call)
                client = self.client(call.cloud)
                request = call.request()
                status, headers, body = self.sent(client.sign(request))
                outcome = client.read(request, status, headers, body)
                (seen,) = self.emulator.seen()
                self.assertEqual(outcome.status, crec.Status.OK)
                self.assertEqual(outcome.request_id, seen["request_id"])
                self.assertEqual((outcome.body, outcome.http_status), (body, 200))


class ReadingTests(unittest.TestCase):
    def setUp(self) -> None:
        self.client = crec.Client(crec.Cloud.TENCENT, TENCENT)
        self.addCleanup(self.client.close)
        self.request = STOP_LIVE_RECORD.request()

    def test_success_is_returned(self) -> None:
        outcome = self.client.read(self.request, 200, body=b'{"Response":{"RequestId":"r"}}')
        self.assertEqual((outcome.status, outcome.request_id), (crec.Status.OK, "r"))
        self.assertEqual((outcome.attempts, outcome.elapsed), (0, 0.0))

    def test_failure_is_raised_as_from_a_call(self) -> None:
        body = (
            b'{"Response":{"Error":{"Code":"ResourceNotFound.TaskId","Message":"\xe6\x97\xa0"},'
            b'"RequestId":"r"}}'
        )
        error = failure_of(self.client.read, self.request, 200, [], body)
        self.assertIsInstance(error, crec.NotFoundError)
        self.assertEqual(error.outcome.code, "ResourceNotFound.TaskId")
        self.assertEqual(str(error), "ResourceNotFound.TaskId: 无 (request r)")

    def test_the_request_id_may_come_from_a_header_of_any_case(self) -> None:
        for headers in ({"x-TC-requestid": "h"}, [("X-TC-RequestId", "h")]):
            error = failure_of(self.client.read, self.request, 200, headers, b"no JSON")
            self.assertIsInstance(error, crec.MalformedReplyError)
            self.assertEqual(error.outcome.request_id, "h")

    def test_a_body_may_be_any_buffer_and_hold_anything(self) -> None:
        for body in (b"\0\xff", bytearray(b"\0\xff"), memoryview(b"\0\xff")):
            error = failure_of(self.client.read, self.request, 200, body=body)
            self.assertIsInstance(error, crec.MalformedReplyError)
            self.assertEqual(error.outcome.body, b"\0\xff")

    def test_wrong_arguments_are_refused_by_name(self) -> None:
        for field, arguments in (
            ("http_status", {"http_status": 0}),
            ("http_status", {"http_status": 99}),
            ("http_status", {"http_status": 600}),
            ("http_status", {"http_status": 2**32 + 200}),
            ("http_status", {"http_status": "200"}),
            ("http_status", {"http_status": None}),
            ("headers", {"http_status": 200, "headers": 7}),
            ("headers", {"http_status": 200, "headers": "ab"}),
            ("headers", {"http_status": 200, "headers": {"a": None}}),
            ("headers", {"http_status": 200, "headers": {"a\0": "b"}}),
            ("body", {"http_status": 200, "body": "text"}),
            ("body", {"http_status": 200, "body": None}),
        ):
            with self.subTest(**arguments):
                error = failure_of(self.client.read, self.request, **arguments)
                self.assertIsInstance(error, crec.InvalidArgumentError)
                self.assertEqual(error.outcome.faults[0].field, field)


class ReprTests(unittest.TestCase):
    def test_nothing_shows_a_secret(self) -> None:
        with crec.Client(crec.Cloud.VOLCENGINE, VOLCENGINE) as client:
            request = crec.Request(crec.Cloud.VOLCENGINE, "Any", "2020-12-01", body=b"hidden")
            signed = client.sign(request)
            shown = f"{client!r} {request!r} {signed!r} {client} {request} {signed}"
        for secret in (
            VOLCENGINE.access_key_secret,
            VOLCENGINE.security_token,
            signature(signed),
            "hidden",
        ):
            self.assertNotIn(str(secret), shown)


if __name__ == "__main__":
    unittest.main()
