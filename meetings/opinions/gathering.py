"""Opinions gathered for the chair: paper by paper, paragraph by paragraph, and who gave them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from documents.queries import versions_of_documents
from meetings.agendas.queries import PackedPaper
from meetings.opinions.models import Comment
from meetings.opinions.presenting import comment_as_data
from meetings.opinions.queries import Thread
from meetings.people.presenting import person_as_data
from meetings.people.queries import seats_in
from meetings.permissions import Visibility


def gathered(
    session: Session, pack: Sequence[PackedPaper], threads: Sequence[Thread]
) -> list[dict[str, Any]]:
    """Return every version of every paper that was spoken about, in the order of the pack."""
    by_version: defaultdict[tuple[int, int], list[Thread]] = defaultdict(list)
    for thread in threads:
        by_version[thread[0].paper_id, thread[0].version_id].append(thread)
    versions = versions_of_documents(session, [packed.paper.document_id for packed in pack])
    papers = []
    for packed in pack:
        for version in reversed(versions[packed.paper.document_id]):
            spoken_about = by_version.get((packed.paper.id, version.id), [])
            latest = version.id == packed.version.id
            if spoken_about or latest:
                papers.append(
                    {
                        "id": packed.paper.id,
                        "title": packed.paper.title,
                        "item": {
                            "id": packed.item.id,
                            "number": packed.item_number,
                            "title": packed.item.title,
                        },
                        "version": {
                            "id": version.id,
                            "number": version.number,
                            "latest": latest,
                            "page_count": version.page_count,
                        },
                        "first_page": packed.first_page,
                        "paragraphs": _paragraphs(spoken_about, packed.first_page),
                    }
                )
    return papers


def contributors(session: Session, meeting_id: int) -> list[dict[str, Any]]:
    """Return every seat with how many opinions its holder gave that the desk may see."""
    rows = session.execute(
        select(Comment.creator_id, func.count())
        .where(
            Comment.meeting_id == meeting_id,
            Comment.parent_id.is_(None),
            Comment.visibility != Visibility.SELF,
            Comment.withdrawn.is_(None),
        )
        .group_by(Comment.creator_id)
    )
    given = dict(rows.all())
    return [
        person_as_data(seat.person)
        | {
            "person": seat.person_id,
            "role": seat.role.value,
            "comments": given.get(seat.person_id, 0),
        }
        for seat in seats_in(session, meeting_id)
    ]


def _paragraphs(threads: Sequence[Thread], first_page: int) -> list[dict[str, Any]]:
    by_paragraph: defaultdict[int, list[Thread]] = defaultdict(list)
    for thread in threads:
        by_paragraph[thread[0].paragraph_id].append(thread)
    found = []
    for paragraph_id, said in by_paragraph.items():
        root = said[0][0]
        found.append(
            {
                "id": paragraph_id,
                "page": root.page,
                "pack_page": first_page + root.page - 1,
                "number": root.paragraph_number,
                "address": root.address,
                "text": root.quote,
                "comments": [
                    comment_as_data(comment)
                    | {"replies": [comment_as_data(reply) for reply in replies]}
                    for comment, replies in said
                ],
            }
        )
    return found
