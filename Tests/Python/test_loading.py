"""The places where the library is looked for, and the error if it is not found."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import crec
from support import BINDING, LIBRARY

LOAD = "import crec; print(crec.load())"
LOAD_GIVEN = "import crec, sys; print(crec.load(sys.argv[1]))"


class LoadingTests(unittest.TestCase):
    def setUp(self) -> None:
        self.directory = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.package = self.directory / "crec"
        shutil.copytree(BINDING / "crec", self.package)

    def run_python(self, code: str, *arguments: object, **environment: object) -> str:
        """The output of a program that uses a copy of the package: its result or its error."""
        inherited = {name: value for name, value in os.environ.items() if "LIBRARY" not in name}
        finished = subprocess.run(
            [sys.executable, "-c", code, *map(str, arguments)],
            env={**inherited, "PYTHONPATH": ".", **{k: str(v) for k, v in environment.items()}},
            cwd=self.directory,
            capture_output=True,
            text=True,
        )
        return finished.stdout.strip() or finished.stderr

    def assert_loads(self, code: str, *arguments: object, **environment: object) -> None:
        self.assertEqual(self.run_python(code, *arguments, **environment), crec.__version__)

    def other_library(self) -> Path:
        """A library that is not this one."""
        path = self.directory / "other.so"
        source = "int other(void) { return 0; }"
        compiler = ["cc", "-shared", "-fPIC", "-xc", "-", "-o", str(path)]
        subprocess.run(compiler, input=source, text=True, check=True)
        return path

    def test_from_a_path_in_the_environment(self) -> None:
        self.assert_loads(LOAD, CREC_LIBRARY=LIBRARY)

    def test_from_a_path_given_whatever_the_environment_says(self) -> None:
        self.assert_loads(LOAD_GIVEN, LIBRARY, CREC_LIBRARY="/absent")

    def test_from_a_path_relative_to_here(self) -> None:
        shutil.copy(LIBRARY, self.directory / "renamed.so")
        self.assert_loads(LOAD_GIVEN, "renamed.so")

    def test_from_next_to_the_package(self) -> None:
        for name in ("libcrec.so.0", "libcrec.so"):
            with self.subTest(name):
                beside = self.package / name
                shutil.copy(LIBRARY, beside)
                self.assert_loads(LOAD)
                beside.unlink()

    def test_from_where_the_system_looks(self) -> None:
        shutil.copy(LIBRARY, self.directory / "libcrec.so.0")
        self.assert_loads(LOAD, LD_LIBRARY_PATH=self.directory)

    def test_by_the_first_use(self) -> None:
        code = "import crec; print(crec.Request.stop_rtc_cloud_recording(task_id='t'))"
        printed = self.run_python(code, CREC_LIBRARY=LIBRARY)
        self.assertEqual(printed, "<crec.Request StopRtcCloudRecording>")

    def test_every_place_tried_is_named(self) -> None:
        code = f"from crec import _library; _library._SONAME = 'libabsent.so.0'; {LOAD}"
        printed = self.run_python(code)
        self.assertIn("LibraryError: libcrec cannot be loaded", printed)
        for place in (self.package / "libabsent.so.0", self.package / "libcrec.so"):
            self.assertIn(f"\n  {place}: cannot open", printed)
        self.assertIn("\n  libabsent.so.0: cannot open", printed)

    def test_a_path_that_is_wrong_is_not_replaced_by_another_place(self) -> None:
        shutil.copy(LIBRARY, self.package / "libcrec.so.0")
        for printed in (
            self.run_python(LOAD_GIVEN, "/absent.so"),
            self.run_python(LOAD, CREC_LIBRARY="/absent.so"),
        ):
            self.assertIn("LibraryError: libcrec cannot be loaded:\n  /absent.so", printed)

    def test_another_library_is_told(self) -> None:
        other = self.other_library()
        printed = self.run_python(LOAD_GIVEN, other)
        self.assertIn("LibraryError", printed)
        self.assertIn(f"{other}: undefined symbol: crec_version", printed)

    def test_once_loaded_it_stays(self) -> None:
        again = f"{LOAD_GIVEN}; crec.load(); crec.load(sys.argv[1])"
        self.assert_loads(again, LIBRARY)
        printed = self.run_python(f"{again.replace('print', '')}; crec.load('/other')", LIBRARY)
        self.assertIn(f"LibraryError: libcrec is loaded already, from {LIBRARY}", printed)

    def test_importing_loads_nothing(self) -> None:
        code = "import crec; print('crec.so' in open('/proc/self/maps').read())"
        self.assertEqual(self.run_python(code, CREC_LIBRARY=LIBRARY), "False")


if __name__ == "__main__":
    unittest.main()
