"""People as they are stored."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.clock import now
from foundation.database import Base, LargeNumber, by_value


class Role(StrEnum):
    """What a person is in one meeting."""

    SECRETARY = "secretary"
    CHAIR = "chair"
    DELEGATE = "delegate"
    OBSERVER = "observer"
    GUEST = "guest"

    @property
    def at_the_desk(self) -> bool:
        """Say whether the role prepares and runs the meeting."""
        return self in (Role.SECRETARY, Role.CHAIR)


class Unit(Base):
    """An organization or a part of one: a committee, a council, an office, a hamlet."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)


class Person(Base):
    """Somebody who sits in meetings, or looks after the house."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    login: Mapped[str] = mapped_column(unique=True)
    password: Mapped[str | None]
    """An argon2id hash; None where the person cannot sign in by password."""
    birth_year: Mapped[int | None]
    administers: Mapped[bool] = mapped_column(default=False)
    prepares_meetings: Mapped[bool] = mapped_column(default=False)
    disabled: Mapped[datetime | None]

    memberships: Mapped[list["Membership"]] = relationship(
        order_by="Membership.id", lazy="selectin", back_populates="person"
    )

    @property
    def post(self) -> str:
        """Return the post the person is known by."""
        return self.memberships[0].post if self.memberships else ""

    @property
    def unit(self) -> Unit | None:
        """Return the unit the person is known by."""
        return self.memberships[0].unit if self.memberships else None


class Membership(Base):
    """A post that a person holds in a unit; the first is the one they are known by."""

    __tablename__ = "membership"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    post: Mapped[str]

    person: Mapped[Person] = relationship(back_populates="memberships")
    unit: Mapped[Unit] = relationship(lazy="joined")


class SignIn(Base):
    """One sign-in of one browser; ending it ends the cookie and the sockets it opened."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of what the cookie carries, so that a copy of the database signs nobody in."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    began: Mapped[datetime] = mapped_column(default=now)
    ended: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(default="")
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)
    """On a shared tablet, the one seat it was let in to; it opens no other meeting."""
    until: Mapped[int | None] = mapped_column(LargeNumber)
    """When it ends by itself, in seconds since 1970: single questions compare it as it stands."""

    person: Mapped[Person] = relationship(lazy="joined")


class Participant(Base):
    """A seat: one person's place in one meeting."""

    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(by_value(Role))
    vacated: Mapped[datetime | None]
    """When the seat was taken away; what its holder said stays."""

    person: Mapped[Person] = relationship(lazy="joined")

    @property
    def at_the_desk(self) -> bool:
        """Say whether the seat is the chair's or a secretary's."""
        return self.role.at_the_desk
