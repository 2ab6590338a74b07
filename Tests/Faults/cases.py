"""Every fault with every call."""

from __future__ import annotations

from collections.abc import Iterator

import bodies
import exchanges
import replies
import ways
from certificates import Certificates
from cloud import Exchange
from fault import Fault
from run import Case, run_all

from support import CALLS, Call


def all_cases(
    certificates: Certificates, nowhere: ways.Nowhere, targets: dict[str, str]
) -> Iterator[Case]:
    """All faults with all calls, in the order of the table."""
    alike = [
        Fault("nothing", "no fault"),
        Fault("nothing", "no fault", kept=True),
        *ways.connecting(nowhere),
        *ways.through_a_proxy(nowhere, certificates),
        *ways.shaking_hands(certificates),
        *exchanges.taking_requests(),
    ]
    yield from _each(alike)
    for call in CALLS:
        reply = _reply_to(call)
        for fault in exchanges.cut_replies(reply):
            yield fault, call
        for fault in exchanges.late_replies(reply):
            yield fault, call
        for fault in exchanges.cut_in_tls(certificates, reply):
            yield fault, call
    yield from _each([*replies.odd_replies(), *bodies.bodies()])
    yield from _each([*bodies.statuses(), *bodies.redirects(targets), *bodies.pauses()])


def _each(faults: list[Fault]) -> Iterator[Case]:
    return ((fault, call) for fault in faults for call in CALLS)


def _reply_to(call: Call) -> bytes:
    """The cloud's answer to a call that succeeds."""
    replies: list[bytes] = []

    def listen(exchange: Exchange) -> None:
        replies.append(exchange.act())
        exchange.send(replies[0])

    run_all([(Fault("nothing", "no fault", listen), call)], lambda signature: None)
    return replies[0]
