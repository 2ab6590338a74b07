"""Alibaba Cloud: ApsaraVideo Live and the Security Token Service."""

import itertools
import uuid

from cloud_emulator import signing
from cloud_emulator.clock import utc
from cloud_emulator.cloud import Cloud
from cloud_emulator.clouds import aliyun_rpc, aliyun_sts
from cloud_emulator.clouds.aliyun_operations import NOT_FOUND, OPERATIONS, OVER
from cloud_emulator.fields import FieldCodes, from_text
from cloud_emulator.keys import Key, Lookup
from cloud_emulator.message import Fields, Json, Request
from cloud_emulator.operation import Operation
from cloud_emulator.parts import Call, Codes, Error, Service
from cloud_emulator.signing import Authorization

ANY_REGION: tuple[str, ...] = ()

REQUIRED = {
    "host",
    "x-acs-action",
    "x-acs-content-sha256",
    "x-acs-date",
    "x-acs-signature-nonce",
    "x-acs-version",
}

HOSTS = {
    "live.aliyuncs.com": ANY_REGION,
    "live.ap-southeast-1.aliyuncs.com": ANY_REGION,
    "live.us-east-1.aliyuncs.com": ANY_REGION,
    "live.eu-central-1.aliyuncs.com": ANY_REGION,
}

ERRORS = {
    NOT_FOUND: Error(400, "The task does not exist, please check the TaskId."),
    OVER: Error(400, "The task is not running, please check the TaskId."),
    "InvalidParameter.UserId": Error(403, "The user is invalid, please check the UserId."),
    "InvalidProduct.NotFound": Error(404, "There is no such product here."),
    "InvalidApi.NotFound": Error(404, "There is no such API."),
    "InvalidAccessKeyId.NotFound": Error(404, "The access key does not exist."),
    "InvalidAccessKeyId.Inactive": Error(400, "The access key is disabled."),
    "InvalidSecurityToken.MismatchWithAccessKey": Error(
        400, "The security token does not belong to the access key."
    ),
    "InvalidSecurityToken.Expired": Error(400, "The security token has expired."),
    "SignatureDoesNotMatch": Error(400, "The signature is not the expected one."),
    "SignatureNonceUsed": Error(400, "The signature nonce was used already."),
    "IncompleteSignature": Error(400, "The signature is incomplete."),
    "InvalidTimeStamp.Format": Error(400, "The date is malformed."),
    "InvalidTimeStamp.Expired": Error(400, "The date is expired or from the future."),
    "NoSuchVersion": Error(400, "There is no such version."),
    "UnsupportedHTTPMethod": Error(400, "The method is not supported."),
    "Throttling": Error(400, "Request was denied due to request throttling."),
    "Throttling.User": Error(400, "Request was denied due to user flow control."),
    "Throttling.Api": Error(400, "Request was denied due to api flow control."),
    "Forbidden": Error(401, "You are not allowed to do this."),
    "Forbidden.RAM": Error(403, "The RAM user is not allowed to do this."),
    "IllegalOperation": Error(403, "The operation is not permitted."),
    "InvalidIdentity.ServiceDisabled": Error(400, "The service is disabled."),
    "InvalidDomain.NotFound": Error(404, "The domain does not exist."),
    "InvalidParameter.RoleArn": Error(400, "The RoleArn is not valid."),
    "AuthenticationFail.OIDCToken.Invalid": Error(400, "The OIDC token is not valid."),
    "AuthenticationFail.OIDCToken.Expired": Error(400, "This JsonWebToken is expired."),
    "InternalError": Error(500, "The service failed."),
    "ServiceUnavailable": Error(503, "The service is not available."),
}


class Aliyun(Cloud):
    """Fields in the query; the action and version in headers; errors as a flat object."""

    name = "aliyun"
    scheme = "ACS3-HMAC-SHA256"
    scope_length = 0
    skew_seconds = 900
    services = (
        Service("live", HOSTS, OPERATIONS),
        Service("sts", aliyun_sts.HOSTS, aliyun_sts.OPERATIONS),
    )
    action_header = "x-acs-action"
    token_header = "x-acs-security-token"
    date_header = "x-acs-date"
    hash_header = "x-acs-content-sha256"
    nonce_header = "x-acs-signature-nonce"
    request_id_header = "x-acs-request-id"
    content_type = "application/json;charset=utf-8"
    codes = Codes(
        host="InvalidProduct.NotFound",
        no_authorization="IncompleteSignature",
        bad_authorization="IncompleteSignature",
        missing_header="IncompleteSignature",
        bad_scope="IncompleteSignature",
        access_key="InvalidAccessKeyId.NotFound",
        token="InvalidSecurityToken.MismatchWithAccessKey",
        expired_token="InvalidSecurityToken.Expired",
        time_format="InvalidTimeStamp.Format",
        time_skew="InvalidTimeStamp.Expired",
        signature="SignatureDoesNotMatch",
        action="InvalidApi.NotFound",
        version="NoSuchVersion",
        method="UnsupportedHTTPMethod",
        throttled="Throttling.User",
        nonce="SignatureNonceUsed",
    )
    field_codes = FieldCodes(
        missing="MissingParameter",
        empty="MissingParameter",
        type="InvalidParameter",
        value="InvalidParameter",
        unknown="InvalidParameter",
        ignores_unknown=True,
    )
    errors = ERRORS

    def is_addressed(self, request: Request) -> bool:
        fields = request.call_fields()
        versions = {version for known in self.operations for version in known.versions}
        return (
            super().is_addressed(request)
            or "SignatureMethod" in fields
            or ("Action" in fields and fields.get("Version") in versions)
        )

    def call(self, request: Request) -> Call:
        headers = request.headers
        request_id = str(uuid.uuid4()).upper()
        if self.action_header in headers:
            return Call(headers.get("x-acs-action"), headers.get("x-acs-version"), "", request_id)
        action, version = (aliyun_rpc.parameter(request, name) for name in ("Action", "Version"))
        return Call(action, version, "", request_id)

    def is_unsigned(self, request: Request) -> bool:
        return super().is_unsigned(request) and not aliyun_rpc.is_signed(request)

    def check_unsigned(self, request: Request, now: float) -> None:
        if self.action_header in request.headers:
            super().check_unsigned(request, now)
        else:
            aliyun_rpc.check_date(self, request, now)

    def access_key(self, request: Request) -> str:
        return super().access_key(request) or aliyun_rpc.parameter(request, "AccessKeyId")

    def nonce(self, request: Request) -> str:
        return super().nonce(request) or aliyun_rpc.parameter(request, aliyun_rpc.NONCE)

    def authenticate(self, request: Request, keys: Lookup, now: float) -> Key:
        if super().is_unsigned(request) and aliyun_rpc.is_signed(request):
            return aliyun_rpc.authenticate(self, request, keys, now)
        return super().authenticate(request, keys, now)

    def required_headers(self, request: Request) -> set[str]:
        names = request.headers.names()
        return REQUIRED | {
            name for name in names if name.startswith("x-acs-") or name == "content-type"
        }

    def parse_date(self, text: str) -> float:
        return utc(text, "%Y-%m-%dT%H:%M:%SZ")

    def check_scope(self, request: Request, authorization: Authorization) -> None:
        """This signature has no scope."""

    def signing_key(self, secret: str, authorization: Authorization) -> bytes:
        return signing.derived_key(secret, authorization.scope)

    def string_to_sign(
        self, request: Request, authorization: Authorization, canonical_request: str
    ) -> str:
        return f"{self.scheme}\n{signing.text_sha256_hex(canonical_request)}"

    def canonical_value(self, name: str, values: list[str]) -> str:
        return ",".join(sorted(values))

    def arguments(self, request: Request, operation: Operation) -> Fields:
        return from_text(operation.fields, _with_lists(operation, request.call_fields()))

    def success_body(self, call: Call, result: Json) -> Json:
        answer = result if isinstance(result, dict) else {}
        return {"RequestId": call.request_id, **answer}

    def failure_body(self, call: Call, code: str, error: Error) -> Json:
        service = self.service(call.action)
        return {
            "RequestId": call.request_id,
            "HostId": next(iter(service.hosts)),
            "Code": code,
            "Message": error.message,
            "Recommend": f"https://api.aliyun.com/troubleshoot?q={code}&product={service.name}",
        }


def _with_lists(operation: Operation, fields: Fields) -> Fields:
    """The items of a list travel on their own, as Name.1, Name.2 and so on."""
    found = dict(fields)
    for field in operation.fields:
        if field.type is list and f"{field.name}.1" in found:
            names = (f"{field.name}.{index}" for index in itertools.count(1))
            items = itertools.takewhile(fields.__contains__, names)
            found[field.name] = [found.pop(name) for name in items]
    return found
