"""What may be asked about codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from foundation.clock import now
from foundation.errors import Conflict, NotFound
from meetings.agendas.models import Meeting
from meetings.entering.models import EntryCode
from meetings.entering.secrets import hash_of_secret
from meetings.people.models import Participant
from meetings.permissions import MeetingState

KEPT_APART = timedelta(hours=1)
"""For so long digits are not given again, and say of themselves that they were used or are late."""


@dataclass(frozen=True)
class Held:
    """What a tablet shows of itself: its own secret, and the QR code's where it came by that."""

    tablet: str
    link: str | None = None


@dataclass(frozen=True)
class Invited:
    """Whom a code is for, as the tablet asks its holder."""

    name: str
    post: str
    unit: str
    meeting: str
    meeting_id: int
    seconds_left: int


def open_codes(session: Session, *more: ColumnElement[bool]) -> Sequence[EntryCode]:
    """Return the codes that can still be used."""
    return session.scalars(select(EntryCode).where(_open(), *more).order_by(EntryCode.id)).all()


def open_codes_in(session: Session, meeting_id: int) -> int:
    """Return how many codes of a meeting can still be used."""
    found = select(func.count(EntryCode.id)).join(Participant, EntryCode.seat_id == Participant.id)
    return session.scalar(found.where(_open(), Participant.meeting_id == meeting_id)) or 0


def code_of_digits(session: Session, hashed: str) -> EntryCode | None:
    """Return the code that has, or lately had, these digits."""
    lately = EntryCode.given > now() - KEPT_APART
    return session.scalar(
        select(EntryCode)
        .where(EntryCode.digits == hashed, lately)
        .order_by(EntryCode.id.desc())
        .limit(1)
        .with_for_update(of=EntryCode)
    )


def code_held(session: Session, held: Held, *, to_change: bool = False) -> EntryCode:
    """Return the code that a tablet holds: by its QR code, or the one last entered there."""
    if held.link is None:
        which = EntryCode.tablet == hash_of_secret(held.tablet)
    else:
        which = EntryCode.link == hash_of_secret(held.link)
    newest = EntryCode.entered.desc(), EntryCode.id.desc()
    asked = select(EntryCode).where(which).order_by(*newest).limit(1)
    found = session.scalar(asked.with_for_update(of=EntryCode) if to_change else asked)
    if found is None:
        raise NotFound("code.unknown")
    return found


def invited(session: Session, held: Held) -> Invited:
    """Return whom the code that a tablet holds is for; nothing is used up by asking."""
    code = code_held(session, held)
    meeting = meeting_to_enter(session, code, held.tablet)
    person = code.seat.person
    return Invited(
        name=person.name,
        post=person.post,
        unit=person.unit.name if person.unit else "",
        meeting=meeting.title,
        meeting_id=meeting.id,
        seconds_left=max(0, int((code.expires - now()).total_seconds())),
    )


def meeting_to_enter(session: Session, code: EntryCode, tablet: str) -> Meeting:
    """Return the meeting that a code opens on this tablet; raises Conflict saying why not."""
    meeting = session.get(Meeting, code.seat.meeting_id)
    if (why := _closed(code)) is not None:
        raise Conflict(why)
    if code.tablet not in (None, hash_of_secret(tablet)):
        raise Conflict("code.elsewhere")
    if code.seat.vacated:
        raise Conflict("code.no_seat")
    if code.seat.person.disabled:
        raise Conflict("code.disabled")
    if meeting is None or meeting.state is not MeetingState.PUBLISHED:
        raise Conflict("code.not_under_way")
    return meeting


def _closed(code: EntryCode) -> str | None:
    if code.used:
        return "code.used"
    if code.withdrawn:
        return "code.withdrawn"
    return "code.expired" if code.expires <= now() else None


def _open() -> ColumnElement[bool]:
    return and_(EntryCode.used.is_(None), EntryCode.withdrawn.is_(None), EntryCode.expires > now())
