"""What may be asked about people. A seat is reachable only through the right to it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from documents.search.words import Word, words_in
from foundation.clock import seconds
from foundation.database import LargeNumber
from foundation.entities import Reading
from foundation.errors import NotFound, NotPermitted
from meetings.people.models import Membership, Participant, Person, SignIn, Unit

MOST_PEOPLE = 500


def _whose(wanted: Select[Any]) -> Select[Any]:
    """Select whose sign-in it is, with the units that person belongs to."""
    return (
        wanted.select_from(SignIn)
        .join(Person, Person.id == SignIn.person_id)
        .outerjoin(Participant, Participant.id == SignIn.seat_id)
        .outerjoin(Membership, Membership.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Membership.unit_id)
        .order_by(Membership.id)
    )


def runs() -> ColumnElement[bool]:
    """Say that a sign-in joined with its person and, on a shared tablet, its seat runs `at` now."""
    return and_(
        SignIn.ended.is_(None),
        or_(SignIn.until.is_(None), SignIn.until > bindparam("at", type_=LargeNumber)),
        or_(SignIn.seat_id.is_(None), Participant.vacated.is_(None)),
        Person.disabled.is_(None),
    )


_SIGNED_IN = Reading(
    Participant.meeting_id,
    Person,
    Membership,
    Unit,
    of=lambda wanted: _whose(wanted).where(SignIn.id == bindparam("sign_in"), runs()),
)
_RUNNING = Reading(
    SignIn,
    Participant.meeting_id,
    Person,
    Membership,
    Unit,
    of=lambda wanted: _whose(wanted).where(SignIn.token == bindparam("token"), runs()),
)


def person_of(session: Session, person_id: int) -> Person:
    """Return a person; raises NotFound."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("person.unknown")
    return person


def unit_of(session: Session, unit_id: int) -> Unit:
    """Return a unit; raises NotFound."""
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound("unit.unknown")
    return unit


def administrator(session: Session, person_id: int) -> Person:
    """Return the person, who must look after the house."""
    person = person_of(session, person_id)
    if not person.administers:
        raise NotPermitted("person.administers_not")
    return person


def person_by_login(session: Session, login: str) -> Person | None:
    """Return the person who signs in under `login`."""
    return session.scalar(select(Person).where(Person.login == login.strip().lower()))


def running_sign_in(session: Session, token_hash: str) -> tuple[SignIn, int | None] | None:
    """Return the sign-in of a cookie while it runs, and the only meeting it opens, if it is one."""
    rows = _RUNNING.rows(session, token=token_hash, at=seconds())
    if not rows:
        return None
    sign_in, meeting_id, person = rows[0][:3]
    set_committed_value(sign_in, "person", person)
    set_committed_value(person, "memberships", [row[3] for row in rows if row[3]])
    return cast(SignIn, sign_in), meeting_id


def who_signed_in(session: Session, sign_in_id: int) -> tuple[Person, int | None] | None:
    """Return whose sign-in it is while it runs, and the only meeting it opens, if it is one."""
    rows = _SIGNED_IN.rows(session, sign_in=sign_in_id, at=seconds())
    if not rows:
        return None
    meeting_id, person = rows[0][:2]
    set_committed_value(person, "memberships", [row[2] for row in rows if row[2]])
    return person, meeting_id


def units(session: Session) -> Sequence[Unit]:
    """Return all units in the order they were entered."""
    return session.scalars(select(Unit).order_by(Unit.id)).all()


def people(
    session: Session, unit_id: int | None = None, words: str = "", with_disabled: bool = False
) -> Sequence[Person]:
    """Return people by unit and by beginnings of words of their name, login or post.

    Letters typed without accents mean those with any.
    """
    found = select(Person).order_by(Person.id)
    if not with_disabled:
        found = found.where(Person.disabled.is_(None))
    if unit_id is not None:
        found = found.where(Person.memberships.any(Membership.unit_id == unit_id))
    if words.strip():
        called = _called(session, found, list(words_in(words)))
        found = found.where(Person.id.in_(called[:MOST_PEOPLE]))
    return session.scalars(found.limit(MOST_PEOPLE)).all()


def _called(session: Session, among: Select[Person], wanted: Sequence[Word]) -> list[int]:
    """Return who is called so: no database knows the accents of both."""
    told_of = among.with_only_columns(Person.id, Person.name, Person.login, Membership.post)
    rows = session.execute(told_of.outerjoin(Membership, Membership.person_id == Person.id))
    names: defaultdict[int, list[Word]] = defaultdict(list)
    for person_id, *told in rows:
        names[person_id] += words_in(" ".join(filter(None, told)))
    return [
        person_id
        for person_id, known in names.items()
        if wanted and all(any(_begins(each, word) for each in known) for word in wanted)
    ]


def _begins(known: Word, typed: Word) -> bool:
    accented = typed.exact != typed.folded
    return (known.exact if accented else known.folded).startswith(
        typed.exact if accented else typed.folded
    )


def seat_held(session: Session, person_id: int, meeting_id: int) -> Participant | None:
    """Return the seat a person holds in a meeting, if any."""
    return session.scalar(
        select(Participant).where(
            Participant.meeting_id == meeting_id,
            Participant.person_id == person_id,
            Participant.vacated.is_(None),
        )
    )


def seats_held(session: Session, person_id: int) -> Sequence[Participant]:
    """Return the seats a person holds, in whichever meetings."""
    return session.scalars(
        select(Participant)
        .where(Participant.person_id == person_id, Participant.vacated.is_(None))
        .order_by(Participant.id)
    ).all()


def seats_in(session: Session, meeting_id: int) -> Sequence[Participant]:
    """Return the seats of a meeting that are held."""
    return session.scalars(
        select(Participant)
        .where(Participant.meeting_id == meeting_id, Participant.vacated.is_(None))
        .order_by(Participant.id)
    ).all()
