"""Codes as they are stored, and how much is guessed at them."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.clock import now
from foundation.database import Base, LargeNumber
from meetings.people.models import Participant


class EntryCode(Base):
    """One code, shown on the secretary's screen for one seat; it lets one tablet in, once.

    The row stays, and says who let whom in and when.
    """

    __tablename__ = "entry_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given: Mapped[datetime] = mapped_column(default=now)
    expires: Mapped[datetime] = mapped_column(index=True)
    digits: Mapped[str | None] = mapped_column(index=True)
    """The six digits under the house's key, as long as they are told apart from others."""
    link: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of what the QR code carries."""
    guessed: Mapped[datetime | None]
    """When the six digits stopped to hold since somebody was guessing; the QR code goes on."""
    tablet: Mapped[str | None] = mapped_column(index=True)
    """SHA-256 of the secret of the tablet it was first entered on; it is for no other."""
    entered: Mapped[datetime | None]
    used: Mapped[datetime | None]
    withdrawn: Mapped[datetime | None]
    """When another code took its place, the dialog was closed, or it was the wrong person."""
    sign_in_id: Mapped[int | None] = mapped_column(ForeignKey("sign_in.id"))

    seat: Mapped[Participant] = relationship(lazy="joined")


class Guessing(Base):
    """How many wrong codes were typed lately in the whole house: one row."""

    __tablename__ = "guessing"

    id: Mapped[int] = mapped_column(primary_key=True)
    since: Mapped[int] = mapped_column(LargeNumber, default=0)
    """When the present minute of counting began; like the others in seconds since 1970."""
    failures: Mapped[int] = mapped_column(default=0)
    floods: Mapped[int] = mapped_column(default=0)
    """How often in a row there were too many; each makes the next pause longer."""
    closed_until: Mapped[int] = mapped_column(LargeNumber, default=0)
