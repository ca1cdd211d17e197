"""The doorway: what is asked of everybody who comes in, each a single question.

When a server starts again a whole hall comes in at once, so nothing here goes the long way of a
session. It only says yes; who gets nothing goes the long way, which says why not.
"""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import bindparam, or_, select

from foundation.clock import seconds
from foundation.database import Database
from foundation.point_query import PointQuery
from foundation.record import Stream
from meetings.agendas.models import Meeting
from meetings.commands import Actor
from meetings.events import desk_stream, meeting_stream, person_stream, seat_stream
from meetings.people.models import Participant, Person, Role, SignIn
from meetings.people.queries import runs
from meetings.permissions import Case, MeetingState, Right, permits

_RUNNING = (
    select(SignIn.id, SignIn.person_id, Participant.meeting_id)
    .select_from(SignIn)
    .join(Person, Person.id == SignIn.person_id)
    .outerjoin(Participant, Participant.id == SignIn.seat_id)
    .where(SignIn.token == bindparam("token"), runs())
)
_HEAD = (
    select(Stream.head)
    .select_from(SignIn)
    .outerjoin(Stream, Stream.name == bindparam("stream"))
    .where(SignIn.id == bindparam("sign_in"), SignIn.ended.is_(None))
)
_STREAMS = ("meeting_stream", "desk_stream", "person_stream", "seat_stream")
_SEAT = (
    select(Participant.id, Participant.role, Meeting.state, Stream.name, Stream.head)
    .select_from(Participant)
    .join(Meeting, Meeting.id == Participant.meeting_id)
    .outerjoin(Stream, or_(*(Stream.name == bindparam(name) for name in _STREAMS)))
    .where(
        Participant.meeting_id == bindparam("meeting"),
        Participant.person_id == bindparam("person"),
        Participant.vacated.is_(None),
    )
)


@dataclass(frozen=True)
class Entrance:
    """A seat that opens a meeting: the streams it hears, each with the number of its last fact."""

    seat: int
    heads: dict[str, int]


class Doorway:
    """Asks who comes in, and whether they may."""

    def __init__(self, database: Database) -> None:
        self._running = PointQuery(database, "running", _RUNNING, ("token", "at"))
        self._head = PointQuery(database, "own_head", _HEAD, ("sign_in", "stream"))
        asked = ("meeting", "person", *_STREAMS)
        self._seat = PointQuery(database, "entrance", _SEAT, asked)

    def who(self, hash_of_token: str) -> Actor | None:
        """Return who holds a token; None says nothing."""
        for sign_in, person, meeting in self._running.ask(hash_of_token, seconds()):
            return Actor(person, sign_in, meeting)
        return None

    def own_head(self, actor: Actor) -> int | None:
        """Return the number of the last fact told to a person alone, while the sign-in runs."""
        for (head,) in self._head.ask(actor.sign_in_id, person_stream(actor.person_id)):
            return head or 0
        return None

    def entrance(self, actor: Actor, meeting_id: int, seat: int = 0) -> Entrance | None:
        """Return the way into a meeting, if there is one; `seat` is known the second time."""
        if actor.meeting_id not in (None, meeting_id):
            return None
        hall, desk = meeting_stream(meeting_id), desk_stream(meeting_id)
        own = person_stream(actor.person_id)
        rows = self._seat.ask(meeting_id, actor.person_id, hall, desk, own, seat_stream(seat))
        if not rows or not _may_enter(*rows[0][1:3]):
            return None
        number, role = rows[0][:2]
        heard = [hall, seat_stream(number)]
        heard += [own] if actor.meeting_id is None else []  # it tells of other meetings too
        heard += [desk] if Role(role).at_the_desk else []
        known = {name: head for *_, name, head in rows if name in heard}
        return Entrance(number, dict.fromkeys(heard, 0) | known)


@lru_cache
def _may_enter(role: str, state: str) -> bool:
    """Ask the right of a seat that is held; it hangs on its role and the meeting's state."""
    seat, case = Participant(role=Role(role), vacated=None), Case(_Meeting(MeetingState(state)))
    return permits(seat, Right.READ, case)


@dataclass(frozen=True)
class _Meeting:
    state: MeetingState
