"""Clouds and networks that misbehave: what is raised, and what it says may have happened."""

import socket
import time
import unittest

import crec
from support import (
    CALLS,
    START_WB_RECORD,
    STOP_LIVE_RECORD,
    STOP_RTC_CLOUD_RECORDING,
    STOP_WEBCAST,
    STOPS,
    EmulatorTestCase,
    WaitingServer,
    failure_of,
)

MALFORMED = ("empty", "truncated", "text", "html", "utf8", "nested", "array", "null")


class MalformedReplyTests(EmulatorTestCase):
    def test_each_kind_of_garbage_is_told_with_the_reply_it_came_with(self) -> None:
        for call in CALLS:
            for shape in MALFORMED:
                with self.subTest(call.name, shape=shape):
                    self.emulator.reset()
                    if call in STOPS:
                        self.plant(call)
                    self.emulator.fault("garbage", shape=shape, size=100_000)
                    error = failure_of(call.made_by, self.client(call.cloud))
                    (seen,) = self.emulator.seen()
                    self.assertIsInstance(error, crec.MalformedReplyError)
                    self.assertEqual(error.outcome.http_status, 200)
                    self.assertEqual(error.outcome.request_id, seen["request_id"])
                    self.assertTrue(error.outcome.message)
                    self.assertTrue(error.outcome.may_have_been_applied)
                    self.assertFalse(error.outcome.retryable)

    def test_a_reply_that_lacks_what_says_success_is_malformed(self) -> None:
        for call in (START_WB_RECORD, STOP_WEBCAST, STOP_LIVE_RECORD):
            with self.subTest(call.name):
                self.emulator.reset()
                if call in STOPS:
                    self.plant(call)
                self.emulator.fault("garbage", shape="missing")
                error = failure_of(call.made_by, self.client(call.cloud))
                self.assertIsInstance(error, crec.MalformedReplyError)

    def test_an_integer_beyond_64_bits_somewhere_in_a_reply_is_no_failure(self) -> None:
        for call in STOPS:
            with self.subTest(call.name):
                self.plant(call)
                self.emulator.fault("garbage", shape="integer", times=1)
                self.assertEqual(call.made_by(self.client(call.cloud)).status, crec.Status.OK)

    def test_a_reply_is_read_up_to_its_limit_and_no_further(self) -> None:
        limit = 5000
        client = self.client(crec.Cloud.TENCENT, reply_limit=limit)
        self.plant(STOP_LIVE_RECORD)
        self.emulator.fault("garbage", shape="large", size=limit, times=1)
        self.assertEqual(len(STOP_LIVE_RECORD.made_by(client).body), limit)
        self.plant(STOP_LIVE_RECORD)
        self.emulator.fault("garbage", shape="large", size=limit + 1, times=1)
        error = failure_of(STOP_LIVE_RECORD.made_by, client)
        self.assertIsInstance(error, crec.MalformedReplyError)
        self.assertLessEqual(len(error.outcome.body), limit)

    def test_a_body_with_nuls_arrives_whole(self) -> None:
        body = '{"Response":{}}\0\0end'
        self.emulator.fault("reply", status=200, body=body)
        error = failure_of(STOP_LIVE_RECORD.made_by, self.client(crec.Cloud.TENCENT))
        self.assertEqual(error.outcome.body, body.encode())

    def test_a_redirect_is_not_followed(self) -> None:
        for call in CALLS:
            with self.subTest(call.name):
                self.emulator.reset()
                self.emulator.fault("redirect", location=f"{self.emulator.url}/elsewhere")
                error = failure_of(call.made_by, self.client(call.cloud))
                self.assertIsInstance(error, crec.MalformedReplyError)
                self.assertEqual(error.outcome.http_status, 302)
                self.assertEqual(len(self.emulator.seen()), 1)


class CloudFailureTests(EmulatorTestCase):
    def assert_raised(self, kind: type[crec.CrecError], retryable: bool, **fault: object) -> None:
        """A fault of the cloud is raised as such."""
        with self.subTest(**fault):
            self.emulator.reset()
            self.emulator.fault(str(fault.pop("fault")), **fault)
            error = failure_of(STOP_WEBCAST.made_by, self.client(crec.Cloud.VOLCENGINE))
            self.assertIs(type(error), kind)
            self.assertEqual(error.outcome.retryable, retryable)
            self.assertEqual(error.outcome.code, fault.get("code", ""))

    def test_codes_become_exceptions(self) -> None:
        for code, kind, retryable in (
            ("FlowLimitExceeded.QPSOverLimit", crec.ThrottledError, True),
            ("FlowLimitExceeded.TaskNumberOverLimit", crec.QuotaError, False),
            ("AccessDenied.NoPermissionForApp", crec.PermissionDeniedError, False),
            ("AccessDenied.ServiceNotEnabled", crec.AccountStateError, False),
            ("InvalidParameter.NotExistAppId", crec.NotFoundError, False),
            ("InvalidParameter.TaskAlreadyExists", crec.ConflictError, False),
            ("InvalidParameter", crec.InvalidArgumentError, False),
            ("InvalidTimestamp", crec.ClockSkewError, True),
            ("SignatureDoesNotMatch", crec.AuthenticationError, False),
            ("InvalidSecretToken", crec.AuthenticationError, True),
            ("InternalError", crec.CloudError, True),
            ("FailToConnect", crec.UnavailableError, True),
        ):
            self.assert_raised(kind, retryable, fault="code", code=code)

    def test_a_status_without_a_readable_body_says_enough_or_is_malformed(self) -> None:
        for status, kind, retryable in (
            (429, crec.ThrottledError, True),
            (500, crec.CloudError, True),
            (502, crec.UnavailableError, True),
            (503, crec.UnavailableError, True),
            (504, crec.UnavailableError, True),
            (400, crec.MalformedReplyError, False),
            (404, crec.MalformedReplyError, False),
        ):
            self.assert_raised(kind, retryable, fault="status", status=status)

    def test_what_a_reply_is_wrapped_in_is_named(self) -> None:
        for words, kind, options in (
            ("begins with a byte-order mark", "garbage", {"shape": "bom"}),
            (
                "is encoded as gzip, which was not asked for",
                "reply",
                {"headers": {"Content-Encoding": "gzip"}, "body": "\x1f\x8b"},
            ),
        ):
            with self.subTest(words):
                self.emulator.reset()
                self.emulator.fault(kind, **options)
                error = failure_of(STOP_WEBCAST.made_by, self.client(crec.Cloud.VOLCENGINE))
                self.assertIs(type(error), crec.MalformedReplyError)
                self.assertTrue(error.outcome.message.endswith(f": the reply {words}"))
                self.assertTrue(error.outcome.may_have_been_applied)

    def test_a_refusal_of_the_cloud_has_no_faults_of_ours(self) -> None:
        self.emulator.fault("code", code="InvalidParameter")
        error = failure_of(STOP_WEBCAST.made_by, self.client(crec.Cloud.VOLCENGINE))
        self.assertEqual(error.outcome.faults, ())
        self.assertEqual(error.outcome.attempts, 1)

    def test_a_wrong_clock_is_told(self) -> None:
        self.emulator.clock(advance=3600)
        for call in CALLS:
            with self.subTest(call.name):
                error = failure_of(call.made_by, self.client(call.cloud))
                self.assertIsInstance(error, crec.ClockSkewError)


class NetworkFailureTests(EmulatorTestCase):
    def test_a_connection_refused_is_a_connection_error_and_nothing_was_applied(self) -> None:
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            endpoint = f"127.0.0.1:{closed.getsockname()[1]}"
            for call in CALLS:
                with self.subTest(call.name):
                    client = self.client(call.cloud, endpoint=endpoint)
                    error = failure_of(call.made_by, client)
                    self.assertIsInstance(error, crec.NetworkError)
                    self.assertIsInstance(error, ConnectionError)
                    self.assertFalse(error.outcome.may_have_been_applied)
                    self.assertTrue(error.outcome.retryable)
                    self.assertEqual(error.outcome.http_status, 0)

    def test_a_connection_lost_after_sending_may_have_been_applied(self) -> None:
        for call in CALLS:
            for reset in (False, True):
                with self.subTest(call.name, reset=reset):
                    self.emulator.reset()
                    self.emulator.fault("cut", bytes=0, reset=reset)
                    error = failure_of(call.made_by, self.client(call.cloud))
                    self.assertIsInstance(error, crec.NetworkError)
                    self.assertTrue(error.outcome.may_have_been_applied)

    def test_a_start_is_sent_once_whatever_becomes_of_it(self) -> None:
        for fault, options in (
            ("cut", {"before": True}),
            ("cut", {"before": True, "reset": True}),
            ("cut", {"bytes": 0}),
            ("cut", {"bytes": 100}),
            ("status", {"status": 503}),
            ("garbage", {"shape": "empty"}),
        ):
            with self.subTest(fault, **options):
                self.emulator.reset()
                client = self.client(crec.Cloud.VOLCENGINE)
                START_WB_RECORD.made_by(client)
                self.emulator.fault(fault, **options)
                error = failure_of(START_WB_RECORD.made_by, client)
                self.assertEqual(error.outcome.attempts, 1)
                self.assertEqual(len(self.emulator.seen()), 2)

    def test_a_reply_that_comes_in_drops_is_read(self) -> None:
        self.plant(STOP_RTC_CLOUD_RECORDING)
        self.emulator.fault("drip", interval=0.001)
        outcome = STOP_RTC_CLOUD_RECORDING.made_by(self.client(crec.Cloud.ALIBABA))
        self.assertEqual(outcome.status, crec.Status.OK)


class TimeoutTests(unittest.TestCase):
    def test_no_reply_in_time_is_a_timeout_and_may_have_been_applied(self) -> None:
        for timeout in (0.5, 5.0, 50.0):  # On a slow machine the first may not get that far.
            with WaitingServer() as server, server.client(timeout=timeout) as client:
                start = time.monotonic()
                error = failure_of(STOP_LIVE_RECORD.made_by, client)
                waited = time.monotonic() - start
                arrived = server.arrived.is_set()
            if arrived:
                break
        self.assertTrue(arrived)
        self.assertIsInstance(error, crec.CallTimeoutError)
        self.assertIsInstance(error, TimeoutError)
        self.assertTrue(error.outcome.may_have_been_applied)
        self.assertTrue(error.outcome.retryable)
        self.assertGreaterEqual(error.outcome.elapsed, timeout)
        self.assertLessEqual(error.outcome.elapsed, waited + 0.001)  # It is rounded.

    def test_no_connection_in_time_is_a_timeout_and_nothing_was_applied(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            endpoint = f"127.0.0.1:{silent.getsockname()[1]}"
            with crec.Client(
                crec.Cloud.TENCENT,
                crec.Credentials("id", "secret"),
                endpoint=endpoint,
                connect_timeout=0.5,
                timeout=60.0,
            ) as client:
                error = failure_of(STOP_LIVE_RECORD.made_by, client)
        self.assertIsInstance(error, crec.CallTimeoutError)
        self.assertFalse(error.outcome.may_have_been_applied)


if __name__ == "__main__":
    unittest.main()
