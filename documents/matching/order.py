"""Order: what can be paired without crossing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Pair = tuple[int, int]
Grid = NDArray[np.float32]


def longest_in_order(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the most pairs that do not cross; `pairs` are sorted by the first of each."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, there) in enumerate(pairs):
        length = bisect_left(ends, there)
        before.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(there)
            last.append(index)
        else:
            ends[length], last[length] = there, index
    return _followed(pairs, last[-1] if last else -1, before)


def best_in_order(worth: Grid) -> list[Pair]:
    """Return the cells of greatest worth together that keep their order; all above nothing."""
    rows, columns = worth.shape
    best = np.zeros((rows + 1, columns + 1), dtype=np.float32)
    for row in range(rows - 1, -1, -1):
        taken = np.where(worth[row] > 0, best[row + 1, 1:] + worth[row], 0)
        kept = np.maximum(best[row + 1, :-1], taken)
        best[row, :-1] = np.maximum.accumulate(kept[::-1])[::-1]
    found: list[Pair] = []
    row = column = 0
    while row < rows and column < columns and best[row, column] > 0:
        if best[row, column] == best[row + 1, column]:
            row += 1
        elif best[row, column] == best[row, column + 1]:
            column += 1
        else:
            found.append((row, column))
            row, column = row + 1, column + 1
    return found


def _followed(pairs: Sequence[Pair], index: int, before: Sequence[int]) -> list[Pair]:
    found: list[Pair] = []
    while index >= 0:
        found.append(pairs[index])
        index = before[index]
    return found[::-1]
