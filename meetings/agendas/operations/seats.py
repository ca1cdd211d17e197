"""Seats assigned, changed and vacated."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.clock import now
from foundation.errors import Conflict, NotFound
from foundation.events import tell
from meetings.agendas.arriving import NewSeats
from meetings.agendas.models import Meeting
from meetings.agendas.operations.meetings import public
from meetings.agendas.queries import seat_of, seat_to
from meetings.events import audience, desk_stream, person_stream, seat_stream
from meetings.people.events import SeatChanged, SeatTaken, SeatVacated
from meetings.people.models import Membership, Participant, Person, Role
from meetings.people.operations import ChangedPerson, change_person, end_shared_tablets
from meetings.people.presenting import person_as_data, seat_as_data
from meetings.people.queries import person_of, seats_held, seats_in
from meetings.permissions import Case, MeetingState, Right, require


def assign_seats(
    session: Session, person_id: int, meeting_id: int, new: NewSeats
) -> Sequence[Participant]:
    """Give seats to those who have none yet; returns all seats of the meeting."""
    seat, meeting = seat_of(session, person_id, meeting_id)
    require(seat, Right.ASSIGN, Case(meeting))
    roles = dict.fromkeys(_people_of_units(session, new.units), new.role)
    for former_id in new.meetings:
        seat_of(session, person_id, former_id)
        roles |= {each.person_id: each.role for each in seats_in(session, former_id)}
    roles |= dict.fromkeys(new.people, new.role)
    for each, role in roles.items():
        _seat(session, meeting, each, role)
    session.flush()
    return seats_in(session, meeting_id)


def change_seat(session: Session, person_id: int, seat_id: int, role: Role) -> Participant:
    """Give a seat another role; its holder's screen hears of it."""
    seat, meeting = seat_to(session, person_id, seat_id, Right.ASSIGN)
    if seat.role is role:
        return seat
    _keep_a_secretary(session, seat)
    knew = _knows(seat, meeting)
    seat.role = role
    session.flush()
    _tell_changed(session, seat, meeting, knew=knew)
    return seat


def change_holder(
    session: Session,
    actor_id: int,
    person_id: int,
    change: ChangedPerson,
    hash_of_password: str | None,
) -> Person:
    """Change an account; where its person sits, it is told who sits there now, and for whom.

    A unit opens what is shared within it, so its holder's screens are read anew.
    """
    before = person_as_data(person_of(session, person_id))
    person = change_person(session, actor_id, person_id, change, hash_of_password)
    if person_as_data(person) != before:
        for seat in seats_held(session, person_id):
            _tell_changed(session, seat, session.get_one(Meeting, seat.meeting_id))
    return person


def vacate_seat(session: Session, person_id: int, seat_id: int) -> Participant:
    """Take a seat away; what its holder said stays."""
    seat, meeting = seat_to(session, person_id, seat_id, Right.ASSIGN)
    _keep_a_secretary(session, seat)
    seat.vacated = now()
    own = (person_stream(seat.person_id),) if _knows(seat, meeting) else ()
    heard = audience(*public(meeting), desk_stream(meeting.id), *own)
    tell(
        session,
        SeatVacated(
            meeting_id=meeting.id, audience=heard, seat_id=seat.id, person_id=seat.person_id
        ),
    )
    end_shared_tablets(session, [seat.id])
    return seat


def _tell_changed(
    session: Session, seat: Participant, meeting: Meeting, *, knew: bool = False
) -> None:
    """Tell what a seat is now; its holder hears it who knows of the meeting, or knew of it."""
    knows = knew or _knows(seat, meeting)
    own = (seat_stream(seat.id), person_stream(seat.person_id)) if knows else ()
    heard = audience(*public(meeting), desk_stream(meeting.id), *own)
    tell(session, SeatChanged(meeting_id=meeting.id, audience=heard, seat=seat_as_data(seat)))


def _knows(seat: Participant, meeting: Meeting) -> bool:
    """Say whether its holder may know of the meeting: of a draft the desk alone does."""
    return seat.at_the_desk or meeting.state is not MeetingState.DRAFT


def _keep_a_secretary(session: Session, leaving: Participant) -> None:
    others = [
        each
        for each in seats_in(session, leaving.meeting_id)
        if each.role is Role.SECRETARY and each.id != leaving.id
    ]
    if leaving.role is Role.SECRETARY and not others:
        raise Conflict("seat.last_secretary")


def _people_of_units(session: Session, units: Sequence[int]) -> Sequence[int]:
    return session.scalars(
        select(Membership.person_id)
        .join(Person)
        .where(Membership.unit_id.in_(units), Person.disabled.is_(None))
        .order_by(Membership.person_id)
    ).all()


def _seat(session: Session, meeting: Meeting, person_id: int, role: Role) -> None:
    if session.get(Person, person_id) is None:
        raise NotFound("person.unknown")
    seat = session.scalar(select(Participant).filter_by(meeting_id=meeting.id, person_id=person_id))
    if seat is not None and seat.vacated is None:
        return
    if seat is None:
        seat = Participant(meeting_id=meeting.id, person_id=person_id, role=role)
        session.add(seat)
    else:
        seat.role, seat.vacated = role, None
    session.flush()
    own = (person_stream(person_id),) if _knows(seat, meeting) else ()
    heard = audience(*public(meeting), desk_stream(meeting.id), *own)
    tell(session, SeatTaken(meeting_id=meeting.id, audience=heard, seat=seat_as_data(seat)))
