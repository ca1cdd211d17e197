"""What may be done about codes: shown and taken back at the desk, entered on a tablet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from foundation.clock import now
from foundation.errors import Conflict
from foundation.events import tell
from meetings.agendas.models import Meeting
from meetings.agendas.queries import seat_to
from meetings.entering import guessing
from meetings.entering.events import CodeDeclined, CodeEntered, CodeGuessed, CodeUsed
from meetings.entering.models import EntryCode
from meetings.entering.queries import (
    KEPT_APART,
    Held,
    code_held,
    code_of_digits,
    meeting_to_enter,
    open_codes,
    open_codes_in,
)
from meetings.entering.secrets import hash_of_digits, hash_of_secret, new_digits, new_secret
from meetings.events import desk_stream
from meetings.people.models import Participant
from meetings.people.operations import begin_at_seat
from meetings.permissions import Right

LIFE = timedelta(seconds=120)
MOST_IN_A_MEETING = 6
MOST_IN_THE_HOUSE = 24
"""The fewer digits hold at a time, the fewer guesses find any."""


@dataclass(frozen=True)
class Shown:
    """A code as the desk shows it, this once: the database does not know it."""

    id: int
    seat: Participant
    digits: str | None
    """None while somebody is guessing, so that only the QR code is taken."""
    link: str
    seconds: int


@dataclass(frozen=True)
class Entered:
    """What became of six digits that were typed: a refusal is counted, so it is no exception."""

    refusal: str | None = None
    seconds: int = 0
    """For how long no digits are taken."""


def show_code(session: Session, person_id: int, seat_id: int, key: str) -> Shown:
    """Make a code for a seat, for whoever shows it to the delegate; a former one is dead."""
    seat, meeting = seat_to(session, person_id, seat_id, Right.ADMIT)
    if seat.person.disabled:
        raise Conflict("code.disabled")
    _withdraw(open_codes(session, EntryCode.seat_id == seat.id))
    _refuse_too_many(session, meeting)
    digits = None if guessing.closed_for(session) else _digits_apart(session, key)
    link = new_secret()
    code = EntryCode(
        seat_id=seat.id,
        given_by_id=person_id,
        expires=now() + LIFE,
        digits=digits and hash_of_digits(key, digits),
        link=hash_of_secret(link),
    )
    session.add(code)
    session.flush()
    return Shown(code.id, seat, digits, link, int(LIFE.total_seconds()))


def withdraw_code(session: Session, person_id: int, seat_id: int) -> Participant:
    """Take back the code of a seat, unless a tablet is asking its holder already."""
    seat, _ = seat_to(session, person_id, seat_id, Right.ADMIT)
    _withdraw(open_codes(session, EntryCode.seat_id == seat.id, EntryCode.tablet.is_(None)))
    return seat


def enter_digits(session: Session, key: str, digits: str | None, tablet: str) -> Entered:
    """Take six digits on a tablet; from now on the code is that tablet's alone."""
    if digits is None:
        return Entered("code.shape")
    if closed := guessing.closed_for(session):
        return Entered("code.closed", closed)
    code = code_of_digits(session, hash_of_digits(key, digits))
    if code is None:
        return _failed(session, "code.wrong")
    if code.guessed:
        return _failed(session, "code.guessed")
    try:
        meeting = meeting_to_enter(session, code, tablet)
    except Conflict as why:
        return _failed(session, why.code)
    first = code.tablet is None
    _keep_for(code, tablet)
    if first:
        _tell(session, CodeEntered, code, meeting.id)
    return Entered()


def enter_meeting(session: Session, held: Held, device: str) -> tuple[str, int]:
    """Let the tablet in, once its holder has said who they are.

    Returns the token of its cookie and the meeting it opens.
    """
    code = code_held(session, held, to_change=True)
    meeting = meeting_to_enter(session, code, held.tablet)
    _keep_for(code, held.tablet)
    code.used = now()
    token, code.sign_in_id = begin_at_seat(session, code.seat, device)
    _tell(session, CodeUsed, code, meeting.id)
    return token, meeting.id


def decline_code(session: Session, held: Held) -> None:
    """Say that whoever holds the tablet is somebody else; the desk hears it and gives another."""
    code = code_held(session, held, to_change=True)
    meeting = meeting_to_enter(session, code, held.tablet)
    _keep_for(code, held.tablet)
    code.withdrawn = now()
    _tell(session, CodeDeclined, code, meeting.id)


def _refuse_too_many(session: Session, meeting: Meeting) -> None:
    session.flush()
    if open_codes_in(session, meeting.id) >= MOST_IN_A_MEETING:
        raise Conflict("code.too_many", most=MOST_IN_A_MEETING)
    if len(open_codes(session)) >= MOST_IN_THE_HOUSE:
        raise Conflict("code.too_many", most=MOST_IN_THE_HOUSE)


def _digits_apart(session: Session, key: str) -> str:
    """Return digits that no code has, nor had of late; those of long ago are forgotten."""
    forgotten = update(EntryCode).where(
        EntryCode.digits.is_not(None), EntryCode.given <= now() - KEPT_APART
    )
    session.execute(forgotten.values(digits=None))
    while True:
        digits = new_digits()
        if code_of_digits(session, hash_of_digits(key, digits)) is None:
            return digits


def _failed(session: Session, why: str) -> Entered:
    """Count what was wrong; too much of it, and the digits being shown hold no longer."""
    if guessing.count_a_failure(session):
        for code in open_codes(session, EntryCode.digits.is_not(None), EntryCode.tablet.is_(None)):
            code.guessed = now()
            _tell(session, CodeGuessed, code, code.seat.meeting_id)
    return Entered(why)


def _keep_for(code: EntryCode, tablet: str) -> None:
    code.tablet, code.entered = hash_of_secret(tablet), now()


def _withdraw(codes: Sequence[EntryCode]) -> None:
    for code in codes:
        code.withdrawn = now()


def _tell(session: Session, kind: type[CodeEntered], code: EntryCode, meeting_id: int) -> None:
    heard = (desk_stream(meeting_id),)
    tell(
        session, kind(meeting_id=meeting_id, audience=heard, code_id=code.id, seat_id=code.seat_id)
    )
