"""What may be done about people: signing in and out, accounts, units."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from foundation.arriving import Fields
from foundation.clock import now, seconds
from foundation.errors import Conflict, Invalid, NotPermitted
from foundation.events import tell
from meetings.people.events import SignInEnded
from meetings.people.models import Membership, Participant, Person, SignIn, Unit
from meetings.people.passwords import LONGEST, SHORTEST
from meetings.people.queries import administrator, person_of, unit_of

LONGEST_NAME = 200
LONGEST_ON_A_TABLET = 16 * 3600
"""Seconds: a meeting's day; by the next morning a shared tablet knows nobody any more."""


@dataclass(frozen=True)
class NewPassword:
    """A change of one's own password as it arrives."""

    old: str
    new: str

    @classmethod
    def read(cls, data: Any) -> Self:
        """Check the shape."""
        fields = Fields(data)
        return cls(password(fields, "old", least=1), password(fields, "new"))


@dataclass(frozen=True)
class NewPerson:
    """An account as an administrator asks for it."""

    name: str
    login: str
    password: str
    unit_id: int
    post: str
    birth_year: int | None
    administers: bool
    prepares_meetings: bool

    @classmethod
    def read(cls, data: Any) -> Self:
        """Check the shape."""
        fields = Fields(data)
        return cls(
            name=fields.text("name", most=LONGEST_NAME),
            login=_login(fields),
            password=password(fields, "password"),
            unit_id=fields.whole("unit"),
            post=fields.text("post", most=LONGEST_NAME, least=0),
            birth_year=fields.whole_or_none("birth_year", least=1900, most=2100),
            administers=fields.flag("administers"),
            prepares_meetings=fields.flag("prepares_meetings"),
        )


@dataclass(frozen=True)
class ChangedPerson:
    """What an administrator changes of an account; None leaves a thing as it is."""

    name: str | None
    post: str | None
    unit_id: int | None
    password: str | None
    disabled: bool | None
    administers: bool | None
    prepares_meetings: bool | None

    @classmethod
    def read(cls, data: Any) -> Self:
        """Check the shape."""
        fields = Fields(data)
        return cls(
            name=fields.text("name", most=LONGEST_NAME) if "name" in fields else None,
            post=fields.text("post", most=LONGEST_NAME, least=0) if "post" in fields else None,
            unit_id=fields.whole("unit") if "unit" in fields else None,
            password=password(fields, "password") if "password" in fields else None,
            disabled=_flag(fields, "disabled"),
            administers=_flag(fields, "administers"),
            prepares_meetings=_flag(fields, "prepares_meetings"),
        )


@dataclass(frozen=True)
class NewUnit:
    """A unit as an administrator asks for it."""

    name: str
    kind: str
    parent_id: int | None

    @classmethod
    def read(cls, data: Any) -> Self:
        """Check the shape."""
        fields = Fields(data)
        return cls(
            name=fields.text("name", most=LONGEST_NAME),
            kind=fields.text("kind", most=60, least=0) or "other",
            parent_id=fields.whole_or_none("parent"),
        )


def password(fields: Fields, name: str, least: int = SHORTEST) -> str:
    """Read a password: every character between its ends counts."""
    return fields.text(name, least=least, most=LONGEST, lines=True)


def token_hash(token: str) -> str:
    """Return what the database keeps of a sign-in's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin_sign_in(session: Session, person_id: int, device: str) -> str:
    """Begin a sign-in; returns the token that the cookie carries."""
    person = person_of(session, person_id)
    if person.disabled:
        raise NotPermitted("account.disabled")
    token = secrets.token_urlsafe(32)
    session.add(SignIn(token=token_hash(token), person_id=person.id, device=device[:200]))
    return token


def begin_at_seat(session: Session, seat: Participant, device: str) -> tuple[str, int]:
    """Let a shared tablet in to one seat; returns the token of its cookie, and the sign-in's id.

    A seat is on one shared tablet at a time, so the one it was on before ends.
    """
    if seat.person.disabled:
        raise NotPermitted("account.disabled")
    end_shared_tablets(session, [seat.id])
    token, until = secrets.token_urlsafe(32), seconds() + LONGEST_ON_A_TABLET
    begun = SignIn(
        token=token_hash(token),
        person_id=seat.person_id,
        device=device[:200],
        seat_id=seat.id,
        until=until,
    )
    session.add(begun)
    session.flush()
    return token, begun.id


def end_shared_tablets(session: Session, seats: Sequence[int]) -> None:
    """End what was let in to these seats on shared tablets."""
    running = (SignIn.seat_id.in_(seats), SignIn.ended.is_(None))
    _end_each(session, session.scalars(select(SignIn).where(*running)).all())


def end_what_is_over(session: Session) -> None:
    """End the sign-ins whose time is over, so that their sockets end as well."""
    over = (SignIn.until <= seconds(), SignIn.ended.is_(None))
    _end_each(session, session.scalars(select(SignIn).where(*over)).all())


def end_sign_in(session: Session, sign_in_id: int) -> None:
    """Sign out: the cookie and the sockets of this sign-in end."""
    sign_in = session.get(SignIn, sign_in_id)
    if sign_in and sign_in.ended is None:
        _end(session, sign_in.person_id, [sign_in.id])


def end_sign_ins(session: Session, person_id: int, but: int | None = None) -> None:
    """End all of a person's sign-ins, `but` one where it is given."""
    running = select(SignIn.id).where(SignIn.person_id == person_id, SignIn.ended.is_(None))
    _end(session, person_id, [each for each in session.scalars(running) if each != but])


def change_password(session: Session, person_id: int, hash_of_new: str, but: int | None) -> None:
    """Change a password; every other sign-in of the person ends."""
    person_of(session, person_id).password = hash_of_new
    end_sign_ins(session, person_id, but)


def add_unit(session: Session, name: str, kind: str, parent: Unit | None = None) -> Unit:
    """Add a unit."""
    unit = Unit(name=name, kind=kind, parent_id=parent.id if parent else None)
    session.add(unit)
    session.flush()
    return unit


def found_unit(session: Session, actor_id: int, new: NewUnit) -> Unit:
    """Add a unit, as an administrator."""
    administrator(session, actor_id)
    parent = None if new.parent_id is None else unit_of(session, new.parent_id)
    if session.scalar(select(Unit.id).where(Unit.name == new.name)):
        raise Conflict("unit.taken", name=new.name)
    return add_unit(session, new.name, new.kind, parent)


def rename_unit(session: Session, actor_id: int, unit_id: int, name: str) -> Unit:
    """Give a unit another name, as an administrator."""
    administrator(session, actor_id)
    unit = unit_of(session, unit_id)
    if session.scalar(select(Unit.id).where(Unit.name == name, Unit.id != unit_id)):
        raise Conflict("unit.taken", name=name)
    unit.name = name
    session.flush()
    return unit


def add_person(session: Session, new: NewPerson, hash_of_password: str) -> Person:
    """Add a person; raises Conflict when the login is taken."""
    if session.scalar(select(Person.id).where(Person.login == new.login)):
        raise Conflict("login.taken", login=new.login)
    unit_of(session, new.unit_id)
    person = Person(
        name=new.name,
        login=new.login,
        password=hash_of_password,
        birth_year=new.birth_year,
        administers=new.administers,
        prepares_meetings=new.prepares_meetings,
        memberships=[Membership(unit_id=new.unit_id, post=new.post)],
    )
    session.add(person)
    session.flush()
    session.refresh(person)
    return person


def enrol(session: Session, actor_id: int, new: NewPerson, hash_of_password: str) -> Person:
    """Add a person, as an administrator."""
    administrator(session, actor_id)
    return add_person(session, new, hash_of_password)


def change_person(
    session: Session,
    actor_id: int,
    person_id: int,
    change: ChangedPerson,
    hash_of_password: str | None,
) -> Person:
    """Change an account, as an administrator; a new password or disabling ends its sign-ins."""
    administrator(session, actor_id)
    person = person_of(session, person_id)
    if person_id == actor_id and (change.disabled or change.administers is False):
        raise Conflict("account.own")
    if change.name is not None:
        person.name = change.name
    _change_membership(session, person, change)
    if change.administers is not None:
        person.administers = change.administers
    if change.prepares_meetings is not None:
        person.prepares_meetings = change.prepares_meetings
    if hash_of_password is not None:
        person.password = hash_of_password
    if change.disabled is not None:
        person.disabled = now() if change.disabled else None
    if change.disabled or hash_of_password is not None:
        end_sign_ins(session, person_id)
    session.flush()
    return person


def _change_membership(session: Session, person: Person, change: ChangedPerson) -> None:
    if change.unit_id is not None:
        unit_of(session, change.unit_id)
    membership = person.memberships[0]
    if change.unit_id is not None:
        membership.unit_id = change.unit_id
    if change.post is not None:
        membership.post = change.post
    session.flush()
    session.expire(membership)


def _login(fields: Fields) -> str:
    login = fields.text("login", most=60).lower()
    if not login.isprintable() or " " in login:
        raise Invalid("login.shape")
    return login


def _flag(fields: Fields, name: str) -> bool | None:
    return fields.flag(name) if name in fields else None


def _end_each(session: Session, sign_ins: Sequence[SignIn]) -> None:
    for sign_in in sign_ins:
        _end(session, sign_in.person_id, [sign_in.id])


def _end(session: Session, person_id: int, sign_ins: list[int]) -> None:
    if not sign_ins:
        return
    session.execute(update(SignIn).where(SignIn.id.in_(sign_ins)).values(ended=now()))
    tell(session, SignInEnded(person_id=person_id, sign_ins=tuple(sign_ins)))
