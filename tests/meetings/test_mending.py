"""The secretary's hand on paragraphs: who may, what is refused, and who hears of it."""

import io
import time

import pymupdf
import pytest

from documents.inspection import take_in
from documents.models import Mend
from documents.operations import replace
from documents.queries import paragraph_ids, paragraphs_of, version_of
from foundation import events
from foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from meetings import mending
from meetings.agendas.models import Meeting
from meetings.agendas.operations.meetings import close_meeting
from meetings.commands import COMMANDS
from meetings.events import desk_stream, meeting_stream
from meetings.mending import OneParagraph, TwoParagraphs, do_mends
from meetings.opinions.arriving import NewComment
from meetings.opinions.operations import comment_on_paragraph
from meetings.permissions import MeetingState, Right, Visibility


@pytest.fixture
def joined(cast):
    return TwoParagraphs(cast.here.version, *cast.here.paragraphs[1:])


def join(writer, person, asked):
    return writer.perform(lambda session: mending.join_paragraphs(session, person, asked))


def test_the_secretary_joins_two_neighbours_and_the_desk_hears_it(cast, writer, heard, joined):
    made = join(writer, cast.secretary, joined)
    [fact] = heard
    assert (fact.stream, fact.name) == (desk_stream(cast.here.meeting), "mend.created")
    assert (fact.body["paper"], fact.body["version"]) == (cast.here.paper, cast.here.version)
    assert fact.body["mend"] == mending.mend_as_data(made)
    assert (fact.body["mend"]["kind"], fact.body["mend"]["found"]) == ("join", None)
    assert fact.body["mend"]["before"] == "1. Nghị quyết này quy định mức chi từ ngân sách xã."


def test_the_version_waits_to_be_read_anew_from_the_same_moment(cast, writer, database, joined):
    def read(session):
        version_of(session, cast.here.version).extractor = "1"

    writer.perform(read)
    made = join(writer, cast.secretary, joined)
    with database.session() as session:
        assert version_of(session, cast.here.version).extractor is None
    writer.perform(read)
    writer.perform(lambda session: mending.undo_mend(session, cast.secretary, made.id))
    with database.session() as session:
        assert version_of(session, cast.here.version).extractor is None


def every_act(cast):
    version, (first, second, _) = cast.here.version, cast.here.paragraphs
    return [
        (mending.join_paragraphs, TwoParagraphs(version, first, second)),
        (mending.split_paragraph, OneParagraph(version, first, at=8)),
        (mending.make_heading, OneParagraph(version, first, level=2)),
        (mending.make_plain, OneParagraph(version, first)),
        (mending.mends_in, version),
    ]


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("chair", NotPermitted),
        ("amina", NotPermitted),
        ("observer", NotPermitted),
        ("guest", NotPermitted),
        ("stranger", NotFound),
        ("administrator", NotFound),
    ],
)
def test_nobody_but_the_secretary_mends(cast, writer, heard, joined, who, refusal):
    made = join(writer, cast.secretary, joined)
    heard.clear()
    for act, asked in [*every_act(cast), (mending.undo_mend, made.id)]:
        with pytest.raises(refusal):
            writer.perform(
                lambda session, act=act, asked=asked: act(session, getattr(cast, who), asked)
            )
    assert heard == []


def test_what_a_stranger_asks_for_is_not_there_rather_than_forbidden(cast, writer, joined):
    made = join(writer, cast.secretary, joined)
    with pytest.raises(NotFound, match=r"mend\.unknown"):
        writer.perform(lambda session: mending.undo_mend(session, cast.stranger, made.id))
    with pytest.raises(NotFound, match=r"mend\.unknown"):
        writer.perform(lambda session: mending.undo_mend(session, cast.secretary, 999))


def test_a_closed_meeting_refuses(cast, writer, joined):
    made = join(writer, cast.secretary, joined)
    writer.perform(lambda session: close_meeting(session, cast.secretary, cast.here.meeting))
    for act, asked in [*every_act(cast), (mending.undo_mend, made.id)]:
        with pytest.raises(Conflict, match=r"meeting\.closed"):
            writer.perform(
                lambda session, act=act, asked=asked: act(session, cast.secretary, asked)
            )


def test_paragraphs_of_another_version_are_unknown(cast, writer):
    for first, second in (
        (cast.here.paragraphs[0], cast.elsewhere.paragraphs[1]),
        (cast.elsewhere.paragraphs[0], cast.elsewhere.paragraphs[1]),
    ):
        with pytest.raises(NotFound, match=r"paragraph\.unknown"):
            join(writer, cast.secretary, TwoParagraphs(cast.here.version, first, second))


def test_a_version_that_is_being_read_is_not_mended(cast, writer, joined):
    def unread(session):
        version_of(session, cast.here.version).state = "processing"

    writer.perform(unread)
    with pytest.raises(Conflict, match=r"version\.not_ready"):
        join(writer, cast.secretary, joined)


@pytest.mark.parametrize(
    ("read", "data"),
    [
        (TwoParagraphs.read, {"version": 1, "first": 1}),
        (TwoParagraphs.read, {"version": "1", "first": 1, "second": 2}),
        (TwoParagraphs.read, []),
        (OneParagraph.read, {"version": 1}),
        (OneParagraph.read, {"version": 1, "paragraph": True}),
        (OneParagraph.read_cut, {"version": 1, "paragraph": 1}),
        (OneParagraph.read_cut, {"version": 1, "paragraph": 1, "at": 0}),
        (OneParagraph.read_cut, {"version": 1, "paragraph": 1, "at": -3}),
        (OneParagraph.read_cut, {"version": 1, "paragraph": 1, "at": 1.5}),
        (OneParagraph.read_heading, {"version": 1, "paragraph": 1, "level": 7}),
        (OneParagraph.read_heading, {"version": 1, "paragraph": 1, "level": None}),
    ],
)
def test_malformed_input_is_refused(read, data):
    with pytest.raises(Invalid):
        read(data)


def test_a_mend_is_taken_back_once(cast, writer, heard, joined):
    made = join(writer, cast.secretary, joined)
    heard.clear()
    for _ in range(2):
        writer.perform(lambda session: mending.undo_mend(session, cast.secretary, made.id))
    assert [fact.name for fact in heard] == ["mend.undone"]
    assert heard[0].body["mend"]["undone"]
    assert (
        writer.perform(
            lambda session: list(mending.mends_in(session, cast.secretary, cast.here.version))
        )
        == []
    )


def test_nothing_is_told_when_the_transaction_fails(cast, writer, heard, joined, database):
    def join_then_fail(session):
        mending.join_paragraphs(session, cast.secretary, joined)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        writer.perform(join_then_fail)
    assert heard == []
    with database.session() as session:
        assert session.query(Mend).count() == 0


def test_the_new_reading_is_told_to_the_meeting_and_of_a_draft_to_its_desk(cast, writer, heard):
    def tell(session):
        mending.paragraphs_were_read_anew(session, cast.here.version, 2)

    writer.perform(tell)
    [fact] = heard
    assert (fact.stream, fact.name) == (meeting_stream(cast.here.meeting), "paragraphs.mended")
    assert fact.body == {"paper": cast.here.paper, "version": cast.here.version, "reading": 2}
    heard.clear()

    def draft(session):
        session.get(Meeting, cast.here.meeting).state = MeetingState.DRAFT

    writer.perform(draft)
    writer.perform(tell)
    assert [fact.stream for fact in heard] == [desk_stream(cast.here.meeting)]


def test_who_listens_has_each_version_read_anew_once(cast, writer, heard, joined):
    join(writer, cast.secretary, joined)
    asked = []
    do_mends(asked.append, [*heard, *heard])
    assert asked == [cast.here.version]
    writer.perform(lambda s: mending.paragraphs_were_read_anew(s, cast.here.version, 2))
    do_mends(asked.append, heard[-1:])
    assert asked == [cast.here.version]


@pytest.fixture
def read_paper(house, settled):
    """The paper of the meeting in a version that was really read: five lines a page."""

    def paper(pages):
        document = pymupdf.open()
        for number in range(1, pages + 1):
            page = document.new_page(width=595, height=842)
            for line in range(25):
                text = f"Paragraph {line} of page {number} speaks of the roads of the commune."
                page.insert_text((72, 60 + 30 * line), text, fontsize=11)
        return document.tobytes()

    def lay(pages=2):
        kept = take_in(house.workers, house.vault, io.BytesIO(paper(pages)), "a.pdf", 2**24)

        def replaced(session):
            document_id = version_of(session, settled.here.version).document_id
            return replace(session, document_id, kept).id

        version = house.writer.perform(replaced)
        house.arrivals.start(version)
        house.arrivals.wait()
        return version

    return lay


def settle(house, version, reading):
    """Wait until a reading is there and has been told."""
    for _ in range(400):
        with house.database.session() as session:
            if version_of(session, version).reading >= reading:
                break
        time.sleep(0.01)
    house.arrivals.wait()


def join_two(house, settled, version):
    """Join the fourth and the fifth paragraph, wait, and return the ids as they were before."""
    with house.database.session() as session:
        ids = paragraph_ids(session, version)
    asked = TwoParagraphs(version, ids[3], ids[4])
    house.writer.perform(lambda session: mending.join_paragraphs(session, settled.secretary, asked))
    settle(house, version, 2)
    return ids


def test_a_mend_takes_effect_by_itself_and_the_meeting_hears_of_it(house, settled, read_paper):
    version = read_paper()
    facts = []
    events.listen(facts.extend)
    join_two(house, settled, version)
    with house.database.session() as session:
        assert len(paragraphs_of(session, version)) == 49
        [mend] = mending.mends_in(session, settled.secretary, version)
        assert mending.mend_as_data(mend)["found"] is True
    told = [fact for fact in facts if fact.name == "paragraphs.mended"]
    assert [(fact.stream, fact.body["reading"]) for fact in told] == [
        (meeting_stream(settled.here.meeting), 2)
    ]
    assert "paper.ready" not in [fact.name for fact in facts]


def test_a_comment_for_a_paragraph_that_was_just_joined_lands_where_it_is(
    house, settled, read_paper
):
    version = read_paper()
    ids = join_two(house, settled, version)
    with house.database.session() as session:
        [joined] = [each for each in paragraphs_of(session, version) if each.mended]
    for paragraph in ids[3:5]:
        new = NewComment(
            settled.here.paper, paragraph, "Xin làm rõ.", Visibility.MEETING, f"c{paragraph}"
        )
        comment = house.writer.perform(
            lambda session, new=new: comment_on_paragraph(session, settled.amina, new)
        )
        assert comment.paragraph_id == joined.id


def test_every_act_of_the_hand_needs_the_right_to_mend():
    names = {name for name, command in COMMANDS.items() if command.right is Right.MEND}
    assert names == {f"paragraph.{act}" for act in ("join", "split", "head", "plain", "unmend")}
