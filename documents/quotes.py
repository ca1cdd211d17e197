"""Quotes: the words that somebody marked, found again among the words of other pages.

Everything here is pure. A quote is looked for as it stands, told from its repetitions by what
surrounds it, and, where the words changed a little, where it is likest.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from rapidfuzz import fuzz

LIKE_ENOUGH = 75.0
"""How like the words found have to be, together, to those that were marked."""
FEWEST_LETTERS = 8
"""Of a quote that is looked for in other words: a shorter one is soon like any."""
MOST_COMPARED = 2_000_000
"""Letters of one times letters of the other: beyond this nobody waits for a likeness."""
SHORT, FEWEST_AROUND = 16, 90.0
"""A few words stand in many places: what surrounds them has to be somewhat like, of 200."""
CONTEXT = 32

Line = Sequence[Any]
"""As the words of a page are kept: x0, y0, x1, y1, text, and where each word starts and ends."""
Box = Sequence[int]


class Word(NamedTuple):
    """One word and its place: the page from 1, and the line on it."""

    text: str
    page: int
    line: int
    x0: int
    y0: int
    x1: int
    y1: int


class Quote(NamedTuple):
    """What was marked, and what stands before and after it."""

    exact: str
    prefix: str = ""
    suffix: str = ""


class Found(NamedTuple):
    """The words that a quote was found in, as places in a list, and how like they are to it."""

    first: int
    last: int
    score: float


def words_within(page: int, lines: Sequence[Line], boxes: Sequence[Box]) -> Iterator[Word]:
    """Yield the words of a page whose middle lies in one of the boxes (x0, y0, x1, y1)."""
    for number, (x0, y0, x1, y1, text, places) in enumerate(lines):
        words = text.split(" ")
        stretches = places if len(places) == len(words) else [[x0, x1]] * len(words)
        for word, (start, end) in zip(words, stretches, strict=True):
            if word and any(_holds(box, (start + end) / 2, (y0 + y1) / 2) for box in boxes):
                yield Word(word, page, number, start, y0, end, y1)


def find(quote: Quote, words: Sequence[Word]) -> Found | None:
    """Return where a quote stands among words; None where nothing is like it."""
    exact = spoken(quote.exact)
    if not exact or not words:
        return None
    text = Text(words)
    places = list(text.places_of(exact))
    if places:
        like = [(text.likeness_around(each, len(exact), quote), -each) for each in places]
        around, start = max(like)[0], -max(like)[1]
        if len(exact) < SHORT and (quote.prefix or quote.suffix) and around < FEWEST_AROUND:
            return None
        return Found(text.word_at(start), text.word_at(start + len(exact) - 1), 100.0)
    return text.likest(exact)


def boxes_of(words: Sequence[Word]) -> list[list[int]]:
    """Return a box a line: page, x0, y0, x1, y1."""
    return [
        [page, min(w.x0 for w in row), min(w.y0 for w in row), *_far_corner(row)]
        for (page, _), group in groupby(words, key=lambda word: (word.page, word.line))
        if (row := list(group))
    ]


def quoted(words: Sequence[Word], found: Found) -> Quote:
    """Return the words that were found as a quote, with what surrounds them."""
    text = Text(words)
    start, end = text.starts[found.first], text.end_of(found.last)
    return Quote(
        text.said[start:end], text.said[max(0, start - CONTEXT) : start], text.said[end:][:CONTEXT]
    )


def spoken(text: str) -> str:
    """Return a text with one space between its words, whatever its lines."""
    return " ".join(unicodedata.normalize("NFC", text).split())


class Text:
    """Words as one text that knows where each begins."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._texts = [unicodedata.normalize("NFC", word.text) for word in words]
        self.said = " ".join(self._texts)
        self.starts = []
        start = 0
        for text in self._texts:
            self.starts.append(start)
            start += len(text) + 1

    def end_of(self, word: int) -> int:
        """Return where a word ends."""
        return self.starts[word] + len(self._texts[word])

    def word_at(self, place: int) -> int:
        """Return the word that stands at a place of the text."""
        low, high = 0, len(self.starts)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.starts[middle] <= place else (low, middle)
        return low

    def places_of(self, exact: str) -> Iterator[int]:
        """Yield where the quote stands as it is, whole words alone."""
        start = self.said.find(exact)
        while start >= 0:
            if self._whole(start, start + len(exact)):
                yield start
            start = self.said.find(exact, start + 1)

    def likeness_around(self, start: int, length: int, quote: Quote) -> float:
        """Return how like what surrounds a place is to what surrounded the quote."""
        before, after = spoken(quote.prefix), spoken(quote.suffix)
        here = spoken(self.said[max(0, start - len(before) - 1) : start])
        there = spoken(self.said[start + length :][: len(after) + 1])
        return _ratio(before, here) + _ratio(after, there)

    def likest(self, exact: str) -> Found | None:
        """Return the stretch that is likest to a quote that does not stand there as it is."""
        if len(exact) < FEWEST_LETTERS or len(exact) * len(self.said) > MOST_COMPARED:
            return None
        near = fuzz.partial_ratio_alignment(exact, self.said, score_cutoff=LIKE_ENOUGH - 15)
        if near is None or near.dest_end <= near.dest_start:
            return None
        first, last = self.word_at(near.dest_start), self.word_at(near.dest_end - 1)
        stretches = [
            (self._like(exact, start, end), start, end)
            for start in range(max(0, first - 2), min(first + 3, len(self.starts)))
            for end in range(max(start, last - 2), min(last + 3, len(self.starts)))
        ]
        score, start, end = max(stretches, key=lambda each: (each[0], each[1] - each[2]))
        return Found(start, end, score) if score >= LIKE_ENOUGH else None

    def _like(self, exact: str, first: int, last: int) -> float:
        return fuzz.ratio(exact, self.said[self.starts[first] : self.end_of(last)])

    def _whole(self, start: int, end: int) -> bool:
        before = start == 0 or not (self.said[start - 1].isalnum() and self.said[start].isalnum())
        after = end == len(self.said) or not (
            self.said[end - 1].isalnum() and self.said[end].isalnum()
        )
        return before and after


def _ratio(one: str, other: str) -> float:
    return fuzz.ratio(one, other) if one or other else 0.0


def _holds(box: Box, x: float, y: float) -> bool:
    x0, y0, x1, y1 = box
    return x0 <= x <= x1 and y0 <= y <= y1


def _far_corner(row: Sequence[Word]) -> tuple[int, int]:
    return max(word.x1 for word in row), max(word.y1 for word in row)
