"""The real Janus with the event handler, beside an emulator that is its cloud."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from cloud_emulator.process import EmulatorProcess
from hosts import Ledger
from janus_clouds import Cloud

ROOT = Path(__file__).resolve().parents[2]
HANDLER = ROOT / "build" / "janus" / "libjanus_crec.so"
SAMPLE = ROOT / "bindings" / "janus" / "janus.eventhandler.crec.jcfg"
INSTALLED = next(Path("/usr/lib").glob("*/janus"))
# Nothing else is loaded, so that no port is opened.
MODULES = {
    "plugins": INSTALLED / "plugins" / "libjanus_videoroom.so",
    "transports": INSTALLED / "transports" / "libjanus_websockets.so",
}
PUBLISHER = Path(__file__).with_name("janus_publisher.py")
PATIENCE = 120


def eventually(holds: Callable[[], bool], words: str) -> None:
    """Waits for a condition, and not for a time."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"never came: {words}")
        time.sleep(0.02)


def configuration(categories: dict[str, dict[str, object]]) -> str:
    """Janus's format: texts and numbers are as in JSON."""
    lines = []
    for category, items in categories.items():
        lines += [f"{category}: {{"]
        lines += [f"    {name} = {json.dumps(value)}" for name, value in items.items()]
        lines += ["}"]
    return "\n".join(lines) + "\n"


class Publisher:
    """A process that publishes. It ends with its input."""

    def __init__(self, socket: Path) -> None:
        """Starts it."""
        self.process = subprocess.Popen(
            [sys.executable, str(PUBLISHER), str(socket)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def does(self, command: str, room: object, feed: object) -> None:
        """Has it do something, and waits until that is done."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps([command, room, feed]) + "\n")
        self.process.stdin.flush()
        if self.process.stdout.readline() != "done\n":
            raise AssertionError(f"{command} {room}/{feed}: the publisher ended")

    def end(self) -> None:
        """Ends it, whatever it is at."""
        self.process.kill()
        self.process.communicate()


class Host:
    """`with Host(cloud) as host:` has an emulator, a ledger and a Janus, and ends them all."""

    def __init__(self, cloud: Cloud, *, string_ids: bool = False, **general: object) -> None:
        """The settings beside the cloud's are Janus's own."""
        self.cloud = cloud
        self._string_ids = string_ids
        self._general = general

    def __enter__(self) -> Self:
        """Starts all, and waits until Janus takes requests."""
        with ExitStack() as stack:
            directory = stack.enter_context(tempfile.TemporaryDirectory())
            self.directory = Path(directory)
            self.emulator = stack.enter_context(EmulatorProcess("--no-rates"))
            self.socket = self.directory / "socket"
            self._configure()
            self._log = stack.enter_context((self.directory / "log").open("w"))
            self._stack = stack
            self.start()
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Ends all, and shows Janus's log if something failed."""
        if error:
            print((self.directory / "log").read_text(), file=sys.stderr)
        self._stack.close()

    def start(self) -> None:
        """Starts Janus, also again after its end."""
        self.socket.unlink(missing_ok=True)
        self.janus = subprocess.Popen(
            ["janus", "--disable-colors", "--configs-folder", str(self.directory / "configs")],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            env={**os.environ, **self.cloud.keys},
        )
        self._stack.callback(self.janus.wait)
        self._stack.callback(self.janus.kill)
        eventually(self._is_ready, "Janus")

    def publisher(self) -> Publisher:
        """A publisher that is ended in the end."""
        publisher = Publisher(self.socket)
        self._stack.callback(publisher.end)
        return publisher

    def calls(self) -> Counter[str]:
        """How often the cloud was called, by action."""
        return Counter(request["action"] for request in self.emulator.seen())

    def await_calls(self, times: int) -> None:
        """Waits until the cloud was called so often."""
        eventually(lambda: self.calls().total() >= times, f"{times} calls")

    def running(self) -> Counter[str]:
        """How many tasks of each feed run at the cloud."""
        tasks = self.emulator.tasks()
        feeds = {
            json.dumps(start["task"]): start["fields"][self.cloud.feed_field]
            for start in self.emulator.seen()
            if start["action"] == self.cloud.start
        }
        return Counter(
            feeds[json.dumps(task["fields"])] for task in tasks if task["state"] == "running"
        )

    def states(self) -> dict[str, str]:
        """The recordings of the ledger, without what is before room and feed, and their states."""
        return {
            one["name"].removeprefix("janus/"): one["state"] for one in self._ledger.recordings()
        }

    def has_orphans(self) -> bool:
        """True if there are recordings whose process is gone."""
        return any(one["is_orphan"] for one in self._ledger.recordings())

    def becomes(self, name: str, state: str) -> None:
        """Waits for a state of a recording."""
        eventually(lambda: self.states().get(name) == state, f"{name} {state}")

    def settle(self) -> None:
        """Has another process go on with what is left."""
        faults = self._ledger.settled("--account", self.cloud.name)
        if faults:
            raise AssertionError(faults)

    @property
    def _ledger(self) -> Ledger:
        return Ledger(self.directory / "ledger", self.emulator.url)

    def _is_ready(self) -> bool:
        if self.janus.poll() is not None:
            raise AssertionError(f"Janus ended:\n{(self.directory / 'log').read_text()}")
        return self.socket.exists()

    def _configure(self) -> None:
        general = {"events_folder": str(HANDLER.parent), **self._general}
        for kind, module in MODULES.items():
            folder = self.directory / kind
            folder.mkdir()
            (folder / module.name).symlink_to(module)
            general[f"{kind}_folder"] = str(folder)
        files: dict[str, dict[str, dict[str, object]]] = {
            "janus": {"general": general, "events": {"broadcast": True}},
            "janus.transport.websockets": {"general": {"ws": True, "ws_unix": str(self.socket)}},
            "janus.plugin.videoroom": {
                "general": {"string_ids": self._string_ids},
                "room-1": {"publishers": 20},
            },
        }
        configs = self.directory / "configs"
        configs.mkdir()
        for name, categories in files.items():
            (configs / f"{name}.jcfg").write_text(configuration(categories))
        (configs / SAMPLE.name).write_text(self._filled_sample())

    def _filled_sample(self) -> str:
        """The sample of the handler's settings, with these."""
        text = SAMPLE.read_text()
        for name, value in {
            "cloud": self.cloud.name,
            "endpoint": self.emulator.url,
            "ledger": str(self.directory / "ledger"),
            "action": self.cloud.start,
            "fields": json.dumps(self.cloud.fields),
        }.items():
            (line,) = re.findall(rf"(?m)^\t#?{name} = .*$", text)
            text = text.replace(line, f"\t{name} = {json.dumps(value)}")
        return text
