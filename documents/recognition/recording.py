"""What is stored of scans that are read: which pages wait, which have been read or given up.

Every operation takes an open session and never commits.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from documents.models import NOT_RECOGNISED, Page, Recognition, Version, VersionState
from documents.queries import version_of
from documents.readings import ask_anew


@dataclass(frozen=True)
class Scans:
    """The scanned pages of a version that are still to be read, and how many there are in all."""

    version_id: int
    readable_sha256: str
    page_count: int
    left: tuple[int, ...]
    scanned: int


def enrol(session: Session, version_id: int, *, able: bool) -> Scans | None:
    """Let the scanned pages of a version wait to be read; None where there is nothing to do."""
    version = version_of(session, version_id)
    if version.state != VersionState.READY:
        return None
    scans = _scans(session, version)
    if not scans.left:
        if not scans.scanned:
            version.recognition = Recognition.NONE
        elif version.recognition != Recognition.READY:
            version.recognition = Recognition.READY
            ask_anew(session, version_id)  # we stopped between the last page and its reading
            return scans
        return None
    version.recognition = Recognition.WAITING if able else Recognition.UNAVAILABLE
    return scans if able else None


def begin(session: Session, version_id: int) -> Scans | None:
    """Begin, or go on, to read the scanned pages of a version; None when none is left."""
    version = version_of(session, version_id)
    scans = _scans(session, version)
    if version.state != VersionState.READY or not scans.left:
        return None
    version.recognition = Recognition.PROCESSING
    return scans


def note_read(session: Session, version_id: int, page: int, turn: int) -> int:
    """Note that a page was read, and which way it is up; returns how many have been."""
    _change(session, version_id, page, recognised=True, turn=turn, problem=None)
    return _count(session, version_id)


def note_unread(session: Session, version_id: int, page: int) -> int:
    """Note that a page cannot be read and is passed over; returns how many have been."""
    _change(session, version_id, page, problem=NOT_RECOGNISED)
    return _count(session, version_id)


def finish_portion(session: Session, version_id: int) -> Recognition:
    """Let the pages read so far appear as paragraphs; returns how far the version is."""
    version = version_of(session, version_id)
    if not _scans(session, version).left:
        version.recognition = Recognition.READY
    ask_anew(session, version_id)
    return version.recognition


def forget(session: Session, version_id: int, pages: Sequence[int]) -> None:
    """Let pages be read again of which nothing is kept any more."""
    for page in pages:
        _change(session, version_id, page, recognised=False)
    _count(session, version_id)


def waiting(session: Session) -> Sequence[int]:
    """Return the versions that have scanned pages to be read, the newest first."""
    return session.scalars(
        select(Page.version_id)
        .join(Version, Version.id == Page.version_id)
        .where(
            (Version.state == VersionState.READY) & _left()
            | (Version.recognition == Recognition.PROCESSING)
        )
        .distinct()
        .order_by(Page.version_id.desc())
    ).all()


def read_scans(session: Session, version_id: int) -> Sequence[int]:
    """Return the pages of a version that were read from a scan."""
    return session.scalars(
        select(Page.number)
        .where(Page.version_id == version_id, Page.recognised)
        .order_by(Page.number)
    ).all()


def versions_read_from_scans(session: Session) -> Sequence[int]:
    """Return the versions of which pages were read from a scan."""
    return session.scalars(select(Page.version_id).where(Page.recognised).distinct()).all()


def _left() -> ColumnElement[bool]:
    return Page.scanned & ~Page.recognised & Page.problem.is_(None)


def _scans(session: Session, version: Version) -> Scans:
    of_it = Page.version_id == version.id
    left = session.scalars(select(Page.number).where(of_it, _left()).order_by(Page.number))
    scanned = session.scalar(select(func.count()).where(of_it, Page.scanned))
    return Scans(version.id, version.readable_sha256, version.page_count, tuple(left), scanned or 0)


def _change(session: Session, version_id: int, page: int, **values: object) -> None:
    session.execute(
        update(Page).where(Page.version_id == version_id, Page.number == page).values(**values)
    )


def _count(session: Session, version_id: int) -> int:
    version = version_of(session, version_id)
    read = select(func.count()).where(Page.version_id == version_id, Page.recognised)
    version.pages_recognised = session.scalar(read) or 0
    return version.pages_recognised
