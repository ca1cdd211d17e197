"""What may be asked about opinions: only what the asker's seat may see."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, selectinload

from documents.matches import not_looked_at
from foundation.errors import NotFound
from meetings.agendas.models import Meeting
from meetings.agendas.queries import paper_of, seat_of
from meetings.opinions.models import Answer, Comment, CommentPlace, Outcome
from meetings.people.models import Participant
from meetings.permissions import Case, Right, Visibility, permits, require

Thread = tuple[Comment, Sequence[Comment]]
"""A comment and the replies to it, in order."""


def comment_of(
    session: Session, person_id: int, comment_id: int
) -> tuple[Comment, Participant, Meeting]:
    """Return a comment that the asker may see; to everybody else there is none."""
    comment = session.get(Comment, comment_id)
    if comment is None:
        raise NotFound("comment.unknown")
    try:
        _, seat, meeting = paper_of(session, person_id, comment.paper_id)
    except NotFound:
        raise NotFound("comment.unknown") from None
    if not permits(seat, Right.READ_COMMENT, Case(meeting, comment.root)):
        raise NotFound("comment.unknown")
    return comment, seat, meeting


def visible_to(seat: Participant) -> ColumnElement[bool]:
    """Return the condition under which a comment that is no reply is seen from a seat."""
    seen = [Comment.creator_id == seat.person_id, Comment.visibility == Visibility.MEETING]
    if seat.at_the_desk:
        seen.append(Comment.visibility == Visibility.DESK)
    return and_(Comment.parent_id.is_(None), or_(*seen))


def comments_on(
    session: Session, seat: Participant, paper_id: int, version_id: int | None = None
) -> list[Comment]:
    """Return the comments on a paper that the seat may see, each followed by its replies."""
    roots = select(Comment).where(Comment.paper_id == paper_id, visible_to(seat))
    if version_id is not None:
        carried = Comment.places.any(CommentPlace.version_id == version_id)
        roots = roots.where(or_(Comment.version_id == version_id, carried))
    threads = threads_of(session, session.scalars(roots.order_by(Comment.id)).all())
    return [each for root, replies in threads for each in (root, *replies)]


def comments_told(session: Session, ids: Collection[int]) -> dict[int, Comment]:
    """Return comments with all that is told of them, by few questions however many there are."""
    wanted, found = sorted(ids), list[Comment]()
    for start in range(0, len(wanted), 500):
        asked = select(Comment).where(Comment.id.in_(wanted[start : start + 500]))
        found += session.scalars(asked.options(selectinload(Comment.parent)))
    return {comment.id: comment for comment in found}


def unplaced_comments(
    session: Session, seat: Participant, paper_id: int, version_id: int
) -> Sequence[Comment]:
    """Return what found no place in a version: one's own, and for the desk all that it may see."""
    lost = Comment.places.any(
        and_(CommentPlace.version_id == version_id, CommentPlace.paragraph_id.is_(None))
    )
    found = select(Comment).where(
        Comment.paper_id == paper_id, visible_to(seat), Comment.withdrawn.is_(None), lost
    )
    if not seat.at_the_desk:
        found = found.where(Comment.creator_id == seat.person_id)
    return session.scalars(found.order_by(Comment.id)).all()


def unplaced_yet(session: Session) -> Sequence[int]:
    """Return the versions where it is not yet known whether an earlier comment stands there."""
    known = select(CommentPlace.version_id).where(CommentPlace.comment_id == Comment.id)
    found = not_looked_at(Comment.version_id, known.correlate(Comment))
    return session.scalars(found.where(Comment.parent_id.is_(None))).all()


def threads_of(session: Session, roots: Sequence[Comment]) -> list[Thread]:
    """Return comments with their replies."""
    replies: defaultdict[int, list[Comment]] = defaultdict(list)
    ids = [root.id for root in roots]
    for start in range(0, len(ids), 500):
        for reply in session.scalars(
            select(Comment)
            .where(Comment.parent_id.in_(ids[start : start + 500]))
            .order_by(Comment.id)
        ):
            replies[reply.parent_id or 0].append(reply)
    return [(root, replies[root.id]) for root in roots]


def comments_by_paper(session: Session, seat: Participant) -> dict[int, list[int]]:
    """Return which comments and replies the seat sees on each paper of its meeting."""
    root = aliased(Comment)
    seen = select(Comment.id).where(Comment.meeting_id == seat.meeting_id, visible_to(seat))
    rows = session.execute(
        select(Comment.paper_id, Comment.id)
        .outerjoin(root, Comment.parent_id == root.id)
        .where(
            Comment.meeting_id == seat.meeting_id,
            Comment.withdrawn.is_(None),
            func.coalesce(Comment.parent_id, Comment.id).in_(seen),
        )
        .order_by(Comment.id)
    )
    found: defaultdict[int, list[int]] = defaultdict(list)
    for paper_id, comment_id in rows:
        found[paper_id].append(comment_id)
    return found


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which opinions the desk wants to see; None is any."""

    paper_id: int | None = None
    unit_id: int | None = None
    person_id: int | None = None
    answered: bool | None = None
    outcome: Outcome | None = None


def opinions_gathered(
    session: Session, person_id: int, meeting_id: int, wanted: Filter
) -> list[Thread]:
    """Return the opinions of a meeting that the desk may see, by paper, page and paragraph."""
    seat, meeting = seat_of(session, person_id, meeting_id)
    require(seat, Right.GATHER, Case(meeting))
    roots = (
        select(Comment)
        .where(Comment.meeting_id == meeting_id, visible_to(seat))
        .where(Comment.visibility != Visibility.SELF, Comment.withdrawn.is_(None))
        .order_by(Comment.paper_id, Comment.version_id, Comment.paragraph_number, Comment.id)
    )
    if wanted.paper_id is not None:
        roots = roots.where(Comment.paper_id == wanted.paper_id)
    if wanted.person_id is not None:
        roots = roots.where(Comment.creator_id == wanted.person_id)
    if wanted.answered is not None:
        has_answer = Comment.answer.has()
        roots = roots.where(has_answer if wanted.answered else ~has_answer)
    if wanted.outcome is not None:
        roots = roots.where(Comment.answer.has(Answer.outcome == wanted.outcome))
    found = [
        root
        for root in session.scalars(roots)
        if wanted.unit_id is None or _unit_of(root) == wanted.unit_id
    ]
    return threads_of(session, found)


def _unit_of(comment: Comment) -> int | None:
    unit = comment.creator.unit
    return unit.id if unit else None
