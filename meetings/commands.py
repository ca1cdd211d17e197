"""Commands: every act that either door can ask for, by name, with the right it needs.

A door reads a request and carries out one command; the socket and the HTTP request of the
same act are the same command, so a tablet may send it by either, and twice, and it is done once.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from foundation.acts import Answer, once
from foundation.arriving import Fields
from foundation.errors import Invalid, NotPermitted, NotSignedIn
from foundation.events import Event, told
from foundation.writer import Operation, Writer
from meetings import mending
from meetings.agendas.arriving import (
    ChangedItem,
    ChangedMeeting,
    ChangedPaper,
    NewItem,
    NewMeeting,
    NewPlace,
    NewSeats,
)
from meetings.agendas.operations import items, meetings, papers, seats
from meetings.agendas.presenting import meeting_as_data, one_item_as_data, one_paper_as_data
from meetings.annotations import operations as annotations
from meetings.annotations.arriving import ChangedAnnotation, NewAnnotation, NewAnnotationPlace
from meetings.annotations.arriving import NewPlace as NewReadingPlace
from meetings.annotations.events import AnnotationCreated
from meetings.annotations.presenting import annotation_as_data
from meetings.entering import operations as entering
from meetings.opinions import operations as opinions
from meetings.opinions.arriving import (
    ChangedComment,
    NewAnswer,
    NewComment,
    NewCommentPlace,
    NewReply,
)
from meetings.opinions.events import CommentCreated
from meetings.opinions.presenting import comment_as_data
from meetings.people.confinement import confined
from meetings.people.models import Role
from meetings.people.presenting import seat_as_data
from meetings.people.queries import who_signed_in
from meetings.permissions import OF_A_PERSON, Right

OPERATION_ID = "operation_id"
Do = Callable[[Session, int, Any], Answer]
Told = TypeVar("Told", bound=Event)


@dataclass(frozen=True)
class Command:
    """One act: its name on the wire, the right it needs, and what it does."""

    name: str
    right: Right
    do: Do


@dataclass(frozen=True)
class Actor:
    """Who acts: a person, through a sign-in that may have ended since the request arrived."""

    person_id: int
    sign_in_id: int
    meeting_id: int | None = None
    """The only meeting that is open to a shared tablet; None opens all of the person's."""


COMMANDS: dict[str, Command] = {}


def command(name: str, right: Right) -> Callable[[Do], Do]:
    """Enter an act under its name."""

    def enter(do: Do) -> Do:
        COMMANDS[name] = Command(name, right, do)
        return do

    return enter


def carry_out(writer: Writer, actor: Actor, name: str, asked: Any) -> Answer:
    """Carry out a command; return its answer after the commit. Sent twice, it is done once."""
    return writer.perform(operation(actor, name, asked))


def operation(actor: Actor, name: str, asked: Any) -> Operation[Answer]:
    """Return what a command does within a transaction; raises Invalid where it is none."""
    chosen = COMMANDS.get(name)
    if chosen is None:
        raise Invalid("command.unknown")
    if not isinstance(asked, dict):
        raise Invalid("request.not_an_object")
    given = asked.get(OPERATION_ID)
    operation_id = secrets.token_urlsafe(16) if given is None else given
    if not isinstance(operation_id, str):
        raise Invalid("operation_id.shape", most=64)
    content = {key: value for key, value in asked.items() if key != OPERATION_ID}

    def act(session: Session) -> Answer:
        whole = content | {OPERATION_ID: operation_id}
        with acting(session, actor, chosen.right):
            if given is None:
                return chosen.do(session, actor.person_id, whole)
            return once(
                session,
                actor.person_id,
                operation_id,
                name,
                content,
                lambda: chosen.do(session, actor.person_id, whole),
            )

    return act


@contextmanager
def acting(session: Session, actor: Actor, right: Right) -> Iterator[None]:
    """Let an act be done while its sign-in runs, and within the meeting that this opens."""
    found = who_signed_in(session, actor.sign_in_id)
    if found is None:
        raise NotSignedIn("sign_in.ended")
    only = found[1]
    if only is not None and right in OF_A_PERSON:
        raise NotPermitted("tablet.one_meeting")
    with confined(session, only):
        yield


def _id(data: Any, name: str) -> int:
    return Fields(data).whole(name)


def _just_told(session: Session, kind: type[Told]) -> Told:
    """Return what an act told last, with the thing as it is now: not put into words twice."""
    event = told(session)[-1]
    assert isinstance(event, kind)  # noqa: S101 - for the types; an act tells what it has done
    return event


@command("meeting.create", Right.PREPARE)
def _prepare(session: Session, person_id: int, data: Any) -> Answer:
    return meeting_as_data(meetings.prepare_meeting(session, person_id, NewMeeting.read(data)))


@command("meeting.change", Right.CHANGE)
def _change_meeting(session: Session, person_id: int, data: Any) -> Answer:
    change = ChangedMeeting.read(data)
    meeting_id = _id(data, "meeting")
    return meeting_as_data(meetings.change_meeting(session, person_id, meeting_id, change))


@command("meeting.publish", Right.PUBLISH)
def _publish(session: Session, person_id: int, data: Any) -> Answer:
    return meeting_as_data(meetings.publish_meeting(session, person_id, _id(data, "meeting")))


@command("meeting.close", Right.CLOSE)
def _close(session: Session, person_id: int, data: Any) -> Answer:
    return meeting_as_data(meetings.close_meeting(session, person_id, _id(data, "meeting")))


@command("meeting.reopen", Right.CLOSE)
def _reopen(session: Session, person_id: int, data: Any) -> Answer:
    return meeting_as_data(meetings.reopen_meeting(session, person_id, _id(data, "meeting")))


@command("seat.assign", Right.ASSIGN)
def _assign(session: Session, person_id: int, data: Any) -> Answer:
    meeting_id = _id(data, "meeting")
    held = seats.assign_seats(session, person_id, meeting_id, NewSeats.read(data))
    return {"seats": [seat_as_data(seat) for seat in held]}


@command("seat.change", Right.ASSIGN)
def _change_seat(session: Session, person_id: int, data: Any) -> Answer:
    role = Fields(data).choice("role", Role)
    return seat_as_data(seats.change_seat(session, person_id, _id(data, "seat"), role))


@command("seat.vacate", Right.ASSIGN)
def _vacate(session: Session, person_id: int, data: Any) -> Answer:
    return seat_as_data(seats.vacate_seat(session, person_id, _id(data, "seat")))


@command("code.withdraw", Right.ADMIT)
def _withdraw_code(session: Session, person_id: int, data: Any) -> Answer:
    return seat_as_data(entering.withdraw_code(session, person_id, _id(data, "seat")))


@command("item.create", Right.PLAN)
def _add_item(session: Session, person_id: int, data: Any) -> Answer:
    item = items.add_item(session, person_id, _id(data, "meeting"), NewItem.read(data))
    return one_item_as_data(session, item)


@command("item.change", Right.PLAN)
def _change_item(session: Session, person_id: int, data: Any) -> Answer:
    item = items.change_item(session, person_id, _id(data, "item"), ChangedItem.read(data))
    return one_item_as_data(session, item)


@command("item.move", Right.PLAN)
def _move_item(session: Session, person_id: int, data: Any) -> Answer:
    place = NewPlace.read(data)
    return {"items": items.move_item(session, person_id, _id(data, "item"), place)}


@command("item.remove", Right.PLAN)
def _remove_item(session: Session, person_id: int, data: Any) -> Answer:
    item_id = _id(data, "item")
    items.remove_item(session, person_id, item_id)
    return {"id": item_id}


@command("paper.change", Right.ADD_PAPER)
def _change_paper(session: Session, person_id: int, data: Any) -> Answer:
    change = ChangedPaper.read(data)
    paper = papers.change_paper(session, person_id, _id(data, "paper"), change)
    return one_paper_as_data(session, paper)


@command("paper.remove", Right.ADD_PAPER)
def _remove_paper(session: Session, person_id: int, data: Any) -> Answer:
    paper_id = _id(data, "paper")
    papers.remove_paper(session, person_id, paper_id)
    return {"id": paper_id}


@command("paper.restore", Right.ADD_PAPER)
def _restore_paper(session: Session, person_id: int, data: Any) -> Answer:
    asked = _id(data, "paper"), _id(data, "version")
    return one_paper_as_data(session, papers.restore_paper(session, person_id, *asked))


@command("paragraph.join", Right.MEND)
def _join_paragraphs(session: Session, person_id: int, data: Any) -> Answer:
    asked = mending.TwoParagraphs.read(data)
    return mending.mend_as_data(mending.join_paragraphs(session, person_id, asked))


@command("paragraph.split", Right.MEND)
def _split_paragraph(session: Session, person_id: int, data: Any) -> Answer:
    asked = mending.OneParagraph.read_cut(data)
    return mending.mend_as_data(mending.split_paragraph(session, person_id, asked))


@command("paragraph.head", Right.MEND)
def _make_heading(session: Session, person_id: int, data: Any) -> Answer:
    asked = mending.OneParagraph.read_heading(data)
    return mending.mend_as_data(mending.make_heading(session, person_id, asked))


@command("paragraph.plain", Right.MEND)
def _make_plain(session: Session, person_id: int, data: Any) -> Answer:
    asked = mending.OneParagraph.read(data)
    return mending.mend_as_data(mending.make_plain(session, person_id, asked))


@command("paragraph.unmend", Right.MEND)
def _undo_mend(session: Session, person_id: int, data: Any) -> Answer:
    return mending.mend_as_data(mending.undo_mend(session, person_id, _id(data, "mend")))


@command("comment.create", Right.COMMENT)
def _comment(session: Session, person_id: int, data: Any) -> Answer:
    opinions.comment_on_paragraph(session, person_id, NewComment.read(data))
    return _just_told(session, CommentCreated).comment


@command("comment.reply", Right.REPLY)
def _reply(session: Session, person_id: int, data: Any) -> Answer:
    opinions.reply_to_comment(session, person_id, NewReply.read(data))
    return _just_told(session, CommentCreated).comment


@command("comment.change", Right.CHANGE_COMMENT)
def _change_comment(session: Session, person_id: int, data: Any) -> Answer:
    change = ChangedComment.read(data)
    return comment_as_data(opinions.change_comment(session, person_id, change))


@command("comment.withdraw", Right.CHANGE_COMMENT)
def _withdraw(session: Session, person_id: int, data: Any) -> Answer:
    comment_id = _id(data, "comment")
    return comment_as_data(opinions.withdraw_comment(session, person_id, comment_id))


@command("comment.place", Right.PLACE_COMMENT)
def _place_comment(session: Session, person_id: int, data: Any) -> Answer:
    new = NewCommentPlace.read(data)
    return comment_as_data(opinions.place_comment(session, person_id, new))


@command("comment.answer", Right.ANSWER)
def _answer(session: Session, person_id: int, data: Any) -> Answer:
    new = NewAnswer.read(data)
    return comment_as_data(opinions.answer_comment(session, person_id, new))


@command("annotation.create", Right.ANNOTATE)
def _annotate(session: Session, person_id: int, data: Any) -> Answer:
    annotations.annotate_paper(session, person_id, NewAnnotation.read(data))
    return _just_told(session, AnnotationCreated).annotation


@command("annotation.change", Right.CHANGE_ANNOTATION)
def _change_annotation(session: Session, person_id: int, data: Any) -> Answer:
    change = ChangedAnnotation.read(data)
    return annotation_as_data(annotations.change_annotation(session, person_id, change))


@command("annotation.place", Right.CHANGE_ANNOTATION)
def _place_annotation(session: Session, person_id: int, data: Any) -> Answer:
    new = NewAnnotationPlace.read(data)
    return annotation_as_data(annotations.place_annotation(session, person_id, new))


@command("annotation.remove", Right.CHANGE_ANNOTATION)
def _remove_annotation(session: Session, person_id: int, data: Any) -> Answer:
    annotation_id = _id(data, "annotation")
    annotations.remove_annotation(session, person_id, annotation_id)
    return {"id": annotation_id}


@command("place.keep", Right.READ_PAPER)
def _keep_place(session: Session, person_id: int, data: Any) -> Answer:
    place = annotations.keep_place(session, person_id, NewReadingPlace.read(data))
    return {"paper": place.paper_id, "version": place.version_id, "page": place.page, "y": place.y}
