"""Pack numbers: a number that was said once means the same page for ever."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.queries import latest_version
from meetings.agendas import pack_numbers
from meetings.agendas.arriving import ChangedPaper, NewItem
from meetings.agendas.models import AgendaPaper, ItemKind, Meeting
from meetings.agendas.operations.items import add_item
from meetings.agendas.operations.meetings import (
    close_meeting,
    publish_meeting,
    reopen_meeting,
)
from meetings.agendas.operations.papers import (
    add_paper,
    change_paper,
    remove_paper,
    replace_paper,
)
from meetings.agendas.queries import pack_of
from meetings.people.models import Role
from tests.cast import meeting_with_paper, received

ACTS = st.lists(
    st.tuples(
        st.sampled_from(["lay", "replace", "remove", "move"]),
        st.integers(0, 30),
        st.integers(0, 60),
    ),
    max_size=25,
)


class Pack:
    """A published pack with nothing but numbers: the papers in order, and those that have gone."""

    def __init__(self, counts: Sequence[int]) -> None:
        self.runs = dict(enumerate(pack_numbers.counted(counts)))
        self.pages = dict(enumerate(counts))
        self.order = list(self.runs)

    def act(self, act: str, which: int, count: int) -> None:
        given_to_all = list(self.runs.values())
        if act == "lay":
            at = which % (len(self.order) + 1)
            before = self.runs[self.order[at - 1]] if at else None
            new = len(self.runs)
            last = at == len(self.order)
            self.runs[new] = pack_numbers.laid(before, count, given_to_all, last=last)
            self.pages[new] = count
            self.order.insert(at, new)
        elif self.order:
            paper = self.order[which % len(self.order)]
            if act == "replace":
                self.runs[paper] = pack_numbers.grown(self.runs[paper], count, given_to_all)
                self.pages[paper] = count
            elif act == "remove":
                self.order.remove(paper)
            else:
                self.order.remove(paper)
                self.order.insert(count % (len(self.order) + 1), paper)

    def said(self) -> dict[tuple[int, int], str]:
        return {
            (paper, page): pack_numbers.label_of(runs, page)
            for paper, runs in self.runs.items()
            for page in range(1, pack_numbers.pages_of(runs) + 1)
        }


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 40), max_size=6), ACTS)
def test_no_number_is_given_twice_and_none_changes(counts, acts):
    pack = Pack(counts)
    before = pack.said()
    for act in acts:
        pack.act(*act)
        now = pack.said()
        assert before.items() <= now.items(), "a number that was given is that page's for ever"
        assert len(set(now.values())) == len(now), "two pages, two numbers"
        for paper in pack.order:
            for page in range(1, pack.pages[paper] + 1):
                assert now[paper, page], "every page has a number"
        before = now


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 999_999), st.integers(0, 26 * 26 * 27))
def test_what_is_said_is_understood(base, letter):
    assert pack_numbers.read(pack_numbers.label((base, letter))) == (base, letter)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=5), ACTS)
def test_the_page_of_a_number_is_found_again(counts, acts):
    pack = Pack(counts)
    for act in acts:
        pack.act(*act)
    for (paper, page), said in pack.said().items():
        number = pack_numbers.read(said)
        found = {p: pack_numbers.page_of(runs, number) for p, runs in pack.runs.items()}
        assert {p: n for p, n in found.items() if n} == {paper: page}


def test_after_z_comes_aa():
    said = [pack_numbers.label((37, letter)) for letter in (1, 26, 27, 52, 53, 702, 703)]
    assert said == ["37a", "37z", "37aa", "37az", "37ba", "37zz", "37aaa"]


@pytest.mark.parametrize("nonsense", ["", "a", "37 a", "-1", "3.7", "37A!", "٣٧", "9" * 40])
def test_what_is_no_number_is_not_understood(nonsense):
    assert pack_numbers.read(nonsense) is None


def test_an_upper_case_letter_is_the_same_number():
    assert pack_numbers.read(" 37A ") == (37, 1)


@pytest.fixture
def published(writer, cast):
    """A published pack of three papers under three items: 1–37, 38–40, 41–50."""
    place = writer.perform(
        lambda s: meeting_with_paper(
            s, cast.secretary, cast.chair, ((cast.amina, Role.DELEGATE),), published=False
        )
    )

    def prepare(session):
        session.get(AgendaPaper, place.paper).removed = None
        replace_paper(session, cast.secretary, place.paper, received("A", pages=37))
        for name, pages in (("B", 3), ("C", 10)):
            item = add_item(
                session,
                cast.secretary,
                place.meeting,
                NewItem(name, ItemKind.DISCUSSION, None, "", None, None),
            )
            add_paper(session, cast.secretary, item.id, received(name, pages=pages), name)
        publish_meeting(session, cast.secretary, place.meeting)

    writer.perform(prepare)
    return place


def labels(database, meeting):
    with database.session() as session:
        return {
            packed.paper.title: (packed.label(1), packed.label(packed.version.page_count))
            for packed in pack_of(session, meeting)
        }


def lay(writer, cast, item, name, pages):
    return writer.perform(
        lambda s: add_paper(s, cast.secretary, item, received(name, pages=pages), name)[0].id
    )


DRAFT = "Dự thảo nghị quyết"


def test_at_publication_the_numbers_are_kept(published, database):
    assert labels(database, published.meeting) == {
        DRAFT: ("1", "37"),
        "B": ("38", "40"),
        "C": ("41", "50"),
    }
    with database.session() as session:
        kept = [
            paper.pack_numbers
            for paper in session.query(AgendaPaper).filter_by(meeting_id=published.meeting)
        ]
    assert sorted(kept) == [[[1, 0, 37]], [[38, 0, 3]], [[41, 0, 10]]]


def test_a_paper_laid_after_page_37_gets_37a(published, writer, cast, database):
    lay(writer, cast, published.item, "Mới", 3)
    lay(writer, cast, published.item, "Mới nữa", 2)
    assert labels(database, published.meeting) == {
        DRAFT: ("1", "37"),
        "Mới": ("37a", "37c"),
        "Mới nữa": ("37d", "37e"),
        "B": ("38", "40"),
        "C": ("41", "50"),
    }


def test_a_longer_version_gets_letters_that_nobody_has(published, writer, cast, database):
    lay(writer, cast, published.item, "Mới", 3)
    writer.perform(
        lambda s: replace_paper(s, cast.secretary, published.paper, received("A2", pages=39))
    )
    assert labels(database, published.meeting)[DRAFT] == ("1", "37e")


def test_a_shorter_version_leaves_a_gap_that_stays_its_own(published, writer, cast, database):
    def replaced(pages):
        return writer.perform(
            lambda s: replace_paper(s, cast.secretary, published.paper, received("A", pages=pages))
        )

    replaced(30)
    assert labels(database, published.meeting)[DRAFT] == ("1", "30")
    assert labels(database, published.meeting)["B"] == ("38", "40")
    replaced(38)
    assert labels(database, published.meeting)[DRAFT] == ("1", "37a")


def test_the_numbers_of_a_removed_paper_are_not_given_again(published, writer, cast, database):
    gone = lay(writer, cast, published.item, "Rút", 4)
    writer.perform(lambda s: remove_paper(s, cast.secretary, gone))
    lay(writer, cast, published.item, "Mới", 1)
    assert labels(database, published.meeting)["Mới"] == ("37e", "37e")


def test_moving_a_paper_renumbers_nobody(published, writer, cast, database):
    before = labels(database, published.meeting)
    writer.perform(
        lambda s: change_paper(
            s, cast.secretary, published.paper, ChangedPaper(None, _item(s, "C"), True, None)
        )
    )
    assert labels(database, published.meeting) == before
    with database.session() as session:
        order = [packed.paper.title for packed in pack_of(session, published.meeting)]
    assert order == ["B", DRAFT, "C"]


def test_what_is_laid_before_the_first_page_gets_0a(published, writer, cast, database):
    def empty_first_item(session):
        change_paper(
            session,
            cast.secretary,
            published.paper,
            ChangedPaper(None, _item(session, "C"), True, None),
        )

    writer.perform(empty_first_item)
    lay(writer, cast, published.item, "Đầu", 2)
    assert labels(database, published.meeting)["Đầu"] == ("0a", "0b")


def test_what_is_laid_last_goes_on_counting(published, writer, cast, database):
    with database.session() as session:
        item = _item(session, "C")
    lay(writer, cast, item, "Cuối", 2)
    assert labels(database, published.meeting)["Cuối"] == ("51", "52")


def test_a_draft_is_counted_anew_each_time(writer, cast, database):
    place = writer.perform(
        lambda s: meeting_with_paper(s, cast.secretary, cast.chair, (), published=False)
    )
    lay(writer, cast, place.item, "Mới", 3)
    assert labels(database, place.meeting) == {DRAFT: ("1", "2"), "Mới": ("3", "5")}
    writer.perform(
        lambda s: change_paper(
            s, cast.secretary, place.paper, ChangedPaper(None, None, True, _paper(s, "Mới"))
        )
    )
    assert labels(database, place.meeting) == {"Mới": ("1", "3"), DRAFT: ("4", "5")}


def test_closing_and_reopening_changes_no_number(published, writer, cast, database):
    lay(writer, cast, published.item, "Mới", 3)
    before = labels(database, published.meeting)
    writer.perform(lambda s: close_meeting(s, cast.chair, published.meeting))
    writer.perform(lambda s: reopen_meeting(s, cast.chair, published.meeting))
    assert labels(database, published.meeting) == before


def test_a_meeting_published_before_numbers_were_kept_keeps_those_it_showed(
    published, writer, cast, database
):
    def forget(session):
        for paper in session.query(AgendaPaper).filter_by(meeting_id=published.meeting):
            paper.pack_numbers = None

    writer.perform(forget)
    before = labels(database, published.meeting)
    lay(writer, cast, published.item, "Mới", 3)
    assert labels(database, published.meeting) == before | {"Mới": ("37a", "37c")}


def test_two_secretaries_who_lay_papers_at_once_get_two_numbers(published, writer, cast, database):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(6) as hands:
        list(
            hands.map(lambda n: lay(writer, cast, published.item, f"Mới {n}", 2), range(6)),
        )
    said = [first for first, _ in labels(database, published.meeting).values()]
    assert len(set(said)) == len(said)


def test_a_page_of_an_old_version_keeps_its_number(published, writer, cast, database):
    writer.perform(
        lambda s: replace_paper(s, cast.secretary, published.paper, received("A", pages=3))
    )
    with database.session() as session:
        packed = pack_of(session, published.meeting)[0]
        assert latest_version(session, packed.paper.document_id).page_count == 3
        assert packed.label(30) == "30"


def _item(session, title):
    from meetings.agendas.models import AgendaItem

    return session.query(AgendaItem).filter_by(title=title).one().id


def _paper(session, title):
    return session.query(AgendaPaper).filter_by(title=title).one().id


def test_meetings_do_not_share_numbers(published, database, cast):
    with database.session() as session:
        assert session.get(Meeting, cast.here.meeting)
        assert pack_of(session, cast.here.meeting)[0].label(1) == "1"
