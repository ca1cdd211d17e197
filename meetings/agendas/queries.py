"""What may be asked about meetings, agendas and papers; each through the asker's seat."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from documents.models import Version
from documents.queries import latest_versions, version_of, versions_of_documents
from foundation.entities import Reading
from foundation.errors import NotFound
from meetings.agendas import pack_numbers
from meetings.agendas.models import AgendaItem, AgendaPaper, Meeting
from meetings.people.confinement import opens
from meetings.people.models import Participant
from meetings.permissions import Case, Right, permits, require

_SITS = and_(Participant.person_id == bindparam("person"), Participant.vacated.is_(None))
_ON_THE_TABLE = Reading(
    AgendaPaper,
    Meeting,
    of=lambda wanted: (
        wanted.select_from(AgendaPaper)
        .join(Meeting, Meeting.id == AgendaPaper.meeting_id)
        .where(AgendaPaper.id == bindparam("paper"))
    ),
)
_SEAT_IN = Reading(
    Participant,
    of=lambda wanted: wanted.where(Participant.meeting_id == bindparam("meeting"), _SITS),
)
_SEAT = Reading(
    Meeting,
    Participant,
    of=lambda wanted: (
        wanted.select_from(Meeting)
        .join(Participant, and_(Participant.meeting_id == Meeting.id, _SITS))
        .where(Meeting.id == bindparam("meeting"))
    ),
)


def seat_of(session: Session, person_id: int, meeting_id: int) -> tuple[Participant, Meeting]:
    """Return a person's seat and its meeting; to everybody else there is no such meeting."""
    if not opens(session, meeting_id):
        raise NotFound("meeting.unknown")
    meeting, seat = _SEAT.first(session, meeting=meeting_id, person=person_id)
    if meeting is None or seat is None or not permits(seat, Right.READ, Case(meeting)):
        raise NotFound("meeting.unknown")
    return seat, meeting


def seat_to(
    session: Session, person_id: int, seat_id: int, right: Right
) -> tuple[Participant, Meeting]:
    """Return anybody's seat and its meeting, to somebody who holds this right over it."""
    seat = session.get(Participant, seat_id)
    if seat is None or seat.vacated:
        raise NotFound("seat.unknown")
    try:
        actor, meeting = seat_of(session, person_id, seat.meeting_id)
    except NotFound:
        raise NotFound("seat.unknown") from None
    require(actor, right, Case(meeting))
    return seat, meeting


def meetings_of(session: Session, person_id: int) -> Sequence[tuple[Meeting, Participant]]:
    """Return the meetings in which a person holds a seat and which they may see, newest first."""
    rows = session.execute(
        select(Meeting, Participant)
        .join(Participant, Participant.meeting_id == Meeting.id)
        .where(Participant.person_id == person_id, Participant.vacated.is_(None))
        .order_by(Meeting.starts.desc(), Meeting.id.desc())
    )
    return [
        (m, seat) for m, seat in rows if opens(session, m.id) and permits(seat, Right.READ, Case(m))
    ]


def item_of(
    session: Session, person_id: int, item_id: int
) -> tuple[AgendaItem, Participant, Meeting]:
    """Return an item that is on the agenda, through the asker's seat."""
    item = session.get(AgendaItem, item_id)
    if item is None or item.removed:
        raise NotFound("item.unknown")
    try:
        seat, meeting = seat_of(session, person_id, item.meeting_id)
    except NotFound:
        raise NotFound("item.unknown") from None
    return item, seat, meeting


def paper_of(
    session: Session, person_id: int, paper_id: int
) -> tuple[AgendaPaper, Participant, Meeting]:
    """Return a paper that lies on the table, through the asker's seat."""
    paper, meeting = _ON_THE_TABLE.once(session, paper=paper_id)
    if paper is None or paper.removed or not opens(session, meeting.id):
        raise NotFound("paper.unknown")
    (seat,) = _SEAT_IN.first(session, meeting=meeting.id, person=person_id)
    if seat is None or not permits(seat, Right.READ, Case(meeting)):
        raise NotFound("paper.unknown")
    require(seat, Right.READ_PAPER, Case(meeting))
    return paper, seat, meeting


def paper_holding(session: Session, person_id: int, version_id: int) -> tuple[AgendaPaper, Version]:
    """Return a version and a paper the asker may read that it is a version of."""
    version = session.get(Version, version_id)
    if version is None:
        raise NotFound("version.unknown")
    papers = session.scalars(
        select(AgendaPaper.id).where(
            AgendaPaper.document_id == version.document_id, AgendaPaper.removed.is_(None)
        )
    )
    for paper_id in papers:
        try:
            return paper_of(session, person_id, paper_id)[0], version
        except NotFound:
            continue
    raise NotFound("version.unknown")


def papers_holding(session: Session, document_id: int) -> Sequence[AgendaPaper]:
    """Return every paper on a table whose document this is."""
    return session.scalars(
        select(AgendaPaper).where(
            AgendaPaper.document_id == document_id, AgendaPaper.removed.is_(None)
        )
    ).all()


def tables_of(session: Session, version_id: int) -> Iterator[tuple[AgendaPaper, Meeting]]:
    """Yield every paper of which this is a version, with the meeting on whose table it is."""
    for paper in papers_holding(session, version_of(session, version_id).document_id):
        if meeting := session.get(Meeting, paper.meeting_id):
            yield paper, meeting


@dataclass(frozen=True)
class NumberedItem:
    """An item with its number as printed, such as 2.1, and its papers in order."""

    item: AgendaItem
    number: str
    papers: tuple[AgendaPaper, ...]


def items_in(session: Session, meeting_id: int) -> Sequence[AgendaItem]:
    """Return the items on a meeting's agenda by position; siblings are in order."""
    return session.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting_id, AgendaItem.removed.is_(None))
        .order_by(AgendaItem.position, AgendaItem.id)
    ).all()


def papers_in(session: Session, meeting_id: int) -> Sequence[AgendaPaper]:
    """Return the papers on a meeting's table by position within their items."""
    return session.scalars(
        select(AgendaPaper)
        .where(AgendaPaper.meeting_id == meeting_id, AgendaPaper.removed.is_(None))
        .order_by(AgendaPaper.position, AgendaPaper.id)
    ).all()


def paper_with_same_file(
    session: Session, paper: AgendaPaper, version: Version
) -> AgendaPaper | None:
    """Return a paper on the table that showed this very file before the version came."""
    papers = papers_in(session, paper.meeting_id)
    versions = versions_of_documents(session, [each.document_id for each in papers])
    for each in papers:
        shown = [one for one in versions[each.document_id] if one.id != version.id][-1:]
        if any(one.sha256 == version.sha256 for one in shown):
            return each
    return None


def agenda_of(session: Session, meeting_id: int) -> list[NumberedItem]:
    """Return the agenda in the order it is read, sub-items after their item."""
    children: defaultdict[int | None, list[AgendaItem]] = defaultdict(list)
    for item in items_in(session, meeting_id):
        children[item.parent_id].append(item)
    papers: defaultdict[int, list[AgendaPaper]] = defaultdict(list)
    for paper in papers_in(session, meeting_id):
        papers[paper.item_id].append(paper)

    def read(parent_id: int | None, prefix: str) -> Iterator[NumberedItem]:
        for count, item in enumerate(children[parent_id], start=1):
            number = f"{prefix}{count}"
            yield NumberedItem(item, number, tuple(papers[item.id]))
            yield from read(item.id, f"{number}.")

    return list(read(None, ""))


@dataclass(frozen=True)
class PackedPaper:
    """A paper within the pack: its latest version and the pack's numbers of its pages."""

    paper: AgendaPaper
    item: AgendaItem
    item_number: str
    version: Version
    numbers: pack_numbers.Runs

    def label(self, page: int) -> str:
        """Return what is said for the pack's number of a page, such as 37a."""
        return pack_numbers.label_of(self.numbers, page)


def pack_of(session: Session, meeting_id: int) -> list[PackedPaper]:
    """Return all papers of a meeting as one pack; until its publication it is counted anew."""
    laid = [(entry, paper) for entry in agenda_of(session, meeting_id) for paper in entry.papers]
    latest = latest_versions(session, [paper.document_id for _, paper in laid])
    versions = [latest[paper.document_id] for _, paper in laid]
    counted = pack_numbers.counted(version.page_count for version in versions)
    return [
        PackedPaper(paper, entry.item, entry.number, version, paper.pack_numbers or numbers)
        for (entry, paper), version, numbers in zip(laid, versions, counted, strict=True)
    ]


def pages_in(pack: Sequence[PackedPaper]) -> int:
    """Return how many pages a pack has."""
    return sum(packed.version.page_count for packed in pack)
