"""The calls under `/_emulator/`, for tests to look in and steer."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TypeAlias

from cloud_emulator.clouds import BY_NAME
from cloud_emulator.emulator import Emulator, Plant
from cloud_emulator.faults import fault
from cloud_emulator.keys import Key
from cloud_emulator.message import Fields, Json, Reply, json_reply, parse_json_object
from cloud_emulator.options import decode
from cloud_emulator.parts import own_name

PREFIX = "/_emulator/"

_Handler: TypeAlias = Callable[[Emulator, Fields], Json]


@dataclass(frozen=True)
class _ClockChange:
    freeze: bool | None = None
    set: float | None = None
    advance: float | None = None


@dataclass(frozen=True)
class _Pair:
    cloud: str = ""
    access_key: str = ""
    secret: str = ""
    token: str = ""


@dataclass(frozen=True)
class _Revocation:
    cloud: str = ""
    forget: bool = False


@dataclass(frozen=True)
class _Lifetime:
    cloud: str = ""
    seconds: float | None = None


@dataclass(frozen=True)
class _MetadataChange:
    cloud: str = ""
    roles: list[str] | None = None
    v1: bool | None = None


@dataclass(frozen=True)
class _IdentityToken:
    token: str = ""
    seconds: float | None = None


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


def _keys(emulator: Emulator, values: Fields) -> Json:
    return [
        {**asdict(key), "account": key.account, "temporary": key.is_temporary}
        for key in emulator.keys.all()
    ]


def _register_key(emulator: Emulator, values: Fields) -> Json:
    given = decode(_Pair, values)
    if not given.access_key or not given.secret:
        raise ValueError("a key has an access_key and a secret")
    cloud, *others = _clouds(given.cloud)
    if others:
        raise ValueError("a key is one cloud's")
    emulator.keys.register(Key(cloud, given.access_key, given.secret, given.token))
    return {}


def _revoke(emulator: Emulator, values: Fields) -> Json:
    given = decode(_Revocation, values)
    return {"revoked": emulator.keys.revoke(_clouds(given.cloud), given.forget)}


def _lifetime(emulator: Emulator, values: Fields) -> Json:
    given = decode(_Lifetime, values)
    emulator.keys.set_lifetime(given.seconds, _clouds(given.cloud))
    return {}


def _metadata(emulator: Emulator, values: Fields) -> Json:
    given = decode(_MetadataChange, values)
    if given.roles is not None:
        for cloud in _clouds(given.cloud):
            emulator.metadata.set_roles(cloud, [str(role) for role in given.roles])
    if given.v1 is not None:
        emulator.metadata.v1 = given.v1
    return {}


def _identity_token(emulator: Emulator, values: Fields) -> Json:
    given = decode(_IdentityToken, values)
    now = emulator.clock.now()
    return {"token": emulator.identity_tokens.add(given.token, now, given.seconds)}


def _counts(emulator: Emulator, values: Fields) -> Json:
    return {cloud: {**counts} for cloud, counts in emulator.records.counts().items()}


def _clouds(name: str) -> list[str]:
    """The named cloud, or all of them. Raises ValueError."""
    if name and own_name(name) not in BY_NAME:
        raise ValueError(f"cloud is one of {', '.join(BY_NAME)}")
    return [own_name(name)] if name else list(BY_NAME)


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
    ("GET", "keys"): _keys,
    ("POST", "keys"): _register_key,
    ("POST", "revoke"): _revoke,
    ("POST", "lifetime"): _lifetime,
    ("POST", "metadata"): _metadata,
    ("POST", "identity-token"): _identity_token,
    ("GET", "counts"): _counts,
}
