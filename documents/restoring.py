"""Going back: an old version follows as the newest one, with all that was read of it.

It is the same file, so nothing is drawn or read again, and every paragraph of the old version
stands in the new one as it did.
"""

from typing import Any

from sqlalchemy import ColumnElement, func, insert, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from documents.matching import Rung
from documents.models import (
    Mend,
    Page,
    Paragraph,
    ParagraphMatch,
    Recognition,
    Version,
    VersionState,
)
from documents.operations import INDEXED
from documents.search import index
from foundation.errors import Conflict, Invalid

OWN = ("id", "version_id")
"""What a row has of its own; all else of it is copied."""
ANEW = ("id", "number", "created")
"""What a version has of its own."""
TOGETHER = 500


def restore_version(session: Session, old: Version) -> Version:
    """Let a version that has been read follow all others once more."""
    if old.state != VersionState.READY:
        failed = old.state == VersionState.FAILED
        raise Conflict("paper.unreadable" if failed else "version.not_ready")
    newest = session.scalar(
        select(func.max(Version.number)).where(Version.document_id == old.document_id)
    )
    if newest is None or old.number == newest:
        raise Invalid("version.is_the_newest")
    kept = {name: getattr(old, name) for name in _names(Version, ANEW)}
    version = Version(**kept, number=newest + 1)
    if version.recognition is Recognition.PROCESSING:
        version.recognition = Recognition.WAITING
    session.add(version)
    session.flush()
    _copy(session, Page, old, version, Page.version_id == old.id)
    _copy(session, Mend, old, version, Mend.undone.is_(None))
    _copy(session, Paragraph, old, version, Paragraph.ordinal.is_not(None))
    _match(session, old, version)
    _index(session, version)
    return version


def _copy(
    session: Session,
    kind: type[Page] | type[Paragraph] | type[Mend],
    old: Version,
    new: Version,
    which: ColumnElement[bool],
) -> None:
    names = _names(kind, OWN)
    columns: list[InstrumentedAttribute[Any]] = [getattr(kind, name) for name in names]
    rows = select(literal(new.id), *columns).where(kind.version_id == old.id, which)
    session.execute(insert(kind).from_select(["version_id", *names], rows, include_defaults=False))


def _match(session: Session, old: Version, new: Version) -> None:
    """Note that every paragraph stands where it did."""
    there = aliased(Paragraph)
    rows = (
        select(Paragraph.id, literal(new.id), there.id, literal(str(Rung.SAME)), literal(100.0))
        .join(there, there.ordinal == Paragraph.ordinal)
        .where(Paragraph.version_id == old.id, there.version_id == new.id)
    )
    names = ["paragraph_id", "version_id", "found_id", "rung", "score"]
    session.execute(insert(ParagraphMatch).from_select(names, rows))


def _index(session: Session, version: Version) -> None:
    after = -1
    while True:
        found = session.execute(
            select(*INDEXED, Paragraph.ordinal)
            .where(Paragraph.version_id == version.id, Paragraph.ordinal > after)
            .order_by(Paragraph.ordinal)
            .limit(TOGETHER)
        ).all()
        if not found:
            return
        index.put(session, found)
        after = found[-1].ordinal


def _names(kind: type[Any], own: tuple[str, ...]) -> list[str]:
    return [each.key for each in kind.__mapper__.column_attrs if each.key not in own]
