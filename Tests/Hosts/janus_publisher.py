"""Publishes silence in Janus's videoroom: `janus_publisher.py SOCKET`, and a line for each command.

publish ROOM FEED      done once Janus receives it
unpublish ROOM FEED    done once Janus has closed it
leave ROOM FEED        done once Janus has answered
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import dataclass

from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack

from janus_connection import Connection


@dataclass
class Feed:
    """A participant of a room, and what it publishes."""

    handle: int
    peer: RTCPeerConnection | None = None


class Publisher:
    """Several feeds of one session."""

    def __init__(self, janus: Connection) -> None:
        """Has no feeds yet."""
        self._janus = janus
        self._feeds: dict[str, Feed] = {}

    async def publish(self, room: object, feed: object) -> None:
        """Joins the room unless the feed is there, and publishes."""
        name = f"{room}/{feed}"
        if name not in self._feeds:
            self._feeds[name] = Feed(await self._janus.attach())
            await self._janus.message(
                self._feeds[name].handle, request="join", ptype="publisher", room=room, id=feed
            )
        one = self._feeds[name]
        # No servers: nothing but this machine is asked for addresses.
        one.peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        one.peer.addTrack(AudioStreamTrack())
        await one.peer.setLocalDescription(await one.peer.createOffer())
        offer = {"type": "offer", "sdp": one.peer.localDescription.sdp}
        is_up = self._janus.told("webrtcup", one.handle)
        answer = await self._janus.message(one.handle, jsep=offer, request="configure")
        await one.peer.setRemoteDescription(RTCSessionDescription(**answer["jsep"]))
        await self._janus.ask("trickle", handle_id=one.handle, candidate={"completed": True})
        await is_up.wait()

    async def unpublish(self, room: object, feed: object) -> None:
        """Stays in the room."""
        one = self._feeds[f"{room}/{feed}"]
        is_over = self._janus.told("hangup", one.handle)
        await self._janus.message(one.handle, request="unpublish")
        await is_over.wait()
        assert one.peer
        await one.peer.close()

    async def leave(self, room: object, feed: object) -> None:
        """Leaves the room, published or not."""
        await self._janus.message(self._feeds.pop(f"{room}/{feed}").handle, request="leave")


async def main(path: str) -> None:
    """Does as it is told, until its input ends."""
    loop = asyncio.get_running_loop()
    async with Connection(path) as janus:
        publisher = Publisher(janus)
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            command, room, feed = json.loads(line)
            await getattr(publisher, command)(room, feed)
            print("done", flush=True)


asyncio.run(main(sys.argv[1]))
