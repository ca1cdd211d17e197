"""A tablet that only measures: it connects, joins, answers pings, and hands on what it hears."""

import asyncio
import socket
from collections.abc import Callable
from time import perf_counter
from typing import cast

import orjson

from tests.benchmarks.frames import PING, PONG, TEXT, frame, frames_in, upgrade

OPENED, ENGINE_PING, SOCKET_ENTERED, ACKNOWLEDGED = b"0", b"2", b"40", b"43"
ENTER, ENGINE_PONG = b"40", b"3"
SWITCHING = b"HTTP/1.1 101"
Hears = Callable[["Tablet", bytes, float], None]


class Tablet(asyncio.Protocol):
    """One socket of one person."""

    def __init__(self, port: int, cookie: str, meeting: int, hears: Hears) -> None:
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.lost = False
        self.round_trips: list[float] = []
        self._port, self._cookie, self._meeting = port, cookie, meeting
        self._hears = hears
        self._buffer = bytearray()
        self._upgraded = False
        self._pinged = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the socket."""
        self._transport = cast(asyncio.Transport, transport)
        line = transport.get_extra_info("socket")
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._transport.write(upgrade(self._port, self._cookie))

    def data_received(self, data: bytes) -> None:
        """Take in what came, at the moment it came."""
        at = perf_counter()
        self._buffer += data
        if not self._upgraded and not self._upgrade():
            return
        for opcode, payload in frames_in(self._buffer):
            if opcode == TEXT:
                self._read(payload, at)
            elif opcode == PONG:
                self.round_trips.append(at - self._pinged)
                self._pinged = 0.0

    def connection_lost(self, exc: Exception | None) -> None:
        """Remember that the line has gone."""
        self.lost = True
        if not self.ready.done():
            self.ready.set_exception(ConnectionError("a tablet was turned away"))

    def send(self, name: str, body: object, number: int) -> None:
        """Send an event that is to be acknowledged under this number."""
        packet = b"42%d%b" % (number, orjson.dumps([name, body]))
        self._transport.write(frame(packet))

    def beat(self) -> None:
        """Ask whether the server is there, unless it still owes the last answer."""
        if not self._pinged:
            self._pinged = perf_counter()
            self._transport.write(frame(b"", PING))

    def close(self) -> None:
        """Hang up."""
        self._transport.close()

    def _upgrade(self) -> bool:
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return False
        if not head.startswith(SWITCHING):
            self._transport.close()
            return False
        self._buffer, self._upgraded = rest, True
        return True

    def _read(self, payload: bytes, at: float) -> None:
        if payload == ENGINE_PING:
            self._transport.write(frame(ENGINE_PONG))
        elif payload.startswith(b"42") or self.ready.done():
            self._hears(self, payload, at)
        elif payload.startswith(OPENED):
            self._transport.write(frame(ENTER))
        elif payload.startswith(SOCKET_ENTERED):
            self.send("meeting.join", {"meeting": self._meeting, "since": None}, 0)
        elif payload.startswith(ACKNOWLEDGED):
            self.ready.set_result(None)
        else:
            self._transport.close()


async def connected(
    port: int, cookies: list[str], meeting: int, hears: Hears
) -> tuple[list[Tablet], float]:
    """Connect everybody at once; return them and the seconds until all had joined."""
    loop, began = asyncio.get_running_loop(), perf_counter()

    async def connect(cookie: str) -> Tablet:
        _, tablet = await loop.create_connection(
            lambda: Tablet(port, cookie, meeting, hears), "127.0.0.1", port
        )
        await tablet.ready
        return tablet

    tablets = await asyncio.gather(*map(connect, cookies))
    return list(tablets), perf_counter() - began
