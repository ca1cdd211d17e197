"""A page with tables spread out for the recogniser: the columns of a table one below the other.

What stands side by side in a table has lines of its own in each cell; read as one page, the lines
of neighbours run into each other and into the rules between them. So each column is cut out,
without its rules, and laid below the page, and what is read there is brought back to its place.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from documents.paragraphs.rules import Table
from documents.recognition.straightening import WHITE, Raster

RIM = 3
"""Pixels along a rule that may still be its ink."""
MARGIN = 40
"""White pixels around what is laid below the page."""
LEAST_SIDE = 14
"""Pixels: a narrower cell holds no letter."""
MOST_CELLS = 4000


class Box(NamedTuple):
    """A rectangle of pixels."""

    x0: int
    y0: int
    x1: int
    y1: int


class Piece(NamedTuple):
    """A part of the page that was laid elsewhere: where it comes from and where its top is now."""

    source: Box
    left: int
    top: int

    def holds(self, x: float, y: float) -> bool:
        """Say whether a point of the spread page lies in this piece."""
        width, height = self.source.x1 - self.source.x0, self.source.y1 - self.source.y0
        return self.left <= x <= self.left + width and self.top <= y <= self.top + height


@dataclass(frozen=True)
class Spread:
    """A page as the recogniser sees it."""

    raster: Raster
    pieces: list[Piece]


def spread_out(raster: Raster, tables: Sequence[Table], scale: float) -> Spread:
    """Return a page with its tables taken apart; `scale` is its pixels for each point."""
    strips = [_inside(strip, raster) for table in tables for strip in _strips(table, scale)]
    strips = [strip for strip in strips if _holds_ink(raster, strip)]
    if not strips:
        return Spread(raster, [])
    bare = _without_rules(raster, tables, scale)
    pieces, top = [], raster.shape[0] + MARGIN
    for strip in strips:
        pieces.append(Piece(strip, MARGIN, top))
        top += strip.y1 - strip.y0 + MARGIN
    width = max(raster.shape[1], *(2 * MARGIN + strip.x1 - strip.x0 for strip in strips))
    whole = np.full((top, width), WHITE, np.uint8)
    whole[: raster.shape[0], : raster.shape[1]] = bare
    for table in tables:
        whole[_rows(table, scale), _columns(table, scale)] = WHITE
    for piece in pieces:
        _copy(bare, whole, piece)
    return Spread(whole, pieces)


def _without_rules(raster: Raster, tables: Sequence[Table], scale: float) -> Raster:
    bare = raster.copy()
    for table in tables:
        for across in table.horizontals:
            y, x0, x1 = (round(value * scale) for value in (across.y, across.x0, across.x1))
            bare[max(0, y - RIM) : y + RIM + 1, max(0, x0) : x1] = WHITE
        for down in table.verticals:
            x, y0, y1 = (round(value * scale) for value in (down.x, down.y0, down.y1))
            bare[max(0, y0) : y1, max(0, x - RIM) : x + RIM + 1] = WHITE
    return bare


def _rows(table: Table, scale: float) -> slice:
    return slice(max(0, round(table.y0 * scale) - 2 * RIM), round(table.y1 * scale) + 2 * RIM)


def _columns(table: Table, scale: float) -> slice:
    return slice(max(0, round(table.x0 * scale) - 2 * RIM), round(table.x1 * scale) + 2 * RIM)


def _copy(raster: Raster, whole: Raster, piece: Piece) -> None:
    x0, y0, x1, y1 = piece.source
    whole[piece.top : piece.top + y1 - y0, piece.left : piece.left + x1 - x0] = raster[y0:y1, x0:x1]


def _inside(box: Box, raster: Raster) -> Box:
    height, width = raster.shape
    return Box(max(0, box.x0), max(0, box.y0), min(width, box.x1), min(height, box.y1))


def _holds_ink(raster: Raster, box: Box) -> bool:
    if box.x1 - box.x0 < LEAST_SIDE or box.y1 - box.y0 < LEAST_SIDE:
        return False
    part = raster[box.y0 : box.y1, box.x0 : box.x1]
    return bool(part.min() < 128 or part.std() > 8)


def _strips(table: Table, scale: float) -> Iterator[Box]:
    """Yield the cells of a table; those that follow each other in one column are one strip."""
    if len(table.rows) * len(table.columns) > MOST_CELLS:
        return
    below: dict[tuple[int, int], list[Box]] = defaultdict(list)
    for cell in _cells(table, scale):
        below[cell.x0, cell.x1].append(cell)
    for column in sorted(below):
        strip: list[Box] = []
        for cell in sorted(below[column], key=lambda cell: cell.y0):
            if strip and cell.y0 - strip[-1].y1 > 3 * RIM:
                yield _about(strip)
                strip = []
            strip.append(cell)
        yield _about(strip)


def _cells(table: Table, scale: float) -> Iterator[Box]:
    """Yield the cells; those that no rule parts are one."""
    rows, columns = len(table.rows) - 1, len(table.columns) - 1
    places = [(row, column) for row in range(rows) for column in range(columns)]
    roots = {place: place for place in places}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        while roots[place] != place:
            place = roots[place]
        return place

    for row, column in places:
        if column + 1 < columns and not _walled(table, row, column):
            roots[root((row, column))] = root((row, column + 1))
        if row + 1 < rows and not _floored(table, row, column):
            roots[root((row, column))] = root((row + 1, column))
    merged: dict[tuple[int, int], list[Box]] = defaultdict(list)
    for row, column in places:
        merged[root((row, column))].append(_cell(table, row, column, scale))
    for cells in merged.values():
        yield _about(cells)


def _walled(table: Table, row: int, column: int) -> bool:
    x, middle = table.columns[column + 1], (table.rows[row] + table.rows[row + 1]) / 2
    return any(abs(rule.x - x) <= 4 and rule.y0 <= middle <= rule.y1 for rule in table.verticals)


def _floored(table: Table, row: int, column: int) -> bool:
    y, middle = table.rows[row + 1], (table.columns[column] + table.columns[column + 1]) / 2
    return any(abs(rule.y - y) <= 4 and rule.x0 <= middle <= rule.x1 for rule in table.horizontals)


def _cell(table: Table, row: int, column: int, scale: float) -> Box:
    return Box(
        round(table.columns[column] * scale) + RIM,
        round(table.rows[row] * scale) + RIM,
        round(table.columns[column + 1] * scale) - RIM,
        round(table.rows[row + 1] * scale) - RIM,
    )


def _about(boxes: Iterable[Box]) -> Box:
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return Box(min(x0), min(y0), max(x1), max(y1))
