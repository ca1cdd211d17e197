"""The replay: a trace is written once, and the site opened as it would be after cuts all along."""

import hashlib
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from documents.models import Version
from documents.vault import Vault
from foundation import database as databases
from foundation.acts import Act
from foundation.database import Database, open_database
from foundation.record import RecordedFact, Stream
from tests.benchmarks.processes import ROOT, environment, last_line
from tests.chaos.power_cut.calls import Call, calls, traced
from tests.chaos.power_cut.machine import Machine

WRITING = "tests.chaos.power_cut.writing"
LONGEST = 300
FLUSHES = ("fsync", "fdatasync")
JOURNALS = ("WAL", "DELETE")
OF_THE_CAST = "a" * 64
"""The paper that the cast reads has no file."""


@dataclass
class Replayed:
    """What was found after all the cuts."""

    points: int = 0
    acknowledged: int = 0
    papers: int = 0
    calls: int = 0
    flushes: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass
class Promised:
    """What was acknowledged up to a moment."""

    acts: set[str] = field(default_factory=set)
    papers: set[str] = field(default_factory=set)

    def hear(self, call: Call) -> None:
        """Take in what the program says on its standard output."""
        if call.arguments[0] == "1":
            what, _, name = call.data(1).decode().strip().partition(" ")
            {"act": self.acts, "paper": self.papers}[what].add(name)


def replay(journal: str, points: int, acts: int, *, forgetful: bool = False) -> Replayed:
    """Cut the power at so many points: at each, all that is not sure is lost, or some of it.

    `forgetful`: as if the house flushed nothing, which has to be found out.
    """
    with TemporaryDirectory(prefix="phien-power-") as name:
        folder = Path(name).resolve()
        trace = _trace(folder, journal, acts)
        if forgetful:
            trace = [call for call in trace if call.name not in FLUSHES]
        return _replayed(folder, trace, points, journal)


def _trace(folder: Path, journal: str, acts: int) -> list[Call]:
    (folder / "machine").mkdir()
    program = [sys.executable, "-m", WRITING, str(folder / "machine" / "data"), journal, str(acts)]
    done = subprocess.run(
        traced(program, folder / "trace"),
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        timeout=LONGEST,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"nothing was written: {last_line(done.stderr.decode())}")
    shutil.rmtree(folder / "machine")
    with (folder / "trace").open() as lines:
        return list(calls(lines))


def _replayed(folder: Path, trace: list[Call], points: int, journal: str) -> Replayed:
    promised, found = Promised(), Replayed(calls=len(trace))
    machine = Machine(folder / "machine", promised.hear)
    cuts = _points(trace, points)
    for number, call in enumerate(trace):
        machine.do(call)
        found.flushes += call.name in FLUSHES
        if number in cuts:
            found.points += 1
            _cut(folder / "machine", machine, promised, number, journal, found)
    found.acknowledged, found.papers = len(promised.acts), len(promised.papers)
    return found


def _points(trace: list[Call], points: int) -> set[int]:
    """Return where to cut: after every few calls from the first acknowledgement on."""
    said = [n for n, call in enumerate(trace) if call.name == "write" and call.arguments[0] == "1"]
    chance = random.Random(points)
    after = chance.sample(said, min(len(said), points // 3))
    anywhere = chance.sample(range(said[0], len(trace)), min(len(trace) - said[0], points))
    return set([*after, *(each for each in anywhere if each not in after)][:points])


def _cut(
    place: Path, machine: Machine, promised: Promised, number: int, journal: str, found: Replayed
) -> None:
    chance = random.Random(number)
    for some in (None, chance):
        journalled = None if some is None else chance.randrange(number * 2 + 2)
        machine.disk.write(place, some, journalled)
        kept = "nothing" if some is None else "some"
        found.wrong += [
            f"{journal} {number}, {kept} kept: {each}"
            for each in _wrong(place / "data", promised, journal)
        ]
        shutil.rmtree(place)


def _wrong(data: Path, promised: Promised, journal: str) -> Iterator[str]:
    """Open the site with the house's own code, and yield what is not as it should be."""
    if not (data / "phien.sqlite3").exists():
        yield "there is no database"
        return
    with _older_library(journal == "DELETE"):
        try:
            with _opened(data) as database:
                yield from _wrong_in(database, data, promised)
        except DatabaseError as fault:
            yield f"the database does not open: {fault}"


@contextmanager
def _opened(data: Path) -> Iterator[Database]:
    database = open_database(f"sqlite:///{data / 'phien.sqlite3'}")
    try:
        yield database
    finally:
        database.dispose()


def _wrong_in(database: Database, data: Path, promised: Promised) -> Iterator[str]:
    with database.session() as session:
        if (said := session.scalar(text("PRAGMA integrity_check"))) != "ok":
            yield f"integrity: {said}"
        missing = promised.acts - set(session.scalars(select(Act.operation_id)))
        yield from (f"{each} was acknowledged and is not there" for each in sorted(missing))
        yield from _holes(session)
        kept = set(session.scalars(select(Version.readable_sha256))) - {OF_THE_CAST}
    yield from (
        f"paper {each[:8]} was acknowledged and is not there" for each in promised.papers - kept
    )
    vault = Vault(data / "uploads")
    for name in kept:
        path = vault.path_of(name)
        if not path.exists():
            yield f"paper {name[:8]} has a row and no file"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != name:
            yield f"paper {name[:8]} is not whole"


def _holes(session: Session) -> Iterator[str]:
    counted = select(RecordedFact.stream, func.count(), func.max(RecordedFact.number)).group_by(
        RecordedFact.stream
    )
    facts = {stream: (count, last) for stream, count, last in session.execute(counted)}
    for stream in session.scalars(select(Stream)):
        if facts.get(stream.name, (0, 0)) != (stream.head, stream.head):
            yield f"{stream.name} stands at {stream.head}, its facts are {facts.get(stream.name)}"


@contextmanager
def _older_library(older: bool) -> Iterator[None]:
    """Open databases with Python's own SQLite, as the program did that wrote them."""
    if not older:
        yield
        return
    own, level = databases.sqlite_module, databases.log.level
    databases.sqlite_module = lambda: sqlite3
    databases.log.setLevel("ERROR")  # it says each time that this library is old
    try:
        yield
    finally:
        databases.sqlite_module = own
        databases.log.setLevel(level)
