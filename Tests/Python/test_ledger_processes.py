"""Ledgers of several processes, and of one after another: orphans, graces, forks, the file."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
import unittest
from pathlib import Path
from typing import Any

import crec
from ledgers import (
    LIVE,
    RECORD,
    RTC,
    WEBCAST,
    WHITEBOARD,
    LedgerTestCase,
    State,
    Status,
    end,
)
from support import eventually, failure_of, run_in_child

# Has a new file locked for a while, as one who makes it.
MAKER = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("begun", flush=True)
time.sleep(0.5)
"""


class OrphanTests(LedgerTestCase):
    def test_what_a_killed_process_leaves_is_stopped(self) -> None:
        starts = (("a", LIVE), ("b", RTC), ("c", WEBCAST), ("d", RECORD))
        self.killed_owner(*starts)
        ledger = self.ledger()
        for recording in ledger.recordings():
            self.assertIs(recording.state, State.RUNNING)
        self.assertTrue(eventually(lambda: all(one.is_orphan for one in ledger.recordings())))
        self.assertTrue(ledger.settle(60))
        self.assertEqual([one.name for one in ledger.recordings()], ["a", "b", "c", "d"])
        self.assertEqual({one.state for one in ledger.recordings()}, {State.STOPPED})
        self.assertEqual({task["state"] for task in self.emulator.tasks()}, {"stopped"})
        self.assertEqual(len(self.emulator.seen()), 2 * len(starts))

    def test_those_of_a_living_process_are_left_alone(self) -> None:
        owner = self.owner(("one", LIVE))
        ledger = self.ledger(grace=0.001)
        self.assertTrue(ledger.settle(60))
        (recording,) = ledger.recordings()
        self.assertEqual((recording.state, recording.is_orphan), (State.RUNNING, False))
        end(owner)
        self.assertTrue(ledger.settle(60))
        self.assertIs(self.state(ledger, "one"), State.STOPPED)

    def test_after_the_grace_of_their_owner_they_are_stopped_unasked(self) -> None:
        self.killed_owner(("one", LIVE), grace=0.1)
        ledger = self.ledger()
        self.assertTrue(self.becomes(ledger, "one", State.STOPPED))

    def test_one_is_adopted_by_a_start_of_its_name(self) -> None:
        self.killed_owner(("one", LIVE), ("two", LIVE))
        ledger = self.ledger()
        self.assertTrue(eventually(lambda: all(one.is_orphan for one in ledger.recordings())))
        self.assertEqual(LIVE.by(ledger, "one").message, "it records already")
        self.assertTrue(ledger.settle(60))
        self.assertIs(self.state(ledger, "one"), State.RUNNING)
        self.assertIs(self.state(ledger, "two"), State.STOPPED)

    def test_one_is_stopped_by_its_name(self) -> None:
        self.killed_owner(("one", LIVE))
        self.assertEqual(self.ledger().stop("one").status, Status.OK)

    def test_orphans_are_kept_if_their_owner_wished_so(self) -> None:
        self.killed_owner(("one", LIVE), keep_orphans=True, grace=0.001)
        ledger = self.ledger()
        self.assertTrue(ledger.settle(60))
        self.assertTrue(ledger.settle(0))
        self.assertIs(self.state(ledger, "one"), State.RUNNING)
        self.assertEqual(ledger.stop("one").status, Status.OK)

    def test_without_an_account_they_wait(self) -> None:
        self.killed_owner(("one", LIVE))
        with crec.Ledger(self.path) as ledger:
            self.assertFalse(ledger.settle(0.5))
            ledger.add_account("tencent", self.client(crec.Cloud.TENCENT))
            self.assertTrue(ledger.settle(60))
            self.assertIs(self.state(ledger, "one"), State.STOPPED)

    def test_any_process_may_stop_what_another_one_started(self) -> None:
        self.owner(("one", LIVE), ("two", WHITEBOARD))
        ledger = self.ledger()
        for name in ("one", "two"):
            self.assertEqual(ledger.stop(name).status, Status.OK)
        self.assertEqual({task["state"] for task in self.emulator.tasks()}, {"stopped"})

    def test_a_closed_ledger_leaves_orphans_too(self) -> None:
        with self.ledger() as ledger:
            LIVE.by(ledger, "one")
        after = self.ledger()
        self.assertIs(self.state(after, "one"), State.RUNNING)
        self.assertTrue(after.settle(60))
        self.assertIs(self.state(after, "one"), State.STOPPED)


class LockTests(LedgerTestCase):
    """Whoever closes an SQLite file that nobody has locked removes its log, and what is in it."""

    def test_a_second_ledger_of_a_process_leaves_the_locks_of_the_first(self) -> None:
        ledger, _ = self.ledger(), self.ledger()
        locks = Path("/proc/locks").read_text()
        inode = self.path.stat().st_ino
        self.assertRegex(locks, rf"POSIX .* READ +{os.getpid()} [0-9a-f:]+:{inode} ")
        ledger.recordings()

    def test_the_log_is_left_for_those_who_have_lost_their_lock(self) -> None:
        with self.ledger() as ledger:
            LIVE.by(ledger, "one")
        self.assertGreater(Path(f"{self.path}-wal").stat().st_size, 0)


class ForkTests(LedgerTestCase):
    def test_a_child_is_told_and_the_parent_goes_on(self) -> None:
        ledger = self.ledger()
        LIVE.by(ledger, "one")

        def check() -> None:
            for use in (
                lambda: LIVE.by(ledger, "two"),
                lambda: ledger.stop("one"),
                lambda: ledger.forget("one"),
                ledger.recordings,
            ):
                self.assertIsInstance(failure_of(use), crec.ForkedError)
            ledger.close()
            self.assertIsInstance(failure_of(self.ledger), crec.ForkedError)

        self.assertTrue(run_in_child(check))
        self.assertEqual(ledger.stop("one").status, Status.OK)

    def test_after_a_close_a_child_opens_its_own(self) -> None:
        with self.ledger() as ledger:
            LIVE.by(ledger, "one")

        def check() -> None:
            with self.ledger() as own:
                self.assertIs(self.state(own, "one"), State.RUNNING)
                self.assertEqual(own.stop("one").status, Status.OK)

        self.assertTrue(run_in_child(check))
        self.assertIs(self.state(self.ledger(), "one"), State.STOPPED)


class FileTests(LedgerTestCase):
    def test_the_file_is_private_and_has_no_secret(self) -> None:
        secret = {**RTC.fields, "NotifyAuthKey": "hiddenSecretKey12"}
        with self.ledger() as ledger:
            ledger.start("one", RTC.account, RTC.action, secret)
            self.assertEqual(stat.S_IMODE(self.path.stat().st_mode), 0o600)
            written = b"".join(file.read_bytes() for file in self.path.parent.iterdir())
        self.assertIn(b"StartRtcCloudRecording", written)
        for hidden in (b"hiddenSecretKey12", b"test-secret", b"test-key"):
            self.assertNotIn(hidden, written)

    def test_what_cannot_be_opened_is_named(self) -> None:
        text, other = self.path.with_name("text"), self.path.with_name("other")
        text.write_text("no ledger, but something else" * 100)
        database = sqlite3.connect(other)
        database.execute("CREATE TABLE something (a)")
        database.close()
        for path in (self.path / "absent" / "ledger", self.path.parent, text, other):
            with self.subTest(path):
                error = failure_of(crec.Ledger, path)
                self.assertIsInstance(error, crec.InvalidArgumentError)
                self.assertIn(str(path), str(error))

    def test_a_file_that_another_process_is_making_is_waited_for(self) -> None:
        with subprocess.Popen(
            [sys.executable, "-c", MAKER, self.path], stdout=subprocess.PIPE, text=True
        ) as maker:
            assert maker.stdout
            self.assertEqual(maker.stdout.readline(), "begun\n")
            ledger = self.ledger()
        self.assertEqual(LIVE.by(ledger, "one").status, Status.OK)

    def test_a_wait_for_a_file_that_cannot_be_read_ends(self) -> None:
        with self.ledger() as ledger:
            LIVE.by(ledger, "one")
        connection = sqlite3.connect(self.path)
        select = (
            "SELECT (rootpage - 1) * page_size FROM sqlite_schema, pragma_page_size WHERE name = ?"
        )
        ((place,),) = connection.execute(select, ("recording",)).fetchall()
        connection.close()
        with self.path.open("r+b") as file:
            file.seek(place)
            file.write(b"\xff" * 100)
        ledger = self.ledger()
        self.assertFalse(ledger.settle(0.1))
        self.assertIsInstance(failure_of(ledger.recordings), crec.InvalidArgumentError)

    def test_any_number_of_ledgers_may_be_open_at_once(self) -> None:
        ledgers = [self.ledger() for _ in range(4)]
        tasks: dict[str, Any] = {}

        def use(ledger: crec.Ledger, number: int) -> None:
            for round_number in range(5):
                name = f"{number}-{round_number}"
                tasks[name] = LIVE.by(ledger, name).task_id
                ledgers[number - 1].stop(name)

        threads = [
            threading.Thread(target=use, args=(ledger, number))
            for number, ledger in enumerate(ledgers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        listed = {one.name: str(one.task["TaskId"]) for one in ledgers[0].recordings()}
        self.assertEqual(listed, tasks)
        self.assertEqual({one.state for one in ledgers[0].recordings()}, {State.STOPPED})


if __name__ == "__main__":
    unittest.main()
