"""The list of what changed, and how it is found out and kept."""

import shutil
import threading
from pathlib import Path

import pytest

from documents import comparing
from documents.changes import changed_words, compared
from documents.jobs import Jobs
from documents.operations import replace
from documents.paragraphs import assemble
from documents.processes import Lost
from documents.received import Received
from documents.workers import Workers
from foundation.errors import Conflict, NotFound, Unavailable
from tests.documents.made_papers import scan, text_paper
from tests.documents.test_paragraphs_of_papers import contents_of

DRAFTS = Path(__file__).parents[2] / "deploy" / "demonstration" / "papers"


def stored(*texts, kind="clause", page=1):
    """Paragraphs as they are kept, each on a page of its own."""
    return [
        {
            "kind": kind,
            "text": f"{number}. {text}" if kind == "clause" else text,
            "address": f"Điều 1 khoản {number}",
            "boxes": [[page + number - 1, 0, 0, 9, 9]],
        }
        for number, text in enumerate(texts, 1)
    ]


ROADS = "Ưu tiên cứng hóa đường liên thôn tại các bản vùng cao còn khó khăn."
SCHOOL = "Bố trí kinh phí sửa chữa phòng học đã xuống cấp trước năm học mới."
WATER = "Hỗ trợ hộ nghèo lắp bồn chứa nước hợp vệ sinh, mỗi hộ một lần."
RUBBISH = "Mỗi thôn thành lập một tổ tự quản thu gom rác thải sinh hoạt."


def told(old, new):
    return [
        (
            each["kind"],
            [place["paragraph"] for place in each["old"]],
            [place["paragraph"] for place in each["new"]],
        )
        for each in compared(old, new)["changes"]
    ]


def test_another_number_is_no_change():
    assert told(stored(SCHOOL), [{**stored(SCHOOL)[0], "text": f"7. {SCHOOL}"}]) == []


def test_the_mark_at_the_end_is_no_change_but_one_inside_is():
    assert told(stored(SCHOOL), stored(f"{SCHOOL[:-1]};")) == []
    assert told(stored("Mức chi trên -5 %."), stored("Mức chi trên 5 %.")) == [("edited", [0], [0])]


def test_changes_are_told_in_the_order_of_the_new_paper():
    old = stored(ROADS, SCHOOL, WATER, "Chi khác do chủ tịch xã quyết định sau khi lấy ý kiến.")
    edited = WATER.replace("một lần", "hai lần")
    new = stored(RUBBISH, old[3]["text"][3:], ROADS, edited)
    assert told(old, new) == [
        ("added", [], [0]),
        ("moved", [3], [1]),
        ("removed", [1], []),
        ("edited", [2], [3]),
    ]


def test_what_was_removed_at_the_top_is_told_first():
    assert told(stored(ROADS, SCHOOL), stored(SCHOOL, WATER)) == [
        ("removed", [0], []),
        ("added", [], [1]),
    ]


def test_a_split_and_a_merged_paragraph_are_one_change_each():
    one, two = stored(RUBBISH, f"{ROADS} {SCHOOL}"), stored(RUBBISH, ROADS, SCHOOL)
    assert told(one, two) == [("edited", [1], [1, 2])]
    assert told(two, one) == [("edited", [1, 2], [1])]


def test_pages_that_changed_are_told_on_both_sides():
    found = compared(stored(ROADS, SCHOOL, WATER), stored(ROADS, WATER, RUBBISH))
    assert found["pages"] == {"old": [2], "new": [3]}
    assert found["unread"] == {"old": [], "new": []}


@pytest.mark.parametrize(
    ("old", "new", "touched"),
    [
        ((ROADS, SCHOOL), (ROADS, SCHOOL), 0),
        ((ROADS, SCHOOL, WATER), (ROADS, SCHOOL.replace("sửa chữa", "xây mới"), WATER), 1),
        ((ROADS, SCHOOL, WATER), (ROADS, WATER), 1),
        ((ROADS, SCHOOL, WATER), (ROADS, WATER, RUBBISH), 2),
    ],
    ids=["nothing", "a page", "a page that is gone", "one that is gone and one that came"],
)
def test_pages_are_counted_as_a_reader_counts_them(old, new, touched):
    assert compared(stored(*old), stored(*new))["touched"] == touched


def test_a_page_that_lost_and_gained_words_is_one():
    old = on_pages(stored(ROADS, SCHOOL, WATER), 1, 2, 2)
    assert compared(old, on_pages(stored(ROADS, WATER, RUBBISH), 1, 2, 2))["touched"] == 1
    assert compared(old, on_pages(stored(ROADS, WATER), 1, 2))["touched"] == 1


def on_pages(paragraphs, *pages):
    return [
        each | {"boxes": [[page, 0, 0, 9, 9]]} for each, page in zip(paragraphs, pages, strict=True)
    ]


def test_pages_that_are_pictures_are_named_rather_than_called_new():
    found = compared(stored("", kind="page", page=4), stored("", kind="page", page=5))
    assert found["changes"] == []
    assert found["unread"] == {"old": [4], "new": [5]}


def test_words_are_told_as_they_stayed_went_and_came():
    assert changed_words("chi 1.250 triệu đồng", "chi 1.350 triệu đồng mỗi năm") == [
        ["same", "chi"],
        ["removed", "1.250"],
        ["added", "1.350"],
        ["same", "triệu đồng"],
        ["added", "mỗi năm"],
    ]


def test_a_small_word_amid_others_is_not_told_apart():
    old, new = "giao cho phòng kinh tế của xã lo", "giao cho ban quản lý của tỉnh nhà lo"
    assert changed_words(old, new) == [
        ["same", "giao cho"],
        ["removed", "phòng kinh tế của xã"],
        ["added", "ban quản lý của tỉnh nhà"],
        ["same", "lo"],
    ]


def kept(path):
    return [
        {
            "kind": str(each.kind),
            "text": each.text,
            "address": each.address,
            "boxes": [[box.page + 1, *box[1:]] for box in each.boxes],
        }
        for each in assemble(contents_of(path))
    ]


def test_the_second_draft_of_the_demonstration_is_told_edit_by_edit():
    name = "du-thao-nghi-quyet-ngan-sach"
    found = compared(kept(DRAFTS / f"{name}.pdf"), kept(DRAFTS / f"{name}-v2.pdf"))
    addresses = [
        (each["kind"], *(place["address"] for place in each["old"] + each["new"]))
        for each in found["changes"]
    ]
    assert addresses == [
        ("edited", "", ""),
        ("edited", "Điều 3 khoản 2", "Điều 3 khoản 2"),
        ("edited", "Điều 4 khoản 1 điểm d", "Điều 4 khoản 1 điểm d"),
        ("added", "Điều 4 khoản 2"),
        ("edited", "Điều 4 khoản 3", "Điều 4 khoản 4"),
        ("removed", "Điều 5 khoản 4"),
        ("edited", "Điều 6 khoản 2", "Điều 6 khoản 2"),
        ("edited", "Điều 7 khoản 1 điểm c", "Điều 7 khoản 1 điểm c"),
        ("edited", "Điều 7 khoản 3", "Điều 7 khoản 3"),
        ("added", "Điều 8"),
        ("added", "Điều 8 khoản 1"),
        ("added", "Điều 8 khoản 2"),
        ("edited", "", ""),
        ("edited", "", ""),
    ]
    changed = [words for each in found["changes"] for words in each["words"]]
    for op, words in [
        ["removed", "2.150"],
        ["added", "2.450"],
        ["removed", "31"],
        ["removed", "200"],
        ["added", "150"],
    ]:
        assert [op, words] in changed


@pytest.fixture
def two_versions(arrived, arrivals_with, writer, vault):
    """A document of two versions that have been read, of three pages and of four."""
    arrivals = arrivals_with(None)
    old, other = arrived(text_paper(3)), arrived(text_paper(4))
    size = [(595.0, 842.0)] * 4
    same_file = Received("b.pdf", other.sha256, other.sha256, "application/pdf", 9, size)
    new = writer.perform(lambda session: replace(session, old.document_id, same_file))
    for version in (old, new):
        arrivals.start(version.id)
    arrivals.wait()
    return arrivals, old.id, new.id


def test_two_versions_are_compared_by_a_worker_and_it_is_kept(two_versions, monkeypatch):
    arrivals, old, new = two_versions
    found = arrivals.changes(old, new)
    assert [each["kind"] for each in found["changes"]] == ["added"] * 3
    assert found["pages"] == {"old": [], "new": [4]}
    assert [each[:3] for each in found["matches"]] == [[n, n, "same"] for n in range(9)]
    monkeypatch.setattr(Jobs, "compare", None)
    assert arrivals.changes(old, new) == found


def test_a_comparison_comes_back_when_it_was_deleted(two_versions, vault):
    arrivals, old, new = two_versions
    found = arrivals.changes(old, new)
    shutil.rmtree(vault.root / "derived")
    assert arrivals.changes(old, new) == found


def test_a_comparison_is_made_all_the_same_when_the_folder_is_emptied_meanwhile(
    two_versions, vault, monkeypatch
):
    arrivals, old, new = two_versions
    compare, asked = Jobs.compare, []

    def emptied(self, *arguments):
        asked.append(arguments)
        if len(asked) == 1:
            shutil.rmtree(vault.root / "derived")
        return compare(self, *arguments)

    monkeypatch.setattr(Jobs, "compare", emptied)
    assert len(arrivals.changes(old, new)["changes"]) == 3
    assert len(asked) == 2


def test_two_who_ask_for_one_comparison_wait_for_one_job(two_versions, monkeypatch):
    arrivals, old, new = two_versions
    compare, asked, got = Jobs.compare, [], []

    def counted(self, *arguments):
        asked.append(arguments)
        return compare(self, *arguments)

    monkeypatch.setattr(Jobs, "compare", counted)
    askers = [
        threading.Thread(target=lambda: got.append(arrivals.changes(old, new))) for _ in range(6)
    ]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert (len(got), len(asked)) == (6, 1)


def test_a_disk_that_holds_nothing_is_said_to_be_at_fault(two_versions, monkeypatch):
    arrivals, old, new = two_versions
    monkeypatch.setattr(Jobs, "compare", lambda *_: True)
    with pytest.raises(Unavailable, match=r"paper\.not_kept"):
        arrivals.changes(old, new)


def test_what_no_worker_can_compare_is_not_tried_again(two_versions, monkeypatch):
    arrivals, old, new = two_versions
    asked = []

    def lost(self, verb, *arguments, **more):
        asked.append(verb)
        raise Lost("TimeoutError")

    monkeypatch.setattr(Workers, "ask", lost)
    for _ in range(2):
        with pytest.raises(Unavailable, match=r"version\.not_compared"):
            arrivals.changes(old, new)
    assert asked.count("compare") == 1  # others may ask for other things meanwhile


def test_versions_are_compared_once_they_have_been_read(arrived, arrivals_with):
    arrivals, paper = arrivals_with(None), arrived(text_paper(1))
    with pytest.raises(Conflict, match=r"version\.not_ready"):
        arrivals.changes(paper.id, paper.id)
    with pytest.raises(NotFound, match=r"version\.unknown"):
        arrivals.changes(99, paper.id)


def test_a_scan_is_compared_with_nothing(arrived, arrivals_with):
    arrivals = arrivals_with(None)
    written, drawn = arrived(text_paper(1)), arrived(scan())
    for version in (written, drawn):
        arrivals.start(version.id)
    arrivals.wait()
    found = arrivals.changes(written.id, drawn.id)
    assert [each["kind"] for each in found["changes"]] == ["removed"] * 3
    assert found["unread"] == {"old": [], "new": [1]}


def test_long_papers_are_written_out_a_few_rows_at_a_time(two_versions, vault, monkeypatch):
    arrivals, old, new = two_versions
    found = arrivals.changes(old, new)
    shutil.rmtree(vault.root / "derived")
    monkeypatch.setattr(comparing, "ROWS_TOGETHER", 3)
    assert arrivals.changes(old, new) == found
