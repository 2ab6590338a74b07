"""Bodies that aren't as they should be."""

import json
from collections.abc import Callable

from cloud_emulator.message import Fields, Json, Reply


def page(status: int) -> Reply:
    """A status over an HTML page."""
    body = f"<html><body><h1>{status}</h1></body></html>".encode()
    return Reply(status, body, (("Content-Type", "text/html"),))


def _changed(change: Callable[[Fields, int], Json]) -> Callable[[bytes, int], bytes]:
    """Leaves a body alone that isn't a JSON object, such as a role's name."""

    def changed(body: bytes, size: int) -> bytes:
        if not body.startswith(b"{"):
            return body
        return json.dumps(change(json.loads(body), size)).encode()

    return changed


def _padded(body: bytes, size: int) -> bytes:
    start, end = body[:-1] + b',"Padding":"', b'"}'
    return start + b"x" * (size - len(start) - len(end)) + end


SHAPES: dict[str, Callable[[bytes, int], bytes]] = {
    "empty": lambda body, size: b"",
    "truncated": lambda body, size: body[: len(body) // 2],
    "text": lambda body, size: b"this is not JSON",
    "html": lambda body, size: page(200).body,
    "utf8": lambda body, size: body[:-1] + b',"Extra":"\xff\xfe\xc0"}',
    "nested": lambda body, size: b"[" * size + b"]" * size,
    "bom": lambda body, size: b"\xef\xbb\xbf" + body,
    "nul": lambda body, size: body + b"\0",
    "twice": lambda body, size: body[:-1] + b',"Extra":1,"Extra":2}',
    "large": _padded,
    "integer": _changed(lambda fields, size: {**fields, "Extra": 2**70}),
    "array": _changed(lambda fields, size: [fields]),
    "null": _changed(lambda fields, size: dict.fromkeys(fields)),
    "missing": _changed(lambda fields, size: dict(list(fields.items())[:-1])),
}
