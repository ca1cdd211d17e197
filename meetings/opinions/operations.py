"""What may be done with opinions: given, replied to, changed, withdrawn, answered."""

from typing import NamedTuple

from sqlalchemy.orm import Session

from documents.matches import Trails
from documents.models import Paragraph
from documents.paragraphs import Kind
from documents.queries import cited, paragraph_in, version_in_document
from foundation.clock import now
from foundation.entities import Inserting
from foundation.errors import Conflict, Invalid, NotFound
from foundation.events import tell
from meetings.agendas.models import Meeting
from meetings.agendas.operations.meetings import public
from meetings.agendas.queries import paper_of
from meetings.events import audience, desk_stream, person_stream
from meetings.opinions.arriving import (
    ChangedComment,
    NewAnswer,
    NewComment,
    NewCommentPlace,
    NewReply,
)
from meetings.opinions.events import (
    CommentAnswered,
    CommentChanged,
    CommentCreated,
    CommentHidden,
    CommentPlaced,
    CommentWithdrawn,
)
from meetings.opinions.markup import cleaned
from meetings.opinions.models import Answer, Comment
from meetings.opinions.places import give_places, place_by_hand, place_late
from meetings.opinions.presenting import comment_as_data
from meetings.opinions.queries import comment_of, threads_of
from meetings.people.queries import seat_held
from meetings.permissions import Case, Right, Visibility, require

_COMMENTS = Inserting(Comment)
WIDER = (Visibility.MEETING, Visibility.DESK, Visibility.SELF)
"""From the widest audience to the narrowest."""


class Place(NamedTuple):
    """Where a comment stands in its paper."""

    page: int
    number: int


def comment_on_paragraph(session: Session, person_id: int, new: NewComment) -> Comment:
    """Record a comment and tell whom it is for."""
    paper, seat, meeting = paper_of(session, person_id, new.paper_id)
    there = cited(session, paper.document_id, new.paragraph_id)
    paragraph, version = there.paragraph, there.version
    require(seat, Right.COMMENT, Case(meeting))
    if new.region is not None and not _may_point(paragraph, new.region):
        raise Invalid("comment.region")
    place = place_of(paragraph)
    comment: Comment = _COMMENTS.insert(  # the event carries the new id
        session,
        meeting_id=meeting.id,
        paper_id=paper.id,
        version_id=version.id,
        version_number=version.number,
        paragraph_id=paragraph.id,
        creator_id=person_id,
        operation_id=new.operation_id,
        visibility=new.visibility,
        text=new.text,
        html=cleaned(new.text),
        page=place.page,
        paragraph_number=place.number,
        address=paragraph.address,
        quote=paragraph.text,
        region=new.region,
    )
    if there.followed:
        place_late(session, paper.document_id, comment)
    _told(session, CommentCreated, comment, meeting, seat.person_id)
    return comment


def reply_to_comment(session: Session, person_id: int, new: NewReply) -> Comment:
    """Record a reply; whoever sees the comment sees it."""
    answered, seat, meeting = comment_of(session, person_id, new.comment_id)
    require(seat, Right.REPLY, Case(meeting))
    root = answered.root
    if root.withdrawn:
        raise Conflict("comment.withdrawn")
    reply: Comment = _COMMENTS.insert(
        session,
        meeting_id=meeting.id,
        paper_id=root.paper_id,
        version_id=root.version_id,
        version_number=root.version_number,
        paragraph_id=root.paragraph_id,
        parent_id=root.id,
        creator_id=person_id,
        operation_id=new.operation_id,
        visibility=root.visibility,
        text=new.text,
        html=cleaned(new.text),
        page=root.page,
        paragraph_number=root.paragraph_number,
        address=root.address,
        quote=root.quote,
    )
    _told(session, CommentCreated, reply, meeting, seat.person_id)
    return reply


def change_comment(session: Session, person_id: int, change: ChangedComment) -> Comment:
    """Let its author write a comment otherwise, or for other eyes."""
    comment, seat, meeting = comment_of(session, person_id, change.comment_id)
    require(seat, Right.CHANGE_COMMENT, Case(meeting, comment))
    if comment.withdrawn:
        raise Conflict("comment.withdrawn")
    if change.revision != comment.revision:
        raise Conflict("comment.changed", current=comment_as_data(comment))
    if comment.answer:
        raise Conflict("comment.answered")
    if change.text is not None:
        comment.text, comment.html = change.text, cleaned(change.text)
    comment.modified = now()
    comment.revision += 1
    before = comment.visibility
    if change.visibility is not None:
        _show_to(session, comment, change.visibility)
    session.flush()
    _tell_those_who_lost_it(session, comment, meeting, before)
    _told(session, CommentChanged, comment, meeting, person_id)
    for reply in _replies(session, comment) if change.visibility else []:
        _told(session, CommentChanged, reply, meeting, person_id)
    return comment


def withdraw_comment(session: Session, person_id: int, comment_id: int) -> Comment:
    """Let its author take a comment back."""
    comment, seat, meeting = comment_of(session, person_id, comment_id)
    require(seat, Right.CHANGE_COMMENT, Case(meeting, comment))
    if comment.withdrawn:
        return comment
    comment.withdrawn = comment.modified = now()
    comment.revision += 1
    session.flush()
    _told(session, CommentWithdrawn, comment, meeting, person_id)
    return comment


def answer_comment(session: Session, person_id: int, new: NewAnswer) -> Comment:
    """Say what becomes of a comment; a later answer takes the place of an earlier one."""
    comment, seat, meeting = comment_of(session, person_id, new.comment_id)
    require(seat, Right.ANSWER, Case(meeting))
    if comment.parent_id:
        raise Invalid("answer.to_a_reply")
    if comment.withdrawn:
        raise Conflict("comment.withdrawn")
    if new.revision not in (None, comment.revision):
        raise Conflict("comment.changed", current=comment_as_data(comment))
    answer = comment.answer or Answer(comment_id=comment.id)
    answer.outcome, answer.reason = new.outcome, new.reason
    answer.html, answer.by_id, answer.at = cleaned(new.reason), person_id, now()
    session.add(answer)
    comment.revision += 1
    session.flush()
    session.expire(answer, ["by"])
    session.refresh(comment, ["answer"])
    _told(session, CommentAnswered, comment, meeting, person_id)
    return comment


def place_comment(session: Session, person_id: int, new: NewCommentPlace) -> Comment:
    """Put a comment that found no place, or a wrong one, where somebody says it belongs."""
    comment, seat, meeting = comment_of(session, person_id, new.comment_id)
    paper, _, _ = paper_of(session, person_id, comment.paper_id)
    version = version_in_document(session, paper.document_id, new.version_id)
    paragraph = paragraph_in(session, version.id, new.paragraph_id)
    require(seat, Right.PLACE_COMMENT, Case(meeting, comment.root))
    if paragraph.ordinal is None:
        raise NotFound("paragraph.unknown")
    if comment.parent_id:
        raise Invalid("place.of_a_reply")
    if comment.withdrawn:
        raise Conflict("comment.withdrawn")
    if version.number < comment.version_number or _stands_in(session, comment, version.id):
        raise Invalid("place.needs_a_later_version", number=comment.version_number)
    place_by_hand(comment, paragraph, person_id)
    comment.revision += 1
    give_places(Trails(session, paper.document_id), [comment])
    session.flush()
    _told(session, CommentPlaced, comment, meeting, person_id)
    return comment


def heard_by(
    session: Session, comment: Comment, meeting: Meeting, actor_id: int
) -> tuple[str, ...]:
    """Return the streams that hear of a comment; a reply has its comment's."""
    root = comment.root
    if root.visibility is Visibility.MEETING:
        return public(meeting)
    author = (person_stream(root.creator_id),) if _sits(session, root, actor_id) else ()
    if root.visibility is Visibility.DESK:
        return audience(desk_stream(meeting.id), *author)
    return author


def place_of(paragraph: Paragraph) -> Place:
    """Return the page on which a paragraph begins and its number in the version."""
    return Place(page=paragraph.first_page, number=(paragraph.ordinal or 0) + 1)


def _may_point(paragraph: Paragraph, region: list[int]) -> bool:
    """Say whether a place may be pointed out: on a page that is one unit by itself, and there."""
    return paragraph.kind == Kind.PAGE and region[0] == paragraph.first_page


def _sits(session: Session, root: Comment, actor_id: int) -> bool:
    """Say whether its author still has a seat: without one, nobody hears what goes on there."""
    author_id = root.creator_id
    return author_id == actor_id or seat_held(session, author_id, root.meeting_id) is not None


def _told(
    session: Session,
    happened: type[CommentCreated],
    comment: Comment,
    meeting: Meeting,
    actor_id: int,
) -> None:
    tell(
        session,
        happened(
            meeting_id=meeting.id,
            audience=heard_by(session, comment, meeting, actor_id),
            comment=comment_as_data(comment),
        ),
    )


def _stands_in(session: Session, comment: Comment, version_id: int) -> bool:
    """Say whether a comment was made in this version, and its paragraph is still there."""
    made = session.get(Paragraph, comment.paragraph_id)
    return comment.version_id == version_id and made is not None and made.ordinal is not None


def _replies(session: Session, comment: Comment) -> list[Comment]:
    return list(threads_of(session, [comment])[0][1])


def _show_to(session: Session, comment: Comment, visibility: Visibility) -> None:
    if comment.parent_id:
        raise Invalid("reply.has_its_comments_audience")
    replies = _replies(session, comment)
    others = any(reply.creator_id != comment.creator_id for reply in replies)
    if visibility is Visibility.SELF and others:
        raise Conflict("comment.has_replies")
    comment.visibility = visibility
    for reply in replies:
        reply.visibility = visibility
        reply.revision += 1


def _tell_those_who_lost_it(
    session: Session, comment: Comment, meeting: Meeting, before: Visibility
) -> None:
    """Tell the streams some of whose hearers see it no more; the others know a later revision."""
    if WIDER.index(comment.visibility) <= WIDER.index(before):
        return
    lost = public(meeting) if before is Visibility.MEETING else (desk_stream(meeting.id),)
    for each in [comment, *_replies(session, comment)]:
        tell(
            session,
            CommentHidden(
                meeting_id=each.meeting_id,
                audience=lost,
                comment_id=each.id,
                paper_id=each.paper_id,
                paragraph_id=each.paragraph_id,
                revision=each.revision,
            ),
        )
