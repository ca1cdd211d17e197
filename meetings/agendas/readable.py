"""What may be looked at now, asked in one question: the sign-in, the seat, the paper, the version.

Every tablet asks it at every turn of a page. It only says yes or nothing; who gets nothing goes
through `paper_holding`, which says why not.
"""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import bindparam, or_, select

from documents.models import Version
from foundation.clock import seconds
from foundation.database import Database
from foundation.point_query import PointQuery
from meetings.agendas.models import AgendaPaper, Meeting
from meetings.people.models import Participant, Person, Role, SignIn
from meetings.people.queries import runs
from meetings.permissions import Case, MeetingState, Right, permits

STATEMENT = (
    select(Participant.role, Meeting.state, Version.readable_sha256, Version.page_count)
    .select_from(SignIn)
    .join(Person, Person.id == SignIn.person_id)
    .join(Participant, Participant.person_id == Person.id)
    .join(Meeting, Meeting.id == Participant.meeting_id)
    .join(AgendaPaper, AgendaPaper.meeting_id == Meeting.id)
    .join(Version, Version.document_id == AgendaPaper.document_id)
    .where(
        SignIn.token == bindparam("token"),
        runs(),
        or_(SignIn.seat_id.is_(None), SignIn.seat_id == Participant.id),
        Participant.vacated.is_(None),
        AgendaPaper.removed.is_(None),
        Version.id == bindparam("version"),
    )
)


@dataclass(frozen=True, slots=True)
class Readable:
    """A version that may be looked at."""

    sha256: str
    page_count: int


class Readables:
    """Asks, at every request, what a sign-in may look at."""

    def __init__(self, database: Database) -> None:
        self._query = PointQuery(database, "readable", STATEMENT, ("token", "version", "at"))

    def version(self, hash_of_token: str, version_id: int) -> Readable | None:
        """Return a version that the holder of a token may look at; None says nothing."""
        for role, state, sha256, page_count in self._query.ask(
            hash_of_token, version_id, seconds()
        ):
            if _may_read(role, state):
                return Readable(sha256, page_count)
        return None


@dataclass(frozen=True)
class _Meeting:
    state: MeetingState


@lru_cache
def _may_read(role: str, state: str) -> bool:
    """Ask the rights of a seat that is held; they hang on its role and the meeting's state."""
    seat, case = Participant(role=Role(role), vacated=None), Case(_Meeting(MeetingState(state)))
    return permits(seat, Right.READ, case) and permits(seat, Right.READ_PAPER, case)
