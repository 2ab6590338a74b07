"""The five calls over TLS: what is sent, what comes back, what is raised."""

import dataclasses
import os
import unittest
from functools import partial
from unittest import mock

import crec
from support import (
    CALLS,
    KEYS,
    START_WB_RECORD,
    STOP_LIVE_RECORD,
    STOP_RTC_CLOUD_RECORDING,
    STOP_WB_RECORD,
    STOP_WEBCAST,
    STOPS,
    EmulatorTestCase,
    failure_of,
)


class FiveCallTests(EmulatorTestCase):
    def test_each_does_what_it_says(self) -> None:
        for call in CALLS:
            with self.subTest(call.name):
                self.emulator.reset()
                if call in STOPS:
                    self.plant(call)
                outcome = call.made_by(self.client(call.cloud))
                (seen,) = self.emulator.seen()
                (task,) = self.emulator.tasks()

                self.assertEqual(outcome.status, crec.Status.OK)
                self.assertTrue(outcome.ok)
                self.assertTrue(outcome.may_have_been_applied)
                self.assertEqual(outcome.request_id, seen["request_id"])
                self.assertEqual(outcome.http_status, 200)
                self.assertEqual(outcome.attempts, 1)
                self.assertEqual(outcome.host, self.emulator.url.removeprefix("https://"))
                self.assertIn(seen["request_id"].encode(), outcome.body)
                self.assertEqual((outcome.code, outcome.faults), ("", ()))
                self.assertEqual((seen["action"], seen["version"]), (call.action, call.version))
                self.assertEqual(seen["fields"], call.fields)
                self.assertEqual(task["state"], "stopped" if call in STOPS else "running")

    def test_a_request_performed_is_the_same_call(self) -> None:
        for call in CALLS:
            with self.subTest(call.name):
                self.emulator.reset()
                if call in STOPS:
                    self.plant(call)
                outcome = self.client(call.cloud).perform(call.request())
                (seen,) = self.emulator.seen()
                self.assertEqual(outcome.status, crec.Status.OK)
                self.assertEqual(seen["fields"], call.fields)
                self.assertEqual((seen["action"], seen["version"]), (call.action, call.version))

    def test_any_action_can_be_performed(self) -> None:
        self.plant(STOP_RTC_CLOUD_RECORDING)
        request = crec.Request(
            crec.Cloud.ALIBABA, "StopRtcCloudRecording", "2016-11-01", query=[("TaskId", "task")]
        )
        outcome = self.client(crec.Cloud.ALIBABA).perform(request)
        self.assertEqual((outcome.status, outcome.task_id), (crec.Status.OK, "task"))

    def test_the_version_of_a_call_can_be_chosen(self) -> None:
        self.plant(STOP_WEBCAST)
        STOP_WEBCAST.made_by(self.client(crec.Cloud.VOLCENGINE), version="2023-11-01")
        self.assertEqual(self.emulator.seen()[0]["version"], "2023-11-01")

    def test_optional_fields_are_sent_as_given(self) -> None:
        optional = {"business_id": "unit.7", "source_url": "https://example.com/board?a=b"}
        START_WB_RECORD.made_by(self.client(crec.Cloud.VOLCENGINE), **optional)
        expected = {"BusinessId": "unit.7", "SourceURL": "https://example.com/board?a=b"}
        self.assertEqual(self.emulator.seen()[0]["fields"], START_WB_RECORD.fields | expected)

    def test_a_task_id_of_tencent_may_be_a_number_or_its_text_up_to_the_limit(self) -> None:
        client = self.client(crec.Cloud.TENCENT)
        for task_id in (0, 1, 2**63 - 1, "0", "9223372036854775807"):
            with self.subTest(task_id=task_id):
                self.emulator.reset()
                self.emulator.plant("live", StreamName="stream", TaskId=task_id)
                STOP_LIVE_RECORD.made_by(client, task_id=task_id)
                self.assertEqual(self.emulator.seen()[0]["fields"]["TaskId"], int(task_id))

    def test_a_stream_name_is_any_text(self) -> None:
        client = self.client(crec.Cloud.TENCENT)
        for name in ("a b", "a/b", "直播", "\U0001f600", "x" * 129, '"\\'):
            with self.subTest(name=name):
                self.emulator.reset()
                self.emulator.plant("live", StreamName=name, TaskId=123)
                STOP_LIVE_RECORD.made_by(client, stream_name=name)
                self.assertEqual(self.emulator.seen()[0]["fields"]["StreamName"], name)

    def test_an_id_may_have_every_character_allowed_and_128_of_them(self) -> None:
        for call in (STOP_WB_RECORD, STOP_WEBCAST, STOP_RTC_CLOUD_RECORDING):
            for task_id in ("aZ09_@-.", "x" * 128):
                with self.subTest(call.name, task_id=task_id):
                    self.emulator.reset()
                    self.emulator.plant(call.kind, **{**call.task, "TaskId": task_id})
                    outcome = call.made_by(self.client(call.cloud), task_id=task_id)
                    self.assertEqual(outcome.status, crec.Status.OK)


class FailureTests(EmulatorTestCase):
    def test_stopping_twice_is_as_good_as_done_where_the_cloud_says_so(self) -> None:
        for call in (STOP_WB_RECORD, STOP_WEBCAST, STOP_RTC_CLOUD_RECORDING):
            with self.subTest(call.name):
                self.plant(call)
                client = self.client(call.cloud)
                call.made_by(client)
                again = call.made_by(client)
                self.assertEqual(again.status, crec.Status.ALREADY_STOPPED)
                self.assertTrue(again.ok)
                self.assertEqual(again.code, self.emulator.seen()[-1]["code"])

    def test_tencent_does_not_tell_a_stopped_task_from_an_unknown_one(self) -> None:
        self.plant(STOP_LIVE_RECORD)
        client = self.client(crec.Cloud.TENCENT)
        STOP_LIVE_RECORD.made_by(client)
        error = failure_of(STOP_LIVE_RECORD.made_by, client)
        self.assertIsInstance(error, crec.NotFoundError)
        self.assertEqual(error.outcome.code, "ResourceNotFound.TaskId")

    def test_an_unknown_task_is_not_found(self) -> None:
        for call, code in (
            (STOP_RTC_CLOUD_RECORDING, "NotFound.Task"),
            (STOP_LIVE_RECORD, "ResourceNotFound.ChannelNotExist"),
        ):
            with self.subTest(call.name):
                error = failure_of(call.made_by, self.client(call.cloud))
                self.assertIsInstance(error, crec.NotFoundError)
                self.assertEqual(error.outcome.code, code)
                self.assertFalse(error.outcome.may_have_been_applied)

    def test_starting_twice_is_a_conflict(self) -> None:
        client = self.client(crec.Cloud.VOLCENGINE)
        START_WB_RECORD.made_by(client)
        error = failure_of(START_WB_RECORD.made_by, client)
        self.assertIsInstance(error, crec.ConflictError)

    def test_an_exception_carries_the_outcome(self) -> None:
        error = failure_of(STOP_LIVE_RECORD.made_by, self.client(crec.Cloud.TENCENT))
        (seen,) = self.emulator.seen()
        outcome = error.outcome
        self.assertEqual(outcome.status, crec.Status.NOT_FOUND)
        self.assertEqual(outcome.request_id, seen["request_id"])
        self.assertEqual((outcome.http_status, outcome.attempts), (200, 1))
        self.assertIn(b"ChannelNotExist", outcome.body)
        for part in (outcome.code, outcome.message, outcome.request_id):
            self.assertIn(part, str(error))

    def test_a_client_of_another_cloud_sends_nothing(self) -> None:
        for call in CALLS:
            for cloud in set(crec.Cloud) - {call.cloud}:
                client = self.client(cloud)
                for attempt in (
                    partial(call.made_by, client),
                    partial(client.perform, call.request()),
                ):
                    with self.subTest(call.name, cloud=cloud.name):
                        error = failure_of(attempt)
                        self.assertIsInstance(error, crec.InvalidArgumentError)
                        self.assertEqual(error.outcome.attempts, 0)
        self.assertEqual(self.emulator.seen(), [])

    def test_a_ca_that_is_not_the_servers_is_not_trusted(self) -> None:
        client = self.client(crec.Cloud.TENCENT, ca_file=None)
        error = failure_of(STOP_LIVE_RECORD.made_by, client)
        self.assertIsInstance(error, crec.TLSError)
        self.assertIsInstance(error, ConnectionError)
        self.assertEqual(self.emulator.seen(), [])


class CredentialTests(EmulatorTestCase):
    def test_a_wrong_key_or_secret_is_refused_by_each_cloud(self) -> None:
        for call in CALLS:
            right = KEYS[call.cloud]
            for wrong in (
                crec.Credentials("unknown-key", "hidden-secret"),
                dataclasses.replace(right, access_key_secret="hidden-secret"),
                dataclasses.replace(right, security_token="hidden-secret"),
            ):
                with self.subTest(call.name, wrong=wrong):
                    error = failure_of(call.made_by, self.client(call.cloud, wrong))
                    self.assertIsInstance(error, crec.AuthenticationError)
                    self.assertFalse(error.outcome.may_have_been_applied)
                    self.assertNotIn("hidden-secret", f"{error} {error!r}")
        self.assertEqual(self.emulator.tasks(), [])

    def test_new_credentials_hold_from_the_next_call_on(self) -> None:
        self.plant(STOP_LIVE_RECORD)
        client = self.client(crec.Cloud.TENCENT, crec.Credentials("old", "old"))
        self.assertIsInstance(
            failure_of(STOP_LIVE_RECORD.made_by, client), crec.AuthenticationError
        )
        client.set_credentials(KEYS[crec.Cloud.TENCENT])
        self.assertEqual(STOP_LIVE_RECORD.made_by(client).status, crec.Status.OK)

    def test_the_old_credentials_stay_if_the_new_are_faulty(self) -> None:
        self.plant(STOP_LIVE_RECORD)
        client = self.client(crec.Cloud.TENCENT)
        for faulty in (
            crec.Credentials("", ""),
            crec.Credentials("id", "secret "),
            crec.Credentials("id", "secret", "to\nken"),
            crec.Credentials("\ufeffid", "secret"),
            crec.Credentials("id", '"secret"'),
            crec.Credentials("id", "secret", "token\xa0"),
        ):
            error = failure_of(client.set_credentials, faulty)
            self.assertIsInstance(error, crec.InvalidArgumentError)
        self.assertEqual(STOP_LIVE_RECORD.made_by(client).status, crec.Status.OK)

    def test_without_credentials_the_environment_is_read(self) -> None:
        keys = KEYS[crec.Cloud.TENCENT]
        variables = {
            "TENCENTCLOUD_SECRET_ID": keys.access_key_id,
            "TENCENTCLOUD_SECRET_KEY": keys.access_key_secret,
        }
        self.plant(STOP_LIVE_RECORD)
        with mock.patch.dict(os.environ, variables):
            client = crec.Client(
                crec.Cloud.TENCENT,
                endpoint=self.emulator.url,
                ca_file=self.emulator.ca_file,
            )
        with client:
            self.assertEqual(STOP_LIVE_RECORD.made_by(client).status, crec.Status.OK)


if __name__ == "__main__":
    unittest.main()
