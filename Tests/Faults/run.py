"""Makes the calls: each with a cloud and a client of its own, many at the same time."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from typing import Any

from cloud import Cloud, Script
from fault import End, Fault, Result
from listener import ADDRESS
from proxy import Proxy

import crec
import support
from cloud_emulator.cloud import Key

LOGGER = logging.getLogger("faults")
LOGGER.addHandler(logging.NullHandler())
SECRET = "zebra-secret-zebra"
TOKEN = "walrus-token-walrus"
PASSWORD = "ocelot-password-ocelot"
_NAMES = {
    crec.Cloud.VOLCENGINE: "volcengine",
    crec.Cloud.ALIBABA: "aliyun",
    crec.Cloud.TENCENT: "tencent",
}
Case = tuple[Fault, support.Call]
_AT_ONCE = 32
_AMPLE = 120.0
_SHORT = 1.0
_THROTTLED = {429}
_OTHER = {support.STOP_LIVE_RECORD.name: {"task_id": 456}}


def make_client(cloud: crec.Cloud, **options: Any) -> crec.Client:
    """A client as these tests use it."""
    keys = crec.Credentials(f"{_NAMES[cloud]}-key", SECRET, TOKEN)
    limits: dict[str, Any] = {"timeout": _AMPLE, "connect_timeout": _AMPLE / 2, "attempt_limit": 3}
    limits.update(pacing=crec.Pacing.OFF, logger=LOGGER)
    return crec.Client(cloud, keys, **{**limits, **options})


def made(call: support.Call, client: crec.Client, **changes: Any) -> crec.Outcome:
    """The call's outcome, a failure's too."""
    try:
        return call.made_by(client, **changes)
    except crec.CrecError as error:
        return error.outcome


def run_all(cases: Iterable[Case], note: Callable[[str], None]) -> list[Result]:
    """The results of the cases, in their order; ``note`` is called with each signature sent."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(lambda case: _run(case[0], case[1], note), cases))


def _run(fault: Fault, call: support.Call, note: Callable[[str], None]) -> Result:
    if fault.attempts is None:
        return _try(fault, call, {}, note)[0]
    wanted = fault.attempts[call in support.STOPS]
    timeout = _SHORT
    while True:
        result, stalled = _try(fault, call, {"timeout": timeout}, note)
        # On a slow machine the limit may have passed before the fault was met, or after it.
        was_met = (stalled, result.end.attempts) == (min(fault.times, wanted), wanted)
        was_late = result.end.status == "TIMEOUT" and fault.times < wanted
        if (was_met and not was_late) or timeout > _AMPLE:
            return result
        timeout *= 2


def _try(
    fault: Fault, call: support.Call, limit: dict[str, float], note: Callable[[str], None]
) -> tuple[Result, int]:
    script = Script(fault.breaks, fault.accepts, fault.times, not fault.kept, fault.leaves_idle)
    with ExitStack() as stack:
        key = Key(_NAMES[call.cloud], f"{_NAMES[call.cloud]}-key", SECRET, TOKEN)
        cloud = Cloud(key, script, fault.tls)
        stack.callback(cloud.close)
        cloud.emulator.records.listen(lambda record: _print(record.line()))
        options: dict[str, Any] = {"endpoint": cloud.url, **limit, **fault.options}
        if fault.proxy:
            proxy = Proxy(fault.proxy, fault.times)
            stack.callback(proxy.close)
            options["proxy"] = f"http://user:{PASSWORD}@{ADDRESS}:{proxy.port}"
        client = stack.enter_context(make_client(call.cloud, **options))
        if fault.kept:
            made(call, client, **_OTHER.get(call.name, {"task_id": "other"}))
            if fault.leaves_idle:
                cloud.has_left.wait()
            script.armed = True
        if call in support.STOPS:
            cloud.plant(call.kind, call.task)
        if fault.emulator:
            cloud.misbehave(**{"times": fault.times, **fault.emulator})
        before = len(cloud.emulator.records.all())
        outcome = made(call, client)
        seen = cloud.emulator.records.all()[before:]
        end = End(
            outcome.status.name,
            outcome.code,
            outcome.attempts,
            outcome.may_have_been_applied,
            len(seen),
            _done(call, cloud.state(call.task)),
        )
        for signature in cloud.signatures:
            note(signature)
    unthrottled = [record for record in seen if record.status not in _THROTTLED]
    texts = [outcome.message, outcome.code, outcome.request_id, outcome.task_id, outcome.host]
    texts += [str(fault) for fault in outcome.faults]
    if not fault.may_echo:
        texts.append(outcome.body[:100_000].decode("latin-1"))
    result = Result(
        stage=fault.stage,
        kind=fault.kind,
        part=fault.spot[0],
        place=fault.spot[1],
        kept=fault.kept,
        operation=call.action,
        end=end,
        is_final=fault.is_final,
        attempt_limit=options.get("attempt_limit", 3),
        times=fault.times,
        applied=sum(record.applied for record in seen),
        unthrottled=len(unthrottled),
        texts=tuple(texts),
    )
    return result, script.stalled


def _done(call: support.Call, state: str) -> str:
    return "done" if state == ("stopped" if call in support.STOPS else "running") else "not done"


def _print(line: str) -> None:
    # One write for the line: the log writes too.
    with suppress(BrokenPipeError):
        sys.stdout.write(f"{line}\n")
