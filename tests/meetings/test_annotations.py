"""Marks and reading places: private by default, shared by a tap, taken back by another."""

import pytest

from foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from meetings.agendas.arriving import NewSeats
from meetings.agendas.operations.meetings import close_meeting
from meetings.agendas.operations.seats import assign_seats, change_holder, vacate_seat
from meetings.annotations.arriving import ChangedAnnotation, NewAnnotation, NewPlace
from meetings.annotations.operations import (
    annotate_paper,
    change_annotation,
    keep_place,
    remove_annotation,
)
from meetings.annotations.presenting import annotation_as_data
from meetings.annotations.queries import annotation_of, annotations_on, place_in
from meetings.people.operations import ChangedPerson
from meetings.people.queries import seat_held


def target(**changed):
    return {
        "page": 1,
        "paragraph": None,
        "boxes": [[1, 1000, 1000, 9000, 1400]],
        "selectors": [
            {
                "type": "TextQuoteSelector",
                "exact": "ngân sách",
                "prefix": "chi từ ",
                "suffix": " xã",
            },
            {"type": "TextPositionSelector", "start": 10, "end": 19},
            {
                "type": "FragmentSelector",
                "conformsTo": "http://tools.ietf.org/rfc/rfc3778",
                "value": "page=1",
            },
        ],
    } | changed


def arrived(place, **changed):
    return {
        "paper": place.paper,
        "version": place.version,
        "motivation": "highlighting",
        "visibility": "self",
        "color": "yellow",
        "note": "",
        "operation_id": "op",
        "target": target(),
    } | changed


@pytest.fixture
def mark(writer, cast):
    def make(person=None, **changed):
        new = NewAnnotation.read(arrived(cast.here, **changed))
        return writer.perform(lambda s: annotate_paper(s, person or cast.amina, new).id)

    return make


def shown(database, cast, person):
    with database.session() as session:
        seat = seat_held(session, person, cast.here.meeting)
        return [a.id for a in annotations_on(session, seat, cast.here.paper)]


def test_a_mark_is_its_authors_own(mark, cast, heard, database):
    made = mark()
    assert {fact.stream for fact in heard} == {f"person:{cast.amina}"}
    assert shown(database, cast, cast.amina) == [made]
    assert shown(database, cast, cast.chair) == []


def test_a_shared_mark_is_seen_by_the_meeting_and_taken_back(mark, writer, cast, heard, database):
    made = mark()

    def change(revision, visibility):
        asked = ChangedAnnotation.read(
            {"annotation": made, "revision": revision, "visibility": visibility}
        )
        writer.perform(lambda s: change_annotation(s, cast.amina, asked))

    change(1, "meeting")
    assert shown(database, cast, cast.bruno) == [made]
    heard.clear()
    change(2, "self")
    assert ("annotation.hidden", f"meeting:{cast.here.meeting}") in [
        (f.name, f.stream) for f in heard
    ]
    assert all("note" not in f.body for f in heard if f.stream.startswith("meeting:"))
    assert shown(database, cast, cast.bruno) == []


def test_an_observer_marks_and_does_not_share(mark, cast):
    assert mark(cast.observer)
    with pytest.raises(NotPermitted):
        mark(cast.observer, visibility="meeting")


def test_nobody_touches_anothers_mark(mark, writer, cast):
    private, shared = mark(), mark(visibility="meeting")
    with pytest.raises(NotFound):
        writer.perform(lambda s: remove_annotation(s, cast.bruno, private))
    with pytest.raises(NotPermitted):
        writer.perform(lambda s: remove_annotation(s, cast.bruno, shared))


def test_a_mark_changed_on_two_devices_shows_what_is_there_now(mark, writer, cast):
    made = mark()
    asked = ChangedAnnotation.read({"annotation": made, "revision": 1, "note": "x"})
    writer.perform(lambda s: change_annotation(s, cast.amina, asked))
    with pytest.raises(Conflict) as refused:
        writer.perform(lambda s: change_annotation(s, cast.amina, asked))
    assert refused.value.parameters["current"]["note"] == "x"


def test_an_audience_or_a_colour_chosen_last_counts_whatever_was_changed_before(
    mark, writer, cast, database, heard
):
    made = mark(visibility="meeting")

    def change(**what):
        asked = ChangedAnnotation.read({"annotation": made, "revision": 1} | what)
        return writer.perform(lambda s: change_annotation(s, cast.amina, asked).revision)

    assert change(color="pink") == 2
    assert change(visibility="self") == 3
    assert shown(database, cast, cast.bruno) == []
    assert heard[-1].body["annotation"]["color"] == "pink"
    with pytest.raises(Conflict):
        change(note="x", color="blue")


def test_a_removed_mark_is_gone_everywhere(mark, writer, cast, database, heard):
    made = mark(visibility="meeting")
    writer.perform(lambda s: remove_annotation(s, cast.amina, made))
    assert heard[-1].name == "annotation.removed"
    assert shown(database, cast, cast.amina) == shown(database, cast, cast.bruno) == []


def test_a_version_of_another_paper_is_unknown(mark, cast):
    with pytest.raises(NotFound, match=r"version\.unknown"):
        mark(version=cast.elsewhere.version)


def test_a_page_that_is_not_there_cannot_be_marked(mark):
    with pytest.raises(Invalid, match="no_such_page"):
        mark(target=target(page=3))


@pytest.mark.parametrize(
    "wrong",
    [
        {"boxes": [[1, 0, 0, 10001, 1]]},
        {"boxes": [[1, 5, 0, 4, 1]]},
        {"boxes": [[1, 2, 3]]},
        {"boxes": "x"},
        {"selectors": [{"type": "XPathSelector"}]},
        {"page": 0},
    ],
)
def test_a_malformed_target_is_refused(cast, wrong):
    with pytest.raises(Invalid):
        NewAnnotation.read(arrived(cast.here, target=target(**wrong)))


def test_a_reading_place_follows_its_reader(writer, cast, database, heard):
    for page in (1, 2):
        new = NewPlace.read(
            {"paper": cast.here.paper, "version": cast.here.version, "page": page, "y": 500}
        )
        writer.perform(lambda s, n=new: keep_place(s, cast.amina, n))
    assert {fact.stream for fact in heard} == {f"person:{cast.amina}"}
    with database.session() as session:
        assert place_in(session, cast.amina, cast.here.paper).page == 2
        assert place_in(session, cast.bruno, cast.here.paper) is None


def shared_with(cast, visibility, *people):
    return {"visibility": visibility, "people": [getattr(cast, each) for each in people]}


SOME = [
    (("people", "bruno", "guest"), {"bruno", "guest"}),
    (("people", "bruno", "amina"), {"bruno"}),
    (("unit",), {"secretary", "observer"}),
    (("meeting",), {"secretary", "chair", "bruno", "observer", "guest"}),
]
"""What one shares a mark with, and who but its author sees it then."""


@pytest.mark.parametrize(("audience", "see_it"), SOME)
def test_a_mark_is_seen_by_those_it_is_shared_with_and_by_nobody_else(
    mark, cast, database, audience, see_it
):
    made = mark(**shared_with(cast, *audience))
    seated = ("secretary", "chair", "amina", "bruno", "observer", "guest")
    seen = {each for each in seated if shown(database, cast, getattr(cast, each)) == [made]}
    assert seen == see_it | {"amina"}


def test_a_mark_is_told_to_the_seats_of_those_it_is_shared_with(mark, cast, heard, database):
    mark(**shared_with(cast, "people", "bruno"))
    with database.session() as session:
        seat = seat_held(session, cast.bruno, cast.here.meeting).id
    assert {fact.stream for fact in heard} == {f"person:{cast.amina}", f"seat:{seat}"}
    (told,) = [fact.body["annotation"] for fact in heard if fact.stream == f"seat:{seat}"]
    assert told["people"] == [{"person": cast.bruno, "name": "Giàng A Bruno"}]


@pytest.fixture
def share(writer, cast):
    def change(made, revision, *audience):
        asked = ChangedAnnotation.read(
            {"annotation": made, "revision": revision} | shared_with(cast, *audience)
        )
        return writer.perform(lambda s: annotation_as_data(change_annotation(s, cast.amina, asked)))

    return change


def test_a_mark_goes_from_one_circle_to_another_and_back_to_its_author(mark, share, cast, database):
    made = mark(**shared_with(cast, "people", "bruno"))
    assert share(made, 1, "unit")["unit"]["name"] == "Thôn Đông"
    assert shown(database, cast, cast.bruno) == []
    assert shown(database, cast, cast.observer) == [made]
    share(made, 2, "people", "guest", "chair")
    assert shown(database, cast, cast.observer) == []
    assert shown(database, cast, cast.guest) == [made]
    assert share(made, 3, "self")["people"] == []
    for each in (cast.chair, cast.guest, cast.observer, cast.bruno):
        assert shown(database, cast, each) == []


def test_who_holds_no_seat_cannot_be_named(mark, share, cast, heard):
    for stranger in ("stranger", "administrator"):
        with pytest.raises(Conflict, match="not_seated"):
            mark(**shared_with(cast, "people", "bruno", stranger))
    made = mark()
    heard.clear()
    with pytest.raises(Conflict, match="not_seated"):
        share(made, 1, "people", "stranger")
    assert heard == []


def test_an_observer_names_nobody(mark, cast):
    for audience in (("people", "bruno"), ("unit",)):
        with pytest.raises(NotPermitted):
            mark(cast.observer, **shared_with(cast, *audience))


@pytest.mark.parametrize(
    "wrong",
    [
        {"visibility": "desk"},
        {"visibility": "people"},
        {"visibility": "people", "people": []},
        {"visibility": "people", "people": ["x"]},
        {"visibility": "people", "people": 5},
    ],
)
def test_a_malformed_audience_is_refused(cast, wrong):
    with pytest.raises(Invalid):
        NewAnnotation.read(arrived(cast.here, **wrong))


def test_once_the_meeting_is_closed_a_circle_only_becomes_smaller(mark, share, writer, cast):
    made = mark(**shared_with(cast, "people", "bruno", "guest"))
    writer.perform(lambda s: close_meeting(s, cast.chair, cast.here.meeting))
    for wider in (("people", "bruno", "chair"), ("unit",), ("meeting",)):
        with pytest.raises(Conflict, match=r"meeting\.closed"):
            share(made, 1, *wider)
    assert [each["person"] for each in share(made, 1, "people", "guest")["people"]] == [cast.guest]
    assert share(made, 2, "self")["visibility"] == "self"


def test_who_lost_the_seat_sees_a_mark_no_more_and_may_see_it_again_in_that_seat(
    mark, writer, cast, database
):
    made = mark(**shared_with(cast, "people", "bruno"))
    with database.session() as session:
        seat = seat_held(session, cast.bruno, cast.here.meeting).id
    writer.perform(lambda s: vacate_seat(s, cast.secretary, seat))
    with pytest.raises(NotFound), database.session() as session:
        annotation_of(session, cast.bruno, made)
    back = NewSeats.read({"people": [cast.bruno], "role": "delegate"})
    writer.perform(lambda s: assign_seats(s, cast.secretary, cast.here.meeting, back))
    assert shown(database, cast, cast.bruno) == [made]


def test_who_moves_to_another_unit_sees_what_that_one_shares_and_is_told_so(
    mark, writer, cast, database, heard
):
    made = mark(visibility="unit")
    heard.clear()
    moved = ChangedPerson.read({"unit": cast.units[1]})
    writer.perform(lambda s: change_holder(s, cast.administrator, cast.observer, moved, None))
    assert shown(database, cast, cast.observer) == []
    assert f"person:{cast.observer}" in {f.stream for f in heard if f.name == "seat.changed"}
    assert shown(database, cast, cast.secretary) == [made]
