"""Whom a mark is for, and in which streams that is told.

Shared with the meeting it is told to the meeting; shared with named people or a unit it is told to
the seat of each of them that may read it. So whoever leaves a seat hears no more, and a shared
tablet hears what its seat may see.
"""

from sqlalchemy.orm import Session

from foundation.errors import Conflict
from meetings.agendas.models import Meeting
from meetings.agendas.operations.meetings import public
from meetings.annotations.arriving import Audience
from meetings.annotations.models import Annotation, AnnotationHearer
from meetings.events import person_stream, seat_stream
from meetings.people.models import Participant, Person
from meetings.people.queries import seats_in
from meetings.permissions import Case, Right, Visibility, permits

Streams = tuple[str, ...]


def heard_by(session: Session, annotation: Annotation, meeting: Meeting) -> Streams:
    """Return the streams that hear of a mark: its author's devices, and all who may see it."""
    if annotation.visibility is Visibility.MEETING:
        return public(meeting)
    return (person_stream(annotation.creator_id), *_named_seats(session, annotation, meeting))


def lost_by(annotation: Annotation, before: Streams, after: Streams) -> Streams:
    """Return the streams of those who heard of a mark before and no longer do."""
    if annotation.visibility is Visibility.MEETING:
        return ()
    kept = {person_stream(annotation.creator_id), *after}
    return tuple(stream for stream in before if stream not in kept)


def widens(annotation: Annotation, asked: Audience) -> bool:
    """Say whether somebody would see a mark who does not see it now."""
    now = annotation.visibility
    if asked.visibility is Visibility.SELF or now is Visibility.MEETING:
        return False
    if asked.visibility is now is Visibility.PEOPLE:
        return not asked.people <= annotation.named
    return asked.visibility is not now


def show_to(
    session: Session, annotation: Annotation, seat: Participant, meeting: Meeting, asked: Audience
) -> None:
    """Give a mark its audience; who is named must hold a seat, and a unit must be known."""
    unit = seat.person.unit if asked.visibility is Visibility.UNIT else None
    if asked.visibility is Visibility.UNIT and unit is None:
        raise Conflict("annotation.no_unit")
    named = asked.people - {seat.person_id}
    people = _seated(session, meeting, named)
    annotation.visibility = asked.visibility
    annotation.unit_id, annotation.unit = (unit.id, unit) if unit else (None, None)
    kept = [each for each in annotation.hearers if each.person_id in named]
    new = named - {each.person_id for each in kept}
    made = [AnnotationHearer(person_id=each, person=people[each]) for each in new]
    annotation.hearers = sorted([*kept, *made], key=lambda each: each.person_id)
    session.flush()


def _named_seats(session: Session, annotation: Annotation, meeting: Meeting) -> Streams:
    if annotation.visibility is Visibility.SELF:
        return ()
    case = Case(meeting, annotation)
    return tuple(
        seat_stream(seat.id)
        for seat in seats_in(session, meeting.id)
        if seat.person_id != annotation.creator_id and permits(seat, Right.READ_ANNOTATION, case)
    )


def _seated(session: Session, meeting: Meeting, named: frozenset[int]) -> dict[int, Person]:
    seats = seats_in(session, meeting.id) if named else ()
    people = {each.person_id: each.person for each in seats}
    if not named <= people.keys():
        raise Conflict("annotation.not_seated")
    return people
