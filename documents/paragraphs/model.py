"""The plain data of this package: what a page holds, and the paragraphs made of it.

A page is read in one process and its document assembled in another, so a page
travels as compact JSON lists and every number is rounded when it is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import cos, radians, sin
from typing import Any, NamedTuple, Self

SCAN_COVERAGE = 0.60
SCAN_LETTERS = 60
"""A scan may bear a stamped web address: it has a little text, never a page of it."""

LEVEL = 0.4
"""Degrees by which a line may lean and still be told by one box."""

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


class Stance(NamedTuple):
    """How a scan stands on the displayed page, whose width and height come last.

    The page is turned clockwise by `turn`, 0, 90, 180 or 270 degrees, and its lines, which fall
    towards the right by `lean` degrees, are levelled about its middle: then it is upright.
    """

    turn: int
    lean: float
    width: float
    height: float

    def displayed(self, x: float, y: float, width: float, height: float) -> tuple[float, float]:
        """Return where a point of the upright page, of this width and height, is displayed."""
        angle = radians(self.lean)
        right, down = x - width / 2, y - height / 2
        across = right * cos(angle) - down * sin(angle)
        along = right * sin(angle) + down * cos(angle)
        middle = self.width / 2, self.height / 2
        for _ in range(self.turn // 90 % 4):
            across, along = along, -across
        return middle[0] + across, middle[1] + along


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

    Characters are there only for runs that overlap, sorted by baseline. What was read from a scan
    has a stance: everything is told on the page turned upright.
    """

    number: int
    width: float
    height: float
    spans: tuple[Span, ...] = ()
    horizontals: tuple[Horizontal, ...] = ()
    verticals: tuple[Vertical, ...] = ()
    image_coverage: float = 0.0
    characters: tuple[Character, ...] = ()
    stance: Stance | None = None

    @property
    def recognised(self) -> bool:
        """Say whether its text was read from a scan."""
        return self.stance is not None

    @property
    def level(self) -> bool:
        """Say whether its lines run across the displayed page."""
        return self.stance is None or (self.stance.turn == 0 and abs(self.stance.lean) <= LEVEL)

    @property
    def pictured(self) -> bool:
        """Say whether one picture or more fill the page."""
        return self.image_coverage >= SCAN_COVERAGE

    @property
    def scanned(self) -> bool:
        """Say whether the page is a picture of a page, its text yet to be read."""
        return self.pictured and not self.recognised and self.letters < SCAN_LETTERS

    @property
    def letters(self) -> int:
        """Count the characters that are not spaces."""
        return sum(len("".join(span.text.split())) for span in self.spans)

    def placed(self, x0: float, y0: float, x1: float, y1: float) -> tuple[int, int, int, int]:
        """Return a box as it stands on the grid of the displayed page."""
        if self.stance is None:
            width, height = self.width, self.height
        else:
            width, height = self.stance.width, self.stance.height
            corners = [
                self.stance.displayed(x, y, self.width, self.height)
                for x in (x0, x1)
                for y in (y0, y1)
            ]
            across, down = zip(*corners, strict=True)
            x0, y0, x1, y1 = min(across), min(down), max(across), max(down)
        return on_grid(x0, width), on_grid(y0, height), on_grid(x1, width), on_grid(y1, height)

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
            "stance": list(self.stance) if self.stance else None,
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
            stance=Stance(*data["stance"]) if data.get("stance") else None,
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
    mended: bool = False
    """It is as it is by somebody's hand."""


def on_grid(value: float, extent: float) -> int:
    """Return a length in points as ten-thousandths of `extent`."""
    if extent <= 0:
        return 0
    return min(GRID, max(0, round(value / extent * GRID)))
