"""The places where the ledger's library is looked for, and that nothing else needs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from support import BINDING, LIBRARY

LEDGER_LIBRARY = LIBRARY.with_name("libcrec-ledger.so.0").resolve()

OPEN = "import crec; print(crec.Ledger('ledger').close())"


class LoadingTests(unittest.TestCase):
    def setUp(self) -> None:
        self.directory = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.package = self.directory / "crec"
        shutil.copytree(BINDING / "crec", self.package)
        # Alone: the ledger's is not next to it.
        self.core = self.directory / "alone" / "libcrec.so.0"
        self.core.parent.mkdir()
        shutil.copy(LIBRARY, self.core)

    def run_python(self, code: str, **environment: object) -> str:
        """The output of a program that uses a copy of the package: its result or its error."""
        inherited = {name: value for name, value in os.environ.items() if "LIBRARY" not in name}
        own = {"PYTHONPATH": ".", "CREC_LIBRARY": self.core, **environment}
        finished = subprocess.run(
            [sys.executable, "-c", code],
            env={**inherited, **{name: str(value) for name, value in own.items()}},
            cwd=self.directory,
            capture_output=True,
            text=True,
        )
        return finished.stdout.strip() or finished.stderr

    def test_from_a_path_in_the_environment(self) -> None:
        self.assertEqual(self.run_python(OPEN, CREC_LEDGER_LIBRARY=LEDGER_LIBRARY), "True")

    def test_from_next_to_the_package(self) -> None:
        for name in ("libcrec-ledger.so.0", "libcrec-ledger.so"):
            with self.subTest(name):
                beside = self.package / name
                shutil.copy(LEDGER_LIBRARY, beside)
                self.assertEqual(self.run_python(OPEN), "True")
                beside.unlink()

    def test_from_next_to_the_library_it_uses(self) -> None:
        shutil.copy(LEDGER_LIBRARY, self.core.parent / "libcrec-ledger.so.0")
        self.assertEqual(self.run_python(OPEN), "True")
        link = self.directory / "link.so"
        link.symlink_to(self.core)
        self.assertEqual(self.run_python(OPEN, CREC_LIBRARY=link), "True")

    def test_from_where_the_system_looks(self) -> None:
        places = self.directory / "system"
        places.mkdir()
        shutil.copy(LEDGER_LIBRARY, places / "libcrec-ledger.so.0")
        self.assertEqual(self.run_python(OPEN, LD_LIBRARY_PATH=places), "True")
        shutil.copy(LIBRARY, places / "libcrec.so.0")
        self.assertEqual(self.run_python(OPEN, LD_LIBRARY_PATH=places, CREC_LIBRARY=""), "True")

    def test_it_uses_the_library_that_is_loaded_and_no_second_one(self) -> None:
        shutil.copy(LIBRARY, self.directory / "libcrec.so.0")
        beside = self.directory / "libcrec-ledger.so.0"
        shutil.copy(LEDGER_LIBRARY, beside)
        maps = "{line.split()[-1] for line in open('/proc/self/maps') if 'libcrec.so' in line}"
        printed = self.run_python(f"{OPEN}; print(*{maps})", CREC_LEDGER_LIBRARY=beside)
        self.assertEqual(printed.split("\n"), ["True", str(self.core)])

    def test_every_place_tried_is_named(self) -> None:
        absent = "from crec import _library; _library._LEDGER_SONAME = 'libabsent.so.0'; "
        printed = self.run_python(absent + OPEN)
        self.assertIn("LibraryError: libcrec-ledger cannot be loaded", printed)
        for directory in (self.package, self.core.parent):
            for name in ("libabsent.so.0", "libcrec-ledger.so"):
                self.assertIn(f"\n  {directory / name}: cannot open", printed)
        self.assertIn("\n  libabsent.so.0: cannot open", printed)

    def test_a_path_that_is_wrong_is_not_replaced_by_another_place(self) -> None:
        shutil.copy(LEDGER_LIBRARY, self.package / "libcrec-ledger.so.0")
        printed = self.run_python(OPEN, CREC_LEDGER_LIBRARY="/absent.so")
        self.assertIn("LibraryError: libcrec-ledger cannot be loaded:\n  /absent.so", printed)

    def test_another_library_is_told(self) -> None:
        printed = self.run_python(OPEN, CREC_LEDGER_LIBRARY=LIBRARY)
        self.assertIn("LibraryError", printed)
        self.assertIn("undefined symbol: crec_recording_state_name", printed)

    def test_all_else_works_without_it(self) -> None:
        use = (
            "import crec; crec.Ledger, crec.AsyncLedger, crec.Recording, crec.RecordingState(2);"
            "crec.Client(crec.Cloud.TENCENT, crec.Credentials('id', 'key')).close();"
            "print('crec-ledger.so' in open('/proc/self/maps').read())"
        )
        self.assertEqual(self.run_python(use), "False")

    def test_importing_the_package_imports_nothing_of_it(self) -> None:
        heavy = "{'asyncio', 'logging', 'datetime', 'sqlite3', 'crec.recording', 'crec._ledger'}"
        code = f"import sys, crec; print({heavy} & set(sys.modules))"
        self.assertEqual(self.run_python(code), "set()")

    def test_its_names_are_names_of_the_package(self) -> None:
        names = ("AsyncLedger", "Ledger", "Recording", "RecordingState")
        code = f"import crec; print([n in dir(crec) and n in crec.__all__ for n in {names}])"
        self.assertEqual(self.run_python(code), "[True, True, True, True]")


if __name__ == "__main__":
    unittest.main()
