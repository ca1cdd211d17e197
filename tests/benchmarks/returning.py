"""Returning: a server starts again and its hall is back at once; what each tablet takes."""

import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from foundation.database import open_database
from foundation.record import heads
from tests.benchmarks.crowd import Crowd, gathered
from tests.benchmarks.figures import Figure, Peer, Target
from tests.benchmarks.processes import resident
from tests.benchmarks.servers import NODE, OURS, PLAIN, Stage, restarted, stage

NAME = "returning"
TITLE = "a hall that comes back at once to a server just started; memory a tablet"
SIZES = {300: 0.5, 1000: 2.0}
"""By seats: the seconds within which all have caught up."""
MISSED = 20
ROUNDS = 3
MOST_KB = 90
Found = dict[str, list[dict[str, Any]]]


def measure() -> list[Figure]:
    """Start every server anew for each round."""
    with stage(max(SIZES)) as shown:
        with restarted(shown, OURS) as server:
            speaking = Crowd(2, rate=MISSED, seconds=1.0)
            with gathered(speaking, shown.commune, [server.port]) as few:
                few.work()
        figures: list[Figure] = []
        for size in SIZES:
            found = {name: _rounds(shown, name, size, 0) for name in (OURS, PLAIN, NODE)}
            figures += _figures(size, {name: told for name, told in found.items() if told})
            late = _rounds(shown, OURS, size, MISSED)
            figures.append(_joined(f"{size} return, {MISSED} facts missed", late))
        return figures


def _rounds(shown: Stage, name: str, size: int, missed: int) -> list[dict[str, Any]]:
    return [
        told
        for _ in range(ROUNDS)
        if (told := _round(shown, name, _crowd(name, size, missed, _since(shown, missed))))
    ]


def _crowd(name: str, size: int, missed: int, since: dict[str, int]) -> Crowd:
    """Return who comes back: they read deflated frames where their answer will not be one.

    The generator does not inflate. A plain server deflates all, and ours an answer with many facts.
    """
    doing = Crowd(size, rate=5.0, seconds=3.0, draining=0.5, since=since)
    return replace(doing, deflate=name != PLAIN and not missed)


def _round(shown: Stage, name: str, crowd: Crowd) -> dict[str, Any]:
    with restarted(shown, name) as server:
        if server is None:
            return {}
        time.sleep(1.0)
        before = resident(server.process)
        with gathered(crowd, shown.commune, [server.port]) as there:
            there.work()
            size = (resident(server.process) - before) / crowd.tablets
            return there.joined | {"kb": size / 1000}


def _since(shown: Stage, missed: int) -> dict[str, int]:
    """Return the number of the last fact a tablet heard, so many before the last one told."""
    stream = f"meeting:{shown.commune.meeting}"
    database = open_database(f"sqlite:///{Path(shown.folder) / 'data' / 'phien.sqlite3'}")
    try:
        with database.session() as session:
            return {stream: heads(session, [stream])[stream] - missed}
    finally:
        database.dispose()


def _figures(size: int, found: Found) -> Iterator[Figure]:
    target = Target("<=", SIZES[size], "value")
    for peer in found:
        if peer != OURS:
            beside = Peer(peer, _median(found[peer], "seconds"))
            yield _joined(f"{size} return", found[OURS], target, beside)
    yield Figure(
        benchmark=NAME,
        name=f"{size} return: not let in",
        value=sum(told["lost"] for told in found[OURS]),
        unit="all rounds",
        rounds=ROUNDS,
        target=Target("<=", 0, "value"),
    )
    for peer in found:
        if peer != OURS:
            yield Figure(
                benchmark=NAME,
                name=f"{size} seats: memory a tablet, which offers to deflate",
                value=_median(found[OURS], "kb"),
                unit="kB",
                rounds=ROUNDS,
                peer=Peer(peer, _median(found[peer], "kb")),
                target=Target("<=", MOST_KB, "value"),
            )


def _joined(
    name: str,
    found: list[dict[str, Any]],
    target: Target | None = None,
    peer: Peer | None = None,
) -> Figure:
    return Figure(
        benchmark=NAME,
        name=f"{name}: all have caught up after",
        value=_median(found, "seconds"),
        unit="s",
        rounds=ROUNDS,
        peer=peer,
        target=target,
        busy=max(told["busy"] for told in found),
    )


def _median(found: list[dict[str, Any]], key: str) -> float:
    return statistics.median(told[key] for told in found)
