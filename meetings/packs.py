"""What is taken away of a meeting's papers: the pack as one volume, and the marks for a copy.

The words that stand in it come from the door; here is decided what is in it, and for whom.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from documents.copies.marks import Mark
from documents.copies.volume import Entry, Heading, Part, Volume
from documents.models import Paragraph, Version
from documents.queries import headings_of
from foundation.errors import Conflict
from meetings.agendas.models import AgendaPaper, Meeting
from meetings.agendas.queries import (
    NumberedItem,
    PackedPaper,
    agenda_of,
    pack_of,
    pages_in,
    paper_holding,
    paper_of,
    seat_of,
)
from meetings.annotations.ink import points_at
from meetings.annotations.models import Annotation, Motivation
from meetings.annotations.places import is_point
from meetings.annotations.presenting import QUOTE
from meetings.annotations.queries import annotations_on
from meetings.opinions.models import Answer, Comment
from meetings.opinions.queries import comments_on
from meetings.people.models import Participant, Person
from meetings.permissions import Case, Right, Visibility, require

MOST_HEADINGS = 400
"""Of one paper: more are a contents list that nobody reads."""
DEEPEST_HEADING = 4
LONGEST_HEADING = 160
COMMENTS = "grey"
"""The colour of what is said of a paragraph; those of the highlighter are the reader's."""
Box = tuple[int, int, int, int, int]


@dataclass(frozen=True)
class Words:
    """What the pages of a pack say in the reader's language."""

    contents: str
    missing: str
    about: Callable[[Meeting, int, int], tuple[str, ...]]
    """The lines under the title, of so many papers and pages."""
    presenter: Callable[[str], str]
    stamp: Callable[[int], str]
    span: Callable[[str, str], str]


@dataclass(frozen=True)
class Said:
    """What a copy with marks says in the reader's language."""

    answer: Callable[[Answer], str]
    elsewhere: Callable[[int, int, str, str], str]
    """What has no place here: of which version, on which page and text, in which words."""


def original_of(session: Session, person_id: int, version_id: int) -> Version:
    """Return a version whose very bytes the asker may have: those of the desk."""
    paper, version = paper_holding(session, person_id, version_id)
    seat, meeting = seat_of(session, person_id, paper.meeting_id)
    require(seat, Right.ORIGINAL, Case(meeting))
    return version


def pack_to_bind(
    session: Session, person_id: int, meeting_id: int, words: Words
) -> tuple[Meeting, Volume]:
    """Return a meeting's pack as it is now; whoever may read the papers may take them away."""
    seat, meeting = seat_of(session, person_id, meeting_id)
    require(seat, Right.READ_PAPER, Case(meeting))
    pack = pack_of(session, meeting_id)
    if not pack:
        raise Conflict("pack.empty")
    order = {packed.paper.id: index for index, packed in enumerate(pack)}
    volume = Volume(
        title=meeting.title,
        lines=words.about(meeting, len(pack), pages_in(pack)),
        contents=words.contents,
        missing=words.missing,
        entries=tuple(
            line for entry in agenda_of(session, meeting_id) for line in _lines(entry, order, words)
        ),
        parts=tuple(_part(session, index, each, words) for index, each in enumerate(pack)),
    )
    return meeting, volume


def marks_for(
    session: Session,
    person_id: int,
    version_id: int,
    said: Said,
    *,
    shared: bool,
) -> tuple[AgendaPaper, Version, list[Mark]]:
    """Return a paper's version and what the asker wrote on it; if asked, what others shared too.

    Of the asker's own nothing is left out: what found no place there stands beside the first page.
    """
    found, version = paper_holding(session, person_id, version_id)
    paper, seat, _ = paper_of(session, person_id, found.id)
    marks = [
        mark
        for annotation in annotations_on(session, seat, paper.id)
        if shared or annotation.creator_id == seat.person_id
        for mark in _of_annotation(session, annotation, seat, version, said)
    ]
    comments = comments_on(session, seat, paper.id)
    marks += _of_comments(session, comments, seat, version, said, shared=shared)
    return paper, version, marks


def _lines(entry: NumberedItem, order: dict[int, int], words: Words) -> Iterator[Entry]:
    level = entry.number.count(".")
    presenter = entry.item.presenter
    named = presenter.name if presenter else entry.item.presenter_name
    detail = words.presenter(named) if named else ""
    yield Entry(level, f"{entry.number}.", entry.item.title, detail)
    for paper in entry.papers:
        index = order[paper.id]
        yield Entry(level + 1, words.stamp(index + 1), paper.title, part=index)


def _part(session: Session, index: int, packed: PackedPaper, words: Words) -> Part:
    count = packed.version.page_count
    return Part(
        sha256=packed.version.readable_sha256,
        pages=count,
        title=packed.paper.title,
        stamp=words.stamp(index + 1),
        labels=tuple(packed.label(page) for page in range(1, count + 1)),
        span=words.span(packed.label(1), packed.label(count)),
        headings=tuple(_headings(headings_of(session, packed.version.id)[:MOST_HEADINGS], count)),
    )


def _headings(found: Sequence[Paragraph], count: int) -> Iterator[Heading]:
    least = min((each.level or 0 for each in found), default=0)
    for each in found:
        if not each.boxes or not (title := " ".join(each.text.split())[:LONGEST_HEADING]):
            continue
        page, _, y, *_ = each.boxes[0]
        if 1 <= page <= count:
            yield Heading(min(DEEPEST_HEADING, (each.level or 0) - least), title, page, y)


def _wanted(written: Comment, seat: Participant, *, shared: bool) -> bool:
    own = written.creator_id == seat.person_id
    return own or (shared and written.visibility is Visibility.MEETING)


def _of_annotation(
    session: Session, annotation: Annotation, seat: Participant, version: Version, said: Said
) -> Iterator[Mark]:
    """Yield a mark where it stands in this version, or that one's own stands in another."""
    carried = next((p for p in annotation.places if p.version_id == version.id), None)
    if carried is None and annotation.version_id != version.id:
        return
    mark = Mark(
        key=f"annotation-{annotation.id}",
        author=_name(annotation.creator),
        created=annotation.created.isoformat(),
        modified=annotation.modified.isoformat(),
        colour=annotation.colour.value,
        words=annotation.note,
        page=1,
    )
    target = annotation.target if carried is None else carried.target
    if target is not None:
        yield _placed(mark, annotation, target)
    elif annotation.creator_id == seat.person_id:
        made_on = annotation.target
        quoted = " ".join(each["exact"] for each in made_on["selectors"] if each["type"] == QUOTE)
        yield _stray(session, mark, annotation.version_id, made_on["page"], quoted, said)


def _placed(mark: Mark, annotation: Annotation, target: dict[str, Any]) -> Mark:
    ink = annotation.ink
    stands_alone = ink is None and is_point(target)
    return replace(
        mark,
        page=target["page"],
        boxes=() if stands_alone else tuple(_box(box) for box in target["boxes"]),
        point=tuple(target["boxes"][0][1:3]) if stands_alone else None,
        line=tuple(points_at(ink, target["boxes"][0])) if ink else (),
        width=ink["width"] if ink else 0,
        wash=annotation.motivation is Motivation.HIGHLIGHTING,
    )


def _stray(
    session: Session, mark: Mark, version_id: int, page: int, quoted: str, said: Said
) -> Mark:
    """Return a mark beside the first page that says where it was made, and on which words."""
    number = session.get_one(Version, version_id).number
    return replace(mark, page=1, words=said.elsewhere(number, page, quoted, mark.words))


def _of_comments(
    session: Session,
    comments: Sequence[Comment],
    seat: Participant,
    version: Version,
    said: Said,
    *,
    shared: bool,
) -> Iterator[Mark]:
    """Yield comments where they stand in this version, each followed by what was replied."""
    written = set()
    for comment in comments:
        if comment.withdrawn or not _wanted(comment.root, seat, shared=shared):
            continue
        if comment.parent_id is None:
            mark = _of_root(session, comment, seat, version, said)
            if mark is None:
                continue
            written.add(comment.id)
            yield mark
        elif comment.parent_id in written:
            yield _of_comment(comment, ())
        if comment.answer is not None and comment.id in written:
            yield _of_answer(comment, comment.answer, said.answer)


def _of_root(
    session: Session, comment: Comment, seat: Participant, version: Version, said: Said
) -> Mark | None:
    """Return a comment where it stands, or as one's own that has no place; else there is none."""
    if boxes := _boxes_of(session, comment, version):
        return _of_comment(comment, boxes)
    if comment.creator_id != seat.person_id or not _is_lost(comment, version):
        return None
    on = session.get(Paragraph, comment.paragraph_id)
    mark, quoted = _of_comment(comment, ()), on.text if on else ""
    return _stray(session, mark, comment.version_id, comment.page, quoted, said)


def _of_comment(comment: Comment, boxes: tuple[Box, ...]) -> Mark:
    return Mark(
        key=f"comment-{comment.id}",
        author=_name(comment.creator),
        created=comment.created.isoformat(),
        modified=comment.modified.isoformat(),
        colour=COMMENTS,
        words=comment.text,
        page=boxes[0][0] if boxes else comment.page,
        boxes=boxes,
        reply_to=f"comment-{comment.parent_id}" if comment.parent_id else None,
    )


def _is_lost(comment: Comment, version: Version) -> bool:
    """Say whether it was looked for in this version and found nowhere."""
    return any(p.version_id == version.id and p.paragraph_id is None for p in comment.places)


def _of_answer(comment: Comment, answer: Answer, say: Callable[[Answer], str]) -> Mark:
    return Mark(
        key=f"answer-{comment.id}",
        author=_name(answer.by),
        created=answer.at.isoformat(),
        modified=answer.at.isoformat(),
        colour=COMMENTS,
        words=say(answer),
        page=comment.page,
        reply_to=f"comment-{comment.id}",
    )


def _boxes_of(session: Session, comment: Comment, version: Version) -> tuple[Box, ...]:
    """Return where a comment stands in this version; nothing where it stands nowhere."""
    carried = next((p for p in comment.places if p.version_id == version.id), None)
    if carried is not None:
        paragraph = carried.paragraph
    elif comment.version_id == version.id:
        if comment.region:
            return (_box(comment.region),)
        paragraph = session.get(Paragraph, comment.paragraph_id)
    else:
        return ()
    return tuple(_box(box) for box in paragraph.boxes) if paragraph else ()


def _box(box: Sequence[int]) -> Box:
    page, x0, y0, x1, y1 = box
    return page, x0, y0, x1, y1


def _name(person: Person) -> str:
    return person.name
