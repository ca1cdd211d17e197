"""A point query: one statement that is asked again and again, compiled once.

It is asked outside any transaction and in one round trip, so it costs a fraction of a session
and always sees what has been committed by now, whoever wrote it.
"""

from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.sql.selectable import SelectBase

from foundation.asking import Asked
from foundation.database import Database

Row = tuple[Any, ...]


class PointQuery:
    """One statement with named parameters; PostgreSQL plans it once a connection."""

    def __init__(
        self, database: Database, name: str, statement: SelectBase, parameters: tuple[str, ...]
    ) -> None:
        self._asking, self._name = database.asking, name
        self._failure: type[Exception] = database.asking.dialect.loaded_dbapi.Error
        compiled = statement.compile(dialect=_dialect(database))
        self._order = [parameters.index(each) for each in compiled.positiontup or ()]
        self._prepare = None if database.embedded else f"PREPARE {name} AS {compiled}"
        marks = ", ".join(["%s"] * len(self._order))
        self._ask = str(compiled) if database.embedded else f"EXECUTE {name} ({marks})"

    def ask(self, *values: Any) -> list[Row]:
        """Return the rows; none as well where the database could not be asked."""
        try:
            with self._asking.lent() as asked:
                cursor = self._known_to(asked).cursor()
                cursor.execute(self._ask, [values[place] for place in self._order])
                return list(cursor.fetchall())
        except (SQLAlchemyError, self._failure):  # such as a server that was restarted
            return []

    def _known_to(self, asked: Asked) -> PoolProxiedConnection:
        if self._prepare and self._name not in asked.prepared:
            asked.connection.cursor().execute(self._prepare)
            asked.prepared.add(self._name)
        return asked.connection


def _dialect(database: Database) -> Dialect:
    """Return how the statement is written: as SQLite takes it, or for PREPARE."""
    if database.embedded:
        return database.asking.dialect
    numbered: Dialect = PGDialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
    return numbered
