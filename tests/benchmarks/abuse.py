"""Abuse: one member says far too much, in several ways; the others are served as ever."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import orjson

from tests.benchmarks.crowd import CROWDS_CORE, Crowd, pin
from tests.benchmarks.figures import Figure, Target
from tests.benchmarks.live import alone, nothing_wrong, one_round
from tests.benchmarks.processes import ROOT, environment
from tests.benchmarks.servers import OURS, Stage, stage

NAME = "abuse"
TITLE = "50 tablets while one more member floods the server"
SEATS, ROUNDS = 50, 3
CROWD = Crowd(SEATS, mode="open", rate=10.0, seconds=5.0)
FLOODS = {
    "nobody floods": None,
    "messages of 900 kB": 900_000,
    "messages of 60 kB": 60_000,
    "messages of 1 kB": 1_000,
    "1,000 acts/s": 0,
    "1,000 acts/s, twenty a message": 0,
}
"""By name: the size of a message in bytes; 0: real acts."""
TOGETHER = {"1,000 acts/s, twenty a message": 20}
P99 = Target("<=", 10, "value")


def measure() -> list[Figure]:
    """Lay every flood on one server."""
    with stage(SEATS + 1, OURS) as shown:
        return [figure for name in FLOODS for figure in _figures(shown, name)]


def _figures(shown: Stage, name: str) -> Iterator[Figure]:
    found = {OURS: []}
    for _ in range(ROUNDS):
        with _flooding(shown, FLOODS[name], TOGETHER.get(name, 1)):
            found[OURS].append(one_round(shown, OURS, CROWD))
    yield alone(NAME, f"{name}: last tablet served, p50", "last_p50", "ms", found)
    yield alone(NAME, f"{name}: last tablet served, p99", "last_p99", "ms", found, P99)
    yield from nothing_wrong(NAME, name, found)


@contextmanager
def _flooding(shown: Stage, size: int | None, together: int) -> Iterator[None]:
    if size is None:
        yield
        return
    commune = shown.commune
    job = {
        "port": shown.servers[OURS].port,
        "cookie": commune.cookies[SEATS],
        "act": commune.acts["annotation.create"] | {"visibility": "self"},
        "size": size,
        "together": together,
    }
    flooder = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.flooder"],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
    )
    pin(flooder.pid, CROWDS_CORE)
    assert flooder.stdin is not None
    flooder.stdin.write(orjson.dumps(job) + b"\n")
    flooder.stdin.flush()
    try:
        yield
    finally:
        flooder.kill()
        flooder.wait()
