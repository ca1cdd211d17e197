"""Meetings by the API: listed, prepared, changed, published, closed; their seats."""

from typing import Any

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.agendas.presenting import agenda_as_data, me_as_data, meeting_as_data
from meetings.agendas.queries import meetings_of, pack_of, pages_in, seat_of
from meetings.catching_up import heads_for
from meetings.commands import acting
from meetings.entering.operations import Shown, show_code
from meetings.opinions.queries import comments_by_paper
from meetings.people.presenting import seat_as_data
from meetings.people.queries import seats_in
from meetings.permissions import Right
from web.api.saying import papers_in_words
from web.door import Api, actor, answered, house
from web.qr_codes import address_to_enter, drawn

api = Api("meetings")


@api.reads("/meetings", Right.BE_SIGNED_IN, gives="Meetings")
def meetings(session: Session, person_id: int) -> list[dict[str, Any]]:
    """List the meetings in which one holds a seat, newest first."""
    found = []
    for meeting, seat in meetings_of(session, person_id):
        pack = pack_of(session, meeting.id)
        found.append(
            meeting_as_data(meeting)
            | {"role": seat.role.value, "papers": len(pack), "pages": pages_in(pack)}
        )
    return found


@api.reads("/meetings/<int:meeting>", Right.READ, gives="WholeMeeting")
def meeting(session: Session, person_id: int, meeting: int) -> dict[str, Any]:
    """Get a meeting with its agenda, papers and seats, and the heads of its streams."""
    seat, found = seat_of(session, person_id, meeting)
    items, pages = agenda_as_data(session, meeting, comments_by_paper(session, seat))
    return {
        "meeting": meeting_as_data(found),
        "me": me_as_data(seat, found),
        "seats": [seat_as_data(each) for each in seats_in(session, meeting)],
        "items": papers_in_words(items),
        "pack": {"pages": pages},
        "heads": heads_for(session, seat),
    }


@api.reads("/meetings/<int:meeting>/pack", Right.READ, gives="Pack")
def pack(session: Session, person_id: int, meeting: int) -> list[dict[str, Any]]:
    """List all papers of a meeting as one pack, with the numbers that its pages are called by."""
    seat_of(session, person_id, meeting)
    return [
        {
            "paper": packed.paper.id,
            "title": packed.paper.title,
            "item": {"id": packed.item.id, "number": packed.item_number},
            "version": packed.version.id,
            "first": packed.label(1),
            "last": packed.label(packed.version.page_count),
            "pages": packed.version.page_count,
            "numbers": packed.numbers,
        }
        for packed in pack_of(session, meeting)
    ]


@api.reads("/meetings/<int:meeting>/presence", Right.READ, gives="Present")
def presence(session: Session, person_id: int, meeting: int) -> dict[str, Any]:
    """List the persons who have a meeting open just now."""
    seat_of(session, person_id, meeting)
    return {"meeting": meeting, "persons": sorted(house().presence.present(meeting))}


@api.plain("POST", "/seats/<int:seat>/code", Right.ADMIT, gives="EntryCode", status=201)
def show(seat: int) -> ResponseReturnValue:
    """Make a code that lets the holder of a seat in on a shared tablet; a former one is dead.

    No command: an answer to a command is kept, so that sent twice it is given again.
    """
    present, key = actor(), house().settings.secret_key

    def act(session: Session) -> tuple[Shown, dict[str, Any]]:
        with acting(session, present, Right.ADMIT):
            made = show_code(session, present.person_id, seat, key)
            return made, seat_as_data(made.seat)

    shown, whose = house().writer.perform(act)
    address = address_to_enter(shown.link)
    answer = {
        "code": shown.id,
        "seat": whose,
        "digits": shown.digits,
        "address": address,
        "qr": drawn(address),
        "seconds": shown.seconds,
    }
    return answered(answer), 201


api.carries_out("POST", "/meetings", "meeting.create", "Meeting", "NewMeeting", 201)
api.carries_out("PATCH", "/meetings/<int:meeting>", "meeting.change", "Meeting", "ChangedMeeting")
api.carries_out("POST", "/meetings/<int:meeting>/publication", "meeting.publish", "Meeting")
api.carries_out("POST", "/meetings/<int:meeting>/closure", "meeting.close", "Meeting")
api.carries_out("DELETE", "/meetings/<int:meeting>/closure", "meeting.reopen", "Meeting")
api.carries_out("POST", "/meetings/<int:meeting>/seats", "seat.assign", "Seats", "NewSeats")
api.carries_out("PATCH", "/seats/<int:seat>", "seat.change", "Seat", "ChangedSeat")
api.carries_out("DELETE", "/seats/<int:seat>", "seat.vacate", "Seat")
api.carries_out("DELETE", "/seats/<int:seat>/code", "code.withdraw", "Seat")
