"""Arguments that are wrong are refused by name, all at once, and nothing is sent."""

from __future__ import annotations

import unittest
from typing import Any

import crec
from crec._arguments import Arguments
from support import (
    CALLS,
    KEYS,
    START_WB_RECORD,
    STOP_LIVE_RECORD,
    STOP_RTC_CLOUD_RECORDING,
    Call,
    EmulatorTestCase,
    failure_of,
)

NAMES = {
    "app_id": "AppId",
    "room_id": "RoomId",
    "task_id": "TaskId",
    "user_id": "UserId",
    "business_id": "BusinessId",
    "source_url": "SourceURL",
    "stream_name": "StreamName",
    "version": "version",
}

NO_TEXT: tuple[Any, ...] = (7, 1.5, True, b"bytes", ["list"], object())
NO_C_STRING = ("a\0b", "\0", "\ud800", "a\udfffb")
CONTROLS = ("a\r\nb", "a\tb", "Your_TaskId\t", "a\x7fb", "a\x85b")
NO_ID = ("a" * 129, "a b", " a", "a/b", "室", "\U0001f600", "a%b", "a:b", "é")
NO_INTEGER = (-1, "-1", "text", "1.5", "1 ", "+1", "0x1", "1e3", "\uff11", "007", "")
TOO_LARGE = (2**63, "9223372036854775808", 2**64, 10**5000, -(10**5000))

BAD_TEXT = (None, "", *NO_TEXT, *NO_C_STRING, *CONTROLS)
BAD_ID = (*BAD_TEXT, *NO_ID)
BAD_TASK_NUMBER = (None, 1.5, True, b"1", *NO_C_STRING, *CONTROLS, *NO_INTEGER, *TOO_LARGE)


def shown(value: object) -> str:
    """A value for a test's title; Python does not write out a huge int but in hex."""
    return (hex(value) if isinstance(value, int) else ascii(value))[:40]


def bad_values(call: Call, name: str) -> tuple[Any, ...]:
    """Values that a field of a call must not have."""
    if call is STOP_LIVE_RECORD:
        return BAD_TASK_NUMBER if name == "task_id" else BAD_TEXT
    if call is STOP_RTC_CLOUD_RECORDING:
        return (*BAD_ID, "a+b", "*" * 129)
    return (*BAD_ID, "a*b")


class FieldTests(EmulatorTestCase):
    def assert_refused(self, call: Call, name: str, value: object) -> None:
        """The value is refused by the call and by its request, for the same reason."""
        client = self.client(call.cloud)
        with self.subTest(call.name, name=name, value=shown(value)):
            error = failure_of(call.made_by, client, **{name: value})
            self.assertIsInstance(error, crec.InvalidArgumentError)
            self.assertIsInstance(error, ValueError)
            (fault,) = error.outcome.faults
            self.assertEqual(fault.field, NAMES[name])
            self.assertTrue(fault.problem)
            self.assertTrue(fault.rule)
            self.assertIn(str(fault), str(error))
            self.assertEqual(error.outcome.attempts, 0)
            self.assertFalse(error.outcome.may_have_been_applied)
            again = failure_of(call.request, **{name: value})
            self.assertEqual(again.outcome.faults, (fault,))

    def tearDown(self) -> None:
        self.assertEqual(self.emulator.seen(), [])

    def test_every_bad_value_of_every_required_field_is_refused(self) -> None:
        for call in CALLS:
            for name in call.arguments:
                for value in bad_values(call, name):
                    self.assert_refused(call, name, value)

    def test_bad_values_of_optional_fields_are_refused(self) -> None:
        for value in BAD_ID[1:]:
            self.assert_refused(START_WB_RECORD, "business_id", value)
        for value in (
            *BAD_TEXT[1:],
            "example.com",
            "ftp://example.com/",
            "https://",
            "https://a b",
        ):
            self.assert_refused(START_WB_RECORD, "source_url", value)
        for call in CALLS:
            for value in (*BAD_TEXT[1:], "2020", "2020-12-1", "2020/12/01"):
                self.assert_refused(call, "version", value)

    def test_an_argument_that_is_left_out_is_named_by_python(self) -> None:
        for call in CALLS:
            for name in call.arguments:
                rest = {other: call.arguments[other] for other in call.arguments if other != name}
                for function in (
                    getattr(self.client(call.cloud), call.name),
                    getattr(crec.Request, call.name),
                ):
                    with (
                        self.subTest(call.name, name=name),
                        self.assertRaisesRegex(TypeError, f"'{name}'"),
                    ):
                        function(**rest)

    def test_all_faults_are_told_at_once(self) -> None:
        for call in CALLS:
            client = self.client(call.cloud)
            for value in ("", "\0", None):
                with self.subTest(call.name, value=value):
                    error = failure_of(call.made_by, client, **dict.fromkeys(call.arguments, value))
                    fields = [fault.field for fault in error.outcome.faults]
                    self.assertEqual(sorted(fields), sorted(map(NAMES.get, call.arguments)))


class OptionTests(unittest.TestCase):
    def assert_refused(self, field: str, /, **options: Any) -> None:
        """A client is refused, for one option."""
        options = {"cloud": crec.Cloud.TENCENT, "credentials": KEYS[crec.Cloud.TENCENT], **options}
        with self.subTest(**{name: shown(value) for name, value in options.items()}):
            error = failure_of(crec.Client, **options)
            self.assertIsInstance(error, crec.InvalidArgumentError)
            self.assertEqual([fault.field for fault in error.outcome.faults], [field])

    def test_what_is_no_text_or_no_c_string_is_refused(self) -> None:
        names = ("endpoint", "host", "region", "service", "ca_file", "ca_directory", "proxy")
        for name in (*names, "role"):
            for value in (*NO_TEXT, *NO_C_STRING, "a\nb"):
                self.assert_refused(name, **{name: value})
        for name in ("profile", "source", "sts_endpoint", "metadata_endpoint"):
            for value in (*NO_TEXT, *NO_C_STRING):
                self.assert_refused(name, **{name: value})

    def test_a_limit_is_a_number_that_c_can_hold_and_not_0(self) -> None:
        wrong: tuple[Any, ...] = (0, -1, True, "1", 1.5, 2**64)
        for name in ("reply_limit", "connection_limit", "queue_limit", "attempt_limit"):
            for value in wrong:
                self.assert_refused(name, **{name: value})
        for name in ("timeout", "connect_timeout"):
            for value in (0, 0.0, -1, -0.0001, True, "1", float("nan"), float("inf"), 10**400):
                self.assert_refused(name, **{name: value})

    def test_seconds_are_rounded_up_so_that_none_become_the_default(self) -> None:
        for seconds, milliseconds in ((None, 0), (1e-9, 1), (0.0011, 2), (0.5, 500), (60, 60_000)):
            with self.subTest(seconds=seconds):
                self.assertEqual(Arguments().milliseconds("timeout", seconds), milliseconds)

    def test_a_limit_that_is_too_large_for_the_library_is_refused_too(self) -> None:
        self.assert_refused("timeout_ms", timeout=1e9)
        self.assert_refused("connect_timeout_ms", connect_timeout=1e9)
        self.assert_refused("reply_limit", reply_limit=2**63)
        self.assert_refused("connection_limit", connection_limit=1001)
        self.assert_refused("queue_limit", queue_limit=1000001)
        self.assert_refused("attempt_limit", attempt_limit=1001)

    def test_a_switch_is_a_bool(self) -> None:
        for name in ("allow_http", "proxy_from_environment", "failover"):
            for value in ("no", 0, 1, None):
                self.assert_refused(name, **{name: value})

    def test_a_pacing_is_one_of_the_pacings(self) -> None:
        wrong: tuple[Any, ...] = (3, -1, 2**32, "wait", None, [], 1.5)
        for value in wrong:
            self.assert_refused("pacing", pacing=value)

    def test_rates_are_numbers_by_action(self) -> None:
        wrong: tuple[Any, ...] = ([("StopWebcast", 1)], 10, "StopWebcast")
        for value in wrong:
            self.assert_refused("rates", rates=value)
        for rate in (-1, 1.5, "1", True, 2**31):
            self.assert_refused("rates['StopWebcast']", rates={"StopWebcast": rate})
        self.assert_refused("rates[0].action", rates={"Stop Webcast": 1})
        self.assert_refused("rates[0].calls_per_second", rates={"StopWebcast": 100_001})

    def test_failover_is_for_the_vendors_own_hosts(self) -> None:
        self.assert_refused("failover", failover=True, endpoint="https://127.0.0.1:1")
        crec.Client(crec.Cloud.TENCENT, KEYS[crec.Cloud.TENCENT], failover=True).close()

    def test_a_cloud_is_one_of_the_clouds(self) -> None:
        wrong: tuple[Any, ...] = (0, 4, -1, 2**32 + 1, "tencent", None, [], 1.5)
        for value in wrong:
            self.assert_refused("cloud", cloud=value)

    def test_http_is_for_loopback_unless_it_is_allowed(self) -> None:
        self.assert_refused("endpoint", endpoint="http://192.0.2.1")
        crec.Client(
            crec.Cloud.TENCENT,
            KEYS[crec.Cloud.TENCENT],
            endpoint="http://192.0.2.1",
            allow_http=True,
        ).close()

    def test_credentials_are_refused_without_being_shown(self) -> None:
        secret = "hidden-secret"
        for field, credentials in (
            ("credentials", ("id", secret)),
            ("credentials", {"access_key_secret": secret}),
            ("access_key_id", crec.Credentials("", secret)),
            ("access_key_id", crec.Credentials(" id", secret)),
            ("access_key_secret", crec.Credentials("id", secret + "\n")),
            ("access_key_secret", crec.Credentials("id", secret + "\0")),
            ("access_key_secret", crec.Credentials("id", secret + "\ud800")),
            ("access_key_secret", crec.Credentials("id", secret.encode())),  # type: ignore[arg-type]
            ("access_key_secret", crec.Credentials("id", None)),  # type: ignore[arg-type]
            ("security_token", crec.Credentials("id", "key", secret + "\r")),
            ("security_token", crec.Credentials("id", "key", 7)),  # type: ignore[arg-type]
        ):
            self.assert_refused(field, credentials=credentials)
            error = failure_of(crec.Client, crec.Cloud.TENCENT, credentials)
            self.assertNotIn(secret, f"{error} {error!r} {error.outcome!r}")

    def test_all_faults_of_the_options_are_told_at_once(self) -> None:
        error = failure_of(
            crec.Client,
            crec.Cloud.TENCENT,
            crec.Credentials("\0", "\0"),
            host="\0",
            timeout=0,
            allow_http="no",
        )
        fields = {fault.field for fault in error.outcome.faults}
        self.assertEqual(
            fields, {"access_key_id", "access_key_secret", "host", "timeout", "allow_http"}
        )


class RequestTests(unittest.TestCase):
    def assert_refused(self, field: str, /, **changes: Any) -> None:
        """A request of any action is refused, for one argument."""
        right = {"cloud": crec.Cloud.TENCENT, "action": "StopLiveRecord", "version": "2018-08-01"}
        with self.subTest(**{name: shown(value) for name, value in changes.items()}):
            error = failure_of(crec.Request, **{**right, **changes})
            self.assertIsInstance(error, crec.InvalidArgumentError)
            self.assertEqual([fault.field for fault in error.outcome.faults], [field])

    def test_wrong_arguments_are_named(self) -> None:
        wrong: dict[str, tuple[Any, ...]] = {
            "action": (None, "", "Stop LiveRecord", "a\0", "\ud800", 7),
            "version": (None, "", "2018", "a\0", 7),
            "method": ("PUT", "get", "G\0T", 7),
            "content_type": ("a\nb", "a\0b", 7),
            "body": ("text", None, 7),
            "query": (7, "ab", b"ab", None, ["ab"], [("a", "b", "c")], {"a": 1}, {"\0": "b"}),
            "cloud": (9, "tencent"),
        }
        for field, values in wrong.items():
            for value in values:
                self.assert_refused(field, **{field: value})


if __name__ == "__main__":
    unittest.main()
