"""A second paper for the tablets, beside the one the delegates speak about."""

from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.models import Version
from documents.received import Received
from foundation.database import open_database
from foundation.settings import read_settings
from foundation.writer import Writer
from meetings.agendas.arriving import NewItem
from meetings.agendas.models import ItemKind
from meetings.agendas.operations.items import add_item
from meetings.agendas.operations.papers import add_paper
from meetings.people.models import Person
from tests.benchmarks.furnishing import house_environment
from tests.cast import read_version
from tests.chaos.tablets import Place

SECRETARY = "dai.bieu.0"
SIZE = (595.0, 842.0)


def second_paper(folder: Path, meeting: int, **more: str) -> Place:
    """Lay the one file of a furnished site once more, as another paper."""
    database = open_database(read_settings(house_environment(folder) | more).database_url)
    writer = Writer(database)
    try:
        return writer.perform(partial(_lay, meeting=meeting))
    finally:
        writer.close()
        database.dispose()


def _lay(session: Session, meeting: int) -> Place:
    secretary = session.scalars(select(Person.id).where(Person.login == SECRETARY)).one()
    first = session.scalars(select(Version)).one()
    new = NewItem("Dự thảo nghị quyết", ItemKind.DECISION, None, "", 30, None)
    item = add_item(session, secretary, meeting, new)
    paper, version = add_paper(session, secretary, item.id, _again(first), "Dự thảo nghị quyết")
    version.extractor = first.extractor  # nobody is to read it anew
    return Place(paper.id, list(read_version(session, version.id)))


def _again(version: Version) -> Received:
    return Received(
        version.file_name,
        version.sha256,
        version.readable_sha256,
        version.media_type,
        version.size,
        [SIZE] * version.page_count,
    )
