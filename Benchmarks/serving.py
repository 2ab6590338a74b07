"""The server that is called, as a process."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from types import TracebackType


class Place:
    """A server that runs for as long as it is needed, over TLS if it is given a certificate."""

    def __init__(
        self, server: Path, certificate: Path | None = None, delay_ms: int = 0, body: str = ""
    ) -> None:
        """Waits until it listens."""
        command = [str(server), str(delay_ms)]
        if certificate:
            command += [str(certificate), str(certificate.with_suffix(".key"))]
        if body:
            command += [body] if certificate else ["", "", body]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        assert self._process.stdout
        self.port = int(self._process.stdout.readline())
        self.url = f"{'https' if certificate else 'http'}://127.0.0.1:{self.port}"
        self.ca_file = str(certificate or "")

    def end(self) -> dict[str, float]:
        """Ends it; what it counted."""
        counted, _ = self._process.communicate()
        return dict(json.loads(counted))

    def __enter__(self) -> Place:
        """Itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Ends it where nobody did."""
        if self._process.poll() is None:
            self._process.communicate()


def certificate_in(directory: Path) -> Path:
    """A new certificate for the loopback address, its key beside it."""
    certificate = directory / "server.crt"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", certificate.with_suffix(".key"), "-out", certificate),
        ],
        check=True,
        capture_output=True,
    )
    return certificate
