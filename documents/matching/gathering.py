"""Several paragraphs that became one, or, seen from the other side, one that became several.

A part has to stand in the whole, and the parts together have to be more like the whole than any
one of them: a deleted sentence that its neighbour happens to repeat is no part of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .fingerprints import Fingerprint
from .likeness import Likeness

FEWEST_WORDS = 2
SHORT = 5
CONTAINED, SHORT_CONTAINED = 80.0, 100.0
TOGETHER = 75.0
GAINED = 1.5
REACH = 6
"""How many paragraphs one may be made of."""


class Gathered(NamedTuple):
    """The parts on one side, in order, and the whole on the other."""

    parts: tuple[int, ...]
    whole: int
    longest: int
    score: float


class Gathering:
    """Looks for wholes; `whole_of` tells where parts are placed, and `part_of` the reverse."""

    def __init__(
        self,
        parts: Sequence[Fingerprint],
        wholes: Sequence[Fingerprint],
        whole_of: Mapping[int, int],
        part_of: Mapping[int, int],
        likeness: Likeness,
    ) -> None:
        self._parts = parts
        self._wholes = wholes
        self._whole_of = whole_of
        self._part_of = part_of
        self._likeness = likeness
        self._used: set[int] = set()

    def found(self) -> list[Gathered]:
        """Return the wholes that parts without a place stand in; each part is used once."""
        groups = []
        for whole in sorted(set(self._wholes_around())):
            group = self._group(whole)
            if group:
                groups.append(group)
                self._used.update(group.parts)
        return groups

    def _wholes_around(self) -> Iterator[int]:
        """Yield where the neighbours of a part without a place are, and what is free beside."""
        for index, part in enumerate(self._parts):
            if index in self._whole_of or part.row or not part.readable:
                continue
            for step in (-1, 1):
                known = _nearest(index, step, self._whole_of)
                if known is not None:
                    yield known
                    yield from _free(known, -step, len(self._wholes), self._part_of)

    def _group(self, whole: int) -> Gathered | None:
        target = self._wholes[whole]
        if target.row or not target.readable:
            return None
        held = {part for part in self._parts_around(whole) if self._stands_in(part, target)}
        placed = {self._part_of[whole]} if whole in self._part_of else set()
        chosen = sorted(held | placed)
        if not held or len(chosen) < 2:
            return None
        parts = [self._parts[index] for index in chosen]
        together = self._likeness.joined(parts, target)
        alone = max(self._likeness.joined([part], target) for part in parts)
        if together < max(TOGETHER, alone + GAINED):
            return None
        longest = max(chosen, key=lambda index: len(self._parts[index].form))
        return Gathered(tuple(chosen), whole, longest, together)

    def _parts_around(self, whole: int) -> Iterator[int]:
        """Yield the parts without a place around where the whole is placed, or would be."""
        placed = self._part_of.get(whole)
        if placed is not None:
            starts = [(placed, -1), (placed, 1)]
        elif (before := _nearest(whole, -1, self._part_of)) is not None:
            starts = [(before, 1)]
        elif (after := _nearest(whole, 1, self._part_of)) is not None:
            starts = [(after, -1)]
        else:
            starts = []
        for start, step in starts:
            yield from _free(start, step, len(self._parts), self._whole_of)

    def _stands_in(self, index: int, whole: Fingerprint) -> bool:
        part = self._parts[index]
        if index in self._used or part.row or len(part.words) < FEWEST_WORDS:
            return False
        enough = SHORT_CONTAINED if len(part.words) < SHORT else CONTAINED
        return self._likeness.contained(part, whole) >= enough


def _nearest(index: int, step: int, placed: Mapping[int, int]) -> int | None:
    """Return where the nearest neighbour on one side is placed."""
    reach = range(index + step, index + step * (REACH + 1), step)
    return next((placed[beside] for beside in reach if beside in placed), None)


def _free(start: int, step: int, end: int, placed: Mapping[int, int]) -> Iterator[int]:
    """Yield what has no place, from beside `start` on, until something has."""
    for index in range(start + step, start + step * (REACH + 1), step):
        if not 0 <= index < end or index in placed:
            return
        yield index
