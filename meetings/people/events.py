"""What can happen to people and their seats."""

from dataclasses import dataclass
from typing import Any, ClassVar

from foundation.events import Event
from meetings.events import DESK, DOORS, MEETING, PERSON, SEAT, MeetingEvent, person_stream


@dataclass(frozen=True, kw_only=True)
class SeatTaken(MeetingEvent):
    """Somebody was given a seat."""

    name: ClassVar[str] = "seat.taken"
    told_in: ClassVar[tuple[str, ...]] = (MEETING, DESK, PERSON)
    seat: dict[str, Any]

    def body(self) -> dict[str, Any]:
        """Return the seat."""
        return {"seat": self.seat, "meeting": self.meeting_id}


@dataclass(frozen=True, kw_only=True)
class SeatChanged(SeatTaken):
    """A seat has another role, or its holder another name, post or unit."""

    name: ClassVar[str] = "seat.changed"
    told_in: ClassVar[tuple[str, ...]] = (MEETING, DESK, SEAT, PERSON, DOORS)

    @property
    def streams(self) -> tuple[str, ...]:
        """Return the audience, and the doors."""
        return (*self.audience, DOORS)


@dataclass(frozen=True, kw_only=True)
class SeatVacated(MeetingEvent):
    """A seat was taken away; its holder's sockets leave the rooms."""

    name: ClassVar[str] = "seat.vacated"
    told_in: ClassVar[tuple[str, ...]] = (MEETING, DESK, PERSON, DOORS)
    seat_id: int
    person_id: int

    @property
    def streams(self) -> tuple[str, ...]:
        """Return the audience, and the doors."""
        return (*self.audience, DOORS)

    def body(self) -> dict[str, Any]:
        """Return whose seat it was."""
        return {"seat": self.seat_id, "person": self.person_id, "meeting": self.meeting_id}


@dataclass(frozen=True, kw_only=True)
class SignInEnded(Event):
    """Sign-ins of a person ended: signed out, password changed, or account disabled."""

    name: ClassVar[str] = "sign_in.ended"
    told_in: ClassVar[tuple[str, ...]] = (PERSON, DOORS)
    person_id: int
    sign_ins: tuple[int, ...]

    @property
    def streams(self) -> tuple[str, ...]:
        """Return the person's own stream, and the doors."""
        return (person_stream(self.person_id), DOORS)

    def body(self) -> dict[str, Any]:
        """Return which sign-ins ended."""
        return {"person": self.person_id, "sign_ins": list(self.sign_ins)}
