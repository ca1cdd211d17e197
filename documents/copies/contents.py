"""The first pages of a volume: its title, and its contents with dotted leaders and links."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from documents.copies.geometry import Box
from documents.copies.lettering import BOLD, REGULAR, RESOURCE, face
from documents.copies.volume import Entry, Volume

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP, BOTTOM = 71.0, 538.0, 771.0, 64.0
INDENT = 16.0
SPAN_ROOM = 78.0
"""What is kept free at the right for the page numbers."""
INK, SOFT, RULE = (0.08, 0.13, 0.24), (0.36, 0.4, 0.48), (0.72, 0.76, 0.82)
Colour = tuple[float, float, float]


@dataclass
class Sheet:
    """One page of contents as it is drawn, and which part each box of it leads to."""

    steps: list[str] = field(default_factory=list)
    links: list[tuple[Box, int]] = field(default_factory=list)

    def say(
        self, x: float, y: float, text: str, weight: str, size: float, colour: Colour = INK
    ) -> None:
        """Write a fitted line of text."""
        red, green, blue = colour
        self.steps.append(
            f"BT {red} {green} {blue} rg {RESOURCE[weight]} {size} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm "
            f"{face(weight).codes(text)} Tj ET"
        )

    def rule(self, x0: float, x1: float, y: float, *, dotted: bool) -> None:
        """Draw a line, or the dots that lead to a number."""
        red, green, blue = SOFT if dotted else RULE
        dash = "[0 3.2] 0 d 1 J 0.9 w" if dotted else "[] 0 d 0 J 0.8 w"
        self.steps.append(
            f"q {red} {green} {blue} RG {dash} {x0:.2f} {y:.2f} m {x1:.2f} {y:.2f} l S Q"
        )

    def drawing(self) -> bytes:
        """Return the steps that draw the page."""
        return "\n".join(self.steps).encode()


class Layout:
    """Lays the words of a volume out over as many sheets as they need."""

    def __init__(self, volume: Volume, missing: Sequence[int]) -> None:
        self.sheets = [Sheet()]
        self._volume = volume
        self._missing = frozenset(missing)
        self._y = TOP
        self._title()
        for entry in volume.entries:
            self._entry(entry)

    def _title(self) -> None:
        for line in face(BOLD).wrapped(self._volume.title, 20, RIGHT - LEFT):
            self._line(LEFT, line, BOLD, 20, 27)
        for text in self._volume.lines:
            for line in face(REGULAR).wrapped(text, 11, RIGHT - LEFT):
                self._line(LEFT, line, REGULAR, 11, 16, SOFT)
        self._y -= 10
        self.sheets[-1].rule(LEFT, RIGHT, self._y, dotted=False)
        self._y -= 8
        self._line(LEFT, face(BOLD).fitted(self._volume.contents), BOLD, 14, 24)

    def _entry(self, entry: Entry) -> None:
        if entry.part is None:
            self._chapter(entry)
        else:
            self._part(entry, entry.part)

    def _chapter(self, entry: Entry) -> None:
        x = LEFT + INDENT * entry.level
        number = face(BOLD).fitted(f"{entry.number} ")
        indent = face(BOLD).width(number, 11.5)
        lines = face(BOLD).wrapped(entry.title, 11.5, RIGHT - SPAN_ROOM / 2 - x - indent)
        self._room(16 * len(lines) + 34)
        self._y -= 6
        for index, line in enumerate(lines):
            self._line(x, number + line if not index else "", BOLD, 11.5, 16)
            if index:
                self.sheets[-1].say(x + indent, self._y, line, BOLD, 11.5)
        if entry.detail:
            for line in face(REGULAR).wrapped(entry.detail, 9.5, RIGHT - x - indent):
                self._line(x + indent, line, REGULAR, 9.5, 13, SOFT)

    def _part(self, entry: Entry, index: int) -> None:
        part = self._volume.parts[index]
        gone = index in self._missing
        x = LEFT + INDENT * entry.level
        number = face(REGULAR).fitted(f"{entry.number} ")
        indent = face(REGULAR).width(number, 11)
        lines = face(REGULAR).wrapped(entry.title, 11, RIGHT - SPAN_ROOM - x - indent)
        self._room(15.5 * len(lines) + 16 * gone)
        top = self._y
        for count, line in enumerate(lines):
            self._line(x, number if not count else "", REGULAR, 11, 15.5, SOFT)
            self.sheets[-1].say(x + indent, self._y, line, REGULAR, 11)
        if gone:
            for line in face(REGULAR).wrapped(self._volume.missing, 9.5, RIGHT - x - indent):
                self._line(x + indent, line, REGULAR, 9.5, 13, SOFT)
            return
        span = face(REGULAR).fitted(part.span)
        left = RIGHT - face(REGULAR).width(span, 11)
        end = x + indent + face(REGULAR).width(lines[-1], 11)
        self.sheets[-1].rule(end + 6, left - 6, self._y + 0.8, dotted=True)
        self.sheets[-1].say(left, self._y, span, REGULAR, 11)
        self.sheets[-1].links.append(((x, self._y - 4, RIGHT, top - 2), index))

    def _line(
        self, x: float, text: str, weight: str, size: float, height: float, colour: Colour = INK
    ) -> None:
        self._room(height)
        self._y -= height
        if text:
            self.sheets[-1].say(x, self._y, text, weight, size, colour)

    def _room(self, height: float) -> None:
        """Begin a new sheet where there is not so much room; nothing is longer than a sheet."""
        if self._y - height < BOTTOM and self._y < TOP:
            self.sheets.append(Sheet())
            self._y = TOP
