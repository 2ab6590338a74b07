"""Plain make names the packages that are missing, and make test installs them."""

from __future__ import annotations

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INSTALLER = ROOT / "Tools" / "install-packages.sh"

VARIABLE = "CREC_INSTALLS_PACKAGES"
SYSTEM = {
    "dpkg-query": 'case "$*" in *there*) echo installed;; esac',
    "apt-get": 'echo "apt-get $*" >> "$JOURNAL"',
    "sudo": '"$@"',
}


class InstallTests(unittest.TestCase):
    """On a system where only the package "there" is installed."""

    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.bin = Path(directory.name)
        self.journal = self.bin / "journal"
        for name, script in SYSTEM.items():
            (self.bin / name).write_text(f"#!/bin/sh\n{script}\n")
            (self.bin / name).chmod(0o755)

    def run_installer(self, installs: str, *packages: str) -> tuple[int, str, str]:
        done = subprocess.run(
            ["sh", INSTALLER, *packages],
            env={
                "PATH": f"{self.bin}:{os.environ['PATH']}",
                "JOURNAL": str(self.journal),
                "CREC_INSTALLS_PACKAGES": installs,
            },
            capture_output=True,
            text=True,
        )
        journal = self.journal.read_text() if self.journal.exists() else ""
        return done.returncode, done.stderr, journal

    def test_missing_packages_are_named(self) -> None:
        status, said, journal = self.run_installer("", "there", "gcc", "make")
        self.assertEqual(status, 1)
        self.assertIn("apt-get install gcc make\n", said)
        self.assertEqual(journal, "")

    def test_or_installed(self) -> None:
        status, said, journal = self.run_installer("test", "there", "gcc", "make")
        self.assertEqual((status, said), (0, ""))
        self.assertIn("install -y -qq --no-install-recommends gcc make\n", journal)

    def test_where_none_is_missing_nothing_is_done(self) -> None:
        self.assertEqual(self.run_installer("", "there"), (0, "", ""))

    def test_which_goals_install(self) -> None:
        def installs(*goals: str) -> bool:
            told = subprocess.run(
                ["make", "--print-data-base", "--question", *goals],
                cwd=ROOT,
                capture_output=True,
                text=True,
            ).stdout
            (line,) = (line for line in told.splitlines() if line.startswith(VARIABLE))
            return bool(line.removeprefix(VARIABLE).strip("= :"))

        self.assertFalse(installs())
        self.assertFalse(installs("all", "install"))
        self.assertTrue(installs("demo"))
        self.assertTrue(installs("test"))


if __name__ == "__main__":
    unittest.main()
