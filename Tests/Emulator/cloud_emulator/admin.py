"""The calls under `/_emulator/`, for tests to look in and steer."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TypeAlias

from cloud_emulator.emulator import Emulator, Plant
from cloud_emulator.faults import fault
from cloud_emulator.message import Fields, Json, Reply, json_reply, parse_json_object
from cloud_emulator.options import decode

PREFIX = "/_emulator/"

_Handler: TypeAlias = Callable[[Emulator, Fields], Json]


@dataclass(frozen=True)
class _ClockChange:
    freeze: bool | None = None
    set: float | None = None
    advance: float | None = None


def answer(emulator: Emulator, method: str, path: str, body: bytes) -> Reply:
    """The reply to an administrative call: JSON, with an `error` in it if it went wrong."""
    handler = _HANDLERS.get((method, path.removeprefix(PREFIX)))
    if not handler:
        return _json(404, {"error": "there is no such call"})
    try:
        return _json(200, handler(emulator, parse_json_object(body) if body else {}))
    except (TypeError, ValueError) as error:
        return _json(400, {"error": str(error)})


def _json(status: int, value: Json) -> Reply:
    return json_reply(status, value, "application/json")


def _seen(emulator: Emulator, values: Fields) -> Json:
    return [asdict(record) for record in emulator.records.all()]


def _tasks(emulator: Emulator, values: Fields) -> Json:
    return [
        {"kind": task.kind, "account": task.account, "fields": {**task.values}, "state": task.state}
        for task in emulator.tasks.all()
    ]


def _plant(emulator: Emulator, values: Fields) -> Json:
    emulator.plant([decode(Plant, values)])
    return {}


def _add_fault(emulator: Emulator, values: Fields) -> Json:
    emulator.faults.add(fault(values))
    return {}


def _clear_faults(emulator: Emulator, values: Fields) -> Json:
    emulator.faults.clear()
    return {}


def _clock(emulator: Emulator, values: Fields) -> Json:
    change = decode(_ClockChange, values)
    if change.freeze is not None:
        emulator.clock.freeze(change.freeze)
    if change.set is not None:
        emulator.clock.set(change.set)
    if change.advance is not None:
        emulator.clock.advance(change.advance)
    return _health(emulator, {})


def _reset(emulator: Emulator, values: Fields) -> Json:
    emulator.reset()
    return {}


def _health(emulator: Emulator, values: Fields) -> Json:
    return {"now": emulator.clock.now(), "frozen": emulator.clock.frozen}


_HANDLERS: dict[tuple[str, str], _Handler] = {
    ("GET", "health"): _health,
    ("GET", "seen"): _seen,
    ("GET", "tasks"): _tasks,
    ("POST", "plant"): _plant,
    ("POST", "fault"): _add_fault,
    ("DELETE", "fault"): _clear_faults,
    ("POST", "clock"): _clock,
    ("POST", "reset"): _reset,
}
