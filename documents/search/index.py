"""The index of paragraphs: put in and taken out in the transaction that stores them, and found.

What it holds is made of the paragraphs alone, so it can be made anew at any time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, event, select, text
from sqlalchemy.orm import Session

from documents.models import Paragraph
from documents.search.engine import TABLE, Engine, Indexed
from documents.search.fts5 import Fts5
from documents.search.query import Query
from documents.search.tsearch import Tsearch
from foundation.database import Base

ENGINES: dict[str, Engine] = {"sqlite": Fts5(), "postgresql": Tsearch()}
KEYS = {"sqlite": "rowid", "postgresql": "paragraph_id"}
TOGETHER = 500
LIVING = text(
    "select id, version_id, text, level from paragraph where ordinal is not null and text <> ''"
    " and id > :after order by id limit :most"
)
"""By name: an older form of the table may lack what the model has."""


@dataclass(frozen=True)
class Found:
    """What a search found: how many paragraphs in all, and those that were asked for."""

    total: int
    paragraphs: tuple[Paragraph, ...]
    query: Query
    """By which they were found."""
    loosened: bool = False
    """Nothing had the accents that were typed, so these are found without them."""


def put(session: Session, paragraphs: Sequence[Indexed]) -> None:
    """Enter paragraphs, or enter them anew; one that says nothing is not entered."""
    drop(session, [each.id for each in paragraphs])
    _engine(session).add(session, [each for each in paragraphs if each.text.strip()])


def drop(session: Session, paragraph_ids: Sequence[int]) -> None:
    """Take paragraphs out; those that are not there are passed over."""
    key = KEYS[session.get_bind().dialect.name]
    ids = [{"id": each} for each in paragraph_ids]
    if ids:
        session.execute(text(f"delete from {TABLE} where {key} = :id"), ids)  # noqa: S608 - ours


def search(
    session: Session, version_ids: Sequence[int], query: Query, limit: int, offset: int = 0
) -> Found:
    """Find the paragraphs of these versions that a query means, the best first.

    Where none has the accents that were typed, those count that have others, as in a scan
    whose accents were misread.
    """
    if not version_ids:
        return Found(0, (), query)
    found = _find(session, version_ids, query, limit, offset)
    if found.total or not query.accented:
        return found
    plain = _find(session, version_ids, query.without_accents(), limit, offset)
    return Found(plain.total, plain.paragraphs, plain.query, loosened=plain.total > 0)


def rebuild(connection: Connection) -> None:
    """Make the index anew out of the paragraphs there are."""
    engine = ENGINES[connection.dialect.name]
    connection.execute(text(f"drop table if exists {TABLE}"))
    engine.create(connection)
    with Session(connection) as session:
        for paragraphs in _living(session):
            engine.add(session, paragraphs)


def _find(
    session: Session, version_ids: Sequence[int], query: Query, limit: int, offset: int
) -> Found:
    engine = _engine(session)
    total, ids = engine.find(session, version_ids, query, limit, offset)
    if offset and not ids:  # past the end, where no row could tell how many there are
        total, _ = engine.find(session, version_ids, query, 1, 0)
    paragraphs = {
        each.id: each for each in session.scalars(select(Paragraph).where(Paragraph.id.in_(ids)))
    }
    return Found(total, tuple(paragraphs[each] for each in ids), query)


def _engine(session: Session) -> Engine:
    return ENGINES[session.get_bind().dialect.name]


def _living(session: Session) -> Iterator[Sequence[Any]]:
    after = 0
    while rows := session.execute(LIVING, {"after": after, "most": TOGETHER}).all():
        yield rows
        after = rows[-1].id


def _create(_: object, connection: Connection, **__: Any) -> None:
    ENGINES[connection.dialect.name].create(connection)


event.listen(Base.metadata, "after_create", _create)
