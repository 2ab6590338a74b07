"""Values and exceptions, as far as they go without a client."""

from __future__ import annotations

import dataclasses
import pickle
import unittest
from typing import ClassVar

import crec
from crec.errors import checked

FAULT = crec.Fault("RoomId", "is empty", "1 to 128 of a-z")


def raised(outcome: crec.Outcome) -> crec.CrecError:
    """The exception for an outcome."""
    try:
        checked(outcome)
    except crec.CrecError as error:
        return error
    raise AssertionError(f"{outcome} was not raised")


class CredentialsTests(unittest.TestCase):
    def test_repr_and_str_show_neither_secret_nor_token(self) -> None:
        credentials = crec.Credentials("AKID", "hidden-secret", "hidden-token")
        for text in (repr(credentials), str(credentials), f"{credentials}"):
            self.assertEqual(text, "Credentials(access_key_id='AKID')")

    def test_never_change(self) -> None:
        credentials = crec.Credentials("AKID", "secret")
        with self.assertRaises(dataclasses.FrozenInstanceError):
            credentials.access_key_secret = "other"  # type: ignore[misc]


class CloudTests(unittest.TestCase):
    def test_has_a_name_to_be_typed_and_a_title_to_be_read(self) -> None:
        for cloud in crec.Cloud:
            self.assertIs(crec.Cloud.named(cloud.name.lower()), cloud)
        self.assertIs(crec.Cloud.named("aliyun"), crec.Cloud.ALIBABA)
        titles = ["Volcengine RTC", "Alibaba Cloud Live", "Tencent Cloud Live"]
        self.assertEqual([cloud.title for cloud in crec.Cloud], titles)

    def test_a_name_that_there_is_not_is_refused(self) -> None:
        for name in ("", "Tencent", "tencent\0", "\udcff"):
            with self.subTest(name), self.assertRaises(ValueError):
                crec.Cloud.named(name)


class ClientTests(unittest.TestCase):
    def test_tells_which_endpoint_and_region_it_calls(self) -> None:
        keys = crec.Credentials("id", "secret")
        with crec.Client(crec.Cloud.VOLCENGINE, keys) as client:
            self.assertEqual(client.place, "https://rtc.volcengineapi.com cn-north-1")
        with crec.Client(crec.Cloud.ALIBABA, keys, region="cn-beijing") as client:
            self.assertRegex(client.place, r"^https://live\S+ cn-beijing$")


class SignedRequestTests(unittest.TestCase):
    def test_repr_shows_neither_headers_nor_body(self) -> None:
        signed = crec.SignedRequest("POST", "https://h/", {"Authorization": "hidden"}, b"hidden")
        self.assertEqual(repr(signed), "SignedRequest(method='POST', url='https://h/')")


class OutcomeTests(unittest.TestCase):
    def test_is_ok_if_what_was_asked_for_is_now_so(self) -> None:
        good = {status for status in crec.Status if crec.Outcome(status).ok}
        self.assertEqual(good, {crec.Status.OK, crec.Status.ALREADY_STOPPED})

    def test_never_changes_and_can_be_compared_and_hashed(self) -> None:
        outcome = crec.Outcome(crec.Status.OK, request_id="r")
        self.assertEqual({outcome}, {crec.Outcome(crec.Status.OK, request_id="r")})
        with self.assertRaises(dataclasses.FrozenInstanceError):
            outcome.request_id = "other"  # type: ignore[misc]

    def test_a_status_of_a_newer_library_has_a_name_and_is_raised(self) -> None:
        status = crec.Status(99)
        self.assertEqual((status, status.name, int(status)), (99, "UNKNOWN_99", 99))
        error = raised(crec.Outcome(status, message="new"))
        self.assertIs(type(error), crec.CrecError)

    def test_a_task_state_of_a_newer_library_has_a_name(self) -> None:
        state = crec.TaskState(99)
        self.assertEqual((state, state.name, int(state)), (99, "UNKNOWN_99", 99))

    def test_no_status_is_made_of_what_is_no_number(self) -> None:
        with self.assertRaises(ValueError):
            crec.Status("ok")  # type: ignore[arg-type]


class ErrorTests(unittest.TestCase):
    CLASSES: ClassVar[dict[crec.Status, type[crec.CrecError]]] = {
        crec.Status.INVALID_ARGUMENT: crec.InvalidArgumentError,
        crec.Status.AUTHENTICATION: crec.AuthenticationError,
        crec.Status.PERMISSION: crec.PermissionDeniedError,
        crec.Status.ACCOUNT_STATE: crec.AccountStateError,
        crec.Status.NOT_FOUND: crec.NotFoundError,
        crec.Status.CONFLICT: crec.ConflictError,
        crec.Status.THROTTLED: crec.ThrottledError,
        crec.Status.QUOTA: crec.QuotaError,
        crec.Status.CLOCK_SKEW: crec.ClockSkewError,
        crec.Status.CLOUD_ERROR: crec.CloudError,
        crec.Status.UNAVAILABLE: crec.UnavailableError,
        crec.Status.NETWORK: crec.NetworkError,
        crec.Status.TLS: crec.TLSError,
        crec.Status.TIMEOUT: crec.CallTimeoutError,
        crec.Status.CANCELLED: crec.CallCancelledError,
        crec.Status.MALFORMED_REPLY: crec.MalformedReplyError,
        crec.Status.FULL: crec.FullError,
        crec.Status.BUSY: crec.BusyError,
        crec.Status.CLOSED: crec.ClosedError,
        crec.Status.FORKED: crec.ForkedError,
        crec.Status.INTERNAL: crec.InternalError,
        crec.Status.SHORTAGE: crec.ShortageError,
    }

    def test_each_failing_status_has_a_class_of_its_own(self) -> None:
        good = {crec.Status.OK, crec.Status.ALREADY_STOPPED}
        self.assertEqual(self.CLASSES.keys() | good, set(crec.Status))
        for status, kind in self.CLASSES.items():
            with self.subTest(status.name):
                outcome = crec.Outcome(status, message="m")
                error = raised(outcome)
                self.assertIs(type(error), kind)
                self.assertIs(error.outcome, outcome)

    def test_where_python_has_a_name_the_exception_is_of_that_kind(self) -> None:
        for kind, builtin in {
            crec.InvalidArgumentError: ValueError,
            crec.PermissionDeniedError: PermissionError,
            crec.NetworkError: ConnectionError,
            crec.TLSError: ConnectionError,
            crec.CallTimeoutError: TimeoutError,
            crec.ClosedError: ValueError,
            crec.LibraryError: OSError,
        }.items():
            with self.subTest(kind.__name__):
                self.assertTrue(issubclass(kind, builtin))

    def test_text_has_code_message_and_request_id(self) -> None:
        outcome = crec.Outcome(crec.Status.NOT_FOUND, message="No.", code="NoTask", request_id="r")
        self.assertEqual(str(raised(outcome)), "NoTask: No. (request r)")
        self.assertEqual(str(raised(crec.Outcome(crec.Status.NETWORK, message="No."))), "No.")

    def test_survives_pickling_with_its_outcome(self) -> None:
        for status in self.CLASSES:
            with self.subTest(status.name):
                outcome = crec.Outcome(status, message="m", body=b"\0", faults=(FAULT,))
                copy = pickle.loads(pickle.dumps(raised(outcome)))
                self.assertIs(type(copy), self.CLASSES[status])
                self.assertEqual(copy.outcome, outcome)


class FaultTests(unittest.TestCase):
    def test_text_says_field_problem_and_rule(self) -> None:
        self.assertEqual(str(FAULT), "RoomId is empty (rule: 1 to 128 of a-z)")


if __name__ == "__main__":
    unittest.main()
