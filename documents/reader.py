"""One paper read from its first page to its last, then cut into paragraphs.

The first pages are made whole. Of the others the text is read first, so that one worker cuts the
paper into paragraphs while the others draw. A page that cannot be read or drawn is marked and
does not stop the paper.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy.orm import Session

from documents.derived import Derived, whole
from documents.models import VersionState
from documents.operations import Finding, Work, add_paragraphs, note_progress
from documents.progress import Progress
from documents.workshop import Workshop
from foundation.background import Stopped
from foundation.errors import Invalid, Refusal, Unavailable

BETWEEN_NOTES = 0.25
"""Seconds between two notes of progress."""
ROWS_TOGETHER = 200
FIRST_PAGES = 6
"""They are drawn at once: most papers are no longer, and of the others people see them first."""
ASSEMBLIES = 3


Make = Callable[[int], "Finding | None"]
"""What is made of a page; a finding is what was found out about it."""


class Reader:
    """Has papers read by the workers and writes down what they find."""

    def __init__(self, workshop: Workshop, lanes: int) -> None:
        self.stopping = False
        self.perform = workshop.perform
        self.jobs = workshop.jobs
        self.tell = workshop.tell
        self.lanes = lanes
        self._vault = workshop.vault
        self._shelf = workshop.shelf

    def read(self, work: Work) -> None:
        """Read one version; refuses a paper of which no page can be read."""
        path = self._vault.path_of(work.readable_sha256)
        derived = self._shelf.derived(work.readable_sha256)
        if not path.exists():
            raise Invalid("paper.missing")
        pages = Pages(self, work, path, derived)
        first = range(1, min(FIRST_PAGES, work.page_count) + 1)
        rest = range(first.stop, work.page_count + 1)
        pages.make(first, pages.whole)
        pages.make(rest, pages.text)
        pages.check()
        drawing = pages.begin([page for page in rest if page not in pages.failed], pages.draw)
        try:
            self._assemble(work, path, derived, pages)
            self._store(work.version_id, derived.paragraphs())
        finally:
            drawing.join()
        pages.end()
        pages.check()

    def _assemble(self, work: Work, path: Path, derived: Derived, pages: "Pages") -> None:
        for _ in range(ASSEMBLIES):
            if whole(derived.paragraphs()):
                return
            missing = self.jobs.assemble(path, derived, work.page_count, sorted(pages.failed))
            pages.make(missing, pages.text)  # somebody emptied the folder meanwhile
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


class Lanes:
    """A few threads that take one page after the other."""

    def __init__(self, threads: Sequence[threading.Thread]) -> None:
        self._threads = threads
        for thread in threads:
            thread.start()

    def join(self) -> None:
        """Wait until no page is left."""
        for thread in self._threads:
            thread.join()


class Pages:
    """The pages of one paper, made in a few lanes at once."""

    def __init__(self, reader: Reader, work: Work, path: Path, derived: Derived) -> None:
        self.failed: set[int] = set()
        self._reader = reader
        self._work = work
        self._path = path
        self._derived = derived
        self._read: set[int] = set()
        self._drawn: set[int] = set()
        self._findings: list[Finding] = []
        self._told = 0
        self._noted = time.monotonic()
        self._lock = threading.Lock()
        self._noting = threading.Lock()
        self._fault: BaseException | None = None

    def make(self, numbers: Iterable[int], make: Make) -> None:
        """Make something of these pages, in order."""
        self.begin(numbers, make).join()
        self.end()

    def begin(self, numbers: Iterable[int], make: Make) -> Lanes:
        """Begin to make something of these pages, in order."""
        left = iter(numbers)
        return Lanes(
            [
                threading.Thread(target=self._lane, args=(left, make), daemon=True)
                for _ in range(self._reader.lanes)
            ]
        )

    def end(self) -> None:
        """Raise what stopped the lanes, and note how far they came."""
        if self._fault is not None:
            raise self._fault
        self._note()
        if self._reader.stopping:
            raise Stopped

    def check(self) -> None:
        """Refuse a paper of which no page can be read."""
        if len(self.failed) == self._work.page_count:
            raise Invalid("paper.unreadable")

    def whole(self, number: int) -> Finding:
        """Read and draw a page."""
        scanned = self._reader.jobs.page(self._path, self._derived, number)
        self._drawn.add(number)
        return Finding(number, scanned=scanned)

    def text(self, number: int) -> Finding:
        """Read a page."""
        return Finding(number, scanned=self._reader.jobs.text(self._path, self._derived, number))

    def draw(self, number: int) -> None:
        """Draw a page that has been read."""
        self._reader.jobs.draw(self._path, self._derived, number)
        self._drawn.add(number)

    def _lane(self, left: Iterator[int], make: Make) -> None:
        try:
            while not self._reader.stopping and self._fault is None:
                with self._lock:
                    number = next(left, None)
                if number is None:
                    return
                self._keep(self._made(number, make))
                self._note_now_and_then()
        except BaseException as fault:
            self._fault = fault

    def _made(self, number: int, make: Make) -> Finding | None:
        try:
            return make(number)
        except Unavailable:  # nothing is wrong with the page
            raise
        except Refusal as refusal:
            if self._reader.stopping:  # the workers may have been closed before us
                return None
            return Finding(number, problem=refusal.code)

    def _keep(self, finding: Finding | None) -> None:
        if finding is None:
            return
        with self._lock:
            self._findings.append(finding)
            self._read.add(finding.page)
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
            done = len(self._read) + len(self._drawn | self.failed)
        if done > self._told or findings:
            self._told = done
            version_id = self._work.version_id
            self._reader.perform(
                lambda session: note_progress(session, version_id, done // 2, findings)
            )
            self._reader.tell(
                Progress(version_id, VersionState.PROCESSING, done // 2, self._work.page_count)
            )


def _batches(lines: Iterable[bytes]) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    rest, first = iter(lines), 0
    while found := [orjson.loads(line) for line in islice(rest, ROWS_TOGETHER)]:
        yield first, found
        first += len(found)


def _storing(version_id: int, first: int, found: list[dict[str, Any]]) -> Callable[[Session], None]:
    return lambda session: add_paragraphs(session, version_id, first, found)
