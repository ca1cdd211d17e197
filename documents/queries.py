"""What may be asked about papers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.models import Page, Paragraph, Version, VersionState
from foundation.errors import NotFound


def version_of(session: Session, version_id: int) -> Version:
    """Return the version of this id."""
    version = session.get(Version, version_id)
    if version is None:
        raise NotFound("version.unknown")
    return version


def versions_of(session: Session, document_id: int) -> Sequence[Version]:
    """Return the versions of a document, the oldest first."""
    return session.scalars(
        select(Version).where(Version.document_id == document_id).order_by(Version.number)
    ).all()


def latest_version(session: Session, document_id: int) -> Version:
    """Return the newest version of a document."""
    newest = (
        select(Version)
        .where(Version.document_id == document_id)
        .order_by(Version.number.desc())
        .limit(1)
    )
    version = session.scalar(newest)
    if version is None:
        raise NotFound("document.unknown")
    return version


def pages_of(session: Session, version_id: int) -> Sequence[Page]:
    """Return the pages of a version in order."""
    return session.scalars(
        select(Page).where(Page.version_id == version_id).order_by(Page.number)
    ).all()


def page_of(session: Session, version_id: int, number: int) -> Page:
    """Return one page of a version by its number, from 1."""
    page = session.scalar(select(Page).where(Page.version_id == version_id, Page.number == number))
    if page is None:
        raise NotFound("page.unknown", page=number)
    return page


def paragraphs_of(session: Session, version_id: int) -> Sequence[Paragraph]:
    """Return the paragraphs of a version in reading order."""
    return session.scalars(
        select(Paragraph).where(Paragraph.version_id == version_id).order_by(Paragraph.ordinal)
    ).all()


def paragraph_in(session: Session, version_id: int, paragraph_id: int) -> Paragraph:
    """Return a paragraph, which has to be one of this version."""
    paragraph = session.get(Paragraph, paragraph_id)
    if paragraph is None or paragraph.version_id != version_id:
        raise NotFound("paragraph.unknown")
    return paragraph


def unfinished(session: Session) -> Sequence[Version]:
    """Return the versions that have not been read to their end, the oldest first."""
    return session.scalars(
        select(Version)
        .where(Version.state.in_((VersionState.WAITING, VersionState.PROCESSING)))
        .order_by(Version.id)
    ).all()


def versions_of_documents(
    session: Session, document_ids: Sequence[int]
) -> dict[int, list[Version]]:
    """Return the versions of each document, the oldest first."""
    found: dict[int, list[Version]] = {each: [] for each in document_ids}
    for version in session.scalars(
        select(Version).where(Version.document_id.in_(found)).order_by(Version.number)
    ):
        found[version.document_id].append(version)
    return found


def latest_versions(session: Session, document_ids: Sequence[int]) -> dict[int, Version]:
    """Return the newest version of each document."""
    versions = versions_of_documents(session, document_ids)
    return {document_id: found[-1] for document_id, found in versions.items()}


def version_in_document(session: Session, document_id: int, version_id: int) -> Version:
    """Return a version, which has to be one of this document."""
    version = version_of(session, version_id)
    if version.document_id != document_id:
        raise NotFound("version.unknown")
    return version


def numbered_version(session: Session, document_id: int, number: int | None) -> Version:
    """Return a document's version of this number; the newest one where none is given."""
    if number is None:
        return latest_version(session, document_id)
    for version in versions_of(session, document_id):
        if version.number == number:
            return version
    raise NotFound("version.unknown")


def paragraph_in_document(session: Session, document_id: int, paragraph_id: int) -> Paragraph:
    """Return a paragraph, which has to be one of any version of this document."""
    paragraph = session.get(Paragraph, paragraph_id)
    if paragraph is None:
        raise NotFound("paragraph.unknown")
    version = session.get(Version, paragraph.version_id)
    if version is None or version.document_id != document_id:
        raise NotFound("paragraph.unknown")
    return paragraph


def paragraphs_on(session: Session, version_id: int, first: int, last: int) -> Sequence[Paragraph]:
    """Return the paragraphs of a version that touch the pages `first` to `last`."""
    return session.scalars(
        select(Paragraph)
        .where(
            Paragraph.version_id == version_id,
            Paragraph.first_page <= last,
            Paragraph.last_page >= first,
        )
        .order_by(Paragraph.ordinal)
    ).all()


def headings_of(session: Session, version_id: int) -> Sequence[Paragraph]:
    """Return what stands in a version's list of contents, in order."""
    return session.scalars(
        select(Paragraph)
        .where(Paragraph.version_id == version_id, Paragraph.level.is_not(None))
        .order_by(Paragraph.ordinal)
    ).all()


def paragraph_ids(session: Session, version_id: int) -> Sequence[int]:
    """Return the ids of a version's paragraphs by their ordinals."""
    return session.scalars(
        select(Paragraph.id).where(Paragraph.version_id == version_id).order_by(Paragraph.ordinal)
    ).all()


def stored_paragraphs(
    session: Session, version_id: int, first: int, end: int
) -> list[dict[str, Any]]:
    """Return paragraphs as they were read, from the ordinal `first` to before `end`."""
    columns = (
        Paragraph.kind,
        Paragraph.text,
        Paragraph.address,
        Paragraph.level,
        Paragraph.boxes,
        Paragraph.from_scan,
    )
    found = session.execute(
        select(*columns)
        .where(
            Paragraph.version_id == version_id,
            Paragraph.ordinal >= first,
            Paragraph.ordinal < end,
        )
        .order_by(Paragraph.ordinal)
    )
    return [dict(row) for row in found.mappings()]
