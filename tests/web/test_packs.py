"""Papers taken away: by whom, and with what in them."""

import hashlib
import io
import json
import subprocess
import sys
import time
from urllib.parse import quote

import pikepdf
import pymupdf
import pytest

from meetings.agendas.models import AgendaPaper
from meetings.annotations.models import AnnotationPlace
from meetings.opinions.models import CommentPlace
from meetings.people.models import Role
from tests.cast import meeting_with_paper
from tests.documents.made_copies import hostile_paper
from tests.documents.made_papers import text_paper

CONTENT = hostile_paper()
EVERYBODY = ("secretary", "chair", "amina", "bruno", "observer", "guest")


def lay(browser, path, content, name="to-trinh.pdf"):
    answer = browser("secretary").send(
        "POST",
        path,
        data={"file": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 201, answer.text
    return answer.get_json()


@pytest.fixture
def paper(browser, settled, house):
    """A paper that has really been uploaded, and the only one on the table."""
    browser("secretary").delete(f"/api/papers/{settled.here.paper}")
    made = lay(browser, f"/api/items/{settled.here.item}/papers", CONTENT)
    house.arrivals.wait(60)
    return made


@pytest.fixture
def version(paper):
    return paper["version"]["id"]


def got(browser, login, path):
    with browser(login).get(path) as answer:
        return answer.status_code, answer.data, answer.headers


def pack(browser, login, meeting, within=60):
    """Ask for the pack until it is there."""
    told, until = [], time.monotonic() + within
    reader = browser(login)
    while time.monotonic() < until:
        with reader.get(f"/api/meetings/{meeting}/pack.pdf") as answer:
            if answer.status_code != 202:
                return answer.status_code, answer.data, told
            told.append(answer.get_json())
            assert answer.headers["Retry-After"] == "1"
        time.sleep(0.05)
    raise AssertionError("the pack was not bound in time")


def seen_in(content):
    """Return what another process reads of a PDF's annotations with MuPDF."""
    program = (
        "import json, sys, pymupdf\nd = pymupdf.open('pdf', sys.stdin.buffer.read())\n"
        "print(json.dumps([[p.number + 1, a.type[1], a.info['title'], a.info['content'],"
        " a.irt_xref > 0] for p in d for a in p.annots()]))"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], input=content, capture_output=True, check=True
    )
    return json.loads(told.stdout)


# The original and the copy


@pytest.mark.parametrize("login", ["secretary", "chair"])
def test_the_desk_gets_the_original_to_the_byte(browser, version, login):
    status, content, headers = got(browser, login, f"/api/versions/{version}/file")
    assert status == 200
    assert hashlib.sha256(content).digest() == hashlib.sha256(CONTENT).digest()
    assert "to-trinh.pdf" in headers["Content-Disposition"]


@pytest.mark.parametrize("login", ["amina", "observer", "guest"])
def test_others_do_not_get_the_original(browser, version, login):
    assert got(browser, login, f"/api/versions/{version}/file")[0] == 403


@pytest.mark.parametrize("login", EVERYBODY)
def test_every_seat_gets_the_copy_and_nothing_that_acts_in_it(browser, version, login):
    status, content, headers = got(browser, login, f"/api/versions/{version}/copy")
    assert (status, headers["Content-Type"]) == (200, "application/pdf")
    assert "to-trinh.pdf" in headers["Content-Disposition"]
    for word in (b"JavaScript", b"EmbeddedFile", b"Launch"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            assert word not in b"".join(str(o).encode() for o in pdf.objects)
    assert len(pymupdf.open("pdf", content)) == 3


@pytest.mark.parametrize("login", ["stranger", "administrator", "olga"])
@pytest.mark.parametrize("what", ["file", "copy", "annotated.pdf"])
def test_to_a_stranger_there_is_no_such_version(browser, version, login, what):
    assert got(browser, login, f"/api/versions/{version}/{what}")[0] == 404


@pytest.mark.parametrize("what", ["file", "copy", "annotated.pdf"])
def test_whoever_is_not_signed_in_gets_nothing(browser, version, what):
    assert got(browser, None, f"/api/versions/{version}/{what}")[0] == 401


def test_a_draft_is_taken_away_by_its_desk_alone(browser, settled, house):
    seats = ((settled.amina, Role.DELEGATE),)
    draft = house.writer.perform(
        lambda s: meeting_with_paper(s, settled.secretary, settled.chair, seats, published=False)
    )
    browser("secretary").delete(f"/api/papers/{draft.paper}")
    version = lay(browser, f"/api/items/{draft.item}/papers", text_paper(2))["version"]["id"]
    house.arrivals.wait(60)
    for what in ("copy", "annotated.pdf"):
        assert got(browser, "amina", f"/api/versions/{version}/{what}")[0] == 404
        assert got(browser, "chair", f"/api/versions/{version}/{what}")[0] == 200
    assert got(browser, "amina", f"/api/meetings/{draft.meeting}/pack.pdf")[0] == 404
    assert pack(browser, "chair", draft.meeting)[0] == 200


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Tờ trình số 5", "Tờ trình số 5.pdf"),
        ("Báo cáo " * 20, "Báo cáo " * 9 + "Báo cáo….pdf"),
        ("BC_tong_hop_" * 20, "BC_tong_hop_" * 6 + "BC_tong….pdf"),
    ],
    ids=["short", "long", "one long word"],
)
def test_the_copy_of_an_office_file_is_called_a_pdf_and_as_its_paper(
    browser, paper, version, house, title, name
):
    def rename(session):
        from documents.models import Version

        session.get(Version, version).file_name = "scan0001.docx"
        session.get(AgendaPaper, paper["id"]).title = title

    house.writer.perform(rename)
    _, _, headers = got(browser, "amina", f"/api/versions/{version}/copy")
    assert quote(name) in headers["Content-Disposition"]


# The pack


def test_a_pack_is_bound_in_the_background_and_then_given_out(browser, settled, paper, house):
    more = lay(browser, f"/api/items/{settled.here.item}/papers", text_paper(40), "ke-hoach.pdf")
    house.arrivals.wait(60)
    status, content, told = pack(browser, "amina", settled.here.meeting)
    assert status == 200
    assert told, "it is not bound while somebody waits for the answer"
    assert all(0 <= each["done"] <= each["total"] == 43 for each in told)
    assert [each["done"] for each in told] == sorted(each["done"] for each in told)
    document = pymupdf.open("pdf", content)
    first = document[0].get_text()
    for words in ("Kỳ họp thứ ba", "Hội trường", "Dự toán ngân sách", "to-trinh", "ke-hoach"):
        assert words in first
    numbers = [page.get_label() for page in document][1:]
    runs = [paper["numbers"], more["numbers"]]
    assert numbers == [str(base + n) for ((base, _, count),) in runs for n in range(count)]
    titles = [title for _, title, _ in document.get_toc()]
    assert "1. Dự toán ngân sách" in titles
    assert "Tài liệu 2 ke-hoach" in titles
    assert "Article 1. The council meets" in " ".join(titles) or len(titles) >= 4
    again = browser("bruno").get(f"/api/meetings/{settled.here.meeting}/pack.pdf")
    assert again.status_code == 200, "whoever asks next gets the one that is there"
    again.close()


def test_the_stamps_are_the_numbers_that_everybody_has(browser, settled, paper, house):
    lay(browser, f"/api/items/{settled.here.item}/papers", text_paper(2), "b.pdf")
    longer = lay(browser, f"/api/papers/{paper['id']}/versions", text_paper(5))
    house.arrivals.wait(60)
    _, content, _ = pack(browser, "amina", settled.here.meeting)
    base = paper["numbers"][0][0]
    assert longer["numbers"] == [[base, 0, 3], [base + 2, 1, 2]]
    document = pymupdf.open("pdf", content)
    labels = [page.get_label() for page in document][1:]
    expected = [base, base + 1, base + 2, f"{base + 2}a", f"{base + 2}b", base + 3, base + 4]
    assert labels == [str(each) for each in expected]
    assert [page.get_text().split()[-1] for page in document][1:] == labels
    listed = browser("amina").get(f"/api/meetings/{settled.here.meeting}/pack").get_json()
    assert [(each["first"], each["last"]) for each in listed] == [
        (labels[0], labels[4]),
        (labels[5], labels[6]),
    ]


def test_opinions_are_told_by_the_same_numbers(browser, settled, paper, house, said):
    inserted = lay(browser, f"/api/papers/{paper['id']}/versions", text_paper(5))
    house.arrivals.wait(60)
    version = inserted["version"]["id"]
    (paragraph, *_) = browser("amina").get(f"/api/versions/{version}/paragraphs?first=5").get_json()
    said(paper=paper["id"], paragraph=paragraph["id"])
    told = browser("chair").get(f"/api/meetings/{settled.here.meeting}/opinions").get_json()
    (found,) = [p for each in told["papers"] for p in each["paragraphs"]]
    assert found["pack_page"] == f"{paper['numbers'][0][0] + 2}b"


def test_a_pack_follows_every_change(browser, settled, paper):
    _, before, _ = pack(browser, "amina", settled.here.meeting)
    browser("secretary").patch(f"/api/papers/{paper['id']}", {"title": "Tờ trình mới"})
    _, after, told = pack(browser, "amina", settled.here.meeting)
    assert told
    assert "Tờ trình mới" in pymupdf.open("pdf", after)[0].get_text()
    assert "Tờ trình mới" not in pymupdf.open("pdf", before)[0].get_text()


def test_the_contents_are_in_the_readers_language(browser, settled, paper):
    reader = browser("amina")
    reader.get("/api/me?lang=en")
    until = time.monotonic() + 60
    while time.monotonic() < until:
        answer = reader.get(f"/api/meetings/{settled.here.meeting}/pack.pdf?lang=en")
        if answer.status_code == 200:
            break
        time.sleep(0.05)
    first = pymupdf.open("pdf", answer.data)[0].get_text()
    answer.close()
    assert "Dự toán ngân sách" in first


@pytest.mark.parametrize("login", ["stranger", "administrator", "olga"])
def test_to_a_stranger_there_is_no_such_pack(browser, settled, paper, login):
    assert got(browser, login, f"/api/meetings/{settled.here.meeting}/pack.pdf")[0] == 404


@pytest.mark.parametrize("login", ["observer", "guest"])
def test_whoever_has_a_seat_takes_the_pack_away(browser, settled, paper, login):
    assert pack(browser, login, settled.here.meeting)[0] == 200


def test_a_pack_without_papers_is_refused_in_words(browser, settled):
    browser("secretary").delete(f"/api/papers/{settled.here.paper}")
    answer = browser("amina").get(f"/api/meetings/{settled.here.meeting}/pack.pdf")
    assert (answer.status_code, answer.get_json()["code"]) == (409, "pack.empty")


def test_a_paper_that_was_removed_is_in_no_new_pack(browser, settled, paper, house):
    gone = lay(browser, f"/api/items/{settled.here.item}/papers", text_paper(2), "rut.pdf")
    house.arrivals.wait(60)
    browser("secretary").delete(f"/api/papers/{gone['id']}")
    _, content, _ = pack(browser, "amina", settled.here.meeting)
    assert len(pymupdf.open("pdf", content)) == 4
    assert got(browser, "amina", f"/api/versions/{gone['version']['id']}/copy")[0] == 404


# One's own marks


@pytest.fixture
def paragraphs(browser, version):
    return browser("amina").get(f"/api/versions/{version}/paragraphs").get_json()


@pytest.fixture
def marked(browser, paper, version):
    """Let somebody mark the first page."""

    def mark(login, words, visibility="self", boxes=((1, 1000, 1000, 4000, 1400),), people=()):
        answer = browser(login).post(
            "/api/annotations",
            {
                "paper": paper["id"],
                "version": version,
                "motivation": "commenting" if words else "highlighting",
                "visibility": visibility,
                "people": list(people),
                "color": "green",
                "note": words,
                "target": {
                    "page": 1,
                    "paragraph": None,
                    "boxes": [list(box) for box in boxes],
                    "selectors": [],
                },
            },
        )
        assert answer.status_code == 201, answer.text
        return answer.get_json()["id"]

    return mark


def words_in(browser, login, version, query=""):
    status, content, headers = got(browser, login, f"/api/versions/{version}/annotated.pdf{query}")
    assert status == 200
    assert headers["Cache-Control"] == "private, no-store"
    return {words for _, _, _, words, _ in seen_in(content)}


def test_ones_own_marks_and_remarks_are_in_ones_copy(
    browser, version, marked, said, paper, paragraphs
):
    marked("amina", "Của Amina")
    marked("amina", "Ghi chú cả trang", boxes=())
    marked("amina", "Ghi chú tại chỗ", boxes=((1, 5000, 5000, 5000, 5000),))
    comment = said(paper=paper["id"], paragraph=paragraphs[1]["id"], text="Ý kiến của Amina")
    browser("bruno").post(f"/api/comments/{comment['id']}/replies", {"text": "Bruno đồng ý"})
    browser("chair").put(
        f"/api/comments/{comment['id']}/answer", {"outcome": "accepted", "reason": "Sẽ sửa"}
    )
    _, content, _ = got(browser, "amina", f"/api/versions/{version}/annotated.pdf")
    assert sorted(seen_in(content)) == sorted(
        [
            [1, "Highlight", "Lò Thị Amina", "Của Amina", False],
            [1, "Text", "Lò Thị Amina", "Ghi chú cả trang", False],
            [1, "Text", "Lò Thị Amina", "Ghi chú tại chỗ", False],
            [1, "Highlight", "Lò Thị Amina", "Ý kiến của Amina", False],
            [1, "Text", "Nông Đức Chủ", "Tiếp thu: Sẽ sửa", True],
            [1, "Text", "Giàng A Bruno", "Bruno đồng ý", True],
        ]
    )


def test_ones_own_strokes_are_in_ones_copy_as_ink(browser, version, paper):
    def draw(visibility):
        return browser("amina").post(
            "/api/annotations",
            {
                "paper": paper["id"],
                "version": version,
                "motivation": "drawing",
                "visibility": visibility,
                "color": "green",
                "target": {"page": 1, "paragraph": None, "boxes": [], "selectors": []},
                "ink": {"width": 30, "points": [1000, 1000, 50, 400, 10, 5]},
            },
        )

    private, shared = draw("self"), draw("meeting")
    assert (private.status_code, shared.status_code) == (201, 201)
    assert private.get_json()["target"]["boxes"] == [[1, 1000, 1000, 1400, 1010]]
    path = f"/api/versions/{version}/annotated.pdf"
    for login, query, strokes in (
        ("amina", "", 2),
        ("bruno", "", 0),
        ("bruno", "?shared=1", 1),
    ):
        _, content, _ = got(browser, login, path + query)
        assert [each[1] for each in seen_in(content)] == ["Ink"] * strokes, login


def test_what_is_shared_with_some_is_in_their_copies_and_in_no_others(
    browser, settled, version, marked
):
    marked("amina", "Cho Bruno", "people", people=[settled.bruno])
    marked("amina", "Cho thôn Đông", "unit")
    shared = {
        login: words_in(browser, login, version, "?shared=1")
        for login in ("amina", "bruno", "observer", "chair")
    }
    assert shared == {
        "amina": {"Cho Bruno", "Cho thôn Đông"},
        "bruno": {"Cho Bruno"},
        "observer": {"Cho thôn Đông"},
        "chair": set(),
    }
    assert words_in(browser, "bruno", version) == set()


def test_nobody_finds_what_others_wrote_for_themselves(
    browser, version, marked, said, paper, paragraphs
):
    marked("amina", "Riêng của Amina")
    marked("amina", "Amina chia sẻ", visibility="meeting")
    of = {"paper": paper["id"], "paragraph": paragraphs[1]["id"]}
    said(**of, text="Amina ghi riêng", visibility="self")
    said(**of, text="Amina gửi chủ trì", visibility="desk")
    said(**of, text="Amina nói với mọi người")
    shared = {"Amina chia sẻ", "Amina nói với mọi người"}
    own = shared | {"Riêng của Amina", "Amina ghi riêng", "Amina gửi chủ trì"}
    assert words_in(browser, "amina", version) == own
    for login in ("bruno", "observer", "chair", "secretary"):
        assert words_in(browser, login, version) == set(), login
        assert words_in(browser, login, version, "?shared=1") == shared, login
    assert words_in(browser, "amina", version, "?shared=1") == own


def test_replies_go_with_what_they_reply_to(browser, version, said, paper, paragraphs):
    comment = said(paper=paper["id"], paragraph=paragraphs[1]["id"], text="Amina hỏi")
    browser("bruno").post(f"/api/comments/{comment['id']}/replies", {"text": "Bruno đáp"})
    assert words_in(browser, "bruno", version) == set()
    assert words_in(browser, "bruno", version, "?shared=1") == {"Amina hỏi", "Bruno đáp"}


def test_what_was_taken_back_is_in_no_copy(browser, version, marked, said, paper, paragraphs):
    mark = marked("amina", "Sẽ bỏ")
    browser("amina").delete(f"/api/annotations/{mark}?operation_id=x")
    comment = said(paper=paper["id"], paragraph=paragraphs[1]["id"], text="Sẽ rút")
    browser("bruno").post(f"/api/comments/{comment['id']}/replies", {"text": "Trả lời"})
    browser("amina").post(f"/api/comments/{comment['id']}/withdrawal")
    assert words_in(browser, "amina", version, "?shared=1") == set()


def test_a_mark_stands_where_it_was_carried_to_and_ones_own_without_a_place_beside_the_first_page(
    browser, paper, version, marked, said, paragraphs, house
):
    mark, lost = marked("amina", "Đi theo"), marked("amina", "Mất chỗ")
    comment = said(paper=paper["id"], paragraph=paragraphs[1]["id"], text="Ý kiến đi theo")
    stray = said(paper=paper["id"], paragraph=paragraphs[2]["id"], text="Ý kiến mất chỗ")
    browser("bruno").post(f"/api/comments/{stray['id']}/replies", {"text": "Bruno hỏi lại"})
    newer = lay(browser, f"/api/papers/{paper['id']}/versions", text_paper(4))["version"]["id"]
    house.arrivals.wait(60)
    house.carrier.wait(60)
    target = {"page": 3, "paragraph": None, "boxes": [[3, 0, 0, 500, 500]], "selectors": []}
    last = browser("amina").get(f"/api/versions/{newer}/paragraphs?first=4").get_json()[-1]

    def carry(session):
        session.query(AnnotationPlace).filter_by(version_id=newer).delete()
        session.query(CommentPlace).filter_by(version_id=newer).delete()
        for each, where in ((mark, target), (lost, None)):
            place = {"version_id": newer, "target": where, "rung": "by_hand", "score": 1}
            session.add(AnnotationPlace(annotation_id=each, **place))
        for each, on in ((comment, last["id"]), (stray, None)):
            where = {"version_id": newer, "paragraph_id": on, "rung": "by_hand", "score": 1}
            session.add(CommentPlace(comment_id=each["id"], **where))

    house.writer.perform(carry)
    _, content, _ = got(browser, "amina", f"/api/versions/{newer}/annotated.pdf")
    elsewhere = "Chưa có chỗ trong bản này; ở bản 1, trang 1"
    found = sorted((page, words) for page, _, _, words, _ in seen_in(content))
    assert found == [
        (1, "Bruno hỏi lại"),
        (1, f"{elsewhere}.\nMất chỗ"),
        (1, f"{elsewhere}: “{paragraphs[2]['text']}”\nÝ kiến mất chỗ"),
        (3, "Đi theo"),
        (4, "Ý kiến đi theo"),
    ]
    assert words_in(browser, "bruno", newer, "?shared=1") == {"Ý kiến đi theo"}
    old = words_in(browser, "amina", version)
    assert old >= {"Đi theo", "Mất chỗ", "Ý kiến đi theo"}, "the old version keeps them all"


def test_of_a_copy_with_marks_nothing_stays_on_the_server(browser, version, marked, house):
    marked("amina", "Riêng của Amina")
    words_in(browser, "amina", version)
    for path in house.vault.root.rglob("*"):
        if path.is_file():
            assert "Riêng của Amina".encode("utf-16-be") not in path.read_bytes()
            assert "Riêng của Amina".encode() not in path.read_bytes()


# Chosen pages, to be printed


def printed(browser, login, version, query=""):
    status, content, headers = got(browser, login, f"/api/versions/{version}/print.pdf{query}")
    assert status == 200
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"].startswith("inline")
    assert headers["Cache-Control"] == "private, no-store"
    return content


def test_chosen_pages_are_printed_with_ones_own_marks_or_without(browser, version, marked):
    marked("amina", "Của Amina")
    marked("amina", "Trang ba", boxes=((3, 1000, 1000, 4000, 1400),))
    marked("bruno", "Bruno chia sẻ", "meeting")
    marked("bruno", "Bruno giữ riêng")
    whole = pymupdf.open("pdf", printed(browser, "amina", version))
    assert len(whole) == 3
    content = printed(browser, "amina", version, "?pages=3,%201")
    chosen = pymupdf.open("pdf", content)
    assert [page.get_text() for page in chosen] == [whole[0].get_text(), whole[2].get_text()]
    assert [(page, words) for page, _, _, words, _ in seen_in(content)] == [
        (1, "Của Amina"),
        (2, "Trang ba"),
    ]
    shared = seen_in(printed(browser, "amina", version, "?pages=1-2&marks=shared"))
    assert {words for _, _, _, words, _ in shared} == {"Của Amina", "Bruno chia sẻ"}
    assert seen_in(printed(browser, "amina", version, "?marks=none&pages=1")) == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert "/Outlines" not in pdf.Root, "no bookmark leads to a page that is not there"
        assert all(int(each.get("/F", 0)) & 4 for page in pdf.pages for each in page.obj.Annots)
        pages = [
            each for each in pdf.objects if getattr(each, "get", lambda _: 0)("/Type") == "/Page"
        ]
        assert len(pages) == 2, "the other pages are not in the file"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("a", "Không hiểu “a”"),
        ("1-2-3", "Không hiểu “1-2-3”"),
        (",;", "Không hiểu “,;”"),
        ("3-1", "trang đầu đứng sau trang cuối"),
        ("0", "không có trang 0, chỉ có trang 1 đến 3"),
        ("2-4", "không có trang 4, chỉ có trang 1 đến 3"),
        ("1," * 400, "Không hiểu"),
    ],
)
def test_pages_that_are_none_are_refused_in_a_sentence(browser, version, asked, sentence):
    answer = browser("amina").get(f"/api/versions/{version}/print.pdf?pages={asked}")
    assert answer.status_code == 400
    assert sentence in answer.get_json()["message"]


def test_a_print_has_marks_of_ones_own_shared_ones_or_none(browser, version):
    answer = browser("amina").get(f"/api/versions/{version}/print.pdf?marks=all")
    assert (answer.status_code, answer.get_json()["code"]) == (400, "print.marks")


@pytest.mark.parametrize(("login", "status"), [("stranger", 404), (None, 401)])
def test_who_may_not_read_a_paper_prints_nothing_of_it(browser, version, login, status):
    assert got(browser, login, f"/api/versions/{version}/print.pdf?pages=1")[0] == status
