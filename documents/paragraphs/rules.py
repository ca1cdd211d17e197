"""Ruled lines: the pieces of one line fused, and the tables they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from .model import Horizontal, Vertical

TOUCHING = 3.5
SAME_EDGE = 4.0
SAME_LINE = 1.5
MOST_CROSSINGS = 100_000
"""Beyond this the rules are a drawing, not tables, and pairing them costs seconds."""


class Table(NamedTuple):
    """A ruled table: its edges and the horizontal rules inside it."""

    rows: list[float]
    columns: list[float]
    horizontals: list[Horizontal]
    verticals: list[Vertical]

    @property
    def x0(self) -> float:
        return self.columns[0]

    @property
    def x1(self) -> float:
        return self.columns[-1]

    @property
    def y0(self) -> float:
        return self.rows[0]

    @property
    def y1(self) -> float:
        return self.rows[-1]


def fused_horizontals(rules: Iterable[Horizontal]) -> list[Horizontal]:
    """Return whole lines where cell borders were drawn one by one."""
    return [Horizontal(*piece) for piece in _fused(rules, 4.0)]


def fused_verticals(rules: Iterable[Vertical]) -> list[Vertical]:
    """Return whole lines where cell borders were drawn one by one."""
    return [Vertical(*piece) for piece in _fused(rules, 6.0)]


def tables_of(horizontals: Sequence[Horizontal], verticals: Sequence[Vertical]) -> list[Table]:
    """Return the tables that crossing rules make, from the top down."""
    if len(horizontals) < 2 or len(verticals) < 2:
        return []
    across, down = fused_horizontals(horizontals), fused_verticals(verticals)
    if len(across) * len(down) > MOST_CROSSINGS:
        return []
    found = (_table(*group) for group in _connected(across, down))
    return sorted((table for table in found if table), key=lambda table: (table.y0, table.x0))


def _fused(
    pieces: Iterable[tuple[float, float, float]], reach: float
) -> Iterator[tuple[float, float, float]]:
    for line in _collinear(pieces):
        start, end, _ = line[0]
        at = line[0][2]
        for piece_start, piece_end, piece_at in line[1:]:
            if piece_start <= end + reach:
                end = max(end, piece_end)
            else:
                yield start, end, at
                start, end, at = piece_start, piece_end, piece_at
        yield start, end, at


def _collinear(
    pieces: Iterable[tuple[float, float, float]],
) -> Iterator[list[tuple[float, float, float]]]:
    line: list[tuple[float, float, float]] = []
    for piece in sorted(pieces, key=lambda piece: piece[2]):
        if line and piece[2] - line[0][2] > SAME_LINE:
            yield sorted(line)
            line = []
        line.append(piece)
    if line:
        yield sorted(line)


def _connected(
    across: list[Horizontal], down: list[Vertical]
) -> Iterable[tuple[list[Horizontal], list[Vertical]]]:
    parents = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    for row, horizontal in enumerate(across):
        for column, vertical in enumerate(down, len(across)):
            if _crossing(horizontal, vertical):
                parents[root(row)] = root(column)
    groups: dict[int, tuple[list[Horizontal], list[Vertical]]] = defaultdict(lambda: ([], []))
    for row, horizontal in enumerate(across):
        groups[root(row)][0].append(horizontal)
    for column, vertical in enumerate(down, len(across)):
        groups[root(column)][1].append(vertical)
    return groups.values()


def _crossing(horizontal: Horizontal, vertical: Vertical) -> bool:
    return (
        horizontal.x0 - TOUCHING <= vertical.x <= horizontal.x1 + TOUCHING
        and vertical.y0 - TOUCHING <= horizontal.y <= vertical.y1 + TOUCHING
    )


def _table(across: list[Horizontal], down: list[Vertical]) -> Table | None:
    if not across or not down:
        return None
    rows = _distinct([rule.y for rule in across] + _open_ends(down))
    columns = _distinct(
        [rule.x for rule in down]
        + [min(rule.x0 for rule in across), max(rule.x1 for rule in across)]
    )
    if len(rows) < 2 or len(columns) < 3:  # text in a frame is text
        return None
    return Table(rows, columns, across, down)


def _open_ends(down: list[Vertical]) -> list[float]:
    """Return the top and bottom of a table that a page break left without a rule."""
    ends = min(rule.y0 for rule in down), max(rule.y1 for rule in down)
    return [
        end
        for end in ends
        if sum(abs(rule.y0 - end) < SAME_EDGE or abs(rule.y1 - end) < SAME_EDGE for rule in down)
        >= 2
    ]


def _distinct(values: Iterable[float]) -> list[float]:
    ordered = sorted(values)
    return ordered[:1] + [
        after for before, after in pairwise(ordered) if after - before > SAME_EDGE
    ]
