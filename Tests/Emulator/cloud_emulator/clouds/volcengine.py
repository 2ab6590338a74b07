"""Volcengine RTC."""

import uuid

from cloud_emulator import signing
from cloud_emulator.clock import utc
from cloud_emulator.cloud import Call, Cloud, Codes, Error, without_default_port
from cloud_emulator.clouds.volcengine_operations import EXISTS, NOT_ACTIVE, OPERATIONS
from cloud_emulator.fields import FieldCodes, Refusal
from cloud_emulator.message import Fields, Json, Request, parse_json_object
from cloud_emulator.operation import Operation
from cloud_emulator.signing import Authorization

SERVICE = "rtc"

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
    EXISTS: Error(400, "The task exists already."),
    NOT_ACTIVE: Error(400, "The task does not exist or has stopped."),
}


class Volcengine(Cloud):
    """JSON bodies; the action and version in the query; errors in ResponseMetadata."""

    name = "volcengine"
    scheme = "HMAC-SHA256"
    scope_length = 4
    skew_seconds = 900
    hosts = HOSTS
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
    operations = OPERATIONS

    def call(self, request: Request) -> Call:
        query = request.query_fields()
        try:
            text = request.headers.get("authorization")
            region = signing.parse_authorization(text, self.scope_length).scope[1]
        except ValueError:
            region = self.hosts["rtc.volcengineapi.com"][0]
        action, version = str(query.get("Action", "")), str(query.get("Version", ""))
        return Call(action, version, region, uuid.uuid4().hex.upper())

    def required_headers(self, request: Request) -> set[str]:
        return {"host", "x-date"}

    def parse_date(self, text: str) -> float:
        return utc(text, "%Y%m%dT%H%M%SZ")

    def check_scope(self, request: Request, authorization: Authorization) -> None:
        date, region, service, terminator = authorization.scope
        host = without_default_port(request.headers.get("host").lower())
        every_region = tuple(name for names in self.hosts.values() for name in names)
        if (
            date != request.headers.get("x-date")[:8]
            or region not in self.hosts.get(host, every_region)
            or (service, terminator) != (SERVICE, "request")
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
        if request.method == "GET":
            query = request.query_fields().items()
            return {name: value for name, value in query if name not in ("Action", "Version")}
        if not request.body:
            raise Refusal("InvalidParameter.BodyIsEmpty", "The body is empty.")
        try:
            return parse_json_object(request.body)
        except ValueError as error:
            raise Refusal("InvalidParameter.Unmarshal", f"The body: {error}.") from error

    def success_body(self, call: Call, result: Json) -> Json:
        return {"ResponseMetadata": _metadata(call), "Result": result}

    def failure_body(self, call: Call, code: str, error: Error) -> Json:
        number: Fields = {} if error.number is None else {"CodeN": error.number}
        told: Fields = {**number, "Code": code, "Message": error.message}
        return {"ResponseMetadata": {**_metadata(call), "Error": told}}


def _metadata(call: Call) -> Fields:
    return {
        "RequestId": call.request_id,
        "Action": call.action,
        "Version": call.version,
        "Service": SERVICE,
        "Region": call.region,
    }
