"""What passes: said by one tablet, heard by those who may hear it, and never stored.

The right is asked through the seat as for any act; nothing is written, and nothing is told.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from documents.queries import marked, version_in_document
from foundation.arriving import Fields
from foundation.errors import Invalid, NotFound
from meetings.agendas.queries import paper_of
from meetings.annotations.ink import WIDEST, read_points
from meetings.annotations.models import Colour
from meetings.events import desk_stream, meeting_stream
from meetings.page_boxes import UNIT
from meetings.people.models import Person
from meetings.permissions import OF_COMMENTS, Case, Right, Visibility, require

MOST_PREVIEWED = 100
"""Points in one preview: a tenth of a second of the quickest pen, and some more."""


@dataclass(frozen=True)
class Passing:
    """A signal: who hears it, what it is called, and what it says."""

    stream: str
    name: str
    body: dict[str, Any]
    meeting_id: int


Say = Callable[[Session, int, Any], Passing | None]
"""Reads what a person says, asks the right, and returns what others hear of it, if anybody may."""


def page_led(session: Session, person_id: int, said: Any) -> Passing:
    """Let the chair say which page is being looked at; without a page the lead has ended.

    It may be turned on the chair's screen: by so many degrees clockwise, in quarters.
    """
    fields = Fields(said)
    paper, seat, meeting = paper_of(session, person_id, fields.whole("paper"))
    require(seat, Right.LEAD, Case(meeting))
    version = version_in_document(session, paper.document_id, fields.whole("version"))
    page = fields.whole_or_none("page")
    if page is not None and page > version.page_count:
        raise Invalid("annotation.no_such_page", most=version.page_count)
    return Passing(
        meeting_stream(meeting.id),
        "page.followed",
        {
            "paper": paper.id,
            "title": paper.title,
            "version": version.id,
            "page": page,
            "y": fields.whole("y", least=0, most=UNIT) if page is not None else 0,
            "turn": (fields.whole_or_none("turn", least=0, most=270) or 0) // 90 * 90,
            "person": person_id,
        },
        meeting.id,
    )


def ink_previewed(session: Session, person_id: int, said: Any) -> Passing:
    """Let others see a stroke that is to be shared while it is being drawn."""
    fields = Fields(said)
    paper, seat, meeting = paper_of(session, person_id, fields.whole("paper"))
    for right in (Right.ANNOTATE, Right.SHARE):
        require(seat, right, Case(meeting))
    version = version_in_document(session, paper.document_id, fields.whole("version"))
    return Passing(
        meeting_stream(meeting.id),
        "ink.previewed",
        {
            "paper": paper.id,
            "version": version.id,
            "page": fields.whole("page", most=version.page_count),
            "stroke": fields.text("stroke", most=64),
            "color": fields.choice("color", Colour).value,
            "width": fields.whole("width", most=WIDEST),
            "points": read_points(fields, MOST_PREVIEWED),
            "person": person_id,
        },
        meeting.id,
    )


def comment_typing(session: Session, person_id: int, said: Any) -> Passing | None:
    """Let those who could see the comment know that it is being written, and by whom."""
    fields = Fields(said)
    paper, seat, meeting = paper_of(session, person_id, fields.whole("paper"))
    require(seat, Right.COMMENT, Case(meeting))
    visibility = fields.choice("visibility", Visibility, OF_COMMENTS)
    if visibility is Visibility.SELF:
        return None
    version_id, paragraph_id = fields.whole("version"), fields.whole("paragraph")
    if marked(session, paper.document_id, version_id, paragraph_id).paragraph is None:
        raise NotFound("paragraph.unknown")
    stream = meeting_stream if visibility is Visibility.MEETING else desk_stream
    return Passing(
        stream(meeting.id),
        "comment.typing",
        {
            "paper": paper.id,
            "paragraph": paragraph_id,
            "person": person_id,
            "name": _name_of(session, person_id),
        },
        meeting.id,
    )


def _name_of(session: Session, person_id: int) -> str:
    person = session.get(Person, person_id)
    return person.name if person else ""
