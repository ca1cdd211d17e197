"""What is known between two lines when asking whether the lower one starts a paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from .column import Column
from .lines import Line
from .markers import Marker, ends_sentence, marker_of, opens_low

NARROW = 26
"""Columns narrower than this many em are cells: letterheads and signatures."""


@dataclass(frozen=True)
class Step:
    """The way from one line to the next, and the paragraph so far."""

    column: Column
    so_far: Sequence[Line]
    below: Line

    @property
    def above(self) -> Line:
        return self.so_far[-1]

    @cached_property
    def gap(self) -> float:
        return self.below.baseline - self.above.baseline

    @cached_property
    def pitch(self) -> float:
        """Return the pitch of the line above: larger type in the column is set wider."""
        return self.column.pitch * max(1.0, self.above.size / self.column.em)

    @cached_property
    def room(self) -> float:
        """Return the empty space of the line above: on both sides when it is centred."""
        if self.centred_above:
            return self.column.width - self.above.width
        return self.column.room(self.above)

    @cached_property
    def fits(self) -> bool:
        """Say whether the first word below had room above: nobody breaks a line there."""
        return self.room > self.below.first_word_width + 0.35 * self.column.em

    @cached_property
    def marker(self) -> Marker | None:
        return marker_of(self.below.text)

    @cached_property
    def ended(self) -> bool:
        return ends_sentence(self.above.text)

    @cached_property
    def low(self) -> bool:
        return opens_low(self.below.text)

    @cached_property
    def indent(self) -> float:
        return self.column.indent(self.below)

    @cached_property
    def indent_above(self) -> float:
        return self.column.indent(self.above)

    @cached_property
    def in_cell(self) -> bool:
        """Say whether both lines share a middle in a narrow column."""
        above, below, em = self.above, self.below, self.column.em
        shifted = abs(above.x0 + above.x1 - below.x0 - below.x1)
        return (
            self.column.width < NARROW * em
            and shifted < 0.9 * em
            and abs(above.x0 - below.x0) > 0.7 * em
        )

    @cached_property
    def centred(self) -> bool:
        return self.in_cell or self.column.centred(self.below)

    @cached_property
    def centred_above(self) -> bool:
        return self.in_cell or self.column.centred(self.above)

    @cached_property
    def hanging(self) -> bool:
        """Say whether the paragraph hangs and the line below keeps its inner margin."""
        em = self.column.em
        return (
            len(self.so_far) > 1
            and self.so_far[0].x0 < self.below.x0 - 0.5 * em
            and abs(self.so_far[1].x0 - self.below.x0) < 0.4 * em
        )
