"""Alibaba Cloud's Security Token Service, and its answer to a fetch of metadata."""

from cloud_emulator import sts
from cloud_emulator.clock import utc_text
from cloud_emulator.fields import Field
from cloud_emulator.keys import Key, account_number
from cloud_emulator.message import Fields, Json
from cloud_emulator.operation import KeyOperation
from cloud_emulator.rules import between, length, like

VERSIONS = ("2015-04-01",)
METHODS = ("POST", "GET")
LIFETIME = 3600
TIME = "%Y-%m-%dT%H:%M:%SZ"

UNKNOWN_IDENTITY = "AuthenticationFail.OIDCToken.Invalid"
EXPIRED_IDENTITY = "AuthenticationFail.OIDCToken.Expired"

REGIONS = ("cn-hangzhou", "cn-shanghai", "cn-beijing", "cn-shenzhen", "cn-hongkong")
ABROAD = ("ap-southeast-1", "us-east-1", "eu-central-1")
HOSTS: dict[str, tuple[str, ...]] = {
    "sts.aliyuncs.com": (),
    **{f"{name}.{region}.aliyuncs.com": ()
       for name in ("sts", "sts-vpc") for region in (*REGIONS, *ABROAD)},
}  # fmt: skip

ROLE = (
    Field("RoleArn", allows=like(r"acs:ram::[0-9]+:role/.+"), code="InvalidParameter.RoleArn"),
    Field(
        "RoleSessionName",
        allows=like(r"[A-Za-z0-9.@_-]{2,64}"),
        code="InvalidParameter.RoleSessionName",
    ),
    Field(
        "DurationSeconds",
        int,
        between(900, 43200),
        required=False,
        code="InvalidParameter.DurationSeconds",
    ),
    Field("Policy", required=False),
)


def metadata(key: Key, now: float) -> Fields:
    """The answer to a fetch of a role's credentials."""
    return {**_pair(key), "LastUpdated": utc_text(now, TIME), "Code": "Success"}


def _pair(key: Key) -> Fields:
    return {
        "AccessKeyId": key.access_key,
        "AccessKeySecret": key.secret,
        "SecurityToken": key.token,
        "Expiration": utc_text(key.expires or 0, TIME),
    }


def _user(key: Key) -> Fields:
    number = account_number(key.account, 16)
    role = key.role.rpartition("/")[2]
    return {
        "Arn": f"acs:ram::{number}:role/{role}/{key.session}",
        "AssumedRoleId": f"{account_number(key.role, 18)}:{key.session}",
    }


def _credentials(key: Key, now: float) -> Json:
    return {"AssumedRoleUser": _user(key), "Credentials": _pair(key)}


def _identity(key: Key) -> Json:
    number = account_number(key.account, 16)
    if not key.is_temporary:
        owner: Fields = {"Arn": f"acs:ram::{number}:root", "PrincipalId": number, "UserId": number}
        return {"IdentityType": "Account", "AccountId": number, **owner}
    user = _user(key)
    return {
        "IdentityType": "AssumedRoleUser",
        "AccountId": number,
        "Arn": user["Arn"],
        "PrincipalId": user["AssumedRoleId"],
        "RoleId": account_number(key.role, 18),
    }


OPERATIONS = (
    KeyOperation(
        "AssumeRole",
        VERSIONS,
        METHODS,
        sts.RATE,
        fields=(*ROLE, Field("ExternalId", allows=length(2, 1224), required=False)),
        act=sts.assumes("AssumeRole", "RoleArn", LIFETIME, _credentials),
    ),
    KeyOperation(
        "AssumeRoleWithOIDC",
        VERSIONS,
        METHODS,
        sts.RATE,
        fields=(*ROLE, Field("OIDCProviderArn"), Field("OIDCToken")),
        act=sts.assumes(
            "AssumeRoleWithOIDC",
            "RoleArn",
            LIFETIME,
            _credentials,
            sts.IdentityToken("OIDCToken", UNKNOWN_IDENTITY, EXPIRED_IDENTITY),
        ),
        unsigned=True,
    ),
    KeyOperation(
        "GetCallerIdentity",
        VERSIONS,
        METHODS,
        sts.RATE,
        fields=(),
        act=sts.identifies(_identity),
    ),
)
