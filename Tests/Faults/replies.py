"""Replies that are not HTTP, or malformed HTTP, to a call that is done."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator

import listener
from cloud import Break, Exchange
from fault import Fault

_ENOUGH = 300 * 1024
_BOMB = gzip.compress(b" " * (64 << 20))
_BROTLI = bytes.fromhex("0b028068656c6c6f03")

Rewrite = Callable[[bytes, bytes], bytes]
"""Makes the reply that is sent from the head, without its last line's end, and the body."""


def odd_replies() -> Iterator[Fault]:
    """Faults of HTTP, headers, length and coding."""
    for stage, kinds in (
        ("HTTP", _NO_HTTP),
        ("headers", _HEADERS),
        ("length", _LENGTHS),
        ("coding", _CODINGS),
    ):
        for kind, rewrite in kinds.items():
            yield Fault(stage, kind, _rewritten(rewrite))
    for kind, part in _ENDLESS.items():
        yield Fault("length", kind, _endless(*part))
    yield Fault("HTTP", "status line without end", _endless(b"HTTP/1.1 200 ", b"x" * 1000))
    yield Fault("HTTP", "noise without end", _endless(b"", b"\x00\xff" * 500))
    yield Fault("headers", "without end", _endless(b"HTTP/1.1 200 OK\r\n", b"X-Y: z\r\n" * 100))


def too_large(kind: str, size: int) -> Break:
    """An answer of so many bytes: with a length, without one, or after decompression."""
    if kind == "bomb":
        body = gzip.compress(b" " * size)
        return _rewritten(_coded(lambda _: body, b"Transfer-Encoding", b"gzip"))
    length = b"Content-Length: %d\r\n" % size if kind == "large" else b""
    return _endless(b"HTTP/1.1 200 OK\r\n" + length + b"\r\n", b" " * 65536)


def _rewritten(rewrite: Rewrite) -> Break:
    def broken(exchange: Exchange) -> None:
        head, _, body = exchange.act().partition(b"\r\n\r\n")
        exchange.send(rewrite(head, body))
        listener.close(exchange.connection)

    return broken


def _endless(start: bytes, more: bytes) -> Break:
    def broken(exchange: Exchange) -> None:
        exchange.act()
        exchange.send(start)
        while True:
            exchange.send(more)

    return broken


def _said(head: bytes, body: bytes, *headers: bytes) -> bytes:
    return b"\r\n".join([head, *headers, b"", body])


def _of_length(value: bytes) -> Rewrite:
    return lambda head, body: _said(_unframed(head), body, b"Content-Length: " + value)


def _with(*headers: bytes) -> Rewrite:
    return lambda head, body: _said(head, body, *headers)


def _chunked(form: Callable[[bytes], bytes], *headers: bytes) -> Rewrite:
    chunked = (b"Transfer-Encoding: chunked", *headers)
    return lambda head, body: _said(_unframed(head), form(body), *chunked)


def _coded(body_of: Callable[[bytes], bytes], name: bytes, value: bytes) -> Rewrite:
    def rewrite(head: bytes, body: bytes) -> bytes:
        coded = body_of(body)
        return _said(
            _unframed(head), coded, name + b": " + value, b"Content-Length: %d" % len(coded)
        )

    return rewrite


def _unframed(head: bytes) -> bytes:
    lines = head.split(b"\r\n")
    return b"\r\n".join(line for line in lines if not line.startswith(b"Content-Length"))


def _versioned(line: bytes) -> Rewrite:
    return lambda head, body: _said(line + head[head.index(b"\r\n") :], body)


def _only(data: bytes) -> Rewrite:
    return lambda head, body: data


def _chunk(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


_NO_HTTP: dict[str, Rewrite] = {
    "noise": _only(b"\x00\xff" * 500),
    "a line of text": _only(b"hello\r\n"),
    "HTTP/0.9": lambda head, body: body,
    "HTTP/2 preface": _only(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    "HTTP/2 settings": _only(b"\x00\x00\x00\x04\x00\x00\x00\x00\x00"),
    "HTTP/1.0": _versioned(b"HTTP/1.0 200 OK"),
    "HTTP/3 in a line": _versioned(b"HTTP/3 200 OK"),
    "HTTP/9.9 in a line": _versioned(b"HTTP/9.9 200 OK"),
    "status of two digits": _versioned(b"HTTP/1.1 20 OK"),
    "status of four digits": _versioned(b"HTTP/1.1 2000 OK"),
    "status of letters": _versioned(b"HTTP/1.1 abc OK"),
    "status 000": _versioned(b"HTTP/1.1 000 OK"),
    "status 600": _versioned(b"HTTP/1.1 600 OK"),
    "no status": _versioned(b"HTTP/1.1"),
    "SMTP greeting": _only(b"220 mail ESMTP\r\n"),
}
_HEADERS: dict[str, Rewrite] = {
    "one of 90 KB": _with(b"X-Long: " + b"x" * 90_000),
    "one of 300 KB": _with(b"X-Long: " + b"x" * _ENOUGH),
    "a thousand": _with(*[b"X-Many: %d" % number for number in range(1000)]),
    "300 KB of many": _with(*[b"X-Many: " + b"x" * 1000] * 300),
    "the same twice": _with(b"Content-Type: application/json", b"Content-Type: text/plain"),
    "without colon": _with(b"this is no header"),
    "without name": _with(b": value"),
    "with NUL": _with(b"X-Nul: a\x00b"),
    "folded": _with(b"X-Folded: a", b"\tb"),
    "of bytes that are no text": _with(b"X-\xff\xfe: \x80\x81"),
    "ends of lines without CR": lambda head, body: _said(head, b"").replace(b"\r", b"") + body,
    "wrong content type": _with(b"Content-Type: image/png"),
    "a cookie": _with(b"Set-Cookie: a=b"),
    "HSTS and Alt-Svc": _with(b"Strict-Transport-Security: max-age=9", b'Alt-Svc: h2=":1"; ma=9'),
}
_LENGTHS: dict[str, Rewrite] = {
    "none, till the end": lambda head, body: _said(_unframed(head), body),
    "too long": _of_length(b"100000"),
    "too short": _of_length(b"10"),
    "zero": _of_length(b"0"),
    "negative": _of_length(b"-1"),
    "beyond 64 bits": _of_length(b"99999999999999999999"),
    "of 2^63-1": _of_length(b"9223372036854775807"),
    "not a number": _of_length(b"many"),
    "two that differ": _with(b"Content-Length: 5"),
    "two that agree": lambda head, body: _said(head, body, b"Content-Length: %d" % len(body)),
    "beside chunks": lambda head, body: _said(head, _chunk(body), b"Transfer-Encoding: chunked"),
    "chunks": _chunked(_chunk),
    "chunks with trailers": _chunked(lambda body: _chunk(body)[:-2] + b"X-Trailer: 1\r\n\r\n"),
    "chunks of one byte": _chunked(
        lambda body: b"".join(b"1\r\n%c\r\n" % byte for byte in body) + b"0\r\n\r\n"
    ),
    "chunks without the last": _chunked(lambda body: _chunk(body)[:-5]),
    "chunks cut short": _chunked(lambda body: _chunk(body)[:20]),
    "a chunk's size of letters": _chunked(lambda body: b"xyz\r\n" + body),
    "a chunk's size below 0": _chunked(lambda body: b"-5\r\n" + body),
    "a chunk's size beyond 64 bits": _chunked(lambda body: b"f" * 20 + b"\r\n" + body),
    "a chunk without end of line": _chunked(lambda body: b"5\r\n" + body),
}
_CODINGS: dict[str, Rewrite] = {
    "gzip": _coded(gzip.compress, b"Content-Encoding", b"gzip"),
    "gzip, not so": _coded(bytes, b"Content-Encoding", b"gzip"),
    "gzip bomb": _coded(lambda body: _BOMB, b"Content-Encoding", b"gzip"),
    "br": _coded(lambda body: _BROTLI, b"Content-Encoding", b"br"),
    "br, not so": _coded(bytes, b"Content-Encoding", b"br"),
    "gzip of the transfer": _coded(gzip.compress, b"Transfer-Encoding", b"gzip"),
    "gzip bomb of the transfer": _coded(lambda body: _BOMB, b"Transfer-Encoding", b"gzip"),
    "unknown of the transfer": _coded(bytes, b"Transfer-Encoding", b"rot13"),
}
_CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
_ENDLESS = {
    "none, without end": (b"HTTP/1.1 200 OK\r\n\r\n", b" " * 65536),
    "200 MB": (b"HTTP/1.1 200 OK\r\nContent-Length: 209715200\r\n\r\n", b" " * 65536),
    "chunks without end": (_CHUNKED, b"400\r\n" + b" " * 1024 + b"\r\n"),
    "a chunk's size without end": (_CHUNKED, b"0" * 65536),
    "trailers without end": (_CHUNKED + b"0\r\n", b"X-Y: z\r\n" * 100),
}
