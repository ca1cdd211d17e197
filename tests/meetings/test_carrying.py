"""Carrying: what was said and marked goes along into the next version; nobody hears too much."""

import orjson
import pytest
from sqlalchemy import select, update

from documents import models, operations
from documents.arrivals import Arrivals
from documents.matches import Step, note_steps
from documents.models import ParagraphMatch, Version, VersionState
from documents.queries import paragraphs_of
from documents.vault import Vault
from documents.workers import Workers
from foundation.aside import Aside
from foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from foundation.events import listen
from meetings.agendas.operations.meetings import close_meeting
from meetings.agendas.operations.papers import restore_paper
from meetings.agendas.queries import pack_of
from meetings.annotations.arriving import NewAnnotation, NewAnnotationPlace, NewPlace
from meetings.annotations.models import Annotation
from meetings.annotations.operations import (
    annotate_paper,
    keep_place,
    place_annotation,
    remove_annotation,
)
from meetings.annotations.queries import annotations_on, place_in, unplaced_annotations
from meetings.annotations.reading_places import place_on
from meetings.carrying import Carrier
from meetings.catching_up import missed
from meetings.opinions.arriving import ChangedComment, NewComment, NewCommentPlace, NewReply
from meetings.opinions.gathering import gathered
from meetings.opinions.models import Comment
from meetings.opinions.operations import (
    change_comment,
    comment_on_paragraph,
    place_comment,
    reply_to_comment,
    withdraw_comment,
)
from meetings.opinions.presenting import comment_as_data
from meetings.opinions.queries import Filter, comments_on, opinions_gathered, unplaced_comments
from meetings.people.queries import seat_held
from tests.cast import read_version, received

SCOPE = "Nghị quyết này quy định mức chi từ ngân sách xã cho các thôn, bản trong năm 2027."
ROADS = "Ưu tiên cứng hóa đường liên thôn tại các bản vùng cao còn khó khăn về giao thông đi lại."
SCHOOL = "Bố trí kinh phí sửa chữa phòng học đã xuống cấp trước ngày khai giảng năm học mới."
WATER = "Hỗ trợ hộ nghèo lắp bồn chứa nước hợp vệ sinh, mỗi hộ một lần, không quá hai triệu đồng."
OFFICE = "Ủy ban nhân dân xã chịu trách nhiệm tổ chức thực hiện và báo cáo Hội đồng nhân dân xã."
FIRST = (SCOPE, ROADS, SCHOOL, WATER, OFFICE)
REWORDED = ROADS.replace("Ưu tiên cứng hóa", "Tập trung nâng cấp, mở rộng")
LISTED = "Công khai danh sách nợ thuế kéo dài trên hệ thống truyền thanh của xã."
REWRITTEN = "Công khai danh sách tổ chức, cá nhân nợ thuế quá 90 ngày theo quy định về thuế."


class Table:
    """The paper on the table, its versions, and what people do with them."""

    def __init__(self, writer, database, carrier, cast):
        self.writer, self.database, self.carrier, self.cast = writer, database, carrier, cast
        self.paper = cast.here.paper
        self.versions, self.paragraphs = [], []
        self._count = 0
        self.lay(*FIRST)

    def lay(self, *texts, carry=True):
        """Lay the next version on the table; carries unless somebody is to be quicker."""

        def act(session):
            version = operations.replace(session, self.document, received(sha=self._sha()))
            return version.id, read_version(session, version.id, texts)

        version, paragraphs = self.writer.perform(act)
        self.versions.append(version)
        self.paragraphs.append(paragraphs)
        if carry:
            self.carry(version)
        return version

    def carry(self, version=None):
        self.carrier.start(version or self.versions[-1])
        self.carrier.wait()

    @property
    def document(self):
        with self.database.session() as session:
            return session.get(Version, self.cast.here.version).document_id

    def say(self, paragraph, person=None, visibility="meeting", text="Xin làm rõ."):
        self._count += 1
        new = NewComment.read(
            {
                "paper": self.paper,
                "paragraph": paragraph,
                "text": text,
                "visibility": visibility,
                "operation_id": f"c{self._count}",
            }
        )
        person = person or self.cast.amina
        return self.writer.perform(lambda s: comment_on_paragraph(s, person, new).id)

    def mark(self, version, target, person=None, visibility="self", ink=None):
        self._count += 1
        new = NewAnnotation.read(
            {
                "paper": self.paper,
                "version": version,
                "motivation": "drawing" if ink else "highlighting",
                "visibility": visibility,
                "ink": ink,
                "color": "yellow",
                "note": "",
                "operation_id": f"a{self._count}",
                "target": target,
            }
        )
        person = person or self.cast.amina
        return self.writer.perform(lambda s: annotate_paper(s, person, new).id)

    def place(self, person, comment, version, paragraph):
        new = NewCommentPlace(comment, version, paragraph)
        return self.writer.perform(lambda s: comment_as_data(place_comment(s, person, new)))

    def stands(self, comment, version=None):
        """Where a comment stands in a version: its paragraph and its rung."""
        with self.database.session() as session:
            places = {p.version_id: p for p in session.get(Comment, comment).places}
            place = places.get(version or self.versions[-1])
            return place and (place.paragraph_id, place.rung)

    def marked(self, annotation, version=None):
        with self.database.session() as session:
            places = {p.version_id: p for p in session.get(Annotation, annotation).places}
            place = places.get(version or self.versions[-1])
            return place and (place.target, place.rung)

    def unplaced(self, person, version=None):
        with self.database.session() as session:
            seat = seat_held(session, person, self.cast.here.meeting)
            version = version or self.versions[-1]
            comments = unplaced_comments(session, seat, self.paper, version)
            marks = unplaced_annotations(session, person, self.paper, version)
            return [c.id for c in comments], [m.id for m in marks]

    def _sha(self):
        self._count += 1
        return f"{self._count:064x}"


@pytest.fixture
def arrivals(database, writer, tmp_path):
    vault = Vault(tmp_path / "uploads")
    workers = Workers(1, vault.root)
    made = Arrivals(writer.perform, Aside(database).read, workers, vault)
    yield made
    made.close()
    workers.close()


@pytest.fixture
def carrier(database, writer, arrivals):
    made = Carrier(writer.perform, Aside(database).read, arrivals)
    yield made
    made.close()


@pytest.fixture
def table(writer, database, carrier, cast):
    return Table(writer, database, carrier, cast)


def on(version, table, n):
    return table.paragraphs[version][n]


def box(n, x0=1000, x1=9000):
    """A line of the n-th paragraph, as the cast's papers have them."""
    return [1, x0, 1000 + 500 * n, x1, 1400 + 500 * n]


def target(n, paragraph=None, quote=None, **more):
    selectors = []
    if quote:
        selectors.append({"type": "TextQuoteSelector", "exact": quote, "prefix": "", "suffix": ""})
    return {"page": 1, "paragraph": paragraph, "boxes": [box(n)], "selectors": selectors} | more


@pytest.mark.parametrize(
    ("said_on", "texts", "stands_on", "rung"),
    [
        (1, (OFFICE, SCOPE, ROADS, SCHOOL, WATER), 2, "same"),
        (1, (SCOPE, REWORDED, SCHOOL, WATER, OFFICE), 1, "edited"),
        (3, (WATER, SCOPE, ROADS, SCHOOL, OFFICE), 0, "moved"),
        (
            3,
            (WATER.replace("hai triệu", "ba triệu"), SCOPE, ROADS, SCHOOL, OFFICE),
            0,
            "moved_edited",
        ),
        (1, (SCOPE, f"{ROADS} {SCHOOL}", WATER, OFFICE), 1, "merged"),
        (2, (SCOPE, f"{ROADS} {SCHOOL}", WATER, OFFICE), 1, "merged"),
    ],
)
def test_a_comment_follows_its_paragraph_by_each_rung(table, said_on, texts, stands_on, rung):
    said = table.say(on(0, table, said_on))
    table.lay(*texts)
    assert table.stands(said) == (on(1, table, stands_on), rung)


def test_a_comment_on_a_paragraph_that_became_two_stands_on_one_of_them(table):
    table.lay(SCOPE, f"{ROADS} {SCHOOL}", WATER, OFFICE)
    said = table.say(on(1, table, 1))
    table.lay(*FIRST)
    paragraph, rung = table.stands(said)
    assert (paragraph in table.paragraphs[2][1:3], rung) == (True, "split")


def test_what_stood_on_a_deleted_paragraph_is_listed_and_not_put_on_its_neighbour(table):
    said = table.say(on(0, table, 2))
    mark = table.mark(table.versions[0], target(2, on(0, table, 2), SCHOOL))
    table.lay(SCOPE, ROADS, WATER, OFFICE)
    assert table.stands(said) == (None, "not_placed")
    assert table.marked(mark) == (None, "not_placed")
    assert table.unplaced(table.cast.amina) == ([said], [mark])


def test_what_is_not_sure_is_not_placed(table):
    table.lay(SCOPE, LISTED, ROADS)
    said = table.say(on(1, table, 1))
    table.lay(SCOPE, REWRITTEN, ROADS)
    assert table.stands(said) == (None, "not_placed")


def test_replies_stand_where_their_comment_stands(table):
    said = table.say(on(0, table, 1))
    new = NewReply(said, "Đồng ý.", "r")
    reply = table.writer.perform(lambda s: reply_to_comment(s, table.cast.bruno, new).id)
    table.lay(OFFICE, *FIRST[:4])
    with table.database.session() as session:
        comment, answer = (session.get(Comment, each) for each in (said, reply))
        assert comment_as_data(answer)["places"] == comment_as_data(comment)["places"] != {}
        assert answer.places == []


def test_a_place_says_where_it_is(table):
    said = table.say(on(0, table, 1))
    version = table.lay(OFFICE, *FIRST[:4])
    with table.database.session() as session:
        places = comment_as_data(session.get(Comment, said))["places"]
    assert places == {
        str(version): {
            "paragraph": on(1, table, 2),
            "page": 1,
            "number": 3,
            "address": "Điều 1 khoản 2",
            "rung": "same",
            "score": 100.0,
        }
    }


def test_nothing_stands_in_two_places(table):
    said = [table.say(paragraph) for paragraph in table.paragraphs[0]]
    table.lay(SCOPE, f"{ROADS} {SCHOOL}", WATER, OFFICE)
    table.lay(*FIRST)
    table.carry()
    with table.database.session() as session:
        seat = seat_held(session, table.cast.bruno, table.cast.here.meeting)
        shown = [c.id for c in comments_on(session, seat, table.paper, table.versions[-1])]
        assert shown == said
        for each in said:
            places = session.get(Comment, each).places
            assert len(places) == len({p.version_id for p in places}) == 2


def test_a_version_shows_what_was_made_on_it_and_what_was_carried_to_it(table):
    before = table.say(on(0, table, 1))
    table.lay(*FIRST)
    after = table.say(on(1, table, 1))
    with table.database.session() as session:
        seat = seat_held(session, table.cast.bruno, table.cast.here.meeting)
        shown = [
            [c.id for c in comments_on(session, seat, table.paper, version)]
            for version in table.versions
        ]
    assert shown == [[before], [before, after]]


def test_through_three_versions_it_is_as_sure_as_its_least_sure_step(table):
    said = table.say(on(0, table, 1))
    table.lay(SCOPE, REWORDED, SCHOOL, WATER, OFFICE)
    table.lay(OFFICE, SCOPE, REWORDED, SCHOOL, WATER)
    assert table.stands(said, table.versions[1]) == (on(1, table, 1), "edited")
    assert table.stands(said) == (on(2, table, 2), "edited")


def test_what_was_lost_on_the_way_stays_lost(table):
    said = table.say(on(0, table, 2))
    table.lay(SCOPE, ROADS, WATER, OFFICE)
    table.lay(SCOPE, ROADS, WATER, OFFICE, REWRITTEN)
    assert table.stands(said) == (None, "not_placed")


def test_what_was_lost_is_found_again_where_its_paragraph_comes_back(table):
    said = table.say(on(0, table, 2))
    mark = table.mark(table.versions[0], target(2, on(0, table, 2), SCHOOL))
    beside = table.say(on(0, table, 1))
    table.lay(SCOPE, ROADS, WATER, OFFICE)
    table.lay(SCOPE, ROADS, WATER, OFFICE)
    assert table.stands(said) == (None, "not_placed")
    table.lay(OFFICE, SCOPE, ROADS, SCHOOL, WATER)
    assert table.stands(said, table.versions[2]) == (None, "not_placed")
    assert table.stands(said) == (on(3, table, 3), "same")
    assert table.marked(mark)[1] == "same"
    assert table.stands(beside) == (on(3, table, 2), "same")
    table.lay(SCOPE, SCHOOL, OFFICE)
    assert table.stands(said) == (on(4, table, 1), "same")


def test_a_late_comment_on_what_was_lost_and_came_back_is_found_again(table, carrier):
    listen(carrier.hear)
    table.lay(SCOPE, ROADS, WATER, OFFICE)
    table.lay(*FIRST)
    said = table.say(on(0, table, 2))
    mark = table.mark(table.versions[0], target(2, on(0, table, 2), SCHOOL))
    carrier.wait()
    assert table.stands(said) == (on(2, table, 2), "same")
    assert table.marked(mark)[1] == "same"


def test_a_comment_sent_late_from_an_old_version_has_its_places_at_once(table, heard):
    table.lay(OFFICE, *FIRST[:4])
    heard.clear()
    said = table.say(on(0, table, 1))
    assert table.stands(said) == (on(1, table, 2), "same")
    [fact] = heard
    assert fact.body["comment"]["places"][str(table.versions[1])]["paragraph"] == on(1, table, 2)


def test_a_late_comment_on_what_was_deleted_is_not_placed_at_once(table):
    table.lay(SCOPE, ROADS, WATER, OFFICE)
    assert table.stands(table.say(on(0, table, 2))) == (None, "not_placed")


def test_a_comment_that_is_quicker_than_the_matching_is_carried_after_it(table):
    table.lay(OFFICE, *FIRST[:4], carry=False)
    said = table.say(on(0, table, 1))
    assert table.stands(said) is None
    table.carry()
    assert table.stands(said) == (on(1, table, 2), "same")


def test_what_was_only_carried_before_a_stop_is_carried_to_its_end_after_it(
    table, database, writer, arrivals, monkeypatch
):
    said = [table.say(paragraph) for paragraph in table.paragraphs[0] for _ in range(30)]
    mark = table.mark(table.versions[0], target(1, on(0, table, 1), ROADS))

    class Stopping(Carrier):
        """Is closed after so many acts, as a house may be."""

        def __init__(self, acts):
            super().__init__(self.act, Aside(database).read, arrivals)
            self.left = acts

        def act(self, operation):
            self.left -= 1
            if self.left <= 0:
                self._stopping.set()
            return writer.perform(operation)

    for acts in (1, 2, 3, 4, 5):
        stopping = Stopping(acts)
        monkeypatch.setattr("meetings.carrying.ROWS_TOGETHER", 2)
        version = table.lay(OFFICE, *FIRST[:4], carry=False)
        stopping.start(version)
        stopping.wait()
        again = Carrier(writer.perform, Aside(database).read, arrivals)
        assert again.resume() >= 1
        again.wait()
        assert all(table.stands(each, version)[0] is not None for each in said[:-30])
        assert table.marked(mark, version)[0] is not None
        assert again.resume() == 0


def test_a_meeting_hears_that_a_paper_was_carried_and_no_more(table, heard):
    table.say(on(0, table, 1), visibility="self")
    heard.clear()
    version = table.lay(*FIRST)
    carried = [fact for fact in heard if fact.name == "paper.carried"]
    assert [fact.stream for fact in carried] == [f"meeting:{table.cast.here.meeting}"]
    assert [fact.body for fact in carried] == [{"paper": table.paper, "version": version}]
    heard.clear()
    table.carry()
    assert heard == []  # nothing was news


def test_what_cannot_be_compared_is_not_placed_rather_than_forgotten(table, arrivals, monkeypatch):
    from foundation.errors import Unavailable

    def fail(*_):
        raise Unavailable("version.not_compared")

    said = table.say(on(0, table, 1))
    monkeypatch.setattr(arrivals, "changes", fail)
    table.lay(*FIRST)
    assert table.unplaced(table.cast.amina)[0] == [said]


def test_a_paper_uploaded_unchanged_keeps_even_its_pictures_of_pages(table, writer, database):
    def picture(session):
        paragraph = session.get(models.Paragraph, on(0, table, 0))
        paragraph.kind, paragraph.text = "page", ""
        sha = session.get(Version, table.versions[0]).sha256
        version = operations.replace(session, table.document, received(sha=sha))
        read_version(session, version.id, ("", *FIRST[1:]))
        session.execute(
            update(models.Paragraph)
            .where(models.Paragraph.version_id == version.id, models.Paragraph.ordinal == 0)
            .values(kind="page")
        )
        return version.id

    version = writer.perform(picture)
    said = table.say(on(0, table, 0))
    table.carry(version)
    assert table.stands(said, version)[1] == "same"


# By hand


def lost(table, person=None, visibility="meeting"):
    """A comment that found no place in the second version."""
    said = table.say(on(0, table, 2), person, visibility)
    table.lay(SCOPE, ROADS, WATER, OFFICE)
    return said


@pytest.mark.parametrize("who", ["amina", "chair", "secretary"])
def test_its_author_and_the_desk_place_a_comment_by_hand(table, heard, who):
    said = lost(table)
    heard.clear()
    told = table.place(getattr(table.cast, who), said, table.versions[1], on(1, table, 1))
    assert table.stands(said) == (on(1, table, 1), "by_hand")
    assert [(fact.name, fact.stream) for fact in heard] == [
        ("comment.placed", f"meeting:{table.cast.here.meeting}")
    ]
    assert heard[0].body["comment"] == told
    assert table.unplaced(table.cast.amina) == ([], [])


@pytest.mark.parametrize("who", ["bruno", "observer", "guest"])
def test_others_do_not_place_it(table, heard, who):
    said = lost(table)
    heard.clear()
    with pytest.raises(NotPermitted):
        table.place(getattr(table.cast, who), said, table.versions[1], on(1, table, 1))
    assert heard == []
    assert table.stands(said) == (None, "not_placed")


@pytest.mark.parametrize("who", ["stranger", "administrator"])
def test_to_those_without_a_seat_there_is_nothing_to_place(table, who):
    said = lost(table)
    with pytest.raises(NotFound, match=r"comment\.unknown"):
        table.place(getattr(table.cast, who), said, table.versions[1], on(1, table, 1))


def test_a_note_to_oneself_is_placed_by_oneself_alone(table, heard):
    said = lost(table, visibility="self")
    for who in (table.cast.chair, table.cast.secretary, table.cast.bruno):
        with pytest.raises(NotFound, match=r"comment\.unknown"):
            table.place(who, said, table.versions[1], on(1, table, 1))
    heard.clear()
    table.place(table.cast.amina, said, table.versions[1], on(1, table, 1))
    assert {fact.stream for fact in heard} == {f"person:{table.cast.amina}"}


def test_that_a_comment_for_the_desk_was_placed_is_heard_by_the_desk_and_its_author(table, heard):
    said = lost(table, visibility="desk")
    heard.clear()
    table.place(table.cast.secretary, said, table.versions[1], on(1, table, 1))
    assert {fact.stream for fact in heard} == {
        f"desk:{table.cast.here.meeting}",
        f"person:{table.cast.amina}",
    }


def test_a_place_given_by_hand_is_never_overwritten_and_goes_on_from_there(table):
    said = table.say(on(0, table, 1))
    table.lay(*FIRST)
    table.place(table.cast.chair, said, table.versions[1], on(1, table, 3))
    table.carry()
    assert table.stands(said) == (on(1, table, 3), "by_hand")
    table.lay(WATER, *FIRST[:3], OFFICE)
    assert table.stands(said, table.versions[1]) == (on(1, table, 3), "by_hand")
    assert table.stands(said) == (on(2, table, 0), "moved")


def test_placing_in_an_old_version_places_it_in_the_later_ones_at_once(table):
    said = lost(table)
    table.lay(OFFICE, SCOPE, ROADS, WATER)
    assert table.stands(said) == (None, "not_placed")
    table.place(table.cast.amina, said, table.versions[1], on(1, table, 1))
    assert table.stands(said) == (on(2, table, 2), "same")


def test_a_comment_is_not_placed_where_it_was_made_nor_before(table):
    table.lay(*FIRST)
    said = table.say(on(1, table, 1))
    for n in (0, 1):
        with pytest.raises(Invalid, match=r"place\.needs_a_later_version"):
            table.place(table.cast.amina, said, table.versions[n], on(n, table, 2))


def test_a_place_is_a_paragraph_of_that_version(table):
    said = lost(table)
    with pytest.raises(NotFound, match=r"paragraph\.unknown"):
        table.place(table.cast.amina, said, table.versions[1], on(0, table, 1))
    elsewhere = table.cast.elsewhere
    with pytest.raises(NotFound, match=r"version\.unknown"):
        table.place(table.cast.amina, said, elsewhere.version, elsewhere.paragraphs[0])


def test_replies_and_what_was_withdrawn_are_not_placed(table):
    said = lost(table)
    new = NewReply(said, "Đồng ý.", "r")
    reply = table.writer.perform(lambda s: reply_to_comment(s, table.cast.bruno, new).id)
    with pytest.raises(Invalid, match=r"place\.of_a_reply"):
        table.place(table.cast.chair, reply, table.versions[1], on(1, table, 1))
    table.writer.perform(lambda s: withdraw_comment(s, table.cast.amina, said).id)
    with pytest.raises(Conflict, match=r"comment\.withdrawn"):
        table.place(table.cast.amina, said, table.versions[1], on(1, table, 1))
    assert table.unplaced(table.cast.amina) == ([], [])


def test_in_a_closed_meeting_nothing_is_placed(table):
    said = lost(table)
    table.writer.perform(lambda s: close_meeting(s, table.cast.chair, table.cast.here.meeting).id)
    with pytest.raises(Conflict, match=r"meeting\.closed"):
        table.place(table.cast.amina, said, table.versions[1], on(1, table, 1))


def test_nothing_is_told_when_placing_fails(table, heard):
    said = lost(table)
    heard.clear()
    new = NewCommentPlace(said, table.versions[1], on(1, table, 1))

    def place_then_fail(session):
        place_comment(session, table.cast.amina, new)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        table.writer.perform(place_then_fail)
    assert heard == []
    assert table.stands(said) == (None, "not_placed")


@pytest.mark.parametrize(
    "wrong", [{}, {"comment": 1}, {"comment": 1, "version": "x", "paragraph": 1}]
)
def test_a_malformed_place_is_refused(wrong):
    with pytest.raises(Invalid):
        NewCommentPlace.read(wrong)


# What is private


def test_what_found_no_place_is_listed_for_its_author_and_the_desk_alone(table):
    said = {
        visibility: table.say(on(0, table, 2), visibility=visibility)
        for visibility in ("meeting", "desk", "self")
    }
    mark = table.mark(table.versions[0], target(2, on(0, table, 2), SCHOOL))
    shared = table.mark(table.versions[0], target(2, on(0, table, 2), SCHOOL), visibility="meeting")
    table.lay(SCOPE, ROADS, WATER, OFFICE)
    cast = table.cast
    assert table.unplaced(cast.amina) == (list(said.values()), [mark, shared])
    for desk in (cast.chair, cast.secretary):
        assert table.unplaced(desk) == ([said["meeting"], said["desk"]], [])
    for other in (cast.bruno, cast.observer):
        assert table.unplaced(other) == ([], [])


def test_a_private_mark_of_one_is_never_shown_to_another(table):
    table.mark(table.versions[0], target(1, on(0, table, 1), ROADS))
    table.lay(*FIRST)
    with table.database.session() as session:
        for person in (table.cast.bruno, table.cast.chair, table.cast.secretary):
            seat = seat_held(session, person, table.cast.here.meeting)
            assert annotations_on(session, seat, table.paper, table.versions[1]) == []


def test_carrying_tells_nobody_of_what_is_private(table, heard):
    table.say(on(0, table, 2), visibility="self", text="Bí mật")
    table.mark(table.versions[0], target(2, on(0, table, 2), SCHOOL))
    heard.clear()
    table.lay(SCOPE, ROADS, WATER, OFFICE)
    assert {fact.name for fact in heard} == {"paper.carried"}
    assert "Bí mật" not in str([fact.body for fact in heard])


def test_who_was_away_hears_a_placing_in_its_present_state(table):
    said = lost(table)
    streams = dict.fromkeys([f"meeting:{table.cast.here.meeting}"], 0)
    table.place(table.cast.chair, said, table.versions[1], on(1, table, 1))
    change = ChangedComment.read({"comment": said, "revision": 2, "visibility": "desk"})
    with table.database.session() as session:
        facts, _ = missed(session, table.cast.bruno, table.cast.here.meeting, streams)
    [placed] = [fact for fact in facts if fact.name == "comment.placed"]
    places = placed.body["comment"]["places"]
    assert places[str(table.versions[1])]["paragraph"] == on(1, table, 1)
    table.writer.perform(lambda s: change_comment(s, table.cast.amina, change).id)
    with table.database.session() as session:
        facts, _ = missed(session, table.cast.bruno, table.cast.here.meeting, streams)
    assert "comment.placed" not in {fact.name for fact in facts}
    assert "Xin làm rõ." not in str([fact.body for fact in facts])


# Marks


def test_a_mark_moves_with_a_paragraph_that_only_moved_down(table):
    mark = table.mark(table.versions[0], target(1, on(0, table, 1), "Ưu tiên"))
    table.lay(OFFICE, *FIRST[:4])
    placed, rung = table.marked(mark)
    assert (placed["boxes"], placed["paragraph"], rung) == ([box(2)], on(1, table, 2), "same")
    assert placed["selectors"][0]["exact"] == "Ưu tiên"


def test_a_mark_on_words_knows_its_paragraph_by_where_it_stands(table):
    mark = table.mark(table.versions[0], target(1, None, "Ưu tiên cứng hóa"))
    table.lay(OFFICE, *FIRST[:4])
    assert table.marked(mark)[0]["paragraph"] == on(1, table, 2)


def give_words(table, arrivals, version, lines, monkeypatch):
    """Let the pages of a version have these lines."""
    place = arrivals._shelf._vault.root / f"words-{version}.json"
    place.write_bytes(orjson.dumps(lines))
    monkeypatch.setattr(arrivals, "words", lambda sha, page: place)


def line(n, text):
    words = text.split(" ")
    step = 8000 // len(words)
    places = [[1000 + step * w, 1000 + step * w + step - 10] for w in range(len(words))]
    return [*box(n)[1:], text, places]


def test_a_mark_finds_its_words_in_a_paragraph_that_was_edited(table, arrivals, monkeypatch):
    mark = table.mark(table.versions[0], target(1, on(0, table, 1), "tại các bản vùng cao"))
    texts = (OFFICE, SCOPE, REWORDED, SCHOOL, WATER)
    lines = [line(n, text) for n, text in enumerate(texts)]
    give_words(table, arrivals, 2, lines, monkeypatch)
    table.lay(*texts)
    placed, rung = table.marked(mark)
    at = REWORDED.split(" ").index("tại")
    words = lines[2][5]
    assert placed["boxes"] == [[1, words[at][0], box(2)[2], words[at + 4][1], box(2)[4]]]
    assert (placed["selectors"][0]["exact"], rung) == ("tại các bản vùng cao", "edited")


def test_a_mark_on_words_that_changed_a_little_is_on_the_changed_words(
    table, arrivals, monkeypatch
):
    mark = table.mark(
        table.versions[0], target(3, on(0, table, 3), "mỗi hộ một lần, không quá hai triệu đồng")
    )
    edited = WATER.replace("hai triệu", "ba triệu")
    texts = (SCOPE, ROADS, SCHOOL, edited, OFFICE)
    give_words(table, arrivals, 2, [line(n, t) for n, t in enumerate(texts)], monkeypatch)
    table.lay(*texts)
    placed, rung = table.marked(mark)
    assert placed["selectors"][0]["exact"] == "mỗi hộ một lần, không quá ba triệu đồng."
    assert rung == "edited"


def test_where_the_words_have_gone_the_paragraph_is_marked(table, arrivals, monkeypatch):
    mark = table.mark(table.versions[0], target(1, on(0, table, 1), "Ưu tiên cứng hóa"))
    texts = (OFFICE, SCOPE, REWORDED, SCHOOL, WATER)
    give_words(table, arrivals, 2, [line(n, t) for n, t in enumerate(texts)], monkeypatch)
    table.lay(*texts)
    placed, rung = table.marked(mark)
    assert (placed["boxes"], rung) == ([box(2)], "edited")
    assert placed["selectors"][0]["exact"] == "Ưu tiên cứng hóa"  # it may come back


def test_a_free_mark_stays_where_all_around_it_stays(table):
    mark = table.mark(table.versions[0], target(1, boxes=[box(1, 9200, 9500)]))
    table.lay(SCOPE, ROADS, SCHOOL, WATER, OFFICE)
    assert table.marked(mark) == (target(1, boxes=[box(1, 9200, 9500)]), "same")
    table.lay(OFFICE, SCOPE, ROADS, SCHOOL, WATER)
    assert table.marked(mark) == (None, "not_placed")


@pytest.mark.parametrize(("x", "y"), [(9500, 1700), (5000, 1450), (0, 10_000)])
def test_a_note_at_a_point_goes_along_with_the_paragraph_it_stands_by(table, x, y):
    at = target(1, on(0, table, 1), boxes=[[1, x, y, x, y]])
    note = table.mark(table.versions[0], at)
    table.lay(OFFICE, *FIRST[:4])
    placed, rung = table.marked(note)
    below = min(10_000, y + 500)
    assert (placed["boxes"], rung) == ([[1, x, below, x, below]], "same")
    assert placed["paragraph"] == on(1, table, 2)


def test_a_note_at_a_point_of_a_paragraph_that_is_gone_is_listed(table):
    at = target(1, on(0, table, 1), boxes=[[1, 9500, 1700, 9500, 1700]])
    note = table.mark(table.versions[0], at)
    table.lay(SCOPE, SCHOOL, WATER, OFFICE)
    assert table.marked(note) == (None, "not_placed")


def test_a_late_mark_has_its_place_at_once_and_its_words_soon_after(
    table, arrivals, carrier, heard, monkeypatch
):
    texts = (OFFICE, SCOPE, REWORDED, SCHOOL, WATER)
    lines = [line(n, text) for n, text in enumerate(texts)]
    give_words(table, arrivals, 2, lines, monkeypatch)
    table.lay(*texts)
    heard.clear()
    mark = table.mark(table.versions[0], target(1, on(0, table, 1), "tại các bản vùng cao"))
    assert table.marked(mark)[0]["boxes"] == [box(2)]
    carrier.hear(heard)
    carrier.wait()
    assert table.marked(mark)[0]["boxes"] != [box(2)]
    assert [fact.name for fact in heard] == ["annotation.created", "annotation.placed"]
    assert {fact.stream for fact in heard} == {f"person:{table.cast.amina}"}


def test_its_author_alone_places_a_mark(table, heard):
    mark = table.mark(table.versions[0], target(2, on(0, table, 2), SCHOOL))
    shared = table.mark(table.versions[0], target(2, on(0, table, 2), SCHOOL), visibility="meeting")
    table.lay(SCOPE, ROADS, WATER, OFFICE)

    def place(person, annotation, version=None):
        data = {"annotation": annotation, "version": version or table.versions[1]}
        new = NewAnnotationPlace.read(data | {"target": target(1, on(1, table, 1))})
        return table.writer.perform(lambda s: place_annotation(s, person, new).id)

    for other in (table.cast.bruno, table.cast.chair, table.cast.secretary):
        with pytest.raises(NotFound, match=r"annotation\.unknown"):
            place(other, mark)
        with pytest.raises(NotPermitted):
            place(other, shared)
    with pytest.raises(Invalid, match=r"place\.needs_a_later_version"):
        place(table.cast.amina, mark, table.versions[0])
    heard.clear()
    place(table.cast.amina, mark)
    assert [(f.name, f.stream) for f in heard] == [
        ("annotation.placed", f"person:{table.cast.amina}")
    ]
    heard.clear()
    place(table.cast.amina, shared)
    assert {f.stream for f in heard} == {f"meeting:{table.cast.here.meeting}"}
    table.carry()
    assert table.marked(mark) == (target(1, on(1, table, 1)), "by_hand")
    table.lay(OFFICE, SCOPE, ROADS, WATER)
    assert table.marked(mark)[0]["paragraph"] == on(2, table, 2)


def test_a_removed_mark_is_not_carried(table):
    mark = table.mark(table.versions[0], target(1, on(0, table, 1), ROADS))
    table.writer.perform(lambda s: remove_annotation(s, table.cast.amina, mark).id)
    table.lay(*FIRST)
    assert table.marked(mark) is None


# Reading places


def read_to(table, version, y):
    data = {"paper": table.paper, "version": version, "page": 1, "y": y}
    table.writer.perform(lambda s: keep_place(s, table.cast.amina, NewPlace.read(data)).page)


def told(table, version):
    with table.database.session() as session:
        kept = place_in(session, table.cast.amina, table.paper)
        return place_on(session, kept, session.get(Version, version))


def test_a_reading_place_is_told_for_the_version_one_reads(table):
    read_to(table, table.versions[0], 1700)  # half way through the second paragraph
    table.lay(OFFICE, SCOPE, REWORDED, SCHOOL, WATER)
    assert told(table, table.versions[0])["rung"] == "same"
    assert told(table, table.versions[1]) == {
        "version": table.versions[1],
        "page": 1,
        "y": 2200,
        "rung": "edited",
        "read_on": table.versions[0],
    }


def test_a_reading_place_on_a_deleted_paragraph_is_told_as_it_was(table):
    read_to(table, table.versions[0], 2200)
    table.lay(SCOPE, ROADS, WATER, OFFICE)
    place = told(table, table.versions[1])
    assert (place["version"], place["rung"]) == (table.versions[0], "not_placed")


# Read anew


def test_a_comment_whose_paragraph_went_in_a_new_reading_has_a_place_in_its_own_version(table):
    said = table.say(on(0, table, 1))
    mark = table.mark(table.versions[0], target(1, on(0, table, 1), ROADS))
    table.lay(*FIRST)

    def read_anew(session):
        gone, kept = on(0, table, 1), on(0, table, 2)
        version = session.get(Version, table.versions[0])
        version.reading += 1
        rows = paragraphs_of(session, version.id)
        session.get(models.Paragraph, gone).ordinal = None
        session.flush()
        for n, paragraph in enumerate(r for r in rows if r.id != gone):
            paragraph.ordinal = n
            session.flush()
        session.get(models.Paragraph, kept).text = f"{ROADS} {SCHOOL}"
        note_steps(session, version.id, [Step(gone, kept, "merged", 90.0)])

    table.writer.perform(read_anew)
    table.carry(table.versions[0])
    assert table.stands(said, table.versions[0]) == (on(0, table, 2), "merged")
    assert table.marked(mark, table.versions[0])[0]["paragraph"] == on(0, table, 2)
    assert table.stands(said)[0] in table.paragraphs[1][1:3]


def test_what_stood_on_a_paragraph_that_a_new_reading_brought_back_is_found(table):
    said = lost(table)

    def read_anew(session):
        session.get(Version, table.versions[1]).reading += 1
        operations.add_paragraphs(
            session,
            table.versions[1],
            4,
            [
                {
                    "kind": "body",
                    "text": SCHOOL,
                    "address": "",
                    "level": None,
                    "boxes": [box(4)],
                    "from_scan": True,
                }
            ],
        )

    table.writer.perform(read_anew)
    table.carry()
    paragraph, _ = table.stands(said)
    with table.database.session() as session:
        assert session.get(models.Paragraph, paragraph).text == SCHOOL


# Going back


def restore(table, person, version):
    return table.writer.perform(lambda s: restore_paper(s, person, table.paper, version).id)


def newest(table):
    with table.database.session() as session:
        found = select(Version).where(Version.document_id == table.document)
        return session.scalars(found.order_by(Version.number.desc()).limit(1)).one()


def test_the_secretary_goes_back_to_an_old_version(table, heard, carrier):
    said, kept = table.say(on(0, table, 2)), table.say(on(0, table, 1))
    table.lay(SCOPE, ROADS, WATER, OFFICE)
    later = table.say(on(1, table, 3))
    heard.clear()
    restore(table, table.cast.secretary, table.versions[0])
    assert [fact.name for fact in heard] == ["paper.replaced", "paper.ready"]
    assert {fact.stream for fact in heard} == {f"meeting:{table.cast.here.meeting}"}
    carrier.hear(heard)
    carrier.wait()
    version = newest(table)
    with table.database.session() as session:
        first = session.get(Version, table.versions[0])
        assert (version.state, version.sha256) == (VersionState.READY, first.sha256)
        texts = [p.text for p in paragraphs_of(session, version.id)]
        ids = [p.id for p in paragraphs_of(session, version.id)]
        assert texts == list(FIRST)
        assert version.number == first.number + 2
    assert table.stands(said, version.id) == (ids[2], "same")  # it had gone in between
    assert table.stands(kept, version.id) == (ids[1], "same")
    assert table.stands(later, version.id) == (ids[4], "same")


@pytest.mark.parametrize("who", ["amina", "chair", "observer"])
def test_others_do_not_go_back(table, who, heard):
    table.lay(*FIRST)
    heard.clear()
    with pytest.raises(NotPermitted):
        restore(table, getattr(table.cast, who), table.versions[0])
    assert heard == []
    with pytest.raises(NotFound):
        restore(table, table.cast.stranger, table.versions[0])


def test_one_does_not_go_back_to_what_is_there_or_was_not_read(table):
    with pytest.raises(Invalid, match=r"version\.is_the_newest"):
        restore(table, table.cast.secretary, table.versions[0])
    table.lay(*FIRST)
    for state, code in ((VersionState.FAILED, "paper"), (VersionState.PROCESSING, "version")):
        found = update(Version).where(Version.id == table.versions[0]).values(state=state)
        table.writer.perform(lambda s, found=found: s.execute(found).rowcount)
        with pytest.raises(Conflict, match=code):
            restore(table, table.cast.secretary, table.versions[0])
    with pytest.raises(NotFound, match=r"version\.unknown"):
        restore(table, table.cast.secretary, table.cast.elsewhere.version)


def test_what_was_found_on_a_version_that_failed_between_is_carried_over_it(table):
    said = table.say(on(0, table, 1))
    failed = table.lay(SCOPE, carry=False)
    found = update(Version).where(Version.id == failed).values(state=VersionState.FAILED)
    table.writer.perform(lambda s: s.execute(found).rowcount)
    table.lay(*FIRST)
    assert table.stands(said) == (on(2, table, 1), "same")
    assert table.stands(said, failed) is None


# Gathered for the chair


def test_opinions_stand_under_the_latest_version_and_the_rest_under_their_own(table):
    kept, gone = table.say(on(0, table, 1)), table.say(on(0, table, 2))
    table.lay(OFFICE, SCOPE, REWORDED, WATER)
    new = table.say(on(1, table, 2))
    with table.database.session() as session:
        meeting = table.cast.here.meeting
        threads = opinions_gathered(session, table.cast.chair, meeting, Filter())
        papers = gathered(session, pack_of(session, meeting), threads)
    latest, old = papers
    assert (latest["version"]["latest"], old["version"]["latest"]) == (True, False)
    [paragraph] = latest["paragraphs"]
    assert (paragraph["id"], paragraph["text"]) == (on(1, table, 2), REWORDED)
    assert [(c["id"], c["standing"], c["rung"]) for c in paragraph["comments"]] == [
        (kept, "carried", "edited"),
        (new, "made", None),
    ]
    assert paragraph["comments"][0]["version_number"] == 2
    [paragraph] = old["paragraphs"]
    assert [(c["id"], c["standing"]) for c in paragraph["comments"]] == [(gone, "left")]


def test_matches_are_stored_once_and_in_full(table, database):
    version = table.lay(*FIRST)
    table.carry()
    with database.session() as session:
        rows = session.scalars(select(ParagraphMatch).where(ParagraphMatch.version_id == version))
        found = {row.paragraph_id: row.found_id for row in rows}
    assert found == dict(zip(table.paragraphs[0], table.paragraphs[1], strict=True))


def stroke(n, right=2000, down=380):
    """Ink under some words of the n-th paragraph."""
    return {"width": 30, "points": [right, 1000 + 500 * n + down, 50, 1500, 10, 0]}


def drawn(table, n, **where):
    return table.mark(table.versions[0], target(n) | {"boxes": []}, ink=stroke(n, **where))


def test_a_stroke_moves_with_its_paragraph(table):
    mark, margin = drawn(table, 1), drawn(table, 1, right=200)
    table.lay(OFFICE, *FIRST[:4])
    there, rung = table.marked(mark)
    assert (there["boxes"], there["paragraph"], rung) == (
        [[1, 2000, 2380, 3500, 2390]],
        on(1, table, 2),
        "same",
    )
    assert table.marked(margin)[0]["boxes"] == [[1, 200, 2380, 1700, 2390]]


def test_a_stroke_on_a_reworded_paragraph_stays_on_it_and_is_less_sure(table):
    mark = drawn(table, 1)
    table.lay(OFFICE, SCOPE, REWORDED, SCHOOL, WATER)
    there, rung = table.marked(mark)
    assert (there["boxes"], rung) == ([[1, 2000, 2380, 3500, 2390]], "edited")


def test_a_stroke_under_words_goes_with_them(table, arrivals, monkeypatch):
    at = ROADS.split(" ").index("vùng")
    old = line(1, ROADS)[5]
    ink = {"width": 30, "points": [old[at][0], 1880, 50, old[at + 1][1] - old[at][0], 10, 0]}
    mark = table.mark(table.versions[0], target(1) | {"boxes": []}, ink=ink)
    texts = (OFFICE, SCOPE, f"Ngay năm 2027: {ROADS}", SCHOOL, WATER)
    pages = {0: list(map(line, range(5), FIRST)), 1: list(map(line, range(5), texts))}
    for number, lines in pages.items():
        place = arrivals._shelf._vault.root / f"words-{number}.json"
        place.write_bytes(orjson.dumps(lines))
    root = arrivals._shelf._vault.root
    newer = f"{table._count + 1:064x}"
    monkeypatch.setattr(arrivals, "words", lambda sha, page: root / f"words-{sha == newer:d}.json")
    table.lay(*texts)
    there, rung = table.marked(mark)
    found = pages[1][2][5][at + 3]
    assert there["boxes"][0][1:3] == [found[0], 2380]
    assert rung in ("same", "edited")


def test_a_stroke_whose_paragraph_has_gone_is_listed_and_placed_by_hand(table):
    mark = drawn(table, 2)
    table.lay(SCOPE, ROADS, WATER, OFFICE)
    assert table.marked(mark) == (None, "not_placed")
    assert table.unplaced(table.cast.amina) == ([], [mark])
    asked = NewAnnotationPlace(mark, table.versions[-1], target(3) | {"boxes": [box(3, x0=9500)]})
    table.writer.perform(lambda s: place_annotation(s, table.cast.amina, asked))
    assert table.marked(mark)[0]["boxes"] == [[1, 8500, 2500, 10_000, 2510]], "as large as it was"
    asked = NewAnnotationPlace(mark, table.versions[-1], target(3) | {"boxes": []})
    with pytest.raises(Invalid, match="needs_a_box"):
        table.writer.perform(lambda s: place_annotation(s, table.cast.amina, asked))


def test_a_stroke_beside_nothing_stays_only_where_everything_on_the_page_has_stayed(table):
    far = table.mark(table.versions[0], target(0) | {"boxes": []}, ink=stroke(16))
    table.lay(*FIRST)
    assert table.marked(far)[0]["boxes"] == [[1, 2000, 9380, 3500, 9390]]
    table.lay(OFFICE, *FIRST)
    assert table.marked(far) == (None, "not_placed")
