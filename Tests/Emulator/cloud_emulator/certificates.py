"""A certificate authority and a server certificate, made by the `openssl` command."""

import ipaddress
import ssl
import subprocess
from collections.abc import Iterable
from pathlib import Path

DAYS = "30"
_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


def make(directory: Path, names: Iterable[str]) -> tuple[Path, ssl.SSLContext]:
    """Write both into `directory`; the authority's file and a context for the server."""
    directory.mkdir(parents=True, exist_ok=True)
    ca, ca_key = directory / "ca.pem", directory / "ca.key"
    server, server_key = directory / "server.pem", directory / "server.key"
    request, extensions = directory / "server.csr", directory / "server.ext"
    authority = directory / "ca.cnf"
    authority.write_text(
        "[req]\ndistinguished_name=name\nx509_extensions=ca\n[name]\n[ca]\n"
        "basicConstraints=critical,CA:TRUE\n"
        "keyUsage=critical,keyCertSign,cRLSign\n"
        "subjectKeyIdentifier=hash\n"
    )
    extensions.write_text(
        "basicConstraints=critical,CA:FALSE\n"
        "keyUsage=critical,digitalSignature\n"
        "extendedKeyUsage=serverAuth\n"
        "authorityKeyIdentifier=keyid\n"
        f"subjectAltName={','.join(_alternative(name) for name in names)}\n"
    )
    _openssl(
        *("req", "-x509", "-config", authority, *_KEY, "-days", DAYS),
        *("-subj", "/CN=Cloud emulator CA", "-keyout", ca_key, "-out", ca),
    )
    _openssl(
        *("req", "-new", "-config", authority, *_KEY),
        *("-subj", "/CN=localhost", "-keyout", server_key, "-out", request),
    )
    _openssl(
        *("x509", "-req", "-in", request, "-CA", ca, "-CAkey", ca_key, "-CAcreateserial"),
        *("-days", DAYS, "-extfile", extensions, "-out", server),
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(server, server_key)
    return ca, context


def _alternative(name: str) -> str:
    try:
        return f"IP:{ipaddress.ip_address(name)}"
    except ValueError:
        return f"DNS:{name}"


def _openssl(*arguments: str | Path) -> None:
    command = ["openssl", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr}")
