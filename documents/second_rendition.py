"""The small rendition: the same pictures in fewer bytes, made when nobody waits for anything.

One thread goes from page to page; a worker knows what is missing, and a stop loses nothing: what
is still missing is found again at the next start. What fails stays as it was made at once.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager

from sqlalchemy.orm import Session

from documents.jobs import Jobs
from documents.queries import read_papers
from documents.shelf import Shelf
from documents.vault import Vault
from foundation.errors import Refusal

Read = Callable[[], AbstractContextManager[Session]]
Wanted = tuple[str, int | None]
"""A paper by its hash and one of its pages, or all that are there."""

log = logging.getLogger(__name__)


class SecondRendition:
    """Makes the small pictures of what it is told of, first what was asked first."""

    def __init__(self, read: Read, jobs: Jobs, vault: Vault, shelf: Shelf) -> None:
        self.stopping = False
        self._read = read
        self._jobs = jobs
        self._vault = vault
        self._shelf = shelf
        self._wanted: dict[Wanted, None] = {}
        self._failed: set[tuple[str, int]] = set()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def resume(self) -> None:
        """Look through all papers that have been read, the newest first."""
        with self._read() as session:
            known = read_papers(session)
        self._ask((sha256, None) for sha256 in known)

    def ask(self, sha256: str, page: int | None = None) -> None:
        """Make what is missing of a paper, or of one of its pages; returns at once."""
        if page is None or (sha256, page) not in self._failed:
            self._ask([(sha256, page)])

    def wait(self, seconds: float | None = None) -> None:
        """Wait until all of it is made."""
        if thread := self._thread:
            thread.join(seconds)

    def close(self) -> None:
        """Stop after the page at work."""
        self.stopping = True
        self.wait()

    def _ask(self, wanted: Iterable[Wanted]) -> None:
        with self._lock:
            self._wanted.update(dict.fromkeys(wanted))
            if self._wanted and self._thread is None and not self.stopping:
                self._thread = threading.Thread(target=self._run, name="small", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while (wanted := self._next()) is not None:
            try:
                self._make(*wanted)
            except Exception:
                log.exception("small pictures of %s were not made", wanted[0][:12])

    def _next(self) -> Wanted | None:
        with self._lock:
            wanted = None if self.stopping else next(iter(self._wanted), None)
            if wanted is None:
                self._thread = None
            else:
                del self._wanted[wanted]
        return wanted

    def _make(self, sha256: str, page: int | None) -> None:
        path, derived = self._vault.path_of(sha256), self._shelf.derived(sha256)
        try:
            missing = self._jobs.without_small(path, derived) if page is None else [page]
        except Refusal as refusal:
            log.warning("small pictures of %s are left: %s", sha256[:12], refusal.code)
            return
        for number in missing:
            if self.stopping:
                return
            if (sha256, number) in self._failed:
                continue
            try:
                self._jobs.small(path, derived, number)
            except Refusal:
                if not self.stopping:  # else the workers may have been closed before us
                    self._failed.add((sha256, number))
