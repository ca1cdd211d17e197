"""Statements that acts make again and again: compiled once, run on the transaction's own cursor.

Between a statement and its rows SQLAlchemy spends twenty times what an embedded database does.
What is asked here goes the same way in the same transaction, and fails with the same errors;
values are turned as their columns say.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from itertools import islice
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Delete, Dialect, Insert, Select, Text, Update
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from foundation.remembered import forget

Row = Sequence[Any]
Sql = Select[Any] | Insert | Update | Delete
Build = Callable[[Dialect], Sql]
Turn = Callable[[Any], Any]
AT_ONCE = 100
"""So many rows go to a server in one message."""
WRITTEN = Text()
"""The type of a JSON column to which text is given that is JSON already."""


class Statement:
    """One statement with named parameters, for either database."""

    def __init__(self, statement: Sql | Build) -> None:
        self._statement = statement
        self._compiled: WeakKeyDictionary[Dialect, _Compiled] = WeakKeyDictionary()

    def rows(self, session: Session, /, **values: Any) -> list[Row]:
        """Run it with these values and return its rows, what is waiting in the session first."""
        compiled = self._begun(session)
        given = compiled.given(values)
        with closing(_cursor(session)) as cursor:
            compiled.run(cursor, given)
            return compiled.turned(cursor)

    def each(self, session: Session, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run it once for each of these, without any answer."""
        compiled = self._begun(session)
        given = map(compiled.given, rows)
        with closing(_cursor(session)) as cursor:
            while some := list(islice(given, AT_ONCE)):
                compiled.run_each(cursor, some)

    def _begun(self, session: Session) -> "_Compiled":
        """Write what waits in the session, and forget what this statement will write over."""
        session.flush()
        compiled = self._for(session)
        if compiled.writes:
            forget(session, compiled.writes)
        return compiled

    def _for(self, session: Session) -> "_Compiled":
        dialect = session.get_bind().dialect
        if (found := self._compiled.get(dialect)) is None:
            chosen = self._statement(dialect) if callable(self._statement) else self._statement
            found = self._compiled[dialect] = _Compiled(chosen, dialect)
        return found


class _Compiled:
    def __init__(self, statement: Sql, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.writes = None if isinstance(statement, Select) else str(statement.table)
        self._dialect = dialect
        self._text = str(compiled)
        self._names: Sequence[str] | None = getattr(compiled, "positiontup", None)
        binds = compiled.bind_names.items()
        self._fixed = {name: each.value for each, name in binds if not each.required}
        self._into = [
            (name, turn)
            for each, name in binds
            if (turn := each.type.dialect_impl(dialect).bind_processor(dialect))
        ]
        self._kinds: list[TypeEngine[Any]] = [c.type for c in statement.exported_columns]
        self._out: list[tuple[int, Turn]] | None = None

    def given(self, values: Mapping[str, Any]) -> Any:
        """Return the values as the driver takes them."""
        known = {**self._fixed, **values}
        for name, turn in self._into:
            known[name] = turn(known[name])
        return known if self._names is None else [known[name] for name in self._names]

    def run(self, cursor: Any, given: Any) -> None:
        try:
            cursor.execute(self._text, given)
        except self._dialect.loaded_dbapi.Error as failure:
            raise self._named(failure, given) from failure

    def run_each(self, cursor: Any, given: list[Any]) -> None:
        """Run it for each of these: by one preparation, or in one message to a server."""
        try:
            if isinstance(self._dialect, SQLiteDialect):
                cursor.executemany(self._text, given)
            else:
                cursor.execute(b";".join(cursor.mogrify(self._text, each) for each in given))
        except self._dialect.loaded_dbapi.Error as failure:
            raise self._named(failure, given) from failure

    def turned(self, cursor: Any) -> list[Row]:
        """Return the rows as their columns say."""
        if not self._kinds:
            return []
        found = cursor.fetchall()
        if self._out is None:
            self._out = self._ways_out(cursor)
        if not self._out:
            return found  # type: ignore[no-any-return]
        rows = [list(row) for row in found]
        for place, turn in self._out:
            for row in rows:
                row[place] = turn(row[place])
        return list(rows)

    def _ways_out(self, cursor: Any) -> list[tuple[int, Turn]]:
        return [
            (place, turn)
            for place, (kind, described) in enumerate(
                zip(self._kinds, cursor.description, strict=True)
            )
            if (
                turn := kind.dialect_impl(self._dialect).result_processor(
                    self._dialect, described[1]
                )
            )
        ]

    def _named(self, failure: Exception, given: Any) -> BaseException:
        """Return a driver's error under SQLAlchemy's name for it."""
        return DBAPIError.instance(
            self._text, given, failure, self._dialect.loaded_dbapi.Error, dialect=self._dialect
        )


def say(session: Session, *commands: str) -> None:
    """Give the database plain commands, in one message where it takes several."""
    embedded = isinstance(session.get_bind().dialect, SQLiteDialect)
    for command in commands if embedded else (";".join(commands),):
        with closing(_cursor(session)) as cursor:
            cursor.execute(command)


def _cursor(session: Session) -> Any:
    """Return a new cursor of the transaction, to be closed as soon as its statement is done.

    The driver's statements are shared by all cursors of a connection, and a cursor that goes resets
    its own. One that was left for Python to sweep away did that in the midst of a later writing.
    """
    transaction = session.get_transaction()
    known, driver = session.info.get("driver", (None, None))
    if transaction is None or known is not transaction:
        driver = session.connection().connection.dbapi_connection
        session.info["driver"] = session.get_transaction(), driver
    return driver.cursor()
