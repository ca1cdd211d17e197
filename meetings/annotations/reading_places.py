"""Where a person stopped reading, told for the version they read now.

It is carried by the paragraph that stood there; nothing of it is stored.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from documents.matches import Trails, made_at
from documents.matching import Rung
from documents.models import Paragraph, Version
from documents.queries import paragraphs_on
from meetings.annotations.models import ReadingPlace

Place = dict[str, Any]


def place_on(session: Session, kept: ReadingPlace, version: Version) -> Place:
    """Return a reading place on a version; where it has none there, as it was kept."""
    if kept.version_id == version.id:
        return _as_data(kept, kept.version_id, kept.page, kept.y, str(Rung.SAME))
    under = _paragraph_at(session, kept)
    if under is not None:
        found = _carried(session, kept, under, version)
        if found is not None:
            return found
    return _as_data(kept, kept.version_id, kept.page, kept.y, str(Rung.NOT_PLACED))


def _carried(
    session: Session, kept: ReadingPlace, under: Paragraph, version: Version
) -> Place | None:
    trails = Trails(session, version.document_id)
    for standing in trails.standings(made_at(kept.version_id, under.id)):
        if standing.version_id == version.id and standing.paragraph_id is not None:
            there = session.get(Paragraph, standing.paragraph_id)
            if there is not None and there.boxes:
                page, y = _as_deep(kept, under, there)
                return _as_data(kept, version.id, page, y, standing.rung)
    return None


def _paragraph_at(session: Session, kept: ReadingPlace) -> Paragraph | None:
    """Return the paragraph at a height of a page, or else the next one below."""
    on_page = paragraphs_on(session, kept.version_id, kept.page, kept.page)
    ends = [(_box_on(each, kept.page), each) for each in on_page]
    below = [(box[4], n, each) for n, (box, each) in enumerate(ends) if box and box[4] >= kept.y]
    if below:
        return min(below)[2]
    return on_page[-1] if on_page else None


def _as_deep(kept: ReadingPlace, under: Paragraph, there: Paragraph) -> tuple[int, int]:
    """Return the place as deep in its paragraph as it was."""
    before = _box_on(under, kept.page) or under.boxes[0]
    after = there.boxes[min(under.boxes.index(before), len(there.boxes) - 1)]
    depth = (kept.y - before[2]) / max(1, before[4] - before[2])
    if depth < 0:  # the margin above it
        return after[0], max(0, after[2] + kept.y - before[2])
    return after[0], round(after[2] + min(1.0, depth) * (after[4] - after[2]))


def _box_on(paragraph: Paragraph, page: int) -> Sequence[int] | None:
    return next((box for box in paragraph.boxes if box[0] == page), None)


def _as_data(kept: ReadingPlace, version_id: int, page: int, y: int, rung: str) -> Place:
    """`read_on` is the version that was read: what has changed since is told from there."""
    return {
        "version": version_id,
        "page": page,
        "y": y,
        "rung": rung,
        "read_on": kept.version_id,
    }
