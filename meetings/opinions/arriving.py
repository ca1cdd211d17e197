"""Comments, replies and answers as they arrive at either door."""

from dataclasses import dataclass
from typing import Any, Self

from foundation.arriving import Fields
from foundation.errors import Invalid
from meetings.opinions.models import Outcome
from meetings.page_boxes import read_box
from meetings.permissions import OF_COMMENTS, Visibility

LONGEST_COMMENT = 5000
OPERATION = "operation_id"


@dataclass(frozen=True)
class NewComment:
    """A comment on a paragraph."""

    paper_id: int
    paragraph_id: int
    text: str
    visibility: Visibility
    operation_id: str
    region: list[int] | None = None
    """Where on the page, when it is about a page whose words are not known."""

    @classmethod
    def read(cls, data: Any) -> Self:
        """Check the shape."""
        fields = Fields(data)
        region = fields.given("region")
        return cls(
            paper_id=fields.whole("paper"),
            paragraph_id=fields.whole("paragraph"),
            text=fields.text("text", most=LONGEST_COMMENT, lines=True),
            visibility=fields.choice("visibility", Visibility, OF_COMMENTS),
            operation_id=fields.text(OPERATION, most=64),
            region=None if region is None else read_box(region),
        )


@dataclass(frozen=True)
class NewReply:
    """A reply to a comment."""

    comment_id: int
    text: str
    operation_id: str

    @classmethod
    def read(cls, data: Any) -> Self:
        """Check the shape."""
        fields = Fields(data)
        return cls(
            comment_id=fields.whole("comment"),
            text=fields.text("text", most=LONGEST_COMMENT, lines=True),
            operation_id=fields.text(OPERATION, most=64),
        )


@dataclass(frozen=True)
class ChangedComment:
    """What its author changes of a comment, over the revision that was on the screen."""

    comment_id: int
    revision: int
    text: str | None
    visibility: Visibility | None

    @classmethod
    def read(cls, data: Any) -> Self:
        """Check the shape."""
        fields = Fields(data)
        change = cls(
            comment_id=fields.whole("comment"),
            revision=fields.whole("revision"),
            text=fields.text("text", most=LONGEST_COMMENT, lines=True)
            if "text" in fields
            else None,
            visibility=fields.choice("visibility", Visibility, OF_COMMENTS)
            if "visibility" in fields
            else None,
        )
        if change.text is None and change.visibility is None:
            raise Invalid("change.nothing")
        return change


@dataclass(frozen=True)
class NewAnswer:
    """What becomes of a comment, and why."""

    comment_id: int
    revision: int | None
    """The comment's, as it was on the screen of whoever answers."""
    outcome: Outcome
    reason: str

    @classmethod
    def read(cls, data: Any) -> Self:
        """Check the shape; what is not wholly accepted needs its reason."""
        fields = Fields(data)
        outcome = fields.choice("outcome", Outcome)
        least = 0 if outcome is Outcome.ACCEPTED else 1
        return cls(
            comment_id=fields.whole("comment"),
            revision=fields.whole_or_none("revision"),
            outcome=outcome,
            reason=fields.text("reason", most=LONGEST_COMMENT, least=least, lines=True),
        )


@dataclass(frozen=True)
class NewCommentPlace:
    """Where somebody puts a comment in a later version."""

    comment_id: int
    version_id: int
    paragraph_id: int

    @classmethod
    def read(cls, data: Any) -> Self:
        """Check the shape."""
        fields = Fields(data)
        return cls(fields.whole("comment"), fields.whole("version"), fields.whole("paragraph"))
