"""Alibaba Cloud's older way of calling: all of it in parameters, signed with HMAC-SHA1."""

import base64
import hmac

from cloud_emulator import signing
from cloud_emulator.cloud import Cloud
from cloud_emulator.fields import Refusal
from cloud_emulator.keys import Key, Lookup
from cloud_emulator.message import Request
from cloud_emulator.signing import percent_encoded

SIGNATURE = "Signature"
DATE = "Timestamp"
NONCE = "SignatureNonce"
SIGNED = ("SignatureMethod", "SignatureVersion", NONCE, DATE, "AccessKeyId", "Action", "Version")


def parameter(request: Request, name: str) -> str:
    """A parameter, from the query or from a form; empty text if it is in neither."""
    return str(request.call_fields().get(name, ""))


def is_signed(request: Request) -> bool:
    """True if the parameters have a signature."""
    return SIGNATURE in request.call_fields()


def string_to_sign(request: Request) -> str:
    """The method, the path and the sorted parameters without the signature."""
    parameters = [*request.parameters(), *request.form_parameters()]
    others = [pair for pair in parameters if pair[0] != SIGNATURE.encode()]
    query = signing.canonical_query(others).encode(errors="surrogateescape")
    return f"{request.method}&{percent_encoded(b'/')}&{percent_encoded(query)}"


def signature(request: Request, secret: str) -> str:
    """The signature that this request should have."""
    key, text = (
        part.encode(errors="surrogateescape") for part in (f"{secret}&", string_to_sign(request))
    )
    return base64.b64encode(hmac.digest(key, text, "sha1")).decode()


def authenticate(cloud: Cloud, request: Request, keys: Lookup, now: float) -> Key:
    """The key the request is signed with. Refuses it if anything about that is wrong."""
    for name in SIGNED:
        if not parameter(request, name):
            raise Refusal(cloud.codes.missing_header, f"The parameter {name} is missing.")
    if parameter(request, "SignatureMethod") != "HMAC-SHA1":
        raise Refusal(cloud.codes.bad_authorization, "The signature's method is not known.")
    if parameter(request, "SignatureVersion") != "1.0":
        raise Refusal(cloud.codes.bad_authorization, "The signature's version is not known.")
    check_date(cloud, request, now)
    found = keys(parameter(request, "AccessKeyId"))
    key = cloud.accepted(found, parameter(request, "SecurityToken"), now)
    received = parameter(request, SIGNATURE).encode(errors="surrogateescape")
    if not hmac.compare_digest(signature(request, key.secret).encode(), received):
        raise Refusal(cloud.codes.signature)
    return key


def check_date(cloud: Cloud, request: Request, now: float) -> None:
    """Refuse a time that is malformed or too far from the clock's."""
    try:
        cloud.check_skew(cloud.parse_date(parameter(request, DATE)), now)
    except ValueError as error:
        raise Refusal(cloud.codes.time_format) from error
