"""The lines of pages, for marks that follow their words; fetched between two readings."""

from collections.abc import Sequence

import orjson

from documents.arrivals import Arrivals
from documents.models import Version
from documents.quotes import Line
from foundation.errors import Refusal

MOST_PAGES_KEPT = 64


class NotAtHand(Exception):
    """The lines of a page have to be fetched first: a worker may have to make them."""

    def __init__(self, sha256: str, number: int) -> None:
        super().__init__(sha256, number)
        self.page = sha256, number


class PageLines:
    """The lines of pages that have been fetched; a few are remembered."""

    def __init__(self, arrivals: Arrivals) -> None:
        self._arrivals = arrivals
        self._kept: dict[tuple[str, int], Sequence[Line]] = {}

    def __call__(self, version: Version, page: int) -> Sequence[Line]:
        """Return the lines of a page, none of one that cannot be read; raises NotAtHand."""
        key = version.readable_sha256, page
        if key not in self._kept:
            raise NotAtHand(*key)
        return self._kept[key]

    def fetch(self, sha256: str, page: int) -> None:
        """Wait for the lines of a page."""
        try:
            lines = orjson.loads(self._arrivals.words(sha256, page).read_bytes())
        except (Refusal, OSError, orjson.JSONDecodeError):
            lines = []
        self._kept[sha256, page] = lines

    def forget_some(self) -> None:
        """Forget the oldest beyond those that are worth remembering."""
        for key in list(self._kept)[:-MOST_PAGES_KEPT]:
            del self._kept[key]
