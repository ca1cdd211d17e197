"""Scans read in the background, one page at a time, while people read and write.

A worker straightens a page, the recogniser reads its picture in a process of its own, a worker
makes the page's content of what it wrote. After a few pages, and then now and then, the version is
read anew, so that their paragraphs appear. What was done before a stop is found again; versions
take turns, so that a long paper does not keep the others waiting.
"""

import logging
import shutil
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from documents.derived import Derived, whole
from documents.jobs import Jobs
from documents.models import Recognition, VersionState
from documents.progress import OnProgress, Progress
from documents.queries import version_of
from documents.recognition.recording import (
    Scans,
    begin,
    enrol,
    finish_portion,
    forget,
    note_read,
    note_unread,
    read_scans,
    versions_read_from_scans,
    waiting,
)
from documents.recognition.tesseract import Unread, recognise, recogniser
from documents.shelf import Shelf
from documents.vault import Vault
from foundation.errors import Invalid, NotFound, Refusal, Unavailable

Perform = Callable[[Callable[[Session], Any]], Any]
Read = Callable[[], AbstractContextManager[Session]]

FIRST_PORTION, PORTION = 5, 20
"""Pages after which their paragraphs appear: the first ones soon, and then not too often."""
BELIEVED = 60.0
"""How sure the recogniser is, of 100, of a page that is the right way up."""
FEW_LETTERS = 30
"""On a page with fewer nothing tells which way is up."""

log = logging.getLogger(__name__)


class Stopped(Exception):
    """The house is closing; the next page is read after the next start."""


class Recognising:
    """Reads the scanned pages of the versions it is told of."""

    def __init__(
        self,
        perform: Perform,
        read: Read,
        jobs: Jobs,
        vault: Vault,
        shelf: Shelf,
        tell: OnProgress,
        read_anew: Callable[[int], None],
    ) -> None:
        self.stopping = False
        self._perform = perform
        self._read = read
        self._jobs = jobs
        self._vault = vault
        self._shelf = shelf
        self._tell = tell
        self._read_anew = read_anew
        self._wanted: dict[int, None] = {}
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def resume(self) -> None:
        """Go on with every version that has scanned pages to be read, the newest first."""
        with self._read() as session:
            read = versions_read_from_scans(session)
        for version_id in read:
            self.restore(version_id)
        with self._read() as session:
            left = waiting(session)
        for version_id in left:
            self.ask(version_id)

    def ask(self, version_id: int) -> None:
        """Read the scanned pages of a version that has come ready, if it has any."""
        if self.stopping:
            return
        able = recogniser() is not None
        scans = self._perform(partial(enrol, version_id=version_id, able=able))
        if scans is not None:
            self._want(version_id)

    def restore(self, version_id: int) -> bool:
        """Read pages again of which nothing is kept any more; says whether there are any."""
        with self._read() as session:
            sha256 = version_of(session, version_id).readable_sha256
            read = read_scans(session, version_id)
        derived = self._shelf.derived(sha256)
        lost = [page for page in read if not whole(derived.recognised(page))]
        if not lost or recogniser() is None:
            return False
        self._perform(partial(forget, version_id=version_id, pages=lost))
        self.ask(version_id)
        return True

    def wait(self, seconds: float | None = None) -> None:
        """Wait until no page is left to be read."""
        if thread := self._thread:
            thread.join(seconds)

    def close(self) -> None:
        """Stop after what is at work; a recogniser that is at work is ended with us."""
        self.stopping = True
        self.wait()

    def _want(self, version_id: int) -> None:
        with self._lock:
            self._wanted[version_id] = None
            if self._thread is None and not self.stopping:
                self._thread = threading.Thread(target=self._run, name="scans", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while (version_id := self._next()) is not None:
            try:
                if self._read_portion(version_id):
                    self._want(version_id)  # behind those that wait
            except Stopped:
                log.info("the scans of version %d are left for the next start", version_id)
            except Refusal as refusal:
                if not self.stopping:  # the workers may have been closed before us
                    log.warning("the scans of version %d wait: %s", version_id, refusal.code)
            except Exception:
                log.exception("the scans of version %d were not read", version_id)

    def _next(self) -> int | None:
        with self._lock:
            version_id = None if self.stopping else next(iter(self._wanted), None)
            if version_id is None:
                self._thread = None
            else:
                del self._wanted[version_id]
        return version_id

    def _read_portion(self, version_id: int) -> bool:
        """Read some pages and let their paragraphs appear; says whether some are left."""
        scans: Scans | None = self._perform(partial(begin, version_id=version_id))
        if scans is not None:
            first = len(scans.left) == scans.scanned
            portion = scans.left[: FIRST_PORTION if first else PORTION]
            self._read_pages(scans, portion)
        state = self._perform(partial(finish_portion, version_id=version_id))
        self._tell_of(version_id)
        self._read_anew(version_id)
        return state is Recognition.PROCESSING

    def _read_pages(self, scans: Scans, pages: Sequence[int]) -> None:
        path = self._vault.path_of(scans.readable_sha256)
        derived = self._shelf.derived(scans.readable_sha256)
        self._tell_of(scans.version_id)
        for page in pages:
            if self.stopping:
                raise Stopped
            turn = self._turn_of(path, derived, page)
            if self.stopping and turn is None:
                raise Stopped
            note = note_unread if turn is None else partial(note_read, turn=turn)
            self._perform(partial(note, version_id=scans.version_id, page=page))
            self._tell_of(scans.version_id)

    def _turn_of(self, path: Path, derived: Derived, page: int) -> int | None:
        """Read a page and return which way it is up; None where it cannot be read."""
        folder = self._vault.scratch()
        folder.mkdir(mode=0o700)
        try:
            return PageReading(self._jobs, self._vault, path, derived, page, folder).read()
        except Unavailable:  # nothing is wrong with the page
            raise
        except (Unread, Invalid, NotFound) as failure:
            log.warning("page %d of a scan was not read: %s", page, failure)
            return None
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _tell_of(self, version_id: int) -> None:
        with suppress(NotFound), self._read() as session:
            version = version_of(session, version_id)
            self._tell(
                Progress(
                    version_id,
                    VersionState.READY,
                    version.page_count,
                    version.page_count,
                    version.reading,
                    version.recognition,
                    version.pages_recognised,
                )
            )


class PageReading:
    """One page on its way through the recogniser, in a folder of its own."""

    def __init__(
        self, jobs: Jobs, vault: Vault, path: Path, derived: Derived, page: int, folder: Path
    ) -> None:
        self._jobs = jobs
        self._vault = vault
        self._path = path
        self._derived = derived
        self._page = page
        self._folder = folder

    def read(self) -> int:
        """Read the page the way it seems to be up, and the other way where that makes no sense."""
        told = self._jobs.straighten(self._path, self._derived, self._page, None, self._folder)
        if told["kept"]:  # another paper with this very page was first
            return int(told["turn"])
        found = [self._written(told)]
        for turn in dict.fromkeys(((told["turn"] + 180) % 360, 0)):
            if found[-1][0] >= BELIEVED or found[-1][1] < FEW_LETTERS or turn == told["turn"]:
                break
            again = self._jobs.straighten(self._path, self._derived, self._page, turn, self._folder)
            found.append(self._written(again))
        turn = max(found, key=lambda each: each[0])[2]
        self._jobs.keep_recognised(self._path, self._derived, self._page, turn, self._folder)
        return turn

    def _written(self, told: dict[str, Any]) -> tuple[float, int, int]:
        """Return how sure the recogniser is of how many letters, and which way the page was up."""
        program = recogniser()
        if program is None:
            raise Unavailable("scan.no_recogniser")
        private = (self._vault.root, self._vault.root.parent)
        spread = bool(told["spread"])
        recognise(program, self._folder, told["density"], spread=spread, private=private)
        turn = int(told["turn"])
        sure, letters = self._jobs.sureness(self._path, turn, self._folder)
        return sure, letters, turn
