"""nginx as the sample configures it, in a directory of its own, and its ledger there."""

from __future__ import annotations

import http.client
import os
import pwd
import random
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from cloud_emulator.process import EmulatorProcess
from hosts import KEYS, Ledger

ROOT = Path(__file__).resolve().parents[2]
BINDING = ROOT / "bindings" / "nginx"
LIMIT_S = 60


def eventually(condition: Callable[[], bool]) -> bool:
    """True if a condition comes true, given ample time."""
    deadline = time.monotonic() + LIMIT_S
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


class Nginx:
    """A server with two workers that is killed at the end of the `with`, whatever became of it."""

    def __init__(
        self, directory: Path, emulator: EmulatorProcess, changes: dict[str, str] | None = None
    ) -> None:
        """`changes` are made in the text of the configuration beside its own."""
        self._directory = directory
        self._log = directory / "error.log"
        self._ledger = Ledger(directory / "ledger", emulator.url)
        self._ca_file = str(emulator.ca_file)
        self.rtmp_port, self._http_port = _free_port(), _free_port()
        self._configure(changes or {})

    def __enter__(self) -> Self:
        configuration = self._directory / "nginx.conf"
        self._process = subprocess.Popen(
            ["/usr/sbin/nginx", "-e", self._log, "-c", configuration, "-g", "daemon off;"],
            env={},
            start_new_session=True,
            stderr=subprocess.DEVNULL,
        )
        if not eventually(lambda: self._process.poll() is not None or self.is_listening):
            self.kill()
        if self._process.poll() is not None:
            raise RuntimeError(f"nginx did not start: {self.log}")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.kill()

    @property
    def log(self) -> str:
        """Its error log."""
        return self._log.read_text() if self._log.exists() else ""

    @property
    def is_listening(self) -> bool:
        """True if it takes requests."""
        try:
            return bool(self.get("/alive"))
        except OSError:
            return False

    def kill(self) -> None:
        """Kills the master and all workers, those too that it may have left behind."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal to the master."""
        self._process.send_signal(number)

    def has_ended(self) -> bool:
        """True if the master has ended, given ample time."""
        return eventually(lambda: self._process.poll() is not None)

    def workers(self) -> dict[int, str]:
        """The titles of its workers, by pid."""
        workers = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
                title = (entry / "cmdline").read_text().strip("\0 ")
            except OSError:
                continue
            if int(parent) == self._process.pid and "worker process" in title:
                workers[int(entry.name)] = title
        return workers

    def get(self, target: str) -> int:
        """The pid of the worker that answers a request well."""
        connection = http.client.HTTPConnection("127.0.0.1", self._http_port, timeout=LIMIT_S)
        with closing(connection):
            connection.request("GET", target)
            answer = connection.getresponse()
            answer.read()
            if answer.status >= 300:
                raise RuntimeError(f"{target}: {answer.status}: {self.log}")
            return int(answer.headers["Worker"])

    def hook(self, target: str, name: str) -> int:
        """Does as nginx-rtmp does for a stream, named by its application too."""
        application, _, stream = name.partition("/")
        return self.get(f"{target}?app={application}&name={stream}")

    # ------------------------------------------------------------------------------- ledger

    def recordings(self) -> dict[str, dict[str, Any]]:
        """All recordings by name, as `crec record list` shows them."""
        return {recording["name"]: recording for recording in self._ledger.recordings()}

    def states(self) -> dict[str, str]:
        """Their states."""
        return {name: recording["state"] for name, recording in self.recordings().items()}

    def settle(self) -> int:
        """The exit status of `crec record settle`."""
        return self._ledger.call("settle", "--for", "120", "--ca-file", self._ca_file).returncode

    def has_one_owner_each(self) -> bool:
        """True if the ledger's file knows just its workers. One that is gone is known there until
        others have all that it owned."""
        with closing(sqlite3.connect(self._ledger.file)) as file:
            owners = {int(pid) for (pid,) in file.execute("SELECT pid FROM owner")}
        return owners == set(self.workers())

    # ------------------------------------------------------------------------ configuration

    def _configure(self, changes: dict[str, str]) -> None:
        prefix = self._directory / "prefix"
        (prefix / "share").mkdir(parents=True)
        (prefix / "include").symlink_to(ROOT / "include")
        (prefix / "lib").symlink_to(ROOT / "build" / "lib")
        (prefix / "share" / "crec").symlink_to(BINDING)
        keys = self._directory / "keys"
        keys.write_text("".join(f"{name}='{value}'\n" for name, value in KEYS.items()))
        text = (BINDING / "nginx.conf").read_text()
        for old, new in {**self._own_changes(prefix, keys), **changes}.items():
            assert old in text, old
            text = text.replace(old, new)
        (self._directory / "nginx.conf").write_text(text)

    def _own_changes(self, prefix: Path, keys: Path) -> dict[str, str]:
        url, ca_file = self._ledger.url, self._ca_file
        hooks = f"127.0.0.1:{self._http_port}"
        temporary = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        paths = "".join(f"{name}_temp_path {self._directory}/{name};\n" for name in temporary)
        return {
            "user www-data;": f"user {pwd.getpwuid(os.geteuid()).pw_name};",
            "worker_processes auto;": "worker_processes 2;",
            "/run/nginx.pid": f"{self._directory}/nginx.pid",
            "/var/log/nginx/error.log notice": f"{self._log} info",
            "listen 1935;": f"listen 127.0.0.1:{self.rtmp_port};",
            "\nhttp {": f"\nhttp {{\n{paths}",
            '"/usr/local': f'"{prefix}',
            "/etc/crec/keys": str(keys),
            "/var/lib/crec/ledger": str(self._ledger.file),
            "credentials =": f'endpoint = "{url}", ca_file = "{ca_file}", credentials =',
            # Each connection goes to a worker at random.
            "listen 127.0.0.1:8085;": f"listen {hooks} reuseport;",
            "127.0.0.1:8085": hooks,
            "access_log off;": "access_log off; add_header Worker $pid always;"
            "location = /alive { return 204; }",
        }


def _free_port() -> int:
    """A port that connections to elsewhere are not given."""
    while True:
        port = random.randrange(20000, 32000)
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port
