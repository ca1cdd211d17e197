"""The ladder: each paragraph is placed by the surest way that finds it.

Equal and unique first, then equal beside what is placed, then alike between what is placed, then
split and merged, then reworded and moved, then bare headings with their titles. What is left has
no place: better none than a wrong one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from .fingerprints import Fingerprint
from .gathering import Gathered, Gathering
from .likeness import Likeness, Prints, needed
from .model import SURE, Match, Passage, Rung
from .order import Grid, Pair, best_in_order, longest_in_order
from .shingles import akin

MATCHER_VERSION = "3"
"""Raise it when paragraphs would be matched otherwise: what was compared is compared anew."""

LONG_ENOUGH_TO_MOVE = 16
MOST_CELLS = 250_000
"""Beyond this a gap is first cut where its paragraphs share rare words."""
NEAR = 3.0
"""What the same address, or a placed neighbour, adds: it decides between equals, no more."""
FAR_NEEDED, FAR_ROW_NEEDED = 72.0, 88.0
FAR_LENGTH = 24
ALONE_LEAD = 10.0
"""How much liker than anything else in its place, for one that was much reworded."""
FAR_LEAD = 4.0
"""How much liker than any other: a sentence that many say is nobody's."""


def match(old: Sequence[Passage], new: Sequence[Passage]) -> list[Match]:
    """Return where each old paragraph stands in the new version, in the order of the old."""
    return Ladder(old, new).climb()


class Ladder:
    """Two versions, and the pairs that were found so far."""

    def __init__(self, old: Sequence[Passage], new: Sequence[Passage]) -> None:
        self._old = [Fingerprint(passage) for passage in old]
        self._new = [Fingerprint(passage) for passage in new]
        self._likeness = Likeness()
        self._there: dict[int, int] = {}
        self._back: dict[int, int] = {}
        self._scores: dict[int, float] = {}
        self._alone: set[int] = set()

    def climb(self) -> list[Match]:
        """Try each rung in turn."""
        self._pair_unique_equals()
        self._pair_equal_neighbours(within_headings=True)
        self._pair_equal_neighbours()
        self._pair_alike(self._gaps())
        self._pair_alike(self._gaps())  # what has been placed makes the gaps smaller
        self._pair_alike(self._beside_placed())
        likeness = self._likeness
        merged = Gathering(self._old, self._new, self._there, self._back, likeness).found()
        split = Gathering(self._new, self._old, self._back, self._there, likeness).found()
        self._pair_far(_parts(merged) | _wholes(split), _parts(split) | _wholes(merged))
        self._pair_nameless()
        return self._matches(merged, split)

    def _pair(self, here: int, there: int, score: float) -> None:
        self._there[here], self._back[there], self._scores[here] = there, here, score

    def _pair_unique_equals(self) -> None:
        once = _once(self._new)
        pairs = [
            (here, once[hash_])
            for hash_, here in sorted(_once(self._old).items(), key=lambda item: item[1])
            if hash_ in once
        ]
        in_order = set(longest_in_order(pairs))
        for here, there in pairs:
            if (here, there) in in_order or len(self._old[here].form) >= LONG_ENOUGH_TO_MOVE:
                self._pair(here, there, 100)

    def _pair_equal_neighbours(self, *, within_headings: bool = False) -> None:
        """Go from what is placed to what follows it, and back to what precedes it.

        What stands under one heading goes together: where many articles say the same, those that
        follow a deleted one are not taken for it.
        """
        for step in (1, -1):
            for here in sorted(self._there, reverse=step < 0):
                there = self._there[here]
                while self._equal(here + step, there + step):
                    if within_headings and self._leaves_heading(here, step):
                        break
                    here, there = here + step, there + step
                    self._pair(here, there, 100)

    def _leaves_heading(self, here: int, step: int) -> bool:
        return self._old[max(here, here + step)].heads

    def _equal(self, here: int, there: int) -> bool:
        if not (0 <= here < len(self._old) and 0 <= there < len(self._new)):
            return False
        free = here not in self._there and there not in self._back
        ours = self._old[here]
        return free and ours.readable and ours.hash == self._new[there].hash

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """Yield what is not placed between two that are, on both sides."""
        ends = [(-1, -1), *self._in_order(), (len(self._old), len(self._new))]
        for (here, there), (next_here, next_there) in pairwise(ends):
            yield self._free_old(here + 1, next_here), self._free_new(there + 1, next_there)

    def _beside_placed(self) -> Iterator[tuple[list[int], list[int]]]:
        """Yield what is not placed beside something that moved, there and here."""
        for start, end in list(_runs(self._old, self._there)):
            for beside, step in ((start - 1, 1), (end, -1)):
                there = self._there.get(beside)
                if there is not None:
                    yield self._free_old(start, end), self._free_from(there + step, step)

    def _free_from(self, there: int, step: int) -> list[int]:
        found = []
        while 0 <= there < len(self._new) and there not in self._back:
            found.append(there)
            there += step
        return sorted(found)

    def _free_old(self, first: int, end: int) -> list[int]:
        return [here for here in range(first, end) if here not in self._there]

    def _free_new(self, first: int, end: int) -> list[int]:
        return [there for there in range(first, end) if there not in self._back]

    def _in_order(self) -> list[Pair]:
        return longest_in_order(sorted(self._there.items()))

    def _pair_alike(self, gaps: Iterable[tuple[list[int], list[int]]]) -> None:
        """Pair what is most alike in each gap, as long as it keeps its order."""
        for gap in gaps:
            for old, new in self._small(*gap):
                if old and new:
                    self._pair_in_gap(old, new)

    def _small(self, old: list[int], new: list[int]) -> Iterator[tuple[list[int], list[int]]]:
        """Cut a gap that is too large at what its sides have in common, then in halves."""
        if len(old) * len(new) <= MOST_CELLS:
            yield old, new
            return
        shared = akin([self._old[i] for i in old], [self._new[j] for j in new])
        cuts = [(0, 0), *longest_in_order(sorted(shared.items())), (len(old), len(new))]
        for (row, column), (next_row, next_column) in pairwise(cuts):
            yield from _halved(old[row:next_row], new[column:next_column])

    def _pair_in_gap(self, old: list[int], new: list[int]) -> None:
        ours, theirs = [self._old[i] for i in old], [self._new[j] for j in new]
        grid = self._likeness.grid(ours, theirs)
        enough = needed(ours, theirs, between=self._between_same(old, new))
        worth = grid - enough
        worth[grid == 100] = 100
        worth[grid < enough] = 0
        worth += np.where(worth > 0, self._nearness(old, new), 0)
        for row, column in best_in_order(worth):
            self._pair(old[row], new[column], float(grid[row, column]))
            if grid[row, column] < SURE and _leads(grid, row, column, ALONE_LEAD):
                self._alone.add(old[row])

    def _between_same(self, old: Sequence[int], new: Sequence[int]) -> bool:
        """Say whether what stands before and after is the same on both sides."""
        first, last = old[0] - 1, old[-1] + 1
        before = self._there.get(first) if first >= 0 else -1
        after = self._there.get(last) if last < len(self._old) else len(self._new)
        return before == new[0] - 1 and after == new[-1] + 1

    def _nearness(self, old: Sequence[int], new: Sequence[int]) -> Grid:
        """Return what speaks for a pair besides its words."""
        near = np.zeros((len(old), len(new)), dtype=np.float32)
        places: dict[str, list[int]] = {}
        for column, there in enumerate(new):
            places.setdefault(self._new[there].address, []).append(column)
        for row, here in enumerate(old):
            if self._old[here].address:
                near[row, places.get(self._old[here].address, [])] = NEAR
        near[0, 0] += NEAR
        near[-1, -1] += NEAR
        return near

    def _pair_far(self, old_taken: set[int], new_taken: set[int]) -> None:
        """Pair what was both moved and reworded: the likest anywhere, from both sides."""
        old = [i for i in self._free_old(0, len(self._old)) if i not in old_taken]
        new = [j for j in self._free_new(0, len(self._new)) if j not in new_taken]
        old = [i for i in old if _tells(self._old[i])]
        new = [j for j in new if _tells(self._new[j])]
        if not old or not new:
            return
        ours, theirs = [self._old[i] for i in old], [self._new[j] for j in new]
        few = len(old) * len(new) <= MOST_CELLS
        for row, column, score in (self._likest if few else self._akin)(ours, theirs):
            if score >= (FAR_ROW_NEEDED if ours[row].row else FAR_NEEDED):
                self._pair(old[row], new[column], score)

    def _likest(self, ours: Prints, theirs: Prints) -> Iterator[tuple[int, int, float]]:
        """Yield the pairs that are liker than either is to any other."""
        grid = self._likeness.grid(ours, theirs)
        for row, column in enumerate(grid.argmax(axis=1).tolist()):
            if _leads(grid, row, column, FAR_LEAD):
                yield row, column, float(grid[row, column])

    def _akin(self, ours: Prints, theirs: Prints) -> Iterator[tuple[int, int, float]]:
        """Yield the pairs that share most rare words: too many are left to compare all to all."""
        for row, column in akin(ours, theirs).items():
            yield row, column, float(self._likeness.grid([ours[row]], [theirs[column]])[0, 0])

    def _pair_nameless(self) -> None:
        """Pair lines such as "Chương II" by what follows them, or else by what they follow."""
        nameless = [here for here, each in enumerate(self._old) if each.nameless]
        for step, order in ((1, reversed(nameless)), (-1, iter(nameless))):
            for here in order:
                beside = self._there.get(here + step)
                if beside is None or here in self._there:
                    continue
                there = beside - step
                if 0 <= there < len(self._new) and there not in self._back:
                    other = self._new[there]
                    if other.nameless and other.hash == self._old[here].hash:
                        self._pair(here, there, 100)

    def _matches(self, merged: Sequence[Gathered], split: Sequence[Gathered]) -> list[Match]:
        in_order = set(self._in_order())
        found = {here: self._match(here, there, in_order) for here, there in self._there.items()}
        for group in split:
            first = self._there.get(group.whole, group.longest)
            also = tuple(part for part in group.parts if part != first)
            found[group.whole] = Match(group.whole, first, Rung.SPLIT, group.score, also)
        for group in merged:
            for part in group.parts:
                found[part] = Match(part, group.whole, Rung.MERGED, group.score)
        return [
            found.get(here, Match(here, None, Rung.NOT_PLACED, 0)) for here in range(len(self._old))
        ]

    def _match(self, here: int, there: int, in_order: set[Pair]) -> Match:
        rung, stays = self._rung(here, there, in_order), (here, there) in in_order
        alone = here in self._alone and stays
        return Match(here, there, rung, self._scores[here], alone=alone)

    def _rung(self, here: int, there: int, in_order: set[Pair]) -> Rung:
        equal = self._old[here].hash == self._new[there].hash
        if (here, there) in in_order:
            return Rung.SAME if equal else Rung.EDITED
        return Rung.MOVED if equal else Rung.MOVED_EDITED


def _halved(old: list[int], new: list[int]) -> Iterator[tuple[list[int], list[int]]]:
    if len(old) * len(new) <= MOST_CELLS:
        yield old, new
        return
    row, column = len(old) // 2, len(new) // 2
    yield from _halved(old[:row], new[:column])
    yield from _halved(old[row:], new[column:])


def _tells(each: Fingerprint) -> bool:
    """Say whether a paragraph says enough to be known by its words alone."""
    return each.readable and len(each.form) >= FAR_LENGTH


def _parts(groups: Iterable[Gathered]) -> set[int]:
    return {part for group in groups for part in group.parts}


def _wholes(groups: Iterable[Gathered]) -> set[int]:
    return {group.whole for group in groups}


def _once(prints: Sequence[Fingerprint]) -> dict[int, int]:
    """Return where each text stands that stands in one place only."""
    counts = Counter(each.hash for each in prints if each.readable)
    return {
        each.hash: index
        for index, each in enumerate(prints)
        if each.readable and counts[each.hash] == 1
    }


def _runs(prints: Sequence[Fingerprint], placed: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Yield where each run of paragraphs without a place starts and ends."""
    start = None
    for index in range(len(prints) + 1):
        free = index < len(prints) and index not in placed
        if free and start is None:
            start = index
        elif not free and start is not None:
            yield start, index
            start = None


def _leads(grid: Grid, row: int, column: int, lead: float) -> bool:
    """Say whether a cell is well above all others of its row and column."""
    score = grid[row, column]
    others = np.concatenate([np.delete(grid[row], column), np.delete(grid[:, column], row)])
    return not others.size or bool(others.max() <= score - lead)
