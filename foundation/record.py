"""The record: streams of facts numbered without gaps, written in the transaction of the act.

A stream's counter row is locked until the commit, so numbers become visible in order and a
reader that follows `number > n` misses nothing. Several streams are locked in sorted order.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from foundation.clock import now
from foundation.database import Base, LargeNumber
from foundation.events import Event, Fact, told

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
    """Return the record's name, given when it is first asked for."""
    found = session.get(Epoch, 1)
    if found is None:
        found = Epoch(id=1, name=secrets.token_hex(8))
        session.add(found)
        session.flush()
    return found.name


def write_record(session: Session) -> list[Fact]:
    """Number and store what was told in this transaction; called once, just before the commit."""
    events = told(session)
    if not events:
        return []
    session.flush()
    heads = _locked_heads(session, {stream for event in events for stream in event.streams})
    facts, rows = [], []
    for event in events:
        body = event.body()
        for stream in event.streams:
            heads[stream] += 1
            facts.append(Fact(stream, heads[stream], event.name, body))
            rows.append(_row(facts[-1], event))
    session.execute(insert(RecordedFact), rows)
    for stream in sorted(heads):
        session.execute(update(Stream).where(Stream.name == stream).values(head=heads[stream]))
    events.clear()
    return facts


def _row(fact: Fact, event: Event) -> dict[str, Any]:
    return {
        "stream": fact.stream,
        "number": fact.number,
        "name": fact.name,
        "subject": event.subject,
        "body": fact.body,
        "at": now(),
    }


def _locked_heads(session: Session, names: Iterable[str]) -> dict[str, int]:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    wanted = sorted(names)
    session.execute(
        dialect.insert(Stream).on_conflict_do_nothing(), [{"name": n, "head": 0} for n in wanted]
    )
    rows = session.execute(
        select(Stream.name, Stream.head)
        .where(Stream.name.in_(wanted))
        .order_by(Stream.name)
        .with_for_update()
    )
    return dict(rows.all())


def heads(session: Session, streams: Iterable[str]) -> dict[str, int]:
    """Return the number of the last fact of each stream; 0 where nothing was told yet."""
    wanted = list(streams)
    rows = session.execute(select(Stream.name, Stream.head).where(Stream.name.in_(wanted)))
    return dict.fromkeys(wanted, 0) | dict(rows.all())


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
