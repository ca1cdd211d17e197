"""Heartbeat: how late the loop of the sockets' process is, by what is asked of it meanwhile."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.beating import WRITTEN_SECONDS, heard
from tests.benchmarks.figures import Figure, Peer, Target, percentile
from tests.benchmarks.loads import LOADS
from tests.benchmarks.processes import generated
from tests.benchmarks.servers import beating

NAME = "heartbeat"
TITLE = "how much later than in quiet a beat of the sockets' process comes, by what is asked"
AT_ONCE = 50
MOST_LATER = {"p99": 5.0, "worst": 10.0}
"""In milliseconds."""


def measure() -> list[Figure]:
    """Lay every load on one server, each beside the quiet just before it."""
    with beating(AT_ONCE) as (commune, server, beats):
        job = {
            "port": server.port,
            "cookies": commune.cookies[:AT_ONCE],
            "meeting": commune.meeting,
            "path": commune.picture_path,
        }
        return [
            figure
            for load in LOADS
            for figure in _figures(load, _late(job, "nobody", beats), _late(job, load, beats))
        ]


def _late(job: dict[str, Any], load: str, beats: Path) -> list[float]:
    when = generated("loads", job | {"load": load})
    time.sleep(WRITTEN_SECONDS * 2)
    return [late * 1000 for late in heard(beats, when["began"], when["ended"])]


def _figures(load: str, quiet: Sequence[float], loaded: Sequence[float]) -> Iterator[Figure]:
    for share, most in MOST_LATER.items():
        before, meanwhile = _at(quiet, share), _at(loaded, share)
        yield Figure(
            benchmark=NAME,
            name=f"{load}: {share} later by",
            value=meanwhile - before,
            unit="ms",
            rounds=1,
            peer=Peer("in quiet, late by", before),
            target=Target("<=", most, "value"),
        )


def _at(late: Sequence[float], share: str) -> float:
    return max(late) if share == "worst" else percentile(late, 0.99)
