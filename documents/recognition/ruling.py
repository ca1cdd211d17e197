"""The ruled lines of a scanned page, found as long runs of ink."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from documents.recognition.straightening import Ink

LONGEST_GAP = 3
"""Pixels by which a drawn line may be interrupted."""
LEAST_ACROSS, LEAST_DOWN = 60, 44
"""Pixels of ink in one go that no letter has, at half the density of the page."""
THICKEST = 7
WAVERING = 3
"""Pixels by which a line may climb from one piece of it to the next."""
MOST_RULES = 600
"""A page that has more is a drawing, and its lines are nobody's table."""


class Run(NamedTuple):
    """A ruled line: where it begins and ends along its direction, and the rows that it takes."""

    start: int
    end: int
    first: int
    last: int


class Rules(NamedTuple):
    """The ruled lines of a page, in its pixels."""

    across: list[Run]
    down: list[Run]


def rules_in(ink: Ink) -> Rules:
    """Return the lines of a levelled page."""
    across, down = list(_runs(ink, LEAST_ACROSS)), list(_runs(ink.T, LEAST_DOWN))
    return Rules([], []) if len(across) + len(down) > MOST_RULES else Rules(across, down)


def _runs(ink: Ink, least: int) -> Iterator[Run]:
    """Yield the lines along the rows: pieces that touch are one line, unless they are a blot."""
    open_runs: list[Run] = []
    for row, pieces in _pieces(ink, least):
        going_on: list[Run] = []
        for run in open_runs:
            if row - run.last > 1 + WAVERING - 2:
                yield from _thin(run)
            else:
                going_on.append(run)
        open_runs = going_on
        for start, end in pieces:
            joined = Run(start, end, row, row)
            apart = []
            for run in open_runs:
                if run.start <= joined.end + LONGEST_GAP and joined.start <= run.end + LONGEST_GAP:
                    joined = Run(
                        min(run.start, joined.start),
                        max(run.end, joined.end),
                        min(run.first, joined.first),
                        row,
                    )
                else:
                    apart.append(run)
            open_runs = [*apart, joined]
    for run in open_runs:
        yield from _thin(run)


def _thin(run: Run) -> Iterator[Run]:
    if run.last - run.first < THICKEST:
        yield run


def _pieces(ink: Ink, least: int) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Yield each row that holds a run of ink at least so long, with its runs."""
    closed = _closed(ink)
    padded = np.zeros((ink.shape[0], ink.shape[1] + 2), np.int8)
    padded[:, 1:-1] = closed
    changes = np.diff(padded, axis=1)
    rows, starts = np.nonzero(changes == 1)
    ends = np.nonzero(changes == -1)[1]
    long = ends - starts >= least
    rows, starts, ends = rows[long], starts[long], ends[long]
    for row in np.unique(rows):
        here = rows == row
        yield (
            int(row),
            list(zip(starts[here].tolist(), ends[here].tolist(), strict=True)),
        )


def _closed(ink: Ink) -> NDArray[np.bool_]:
    """Return ink whose gaps of a pixel or two along the rows are filled."""
    wide = ink.copy()
    wide[:, 1:] |= ink[:, :-1]
    wide[:, :-1] |= ink[:, 1:]
    narrow = wide.copy()
    narrow[:, 1:] &= wide[:, :-1]
    narrow[:, :-1] &= wide[:, 1:]
    return narrow
