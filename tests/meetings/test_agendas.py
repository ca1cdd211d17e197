"""Meetings, seats, agendas and papers."""

import pytest

from documents.queries import versions_of
from foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from meetings.agendas.arriving import (
    ChangedItem,
    ChangedPaper,
    NewItem,
    NewMeeting,
    NewPlace,
    NewSeats,
)
from meetings.agendas.models import ItemKind
from meetings.agendas.operations.items import add_item, change_item, move_item, remove_item
from meetings.agendas.operations.meetings import (
    close_meeting,
    prepare_meeting,
    publish_meeting,
    reopen_meeting,
)
from meetings.agendas.operations.papers import (
    add_paper,
    change_paper,
    remove_paper,
    replace_paper,
    title_from,
)
from meetings.agendas.operations.seats import assign_seats, change_seat, vacate_seat
from meetings.agendas.queries import agenda_of, meetings_of, pack_of, paper_holding, seat_of
from meetings.people.models import Role
from meetings.people.queries import seats_in
from tests.cast import meeting_with_paper, received, seat_id

NEW = {
    "title": "Phiên họp tháng 12",
    "kind": "committee",
    "place": "Phòng họp tầng 2",
    "starts": "2026-12-01T08:00:00+07:00",
    "ends": "2026-12-01T11:00:00+07:00",
}


def item(title, parent=None):
    return NewItem(title, ItemKind.DISCUSSION, None, "", None, parent)


@pytest.fixture
def draft(writer, cast):
    """A draft that the secretary prepares, with the chair and one delegate seated."""
    seats = ((cast.amina, Role.DELEGATE),)
    return writer.perform(
        lambda s: meeting_with_paper(s, cast.secretary, cast.chair, seats, published=False)
    )


@pytest.fixture
def items(writer, cast):
    """Add items to the agenda by title and return their ids."""

    def add(*titles, parent=None):
        return [
            writer.perform(
                lambda s, t=t: add_item(s, cast.secretary, cast.here.meeting, item(t, parent)).id
            )
            for t in titles
        ]

    return add


def agenda(database, meeting):
    with database.session() as session:
        return [(entry.number, entry.item.title) for entry in agenda_of(session, meeting)]


def test_whoever_prepares_a_meeting_is_its_secretary(writer, cast, database):
    new = NewMeeting.read(
        NEW | {"chair": cast.chair, "seats": [{"person": cast.amina, "role": "delegate"}]}
    )
    meeting = writer.perform(lambda s: prepare_meeting(s, cast.secretary, new).id)
    with database.session() as session:
        roles = {seat.person_id: seat.role for seat in seats_in(session, meeting)}
    assert roles == {
        cast.secretary: Role.SECRETARY,
        cast.chair: Role.CHAIR,
        cast.amina: Role.DELEGATE,
    }


def test_not_everybody_may_prepare_a_meeting(writer, cast):
    with pytest.raises(NotPermitted):
        writer.perform(lambda s: prepare_meeting(s, cast.amina, NewMeeting.read(NEW)))


def test_a_meeting_that_ends_before_it_starts_is_refused():
    with pytest.raises(Invalid, match="ends_before"):
        NewMeeting.read(NEW | {"ends": NEW["starts"]})


def test_a_draft_is_seen_by_the_desk_alone(draft, cast, database):
    with database.session() as session:
        assert seat_of(session, cast.chair, draft.meeting)
        assert seat_of(session, cast.secretary, draft.meeting)
        for person in (cast.amina, cast.bruno, cast.stranger):
            with pytest.raises(NotFound):
                seat_of(session, person, draft.meeting)
        assert draft.meeting not in [m.id for m, _ in meetings_of(session, cast.amina)]


def test_what_happens_to_a_draft_is_heard_by_the_desk_alone(draft, writer, cast, heard):
    writer.perform(lambda s: add_item(s, cast.secretary, draft.meeting, item("Mục mới")))
    assert {fact.stream for fact in heard} == {f"desk:{draft.meeting}"}


def test_publishing_lets_the_participants_in(draft, writer, cast, database, heard):
    writer.perform(lambda s: publish_meeting(s, cast.secretary, draft.meeting))
    assert [(f.name, f.stream) for f in heard] == [
        ("meeting.published", f"meeting:{draft.meeting}")
    ]
    with database.session() as session:
        assert seat_of(session, cast.amina, draft.meeting)


def test_an_empty_agenda_is_not_published(writer, cast):
    meeting = writer.perform(lambda s: prepare_meeting(s, cast.secretary, NewMeeting.read(NEW)).id)
    with pytest.raises(Conflict, match=r"meeting\.no_agenda"):
        writer.perform(lambda s: publish_meeting(s, cast.secretary, meeting))


def test_a_closed_meeting_is_read_and_no_longer_changed(writer, cast, items):
    writer.perform(lambda s: close_meeting(s, cast.chair, cast.here.meeting))
    with pytest.raises(Conflict, match=r"meeting\.closed"):
        items("Muộn")
    writer.perform(lambda s: reopen_meeting(s, cast.chair, cast.here.meeting))
    assert items("Còn kịp")


@pytest.mark.parametrize("who", ["chair", "amina", "observer"])
def test_only_a_secretary_plans_the_agenda(writer, cast, who):
    with pytest.raises(NotPermitted):
        writer.perform(lambda s: add_item(s, getattr(cast, who), cast.here.meeting, item("x")))


def test_items_are_numbered_as_they_are_printed(items, cast, database):
    (first, _) = items("Một", "Hai")
    items("Con một", "Con hai", parent=first)
    assert agenda(database, cast.here.meeting) == [
        ("1", "Dự toán ngân sách"),
        ("2", "Một"),
        ("2.1", "Con một"),
        ("2.2", "Con hai"),
        ("3", "Hai"),
    ]


def test_an_item_moves_with_its_parts_and_everybody_hears_the_new_numbers(
    items, writer, cast, database, heard
):
    first, second = items("Một", "Hai")
    items("Con", parent=second)
    heard.clear()
    writer.perform(lambda s: move_item(s, cast.secretary, second, NewPlace(None, None)))
    assert [title for _, title in agenda(database, cast.here.meeting)] == [
        "Hai",
        "Con",
        "Dự toán ngân sách",
        "Một",
    ]
    assert [i["number"] for i in heard[0].body["items"]] == ["1", "1.1", "2", "3"]
    writer.perform(lambda s: move_item(s, cast.secretary, first, NewPlace(cast.here.item, None)))
    assert ("2.1", "Một") in agenda(database, cast.here.meeting)


def test_an_agenda_has_two_levels(items, writer, cast):
    (first, second) = items("Một", "Hai")
    (child,) = items("Con", parent=first)
    with pytest.raises(Invalid, match=r"agenda\.too_deep"):
        items("Cháu", parent=child)
    for place in (NewPlace(second, None), NewPlace(first, None)):
        with pytest.raises(Invalid, match=r"agenda\.too_deep"):
            writer.perform(lambda s, p=place: move_item(s, cast.secretary, first, p))


def test_an_item_is_not_moved_into_another_meeting(writer, cast):
    place = NewPlace(cast.elsewhere.item, None)
    with pytest.raises(NotFound):
        writer.perform(lambda s: move_item(s, cast.secretary, cast.here.item, place))


def test_the_second_of_two_secretaries_gets_both_texts(writer, cast):
    def change(title, revision):
        asked = ChangedItem.read({"revision": revision, "title": title})
        return writer.perform(
            lambda s: change_item(s, cast.secretary, cast.here.item, asked).revision
        )

    assert change("Bản của chị Thư", 1) == 2
    with pytest.raises(Conflict) as refused:
        change("Bản của anh Kỳ", 1)
    assert refused.value.parameters["current"]["title"] == "Bản của chị Thư"
    assert change("Bản của anh Kỳ", refused.value.parameters["current"]["revision"]) == 3


def test_an_item_with_papers_is_not_removed(writer, cast):
    with pytest.raises(Conflict, match=r"item\.not_empty"):
        writer.perform(lambda s: remove_item(s, cast.secretary, cast.here.item))


def test_the_pack_is_numbered_through(items, writer, cast, database):
    (second,) = items("Hai")
    writer.perform(
        lambda s: add_paper(s, cast.secretary, second, received("b.pdf", "b" * 64, 5), "")
    )
    writer.perform(
        lambda s: add_paper(s, cast.secretary, cast.here.item, received("c.pdf", "c" * 64, 3), "")
    )
    with database.session() as session:
        numbers = [(p.version.file_name, p.label(1)) for p in pack_of(session, cast.here.meeting)]
    assert numbers == [("du-thao.pdf", "1"), ("c.pdf", "2a"), ("b.pdf", "3")]


def test_a_replaced_paper_keeps_its_old_version(writer, cast, database, heard):
    writer.perform(
        lambda s: replace_paper(s, cast.secretary, cast.here.paper, received("v2.pdf", "d" * 64, 4))
    )
    assert heard[-1].name == "paper.replaced"
    with database.session() as session:
        paper, version = paper_holding(session, cast.amina, cast.here.version)
        assert version.number == 1
        assert [v.number for v in versions_of(session, paper.document_id)] == [1, 2]


def test_a_version_is_found_by_its_meetings_people_alone(cast, database):
    with database.session() as session:
        for person in (cast.stranger, cast.administrator):
            with pytest.raises(NotFound, match=r"version\.unknown"):
                paper_holding(session, person, cast.here.version)
        with pytest.raises(NotFound):
            paper_holding(session, cast.amina, cast.elsewhere.version)


def test_a_paper_moves_between_items_and_not_between_meetings(items, writer, cast):
    (second,) = items("Hai")

    def move(to):
        change = ChangedPaper.read({"item": to})
        return writer.perform(
            lambda s: change_paper(s, cast.secretary, cast.here.paper, change).item_id
        )

    assert move(second) == second
    with pytest.raises(NotFound):
        move(cast.elsewhere.item)


def test_a_removed_paper_is_unknown_from_then_on(writer, cast, database, heard):
    writer.perform(lambda s: remove_paper(s, cast.secretary, cast.here.paper))
    assert heard[-1].name == "paper.removed"
    with database.session() as session, pytest.raises(NotFound):
        paper_holding(session, cast.amina, cast.here.version)


@pytest.mark.parametrize(
    ("file", "title"),
    [("bao_cao__2026.pdf", "bao cao 2026"), ("Tờ trình.docx", "Tờ trình"), (".pdf", ".pdf")],
)
def test_a_paper_is_called_after_its_file(file, title):
    assert title_from(file) == title


def test_seats_come_from_units_from_former_meetings_and_by_name(
    draft, writer, cast, database, heard
):
    new = NewSeats.read(
        {"units": [cast.units[0]], "meetings": [cast.here.meeting], "people": [cast.stranger]}
    )
    writer.perform(lambda s: assign_seats(s, cast.secretary, draft.meeting, new))
    with database.session() as session:
        roles = {seat.person_id: seat.role for seat in seats_in(session, draft.meeting)}
    assert roles[cast.observer] is Role.OBSERVER
    assert roles[cast.chair] is Role.CHAIR
    assert roles[cast.stranger] is Role.DELEGATE
    assert {fact.stream for fact in heard} == {f"desk:{draft.meeting}"}


def test_the_people_of_a_meeting_one_does_not_sit_in_are_not_copied(draft, writer, cast):
    new = NewSeats.read({"meetings": [cast.elsewhere.meeting]})
    with pytest.raises(NotFound):
        writer.perform(lambda s: assign_seats(s, cast.secretary, draft.meeting, new))


def test_a_seat_changes_and_is_vacated(writer, cast, database, heard):
    seat = writer.perform(lambda s: seat_id(s, cast.here.meeting, cast.amina))
    writer.perform(lambda s: change_seat(s, cast.secretary, seat, Role.OBSERVER))
    assert heard[0].name == "seat.changed"
    writer.perform(lambda s: vacate_seat(s, cast.secretary, seat))
    assert f"person:{cast.amina}" in {f.stream for f in heard if f.name == "seat.vacated"}
    with database.session() as session, pytest.raises(NotFound):
        seat_of(session, cast.amina, cast.here.meeting)


def test_a_meeting_keeps_a_secretary(writer, cast):
    seat = writer.perform(lambda s: seat_id(s, cast.here.meeting, cast.secretary))
    with pytest.raises(Conflict, match=r"seat\.last_secretary"):
        writer.perform(lambda s: vacate_seat(s, cast.secretary, seat))


def test_a_paper_that_is_moved_tells_of_those_that_make_room(draft, writer, cast, heard):
    more, _ = writer.perform(
        lambda s: add_paper(s, cast.secretary, draft.item, received(sha="b" * 64), "Tờ trình")
    )
    heard.clear()
    first = ChangedPaper.read({"item": draft.item, "after": None})
    writer.perform(lambda s: change_paper(s, cast.secretary, more.id, first))
    places = [(f.name, f.body["paper"]["id"], f.body["paper"]["position"]) for f in heard]
    assert places == [("paper.changed", more.id, 1), ("paper.changed", draft.paper, 2)]
