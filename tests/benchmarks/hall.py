"""The hall: some comment, all in the meeting hear it, kept durably before it is told."""

from collections.abc import Iterator

from tests.benchmarks.crowd import Crowd
from tests.benchmarks.figures import Figure, Target
from tests.benchmarks.live import Found, alone, beside, nothing_wrong, rounds_of
from tests.benchmarks.servers import IN_C, NODE, OURS, PLAIN, Stage, stage

NAME = "hall"
TITLE = "a hall of 300: comments kept before they are told; the peers keep nothing"
SEATS, ROUNDS = 300, 5
SPEAKING = Crowd(SEATS, mode="open", rate=20.0, seconds=5.0)
IDLE = Crowd(SEATS, mode="closed", outstanding=1, posters=1, seconds=5.0)
"""One goes on as soon as the last act is answered, and nobody else says anything. To a side that
talks a kernel acknowledges late, and the library's defaults wait for that before each answer; to
one that says something now and then it acknowledges at once, and does not show it."""
P50 = {NODE: Target("<=", 1.3)}
P99 = {NODE: Target("<=", 1.1)}
ANSWERED = {PLAIN: Target("<=", 0.2)}


def measure() -> list[Figure]:
    """Let the same hall speak on every server in turn."""
    with stage(SEATS, OURS, PLAIN, NODE, IN_C) as shown:
        speaking = rounds_of(shown, SPEAKING, ROUNDS)
        return [*_speaking(speaking), *_idle(shown)]


def _speaking(found: Found) -> Iterator[Figure]:
    name = f"{SEATS} seats, {SPEAKING.rate:g} acts/s"
    yield from beside(NAME, f"{name}: last tablet served, p50", "last_p50", "ms", found, P50)
    yield from beside(NAME, f"{name}: last tablet served, p99", "last_p99", "ms", found, P99)
    yield from beside(NAME, f"{name}: answered, p50", "acknowledged_p50", "ms", found, {})
    yield from beside(NAME, f"{name}: CPU a delivery", "cpu_us", "us", found, {})
    yield alone(NAME, f"{name}: all joined after", "joining", "s", found)
    yield from nothing_wrong(NAME, name, found)


def _idle(shown: Stage) -> Iterator[Figure]:
    found = rounds_of(shown, IDLE, ROUNDS, OURS, PLAIN)
    name = f"{SEATS} seats, one of them goes on and on"
    yield from beside(NAME, f"{name}: answered, p50", "acknowledged_p50", "ms", found, ANSWERED)
