"""A paragraph as the lines it was grouped from, and where it goes on."""

from __future__ import annotations

from dataclasses import dataclass

from .column import Column
from .lines import Line, text_of
from .markers import ends_sentence, marker_of, opens_low


@dataclass
class Group:
    """The lines of one paragraph and the column they stand in."""

    lines: list[Line]
    column: Column

    @property
    def text(self) -> str:
        return text_of(self.lines)

    @property
    def centred(self) -> bool:
        return self.column.centred(self.lines[0])


def goes_on_across(above: Group, below: Group) -> bool:
    """Say whether a paragraph goes on in the next column or on the next page."""
    column = below.column
    last, first = above.lines[-1], below.lines[0]
    if above.centred or below.centred or marker_of(first.text):
        return False
    if abs(last.size - first.size) >= 1 or column.indent(first) >= 0.7 * column.em:
        return False
    if opens_low(first.text):
        return True
    lone = len(above.lines) == 1 and not above.column.prose  # what is alone fills its column
    short = last.width < 0.5 * max(above.column.width, column.width)
    if last.bold != first.bold or lone or short:
        return False
    full = above.column.room(last) <= first.first_word_width + 0.35 * column.em
    if full and not ends_sentence(last.text):
        return True
    unindented = column.indent(first) < 0.5 * column.em
    opened_indented = above.column.indent(above.lines[0]) > 0.5 * column.em
    return full and unindented and opened_indented
