"""Measures one thing of one side, in a process of its own, and prints the figure.

python3 measure.py crec|vendor CLOUD WORK PORT CA_FILE
"""

from __future__ import annotations

import asyncio
import importlib
import resource
import sys
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

MODULES = {
    "volcengine": ["volcengine.base.Service"],
    "alibaba": ["alibabacloud_live20161101.client"],
    "tencent": ["tencentcloud.live.v20180801.live_client"],
}
CALLS = 400
SIGNATURES = 1000


def import_ms(name: str, cloud: str) -> float:
    """CPU milliseconds of an import."""
    start = time.process_time()
    for module in ["crec"] if name == "crec" else MODULES[cloud]:
        importlib.import_module(module)
    return (time.process_time() - start) * 1000


def main() -> None:
    """Prints the figure."""
    name, cloud, work, port, ca_file = sys.argv[1:]
    if work == "import":
        print(import_ms(name, cloud))
        return
    from sides import side

    this = side(name, cloud, int(port), ca_file)
    if work == "sign":
        this.sign()
        start = time.process_time()
        for _ in range(SIGNATURES):
            this.sign()
        print((time.process_time() - start) / SIGNATURES * 1e6)
    elif work == "memory":
        this.call()
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    elif work == "asyncio":
        print(asyncio.run(_in_asyncio(this.call_later)))
    else:
        width = int(work)
        this.call()
        with ThreadPoolExecutor(width) as pool:
            start = time.monotonic()
            list(pool.map(lambda _: this.call(), range(CALLS)))
            print(CALLS / (time.monotonic() - start))


async def _in_asyncio(call: Callable[[], Awaitable[object]]) -> float:
    await call()
    waiting = iter(range(CALLS))

    async def work() -> None:
        for _ in waiting:
            await call()

    start = time.monotonic()
    await asyncio.gather(*(work() for _ in range(64)))
    return CALLS / (time.monotonic() - start)


if __name__ == "__main__":
    main()
