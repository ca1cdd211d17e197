"""The record: streams of facts numbered without gaps, written in the transaction of the act.

A stream's counter row is locked until the commit, so numbers become visible in order and a
reader that follows `number > n` misses nothing. Several streams are locked in sorted order.
"""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import (
    BigInteger,
    Dialect,
    ForeignKey,
    bindparam,
    cast,
    func,
    insert,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql.dml import ReturningInsert

from foundation.clock import now
from foundation.database import Base, LargeNumber
from foundation.events import Fact, told
from foundation.plain_data import as_json
from foundation.statements import WRITTEN, Statement

PAGE = 500
"""How many facts one reading returns at the most."""


class Stream(Base):
    """One audience's line of facts, as `noun:id`."""

    __tablename__ = "stream"

    name: Mapped[str] = mapped_column(primary_key=True)
    head: Mapped[int] = mapped_column(LargeNumber, default=0)


class RecordedFact(Base):
    """One fact of one stream; never changed, never taken away."""

    __tablename__ = "fact"

    stream: Mapped[str] = mapped_column(ForeignKey("stream.name"), primary_key=True)
    number: Mapped[int] = mapped_column(LargeNumber, primary_key=True, autoincrement=False)
    name: Mapped[str]
    subject: Mapped[str | None]
    """`noun:id` where the audience of the thing may narrow after the fact was told."""
    body: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(default=now)


class Epoch(Base):
    """The one name of this record; a tablet that knew another one loads its state afresh."""

    __tablename__ = "epoch"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]


def epoch(session: Session) -> str:
    """Return the record's name, given when it is first asked for, by whoever asks first."""
    named = select(Epoch.name)
    if (name := session.scalar(named)) is None:
        kind = _kind(session.get_bind().dialect)
        new = kind.insert(Epoch).values(id=1, name=secrets.token_hex(8))
        session.execute(new.on_conflict_do_nothing())
        name = session.scalars(named).one()
    return name


def write_record(session: Session) -> list[Fact]:
    """Number and store what was told in this transaction; called once, just before the commit."""
    events = told(session)
    if not events:
        return []
    session.flush()
    spoken = [(event, event.body()) for event in events]
    last = _counted_on(session, Counter(stream for event, _ in spoken for stream in event.streams))
    facts, rows, at = [], [], now()
    for event, body in spoken:
        kept = as_json(body)
        for stream in event.streams:
            number = last[stream] = last[stream] + 1
            facts.append(Fact(stream, number, event.name, body))
            rows.append(
                {
                    "stream": stream,
                    "number": number,
                    "name": event.name,
                    "subject": event.subject,
                    "body": kept,
                    "at": at,
                }
            )
    _RECORDED.each(session, rows)
    events.clear()
    return facts


def _counted_on(session: Session, told_in: Mapping[str, int]) -> dict[str, int]:
    """Lock the counters in sorted order and count them on; returns where they stood before."""
    return {
        stream: _COUNTED.rows(session, name=stream, head=told_in[stream])[0][0] - told_in[stream]
        for stream in sorted(told_in)
    }


def _kind(dialect: Dialect) -> Any:
    """Return what has the statements that only the databases' own dialects know."""
    return postgresql if dialect.name == "postgresql" else sqlite


def _count_on(dialect: Dialect) -> ReturningInsert[tuple[int]]:
    """Return the statement that counts a stream on; its row stays locked until the commit."""
    new = _kind(dialect).insert(Stream).values(name=bindparam("name"), head=bindparam("head"))
    counted: ReturningInsert[tuple[int]] = new.on_conflict_do_update(
        index_elements=[Stream.name], set_={"head": Stream.head + new.excluded.head}
    ).returning(Stream.head)
    return counted


_COUNTED = Statement(_count_on)
_RECORDED = Statement(
    insert(RecordedFact).values(
        stream=bindparam("stream"),
        number=bindparam("number"),
        name=bindparam("name"),
        subject=bindparam("subject"),
        body=bindparam("body", type_=WRITTEN),
        at=bindparam("at"),
    )
)


def heads(session: Session, streams: Iterable[str]) -> dict[str, int]:
    """Return the number of the last fact of each stream; 0 where nothing was told yet."""
    wanted = list(streams)
    return dict.fromkeys(wanted, 0) | grown_since(session, dict.fromkeys(wanted, -1))


def _grown(dialect: Dialect) -> Any:
    """Return the question which streams stand beyond the numbers known; these come as one value."""
    given = bindparam("known", type_=WRITTEN)
    if dialect.name == "postgresql":
        each = func.jsonb_each_text(cast(given, JSONB))
    else:
        each = func.json_each(given)
    known = each.table_valued("key", "value")
    return (
        select(Stream.name, Stream.head)
        .join(known, known.c.key == Stream.name)
        .where(Stream.head > cast(known.c.value, BigInteger))
    )


_GROWN = Statement(_grown)


def grown_since(session: Session, known: Mapping[str, int]) -> dict[str, int]:
    """Return the heads of the streams that have been told more than the numbers known."""
    rows = _GROWN.rows(session, known=orjson.dumps(known).decode())
    return {row[0]: row[1] for row in rows}


def facts_after(
    session: Session, stream: str, number: int, most: int = PAGE
) -> Sequence[RecordedFact]:
    """Return the facts of `stream` after `number`, in order."""
    return session.scalars(
        select(RecordedFact)
        .where(RecordedFact.stream == stream, RecordedFact.number > number)
        .order_by(RecordedFact.number)
        .limit(most)
    ).all()
