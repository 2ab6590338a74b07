"""Programs whose standard library gevent or eventlet has patched, in one thread."""

from __future__ import annotations

import os
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = Path(os.environ.get("CREC_LIBRARY") or ROOT / "build" / "lib" / "libcrec.so").resolve()

PATCHES = {
    "gevent": """
from gevent import monkey
monkey.patch_all()
from gevent import Timeout
""",
    "gevent, without poll": """
from gevent import monkey
monkey.patch_all()
from gevent import Timeout
import select
del select.poll
""",
    "gevent, after the package": """
import crec
from gevent import monkey
monkey.patch_all()
from gevent import Timeout
""",
    "eventlet": """
import eventlet
eventlet.monkey_patch()
from eventlet import Timeout
""",
    "eventlet, after the package": """
import crec
import eventlet
eventlet.monkey_patch()
from eventlet import Timeout
""",
}

# The server is a greenlet of the same thread: were that held up, no call would come to its end.
SERVER = """
import json, signal, threading, time
from contextlib import nullcontext
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import crec

arrived, release = threading.Event(), threading.Event()
ThreadingHTTPServer.request_queue_size = 128  # All calls connect at once.

class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        arrived.set()
        if asked["StreamName"] == "waits":
            release.wait()
        reply = json.dumps({"Response": {"RequestId": asked["StreamName"]}}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_request(self, *_):
        pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
URL = f"http://127.0.0.1:{server.server_port}"

def made(**options):
    options = {"timeout": 60.0, "attempt_limit": 1, "pacing": crec.Pacing.OFF, **options}
    return crec.Client(crec.Cloud.TENCENT, crec.Credentials("id", "key"), endpoint=URL, **options)

def stop(client, name):
    return client.stop_live_record(stream_name=name, task_id=1).request_id

def wait_until(condition):
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)

client = made()
"""

OTHERS_RUN = """
assert stop(client, "first") == "first"

# Many wait for one client, each for its own.
told = {}
def call(name):
    told[name] = stop(client, name)
greenlets = [threading.Thread(target=call, args=(f"stream-{number}",)) for number in range(50)]
for each in greenlets:
    each.start()
for each in greenlets:
    each.join()
assert len(told) == 50 and all(name == request for name, request in told.items()), told

# One that waits holds up nobody.
waiting = threading.Thread(target=call, args=("waits",))
waiting.start()
assert arrived.wait(60)
assert stop(client, "meanwhile") == "meanwhile"
assert "waits" not in told
client.close()
release.set()
waiting.join()
assert told["waits"] == "waits"
print("done")
"""

INTERRUPTED = """
def ends(error, around):
    arrived.clear()
    try:
        with around:
            stop(client, "waits")
    except error:
        pass
    else:
        raise AssertionError("it went on")
    wait_until(lambda: client.counters().open == 0)

def interrupt():
    arrived.wait()
    signal.setitimer(signal.ITIMER_REAL, 0.05)  # When all wait.

signal.signal(signal.SIGALRM, signal.default_int_handler)
ends(Timeout, Timeout(0.2))
threading.Thread(target=interrupt).start()
ends(KeyboardInterrupt, nullcontext())
assert client.counters().outcomes[crec.Status.CANCELLED] == 2
assert stop(client, "after") == "after"
client.close(0)
print("done")
"""


class GreenletTests(unittest.TestCase):
    def assert_done(self, code: str) -> None:
        """A program comes to its end below either of them."""
        for name, patch in PATCHES.items():
            with self.subTest(name):
                done = subprocess.run(
                    [sys.executable, "-W", "ignore", "-c", patch + SERVER + code],
                    env={
                        "PYTHONPATH": str(ROOT / "bindings" / "python"),
                        "PYTHONDONTWRITEBYTECODE": "1",
                        "CREC_LIBRARY": str(LIBRARY),
                    },
                    capture_output=True,
                    text=True,
                    check=False,
                )
                # gevent notes the interruption, which it hands on.
                self.assertEqual((done.returncode, done.stdout), (0, "done\n"), done.stderr)

    def test_others_run_while_one_is_in_a_call(self) -> None:
        self.assert_done(OTHERS_RUN)

    def test_timeouts_of_theirs_and_ctrl_c_end_a_call(self) -> None:
        self.assert_done(INTERRUPTED)


if __name__ == "__main__":
    unittest.main()
