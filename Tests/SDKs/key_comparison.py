"""The keys that the library and the vendors' packages take in the same environment."""

from __future__ import annotations

import re
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from clients import EmulatorProcess
from key_chains import STOPS
from key_children import Children
from key_environments import TOKEN, Environment

# The answers of the clouds to a call that is signed with a good key, for nothing runs there.
GOOD = {
    "InvalidParameter.ErrorActiveTaskNotFound",
    "NotFound.Task",
    "ResourceNotFound.ChannelNotExist",
    "ResourceNotFound.TaskId",
}

# A session that nobody named.
_OWN_SESSION = re.compile(
    r"crec|credentials-python-\d+|tencentcloud-python-sdk-[\d.e+]+|[0-9a-f]{32}"
)

# Where no server is.
NOWHERE = "http://127.0.0.1:1"

# What is asked for a role, beside its name and the session.
_ASKED = ("DurationSeconds", "ExternalId", "OIDCProviderArn", "Policy", "ProviderId")


@dataclass(frozen=True)
class Taken:
    """The key that a search ended with, in words that are the same for the same key."""

    source: str
    key: str = ""
    told: str = field(default="", compare=False)

    def __bool__(self) -> bool:
        """True if there was one."""
        return self.source not in ("none", "refused")

    def __str__(self) -> str:
        """It, and what was told of it, for people."""
        told = self.told if len(self.told) < 700 else self.told[:700] + "..."
        return f"{self.source} {self.key} <{told}>"


@dataclass(frozen=True)
class Comparison:
    """The keys taken in one environment."""

    environment: Environment
    crec: Taken
    # Of the older of two packages where the newer finds none.
    vendor: Taken
    # Of the older of two packages, which knows fewer sources.
    old: Taken | None

    @property
    def is_same(self) -> bool:
        """True if they agree. A refusal takes no key either."""
        return self.crec == self.vendor or not (self.crec or self.vendor)

    def __str__(self) -> str:
        """All of it, for people."""
        lines = [str(self.environment), f"  crec:   {self.crec}", f"  vendor: {self.vendor}"]
        return "\n".join([*lines, f"  older:  {self.old}"] if self.old else lines)


class Comparer:
    """One emulator, and the searches that it answers."""

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            # A token that is accepted for ever outlasts a reset.
            options = ("--tls", "--no-rates", "--identity-token", TOKEN)
            self._emulator = stack.enter_context(EmulatorProcess(*options))
            self._children = stack.enter_context(Children())
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def compare(self, environment: Environment) -> Comparison:
        """Lets everybody look for a key."""
        cloud = environment.cloud
        places = self._prepare(environment)
        crec, vendor = (self._search(who, environment, places) for who in ("crec", cloud))
        old = None
        if cloud == "volcengine":
            old = self._search("old volcengine", environment, places)
        words = _Words(cloud, self._emulator)
        taken = words.taken(vendor)
        older = words.taken(old) if old else None
        return Comparison(environment, words.taken_by_crec(crec), taken or older or taken, older)

    def _prepare(self, environment: Environment) -> dict[str, str]:
        """The addresses of an emulator that knows the environment's keys."""
        emulator, cloud, metadata = self._emulator, environment.cloud, environment.metadata
        emulator.reset()
        for name in sorted(environment.key_names()):
            token = f"{name}-token" if name.endswith("sts") else ""
            emulator.register_key(cloud, f"{name}-id", f"{name}-secret", token)
        emulator.metadata(cloud, roles=metadata.roles, v1=metadata.v1)
        if metadata.fault:
            emulator.fault(metadata.fault[0], **metadata.fault[1])
        return {
            "url": emulator.url,
            "host": f"127.0.0.1:{emulator.port}",
            "ca_file": str(emulator.ca_file),
            "metadata_url": emulator.metadata_url if metadata.is_on else NOWHERE,
        }

    def _search(self, who: str, environment: Environment, places: dict[str, str]) -> dict[str, Any]:
        # A home for each, since one package writes to it.
        with tempfile.TemporaryDirectory() as directory:
            home = Path(directory)
            environment.write_to(home)
            variables = environment.variables_at(home, places["metadata_url"])
            return self._children.search(who, environment.cloud, places, variables)


class _Words:
    """Keys in words; one that was handed out by its origin, for its id is another each time."""

    def __init__(self, cloud: str, emulator: EmulatorProcess) -> None:
        self._seen = emulator.seen()
        self._known = {key["access_key"]: key for key in emulator.all_keys(cloud)}
        self._stop = STOPS[cloud][0]

    def taken(self, answer: dict[str, Any]) -> Taken:
        """The key that a vendor's package answers."""
        if "key" not in answer:
            return Taken("none", told=answer["told"])
        id, secret, token = answer["key"]
        known = self._known.get(id, {})
        is_good = (known.get("secret"), known.get("token")) == (secret, token or "")
        return Taken(answer["source"], self._words(id, bool(token), is_good), answer["told"])

    def taken_by_crec(self, answer: dict[str, Any]) -> Taken:
        """The key that the library's call was signed with."""
        if answer["source"] in ("none", "refused"):
            return Taken(answer["source"], told=answer["told"])
        (sent,) = [one for one in self._seen if one["action"] == self._stop]
        id, has_token = sent["access_key"], any("oken" in name for name, _ in sent["headers"])
        words = self._words(id, has_token, sent["verdict"] in GOOD)
        return Taken(answer["source"] or self._source(id), words, answer["told"])

    @staticmethod
    def _source(id: str) -> str:
        """The source of a key that is no good, by its name."""
        name = id.strip("'\" ")
        return {"env": "environment", "cli": "cli", "fil": "file"}[name[:3]]

    def _words(self, id: str, has_token: bool, is_good: bool) -> str:
        state = ("with" if has_token else "without") + " a token, "
        return self._origin(id) + ", " + state + ("good" if is_good else "refused")

    def _origin(self, id: str) -> str:
        known = self._known.get(id)
        if not known or not known["temporary"]:
            return repr(id)
        (record,) = [one for one in self._seen if one["issued"] == id]
        asked = {name: str(record["fields"][name]) for name in _ASKED if name in record["fields"]}
        session = "" if _OWN_SESSION.fullmatch(known["session"]) else known["session"]
        words = f"{known['source']} {known['role']} {session} {asked}"
        return words + (f" by {self._origin(known['signer'])}" if known["signer"] else "")
