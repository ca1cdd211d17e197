"""Ink: a stroke is a mark like the others, drawn on its page and carried with what it lies on."""

import orjson
import pytest

from documents.quotes import Word
from foundation.errors import Invalid, NotFound, NotPermitted
from meetings.annotations.arriving import ChangedAnnotation, NewAnnotation, NewAnnotationPlace
from meetings.annotations.ink import MOST_POINTS, box_around, points_at, points_of, shifted
from meetings.annotations.ink_places import as_deep, lying_on, with_words
from meetings.annotations.operations import (
    annotate_paper,
    change_annotation,
    place_annotation,
    remove_annotation,
)
from meetings.annotations.presenting import annotation_as_data
from meetings.annotations.queries import annotations_on
from meetings.people.queries import seat_held
from realtime.sockets import LARGEST_MESSAGE

POINTS = [1000, 1200, 50, 100, 40, 5, -30, 80, -10]
INK = {"width": 30, "points": POINTS}


def arrived(place, **changed):
    return {
        "paper": place.paper,
        "version": place.version,
        "motivation": "drawing",
        "visibility": "self",
        "color": "blue",
        "operation_id": "stroke",
        "target": {"page": 1, "paragraph": None, "boxes": [], "selectors": []},
        "ink": INK,
    } | changed


@pytest.fixture
def draw(writer, cast):
    def make(person=None, **changed):
        new = NewAnnotation.read(arrived(cast.here, **changed))
        return writer.perform(
            lambda s: annotation_as_data(annotate_paper(s, person or cast.amina, new))
        )

    return make


def shown(database, cast, person):
    with database.session() as session:
        seat = seat_held(session, person, cast.here.meeting)
        return [annotation_as_data(each) for each in annotations_on(session, seat, cast.here.paper)]


def test_a_stroke_is_kept_as_it_was_drawn_and_its_box_is_known(draw, cast, database):
    made = draw()
    assert (made["motivation"], made["ink"]) == ("drawing", INK)
    assert made["target"]["boxes"] == [[1, 1000, 1200, 1100, 1320]]
    assert shown(database, cast, cast.amina) == [made]


def test_a_stroke_is_told_to_ones_own_devices_alone_until_it_is_shared(draw, writer, cast, heard):
    made = draw()
    assert [(fact.name, fact.stream) for fact in heard] == [
        ("annotation.created", f"person:{cast.amina}")
    ]
    assert heard[0].body["annotation"]["ink"] == INK
    asked = ChangedAnnotation.read(
        {"annotation": made["id"], "revision": 1, "visibility": "meeting", "color": "pink"}
    )
    writer.perform(lambda s: change_annotation(s, cast.amina, asked))
    told = heard[-1].body["annotation"]
    assert {fact.stream for fact in heard[1:]} == {f"meeting:{cast.here.meeting}"}
    assert (told["color"], told["ink"]) == ("pink", INK)


def test_a_private_stroke_is_unknown_to_others(draw, writer, cast, database):
    made = draw()
    assert shown(database, cast, cast.chair) == []
    with pytest.raises(NotFound):
        writer.perform(lambda s: remove_annotation(s, cast.bruno, made["id"]))


def test_an_observer_draws_and_does_not_share(draw, cast):
    assert draw(cast.observer)
    with pytest.raises(NotPermitted):
        draw(cast.observer, visibility="meeting")


def test_a_stranger_draws_nowhere(draw, cast):
    with pytest.raises(NotFound):
        draw(cast.stranger)


def test_an_erased_stroke_is_gone_and_told(draw, writer, cast, database, heard):
    made = draw()
    writer.perform(lambda s: remove_annotation(s, cast.amina, made["id"]))
    assert heard[-1].name == "annotation.removed"
    assert shown(database, cast, cast.amina) == []


@pytest.mark.parametrize(
    ("ink", "code"),
    [
        ({"width": 30, "points": []}, "ink.points"),
        ({"width": 30, "points": [1, 2]}, "ink.points"),
        ({"width": 30, "points": [1, 2, 1.5]}, "ink.points"),
        ({"width": 30, "points": [1, 2, True]}, "ink.points"),
        ({"width": 30, "points": [1, 2, "3"]}, "ink.points"),
        ({"width": 30, "points": "1,2,3"}, "ink.points"),
        ({"width": 30, "points": [10001, 0, 0]}, "ink.outside"),
        ({"width": 30, "points": [9990, 0, 0, 11, 0, 0]}, "ink.outside"),
        ({"width": 30, "points": [5, 5, 50, 0, -6, 0]}, "ink.outside"),
        ({"width": 30, "points": [5, 5, 101]}, "ink.outside"),
        ({"width": 30, "points": [5, 5, 50] * (MOST_POINTS + 1)}, "ink.too_long"),
        ({"width": 30, "points": [10**30, 0, 0]}, "ink.outside"),
        ({"width": 0, "points": [5, 5, 50]}, "field.number"),
        ({"width": 401, "points": [5, 5, 50]}, "field.number"),
        ({"points": [5, 5, 50]}, "field.number"),
        (None, "request.not_an_object"),
    ],
)
def test_what_is_no_stroke_is_refused(cast, ink, code):
    with pytest.raises(Invalid) as refused:
        NewAnnotation.read(arrived(cast.here, ink=ink))
    assert refused.value.code == code


def test_a_note_has_no_ink_and_a_highlight_may_be_drawn_by_hand(draw, cast):
    with pytest.raises(Invalid, match="of_no_drawing"):
        NewAnnotation.read(arrived(cast.here, motivation="commenting"))
    made = draw(motivation="highlighting", ink=INK | {"width": 280})
    assert (made["motivation"], made["ink"]["width"]) == ("highlighting", 280)
    assert made["target"]["boxes"] == [[1, 1000, 1200, 1100, 1320]]


def test_the_longest_stroke_is_far_from_the_largest_message(cast):
    to_and_fro = [0, 0, 0] + [10_000, 10_000, 100, -10_000, -10_000, -100] * MOST_POINTS
    ink = {"width": 200, "points": to_and_fro[: 3 * MOST_POINTS]}
    new = NewAnnotation.read(arrived(cast.here, ink=ink))
    assert len(list(points_of(new.ink))) == MOST_POINTS
    assert len(orjson.dumps(arrived(cast.here, ink=ink))) < LARGEST_MESSAGE / 2


def test_a_stroke_that_was_carried_keeps_its_form_and_stays_on_the_page():
    assert box_around(INK, 3) == [3, 1000, 1200, 1100, 1320]
    assert points_at(INK, [2, 1500, 1100, 1600, 1220]) == [
        (1500, 1100, 50),
        (1600, 1140, 55),
        (1570, 1220, 45),
    ]
    assert shifted([1, 9000, 100, 9900, 300], 2, 500, -400) == [2, 9100, 0, 10_000, 200]


class Lying:
    def __init__(self, *boxes):
        self.boxes = boxes


def test_ink_lies_on_what_it_covers_most_or_stands_beside_in_the_margin():
    first, second = Lying([1, 1000, 1000, 9000, 1400]), Lying([1, 1000, 1500, 9000, 1900])
    both = [first, second]
    assert lying_on([1, 2000, 1300, 3000, 1850], both) == [second, first]
    assert lying_on([1, 2000, 1420, 3000, 1430], both) == [first], "a line under its words"
    assert lying_on([1, 200, 1450, 600, 1950], both)[0] is second, "beside it, in the margin"
    assert lying_on([1, 2000, 5000, 3000, 5100], both) == []
    assert lying_on([2, 2000, 1300, 3000, 1350], both) == []


def line(number, y, *words, x=1000):
    return [
        Word(word, 1, number, x + 900 * n, y, x + 900 * n + 800, y + 200)
        for n, word in enumerate(words)
    ]


def test_ink_goes_with_the_words_under_it():
    before = line(0, 1000, "Kinh", "phí", "ba", "mươi", "triệu") + line(
        1, 1250, "đồng", "mỗi", "xã"
    )
    after = line(0, 4000, "Tổng", "số", "tiền", "Kinh", "phí", "ba", "mươi") + line(
        1, 4250, "triệu"
    )
    under_million = [1, 3600, 1190, 5500, 1230]
    way = with_words(under_million, before, after)
    assert (way.page, way.right, way.down) == (1, 2700, 3000)
    assert with_words(under_million, before, line(0, 4000, "Không", "còn", "gì", "cả")) is None
    assert with_words([1, 100, 100, 200, 200], before, after) is None


def test_where_the_words_have_gone_ink_stays_as_deep_in_its_paragraph():
    old, new = Lying([1, 1000, 1000, 9000, 2000]), Lying([2, 1500, 4000, 9000, 6000])
    assert as_deep([1, 2000, 1400, 2100, 1600], old, new) == (2, 500, 3500, 100.0)


def test_a_stroke_is_put_by_hand_where_its_box_begins(draw, writer, cast):
    made = draw()
    asked = {
        "annotation": made["id"],
        "version": cast.here.version,
        "target": made["target"] | {"boxes": []},
    }
    with pytest.raises(Invalid, match="later_version"):
        writer.perform(lambda s: place_annotation(s, cast.amina, NewAnnotationPlace.read(asked)))
