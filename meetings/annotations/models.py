"""Annotations and reading places as they are stored."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.clock import now
from foundation.database import Base, by_value, guarded_by
from meetings.people.models import Participant, Person, Unit
from meetings.permissions import Visibility


class Motivation(StrEnum):
    """Why a mark was made, in the words of the Web Annotation model."""

    HIGHLIGHTING = "highlighting"
    COMMENTING = "commenting"
    DRAWING = "drawing"


class Colour(StrEnum):
    """The colours of the highlighter, and of the pen."""

    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    PINK = "pink"


class Annotation(Base):
    """A mark on a version of a paper: a highlight, a note, or a stroke of the pen."""

    __tablename__ = "annotation"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    paper_id: Mapped[int] = mapped_column(ForeignKey("agenda_paper.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    creator_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    operation_id: Mapped[str]
    motivation: Mapped[Motivation] = mapped_column(by_value(Motivation))
    visibility: Mapped[Visibility] = mapped_column(by_value(Visibility))
    colour: Mapped[Colour] = mapped_column(by_value(Colour))
    note: Mapped[str] = mapped_column(default="")
    target: Mapped[dict[str, Any]]
    """Page, paragraph, boxes in 0..10000 of the displayed page, and several selectors."""
    ink: Mapped[dict[str, Any] | None]
    """Of a stroke of the pen or of the highlighter: its width and its points, as `ink.py` says."""
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    """The unit it is shared with: the one its author belonged to when sharing it."""
    created: Mapped[datetime] = mapped_column(default=now)
    modified: Mapped[datetime] = mapped_column(default=now)
    revision: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = guarded_by(revision)
    removed: Mapped[datetime | None]

    creator: Mapped[Person] = relationship(lazy="joined")
    unit: Mapped[Unit | None] = relationship(lazy="joined")
    hearers: Mapped[list["AnnotationHearer"]] = relationship(
        lazy="selectin", order_by="AnnotationHearer.person_id", cascade="all, delete-orphan"
    )
    places: Mapped[list["AnnotationPlace"]] = relationship(
        lazy="selectin", order_by="AnnotationPlace.version_id"
    )

    @property
    def named(self) -> frozenset[int]:
        """Return the persons it is shared with by name."""
        return frozenset(each.person_id for each in self.hearers)

    def is_for(self, seat: Participant) -> bool:
        """Say whether it is shared with whoever sits there: by name, or with their unit."""
        if self.visibility is Visibility.PEOPLE:
            return seat.person_id in self.named
        if self.visibility is Visibility.UNIT:
            unit = seat.person.unit
            return unit is not None and unit.id == self.unit_id
        return False


class AnnotationHearer(Base):
    """Somebody a mark is shared with by name."""

    __tablename__ = "annotation_hearer"

    annotation_id: Mapped[int] = mapped_column(ForeignKey("annotation.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)

    person: Mapped[Person] = relationship(lazy="joined")


class AnnotationPlace(Base):
    """Where a mark stands in another version of its paper, or in a later reading of its own."""

    __tablename__ = "annotation_place"

    annotation_id: Mapped[int] = mapped_column(ForeignKey("annotation.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), primary_key=True, index=True)
    target: Mapped[dict[str, Any] | None]
    """None: it found no place; it stays readable where it was made."""
    rung: Mapped[str] = mapped_column(String(16))
    """How it came there: a rung of the matching ladder, or `by_hand`."""
    score: Mapped[float]
    placed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class ReadingPlace(Base):
    """Where a person stopped reading a paper."""

    __tablename__ = "reading_place"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("agenda_paper.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    page: Mapped[int]
    y: Mapped[int]
    """0..10000 of the page's height."""
    at: Mapped[datetime] = mapped_column(default=now)
