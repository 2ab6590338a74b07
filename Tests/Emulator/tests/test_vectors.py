"""The signatures, against what vendors published and what their SDKs sent."""

import json
import unittest
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from cloud_emulator import signing
from cloud_emulator.cloud import Key
from cloud_emulator.clouds import BY_NAME, addressed
from cloud_emulator.message import Headers, Request
from cloud_emulator.signing import Authorization

VECTORS = Path(__file__).resolve().parents[2] / "Vectors"

# Vectors of SDK unit tests that leave the method out or treat a repeated header in their own way.
UNUSUAL: dict[str, tuple[str, str, list[str]]] = {
    "acs3-sdk-util-python": ("GET", "/", ["http", "https"]),
    "acs3-sdk-util-go": ("", "/", ["http", "https"]),
    "acs3-sdk-util-java-swift": ("GET", "/", ["http"]),
    "acs3-sdk-util-ts": ("undefined", "", ["http", "https"]),
    "acs3-sdk-util-php": ("", "/", ["https"]),
    "acs3-sdk-util-csharp": ("GET", "/", ["http, https"]),
    "acs3-sdk-util-php-2": ("", "/", ["https"]),
    "acs3-sdk-util-ts-2": ("undefined", "", []),
}


def sdk_vectors() -> list[dict[str, Any]]:
    text = (VECTORS / "sdk.jsonl").read_bytes().decode()
    return [json.loads(line) for line in text.split("\n") if line]


def published_vectors() -> list[dict[str, Any]]:
    text = (VECTORS / "published.json").read_text(encoding="utf-8")
    vectors: list[dict[str, Any]] = json.loads(text)["vectors"]
    return [vector for vector in vectors if vector["verified"]]


def sent(output: dict[str, Any]) -> Request:
    url = urlsplit(output["url"])
    headers = Headers(output["headers"].items())
    return Request(output["method"], url.path, url.query, headers, output["body"].encode())


class SDKVectors(unittest.TestCase):
    def test_every_request_an_sdk_signed_is_authentic(self) -> None:
        vectors = sdk_vectors()
        self.assertEqual(len(vectors), 289)
        for vector in vectors:
            with self.subTest(vector["id"]):
                given, request = vector["input"], sent(vector["output"])
                cloud = addressed(request)
                self.assertEqual(cloud.name, vector["provider"])
                token = given.get("token", "")
                key = Key(cloud.name, given["ak"], given["sk"], token)
                self.assertEqual(
                    cloud.authenticate(request, {given["ak"]: key}.get, given["timestamp"]), key
                )

    def test_canonical_requests_are_the_sdks_own(self) -> None:
        for vector in sdk_vectors():
            debug = vector["output"].get("debug") or {}
            if "canonical_request" not in debug:
                continue
            with self.subTest(vector["id"]):
                request = sent(vector["output"])
                cloud = addressed(request)
                authorization = signing.parse_authorization(
                    request.headers.get("authorization"), cloud.scope_length
                )
                canonical = cloud.canonical_request(request, authorization)
                self.assertEqual(canonical, debug["canonical_request"])


class PublishedVectors(unittest.TestCase):
    def test_header_signatures(self) -> None:
        vectors = [v for v in published_vectors() if "signed_headers" in v["input"]]
        self.assertEqual(len(vectors), 6)
        for vector in vectors:
            with self.subTest(vector["id"]):
                given = vector["input"]
                url = urlsplit(given.get("url", "/"))
                headers = Headers(given["signed_headers"].items())
                timestamp = ("X-TC-Timestamp", str(given["timestamp"]))
                request = Request(
                    given["method"],
                    url.path,
                    url.query,
                    Headers([*headers, timestamp]),
                    given["body"].encode(),
                )
                scope = tuple(vector["expected"]["string_to_sign"].split("\n")[2].split("/"))
                self.check(vector, request, scope)

    def test_signatures_over_a_whole_acs3_request(self) -> None:
        vectors = [v for v in published_vectors() if v["id"].startswith("acs3-doc")]
        self.assertEqual(len(vectors), 2)
        for vector in vectors:
            with self.subTest(vector["id"]):
                query = urlencode(vector["input"]["query"])
                headers = Headers(vector["input"]["headers"].items())
                self.check(vector, Request("POST", "/", query, headers, b""), ())

    def check(self, vector: dict[str, Any], request: Request, scope: tuple[str, ...]) -> None:
        given, expected = vector["input"], vector["expected"]
        cloud = BY_NAME[vector["provider"]]
        signed = sorted(request.headers.names() - {"x-tc-timestamp"})
        authorization = Authorization(cloud.scheme, given["ak"], scope, tuple(signed), "")
        signature = cloud.signature(request, authorization, given["sk"])
        self.assertEqual(signature, expected["signature"])
        canonical = cloud.canonical_request(request, authorization)
        self.assertEqual(canonical, expected.get("canonical_request", canonical))
        key = cloud.signing_key(given["sk"], authorization).hex()
        derived = expected.get("signing_key", expected.get("secret_signing", key))
        self.assertEqual(key, derived)

    def test_acs3_signatures_of_sdk_unit_tests(self) -> None:
        vectors = {v["id"]: v for v in published_vectors() if v["id"] in UNUSUAL}
        self.assertEqual(vectors.keys(), UNUSUAL.keys())
        cloud = BY_NAME["aliyun"]
        for name, vector in vectors.items():
            with self.subTest(name):
                given, (method, path, values) = vector["input"], UNUSUAL[name]
                query = Request("", "", urlencode(given["query"] or {}), Headers(), b"")
                headers = [("x-acs-test", cloud.canonical_value("x-acs-test", values))]
                canonical = signing.canonical_request(
                    method,
                    path,
                    cloud.canonical_query(query),
                    headers if values else [],
                    given["payload_hash"],
                )
                authorization = Authorization(cloud.scheme, given["ak"], (), (), "")
                text = cloud.string_to_sign(query, authorization, canonical)
                signature = signing.hmac_sha256(given["sk"].encode(), text).hex()
                self.assertEqual(signature, vector["expected"]["signature"])

    def test_percent_encoding(self) -> None:
        (vector,) = [v for v in published_vectors() if v["id"] == "acs3-sdk-encode"]
        pairs = [(k.encode(), v.encode()) for k, v in vector["input"]["query"].items()]
        self.assertEqual(signing.canonical_query(pairs), vector["expected"]["canonical_query"])
