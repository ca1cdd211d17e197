"""Meetings, seats, items and papers as they arrive at either door."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from foundation.arriving import Fields
from foundation.errors import Invalid
from meetings.agendas.models import ItemKind, MeetingKind
from meetings.people.models import Role

LONGEST_TITLE = 500
LONGEST_PLACE = 300
LONGEST_MINUTES = 24 * 60


@dataclass(frozen=True)
class NewMeeting:
    """A meeting as a secretary asks for it."""

    title: str
    kind: MeetingKind
    place: str
    starts: datetime
    ends: datetime
    chair_id: int | None
    seats: tuple[tuple[int, Role], ...]

    @classmethod
    def read(cls, data: Any) -> Self:
        """Check the shape."""
        fields = Fields(data)
        starts, ends = _span(fields.moment("starts"), fields.moment("ends"))
        return cls(
            title=fields.text("title", most=LONGEST_TITLE),
            kind=fields.choice("kind", MeetingKind),
            place=fields.text("place", most=LONGEST_PLACE, least=0),
            starts=starts,
            ends=ends,
            chair_id=fields.whole_or_none("chair"),
            seats=tuple(
                (each.whole("person"), each.choice("role", Role))
                for each in fields.objects("seats", most=2000)
            ),
        )


@dataclass(frozen=True)
class ChangedMeeting:
    """What a secretary changes of a meeting; None leaves a thing as it is."""

    revision: int
    title: str | None
    kind: MeetingKind | None
    place: str | None
    starts: datetime | None
    ends: datetime | None

    @classmethod
    def read(cls, data: Any) -> Self:
        """Check the shape."""
        fields = Fields(data)
        return cls(
            revision=fields.whole("revision"),
            title=fields.text("title", most=LONGEST_TITLE) if "title" in fields else None,
            kind=fields.choice("kind", MeetingKind) if "kind" in fields else None,
            place=fields.text("place", most=LONGEST_PLACE, least=0) if "place" in fields else None,
            starts=fields.moment("starts") if "starts" in fields else None,
            ends=fields.moment("ends") if "ends" in fields else None,
        )


@dataclass(frozen=True)
class NewSeats:
    """Seats for people, whole units, and everybody of former meetings."""

    people: tuple[int, ...]
    units: tuple[int, ...]
    meetings: tuple[int, ...]
    role: Role

    @classmethod
    def read(cls, data: Any) -> Self:
        """Check the shape."""
        fields = Fields(data)
        new = cls(
            people=tuple(fields.wholes("people")),
            units=tuple(fields.wholes("units")),
            meetings=tuple(fields.wholes("meetings")),
            role=fields.choice("role", Role) if "role" in fields else Role.DELEGATE,
        )
        if not (new.people or new.units or new.meetings):
            raise Invalid("seats.nobody")
        return new


@dataclass(frozen=True)
class NewItem:
    """An agenda item as a secretary asks for it."""

    title: str
    kind: ItemKind
    presenter_id: int | None
    presenter_name: str
    minutes: int | None
    parent_id: int | None

    @classmethod
    def read(cls, data: Any) -> Self:
        """Check the shape."""
        fields = Fields(data)
        return cls(
            title=fields.text("title", most=LONGEST_TITLE),
            kind=fields.choice("kind", ItemKind) if "kind" in fields else ItemKind.DISCUSSION,
            presenter_id=fields.whole_or_none("presenter"),
            presenter_name=fields.text("presenter_name", most=LONGEST_TITLE, least=0),
            minutes=fields.whole_or_none("minutes", most=LONGEST_MINUTES),
            parent_id=fields.whole_or_none("parent"),
        )


@dataclass(frozen=True)
class ChangedItem:
    """What a secretary changes of an item, over the revision that was on the screen."""

    revision: int
    changes: dict[str, Any]
    """By the model's column names."""

    @classmethod
    def read(cls, data: Any) -> Self:
        """Check the shape."""
        fields = Fields(data)
        changes: dict[str, Any] = {}
        if "title" in fields:
            changes["title"] = fields.text("title", most=LONGEST_TITLE)
        if "kind" in fields:
            changes["kind"] = fields.choice("kind", ItemKind)
        if "presenter" in fields:
            changes["presenter_id"] = fields.whole_or_none("presenter")
        if "presenter_name" in fields:
            changes["presenter_name"] = fields.text("presenter_name", most=LONGEST_TITLE, least=0)
        if "minutes" in fields:
            changes["minutes"] = fields.whole_or_none("minutes", most=LONGEST_MINUTES)
        return cls(revision=fields.whole("revision"), changes=changes)


@dataclass(frozen=True)
class NewPlace:
    """Where an item goes: under `parent_id`, after `after_id`, or first."""

    parent_id: int | None
    after_id: int | None

    @classmethod
    def read(cls, data: Any) -> Self:
        """Check the shape."""
        fields = Fields(data)
        return cls(fields.whole_or_none("parent"), fields.whole_or_none("after"))


@dataclass(frozen=True)
class ChangedPaper:
    """A paper's other title or place; None leaves a thing as it is."""

    title: str | None
    item_id: int | None
    moves: bool
    after_id: int | None

    @classmethod
    def read(cls, data: Any) -> Self:
        """Check the shape."""
        fields = Fields(data)
        return cls(
            title=fields.text("title", most=LONGEST_TITLE) if "title" in fields else None,
            item_id=fields.whole("item") if "item" in fields else None,
            moves="item" in fields or "after" in fields,
            after_id=fields.whole_or_none("after"),
        )


def _span(starts: datetime, ends: datetime) -> tuple[datetime, datetime]:
    if ends <= starts:
        raise Invalid("meeting.ends_before_it_starts")
    return starts, ends
