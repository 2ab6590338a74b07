"""A start that is turned away after the stop of its task has gone: it is not made again."""

from __future__ import annotations

import asyncio
import json
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import crec
from support import KEYS, START_WB_RECORD, STOP_WB_RECORD, awaited_failure

ANSWERS = {
    "StartWBRecord": (429, {"Error": {"Code": "FlowLimitExceeded.QPSOverLimit"}}),
    "StopWBRecord": (200, {}),
}


class LateThrottling(BaseHTTPRequestHandler):
    """Answers a start only when the stop was answered, and then turns it away."""

    protocol_version = "HTTP/1.1"
    seen: ClassVar[list[str]] = []
    started = threading.Event()
    stopped = threading.Event()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        action = next(action for action in ANSWERS if f"Action={action}&" in self.path)
        self.seen.append(action)
        self.started.set()
        if action == "StartWBRecord":
            self.stopped.wait()
        status, told = ANSWERS[action]
        body = json.dumps({"ResponseMetadata": {"RequestId": "id", **told}, "Result": "ok"})
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_request(self, *_: object) -> None:
        """Prints nothing."""


class OvertakenTests(unittest.IsolatedAsyncioTestCase):
    async def test_a_start_is_not_made_again_after_its_stop(self) -> None:
        server = ThreadingHTTPServer(("127.0.0.1", 0), LateThrottling)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        client = crec.AsyncClient(
            crec.Cloud.VOLCENGINE,
            KEYS[crec.Cloud.VOLCENGINE],
            endpoint=f"http://127.0.0.1:{server.server_port}",
            timeout=600.0,
        )
        self.addAsyncCleanup(client.aclose, 0)
        start = asyncio.create_task(awaited_failure(START_WB_RECORD.awaited_by(client)))
        await asyncio.to_thread(LateThrottling.started.wait)
        stop = await STOP_WB_RECORD.awaited_by(client, timeout=2.0)
        LateThrottling.stopped.set()
        failure = await start
        self.assertEqual((stop.status, stop.start_was_open), (crec.Status.OK, True))
        self.assertIsInstance(failure, crec.ThrottledError)
        self.assertEqual(failure.outcome.attempts, 1)
        self.assertEqual(LateThrottling.seen, ["StartWBRecord", "StopWBRecord"])


if __name__ == "__main__":
    unittest.main()
