"""Catching up: a tablet that was away hears all it may, and nothing it may not."""

import pytest
from sqlalchemy import event

from foundation.errors import NotFound
from meetings.agendas.arriving import NewSeats
from meetings.agendas.operations.seats import assign_seats, change_seat, vacate_seat
from meetings.catching_up import missed
from meetings.opinions.arriving import ChangedComment, NewComment
from meetings.opinions.operations import change_comment, comment_on_paragraph, withdraw_comment
from meetings.people.models import Role
from meetings.people.queries import person_by_login
from tests.cast import seat_id


@pytest.fixture
def said(writer, cast):
    def make(visibility="meeting", text="Bí mật"):
        new = NewComment.read(
            {
                "paper": cast.here.paper,
                "paragraph": cast.here.paragraphs[0],
                "text": text,
                "visibility": visibility,
                "operation_id": "op",
            }
        )
        return writer.perform(lambda s: comment_on_paragraph(s, cast.amina, new).id)

    return make


def heard_since(database, person, place, since=None, most=500):
    streams = [f"meeting:{place.meeting}", f"desk:{place.meeting}", f"person:{person}"]
    with database.session() as session:
        return missed(session, person, place.meeting, since or dict.fromkeys(streams, 0), most)


def words(facts):
    return [f.body["comment"]["text"] for f in facts if "comment" in f.body]


def test_a_tablet_hears_what_it_missed_in_order(said, cast, database):
    for text in "abc":
        said(text=text)
    facts, more = heard_since(database, cast.bruno, cast.here)
    assert words(facts) == ["a", "b", "c"]
    assert not more


def test_a_longer_absence_asks_no_more_questions(said, cast, database):
    def questions(absence):
        asked = []
        for _ in range(absence):
            said()
        count = (database.reading, "before_cursor_execute", lambda *told: asked.append(told))
        event.listen(*count)
        heard_since(database, cast.bruno, cast.here)
        event.remove(*count)
        return len(asked)

    assert questions(2) == questions(40)


def test_a_long_absence_is_caught_up_page_by_page(said, cast, database):
    for n in range(5):
        said(text=str(n))
    stream = f"meeting:{cast.here.meeting}"
    found, since, more = [], {stream: 0}, True
    while more:
        facts, more = heard_since(database, cast.bruno, cast.here, since, most=2)
        found += facts
        since = {stream: facts[-1].number}
    assert words(found) == list("01234")
    assert len({fact.number for fact in found}) == len(found)


def test_the_desks_stream_is_not_for_delegates(said, cast, database):
    said("desk")
    assert words(heard_since(database, cast.bruno, cast.here)[0]) == []
    assert words(heard_since(database, cast.chair, cast.here)[0]) == ["Bí mật"]
    assert words(heard_since(database, cast.amina, cast.here)[0]) == ["Bí mật"]


def test_what_was_narrowed_since_is_not_read_in_the_record(said, writer, cast, database):
    comment = said()
    change = ChangedComment.read({"comment": comment, "revision": 1, "visibility": "desk"})
    writer.perform(lambda s: change_comment(s, cast.amina, change))
    facts, _ = heard_since(database, cast.bruno, cast.here)
    assert "Bí mật" not in str(facts)
    assert "comment.hidden" in {fact.name for fact in facts}


def test_what_was_withdrawn_since_is_not_read_in_the_record(said, writer, cast, database):
    comment = said()
    writer.perform(lambda s: withdraw_comment(s, cast.amina, comment))
    assert "Bí mật" not in str(heard_since(database, cast.bruno, cast.here)[0])


def test_whoever_left_the_desk_no_longer_hears_it(said, writer, cast, database):
    said("desk")
    seat = writer.perform(lambda s: seat_id(s, cast.here.meeting, cast.chair))
    writer.perform(lambda s: change_seat(s, cast.secretary, seat, Role.OBSERVER))
    assert "Bí mật" not in str(heard_since(database, cast.chair, cast.here)[0])


def test_whoever_lost_their_seat_hears_nothing_more(said, writer, cast, database):
    said()
    seat = writer.perform(lambda s: seat_id(s, cast.here.meeting, cast.bruno))
    writer.perform(lambda s: vacate_seat(s, cast.secretary, seat))
    with pytest.raises(NotFound):
        heard_since(database, cast.bruno, cast.here)


def test_what_was_said_in_a_meeting_one_left_is_not_read_from_another_one(
    said, writer, cast, database
):
    said("self")
    seat = writer.perform(lambda s: seat_id(s, cast.here.meeting, cast.amina))
    new = NewSeats.read({"people": [cast.amina], "role": "delegate"})

    def sit_elsewhere(session):
        olga = person_by_login(session, "olga").id
        assign_seats(session, olga, cast.elsewhere.meeting, new)

    writer.perform(sit_elsewhere)
    assert "Bí mật" in str(heard_since(database, cast.amina, cast.elsewhere)[0])
    writer.perform(lambda s: vacate_seat(s, cast.secretary, seat))
    facts, _ = heard_since(database, cast.amina, cast.elsewhere)
    assert "Bí mật" not in str(facts)
    assert "comment.hidden" in {fact.name for fact in facts}
