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
        """The templates on the PostgreSQL server."""
        self._casts: dict[bool, Cast] = {}
        """By whether the database is an embedded one."""

    def embed(self, file: Path, *, entered: bool) -> str:
        """Put a database at `file`; returns its address."""
        template = self._folder / f"{TEMPLATES[entered]}.sqlite3"
        if not template.exists():
            self._make(f"sqlite:///{template}", entered)
        shutil.copy(template, file)
        return f"sqlite:///{file}"

    def serve(self, server: str, *, entered: bool) -> str:
        """Put a database on a PostgreSQL server; returns its address."""
        template = TEMPLATES[entered]
        if template not in self._made:
            self._make(emptied(server, template), entered)
            self._made.add(template)
        return emptied(server, COPY, template)

    def cast_in(self, database: Database) -> Cast:
        """Return the cast of a database that began with it."""
        return self._casts[database.embedded]

    def _make(self, url: str, entered: bool) -> None:
        database = open_database(url)
        Base.metadata.create_all(database.writing)
        if entered:
            writer = Writer(database)
            self._casts[database.embedded] = writer.perform(enter_cast)
            writer.close()
        database.dispose()


def emptied(server: str, name: str, template: str = "template1") -> str:
    """Return the address of a database beside that of the tests, made anew."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"drop database if exists {name} with (force)"))
        connection.execute(text(f"create database {name} template {template}"))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)
