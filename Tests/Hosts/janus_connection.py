"""A client of Janus, on the Unix socket of its WebSocket transport."""

from __future__ import annotations

import asyncio
import itertools
import json
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from websockets.asyncio.client import unix_connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

_KEEPALIVE_SECONDS = 1

Message = dict[str, Any]


class Refused(Exception):
    """Janus, or its videoroom, answered with an error."""


class Connection:
    """`async with Connection(path) as janus:` has a session, which is kept alive."""

    def __init__(self, path: Path | str) -> None:
        """Connects to nothing yet."""
        self._path = str(path)
        self._numbers = itertools.count()
        self._replies: dict[str, asyncio.Future[Message]] = {}
        self._late: set[str] = set()  # Acknowledged first, and answered then.
        self._told: dict[tuple[str, int], asyncio.Event] = {}
        self._session: int | None = None

    async def __aenter__(self) -> Self:
        """Makes the session."""
        self._socket = await unix_connect(
            self._path, "ws://localhost/", subprotocols=[Subprotocol("janus-protocol")]
        )
        self._reading = asyncio.create_task(self._read())
        self._session = (await self.ask("create"))["data"]["id"]
        self._living = asyncio.create_task(self._live())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Closes it. Janus ends the session."""
        self._living.cancel()
        await self._socket.close()

    async def ask(self, janus: str, **fields: Any) -> Message:
        """Makes a request, and waits for its answer."""
        transaction = str(next(self._numbers))
        reply = asyncio.get_running_loop().create_future()
        self._replies[transaction] = reply
        own = {} if self._session is None else {"session_id": self._session}
        if janus == "message":
            self._late.add(transaction)
        request = {"janus": janus, "transaction": transaction, **own, **fields}
        await self._socket.send(json.dumps(request))
        answer: Message = await reply
        if "error" in answer:
            raise Refused(answer["error"])
        return answer

    async def attach(self) -> int:
        """A handle of the videoroom."""
        answer = await self.ask("attach", plugin="janus.plugin.videoroom")
        return int(answer["data"]["id"])

    async def message(self, handle: int, jsep: Message | None = None, **body: Any) -> Message:
        """Makes a request of the videoroom, and waits for its answer."""
        offer = {"jsep": jsep} if jsep else {}
        answer = await self.ask("message", handle_id=handle, body=body, **offer)
        data = answer["plugindata"]["data"]
        if "error" in data:
            raise Refused(data["error"])
        return answer

    def told(self, janus: str, handle: int) -> asyncio.Event:
        """Set once Janus tells a handle something, such as "webrtcup", from now on."""
        event = self._told[(janus, handle)] = asyncio.Event()
        return event

    async def _live(self) -> None:
        while True:
            await asyncio.sleep(_KEEPALIVE_SECONDS)
            await self.ask("keepalive")

    async def _read(self) -> None:
        with suppress(ConnectionClosed):
            async for text in self._socket:
                self._take(json.loads(text))

    def _take(self, message: Message) -> None:
        transaction = message.get("transaction")
        if message["janus"] == "ack" and transaction in self._late:
            return
        if transaction in self._replies:
            self._replies.pop(transaction).set_result(message)
        elif event := self._told.get((message["janus"], message.get("sender", 0))):
            event.set()
