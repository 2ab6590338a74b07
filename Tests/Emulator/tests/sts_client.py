"""Calls for temporary keys, in the forms that SDKs give them, and calls signed with such keys."""

import json
import uuid
from typing import Any
from urllib.parse import urlencode

from cloud_emulator.clock import utc_text
from cloud_emulator.clouds import aliyun_rpc
from cloud_emulator.emulator import Emulator
from cloud_emulator.keys import Key
from cloud_emulator.message import FORM, Headers, Request
from cloud_emulator.signing import sha256_hex
from tests.client import IDS, KEYS, NOW, STREAM, Draft, aliyun, ask, tencent, volcengine
from tests.refusing import TOKEN_HEADER

SESSION = {"RoleSessionName": "session"}
TENCENT_ROLE = {"RoleArn": "qcs::cam::uin/100000:roleName/recorder", **SESSION}
ALIYUN_ROLE = {"RoleArn": "acs:ram::1000000000:role/recorder", **SESSION}
VOLCENGINE_ROLE = {"RoleTrn": "trn:iam::2100000000:role/recorder", **SESSION}
PROVIDER = {"OIDCProviderArn": "acs:ram::1000000000:oidc-provider/k8s"}

# The answers to a call that is right but for its task, which the emulator doesn't have.
NO_TASK = {
    "volcengine": "InvalidParameter.ErrorActiveTaskNotFound",
    "aliyun": "NotFound.Task",
    "tencent": "ResourceNotFound.ChannelNotExist",
}
ENDED = {
    "volcengine": "InvalidSecretToken",
    "aliyun": "InvalidSecurityToken.Expired",
    "tencent": "AuthFailure.TokenFailure",
}
UNKNOWN = {
    "volcengine": "InvalidAccessKey",
    "aliyun": "InvalidAccessKeyId.NotFound",
    "tencent": "AuthFailure.SecretIdNotFound",
}
CLOUDS = tuple(NO_TASK)


def tencent_sts(action: str, fields: object, now: float = NOW) -> Draft:
    draft = tencent(fields, action, now, "sts.tencentcloudapi.com")
    draft.headers["X-TC-Version"] = "2018-08-13"
    draft.headers["X-TC-Region"] = "ap-guangzhou"
    draft.unsigned |= {"x-tc-region"}
    draft.scope = (utc_text(now, "%Y-%m-%d"), "sts", "tc3_request")
    return draft


def aliyun_sts(action: str, query: dict[str, str], now: float = NOW) -> Draft:
    draft = aliyun(query, uuid.uuid4().hex, action, now, "sts.aliyuncs.com")
    draft.headers["x-acs-version"] = "2015-04-01"
    return draft


def volcengine_sts(action: str, query: dict[str, str], now: float = NOW) -> Draft:
    draft = volcengine(action, {}, "2018-01-01", now, "sts.volcengineapi.com")
    draft.method, draft.body = "GET", b""
    draft.query = urlencode({"Action": action, "Version": "2018-01-01", **query})
    draft.headers["X-Content-Sha256"] = sha256_hex(b"")
    draft.scope = (utc_text(now, "%Y%m%d"), "cn-beijing", "sts", "request")
    return draft


def assume_role(cloud: str, now: float = NOW, /, **fields: str | int) -> Draft:
    """A signed AssumeRole."""
    if cloud == "tencent":
        return tencent_sts("AssumeRole", TENCENT_ROLE | fields, now)
    texts = {name: str(value) for name, value in fields.items()}
    if cloud == "aliyun":
        return aliyun_sts("AssumeRole", ALIYUN_ROLE | texts, now)
    return volcengine_sts("AssumeRole", VOLCENGINE_ROLE | texts, now)


def caller_identity(cloud: str, now: float = NOW) -> Draft:
    """A signed GetCallerIdentity."""
    if cloud == "tencent":
        return tencent_sts("GetCallerIdentity", {}, now)
    make = aliyun_sts if cloud == "aliyun" else volcengine_sts
    return make("GetCallerIdentity", {}, now)


def rpc(
    action: str,
    fields: dict[str, str],
    key: Key | None = KEYS["aliyun"],
    now: float = NOW,
    method: str = "GET",
    version: str = "2015-04-01",
    host: str = "sts.aliyuncs.com",
) -> Request:
    """Alibaba Cloud's older form, signed with the key; without one, unsigned."""
    given = {"Action": action, "Format": "JSON", "Version": version, **fields}
    given.setdefault("Timestamp", utc_text(now, "%Y-%m-%dT%H:%M:%SZ"))
    if not key:
        return form_or_query(method, host, given)
    given |= {"SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0"}
    given |= {"SignatureNonce": uuid.uuid4().hex, "AccessKeyId": key.access_key}
    if key.token:
        given["SecurityToken"] = key.token
    draft = form_or_query(method, host, given)
    return form_or_query(
        method, host, {**given, "Signature": aliyun_rpc.signature(draft, key.secret)}
    )


def form_or_query(
    method: str, host: str, fields: dict[str, str], query: dict[str, str] | None = None
) -> Request:
    """The fields in a form if it is a POST, else in the query."""
    headers = Headers({"Host": host, "Content-Type": FORM}.items())
    if method == "POST":
        return Request(method, "/", urlencode(query or {}), headers, urlencode(fields).encode())
    return Request(method, "/", urlencode({**(query or {}), **fields}), headers, b"")


def with_identity(cloud: str, token: str, now: float = NOW, method: str = "POST") -> Request:
    """An unsigned call with a token of an identity provider."""
    if cloud == "tencent":
        fields = {**TENCENT_ROLE, "ProviderId": "k8s", "WebIdentityToken": token}
        draft = tencent_sts("AssumeRoleWithWebIdentity", fields, now)
        headers = Headers({**draft.headers, "Authorization": "SKIP"}.items())
        return Request("POST", "/", "", headers, draft.body)
    if cloud == "aliyun":
        fields = {**ALIYUN_ROLE, **PROVIDER, "OIDCToken": token}
        return rpc("AssumeRoleWithOIDC", fields, None, now, method)
    query = {"Action": "AssumeRoleWithOIDC", "Version": "2018-01-01"}
    fields = {**VOLCENGINE_ROLE, "OIDCToken": token}
    return form_or_query(method, "sts.volcengineapi.com", fields, query)


def stop(cloud: str, key: Key, now: float = NOW) -> Request:
    """A stop of a recording, signed with the key."""
    draft = {
        "volcengine": lambda: volcengine("StopWebcast", IDS, now=now),
        "aliyun": lambda: aliyun({"TaskId": "t"}, uuid.uuid4().hex, now=now),
        "tencent": lambda: tencent(STREAM, now=now),
    }[cloud]()
    return signed_with(draft, key)


def signed_with(draft: Draft, key: Key) -> Request:
    """The request signed with the key, its token along."""
    draft.access_key, draft.secret = key.access_key, key.secret
    if key.token:
        draft.headers[TOKEN_HEADER[draft.cloud]] = key.token
    return draft.signed()


def result(emulator: Emulator, request: Request) -> Any:
    """The answer to a call, without what is around it."""
    _, answer = ask(emulator, request)
    return answer.get("Result") or answer.get("Response") or answer


def handed_out(cloud: str, answer: Any) -> Key:
    """The key in the answer of a metadata service or of STS."""
    told = answer.get("Credentials", answer)
    names = {
        "tencent": ("TmpSecretId", "TmpSecretKey", "Token"),
        "aliyun": ("AccessKeyId", "AccessKeySecret", "SecurityToken"),
        "volcengine": ("AccessKeyId", "SecretAccessKey", "SessionToken"),
    }[cloud]
    return Key(cloud, *(told[name] for name in names))


METADATA_PATHS = {
    "tencent": "/latest/meta-data/cam/security-credentials/",
    "aliyun": "/latest/meta-data/ram/security-credentials/",
    "volcengine": "/volcstack/latest/iam/security_credentials/",
}
METADATA_HEADERS = {
    "aliyun": "X-aliyun-ecs-metadata-token",
    "volcengine": "X-volc-ecs-metadata-token",
}


def fetch(emulator: Emulator, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    """The status and the text that the metadata services answer."""
    path, _, query = path.partition("?")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = Request(method, path, query, Headers(named.items()), b"")
    reply = emulator.answer_metadata(request).reply
    return reply.status, reply.body.decode()


def metadata_token(emulator: Emulator, cloud: str, seconds: str = "21600") -> dict[str, str]:
    """The header with a new token, none for a cloud without."""
    header = METADATA_HEADERS.get(cloud)
    if not header:
        return {}
    asked = {f"{header}-ttl-seconds": seconds}
    return {header: fetch(emulator, "/latest/api/token", "PUT", **asked)[1]}


def fetched_key(emulator: Emulator, cloud: str, role: str = "emulator-role") -> Key:
    """A key from the metadata service."""
    headers = metadata_token(emulator, cloud)
    return handed_out(
        cloud, json.loads(fetch(emulator, METADATA_PATHS[cloud] + role, **headers)[1])
    )
