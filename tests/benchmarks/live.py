"""One round of a crowd on one server, and figures of several rounds, each beside its peers."""

import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any

from tests.benchmarks.beating import WRITTEN_SECONDS, heard
from tests.benchmarks.crowd import Crowd, gathered
from tests.benchmarks.figures import (
    Figure,
    Peer,
    Target,
    busy_figure,
    interleaved,
    percentile,
)
from tests.benchmarks.processes import cpu_of
from tests.benchmarks.servers import OURS, Stage

SETTLING = 1.0
WRONG = ("incomplete", "doubled", "unacknowledged", "refused", "lost")
MOST_STALL_MS = 10
Found = Mapping[str, Sequence[dict[str, Any]]]
_runs = count(1)


def rounds_of(shown: Stage, crowd: Crowd, rounds: int, *names: str) -> Found:
    """Let the same crowd loose on servers in turn; those that are not there are left out."""
    there = [name for name in names or shown.servers if name in shown.servers]
    return interleaved({name: partial(one_round, shown, name, crowd) for name in there}, rounds)


def one_round(shown: Stage, name: str, crowd: Crowd) -> dict[str, Any]:
    """Let a crowd loose on one server; returns what it heard and what that cost."""
    server, together = shown.servers[name], crowd.together if name == OURS else 0
    crowd = replace(crowd, name=f"run{next(_runs)}", pinned=shown.pinned, together=together)
    with gathered(crowd, shown.commune, [server.port]) as there:
        time.sleep(SETTLING)
        began, before = time.monotonic(), sum(map(cpu_of, server.processes))
        told = there.work()
        spent = sum(map(cpu_of, server.processes)) - before
        ended = time.monotonic()
    time.sleep(SETTLING + 2 * WRITTEN_SECONDS)
    late = heard(server.beats, began, ended) if server.beats else []
    return told | {
        "joining": there.joined["seconds"],
        "lost": told["lost"] + there.joined["lost"],
        "incomplete": told["acts"] - told["complete"],
        "deliveries": told["in_time"] / told["worked"],
        "done": told["complete"] / told["finished"],
        "cpu_us": spent * 1e6 / max(1, told["receipts"]),
        "stall": percentile(late, 0.99) * 1000 if late else 0.0,
    }


def beside(
    benchmark: str,
    name: str,
    key: str,
    unit: str,
    found: Found,
    targets: Mapping[str, Target],
) -> Iterator[Figure]:
    """Yield one number of ours, once beside each peer."""
    ours = _median(found[OURS], key)
    for peer in found:
        if peer != OURS:
            busy = max(each["busy"] for name in (OURS, peer) for each in found[name])
            yield Figure(
                benchmark=benchmark,
                name=name,
                value=ours,
                unit=unit,
                rounds=len(found[OURS]),
                peer=Peer(peer, _median(found[peer], key)),
                target=targets.get(peer),
                busy=busy,
            )


def alone(
    benchmark: str, name: str, key: str, unit: str, found: Found, target: Target | None = None
) -> Figure:
    """Return one number of ours that stands beside nothing."""
    value, rounds = _median(found[OURS], key), len(found[OURS])
    return Figure(
        benchmark=benchmark, name=name, value=value, unit=unit, rounds=rounds, target=target
    )


def nothing_wrong(benchmark: str, name: str, found: Found) -> Iterator[Figure]:
    """Yield what has to be none in all rounds of ours, how late the loop was, and who measured."""
    rounds = found[OURS]
    yield Figure(
        benchmark=benchmark,
        name=f"{name}: acts incomplete, doubled, unanswered or refused, and lost sockets",
        value=sum(each[what] for each in rounds for what in WRONG),
        unit="all rounds",
        rounds=len(rounds),
        target=Target("<=", 0, "value"),
    )
    if any(each["stall"] for each in rounds):
        stall = Target("<=", MOST_STALL_MS, "value")
        yield alone(benchmark, f"{name}: loop late, p99", "stall", "ms", found, stall)
    yield busy_figure(benchmark, name, max(each["busy"] for each in rounds), len(rounds))


def _median(rounds: Sequence[dict[str, Any]], key: str) -> float:
    numbers = [each[key] for each in rounds if each[key] is not None]
    return statistics.median(numbers) if numbers else float("nan")
