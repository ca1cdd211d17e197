"""Telling: how much one process can tell, through the real act, beside those that only tell."""

from collections.abc import Iterator

from tests.benchmarks.crowd import Crowd
from tests.benchmarks.figures import Figure, Target
from tests.benchmarks.live import beside, nothing_wrong, rounds_of
from tests.benchmarks.servers import IN_C, NODE, OURS, PLAIN, Stage, stage

NAME = "telling"
TITLE = "eight comments under way all the time; and 3,000 seats in one process"
SIZES, ROUNDS = (300, 1000), 3
MANY, MANY_ROUNDS = 3000, 3
DELIVERIES = {NODE: Target(">=", 1.1), PLAIN: Target(">=", 2.5), IN_C: Target(">=", 0.45)}


def measure() -> list[Figure]:
    """Measure halls of every size, the largest at a fixed rate."""
    figures: list[Figure] = []
    with stage(MANY, OURS, PLAIN, NODE, IN_C) as shown:
        for size in SIZES:
            figures += _busy(shown, size)
        return figures + list(_many(shown))


def _busy(shown: Stage, size: int) -> Iterator[Figure]:
    found = rounds_of(shown, Crowd(size, mode="closed", seconds=4.0), ROUNDS)
    name = f"{size} seats"
    yield from beside(NAME, f"{name}: deliveries", "deliveries", "1/s", found, DELIVERIES)
    yield from beside(NAME, f"{name}: CPU a delivery", "cpu_us", "us", found, {})
    yield from nothing_wrong(NAME, name, found)


def _many(shown: Stage) -> Iterator[Figure]:
    crowd = Crowd(MANY, mode="open", rate=2.0, seconds=8.0)
    found = rounds_of(shown, crowd, MANY_ROUNDS, OURS, NODE, IN_C)
    name, p99 = f"{MANY} seats, {crowd.rate:g} acts/s", {NODE: Target("<=", 1.0)}
    yield from beside(NAME, f"{name}: last tablet served, p50", "last_p50", "ms", found, {})
    yield from beside(NAME, f"{name}: last tablet served, p99", "last_p99", "ms", found, p99)
    yield from nothing_wrong(NAME, name, found)
