"""The places of marks in later versions: followed by their paragraphs, then by their words.

A mark on words is looked for among the words of the paragraphs it stood on; where the words have
gone and the paragraph stands, the paragraph is marked. A free mark stays only where everything
around it has stayed. Ink moves with the words it lies on, or as deep in its paragraph as it was;
a note at a point goes along with the paragraph it stands by.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from documents import quotes
from documents.matches import BY_HAND, SURENESS, Standing, Trails, less_sure, made_at, nowhere
from documents.matching import Rung
from documents.models import Paragraph, Version
from documents.queries import paragraphs_on, version_of
from foundation.clock import now
from meetings.annotations.ink import shifted
from meetings.annotations.ink_places import Way, along, as_deep, lying_on, with_words
from meetings.annotations.models import Annotation, AnnotationPlace

Target = dict[str, Any]
There = Sequence[tuple[Paragraph, Paragraph, Standing]]
"""Paragraphs that a mark stood on, each as it is in the other version and how it came there."""
Lines = Callable[[Version, int], Sequence[quotes.Line]]
"""Returns the lines of a page with the place of each word; none where the page cannot be read."""

TOLERANCE = 30
"""Ten-thousandths of the page: what stands so near stands at the same place."""
AROUND = 700
"""How far above and below a free mark is looked for what it stands beside."""
MOST_BOXES = 400
WHOLE = 0.9
"""Of a paragraph's letters: who marked so much of it marked the paragraph."""


@dataclass(frozen=True)
class Placed:
    """Where a mark stands in a version; no target where it found no place."""

    version_id: int
    target: Target | None
    rung: str
    score: float

    @property
    def sureness(self) -> tuple[bool, int, float]:
        """Return what to compare places by: the least is the surest."""
        return self.target is None, SURENESS.get(self.rung, len(SURENESS)), -self.score


def places_found(
    session: Session, trails: Trails, annotation: Annotation, lines: Lines | None = None
) -> list[Placed]:
    """Return where a mark stands elsewhere than where it was made.

    Without the lines of the pages, words that are not where they were are not looked for: their
    paragraph is marked until somebody has the lines.
    """
    return list(_Mark(session, trails, annotation, lines).places())


def give_places(annotation: Annotation, placed: Sequence[Placed]) -> set[int]:
    """Give a mark these places, but for those it was given by hand; returns the versions."""
    there = {each.version_id: each for each in annotation.places}
    changed = set()
    for each in placed:
        known = there.get(each.version_id)
        if each.rung == BY_HAND and known and known.target == each.target:
            continue
        if known is None:
            known = AnnotationPlace(annotation_id=annotation.id, version_id=each.version_id)
            annotation.places.append(known)
        elif (known.target, known.rung, known.score) == (each.target, each.rung, each.score):
            continue
        known.target, known.rung, known.score = each.target, each.rung, each.score
        known.at = now()
        changed.add(each.version_id)
    return changed


def place_by_hand(
    annotation: Annotation, version_id: int, target: Target, person_id: int
) -> AnnotationPlace:
    """Put a mark where its author says."""
    known = next((each for each in annotation.places if each.version_id == version_id), None)
    if known is None:
        known = AnnotationPlace(annotation_id=annotation.id, version_id=version_id)
        annotation.places.append(known)
    known.target, known.rung, known.score = target, BY_HAND, 100.0
    known.placed_by_id, known.at = person_id, now()
    return known


class _Mark:
    """One mark on its way through the versions."""

    def __init__(
        self, session: Session, trails: Trails, annotation: Annotation, lines: Lines | None
    ) -> None:
        self._session = session
        self._trails = trails
        self._lines = lines
        self._drawn = annotation.ink is not None
        self._made = Placed(annotation.version_id, annotation.target, str(Rung.SAME), 100.0)
        self._by_hand = {
            each.version_id: Placed(each.version_id, each.target, BY_HAND, each.score)
            for each in annotation.places
            if each.placed_by_id is not None
        }

    def places(self) -> Iterator[Placed]:
        """Yield where it stands, version by version."""
        known = [self._made]
        if (own := self._in_its_own_version()) is not None:
            known = [own]
            yield own
        for version in self._trails.later(self._made.version_id):
            stands = self._by_hand.get(version.id) or self._onward(known, version)
            if stands is not None:
                known.append(stands)
                yield stands

    def _in_its_own_version(self) -> Placed | None:
        """Return it with the paragraph of a later reading: its file, and so its boxes, stay."""
        made, target = self._made, self._made.target
        if target is None or (paragraph_id := target["paragraph"]) is None:
            return None
        if not self._trails.gone(paragraph_id):
            return None
        stands = self._trails.now(made_at(made.version_id, paragraph_id))
        return replace(made, target=target | {"paragraph": stands.paragraph_id})

    def _onward(self, known: Sequence[Placed], version: Version) -> Placed | None:
        ways = [
            way
            for each in reversed(known)
            if each.target is not None and (way := self._move(each, version).made())
        ]
        if ways:
            return min(ways, key=lambda way: way.sureness)
        stands = self._trails.onward([], version.id)
        return None if stands is None else _not_placed(version.id)

    def _move(self, placed: Placed, version: Version) -> "_Move":
        kind = _Move
        if self._drawn:
            kind = _InkMove
        elif is_point(placed.target):
            kind = _PointMove
        return kind(self._session, self._trails, placed, version, self._lines)


class _Move:
    """One mark going from one version to another."""

    def __init__(
        self,
        session: Session,
        trails: Trails,
        placed: Placed,
        version: Version,
        lines: Lines | None,
    ) -> None:
        self._session = session
        self._trails = trails
        self._placed = placed
        self._target: Target = placed.target or {}
        self._version = version
        self._lines = lines

    def made(self) -> Placed | None:
        """Return where the mark comes to stand; None where no way leads to that version."""
        anchors = self._anchors
        if not anchors:
            return self._freely()
        ways = [self._way(each.id) for each in anchors]
        main = ways[0]
        if main is None:
            return None
        if main.paragraph_id is None:
            return _not_placed(self._version.id)
        stood = [(a, way) for a, way in zip(anchors, ways, strict=True) if way and way.paragraph_id]
        there = [(a, self._paragraph(way), way) for a, way in stood]
        return self._moved(there, whole=len(there) == len(anchors))

    @cached_property
    def _quote(self) -> quotes.Quote | None:
        for each in self._target["selectors"]:
            if each["type"] == "TextQuoteSelector" and each["exact"].strip():
                return quotes.Quote(each["exact"], each["prefix"], each["suffix"])
        return None

    @cached_property
    def _anchors(self) -> list[Paragraph]:
        """Return the paragraphs it stands on, the one it names first."""
        touched = self._touched()
        if self._quote is not None:
            touched = [each for each in touched if _share_words(self._quote, each)] or touched
        named = self._target["paragraph"]
        if named is not None:
            paragraph = self._session.get(Paragraph, named)
            if paragraph is not None:
                return [paragraph, *(each for each in touched if each.id != named)]
        return touched if self._quote is not None else []

    def _paragraphs_near(self) -> list[Paragraph]:
        pages = [self._target["page"], *(box[0] for box in self._target["boxes"])]
        near = paragraphs_on(self._session, self._placed.version_id, min(pages), max(pages))
        return [each for each in near if each.ordinal is not None]

    def _touched(self) -> list[Paragraph]:
        return [
            paragraph
            for paragraph in self._paragraphs_near()
            if any(_inside(box, each) for each in paragraph.boxes for box in self._target["boxes"])
        ]

    def _way(self, paragraph_id: int) -> Standing | None:
        placed = self._placed
        start = Standing(placed.version_id, paragraph_id, placed.rung, placed.score)
        ways = self._trails.onward([start], self._version.id)
        if ways is not None or not self._trails.gone(paragraph_id):
            return ways
        return self._trails.onward([self._trails.now(start)], self._version.id)

    def _paragraph(self, standing: Standing) -> Paragraph:
        found = self._session.get(Paragraph, standing.paragraph_id)
        if found is None:
            raise LookupError(standing.paragraph_id)
        return found

    def _moved(self, there: There, *, whole: bool) -> Placed:
        return self._shifted(there, whole=whole) or self._by_words(there)

    def _shifted(self, there: There, *, whole: bool) -> Placed | None:
        """Return it shifted with its paragraphs, where they say the same in the same shape."""
        if not whole or not all(_same_shape(old, new) for old, new, _ in there):
            return None
        boxes = []
        for box in self._target["boxes"]:
            moved = next((m for old, new, _ in there if (m := _moved(box, old, new))), None)
            if moved is None:
                return None
            boxes.append(moved)
        return self._at(there, boxes, self._quote, 100.0)

    def _by_words(self, there: There) -> Placed:
        """Return it on its words, or on the whole paragraph where they have gone."""
        main = there[:1]
        old, new, _ = main[0]
        boxes = [list(box) for box in new.boxes]
        if self._target["boxes"] == old.boxes and self._says_all(old):
            return self._at(main, boxes, quotes.Quote(new.text) if self._quote else None, 100.0)
        found = self._words_found([new for _, new, _ in there])
        if found is not None:
            return self._at(there, *found)
        return self._at(main, boxes, self._quote, 100.0, least=str(Rung.EDITED))

    def _says_all(self, paragraph: Paragraph) -> bool:
        """Say whether the whole paragraph was marked."""
        said = quotes.spoken(self._quote.exact) if self._quote else paragraph.text
        return len(said) >= WHOLE * len(paragraph.text)

    def _words_found(
        self, paragraphs: Sequence[Paragraph]
    ) -> tuple[list[list[int]], quotes.Quote, float, str] | None:
        if self._quote is None or self._lines is None:
            return None
        words = list(self._words_of(self._version, paragraphs, self._lines))
        found = quotes.find(self._quote, words)
        if found is None:
            return None
        boxes = quotes.boxes_of(words[found.first : found.last + 1])
        rung = str(Rung.SAME if found.score == 100 else Rung.EDITED)
        return boxes, quotes.quoted(words, found), found.score, rung

    def _words_of(
        self, version: Version, paragraphs: Sequence[Paragraph], lines: Lines
    ) -> Iterator[quotes.Word]:
        boxes: dict[int, list[Sequence[int]]] = {}
        for paragraph in paragraphs:
            for page, *corners in paragraph.boxes:
                boxes.setdefault(page, []).append(corners)
        for page in sorted(boxes):
            yield from quotes.words_within(page, lines(version, page), boxes[page])

    def _at(
        self,
        there: There,
        boxes: list[list[int]],
        quote: quotes.Quote | None,
        score: float,
        least: str = str(Rung.SAME),
    ) -> Placed:
        main = there[0][2]
        rung = less_sure(main.rung, least)
        target = {
            "page": boxes[0][0] if boxes else there[0][1].first_page,
            "paragraph": main.paragraph_id,
            "boxes": boxes[:MOST_BOXES],
            "selectors": _selectors(quote, boxes[0][0] if boxes else there[0][1].first_page),
        }
        return Placed(self._version.id, target, rung, round(min(main.score, score), 1))

    def _freely(self) -> Placed | None:
        """Return it where it was, if all that stands around it does too."""
        around = self._around()
        ways = [(each, self._way(each.id)) for each in around]
        if any(way is None for _, way in ways):
            return None
        if self._target["page"] > self._version.page_count:
            return _not_placed(self._version.id)
        rungs, scores = [self._placed.rung], [self._placed.score]
        for paragraph, way in ways:
            stays = way is not None and way.paragraph_id is not None
            if way is None or not stays or not _same_place(paragraph, self._paragraph(way)):
                return _not_placed(self._version.id)
            rungs.append(way.rung)
            scores.append(way.score)
        if not around:
            return (
                None
                if self._trails.onward([], self._version.id) is None
                else _not_placed(self._version.id)
            )
        rung = str(Rung.SAME)
        for each in rungs:
            rung = less_sure(rung, each)
        return Placed(self._version.id, self._target, rung, min(scores))

    def _around(self) -> list[Paragraph]:
        page = self._target["page"]
        on_page = [
            paragraph
            for paragraph in paragraphs_on(self._session, self._placed.version_id, page, page)
            if paragraph.ordinal is not None
        ]
        heights = [(box[2], box[4]) for box in self._target["boxes"] if box[0] == page]
        if not heights:
            return on_page
        top, bottom = min(y for y, _ in heights) - AROUND, max(y for _, y in heights) + AROUND
        near = [each for each in on_page if _between(each, page, top, bottom)]
        return near or on_page


class _InkMove(_Move):
    """Ink going from one version to another: as far as what lies under it, as large as it was."""

    @cached_property
    def _anchors(self) -> list[Paragraph]:
        ink = self._target["boxes"][0]
        under = lying_on(ink, self._paragraphs_near())
        named = self._target["paragraph"]
        return sorted(under, key=lambda each: each.id != named)

    def _moved(self, there: There, *, whole: bool) -> Placed:
        ink = self._target["boxes"][0]
        way, rung = self._way_of(ink, there)
        alone = str(Rung.SAME if whole else Rung.EDITED)
        boxes = [shifted(ink, way.page, way.right, way.down)]
        return self._at(there, boxes, self._quote, way.score, less_sure(rung, alone))

    def _way_of(self, ink: Sequence[int], there: There) -> tuple[Way, str]:
        old, new, _ = there[0]
        if all(_same_shape(before, after) for before, after, _ in there):
            return along(ink, old, new), str(Rung.SAME)
        if (way := self._way_of_words(ink, there)) is not None:
            return way, str(Rung.SAME if way.score == 100 else Rung.EDITED)
        return as_deep(ink, old, new), str(Rung.EDITED)

    def _way_of_words(self, ink: Sequence[int], there: There) -> Way | None:
        if self._lines is None:
            return None
        made = version_of(self._session, self._placed.version_id)
        words = list(self._words_of(made, [old for old, _, _ in there], self._lines))
        now_there = list(self._words_of(self._version, [new for _, new, _ in there], self._lines))
        return with_words(ink, words, now_there)


class _PointMove(_InkMove):
    """A note at a point going along with the paragraph it stands by, which may not lie under it."""

    @cached_property
    def _anchors(self) -> list[Paragraph]:
        named = self._target["paragraph"]
        paragraph = None if named is None else self._session.get(Paragraph, named)
        return super()._anchors if paragraph is None else [paragraph]


def is_point(target: Target | None) -> bool:
    """Say whether a mark stands at a point of its page, over no words."""
    if target is None or len(target["boxes"]) != 1:
        return False
    _, x0, y0, x1, y1 = target["boxes"][0]
    return bool(x0 == x1 and y0 == y1)


def _not_placed(version_id: int) -> Placed:
    stands = nowhere(version_id)
    return Placed(version_id, None, stands.rung, stands.score)


def _selectors(quote: quotes.Quote | None, page: int) -> list[Target]:
    fragment = {
        "type": "FragmentSelector",
        "conformsTo": "http://tools.ietf.org/rfc/rfc3778",
        "value": f"page={page}",
    }
    if quote is None:
        return [fragment]
    return [{"type": "TextQuoteSelector", **quote._asdict()}, fragment]


def _share_words(quote: quotes.Quote, paragraph: Paragraph) -> bool:
    """Say whether a quote stands in a paragraph, or begins, ends or goes on in it."""
    said, whole = quotes.spoken(paragraph.text), quotes.spoken(quote.exact)
    if not said:
        return False
    pieces = [quotes.spoken(piece) for piece in quote.exact.split("\n")]
    return whole in said or said in whole or any(len(p) > 3 and p in said for p in pieces)


def _inside(box: Sequence[int], paragraph_box: Sequence[int]) -> bool:
    """Say whether the middle of a box lies in a paragraph's."""
    page, x0, y0, x1, y1 = box
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    there, left, top, right, bottom = paragraph_box
    return page == there and left <= x <= right and top <= y <= bottom


def _between(paragraph: Paragraph, page: int, top: int, bottom: int) -> bool:
    return any(b[0] == page and b[2] <= bottom and b[4] >= top for b in paragraph.boxes)


def _same_shape(old: Paragraph, new: Paragraph) -> bool:
    return (
        old.text == new.text
        and len(old.boxes) == len(new.boxes)
        and all(
            abs((a[3] - a[1]) - (b[3] - b[1])) <= TOLERANCE
            and abs((a[4] - a[2]) - (b[4] - b[2])) <= TOLERANCE
            for a, b in zip(old.boxes, new.boxes, strict=True)
        )
    )


def _moved(box: Sequence[int], old: Paragraph, new: Paragraph) -> list[int] | None:
    for before, after in zip(old.boxes, new.boxes, strict=True):
        if _inside(box, before):
            right, down = after[1] - before[1], after[2] - before[2]
            corners = (box[1] + right, box[2] + down, box[3] + right, box[4] + down)
            return [after[0], *(min(10_000, max(0, each)) for each in corners)]
    return None


def _same_place(old: Paragraph, new: Paragraph) -> bool:
    return len(old.boxes) == len(new.boxes) and all(
        a[0] == b[0] and all(abs(x - y) <= TOLERANCE for x, y in zip(a[1:], b[1:], strict=True))
        for a, b in zip(old.boxes, new.boxes, strict=True)
    )
