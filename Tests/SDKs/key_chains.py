"""The searches for a key of the vendors' packages and of the library, in this process.

Each answers a JSON object with the source, the words that were told of it, and a package's key.
They change modules for good, and are for a process that ends with the answer.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias
from unittest import mock

import certifi
from alibabacloud_credentials.provider import DefaultCredentialsProvider
from alibabacloud_credentials.utils import auth_constant, auth_util
from clients import CLOUDS
from Tea.core import TeaCore
from tencentcloud.common import credential as tencent_module
from volcengine.base.Service import Service
from volcengine.Credentials import Credentials
from volcengine.ServiceInfo import ServiceInfo
from volcenginesdkcore.auth.providers import (
    default_provider,
    ecs_role_provider,
    sts_oidc_provider,
    sts_provider,
)

import crec

# The packages give metadata a second, and this machine may be busy.
SECONDS = 30

Answer: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Places:
    """The addresses that stand for those of the clouds."""

    url: str
    host: str
    ca_file: str
    # An address without a server, for a machine without metadata.
    metadata_url: str


@contextmanager
def _told() -> Iterator[Answer]:
    """An answer that holds what was raised instead, as a text, if something was."""
    answer: Answer = {"source": "none", "told": ""}
    try:
        yield answer
    except Exception as error:
        answer["told"] = f"{type(error).__name__}: {error}"


# ------------------------------------------------------------------------------ the vendors'

_ALIBABA = {
    "env": "environment",
    "oidc_role_arn": "oidc",
    "cli_profile": "cli",
    "profile": "file",
    "ecs_ram_role": "metadata",
    "credential_uri": "uri",
}


def alibaba(places: Places) -> Answer:
    """The default chain of alibabacloud-credentials, which reads variables when it is imported."""
    importlib.reload(auth_util)
    importlib.reload(auth_constant)
    send = TeaCore.do_action
    limits = {"connectTimeout": SECONDS * 1000, "readTimeout": SECONDS * 1000}

    def redirected(request: Any, options: Any = None) -> Any:
        host = request.headers["host"]
        if host == "100.100.100.200":
            request.headers["host"] = places.metadata_url.removeprefix("http://")
        elif host.startswith("sts") and host.endswith(".aliyuncs.com"):
            request.headers["host"] = places.host
        elif host != "127.0.0.1":
            raise OSError(f"{host} is out of reach")
        return send(request, {**options, **limits, "ca": places.ca_file})

    TeaCore.do_action = staticmethod(redirected)
    with _told() as answer:
        found = DefaultCredentialsProvider().get_credentials()
        answer["source"] = _ALIBABA[found.get_provider_name().split("/")[1]]
        answer["key"] = (
            found.get_access_key_id(),
            found.get_access_key_secret(),
            found.get_security_token(),
        )
    return answer


_VOLCENGINE = {
    "EnvironmentVariableCredentialProvider": "environment",
    "StsOidcCredentialProvider": "oidc",
    "CLIConfigCredentialProvider": "cli",
    "EcsRoleCredentialProvider": "metadata",
}


def _with(make: Any, **given: Any) -> None:
    """Gives a class other defaults."""
    begin = make.__init__

    def other(self: Any, *arguments: Any, **named: Any) -> None:
        begin(self, *arguments, **{**given, **named})

    make.__init__ = other


def volcengine(places: Places) -> Answer:
    """The default chain of volcenginesdkcore."""
    sts = {"host": places.host, "ca_file": places.ca_file, "max_retries": 1}
    _with(sts_provider.StsCredentialProvider, **sts)
    _with(sts_oidc_provider.StsOidcCredentialProvider, **sts)
    limits = {"connect_timeout": SECONDS, "read_timeout": SECONDS, "max_retries": 1}
    _with(ecs_role_provider.EcsRoleCredentialProvider, **limits)
    ecs_role_provider._IMDS_ENDPOINT = places.metadata_url
    with _told() as answer:
        chain = default_provider.DefaultCredentialProvider()
        found = chain.get_credentials()
        answer["source"] = _VOLCENGINE[type(chain._last_provider).__name__]
        answer["key"] = (found.ak, found.sk, found.session_token)
    return answer


def old_volcengine(places: Places) -> Answer:
    """The older package volcengine, which knows no network here, and an empty key as none."""
    with _told() as answer:
        credentials = Credentials("", "", "rtc", "cn-north-1")
        Service(ServiceInfo(places.host, {}, credentials, SECONDS, SECONDS), {})
        if credentials.ak and credentials.sk:
            is_own = credentials.ak.strip("'\" ").startswith("env")
            answer["source"] = "environment" if is_own else "file"
            answer["key"] = (credentials.ak, credentials.sk, None)
    return answer


_TENCENT = {"CVMRoleCredential": "metadata", "OIDCRoleArnCredential": "oidc"}


def tencent(places: Places) -> Answer:
    """The default chain of tencentcloud-sdk-python-common."""
    roles = f"{places.metadata_url}/latest/meta-data/cam/security-credentials/"
    tencent_module.CVMRoleCredential._role_endpoint = roles
    tencent_module.OIDCRoleArnCredential._endpoint = places.host
    with _told() as answer:
        found = tencent_module.DefaultCredentialProvider().get_credentials()
        answer["key"] = found.get_credential_info()
        own = tencent_module.EnvironmentVariableCredential().get_credential()
        static = "environment" if own else "file"
        answer["source"] = _TENCENT.get(type(found).__name__, static)
    return answer


# ------------------------------------------------------------------------------ the library


# A call of each cloud, and its action. Nothing runs that it could stop.
STOPS: dict[str, tuple[str, Callable[[crec.Client], object]]] = {
    "volcengine": (
        "StopWebcast",
        lambda client: client.stop_webcast(app_id="a", room_id="r", task_id="t"),
    ),
    "aliyun": (
        "StopRtcCloudRecording",
        lambda client: client.stop_rtc_cloud_recording(task_id="t"),
    ),
    "tencent": (
        "StopLiveRecord",
        lambda client: client.stop_live_record(stream_name="s", task_id=1),
    ),
}


def library(cloud: str, places: Places) -> Answer:
    """The library's search, by a call; then it is asked for the source of the key."""
    answer: Answer = {"source": "none", "told": ""}
    try:
        client = crec.Client(
            CLOUDS[cloud],
            endpoint=places.url,
            sts_endpoint=places.url,
            metadata_endpoint=places.metadata_url,
            ca_file=places.ca_file,
            connect_timeout=SECONDS,
            timeout=SECONDS,
            attempt_limit=1,
        )
    except crec.InvalidArgumentError as error:
        return {"source": "refused", "told": str(error)}
    with client:
        try:
            STOPS[cloud][1](client)
        except crec.CrecError as error:
            answer["told"] = str(error)
            if not error.outcome.attempts:
                return answer
        try:
            answer["source"] = client.whoami().source or "environment"
        except crec.AuthenticationError:
            # Only a good key is told.
            answer["source"] = ""
    return answer


CHAINS: dict[str, Callable[[Places], Answer]] = {
    "aliyun": alibaba,
    "volcengine": volcengine,
    "tencent": tencent,
    "old volcengine": old_volcengine,
}


def search(who: str, cloud: str, places: Places) -> Answer:
    """The search of the library, or of one of the vendors' packages."""
    with mock.patch.object(certifi, "where", lambda: places.ca_file):
        return library(cloud, places) if who == "crec" else CHAINS[who](places)
