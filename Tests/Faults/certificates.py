"""Certificates that are wrong, each in its own way, and the authority that made them."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path

_EC = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
_WEAK = ("-newkey", "rsa:1024")
_RIGHT = "IP:127.0.0.1"
_PAST = ("20200101000000Z", "20200201000000Z")
_NOW = ("20200101000000Z", "20991231000000Z")
_FUTURE = ("20980101000000Z", "20991231000000Z")

_SETTINGS = """\
[req]
distinguished_name=name
[name]
[ca]
default_ca=own
[own]
new_certs_dir=.
database=index
serial=serial
policy=any
unique_subject=no
[any]
commonName=supplied
[authority]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
[server]
basicConstraints=critical,CA:FALSE
subjectAltName=IP:127.0.0.1
[elsewhere]
basicConstraints=critical,CA:FALSE
subjectAltName=DNS:elsewhere.example
"""


class Certificates:
    """Makes them in a directory, with the ``openssl`` command."""

    def __init__(self, directory: Path) -> None:
        """Makes the authority, and one below it."""
        self._directory = directory
        (directory / "settings").write_text(_SETTINGS)
        (directory / "index").write_text("")
        (directory / "serial").write_text("01\n")
        self._make("root", "root", "authority")
        self._make("middle", "root", "authority")
        self.ca_file = directory / "root.pem"

    def good(self) -> ssl.SSLContext:
        """A server with a good certificate."""
        return self._served("good")

    def broken(self) -> dict[str, ssl.SSLContext]:
        """A server for each fault of a certificate, by the fault."""
        return {
            "expired": self._served("expired", dates=_PAST),
            "not valid yet": self._served("future", dates=_FUTURE),
            "for another host": self._served("elsewhere", kind="elsewhere"),
            "self-signed": self._served("own", by="own"),
            "of a 1024-bit key": self._served("weak", key=_WEAK),
            "signed with SHA-1": self._served("sha1", digest="sha1"),
            "without its chain": self._served("orphan", by="middle"),
        }

    def with_version(self, version: ssl.TLSVersion) -> ssl.SSLContext:
        """A server that speaks this version only."""
        context = self._context("good")
        context.minimum_version = context.maximum_version = version
        return context

    def _served(
        self,
        name: str,
        *,
        by: str = "root",
        kind: str = "server",
        dates: tuple[str, str] = _NOW,
        key: tuple[str, ...] = _EC,
        digest: str = "sha256",
    ) -> ssl.SSLContext:
        self._make(name, by, kind, dates, key, digest)
        return self._context(name)

    def _context(self, name: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        # The server would refuse by itself what the client is to refuse.
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.load_cert_chain(self._directory / f"{name}.pem", self._directory / f"{name}.key")
        return context

    def _make(
        self,
        name: str,
        by: str,
        kind: str,
        dates: tuple[str, str] = _NOW,
        key: tuple[str, ...] = _EC,
        digest: str = "sha256",
    ) -> None:
        files = ("-keyout", f"{name}.key", "-out", f"{name}.csr")
        self._openssl("req", "-new", "-nodes", *key, "-subj", f"/CN={name}", *files)
        signer = ("-selfsign",) if by == name else ("-cert", f"{by}.pem")
        self._openssl(
            *("ca", "-batch", "-notext", *signer, "-keyfile", f"{by}.key", "-md", digest),
            *("-startdate", dates[0], "-enddate", dates[1], "-extensions", kind),
            *("-in", f"{name}.csr", "-out", f"{name}.pem"),
        )

    def _openssl(self, command: str, *arguments: str) -> None:
        subprocess.run(
            ["openssl", command, "-config", "settings", *arguments],
            cwd=self._directory,
            check=True,
            capture_output=True,
        )
