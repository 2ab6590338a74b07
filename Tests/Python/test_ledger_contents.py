"""A ledger's file with any contents in its rows: nothing in it ends the host."""

from __future__ import annotations

import shutil
import sqlite3
import unittest
from contextlib import closing, suppress
from pathlib import Path

import crec
from ledgers import LIVE, RECORD, LedgerTestCase

NUMBERS = (-(2**63), 2**63 - 1, -1, 0, 99)
TEXTS = ("", "{", "[1]", "null", "\x01", "x" * 100_000)


class ContentsTests(LedgerTestCase):
    opened = 0

    def test_any_value_in_any_column(self) -> None:
        self.killed_owner(("one", LIVE), ("two", RECORD))
        original = self.path.with_name("original")
        with closing(sqlite3.connect(self.path)) as file:
            file.execute("VACUUM INTO ?", [str(original)])
            columns = [
                (table, row[1], row[2])
                for table in ("owner", "recording")
                for row in file.execute(f"PRAGMA table_info({table})")
            ]
        self.assertGreater(len(columns), 30)
        for table, column, kind in columns:
            for value in NUMBERS if kind == "INTEGER" else TEXTS:
                with self.subTest(table=table, column=column, value=str(value)[:20]):
                    self._use_with(original, f"UPDATE {table} SET {column} = ?", value)
        self.assertGreater(self.opened, 100)

    def _use_with(self, original: Path, change: str, value: int | str) -> None:
        for path in self.path.parent.glob("ledger*"):
            path.unlink()
        shutil.copy(original, self.path)
        with closing(sqlite3.connect(self.path)) as file, file:
            try:
                file.execute(change, [value])
            except sqlite3.IntegrityError:  # It must differ from row to row.
                file.execute(f"{change} WHERE name = 'one'", [value])
        # A refusal is an answer, too.
        with suppress(crec.CrecError):
            ledger = self.ledger()
            self.assertLessEqual(len(ledger.recordings()), 2)
            self.opened += 1
            ledger.settle(0.3)
            ledger.close(0)


if __name__ == "__main__":
    unittest.main()
