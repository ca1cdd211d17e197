"""Pictures and words of pages, from the shelf or made now, each once however many ask."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from documents.alone import Alone
from documents.derived import SMALL_TYPE, SMALL_WIDTH, WIDTHS, Derived, whole
from documents.disk import Uses
from documents.jobs import Jobs
from documents.paragraphs import EXTRACTOR_VERSION
from documents.vault import Vault
from foundation.errors import Invalid, NotFound, Unavailable

T = TypeVar("T")
Key = tuple[str, int, str]
ATTEMPTS = 3


class Shelf:
    """Finds what is made of a page, and has it made where it is missing."""

    def __init__(self, jobs: Jobs, vault: Vault) -> None:
        self._jobs = jobs
        self._vault = vault
        self._alone = Alone()
        self._uses = Uses(vault)

    def derived(self, sha256: str) -> Derived:
        """Return the names of what is made of a paper now."""
        return Derived(self._vault.derived(sha256), EXTRACTOR_VERSION)

    def picture(self, sha256: str, page: int, width: int) -> tuple[Path, str]:
        """Return the picture of a page and its media type."""
        if width not in WIDTHS:
            raise Invalid("picture.width", widths=", ".join(map(str, WIDTHS)))
        derived, path = self.derived(sha256), self._vault.path_of(sha256)
        self._uses.note(sha256)
        return self._found_or_made(
            (sha256, page, str(width)),
            lambda: derived.picture(page, width),
            lambda: self._jobs.picture(path, derived, page, width),
        )

    def small_picture(self, sha256: str, page: int, width: int) -> tuple[Path, str]:
        """Return the small rendition of a page and its media type."""
        if width != SMALL_WIDTH:
            raise Invalid("picture.width", widths=str(SMALL_WIDTH))
        derived, path = self.derived(sha256), self._vault.path_of(sha256)
        self._uses.note(sha256)
        return self._found_or_made(
            (sha256, page, "small"),
            lambda: (place, SMALL_TYPE) if whole(place := derived.small(page)) else None,
            lambda: self._jobs.small(path, derived, page, idle=False),
        )

    def words(self, sha256: str, page: int) -> Path:
        """Return the words of a page, as JSON."""
        derived, path = self.derived(sha256), self._vault.path_of(sha256)
        place = derived.words(page)
        return self._found_or_made(
            (sha256, page, "words"),
            lambda: place if whole(place) else None,
            lambda: self._jobs.words(path, derived, page),
        )

    def picture_at_hand(self, sha256: str, page: int, width: int) -> tuple[Path, str] | None:
        """Return the picture of a page and its media type if it has been made; nobody waits."""
        self._uses.note(sha256)
        return self.derived(sha256).picture(page, width)

    def words_at_hand(self, sha256: str, page: int) -> Path | None:
        """Return the words of a page if they have been made; nobody waits."""
        place = self.derived(sha256).words(page)
        return place if whole(place) else None

    def _found_or_made(self, key: Key, find: Callable[[], T | None], make: Callable[[], None]) -> T:
        for _ in range(ATTEMPTS):
            if (found := find()) is not None:
                return found
            if not self._vault.path_of(key[0]).exists():
                raise NotFound("paper.missing")
            with self._alone.at(key) as first:
                if first:
                    make()
        if (found := find()) is not None:
            return found
        raise Unavailable("paper.not_kept")  # the disk does not hold what was written
