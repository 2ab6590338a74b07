"""The vendors' SDKs' signatures, line by line, against those of `crec sign`."""

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from result import Result, equal

VECTORS = Path(__file__).resolve().parents[2] / "Vectors" / "sdk.jsonl"

# The headers that crec signs. An SDK that signs others makes another signature.
SIGNED = {
    "volcengine": {"content-type", "host", "x-content-sha256", "x-date"},
    "aliyun": {
        *("host", "x-acs-action", "x-acs-content-sha256", "x-acs-date"),
        *("x-acs-signature-nonce", "x-acs-version"),
    },
    "tencent": {"content-type", "host"},
}
ALSO_SIGNED = {
    "volcengine": {"x-security-token"},
    "aliyun": {"x-acs-security-token", "content-type"},
    "tencent": set[str](),
}
INPUTS = {
    *("provider", "ak", "sk", "token", "action", "version", "region", "service", "host"),
    *("method", "query", "body", "content_type", "timestamp", "nonce"),
}


EQUAL = "equal"
OTHER_HEADERS = "signs other headers than crec does"
# The SDKs sign with keys beyond ASCII, too.
NOT_ASCII = "access_key_secret: has something other than printable ASCII at byte 1"
EXPECTED = {EQUAL: 211, OTHER_HEADERS: 57, NOT_ASCII: 20, "query.TaskId: holds a NUL": 1}


def run(crec: Path) -> Iterator[Result]:
    """Compare each line with crec sign: the same signed headers give the same Authorization."""
    vectors = [json.loads(line) for line in VECTORS.read_text("utf-8").split("\n") if line]
    asked = [vector for vector in vectors if not _reason(vector)]
    lines = "".join(json.dumps(_input(vector)) + "\n" for vector in asked)
    done = subprocess.run(
        [str(crec), "sign"], input=lines, capture_output=True, text=True, check=False
    )
    signed = [json.loads(line) for line in done.stdout.split("\n") if line]
    yield equal("vectors: lines out", len(signed), len(asked))

    found = [_reason(vector) for vector in vectors if _reason(vector)]
    found += map(_verdict, asked, signed)
    counts = dict(Counter(found))
    yield equal(f"vectors: {json.dumps(counts)}", counts, EXPECTED)


def _reason(vector: dict[str, Any]) -> str:
    """The reason why a line is not given to crec sign, or an empty text."""
    names = re.search("SignedHeaders=([^,]*)", _authorization(vector))
    signed = set(names[1].split(";")) if names else set()
    own = SIGNED[vector["provider"]]
    if (vector["provider"], vector["input"]["method"]) == ("volcengine", "GET"):
        own = own - {"content-type"}
    is_own = own <= signed <= own | ALSO_SIGNED[vector["provider"]]
    return "" if is_own else OTHER_HEADERS


def _verdict(vector: dict[str, Any], result: dict[str, Any]) -> str:
    if "error" in result:
        return str(result["error"]).partition("; ")[0]
    is_equal = result["headers"]["Authorization"] == _authorization(vector)
    return EQUAL if is_equal else f"{vector['id']} is different"


def _authorization(vector: dict[str, Any]) -> str:
    headers = {name.lower(): value for name, value in vector["output"]["headers"].items()}
    return str(headers["authorization"])


def _input(vector: dict[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in vector["input"].items() if name in INPUTS}
    output = vector["output"]
    if "headers" in vector["input"]:
        given["content_type"] = output["headers"]["Content-Type"]
    if vector["provider"] == "tencent":
        # The SDK wrote the body anew, or turned it into a GET's query.
        given["body"] = output["body"]
        if given["method"] == "GET":
            given["query"] = dict(parse_qsl(urlsplit(output["url"]).query))
    return given
