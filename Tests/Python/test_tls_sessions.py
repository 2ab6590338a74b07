"""New TLS connections resume the session of an earlier one: half of a handshake is saved."""

from __future__ import annotations

import ssl
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import crec
from cloud_emulator import certificates
from support import STOP_LIVE_RECORD

REPLY = b'{"Response":{"RequestId":"id"}}'


class Server(ThreadingHTTPServer):
    """Closes each connection behind its reply, and counts those that resumed a session."""

    def __init__(self, context: ssl.SSLContext) -> None:
        """Listens on a free port of loopback."""
        super().__init__(("127.0.0.1", 0), Handler)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.resumed: list[bool] = []


class Handler(BaseHTTPRequestHandler):
    """Answers with a success."""

    server: Server
    connection: ssl.SSLSocket

    def do_POST(self) -> None:
        """Replies by HTTP/1.0."""
        self.server.resumed.append(bool(self.connection.session_reused))
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(REPLY)

    def log_message(self, format: str, *arguments: object) -> None:
        """Writes nothing."""


class SessionTests(unittest.TestCase):
    def test_every_connection_but_the_first_resumes(self) -> None:
        directory = Path(self.enterContext(tempfile.TemporaryDirectory()))
        ca_file, context = certificates.make(directory, ["127.0.0.1"])
        server = self.enterContext(Server(context))
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(server.shutdown)
        client = crec.Client(
            crec.Cloud.TENCENT,
            crec.Credentials("id", "key"),
            endpoint=f"https://127.0.0.1:{server.server_port}",
            ca_file=str(ca_file),
        )
        for _ in range(6):
            self.assertEqual(STOP_LIVE_RECORD.made_by(client).request_id, "id")
        self.assertEqual(client.counters().new_connections, 6)
        self.assertEqual(server.resumed, [False] + [True] * 5)
        client.close()


if __name__ == "__main__":
    unittest.main()
