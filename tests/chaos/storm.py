"""One storm: delegates, killed servers, and afterwards the reckoning against the database."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from foundation.database import open_database
from foundation.record import RecordedFact
from meetings.opinions.models import Comment
from tests.benchmarks.clusters import cluster, installed
from tests.benchmarks.furnishing import Commune, furnish, house_environment
from tests.chaos.delegate import Delegate
from tests.chaos.hall import Killed, redis, serving, wait_until_served
from tests.chaos.proxy import BadLine
from tests.ports import free_port

DRAIN_SECONDS = 60.0
LONGEST_DRAIN = 10.0
"""What the issue of the hall asks for, on a machine that does nothing else."""


@dataclass(frozen=True)
class Reckoning:
    """What was left when the storm was over."""

    acts: int
    acknowledged: int
    kills: int
    redis_kills: int
    drops: int
    resends: int
    reloads: int
    lost: int
    doubled: int
    holes: int
    differing: int
    undrained: int
    changed_answers: int
    drain: float

    @property
    def faults(self) -> dict[str, int]:
        """Return what has to be nothing."""
        names = ("lost", "doubled", "holes", "differing", "undrained", "changed_answers")
        return {name: count for name in names if (count := getattr(self, name))}


def on_sqlite(seconds: float, tablets: int) -> Reckoning:
    """Kill the one process of an embedded house."""
    with TemporaryDirectory(prefix="phien-chaos-") as folder:
        return _storm(Path(folder), {}, 1, seconds, tablets)


def on_postgresql(seconds: float, tablets: int, processes: int = 3) -> Reckoning:
    """Kill processes that share PostgreSQL and Redis, and Redis."""
    programs = installed()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed")
    with TemporaryDirectory(prefix="phien-chaos-") as folder, cluster(programs) as url:
        return _storm(Path(folder), {"DATABASE_URL": url}, processes, seconds, tablets)


def _storm(
    folder: Path, settings: dict[str, str], processes: int, seconds: float, tablets: int
) -> Reckoning:
    commune = furnish(folder / "data", tablets, **settings)
    settings = house_environment(folder / "data") | settings | {"PAPER_WORKERS": "1"}
    with ExitStack() as opened:
        neighbours: list[Killed] = []
        if processes > 1:
            neighbour, settings["REDIS_URL"] = redis(folder / "redis.log")
            neighbours.append(opened.enter_context(_running(neighbour)))
        ports = [free_port() for _ in range(processes)]
        servers = [
            opened.enter_context(_running(serving(port, settings, folder / f"{port}.log")))
            for port in ports
        ]
        wait_until_served(ports)
        delegates = _delegates(commune, ports, tablets)
        for each in [*servers, *neighbours, *delegates]:
            each.begin() if isinstance(each, Killed) else each.start()
        time.sleep(seconds)
        for each in [*servers, *neighbours]:
            each.rest()
        wait_until_served(ports)
        drain = _drained(delegates)
        url = settings.get("DATABASE_URL") or f"sqlite:///{folder / 'data' / 'phien.sqlite3'}"
        rows, facts = _stored(url, commune.meeting)
        _all_heard(delegates, max(facts))
        for delegate in delegates:
            delegate.end()
        return _reckoned(delegates, servers, neighbours, rows, facts, drain)


def over_a_bad_line(tablets: int, words: int, within: float) -> tuple[Reckoning, int]:
    """Let delegates say so much over lines that are cut all the time; returns the cuts, too."""
    with TemporaryDirectory(prefix="phien-chaos-") as name, ExitStack() as opened:
        folder = Path(name)
        commune = furnish(folder / "data", tablets)
        settings = house_environment(folder / "data") | {"PAPER_WORKERS": "1"}
        port = free_port()
        opened.enter_context(_running(serving(port, settings, folder / "log")))
        wait_until_served([port])
        line = opened.enter_context(closing(BadLine(port)))
        delegates = [
            Delegate(
                n, [line.port], commune.cookies[n], commune.meeting, commune.remark, words=words
            )
            for n in range(tablets)
        ]
        for delegate in delegates:
            delegate.start()
        until = time.monotonic() + within
        while not all(delegate.done for delegate in delegates) and time.monotonic() < until:
            time.sleep(0.2)
        line.become_good()
        drain = _drained(delegates)
        rows, facts = _stored(f"sqlite:///{folder / 'data' / 'phien.sqlite3'}", commune.meeting)
        _all_heard(delegates, max(facts))
        for delegate in delegates:
            delegate.end()
        return _reckoned(delegates, [], [], rows, facts, drain), line.cuts


@contextmanager
def _running(killed: Killed) -> Iterator[Killed]:
    killed.start()
    try:
        yield killed
    finally:
        killed.end()


def _delegates(commune: Commune, ports: list[int], tablets: int) -> list[Delegate]:
    return [
        Delegate(number, ports, commune.cookies[number], commune.meeting, commune.remark)
        for number in range(tablets)
    ]


def _drained(delegates: list[Delegate]) -> float:
    """Let everybody send what waits; return how long that took."""
    began = time.monotonic()
    for delegate in delegates:
        delegate.calm()
    while any(delegate.waiting for delegate in delegates):
        if time.monotonic() - began > DRAIN_SECONDS:
            break
        time.sleep(0.05)
    return time.monotonic() - began


def _all_heard(delegates: list[Delegate], last: int) -> None:
    """Wait until the last fact has reached everybody, by the line or by asking."""
    until = time.monotonic() + LONGEST_DRAIN
    while any(delegate.head < last for delegate in delegates) and time.monotonic() < until:
        time.sleep(0.2)
        for delegate in delegates:
            if delegate.head < last:
                delegate.catch_up()


def _stored(url: str, meeting: int) -> tuple[list[tuple[str, int]], dict[int, str]]:
    """Return the comments with their operation ids, and the facts of the meeting by number."""
    database = open_database(url)
    try:
        with database.session() as session:
            rows = session.execute(
                select(Comment.operation_id, Comment.id).where(Comment.operation_id.like("chaos-%"))
            ).all()
            facts = session.execute(
                select(RecordedFact.number, RecordedFact.name, RecordedFact.body).where(
                    RecordedFact.stream == f"meeting:{meeting}"
                )
            ).all()
    finally:
        database.dispose()
    told = {
        number: body.get("comment", {}).get("operation_id") or name for number, name, body in facts
    }
    return [(operation_id, comment) for operation_id, comment in rows], told


def _reckoned(
    delegates: list[Delegate],
    servers: list[Killed],
    neighbours: list[Killed],
    rows: list[tuple[str, int]],
    facts: dict[int, str],
    drain: float,
) -> Reckoning:
    stored = dict(rows)
    lives = [delegate.life for delegate in delegates]
    acknowledged = {op: comment for life in lives for op, comment in life.acknowledged.items()}
    told = Counter(op for op in facts.values() if op.startswith("chaos-"))
    rows_of = Counter(op for op, _ in rows)
    return Reckoning(
        acts=len(stored),
        acknowledged=len(acknowledged),
        kills=sum(server.kills for server in servers),
        redis_kills=sum(each.kills for each in neighbours),
        drops=sum(life.drops for life in lives),
        resends=sum(life.resends for life in lives),
        reloads=sum(life.reloads for life in lives),
        lost=sum(stored.get(op) != comment for op, comment in acknowledged.items()),
        doubled=sum(count > 1 for counted in (rows_of, told) for count in counted.values()),
        holes=max(facts) - min(facts) + 1 - len(facts) + len(stored.keys() - told.keys()),
        differing=sum(_differs(delegate, facts) for delegate in delegates),
        undrained=sum(len(delegate.waiting) for delegate in delegates),
        changed_answers=sum(len(life.changed_answers) for life in lives),
        drain=drain,
    )


def _differs(delegate: Delegate, facts: dict[int, str]) -> bool:
    """Say whether a tablet shows anything else than the database has."""
    wanted = {n: op for n, op in facts.items() if n > delegate.life.began_after}
    return delegate.life.heard != wanted
