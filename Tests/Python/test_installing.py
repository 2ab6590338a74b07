"""The package installs with pip into a fresh environment and works from there."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import ClassVar

from support import BINDING, LIBRARY

USE = """
import crec
request = crec.Request.stop_live_record(stream_name="s", task_id=1)
with crec.Client(crec.Cloud.TENCENT, crec.Credentials("id", "key")) as client:
    print(client.sign(request).url, crec.__file__)
"""
# With Debian's python3-setuptools and python3-wheel, nothing has to be fetched.
BUILDS_OFFLINE = all(importlib.util.find_spec(name) for name in ("setuptools", "wheel"))
# Messages of pip when it cannot download the packages that a build needs.
UNREACHABLE = ("No matching distribution found for setuptools", "Could not install packages due to")


class InstallingTests(unittest.TestCase):
    directory: ClassVar[Path]
    python: ClassVar[Path]

    @classmethod
    def setUpClass(cls) -> None:
        cls.directory = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.python = cls.directory / "venv" / "bin" / "python"
        options = ["--system-site-packages"] if BUILDS_OFFLINE else []
        subprocess.run([sys.executable, "-m", "venv", *options, cls.directory / "venv"], check=True)

    def setUp(self) -> None:
        self.source = Path(self.enterContext(tempfile.TemporaryDirectory())) / "python"
        built = shutil.ignore_patterns("build", "*.egg-info", "__pycache__", "libcrec.so*")
        shutil.copytree(BINDING, self.source, ignore=built)

    def run_python(self, *arguments: object, **environment: str) -> str:
        """The output of the environment's Python, away from this repository."""
        own = ("PYTHONPATH", "CREC_LIBRARY")
        inherited = {name: value for name, value in os.environ.items() if name not in own}
        finished = subprocess.run(
            [str(self.python), *map(str, arguments)],
            env=inherited | environment,
            cwd=self.directory,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if finished.returncode and any(text in finished.stdout for text in UNREACHABLE):
            self.skipTest("the package registry, which has setuptools, cannot be reached")
        self.assertEqual(finished.returncode, 0, finished.stdout)
        return finished.stdout

    def install(self) -> None:
        """Installs with pip."""
        pip = ("-m", "pip", "install", "--disable-pip-version-check", "--force-reinstall")
        offline = ("--no-build-isolation", "--no-index") if BUILDS_OFFLINE else ()
        self.run_python(*pip, *offline, self.source)

    def assert_works(self, **environment: str) -> None:
        """The package is used from where it was installed."""
        url, package = self.run_python("-c", USE, **environment).split()
        self.assertEqual(url, "https://live.tencentcloudapi.com/")
        self.assertTrue(Path(package).is_relative_to(self.directory / "venv"))
        self.assertTrue(Path(package).with_name("py.typed").is_file())

    def test_with_the_library_at_a_given_path(self) -> None:
        self.install()
        self.assert_works(CREC_LIBRARY=str(LIBRARY))

    def test_with_the_library_next_to_the_package(self) -> None:
        shutil.copy(LIBRARY, self.source / "crec" / "libcrec.so.0")
        self.install()
        self.assert_works()


if __name__ == "__main__":
    unittest.main()
