"""Writing: the real comment, with its rights and its record, grouped and one commit each.

Also what one act costs the thread that writes: comments and marks of a hall of people.
"""

import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

import foundation.writer
from foundation.database import Base, open_database
from foundation.writer import Operation, Pending, Writer
from meetings.commands import Actor, carry_out
from meetings.people.models import Participant, Role, SignIn
from meetings.people.operations import NewPerson, add_person, begin_sign_in, token_hash
from tests.benchmarks.clusters import cluster, installed
from tests.benchmarks.figures import (
    Figure,
    Peer,
    Target,
    busy_figure,
    interleaved,
    median_of,
)
from tests.cast import HASH, PASSWORD, Cast, Place, enter_cast

NAME = "writing"
TITLE = "comments written durably by one writer, 64 at once"
THREADS = 64
ACTS_EACH = 2
ROUNDS = 3
TOGETHER = foundation.writer.MOST_TOGETHER
HALL = 200
"""So many people act, each once in a burst."""
ALONE = 50
BURSTS = 7
EMBEDDED_MS, SERVER_MS = 0.6, 1.0
"""What one act may take of the thread that writes."""


Asked = Callable[[Place, int, int], dict[str, Any]]


@dataclass(frozen=True)
class Scene:
    """A writer, who comments, and on what."""

    writer: Writer
    actors: tuple[Actor, ...]
    place: Place
    hall: tuple[Actor, ...]


@dataclass(frozen=True)
class Collected:
    """Takes acts as a writer does, and keeps them until they are written."""

    operations: list[Operation[Any]] = field(default_factory=list)

    def perform(self, operation: Operation[Any]) -> Any:
        """Keep an act."""
        self.operations.append(operation)


@dataclass(frozen=True)
class Storm:
    """What one storm of comments took."""

    acts: int
    commits: int
    seconds: float
    cpu: float
    busy: float

    @property
    def rate(self) -> float:
        """Return acts a second."""
        return self.acts / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Return milliseconds of this process for each act."""
        return self.cpu * 1000 / self.acts


def measure() -> list[Figure]:
    """Measure the embedded database, and PostgreSQL where it is installed."""
    with tempfile.TemporaryDirectory(prefix="phien-bench-") as folder:
        figures = _on(f"sqlite:///{Path(folder) / 'bench.sqlite3'}", "SQLite FULL")
    if programs := installed():
        with cluster(programs) as url:
            figures += _on(url, "PostgreSQL")
    return figures


def _on(url: str, name: str) -> list[Figure]:
    with _scene(url) as scene:
        _storm(scene, TOGETHER)
        found = interleaved(
            {
                "grouped": lambda: _storm(scene, TOGETHER),
                "one": lambda: _storm(scene, 1),
            },
            ROUNDS,
        )
        thread = _thread_figures(scene, name)
    return _figures(name, found["grouped"], found["one"]) + thread


def _figures(name: str, grouped: list[Storm], one: list[Storm]) -> list[Figure]:
    busy = max(storm.busy for storm in grouped + one)

    def figure(
        what: str,
        unit: str,
        number: Callable[[Storm], float],
        target: Target | None = None,
    ) -> Figure:
        return Figure(
            benchmark=NAME,
            name=f"{name}: {what}",
            value=median_of(grouped, number),
            unit=unit,
            rounds=ROUNDS,
            peer=Peer("one commit each", median_of(one, number)),
            target=target,
            busy=busy,
        )

    return [
        figure("acts grouped", "acts/s", lambda storm: storm.rate),
        figure("acts a commit", "acts", lambda storm: storm.acts / storm.commits),
        figure("CPU here an act", "ms", lambda storm: storm.cpu_ms),
        busy_figure(NAME, name, busy, ROUNDS),
    ]


@contextmanager
def _scene(url: str) -> Iterator[Scene]:
    database = open_database(url)
    Base.metadata.create_all(database.writing)
    writer = Writer(database)
    cast = writer.perform(enter_cast)
    actors = tuple(
        writer.perform(partial(_signed_in, person_id=person))
        for person in (cast.amina, cast.bruno, cast.chair, cast.secretary)
    )
    try:
        yield Scene(writer, actors, cast.here, writer.perform(partial(_seated, cast=cast)))
    finally:
        writer.close()
        database.dispose()


def _signed_in(session: Session, person_id: int) -> Actor:
    token = begin_sign_in(session, person_id, "benchmark")
    session.flush()
    sign_in = session.query(SignIn).filter_by(token=token_hash(token)).one()
    return Actor(person_id, sign_in.id)


def _seated(session: Session, cast: Cast) -> tuple[Actor, ...]:
    """Seat a hall of delegates and sign them in."""
    return tuple(_delegate(session, cast, number) for number in range(HALL))


def _delegate(session: Session, cast: Cast, number: int) -> Actor:
    new = NewPerson(
        name=f"Đại biểu {number}",
        login=f"dai.bieu.{number}",
        password=PASSWORD,
        unit_id=cast.units[number % 2],
        post="Đại biểu",
        birth_year=None,
        administers=False,
        prepares_meetings=False,
    )
    person = add_person(session, new, HASH).id
    session.add(Participant(meeting_id=cast.here.meeting, person_id=person, role=Role.DELEGATE))
    return _signed_in(session, person)


def _thread_figures(scene: Scene, name: str) -> list[Figure]:
    """Measure the thread that writes, for each kind of act, in a burst and one by one."""
    limit = EMBEDDED_MS if scene.writer.database.embedded else SERVER_MS
    figures = []
    for kind, asked in (("comment.create", _remark), ("annotation.create", _mark)):
        for what, acts, together in (("burst", HALL, HALL), ("one a commit", ALONE, 1)):
            cost = partial(_thread_ms, scene, kind, asked, acts, together)
            cost(0)
            figures.append(
                Figure(
                    benchmark=NAME,
                    name=f"{name}: writer's CPU an act, {kind}, {what}",
                    value=statistics.median(cost(turn) for turn in range(1, BURSTS + 1)),
                    unit="ms",
                    rounds=BURSTS,
                    target=Target("<=", limit, of="value"),
                )
            )
    return figures


def _thread_ms(scene: Scene, kind: str, asked: Asked, acts: int, together: int, turn: int) -> float:
    """Write acts of different people here and now; return what one took of this thread."""
    collected = Collected()
    for number in range(acts):
        actor = scene.hall[number % HALL]
        carry_out(collected, actor, kind, asked(scene.place, number, turn))  # type: ignore[arg-type]
    waiting = [Pending(operation) for operation in collected.operations]
    began = time.thread_time()
    for first in range(0, acts, together):
        scene.writer._write(waiting[first : first + together])
    spent = time.thread_time() - began
    for pending in waiting:
        if pending.refusal is not None:
            raise pending.refusal
    return spent * 1000 / acts


def _storm(scene: Scene, together: int) -> Storm:
    """Let everybody comment at once, so many acts a commit at the most."""
    gate, busy = threading.Barrier(THREADS + 1), [0.0] * THREADS
    crowd = [
        threading.Thread(target=_comment, args=(scene, number, gate, busy))
        for number in range(THREADS)
    ]
    foundation.writer.MOST_TOGETHER = together
    try:
        for thread in crowd:
            thread.start()
        commits, cpu, began = scene.writer.batches, time.process_time(), time.perf_counter()
        gate.wait()
        for thread in crowd:
            thread.join()
        seconds = time.perf_counter() - began
    finally:
        foundation.writer.MOST_TOGETHER = TOGETHER
    return Storm(
        acts=THREADS * ACTS_EACH,
        commits=scene.writer.batches - commits,
        seconds=seconds,
        cpu=time.process_time() - cpu,
        busy=sum(busy) / seconds,
    )


def _comment(scene: Scene, number: int, gate: threading.Barrier, busy: list[float]) -> None:
    actor = scene.actors[number % len(scene.actors)]
    gate.wait()
    began = time.thread_time()
    for turn in range(ACTS_EACH):
        carry_out(scene.writer, actor, "comment.create", _remark(scene.place, number, turn))
    busy[number] = time.thread_time() - began


def _remark(place: Place, number: int, turn: int) -> dict[str, Any]:
    return {
        "paper": place.paper,
        "paragraph": place.paragraphs[turn % len(place.paragraphs)],
        "text": f"Đề nghị làm rõ mức chi cho thôn số {number}, lần {turn}.",
        "visibility": "meeting",
        "operation_id": f"{time.monotonic_ns()}-{number}-{turn}",
    }


def _mark(place: Place, number: int, turn: int) -> dict[str, Any]:
    quote = {"type": "TextQuoteSelector", "exact": "ngân sách", "prefix": "từ ", "suffix": " xã"}
    return {
        "paper": place.paper,
        "version": place.version,
        "motivation": "highlighting",
        "visibility": "self",
        "color": "yellow",
        "note": "",
        "operation_id": f"{time.monotonic_ns()}-{number}-{turn}",
        "target": {
            "page": 1,
            "paragraph": place.paragraphs[number % len(place.paragraphs)],
            "boxes": [[1, 1000, 1000, 9000, 1400]],
            "selectors": [quote, {"type": "TextPositionSelector", "start": 10, "end": 19}],
        },
    }
