"""The load generator of pictures: many ask at once, while one socket's heartbeat is watched.

`python -m tests.benchmarks.getters` reads one job as JSON and answers so.
"""

import asyncio
import sys
import time
from time import perf_counter
from typing import Any, cast

import orjson

from tests.benchmarks.figures import percentile
from tests.benchmarks.tablets import Tablet, connected

BEAT_SECONDS = 0.02
QUIET_SECONDS = 1.5
PAUSE_SECONDS = 0.05
OK = b"HTTP/1.1 200"
LENGTH = b"content-length:"


class Getter(asyncio.Protocol):
    """One kept connection that asks for one picture again and again."""

    def __init__(self, request: bytes) -> None:
        self._request = request
        self._arrived = bytearray()
        self._wanted = 0
        self._asked = 0.0
        self._answer: asyncio.Future[float]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the line."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Take in what came; the answer is there when all of it is."""
        self._arrived += data
        if not self._wanted:
            self._wanted = _length(self._arrived)
        if self._wanted and len(self._arrived) >= self._wanted and not self._answer.done():
            self._answer.set_result(perf_counter() - self._asked)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever waits that the line has gone."""
        if not self._answer.done():
            self._answer.set_exception(ConnectionError("a picture did not come"))

    async def get(self) -> float:
        """Ask, and return the seconds until the whole picture was there."""
        self._arrived.clear()
        self._wanted, self._asked = 0, perf_counter()
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(self._request)
        return await self._answer

    def close(self) -> None:
        """Hang up."""
        self._transport.close()


def _length(arrived: bytearray) -> int:
    """Return how long the whole answer is, 0 while its head is not there."""
    head, found, _ = arrived.partition(b"\r\n\r\n")
    if not found:
        return 0
    if not head.startswith(OK):
        raise ConnectionError(f"no picture: {bytes(head[:40])!r}")
    lines = head.lower().split(b"\r\n")
    size = next(int(line.removeprefix(LENGTH)) for line in lines if line.startswith(LENGTH))
    return len(head) + 4 + size


async def run(job: dict[str, Any]) -> dict[str, Any]:
    """Watch the heartbeat in quiet, then while everybody asks at once, again and again."""
    (watcher,), _ = await connected(job["port"], job["cookies"][:1], job["meeting"], _unheard)
    getters = [await getter(job, cookie) for cookie in job["cookies"]]
    beating = asyncio.create_task(_beat(watcher))
    await asyncio.sleep(QUIET_SECONDS)
    quiet, watcher.round_trips = watcher.round_trips, []
    began, mine = perf_counter(), time.process_time()
    seconds = [await burst(getters) for _ in range(job["bursts"])]
    busy = (time.process_time() - mine) / (perf_counter() - began - PAUSE_SECONDS * job["bursts"])
    beating.cancel()
    watcher.close()
    for each in getters:
        each.close()
    every = [one * 1000 for burst in seconds for one in burst]
    return {
        "p50": percentile(every, 0.50),
        "p95": percentile(every, 0.95),
        "quiet": percentile(quiet, 0.99) * 1000,
        "beat": percentile(watcher.round_trips, 0.99) * 1000,
        "busy": busy,
    }


async def getter(job: dict[str, Any], cookie: str) -> Getter:
    """Return a connection of one person that has been used once."""
    head = [
        f"GET {job['path']} HTTP/1.1",
        f"Host: 127.0.0.1:{job['port']}",
        f"Cookie: {cookie}",
    ]
    request = ("\r\n".join(head) + "\r\n\r\n").encode()
    loop = asyncio.get_running_loop()
    _, getter = await loop.create_connection(lambda: Getter(request), "127.0.0.1", job["port"])
    await getter.get()  # warm: the picture, and the server's own way to it
    return getter


async def burst(getters: list[Getter]) -> list[float]:
    """Let all ask at once, then pause; return how long each waited."""
    found = await asyncio.gather(*(getter.get() for getter in getters))
    await asyncio.sleep(PAUSE_SECONDS)
    return list(found)


async def _beat(watcher: Tablet) -> None:
    while True:
        watcher.beat()
        await asyncio.sleep(BEAT_SECONDS)


def _unheard(*_: object) -> None:
    """Nobody is told anything here."""


if __name__ == "__main__":
    result = asyncio.run(run(orjson.loads(sys.stdin.buffer.read())))
    sys.stdout.buffer.write(orjson.dumps(result))
