"""The demonstration commune, loaded once into an empty database through the house's operations."""

import threading
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from deploy.demonstration import cast
from documents.inspection import take_in
from documents.models import Paragraph
from documents.office import MEDIA_TYPES
from documents.queries import latest_version, paragraphs_of
from documents.received import Received
from foundation import clock
from meetings.agendas.arriving import NewItem, NewMeeting
from meetings.agendas.models import AgendaPaper, ItemKind, Meeting, MeetingKind
from meetings.agendas.operations.items import add_item
from meetings.agendas.operations.meetings import close_meeting, prepare_meeting, publish_meeting
from meetings.agendas.operations.papers import add_paper
from meetings.agendas.queries import papers_in
from meetings.house import House
from meetings.opinions.arriving import NewAnswer, NewComment, NewReply
from meetings.opinions.models import Comment, Outcome
from meetings.opinions.operations import answer_comment, comment_on_paragraph, reply_to_comment
from meetings.people.models import Person, Role
from meetings.people.operations import NewPerson, add_person, add_unit
from meetings.people.passwords import hashed, matches
from meetings.permissions import MeetingState, Visibility

PAPERS = Path(__file__).parent / "papers"
SECRETARY = "thu.ky"
CHAIR = "chu.toa"
WORD = MEDIA_TYPES["docx"]
Ids = dict[str, int]


def load_if_empty(house: House) -> None:
    """Load the commune when nobody is there yet; what people said follows when papers are read."""
    with house.database.session() as session:
        empty = session.scalar(select(Person.id).limit(1)) is None
    if empty:
        people = house.writer.perform(_add_people)
        for meeting in cast.meetings(clock.now().astimezone(house.settings.timezone).date()):
            _add_meeting(house, people, meeting)
    threading.Thread(target=_finish, args=(house,), name="demonstration", daemon=True).start()


def accounts_left(house: House) -> list[str]:
    """Return the demonstration's logins that still open with its password."""
    with house.database.session() as session:
        kept = session.execute(
            select(Person.login, Person.password).where(
                Person.login.in_([person.key for person in cast.PEOPLE]), Person.disabled.is_(None)
            )
        ).all()
    opening = {stored: matches(stored, cast.PASSWORD) for stored in {hash_ for _, hash_ in kept}}
    return [login for login, stored in kept if opening[stored]]


def _add_people(session: Session) -> Ids:
    units = {u.key: add_unit(session, u.name, u.kind).id for u in cast.UNITS}
    kept = hashed(cast.PASSWORD)
    people = {}
    for person in cast.PEOPLE:
        new = NewPerson(
            name=person.name,
            login=person.key,
            password=cast.PASSWORD,
            unit_id=units[person.unit],
            post=person.post,
            birth_year=person.born,
            administers=person.key == cast.ADMINISTRATOR,
            prepares_meetings=person.key == SECRETARY,
        )
        people[person.key] = add_person(session, new, kept).id
    return people


def _add_meeting(house: House, people: Ids, meeting: cast.Meeting) -> None:
    secretary = people[SECRETARY]
    new = NewMeeting(
        title=meeting.title,
        kind=MeetingKind.COUNCIL,
        place=meeting.place,
        starts=_local(house, meeting.starts_at),
        ends=_local(house, meeting.ends_at),
        chair_id=None,
        seats=tuple((people[seat.person], Role(seat.role)) for seat in meeting.seats),
    )
    meeting_id = house.writer.perform(lambda s: prepare_meeting(s, secretary, new).id)
    for item in meeting.items:
        _add_item(house, people, meeting_id, item, None)
    house.writer.perform(lambda s: publish_meeting(s, secretary, meeting_id))


def _add_item(
    house: House, people: Ids, meeting_id: int, item: cast.Item, parent_id: int | None
) -> None:
    secretary = people[SECRETARY]
    new = NewItem(
        item.title, ItemKind(item.kind), people.get(item.presenter), "", item.minutes, parent_id
    )
    item_id = house.writer.perform(lambda s: add_item(s, secretary, meeting_id, new).id)
    for paper in item.papers:
        _add_paper(house, secretary, item_id, paper)
    for part in item.parts:
        _add_item(house, people, meeting_id, part, item_id)


def _add_paper(house: House, secretary: int, item_id: int, paper: cast.Paper) -> None:
    kept = _received(house, PAPERS / paper.file)
    version = house.writer.perform(
        lambda s: add_paper(s, secretary, item_id, kept, paper.title)[1].id
    )
    house.arrivals.start(version)


def _received(house: House, path: Path) -> Received:
    """Take a paper in; a Word file with the PDF beside it, so that no converter is needed."""
    readable = _taken_in(house, path.with_suffix(".pdf"))
    if path.suffix == ".pdf":
        return readable
    with path.open("rb") as file:
        original = house.vault.stage(file, house.settings.largest_upload)
    return replace(
        readable,
        file_name=path.name,
        sha256=house.vault.keep(original),
        media_type=WORD,
        size=original.size,
    )


def _taken_in(house: House, path: Path) -> Received:
    with path.open("rb") as file:
        return take_in(house.workers, house.vault, file, path.name, house.settings.largest_upload)


def _finish(house: House) -> None:
    """Let people speak once the papers can be read, then close the past meeting."""
    house.arrivals.wait()
    with house.database.session() as session:
        people = {person.login: person.id for person in session.scalars(select(Person))}
    for meeting in cast.meetings(clock.now().astimezone(house.settings.timezone).date()):
        meeting_id = _unfinished(house, meeting)
        if meeting_id is not None:
            for comment in meeting.comments:
                _say(house, people, meeting_id, meeting, comment)
            if meeting.state == "closed":
                secretary = people[SECRETARY]
                house.writer.perform(
                    partial(close_meeting, person_id=secretary, meeting_id=meeting_id)
                )


def _unfinished(house: House, meeting: cast.Meeting) -> int | None:
    """Return the meeting if nobody has spoken in it yet."""
    with house.database.session() as session:
        found = session.scalar(
            select(Meeting.id).where(
                Meeting.title == meeting.title, Meeting.state == MeetingState.PUBLISHED
            )
        )
        spoken = session.scalar(select(Comment.id).where(Comment.meeting_id == found).limit(1))
        return None if spoken else found


def _say(
    house: House, people: Ids, meeting_id: int, meeting: cast.Meeting, said: cast.Comment
) -> None:
    title = next(p.title for p in _papers(meeting.items) if p.file == said.paper)
    at = min(_local(house, cast.said_at(meeting, said)), clock.now())

    def speak(session: Session) -> None:
        paper = next(p for p in papers_in(session, meeting_id) if p.title == title)
        paragraph = _paragraph(session, paper, said.quote)
        if paragraph is None:
            return
        comment = comment_on_paragraph(
            session,
            people[said.author],
            NewComment(
                paper.id,
                paragraph.id,
                said.text,
                Visibility(said.visibility),
                f"d-{said.hours_before}",
            ),
        )
        comment.created = comment.modified = at
        for reply in said.replies:
            reply_to_comment(
                session, people[reply.author], NewReply(comment.id, reply.text, f"r-{comment.id}")
            )
        if answer := said.answer:
            settled = NewAnswer(comment.id, None, Outcome(answer.outcome), answer.reason)
            answer_comment(session, people[CHAIR], settled)

    house.writer.perform(speak)


def _papers(items: tuple[cast.Item, ...]) -> list[cast.Paper]:
    return [p for item in items for p in (*item.papers, *_papers(item.parts))]


def _paragraph(session: Session, paper: AgendaPaper, quote: str) -> Paragraph | None:
    wanted = " ".join(quote.split())
    version = latest_version(session, paper.document_id)
    for paragraph in paragraphs_of(session, version.id):
        if wanted in " ".join(paragraph.text.split()):
            return paragraph
    return None


def _local(house: House, moment: datetime) -> datetime:
    return moment.replace(tzinfo=house.settings.timezone)
