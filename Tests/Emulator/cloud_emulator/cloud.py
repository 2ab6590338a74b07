"""The base class of the clouds; each cloud's own file fills in the rest."""

import hmac
from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cached_property

from cloud_emulator import signing
from cloud_emulator.fields import FieldCodes, Refusal
from cloud_emulator.keys import Key as Key
from cloud_emulator.keys import Lookup
from cloud_emulator.message import Fields, Json, Reply, Request, json_reply
from cloud_emulator.operation import Operation
from cloud_emulator.parts import Call, Codes, Error, Service
from cloud_emulator.signing import Authorization


def without_default_port(host: str) -> str:
    """A Host header's value without `:443` or `:80`."""
    return host.removesuffix(":443").removesuffix(":80")


class Cloud(ABC):
    """One cloud: its tables, its signature and the shape of its answers."""

    name: str
    scheme: str
    scope_length: int
    skew_seconds: int
    services: tuple[Service, ...]
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

    @cached_property
    def hosts(self) -> dict[str, tuple[str, ...]]:
        """The hosts of all its services, with their regions."""
        return {host: own for service in self.services for host, own in service.hosts.items()}

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """The operations of all its services."""
        return tuple(operation for service in self.services for operation in service.operations)

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

    def is_addressed(self, request: Request) -> bool:
        """True if the request says in this cloud's own way what it asks for."""
        return self.action_header in request.headers

    def host_is_known(self, host: str, action: str = "") -> bool:
        """True if this is a host for such calls, with a default port or none."""
        hosts = self.service(action).hosts if self.find(action) else self.hosts
        return without_default_port(host.lower()) in hosts

    def service(self, action: str) -> Service:
        """The service that has this action; the first one if none has."""
        owners = [
            service
            for service in self.services
            if action in (operation.action for operation in service.operations)
        ]
        return (owners or list(self.services))[0]

    def find(self, action: str) -> Operation | None:
        """The operation with this action."""
        return next((known for known in self.operations if known.action == action), None)

    def operation(self, call: Call) -> Operation:
        """The operation the call names."""
        if not call.action or not call.version:
            raise Refusal(self.codes.missing_header, "The action or its version is missing.")
        found = self.find(call.action)
        if not found:
            raise Refusal(self.codes.action, f"There is no action {call.action}.")
        if call.version not in found.versions:
            raise Refusal(self.codes.version)
        return found

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

    def is_unsigned(self, request: Request) -> bool:
        """True if the request has no signature, which some operations allow."""
        return "authorization" not in request.headers

    def check_unsigned(self, request: Request, now: float) -> None:
        """Refuse an unsigned request whose date is wrong, if it has one."""
        if self.date_header in request.headers:
            self._check_date(request, now)

    def access_key(self, request: Request) -> str:
        """The access key that the request names, good or not; empty text if it names none."""
        try:
            return self._authorization(request).access_key
        except Refusal:
            return ""

    def nonce(self, request: Request) -> str:
        """The text that no other request may repeat; empty if there is none."""
        return request.headers.get(self.nonce_header)

    def authenticate(self, request: Request, keys: Lookup, now: float) -> Key:
        """The key the request is signed with. Refuses it if anything about that is wrong."""
        authorization = self._authorization(request)
        self._check_headers(request, authorization)
        self._check_date(request, now)
        self.check_scope(request, authorization)
        token = request.headers.get(self.token_header)
        key = self.accepted(keys(authorization.access_key), token, now)
        self._check_signature(request, authorization, key.secret)
        return key

    def accepted(self, key: Key | None, token: str, now: float) -> Key:
        """The key, if there is one, with this token, and it has not ended."""
        if not key:
            raise Refusal(self.codes.access_key)
        if token != key.token:
            raise Refusal(self.codes.token)
        if key.has_ended(now):
            raise Refusal(self.codes.expired_token)
        return key

    def success(self, call: Call, result: Json) -> Reply:
        """The reply to a call that succeeded."""
        return self._reply(call, 200, self.success_body(call, result))

    def failure(self, call: Call, refusal: Refusal, status: int | None = None) -> Reply:
        """The reply to a call that was refused; `status` instead of the documented one."""
        error = self.errors.get(refusal.code) or self.default_error()
        worded = Error(status or error.status, refusal.message or error.message, error.number)
        return self._reply(call, worded.status, self.failure_body(call, refusal.code, worded))

    def check_skew(self, date: float, now: float) -> None:
        """Refuse a date that is too far from the clock's."""
        if abs(date - now) > self.skew_seconds:
            raise Refusal(self.codes.time_skew)

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
            self.check_skew(self.parse_date(text), now)
        except ValueError as error:
            raise Refusal(self.codes.time_format) from error

    def _check_signature(self, request: Request, authorization: Authorization, secret: str) -> None:
        announced = request.headers.get(self.hash_header)
        if announced and announced != signing.sha256_hex(request.body):
            raise Refusal(self.codes.signature, f"{self.hash_header} is not that of the body.")
        expected = self.signature(request, authorization, secret)
        received = authorization.signature.encode(errors="surrogateescape")
        if not hmac.compare_digest(expected.encode(), received):
            raise Refusal(self.codes.signature)
