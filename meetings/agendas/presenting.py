"""Meetings, items and papers in the shape that screens and programs read."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from documents.models import Version
from documents.queries import versions_of_documents
from meetings.agendas.models import AgendaItem, AgendaPaper, Meeting
from meetings.agendas.pack_numbers import Runs
from meetings.agendas.queries import agenda_of, pack_of, pages_in
from meetings.people.models import Participant
from meetings.permissions import rights_of


def meeting_as_data(meeting: Meeting) -> dict[str, Any]:
    """Return a meeting without its agenda."""
    return {
        "id": meeting.id,
        "title": meeting.title,
        "kind": meeting.kind.value,
        "place": meeting.place,
        "starts": meeting.starts.isoformat(),
        "ends": meeting.ends.isoformat(),
        "state": meeting.state.value,
        "revision": meeting.revision,
    }


def me_as_data(seat: Participant, meeting: Meeting) -> dict[str, Any]:
    """Return what the asker is in a meeting, and may do there."""
    return {
        "person": seat.person_id,
        "seat": seat.id,
        "role": seat.role.value,
        "rights": rights_of(seat, meeting),
    }


def version_as_data(version: Version) -> dict[str, Any]:
    """Return one version of a paper; `problem` is a code, which the door puts into words."""
    return {
        "id": version.id,
        "number": version.number,
        "file_name": version.file_name,
        "state": version.state.value,
        "problem": version.problem,
        "page_count": version.page_count,
        "pages_done": version.pages_done,
        "recognition": version.recognition.value,
        "pages_recognised": version.pages_recognised,
        "reading": version.reading,
        "size": version.size,
        "created": version.created.isoformat(),
    }


def paper_as_data(paper: AgendaPaper, versions: Sequence[Version], numbers: Runs) -> dict[str, Any]:
    """Return a paper with its versions, the latest in full."""
    return {
        "id": paper.id,
        "item": paper.item_id,
        "title": paper.title,
        "position": paper.position,
        "numbers": [list(run) for run in numbers],
        "numbers_kept": paper.pack_numbers is not None,
        "version": version_as_data(versions[-1]),
        "versions": [
            {
                "id": v.id,
                "number": v.number,
                "file_name": v.file_name,
                "created": v.created.isoformat(),
                "page_count": v.page_count,
            }
            for v in versions
        ],
    }


def item_as_data(item: AgendaItem, number: str, papers: list[dict[str, Any]]) -> dict[str, Any]:
    """Return an item with its printed number and its papers."""
    presenter = item.presenter
    named = presenter.name if presenter else item.presenter_name
    return {
        "id": item.id,
        "parent": item.parent_id,
        "position": item.position,
        "number": number,
        "title": item.title,
        "kind": item.kind.value,
        "presenter": {"person": item.presenter_id, "name": named} if named else None,
        "minutes": item.minutes,
        "revision": item.revision,
        "papers": papers,
    }


def agenda_as_data(
    session: Session, meeting_id: int, comments: Mapping[int, Sequence[int]]
) -> tuple[list[dict[str, Any]], int]:
    """Return the items in reading order, and how many pages the pack has."""
    whole = pack_of(session, meeting_id)
    pack = {packed.paper.id: packed for packed in whole}
    versions = versions_of_documents(session, [p.paper.document_id for p in pack.values()])
    items = []
    for entry in agenda_of(session, meeting_id):
        papers = [
            paper_as_data(paper, versions[paper.document_id], pack[paper.id].numbers)
            | {
                "comments": len(comments.get(paper.id, ())),
                "comment_ids": list(comments.get(paper.id, ())),
            }
            for paper in entry.papers
        ]
        items.append(item_as_data(entry.item, entry.number, papers))
    return items, pages_in(whole)


def one_paper_as_data(session: Session, paper: AgendaPaper) -> dict[str, Any]:
    """Return one paper with its place in the pack."""
    numbers = next(
        packed.numbers
        for packed in pack_of(session, paper.meeting_id)
        if packed.paper.id == paper.id
    )
    versions = versions_of_documents(session, [paper.document_id])[paper.document_id]
    return paper_as_data(paper, versions, numbers)


def one_item_as_data(session: Session, item: AgendaItem) -> dict[str, Any]:
    """Return one item with its number and papers."""
    items, _ = agenda_as_data(session, item.meeting_id, {})
    return next(each for each in items if each["id"] == item.id)
