"""Search: words and phrases, with and without accents, ranked, and where they stand on the page."""

import unicodedata

import orjson
import pymupdf
import pytest
from alembic import command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from documents.models import Document, Paragraph, Version
from documents.operations import add_paragraphs, claim, finish
from documents.paragraphs import EXTRACTOR_VERSION, PageContent, assemble
from documents.paragraphs.model import Span
from documents.queries import paragraphs_of
from documents.search import engine, fts5, index, tsearch
from documents.search.hits import MOST_BOXES, boxes, hits_in, snippet
from documents.search.query import LONGEST_QUERY, read
from documents.search.words import forms_of, words_in
from foundation.database import Base, open_database
from foundation.errors import Invalid, Refusal, Unavailable
from foundation.migrating import bring_up_to_date, configuration
from foundation.writer import Writer
from tests.documents.made_papers import FONT, saved

WATER = "Thủy lợi nội đồng do xã Hòa Bình quản lý, kinh phí 1.250 triệu đồng."
ROAD = "Đường liên thôn được cứng hóa theo Nghị quyết số 12/NQ-HĐND của Hội đồng nhân dân tỉnh."
SCHOOL = "Ủy ban nhân dân xã bố trí kinh phí sửa chữa trường học trước ngày khai giảng."
HEADING = "Điều 3. Kinh phí"


def paragraph(said, level=None, ordinal=0):
    return {
        "kind": "article" if level else "body",
        "text": said,
        "address": "",
        "level": level,
        "boxes": [[1, 1000, 1000 + 500 * ordinal, 9000, 1400 + 500 * ordinal]],
        "from_scan": False,
    }


def version_with(session, *said):
    """A version of these paragraphs; a heading is one that begins with Điều."""
    document = Document()
    session.add(document)
    session.flush()
    version = Version(
        document_id=document.id,
        number=1,
        file_name="a.pdf",
        sha256="a" * 64,
        readable_sha256="a" * 64,
        media_type="application/pdf",
        size=1,
        page_count=1,
    )
    session.add(version)
    session.flush()
    rows = [
        paragraph(each, 1 if each.startswith("Điều") else None, n) for n, each in enumerate(said)
    ]
    add_paragraphs(session, version.id, 0, rows)
    finish(session, version.id)
    return version.id


@pytest.fixture
def database(kind, begin):
    """An empty database of each kind, with every table and the index."""
    with begin(kind) as opened:
        yield opened


@pytest.fixture
def stored(writer):
    """Store a version, and return its id."""
    return lambda *said: writer.perform(lambda session: version_with(session, *said))


@pytest.fixture
def found(database):
    """What a query finds in versions: the paragraphs' texts, best first."""

    def find(typed, *versions, limit=20, offset=0):
        with database.session() as session:
            answer = index.search(session, versions, read(typed), limit, offset)
            return [each.text for each in answer.paragraphs]

    return find


@pytest.mark.parametrize(
    "typed",
    [
        "thuy loi",
        "thủy lợi",
        "thuỷ lợi",
        "THỦY LỢI",
        unicodedata.normalize("NFD", "thủy lợi"),
        unicodedata.normalize("NFD", "Thuỷ Lợi"),
        "loi thuy",
        "hoa binh",
        "hoà bình",
        "hòa bình",
        "dong 1.250",
        "1.250 triệu",
        "1250",
        "kinh phi quan ly",
        "quản lý kinh",
        "qu",
        "noi dong  do,",
        "nội Ðồng",
        '"kinh phí 1.250 triệu đồng"',
        "“xã Hoà Bình”",
        '"xa hoa binh',
    ],
)
def test_a_paragraph_is_found_however_its_words_are_typed(stored, found, typed):
    version = stored(WATER, "Một đoạn khác nói chuyện khác.")
    if typed == "1250":
        assert found(typed, version) == []  # another number: the point parts two words
    else:
        assert found(typed, version) == [WATER]


@pytest.mark.parametrize(
    "typed",
    [
        "thủy điện",
        "thuy dien",
        "hòa bìn binh",
        '"bình hòa"',
        '"lợi thủy"',
        '"kinh phí triệu"',
        "hội đồng",
        "loi thuyền",
    ],
)
def test_what_lacks_a_word_or_has_them_in_another_order_than_the_phrase_is_not_found(
    stored, found, typed
):
    assert found(typed, stored(WATER)) == []


def test_a_word_with_accents_means_those_and_one_without_means_any(stored, found):
    version = stored("hoa quả trong vườn", "hòa giải ở cơ sở", "họa sĩ vẽ tranh", "Hoà ước")
    assert set(found("hoa", version)) == {
        "hoa quả trong vườn",
        "hòa giải ở cơ sở",
        "họa sĩ vẽ tranh",
        "Hoà ước",
    }
    assert set(found("hòa", version)) == {"hòa giải ở cơ sở", "Hoà ước"}
    assert found("đường", stored("dường như", "đường xá")) == ["đường xá"]
    assert len(found("duong", stored("dường như", "đường xá"))) == 2


def test_where_nothing_has_the_accents_that_were_typed_they_are_left_out(stored, database):
    version = stored("Ngân sach xã", "Một đoạn khác")
    with database.session() as session:
        answer = index.search(session, [version], read("ngân sách"), 20)
        assert (answer.total, answer.loosened) == (1, True)
        answer = index.search(session, [version], read("ngân sách"), 20, 20)
        assert (answer.total, answer.loosened, answer.paragraphs) == (1, True, ())
        answer = index.search(session, [version], read("ngân hàng"), 20)
        assert (answer.total, answer.loosened) == (0, False)


def test_papers_in_decomposed_letters_are_found_by_composed_ones(stored, found):
    apart = unicodedata.normalize("NFD", SCHOOL)
    version = stored(apart)
    for typed in ("Uỷ ban", "ủy ban", "uy ban", '"khai giảng"'):
        assert found(typed, version) == [apart]


def test_the_last_word_may_be_the_beginning_of_one_and_others_not(stored, found):
    version = stored(ROAD)
    assert found("hội đồ", version) == [ROAD]
    assert found("hoi don", version) == [ROAD]
    assert found("hộ đồng", version) == []
    assert found('"hoi don"', version) == [], "a phrase is meant whole"
    assert found("nghị q", version) == [], "one letter begins too many words"
    assert found("12/NQ-HĐ", version) == [ROAD], "what is written in one piece stands in one piece"
    assert found("12/NQ-UB", version) == []
    assert found("NQ/12", version) == []


def test_a_heading_comes_first_and_then_what_says_it_most_densely(stored, found):
    dense = "Kinh phí: kinh phí xã, kinh phí tỉnh."
    version = stored(SCHOOL, WATER, dense, HEADING, "Không nói gì về việc đó cả.")
    assert found("kinh phí", version)[:2] == [HEADING, dense]
    assert set(found("kinh phí", version)) == {SCHOOL, WATER, dense, HEADING}


def test_words_side_by_side_come_before_words_far_apart(stored, found):
    near = "Việc quản lý ngân sách xã thực hiện theo quy định của pháp luật hiện hành."
    far = "Ngân hàng xã thực hiện theo quy định của pháp luật hiện hành về chính sách."
    version = stored(far, near)
    assert found("ngan sach", version) == [near, far]


def test_only_the_versions_that_are_asked_about_are_searched(stored, found):
    one, other = stored(WATER), stored(WATER, ROAD)
    assert found("thủy lợi", one) == [WATER]
    assert found("hội đồng", one) == []
    assert sorted(found("cua hoi dong", one, other)) == [ROAD]
    assert len(found("thủy lợi", one, other)) == 2
    assert found("thủy lợi") == []


def test_an_answer_comes_in_parts_and_tells_how_many_there_are(stored, database):
    version = stored(*(f"Đoạn thứ {n} nói về ngân sách" for n in range(45)))
    seen = []
    with database.session() as session:
        for offset in (0, 20, 40, 60):
            answer = index.search(session, [version], read("ngân sách"), 20, offset)
            assert answer.total == 45
            seen += [each.id for each in answer.paragraphs]
    assert len(seen) == len(set(seen)) == 45


def test_what_is_put_again_is_found_by_its_new_words_alone(writer, stored, found):
    version = stored(WATER, ROAD)

    def rewritten(session):
        first = paragraphs_of(session, version)[0]
        first.text = SCHOOL
        index.put(session, [first])

    writer.perform(rewritten)
    assert found("thủy lợi", version) == []
    assert found("trường học", version) == [SCHOOL]


def test_a_paragraph_that_became_a_heading_counts_as_one(writer, stored, found):
    version = stored("Về kinh phí của xã ta", "Về kinh phí của xã ta.")

    def raised(session):
        last = paragraphs_of(session, version)[1]
        last.level = 1
        index.put(session, [last])

    writer.perform(raised)
    assert found("kinh phí", version)[0] == "Về kinh phí của xã ta."


def test_what_is_dropped_is_no_longer_found(writer, stored, found):
    version = stored(WATER, ROAD)

    def dropped(session):
        ids = [each.id for each in paragraphs_of(session, version)]
        index.drop(session, [*ids[:1], 10_000])
        index.drop(session, [])

    writer.perform(dropped)
    assert found("thủy lợi", version) == []
    assert found("hội đồng", version) == [ROAD]


def test_what_was_not_committed_is_not_found(writer, stored, found):
    version = stored(ROAD)

    def failing(session):
        add_paragraphs(session, version, 1, [paragraph(WATER, None, 1)])
        raise Invalid("search.nothing")

    with pytest.raises(Invalid):
        writer.perform(failing)
    assert found("thủy lợi", version) == []


def test_a_paper_left_half_read_by_an_older_extractor_leaves_nothing_in_the_index(
    writer, stored, found
):
    version = stored(WATER)

    def begun_anew(session):
        session.get(Version, version).state = "processing"
        session.get(Version, version).extractor = "older"
        session.flush()
        assert claim(session, version, EXTRACTOR_VERSION)

    writer.perform(begun_anew)
    assert found("thủy lợi", version) == []
    writer.perform(lambda session: add_paragraphs(session, version, 0, [paragraph(ROAD)]))
    assert found("hội đồng", version) == [ROAD]


def test_an_empty_paragraph_is_not_entered(stored, database):
    stored("", "  ", "…", WATER)
    with database.session() as session:
        kept = session.scalar(text(f"select count(*) from {engine.TABLE}"))
    assert kept == 2, "the dots have no word, but are no reason to look closer"


@pytest.mark.parametrize("typed", ["", "   ", '""', "?!…", "😀", "\x00", "- – —", "*", '"'])
def test_a_query_without_a_word_is_refused_with_a_sentence(typed):
    with pytest.raises(Invalid, match=r"search\.nothing"):
        read(typed)


def test_a_query_as_long_as_a_page_is_refused_with_a_sentence():
    with pytest.raises(Invalid, match=r"field\.too_long"):
        read("a" * 10_000)
    assert read("a" * LONGEST_QUERY)


@pytest.mark.parametrize(
    "typed",
    [
        "thủy AND",
        "NOT",
        "thủy NOT lợi",
        "NEAR(thủy lợi, 3)",
        "thủy*",
        "*thủy",
        "exact:thủy",
        "version:v1",
        "version : v1 OR thủy",
        '"thủy" OR "lợi"',
        "{folded}: thuy",
        "^thủy",
        "(thủy",
        "thủy)",
        "'thủy'",
        "thủy:*",
        "thủy & !lợi | <->",
        "\\thủy\\",
        "%thủy_",
        "thủy; drop table paragraph",
        "x'; delete from paragraph_search; --",
        '"""thủy"lợi"',
        "😀 thủy",
        "thủy\x00lợi",
        "thủy\ud800",
        "\u202ethủy",
        "１２５０ Ｔｈｕｙ",
        "ﬁ",
        "ß ẞ İ ı",
        "ก ข",
        "ا",
        "1.250,00",
        "a" * 299,
        " ".join("abcdefghij" * 14),
    ],
)
def test_operators_of_the_databases_are_words_like_others(stored, found, typed):
    version = stored(WATER, "Thủy thủ: AND, OR, NOT và NEAR đều là chữ.")
    answer = found(typed, version)
    assert isinstance(answer, list)
    if typed == "thủy AND":
        assert answer == ["Thủy thủ: AND, OR, NOT và NEAR đều là chữ."]
    if typed in ("thủy*", "*thủy", "(thủy", "thủy)", "^thủy", "'thủy'", "\u202ethủy"):
        assert len(answer) == 2


ODD = st.text(st.characters(codec=None), max_size=60) | st.text(
    "aàđ12 \"'“”*:()^{}&|!<>-\\/%_\x00;,.NEARORT", max_size=60
)
WRITTEN = st.text("aàáoòhủuyúđĐƯơ12 -/.,()\u0301", max_size=60)
FUZZED = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@FUZZED
@given(typed=ODD, said=ODD)
def test_whatever_is_typed_and_written_there_are_hits_or_a_refusal(database, typed, said):
    held = said.replace("\x00", "").encode("utf-8", "ignore").decode()  # as databases hold it
    with Session(database.writing) as session:
        version = version_with(session, held, WATER)
        for asked in (typed, held):
            try:
                query = read(asked)
            except Refusal:
                continue
            for each in index.search(session, [version], query, 5).paragraphs:
                "".join(part for part, _ in snippet(each.text, query))
        session.rollback()


@FUZZED
@given(said=WRITTEN)
def test_a_paragraph_is_found_by_its_own_words_and_they_are_marked(database, said):
    with Session(database.writing) as session:
        version = version_with(session, said, WATER)
        if any(words_in(said)):
            for asked in (said, unicodedata.normalize("NFD", said), said.upper()):
                answer = index.search(session, [version], read(asked), 5)
                assert said in [each.text for each in answer.paragraphs], asked
                assert any(hit for _, hit in snippet(said, answer.query)), asked
        session.rollback()


def test_a_search_that_takes_too_long_is_given_up(sqlite_url, monkeypatch):
    opened = open_database(sqlite_url)
    Base.metadata.create_all(opened.writing)
    writer = Writer(opened)
    try:
        version = writer.perform(
            lambda session: version_with(session, *(f"ab{n} ngân sách" for n in range(3000)))
        )
        monkeypatch.setattr(fts5, "LONGEST_SEARCH", 0.0)
        monkeypatch.setattr(fts5, "STEPS", 10)
        with opened.session() as session, pytest.raises(Unavailable, match=r"search\.too_long"):
            index.search(session, [version], read("ngân sách"), 20)
        monkeypatch.undo()
        with opened.session() as session:
            assert index.search(session, [version], read("ngân sách"), 20).total == 3000
    finally:
        writer.close()
        opened.dispose()


def test_postgresql_gives_a_long_search_up_too(postgresql, monkeypatch):
    opened = open_database(postgresql)
    monkeypatch.setattr(tsearch, "LONGEST_SEARCH", 0.02)
    with (
        Session(opened.reading) as session,
        pytest.raises(Unavailable, match=r"search\.too_long"),
        tsearch._bounded(session),
    ):
        session.execute(text("select pg_sleep(5)"))
    opened.dispose()


def test_a_house_that_has_papers_already_has_them_indexed_when_it_is_brought_up_to_date(
    database_url,
):
    command.upgrade(configuration(database_url), "0002")
    opened = open_database(database_url)
    with opened.writing.begin() as connection:
        for statement in (
            "insert into document (id, created) values (1, '2026-01-01 00:00:00+00')",
            "insert into version (id, document_id, number, file_name, sha256, readable_sha256,"
            " media_type, size, state, page_count, pages_done, created) values"
            " (7, 1, 1, 'a', 'a', 'a', 'x', 1, 'ready', 1, 1, '2026-01-01 00:00:00+00')",
        ):
            connection.execute(text(statement))
        add = text(
            "insert into paragraph (id, version_id, ordinal, kind, text, address, boxes,"
            " first_page, last_page, from_scan) values (:id, 7, :ordinal, 'body', :said, '',"
            " '[]', 1, 1, false)"
        )
        rows = [{"id": n, "ordinal": n, "said": f"Đoạn {n} về ngân sách"} for n in range(1, 1202)]
        connection.execute(add, [*rows, {"id": 5000, "ordinal": None, "said": "ngân sách cũ"}])
    opened.dispose()
    bring_up_to_date(database_url)
    opened = open_database(database_url)
    with opened.session() as session:
        assert index.search(session, [7], read("ngan sach"), 20).total == 1201
        assert index.search(session, [7], read('"đoạn 1201"'), 20).total == 1
    opened.dispose()
    command.downgrade(configuration(database_url), "0002")
    bring_up_to_date(database_url)


# What a word is


@pytest.mark.parametrize(
    ("written", "exact", "folded"),
    [
        ("Hoà", "hoà", "hoa"),
        ("hòa", "hoà", "hoa"),
        ("THỦY", "thuỷ", "thuy"),
        ("khỏe", "khoẻ", "khoe"),
        ("hoàng", "hoàng", "hoang"),
        ("của", "của", "cua"),
        ("Đường", "đường", "duong"),
        ("quý", "quý", "quy"),
        ("qúy", "quý", "quy"),
        ("nguyễn", "nguyễn", "nguyen"),
        ("ngoằn", "ngoằn", "ngoan"),
        ("²", "2", "2"),
        ("́", "", ""),
    ],
)
def test_words_have_an_exact_and_a_folded_form(written, exact, folded):
    assert forms_of(written) == (exact, folded)
    assert forms_of(unicodedata.normalize("NFD", written)) == (exact, folded)


def test_words_know_where_they_stand_in_a_text_however_it_is_composed():
    for said in (WATER, unicodedata.normalize("NFD", WATER)):
        for word in words_in(said):
            assert forms_of(said[word.start : word.end])[0] == word.exact


# Where the hits stand


def marked(said, typed):
    return [part for part, hit in snippet(said, read(typed)) if hit]


def test_the_hits_are_marked_in_the_text():
    assert marked(WATER, "thuỷ lợi kinh phi") == ["Thủy lợi", "kinh phí"]
    assert marked(WATER, "quản") == ["quản"]
    assert marked(ROAD, "nghi qu") == ["Nghị quyết"]
    assert marked(ROAD, '"Hội đồng" nhan') == ["Hội đồng nhân"]
    assert marked("Hội nghị; hội đồng; đồng hội", '"hội đồng"') == ["hội đồng"]
    assert marked(unicodedata.normalize("NFD", "Thủy lợi"), "thuỷ") == [
        unicodedata.normalize("NFD", "Thủy")
    ]


def test_a_snippet_says_what_the_text_says_around_the_hit():
    long = f"{'Một câu dài về việc khác. ' * 40}{WATER} {'Và thêm nữa. ' * 40}"
    parts = snippet(long, read("thủy lợi nội đồng"))
    said = "".join(part for part, _ in parts)
    assert said.startswith("…")
    assert said.endswith("…")
    assert "Thủy lợi nội đồng" in said
    assert said.strip("…") in long
    assert len(said) < 300
    assert "".join(part for part, _ in snippet(WATER, read("lợi"))) == WATER


def line(top, said, *edges):
    """A line of a page as its words tell it."""
    words = [[left, left + 900] for left in edges]
    return [edges[0], top, edges[-1] + 900, top + 200, said, words]


LINES = [
    line(1000, "Ủy ban nhân dân xã", 1000, 2000, 3000, 4000, 5000),
    line(1300, "Hòa Bình, (thủy lợi)", 1000, 2000, 3000, 4000),
    line(5000, "Ủy ban ở đoạn khác", 1000, 2000, 3000, 4000, 5000),
]
HERE = [[4, 900, 950, 9100, 1550]]


def placed(typed, here=HERE):
    return boxes(here, read(typed), lambda page: LINES if page == 4 else None)


def test_the_boxes_are_those_of_the_words_that_were_hit():
    assert placed("uỷ ban") == [[4, 1000, 1000, 2900, 1200]]
    assert placed('"xã hoà bình"') == [[4, 5000, 1000, 5900, 1200], [4, 1000, 1300, 2900, 1500]]
    assert placed("thuy xa") == [[4, 5000, 1000, 5900, 1200], [4, 3000, 1300, 3900, 1500]]


def test_where_no_word_is_known_the_box_is_the_paragraphs():
    assert placed("khác") == HERE
    assert placed("ủy ban", [[9, 1, 2, 3, 4]]) == [[9, 1, 2, 3, 4]]


def test_a_hit_on_the_second_page_of_a_paragraph_is_told_there():
    across = [[3, 900, 8000, 9100, 9500], *HERE]
    assert boxes(across, read("bình"), lambda page: LINES if page == 4 else []) == [
        [4, 2000, 1300, 2900, 1500]
    ]


def test_a_hostile_paragraph_has_its_hits_told_in_bounded_time_and_number():
    long = "ab " * 6000
    query = read(" ".join(f"a{letter}" for letter in "bcdefghijklmnopq" * 6))
    assert len(hits_in(list(words_in(long)), query)) == 6000
    crowded = [line(10, "ab x " * 500, *range(1000))] * 20
    assert len(boxes([[1, 0, 0, 10_000, 10_000]], read("ab"), lambda _: crowded)) == MOST_BOXES


def test_the_boxes_lie_where_mupdf_finds_the_words(tmp_path, arrived, arrivals_with, database):
    said = [
        "Điều 1. Phạm vi điều chỉnh của Nghị quyết",
        "Nghị quyết này quy định mức chi từ ngân sách xã Hòa Bình.",
        "Chi đầu tư đường liên thôn do ngân sách tỉnh hỗ trợ.",
    ]
    made = pymupdf.open()
    page = made.new_page(width=595, height=842)
    page.insert_font("vn", FONT)
    for number, line in enumerate(said):
        page.insert_text((72, 100 + 60 * number), line, fontname="vn", fontsize=12)
    content = saved(made)
    version, arrivals = arrived(content), arrivals_with(None)
    arrivals.start(version.id)
    arrivals.wait()
    lines = orjson.loads(arrivals.words(version.readable_sha256, 1).read_bytes())
    with pymupdf.open("pdf", content) as paper, database.session() as session:
        for typed in ("ngân sách", "hoà bình", "đường liên thôn", '"mức chi"'):
            answer = index.search(session, [version.id], read(typed), 20)
            ours = [
                box
                for each in answer.paragraphs
                for box in boxes(each.boxes, answer.query, lambda _: lines)
            ]
            printed = typed.strip('"').replace("hoà", "hòa")
            theirs = paper[0].search_for(printed)
            assert len(ours) == len(theirs) > 0, typed
            for rect in theirs:
                middle = (rect.x0 + rect.x1) / 2 / 595 * 10_000, (rect.y0 + rect.y1) / 2 / 842 * 1e4
                (box,) = [
                    b for b in ours if b[2] <= middle[1] <= b[4] and b[1] <= middle[0] <= b[3]
                ]
                assert abs(box[1] - rect.x0 / 595 * 10_000) < 120, typed
                assert abs(box[3] - rect.x1 / 595 * 10_000) < 120, typed


def test_words_of_a_page_that_was_typed_in_tcvn3_are_placed_too():
    said = "Céng hoµ x· héi chñ nghÜa ViÖt Nam, §éc lËp Tù do H¹nh phóc"
    page = [line(1000, said, *range(0, 9000, 600))]
    found = boxes([[1, 0, 900, 9900, 1300]], read("cộng hòa"), lambda _: page)
    assert found == [[1, 0, 1000, 1500, 1200]]


def test_a_paper_typed_in_tcvn3_is_found_by_words_in_unicode(writer, database):
    typed = "Céng hoµ x· héi chñ nghÜa ViÖt Nam, §éc lËp Tù do H¹nh phóc"
    span = Span(60, 100, 500, 114, 111, 12, False, False, typed, 0)
    text_ = " ".join(each.text for each in assemble([PageContent(0, 595, 842, spans=(span,))]))
    version = writer.perform(lambda session: version_with(session, text_))
    with database.session() as session:
        for asked in ("cộng hòa xã hội", "cong hoa", "việt nam", "độc lập"):
            assert index.search(session, [version], read(asked), 5).total == 1, asked


def test_a_recognised_page_is_found_once_its_paragraphs_are_put(writer, stored, found, database):
    version = stored("")
    assert found("quyết định", version) == []

    def recognised(session):
        row = paragraph("Quyết định về việc phê duyệt dự toán", None, 1) | {"from_scan": True}
        add_paragraphs(session, version, 1, [row])

    writer.perform(recognised)
    with database.session() as session:
        (hit,) = index.search(session, [version], read("quyet dinh"), 5).paragraphs
        assert isinstance(hit, Paragraph)
        assert hit.from_scan
