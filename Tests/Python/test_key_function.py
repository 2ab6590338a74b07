"""A program's own source of keys: a function that is asked, and answers now, later or never."""

from __future__ import annotations

import gc
import logging
import threading
import time
import unittest
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from key_support import FoundKeyTestCase

import crec
from support import KEYS, STOP_LIVE_RECORD, eventually, failure_of, run_in_child

TENCENT = crec.Cloud.TENCENT
KEY = KEYS[TENCENT]
LOGGER = logging.getLogger("source")


class Source:
    """Keeps what it is asked with, and does something about it."""

    def __init__(self, act: Callable[[crec.KeyQuery], None] = lambda query: query.answer(KEY)):
        """Answers at once, unless told otherwise."""
        self.queries: list[crec.KeyQuery] = []
        self.threads: set[str] = set()
        self._act = act

    def __call__(self, query: crec.KeyQuery) -> None:
        self.queries.append(query)
        self.threads.add(threading.current_thread().name)
        self._act(query)


def ignore(_: crec.KeyQuery) -> None:
    """Leaves the query unanswered."""


class AnswerTests(FoundKeyTestCase):
    def test_it_answers_at_once(self) -> None:
        source = Source()
        client = self.finding(TENCENT, source)
        self.assertEqual(source.queries, [])
        self.stop(client)
        self.stop(client)
        self.assertEqual(len(source.queries), 1)
        self.assertNotIn("MainThread", source.threads)

    def test_it_answers_later_from_another_thread(self) -> None:
        source = Source(ignore)

        def answer() -> None:
            eventually(lambda: bool(source.queries))
            time.sleep(0.2)
            source.queries[0].answer(KEY)

        thread = threading.Thread(target=answer)
        thread.start()
        self.stop(self.finding(TENCENT, source))
        thread.join()

    def test_one_question_is_for_all_calls_that_wait(self) -> None:
        source = Source(ignore)
        client = self.finding(TENCENT, source)
        calls = [threading.Thread(target=failure_of, args=(self.call, client)) for _ in range(5)]
        for thread in calls:
            thread.start()
        self.assertTrue(eventually(lambda: client.counters().open == 5 and bool(source.queries)))
        source.queries[0].answer(KEY)
        for thread in calls:
            thread.join()
        self.assertEqual((len(source.queries), client.counters().attempts), (1, 5))

    def test_before_a_key_expires_it_is_asked_again(self) -> None:
        for end in (
            lambda: time.time() + 2,
            lambda: int(time.time()) + 2,
            lambda: datetime.now(UTC) + timedelta(seconds=2),
            lambda: datetime.now(timezone(timedelta(hours=8))) + timedelta(seconds=2),
        ):
            source = Source(lambda query, end=end: query.answer(KEY, end()))  # type: ignore[misc]
            client = self.finding(TENCENT, source)
            self.stop(client)
            time.sleep(2)
            self.stop(client)
            self.assertEqual(len(source.queries), 2)

    def test_a_key_that_is_refused_is_asked_for_anew(self) -> None:
        keys = [crec.Credentials("nobody", "wrong"), KEY]
        source = Source(lambda query: query.answer(keys.pop(0)))
        self.stop(self.finding(TENCENT, source, attempt_limit=2))
        self.assertEqual((len(source.queries), keys), (2, []))

    def test_a_role_is_assumed_with_its_key(self) -> None:
        role = "qcs::cam::uin/100000000001:roleName/recorder"
        self.stop(self.finding(TENCENT, Source(), role=role))
        self.assertEqual(self.emulator.all_keys("tencent")[-1]["signer"], KEY.access_key_id)

    def test_a_key_that_is_given_ends_the_asking(self) -> None:
        source = Source()
        client = self.finding(TENCENT, source)
        client.set_credentials(KEY)
        self.stop(client)
        self.assertEqual(source.queries, [])

    @staticmethod
    def call(client: crec.Client) -> crec.Outcome:
        """A call that finds nothing."""
        return STOP_LIVE_RECORD.made_by(client)


class FaultTests(FoundKeyTestCase):
    def test_it_fails(self) -> None:
        client = self.finding(TENCENT, Source(lambda query: query.fail("the vault is sealed")))
        self.assertIn("the host's source: the vault is sealed", self.why_none(client))

    def test_it_raises(self) -> None:
        def act(_: crec.KeyQuery) -> None:
            raise LookupError("hidden")

        client = self.finding(TENCENT, Source(act), logger=LOGGER)
        with self.assertLogs(LOGGER, logging.DEBUG) as logs:
            words = self.why_none(client)
        self.assertIn("the host's source: raised LookupError", words)
        self.assertNotIn("hidden", f"{words} {logs.output} {client!r}")

    def test_it_drops_the_question(self) -> None:
        client = self.finding(TENCENT, ignore)
        self.assertIn("the host's source: dropped the question", self.why_none(client))

    def test_it_answers_with_what_is_no_key(self) -> None:
        source = Source(lambda query: query.answer(crec.Credentials("id", "hidden ")))
        words = self.why_none(self.finding(TENCENT, source))
        self.assertIn("the host's source: access_key_secret has a blank", words)
        self.assertNotIn("hidden", words)

    def test_it_never_answers(self) -> None:
        source = Source(ignore)
        client = self.finding(TENCENT, source, timeout=0.3)
        error = failure_of(STOP_LIVE_RECORD.made_by, client)
        self.assertIsInstance(error, crec.CallTimeoutError)
        self.assertEqual((len(source.queries), error.outcome.attempts), (1, 0))

    def test_it_has_no_other_than_the_key_that_was_refused(self) -> None:
        keys = [crec.Credentials("nobody", "wrong")]

        def act(query: crec.KeyQuery) -> None:
            if keys:
                query.answer(keys.pop())
            else:
                query.fail("vault sealed")

        client = self.finding(TENCENT, act, attempt_limit=3, timeout=3.0)
        error = failure_of(STOP_LIVE_RECORD.made_by, client)
        self.assertIsInstance(error, crec.CallTimeoutError)
        self.assertRegex(str(error), "it waited for its key.*vault sealed")

    def test_the_client_is_closed_before_the_answer(self) -> None:
        source = Source(ignore)
        client = self.finding(TENCENT, source)
        failures: list[crec.CrecError] = []

        def call(client: crec.Client) -> None:
            failures.append(failure_of(STOP_LIVE_RECORD.made_by, client))

        thread = threading.Thread(target=call, args=(client,))
        thread.start()
        self.assertTrue(eventually(lambda: bool(source.queries)))
        client.close(0)
        thread.join()
        self.assertIsInstance(failures[0], crec.CallCancelledError)
        del client
        gc.collect()
        source.queries[0].answer(KEY)

    def test_a_wrong_answer_is_refused_and_the_query_waits_for_another(self) -> None:
        naive = datetime(2030, 1, 1)
        wrong: tuple[tuple[str, Any, Any], ...] = (
            ("credentials", ("id", "key"), None),
            ("access_key_id", crec.Credentials("", "key"), None),
            ("expires_at", KEY, naive),
            ("expires_at", KEY, "tomorrow"),
            ("expires_at", KEY, True),
            ("expires_at", KEY, float("nan")),
            ("expires_at", KEY, -1),
            ("expires_at", KEY, 2**62),
        )

        def act(query: crec.KeyQuery) -> None:
            for _, key, end in wrong:
                errors.append(failure_of(query.answer, key, end))
            query.answer(KEY)

        errors: list[crec.CrecError] = []
        self.stop(self.finding(TENCENT, act))
        fields = [[fault.field for fault in error.outcome.faults] for error in errors]
        self.assertEqual(fields, [[field] for field, _, _ in wrong])

    def test_a_query_takes_one_answer(self) -> None:
        source = Source()
        self.stop(self.finding(TENCENT, source))
        with self.assertRaises(RuntimeError):
            source.queries[0].answer(KEY)
        source.queries[0].fail("too late")

    def test_a_query_belongs_to_its_process(self) -> None:
        source = Source()
        self.stop(self.finding(TENCENT, source))

        def check() -> None:
            error = failure_of(source.queries[0].answer, KEY)
            assert isinstance(error, crec.ForkedError), error
            source.queries[0].fail("in a child")

        self.assertTrue(run_in_child(check))

    def test_a_blocking_call_in_it_is_refused(self) -> None:
        other = self.finding(TENCENT, KEY)
        errors: list[crec.CrecError] = []

        def act(query: crec.KeyQuery) -> None:
            errors.append(failure_of(STOP_LIVE_RECORD.made_by, other))
            errors.append(failure_of(other.whoami))
            query.answer(KEY)

        self.stop(self.finding(TENCENT, act))
        self.assertEqual({type(error) for error in errors}, {crec.BusyError})

    def test_a_coroutine_function_is_for_asyncio(self) -> None:
        async def source() -> crec.Credentials:
            return KEY

        error = failure_of(self.finding, TENCENT, source)
        self.assertEqual([fault.field for fault in error.outcome.faults], ["credentials"])

    def test_no_repr_shows_a_secret(self) -> None:
        source = Source()
        client = self.finding(TENCENT, source)
        self.stop(client)
        told = f"{client!r} {source.queries[0]!r} {client.whoami()!r}"
        self.assertNotIn(KEY.access_key_secret, told)


if __name__ == "__main__":
    unittest.main()
