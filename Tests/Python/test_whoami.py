"""The owner of the key that a client signs with."""

from __future__ import annotations

import dataclasses
import os
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from unittest import mock

from key_support import FILES, ROLES, FoundKeyTestCase

import crec
from record_support import NOWHERE
from support import KEYS, eventually, failure_of

PRINCIPALS = {
    crec.Cloud.VOLCENGINE: "trn:",
    crec.Cloud.ALIBABA: "acs:",
    crec.Cloud.TENCENT: "qcs::",
}


class WhoamiTests(FoundKeyTestCase):
    def test_of_a_key_that_was_given(self) -> None:
        for cloud in crec.Cloud:
            with self.subTest(cloud.name):
                identity = self.finding(cloud, KEYS[cloud]).whoami()
                self.assertTrue(identity.account.isdecimal())
                self.assertTrue(identity.principal.startswith(PRINCIPALS[cloud]))
                self.assertEqual((identity.source, identity.expires_at), ("", None))

    def test_of_a_profile(self) -> None:
        for cloud in crec.Cloud:
            with self.subTest(cloud.name):
                given = self.finding(cloud, KEYS[cloud]).whoami()
                path = self.write_profiles(cloud, "default")
                identity = self.finding(cloud).whoami()
                self.assertEqual(identity.account, given.account)
                self.assertEqual(identity.source, FILES[cloud][1])
                self.assertEqual(identity.origin, f"profile default of {path}")

    def test_of_a_role(self) -> None:
        for cloud in crec.Cloud:
            with self.subTest(cloud.name):
                path = self.write_profiles(cloud, "default")
                identity = self.finding(cloud, role=ROLES[cloud]).whoami()
                self.assertIn(ROLES[cloud], identity.origin)
                self.assertIn(str(path), identity.origin)
                assert identity.expires_at
                self.assertEqual(identity.expires_at.tzinfo, UTC)
                self.assertGreater(identity.expires_at, datetime.now(UTC))
                self.assertIn("role", identity.principal)

    def test_of_a_source_of_its_own(self) -> None:
        cloud, end = crec.Cloud.ALIBABA, int(time.time()) + 1000
        client = self.finding(cloud, lambda query: query.answer(KEYS[cloud], end))
        identity = client.whoami()
        self.assertEqual(identity.origin, "the host's source")
        self.assertEqual(identity.expires_at, datetime.fromtimestamp(end, UTC))

    def test_it_is_frozen_and_holds_no_secret(self) -> None:
        cloud = crec.Cloud.TENCENT
        identity = self.finding(cloud, KEYS[cloud]).whoami()
        self.assertNotIn(KEYS[cloud].access_key_secret, repr(identity))
        with self.assertRaises(dataclasses.FrozenInstanceError):
            identity.account = ""  # type: ignore[misc]

    def test_it_fails_as_a_call_does(self) -> None:
        cloud = crec.Cloud.TENCENT
        error = failure_of(self.finding(cloud).whoami)
        self.assertIsInstance(error, crec.AuthenticationError)
        self.assertIn("no key was found", str(error))
        wrong = crec.Credentials("nobody", "wrong")
        error = failure_of(self.finding(cloud, wrong).whoami)
        self.assertIsInstance(error, crec.AuthenticationError)
        self.assertEqual(error.outcome.code, "AuthFailure.SecretIdNotFound")
        error = failure_of(self.finding(cloud, wrong, sts_endpoint=NOWHERE).whoami)
        self.assertIsInstance(error, crec.NetworkError)
        client = self.finding(cloud, wrong)
        client.close()
        self.assertIsInstance(failure_of(client.whoami), crec.ClosedError)

    def test_a_key_that_is_given_while_one_is_fetched(self) -> None:
        key, queries = KEYS[crec.Cloud.TENCENT], list[crec.KeyQuery]()
        client = self.finding(crec.Cloud.TENCENT, queries.append, timeout=20.0)
        with ThreadPoolExecutor() as pool:
            identity = pool.submit(client.whoami)
            self.assertTrue(eventually(lambda: bool(queries)))
            client.set_credentials(key)
            queries[0].answer(crec.Credentials("nobody", "wrong"))
            self.assertEqual(identity.result(), client.whoami())

    def test_a_key_that_is_given_after_one_was_found(self) -> None:
        for cloud in crec.Cloud:
            with self.subTest(cloud.name):
                self.write_profiles(cloud, "default")
                client = self.finding(cloud, timeout=20.0)
                found = client.whoami()
                client.set_credentials(crec.Credentials("nobody", "wrong"))
                self.assertIsInstance(failure_of(client.whoami), crec.AuthenticationError)
                client.set_credentials(KEYS[cloud])
                self.assertEqual(client.whoami().account, found.account)

    def test_the_environments_key(self) -> None:
        key = KEYS[crec.Cloud.TENCENT]
        variables = {
            "TENCENTCLOUD_SECRET_ID": key.access_key_id,
            "TENCENTCLOUD_SECRET_KEY": key.access_key_secret,
        }
        with mock.patch.dict(os.environ, variables):
            client = self.finding(crec.Cloud.TENCENT)
        self.assertEqual(client.whoami().source, "environment")


if __name__ == "__main__":
    unittest.main()
