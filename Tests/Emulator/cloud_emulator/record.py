"""The record of the requests that the emulator received, without secrets."""

import itertools
import json
import re
import threading
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import TypeAlias

from cloud_emulator.message import Fields, Headers

KEPT = 100_000

_SECRET_NAMES = re.compile(
    r"security-?token|x-tc-token|^signature$|cookie|proxy-auth|notifyauthkey", re.IGNORECASE
)
_SIGNATURE = re.compile(r"(Signature=)[^,\s]*")


@dataclass(frozen=True)
class Record:
    """One request and its result.

    `verdict` is the code the checks came to, empty for success; `code` and `status` are what
    was answered, which a fault may have changed; `status` is null if the answer was cut.
    """

    connection: int
    time: float
    method: str = ""
    path: str = ""
    cloud: str = ""
    action: str = ""
    version: str = ""
    account: str = ""
    access_key: str = ""
    issued: str = ""
    fields: Fields | None = None
    headers: list[tuple[str, str]] = field(default_factory=list)
    task: dict[str, str] | None = None
    applied: bool = False
    fault: str | None = None
    verdict: str = ""
    status: int | None = None
    code: str = ""
    request_id: str = ""
    sequence: int = 0

    def line(self) -> str:
        """The record for people to read."""
        answer = "cut" if self.status is None else f"{self.status} {self.code or 'ok'}"
        parts = [
            f"#{self.sequence} {self.method or '-'} {self.cloud or '-'} {self.action or '-'}",
            f"fields={json.dumps(self.fields)}",
            f"task={json.dumps(self.task)}",
            answer,
            f"request_id={self.request_id or '-'}",
        ]
        return " ".join([*parts, f"fault={self.fault}"] if self.fault else parts)

    def json(self) -> str:
        """The record as one line of JSON."""
        return json.dumps(asdict(self))


Listener: TypeAlias = Callable[[Record], None]


class Records:
    """The latest records, in order."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._records: deque[Record] = deque(maxlen=KEPT)
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Call `listener` with every further record, in order."""
        self._listeners.append(listener)

    def add(self, record: Record) -> None:
        """Number the record and keep it."""
        with self._lock:
            numbered = Record(**{**vars(record), "sequence": next(self._numbers)})
            self._records.append(numbered)
            for listener in self._listeners:
                listener(numbered)

    def all(self) -> list[Record]:
        """Every record kept."""
        with self._lock:
            return list(self._records)

    def counts(self) -> dict[str, Counter[str]]:
        """The number of requests of each cloud and action."""
        counts: dict[str, Counter[str]] = {}
        for record in self.all():
            counts.setdefault(record.cloud, Counter())[record.action] += 1
        return counts

    def clear(self) -> None:
        """Forget them, and number from 1 again."""
        with self._lock:
            self._records.clear()
            self._numbers = itertools.count(1)


def shown_headers(headers: Headers) -> list[tuple[str, str]]:
    """The headers, tokens shown as `present` and the authorization without its signature."""
    return [(name, _shown(name, value)) for name, value in headers]


def shown_fields(fields: Fields) -> Fields:
    """The fields, secrets among them shown as `present`."""
    return {
        name: "present" if _SECRET_NAMES.search(name) else value for name, value in fields.items()
    }


def _shown(name: str, value: str) -> str:
    if name.lower() == "authorization":
        scheme = value.partition(" ")[0]
        shown, found = _SIGNATURE.subn(r"\1hidden", value)
        return shown if found else f"{scheme} hidden"
    return "present" if _SECRET_NAMES.search(name) else value
