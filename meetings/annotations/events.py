"""What can happen to annotations and reading places."""

from dataclasses import dataclass
from typing import Any, ClassVar

from foundation.events import Event
from meetings.events import DESK, MEETING, PERSON, SEAT, MeetingEvent, person_stream


@dataclass(frozen=True, kw_only=True)
class AnnotationCreated(MeetingEvent):
    """Somebody marked a paper."""

    name: ClassVar[str] = "annotation.created"
    told_in: ClassVar[tuple[str, ...]] = (MEETING, DESK, SEAT, PERSON)
    annotation: dict[str, Any]

    @property
    def subject(self) -> str:
        """Return the annotation, whose audience may narrow later."""
        return f"annotation:{self.annotation['id']}"

    def body(self) -> dict[str, Any]:
        """Return the annotation."""
        return {"annotation": self.annotation}


@dataclass(frozen=True, kw_only=True)
class AnnotationChanged(AnnotationCreated):
    """A mark has another colour, note or audience."""

    name: ClassVar[str] = "annotation.changed"


@dataclass(frozen=True, kw_only=True)
class AnnotationPlaced(AnnotationCreated):
    """A mark stands elsewhere in a later version than it did."""

    name: ClassVar[str] = "annotation.placed"


@dataclass(frozen=True, kw_only=True)
class AnnotationRemoved(MeetingEvent):
    """A mark was taken off."""

    name: ClassVar[str] = "annotation.removed"
    told_in: ClassVar[tuple[str, ...]] = (MEETING, DESK, SEAT, PERSON)
    annotation_id: int
    paper_id: int
    revision: int

    def body(self) -> dict[str, Any]:
        """Return which."""
        return {"id": self.annotation_id, "paper": self.paper_id, "revision": self.revision}


@dataclass(frozen=True, kw_only=True)
class AnnotationHidden(AnnotationRemoved):
    """A shared mark was taken back; a screen that knows a later revision keeps it."""

    name: ClassVar[str] = "annotation.hidden"
    told_in: ClassVar[tuple[str, ...]] = (MEETING, DESK, SEAT)


@dataclass(frozen=True, kw_only=True)
class PlaceKept(Event):
    """A person stopped reading somewhere; their other devices offer to go on there."""

    name: ClassVar[str] = "place.kept"
    told_in: ClassVar[tuple[str, ...]] = (PERSON,)
    person_id: int
    place: dict[str, Any]

    @property
    def streams(self) -> tuple[str, ...]:
        """Return the person's own stream."""
        return (person_stream(self.person_id),)

    def body(self) -> dict[str, Any]:
        """Return the place."""
        return self.place
