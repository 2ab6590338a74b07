"""The metadata services of cloud instances: role names and their temporary keys."""

import json
import secrets
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import unquote

from cloud_emulator.clouds import aliyun_sts, tencent_sts, volcengine_sts
from cloud_emulator.keys import Key, Keys
from cloud_emulator.message import Fields, Reply, Request, json_reply
from cloud_emulator.shapes import page

TOKEN, ROLES, CREDENTIALS = "MetadataToken", "MetadataRoles", "MetadataCredentials"
URI = "CredentialsUri"
ACTIONS = (TOKEN, ROLES, CREDENTIALS, URI)
ROLE = "emulator-role"
LONGEST_TOKEN_LIFE = 21600

_TOKEN_PATH = "/latest/api/token"
_URI_PATH = "/credentials-uri"
_CREDENTIALS_PATHS = {
    "tencent": "/latest/meta-data/cam/security-credentials",
    "aliyun": "/latest/meta-data/ram/security-credentials",
    "volcengine": "/volcstack/latest/iam/security_credentials",
}
_TOKEN_HEADERS = {
    "aliyun": "X-aliyun-ecs-metadata-token",
    "volcengine": "X-volc-ecs-metadata-token",
}
_TTL = "-ttl-seconds"

_Body: TypeAlias = Callable[[Key, float], Fields]
_BODIES: dict[str, _Body] = {
    "tencent": tencent_sts.metadata,
    "aliyun": aliyun_sts.metadata,
    "volcengine": volcengine_sts.metadata,
}


@dataclass(frozen=True)
class Fetch:
    """A request for metadata, once it is known what it asks for; an action of "" is unknown."""

    cloud: str = ""
    action: str = ""
    role: str = ""


@dataclass(frozen=True)
class Found:
    """The answer to a fetch, and the access key in it, if there is one."""

    reply: Reply
    issued: str = ""


@dataclass
class Metadata:
    """The state of the three services; `v1` is true if Alibaba's needs no token."""

    keys: Keys
    v1: bool = True
    _roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _tokens: dict[tuple[str, str], float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def reset(self) -> None:
        """Return to one role for each cloud, v1 allowed, and no tokens."""
        with self._lock:
            self.v1 = True
            self._roles.clear()
            self._tokens.clear()

    def set_roles(self, cloud: str, roles: Iterable[str]) -> None:
        """Make these the roles of the cloud's instance."""
        with self._lock:
            self._roles[cloud] = tuple(roles)

    def roles(self, cloud: str) -> tuple[str, ...]:
        """The roles of the cloud's instance."""
        return self._roles.get(cloud, (ROLE,))

    def answer(self, request: Request, fetch: Fetch, now: float, keep: bool) -> Found:
        """The answer of the service."""
        if not fetch.action:
            return Found(page(404))
        if request.method != ("PUT" if fetch.action == TOKEN else "GET"):
            return Found(page(405))
        if fetch.action == TOKEN:
            return Found(self._new_token(request, fetch.cloud, now, keep))
        refused = None if fetch.action == URI else self._refusal(request, fetch.cloud, now)
        if refused:
            return Found(page(refused))
        if fetch.action == ROLES:
            return Found(self._role_list(request, fetch.cloud))
        if fetch.action == CREDENTIALS and fetch.role not in self.roles(fetch.cloud):
            return Found(page(404))
        return self._credentials(fetch, now, keep)

    def _new_token(self, request: Request, cloud: str, now: float, keep: bool) -> Reply:
        seconds = request.headers.get(_TOKEN_HEADERS[cloud] + _TTL)
        if not seconds.isdecimal() or not 1 <= int(seconds) <= LONGEST_TOKEN_LIFE:
            return page(400)
        token = secrets.token_urlsafe(40)
        if keep:
            with self._lock:
                self._tokens[cloud, token] = now + int(seconds)
        return _text(token)

    def _refusal(self, request: Request, cloud: str, now: float) -> int | None:
        """The status for a request whose token is missing or wrong."""
        header = _TOKEN_HEADERS.get(cloud)
        if not header:
            return None
        if header not in request.headers:
            if cloud == "aliyun":
                return None if self.v1 else 403
            return 401
        expires = self._tokens.get((cloud, request.headers.get(header)))
        return None if expires is not None and now < expires else 401

    def _role_list(self, request: Request, cloud: str) -> Reply:
        roles = self.roles(cloud)
        if request.query_fields().get("format") == "json" and cloud == "volcengine":
            return Reply(200, json.dumps(roles).encode(), (("Content-Type", "application/json"),))
        return _text("\n".join(roles)) if roles else page(404)

    def _credentials(self, fetch: Fetch, now: float, keep: bool) -> Found:
        account = self.keys.first_account(fetch.cloud)
        wanted = Key(fetch.cloud, "", "", owner=account, role=fetch.role, source=fetch.action)
        key = self.keys.issue(wanted, now, keep=keep)
        body = _BODIES[fetch.cloud](key, now)
        return Found(json_reply(200, body, "application/json"), key.access_key)


def fetched(request: Request) -> Fetch:
    """The thing that a request asks for: by its path, a token by its header too."""
    if request.path == _URI_PATH:
        return Fetch("aliyun", URI)
    if request.path == _TOKEN_PATH:
        return Fetch(_token_cloud(request), TOKEN)
    for cloud, path in _CREDENTIALS_PATHS.items():
        if f"{request.path}/".startswith(f"{path}/"):
            role = unquote(request.path.removeprefix(path).lstrip("/"))
            return Fetch(cloud, CREDENTIALS if role else ROLES, role)
    return Fetch()


def _token_cloud(request: Request) -> str:
    """The cloud whose header there is; without one, the answer is the same for both."""
    names = request.headers.names()
    return next(
        (cloud for cloud, header in _TOKEN_HEADERS.items() if (header + _TTL).lower() in names),
        "aliyun",
    )


def _text(text: str) -> Reply:
    return Reply(200, text.encode(), (("Content-Type", "text/plain"),))
