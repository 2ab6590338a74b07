"""Options, credentials and variables that clients are made with, right and wrong."""

from __future__ import annotations

import ctypes
import random
from collections.abc import Iterator
from typing import Any

from values import INT32, INT64, TEXTS

from crec import _structs

Input = dict[str, Any]
HOSTS = (
    *("e", "e:1", "e:0", "e:65535", "e:65536", "https://e/base/", "http://e", "http://127.0.0.1"),
    *(
        "http://localhost:8",
        "https://e?q",
        "https://e#f",
        "https://u@e",
        "[::1]:443",
        "[::1",
        "::1",
    ),
    *("live.tencentcloudapi.com", "LIVE.tencentcloudapi.com.:443", "live.tencentcloudapi.cn"),
    *("rtc.volcengineapi.com:80", "a..b", "0x7f.1", "2130706433", "ftp://e", "https://", "e./"),
    *("http://u:p@e:1", "u:p%40@e:1", "u:p@q@e:1", "e:1//", "http://e:1/path", "socks5://e:1"),
)
SIZES = (0, 1, 1024, (1 << 30) - 1, 1 << 30, (1 << 30) + 1, 2**63 - 1, 2**63, 2**64 - 1)
REGIONS = (
    *("cn-north-1", "cn-shanghai", "ap-southeast-1", "ap-singapore-1", "us-east-1", "cn-beijing"),
    *("eu-central-1", "ap-southeast-5", "ap-northeast-1", "ap-south-1", "ap-guangzhou"),
)


def inputs(chance: random.Random) -> Iterator[Input]:
    """All inputs that make clients."""
    choices = _options()
    keys = {"access_key_id": "AK", "access_key_secret": "SK"}
    for cloud in range(-1, 6):
        yield {"kind": "client", "cloud": cloud}
        yield {"kind": "client", "cloud": cloud, "credentials": keys}
        for name, value in ((name, value) for name, some in choices.items() for value in some):
            yield {"kind": "client", "cloud": cloud, "credentials": keys, name: value}
    for _ in range(600):
        some = chance.sample(list(choices), chance.randrange(1, 6))
        options = {name: chance.choice(choices[name]) for name in some}
        if "rates" in options:
            options["rate_count"] = min(options.get("rate_count", 1), len(options["rates"]))
        yield {"kind": "client", "cloud": chance.randrange(1, 4), "credentials": keys, **options}
    for name in ("access_key_id", "access_key_secret", "security_token"):
        for text in TEXTS:
            yield {"kind": "credentials", "cloud": chance.randrange(1, 4), **keys, name: text}
    variables = (
        *("VOLCENGINE_ACCESS_KEY", "VOLCENGINE_SECRET_KEY", "VOLCENGINE_SESSION_TOKEN"),
        *("VOLC_ACCESSKEY", "VOLC_SECRETKEY", "ALIBABA_CLOUD_ACCESS_KEY_ID"),
        *("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN"),
        *("TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY", "TENCENTCLOUD_TOKEN"),
        *("TENCENTCLOUD_SESSION_TOKEN",),
    )
    for place in range(300):
        some = [name for name in variables if chance.random() < 0.7]
        given = {name: chance.choice(("", "key", f"{name}-1", "a b", " a", "é")) for name in some}
        yield {"kind": "client", "cloud": place % 3 + 1, "environment": given}


def _options() -> dict[str, list[Any]]:
    """Values for each option, right and wrong."""
    choices: dict[str, list[Any]] = {}
    for name, kind, *_ in _structs.ClientOptions._fields_:
        if kind is ctypes.c_char_p:
            choices[name] = [*TEXTS, *HOSTS]
        elif kind is ctypes.c_size_t and name == "reply_limit":
            choices[name] = list(SIZES)
        elif kind in (ctypes.c_int32, ctypes.c_int64) and name != "cloud":
            choices[name] = list(INT32 if kind is ctypes.c_int32 else INT64)
    choices["region"] += REGIONS
    rates = (-1, 0, 1, 100_000, 100_001)
    choices["rates"] = [
        *([["StopLiveRecord", rate]] for rate in rates),
        *([[action, 1]] for action in TEXTS[1:]),
        [["A", 1], [None, -1], ["B", 2], ["a b", 100_001]],
    ]
    choices["rate_count"] = [1, 1000, 1001, 2**63, 2**64 - 1]
    return choices
