"""Opinions: who may comment, who hears, and who does not."""

import pytest

from documents.models import Paragraph
from foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from meetings.agendas.operations.meetings import close_meeting
from meetings.agendas.operations.seats import vacate_seat
from meetings.opinions.arriving import ChangedComment, NewAnswer, NewComment, NewReply
from meetings.opinions.models import Comment
from meetings.opinions.operations import (
    answer_comment,
    change_comment,
    comment_on_paragraph,
    reply_to_comment,
    withdraw_comment,
)
from meetings.opinions.queries import comment_of, comments_by_paper, comments_on
from meetings.people.queries import seat_held
from tests.cast import seat_id


@pytest.fixture
def act(writer):
    """Do one operation in its transaction and return the comment's id."""

    def do(operation, person, new):
        return writer.perform(lambda s: operation(s, person, new).id)

    return do


@pytest.fixture
def comment(act, cast):
    def make(person=None, visibility="meeting", paragraph=0, place=None, text="Xin làm rõ."):
        place = place or cast.here
        new = NewComment.read(
            {
                "paper": place.paper,
                "paragraph": place.paragraphs[paragraph],
                "text": text,
                "visibility": visibility,
                "operation_id": f"{person}-{visibility}-{paragraph}-{text}"[:64],
            }
        )
        return act(comment_on_paragraph, person or cast.amina, new)

    return make


@pytest.fixture
def reply(act):
    def make(person, comment_id, text="Đồng ý."):
        return act(reply_to_comment, person, NewReply(comment_id, text, "r"))

    return make


def change(comment_id, revision=1, **fields):
    return ChangedComment.read({"comment": comment_id, "revision": revision, **fields})


def sees(database, person, comment_id):
    with database.session() as session:
        try:
            return comment_of(session, person, comment_id)[0].id == comment_id
        except NotFound:
            return False


def streams(heard):
    return [(fact.name, fact.stream) for fact in heard]


def test_a_delegate_comments_and_the_meeting_hears(comment, cast, heard):
    comment()
    assert streams(heard) == [("comment.created", f"meeting:{cast.here.meeting}")]
    told = heard[0].body["comment"]
    assert told["creator"]["name"] == "Lò Thị Amina"
    assert told["target"]["quote"] == "Điều 1. Phạm vi điều chỉnh"


@pytest.mark.parametrize("who", ["observer", "guest"])
def test_those_without_a_voice_may_not_comment(comment, cast, heard, who):
    with pytest.raises(NotPermitted):
        comment(getattr(cast, who))
    assert heard == []


@pytest.mark.parametrize("who", ["stranger", "administrator"])
def test_to_those_without_a_seat_there_is_no_paper(comment, cast, heard, who):
    with pytest.raises(NotFound, match=r"paper\.unknown"):
        comment(getattr(cast, who))
    assert heard == []


def test_a_paragraph_of_another_meetings_paper_is_unknown(act, cast):
    mixed = NewComment.read(
        {
            "paper": cast.here.paper,
            "paragraph": cast.elsewhere.paragraphs[0],
            "text": "x",
            "visibility": "meeting",
            "operation_id": "1",
        }
    )
    with pytest.raises(NotFound, match=r"paragraph\.unknown"):
        act(comment_on_paragraph, cast.amina, mixed)


def test_a_note_to_oneself_is_heard_by_oneself_alone(comment, cast, heard, database):
    note = comment(visibility="self")
    assert streams(heard) == [("comment.created", f"person:{cast.amina}")]
    others = (cast.bruno, cast.chair, cast.secretary, cast.observer, cast.stranger)
    assert sees(database, cast.amina, note)
    assert not any(sees(database, person, note) for person in others)


def test_a_comment_for_the_desk_is_heard_by_the_desk_and_its_author(comment, cast, heard, database):
    said = comment(visibility="desk")
    assert streams(heard) == [
        ("comment.created", f"desk:{cast.here.meeting}"),
        ("comment.created", f"person:{cast.amina}"),
    ]
    assert sees(database, cast.chair, said)
    assert sees(database, cast.secretary, said)
    assert not sees(database, cast.bruno, said)


def test_a_reply_has_the_audience_of_its_comment(comment, reply, cast, heard, database):
    said = comment(visibility="desk")
    heard.clear()
    answered = reply(cast.chair, said)
    assert {stream for _, stream in streams(heard)} == {
        f"desk:{cast.here.meeting}",
        f"person:{cast.amina}",
    }
    assert sees(database, cast.amina, answered)
    assert not sees(database, cast.bruno, answered)


def test_nobody_replies_to_what_they_may_not_see(comment, reply, cast):
    said = comment(visibility="desk")
    with pytest.raises(NotFound, match=r"comment\.unknown"):
        reply(cast.bruno, said)


def test_a_narrowed_comment_leaves_the_screens_of_those_who_lost_it(
    comment, reply, act, cast, heard, database
):
    said = comment()
    answered = reply(cast.bruno, said)
    heard.clear()
    act(change_comment, cast.amina, change(said, visibility="desk"))
    assert streams(heard) == [
        ("comment.hidden", f"meeting:{cast.here.meeting}"),
        ("comment.hidden", f"meeting:{cast.here.meeting}"),
        ("comment.changed", f"desk:{cast.here.meeting}"),
        ("comment.changed", f"person:{cast.amina}"),
        ("comment.changed", f"desk:{cast.here.meeting}"),
        ("comment.changed", f"person:{cast.amina}"),
    ]
    assert all("text" not in fact.body for fact in heard[:2])
    assert not sees(database, cast.observer, answered)


def test_what_others_replied_to_cannot_become_a_note_to_oneself(comment, reply, act, cast):
    said = comment()
    reply(cast.bruno, said)
    with pytest.raises(Conflict, match=r"comment\.has_replies"):
        act(change_comment, cast.amina, change(said, visibility="self"))


def test_only_its_author_changes_a_comment(comment, act, cast):
    said = comment()
    for person in (cast.bruno, cast.chair, cast.secretary):
        with pytest.raises(NotPermitted):
            act(change_comment, person, change(said, text="Khác"))


def test_a_change_over_an_old_revision_shows_what_is_there_now(comment, act, cast):
    said = comment()
    act(change_comment, cast.amina, change(said, text="Lần hai"))
    with pytest.raises(Conflict) as refused:
        act(change_comment, cast.amina, change(said, text="Lần ba"))
    assert refused.value.parameters["current"]["text"] == "Lần hai"


def test_a_withdrawn_comment_has_no_words_and_keeps_its_replies(
    comment, reply, act, cast, heard, database
):
    said = comment()
    reply(cast.bruno, said)
    heard.clear()
    act(withdraw_comment, cast.amina, said)
    assert heard[0].name == "comment.withdrawn"
    assert heard[0].body["comment"]["text"] == heard[0].body["comment"]["html"] == ""
    with database.session() as session:
        seat = seat_held(session, cast.bruno, cast.here.meeting)
        assert len(comments_on(session, seat, cast.here.paper)) == 2


def test_an_answer_is_heard_by_whoever_sees_the_comment(comment, act, cast, heard):
    said = comment(visibility="desk")
    heard.clear()
    act(answer_comment, cast.chair, NewAnswer.read({"comment": said, "outcome": "accepted"}))
    assert {stream for _, stream in streams(heard)} == {
        f"desk:{cast.here.meeting}",
        f"person:{cast.amina}",
    }
    assert heard[0].body["comment"]["answer"]["outcome"] == "accepted"


def test_a_delegate_may_not_answer(comment, act, cast):
    said = comment()
    with pytest.raises(NotPermitted):
        act(answer_comment, cast.bruno, NewAnswer.read({"comment": said, "outcome": "accepted"}))


def test_what_is_not_accepted_needs_its_reason():
    with pytest.raises(Invalid, match=r"field\.empty"):
        NewAnswer.read({"comment": 1, "outcome": "not_accepted", "reason": " "})


def test_an_answered_comment_is_no_longer_rewritten(comment, act, cast):
    said = comment()
    act(answer_comment, cast.chair, NewAnswer.read({"comment": said, "outcome": "accepted"}))
    with pytest.raises(Conflict, match=r"comment\.answered"):
        act(change_comment, cast.amina, change(said, revision=2, text="Khác"))


def test_a_closed_meeting_hears_no_more_comments(comment, writer, cast):
    writer.perform(lambda s: close_meeting(s, cast.chair, cast.here.meeting))
    with pytest.raises(Conflict, match=r"meeting\.closed"):
        comment()


def test_whoever_lost_their_seat_says_no_more_and_what_they_said_stays(
    comment, writer, cast, database
):
    said = comment()
    writer.perform(
        lambda s: vacate_seat(s, cast.secretary, seat_id(s, cast.here.meeting, cast.amina))
    )
    with pytest.raises(NotFound):
        comment(text="Nữa")
    assert sees(database, cast.bruno, said)


def test_a_seat_counts_the_comments_it_may_see(comment, reply, cast, database):
    reply(cast.chair, comment(visibility="desk"))
    comment(cast.bruno)
    comment(cast.bruno, "self")
    with database.session() as session:
        counted = {
            person: len(
                comments_by_paper(session, seat_held(session, person, cast.here.meeting))[
                    cast.here.paper
                ]
            )
            for person in (cast.amina, cast.bruno, cast.chair, cast.observer)
        }
    assert counted == {cast.amina: 3, cast.bruno: 2, cast.chair: 3, cast.observer: 1}


@pytest.mark.parametrize(
    "arrived",
    [
        None,
        [],
        {},
        {"paper": "1"},
        {"paper": 1, "paragraph": 1, "text": "  ", "visibility": "meeting"},
        {"paper": 1, "paragraph": 1, "text": "x", "visibility": "everybody", "operation_id": "1"},
        {"paper": True, "paragraph": 1, "text": "x", "visibility": "self", "operation_id": "1"},
        {"paper": 1, "paragraph": 1, "text": "x" * 5001, "visibility": "self", "operation_id": "1"},
        {"paper": 1, "paragraph": 1, "text": "x", "visibility": "self"},
    ],
)
def test_a_malformed_comment_is_refused(arrived):
    with pytest.raises(Invalid):
        NewComment.read(arrived)


def test_what_no_database_can_carry_is_left_out(comment, database, cast):
    said = comment(text="Tiê\u0301ng\x00 Việt \ud800 ổn\r\nxuống dòng")
    with database.session() as session:
        assert session.get(Comment, said).text == "Tiếng Việt  ổn\nxuống dòng"


def test_an_answer_over_another_one_is_seen_first(comment, act, cast):
    said = comment()
    first = {"comment": said, "outcome": "not_accepted", "reason": "Chưa đủ nguồn.", "revision": 1}
    act(answer_comment, cast.secretary, NewAnswer.read(first))
    second = {"comment": said, "outcome": "accepted", "revision": 1}
    with pytest.raises(Conflict) as refused:
        act(answer_comment, cast.chair, NewAnswer.read(second))
    assert refused.value.parameters["current"]["answer"]["reason"] == "Chưa đủ nguồn."
    act(answer_comment, cast.chair, NewAnswer.read(second | {"revision": 2}))


@pytest.mark.parametrize("unseen", ["\u200b\u200b", "\u2060", "\u202e\u202c", " \u00a0 "])
def test_what_no_eye_sees_is_no_comment(comment, unseen):
    with pytest.raises(Invalid, match=r"field\.empty"):
        comment(text=unseen)


def pointed(place, region, paragraph=0):
    return NewComment.read(
        {
            "paper": place.paper,
            "paragraph": place.paragraphs[paragraph],
            "text": "Chỗ đóng dấu này mờ.",
            "visibility": "meeting",
            "operation_id": f"region-{region}-{paragraph}",
            "region": region,
        }
    )


def test_on_a_page_whose_words_are_not_known_a_place_may_be_pointed_out(
    act, cast, writer, heard, database
):
    page = cast.here.paragraphs[0]
    writer.perform(lambda s: setattr(s.get(Paragraph, page), "kind", "page"))
    made = act(comment_on_paragraph, cast.amina, pointed(cast.here, [1, 100, 200, 3100, 800]))
    with database.session() as session:
        assert session.get(Comment, made).region == [1, 100, 200, 3100, 800]
    (told,) = [fact for fact in heard if fact.name == "comment.created"]
    assert told.body["comment"]["target"]["region"] == [1, 100, 200, 3100, 800]


def test_elsewhere_no_place_is_pointed_out(act, cast, writer):
    with pytest.raises(Invalid, match=r"comment\.region"):
        act(comment_on_paragraph, cast.amina, pointed(cast.here, [1, 100, 200, 3100, 800]))
    page = cast.here.paragraphs[0]
    writer.perform(lambda s: setattr(s.get(Paragraph, page), "kind", "page"))
    with pytest.raises(Invalid, match=r"comment\.region"):
        act(comment_on_paragraph, cast.amina, pointed(cast.here, [9, 100, 200, 3100, 800]))
    for odd in ([1, 2, 3], "here", [1, 900, 0, 100, 50], [1, 0, 0, 20_000, 1]):
        with pytest.raises(Invalid, match=r"field\."):
            pointed(cast.here, odd)
