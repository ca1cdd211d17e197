"""One column of lines measured: its margins, its type size, its pitch and its indents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from .lines import Line

NEAR_MARGIN = 40
LONG_LINE = 0.5


class Margins(NamedTuple):
    """Where the text of a document starts and ends across the page."""

    left: float
    right: float


@dataclass(frozen=True)
class Column:
    """What the lines of one column have in common."""

    left: float
    right: float
    em: float
    pitch: float
    indented: bool
    prose: bool

    @property
    def width(self) -> float:
        return self.right - self.left

    def indent(self, line: Line) -> float:
        return line.x0 - self.left

    def room(self, line: Line) -> float:
        """Return the empty space at the end of a line."""
        return self.right - line.x1

    def centred(self, line: Line) -> bool:
        """Say whether the line stands in the middle, away from both margins."""
        before, after = self.indent(line), self.room(line)
        slack = max(0.09 * self.width, 1.2 * self.em)
        return abs(before - after) < slack and before > 1.8 * self.em and after > 1.2 * self.em


def margins_of(pages: Iterable[tuple[float, Sequence[Line]]]) -> Margins | None:
    """Return the margins that most long lines of a document keep, given (page width, lines)."""
    long = [line for width, lines in pages for line in lines if line.width > LONG_LINE * width]
    if not long:
        return None
    left = common([line.x0 for line in long])
    further = [line.x0 for line in long if line.x0 < left - 6]
    if len(further) > 0.15 * len(long):
        left = common(further)  # most lines are first lines: the margin is left of their indent
    return Margins(left, common([line.x1 for line in long]))


def measured(lines: Sequence[Line], margins: Margins | None) -> Column:
    """Measure a column, by the document's margins where it keeps them."""
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    span = right - left
    em = _weighted_median([(line.size, len(line.text)) for line in lines])
    prose = sum(line.width > 0.55 * span for line in lines) >= 3
    if margins and _keeps(margins, left, right):
        left, right = min(margins.left, left), max(margins.right, right)
    column = Column(left, right, em, _pitch(lines, em, 0.6 * span), indented=False, prose=prose)
    indented = any(
        0.8 * em < column.indent(line) < 5 * em and not column.centred(line) for line in lines
    )
    return Column(left, right, em, column.pitch, indented, prose)


def common(values: Sequence[float], width: float = 2.0) -> float:
    """Return the most common value, those about it taken together."""
    counts = Counter(round(value / width) for value in values)
    best = max(
        counts,
        key=lambda bin: (counts[bin] + 0.5 * (counts[bin - 1] + counts[bin + 1]), counts[bin]),
    )
    return median(value for value in values if abs(value / width - best) <= 1)


def _keeps(margins: Margins, left: float, right: float) -> bool:
    return (
        abs(left - margins.left) < NEAR_MARGIN
        and right <= margins.right + 6
        and right > margins.left + 0.35 * (margins.right - margins.left)
    )


def _pitch(lines: Sequence[Line], em: float, long: float) -> float:
    """Return the usual distance between two baselines of one paragraph."""
    near = [
        (above, below.baseline - above.baseline)
        for above, below in pairwise(lines)
        if 0.6 * em < below.baseline - above.baseline < 2.2 * em
    ]
    within = sorted(gap for above, gap in near if above.width > long and abs(above.size - em) < 1.2)
    gaps = within if len(within) >= 3 else sorted(gap for _, gap in near)
    if not gaps:
        return 1.2 * em
    return gaps[len(gaps) // 4] if len(gaps) >= 4 else gaps[0]


def _weighted_median(values: Iterable[tuple[float, int]]) -> float:
    ordered = sorted(values)
    half = sum(weight for _, weight in ordered) / 2
    passed = 0
    for value, weight in ordered:
        passed += weight
        if passed >= half:
            return value
    return ordered[-1][0]
