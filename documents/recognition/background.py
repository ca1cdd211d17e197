"""Scans read in the background, one page at a time, while people read and write.

A worker straightens a page, the recogniser reads its picture in a process of its own, a worker
makes the page's content of what it wrote. After a few pages, and then now and then, the version is
read anew, so that their paragraphs appear. What was done before a stop is found again; versions
take turns, so that a long paper does not keep the others waiting.
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from documents.derived import Derived, whole
from documents.models import Recognition, VersionState
from documents.progress import Progress
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
from documents.workshop import Workshop
from foundation.background import Background, Stopped
from foundation.errors import Invalid, NotFound, Unavailable

FIRST_PORTION, PORTION = 5, 20
"""Pages after which their paragraphs appear: the first ones soon, and then not too often."""
BELIEVED = 60.0
"""How sure the recogniser is, of 100, of a page that is the right way up."""
FEW_LETTERS = 30
"""On a page with fewer nothing tells which way is up."""

log = logging.getLogger(__name__)


class Recognising:
    """Reads the scanned pages of the versions it is told of."""

    def __init__(self, workshop: Workshop, read_anew: Callable[[int], None]) -> None:
        self._perform = workshop.perform
        self._read = workshop.read
        self._workshop = workshop
        self._read_anew = read_anew
        self._background = Background[int]("scans", self._read_in_turn)
        self.wait = self._background.wait
        self.close = self._background.close

    def resume(self) -> None:
        """Go on with every version that has scanned pages to be read, the newest first."""
        for version_id in self._read(versions_read_from_scans):
            self.restore(version_id)
        for version_id in self._read(waiting):
            self.ask(version_id)

    def ask(self, version_id: int) -> None:
        """Read the scanned pages of a version that has come ready, if it has any."""
        if self._background.stopping:
            return
        if self._perform(lambda session: self.enrol(session, version_id)):
            self.want(version_id)

    def enrol(self, session: Session, version_id: int) -> bool:
        """Let the scanned pages of a version wait to be read; says whether there is any."""
        return enrol(session, version_id, able=recogniser() is not None) is not None

    def want(self, version_id: int) -> None:
        """Read the scanned pages of a version that wait; returns at once."""
        if not self._background.stopping:
            self._background.want([version_id])

    def restore(self, version_id: int) -> bool:
        """Read pages again of which nothing is kept any more; says whether there are any."""
        sha256, read = self._read(
            lambda session: (
                version_of(session, version_id).readable_sha256,
                read_scans(session, version_id),
            )
        )
        derived = self._workshop.shelf.derived(sha256)
        lost = [page for page in read if not whole(derived.recognised(page))]
        if not lost or recogniser() is None:
            return False
        self._perform(partial(forget, version_id=version_id, pages=lost))
        self.ask(version_id)
        return True

    def _read_in_turn(self, version_id: int) -> None:
        if self._read_portion(version_id):
            self._background.want([version_id])  # behind those that wait

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
        path = self._workshop.vault.path_of(scans.readable_sha256)
        derived = self._workshop.shelf.derived(scans.readable_sha256)
        self._tell_of(scans.version_id)
        for page in pages:
            self._background.rest()
            turn = self._turn_of(path, derived, page)
            if turn is None and self._background.stopping:
                raise Stopped
            note = note_unread if turn is None else partial(note_read, turn=turn)
            self._perform(partial(note, version_id=scans.version_id, page=page))
            self._tell_of(scans.version_id)

    def _turn_of(self, path: Path, derived: Derived, page: int) -> int | None:
        """Read a page and return which way it is up; None where it cannot be read."""
        try:
            with self._workshop.vault.scratch_folder() as folder:
                return PageReading(self._workshop, path, derived, page, folder).read()
        except Unavailable:  # nothing is wrong with the page
            raise
        except (Unread, Invalid, NotFound) as failure:
            log.warning("page %d of a scan was not read: %s", page, failure)
            return None

    def _tell_of(self, version_id: int) -> None:
        with suppress(NotFound):
            version = self._read(partial(version_of, version_id=version_id))
            self._workshop.tell(
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
        self, workshop: Workshop, path: Path, derived: Derived, page: int, folder: Path
    ) -> None:
        self._jobs = workshop.jobs
        self._vault = workshop.vault
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
