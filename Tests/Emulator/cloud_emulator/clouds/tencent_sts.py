"""Tencent Cloud's Security Token Service, and its answer to a fetch of metadata."""

from cloud_emulator import sts
from cloud_emulator.clock import utc_text
from cloud_emulator.fields import Field
from cloud_emulator.keys import Key, account_number
from cloud_emulator.message import Fields, Json
from cloud_emulator.operation import KeyOperation
from cloud_emulator.rules import between, length, like

VERSIONS = ("2018-08-13",)
METHODS = ("POST", "GET")
LIFETIME = 7200

NOT_VALID = "InvalidParameter.ParamError"
TOO_LONG = "InvalidParameter.OverTimeError"
BAD_IDENTITY = "InvalidParameter.WebIdentityTokenError"

HOSTS: dict[str, tuple[str, ...]] = {
    "sts.tencentcloudapi.com": (),
    "sts.internal.tencentcloudapi.com": (),
    "sts.ap-guangzhou.tencentcloudapi.com": (),
    "sts.ap-shanghai.tencentcloudapi.com": (),
    "sts.ap-beijing.tencentcloudapi.com": (),
    "sts.ap-hongkong.tencentcloudapi.com": (),
    "sts.ap-singapore.tencentcloudapi.com": (),
}

ROLE = (
    Field("RoleArn", allows=like(r"qcs::cam::uin/[0-9]+:(role|roleName|tencentServiceRole.*)/.+"),
          code="InvalidParameter.ResouceError"),
    Field("RoleSessionName", allows=like(r"[\w+=,.@-]{2,128}"), code=NOT_VALID),
    Field("DurationSeconds", int, between(1, 43200), required=False, code=TOO_LONG),
)  # fmt: skip


def metadata(key: Key, now: float) -> Fields:
    """The answer to a fetch of a role's credentials."""
    return {
        "TmpSecretId": key.access_key,
        "TmpSecretKey": key.secret,
        **_expiry(key),
        "Token": key.token,
        "Code": "Success",
    }


def _expiry(key: Key) -> Fields:
    end = int(key.expires or 0)
    return {"ExpiredTime": end, "Expiration": utc_text(end, "%Y-%m-%dT%H:%M:%SZ")}


def _credentials(key: Key, now: float) -> Json:
    pair: Fields = {"TmpSecretId": key.access_key, "TmpSecretKey": key.secret}
    return {"Credentials": {"Token": key.token, **pair}, **_expiry(key)}


def _identity(key: Key) -> Json:
    number = account_number(key.account)
    if not key.is_temporary:
        user = f"qcs::cam::uin/{number}:uin/{number}"
        told: Fields = {"Arn": user, "PrincipalId": number, "Type": "CAMUser"}
    else:
        assumed = f"qcs::sts:{number}:assumed-role/{account_number(key.role)}"
        principal = f"{account_number(key.role)}:{key.session}"
        told = {"Arn": assumed, "PrincipalId": principal, "Type": "CAMRole"}
    return {"AccountId": number, "UserId": told["PrincipalId"], **told}


OPERATIONS = (
    KeyOperation(
        "AssumeRole",
        VERSIONS,
        METHODS,
        sts.RATE,
        fields=(
            *ROLE,
            Field("Policy", required=False),
            Field("ExternalId", allows=length(2, 128), required=False, code=NOT_VALID),
            Field("SourceIdentity", required=False),
            Field("SerialNumber", required=False),
            Field("TokenCode", required=False),
        ),
        act=sts.assumes("AssumeRole", "RoleArn", LIFETIME, _credentials),
    ),
    KeyOperation(
        "AssumeRoleWithWebIdentity",
        VERSIONS,
        METHODS,
        sts.RATE,
        fields=(*ROLE, Field("ProviderId"), Field("WebIdentityToken")),
        act=sts.assumes(
            "AssumeRoleWithWebIdentity",
            "RoleArn",
            LIFETIME,
            _credentials,
            sts.IdentityToken("WebIdentityToken", BAD_IDENTITY, BAD_IDENTITY),
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
