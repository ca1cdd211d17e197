"""One storm: delegates and tablets, killed servers, and afterwards the reckoning."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.clusters import cluster, installed
from tests.benchmarks.furnishing import Commune, furnish, house_environment
from tests.chaos.delegate import Delegate
from tests.chaos.hall import Killed, redis, serving, wait_until_served
from tests.chaos.laying import second_paper
from tests.chaos.proxy import BadLine
from tests.chaos.reckoning import Reckoning, last_numbers, reckon, stored
from tests.chaos.tablets import Tablets, node
from tests.ports import free_port

DRAIN_SECONDS = 60.0
"""How long we wait for what waits; on a busy machine that says nothing of the house."""
LONGEST_DRAIN = 10.0
"""What the issue of the hall asks for, on a machine that does nothing else."""
DEVICES = 2
"""How many tablets each person has of those who run the house's own modules."""


@dataclass(frozen=True)
class Crowd:
    """How many take part: delegates written in Python, and tablets that run the real modules."""

    delegates: int
    tablets: int

    @property
    def people(self) -> int:
        """Return how many people that are."""
        return self.delegates + -(-self.tablets // DEVICES)

    def sharing(self, cookies: list[str]) -> list[str]:
        """Return the cookie of each tablet."""
        return [cookies[self.delegates + number // DEVICES] for number in range(self.tablets)]


def crowd_of(tablets: int) -> Crowd:
    """Return half of each kind; where Node is missing, delegates alone."""
    return Crowd(tablets - tablets // 2, tablets // 2) if node() else Crowd(tablets, 0)


@dataclass
class Hall:
    """What stands while a storm goes over it."""

    folder: Path
    settings: dict[str, str]
    ports: list[int]
    delegates: list[Delegate]
    tablets: Tablets
    servers: list[Killed] = field(default_factory=list)
    neighbours: list[Killed] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Return where the database is."""
        return self.settings.get("DATABASE_URL") or f"sqlite:///{self.folder}/data/phien.sqlite3"

    def begin(self) -> None:
        """Let everybody live."""
        for delegate in self.delegates:
            delegate.start()
        self.tablets.begin()

    def close(self) -> None:
        """Let the delegates go home."""
        for delegate in self.delegates:
            delegate.end()


def on_sqlite(seconds: float, tablets: int, **settings: str) -> Reckoning:
    """Kill the one process of an embedded house."""
    with TemporaryDirectory(prefix="phien-chaos-") as folder:
        return _storm(Path(folder), settings, 1, seconds, crowd_of(tablets))


def on_postgresql(seconds: float, tablets: int, processes: int = 3, **settings: str) -> Reckoning:
    """Kill processes that share PostgreSQL and Redis, and Redis."""
    programs = installed()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed")
    with TemporaryDirectory(prefix="phien-chaos-") as folder, cluster(programs) as url:
        settings = settings | {"DATABASE_URL": url}
        return _storm(Path(folder), settings, processes, seconds, crowd_of(tablets))


def over_a_bad_line(tablets: int, words: int, within: float) -> tuple[Reckoning, int]:
    """Let everybody say so much over lines that are cut all the time; returns the cuts, too."""
    return _on_a_bad_line(crowd_of(tablets), within, words=words)


def marked_over_a_bad_line(tablets: int, marks: int, within: float) -> tuple[Reckoning, int]:
    """Let everybody mark so much there, through reloads, spells and double sends as well."""
    return _on_a_bad_line(Crowd(0, tablets), within, marks=marks)


def _on_a_bad_line(crowd: Crowd, within: float, **asked: int) -> tuple[Reckoning, int]:
    with TemporaryDirectory(prefix="phien-chaos-") as name, ExitStack() as opened:
        port = free_port()
        line = opened.enter_context(closing(BadLine(port)))
        hall = _furnished(opened, Path(name), {}, [port], crowd, [line.port], **asked)
        hall.begin()
        until = time.monotonic() + within
        while not _all_said(hall) and time.monotonic() < until:
            time.sleep(0.2)
        line.become_good()
        return _reckoned(hall), line.cuts


def _storm(
    folder: Path, settings: dict[str, str], processes: int, seconds: float, crowd: Crowd
) -> Reckoning:
    with ExitStack() as opened:
        ports = [free_port() for _ in range(processes)]
        hall = _furnished(opened, folder, settings, ports, crowd, ports)
        hall.begin()
        for each in [*hall.servers, *hall.neighbours]:
            each.begin()
        time.sleep(seconds)
        for each in [*hall.servers, *hall.neighbours]:
            each.rest()
        wait_until_served(ports)
        return _reckoned(hall)


def _furnished(
    opened: ExitStack,
    folder: Path,
    settings: dict[str, str],
    ports: list[int],
    crowd: Crowd,
    dialled: list[int],
    words: int | None = None,
    marks: int | None = None,
) -> Hall:
    """Make the site, serve it on `ports`, and call everybody, who dial `dialled`."""
    commune = furnish(folder / "data", crowd.people, **settings)
    place = second_paper(folder / "data", commune.meeting, **settings)
    settings = house_environment(folder / "data") | settings | {"PAPER_WORKERS": "1"}
    neighbours = []
    if len(ports) > 1:
        neighbour, settings["REDIS_URL"] = redis(folder / "redis.log")
        neighbours.append(opened.enter_context(_running(neighbour)))
    servers = [
        opened.enter_context(_running(serving(port, settings, folder / f"{port}.log")))
        for port in ports
    ]
    wait_until_served(ports)
    tablets = Tablets(dialled, crowd.sharing(commune.cookies), place, words, marks)
    opened.enter_context(tablets)
    delegates = _delegates(commune, dialled, crowd.delegates, words)
    hall = Hall(folder, settings, ports, delegates, tablets, servers, neighbours)
    return opened.enter_context(closing(hall))


@contextmanager
def _running(killed: Killed) -> Iterator[Killed]:
    killed.start()
    try:
        yield killed
    finally:
        killed.end()


def _delegates(commune: Commune, ports: list[int], count: int, words: int | None) -> list[Delegate]:
    return [
        Delegate(n, ports, commune.cookies[n], commune.meeting, commune.remark, words=words)
        for n in range(count)
    ]


def _all_said(hall: Hall) -> bool:
    return all(delegate.done for delegate in hall.delegates) and hall.tablets.spoken


def _reckoned(hall: Hall) -> Reckoning:
    drain = _drained(hall)
    report = hall.tablets.report()
    hall.close()
    return reckon(
        stored(hall.url),  # now: what was not drained in time may have come since
        hall.delegates,
        report,
        kills=sum(server.kills for server in hall.servers),
        redis_kills=sum(each.kills for each in hall.neighbours),
        drain=drain,
    )


def _drained(hall: Hall) -> float:
    """Let everybody send what waits and hear the last of it; return how long that took."""
    began = time.monotonic()
    hall.tablets.calm()
    for delegate in hall.delegates:
        delegate.calm()
    while any(delegate.waiting for delegate in hall.delegates) or hall.tablets.waiting:
        if time.monotonic() - began > DRAIN_SECONDS:
            break
        time.sleep(0.05)
    until = max(began + DRAIN_SECONDS, time.monotonic() + LONGEST_DRAIN)
    _all_heard(hall, last_numbers(hall.url), until)
    return time.monotonic() - began


def _all_heard(hall: Hall, last: dict[str, int], until: float) -> None:
    """Wait until the last fact has reached everybody, by the line or by asking."""
    while time.monotonic() < until:
        late = [each for each in hall.delegates if each.head < last[each.stream]]
        for delegate in late:
            delegate.catch_up()
        if not late and not hall.tablets.behind(last):
            return
        time.sleep(0.2)
