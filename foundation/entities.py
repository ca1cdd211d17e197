"""Rows as the session's own objects, read and written by statements that are compiled once.

What is read is what the transaction sees now: an object that the session knows already is brought
up to date, unless it was changed here and is not written yet.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, bindparam, insert, inspect, select
from sqlalchemy.orm import InstrumentedAttribute, Mapper, Session
from sqlalchemy.orm.attributes import instance_state, set_committed_value
from sqlalchemy.orm.interfaces import ONETOMANY

from foundation.database import Base
from foundation.remembered import remembered, watch_tables_of
from foundation.statements import Statement

Wanted = type[Base] | ColumnElement[Any] | InstrumentedAttribute[Any]
Key = tuple[type[Any], tuple[Any, ...], None]


class Reading:
    """One question for whole objects and single columns; an object that is not there is None."""

    def __init__(self, *wanted: Wanted, of: Callable[[Select[Any]], Select[Any]]) -> None:
        columns: list[ColumnElement[Any]] = []
        self._parts: list[tuple[_Kind | None, int, int]] = []
        for each in wanted:
            kind = _Kind(each) if isinstance(each, type) else None
            began = len(columns)
            columns.extend(kind.columns if kind else [each])  # type: ignore[list-item]
            self._parts.append((kind, began, len(columns)))
        statement = of(select(*columns))
        self._statement = Statement(statement)
        watch_tables_of(statement)

    def rows(self, session: Session, /, **values: Any) -> list[tuple[Any, ...]]:
        """Return what is there, each wanted thing in its place."""
        return [
            tuple(
                [
                    kind.known(session, row[began:ended]) if kind else row[began]
                    for kind, began, ended in self._parts
                ]
            )
            for row in self._statement.rows(session, **values)
        ]

    def first(self, session: Session, /, **values: Any) -> tuple[Any, ...]:
        """Return the first row; where there is none, nothing in every place."""
        rows = self.rows(session, **values)
        return rows[0] if rows else (None,) * len(self._parts)

    def once(self, session: Session, /, **values: Any) -> tuple[Any, ...]:
        """Return the first row as it is remembered from another act of this transaction."""
        session.flush()  # what another act changed is written first, and forgotten
        answers = remembered(session)
        if answers is None:
            return self.first(session, **values)
        question = (self, *values.values())
        if (known := answers.get(question)) is None:
            known = answers[question] = self.first(session, **values)
        return known


class Inserting:
    """Inserts rows of one kind; each object is then known as if it had been read back."""

    def __init__(self, kind: type[Base]) -> None:
        self._kind = _Kind(kind)
        mapper = self._kind.mapper
        (self._id,) = self._kind.ids
        self._columns = [each for each in self._kind.columns if each is not self._id]
        row = {each.key: bindparam(each.key, type_=each.type) for each in self._columns}
        self._statement = Statement(insert(mapper.class_).values(row).returning(self._id))
        refer = [each for each in mapper.relationships if each.direction is ONETOMANY]
        self._nobody_refers = [(each.key, bool(each.uselist)) for each in refer]

    def insert(self, session: Session, **values: Any) -> Any:
        """Insert a row of these values, with the defaults of its columns and the id it gets."""
        for column in self._columns:
            if column.key not in values:
                values[column.key] = _default(column)
        ((values[self._id.key],),) = self._statement.rows(session, **values)
        entity = self._kind.made(session, values)
        for name, many in self._nobody_refers:
            set_committed_value(entity, name, [] if many else None)
        return entity


class _Kind:
    """A mapped class and its columns."""

    def __init__(self, kind: type[Base]) -> None:
        self.mapper: Mapper[Any] = inspect(kind)
        self.columns: list[Column[Any]] = list(kind.__table__.columns)  # type: ignore[arg-type]
        self._base: type[Any] = self.mapper.base_mapper.class_
        self._names = [self.mapper.get_property_by_column(each).key for each in self.columns]
        self.ids = [each for each in self.columns if each.primary_key]
        self._places = [self.columns.index(each) for each in self.ids]

    def known(self, session: Session, row: Sequence[Any]) -> Base | None:
        """Return the session's object of a row."""
        identity = self._identity_of(row)
        if None in identity:
            return None
        key = (self._base, identity, None)
        known: Base | None = session.identity_map.get(key)
        if known is None:
            return self._made(session, key, dict(zip(self._names, row, strict=True)))
        state = instance_state(known)
        if not state.modified and not state.expired_attributes:
            state.dict.update(zip(self._names, row, strict=True))
        return known

    def _identity_of(self, row: Sequence[Any]) -> tuple[Any, ...]:
        if len(self._places) == 1:
            return (row[self._places[0]],)
        return tuple([row[place] for place in self._places])

    def made(self, session: Session, values: dict[str, Any]) -> Base:
        """Return the session's object of a row that was just inserted."""
        identity = tuple(values[each.key] for each in self.ids)
        return self._made(session, (self._base, identity, None), values)

    def _made(self, session: Session, key: Key, values: dict[str, Any]) -> Base:
        """Make an object as SQLAlchemy's own loading of rows does."""
        made: Base = self.mapper.class_manager.new_instance()
        state = instance_state(made)
        state.dict.update(values)
        state.key, state.session_id = key, session.hash_key
        session.identity_map.add(state)
        _keep(session, made)
        return made


def _keep(session: Session, entity: Base) -> None:
    """Hold an object as long as the session: by itself it forgets what nobody holds."""
    session.info.setdefault("kept", []).append(entity)


def _default(column: Column[Any]) -> Any:
    default = column.default
    if default is None:
        return None
    return default.arg(None) if default.is_callable else default.arg  # type: ignore[attr-defined]
