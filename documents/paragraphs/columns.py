"""Reading order: columns of prose, and runs of rows that share a gutter.

Letterheads and signatures stand side by side on pages that are otherwise one
column; a gutter that several rows share tells them apart from wide spacing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .lines import NATIONAL_TITLE, Line
from .markers import bare_marker

LEAST_LINES = 24
GUTTER_PLACES = range(35, 66)
MOST_CROSSING = 0.12
LEAST_SIDE = 0.3
PROSE_WIDTH = 0.33
LEAST_GAP = 0.9
LEAST_GUTTER = 0.7
TALL_RUN = 6
SAME_ROW = 0.65

Row = list[Line]


@dataclass(frozen=True)
class Gutter:
    """The empty strip between two columns."""

    x0: float
    x1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    def shared(self, other: Gutter) -> Gutter:
        return Gutter(max(self.x0, other.x0), min(self.x1, other.x1))


@dataclass(frozen=True)
class Part:
    """Lines to be read together; `beside` when others stand next to them."""

    lines: list[Line]
    beside: bool


@dataclass(frozen=True)
class Run:
    """Rows that share a gutter: how many have text on both sides, and where they end."""

    gutter: Gutter
    two_sided: int
    end: int


def prose_columns(lines: Sequence[Line]) -> list[list[Line]] | None:
    """Return the columns of a page set in two, or None when it is set in one."""
    if len(lines) < LEAST_LINES:
        return None
    x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
    wide = sum(line.width > PROSE_WIDTH * (x1 - x0) for line in lines)
    if wide < 0.5 * len(lines):
        return None  # short lines on both sides are a table without rules
    best = min(
        (
            (len(crossing), abs(percent - 50), x)
            for percent in GUTTER_PLACES
            for x in (x0 + (x1 - x0) * percent / 100,)
            if (crossing := _crossing(lines, x)) is not None
        ),
        default=None,
    )
    return _bands(lines, best[2]) if best else None


def _crossing(lines: Sequence[Line], x: float) -> list[Line] | None:
    """Return the few lines that cross a gutter at `x`, or None when it is none."""
    crossing = [line for line in lines if line.x0 < x - 3 and line.x1 > x + 3]
    left = sum(line.x1 <= x + 3 for line in lines)
    right = sum(line.x0 >= x - 3 for line in lines)
    if len(crossing) > MOST_CROSSING * len(lines) or min(left, right) < LEAST_SIDE * len(lines):
        return None
    return crossing


def _bands(lines: Sequence[Line], x: float) -> list[list[Line]]:
    """Return left and right columns between the lines that run over both."""
    crossing = _crossing(lines, x) or []
    over_both = {id(line) for line in crossing}
    inside = [line for line in lines if id(line) not in over_both]
    bands: list[list[Line]] = []
    top = -1.0
    for baseline in [*sorted({line.baseline for line in crossing}), float("inf")]:
        between = [line for line in inside if top < line.baseline < baseline]
        bands.append([line for line in between if line.x0 < x - 3])
        bands.append([line for line in between if line.x0 >= x - 3])
        bands.append([line for line in crossing if line.baseline == baseline])
        top = baseline
    return [band for band in bands if band]


def side_by_side(lines: Sequence[Line]) -> list[Part]:
    """Return the lines in reading order, parted where rows share a gutter."""
    rows = _rows(lines)
    if not rows:
        return []
    margin = min(line.x0 for line in lines)
    width = max(line.x1 for line in lines) - margin
    parts: list[Part] = []
    plain: list[Row] = []
    index = 0
    while index < len(rows):
        run = _longest_run(rows, index, margin + 0.12 * width)
        if run is None:
            plain.append(rows[index])
            index += 1
            continue
        parts += _flat(plain)
        plain = []
        parts += _sides(rows[index : run.end], run, len(lines))
        index = run.end
    return parts + _flat(plain)


def _flat(rows: list[Row]) -> list[Part]:
    return [Part([line for row in rows for line in row], beside=False)] if rows else []


def _rows(lines: Sequence[Line]) -> list[Row]:
    rows: list[Row] = []
    for line in sorted(lines, key=lambda line: (line.baseline, line.x0)):
        first = rows[-1][0] if rows else None
        if first and line.baseline - first.baseline < SAME_ROW * min(line.size, first.size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in rows]


def _gutters(row: Row) -> list[Gutter]:
    return [
        Gutter(left.x1, right.x0)
        for left, right in pairwise(row)
        if not bare_marker(left.text)
        and (right.x0 - left.x1 > LEAST_GAP * left.size or right.text.startswith(NATIONAL_TITLE))
    ]


def _longest_run(rows: list[Row], start: int, near_margin: float) -> Run | None:
    """Return the run with most two-sided rows that starts here, if one is worth parting."""
    runs = [_run(rows, start, gutter, near_margin) for gutter in _gutters(rows[start])]
    best = max(runs, key=lambda run: (run.two_sided, run.end), default=None)
    if best is None:
        return None
    pair = best.end > start + 1 and len(rows[start]) == 2
    return best if best.two_sided >= 2 or pair else None


def _run(rows: list[Row], start: int, gutter: Gutter, near_margin: float) -> Run:
    two_sided, end = 1, start + 1
    while end < len(rows):
        row, above = rows[end], rows[end - 1]
        size = row[0].size
        shared = _shared(gutter, row)
        sided = shared is not None
        if shared is None:
            shared = _beside(gutter, row)
            gap = min(line.y0 for line in row) - max(line.y1 for line in above)
            if shared is None or gap > 4.5 * size:
                break
            # a row of its own at the margin is the text going on below the columns
            if gap > 0.9 * size and row[0].x0 < near_margin and two_sided < 2:
                break
        gutter = shared
        two_sided += sided
        end += 1
    return Run(gutter, two_sided, end)


def _shared(gutter: Gutter, row: Row) -> Gutter | None:
    """Return what a row with text on both sides leaves of the gutter."""
    for other in _gutters(row):
        shared = gutter.shared(other)
        if shared.width > _least(gutter, row):
            return shared
    return None


def _beside(gutter: Gutter, row: Row) -> Gutter | None:
    """Return what a row on one side leaves of the gutter."""
    least = _least(gutter, row)
    if row[-1].x1 <= gutter.x1 - least:
        left = Gutter(max(gutter.x0, row[-1].x1), gutter.x1)
    elif row[0].x0 >= gutter.x0 + least:
        left = Gutter(gutter.x0, min(gutter.x1, row[0].x0))
    else:
        return None
    return left if left.width >= least else None


def _least(gutter: Gutter, row: Row) -> float:
    """Return how much of a gutter must stay free; a narrow letterhead has little to give."""
    return min(LEAST_GUTTER * row[0].size, 0.7 * gutter.width)


def _sides(rows: list[Row], run: Run, total: int) -> Iterator[Part]:
    middle = (run.gutter.x0 + run.gutter.x1) / 2
    lines = [line for row in rows for line in row]
    left = [line for line in lines if line.x0 < middle]
    right = [line for line in lines if line.x0 >= middle]
    for side in (left, right):
        if not side:
            continue
        if run.two_sided >= TALL_RUN and len(side) < total:
            yield from (Part(part.lines, beside=True) for part in side_by_side(side))
        else:
            yield Part(side, beside=True)
