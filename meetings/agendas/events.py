"""What can happen to a meeting, its agenda and its papers."""

from dataclasses import dataclass
from typing import Any, ClassVar

from meetings.events import DESK, MEETING, MeetingEvent


@dataclass(frozen=True, kw_only=True)
class MeetingChanged(MeetingEvent):
    """A meeting has another title, place or time."""

    name: ClassVar[str] = "meeting.changed"
    told_in: ClassVar[tuple[str, ...]] = (MEETING, DESK)
    meeting: dict[str, Any]

    def body(self) -> dict[str, Any]:
        """Return the meeting."""
        return {"meeting": self.meeting}


@dataclass(frozen=True, kw_only=True)
class MeetingPublished(MeetingChanged):
    """A meeting and its papers can be seen by its participants."""

    name: ClassVar[str] = "meeting.published"
    told_in: ClassVar[tuple[str, ...]] = (MEETING,)


@dataclass(frozen=True, kw_only=True)
class MeetingClosed(MeetingChanged):
    """A meeting is over; it can be read and no longer changed."""

    name: ClassVar[str] = "meeting.closed"
    told_in: ClassVar[tuple[str, ...]] = (MEETING,)


@dataclass(frozen=True, kw_only=True)
class MeetingReopened(MeetingChanged):
    """A closed meeting goes on."""

    name: ClassVar[str] = "meeting.reopened"
    told_in: ClassVar[tuple[str, ...]] = (MEETING,)


@dataclass(frozen=True, kw_only=True)
class ItemCreated(MeetingEvent):
    """An item was put on the agenda."""

    name: ClassVar[str] = "item.created"
    told_in: ClassVar[tuple[str, ...]] = (MEETING, DESK)
    item: dict[str, Any]

    def body(self) -> dict[str, Any]:
        """Return the item."""
        return {"item": self.item}


@dataclass(frozen=True, kw_only=True)
class ItemChanged(ItemCreated):
    """An item reads otherwise."""

    name: ClassVar[str] = "item.changed"


@dataclass(frozen=True, kw_only=True)
class ItemsMoved(MeetingEvent):
    """Items stand in another order."""

    name: ClassVar[str] = "items.moved"
    told_in: ClassVar[tuple[str, ...]] = (MEETING, DESK)
    items: tuple[dict[str, Any], ...]

    def body(self) -> dict[str, Any]:
        """Return the place and number of every item."""
        return {"items": list(self.items)}


@dataclass(frozen=True, kw_only=True)
class ItemRemoved(MeetingEvent):
    """An item was taken off the agenda."""

    name: ClassVar[str] = "item.removed"
    told_in: ClassVar[tuple[str, ...]] = (MEETING, DESK)
    item_id: int

    def body(self) -> dict[str, Any]:
        """Return which."""
        return {"id": self.item_id}


@dataclass(frozen=True, kw_only=True)
class PaperAdded(MeetingEvent):
    """A paper was laid under an item."""

    name: ClassVar[str] = "paper.added"
    told_in: ClassVar[tuple[str, ...]] = (MEETING, DESK)
    paper: dict[str, Any]

    def body(self) -> dict[str, Any]:
        """Return the paper."""
        return {"paper": self.paper}


@dataclass(frozen=True, kw_only=True)
class PaperChanged(PaperAdded):
    """A paper has another title or place."""

    name: ClassVar[str] = "paper.changed"


@dataclass(frozen=True, kw_only=True)
class PaperReplaced(PaperAdded):
    """A paper has a new version; the old one stays readable."""

    name: ClassVar[str] = "paper.replaced"


@dataclass(frozen=True, kw_only=True)
class PaperReady(PaperAdded):
    """A paper's pages and paragraphs are all there, or as many as could be read."""

    name: ClassVar[str] = "paper.ready"


@dataclass(frozen=True, kw_only=True)
class PaperCarried(MeetingEvent):
    """What was said and marked on earlier versions of a paper has its places in this one."""

    name: ClassVar[str] = "paper.carried"
    told_in: ClassVar[tuple[str, ...]] = (MEETING, DESK)
    paper_id: int
    version_id: int

    def body(self) -> dict[str, Any]:
        """Return which; what was carried is asked for, each person seeing what is theirs."""
        return {"paper": self.paper_id, "version": self.version_id}


@dataclass(frozen=True, kw_only=True)
class PaperRemoved(MeetingEvent):
    """A paper was taken away."""

    name: ClassVar[str] = "paper.removed"
    told_in: ClassVar[tuple[str, ...]] = (MEETING, DESK)
    paper_id: int
    item_id: int

    def body(self) -> dict[str, Any]:
        """Return which, and from where."""
        return {"id": self.paper_id, "item": self.item_id}
