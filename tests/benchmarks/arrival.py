"""Arrival: how fast a paper is drawn and read, and how soon its first page can be read."""

import io
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import meetings.commands  # noqa: F401 - brings every model
from documents.arrivals import Arrivals
from documents.derived import MADE_AT_ONCE
from documents.inspection import take_in
from documents.models import Version
from documents.operations import receive
from documents.pdf import pymupdf
from documents.vault import MIB, Vault
from documents.workers import Workers
from foundation.aside import Aside
from foundation.database import Base, open_database
from foundation.writer import Writer
from tests.benchmarks.figures import (
    Figure,
    Peer,
    Target,
    busy_figure,
    interleaved,
    median_of,
)
from tests.benchmarks.papers import LONG_TEXT, SCAN, repeated
from tests.benchmarks.processes import cpu_of

NAME = "arrival"
TITLE = "a paper from its upload until all of it can be read"
WIDTH = max(MADE_AT_ONCE)
ROUNDS = 3
WORKERS = (1, 2)
LENGTHS = {"text": (LONG_TEXT, 120), "scan": (SCAN, 24)}
PAGES_A_SECOND = {"text": 50, "scan": 12}
MORE_THAN_ONE_WORKER = 1.7
LONG = 500
LONG_SECONDS, FIRST_SECONDS = 10.0, 1.0
LARGEST = 200 * MIB
MOST_SECONDS = 120.0


@dataclass(frozen=True)
class Desk:
    """What takes papers in and reads them."""

    writer: Writer
    vault: Vault
    workers: Workers
    arrivals: Arrivals


@dataclass(frozen=True)
class Arrived:
    """One paper's way: until its first page could be read, and until all of it was."""

    pages: int
    first: float
    rest: float
    busy: float
    cpu: float = 0.0
    """Of the workers, in seconds."""

    @property
    def rate(self) -> float:
        """Return pages a second."""
        return self.pages / self.rest


def measure() -> list[Figure]:
    """Measure the text and the scan, then a very long text."""
    figures = [
        figure
        for kind, (path, pages) in LENGTHS.items()
        for figure in _figures(f"{kind}, {pages} pages", kind, repeated(path, pages), pages)
    ]
    return figures + list(_long_figures(repeated(LONG_TEXT, LONG)))


def _long_figures(paper: bytes) -> Iterator[Figure]:
    """Yield how long a paper of 500 pages takes, and its first page."""
    contestants = {"ours": lambda: _arrived(paper, LONG, 2), "raw": lambda: _rastered(paper)}
    found = interleaved(contestants, 2)
    for name, seconds, limit in (
        ("all of it read", lambda each: each.rest, LONG_SECONDS),
        ("first page readable after its last byte", lambda each: each.first, FIRST_SECONDS),
    ):
        yield Figure(
            benchmark=NAME,
            name=f"text, {LONG} pages, 2 workers: {name}",
            value=median_of(found["ours"], seconds),
            unit="s",
            rounds=2,
            peer=Peer("MuPDF grey raster, 1 process", median_of(found["raw"], seconds)),
            target=Target("<=", limit, "value"),
        )


def _figures(label: str, kind: str, paper: bytes, pages: int) -> Iterator[Figure]:
    contestants: dict[str, Callable[[], Arrived]] = {"raw": lambda: _rastered(paper)}
    for count in WORKERS:
        contestants[str(count)] = partial(_arrived, paper, pages, count)
    found = interleaved(contestants, ROUNDS)
    rate = {name: median_of(arrived, lambda each: each.rate) for name, arrived in found.items()}
    yield _rate(f"{label}, 1 worker", rate["1"], Peer("MuPDF grey raster", rate["raw"]), None)
    one = Peer("1 worker", rate["1"])
    enough = Target(">=", PAGES_A_SECOND[kind], "value")
    yield _rate(f"{label}, 2 workers", rate["2"], one, enough)
    yield _rate(f"{label}, 2 workers", rate["2"], one, Target(">=", MORE_THAN_ONE_WORKER))
    yield Figure(
        benchmark=NAME,
        name=f"{label}: CPU of the workers",
        value=median_of(found["2"], lambda each: each.cpu) / pages * 1000,
        unit="ms a page",
        rounds=ROUNDS,
        peer=Peer("1 worker", median_of(found["1"], lambda each: each.cpu) / pages * 1000),
    )
    first = median_of(found["2"], lambda each: each.first)
    yield Figure(
        benchmark=NAME,
        name=f"{label}, 2 workers: first page readable after",
        value=first,
        unit="s",
        rounds=ROUNDS,
        peer=Peer("MuPDF opens and draws it", median_of(found["raw"], lambda each: each.first)),
    )
    busy = max(each.busy for each in found["1"] + found["2"])
    yield busy_figure(NAME, f"{label}, asking process", busy, ROUNDS)


def _rate(name: str, value: float, peer: Peer, target: Target | None) -> Figure:
    return Figure(
        benchmark=NAME,
        name=name,
        value=value,
        unit="pages/s",
        rounds=ROUNDS,
        peer=peer,
        target=target,
    )


def _arrived(paper: bytes, pages: int, workers: int) -> Arrived:
    with _desk(workers) as desk:
        began, cpu = time.perf_counter(), time.process_time()
        before = sum(cpu_of(process) for process in desk.workers.processes())
        version = _received(desk, paper)
        started = time.perf_counter()
        desk.arrivals.start(version.id)
        desk.arrivals.picture(version.readable_sha256, 1, WIDTH)[0].read_bytes()
        first = time.perf_counter() - began
        desk.arrivals.wait(MOST_SECONDS)
        ended = time.perf_counter()
        busy = (time.process_time() - cpu) / (ended - began)
        used = sum(cpu_of(process) for process in desk.workers.processes()) - before
    return Arrived(pages, first, ended - started, busy, used)


def _received(desk: Desk, paper: bytes) -> Version:
    kept = take_in(desk.workers, desk.vault, io.BytesIO(paper), "paper.pdf", LARGEST)
    return desk.writer.perform(lambda session: receive(session, kept))


@contextmanager
def _desk(count: int) -> Iterator[Desk]:
    with tempfile.TemporaryDirectory(prefix="phien-bench-") as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        Base.metadata.create_all(database.writing)
        writer, vault = Writer(database), Vault(Path(folder) / "uploads")
        workers = Workers(count, vault.root)
        arrivals = Arrivals(writer.perform, Aside(database).read, workers, vault)
        try:
            _warm(workers)
            with database.session() as readers:  # a server has some: the last one out tidies up
                readers.connection()
            yield Desk(writer, vault, workers, arrivals)
        finally:
            arrivals.close()
            workers.close()
            writer.close()
            database.dispose()


def _warm(workers: Workers) -> None:
    """Start the processes and give them the moment that a server has had before any paper."""
    workers.start()
    before = -1.0
    while (used := sum(cpu_of(process) for process in workers.processes())) != before:
        before = used
        time.sleep(0.3)


def _rastered(paper: bytes) -> Arrived:
    """Draw the same pages in one process and keep nothing of them: the raw limit."""
    began = time.perf_counter()
    with pymupdf.open(stream=paper, filetype="pdf") as document:
        _raster(document[0])
        first = time.perf_counter() - began
        for page in document.pages(1):
            _raster(page)
        return Arrived(document.page_count, first, time.perf_counter() - began, 0.0)


def _raster(page: Any) -> None:
    scale = WIDTH / page.rect.width
    page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csGRAY, alpha=False)
