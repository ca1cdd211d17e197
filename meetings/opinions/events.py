"""What can happen to opinions."""

from dataclasses import dataclass
from typing import Any, ClassVar

from meetings.events import DESK, MEETING, PERSON, MeetingEvent


@dataclass(frozen=True, kw_only=True)
class CommentCreated(MeetingEvent):
    """Somebody commented on a paragraph, or replied."""

    name: ClassVar[str] = "comment.created"
    told_in: ClassVar[tuple[str, ...]] = (MEETING, DESK, PERSON)
    comment: dict[str, Any]

    @property
    def subject(self) -> str:
        """Return the comment, whose audience may narrow later."""
        return f"comment:{self.comment['id']}"

    def body(self) -> dict[str, Any]:
        """Return the comment."""
        return {"comment": self.comment}


@dataclass(frozen=True, kw_only=True)
class CommentChanged(CommentCreated):
    """Its author wrote it otherwise, or for other eyes."""

    name: ClassVar[str] = "comment.changed"


@dataclass(frozen=True, kw_only=True)
class CommentWithdrawn(CommentCreated):
    """Its author took it back; its words are gone, what was replied stays."""

    name: ClassVar[str] = "comment.withdrawn"


@dataclass(frozen=True, kw_only=True)
class CommentAnswered(CommentCreated):
    """The chair said what becomes of it."""

    name: ClassVar[str] = "comment.answered"


@dataclass(frozen=True, kw_only=True)
class CommentPlaced(CommentCreated):
    """Somebody put it where it belongs in a later version."""

    name: ClassVar[str] = "comment.placed"


@dataclass(frozen=True, kw_only=True)
class CommentHidden(MeetingEvent):
    """It is no longer for those who hear this; a screen that knows a later revision keeps it."""

    name: ClassVar[str] = "comment.hidden"
    told_in: ClassVar[tuple[str, ...]] = (MEETING, DESK)
    comment_id: int
    paper_id: int
    paragraph_id: int
    revision: int

    def body(self) -> dict[str, Any]:
        """Return which comment, without its words."""
        return hidden_comment(self.comment_id, self.paper_id, self.paragraph_id, self.revision)


def hidden_comment(
    comment_id: int, paper_id: int, paragraph_id: int, revision: int
) -> dict[str, Any]:
    """Return what somebody hears of a comment that is not for them."""
    return {
        "id": comment_id,
        "paper": paper_id,
        "paragraph": paragraph_id,
        "revision": revision,
    }
