"""Pages: a picture that is ready, asked for by fifty at once, and who waits meanwhile."""

from collections.abc import Callable, Iterator
from functools import partial
from operator import itemgetter
from typing import Any

from tests.benchmarks.figures import (
    Figure,
    Peer,
    Target,
    busy_figure,
    interleaved,
    median_of,
)
from tests.benchmarks.processes import generated
from tests.benchmarks.servers import Pair, Server, pair

NAME = "pages"
TITLE = "a ready picture asked for by 50 at once, and another socket's heartbeat meanwhile"
AT_ONCE = 50
BURSTS = 6
ROUNDS = 3
LATEST_PICTURE_MS = 20
LATEST_BEAT_MS = 50
PLAIN = "plain Flask, the same bytes"
Result = dict[str, Any]


def measure() -> list[Figure]:
    """Measure both servers in turn."""
    with pair(AT_ONCE) as servers:
        path = servers.commune.picture_path
        found = interleaved(
            {
                "ours": partial(_round, servers, servers.ours, path),
                "plain": partial(_round, servers, servers.plain, "/picture"),
            },
            ROUNDS,
        )
    return list(_figures(found["ours"], found["plain"]))


def _round(servers: Pair, server: Server, path: str) -> Result:
    return generated(
        "getters",
        {
            "port": server.port,
            "path": path,
            "cookies": servers.commune.cookies[:AT_ONCE],
            "meeting": servers.commune.meeting,
            "bursts": BURSTS,
        },
    )


def _figures(ours: list[Result], plain: list[Result]) -> Iterator[Figure]:
    busy = max(result["busy"] for result in ours + plain)

    def figure(name: str, key: str, target: Target | None = None) -> Figure:
        number: Callable[[Result], float] = itemgetter(key)
        return Figure(
            benchmark=NAME,
            name=name,
            value=median_of(ours, number),
            unit="ms",
            rounds=ROUNDS,
            peer=Peer(PLAIN, median_of(plain, number)),
            target=target,
            busy=busy,
        )

    yield figure("picture p50", "p50")
    yield figure("picture p95", "p95", Target("<=", LATEST_PICTURE_MS, "value"))
    yield figure("heartbeat p99, nobody asks", "quiet")
    yield figure("heartbeat p99, 50 ask", "beat", Target("<=", LATEST_BEAT_MS, "value"))
    yield busy_figure(NAME, "50 at once", busy, ROUNDS)
