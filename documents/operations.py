"""What may be done with papers: received, replaced, and read page by page.

Every operation takes an open session and never commits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from documents.models import Document, Page, Paragraph, Version, VersionState
from documents.queries import paragraph_ids, version_of
from documents.received import Received
from documents.search import index
from foundation.errors import NotFound

INDEXED = (Paragraph.id, Paragraph.version_id, Paragraph.text, Paragraph.level)
"""What the search wants to know of a paragraph."""


@dataclass(frozen=True)
class Work:
    """What has to be known to read a version."""

    version_id: int
    readable_sha256: str
    page_count: int


@dataclass(frozen=True)
class Finding:
    """What was found out about one page."""

    page: int
    scanned: bool = False
    problem: str | None = None


def receive(session: Session, kept: Received) -> Version:
    """Make a new document of a kept file."""
    document = Document()
    session.add(document)
    session.flush()
    return _add_version(session, document.id, 1, kept)


def replace(session: Session, document_id: int, kept: Received) -> Version:
    """Let a kept file follow the versions that the document has."""
    if session.get(Document, document_id) is None:
        raise NotFound("document.unknown")
    last = session.scalar(
        select(func.max(Version.number)).where(Version.document_id == document_id)
    )
    return _add_version(session, document_id, (last or 0) + 1, kept)


def claim(session: Session, version_id: int, extractor: str) -> Work | None:
    """Begin, or go on, to read a version; None when nothing is left to do."""
    version = version_of(session, version_id)
    if version.finished:
        return None
    if version.extractor not in (None, extractor):  # it was left half read by an older one
        index.drop(session, paragraph_ids(session, version_id))
        session.execute(delete(Paragraph).where(Paragraph.version_id == version_id))
    version.state, version.extractor, version.pages_done = VersionState.PROCESSING, extractor, 0
    return Work(version_id, version.readable_sha256, version.page_count)


def note_progress(
    session: Session, version_id: int, pages_done: int, findings: Sequence[Finding]
) -> None:
    """Note how many pages are done and what was found out about some of them."""
    version_of(session, version_id).pages_done = pages_done
    for finding in findings:
        session.execute(
            update(Page)
            .where(Page.version_id == version_id, Page.number == finding.page)
            .values(scanned=finding.scanned, problem=finding.problem)
        )


def add_paragraphs(
    session: Session, version_id: int, first: int, found: Sequence[dict[str, Any]]
) -> None:
    """Store paragraphs from this ordinal on; those that are there already stay."""
    ordinals = range(first, first + len(found))
    there = set(
        session.scalars(
            select(Paragraph.ordinal).where(
                Paragraph.version_id == version_id,
                Paragraph.ordinal >= ordinals.start,
                Paragraph.ordinal < ordinals.stop,
            )
        )
    )
    rows = [
        {"version_id": version_id, "ordinal": ordinal, **paragraph, **_span(paragraph["boxes"])}
        for ordinal, paragraph in zip(ordinals, found, strict=True)
        if ordinal not in there
    ]
    if rows:
        index.put(session, session.execute(insert(Paragraph).returning(*INDEXED), rows).all())


def _span(boxes: Sequence[Sequence[int]]) -> dict[str, int]:
    pages = [box[0] for box in boxes] or [1]
    return {"first_page": min(pages), "last_page": max(pages)}


def finish(session: Session, version_id: int) -> None:
    """Call a version ready."""
    version = version_of(session, version_id)
    version.state, version.pages_done = VersionState.READY, version.page_count


def fail(session: Session, version_id: int, problem: str) -> None:
    """Call a version unreadable, and say by which code."""
    version = version_of(session, version_id)
    version.state, version.problem = VersionState.FAILED, problem


def read_again(session: Session, version_id: int) -> None:
    """Let a version that failed be read once more."""
    version = version_of(session, version_id)
    if version.state == VersionState.FAILED:
        version.state, version.problem = VersionState.WAITING, None


def _add_version(session: Session, document_id: int, number: int, kept: Received) -> Version:
    version = Version(
        document_id=document_id,
        number=number,
        file_name=kept.file_name,
        sha256=kept.sha256,
        readable_sha256=kept.readable_sha256,
        media_type=kept.media_type,
        size=kept.size,
        page_count=len(kept.pages),
    )
    session.add(version)
    session.flush()
    rows = [
        {"version_id": version.id, "number": page, "width": width, "height": height}
        for page, (width, height) in enumerate(kept.pages, 1)
    ]
    if rows:
        session.execute(insert(Page), rows)
    return version
