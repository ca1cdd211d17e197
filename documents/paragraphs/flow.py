"""The text of one page after another as drafts of paragraphs, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .column import Margins, margins_of
from .columns import Part, prose_columns, side_by_side
from .furniture import footnotes, notes_of
from .group import Group, goes_on_across
from .grouping import grouped
from .lines import Line, text_of
from .markers import ornamental
from .model import Kind, PageContent
from .numbering import Unit
from .rules import Table, tables_of
from .tables import Row, inside, joined, row_goes_on, rows_of, same_columns

LEAST_TABLE_LINES = 2


@dataclass
class Draft:
    """A paragraph before it has its number; rows, footnotes and pages know their kind."""

    page: int
    text: str
    lines: list[Line]
    kind: Kind | None = None
    group: Group | None = None
    level: int | None = None
    """How deep it stands in the contents, where the hand said so."""
    mended: bool = False

    @property
    def unit(self) -> Unit:
        """Return what numbering asks."""
        bold = all(line.bold for line in self.lines)
        centred = self.group is not None and self.group.centred
        return Unit(self.text, bold, centred, self.kind, self.level)

    def take(self, other: Draft) -> None:
        """Let the paragraph go on with the lines of another."""
        self.lines += other.lines
        self.text = text_of(self.lines)


class OpenTable(NamedTuple):
    """The last table so far, which the next page may go on with."""

    table: Table
    head: Sequence[str]
    last: Row
    draft: Draft


class Flow:
    """The drafts so far, and the paragraph that may go on over the page."""

    def __init__(self, margins: Margins | None) -> None:
        self.drafts: list[Draft] = []
        self._margins = self._common = margins
        self._last: Draft | None = None
        self._table: OpenTable | None = None

    def add_picture(self, content: PageContent) -> None:
        """Add a page that has no text to read: the whole of it is one paragraph."""
        self._last = None
        self.drafts.append(Draft(content.number, "", [], Kind.PAGE))

    def add_page(self, content: PageContent, lines: Sequence[Line]) -> None:
        """Add the paragraphs of a page, its footnotes last."""
        own = content.recognised  # no page lies on the scanner as the one before
        self._margins = margins_of([(content.width, lines)]) if own else self._common
        rest = list(lines)
        tables: list[tuple[Table, list[Line]]] = []
        for table in tables_of(content.horizontals, content.verticals):
            held = [line for line in rest if inside(table, line)]
            if len(held) >= LEAST_TABLE_LINES:
                tables.append((table, held))
                rest = _without(rest, held)
        notes = footnotes(content, rest, self._margins.left if self._margins else 0.0)
        rest = [line for line in _without(rest, notes) if not ornamental(line.text)]
        self._add_body(content, rest, tables)
        for note in notes_of(notes):
            self.drafts.append(Draft(content.number, text_of(note), note, Kind.FOOTNOTE))

    def _add_body(
        self,
        content: PageContent,
        lines: list[Line],
        tables: list[tuple[Table, list[Line]]],
    ) -> None:
        top = float("-inf")
        for table, held in tables:
            self._add_text([line for line in lines if top <= line.middle < table.y0])
            self._add_rows(content, table, held)
            top = max(top, table.y0)
        self._add_text([line for line in lines if line.middle >= top])

    def _add_text(self, lines: list[Line]) -> None:
        columns = prose_columns(lines)
        parts = [Part(column, beside=True) for column in columns or ()] or side_by_side(lines)
        for part in parts:
            # nothing goes on into a letterhead or a signature, or out of it
            alone = part.beside and not columns
            if alone:
                self._last = None
            for group in grouped(part.lines, None if part.beside else self._margins):
                self._add_group(group)
            if alone:
                self._last = None

    def _add_group(self, group: Group) -> None:
        draft = Draft(group.lines[0].page, group.text, list(group.lines), None, group)
        last = self._last
        if last and last.group and _over_an_edge(last, draft) and goes_on_across(last.group, group):
            last.take(draft)
            last.group = Group(last.lines, group.column)
        else:
            self.drafts.append(draft)
            self._last = draft

    def _add_rows(self, content: PageContent, table: Table, lines: list[Line]) -> None:
        rows = rows_of(table, lines)
        cut = self._cut_table(content, table)
        if cut:
            rows = _without_head(rows, cut.head)
            if rows and row_goes_on(cut.last, rows[0], table):
                rows[0] = joined(cut.last, rows[0])
                self.drafts.pop()
        for row in rows:
            page = row.lines[0].page
            self.drafts.append(Draft(page, row.text, row.lines, Kind.ROW))
        self._last = None
        if rows:
            head = cut.head if cut else [row.text for row in rows]
            self._table = OpenTable(table, head, rows[-1], self.drafts[-1])

    def _cut_table(self, content: PageContent, table: Table) -> OpenTable | None:
        """Return the table that a page break cut off above this one."""
        above = self._table
        if above is None or not self.drafts or self.drafts[-1] is not above.draft:
            return None
        turned = above.last.lines[-1].page < content.number
        return above if turned and same_columns(above.table, table) else None


def _over_an_edge(above: Draft, below: Draft) -> bool:
    """Say whether the text went on to another page or up to the next column."""
    last, first = above.lines[-1], below.lines[0]
    return last.page != first.page or first.baseline < last.baseline


def _without_head(rows: list[Row], head: Sequence[str]) -> list[Row]:
    """Return the rows of a table but for the head that is repeated on each page."""
    repeated = 0
    for row, text in zip(rows, head, strict=False):
        if row.text != text:
            break
        repeated += 1
    return rows[repeated:]


def _without(lines: list[Line], taken: list[Line]) -> list[Line]:
    known = {id(line) for line in taken}
    return [line for line in lines if id(line) not in known]
