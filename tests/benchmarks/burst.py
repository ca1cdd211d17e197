"""The burst: everybody draws at once, every stroke kept durably before it is told.

Our tablets send as their outbox does, one message at a time with what waits meanwhile; the naive
way has no such thing, and there each stroke goes for itself.
"""

from collections.abc import Iterator
from dataclasses import replace

from tests.benchmarks.crowd import Crowd
from tests.benchmarks.figures import Figure, Target
from tests.benchmarks.live import alone, beside, nothing_wrong, rounds_of
from tests.benchmarks.servers import NAIVE, OURS, Stage, stage

NAME = "burst"
TITLE = "300 tablets draw in one meeting; the naive way commits each in the loop and emits it"
SEATS, ROUNDS, TOGETHER = 300, 3, 20
CALM = Crowd(
    SEATS,
    mode="each",
    rate=1.0,
    seconds=5.0,
    draining=10.0,
    acts="annotation.create",
    together=TOGETHER,
)
STORM = replace(CALM, rate=5.0)


def measure() -> list[Figure]:
    """Measure both bursts on both servers."""
    with stage(SEATS, OURS, NAIVE, pinned=False) as shown:
        return [*_calm(shown), *_storm(shown)]


def _calm(shown: Stage) -> Iterator[Figure]:
    found, name = rounds_of(shown, CALM, ROUNDS), f"{SEATS * CALM.rate:g} acts/s"
    naive = {NAIVE: Target("<=", 1 / 50)}
    most = Target("<=", 40, "value")
    yield from beside(NAME, f"{name}: last tablet served, p50", "last_p50", "ms", found, naive)
    yield from beside(NAME, f"{name}: last tablet served, p99", "last_p99", "ms", found, naive)
    yield alone(NAME, f"{name}: last tablet served, p99", "last_p99", "ms", found, most)
    yield from nothing_wrong(NAME, name, found)


def _storm(shown: Stage) -> Iterator[Figure]:
    found, name = rounds_of(shown, STORM, ROUNDS), f"{SEATS * STORM.rate:g} acts/s"
    naive, most = {NAIVE: Target(">=", 8)}, Target("<=", 400, "value")
    yield from beside(NAME, f"{name}: heard by all", "done", "acts/s", found, naive)
    yield alone(NAME, f"{name}: last tablet served, p50", "last_p50", "ms", found)
    yield alone(NAME, f"{name}: last tablet served, p99", "last_p99", "ms", found, most)
    yield from nothing_wrong(NAME, name, found)
