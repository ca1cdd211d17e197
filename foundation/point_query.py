"""A point query: one statement that is asked again and again, compiled once.

It is asked outside any transaction and in one round trip, so it costs a fraction of a session
and always sees what has been committed by now, whoever wrote it.
"""

import threading
from typing import Any

from sqlalchemy import Dialect, event
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.sql.selectable import SelectBase

from foundation.database import ASKING, Database

Row = tuple[Any, ...]


class PointQuery:
    """One statement with named parameters; PostgreSQL plans it once a connection."""

    def __init__(
        self, database: Database, name: str, statement: SelectBase, parameters: tuple[str, ...]
    ) -> None:
        self._engine = database.asking
        self._failure: type[Exception] = database.asking.dialect.loaded_dbapi.Error
        compiled = statement.compile(dialect=_dialect(database))
        self._order = [parameters.index(each) for each in compiled.positiontup or ()]
        self._prepare = None if database.embedded else f"PREPARE {name} AS {compiled}"
        marks = ", ".join(["%s"] * len(self._order))
        self._ask = str(compiled) if database.embedded else f"EXECUTE {name} ({marks})"
        self._turns = threading.Semaphore(ASKING)
        self._idle: list[PoolProxiedConnection] = []
        event.listen(self._engine, "engine_disposed", self._close)

    def ask(self, *values: Any) -> list[Row]:
        """Return the rows; none as well where the database could not be asked."""
        with self._turns:
            connection, sound = self._idle.pop() if self._idle else None, False
            try:
                connection = connection or self._connected()
                cursor = connection.cursor()
                cursor.execute(self._ask, [values[place] for place in self._order])
                rows = list(cursor.fetchall())
                sound = True
                return rows
            except (SQLAlchemyError, self._failure):  # such as a server that was restarted
                return []
            finally:
                if connection:
                    self._idle.append(connection) if sound else connection.invalidate()

    def _connected(self) -> PoolProxiedConnection:
        connection = self._engine.raw_connection()
        if self._prepare:
            connection.cursor().execute(self._prepare)
        return connection

    def _close(self, _: object) -> None:
        while self._idle:
            self._idle.pop().close()


def _dialect(database: Database) -> Dialect:
    """Return how the statement is written: as SQLite takes it, or for PREPARE."""
    if database.embedded:
        return database.asking.dialect
    numbered: Dialect = PGDialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
    return numbered
