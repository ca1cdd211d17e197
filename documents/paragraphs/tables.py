"""Ruled tables read as rows: one row of cells, one paragraph.

A cell belongs to the row it starts in, however many rows it is merged over, so a
line goes with the nearest rule above it that runs over its own column.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from .lines import Line, text_of
from .markers import ends_sentence
from .rules import SAME_EDGE, Table

CELL_SEPARATOR = " | "
INSIDE = 3.0
PADDING = 5.0

Cell = list[Line]


@dataclass(frozen=True)
class Row:
    """The cells of one row that hold text, each with the left edge it starts at."""

    cells: dict[float, Cell]

    @property
    def lines(self) -> list[Line]:
        return [line for cell in self.cells.values() for line in cell]

    @property
    def text(self) -> str:
        """Return the text of the row, its cells set apart."""
        return CELL_SEPARATOR.join(map(text_of, self.cells.values()))


def inside(table: Table, line: Line) -> bool:
    """Say whether a line stands in the table."""
    return (
        table.x0 - INSIDE <= line.x0 + 1
        and line.x1 <= table.x1 + 8
        and table.y0 - 2 <= line.middle <= table.y1 + 2
    )


def rows_of(table: Table, lines: list[Line]) -> list[Row]:
    """Return the rows of a table from the top down."""
    rows: dict[float, dict[float, Cell]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        left = _left_edge(table, line)
        rows[_top_edge(table, line)][left].append(line)
    return [
        Row({left: sorted(cells[left], key=Line.place) for left in sorted(cells)})
        for _, cells in sorted(rows.items())
    ]


def same_columns(one: Table, other: Table) -> bool:
    """Say whether two tables are one that a page break cut."""
    return len(one.columns) == len(other.columns) and all(
        abs(left - right) <= SAME_EDGE
        for left, right in zip(one.columns, other.columns, strict=True)
    )


def row_goes_on(above: Row, below: Row, table: Table) -> bool:
    """Say whether a page break cut a row: a full line above, and no number below."""
    first = table.columns[0]
    full = [
        _full(table, left, above_cell[-1], cell[0])
        for left, cell in below.cells.items()
        for above_left, above_cell in above.cells.items()
        if abs(left - above_left) <= SAME_EDGE
    ]
    if any(abs(left - first) <= SAME_EDGE for left in below.cells):
        return len(full) > 1 and all(full)
    return any(full) and any(abs(left - first) <= SAME_EDGE for left in above.cells)


def joined(above: Row, below: Row) -> Row:
    """Return the row that a page break cut, whole again."""
    cells = {left: list(cell) for left, cell in above.cells.items()}
    for left, cell in below.cells.items():
        near = min(cells, key=lambda known: abs(known - left), default=left)
        cells.setdefault(near if abs(near - left) <= SAME_EDGE else left, []).extend(cell)
    return Row(dict(sorted(cells.items())))


def _full(table: Table, left: float, last: Line, first: Line) -> bool:
    """Say whether the first word of a line had no room on the last line of its cell."""
    right = min((x for x in table.columns if x > left + SAME_EDGE), default=table.x1)
    room = right - PADDING - last.x1
    return not ends_sentence(last.text) and room < first.first_word_width + 0.25 * last.size


def _left_edge(table: Table, line: Line) -> float:
    """Return the rule a line stands right of; a merged cell has none inside it."""
    # a line that overflows its cell still starts in it
    start = min((line.x0 + line.x1) / 2, line.x0 + 20) + 1
    walls = (
        rule.x
        for rule in table.verticals
        if rule.x <= start and rule.y0 - 2 <= line.middle <= rule.y1 + 2
    )
    return _snapped(max(walls, default=table.x0), table.columns)


def _top_edge(table: Table, line: Line) -> float:
    """Return the rule a line stands under."""
    start = min((line.x0 + line.x1) / 2, line.x0 + 20)
    ceilings = (
        rule.y
        for rule in table.horizontals
        if rule.y <= line.middle and rule.x0 - 2 <= start <= rule.x1 + 2
    )
    return _snapped(max(ceilings, default=table.y0), table.rows)


def _snapped(value: float, edges: list[float]) -> float:
    """Return the edge of the whole table that a rule lies on."""
    nearest = min(edges, key=lambda edge: abs(edge - value))
    return nearest if abs(nearest - value) <= SAME_EDGE else value
