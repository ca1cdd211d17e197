"""Remembered: what acts that share a transaction ask alike, asked of the database once.

Three hundred strokes on one paper ask three hundred times which paper it is. Where nobody else can
write meanwhile, the first answer holds until one of these acts writes where it was read.
"""

from collections.abc import Hashable
from typing import Any

from sqlalchemy import ClauseElement, Connection, Engine, Table, event
from sqlalchemy.orm import Session
from sqlalchemy.sql.util import find_tables

KEPT_AS = "remembered"
READ = ("SELECT", "SAVEPOINT", "RELEASE", "PRAGMA", "BEGIN")
Answers = dict[Hashable, Any]
_read_from: set[str] = set()
"""The tables from which answers are kept."""


def remember(session: Session) -> None:
    """Keep answers until this transaction ends; only for one that nobody writes beside."""
    answers: Answers = {}
    session.info[KEPT_AS] = session.connection().info[KEPT_AS] = answers


def remembered(session: Session) -> Answers | None:
    """Return the answers kept in this transaction; None where none are to be kept."""
    return session.info.get(KEPT_AS)


def watch_tables_of(statement: ClauseElement) -> None:
    """Forget from now on whenever a table is written to from which this statement reads."""
    found = find_tables(statement, check_columns=True, include_aliases=True, include_joins=True)
    _read_from.update(each.name for each in found if isinstance(each, Table))


def forget(session: Session, written: str | None = None) -> None:
    """Ask everything anew: this table, or nobody knows which, was written to, or taken back."""
    answers: Answers | None = session.info.get(KEPT_AS)
    if answers and (written is None or written in _read_from):
        answers.clear()


@event.listens_for(Engine, "before_cursor_execute")
def _forget_what_is_written(connection: Connection, _: object, said: str, *__: object) -> None:
    """Forget at every writing that goes through SQLAlchemy; our own statements do it themselves."""
    answers: Answers | None = connection.info.get(KEPT_AS)
    if answers and not said.lstrip().startswith(READ):
        answers.clear()
