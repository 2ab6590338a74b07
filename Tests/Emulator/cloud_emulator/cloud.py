"""The base class of the clouds; each cloud's own file fills in the rest."""

import hmac
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

from cloud_emulator import signing
from cloud_emulator.fields import FieldCodes, Refusal
from cloud_emulator.message import Fields, Json, Reply, Request, json_reply
from cloud_emulator.operation import Operation
from cloud_emulator.signing import Authorization


def without_default_port(host: str) -> str:
    """A Host header's value without `:443` or `:80`."""
    return host.removesuffix(":443").removesuffix(":80")


def own_name(cloud: str) -> str:
    """The emulator's own name of a cloud that may be given under another name."""
    return {"alibaba": "aliyun"}.get(cloud, cloud)


@dataclass(frozen=True)
class Key:
    """A key pair; with a token, requests signed with it must carry exactly that token."""

    cloud: str
    access_key: str
    secret: str
    token: str = ""


@dataclass(frozen=True)
class Error:
    """The HTTP status, message and number that go with an error code."""

    status: int
    message: str
    number: int | None = None


@dataclass(frozen=True)
class Codes:
    """A cloud's codes for what can be wrong with a request before its fields are looked at."""

    host: str
    no_authorization: str
    bad_authorization: str
    missing_header: str
    bad_scope: str
    access_key: str
    token: str
    time_format: str
    time_skew: str
    signature: str
    action: str
    version: str
    method: str
    throttled: str
    nonce: str = ""


@dataclass(frozen=True)
class Call:
    """The action, version and region of a request, and its id, for the answer to repeat."""

    action: str
    version: str
    region: str
    request_id: str


class Cloud(ABC):
    """One cloud: its tables, its signature and the shape of its answers."""

    name: str
    scheme: str
    scope_length: int
    skew_seconds: int
    hosts: Mapping[str, tuple[str, ...]]
    action_header: str = ""
    token_header: str
    date_header: str
    hash_header: str = ""
    nonce_header: str = ""
    request_id_header: str
    content_type: str
    codes: Codes
    field_codes: FieldCodes
    errors: Mapping[str, Error]
    operations: tuple[Operation, ...]

    @abstractmethod
    def call(self, request: Request) -> Call:
        """The call that a request makes; empty text for what it does not say."""

    @abstractmethod
    def required_headers(self, request: Request) -> set[str]:
        """The headers that must be there and be signed."""

    @abstractmethod
    def parse_date(self, text: str) -> float:
        """The date header's value in seconds since the epoch. Raises ValueError."""

    @abstractmethod
    def check_scope(self, request: Request, authorization: Authorization) -> None:
        """Refuse a credential scope that doesn't belong to the request."""

    @abstractmethod
    def signing_key(self, secret: str, authorization: Authorization) -> bytes:
        """The key that signs the string to sign."""

    @abstractmethod
    def string_to_sign(
        self, request: Request, authorization: Authorization, canonical_request: str
    ) -> str:
        """The string to sign."""

    @abstractmethod
    def arguments(self, request: Request, operation: Operation) -> Fields:
        """The operation's fields, from where this cloud puts them."""

    @abstractmethod
    def success_body(self, call: Call, result: Json) -> Json:
        """The answer to a call that succeeded."""

    @abstractmethod
    def failure_body(self, call: Call, code: str, error: Error) -> Json:
        """The answer to a call that was refused."""

    def canonical_query(self, request: Request) -> str:
        """The query as it is signed."""
        return signing.canonical_query(request.parameters())

    def canonical_value(self, name: str, values: list[str]) -> str:
        """A header's value as it is signed."""
        return ",".join(values)

    def default_error(self) -> Error:
        """The status and message of a code that is not in the table."""
        return Error(400, "The request was refused.")

    def host_is_known(self, host: str) -> bool:
        """True if this is one of the cloud's hosts, with a default port or none."""
        return without_default_port(host.lower()) in self.hosts

    def operation(self, call: Call) -> Operation:
        """The operation the call names."""
        if not call.action or not call.version:
            raise Refusal(self.codes.missing_header, "The action or its version is missing.")
        found = [operation for operation in self.operations if operation.action == call.action]
        if not found:
            raise Refusal(self.codes.action, f"There is no action {call.action}.")
        if call.version not in found[0].versions:
            raise Refusal(self.codes.version)
        return found[0]

    def canonical_request(self, request: Request, authorization: Authorization) -> str:
        """The canonical request over the headers the request says it signed."""
        names = [name.lower() for name in authorization.signed_headers]
        return signing.canonical_request(
            request.method,
            request.path,
            self.canonical_query(request),
            [(name, self.canonical_value(name, request.headers.all(name))) for name in names],
            signing.sha256_hex(request.body),
        )

    def signature(self, request: Request, authorization: Authorization, secret: str) -> str:
        """The signature this request should have."""
        text = self.string_to_sign(
            request, authorization, self.canonical_request(request, authorization)
        )
        return signing.hmac_sha256(self.signing_key(secret, authorization), text).hex()

    def authenticate(self, request: Request, keys: Mapping[str, Key], now: float) -> Key:
        """The key the request is signed with. Refuses it if anything about that is wrong."""
        authorization = self._authorization(request)
        self._check_headers(request, authorization)
        self._check_date(request, now)
        self.check_scope(request, authorization)
        key = keys.get(authorization.access_key)
        if not key:
            raise Refusal(self.codes.access_key)
        if request.headers.get(self.token_header) != key.token:
            raise Refusal(self.codes.token)
        self._check_signature(request, authorization, key.secret)
        return key

    def success(self, call: Call, result: Json) -> Reply:
        """The reply to a call that succeeded."""
        return self._reply(call, 200, self.success_body(call, result))

    def failure(self, call: Call, refusal: Refusal, status: int | None = None) -> Reply:
        """The reply to a call that was refused; `status` instead of the documented one."""
        error = self.errors.get(refusal.code) or self.default_error()
        worded = Error(status or error.status, refusal.message or error.message, error.number)
        return self._reply(call, worded.status, self.failure_body(call, refusal.code, worded))

    def _reply(self, call: Call, status: int, body: Json) -> Reply:
        identity = (self.request_id_header, call.request_id)
        return json_reply(status, body, self.content_type, identity)

    def _authorization(self, request: Request) -> Authorization:
        text = request.headers.get("authorization")
        if not text:
            raise Refusal(self.codes.no_authorization)
        try:
            authorization = signing.parse_authorization(text, self.scope_length)
        except ValueError as error:
            raise Refusal(self.codes.bad_authorization, f"Authorization: {error}.") from error
        if authorization.scheme != self.scheme:
            raise Refusal(self.codes.bad_authorization)
        return authorization

    def _check_headers(self, request: Request, authorization: Authorization) -> None:
        signed = {name.lower() for name in authorization.signed_headers}
        for name in sorted(self.required_headers(request)):
            if name not in request.headers:
                raise Refusal(self.codes.missing_header, f"The header {name} is missing.")
            if name not in signed:
                raise Refusal(self.codes.bad_authorization, f"The header {name} is not signed.")
        absent = sorted(signed - request.headers.names())
        if absent:
            raise Refusal(self.codes.signature, f"The signed header {absent[0]} is missing.")

    def _check_date(self, request: Request, now: float) -> None:
        text = request.headers.get(self.date_header)
        if not text:
            raise Refusal(self.codes.missing_header, f"The header {self.date_header} is missing.")
        try:
            skew = abs(self.parse_date(text) - now)
        except ValueError as error:
            raise Refusal(self.codes.time_format) from error
        if skew > self.skew_seconds:
            raise Refusal(self.codes.time_skew)

    def _check_signature(self, request: Request, authorization: Authorization, secret: str) -> None:
        announced = request.headers.get(self.hash_header)
        if announced and announced != signing.sha256_hex(request.body):
            raise Refusal(self.codes.signature, f"{self.hash_header} is not that of the body.")
        expected = self.signature(request, authorization, secret)
        received = authorization.signature.encode(errors="surrogateescape")
        if not hmac.compare_digest(expected.encode(), received):
            raise Refusal(self.codes.signature)
