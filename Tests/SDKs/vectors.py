"""The lines of Tests/Vectors/sdk.jsonl about operations that its other lines have none of.

They are what the SDKs send for operations.py, with the clock, the nonce and the machine held still.
`build/sdks/bin/python Tests/SDKs/vectors.py` prints them.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from importlib.metadata import version
from types import SimpleNamespace
from typing import Any
from unittest import mock
from urllib.parse import parse_qsl, urlsplit

from alibabacloud_tea_openapi import utils as alibaba_utils
from cases import OPERATIONS, Case
from clients import SDKS, Call, Key, Place
from darabonba.core import DaraCore
from operations import calls
from sent import watched
from signers import ACS3, DEFAULTS, alibaba_request, stopped
from tencentcloud.common import abstract_client as tencent_client
from volcengine.auth import SignerV4 as VolcengineSigner

NOW = 1_735_689_600
ALIBABA_UTILS = alibaba_utils.Utils
MACHINE = SimpleNamespace(
    system=lambda: "Linux", machine=lambda: "x86_64", python_version=lambda: "3.11.7"
)


@dataclass(frozen=True)
class Kind:
    """A kind of line, the number of its first one here, and the packages that make it."""

    name: str
    first: int
    packages: tuple[str, ...]


KINDS = {
    "volcengine": Kind("HMAC-SHA256", 130, ("volcengine",)),
    "aliyun": Kind(
        ACS3, 100, ("alibabacloud-live20161101", "alibabacloud-tea-openapi", "darabonba-core")
    ),
    "tencent": Kind(
        *("TC3-HMAC-SHA256-sdkjson", 25),
        ("tencentcloud-sdk-python-live", "tencentcloud-sdk-python-common"),
    ),
}
HEADERS_KIND = Kind(f"{ACS3}-headers", 100, ("alibabacloud-tea-openapi",))

Spies = Callable[[], dict[str, str]]


def lines() -> Iterator[dict[str, Any]]:
    """One for each operation; for Alibaba's also one that signs only what the pages ask for."""
    for cloud, kind in KINDS.items():
        for number, call in enumerate(new_calls(cloud), kind.first):
            case = case_of(call, number)
            output, debug = sent_by_sdk(call, case)
            if cloud == "aliyun":
                # Only the SDK knows how it puts the fields there.
                query = dict(parse_qsl(urlsplit(output["url"]).query))
                case = replace(case, query=query)
            yield line(kind, number, case, output, debug)
            if cloud == "aliyun":
                yield line_of_headers(number, case)


def new_calls(cloud: str) -> list[Call]:
    """The first call of each operation that the other lines have none of."""
    known = {action for action, _, _ in OPERATIONS[cloud]}
    made = [call for call in calls(NOW) if call.cloud == cloud and call.action not in known]
    return list({call.action: call for call in reversed(made)}.values())[::-1]


def case_of(call: Call, number: int) -> Case:
    """The call as an input, with keys of different lengths, every other one temporary."""
    region, service, host = DEFAULTS[call.cloud]
    return Case(
        provider=call.cloud,
        ak=f"example-{number}",
        sk="k+/=" * (1 + number % 20),
        token="STS.a/b+c==" if number % 2 else "",
        action=call.action,
        version=call.version,
        region=call.region or region,
        service=service,
        host=host,
        method=call.method,
        query=call.fields if call.method == "GET" else {},
        body=json.dumps(call.fields) if call.method == "POST" and call.cloud != "aliyun" else "",
        content_type="",
        timestamp=NOW + number,
        nonce=f"nonce-{number}",
    )


def sent_by_sdk(call: Call, case: Case) -> tuple[dict[str, Any], dict[str, str]]:
    """The request that the SDK would send, and the texts that it hashed and signed."""
    with ExitStack() as stack:
        debug = hold_still(stack, case)
        requests = stack.enter_context(watched(is_delivered=False))
        SDKS[call.cloud](Place(case.host), Key(case.ak, case.sk, case.token), call)
    (sent,) = requests
    output = {"method": sent.method, "url": sent.url, "headers": dict(sent.headers)}
    return {**output, "body": sent.body or ""}, debug()


def hold_still(stack: ExitStack, case: Case) -> Spies:
    """Stops the clocks and nonces of the SDK; tells afterwards what it signed."""

    def put(owner: Any, name: str, stand_in: Any) -> Any:
        return stack.enter_context(mock.patch.object(owner, name, stand_in))

    def spy(owner: Any, name: str) -> Any:
        return put(owner, name, mock.Mock(wraps=getattr(owner, name)))

    if case.provider == "volcengine":
        put(VolcengineSigner, "datetime", SimpleNamespace(datetime=stopped(case.timestamp)))
        util = VolcengineSigner.Util
        canonical, text = spy(util, "sha256"), (spy(util, "hmac_sha256"), 1)
    elif case.provider == "aliyun":
        put(alibaba_utils, "datetime", stopped(case.timestamp))
        put(alibaba_utils, "platform", MACHINE)
        put(ALIBABA_UTILS, "get_nonce", lambda: case.nonce)
        canonical, text = spy(ALIBABA_UTILS, "hash"), (spy(alibaba_utils, "signature_method"), 1)
    else:
        put(tencent_client, "time", SimpleNamespace(time=lambda: case.timestamp))
        put(tencent_client, "uuid", SimpleNamespace(uuid4=lambda: case.nonce))
        hashes = SimpleNamespace(sha256=tencent_client.hashlib.sha256)
        put(tencent_client, "hashlib", hashes)
        canonical, text = spy(hashes, "sha256"), (spy(tencent_client.Sign, "sign_tc3"), 3)

    def debug() -> dict[str, str]:
        request, (signer, place) = canonical.call_args.args[0], text
        return {
            "canonical_request": request.decode() if isinstance(request, bytes) else request,
            "string_to_sign": signer.call_args.args[place],
        }

    return debug


def line_of_headers(number: int, case: Case) -> dict[str, Any]:
    """A line in which Alibaba's signer signs the headers that the library signs."""
    with ExitStack() as stack:
        debug = hold_still(stack, case)
        request = alibaba_request(case, case.host)
        output = {"method": case.method, "url": DaraCore.compose_url(request)}
        output = {**output, "headers": request.headers, "body": case.body}
    return line(HEADERS_KIND, number, case, output, debug())


def line(
    kind: Kind, number: int, case: Case, output: dict[str, Any], debug: dict[str, str]
) -> dict[str, Any]:
    """The form that they all have."""
    place = ["host", "service"] if case.provider == "aliyun" else ["service", "host"]
    names = ["action", "version", "region", *place, "method", "query", "body"]
    names += ["nonce"] * (case.provider != "volcengine")
    names += ["ak", "sk", *["token"] * bool(case.token), "timestamp"]
    head = {"provider": case.provider, "signature_version": kind.name}
    makers = ", ".join(f"{name} {version(name)}" for name in kind.packages)
    return {
        "id": f"{case.provider}/{kind.name}/{number:03}",
        **head,
        "input": {**head, **{name: getattr(case, name) for name in names}},
        "output": {**output, "sdk": makers, "debug": debug},
    }


def as_text(made: dict[str, Any]) -> str:
    """As it stands in the file."""
    return json.dumps(made, ensure_ascii=False)


if __name__ == "__main__":
    for made in lines():
        print(as_text(made))
