"""The plain data of this package: what is compared, and where each passage came to stand."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

ROW = "row"
PAGE = "page"
SURE = 70.0
SURE_ALONE = 50.0
"""Of one that nothing else in its place is nearly as like: half of it may have been rewritten."""


class Passage(NamedTuple):
    """What matching needs to know of a paragraph."""

    kind: str
    text: str
    address: str


class Rung(StrEnum):
    """How a paragraph was found again, the surest way first."""

    SAME = "same"
    EDITED = "edited"
    MOVED = "moved"
    MOVED_EDITED = "moved_edited"
    SPLIT = "split"
    MERGED = "merged"
    NOT_PLACED = "not_placed"


class Match(NamedTuple):
    """Where one old paragraph stands in the new version; both are places in their lists."""

    old: int
    new: int | None
    rung: Rung
    score: float
    """Likeness from 0 to 100; of a split or merged one, that of all its parts together."""
    also: tuple[int, ...] = ()
    """The other new paragraphs that a split one goes on in."""
    alone: bool = False
    """It kept its place among its neighbours, and nothing else there is nearly as like."""

    @property
    def sure(self) -> bool:
        """Say whether what hangs on the paragraph may follow it before anybody has looked."""
        return self.new is not None and self.score >= (SURE_ALONE if self.alone else SURE)
