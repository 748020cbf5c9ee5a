"""The last metre of a stream: packets, line ends, and the ways to hang up."""

import asyncio
import os
import socket
import struct

from aiohttp import web

from simulator.scenes import Play

LINGER_NOT = struct.pack("ii", 1, 0)


class Wire:
    """One open streamed answer."""

    def __init__(self, request: web.Request, play: Play, headers: dict[str, str]) -> None:
        self.request = request
        self.play = play
        self.response = web.StreamResponse(headers=headers)
        self.response.headers["Content-Type"] = play.content_type

    async def open(self) -> None:
        """Send the headers."""
        self.response.enable_chunked_encoding()
        await self.response.prepare(self.request)

    async def send(self, frames: bytes) -> None:
        """Send bytes, dressed as the play wants."""
        if self.play.line_end != "\n":
            frames = frames.replace(b"\n", self.play.line_end.encode())
        size = self.play.packet_bytes
        if not frames:
            return
        if not size:
            await self.response.write(frames)
            return
        for start in range(0, len(frames), size):
            await self.response.write(frames[start : start + size])
            await asyncio.sleep(self.play.packet_seconds)

    async def close(self) -> None:
        """End the answer properly."""
        await self.response.write_eof()

    def hang_up(self, *, reset: bool) -> None:
        """End the connection in the middle."""
        hang_up(self.request, reset=reset)


def hang_up(request: web.Request, *, reset: bool) -> None:
    """Drop a connection: as a close (no last chunk), or as a reset that also throws away what is on its way."""
    transport = request.transport
    if transport is None:
        return
    if not reset:
        transport.close()
        return
    ours = transport.get_extra_info("socket")
    with socket.socket(fileno=os.dup(ours.fileno())) as twin:
        twin.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
    transport.abort()
