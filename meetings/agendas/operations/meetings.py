"""Meetings prepared, changed, published, closed and reopened."""

from sqlalchemy.orm import Session

from foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from foundation.events import tell
from meetings.agendas.arriving import ChangedMeeting, NewMeeting
from meetings.agendas.events import (
    MeetingChanged,
    MeetingClosed,
    MeetingPublished,
    MeetingReopened,
)
from meetings.agendas.models import Meeting
from meetings.agendas.operations.numbers import keep_numbers
from meetings.agendas.presenting import meeting_as_data
from meetings.agendas.queries import agenda_of, seat_of
from meetings.events import desk_stream, meeting_stream
from meetings.people.models import Participant, Person, Role
from meetings.people.operations import end_shared_tablets
from meetings.people.queries import person_of, seats_in
from meetings.permissions import Case, MeetingState, Right, require


def prepare_meeting(session: Session, person_id: int, new: NewMeeting) -> Meeting:
    """Begin a draft; whoever prepares it holds a secretary's seat."""
    if not person_of(session, person_id).prepares_meetings:
        raise NotPermitted("right.missing", right=Right.PREPARE.value)
    roles = dict(new.seats)
    if new.chair_id is not None:
        roles[new.chair_id] = Role.CHAIR
    roles[person_id] = Role.SECRETARY
    if new.chair_id == person_id:
        raise Invalid("meeting.chair_is_secretary")
    meeting = Meeting(
        title=new.title, kind=new.kind, place=new.place, starts=new.starts, ends=new.ends
    )
    session.add(meeting)
    session.flush()
    for each, role in roles.items():
        if session.get(Person, each) is None:
            raise NotFound("person.unknown")
        session.add(Participant(meeting_id=meeting.id, person_id=each, role=role))
    session.flush()
    return meeting


def change_meeting(
    session: Session, person_id: int, meeting_id: int, change: ChangedMeeting
) -> Meeting:
    """Change a meeting's title, place or time, unless somebody else did so meanwhile."""
    seat, meeting = seat_of(session, person_id, meeting_id)
    require(seat, Right.CHANGE, Case(meeting))
    if change.revision != meeting.revision:
        raise Conflict("meeting.changed", current=meeting_as_data(meeting))
    for name in ("title", "kind", "place", "starts", "ends"):
        if (value := getattr(change, name)) is not None:
            setattr(meeting, name, value)
    if meeting.ends <= meeting.starts:
        raise Invalid("meeting.ends_before_it_starts")
    meeting.revision += 1
    tell(
        session,
        MeetingChanged(
            meeting_id=meeting.id, audience=public(meeting), meeting=meeting_as_data(meeting)
        ),
    )
    return meeting


def publish_meeting(session: Session, person_id: int, meeting_id: int) -> Meeting:
    """Let the participants see the meeting; an empty agenda is not published."""
    seat, meeting = seat_of(session, person_id, meeting_id)
    require(seat, Right.PUBLISH, Case(meeting))
    if meeting.state is MeetingState.PUBLISHED:
        return meeting
    if meeting.state is MeetingState.CLOSED:
        raise Conflict("meeting.closed")
    if not agenda_of(session, meeting.id):
        raise Conflict("meeting.no_agenda")
    published = _now(session, meeting, MeetingState.PUBLISHED, MeetingPublished)
    keep_numbers(session, meeting)
    return published


def close_meeting(session: Session, person_id: int, meeting_id: int) -> Meeting:
    """Close a meeting; from now on it is only read."""
    seat, meeting = seat_of(session, person_id, meeting_id)
    require(seat, Right.CLOSE, Case(meeting))
    if meeting.state is MeetingState.CLOSED:
        return meeting
    if meeting.state is MeetingState.DRAFT:
        raise Conflict("meeting.draft")
    closed = _now(session, meeting, MeetingState.CLOSED, MeetingClosed)
    end_shared_tablets(session, [each.id for each in seats_in(session, meeting.id)])
    return closed


def reopen_meeting(session: Session, person_id: int, meeting_id: int) -> Meeting:
    """Let a closed meeting go on."""
    seat, meeting = seat_of(session, person_id, meeting_id)
    require(seat, Right.CLOSE, Case(meeting))
    if meeting.state is not MeetingState.CLOSED:
        return meeting
    return _now(session, meeting, MeetingState.PUBLISHED, MeetingReopened)


def public(meeting: Meeting) -> tuple[str, ...]:
    """Return who hears of a meeting: its participants, or the desk alone while it is a draft."""
    if meeting.state is MeetingState.DRAFT:
        return (desk_stream(meeting.id),)
    return (meeting_stream(meeting.id),)


def _now(
    session: Session, meeting: Meeting, state: MeetingState, happened: type[MeetingChanged]
) -> Meeting:
    meeting.state = state
    meeting.revision += 1
    tell(
        session,
        happened(
            meeting_id=meeting.id,
            audience=(meeting_stream(meeting.id),),
            meeting=meeting_as_data(meeting),
        ),
    )
    return meeting
