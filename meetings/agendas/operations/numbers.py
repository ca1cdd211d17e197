"""The pack's numbers, kept from the publication on: given once, they change no more."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.agendas import pack_numbers
from meetings.agendas.models import AgendaPaper, Meeting
from meetings.agendas.queries import pack_of
from meetings.permissions import MeetingState


def keep_numbers(session: Session, meeting: Meeting) -> None:
    """Give every page that has no number one that nobody ever had; a draft has none to keep.

    Done before a change of the pack it keeps what people have seen, after it what came anew.
    """
    if meeting.state is MeetingState.DRAFT:
        return
    given = _ever_given(session, meeting.id)
    pack = pack_of(session, meeting.id)
    if not given:
        for packed in pack:
            packed.paper.pack_numbers = [list(run) for run in packed.numbers]
        return
    before = None
    for index, packed in enumerate(pack, start=1):
        count, had = packed.version.page_count, packed.paper.pack_numbers
        if had is None:
            last = index == len(pack)
            packed.paper.pack_numbers = pack_numbers.laid(before, count, given, last=last)
        elif pack_numbers.pages_of(had) < count:
            packed.paper.pack_numbers = pack_numbers.grown(had, count, given)
        before = packed.paper.pack_numbers
        if before and before is not had:
            given.append(before)


def _ever_given(session: Session, meeting_id: int) -> list[pack_numbers.Runs]:
    """Return all numbers of the pack, as they are once nobody else gives any."""
    session.flush()
    session.execute(select(Meeting.id).where(Meeting.id == meeting_id).with_for_update())
    papers = session.scalars(
        select(AgendaPaper)
        .where(AgendaPaper.meeting_id == meeting_id)
        .execution_options(populate_existing=True)
    )
    return [paper.pack_numbers for paper in papers if paper.pack_numbers]
