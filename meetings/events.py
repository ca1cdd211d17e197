"""Facts about a meeting, and the names of the streams they are recorded in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from foundation.events import Event

MEETING, DESK, SEAT, PERSON = STREAMS = ("meeting", "desk", "seat", "person")
"""The kinds of streams; each is a room of the same name."""
DOORS = "doors"
"""What changes who may hear: no tablet hears it, every process acts on it."""


def meeting_stream(meeting_id: int) -> str:
    """Everybody who holds a seat."""
    return f"{MEETING}:{meeting_id}"


def desk_stream(meeting_id: int) -> str:
    """The chair and the secretaries."""
    return f"{DESK}:{meeting_id}"


def seat_stream(seat_id: int) -> str:
    """One person's place in one meeting."""
    return f"{SEAT}:{seat_id}"


def person_stream(person_id: int) -> str:
    """What follows a person from meeting to meeting, on every device."""
    return f"{PERSON}:{person_id}"


@dataclass(frozen=True, kw_only=True)
class MeetingEvent(Event):
    """A fact about a meeting; `audience` names the narrowest streams that need it."""

    meeting_id: int
    audience: tuple[str, ...]

    @property
    def streams(self) -> tuple[str, ...]:
        """Return the audience."""
        return self.audience

    def body(self) -> dict[str, Any]:
        """Return what goes over the wire."""
        raise NotImplementedError


def audience(*streams: str, more: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the streams once each, in a fixed order."""
    return tuple(dict.fromkeys((*streams, *more)))
