"""A vault, its workers and a database for the tests of papers."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from documents import models
from documents.arrivals import Arrivals
from documents.inspection import take_in
from documents.operations import receive
from documents.progress import OnProgress
from documents.vault import Vault
from documents.workers import Workers
from foundation.aside import Aside
from foundation.database import Database
from foundation.writer import Writer
from tests.conftest import Begin

LARGEST = 64 * 1024 * 1024


@pytest.fixture
def database(begin: Begin) -> Iterator[Database]:
    with begin("sqlite") as opened:
        yield opened


@pytest.fixture
def writer(database: Database) -> Iterator[Writer]:
    writer = Writer(database)
    yield writer
    writer.close()


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "uploads")


@pytest.fixture
def workers(vault: Vault) -> Iterator[Workers]:
    workers = Workers(2, vault.root)
    yield workers
    workers.close()


@pytest.fixture
def arrivals_with(
    database: Database, writer: Writer, vault: Vault, workers: Workers
) -> Iterator[Callable[[OnProgress | None], Arrivals]]:
    made = []

    def make(on_progress: OnProgress | None = None) -> Arrivals:
        made.append(Arrivals(writer.perform, Aside(database).read, workers, vault, on_progress))
        return made[-1]

    yield make
    for arrivals in made:
        arrivals.close()


@pytest.fixture
def arrived(writer: Writer, vault: Vault, workers: Workers) -> Callable[..., models.Version]:
    """Take a paper in as an upload would be."""

    def take(content: bytes, name: str = "paper.pdf") -> models.Version:
        kept = take_in(workers, vault, io.BytesIO(content), name, LARGEST)
        return writer.perform(lambda session: receive(session, kept))

    return take
