"""Several interpreters in one process use the package, each by itself, such as below mod_wsgi."""

from __future__ import annotations

import subprocess
import sys
import unittest

from support import BINDING, LIBRARY, WaitingServer

# Makes interpreters as CPython names them here, and runs code in one of them.
MAKING = """
import sys
try:
    import _interpreters as interpreters
    make = lambda: interpreters.create("legacy")
except ImportError:
    import _xxsubinterpreters as interpreters
    make = lambda: interpreters.create(isolated=False)

def run(interpreter, code):
    failure = interpreters.run_string(interpreter, code, shared={"URL": sys.argv[1]})
    assert failure is None, failure
"""

# Everything that hands a pointer to the library or takes one from it.
USE = """
import asyncio
import crec

def use():
    assert crec.load()
    client = crec.Client(crec.Cloud.TENCENT, crec.Credentials("id", "key"), endpoint=URL,
                         rates={"StopLiveRecord": 100}, attempt_limit=1)
    client.set_credentials(crec.Credentials("id", "other"))
    request = crec.tencent.stop_live_record(stream_name="s", task_id=1)
    assert client.sign(request).url.startswith(URL)
    try:
        client.read(request, 500, {"Content-Type": "text/plain"}, b"?")
    except crec.CloudError:
        pass
    assert client.perform(request).request_id == "waited"
    assert client.counters().calls == 1
    plain = crec.Request(crec.Cloud.TENCENT, "Any", "2020-01-01", method="GET", query={"A": "1"})
    assert client.sign(plain).method == "GET"
    client.close(0)

    async def use_asyncio():
        credentials = crec.Credentials("id", "key")
        async with crec.AsyncClient(crec.Cloud.TENCENT, credentials, endpoint=URL) as client:
            assert (await client.perform(request)).ok

    asyncio.run(use_asyncio())
"""

IN_TURN = f"""
USE = {USE!r}
URL = sys.argv[1]
exec(USE)
use()
others = [make() for _ in range(2)]
for _ in range(2):
    for other in others:
        run(other, USE + "use()")
        use()
for other in others:
    interpreters.destroy(other)
    use()
run(make(), USE + "use()")
print("done")
"""

# While a module of the package is looked for, another interpreter imports ctypes, as a whole.
AMID_IMPORT = f"""
class Finder:
    def find_spec(self, name, *_):
        if name.startswith("crec."):
            run(make(), "import ctypes")

sys.meta_path.insert(0, Finder())
URL = sys.argv[1]
exec({USE!r})
use()
print("done")
"""

# From Python 3.12 on a handler could only run as a part of the main interpreter.
LOGGING = """
USE = '''
import logging, sys, threading
import crec

logger = logging.getLogger("recordings")
records = []
handler = logging.Handler()
handler.emit = records.append
logger.addHandler(handler)
logger.setLevel(logging.DEBUG)
options = {"endpoint": URL, "logger": logger, "attempt_limit": 1}

def client():
    return crec.Client(crec.Cloud.TENCENT, crec.Credentials("id", "key"), **options)
'''
HERE = USE + '''
client().stop_live_record(stream_name="s", task_id=1)
assert [record.levelname for record in records] == ["DEBUG", "DEBUG", "INFO"], records
'''
ELSEWHERE = HERE if sys.version_info < (3, 12) else USE + '''
try:
    client()
except crec.InvalidArgumentError as error:
    assert [fault.field for fault in error.outcome.faults] == ["logger"]
else:
    raise AssertionError("taken")
'''
URL = sys.argv[1]
exec(HERE)
other = make()
run(other, ELSEWHERE)
interpreters.destroy(other)
print("done")
"""


class InterpreterTests(unittest.TestCase):
    maxDiff = None

    def assert_done(self, code: str) -> None:
        """A program with several interpreters comes to its end without a word."""
        with WaitingServer() as server:
            server.release.set()
            done = subprocess.run(
                [sys.executable, "-c", MAKING + code, server.url],
                env={
                    "PYTHONPATH": str(BINDING),
                    "PYTHONDONTWRITEBYTECODE": "1",
                    "CREC_LIBRARY": str(LIBRARY),
                },
                capture_output=True,
                text=True,
                check=False,
            )
        self.assertEqual((done.returncode, done.stderr, done.stdout), (0, "", "done\n"))

    def test_each_goes_on_whatever_the_others_import(self) -> None:
        self.assert_done(IN_TURN)

    def test_one_may_import_the_package_while_another_imports_ctypes(self) -> None:
        self.assert_done(AMID_IMPORT)

    def test_a_logger_of_each_is_told_where_python_can_do_it(self) -> None:
        self.assert_done(LOGGING)


if __name__ == "__main__":
    unittest.main()
