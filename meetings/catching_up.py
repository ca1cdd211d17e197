"""Catching up: what a tablet that was away may still hear, by its rights of today.

A fact about something whose audience can narrow is given out in its present state, so that
nobody reads in the record what has meanwhile been withdrawn or hidden from them.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from foundation.errors import NotFound
from foundation.events import Fact
from foundation.record import PAGE, RecordedFact, facts_after, heads
from foundation.remembered import remembered
from meetings.agendas.models import Meeting
from meetings.agendas.queries import seat_of
from meetings.annotations.models import Annotation
from meetings.annotations.presenting import annotation_as_data
from meetings.annotations.queries import annotations_told
from meetings.events import desk_stream, meeting_stream, person_stream, seat_stream
from meetings.opinions.events import hidden_comment
from meetings.opinions.models import Comment
from meetings.opinions.presenting import comment_as_data
from meetings.opinions.queries import comments_told
from meetings.people.confinement import only_meeting
from meetings.people.models import Participant
from meetings.permissions import Case, Right, permits

T = TypeVar("T")
May = Callable[[Right, Comment | Annotation], bool]
"""Says whether a right holds for something written."""


def streams_of(session: Session, seat: Participant) -> tuple[str, ...]:
    """Return the streams that a seat may hear; what follows the person stays off shared tablets."""
    streams = [meeting_stream(seat.meeting_id), seat_stream(seat.id)]
    if only_meeting(session) is None:
        streams.append(person_stream(seat.person_id))
    if seat.at_the_desk:
        streams.append(desk_stream(seat.meeting_id))
    return tuple(streams)


def heads_for(session: Session, seat: Participant) -> dict[str, int]:
    """Return the last number of every stream a seat hears: what a loaded state includes."""
    return heads(session, streams_of(session, seat))


def missed(
    session: Session, person_id: int, meeting_id: int, since: dict[str, int], most: int = PAGE
) -> tuple[list[Fact], bool]:
    """Return the facts after `since` on the streams the person may hear, and whether more wait."""
    seat, meeting = seat_of(session, person_id, meeting_id)
    return missed_by(session, seat, meeting, since, heads_for(session, seat), most)


def missed_by(
    session: Session,
    seat: Participant,
    meeting: Meeting,
    since: dict[str, int],
    current: dict[str, int],
    most: int = PAGE,
) -> tuple[list[Fact], bool]:
    """Return the facts after `since` that a seat may hear, and whether more wait."""
    found: list[Fact] = []
    for stream in behind(since, {name: current[name] for name in streams_of(session, seat)}):
        recorded = _recorded(session, stream, since[stream], most + 1 - len(found))
        found += in_their_present_state(session, seat, meeting, recorded)
        if len(found) > most:
            return found[:most], True
    return found, False


def behind(since: dict[str, int], current: dict[str, int]) -> list[str]:
    """Return the streams of which something was missed; one never heard begins with its head."""
    return [stream for stream, head in current.items() if since.get(stream, head) < head]


def in_their_present_state(
    session: Session, seat: Participant, meeting: Meeting, recorded: Iterable[RecordedFact]
) -> list[Fact]:
    """Return recorded facts as a seat may hear them now."""
    facts = list(recorded)
    comments = _known(session, comments_told, _subjects(facts, "comment"))
    annotations = _known(session, annotations_told, _subjects(facts, "annotation"))
    may = partial(_may, session, seat, meeting)

    def as_heard(fact: RecordedFact) -> Fact:
        kind, number = _subject(fact)
        if kind == "comment":
            return _comment_as_heard(may, fact, comments.get(number))
        if kind == "annotation":
            return _annotation_as_heard(may, fact, annotations.get(number))
        return Fact(fact.stream, fact.number, fact.name, fact.body)

    return [as_heard(fact) for fact in facts]


def _recorded(session: Session, stream: str, number: int, most: int) -> Sequence[RecordedFact]:
    """Return facts of the record; where readings are made together, the same ones are read once."""
    if (answers := remembered(session)) is None:
        return facts_after(session, stream, number, most)
    question = facts_after, stream, number, most
    if question not in answers:
        answers[question] = facts_after(session, *question[1:])
    found: Sequence[RecordedFact] = answers[question]
    return found


def _known(
    session: Session, told: Callable[[Session, Collection[int]], dict[int, T]], wanted: set[int]
) -> dict[int, T]:
    """Return what facts are about, by its ids; nothing is looked up twice in one transaction."""
    answers = remembered(session)
    known: dict[int, T] = {} if answers is None else answers.setdefault(told, {})
    if new := wanted - known.keys():
        known.update(told(session, new))
    return known


def _subjects(facts: Iterable[RecordedFact], wanted: str) -> set[int]:
    return {number for kind, number in map(_subject, facts) if kind == wanted}


def _subject(fact: RecordedFact) -> tuple[str, int]:
    """Return what a fact is about, where its audience may narrow."""
    kind, _, number = (fact.subject or "").partition(":")
    return kind, int(number or 0)


def _comment_as_heard(may: May, fact: RecordedFact, comment: Comment | None) -> Fact:
    if comment and may(Right.READ_COMMENT, comment.root):
        body: dict[str, Any] = {"comment": comment_as_data(comment)}
        return Fact(fact.stream, fact.number, fact.name, body)
    told = fact.body["comment"]
    hidden = hidden_comment(told["id"], told["paper"], told["paragraph"], told["revision"] + 1)
    return Fact(fact.stream, fact.number, "comment.hidden", hidden)


def _annotation_as_heard(may: May, fact: RecordedFact, annotation: Annotation | None) -> Fact:
    told = fact.body["annotation"]
    if annotation is None or annotation.removed:
        return Fact(fact.stream, fact.number, "annotation.removed", _gone(told))
    if may(Right.READ_ANNOTATION, annotation):
        body = {"annotation": annotation_as_data(annotation)}
        return Fact(fact.stream, fact.number, fact.name, body)
    return Fact(fact.stream, fact.number, "annotation.hidden", _gone(told))


def _may(
    session: Session,
    seat: Participant,
    meeting: Meeting,
    right: Right,
    written: Comment | Annotation,
) -> bool:
    """Ask a right in the meeting where something was written, whichever of them is caught up."""
    if written.meeting_id != meeting.id:
        try:
            seat, meeting = seat_of(session, seat.person_id, written.meeting_id)
        except NotFound:
            return False
    return permits(seat, right, Case(meeting, written))


def _gone(told: dict[str, Any]) -> dict[str, Any]:
    return {"id": told["id"], "paper": told["paper"], "revision": told["revision"] + 1}


def since_of(streams: Sequence[str], arrived: Any) -> dict[str, int]:
    """Read the numbers a tablet has seen; anything else in there is passed over."""
    if not isinstance(arrived, dict):
        return {}
    return {
        stream: number
        for stream, number in arrived.items()
        if stream in streams and isinstance(number, int) and 0 <= number < 2**62
    }
