"""Volcengine's Security Token Service, and its answer to a fetch of metadata."""

from cloud_emulator import sts
from cloud_emulator.clock import utc_text
from cloud_emulator.fields import Field
from cloud_emulator.keys import Key, account_number
from cloud_emulator.message import Fields, Json
from cloud_emulator.operation import KeyOperation
from cloud_emulator.rules import between, like

VERSIONS = ("2018-01-01",)
METHODS = ("GET", "POST")
LIFETIME = 3600

UNKNOWN_IDENTITY = "InvalidOIDCToken"
EXPIRED_IDENTITY = "ExpiredOIDCToken"

_EAST_OF_GREENWICH = 8 * 3600

HOSTS = {"sts.volcengineapi.com": ("cn-beijing", "cn-north-1")}

ROLE = (
    Field("RoleTrn", allows=like(r"trn:iam::[0-9]+:role/.+")),
    Field("RoleSessionName", allows=like(r"[\w+=,.@-]{1,64}")),
    Field("DurationSeconds", int, between(900, 43200), required=False),
    Field("Policy", required=False),
)


def metadata(key: Key, now: float) -> Fields:
    """The answer to a fetch of a role's credentials."""
    return {**_pair(key), "CurrentTime": _local(now), "ExpiredTime": _local(key.expires or 0)}


def _local(seconds: float) -> str:
    return utc_text(seconds + _EAST_OF_GREENWICH, "%Y-%m-%dT%H:%M:%S+08:00")


def _pair(key: Key) -> Fields:
    return {
        "AccessKeyId": key.access_key,
        "SecretAccessKey": key.secret,
        "SessionToken": key.token,
    }


def _user(key: Key) -> Fields:
    role = key.role.rpartition("/")[2]
    return {
        "Trn": f"trn:sts::{account_number(key.account)}:assumed-role/{role}/{key.session}",
        "AssumedRoleId": f"{account_number(key.role)}:{key.session}",
    }


def _credentials(key: Key, now: float) -> Json:
    return {"Credentials": metadata(key, now), "AssumedRoleUser": _user(key)}


def _identity_credentials(key: Key, now: float) -> Json:
    told: Fields = {**_pair(key), "Expiration": utc_text(key.expires or 0, "%Y-%m-%dT%H:%M:%SZ")}
    return {"Credentials": told, "AssumedRoleUser": _user(key)}


def _identity(key: Key) -> Json:
    number = account_number(key.account)
    if not key.is_temporary:
        owner: Fields = {"IdentityId": number, "Trn": f"trn:iam::{number}:root"}
        return {"AccountId": int(number), "IdentityType": "Account", **owner}
    user = _user(key)
    return {
        "AccountId": int(number),
        "IdentityType": "AssumedRole",
        "IdentityId": user["AssumedRoleId"],
        "Trn": user["Trn"],
    }


OPERATIONS = (
    KeyOperation(
        "AssumeRole",
        VERSIONS,
        METHODS,
        sts.RATE,
        fields=ROLE,
        act=sts.assumes("AssumeRole", "RoleTrn", LIFETIME, _credentials),
    ),
    KeyOperation(
        "AssumeRoleWithOIDC",
        VERSIONS,
        METHODS,
        sts.RATE,
        fields=(*ROLE, Field("OIDCToken")),
        act=sts.assumes(
            "AssumeRoleWithOIDC",
            "RoleTrn",
            LIFETIME,
            _identity_credentials,
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
