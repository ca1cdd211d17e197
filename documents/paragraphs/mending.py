"""Mending: what somebody joined, split or named by hand, done again on the drafts of any reading.

A mend is told by the boxes it was made in and the words about it, so it knows no paragraph and no
extractor. One that does not find its very place is passed over: nothing is done to a neighbour.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple, Self

from .flow import Draft
from .group import Group
from .lines import Line, read_on
from .model import Kind, PageContent

JOIN, SPLIT, HEADING, PLAIN = "join", "split", "heading", "plain"
SLACK = 40
"""Ten-thousandths of the page by which another extractor may draw a box otherwise."""
BAR = "|"
BESIDE = frozenset({Kind.FOOTNOTE, Kind.PAGE})
"""What a text that goes on over the page passes by."""

Box = Sequence[int]


@dataclass(frozen=True)
class HandMend:
    """One mend: where on the pages, and between or about which words."""

    kind: str
    boxes: tuple[Box, ...]
    """Lists of page (from 1), x0, y0, x1, y1 in ten-thousandths."""
    before: str
    """The words before the place; of a whole paragraph, its first ones."""
    after: str
    """The words after it; of a whole paragraph, its last ones."""
    letters: int = 0
    """How many letters the whole paragraph has."""
    level: int | None = None

    @classmethod
    def from_json(cls, kind: str, place: Mapping[str, Any]) -> Self:
        """Return the mend of a stored place."""
        boxes = tuple(tuple(box) for box in place["boxes"])
        letters, level = place.get("letters", 0), place.get("level")
        return cls(kind, boxes, place["before"], place["after"], letters, level)


class Cut(NamedTuple):
    """A place between two letters: the drafts that stand before and after it."""

    above: Draft
    below: Draft
    offset: int
    """How many letters of `above` stand before it."""


def mended(
    drafts: Sequence[Draft], mends: Sequence[HandMend], pages: Mapping[int, PageContent]
) -> tuple[list[Draft], list[bool]]:
    """Return the drafts as the hand wants them, and of each mend whether it found its place."""
    mending = Mending(list(drafts), pages)
    found = [mending.do(mend) for mend in mends]
    return mending.drafts, found


@lru_cache(maxsize=4096)
def letters_of(text: str) -> str:
    """Return letters and digits alone, without accents: what no extractor reads otherwise."""
    bare = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return "".join(filter(str.isalnum, bare))


class Mending:
    """The drafts of a paper, and what is done to them."""

    def __init__(self, drafts: list[Draft], pages: Mapping[int, PageContent]) -> None:
        self.drafts = drafts
        self._pages = pages

    def do(self, mend: HandMend) -> bool:
        """Do one mend; says whether its place was found, be it that nothing is left to do."""
        match mend.kind:
            case "join":
                return self._join(mend)
            case "split":
                return self._split(mend)
        return self._name(mend)

    def _join(self, mend: HandMend) -> bool:
        cut = self._cut(mend)
        if cut is None:
            return False
        if cut.above is cut.below:
            return _between_words(cut.above, cut.offset)
        if not self._neighbours(cut.above, cut.below):
            return False
        del self.drafts[self._index(cut.below)]
        above, lines = cut.above, [*cut.above.lines, *cut.below.lines]
        group = Group(lines, above.group.column) if above.group else None
        text = read_on(above.text, cut.below.text)
        joined = replace(above, text=text, lines=lines, group=group, mended=True)
        self.drafts[self._index(above)] = joined
        return True

    def _split(self, mend: HandMend) -> bool:
        cut = self._cut(mend)
        if cut is None:
            return False
        if cut.above is not cut.below:
            return True  # the machine came to see it too
        whole, signs = cut.above, _signs(mend.after)
        texts = _parted(whole.text, cut.offset, signs)
        lines = _parted_lines(whole.lines, cut.offset, signs)
        if texts is None or lines is None:
            return False
        index = self._index(whole)
        first, second = (_part(whole, *part) for part in zip(texts, lines, strict=True))
        if whole.level is not None:
            second = replace(second, kind=None, level=None)  # a heading opens what was split
        self.drafts[index : index + 1] = [first, second]
        return True

    def _name(self, mend: HandMend) -> bool:
        first, last = letters_of(mend.before), letters_of(mend.after)
        found = [
            draft
            for draft in self._within(mend)
            if len(said := letters_of(draft.text)) == mend.letters
            and said.startswith(first)
            and said.endswith(last)
        ]
        if len(found) != 1:
            return False
        kind, level = (Kind.BODY, None) if mend.kind == PLAIN else (Kind.HEADING, mend.level)
        self.drafts[self._index(found[0])] = replace(found[0], kind=kind, level=level, mended=True)
        return True

    def _cut(self, mend: HandMend) -> Cut | None:
        """Return the one place between the words of a mend within its boxes."""
        drafts = [draft for draft in self._within(mend) if letters_of(draft.text)]
        stream = "".join(letters_of(draft.text) for draft in drafts)
        before = letters_of(mend.before)
        starts = _occurrences(stream, before + letters_of(mend.after))
        cuts = [_cut_at(drafts, start + len(before)) for start in starts]
        found = [cut for cut in cuts if cut and self._beside(cut, mend)]
        return found[0] if len(found) == 1 else None

    def _beside(self, cut: Cut, mend: HandMend) -> bool:
        """Say whether the place lies in the boxes, and not only the words about it."""
        at = cut.offset if cut.above is cut.below else 0
        line = _line_at(cut.below.lines, at)
        return line is not None and self._inside(line, mend)

    def _within(self, mend: HandMend) -> list[Draft]:
        pages = {box[0] - 1 for box in mend.boxes}
        return [
            draft
            for draft in self.drafts
            if any(line.page in pages and self._inside(line, mend) for line in draft.lines)
        ]

    def _inside(self, line: Line, mend: HandMend) -> bool:
        across = (line.x0 + line.x1) / 2
        x, y, *_ = self._pages[line.page].placed(across, line.middle, across, line.middle)
        return any(
            box[0] == line.page + 1
            and box[1] - SLACK <= x <= box[3] + SLACK
            and box[2] - SLACK <= y <= box[4] + SLACK
            for box in mend.boxes
        )

    def _neighbours(self, above: Draft, below: Draft) -> bool:
        first, last = self._index(above), self._index(below)
        between = self.drafts[first + 1 : last]
        return first < last and all(draft.kind in BESIDE for draft in between)

    def _index(self, wanted: Draft) -> int:
        return next(index for index, draft in enumerate(self.drafts) if draft is wanted)


def _cut_at(drafts: Sequence[Draft], at: int) -> Cut | None:
    """Return where the letter number `at` of some drafts begins."""
    first = 0
    for index, draft in enumerate(drafts):
        last = first + len(letters_of(draft.text))
        if at == last and index + 1 < len(drafts):
            return Cut(draft, drafts[index + 1], at - first)
        if first < at < last:
            return Cut(draft, draft, at - first)
        first = last
    return None


def _occurrences(stream: str, words: str) -> Iterator[int]:
    start = stream.find(words)
    while start >= 0:
        yield start
        start = stream.find(words, start + 1)


def _between_words(draft: Draft, offset: int) -> bool:
    return _parted(draft.text, offset, 0) is not None


def _signs(text: str) -> int:
    """Count the signs, such as a dash, that open a text before its first letter."""
    count = 0
    for word in text.split():
        if letters_of(word):
            return count
        count += word != BAR
    return count


def _parted(text: str, offset: int, signs: int) -> tuple[str, str] | None:
    """Return a text in two, so many letters and all but some signs before the cut."""
    words = text.split(" ")
    at = _word_at(words, offset, signs)
    if at is None:
        return None
    above, below = words[:at], words[at:]
    while above and above[-1] == BAR:
        above.pop()
    while below and below[0] == BAR:
        del below[0]
    return (" ".join(above), " ".join(below)) if above and below else None


def _parted_lines(
    lines: Sequence[Line], offset: int, signs: int
) -> tuple[list[Line], list[Line]] | None:
    words = [
        (index, start, word)
        for index, line in enumerate(lines)
        for start, word in _words_of(line.text)
    ]
    at = _word_at([word for _, _, word in words], offset, signs)
    if at is None or not 0 < at < len(words):
        return None
    index, start, _ = words[at]
    if start == 0:
        return list(lines[:index]), list(lines[index:])
    left, right = _parted_line(lines[index], start)
    return [*lines[:index], left], [right, *lines[index + 1 :]]


def _word_at(words: Sequence[str], offset: int, signs: int) -> int | None:
    """Return the word that the letter number `offset` opens; None if it stands within one."""
    passed = 0
    for index, word in enumerate(words):
        letters = letters_of(word)
        if letters and passed == offset:
            return _back(words, index, signs)
        passed += len(letters)
        if passed > offset:
            return None
    return None


def _back(words: Sequence[str], index: int, signs: int) -> int:
    """Go back over the signs that belong to a word."""
    while signs and index and not letters_of(words[index - 1]):
        index -= 1
        signs -= words[index] != BAR
    return index


def _words_of(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for word in text.split(" "):
        yield start, word
        start += len(word) + 1


def _parted_line(line: Line, start: int) -> tuple[Line, Line]:
    """Return a line in two; how far its words run is shared out by their letters."""
    x = line.x0 + line.width * start / max(1, len(line.text))
    left = replace(line, x1=x, text=line.text[:start].rstrip(), pieces=[])
    return left, replace(line, x0=x, text=line.text[start:], pieces=[])


def _part(whole: Draft, text: str, lines: list[Line]) -> Draft:
    group = Group(lines, whole.group.column) if whole.group else None
    return replace(whole, page=lines[0].page, text=text, lines=lines, group=group, mended=True)


def _line_at(lines: Sequence[Line], offset: int) -> Line | None:
    """Return the line in which a letter stands."""
    passed = 0
    for line in lines:
        passed += len(letters_of(line.text))
        if passed > offset:
            return line
    return None
