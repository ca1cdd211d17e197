"""What every test may stand on: a database of each kind, a house, and its cast."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

import meetings.commands  # noqa: F401 - brings every model
from foundation import events
from foundation.acts import Act  # noqa: F401
from foundation.database import Database, open_database
from foundation.settings import Settings, read_settings
from foundation.writer import Writer
from meetings.house import House
from tests.beginnings import Beginnings
from tests.cast import Cast

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
    quick = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"  # it is never cut off
    options = f"-k {folder} -c listen_addresses='' -c max_connections=60 {quick}"
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


@pytest.fixture(scope="session")
def beginnings(tmp_path_factory: pytest.TempPathFactory) -> Beginnings:
    """What databases begin as."""
    return Beginnings(tmp_path_factory.mktemp("beginnings"))


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn."""
    made_of: str = request.param
    return made_of


@pytest.fixture
def database_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each kind in turn."""
    if kind == "sqlite":
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


Begin = Callable[..., AbstractContextManager[Database]]


@pytest.fixture
def begin(request: pytest.FixtureRequest, tmp_path: Path, beginnings: Beginnings) -> Begin:
    """Opens a database of a kind, with every table and, where that is said, with the cast."""

    @contextmanager
    def opened(kind: str, *, entered: bool = False) -> Iterator[Database]:
        if kind == "sqlite":
            url = beginnings.embed(tmp_path / "phien.sqlite3", entered=entered)
        else:
            url = beginnings.serve(request.getfixturevalue("postgresql"), entered=entered)
        database = open_database(url)
        yield database
        database.dispose()

    return opened


@pytest.fixture
def database(kind: str, begin: Begin, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database of each kind in turn, with the cast for who asks for it."""
    with begin(kind, entered="cast" in request.fixturenames) as opened:
        yield opened


@pytest.fixture
def writer(database: Database) -> Iterator[Writer]:
    """The writer of that database."""
    made = Writer(database)
    yield made
    made.close()


@pytest.fixture
def cast(database: Database, beginnings: Beginnings) -> Cast:
    """The same people as everywhere, in one published meeting and one other."""
    return beginnings.cast_in(database)


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
def house(
    request: pytest.FixtureRequest, tmp_path: Path, beginnings: Beginnings
) -> Iterator[House]:
    """A whole house on an embedded database, with the cast for who asks that it be settled."""
    from wsgi import build_house

    settings, entered = settings_for(tmp_path), "settled" in request.fixturenames
    beginnings.embed(tmp_path / "phien.sqlite3", entered=entered)
    built, _ = build_house(settings, serving=True)
    yield built
    built.close()


@pytest.fixture
def settled(house: House, beginnings: Beginnings) -> Cast:
    """The cast, entered into the house."""
    return beginnings.cast_in(house.database)


@pytest.fixture(autouse=True)
def nobody_listens() -> Iterator[None]:
    """A listener never outlives its test."""
    yield
    events._listeners.clear()
