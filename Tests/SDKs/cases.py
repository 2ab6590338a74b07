"""Generated inputs for the signers: the same ones for the same seed.

They stay where the vendor's SDK and the specification of the signature mean the same. Left out:

    Volcengine  a name twice in the query (a line of `crec sign` is a JSON object); Action or
                Version among the query's own names; [IPv6]:443, whose port the SDK fails to drop
    Alibaba     query names to encode (the Python SDK leaves them as they are); x-acs-accesskey-id
                beside a token, accept and user-agent (the SDK signs them, the pages don't ask for
                it); hosts with :443, which the SDK signs and HTTP leaves out
    Tencent     a POST's query (not signed); content types but the SDK's own three; an action
                that begins with a small letter (the SDK makes it a capital); hosts with :443
    all         blanks at the ends of keys, tokens and nonces, and control characters in them
                (refused by the library; the SDKs trim, or don't); capitals in hosts (lowered by
                the library, not by the SDKs); GET with a body; times before 1970, and 0: "now"
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from string import ascii_letters, ascii_uppercase, digits
from typing import Any, Generic, TypeVar

T = TypeVar("T")

PROVIDERS = ("volcengine", "aliyun", "tencent")

# HMAC hashes a key first that is longer than its block of 64 bytes. Tencent puts TC3 before it.
KEY_LENGTHS = (1, 16, 32, *range(58, 70), 127, 128, 129, 200)
KEY_CHARACTERS = ascii_letters + digits + "+/=-_.~!#$%&*:;<>?@^|"

MIDNIGHTS = (
    *(86_400, 951_782_400, 951_868_800),  # 1970-01-02, 2000-02-29, 2000-03-01
    *(1_704_067_200, 1_709_164_800, 1_709_251_200),  # 2024: 01-01, 02-29, 03-01
    *(4_107_542_400, 32_503_680_000),  # 2100-03-01, 3000-01-01
)
MOMENTS = (
    *(moment + shift for moment in MIDNIGHTS for shift in (-1, 0, 1)),
    *(1_709_193_600 + shift for shift in (-28_801, -1, 0, 1)),  # midnight in China
    *(2**31 - 1, 2**31, 2**32 - 1, 2**32),  # 2038-01-19 and 2106-02-07
    *(1, 253_402_300_799),  # the last second of 9999
)

PIECES = (
    *(" ", "+", "*", "~", "%", "%20", "%2f", "/", "?", "#", "&", "=", ";", ":", ",", "@", "!", "$"),
    *("'", '"', "(", ")", "[", "]", "{", "}", "<", ">", "\\", "|", "^", "`", "-", "_", "."),
    *("\t", "\n", "\r\n", "\x01", "\x7f", "\x85", "\u00a0", "\u200b", "\ufeff", "\uffff"),
    *("é", "e\u0301", "ß", "İ", "中", "录制", "الف", "～", "😀", "👩‍👩‍👧", "\U0010fffd"),
    *("a", "Z", "0", "TaskId", "true", "null"),
)

# Names that a signer must sort by their bytes: with a common beginning, with different case, with
# another order when they are encoded, or written in UTF-16.
NAMES = (
    *("a", "A", "a1", "a10", "a2", "a-", "a.", "a_", "a~", "aB", "ab", "aa", "b", "B", "z", "Z"),
    *("Actio", "Action1", "action", "ActionVersion", "Versio", "Version-", "version", "X-Date"),
    *("TaskId", "TaskID", "taskid", "Task.1", "Task.10", "Task.2", "0", "00", "9", "~", "-", "_"),
    *(
        "a b",
        "a+",
        "a*",
        "a/",
        "a:",
        "a=",
        "a%20",
        "a{",
        "a[0]",
        "A/",
        "*",
        "%",
        "{",
        "é",
        "e\u0301",
    ),
    *("中", "中文", "～", "😀"),
)
PLAIN_NAMES = tuple(name for name in NAMES if set(name) <= {*ascii_letters, *digits, *"-_.~"})

Operation = tuple[str, str, tuple[str, ...]]
OPERATIONS: dict[str, tuple[Operation, ...]] = {
    "volcengine": (
        ("StartWBRecord", "2020-12-01", ("AppId", "RoomId", "TaskId", "UserId", "SourceURL")),
        ("StopWBRecord", "2023-11-01", ("AppId", "RoomId", "UserId", "TaskId")),
        ("StopWebcast", "2020-12-01", ("AppId", "RoomId", "TaskId")),
    ),
    "aliyun": (("StopRtcCloudRecording", "2016-11-01", ("TaskId",)),),
    "tencent": (("StopLiveRecord", "2018-08-01", ("StreamName", "TaskId")),),
}

# Region, service and host; empty for the cloud's own.
PLACES = {
    "volcengine": (
        ("", "", ""),
        ("ap-southeast-1", "rtc", "open-ap-singapore-1.volcengineapi.com"),
        ("ap-singapore-1", "", "open-ap-singapore-1.volcengineapi.com"),
        ("us_East-9", "vod-2", "private-link.example.com:8443"),
        ("cn-north-1", "rtc", "rtc.volcengineapi.com:443"),
        ("", "", "rtc.volcengineapi.com:80"),
        ("", "rtc", "[::1]:8080"),
    ),
    "aliyun": (
        ("", "", ""),
        ("ap-southeast-1", "", "live.ap-southeast-1.aliyuncs.com"),
        ("cn-beijing", "live", "live.aliyuncs.com:8443"),
        ("", "other", "127.0.0.1:80"),
        ("", "", "[::1]:8080"),
    ),
    "tencent": (
        ("", "", ""),
        ("ap-guangzhou", "live", "live.ap-guangzhou.tencentcloudapi.com"),
        ("na-ashburn", "cvm", "cvm.intl.tencentcloudapi.com"),
        ("", "live", "127.0.0.1:8443"),
        ("sa-saopaulo", "l_1", "private-link.example.com:80"),
        ("", "", "[::1]:8080"),
    ),
}

FORM = "application/x-www-form-urlencoded"
OCTETS = "application/octet-stream"
CONTENT_TYPES = {
    "volcengine": ("", "application/json; charset=utf-8", f"{FORM}; charset=utf-8", OCTETS),
    "aliyun": ("", "application/json; charset=utf-8", FORM, OCTETS),
    "tencent": ("", OCTETS),
}


@dataclass(frozen=True)
class Case:
    """A line of `crec sign`; empty means the default."""

    provider: str
    ak: str
    sk: str
    token: str
    action: str
    version: str
    region: str
    service: str
    host: str
    method: str
    query: dict[str, str]
    body: str
    content_type: str
    timestamp: int
    nonce: str


class Deck(Generic[T]):
    """Values in random order, each of them once before any comes again."""

    def __init__(self, random: Random, values: Iterable[T]) -> None:
        self._random, self._values = random, list(values)
        self._rest: list[T] = []

    def draw(self) -> T:
        """The next value."""
        if not self._rest:
            self._rest = self._random.sample(self._values, len(self._values))
        return self._rest.pop()


class Generator:
    """Cases for one cloud, half of them of the five calls, half with invented actions."""

    def __init__(self, provider: str, seed: str) -> None:
        self.provider = provider
        self.random = Random(f"{provider} {seed}")
        self.is_known = Deck(self.random, (True, False))
        self.operations = Deck(self.random, OPERATIONS[provider])
        self.methods = Deck(self.random, ("GET", "POST"))
        self.secret_lengths = Deck(self.random, KEY_LENGTHS)
        self.token_lengths = Deck(self.random, (0, 1, 0, 64, 0, 900))
        self.places = Deck(self.random, PLACES[provider])
        moments = (self.random.randrange(1, 2**32) for _ in MOMENTS)
        self.moments = Deck(self.random, (*MOMENTS, *moments))
        self.content_types = Deck(self.random, CONTENT_TYPES[provider])
        self.pieces = Deck(self.random, PIECES)
        self.names = Deck(self.random, PLAIN_NAMES if provider == "aliyun" else NAMES)

    def cases(self, count: int) -> Iterator[Case]:
        """As many."""
        for _ in range(count):
            asked = self._documented() if self.is_known.draw() else self._invented()
            region, service, host = self.places.draw()
            yield Case(
                provider=self.provider,
                ak=self._key(self.random.randint(1, 40)),
                sk=self._key(self.secret_lengths.draw()),
                token=self._key(self.token_lengths.draw()),
                region=region,
                service=service,
                host=host,
                timestamp=self.moments.draw(),
                nonce=self._key(self.random.randint(1, 64)),
                **asked,
            )

    def _documented(self) -> dict[str, Any]:
        action, version, names = self.operations.draw()
        fields: dict[str, Any] = {name: self._text() for name in names}
        if self.provider == "tencent":
            fields["TaskId"] = self.random.getrandbits(63)
        in_query = self.provider == "aliyun"
        return {
            "action": action,
            "version": version,
            "method": "POST",
            "query": fields if in_query else {},
            "body": "" if in_query else self._json(fields),
            "content_type": "",
        }

    def _invented(self) -> dict[str, Any]:
        method = self.methods.draw()
        query = {self.names.draw(): self._text() for _ in range(self.random.randint(0, 8))}
        content_type = self.content_types.draw() if method == "POST" else ""
        year, month, day = (self.random.randint(*ends) for ends in ((1, 9999), (1, 12), (1, 31)))
        letters = self.random.choices(ascii_letters + digits, k=self.random.randint(0, 40))
        return {
            "action": self.random.choice(ascii_uppercase) + "".join(letters),
            "version": f"{year:04}-{month:02}-{day:02}",
            "method": method,
            "query": {} if self.provider == "tencent" and method == "POST" else query,
            "body": self._body(content_type) if method == "POST" else "",
            "content_type": content_type,
        }

    def _body(self, content_type: str) -> str:
        if self.provider == "tencent" and content_type != OCTETS:
            return self._json({self._text(): self._text() for _ in range(5)})
        raw = self._text() + "\0" + self._text()
        return self.random.choice(("", self._json({"Text": [self._text(), None, 1.5]}), raw))

    def _json(self, fields: dict[str, Any]) -> str:
        """Tencent's SDK escapes what is not ASCII; elsewhere the caller makes the text."""
        escape = self.provider == "tencent" or self.random.random() < 0.5
        return json.dumps(fields, ensure_ascii=escape)

    def _text(self) -> str:
        return "".join(self.pieces.draw() for _ in range(self.random.randint(0, 6)))

    def _key(self, length: int) -> str:
        return "".join(self.random.choices(KEY_CHARACTERS, k=length))
