"""Marks and reading places: private by default, shared by a tap, taken back by another."""

import pytest

from foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from meetings.annotations.arriving import ChangedAnnotation, NewAnnotation, NewPlace
from meetings.annotations.operations import (
    annotate_paper,
    change_annotation,
    keep_place,
    remove_annotation,
)
from meetings.annotations.queries import annotations_on, place_in
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
