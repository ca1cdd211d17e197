"""Opinions gathered for the chair: paper by paper, paragraph by paragraph, and who gave them.

An opinion on an earlier version stands under the paragraph of the latest one where it was carried
to; what found no place there stands under its own version.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from documents.queries import versions_of_documents
from meetings.agendas.queries import PackedPaper
from meetings.opinions.models import Comment, CommentPlace
from meetings.opinions.places import place_of
from meetings.opinions.presenting import comment_as_data
from meetings.opinions.queries import Thread
from meetings.people.presenting import person_as_data
from meetings.people.queries import seats_in
from meetings.permissions import Visibility


class Standing(StrEnum):
    """Where a gathered opinion stands."""

    MADE = "made"
    """Where it was made."""
    CARRIED = "carried"
    """In the latest version, where it was carried or placed."""
    LEFT = "left"
    """Where it was made, since it has no place in the latest version."""


def gathered(
    session: Session, pack: Sequence[PackedPaper], threads: Sequence[Thread]
) -> list[dict[str, Any]]:
    """Return every version of every paper that was spoken about, in the order of the pack."""
    latest_of = {packed.paper.id: packed.version.id for packed in pack}
    by_version: defaultdict[tuple[int, int], list[_Gathered]] = defaultdict(list)
    for thread in threads:
        stands = _standing(thread, latest_of.get(thread[0].paper_id))
        by_version[thread[0].paper_id, stands.version_id].append(stands)
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
                        "numbers": [list(run) for run in packed.numbers],
                        "paragraphs": _paragraphs(spoken_about, packed),
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


@dataclass(frozen=True)
class _Gathered:
    """One opinion with its replies, and where it stands."""

    thread: Thread
    version_id: int
    standing: Standing
    place: CommentPlace | None
    """In the latest version, where it was carried there."""

    @property
    def paragraph(self) -> dict[str, Any]:
        """Return the paragraph it stands under."""
        root = self.thread[0]
        there = self.place.paragraph if self.place else None
        if there is None:
            return {
                "id": root.paragraph_id,
                "page": root.page,
                "number": root.paragraph_number,
                "address": root.address,
                "text": root.quote,
            }
        return {
            "id": there.id,
            "page": there.first_page,
            "number": (there.ordinal or 0) + 1,
            "address": there.address,
            "text": there.text,
        }

    def as_data(self) -> dict[str, Any]:
        """Return the opinion with its replies."""
        comment, replies = self.thread
        return comment_as_data(comment) | {
            "standing": self.standing.value,
            "rung": self.place.rung if self.place else None,
            "replies": [comment_as_data(reply) for reply in replies],
        }


def _standing(thread: Thread, latest_id: int | None) -> _Gathered:
    root = thread[0]
    place = place_of(root, latest_id) if latest_id is not None else None
    if latest_id is not None and place is not None and place.paragraph_id is not None:
        made = root.version_id == latest_id  # read anew since: its paragraph is another one now
        standing = Standing.MADE if made else Standing.CARRIED
        return _Gathered(thread, latest_id, standing, place)
    standing = Standing.MADE if root.version_id == latest_id else Standing.LEFT
    return _Gathered(thread, root.version_id, standing, None)


def _paragraphs(gathered: Sequence[_Gathered], packed: PackedPaper) -> list[dict[str, Any]]:
    by_paragraph: dict[int, dict[str, Any]] = {}
    for each in gathered:
        paragraph = each.paragraph
        known = by_paragraph.setdefault(
            paragraph["id"],
            paragraph | {"pack_page": packed.label(paragraph["page"]), "comments": []},
        )
        known["comments"].append(each.as_data())
    for known in by_paragraph.values():
        known["comments"].sort(key=lambda comment: comment["id"])
    return sorted(by_paragraph.values(), key=lambda known: (known["number"], known["id"]))
