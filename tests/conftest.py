"""What every test may stand on: a database of each kind, a house, and its cast."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

import meetings.commands  # noqa: F401 - brings every model
from foundation import events
from foundation.acts import Act  # noqa: F401
from foundation.database import Base, Database, open_database
from foundation.settings import Settings, read_settings
from foundation.writer import Writer
from meetings.house import House
from tests.cast import Cast, enter_cast

IN_CI = os.environ.get("CI") == "true"
UNDER = os.environ.get("TESTED_UNDER") or "threading"
"""The loop under which these tests run (`tests/under.py`)."""


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI a skipped test has failed, but for those that want papers we were not given."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    excused = (
        []
        if "PAPERS_DIR" in os.environ
        else [r for r in skipped if "PAPERS_DIR" in str(r.longrepr)]
    )
    if IN_CI and len(skipped) > len(excused) and exitstatus == 0:
        session.exitstatus = 1


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A PostgreSQL server of the tests' own, with an empty database."""
    bins = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not bins:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="phien-pg-"))
    as_postgres = _not_as_root(folder)
    run = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(
        [*as_postgres, bins[-1] / "initdb", "-D", folder / "data", "-U", "phien", "-A", "trust"],
        **run,
    )
    options = f"-k {folder} -c listen_addresses='' -c max_connections=60"
    control = [*as_postgres, bins[-1] / "pg_ctl", "-D", folder / "data", "-w"]
    subprocess.run([*control, "-o", options, "-l", folder / "log", "start"], **run)
    url = f"postgresql+psycopg2://phien@/postgres?host={folder}"
    try:
        yield url
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **run)
        shutil.rmtree(folder, ignore_errors=True)


def _not_as_root(folder: Path) -> list[str]:
    """PostgreSQL refuses to be run by root."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres", "postgres")
    return ["runuser", "-u", "postgres", "--"]


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'phien.sqlite3'}"
    url: str = request.getfixturevalue("postgresql")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("drop schema public cascade"))
        connection.execute(text("create schema public"))
    engine.dispose()
    return url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of an empty embedded database."""
    return f"sqlite:///{tmp_path / 'phien.sqlite3'}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database of each kind, with every table."""
    opened = open_database(database_url)
    Base.metadata.create_all(opened.writing)
    yield opened
    opened.dispose()


@pytest.fixture
def writer(database: Database) -> Iterator[Writer]:
    """The writer of that database."""
    made = Writer(database)
    yield made
    made.close()


@pytest.fixture
def cast(database: Database, writer: Writer) -> Cast:
    """The same people as everywhere, in one published meeting and one other."""
    return writer.perform(enter_cast)


@pytest.fixture
def heard(writer: Writer) -> Iterator[list[events.Fact]]:
    """What was announced."""
    collected: list[events.Fact] = []
    stop = events.listen(collected.extend)
    yield collected
    stop()


def settings_for(folder: Path, **environment: str) -> Settings:
    """Settings whose every file lies in a test's own folder."""
    return read_settings(
        {"DATA_DIR": str(folder), "ASYNC_MODE": UNDER, "SECRET_KEY": "test", **environment}
    )


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A whole house on an embedded database, with every table and the cast entered."""
    from wsgi import build_house

    built, _ = build_house(settings_for(tmp_path), serving=True)
    Base.metadata.create_all(built.database.writing)
    yield built
    built.close()


@pytest.fixture
def settled(house: House) -> Cast:
    """The cast, entered into the house."""
    return house.writer.perform(enter_cast)


@pytest.fixture(autouse=True)
def nobody_listens() -> Iterator[None]:
    """A listener never outlives its test."""
    yield
    events._listeners.clear()
