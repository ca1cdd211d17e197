"""The plain data of this package: what a page holds, and the paragraphs made of it.

A page is read in one process and its document assembled in another, so a page
travels as compact JSON lists and every number is rounded when it is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, Self

SCAN_COVERAGE = 0.60
SCAN_LETTERS = 60
"""A scan may bear a stamped web address: it has a little text, never a page of it."""

GRID = 10_000
"""Boxes are told in ten-thousandths of the displayed page, whatever its size."""


class Span(NamedTuple):
    """A run of horizontal text in one font."""

    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float
    bold: bool
    italic: bool
    text: str
    block: int


class Character(NamedTuple):
    """One letter of a run that its font could not spell alone."""

    x0: float
    x1: float
    baseline: float
    size: float
    text: str


class Horizontal(NamedTuple):
    """A ruled line from left to right."""

    x0: float
    x1: float
    y: float


class Vertical(NamedTuple):
    """A ruled line from top to bottom."""

    y0: float
    y1: float
    x: float


class PageBox(NamedTuple):
    """Where something stands: a page and a box on its grid."""

    page: int
    x0: int
    y0: int
    x1: int
    y1: int


@dataclass(frozen=True)
class PageContent:
    """One page as displayed: its text, its rules and how much of it is pictures.

    Characters are there only for runs that overlap, sorted by baseline.
    """

    number: int
    width: float
    height: float
    spans: tuple[Span, ...] = ()
    horizontals: tuple[Horizontal, ...] = ()
    verticals: tuple[Vertical, ...] = ()
    image_coverage: float = 0.0
    characters: tuple[Character, ...] = ()

    @property
    def pictured(self) -> bool:
        """Say whether one picture or more fill the page."""
        return self.image_coverage >= SCAN_COVERAGE

    @property
    def scanned(self) -> bool:
        """Say whether the page is a picture of a page, its text yet to be read."""
        return self.pictured and self.letters < SCAN_LETTERS

    @property
    def letters(self) -> int:
        """Count the characters that are not spaces."""
        return sum(len("".join(span.text.split())) for span in self.spans)

    def to_json(self) -> dict[str, Any]:
        """Return the page as plain lists."""
        return {
            "number": self.number,
            "width": self.width,
            "height": self.height,
            "spans": [list(span) for span in self.spans],
            "horizontals": [list(rule) for rule in self.horizontals],
            "verticals": [list(rule) for rule in self.verticals],
            "image_coverage": self.image_coverage,
            "characters": [list(character) for character in self.characters],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Return the page that `to_json` wrote."""
        return cls(
            number=data["number"],
            width=data["width"],
            height=data["height"],
            spans=tuple(Span(*span) for span in data["spans"]),
            horizontals=tuple(Horizontal(*rule) for rule in data["horizontals"]),
            verticals=tuple(Vertical(*rule) for rule in data["verticals"]),
            image_coverage=data["image_coverage"],
            characters=tuple(Character(*letter) for letter in data["characters"]),
        )


class Kind(StrEnum):
    """What a paragraph is in its paper."""

    HEADING = "heading"
    ARTICLE = "article"
    CLAUSE = "clause"
    POINT = "point"
    BULLET = "bullet"
    BODY = "body"
    ROW = "row"
    FOOTNOTE = "footnote"
    PAGE = "page"


@dataclass(frozen=True)
class Paragraph:
    """One unit of a paper that can be cited and commented on.

    A heading and the title on the line below it share one address and one level.
    """

    kind: Kind
    text: str
    address: str
    level: int | None
    boxes: tuple[PageBox, ...]
    from_scan: bool


def on_grid(value: float, extent: float) -> int:
    """Return a length in points as ten-thousandths of `extent`."""
    if extent <= 0:
        return 0
    return min(GRID, max(0, round(value / extent * GRID)))
