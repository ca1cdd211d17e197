"""Papers on their way: each page drawn and read in the background, then its paragraphs.

A thread for each paper only waits for workers and for the writer; it opens nothing itself.
Whatever was made before a stop is found again, so a paper is taken up where it was left.
"""

import logging
import threading
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from documents.comparing import Comparing
from documents.derived import SMALL_TYPE, SMALL_WIDTH
from documents.disk import Disk
from documents.jobs import Jobs
from documents.models import VersionState
from documents.operations import Work, claim, fail, finish
from documents.paragraphs import EXTRACTOR_VERSION
from documents.progress import OnProgress, Progress
from documents.queries import unfinished
from documents.reader import Reader
from documents.readings import outdated
from documents.recognition.background import Recognising
from documents.rereading import Rereading
from documents.second_rendition import SecondRendition
from documents.shelf import Shelf
from documents.vault import MIB, Vault
from documents.workers import Workers
from documents.workshop import Workshop
from foundation.aside import Read
from foundation.background import Stopped
from foundation.errors import Refusal
from foundation.writer import Perform

MOST_DERIVED = 20 * 1024 * MIB
"""Bytes that what is made of papers may take, where nothing else is said."""
MOST_AT_ONCE = 4
"""Papers: those that came first are ready first, and a very long one holds up no others."""

log = logging.getLogger(__name__)


class Arrivals:
    """Reads the papers that have been received, and answers for their pictures and words."""

    def __init__(
        self,
        perform: Perform,
        read: Read,
        workers: Workers,
        vault: Vault,
        on_progress: OnProgress | None = None,
        most_derived: int = MOST_DERIVED,
    ) -> None:
        jobs = Jobs(workers)
        self._perform = perform
        self._read = read
        self._shelf = Shelf(jobs, vault)
        self._comparing = Comparing(read, jobs, vault)
        self._workers = workers
        workshop = Workshop(perform, read, jobs, vault, self._shelf, self._tell)
        self._reader = Reader(workshop, lanes=min(2, workers.count))
        self._rereading = Rereading(workshop)
        self._recognising = Recognising(workshop, self._rereading.ask)
        self._rereading.restore_scans = self._recognising.restore
        self._second = SecondRendition(workshop)
        self._disk = Disk(jobs, vault, most_derived)
        self._on_progress = on_progress
        self._under_way: dict[int, threading.Thread] = {}
        self._lock = threading.Lock()
        self._turns = threading.Semaphore(MOST_AT_ONCE)

    def start(self, version_id: int) -> None:
        """Read a version in the background; one that is under way goes on."""
        with self._lock:
            if version_id in self._under_way or self._reader.stopping:
                return
            thread = threading.Thread(
                target=self._run, args=(version_id,), name=f"paper-{version_id}", daemon=True
            )
            self._under_way[version_id] = thread
            thread.start()

    def resume(self) -> int:
        """Go on with every version that was left unfinished; returns how many."""
        self._workers.start()
        left, outgrown = self._read(
            lambda session: ([version.id for version in unfinished(session)], outdated(session))
        )
        for version_id in left:
            self.start(version_id)
        self._rereading.ask_in_turn(outgrown)
        self._recognising.resume()
        self._second.resume()
        self._disk.start()
        return len(left) + len(outgrown)

    def read_anew(self, version_id: int) -> None:
        """Read the paragraphs of a version anew in the background; they keep their ids.

        Returns at once, and may be called from anywhere. Asked for while it is under way, it is
        read once more after that; one that has not been read at all, after its first reading.
        """
        self._rereading.ask(version_id)

    def picture(self, version_sha: str, page_number: int, width: int) -> tuple[Path, str]:
        """Return the picture of a page and its media type, made now if need be.

        It is the small rendition where that has been made; else that is made soon.
        """
        found = self._shelf.picture(version_sha, page_number, width)
        if width == SMALL_WIDTH and found[1] != SMALL_TYPE:
            self._second.ask(version_sha, page_number)
        return found

    def small_picture(self, version_sha: str, page_number: int, width: int) -> tuple[Path, str]:
        """Return the small rendition of a page and its media type, made now if need be."""
        return self._shelf.small_picture(version_sha, page_number, width)

    def words(self, version_sha: str, page_number: int) -> Path:
        """Return the words of a page and their places as JSON, made now if need be."""
        return self._shelf.words(version_sha, page_number)

    def picture_at_hand(self, version_sha: str, page: int, width: int) -> tuple[Path, str] | None:
        """Return the picture of a page and its media type if it has been made; nobody waits."""
        found = self._shelf.picture_at_hand(version_sha, page, width)
        if found and width == SMALL_WIDTH and found[1] != SMALL_TYPE:
            self._second.ask(version_sha, page)
        return found

    def words_at_hand(self, version_sha: str, page: int) -> Path | None:
        """Return the words of a page if they have been made; nobody waits."""
        return self._shelf.words_at_hand(version_sha, page)

    def changes(self, old_id: int, new_id: int) -> dict[str, Any]:
        """Return what changed between two versions, and where each old paragraph went."""
        return self._comparing.compared(old_id, new_id)

    def wait(self, seconds: float | None = None) -> None:
        """Wait until no paper is under way."""
        with self._lock:
            threads = list(self._under_way.values())
        for thread in threads:
            thread.join(seconds)
        self._rereading.wait(seconds)

    def wait_for_scans(self, seconds: float | None = None) -> None:
        """Wait until every scanned page that can be read has been read."""
        self._recognising.wait(seconds)
        self._rereading.wait(seconds)

    def wait_for_small(self, seconds: float | None = None) -> None:
        """Wait until every small picture that is wanted has been made."""
        self._second.wait(seconds)

    def close(self) -> None:
        """Stop after the pages at work; call it before the workers are closed."""
        self._reader.stopping = self._rereading.stopping = True
        self._second.stop()
        self._recognising.close()
        self.wait()
        self._second.wait()
        self._disk.close()

    def _run(self, version_id: int) -> None:
        try:
            with self._turns:
                self._read_version(version_id)
        except Stopped:
            log.info("paper %d is left for the next start", version_id)
        except Exception:
            log.exception("paper %d was not read", version_id)
        finally:
            with self._lock:
                del self._under_way[version_id]

    def _read_version(self, version_id: int) -> None:
        if self._reader.stopping:
            return
        work = self._perform(lambda session: claim(session, version_id, EXTRACTOR_VERSION))
        if work is not None:
            self._read_through(work)
        else:
            self._recognising.ask(version_id)  # what was gone back to may have scans to be read

    def _read_through(self, work: Work) -> None:
        progress = Progress(work.version_id, VersionState.PROCESSING, 0, work.page_count)
        self._tell(progress)
        try:
            self._reader.read(work)
            if self._perform(lambda session: self._come_ready(session, work.version_id)):
                self._recognising.want(work.version_id)
            self._tell(progress.at(work.page_count, VersionState.READY))
            self._rereading.came_ready(work.version_id)
            self._second.ask(work.readable_sha256)
            self._disk.grown()
        except Refusal as refusal:
            problem = refusal.code
            self._perform(lambda session: fail(session, work.version_id, problem))
            self._tell(progress.at(0, VersionState.FAILED))

    def _come_ready(self, session: Session, version_id: int) -> bool:
        """Call a version ready; says whether it has scans that wait to be read from now on."""
        finish(session, version_id)
        return self._recognising.enrol(session, version_id)

    def _tell(self, progress: Progress) -> None:
        if self._on_progress is None:
            return
        try:
            self._on_progress(progress)
        except Exception:
            log.exception("whoever follows paper %d failed", progress.version_id)
