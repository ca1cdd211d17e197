"""The database: one Base, aware times, engines for SQLite and PostgreSQL, sessions.

Writing transactions on SQLite begin IMMEDIATE, since a plain BEGIN that turns into a
writer later fails when another writer was quicker. The lane that writes and the pool that
reads are apart: a pool shared between the event loop and real threads can dead-lock.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from types import ModuleType
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    create_engine,
    event,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase, Session, configure_mappers
from sqlalchemy.pool import NullPool
from sqlalchemy.types import JSON, TypeDecorator

from foundation.asking import Asking
from foundation.errors import Refusal
from foundation.plain_data import as_json, from_json

log = logging.getLogger(__name__)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SAFE_WAL = (3, 51, 3)
"""SQLite before this can lose committed rows in WAL mode when several processes write."""
SURE = {"WAL": "FULL", "DELETE": "EXTRA"}
"""How a commit is flushed: with DELETE it is the journal that goes, which only EXTRA makes sure."""
BUSY_TIMEOUT_MS = 5000
MOST_UNSETTLED = 20_000
"""Pages of the journal after which a commit settles it itself (see foundation/settling.py)."""
POOL_SIZE = 8
ASKING = 4
POSTGRESQL_POOL = 12
"""To write and to read with. With ASKING a process takes 16 connections at the most, of the hundred
that PostgreSQL allows if nobody says otherwise."""
FORGET_THE_DEAD = "-c client_connection_check_interval=2s"
"""PostgreSQL looks whether a process is still there whose act waits behind another's lock."""
JSON_AS: dict[str, Any] = {"json_serializer": as_json, "json_deserializer": from_json}


class TZDateTime(TypeDecorator[datetime]):
    """An aware moment; kept as UTC, given back as UTC (SQLite would give it back naive)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment, turn an aware one into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Make what the database kept aware again."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


LargeNumber = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """What every stored thing descends from."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        datetime: TZDateTime,
        dict[str, Any]: JSON(none_as_null=True),
        list[Any]: JSON(none_as_null=True),
    }


@dataclass(frozen=True)
class Database:
    """The engines of one process: to write, to read, for single questions, for what takes long."""

    writing: Engine
    reading: Engine
    asking: Asking
    """For single questions outside any transaction (`foundation/point_query.py`)."""
    apart: Engine
    """For what takes long: a connection for each, shared with nobody (`aside`)."""
    embedded: bool
    """True for SQLite, whose calls hold their thread and so leave the event loop."""
    _idle: list[Connection] = field(default_factory=list)
    """Connections of `apart` that nobody reads with; taking one is one step and needs no lock."""
    _lanes: list[Connection] = field(default_factory=list)
    """The same of `writing`, where it keeps none itself: to open one costs more than an act."""

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Yield a session in a consistent, read-only view of the database; it rolls back."""
        with Session(self.reading, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def lane(self) -> Iterator[Session]:
        """Yield a session to write with; whoever takes it commits."""
        if not self.embedded:
            with Session(self.writing, expire_on_commit=False) as session:
                yield session
            return
        connection = self._lanes.pop() if self._lanes else self.writing.connect()
        try:
            with Session(connection, expire_on_commit=False) as session:
                yield session
        except Refusal:  # the act was not allowed; nothing is wrong with the connection
            self._lanes.append(connection)
            raise
        except BaseException:
            connection.close()
            raise
        self._lanes.append(connection)

    @contextmanager
    def aside(self) -> Iterator[Session]:
        """Yield a session to read with in a real thread: no pool's lock is shared with the loop."""
        connection = self._idle.pop() if self._idle else self.apart.connect()
        try:
            with Session(connection, expire_on_commit=False) as session:
                yield session
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)

    def settle(self) -> None:
        """Bring what SQLite's journal holds into its file, as far as nobody has to wait for it."""
        connection = self.apart.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
        finally:
            connection.close()

    def dispose(self) -> None:
        """Close every connection."""
        self.writing.dispose()
        self.reading.dispose()
        self.asking.dispose()
        for kept in (self._idle, self._lanes):
            while kept:
                kept.pop().close()


def open_database(url: str) -> Database:
    """Open the database at `url`, SQLite or PostgreSQL, with the settings that lose nothing."""
    configure_mappers()
    if make_url(url).get_backend_name() == "sqlite":
        return _open_sqlite(url)
    return _open_postgresql(url)


def _open_postgresql(url: str) -> Database:
    """Take no more than so many of the server's connections, and let go of those of the dead."""
    options: dict[str, Any] = {"max_overflow": 0, **JSON_AS}
    if "options" not in make_url(url).query:
        options["connect_args"] = {"options": FORGET_THE_DEAD}
    writing = create_engine(url, pool_size=POSTGRESQL_POOL, pool_pre_ping=True, **options)
    reading = writing.execution_options(isolation_level="REPEATABLE READ")
    asked = {"isolation_level": "AUTOCOMMIT", "pool_reset_on_return": None}
    asking = create_engine(url, pool_size=ASKING, **asked, **options)
    return Database(writing, reading, Asking(asking, ASKING), reading, False)


def sqlite_module() -> ModuleType:
    """Return the newest SQLite driver at hand: the wheel's own library, or Python's."""
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        import sqlite3

        return sqlite3
    return dbapi2  # type: ignore[no-any-return]


def journal_mode(version: tuple[int, ...]) -> str:
    """Return the journal mode that is safe on this version of SQLite."""
    return "WAL" if version >= SAFE_WAL else "DELETE"


def _open_sqlite(url: str) -> Database:
    module = sqlite_module()
    mode = journal_mode(module.sqlite_version_info)
    if mode != "WAL":
        log.warning(
            "SQLite %s: journal_mode=DELETE, since WAL is not safe there", module.sqlite_version
        )
    writing = _sqlite_engine(url, module, mode, "BEGIN IMMEDIATE", poolclass=NullPool)
    reading = _sqlite_engine(url, module, mode, "BEGIN", pool_size=POOL_SIZE, max_overflow=24)
    asking = _sqlite_engine(url, module, mode, "BEGIN", pool_size=ASKING)
    apart = _sqlite_engine(url, module, mode, "BEGIN", poolclass=NullPool)
    for engine in (writing, apart):  # each has met its database before a real thread uses it
        _check_version(engine, module)
    return Database(writing, reading, Asking(asking, ASKING), apart, True)


def _sqlite_engine(url: str, module: ModuleType, mode: str, begin: str, **options: Any) -> Engine:
    options |= {"module": module, "connect_args": {"check_same_thread": False}}
    engine = create_engine(url, **options, **JSON_AS)

    @event.listens_for(engine, "connect")
    def settle(connection: Any, _: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            f"journal_mode={mode}",
            f"wal_autocheckpoint={MOST_UNSETTLED}",
            f"synchronous={SURE[mode]}",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _check_version(engine: Engine, module: ModuleType) -> None:
    with engine.connect() as connection:
        found = connection.execute(text("select sqlite_version()")).scalar_one()
    if found != module.sqlite_version:
        raise RuntimeError(f"the engine runs SQLite {found}, not {module.sqlite_version}")


def guarded_by(revision: Any) -> dict[str, Any]:
    """Return what has a row written only over the revision that was read (`__mapper_args__`).

    Two processes may read it at the same moment; the second to write has to read it again.
    """
    return {"version_id_col": revision, "version_id_generator": False}


def by_value(kind: type[StrEnum]) -> Enum:
    """Return a column type that keeps an enum's value, readable without the program."""
    return Enum(
        kind,
        native_enum=False,
        length=32,
        values_callable=lambda members: [m.value for m in members],
    )
