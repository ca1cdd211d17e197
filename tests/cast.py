"""The cast: a secretary, a chair, two delegates of different units, an observer, a guest,
somebody who only looks after the house, and a stranger. A reader knows who should fail.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from documents import operations as documents
from documents.received import Received
from foundation.clock import now
from meetings.agendas.arriving import NewItem, NewMeeting
from meetings.agendas.models import ItemKind, MeetingKind
from meetings.agendas.operations.items import add_item
from meetings.agendas.operations.meetings import prepare_meeting, publish_meeting
from meetings.agendas.operations.papers import add_paper
from meetings.people.models import Participant, Role
from meetings.people.operations import NewPerson, add_person, add_unit
from meetings.people.passwords import hashed

PASSWORD = "mat-khau-thu"
HASH = hashed(PASSWORD)
TEXTS = (
    "Điều 1. Phạm vi điều chỉnh",
    "1. Nghị quyết này quy định mức chi từ ngân sách xã.",
    "a) Chi đầu tư đường liên thôn: 1.250 triệu đồng;",
)


@dataclass(frozen=True)
class Place:
    """A meeting with one paper that has been read: ids only."""

    meeting: int
    item: int
    paper: int
    version: int
    paragraphs: tuple[int, ...]


@dataclass(frozen=True)
class Cast:
    """Everybody by id, the meeting they sit in, and another one that only `olga` prepares."""

    secretary: int
    chair: int
    amina: int
    """A delegate of the first unit."""
    bruno: int
    """A delegate of the second unit."""
    observer: int
    guest: int
    administrator: int
    stranger: int
    here: Place
    elsewhere: Place
    units: tuple[int, int]


def enter_cast(session: Session) -> Cast:
    """Enter the cast into an empty database."""
    units = (
        add_unit(session, "Thôn Đông", "village").id,
        add_unit(session, "UBND xã", "government").id,
    )
    ids = {
        login: _person(session, login, name, units[index % 2], **more)
        for index, (login, name, more) in enumerate(
            [
                ("secretary", "Trần Thị Thư", {"prepares_meetings": True}),
                ("chair", "Nông Đức Chủ", {}),
                ("amina", "Lò Thị Amina", {}),
                ("bruno", "Giàng A Bruno", {}),
                ("observer", "Vàng Thị Quan", {}),
                ("guest", "Ly A Khách", {}),
                ("administrator", "Quản Trị", {"administers": True}),
                ("stranger", "Người Lạ", {}),
                ("olga", "Hồ Thị Olga", {"prepares_meetings": True}),
            ]
        )
    }
    seats = (
        (ids["amina"], Role.DELEGATE),
        (ids["bruno"], Role.DELEGATE),
        (ids["observer"], Role.OBSERVER),
        (ids["guest"], Role.GUEST),
    )
    here = meeting_with_paper(session, ids["secretary"], ids["chair"], seats)
    elsewhere = meeting_with_paper(session, ids.pop("olga"), None, ())
    return Cast(**ids, here=here, elsewhere=elsewhere, units=units)


def meeting_with_paper(
    session: Session, secretary: int, chair: int | None, seats: Any, *, published: bool = True
) -> Place:
    """A meeting of one item and one paper of three paragraphs."""
    starts = now() + timedelta(days=1)
    new = NewMeeting(
        "Kỳ họp thứ ba",
        MeetingKind.COUNCIL,
        "Hội trường",
        starts,
        starts + timedelta(hours=3),
        chair,
        tuple(seats),
    )
    meeting = prepare_meeting(session, secretary, new)
    item = add_item(
        session,
        secretary,
        meeting.id,
        NewItem("Dự toán ngân sách", ItemKind.DECISION, None, "", 30, None),
    )
    paper, version = add_paper(session, secretary, item.id, received(), "Dự thảo nghị quyết")
    paragraphs = read_version(session, version.id)
    if published:
        publish_meeting(session, secretary, meeting.id)
    return Place(meeting.id, item.id, paper.id, version.id, paragraphs)


def received(name: str = "du-thao.pdf", sha: str = "a" * 64, pages: int = 2) -> Received:
    """A file that was looked at and kept."""
    return Received(name, sha, sha, "application/pdf", 1000, [(595.0, 842.0)] * pages)


def read_version(
    session: Session, version_id: int, texts: tuple[str, ...] = TEXTS
) -> tuple[int, ...]:
    """Give a version its paragraphs, one under the other on the first page."""
    rows = [
        {
            "kind": "body",
            "text": text,
            "address": f"Điều 1 khoản {n}" if n else "Điều 1",
            "level": 1 if n == 0 else None,
            "boxes": [[1, 1000, 1000 + 500 * n, 9000, 1400 + 500 * n]],
            "from_scan": False,
        }
        for n, text in enumerate(texts)
    ]
    documents.add_paragraphs(session, version_id, 0, rows)
    documents.finish(session, version_id)
    from documents.queries import paragraphs_of

    return tuple(p.id for p in paragraphs_of(session, version_id))


def _person(session: Session, login: str, name: str, unit: int, **more: bool) -> int:
    new = NewPerson(
        name=name,
        login=login,
        password=PASSWORD,
        unit_id=unit,
        post="Đại biểu",
        birth_year=None,
        administers=more.get("administers", False),
        prepares_meetings=more.get("prepares_meetings", False),
    )
    return add_person(session, new, HASH).id


def seat_id(session: Session, meeting: int, person: int) -> int:
    """The id of a person's seat."""
    found = session.query(Participant).filter_by(meeting_id=meeting, person_id=person).one()
    return found.id
