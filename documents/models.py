"""What is stored of a paper: the document over its life, its versions, pages and paragraphs."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Enum, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.database import Base


class VersionState(StrEnum):
    """How far the pages and paragraphs of a version have been read."""

    WAITING = "waiting"
    PROCESSING = "processing"
    READY = "ready"
    FAILED = "failed"


def _values(states: Iterable[VersionState]) -> list[str]:
    return [state.value for state in states]


class Document(Base):
    """One paper over its life."""

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    created: Mapped[datetime] = mapped_column(default=now)


class Version(Base):
    """One file of a document as it was uploaded; it never changes, a new one follows it."""

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int]
    """From 1, without gaps."""
    file_name: Mapped[str]
    """As uploaded; shown to people, never part of a path."""
    sha256: Mapped[str]
    """Of the original bytes."""
    readable_sha256: Mapped[str]
    """Of the PDF that is shown: the original, or what an Office file was converted to."""
    media_type: Mapped[str]
    size: Mapped[int]
    state: Mapped[VersionState] = mapped_column(
        Enum(VersionState, native_enum=False, length=16, values_callable=_values),
        default=VersionState.WAITING,
        index=True,
    )
    problem: Mapped[str | None]
    """The code of what went wrong with the whole paper."""
    page_count: Mapped[int]
    pages_done: Mapped[int] = mapped_column(default=0)
    extractor: Mapped[str | None]
    """What read the paragraphs: another extractor would put them elsewhere."""
    created: Mapped[datetime] = mapped_column(default=now)

    @property
    def finished(self) -> bool:
        """Say whether nothing more will be read of it."""
        return self.state in (VersionState.READY, VersionState.FAILED)


class Page(Base):
    """One page of a version, as displayed."""

    __tablename__ = "page"
    __table_args__ = (UniqueConstraint("version_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    number: Mapped[int]
    """From 1."""
    width: Mapped[float]
    """Points of the crop box after the file's own rotation; so is the height."""
    height: Mapped[float]
    scanned: Mapped[bool] = mapped_column(default=False)
    problem: Mapped[str | None]
    """The code of what went wrong with this page alone."""


class Paragraph(Base):
    """One unit of a version that can be cited and commented on."""

    __tablename__ = "paragraph"
    __table_args__ = (
        UniqueConstraint("version_id", "ordinal"),
        Index(None, "version_id", "first_page"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    ordinal: Mapped[int]
    """From 0, in reading order."""
    kind: Mapped[str]
    text: Mapped[str]
    address: Mapped[str]
    level: Mapped[int | None]
    boxes: Mapped[list[Any]]
    """Lists of page (from 1), x0, y0, x1, y1 in ten-thousandths of the displayed page."""
    first_page: Mapped[int]
    """The pages it begins and ends on, from 1; out of the boxes, to be found by."""
    last_page: Mapped[int]
    from_scan: Mapped[bool] = mapped_column(default=False)
