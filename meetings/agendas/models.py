"""Meetings and agendas as they are stored."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.clock import now
from foundation.database import Base, by_value, guarded_by
from meetings.people.models import Person
from meetings.permissions import MeetingState


class MeetingKind(StrEnum):
    """Whose meeting it is."""

    COUNCIL = "council"
    COMMITTEE = "committee"
    PARTY = "party"
    OTHER = "other"


class ItemKind(StrEnum):
    """What an agenda item asks of the meeting."""

    INFORMATION = "information"
    DISCUSSION = "discussion"
    DECISION = "decision"
    VOTE = "vote"


class Meeting(Base):
    """A meeting, from its first draft to after its close."""

    __tablename__ = "meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    kind: Mapped[MeetingKind] = mapped_column(by_value(MeetingKind))
    place: Mapped[str]
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    state: Mapped[MeetingState] = mapped_column(by_value(MeetingState), default=MeetingState.DRAFT)
    revision: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = guarded_by(revision)
    created: Mapped[datetime] = mapped_column(default=now)


class AgendaItem(Base):
    """One entry of the order of business, or a part of one."""

    __tablename__ = "agenda_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    position: Mapped[int]
    """Among its siblings, from 1."""
    title: Mapped[str]
    kind: Mapped[ItemKind] = mapped_column(by_value(ItemKind))
    presenter_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    presenter_name: Mapped[str] = mapped_column(default="")
    """Who presents, where it is nobody in the list of people."""
    minutes: Mapped[int | None]
    revision: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = guarded_by(revision)
    removed: Mapped[datetime | None]

    presenter: Mapped[Person | None] = relationship(lazy="joined")


class AgendaPaper(Base):
    """A paper under an agenda item; its versions are the document's."""

    __tablename__ = "agenda_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    title: Mapped[str]
    position: Mapped[int]
    """Among the papers of its item, from 1."""
    pack_numbers: Mapped[list[Any] | None]
    """Runs of the pack's page numbers, kept from the publication on: base, letter, count.
    Letter 0 counts base, base + 1, …; letter 1 counts 37a, 37b, … after base 37, 2 begins at b."""
    removed: Mapped[datetime | None]
