"""What changed between two versions of a paper, as plain data, in the order of the new one.

A paragraph that only got another number has not changed, and neither has one that only ends in
another mark, as the last point of a list does when another one follows it.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rapidfuzz.distance import LCSseq

from documents.matching import Match, Passage, Rung, match, split_marker

CHANGES_VERSION = "4"
"""Raise it when changes would be told otherwise."""

Stored = dict[str, Any]
Words = list[list[str]]
MARKS = " .,;:"
MOVED = (Rung.MOVED, Rung.MOVED_EDITED)
APART = 1500
"""Ten-thousandths of a page between places that go along with one another."""


class Change(StrEnum):
    """What became of a paragraph."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    EDITED = "edited"


class Op(StrEnum):
    """What became of some words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Found:
    """One change and where it is told: after which new paragraph, and in which turn."""

    turn: tuple[int, int, int]
    change: Change
    old: tuple[int, ...]
    new: tuple[int, ...]
    words: Words


def compared(old: Sequence[Stored], new: Sequence[Stored]) -> dict[str, Any]:
    """Return where each old paragraph went, and what changed; paragraphs are told by ordinals."""
    matches = match(_passages(old), _passages(new))
    found = sorted(_found(old, new, matches), key=lambda each: each.turn)
    return {
        "matches": [_told(each) for each in matches],
        "along": _along(old, new, matches),
        "changes": [
            {
                "kind": str(each.change),
                "old": [_place(old, ordinal) for ordinal in each.old],
                "new": [_place(new, ordinal) for ordinal in each.new],
                "words": each.words,
            }
            for each in found
        ],
        "pages": {
            "old": _pages(old[ordinal] for each in found for ordinal in each.old),
            "new": _pages(new[ordinal] for each in found for ordinal in each.new),
        },
        "touched": _touched(old, new, found, matches),
        "unread": {
            "old": _pages(each for each in old if not each["text"]),
            "new": _pages(each for each in new if not each["text"]),
        },
    }


def _touched(
    old: Sequence[Stored], new: Sequence[Stored], found: Sequence[Found], matches: Sequence[Match]
) -> int:
    """Count pages as a reader does: those of the new version that changed, and those now gone."""
    stands: defaultdict[int, set[int]] = defaultdict(set)
    for each in matches:
        if each.new is not None:
            for page in _pages(iter([old[each.old]])):
                stands[page].update(_pages(iter([new[each.new]])))
    touched = set(_pages(new[ordinal] for each in found for ordinal in each.new))
    gone = set()
    for page in _pages(old[ordinal] for each in found if not each.new for ordinal in each.old):
        if not stands[page]:
            gone.add(page)
        elif not stands[page] & touched:
            touched.add(min(stands[page]))
    return len(touched) + len(gone)


def _told(each: Match) -> list[Any]:
    return [each.old, each.new, str(each.rung), round(each.score, 1), each.sure]


def changed_words(old: str, new: str) -> Words:
    """Return what stayed, went and came, word by word; what went is told before what came."""
    ours, theirs = _normal(old).split(), _normal(new).split()
    told: Words = []
    gone: list[str] = []
    come: list[str] = []
    for op in LCSseq.opcodes(ours, theirs):
        if op.tag == "equal":
            kept = ours[op.src_start : op.src_end]
            if _island(kept, gone, come, last=op.src_end == len(ours)):
                gone += kept
                come += kept
                continue
            _tell(told, gone, come)
            told.append([Op.SAME.value, " ".join(kept)])
            gone, come = [], []
        else:
            gone += ours[op.src_start : op.src_end]
            come += theirs[op.dest_start : op.dest_end]
    _tell(told, gone, come)
    return told


def _passages(stored: Sequence[Stored]) -> list[Passage]:
    return [Passage(each["kind"], each["text"], each["address"]) for each in stored]


def _found(
    old: Sequence[Stored], new: Sequence[Stored], matches: Sequence[Match]
) -> Iterator[Found]:
    sources: defaultdict[int, list[Match]] = defaultdict(list)
    before = -1
    for each in matches:
        if each.new is not None:
            sources[each.new].append(each)
            before = before if each.rung in MOVED else each.new
        elif said := _said(old[each.old]):
            turn = (before, 1, each.old)
            yield Found(turn, Change.REMOVED, (each.old,), (), [[Op.REMOVED.value, said]])
    continued = {also for each in matches for also in each.also} - sources.keys()
    for ordinal, stored in enumerate(new):
        if ordinal in sources:
            yield from _kept(old, new, ordinal, sources[ordinal], continued)
        elif ordinal not in continued and (said := _said(stored)):
            turn = (ordinal, 0, 0)
            yield Found(turn, Change.ADDED, (), (ordinal,), [[Op.ADDED.value, said]])


def _kept(
    old: Sequence[Stored],
    new: Sequence[Stored],
    ordinal: int,
    sources: Sequence[Match],
    continued: set[int],
) -> Iterator[Found]:
    """Yield what happened to paragraphs that are still there, if anything did."""
    ours = tuple(each.old for each in sources)
    also = {part for each in sources for part in each.also} & continued
    theirs = tuple(sorted({ordinal} | also))
    before = " ".join(_said(old[each]) for each in ours)
    after = " ".join(_said(new[each]) for each in theirs)
    moved = any(each.rung in MOVED for each in sources)
    reworded = _normal(before).rstrip(MARKS) != _normal(after).rstrip(MARKS)
    if moved or reworded or len(ours) > 1 or len(theirs) > 1:
        change = Change.MOVED if moved else Change.EDITED
        yield Found((theirs[0], 0, 0), change, ours, theirs, changed_words(before, after))


def _along(
    old: Sequence[Stored], new: Sequence[Stored], matches: Sequence[Match]
) -> list[list[int]]:
    """Return where paragraphs that stayed in order begin: page and height in old and new."""
    along = [[0, 0, 0, 0]]
    for each in sorted(matches, key=lambda each: each.old):
        if each.new is None or not each.sure or each.rung in MOVED:
            continue
        here = [*_top(old[each.old]), *_top(new[each.new])]
        if (
            all(here[0::2])
            and _beyond(along[-1][:2], here[:2])
            and _beyond(along[-1][2:], here[2:])
        ):
            along.append(here)
    return along[1:]


def _top(stored: Stored) -> tuple[int, int]:
    boxes = stored["boxes"]
    return (boxes[0][0], boxes[0][2]) if boxes else (0, 0)


def _beyond(last: Sequence[int], here: Sequence[int]) -> bool:
    return here[0] > last[0] or (here[0] == last[0] and here[1] >= last[1] + APART)


def _said(stored: Stored) -> str:
    """Return what a paragraph says after its number."""
    marker, said = split_marker(stored["kind"], stored["text"])
    return said or marker


def _normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _island(kept: Sequence[str], gone: Sequence[str], come: Sequence[str], *, last: bool) -> bool:
    """Say whether one small word that stayed stands alone amid others that did not."""
    amid = len(gone) > 1 and len(come) > 1 and not last
    return amid and len(kept) == 1 and kept[0].isalpha()


def _tell(told: Words, gone: Sequence[str], come: Sequence[str]) -> None:
    if gone:
        told.append([Op.REMOVED.value, " ".join(gone)])
    if come:
        told.append([Op.ADDED.value, " ".join(come)])


def _place(stored: Sequence[Stored], ordinal: int) -> dict[str, Any]:
    paragraph = stored[ordinal]
    return {
        "paragraph": ordinal,
        "address": paragraph["address"],
        "page": min((box[0] for box in paragraph["boxes"]), default=1),
    }


def _pages(stored: Iterator[Stored]) -> list[int]:
    return sorted({box[0] for each in stored for box in each["boxes"]})
