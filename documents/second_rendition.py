"""The small rendition: the same pictures in fewer bytes, made when nobody waits for anything.

One thread goes from page to page; a worker knows what is missing, and a stop loses nothing: what
is still missing is found again at the next start. What fails stays as it was made at once.
"""

from documents.queries import read_papers
from documents.workshop import Workshop
from foundation.background import Background
from foundation.errors import Refusal

Wanted = tuple[str, int | None]
"""A paper by its hash and one of its pages, or all that are there."""


class SecondRendition:
    """Makes the small pictures of what it is told of, first what was asked first."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._failed: set[tuple[str, int]] = set()
        self._background = Background[Wanted]("small pictures", self._make)
        self.wait = self._background.wait
        self.stop = self._background.stop

    def resume(self) -> None:
        """Look through all papers that have been read, the newest first."""
        known = self._workshop.read(read_papers)
        self._background.want((sha256, None) for sha256 in known)

    def ask(self, sha256: str, page: int | None = None) -> None:
        """Make what is missing of a paper, or of one of its pages; returns at once."""
        if page is None or (sha256, page) not in self._failed:
            self._background.want([(sha256, page)])

    def _make(self, wanted: Wanted) -> None:
        sha256, page = wanted
        jobs, path = self._workshop.jobs, self._workshop.vault.path_of(sha256)
        derived = self._workshop.shelf.derived(sha256)
        for number in jobs.without_small(path, derived) if page is None else [page]:
            self._background.rest()
            if (sha256, number) in self._failed:
                continue
            try:
                jobs.small(path, derived, number)
            except Refusal:
                if not self._background.stopping:  # else the workers may have been closed before us
                    self._failed.add((sha256, number))
