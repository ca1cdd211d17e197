"""Writing: the real comment, with its rights and its record, grouped and one commit each."""

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

import foundation.writer
from foundation.database import Base, open_database
from foundation.writer import Writer
from meetings.commands import Actor, carry_out
from meetings.people.models import SignIn
from meetings.people.operations import begin_sign_in, token_hash
from tests.benchmarks.clusters import cluster, installed
from tests.benchmarks.figures import (
    Figure,
    Peer,
    Target,
    busy_figure,
    interleaved,
    median_of,
)
from tests.cast import Place, enter_cast

NAME = "writing"
TITLE = "comments written durably by one writer, 64 at once"
THREADS = 64
ACTS_EACH = 2
ROUNDS = 3
TOGETHER = foundation.writer.MOST_TOGETHER


@dataclass(frozen=True)
class Scene:
    """A writer, who comments, and on what."""

    writer: Writer
    actors: tuple[Actor, ...]
    place: Place


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
    return _figures(name, found["grouped"], found["one"])


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
        figure("acts grouped", "acts/s", lambda storm: storm.rate, Target(">=", 15)),
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
        yield Scene(writer, actors, cast.here)
    finally:
        writer.close()
        database.dispose()


def _signed_in(session: Session, person_id: int) -> Actor:
    token = begin_sign_in(session, person_id, "benchmark")
    session.flush()
    sign_in = session.query(SignIn).filter_by(token=token_hash(token)).one()
    return Actor(person_id, sign_in.id)


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
