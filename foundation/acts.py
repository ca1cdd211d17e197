"""Acts: each done once, however often a tablet on a weak line sends it."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from foundation.clock import now
from foundation.database import Base
from foundation.errors import Conflict, Invalid
from foundation.plain_data import as_json, from_json
from foundation.statements import WRITTEN, Statement

LONGEST_OPERATION_ID = 64
Answer = dict[str, Any]


class Act(Base):
    """One act of one person, under the operation id that the tablet chose before sending it."""

    __tablename__ = "act"

    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    operation_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    request: Mapped[str]
    """A fingerprint of what was asked, so that one id never stands for two acts."""
    answer: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(default=now)


def fingerprint(asked: object) -> str:
    """Return a short fingerprint of plain data, whatever the order of its keys."""
    try:
        written = orjson.dumps(asked, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
    except TypeError:  # halves of letters, and numbers beyond 64 bits: ours to refuse, later
        written = json.dumps(asked, sort_keys=True).encode()
    return hashlib.blake2b(written, digest_size=16).hexdigest()


def once(
    session: Session,
    person_id: int,
    operation_id: str,
    name: str,
    asked: object,
    act: Callable[[], Answer],
) -> Answer:
    """Do `act`, or return the answer it had when it was done under this operation id before."""
    if not 0 < len(operation_id) <= LONGEST_OPERATION_ID or not operation_id.isprintable():
        raise Invalid("operation_id.shape", most=LONGEST_OPERATION_ID)
    request = fingerprint([name, asked])
    if done := _done(session, person_id, operation_id):
        if done[0] != request:
            raise Conflict("operation_id.taken")
        return done[1]
    answer = act()
    noted(session)[person_id, operation_id] = {
        "person_id": person_id,
        "operation_id": operation_id,
        "name": name,
        "request": request,
        "answer": as_json(answer),
        "at": now(),
    }
    return answer


def noted(session: Session) -> dict[tuple[int, str], dict[str, Any]]:
    """Return the acts that were done in this transaction and are not written down yet."""
    acts: dict[tuple[int, str], dict[str, Any]] = session.info.setdefault("acts", {})
    return acts


def write_acts(session: Session) -> None:
    """Write down what was done, all at once; called once, just before the commit."""
    if acts := noted(session):
        _NOTED.each(session, acts.values())
        acts.clear()


def _done(session: Session, person_id: int, operation_id: str) -> tuple[str, Answer] | None:
    """Return what an act asked and answered that was done before, or in this transaction."""
    if act := noted(session).get((person_id, operation_id)):
        return act["request"], from_json(act["answer"])
    rows = _DONE.rows(session, person=person_id, operation=operation_id)
    return (rows[0][0], rows[0][1]) if rows else None


_DONE = Statement(
    select(Act.request, Act.answer).where(
        Act.person_id == bindparam("person"), Act.operation_id == bindparam("operation")
    )
)
_NOTED = Statement(
    insert(Act).values(
        person_id=bindparam("person_id"),
        operation_id=bindparam("operation_id"),
        name=bindparam("name"),
        request=bindparam("request"),
        answer=bindparam("answer", type_=WRITTEN),
        at=bindparam("at"),
    )
)
