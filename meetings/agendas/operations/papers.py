"""Papers laid on the table, replaced by a new version, moved and taken away."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from documents import operations as documents
from documents.models import Version
from documents.queries import version_in_document
from documents.received import Received
from documents.restoring import restore_version
from foundation.clock import now
from foundation.errors import NotFound
from foundation.events import tell
from meetings.agendas.arriving import LONGEST_TITLE, ChangedPaper
from meetings.agendas.events import (
    PaperAdded,
    PaperCarried,
    PaperChanged,
    PaperReady,
    PaperRemoved,
    PaperReplaced,
)
from meetings.agendas.models import AgendaItem, AgendaPaper, Meeting
from meetings.agendas.operations.meetings import public
from meetings.agendas.operations.numbers import keep_numbers
from meetings.agendas.presenting import one_paper_as_data
from meetings.agendas.queries import item_of, paper_of, papers_in, tables_of
from meetings.permissions import Case, Right, require


def may_add_paper(session: Session, person_id: int, item_id: int) -> None:
    """Refuse early, before a file of many megabytes has been read."""
    _, seat, meeting = item_of(session, person_id, item_id)
    require(seat, Right.ADD_PAPER, Case(meeting))


def may_replace_paper(session: Session, person_id: int, paper_id: int) -> None:
    """Refuse early, before a file of many megabytes has been read."""
    _, seat, meeting = paper_of(session, person_id, paper_id)
    require(seat, Right.ADD_PAPER, Case(meeting))


def add_paper(
    session: Session, person_id: int, item_id: int, received: Received, title: str
) -> tuple[AgendaPaper, Version]:
    """Lay a paper under an item, after those that lie there."""
    item, seat, meeting = item_of(session, person_id, item_id)
    require(seat, Right.ADD_PAPER, Case(meeting))
    keep_numbers(session, meeting)
    version = documents.receive(session, received)
    paper = AgendaPaper(
        meeting_id=meeting.id,
        item_id=item.id,
        document_id=version.document_id,
        title=(title or title_from(received.file_name))[:LONGEST_TITLE],
        position=len(_under(session, item)) + 1,
    )
    session.add(paper)
    session.flush()
    _told(session, PaperAdded, paper, meeting)
    return paper, version


def replace_paper(
    session: Session, person_id: int, paper_id: int, received: Received
) -> tuple[AgendaPaper, Version]:
    """Give a paper a new version; the old one stays readable, with what was said about it."""
    paper, seat, meeting = paper_of(session, person_id, paper_id)
    require(seat, Right.ADD_PAPER, Case(meeting))
    keep_numbers(session, meeting)
    version = documents.replace(session, paper.document_id, received)
    _told(session, PaperReplaced, paper, meeting)
    return paper, version


def restore_paper(session: Session, person_id: int, paper_id: int, version_id: int) -> AgendaPaper:
    """Go back to an old version: its file follows as the newest one, ready at once."""
    paper, seat, meeting = paper_of(session, person_id, paper_id)
    version = version_in_document(session, paper.document_id, version_id)
    require(seat, Right.ADD_PAPER, Case(meeting))
    keep_numbers(session, meeting)
    restore_version(session, version)
    _told(session, PaperReplaced, paper, meeting)
    _told(session, PaperReady, paper, meeting)
    return paper


def change_paper(
    session: Session, person_id: int, paper_id: int, change: ChangedPaper
) -> AgendaPaper:
    """Give a paper another title or place."""
    paper, seat, meeting = paper_of(session, person_id, paper_id)
    require(seat, Right.ADD_PAPER, Case(meeting))
    keep_numbers(session, meeting)
    if change.title is not None:
        paper.title = change.title
    shifted = _move(session, person_id, paper, change) if change.moves else []
    session.flush()
    for each in [paper, *shifted]:
        _told(session, PaperChanged, each, meeting)
    return paper


def remove_paper(session: Session, person_id: int, paper_id: int) -> None:
    """Take a paper away; nothing that was said about it is lost."""
    paper, seat, meeting = paper_of(session, person_id, paper_id)
    require(seat, Right.ADD_PAPER, Case(meeting))
    keep_numbers(session, meeting)
    paper.removed = now()
    tell(
        session,
        PaperRemoved(
            meeting_id=meeting.id,
            audience=public(meeting),
            paper_id=paper.id,
            item_id=paper.item_id,
        ),
    )


def paper_became_ready(session: Session, version_id: int) -> None:
    """Tell every meeting that holds the version that its pages are all there."""
    for paper, meeting in tables_of(session, version_id):
        _told(session, PaperReady, paper, meeting)


def paper_was_carried(session: Session, version_id: int) -> None:
    """Tell every meeting that holds the version that what was said has its places there."""
    for paper, meeting in tables_of(session, version_id):
        tell(
            session,
            PaperCarried(
                meeting_id=meeting.id,
                audience=public(meeting),
                paper_id=paper.id,
                version_id=version_id,
            ),
        )


def title_from(file_name: str) -> str:
    """Return a readable title from a file's name."""
    stem = file_name.rsplit(".", 1)[0] if "." in file_name else file_name
    return " ".join(stem.replace("_", " ").split()) or file_name


def _told(
    session: Session, happened: type[PaperAdded], paper: AgendaPaper, meeting: Meeting
) -> None:
    keep_numbers(session, meeting)
    tell(
        session,
        happened(
            meeting_id=meeting.id,
            audience=public(meeting),
            paper=one_paper_as_data(session, paper),
        ),
    )


def _under(session: Session, item: AgendaItem) -> Sequence[AgendaPaper]:
    return [each for each in papers_in(session, item.meeting_id) if each.item_id == item.id]


def _move(
    session: Session, person_id: int, paper: AgendaPaper, change: ChangedPaper
) -> Sequence[AgendaPaper]:
    """Put a paper among those of an item; returns the others that made room for it."""
    if change.item_id is not None:
        item, _, meeting = item_of(session, person_id, change.item_id)
        if meeting.id != paper.meeting_id:
            raise NotFound("item.unknown")
    else:
        item, _, _ = item_of(session, person_id, paper.item_id)
    papers = [each for each in _under(session, item) if each is not paper]
    at = 0
    if change.after_id is not None:
        after = [n for n, each in enumerate(papers, start=1) if each.id == change.after_id]
        if not after:
            raise NotFound("paper.unknown")
        at = after[0]
    paper.item_id = item.id
    stood = {each.id: each.position for each in papers}
    for position, each in enumerate([*papers[:at], paper, *papers[at:]], start=1):
        each.position = position
    return [each for each in papers if each.position != stood[each.id]]
