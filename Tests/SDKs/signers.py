"""The vendors' own signers, their clocks stopped."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime, tzinfo
from types import SimpleNamespace
from typing import Any
from unittest import mock
from urllib.parse import parse_qsl, urlsplit

from alibabacloud_tea_openapi import utils as alibaba_utils
from cases import OCTETS, Case
from darabonba.core import DaraCore
from darabonba.request import DaraRequest
from tencentcloud.common import abstract_client as tencent_client
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.http.request import RequestInternal
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from volcengine.auth import SignerV4 as VolcengineSigner
from volcengine.base.Request import Request
from volcengine.Credentials import Credentials

# Region, service and host where a case names none.
DEFAULTS = {
    "volcengine": ("cn-north-1", "rtc", "rtc.volcengineapi.com"),
    "aliyun": ("cn-shanghai", "live", "live.aliyuncs.com"),
    "tencent": ("", "live", "live.tencentcloudapi.com"),
}
ACS3 = "ACS3-HMAC-SHA256"

# Headers about the client and its language; no signature has them, and no cloud needs them.
_ABOUT_THE_CLIENT = {"x-tc-requestclient", "x-tc-language"}


@dataclass(frozen=True)
class Signed:
    """The parts of a signed request, in a form in which two of them can be compared."""

    authorization: str
    method: str
    host: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: bytes

    @classmethod
    def of(
        cls, method: str, url: str, headers: Iterable[tuple[str, Any]], body: str | bytes
    ) -> "Signed":
        """From what would be sent."""
        parts, sent = urlsplit(url), {name.lower(): str(value) for name, value in headers}
        matter = re.compile("host|content-type|x-.*")
        return cls(
            sent["authorization"],
            method,
            parts.netloc,
            parts.path or "/",
            sorted(
                parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
            ),
            {n: v for n, v in sent.items() if matter.fullmatch(n) and n not in _ABOUT_THE_CLIENT},
            body.encode() if isinstance(body, str) else body,
        )

    @property
    def signature(self) -> str:
        """The last part of the authorization."""
        return self.authorization.rpartition("Signature=")[2]

    def differences(self, other: "Signed") -> set[str]:
        """The names of the parts in which another request is different."""
        names = [field.name for field in fields(self)]
        return {name for name in names if getattr(self, name) != getattr(other, name)}


def sign(case: Case) -> Signed:
    """Signs with the SDK of the case's cloud."""
    signer = {"volcengine": volcengine, "aliyun": alibaba, "tencent": tencent}[case.provider]
    region, service, host = DEFAULTS[case.provider]
    return signer(case, case.region or region, case.service or service, case.host or host)


def volcengine(case: Case, region: str, service: str, host: str) -> Signed:
    """SignerV4.sign, after what Service.json does before it."""
    request = Request()
    request.set_schema("https")
    request.set_method(case.method)
    request.set_host(host)
    request.set_path("/")
    request.set_query({"Action": case.action, "Version": case.version, **case.query})
    request.set_body(case.body)
    request.set_headers({"Host": host})
    content_type = case.content_type or ("application/json" if case.method == "POST" else "")
    if content_type:
        request.headers["Content-Type"] = content_type
    clock = SimpleNamespace(datetime=stopped(case.timestamp))
    with mock.patch.object(VolcengineSigner, "datetime", clock):
        credentials = Credentials(case.ak, case.sk, service, region, case.token)
        VolcengineSigner.SignerV4.sign(request, credentials)
    # The SDK signs without these ports, as the cloud does, and sends them; the library does both
    # without.
    request.headers["Host"] = re.sub(":(80|443)$", "", host)
    return Signed.of(case.method, request.build(), request.headers.items(), case.body)


def alibaba(case: Case, region: str, service: str, host: str) -> Signed:
    """Utils.get_authorization over the headers that the pages want signed."""
    del region, service  # in no signed string
    request = alibaba_request(case, host)
    url = DaraCore.compose_url(request)
    return Signed.of(case.method, url, request.headers.items(), case.body)


def alibaba_request(case: Case, host: str) -> DaraRequest:
    """The same as the SDK has it."""
    utils = alibaba_utils.Utils
    payload_hash = utils.hash(case.body.encode(), ACS3).hex()
    request = DaraRequest()
    request.protocol, request.method, request.pathname = "https", case.method, "/"
    request.query = dict(case.query)
    with mock.patch.object(alibaba_utils, "datetime", stopped(case.timestamp)):
        date = utils.get_timestamp()
    request.headers = {
        "host": host,
        "x-acs-action": case.action,
        "x-acs-version": case.version,
        "x-acs-date": date,
        "x-acs-signature-nonce": case.nonce,
        "x-acs-content-sha256": payload_hash,
        **({"x-acs-security-token": case.token} if case.token else {}),
        **({"content-type": case.content_type} if case.content_type else {}),
    }
    request.headers["Authorization"] = utils.get_authorization(
        request, ACS3, payload_hash, case.ak, case.sk
    )
    return request


def tencent(case: Case, region: str, service: str, host: str) -> Signed:
    """AbstractClient's TC3. It writes the JSON of a body itself; octets it takes as they are."""
    profile = ClientProfile(httpProfile=HttpProfile(endpoint=host, reqMethod=case.method))
    credential = Credential(case.ak, case.sk, case.token or None)
    client = CommonClient(service, case.version, credential, region, profile)
    request = RequestInternal(host, case.method, "/", {}, "")
    options, parameters = {}, {}
    if case.method == "GET":
        parameters = case.query
    elif case.content_type == OCTETS:
        options, request.data = {"IsOctetStream": True}, case.body.encode()
    else:
        parameters = json.loads(case.body)
    clock = SimpleNamespace(time=lambda: case.timestamp)
    with mock.patch.object(tencent_client, "time", clock):
        client._build_req_inter(case.action, parameters, request, options)
    url, body = f"https://{host}/", request.data
    if case.method == "GET":
        url, body = f"{url}?{body}" if body else url, ""
    return Signed.of(case.method, url, request.header.items(), body)


def stopped(timestamp: int) -> type[datetime]:
    """The class, for which it is always then."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Stopped":
            return cls.fromtimestamp(timestamp, tz)

        @classmethod
        def utcnow(cls) -> "Stopped":
            return cls.fromtimestamp(timestamp, UTC)

    return Stopped
