"""Faults: the requests they meet, and how often."""

import dataclasses
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from cloud_emulator.effects import EFFECTS, Cut, Effect
from cloud_emulator.metadata import ACTIONS
from cloud_emulator.options import decode
from cloud_emulator.parts import own_name


@dataclass(frozen=True)
class Match:
    """The requests a fault meets, how many of them, and whether their calls take effect."""

    cloud: str = ""
    action: str = ""
    times: int | None = None
    apply: bool | None = None


@dataclass(frozen=True)
class Fault:
    """An effect and what it meets."""

    kind: str
    effect: Effect
    match: Match

    @property
    def apply(self) -> bool:
        """True if a call that the fault meets takes effect."""
        return self.effect.acts if self.match.apply is None else self.match.apply

    @property
    def before(self) -> Cut | None:
        """The cut, if that is what it is and comes before the request is read."""
        return self.effect if isinstance(self.effect, Cut) and self.effect.before else None

    def meets(self, cloud: str, action: str) -> bool:
        """True if the fault meets such a request, once it is read."""
        wanted = own_name(self.match.cloud) in ("", cloud) and self._names(action)
        return wanted and not self.before

    def _names(self, action: str) -> bool:
        """A fetch of metadata has to be named; a fault for all is one for all operations."""
        if not self.match.action:
            return action not in ACTIONS
        return fnmatchcase(action, self.match.action)


def fault(values: Mapping[str, object]) -> Fault:
    """A fault from its options. Raises ValueError."""
    kind = str(values.get("kind"))
    if kind not in EFFECTS:
        raise ValueError(f"kind is one of {', '.join(EFFECTS)}")
    common = {field.name for field in dataclasses.fields(Match)}
    own = {name: value for name, value in values.items() if name not in {*common, "kind"}}
    match = decode(Match, {name: values[name] for name in common & values.keys()})
    made = Fault(kind, decode(EFFECTS[kind], own), match)
    if made.before and (match.cloud or match.action):
        raise ValueError("a request that isn't read can't be told by its cloud or action")
    return made


class Faults:
    """The faults in force. The first that meets a request is the one it gets."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: list[tuple[Fault, int | None]] = []

    def add(self, fault: Fault) -> None:
        """Add a fault after the others."""
        with self._lock:
            self._left.append((fault, fault.match.times))

    def clear(self) -> None:
        """Remove all faults."""
        with self._lock:
            self._left.clear()

    def take(self, cloud: str, action: str) -> Fault | None:
        """The fault for a request that was read."""
        return self._take(lambda fault: fault.meets(cloud, action))

    def take_before(self) -> Fault | None:
        """The fault for a request that is about to be read."""
        return self._take(lambda fault: fault.before is not None)

    def _take(self, wanted: Callable[[Fault], bool]) -> Fault | None:
        with self._lock:
            for index, (fault, left) in enumerate(self._left):
                if wanted(fault) and left != 0:
                    self._left[index] = (fault, left and left - 1)
                    return fault
        return None
