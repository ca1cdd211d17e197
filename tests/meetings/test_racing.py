"""Two processes that write the same thing at the same moment: one is first, the other is told."""

import threading
from contextlib import suppress

import pytest

from foundation.errors import Conflict
from foundation.writer import Writer
from meetings.annotations.arriving import ChangedAnnotation
from meetings.annotations.models import Annotation, Colour, Motivation
from meetings.annotations.operations import change_annotation
from meetings.opinions.arriving import ChangedComment, NewComment
from meetings.opinions.models import Comment
from meetings.opinions.operations import change_comment, comment_on_paragraph, withdraw_comment
from meetings.permissions import Visibility


@pytest.fixture
def remark(writer, cast):
    new = NewComment(
        cast.here.paper, cast.here.paragraphs[0], "Đồng ý", Visibility.MEETING, "first"
    )
    return writer.perform(lambda session: comment_on_paragraph(session, cast.amina, new).id)


@pytest.fixture
def mark(writer, cast):
    def draw(session):
        made = Annotation(
            meeting_id=cast.here.meeting,
            paper_id=cast.here.paper,
            version_id=cast.here.version,
            creator_id=cast.amina,
            operation_id="first",
            motivation=Motivation.HIGHLIGHTING,
            visibility=Visibility.SELF,
            colour=Colour.YELLOW,
            target={"page": 1, "paragraph": None, "boxes": [], "selectors": []},
        )
        session.add(made)
        session.flush()
        return made.id

    return writer.perform(draw)


@pytest.fixture
def race(database):
    """Have two processes read a thing, and only then let each do its deed to it."""

    def run(kind, number, *deeds):
        gate, outcomes = threading.Barrier(2), []

        def do(deed):
            def act(session):
                session.get(kind, number)
                with suppress(threading.BrokenBarrierError):  # an embedded database lets in one
                    gate.wait(0.5)
                return deed(session)

            writer = Writer(database)
            try:
                writer.perform(act)
                outcomes.append("done")
            except Conflict as refusal:
                outcomes.append(refusal.code)
            writer.close()

        threads = [threading.Thread(target=do, args=(deed,)) for deed in deeds]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(outcomes)

    return run


def test_of_two_changes_over_the_same_revision_the_second_is_refused(race, database, cast, remark):
    def reworded(words):
        change = ChangedComment(remark, 1, words, None)
        return lambda session: change_comment(session, cast.amina, change)

    assert race(Comment, remark, reworded("một"), reworded("hai")) == ["comment.changed", "done"]
    with database.session() as session:
        assert session.get(Comment, remark).revision == 2


def test_what_is_withdrawn_while_it_is_changed_has_both_revisions(race, database, cast, remark):
    def changed(session):
        change_comment(session, cast.amina, ChangedComment(remark, 1, "một", None))

    outcomes = race(
        Comment, remark, changed, lambda session: withdraw_comment(session, cast.amina, remark)
    )
    with database.session() as session:
        comment = session.get(Comment, remark)
        assert comment.withdrawn
        assert comment.revision == 1 + outcomes.count("done")


def changed_over(mark, cast, **what):
    change = ChangedAnnotation.read({"annotation": mark, "revision": 1} | what)
    return lambda session: change_annotation(session, cast.amina, change)


def test_the_words_of_a_mark_are_not_written_twice_over_the_same_revision(race, cast, mark):
    words = [changed_over(mark, cast, note=note) for note in ("một", "hai")]
    assert race(Annotation, mark, *words) == ["annotation.changed", "done"]


def test_of_two_colours_given_at_once_both_are_taken_and_the_last_stays(race, cast, mark, database):
    colours = [changed_over(mark, cast, color=colour) for colour in ("green", "blue")]
    assert race(Annotation, mark, *colours) == ["done", "done"]
    with database.session() as session:
        assert session.get(Annotation, mark).revision == 3
