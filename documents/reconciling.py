"""A new reading of a version held against the one before: which paragraph is which, as steps.

It is the same file, so the place on the page is the truth, together with the words; the ladder of
`matching` is asked only where a scan was read and may have been turned. Steps go from the last
paragraph to the first: taken one by one, each leaves the whole text in its order, the beginning
in the old reading and the rest in the new one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from rapidfuzz.distance import LCSseq

from documents.matching import Passage, Rung, match
from documents.paragraphs import letters_of

Row = dict[str, Any]
Step = dict[str, Any]

TOLD = ("kind", "text", "address", "level", "boxes", "from_scan", "mended")
"""What a reading says of a paragraph."""
SEARCHED = ("text", "level")
"""What the search has to know anew when it changes."""
PAGE = "page"
LEAST_OVERLAP = 0.3
"""Of the smaller box: less is a neighbour that touches."""
LEAST_SHARED = 0.5
"""Of the shorter text's words: less is another paragraph."""
LEAST_WORTH = 1e-9
LEAST_HELD = 0.6
"""Of its own words that another one has to hold for a paragraph that is gone to be there."""
SURELY_BACK = 0.5
"""Of the longer text's words: who went comes back only as mostly what it was."""
ROWS_A_STEP = 100
ROWS_A_RUN = 2000


class Kin(NamedTuple):
    """Two that share their place and some of their words.

    What a paragraph was joined with is not its own: only its own words say where it goes.
    """

    old: int
    new: int
    shared: float = 0.0
    """Of the longer one's words, the old one's own that both have."""
    held: float = 0.0
    """Of the old one's own words, those that the new one has."""


class Pairing(NamedTuple):
    """What became of each stored paragraph, by its place among them."""

    kept: dict[int, int]
    gone: dict[int, tuple[int, str, float]]
    """Where those stand now that are no paragraphs of their own: in which, by which rung."""
    kin: list[Kin]


def reconciled(stored: Sequence[Row], fresh: Sequence[Row]) -> Iterator[Step]:
    """Yield the steps from the stored paragraphs to the fresh ones.

    Those without an ordinal went in an earlier reading; they come last among the stored.
    """
    pairing = paired(stored, fresh)
    live = [index for index, row in enumerate(stored) if row["ordinal"] is not None]
    ordinals = [stored[index]["ordinal"] for index in live]
    if _stays(stored, live, len(fresh), pairing):
        base, first = 0, len(fresh)
    else:
        base = max([len(fresh), *(ordinal + 1 for ordinal in ordinals)])
        first = _first_moved(stored, pairing, len(live), len(fresh))
    steps = Steps(stored, fresh, pairing, base, first)
    parts = list(_parts(pairing, len(live), len(fresh)))
    yield from steps.backwards(parts)
    yield from _settled(base, first, len(fresh))
    yield from steps.rematched()


def paired(stored: Sequence[Row], fresh: Sequence[Row]) -> Pairing:
    """Find each stored paragraph again."""
    kept = _the_same(stored, fresh)
    kin = list(_kin(stored, fresh, kept))
    taken = set(kept.values())
    for back in (False, True):  # one that went long ago comes back only where nobody else is
        for each in sorted(kin, key=lambda each: (-each.shared, each.old, each.new)):
            went = stored[each.old]["ordinal"] is None
            free = each.old not in kept and each.new not in taken
            if went == back and free and each.shared >= (SURELY_BACK if back else LEAST_WORTH):
                kept[each.old] = each.new
                taken.add(each.new)
    gone = _gone(kin, kept)
    _pair_scanned(stored, fresh, kept, gone)
    return Pairing(kept, gone, kin)


class Steps:
    """Writes down what has to be done, from the end of the paper to its beginning."""

    def __init__(
        self,
        stored: Sequence[Row],
        fresh: Sequence[Row],
        pairing: Pairing,
        base: int,
        first_moved: int,
    ) -> None:
        self._stored = stored
        self._fresh = fresh
        self._pairing = pairing
        self._source = {new: old for old, new in pairing.kept.items()}
        self._base = base
        self._first_moved = first_moved

    def backwards(self, parts: Sequence[tuple[range, range]]) -> Iterator[Step]:
        """Yield runs that only move, and changes of a bounded number of rows."""
        backwards = list(reversed(parts))
        for moves, group in groupby(backwards, self._run):
            if moves is None:
                yield from self._changes(list(group))
            elif moves != 0:
                yield from self._moves(list(group))

    def rematched(self) -> Iterator[Step]:
        """Yield where those stand now that went in an earlier reading."""
        found = [
            now
            for old, row in enumerate(self._stored)
            if row["ordinal"] is None and old not in self._pairing.kept
            if (now := self._match(old, settled=True)) != row.get("match")
        ]
        for first in range(0, len(found), ROWS_A_STEP):
            yield {"found": found[first : first + ROWS_A_STEP]}

    def _run(self, part: tuple[range, range]) -> int | None:
        """Return by how much an unchanged paragraph moves; None where something changes."""
        olds, news = part
        if len(olds) != 1 or len(news) != 1 or self._pairing.kept.get(olds[0]) != news[0]:
            return None
        row, fresh = self._stored[olds[0]], self._fresh[news[0]]
        if any(row[name] != fresh[name] for name in TOLD):
            return None
        moved: int = self._ordinal(news[0]) - row["ordinal"]
        return moved

    def _moves(self, parts: Sequence[tuple[range, range]]) -> Iterator[Step]:
        for first in range(0, len(parts), ROWS_A_RUN):
            some = parts[first : first + ROWS_A_RUN]
            last, lowest = self._stored[some[0][0][0]], self._stored[some[-1][0][0]]
            by = self._ordinal(some[0][1][0]) - last["ordinal"]
            yield {"run": [lowest["ordinal"], last["ordinal"], by]}

    def _changes(self, parts: Sequence[tuple[range, range]]) -> Iterator[Step]:
        together: list[tuple[range, range]] = []
        for part in parts:
            if together and _size([*together, part]) > ROWS_A_STEP:
                yield self._change(together)
                together = []
            together.append(part)
        yield self._change(together)

    def _change(self, parts: Sequence[tuple[range, range]]) -> Step:
        step: Step = {"kept": [], "back": [], "added": [], "gone": []}
        for olds, news in parts:
            step["gone"] += [self._match(old) for old in olds if old not in self._pairing.kept]
            for new in news:
                row = {name: self._fresh[new][name] for name in TOLD}
                row["ordinal"] = self._ordinal(new)
                source = self._source.get(new)
                if source is None:
                    step["added"].append(row)
                    continue
                was = self._stored[source]
                place = "back" if was["ordinal"] is None else "kept"
                step[place].append(
                    row
                    | {
                        "id": was["id"],
                        "reworded": any(row[name] != was[name] for name in SEARCHED),
                    }
                )
        return step

    def _match(self, old: int, *, settled: bool = False) -> Step:
        """Say where one stands that is gone: by its id, or by its ordinal if it is just added."""
        found, rung, score = self._pairing.gone.get(old, (None, str(Rung.NOT_PLACED), 0.0))
        source = None if found is None else self._source.get(found)
        at = None if found is None or source is not None else found
        return {
            "id": self._stored[old]["id"],
            "found": None if source is None else self._stored[source]["id"],
            "at": at if at is None or settled else self._ordinal(at),
            "rung": rung,
            "score": round(score, 1),
        }

    def _ordinal(self, new: int) -> int:
        return new + self._base if new >= self._first_moved else new


def _the_same(stored: Sequence[Row], fresh: Sequence[Row]) -> dict[int, int]:
    """Pair what says the same in the same place; those that are there before those that went."""
    places: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
    for new in reversed(range(len(fresh))):
        places[_identity(fresh[new])].append(new)
    return {
        old: found.pop() for old, row in enumerate(stored) if (found := places.get(_identity(row)))
    }


def _identity(row: Row) -> tuple[Any, ...]:
    boxes = tuple(map(tuple, row["boxes"]))
    return row["kind"] == PAGE, row["text"], boxes


def _kin(stored: Sequence[Row], fresh: Sequence[Row], kept: dict[int, int]) -> Iterator[Kin]:
    """Yield the pairs of old and new that share place and words, but for those that are sure."""
    sure = {new for old, new in kept.items() if stored[old]["ordinal"] is not None}
    on_page: defaultdict[int, list[int]] = defaultdict(list)
    for new, row in enumerate(fresh):
        for page in _pages(row):
            on_page[page].append(new)
    for old, own in _own_words(stored, kept):
        row = stored[old]
        for new in sorted({new for page in _pages(row) for new in on_page[page]}):
            other = fresh[new]
            if (row["kind"] == PAGE) != (other["kind"] == PAGE) or not _overlap(row, other):
                continue
            if row["kind"] == PAGE:
                yield Kin(old, new, 1, 1)
            elif _alike(_words(row), theirs := _words(other)):
                if new in sure and not _alike(own, theirs):
                    continue
                same = _alike(own, theirs)
                yield Kin(old, new, same / max(len(own), len(theirs)), same / len(own))


def _alike(ours: list[str], theirs: list[str]) -> int:
    """Return how many words two texts share in one order; none if these are too few."""
    same: int = LCSseq.similarity(ours, theirs)
    return same if same >= LEAST_SHARED * min(len(ours), len(theirs)) else 0


def _own_words(stored: Sequence[Row], kept: dict[int, int]) -> Iterator[tuple[int, list[str]]]:
    """Yield the words of those that are not sure, without the words of what was joined to them."""
    on_page: defaultdict[int, list[int]] = defaultdict(list)
    for index, row in enumerate(stored):
        for page in _pages(row):
            on_page[page].append(index)
    for old, row in enumerate(stored):
        if old in kept:
            continue
        near = {index for page in _pages(row) for index in on_page[page]} - {old}
        parts = [_words(stored[each]) for each in near if _overlap(row, stored[each])]
        yield old, _without(_words(row), parts)


def _without(words: list[str], parts: Iterable[list[str]]) -> list[str]:
    """Return words without those runs of them that others say alone, unless nothing were left."""
    left = f" {' '.join(words)} "
    for part in sorted(parts, key=len, reverse=True):
        if len(part) < len(words):
            left = left.replace(f" {' '.join(part)} ", "  ", 1)
    return left.split() or words


def _pages(row: Row) -> set[int]:
    return {box[0] for box in row["boxes"]}


def _words(row: Row) -> list[str]:
    """Return the words of a row; where it has no letters, its signs."""
    words = row["text"].split()
    return [letters for word in words if (letters := letters_of(word))] or words


def _overlap(old: Row, new: Row) -> bool:
    """Say whether two share a good part of the place of one of them."""
    shared: int = sum(
        max(0, min(a[3], b[3]) - max(a[1], b[1])) * max(0, min(a[4], b[4]) - max(a[2], b[2]))
        for a in old["boxes"]
        for b in new["boxes"]
        if a[0] == b[0]
    )
    return bool(shared >= LEAST_OVERLAP * max(1, min(_area(old), _area(new))))


def _area(row: Row) -> int:
    return sum((box[3] - box[1]) * (box[4] - box[2]) for box in row["boxes"])


def _gone(kin: Iterable[Kin], kept: dict[int, int]) -> dict[int, tuple[int, str, float]]:
    """Return where those stand that nothing new was paired with: what holds most of their words."""
    best: dict[int, Kin] = {}
    for each in kin:
        if each.old in kept or each.held < LEAST_HELD:
            continue
        if each.old not in best or each.held > best[each.old].held:
            best[each.old] = each
    return {old: (each.new, str(Rung.MERGED), 100 * each.held) for old, each in best.items()}


def _pair_scanned(
    stored: Sequence[Row],
    fresh: Sequence[Row],
    kept: dict[int, int],
    gone: dict[int, tuple[int, str, float]],
) -> None:
    """Ask the ladder about what was read from scans, whose places may have turned."""
    taken = set(kept.values())
    olds = [
        old
        for old, row in enumerate(stored)
        if row["from_scan"] and row["text"] and old not in kept and old not in gone
    ]
    news = [
        new
        for new, row in enumerate(fresh)
        if row["from_scan"] and row["text"] and new not in taken
    ]
    if not olds or not news:
        return
    found = match([_passage(stored[old]) for old in olds], [_passage(fresh[new]) for new in news])
    for each in found:
        if not each.sure or each.new is None:
            continue
        old, new = olds[each.old], news[each.new]
        if each.rung is Rung.MERGED or new in taken:
            gone[old] = (new, str(each.rung), each.score)
        elif stored[old]["ordinal"] is not None:
            kept[old] = new
            taken.add(new)


def _passage(row: Row) -> Passage:
    return Passage(row["kind"], row["text"], row["address"])


def _parts(pairing: Pairing, olds: int, news: int) -> Iterator[tuple[range, range]]:
    """Yield the smallest parts of both readings that have to change together, in order."""
    reach = [-1] * olds
    depth = [news] * olds
    for old, new in _related(pairing, olds):
        reach[old] = max(reach[old], new)
        depth[old] = min(depth[old], new)
    lowest = [news] * (olds + 1)
    for old in reversed(range(olds)):
        lowest[old] = min(lowest[old + 1], depth[old])
    first_old = first_new = highest = 0
    for old in range(olds):
        highest = max(highest, reach[old] + 1)
        if highest <= lowest[old + 1]:
            end = lowest[old + 1] if old + 1 == olds else highest
            alone = old == first_old and reach[old] == depth[old] == end - 1
            if alone and first_new < end - 1:  # what was put in before it is a part of its own
                yield range(old, old), range(first_new, end - 1)
                first_new = end - 1
            yield range(first_old, old + 1), range(first_new, end)
            first_old, first_new = old + 1, end
    if first_new < news:
        yield range(first_old, olds), range(first_new, news)


def _related(pairing: Pairing, olds: int) -> Iterator[tuple[int, int]]:
    yield from ((old, new) for old, new in pairing.kept.items() if old < olds)
    yield from ((old, place[0]) for old, place in pairing.gone.items() if old < olds)
    yield from ((each.old, each.new) for each in pairing.kin if each.old < olds)


def _stays(stored: Sequence[Row], live: Sequence[int], news: int, pairing: Pairing) -> bool:
    """Say whether no paragraph comes, goes or moves: then each is changed where it stands."""
    return len(live) == news and all(
        pairing.kept.get(old) == stored[old]["ordinal"] for old in live
    )


def _first_moved(stored: Sequence[Row], pairing: Pairing, olds: int, news: int) -> int:
    """Return where the new reading begins to be numbered otherwise, at the edge of a part."""
    moved = 0
    for part_olds, part_news in _parts(pairing, olds, news):
        same = len(part_olds) == len(part_news) and all(
            pairing.kept.get(old) == stored[old]["ordinal"] == new
            for old, new in zip(part_olds, part_news, strict=True)
        )
        if not same:
            break
        moved = part_news.stop
    return moved


def _settled(base: int, first: int, count: int) -> Iterator[Step]:
    """Yield the last steps: what was numbered far up comes down, the lowest first."""
    if not base:
        return
    for start in range(first, count, ROWS_A_RUN):
        end = min(count, start + ROWS_A_RUN) - 1
        yield {"run": [base + start, base + end, -base]}


def _size(parts: Sequence[tuple[range, range]]) -> int:
    return sum(len(olds) + len(news) for olds, news in parts)
