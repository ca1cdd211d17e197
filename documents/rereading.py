"""Versions read anew: after something was mended, a scan was recognised, an extractor grew better.

A version waits to be read anew as long as its `extractor` is not the one that reads now: None asks
for it, ANEW says that it is under way. So nothing that was asked for is lost by a stop. A worker
assembles the paragraphs with the mends of the version and writes down the steps from what is
stored; they are taken a few at a time, and after each the version is whole and in its order.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy.orm import Session

from documents.derived import Derived, whole, write_whole
from documents.jobs import ASSEMBLY_SECONDS, ASSEMBLY_SECONDS_A_PAGE
from documents.models import VersionState
from documents.progress import Progress
from documents.queries import stored_paragraphs, version_of
from documents.readings import Rework, Step, begin, finish, gone_paragraphs, pages_read, take
from documents.workshop import Workshop
from foundation.background import Stopped
from foundation.errors import Invalid, Refusal

ATTEMPTS = 3
ROWS_TOGETHER = 200
"""In one transaction, or a run of ten times as many that only move."""
MOVING = 10

log = logging.getLogger(__name__)


class Rereading:
    """Reads versions anew in the background: asked for many times meanwhile, once more."""

    def __init__(self, workshop: Workshop) -> None:
        self.stopping = False
        self._perform = workshop.perform
        self._read = workshop.read
        self._jobs = workshop.jobs
        self._workshop = workshop
        self.restore_scans: Callable[[int], bool] = lambda version_id: False
        """Has scans read again of which nothing is kept; says whether there are any."""
        self._wanted: set[int] = set()
        self._later: set[int] = set()
        self._under_way: dict[int, threading.Thread] = {}
        self._idle: threading.Thread | None = None
        self._lock = threading.Lock()

    def ask(self, version_id: int) -> None:
        """Read a version anew now; one that is under way is read once more after that."""
        with self._lock:
            if self.stopping:
                return
            self._wanted.add(version_id)
            if version_id in self._under_way:
                return
            thread = self._thread(self._run, version_id)
            self._under_way[version_id] = thread
            thread.start()

    def ask_in_turn(self, version_ids: Sequence[int]) -> None:
        """Read versions anew one after the other, while nobody waits for anything else."""
        if version_ids and not self.stopping:
            self._idle = self._thread(self._run_in_turn, version_ids)
            self._idle.start()

    def came_ready(self, version_id: int) -> None:
        """Go on with a version that was asked for before it had been read at all."""
        with self._lock:
            wanted = version_id in self._later
            self._later.discard(version_id)
        if wanted:
            self.ask(version_id)

    def wait(self, seconds: float | None = None) -> None:
        """Wait until nothing is read anew."""
        with self._lock:
            threads = [*self._under_way.values(), *([self._idle] if self._idle else [])]
        for thread in threads:
            thread.join(seconds)

    def _thread(self, run: Callable[[Any], None], about: Any) -> threading.Thread:
        return threading.Thread(target=run, args=(about,), name="reading-anew", daemon=True)

    def _run(self, version_id: int) -> None:
        while self._next(version_id):
            self._read_anew(version_id, idle=False)

    def _run_in_turn(self, version_ids: Iterable[int]) -> None:
        for version_id in version_ids:
            with self._lock:
                if self.stopping:
                    return
                if version_id in self._under_way:
                    continue
                self._under_way[version_id] = threading.current_thread()
            self._read_anew(version_id, idle=True)
            self._run(version_id)

    def _next(self, version_id: int) -> bool:
        with self._lock:
            wanted = version_id in self._wanted and not self.stopping
            self._wanted.discard(version_id)
            if not wanted:  # under the same lock, so that nobody asks in between and is not heard
                self._under_way.pop(version_id, None)
        return wanted

    def _read_anew(self, version_id: int, *, idle: bool) -> None:
        try:
            if self._ready(version_id):
                self._through(version_id, idle=idle)
        except Stopped:
            log.info("version %d is read anew after the next start", version_id)
        except Refusal as refusal:
            if not self.stopping:  # the workers may have been closed before us
                log.warning("version %d was not read anew: %s", version_id, refusal.code)
        except Exception:
            log.exception("version %d was not read anew", version_id)

    def _ready(self, version_id: int) -> bool:
        """Say whether it has been read at all; if not, it is read anew after that."""
        if self._state(version_id) is not VersionState.READY:
            with self._lock:
                self._later.add(version_id)
            if self._state(version_id) is VersionState.READY:  # just now
                self.came_ready(version_id)
            return False
        return True

    def _state(self, version_id: int) -> VersionState:
        return self._read(lambda session: version_of(session, version_id).state)

    def _through(self, version_id: int, *, idle: bool) -> None:
        sha256, pages = self._read(
            lambda session: (
                version_of(session, version_id).readable_sha256,
                pages_read(session, version_id),
            )
        )
        path, derived = self._workshop.vault.path_of(sha256), self._workshop.shelf.derived(sha256)
        if not path.exists():
            raise Invalid("paper.missing")
        if self.restore_scans(version_id):
            return  # it is asked for again once they have been read
        failed = self._lay_out(path, derived, pages, idle=idle)
        rework = self._perform(lambda session: begin(session, version_id, failed))
        place = self._steps(path, derived, rework, idle=idle)
        found = self._take(version_id, place)
        reading = self._perform(lambda session: finish(session, version_id, found))
        self._forget(derived, rework.edition)
        count = rework.page_count
        self._workshop.tell(Progress(version_id, VersionState.READY, count, count, reading))

    def _lay_out(
        self, path: Path, derived: Derived, pages: Iterable[int], *, idle: bool
    ) -> list[int]:
        """Make the layouts that are missing; returns the pages that could not be read."""
        failed = []
        for number in pages:
            if self.stopping:
                raise Stopped
            if whole(derived.layout(number)):
                continue
            try:
                self._jobs.layout(path, derived, number, idle=idle)
            except Invalid:
                failed.append(number)
        return failed

    def _steps(self, path: Path, derived: Derived, rework: Rework, *, idle: bool) -> Path:
        """Have a worker write down the steps to the new reading."""
        asked = derived.rereading(rework.edition, "asked")
        place = derived.rereading(rework.edition, "steps")
        seconds = ASSEMBLY_SECONDS + ASSEMBLY_SECONDS_A_PAGE * rework.page_count
        without = list(rework.without)
        for _ in range(ATTEMPTS):
            write_whole(asked, b"\n".join([*self._stored(rework), b""]))
            missing = self._jobs.reread(
                path, derived, without, asked, place, seconds=seconds, idle=idle
            )
            without += self._lay_out(path, derived, missing, idle=idle)
            if not missing and whole(place):
                return place
        raise Invalid("paper.unreadable")  # somebody empties the folder again and again

    def _stored(self, rework: Rework) -> Iterator[bytes]:
        """Yield the mends, the paragraphs that stand and those that went, as lines."""
        yield orjson.dumps({"mends": rework.mends})
        for rows_behind in (stored_paragraphs, gone_paragraphs):
            after = -1
            while True:
                rows = self._read(
                    partial(
                        rows_behind, version_id=rework.version_id, after=after, most=ROWS_TOGETHER
                    )
                )
                yield from map(orjson.dumps, rows)
                if len(rows) < ROWS_TOGETHER:
                    break
                after = rows[-1]["id" if rows[-1]["ordinal"] is None else "ordinal"]
                time.sleep(0)  # a long paper has many, and others wait for the loop

    def _take(self, version_id: int, place: Path) -> dict[int, bool]:
        """Take the steps; returns of each mend whether it found its place."""
        with place.open("rb") as lines:
            told = orjson.loads(next(lines))
            for steps in _together(map(orjson.loads, lines)):
                if self.stopping:
                    raise Stopped
                self._perform(_taking(version_id, steps))
        return dict(told["found"])

    def _forget(self, derived: Derived, edition: str) -> None:
        for part in ("asked", "steps"):
            derived.rereading(edition, part).unlink(missing_ok=True)


def _together(steps: Iterable[Step]) -> Iterator[list[Step]]:
    """Yield steps that one transaction takes."""
    group: list[Step] = []
    weight = 0
    for step in steps:
        if group and weight + _weight(step) > ROWS_TOGETHER:
            yield group
            group, weight = [], 0
        group.append(step)
        weight += _weight(step)
    if group:
        yield group


def _weight(step: Step) -> int:
    if run := step.get("run"):
        return int(1 + (run[1] - run[0]) // MOVING)
    return sum(map(len, step.values()))


def _taking(version_id: int, steps: Sequence[Step]) -> Callable[[Session], None]:
    def take_all(session: Session) -> None:
        for step in steps:
            take(session, version_id, step)

    return take_all
