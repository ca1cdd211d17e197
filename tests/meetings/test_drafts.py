"""What happens in a draft is told to its desk, and to nobody who may not know of it."""

import pytest

from meetings.agendas.arriving import NewSeats
from meetings.agendas.operations.seats import assign_seats, change_seat, vacate_seat
from meetings.annotations.arriving import NewAnnotation
from meetings.annotations.operations import annotate_paper
from meetings.events import DOORS
from meetings.opinions.arriving import NewComment
from meetings.opinions.operations import comment_on_paragraph
from meetings.people.models import Role
from tests.cast import meeting_with_paper, seat_id


@pytest.fixture
def draft(writer, cast):
    """A draft with the chair and one delegate seated."""
    seats = ((cast.amina, Role.DELEGATE),)
    return writer.perform(
        lambda s: meeting_with_paper(s, cast.secretary, cast.chair, seats, published=False)
    )


@pytest.fixture
def told(writer, heard):
    """Do something, and return the streams people listen to that heard of it."""

    def perform(act):
        heard.clear()
        writer.perform(act)
        return {fact.stream for fact in heard} - {DOORS}

    return perform


def test_what_the_desk_says_for_the_meeting_waits_for_it_at_the_desk(draft, cast, told):
    said = {
        "paper": draft.paper,
        "paragraph": draft.paragraphs[0],
        "text": "Xem lại số liệu.",
        "visibility": "meeting",
        "operation_id": "1",
    }
    new = NewComment.read(said)
    assert told(lambda s: comment_on_paragraph(s, cast.chair, new)) == {f"desk:{draft.meeting}"}


def test_what_the_desk_marks_for_the_meeting_is_told_to_the_desk(draft, cast, told):
    target = {"page": 1, "paragraph": None, "boxes": [], "selectors": []}
    mark = {"motivation": "highlighting", "visibility": "meeting", "color": "green"}
    about = {"paper": draft.paper, "version": draft.version, "operation_id": "1"}
    new = NewAnnotation.read(about | mark | {"target": target})
    streams = told(lambda s: annotate_paper(s, cast.chair, new))
    assert streams == {f"desk:{draft.meeting}"}


@pytest.mark.parametrize(("role", "knows"), [("delegate", False), ("secretary", True)])
def test_of_a_seat_in_a_draft_hears_only_who_is_of_its_desk(draft, cast, told, role, knows):
    own = {f"person:{cast.bruno}"} if knows else set()
    new = NewSeats.read({"people": [cast.bruno], "role": role})
    given = told(lambda s: assign_seats(s, cast.secretary, draft.meeting, new))
    assert given == {f"desk:{draft.meeting}"} | own
    taken = told(lambda s: vacate_seat(s, cast.secretary, seat_id(s, draft.meeting, cast.bruno)))
    assert taken == {f"desk:{draft.meeting}"} | own


def test_who_leaves_the_desk_of_a_draft_hears_that_much(draft, cast, told, writer):
    seat = writer.perform(lambda s: seat_id(s, draft.meeting, cast.chair))
    streams = told(lambda s: change_seat(s, cast.secretary, seat, Role.DELEGATE))
    own = {f"seat:{seat}", f"person:{cast.chair}"}
    assert streams == {f"desk:{draft.meeting}"} | own
    assert told(lambda s: change_seat(s, cast.secretary, seat, Role.GUEST)) == {
        f"desk:{draft.meeting}"
    }
