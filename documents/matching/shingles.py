"""Shingles: which paragraphs share words that few others have, without comparing all to all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from .fingerprints import Fingerprint

SHINGLE = 3
MOST_SHARING = 6
LEAST_SHARED = 2


def akin(ours: Sequence[Fingerprint], theirs: Sequence[Fingerprint]) -> dict[int, int]:
    """Return which of theirs shares most rare words with which of ours; each is told once."""
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for there, each in enumerate(theirs):
        for shingle in set(_shingles(each)):
            places[shingle].append(there)
    best: dict[int, tuple[int, int]] = {}
    for here, each in enumerate(ours):
        shared: Counter[int] = Counter()
        for shingle in set(_shingles(each)):
            if len(found := places.get(shingle, ())) <= MOST_SHARING:
                shared.update(found)
        for there, count in shared.most_common(1):
            if count >= LEAST_SHARED and theirs[there].row == each.row:
                best[there] = max(best.get(there, (0, 0)), (count, here))
    return {here: there for there, (_, here) in best.items()}


def _shingles(each: Fingerprint) -> Iterator[tuple[str, ...]]:
    words = each.words
    return zip(*(words[start:] for start in range(SHINGLE)), strict=False)
