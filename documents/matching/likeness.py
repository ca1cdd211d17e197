"""Likeness: how much of one paragraph another one says, from 0 to 100.

Words are compared as if each were one letter, which is quick and tells strangers apart: two
sentences of one office share most of their letters, but not their words. A figure counts less
than a word, since "1.250" that becomes "1.350" is the same sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from .fingerprints import Fingerprint
from .order import Grid

NOT_EQUAL = 99.0
FIRST_LETTER = 0x10000
"""Words are spelled beyond the characters that programs treat in a special way."""
LETTERS = 0x10FFFF - FIRST_LETTER
ANY_FIGURE = chr(0xE000)

LENGTHS = (12.0, 24.0, 60.0, 120.0)
NEEDED = (84.0, 68.0, 55.0, 48.0)
"""Of texts so long: a few words are soon alike, a long sentence has to be reworded much."""
NEEDED_BETWEEN = (66.0, 57.0, 48.0, 43.0)
"""Of one that stands, like the other, alone between the same two: its place speaks for it."""
OPENING = 6.0
"""What two that open with the same words need less: a reworded clause begins as it did."""
ROW_NEEDED = 60.0
SHORT_LABEL = 20
LABEL_NEEDED, SHORT_LABEL_NEEDED = 65.0, 85.0
SAME_FIGURES = 80.0

Spell = Callable[[Fingerprint], str]
Prints = Sequence[Fingerprint]


class Likeness:
    """Compares fingerprints, and remembers how it spelled their words."""

    def __init__(self) -> None:
        self._vocabulary: dict[str, str] = {}
        self._spelled: dict[Fingerprint, str] = {}
        self._spelled_but_figures: dict[Fingerprint, str] = {}

    def grid(self, ours: Prints, theirs: Prints) -> Grid:
        """Return how like each is to each: equal ones alone have 100, rows are like rows only."""
        grid = np.zeros((len(ours), len(theirs)), dtype=np.float32)
        for row, compare in ((True, self._rows), (False, self._texts)):
            here = [index for index, each in enumerate(ours) if each.row == row and each.readable]
            there = [i for i, each in enumerate(theirs) if each.row == row and each.readable]
            if here and there:
                likeness = compare([ours[i] for i in here], [theirs[j] for j in there])
                grid[np.ix_(here, there)] = np.minimum(likeness, NOT_EQUAL)
        grid[_equal(ours, theirs)] = 100
        return grid

    def joined(self, parts: Prints, whole: Fingerprint) -> float:
        """Return how like several paragraphs together are to one."""
        together = "".join(self.spelled(part) for part in parts)
        return fuzz.ratio(together, self.spelled(whole))

    def contained(self, part: Fingerprint, whole: Fingerprint) -> float:
        """Return how much of a part stands somewhere in a whole, in one piece."""
        return fuzz.partial_ratio(self.spelled(part), self.spelled(whole))

    def spelled(self, each: Fingerprint) -> str:
        """Return the words, each as one letter."""
        if each not in self._spelled:
            self._spelled[each] = "".join(map(self._letter, each.words))
        return self._spelled[each]

    def _texts(self, ours: Prints, theirs: Prints) -> Grid:
        words = _ratios(ours, theirs, self.spelled)
        but_figures = _ratios(ours, theirs, self._but_figures)
        letters = _ratios(ours, theirs, lambda each: each.form)
        blend: Grid = 0.15 * words + 0.35 * but_figures + 0.5 * letters
        return blend

    def _rows(self, ours: Prints, theirs: Prints) -> Grid:
        """Compare what rows are about first: their figures are what changes."""
        label = _ratios(ours, theirs, lambda each: each.label)
        labels = _ratios(ours, theirs, lambda each: each.labels)
        figures = _ratios(ours, theirs, self._figures)
        short = np.minimum(*_lengths(ours, theirs, lambda each: each.label)) < SHORT_LABEL
        other = label < np.where(short, SHORT_LABEL_NEEDED, LABEL_NEEDED)
        telling = np.minimum(*_lengths(ours, theirs, lambda each: "".join(each.numbers))) >= 6
        renamed = (figures >= SAME_FIGURES) & telling
        likeness: Grid = 0.5 * label + 0.3 * labels + 0.2 * figures
        likeness[renamed] = np.maximum(likeness, ROW_NEEDED + 1)[renamed]
        likeness[other & ~renamed] = 0
        return likeness

    def _but_figures(self, each: Fingerprint) -> str:
        """Spell the words, all figures as the same letter."""
        if each not in self._spelled_but_figures:
            letters = zip(each.words, self.spelled(each), strict=True)
            self._spelled_but_figures[each] = "".join(
                ANY_FIGURE if word.isdigit() else letter for word, letter in letters
            )
        return self._spelled_but_figures[each]

    def _figures(self, each: Fingerprint) -> str:
        return "".join(map(self._letter, each.numbers))

    def _letter(self, word: str) -> str:
        letter = self._vocabulary.get(word)
        if letter is None:
            letter = chr(FIRST_LETTER + len(self._vocabulary) % LETTERS)
            self._vocabulary[word] = letter
        return letter


def needed(ours: Prints, theirs: Prints, *, between: bool) -> Grid:
    """Return how like each has to be to each to pass for the same paragraph.

    Where two gaps of one size lie `between` the same neighbours, less is asked of those that
    stand in the same place of theirs and are of one kind.
    """
    shorter = np.minimum(*_lengths(ours, theirs, lambda each: each.form))
    enough = np.interp(shorter, LENGTHS, NEEDED)
    if between and len(ours) == len(theirs):
        less = np.interp(shorter, LENGTHS, NEEDED_BETWEEN)
        for i, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            if one.kind == other.kind:
                opening = OPENING if one.words[:2] == other.words[:2] else 0.0
                enough[i, i] = less[i, i] - opening
    rows = np.array([each.row for each in ours])[:, None]
    return np.where(rows, ROW_NEEDED, enough).astype(np.float32)


def _ratios(ours: Prints, theirs: Prints, spell: Spell) -> Grid:
    return process.cdist(
        [spell(each) for each in ours],
        [spell(each) for each in theirs],
        scorer=fuzz.ratio,
        dtype=np.float32,
    )


def _lengths(ours: Prints, theirs: Prints, spell: Spell) -> tuple[Grid, Grid]:
    here = np.array([len(spell(each)) for each in ours], dtype=np.float32)[:, None]
    there = np.array([len(spell(each)) for each in theirs], dtype=np.float32)[None, :]
    return here, there


def _equal(ours: Prints, theirs: Prints) -> NDArray[np.bool_]:
    """Say which say the same; what says nothing equals nothing."""
    here = np.array([each.hash if each.readable else 0 for each in ours], dtype=np.uint64)
    there = np.array([each.hash if each.readable else 1 for each in theirs], dtype=np.uint64)
    equal: NDArray[np.bool_] = here[:, None] == there[None, :]
    return equal
