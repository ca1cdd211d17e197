"""Papers searched for words: only those that the asker may read, through the seat."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from documents.models import Version
from documents.search import index
from documents.search.index import Found
from documents.search.query import read
from documents.search.unread import unread_pages
from foundation.errors import NotFound
from meetings.agendas.models import AgendaPaper
from meetings.agendas.queries import PackedPaper, pack_of, paper_holding, seat_of
from meetings.permissions import Case, Right, require


@dataclass(frozen=True)
class Asked:
    """What is looked for, and which part of the answer is wanted."""

    text: str
    limit: int
    offset: int = 0


@dataclass(frozen=True)
class Lying:
    """A version of a paper on the table."""

    paper: AgendaPaper
    version: Version
    packed: PackedPaper

    def pack_page(self, page: int) -> str:
        """Return the pack's number of a page, as it is said."""
        return self.packed.label(page)


@dataclass(frozen=True)
class Searched:
    """What was found, in which papers by their version, and how many pages nobody has read."""

    found: Found
    papers: Mapping[int, Lying]
    unread: int


def search_meeting(
    session: Session, person_id: int, meeting_id: int, paper_id: int | None, asked: Asked
) -> Searched:
    """Search the latest version of every paper of a meeting, or of one of them."""
    seat, meeting = seat_of(session, person_id, meeting_id)
    require(seat, Right.READ_PAPER, Case(meeting))
    lying = [
        Lying(packed.paper, packed.version, packed)
        for packed in pack_of(session, meeting_id)
        if paper_id in (None, packed.paper.id)
    ]
    if paper_id is not None and not lying:
        raise NotFound("paper.unknown")
    return _search(session, lying, asked)


def search_version(session: Session, person_id: int, version_id: int, asked: Asked) -> Searched:
    """Search one version of a paper, which may be an old one."""
    paper, version = paper_holding(session, person_id, version_id)
    pack = pack_of(session, paper.meeting_id)
    packed = next(each for each in pack if each.paper.id == paper.id)
    return _search(session, [Lying(paper, version, packed)], asked)


def _search(session: Session, lying: list[Lying], asked: Asked) -> Searched:
    papers = {each.version.id: each for each in lying}
    found = index.search(session, list(papers), read(asked.text), asked.limit, asked.offset)
    return Searched(found, papers, unread_pages(session, list(papers)))
