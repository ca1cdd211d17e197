"""What is stored of a paper: the document over its life, its versions, pages and paragraphs.

Also what was mended by hand, and where each paragraph stands in the next version.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Enum, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.database import Base

NOT_RECOGNISED = "page.not_recognised"
"""The problem of a scanned page whose text could not be read; it can be seen all the same."""


class VersionState(StrEnum):
    """How far the pages and paragraphs of a version have been read."""

    WAITING = "waiting"
    PROCESSING = "processing"
    READY = "ready"
    FAILED = "failed"


class Recognition(StrEnum):
    """How far the scanned pages of a version have been read."""

    NONE = "none"
    """There is no scanned page."""
    WAITING = "waiting"
    PROCESSING = "processing"
    READY = "ready"
    UNAVAILABLE = "unavailable"
    """This machine has nothing that reads scans."""


class MendKind(StrEnum):
    """What somebody set right by hand where the machine erred."""

    JOIN = "join"
    SPLIT = "split"
    HEADING = "heading"
    PLAIN = "plain"


def _values(states: Iterable[StrEnum]) -> list[str]:
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
    reading: Mapped[int] = mapped_column(default=1, server_default="1")
    """How many times its paragraphs have been read: anew after a scan was recognised, after
    something was mended by hand, and with every newer extractor."""
    recognition: Mapped[Recognition] = mapped_column(
        Enum(Recognition, native_enum=False, length=16, values_callable=_values),
        default=Recognition.NONE,
        server_default="none",
        index=True,
    )
    pages_recognised: Mapped[int] = mapped_column(default=0, server_default="0")
    created: Mapped[datetime] = mapped_column(default=now)

    @property
    def finished(self) -> bool:
        """Say whether nothing more will be read of it."""
        return self.state in (VersionState.READY, VersionState.FAILED)

    @property
    def short_sha(self) -> str:
        """Return what the addresses of its pictures bear, so that another file's are others."""
        return self.readable_sha256[:12]


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
    recognised: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Its text was read from the scan."""
    turn: Mapped[int] = mapped_column(default=0, server_default="0")
    """Degrees clockwise by which the scan has to be turned to be upright: 0, 90, 180 or 270."""
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
    ordinal: Mapped[int | None]
    """From 0, in reading order; None once a later reading of the version has no such paragraph.
    Its row stays, since people may have spoken about it: see ParagraphMatch."""
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
    mended: Mapped[bool] = mapped_column(default=False, server_default=false())
    """It is as it is by somebody's hand."""


class ParagraphMatch(Base):
    """Where a paragraph stands in the next version, or in a later reading of its own version."""

    __tablename__ = "paragraph_match"

    paragraph_id: Mapped[int] = mapped_column(ForeignKey("paragraph.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), primary_key=True, index=True)
    """The version it is looked for in."""
    found_id: Mapped[int | None] = mapped_column(ForeignKey("paragraph.id"))
    """None: it found no place."""
    rung: Mapped[str] = mapped_column(String(16))
    score: Mapped[float]


class Mend(Base):
    """Something in the paragraphs of a version that was set right by hand.

    It is told by places on the page and not by paragraphs, so that it can be done again
    whenever the version is read anew.
    """

    __tablename__ = "mend"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    kind: Mapped[MendKind] = mapped_column(
        Enum(MendKind, native_enum=False, length=16, values_callable=_values)
    )
    place: Mapped[dict[str, Any]]
    """Pages, points in ten-thousandths of the displayed page, and words to know it by."""
    created: Mapped[datetime] = mapped_column(default=now)
    undone: Mapped[datetime | None]
