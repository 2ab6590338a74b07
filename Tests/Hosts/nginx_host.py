"""nginx as the sample configures it, with the emulator as its clouds and with publishers."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from cloud_emulator.process import EmulatorProcess
from nginx_publisher import Publisher
from nginx_server import Nginx, eventually

# The application, and the field that holds its stream's name.
STARTS = {"CreateRecordTask": ("live", "StreamName"), "StartWebcast": ("lesson", "RoomId")}
STOPS = {"StopRecordTask", "StopWebcast"}
APPLICATIONS = [application for application, _ in STARTS.values()]


class Clouds:
    """Both clouds, as seen by the names that nginx gives to recordings."""

    def __init__(self, emulator: EmulatorProcess) -> None:
        self.emulator = emulator

    def starts(self) -> Counter[str]:
        """The starts that arrived, by name."""
        return Counter(name for name, _ in self._starts())

    def stops(self) -> Counter[str]:
        """The stops that arrived, by name."""
        names = self._names()
        called = (call["fields"] for call in self.emulator.seen() if call["action"] in STOPS)
        return Counter(names[fields["TaskId"]] for fields in called)

    def running(self) -> Counter[str]:
        """The tasks that run, by name."""
        names = self._names()
        tasks = self.emulator.tasks()
        return Counter(
            names[task["fields"]["TaskId"]] for task in tasks if task["state"] == "running"
        )

    def misbehave(self, fault: str, actions: list[str], **options: object) -> None:
        """Makes the emulator misbehave in every call of these actions."""
        for action in actions:
            self.emulator.fault(fault, action=action, **options)

    def _names(self) -> dict[str, str]:
        """The names by TaskId."""
        return {call["task"]["TaskId"]: name for name, call in self._starts() if call["task"]}

    def _starts(self) -> list[tuple[str, dict[str, Any]]]:
        calls = [call for call in self.emulator.seen() if call["action"] in STARTS]
        told = [(STARTS[call["action"]], call) for call in calls]
        return [(f"{app}/{call['fields'][field]}", call) for (app, field), call in told]


def fault_of(clouds: Clouds, states: dict[str, str]) -> str:
    """Tasks that run and are not listed as lost, and recordings that were not settled."""
    lost = ("doubtful", "abandoned")
    faults = [
        f"{name} runs {count} times, and is {states.get(name)}"
        for name, count in clouds.running().items()
        if states.get(name) not in lost or count != 1
    ]
    settled = ("stopped", "failed", *lost)
    faults += [f"{name} is {state}" for name, state in states.items() if state not in settled]
    return "; ".join(faults)


class Host(ExitStack):
    """A server, its clouds and its publishers; all are gone at the end of the `with`."""

    def __init__(self, changes: dict[str, str] | None = None) -> None:
        super().__init__()
        try:
            directory = Path(self.enter_context(tempfile.TemporaryDirectory()))
            self.clouds = Clouds(self.enter_context(EmulatorProcess("--tls", "--no-rates")))
            self.nginx = self.enter_context(Nginx(directory, self.clouds.emulator, changes))
        except BaseException:
            self.close()
            raise

    def publisher(self, name: str) -> Publisher:
        """A publisher whose stream the server has taken."""
        application, _, stream = name.partition("/")
        return self.enter_context(Publisher(self.nginx.rtmp_port, application, stream))

    def start(self, name: str) -> int:
        """Calls the hook of a stream that begins; the worker that it came to."""
        return self.nginx.hook(f"/{name.partition('/')[0]}/publish", name)

    def stop(self, name: str) -> int:
        """The same of one that ends."""
        return self.nginx.hook("/publish_done", name)

    def become(self, state: str, names: Iterable[str]) -> bool:
        """True if recordings come to a state, given ample time."""
        wanted = dict.fromkeys(names, state)
        return eventually(lambda: wanted.items() <= self.nginx.states().items())


def names_of(*streams: str) -> list[str]:
    """Recordings of streams of these names at each cloud."""
    return [f"{application}/{stream}" for application in APPLICATIONS for stream in streams]
