"""Volcengine: RTC and the Security Token Service."""

import uuid

from cloud_emulator import signing
from cloud_emulator.clock import utc
from cloud_emulator.cloud import Cloud, without_default_port
from cloud_emulator.clouds import volcengine_sts
from cloud_emulator.clouds.volcengine_operations import EXISTS, NOT_ACTIVE, OPERATIONS
from cloud_emulator.fields import FieldCodes, Refusal, from_text
from cloud_emulator.message import FORM, Fields, Json, Request, parse_json_object
from cloud_emulator.operation import KeyOperation, Operation
from cloud_emulator.parts import Call, Codes, Error, Service
from cloud_emulator.signing import Authorization

HOSTS = {
    "rtc.volcengineapi.com": ("cn-north-1",),
    "open-ap-singapore-1.volcengineapi.com": ("ap-southeast-1", "ap-singapore-1"),
    "open.byteplusapi.com": ("ap-singapore-1",),
}

ERRORS = {
    "MissingParameter": Error(400, "A required parameter is missing.", 100002),
    "MissingAuthenticationToken": Error(401, "The request is not signed.", 100003),
    "MissingRequestInfo": Error(400, "The request lacks information.", 100004),
    "MissingSignature": Error(401, "The request has no signature.", 100005),
    "InvalidTimestamp": Error(400, "The date is expired or from the future.", 100006),
    "ServiceNotFound": Error(404, "There is no such service here.", 100007),
    "InvalidActionOrVersion": Error(404, "There is no such action or version.", 100008),
    "InvalidAccessKey": Error(401, "The access key does not exist.", 100009),
    "SignatureDoesNotMatch": Error(401, "The signature is not the expected one.", 100010),
    "LackPolicy": Error(403, "No policy allows this.", 100012),
    "AccessDenied": Error(403, "Access is denied.", 100013),
    "InternalError": Error(500, "The service failed.", 100014),
    "FailToConnect": Error(502, "The service cannot be reached.", 100015),
    "InternalServiceTimeout": Error(504, "The service did not answer.", 100016),
    "FlowLimitExceeded": Error(429, "Too many requests."),
    "AccountFlowLimitExceeded": Error(429, "Too many requests."),
    "FlowLimitExceeded.QPSOverLimit": Error(429, "Too many calls in a second."),
    "FlowLimitExceeded.TaskNumberOverLimit": Error(429, "Too many tasks."),
    "ServiceUnavailableTemp": Error(503, "The service is not available."),
    "InternalServiceError": Error(502, "The service failed."),
    "InvalidAuthorization": Error(400, "The Authorization header is malformed."),
    "InvalidCredential": Error(400, "The credential scope is not valid."),
    "InvalidSecretToken": Error(401, "The security token is not valid."),
    "MethodNotAllowed": Error(405, "The method is not allowed."),
    "LackProjectPolicy": Error(403, "No project policy allows this."),
    "UndefinedError": Error(500, "The service failed."),
    "InternalError.GenerateTokenFailed": Error(500, "The service failed."),
    "AccessDenied.NoPermissionForApp": Error(403, "The AppId is not yours."),
    "AccessDenied.RecordNotEnabled": Error(403, "Recording is not switched on."),
    "AccessDenied.ServiceNotEnabled": Error(403, "The service is not switched on."),
    volcengine_sts.UNKNOWN_IDENTITY: Error(401, "The OIDC token is not valid."),
    volcengine_sts.EXPIRED_IDENTITY: Error(401, "The OIDC token has expired."),
    EXISTS: Error(400, "The task exists already."),
    NOT_ACTIVE: Error(400, "The task does not exist or has stopped."),
}


class Volcengine(Cloud):
    """JSON bodies; the action and version in the query; errors in ResponseMetadata."""

    name = "volcengine"
    scheme = "HMAC-SHA256"
    scope_length = 4
    skew_seconds = 900
    services = (
        Service("rtc", HOSTS, OPERATIONS),
        Service("sts", volcengine_sts.HOSTS, volcengine_sts.OPERATIONS),
    )
    token_header = "x-security-token"
    date_header = "x-date"
    hash_header = "x-content-sha256"
    request_id_header = "X-Tt-Logid"
    content_type = "application/json; charset=utf-8"
    codes = Codes(
        host="ServiceNotFound",
        no_authorization="MissingAuthenticationToken",
        bad_authorization="InvalidAuthorization",
        missing_header="MissingRequestInfo",
        bad_scope="InvalidCredential",
        access_key="InvalidAccessKey",
        token="InvalidSecretToken",
        expired_token="InvalidSecretToken",
        time_format="InvalidTimestamp",
        time_skew="InvalidTimestamp",
        signature="SignatureDoesNotMatch",
        action="InvalidActionOrVersion",
        version="InvalidActionOrVersion",
        method="MethodNotAllowed",
        throttled="FlowLimitExceeded.QPSOverLimit",
    )
    field_codes = FieldCodes(
        missing="MissingParameter",
        empty=None,
        type="InvalidParameter",
        value="InvalidParameter",
        unknown="InvalidParameter",
    )
    errors = ERRORS

    def call(self, request: Request) -> Call:
        query = request.query_fields()
        action, version = str(query.get("Action", "")), str(query.get("Version", ""))
        try:
            text = request.headers.get("authorization")
            region = signing.parse_authorization(text, self.scope_length).scope[1]
        except ValueError:
            region = next(iter(self.service(action).hosts.values()))[0]
        return Call(action, version, region, uuid.uuid4().hex.upper())

    def required_headers(self, request: Request) -> set[str]:
        return {"host", "x-date"}

    def parse_date(self, text: str) -> float:
        return utc(text, "%Y%m%dT%H%M%SZ")

    def check_scope(self, request: Request, authorization: Authorization) -> None:
        date, region, service, terminator = authorization.scope
        host = without_default_port(request.headers.get("host").lower())
        called = self.service(self.call(request).action)
        every_region = tuple(name for names in called.hosts.values() for name in names)
        if (
            date != request.headers.get("x-date")[:8]
            or region not in called.hosts.get(host, every_region)
            or (service, terminator) != (called.name, "request")
        ):
            raise Refusal(self.codes.bad_scope)

    def signing_key(self, secret: str, authorization: Authorization) -> bytes:
        return signing.derived_key(secret, authorization.scope)

    def string_to_sign(
        self, request: Request, authorization: Authorization, canonical_request: str
    ) -> str:
        return "\n".join(
            [
                self.scheme,
                request.headers.get("x-date"),
                "/".join(authorization.scope),
                signing.text_sha256_hex(canonical_request),
            ]
        )

    def canonical_value(self, name: str, values: list[str]) -> str:
        value = super().canonical_value(name, values)
        return without_default_port(value) if name == "host" else value

    def arguments(self, request: Request, operation: Operation) -> Fields:
        is_form = request.media_type == FORM and isinstance(operation, KeyOperation)
        if request.method == "GET" or is_form:
            given = (request.call_fields() if is_form else request.query_fields()).items()
            own = {name: value for name, value in given if name not in ("Action", "Version")}
            return from_text(operation.fields, own)
        if not request.body:
            raise Refusal("InvalidParameter.BodyIsEmpty", "The body is empty.")
        try:
            return parse_json_object(request.body)
        except ValueError as error:
            raise Refusal("InvalidParameter.Unmarshal", f"The body: {error}.") from error

    def success_body(self, call: Call, result: Json) -> Json:
        return {"ResponseMetadata": self._metadata(call), "Result": result}

    def failure_body(self, call: Call, code: str, error: Error) -> Json:
        number: Fields = {} if error.number is None else {"CodeN": error.number}
        told: Fields = {**number, "Code": code, "Message": error.message}
        return {"ResponseMetadata": {**self._metadata(call), "Error": told}}

    def _metadata(self, call: Call) -> Fields:
        return {
            "RequestId": call.request_id,
            "Action": call.action,
            "Version": call.version,
            "Service": self.service(call.action).name,
            "Region": call.region,
        }
