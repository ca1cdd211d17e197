"""Comments and answers as they are stored."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from documents.models import Paragraph
from foundation.clock import now
from foundation.database import Base, by_value, guarded_by
from meetings.people.models import Participant, Person
from meetings.permissions import Visibility


class Outcome(StrEnum):
    """What became of an opinion."""

    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    NOT_ACCEPTED = "not_accepted"


class Comment(Base):
    """One person's remark on one paragraph of one version of a paper, or a reply to one."""

    __tablename__ = "comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("agenda_paper.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    version_number: Mapped[int]
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("paragraph.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"), index=True)
    """The comment it replies to; a reply is seen by whoever sees that one."""
    creator_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    operation_id: Mapped[str]
    """Chosen by the tablet, which knows its own comment by it."""
    visibility: Mapped[Visibility] = mapped_column(by_value(Visibility))
    text: Mapped[str]
    """As it was written."""
    html: Mapped[str]
    """The same, cleaned, for screens."""
    page: Mapped[int]
    paragraph_number: Mapped[int]
    """The paragraph's number in its version, from 1."""
    address: Mapped[str]
    quote: Mapped[str]
    """What the paragraph said."""
    region: Mapped[list[Any] | None]
    """Page, x0, y0, x1, y1 on a page that has no words to tap: a scan that was not read."""
    created: Mapped[datetime] = mapped_column(default=now)
    modified: Mapped[datetime] = mapped_column(default=now)
    revision: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = guarded_by(revision)
    withdrawn: Mapped[datetime | None]

    creator: Mapped[Person] = relationship(lazy="joined")
    parent: Mapped["Comment | None"] = relationship(remote_side=[id])
    answer: Mapped["Answer | None"] = relationship(back_populates="comment", lazy="selectin")
    places: Mapped[list["CommentPlace"]] = relationship(
        lazy="selectin", order_by="CommentPlace.version_id"
    )

    @property
    def root(self) -> "Comment":
        """Return the comment whose audience this one has."""
        return self.parent or self

    def is_for(self, seat: Participant) -> bool:
        """Return that a comment is for nobody in particular."""
        return False


class CommentPlace(Base):
    """Where a comment stands in another version of its paper, or in a later reading of its own."""

    __tablename__ = "comment_place"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), primary_key=True, index=True)
    paragraph_id: Mapped[int | None] = mapped_column(ForeignKey("paragraph.id"))
    """None: it found no place; it stays readable where it was made."""
    rung: Mapped[str] = mapped_column(String(16))
    """How it came there: a rung of the matching ladder, or `by_hand`."""
    score: Mapped[float]
    placed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    paragraph: Mapped[Paragraph | None] = relationship(lazy="joined")


class Answer(Base):
    """What was made of a comment, with the reason (tiếp thu, giải trình)."""

    __tablename__ = "answer"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    outcome: Mapped[Outcome] = mapped_column(by_value(Outcome))
    reason: Mapped[str]
    html: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    comment: Mapped[Comment] = relationship(back_populates="answer")
    by: Mapped[Person] = relationship(lazy="joined")
