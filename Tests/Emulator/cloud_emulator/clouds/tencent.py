"""Tencent Cloud: Live and the Security Token Service."""

import re
import uuid

from cloud_emulator import signing
from cloud_emulator.clock import utc_text
from cloud_emulator.cloud import Cloud
from cloud_emulator.clouds import tencent_sts
from cloud_emulator.clouds.tencent_operations import NO_CHANNEL, NO_TASK, OPERATIONS
from cloud_emulator.fields import FieldCodes, Refusal, from_text
from cloud_emulator.message import FORM, Fields, Json, Request, parse_json_object
from cloud_emulator.operation import Operation
from cloud_emulator.parts import Call, Codes, Error, Service
from cloud_emulator.signing import Authorization

UNSIGNED = "SKIP"

ANY_REGION: tuple[str, ...] = ()
REGIONS = (
    *("ap-guangzhou", "ap-shanghai", "ap-nanjing", "ap-beijing", "ap-chengdu", "ap-chongqing"),
    *("ap-hongkong", "ap-singapore", "ap-jakarta", "ap-bangkok", "ap-seoul", "ap-tokyo"),
    *("na-ashburn", "na-siliconvalley", "sa-saopaulo", "eu-frankfurt"),
)

JSON = "application/json"

HOSTS = {
    "live.tencentcloudapi.com": ANY_REGION,
    "live.tencentcloudapi.com.cn": ANY_REGION,
    "live.tencentcloudapi.cn": ANY_REGION,
    **{f"live.{region}.tencentcloudapi.com": ANY_REGION for region in (*REGIONS, "intl")},
}

ERRORS = {
    code: Error(200, message)
    for code, message in {
        "AuthFailure.InvalidAuthorization": "The Authorization header is not valid.",
        "AuthFailure.SecretIdNotFound": "The SecretId does not exist.",
        "AuthFailure.SignatureExpire": "The signature has expired.",
        "AuthFailure.SignatureFailure": "The signature is not the expected one.",
        "AuthFailure.TokenFailure": "The token is not valid.",
        "InternalError": "The service failed.",
        "InvalidAction": "There is no such action.",
        "InvalidParameterValue": "A parameter's value is not valid.",
        "NoSuchProduct": "There is no such product here.",
        "NoSuchVersion": "There is no such version.",
        "RequestLimitExceeded": "The request rate is over its limit.",
        "InvalidParameter.WebIdentityTokenError": "The identity token is not valid.",
        NO_CHANNEL: "The channel does not exist.",
        NO_TASK: "The TaskId does not exist.",
        "UnsupportedProtocol": "The method or content type is not supported.",
    }.items()
}


class Tencent(Cloud):
    """JSON bodies, or a GET's query; errors in Response, under status 200."""

    name = "tencent"
    scheme = "TC3-HMAC-SHA256"
    scope_length = 3
    skew_seconds = 300
    services = (
        Service("live", HOSTS, OPERATIONS),
        Service("sts", tencent_sts.HOSTS, tencent_sts.OPERATIONS),
    )
    action_header = "x-tc-action"
    token_header = "x-tc-token"
    date_header = "x-tc-timestamp"
    request_id_header = "X-TC-RequestId"
    content_type = JSON
    codes = Codes(
        host="NoSuchProduct",
        no_authorization="AuthFailure.InvalidAuthorization",
        bad_authorization="AuthFailure.InvalidAuthorization",
        missing_header="MissingParameter",
        bad_scope="AuthFailure.SignatureFailure",
        access_key="AuthFailure.SecretIdNotFound",
        token="AuthFailure.TokenFailure",
        expired_token="AuthFailure.TokenFailure",
        time_format="InvalidParameterValue",
        time_skew="AuthFailure.SignatureExpire",
        signature="AuthFailure.SignatureFailure",
        action="InvalidAction",
        version="NoSuchVersion",
        method="UnsupportedProtocol",
        throttled="RequestLimitExceeded",
    )
    field_codes = FieldCodes(
        missing="MissingParameter",
        empty="InvalidParameterValue",
        type="InvalidParameter",
        value="InvalidParameterValue",
        unknown="UnknownParameter",
    )
    errors = ERRORS

    def default_error(self) -> Error:
        return Error(200, "The request was refused.")

    def call(self, request: Request) -> Call:
        headers = request.headers
        return Call(
            headers.get("x-tc-action"),
            headers.get("x-tc-version"),
            headers.get("x-tc-region"),
            str(uuid.uuid4()),
        )

    def is_unsigned(self, request: Request) -> bool:
        return request.headers.get("authorization") == UNSIGNED

    def required_headers(self, request: Request) -> set[str]:
        return {"content-type", "host"}

    def parse_date(self, text: str) -> float:
        if not re.fullmatch("[0-9]{1,12}", text):
            raise ValueError("not a count of seconds")
        return int(text)

    def check_scope(self, request: Request, authorization: Authorization) -> None:
        timestamp = self.parse_date(request.headers.get(self.date_header))
        service = self.service(request.headers.get(self.action_header)).name
        scope = (utc_text(timestamp, "%Y-%m-%d"), service, "tc3_request")
        if authorization.scope != scope:
            raise Refusal(self.codes.bad_scope, "The credential scope is not the request's.")

    def signing_key(self, secret: str, authorization: Authorization) -> bytes:
        return signing.derived_key("TC3" + secret, authorization.scope)

    def string_to_sign(
        self, request: Request, authorization: Authorization, canonical_request: str
    ) -> str:
        return "\n".join(
            [
                self.scheme,
                request.headers.get(self.date_header),
                "/".join(authorization.scope),
                signing.text_sha256_hex(canonical_request),
            ]
        )

    def canonical_query(self, request: Request) -> str:
        """The query exactly as received, which is how the vendor's SDKs sign it."""
        return request.query

    def canonical_value(self, name: str, values: list[str]) -> str:
        """In lower case, but for the content type, which SDKs sign as they send it."""
        value = super().canonical_value(name, values)
        return value if name == "content-type" else value.lower()

    def arguments(self, request: Request, operation: Operation) -> Fields:
        if request.media_type != (FORM if request.method == "GET" else JSON):
            raise Refusal("UnsupportedProtocol")
        if request.method == "GET":
            return from_text(operation.fields, request.query_fields())
        try:
            return parse_json_object(request.body)
        except ValueError as error:
            raise Refusal("InvalidParameter", f"The body: {error}.") from error

    def success_body(self, call: Call, result: Json) -> Json:
        answer = result if isinstance(result, dict) else {}
        return {"Response": {**answer, "RequestId": call.request_id}}

    def failure_body(self, call: Call, code: str, error: Error) -> Json:
        told: Fields = {"Code": code, "Message": error.message}
        return {"Response": {"Error": told, "RequestId": call.request_id}}
