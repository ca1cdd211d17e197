"""A second paper for the tablets, beside the one the delegates speak about."""

from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.inspection import take_in
from documents.queries import paragraphs_of
from documents.received import Received
from foundation.settings import read_settings
from meetings.agendas.arriving import NewItem
from meetings.agendas.models import ItemKind
from meetings.agendas.operations.items import add_item
from meetings.agendas.operations.papers import add_paper
from meetings.people.models import Person
from tests.benchmarks.furnishing import READING_SECONDS, house_environment
from tests.benchmarks.papers import SHORT_TEXT
from tests.chaos.tablets import Place
from wsgi import build_house

SECRETARY = "dai.bieu.0"
PARAGRAPHS = 4


def second_paper(folder: Path, meeting: int, **more: str) -> Place:
    """Lay another paper in the meeting of a furnished site."""
    house, _ = build_house(read_settings(house_environment(folder) | more), serving=False)
    try:
        with SHORT_TEXT.open("rb") as file:
            size = SHORT_TEXT.stat().st_size
            kept = take_in(house.workers, house.vault, file, "second.pdf", size)
        paper, version = house.writer.perform(partial(_lay, meeting=meeting, kept=kept))
        house.arrivals.start(version)
        house.arrivals.wait(READING_SECONDS)
        with house.database.session() as session:
            found = [each.id for each in paragraphs_of(session, version)]
    finally:
        house.close()
    return Place(paper, found[:PARAGRAPHS])


def _lay(session: Session, meeting: int, kept: Received) -> tuple[int, int]:
    secretary = session.scalars(select(Person.id).where(Person.login == SECRETARY)).one()
    new = NewItem("Dự thảo nghị quyết", ItemKind.DECISION, None, "", 30, None)
    item = add_item(session, secretary, meeting, new)
    paper, version = add_paper(session, secretary, item.id, kept, "Dự thảo nghị quyết")
    return paper.id, version.id
