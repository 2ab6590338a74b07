"""The emulator as a child process, for tests."""

import json
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_PROGRAM = Path(__file__).resolve().parent.parent
_START_SECONDS = 60
_POLL_SECONDS = 0.01


class EmulatorProcess:
    """`with EmulatorProcess("--tls") as emulator:` starts it, and ends it afterwards."""

    url: str
    port: int
    ca_file: str | None
    metadata_url: str
    metadata_port: int

    def __init__(self, *options: str) -> None:
        self._options = options

    def __enter__(self) -> Self:
        with tempfile.TemporaryDirectory() as directory:
            ready_file = Path(directory) / "ready.json"
            own = ("--ready-file", str(ready_file), "--exit-with-stdin")
            self._process = subprocess.Popen(
                [sys.executable, str(_PROGRAM), *own, *self._options],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
            )
            ready = self._await(ready_file)
        self.url, self.port, self.ca_file = ready["url"], ready["port"], ready["ca_file"]
        self.metadata_url = ready["metadata_url"]
        self.metadata_port = ready["metadata_port"]
        tls = ssl.create_default_context(cafile=self.ca_file) if self.ca_file else None
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=tls)
        )
        scheme = "https" if tls else "http"
        self._admin = f"{scheme}://127.0.0.1:{self.port}/_emulator/"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.communicate()

    def seen(self) -> list[dict[str, Any]]:
        """Every request it saw."""
        seen: list[dict[str, Any]] = self._call("GET", "seen")
        return seen

    def tasks(self) -> list[dict[str, Any]]:
        """Every task, in whatever state."""
        tasks: list[dict[str, Any]] = self._call("GET", "tasks")
        return tasks

    def plant(self, kind: str, account: str = "", state: str = "running", **fields: object) -> None:
        """Plant a task: `plant("live", StreamName="test1", TaskId=123)`."""
        self._call("POST", "plant", kind=kind, account=account, state=state, fields=fields)

    def fault(self, kind: str, **options: object) -> None:
        """Add a fault: `fault("status", status=503, times=1)`."""
        self._call("POST", "fault", kind=kind, **options)

    def clear_faults(self) -> None:
        """Remove all faults."""
        self._call("DELETE", "fault")

    def clock(self, **change: object) -> float:
        """Change the clock by `freeze`, `set` and `advance`; return its time."""
        return float(self._call("POST", "clock", **change)["now"])

    def reset(self) -> None:
        """Return to the initial state."""
        self._call("POST", "reset")

    @property
    def credentials_uri(self) -> str:
        """The URL of Alibaba Cloud's credentials."""
        return f"{self.metadata_url}/credentials-uri"

    def all_keys(self, cloud: str = "") -> list[dict[str, Any]]:
        """Every key with its secret and token, of this cloud or of all."""
        return [key for key in self._call("GET", "keys") if cloud in ("", key["cloud"])]

    def register_key(self, cloud: str, access_key: str, secret: str, token: str = "") -> None:
        """Add a long-term key, an account of its own."""
        self._call("POST", "keys", cloud=cloud, access_key=access_key, secret=secret, token=token)

    def revoke_keys(self, cloud: str = "", forget: bool = False) -> int:
        """End the temporary keys handed out so far; return how many."""
        return int(self._call("POST", "revoke", cloud=cloud, forget=forget)["revoked"])

    def lifetime(self, seconds: float | None = None, cloud: str = "") -> None:
        """Let new temporary keys live so long, or as their clouds have it."""
        given = {} if seconds is None else {"seconds": seconds}
        self._call("POST", "lifetime", cloud=cloud, **given)

    def metadata(self, cloud: str = "", **change: object) -> None:
        """Change the metadata services: `roles`, a list, and `v1`."""
        self._call("POST", "metadata", cloud=cloud, **change)

    def identity_token(self, token: str = "", seconds: float | None = None) -> str:
        """Let STS accept this token, or a new one, for so long; return it."""
        given = {} if seconds is None else {"seconds": seconds}
        return str(self._call("POST", "identity-token", token=token, **given)["token"])

    def counts(self) -> dict[str, dict[str, int]]:
        """The number of requests by cloud and action."""
        counts: dict[str, dict[str, int]] = self._call("GET", "counts")
        return counts

    def count(self, cloud: str, action: str) -> int:
        """The number of requests for this action of this cloud."""
        return self.counts().get(cloud, {}).get(action, 0)

    def _await(self, ready_file: Path) -> dict[str, Any]:
        deadline = time.monotonic() + _START_SECONDS
        while not ready_file.exists():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self._process.kill()
                raise RuntimeError("the emulator did not start")
            time.sleep(_POLL_SECONDS)
        ready: dict[str, Any] = json.loads(ready_file.read_text())
        return ready

    def _call(self, method: str, name: str, **values: object) -> Any:
        body = json.dumps(values).encode() if values else None
        request = urllib.request.Request(self._admin + name, body, method=method)
        with self._opener.open(request) as reply:
            return json.load(reply)
