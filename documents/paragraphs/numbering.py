"""Addresses: what each paragraph is and how it is cited, "Điều 5 khoản 6 điểm a"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from .markers import Marker, Sign, ends_sentence, in_contents, marker_of
from .model import Kind

RANKS = {"phụ lục": 0, "phần": 1, "chương": 2, "mục": 3, "tiểu mục": 4}
APPENDIX_RANK = 0
ARTICLE_RANK, ROMAN_RANK, CLAUSE_RANK = 5, 6, 7
LONGEST_TITLE = 200
RECEIVERS = "Nơi nhận"
LONGEST_GAP = 3
DIVISION_WORD = re.compile(r"tiểu mục|phụ lục|phần|chương|mục", re.IGNORECASE)
ARTICLE_NUMBER = re.compile(r"\d+[a-zđ]?")

KINDS = {
    Sign.DIVISION: Kind.HEADING,
    Sign.ARTICLE: Kind.ARTICLE,
    Sign.ROMAN: Kind.HEADING,
    Sign.CLAUSE: Kind.CLAUSE,
    Sign.DECIMAL: Kind.CLAUSE,
    Sign.BRACKETED: Kind.POINT,
    Sign.POINT: Kind.POINT,
    Sign.BULLET: Kind.BULLET,
}


class Unit(NamedTuple):
    """What numbering needs to know of a paragraph: rows and footnotes come with their kind."""

    text: str
    bold: bool
    centred: bool
    kind: Kind | None = None
    level: int | None = None
    """Of a heading that the hand made one: it stays."""


class Number(NamedTuple):
    """What a paragraph is, where it is cited and how deep it stands in the contents."""

    kind: Kind
    address: str
    level: int | None


@dataclass
class Place:
    """Where in the paper the reading has come to."""

    chapter: str = ""
    section: str = ""
    article: str = ""
    roman: str = ""
    clause: str = ""
    point: str = ""

    def leave(self) -> None:
        """Come to the end of the numbered text."""
        self.chapter = self.section = self.article = self.roman = self.clause = self.point = ""

    @property
    def address(self) -> str:
        inner = [self.article or self.roman, self.clause, self.point]
        # articles are numbered through a paper; all else begins anew in each division
        outer = self.heading if not self.article or _appendix(self.chapter) else ""
        return " ".join(part for part in (outer, *inner) if part)

    @property
    def heading(self) -> str:
        return " ".join(part for part in (self.chapter, self.section) if part)


def numbered(units: Iterable[Unit]) -> list[Number]:
    """Return the number of each paragraph in reading order, headings with dense levels."""
    units = _without_contents(list(units))
    place = Place()
    numbers: list[Number] = []
    title_may_follow = False
    for unit in units:
        if unit.level is not None:
            numbers.append(_made_heading(unit, place))
            title_may_follow = False
            continue
        if title_may_follow and _titles(unit):
            numbers.append(Number(Kind.HEADING, place.address, numbers[-1].level))
            continue
        number = _number(unit, place)
        title_may_follow = number.kind is Kind.HEADING and _names_division(unit.text)
        numbers.append(number)
    return _with_dense_levels(numbers)


def _without_contents(units: list[Unit]) -> list[Unit]:
    """Return the units, those of a table of contents known as plain text."""
    listed = [index for index, unit in enumerate(units) if in_contents(unit.text)]
    for start, end in list(pairwise(listed)):
        if end - start <= LONGEST_GAP:
            listed += range(start + 1, end)  # an entry without dots, or the first of its two lines
    for index in listed:
        units[index] = units[index]._replace(kind=units[index].kind or Kind.BODY)
    return units


def _made_heading(unit: Unit, place: Place) -> Number:
    """Return the number of a heading that the hand made one; its depth is not ours to say."""
    marker = marker_of(unit.text)
    if marker is None:
        return Number(Kind.HEADING, place.address, None)
    _move(place, marker)
    article = marker.sign is Sign.ARTICLE
    return Number(Kind.ARTICLE if article else Kind.HEADING, place.address, None)


def _number(unit: Unit, place: Place) -> Number:
    marker = None if unit.kind else marker_of(unit.text)
    if unit.text.startswith(RECEIVERS):
        place.leave()  # who receives the paper and who signs it is no part of its last clause
    if marker is None:
        return Number(unit.kind or Kind.BODY, place.address, None)
    kind = KINDS[marker.sign]
    if kind is Kind.HEADING and marker.sign is Sign.ROMAN and not _title_like(unit):
        kind = Kind.CLAUSE
    _move(place, marker)
    return Number(kind, place.address, _rank(unit, marker, kind, place))


def _move(place: Place, marker: Marker) -> None:
    match marker.sign:
        case Sign.DIVISION:
            _enter_division(place, _cited(marker.words))
        case Sign.ARTICLE:
            number = ARTICLE_NUMBER.search(marker.words)
            place.article = f"Điều {number.group() if number else marker.label}"
            place.roman = place.clause = place.point = ""
        case Sign.ROMAN:
            place.roman = f"mục {marker.label}"
            place.article = place.clause = place.point = ""
        case Sign.CLAUSE | Sign.DECIMAL:
            place.clause, place.point = f"khoản {marker.label}", ""
        case Sign.POINT | Sign.BRACKETED:
            place.point = f"điểm {marker.label}"
        case Sign.BULLET:
            pass


def _enter_division(place: Place, words: str) -> None:
    if _division_rank(words) >= RANKS["mục"]:
        place.section = words
    else:
        place.chapter, place.section = words, ""
    place.article = place.roman = place.clause = place.point = ""


def _cited(words: str) -> str:
    """Return the name of a division as it is cited: "Chương II", however it was set."""
    words = " ".join(words.split())
    name = DIVISION_WORD.match(words)
    return words if name is None else name.group().capitalize() + words[name.end() :]


def _rank(unit: Unit, marker: Marker, kind: Kind, place: Place) -> int | None:
    """Return how deep a heading ranks among all that may occur."""
    match marker.sign:
        case Sign.DIVISION:
            return _division_rank(marker.words)
        case Sign.ARTICLE:
            return ARTICLE_RANK
        case Sign.ROMAN if kind is Kind.HEADING:
            return ROMAN_RANK
        case Sign.CLAUSE | Sign.DECIMAL if unit.bold and _title_like(unit) and not place.article:
            return CLAUSE_RANK + marker.label.count(".")
    return None


def _division_rank(words: str) -> int:
    word = DIVISION_WORD.match(words)
    return RANKS[word.group().lower()] if word else RANKS["chương"]


def _appendix(words: str) -> bool:
    return words.lower().startswith("phụ lục")


def _names_division(text: str) -> bool:
    marker = marker_of(text)
    return marker is not None and marker.sign is Sign.DIVISION


def _titles(unit: Unit) -> bool:
    """Say whether a paragraph is the title of the division named above it."""
    unmarked = unit.kind is None and marker_of(unit.text) is None and unit.text[:1] != "("
    return unmarked and _title_like(unit) and (unit.centred or unit.text.isupper())


def _title_like(unit: Unit) -> bool:
    return len(unit.text) <= LONGEST_TITLE and not ends_sentence(unit.text)


def _with_dense_levels(numbers: Sequence[Number]) -> list[Number]:
    ranks = sorted({number.level for number in numbers if number.level})
    depth = {APPENDIX_RANK: 1, **{rank: level for level, rank in enumerate(ranks, 1)}}
    return [
        number if number.level is None else number._replace(level=depth[number.level])
        for number in numbers
    ]
