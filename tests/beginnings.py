"""Beginnings: databases with every table, and with the cast where it is wanted.

Each is made once, and copied for every test that begins with it.
"""

import shutil
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from foundation.database import Base, Database, open_database
from foundation.writer import Writer
from tests.cast import Cast, enter_cast

COPY = "of_one_test"
TEMPLATES = {False: "with_tables", True: "with_cast"}


class Beginnings:
    """What a test's database begins as."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: set[str] = set()
        self._casts: dict[bool, Cast] = {}
        """By whether the database is an embedded one."""

    def embed(self, file: Path, *, entered: bool) -> str:
        """Put a database at `file`; returns its address."""
        template = self._folder / f"{TEMPLATES[entered]}.sqlite3"
        self._make_once(f"sqlite:///{template}", entered)
        shutil.copy(template, file)
        return f"sqlite:///{file}"

    def serve(self, server: str, *, entered: bool) -> str:
        """Put a database on a PostgreSQL server; returns its address."""
        template = make_url(server).set(database=TEMPLATES[entered])
        shown = template.render_as_string(hide_password=False)
        if shown not in self._made:
            name = template.database
            _have(server, f"drop database if exists {name}", f"create database {name}")
        self._make_once(shown, entered)
        _have(
            server,
            f"drop database if exists {COPY} with (force)",
            f"create database {COPY} template {template.database}",
        )
        return make_url(server).set(database=COPY).render_as_string(hide_password=False)

    def cast_in(self, database: Database) -> Cast:
        """Return the cast of a database that began with it."""
        return self._casts[database.embedded]

    def _make_once(self, url: str, entered: bool) -> None:
        if url in self._made:
            return
        database = open_database(url)
        Base.metadata.create_all(database.writing)
        if entered:
            writer = Writer(database)
            self._casts[database.embedded] = writer.perform(enter_cast)
            writer.close()
        database.dispose()
        self._made.add(url)


def _have(server: str, *orders: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for order in orders:
            connection.execute(text(order))
    engine.dispose()
