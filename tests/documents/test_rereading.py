"""Versions read anew: paragraphs keep their rows, and what the hand did stands."""

import threading
import time

import pymupdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents import arrivals as arrivals_module
from documents import making, mends, readings, rereading, shelf
from documents.jobs import Jobs
from documents.models import Paragraph, ParagraphMatch, VersionState
from documents.queries import (
    living,
    paragraph_ids,
    paragraph_in_document,
    paragraphs_of,
    paragraphs_on,
    settled,
    version_of,
)
from documents.readings import ANEW, ask_anew, outdated
from documents.reconciling import paired, reconciled
from documents.search import index
from documents.search.query import read
from foundation.errors import Conflict, Invalid
from foundation.writer import Writer
from tests.documents.made_papers import FONT, saved

pytestmark = pytest.mark.usefixtures("nobody_listens")

NEWER = "a newer one"
LINES = (
    "Chương I. QUY ĐỊNH CHUNG",
    "Điều 1. Phạm vi điều chỉnh",
    "1. Nghị quyết này quy định mức chi từ ngân sách xã cho đường liên thôn.",
    "2. Mức chi do Hội đồng nhân dân xã quyết định hằng năm theo đề nghị của Ủy ban.",
    "a) Chi đầu tư đường liên thôn không quá một nghìn triệu đồng;",
    "b) Chi bảo dưỡng cầu treo không quá hai trăm triệu đồng.",
    "Điều 2. Hiệu lực thi hành",
    "Nghị quyết này có hiệu lực kể từ ngày ký và được công bố tại nhà văn hóa.",
)


@pytest.fixture
def database(kind, begin):
    """A database of each kind: re-reading writes much, and both have to like it."""
    with begin(kind) as opened:
        yield opened


@pytest.fixture
def writer(database):
    made = Writer(database)
    yield made
    made.close()


def paper(pages=2, lines=LINES):
    document = pymupdf.open()
    for number in range(1, pages + 1):
        page = document.new_page(width=595, height=842)
        page.insert_font("F0", FONT)
        for place, line in enumerate(lines):
            text = line if number == 1 or place else f"Chương {'I' * number}. PHẦN TIẾP THEO"
            page.insert_text((72, 100 + 34 * place), text, fontsize=10, fontname="F0")
    return saved(document)


@pytest.fixture
def told():
    return []


@pytest.fixture
def arrivals(arrivals_with, told):
    return arrivals_with(told.append)


@pytest.fixture
def version(arrived, arrivals):
    taken = arrived(paper())
    arrivals.start(taken.id)
    arrivals.wait()
    return taken


def standing(database, version):
    with database.session() as session:
        return [
            (each.id, each.kind, each.text, each.address, each.level, each.mended)
            for each in paragraphs_of(session, version.id)
        ]


def row(database, version):
    with database.session() as session:
        return version_of(session, version.id)


def texts(database, version):
    return [each[2] for each in standing(database, version)]


def mend(writer, arrivals, version, how, *places, **more):
    """Do to paragraphs, by their ordinals, what the hand can do, and wait for its effect."""

    def act(session):
        ids = paragraph_ids(session, version.id)
        taken = version_of(session, version.id)
        return how(
            session, *(mends.mendable(session, taken, ids[each]) for each in places), **more
        ).id

    made = writer.perform(act)
    arrivals.read_anew(version.id)
    arrivals.wait()
    return made


def unmend(writer, arrivals, version, mend_id):
    writer.perform(lambda session: mends.unmend(session, mends.mend_known(session, mend_id)))
    arrivals.read_anew(version.id)
    arrivals.wait()


def found(database, version):
    with database.session() as session:
        return [each.place.get("found") for each in mends.live_mends(session, version.id)]


def test_a_version_is_read_anew_and_nothing_changes(database, arrivals, version, told):
    before = standing(database, version)
    assert len(before) == 16
    arrivals.read_anew(version.id)
    arrivals.wait()
    assert standing(database, version) == before
    assert row(database, version).reading == 2
    assert [(each.state, each.reading) for each in told[-2:]] == [
        (VersionState.READY, 1),
        (VersionState.READY, 2),
    ]


def test_two_joined_paragraphs_are_one_and_the_other_is_found_in_it(
    database, writer, arrivals, version
):
    before = standing(database, version)
    mend(writer, arrivals, version, mends.join, 4, 5)
    after = standing(database, version)
    assert len(after) == 15
    assert after[4][2] == f"{LINES[4]} {LINES[5]}"
    assert (after[4][5], sum(each[5] for each in after)) == (True, 1)
    vanished_id = gone(before, after)
    assert [each[0] for each in after] == [each[0] for each in before if each[0] != vanished_id]
    with database.session() as session:
        vanished = session.get(Paragraph, vanished_id)
        assert vanished.ordinal is None
        match = session.get(ParagraphMatch, (vanished.id, version.id))
        assert (match.found_id, match.rung, match.score) == (after[4][0], "merged", 100)
        assert living(session, vanished).id == after[4][0]
        assert settled(session, version.id)
        assert vanished.id not in [each.id for each in paragraphs_on(session, version.id, 1, 1)]
    assert found(database, version) == [True]


def gone(before, after):
    [vanished] = {each[0] for each in before} - {each[0] for each in after}
    return vanished


def test_a_paragraph_is_split_within_a_line_and_put_together_again(
    database, writer, arrivals, version
):
    before = standing(database, version)
    at = LINES[3].index("theo đề nghị")
    made = mend(writer, arrivals, version, mends.split, 3, at=at + 2)
    after = standing(database, version)
    assert [each[2] for each in after[3:5]] == [LINES[3][: at - 1], LINES[3][at:]]
    assert after[3][0] == before[3][0], "the longer part keeps what was said about it"
    with database.session() as session:
        left, right = (paragraphs_of(session, version.id)[each] for each in (3, 4))
        assert (left.boxes[0][1], left.boxes[0][3]) < (right.boxes[0][1], right.boxes[0][3])
        assert abs(left.boxes[0][3] - right.boxes[0][1]) <= 1
    unmend(writer, arrivals, version, made)
    assert standing(database, version) == before


def test_who_comes_back_is_who_went(database, writer, arrivals, version):
    before = standing(database, version)
    made = mend(writer, arrivals, version, mends.join, 2, 3)
    unmend(writer, arrivals, version, made)
    assert standing(database, version) == before
    with database.session() as session:
        assert session.query(ParagraphMatch).count() == 0
    again = mend(writer, arrivals, version, mends.split, 2, at=20)
    added = [each[0] for each in standing(database, version)]
    unmend(writer, arrivals, version, again)
    mend(writer, arrivals, version, mends.split, 2, at=20)
    assert [each[0] for each in standing(database, version)] == added


def test_the_same_mend_from_two_tabs_is_one(database, writer, arrivals, version):
    before = standing(database, version)
    with database.session() as session:
        ids = paragraph_ids(session, version.id)

    def join(session):
        taken = version_of(session, version.id)
        return mends.join(session, *(mends.mendable(session, taken, each) for each in ids[2:4])).id

    first, second = writer.perform(join), writer.perform(join)
    assert first == second
    unmend(writer, arrivals, version, first)
    assert standing(database, version) == before


def test_what_was_joined_to_a_paragraph_is_not_its_own(database, writer, arrivals, version):
    """Joined to two others that are longer together, it is still who it was when it is parted."""
    before = standing(database, version)
    first = mend(writer, arrivals, version, mends.join, 5, 6)
    second = mend(writer, arrivals, version, mends.join, 5, 6)
    unmend(writer, arrivals, version, first)
    assert [each[2] for each in standing(database, version)[5:7]] == [
        LINES[5],
        f"{LINES[6]} {LINES[7]}",
    ]
    assert standing(database, version)[5][0] == before[5][0]
    unmend(writer, arrivals, version, second)
    assert standing(database, version) == before


def test_a_heading_is_made_and_taken_away(database, writer, arrivals, version):
    mend(writer, arrivals, version, mends.head, 7, level=2)
    assert standing(database, version)[7][1:] == ("heading", LINES[7], "Điều 2", 2, True)
    mend(writer, arrivals, version, mends.plain, 7)
    assert standing(database, version)[7][1:] == ("body", LINES[7], "Điều 2", None, True)
    assert found(database, version) == [True, True]
    mend(writer, arrivals, version, mends.plain, 6)
    assert standing(database, version)[6][1:4] == ("body", LINES[6], "Điều 1 khoản 2 điểm b")
    assert standing(database, version)[7][3] == "Điều 1 khoản 2 điểm b"


def test_paragraphs_are_joined_over_the_page(database, writer, arrivals, version):
    before = standing(database, version)
    mend(writer, arrivals, version, mends.join, 7, 8)
    joined = standing(database, version)[7]
    assert joined[2] == f"{before[7][2]} {before[8][2]}"
    with database.session() as session:
        [both] = [each for each in paragraphs_of(session, version.id) if each.mended]
        assert (both.first_page, both.last_page) == (1, 2)
        assert both in paragraphs_on(session, version.id, 2, 2)


@pytest.mark.parametrize(
    ("how", "places", "more", "code"),
    [
        (mends.join, (1, 3), {}, "mend.not_neighbours"),
        (mends.join, (1, 1), {}, "mend.not_neighbours"),
        (mends.split, (1,), {"at": 2}, "mend.nothing_to_split"),
        (mends.split, (1,), {"at": 2000}, "mend.nothing_to_split"),
    ],
)
def test_what_cannot_be_mended_is_refused(writer, arrivals, version, how, places, more, code):
    with pytest.raises(Invalid, match=code.replace(".", r"\.")):
        mend(writer, arrivals, version, how, *places, **more)


def test_a_paragraph_that_is_gone_is_not_mended(database, writer, arrivals, version):
    before = standing(database, version)
    mend(writer, arrivals, version, mends.join, 4, 5)
    vanished = gone(before, standing(database, version))
    with database.session() as session, pytest.raises(Conflict, match=r"paragraph\.gone"):
        mends.mendable(session, version_of(session, version.id), vanished)


def test_a_paragraph_is_followed_to_where_it_stands_and_never_to_a_neighbour(
    database, writer, arrivals, version
):
    before = standing(database, version)
    mend(writer, arrivals, version, mends.join, 4, 5)
    vanished = gone(before, standing(database, version))
    with database.session() as session:
        followed = paragraph_in_document(session, version.document_id, vanished)
        assert followed.text == f"{LINES[4]} {LINES[5]}"

    def lose(session):
        session.get(ParagraphMatch, (vanished, version.id)).found_id = None

    writer.perform(lose)
    with database.session() as session, pytest.raises(Conflict, match=r"paragraph\.gone"):
        paragraph_in_document(session, version.document_id, vanished)


def test_a_mend_that_finds_its_place_no_longer_is_passed_over_and_says_so(
    database, writer, arrivals, version
):
    made = mend(writer, arrivals, version, mends.join, 4, 5)
    mend(writer, arrivals, version, mends.head, 4, level=3)
    before = texts(database, version)
    unmend(writer, arrivals, version, made)
    assert found(database, version) == [False]
    assert len(texts(database, version)) == len(before) + 1
    assert not any(each[5] for each in standing(database, version))


def newer_extractor(monkeypatch, number, change=None):
    """Let another extractor read from now on, in this process: it is asked in place of a worker."""
    for module in (arrivals_module, shelf, readings):
        monkeypatch.setattr(module, "EXTRACTOR_VERSION", number, raising=False)
    if change is None:
        return
    original = making.paragraphs.assemble_mended

    def otherwise(pages, mends):
        made, places = original(pages, mends)
        return change(made), places

    monkeypatch.setattr(making.paragraphs, "assemble_mended", otherwise)

    def reread(self, path, derived, without, asked, place, **_):
        with pymupdf.open(path, filetype="pdf") as document:
            sizes = [(page.rect.width, page.rect.height) for page in document]
        return making.reread(derived, sizes, without, asked, place)

    monkeypatch.setattr(Jobs, "reread", reread)


def test_a_newer_extractor_reads_everything_anew_and_the_hands_work_stands(
    database, writer, arrivals, version, arrived, monkeypatch
):
    from dataclasses import replace

    mend(writer, arrivals, version, mends.join, 4, 5)
    mend(writer, arrivals, version, mends.head, 6, level=4)
    mend(writer, arrivals, version, mends.split, 3, at=LINES[3].index("hằng"))
    other = arrived(paper(1))
    arrivals.start(other.id)
    arrivals.wait()
    before = standing(database, version)
    newer_extractor(
        monkeypatch,
        NEWER,
        lambda made: [replace(each, address=f"§ {each.address}") for each in made],
    )
    with database.session() as session:
        assert outdated(session) == [other.id, version.id], "the newest first"
    assert arrivals.resume() == 2
    arrivals.wait()
    after = standing(database, version)
    assert [each[:3] + each[4:] for each in after] == [each[:3] + each[4:] for each in before]
    assert [each[3] for each in after] == [f"§ {each[3]}" for each in before]
    assert found(database, version) == [True, True, True]
    assert [row(database, each).extractor for each in (version, other)] == [NEWER, NEWER]
    assert arrivals.resume() == 0


def test_a_newer_extractor_may_read_fewer_and_more(database, arrivals, version, monkeypatch):
    before = standing(database, version)
    newer_extractor(monkeypatch, NEWER, lambda made: made[3:])
    arrivals.resume()
    arrivals.wait()
    assert standing(database, version) == before[3:]
    with database.session() as session:
        for each in before[:3]:
            match = session.get(ParagraphMatch, (each[0], version.id))
            assert (match.found_id, match.rung) == (None, "not_placed")
    monkeypatch.undo()
    newer_extractor(monkeypatch, "3")
    arrivals.resume()
    arrivals.wait()
    assert standing(database, version) == before, "all came back as who they were"


def test_what_was_asked_for_is_not_lost_by_a_stop(
    database, writer, arrivals, version, arrivals_with
):
    ids = [each[0] for each in standing(database, version)]

    def act(session):
        taken = version_of(session, version.id)
        pair = (mends.mendable(session, taken, each) for each in ids[4:6])
        mends.join(session, *pair)

    writer.perform(act)
    arrivals.close()  # nobody had begun
    assert len(texts(database, version)) == 16
    again = arrivals_with(None)
    assert again.resume() == 1
    again.wait()
    assert len(texts(database, version)) == 15


@pytest.mark.parametrize("taken", range(1, 6))
def test_a_stop_between_two_steps_leaves_the_whole_text_in_its_order(
    database, writer, arrivals, version, arrivals_with, monkeypatch, taken
):
    """Steps of one row each, and a stop after some of them."""
    words = " ".join(texts(database, version)).split()
    monkeypatch.setattr("documents.reconciling.ROWS_A_STEP", 1)
    monkeypatch.setattr("documents.reconciling.ROWS_A_RUN", 2)
    monkeypatch.setattr(rereading, "ROWS_TOGETHER", 1)
    newer_extractor(monkeypatch, NEWER, lambda made: made)
    original, steps = readings.take, []

    def stopping(session, version_id, step):
        if len(steps) == taken:
            raise RuntimeError("the power fails")
        steps.append(step)
        original(session, version_id, step)

    monkeypatch.setattr(rereading, "take", stopping)
    mend(writer, arrivals, version, mends.join, 4, 5)
    assert " ".join(texts(database, version)).split() == words
    assert (row(database, version).extractor, row(database, version).reading) == (ANEW, 1)
    monkeypatch.setattr(rereading, "take", original)
    again = arrivals_with(None)
    again.resume()
    again.wait()
    assert " ".join(texts(database, version)).split() == words
    assert len(texts(database, version)) == 15
    with database.session() as session:
        assert settled(session, version.id)
    assert row(database, version).extractor == NEWER


def test_asked_for_many_times_meanwhile_it_is_read_once_more(
    database, arrivals, version, monkeypatch
):
    original, began, go_on = Jobs.reread, threading.Event(), threading.Event()
    asked = []

    def slow(self, *arguments, **more):
        asked.append(arguments)
        began.set()
        go_on.wait(10)
        return original(self, *arguments, **more)

    monkeypatch.setattr(Jobs, "reread", slow)
    arrivals.read_anew(version.id)
    began.wait(10)
    for _ in range(5):
        arrivals.read_anew(version.id)
    go_on.set()
    arrivals.wait()
    assert len(asked) == 2
    assert row(database, version).reading == 3


def test_what_is_asked_while_it_is_read_anew_stays_asked_for(
    database, writer, arrivals, version, monkeypatch
):
    original = Jobs.reread

    def meanwhile(self, *arguments, **more):
        writer.perform(lambda session: ask_anew(session, version.id))
        return original(self, *arguments, **more)

    monkeypatch.setattr(Jobs, "reread", meanwhile)
    arrivals.read_anew(version.id)
    arrivals.wait()
    assert row(database, version).extractor is None
    with database.session() as session:
        assert outdated(session) == [version.id]


def test_a_version_that_is_still_being_read_is_read_anew_after_that(
    database, arrived, arrivals, monkeypatch
):
    original = Jobs.assemble

    def meanwhile(self, *arguments):
        arrivals.read_anew(taken.id)
        time.sleep(0.2)
        return original(self, *arguments)

    monkeypatch.setattr(Jobs, "assemble", meanwhile)
    taken = arrived(paper())
    arrivals.start(taken.id)
    arrivals.wait()
    arrivals.wait()
    assert row(database, taken).reading == 2


def test_the_search_finds_the_new_reading(database, writer, arrivals, version):
    def hits(words):
        with database.session() as session:
            found = index.search(session, [version.id], read(words), 9)
            return {each.id for each in found.paragraphs}

    before = standing(database, version)
    assert hits("bảo dưỡng cầu treo") == {before[5][0], before[13][0]}
    mend(writer, arrivals, version, mends.join, 4, 5)
    after = standing(database, version)
    assert hits("bảo dưỡng cầu treo") == {after[4][0], before[13][0]}
    assert hits("đầu tư đường bảo dưỡng") == {after[4][0]}


def test_a_comparison_is_about_the_present_reading(database, writer, arrivals, version, arrived):
    from documents.operations import replace
    from documents.received import Received

    other = arrived(paper(1))
    size = [(595.0, 842.0)]
    kept = Received("b.pdf", other.sha256, other.sha256, "application/pdf", 9, size)
    new = writer.perform(lambda session: replace(session, version.document_id, kept))
    arrivals.start(new.id)
    arrivals.wait()
    assert len(arrivals.changes(version.id, new.id)["matches"]) == 16
    mend(writer, arrivals, version, mends.join, 4, 5)
    compared = arrivals.changes(version.id, new.id)
    assert len(compared["matches"]) == 15
    assert compared["ids"]["old"] == [each[0] for each in standing(database, version)]


def test_the_same_file_in_another_document_is_not_mended(
    database, writer, arrivals, version, arrived
):
    mend(writer, arrivals, version, mends.join, 4, 5)
    twin = arrived(paper(), "another name.pdf")
    arrivals.start(twin.id)
    arrivals.wait()
    assert len(texts(database, twin)) == 16
    arrivals.read_anew(twin.id)
    arrivals.wait()
    assert len(texts(database, twin)) == 16


def test_layouts_that_were_deleted_are_made_again(database, writer, arrivals, version, vault):
    import shutil

    shutil.rmtree(vault.root / "derived")
    mend(writer, arrivals, version, mends.join, 4, 5)
    assert len(texts(database, version)) == 15


def test_a_paper_whose_file_is_gone_keeps_its_reading(database, arrivals, version, vault):
    before = standing(database, version)
    vault.path_of(version.readable_sha256).unlink()
    arrivals.read_anew(version.id)
    arrivals.wait()
    assert standing(database, version) == before
    assert row(database, version).state == VersionState.READY


# Pure: which is which, and by which steps.


def stored(count, start=0, **changed):
    return [
        {
            "id": 100 + n,
            "ordinal": n,
            "kind": "body",
            "text": f"Câu thứ {n} nói về việc số {n} của xã",
            "address": "",
            "level": None,
            "boxes": [[1 + n // 20, 1000, 400 * (n % 20), 9000, 400 * (n % 20) + 300]],
            "from_scan": False,
            "mended": False,
        }
        | changed
        for n in range(start, start + count)
    ]


def fresh(rows):
    return [{k: v for k, v in row.items() if k not in ("id", "ordinal")} for row in rows]


def taken(rows, steps, count):
    """Take the steps on plain rows, as the database would, each kept in order."""
    living = {row["ordinal"]: row for row in rows if row["ordinal"] is not None}
    for step in steps:
        if run := step.get("run"):
            first, last, by = run
            moved = {o: r for o, r in living.items() if first <= o <= last}
            rest = {o: r for o, r in living.items() if not first <= o <= last}
            assert not rest.keys() & {o + by for o in moved}
            living = rest | {o + by: r for o, r in moved.items()}
        elif "found" not in step:
            touched = {each["id"] for each in [*step["kept"], *step["gone"], *step["back"]]}
            living = {o: r for o, r in living.items() if r["id"] not in touched}
            for each in [*step["kept"], *step["back"], *step["added"]]:
                assert each["ordinal"] not in living
                living[each["ordinal"]] = {"id": None} | each
    assert sorted(living) == list(range(count))
    return [living[each] for each in range(count)]


@given(data=st.data())
@settings(max_examples=200, deadline=None)
def test_any_reading_is_reached_whatever_the_one_before(data):
    rows = stored(data.draw(st.integers(0, 30)))
    kept = data.draw(st.lists(st.sampled_from(range(40)), unique=True, max_size=40))
    if data.draw(st.booleans()):
        kept.sort()
    new = [stored(1, n)[0] for n in kept]
    for each in new:
        if data.draw(st.integers(0, 3)) == 0:
            each["text"] += " năm nay"
    gaps = data.draw(st.integers(0, 2))
    for each in rows:
        each["ordinal"] += gaps * (each["ordinal"] // 3)
    after = taken(rows, reconciled(rows, fresh(new)), len(new))
    assert [each["text"] for each in after] == [each["text"] for each in new]
    ids = {row["id"]: row["text"] for row in rows}
    for each, wanted in zip(after, new, strict=True):
        assert each["id"] == (wanted["id"] if wanted["id"] in ids else None)


def test_the_same_words_elsewhere_on_the_page_are_another_paragraph():
    rows = stored(2)
    rows[1]["text"] = rows[0]["text"]
    pairing = paired(rows, fresh(rows[1:]))
    assert pairing.kept == {1: 0}
    assert pairing.gone == {}


def test_an_edit_in_one_place_writes_few_rows():
    rows = stored(3000)
    new = [*rows[:10], *rows[11:]]
    steps = list(reconciled(rows, fresh(new)))
    assert sum(len(step.get("kept", [])) for step in steps) <= 1
    assert len(steps) <= 8


def test_a_scan_that_was_turned_is_known_by_its_words():
    rows = stored(5, from_scan=True)
    turned = [row | {"boxes": [[1, 9500 - 10 * n, 1, 9600, 2]]} for n, row in enumerate(rows)]
    assert paired(rows, fresh(turned)).kept == {n: n for n in range(5)}


def test_a_page_that_is_a_picture_stays_who_it_is_when_it_has_been_read():
    page = stored(1, kind="page", text="", boxes=[[1, 0, 0, 10000, 10000]], from_scan=True)
    new = [page[0], *stored(3, from_scan=True)]
    after = taken(page, reconciled(page, fresh(new)), 4)
    assert [each["id"] for each in after] == [100, None, None, None]


def words_of(session, version_id):
    return " ".join(each.text for each in paragraphs_of(session, version_id)).split()


ACTS = st.lists(
    st.tuples(st.sampled_from(["join", "split", "unmend"]), st.integers(0, 99)),
    min_size=1,
    max_size=6,
)


@given(acts=ACTS)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_the_hand_does_no_word_is_lost_and_all_of_it_can_be_undone(
    database, writer, arrivals, version, acts
):
    first = standing(database, version)
    words = " ".join(each[2] for each in first).split()
    made = []
    for act, number in acts:
        now = standing(database, version)
        place = number % (len(now) - 1)
        if act == "join":
            made.append(mend(writer, arrivals, version, mends.join, place, place + 1))
        elif act == "split" and len(now[place][2].split()) > 4:
            at = len(" ".join(now[place][2].split()[:3])) + 1
            made.append(mend(writer, arrivals, version, mends.split, place, at=at))
        elif made:
            unmend(writer, arrivals, version, made.pop(number % len(made)))
        with database.session() as session:
            assert words_of(session, version.id) == words
            assert settled(session, version.id)
    for each in made:
        unmend(writer, arrivals, version, each)
    after = standing(database, version)
    assert [each[1:] for each in after] == [each[1:] for each in first]
    with database.session() as session:
        for was, now in zip(first, after, strict=True):
            assert living(session, session.get(Paragraph, was[0])).id == now[0]
