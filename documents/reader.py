"""One paper read from its first page to its last, then cut into paragraphs.

A page that cannot be read is marked and does not stop the paper.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy.orm import Session

from documents.derived import Derived, whole
from documents.jobs import Jobs
from documents.models import VersionState
from documents.operations import Finding, Work, add_paragraphs, note_progress
from documents.progress import OnProgress, Progress
from documents.shelf import Shelf
from documents.vault import Vault
from foundation.errors import Invalid, Refusal, Unavailable

Perform = Callable[[Callable[[Session], Any]], Any]

BETWEEN_NOTES = 0.25
"""Seconds between two notes of progress."""
ROWS_TOGETHER = 100
ASSEMBLIES = 3


class Stopped(Exception):
    """The house is closing; what is missing is made at the next start."""


class Reader:
    """Has papers read by the workers and writes down what they find."""

    def __init__(
        self, perform: Perform, jobs: Jobs, vault: Vault, shelf: Shelf, lanes: int
    ) -> None:
        self.stopping = False
        self.perform = perform
        self.jobs = jobs
        self.lanes = lanes
        self._vault = vault
        self._shelf = shelf

    def read(self, work: Work, on_progress: OnProgress) -> None:
        """Read one version; refuses a paper of which no page can be read."""
        path = self._vault.path_of(work.readable_sha256)
        derived = self._shelf.derived(work.readable_sha256)
        if not path.exists():
            raise Invalid("paper.missing")
        pages = Pages(self, work, path, derived, on_progress)
        pages.read(range(1, work.page_count + 1))
        if len(pages.failed) == work.page_count:
            raise Invalid("paper.unreadable")
        self._assemble(work, path, derived, pages)
        self._store(work.version_id, derived.paragraphs())

    def _assemble(self, work: Work, path: Path, derived: Derived, pages: "Pages") -> None:
        for _ in range(ASSEMBLIES):
            if whole(derived.paragraphs()):
                return
            missing = self.jobs.assemble(path, derived, work.page_count, sorted(pages.failed))
            pages.read(missing)  # somebody emptied the folder meanwhile
        if not whole(derived.paragraphs()):
            raise Invalid("paper.unreadable")

    def _store(self, version_id: int, path: Path) -> None:
        """Store the paragraphs, a few at a time: the file may be long and others wait."""
        with path.open("rb") as lines:
            next(lines)
            for first, found in _batches(lines):
                if self.stopping:
                    raise Stopped
                self.perform(_storing(version_id, first, found))


class Pages:
    """The pages of one paper, read in a few lanes at once."""

    def __init__(
        self, reader: Reader, work: Work, path: Path, derived: Derived, on_progress: OnProgress
    ) -> None:
        self.failed: set[int] = set()
        self._reader = reader
        self._work = work
        self._path = path
        self._derived = derived
        self._on_progress = on_progress
        self._done: set[int] = set()
        self._findings: list[Finding] = []
        self._noted = time.monotonic()
        self._lock = threading.Lock()
        self._noting = threading.Lock()
        self._fault: BaseException | None = None

    def read(self, numbers: Iterable[int]) -> None:
        """Read these pages in order."""
        left = iter(numbers)
        lanes = [
            threading.Thread(target=self._lane, args=(left,), daemon=True)
            for _ in range(self._reader.lanes)
        ]
        for lane in lanes:
            lane.start()
        for lane in lanes:
            lane.join()
        if self._fault is not None:
            raise self._fault
        self._note()
        if self._reader.stopping:
            raise Stopped

    def _lane(self, left: Iterator[int]) -> None:
        try:
            while not self._reader.stopping and self._fault is None:
                with self._lock:
                    number = next(left, None)
                if number is None:
                    return
                self._keep(self._read_page(number))
                self._note_now_and_then()
        except BaseException as fault:
            self._fault = fault

    def _read_page(self, number: int) -> Finding | None:
        try:
            scanned = self._reader.jobs.page(self._path, self._derived, number)
        except Unavailable:  # nothing is wrong with the page
            raise
        except Refusal as refusal:
            if self._reader.stopping:  # the workers may have been closed before us
                return None
            return Finding(number, problem=refusal.code)
        return Finding(number, scanned=scanned)

    def _keep(self, finding: Finding | None) -> None:
        if finding is None:
            return
        with self._lock:
            self._findings.append(finding)
            self._done.add(finding.page)
            if finding.problem:
                self.failed.add(finding.page)

    def _note_now_and_then(self) -> None:
        due = time.monotonic() - self._noted >= BETWEEN_NOTES
        if due and self._noting.acquire(blocking=False):
            try:
                self._note()
            finally:
                self._noting.release()

    def _note(self) -> None:
        self._noted = time.monotonic()
        with self._lock:
            findings, self._findings = self._findings, []
            done = len(self._done)
        if findings:
            version_id = self._work.version_id
            self._reader.perform(lambda session: note_progress(session, version_id, done, findings))
            self._on_progress(
                Progress(version_id, VersionState.PROCESSING, done, self._work.page_count)
            )


def _batches(lines: Iterable[bytes]) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    rest, first = iter(lines), 0
    while found := [orjson.loads(line) for line in islice(rest, ROWS_TOGETHER)]:
        yield first, found
        first += len(found)


def _storing(version_id: int, first: int, found: list[dict[str, Any]]) -> Callable[[Session], None]:
    return lambda session: add_paragraphs(session, version_id, first, found)
