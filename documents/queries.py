"""What may be asked about papers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, bindparam, cast, exists, func, select
from sqlalchemy.orm import Session, aliased

from documents.models import Page, Paragraph, ParagraphMatch, Version, VersionState
from foundation.entities import Reading
from foundation.errors import Conflict, NotFound

BATCH = 100
"""Paragraphs read together: a long paper has thousands, and others wait for the loop."""
_later = aliased(Version)
_followed = exists().where(
    _later.document_id == Version.document_id, _later.number > Version.number
)
_VERSION = Reading(Version, of=lambda wanted: wanted.where(Version.id == bindparam("version")))
_MARKED = Reading(
    Version,
    Paragraph,
    _followed,
    of=lambda wanted: (
        wanted.select_from(Version)
        .outerjoin(
            Paragraph,
            and_(Paragraph.version_id == Version.id, Paragraph.id == bindparam("paragraph")),
        )
        .where(Version.id == bindparam("version"))
    ),
)
_CITED = Reading(
    Version,
    Paragraph,
    _followed,
    of=lambda wanted: (
        wanted.select_from(Paragraph)
        .join(Version, Version.id == Paragraph.version_id)
        .where(Paragraph.id == bindparam("paragraph"))
    ),
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A paragraph that somebody speaks about, and its version."""

    version: Version
    paragraph: Paragraph
    followed: bool
    """Another version came after this one."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A version that somebody marks, and the paragraph of it that is named, if it is there."""

    version: Version
    paragraph: Paragraph | None
    followed: bool
    """Another version came after this one."""


def version_of(session: Session, version_id: int) -> Version:
    """Return the version of this id."""
    (version,) = _VERSION.first(session, version=version_id)
    if version is None:
        raise NotFound("version.unknown")
    return version  # type: ignore[no-any-return]


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


def pages_of(session: Session, version_id: int) -> Sequence[Any]:
    """Return what is known of the pages of a version in order, as plain rows: they are many."""
    columns = (
        Page.number,
        Page.width,
        Page.height,
        Page.scanned,
        Page.recognised,
        Page.turn,
        Page.problem,
    )
    return session.execute(
        select(*columns).where(Page.version_id == version_id).order_by(Page.number)
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
        select(Paragraph).where(*_standing(version_id)).order_by(Paragraph.ordinal)
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


def read_papers(session: Session) -> Sequence[str]:
    """Return the hashes of all papers that have been read, the newest first."""
    ready = select(Version.readable_sha256).where(Version.state == VersionState.READY)
    return session.scalars(ready.order_by(Version.id.desc())).all()


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


def marked(session: Session, document_id: int, version_id: int, paragraph_id: int | None) -> Marked:
    """Return a version, which has to be one of this document, and one of its paragraphs."""
    version, paragraph, followed = _MARKED.once(session, version=version_id, paragraph=paragraph_id)
    if version is None or version.document_id != document_id:
        raise NotFound("version.unknown")
    return Marked(version, paragraph, bool(followed))


def numbered_version(session: Session, document_id: int, number: int | None) -> Version:
    """Return a document's version of this number; the newest one where none is given."""
    if number is None:
        return latest_version(session, document_id)
    for version in versions_of(session, document_id):
        if version.number == number:
            return version
    raise NotFound("version.unknown")


def paragraph_in_document(session: Session, document_id: int, paragraph_id: int) -> Paragraph:
    """Return a paragraph, which has to be one of any version of this document.

    One that is no longer in the latest reading is followed to where it stands now.
    """
    return cited(session, document_id, paragraph_id).paragraph


def cited(session: Session, document_id: int, paragraph_id: int) -> Cited:
    """Return the same with its version."""
    version, paragraph, followed = _CITED.first(session, paragraph=paragraph_id)
    if paragraph is None or version.document_id != document_id:
        raise NotFound("paragraph.unknown")
    now = living(session, paragraph)
    if now is None:
        raise Conflict("paragraph.gone")
    return Cited(version, now, bool(followed))


def paragraphs_on(session: Session, version_id: int, first: int, last: int) -> Sequence[Paragraph]:
    """Return the paragraphs of a version that touch the pages `first` to `last`."""
    return session.scalars(
        select(Paragraph)
        .where(
            *_standing(version_id),
            Paragraph.first_page <= last,
            Paragraph.last_page >= first,
        )
        .order_by(Paragraph.ordinal)
    ).all()


def paragraphs_in_batches(
    session: Session, version_id: int, first: int, last: int, *, headings: bool = False
) -> Iterator[Sequence[Any]]:
    """Yield what is shown of paragraphs, so many together; their boxes as the JSON that is kept."""
    shown = (
        Paragraph.id,
        Paragraph.ordinal,
        Paragraph.kind,
        Paragraph.address,
        Paragraph.level,
        Paragraph.text,
        cast(Paragraph.boxes, Text).label("boxes"),
        Paragraph.from_scan,
        Paragraph.mended,
    )
    wanted = [*_standing(version_id), Paragraph.first_page <= last, Paragraph.last_page >= first]
    if headings:
        wanted.append(Paragraph.level.is_not(None))
    after = -1
    while True:
        batch = session.execute(
            select(*shown)
            .where(*wanted, Paragraph.ordinal > after)
            .order_by(Paragraph.ordinal)
            .limit(BATCH)
        ).all()
        yield batch
        if len(batch) < BATCH:
            return
        after = batch[-1].ordinal


def headings_of(session: Session, version_id: int) -> Sequence[Paragraph]:
    """Return what stands in a version's list of contents, in order."""
    return session.scalars(
        select(Paragraph)
        .where(*_standing(version_id), Paragraph.level.is_not(None))
        .order_by(Paragraph.ordinal)
    ).all()


def paragraph_ids(session: Session, version_id: int) -> Sequence[int]:
    """Return the ids of a version's paragraphs by their ordinals."""
    return session.scalars(
        select(Paragraph.id).where(*_standing(version_id)).order_by(Paragraph.ordinal)
    ).all()


def stored_paragraphs(
    session: Session, version_id: int, after: int, most: int
) -> list[dict[str, Any]]:
    """Return paragraphs as they were read, those that follow the ordinal `after`."""
    columns = (
        Paragraph.id,
        Paragraph.ordinal,
        Paragraph.kind,
        Paragraph.text,
        Paragraph.address,
        Paragraph.level,
        Paragraph.boxes,
        Paragraph.from_scan,
        Paragraph.mended,
    )
    found = session.execute(
        select(*columns)
        .where(Paragraph.version_id == version_id, Paragraph.ordinal > after)
        .order_by(Paragraph.ordinal)
        .limit(most)
    )
    return [dict(row) for row in found.mappings()]


def living(session: Session, paragraph: Paragraph) -> Paragraph | None:
    """Return where a paragraph stands in the present reading of its version, if anywhere."""
    seen: set[int] = set()
    now: Paragraph | None = paragraph
    while now is not None and now.ordinal is None:
        match = session.get(ParagraphMatch, (now.id, now.version_id))
        if match is None or match.found_id is None or now.id in seen:
            return None
        seen.add(now.id)
        now = session.get(Paragraph, match.found_id)
    return now


def edition_of(version: Version) -> str:
    """Return the name of a version's present reading, for what is made of that one alone."""
    return f"{version.id}-{int(version.created.timestamp())}-{version.reading}"


def settled(session: Session, version_id: int) -> bool:
    """Say whether no re-reading is being written: then the ordinals have no gaps."""
    count, last = session.execute(
        select(func.count(), func.max(Paragraph.ordinal)).where(*_standing(version_id))
    ).one()
    return bool(last is None or last + 1 == count)


def _standing(version_id: int) -> tuple[ColumnElement[bool], ...]:
    """Leave out what is no longer in the latest reading."""
    return Paragraph.version_id == version_id, Paragraph.ordinal.is_not(None)
