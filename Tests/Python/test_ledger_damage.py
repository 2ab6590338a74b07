"""A damaged file of a ledger: refused, or put aside if that is asked for."""

from __future__ import annotations

import sqlite3
import threading
import unittest
from contextlib import closing
from pathlib import Path
from typing import Any

import crec
from ledgers import LIVE, LedgerTestCase, State, Status
from support import failure_of

PAGE = 4096


class DamageTests(LedgerTestCase):
    def damage(self, page: int) -> None:
        """Wipes one page of the file, whose log is in it by then."""
        with closing(sqlite3.connect(self.path)) as file:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        contents = bytearray(self.path.read_bytes())
        contents[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
        self.path.write_bytes(contents)

    def aside(self) -> list[Path]:
        return sorted(
            path
            for path in self.path.parent.glob("ledger.damaged-*")
            if not path.name.endswith(("-wal", "-shm"))
        )

    def leaves(self) -> list[int]:
        """The pages that hold recordings, in the order of their names."""
        with closing(sqlite3.connect(self.path)) as file:
            query = "SELECT pageno FROM dbstat WHERE name = 'recording' AND pagetype = 'leaf'"
            return [number - 1 for (number,) in file.execute(query)]

    def test_it_is_refused_and_left_where_it_is(self) -> None:
        self.path.write_bytes(b"SQLite format 3\0" + bytes(PAGE))
        before = self.path.read_bytes()
        self.assertIsInstance(failure_of(self.ledger), crec.InvalidArgumentError)
        self.assertEqual((self.path.read_bytes(), self.aside()), (before, []))

    def test_what_can_be_read_of_it_is_stopped(self) -> None:
        names = [f"{number:03}" for number in range(100)]
        with self.ledger() as ledger:
            for name in names:
                self.assertEqual(LIVE.by(ledger, name).status, Status.OK)
        leaves = self.leaves()
        self.assertGreater(len(leaves), 2)
        self.damage(leaves[len(leaves) // 2])
        again = self.ledger(replace_damaged=True)
        (aside,) = self.aside()
        self.assertGreater(aside.stat().st_size, 0)
        read = {one.name for one in again.recordings()}
        self.assertTrue(names[0] in read and names[-1] in read, read)
        self.assertTrue(40 <= len(read) < 100, len(read))
        self.assertTrue(again.settle(60))
        self.assertEqual({one.state for one in again.recordings()}, {State.STOPPED})
        running = [task for task in self.emulator.tasks() if task["state"] == "running"]
        self.assertEqual(len(running), 100 - len(read))

    def test_what_is_not_damaged_stays(self) -> None:
        with self.ledger() as ledger:
            LIVE.by(ledger, "one")
        with self.ledger(replace_damaged=True) as again:
            self.assertEqual([one.name for one in again.recordings()], ["one"])
        self.assertEqual(self.aside(), [])

    def test_others_databases_are_never_replaced(self) -> None:
        with closing(sqlite3.connect(self.path)) as file:
            file.execute("CREATE TABLE something (a)")
        error = failure_of(lambda: self.ledger(replace_damaged=True))
        self.assertIsInstance(error, crec.InvalidArgumentError)
        self.assertEqual(self.aside(), [])

    def test_many_find_it_damaged_and_one_replaces_it(self) -> None:
        self.path.write_bytes(b"SQLite format 3\0" + bytes(PAGE))
        opened: list[Any] = []
        barrier = threading.Barrier(4)

        def open_one() -> None:
            barrier.wait()
            opened.append(self.ledger(replace_damaged=True))

        threads = [threading.Thread(target=open_one) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(opened), 4)
        self.assertEqual(len(self.aside()), 1)
        LIVE.by(opened[0], "one")
        for ledger in opened:
            self.assertIs(self.state(ledger, "one"), State.RUNNING)


if __name__ == "__main__":
    unittest.main()
