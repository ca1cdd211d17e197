"""Each rung of the ladder in one sentence; then whole packs whose every paragraph is known."""

import os
import time
from pathlib import Path

import pytest

from documents.matches import less_sure
from documents.matching import Passage, Rung, match
from documents.paragraphs import assemble
from tests.documents.made_packs import Pack, as_printed, judged, numbered
from tests.documents.test_paragraphs_of_papers import contents_of

SCOPE = "Nghị quyết này quy định mức chi từ ngân sách xã cho các thôn, bản trong năm 2027."
ROADS = "Ưu tiên cứng hóa đường liên thôn tại các bản vùng cao còn khó khăn về giao thông đi lại."
SCHOOL = "Bố trí kinh phí sửa chữa phòng học đã xuống cấp trước ngày khai giảng năm học mới."
WATER = "Hỗ trợ hộ nghèo lắp bồn chứa nước hợp vệ sinh, mỗi hộ một lần, không quá hai triệu đồng."
RUBBISH = (
    "Mỗi thôn, bản thành lập một tổ tự quản thu gom rác thải sinh hoạt và phân loại tại nguồn."
)


@pytest.fixture(scope="module")
def decrees():
    folder = os.environ.get("PAPERS_DIR")
    if not folder:
        pytest.skip("PAPERS_DIR names no folder of real papers")
    papers = [assemble(contents_of(path)) for path in sorted(Path(folder).glob("nghi-dinh-*.pdf"))]
    return [[Passage(each.kind, each.text, each.address) for each in paper] for paper in papers]


def clauses(*texts):
    return [
        Passage("clause", f"{number}. {text}", f"Điều 1 khoản {number}")
        for number, text in enumerate(texts, 1)
    ]


def rows(*texts):
    return [Passage("row", text, "Phụ lục I") for text in texts]


def found(old, new):
    return [(each.new, each.rung) for each in match(old, new)]


def test_what_is_equal_is_found_whatever_its_number():
    assert found(clauses(SCOPE, ROADS), clauses(WATER, SCOPE, ROADS)) == [
        (1, Rung.SAME),
        (2, Rung.SAME),
    ]


def test_capitals_signs_and_marks_are_no_difference():
    [placed] = match(clauses("Chi đầu tư, phát triển;"), clauses("CHI ĐẦU TƯ phát triển."))
    assert placed.rung == Rung.SAME


def test_what_was_reworded_is_found_in_its_place():
    reworded = ROADS.replace("Ưu tiên cứng hóa", "Tập trung nâng cấp, mở rộng")
    placed = match(clauses(SCOPE, ROADS, SCHOOL), clauses(SCOPE, reworded, SCHOOL))
    assert [(each.new, each.rung) for each in placed][1] == (1, Rung.EDITED)
    assert 60 < placed[1].score < 100


def test_what_is_little_like_it_is_not_sure():
    rewritten = "Công khai danh sách tổ chức, cá nhân nợ thuế quá 90 ngày theo quy định về thuế."
    listed = "Công khai danh sách nợ thuế kéo dài trên hệ thống truyền thanh của xã."
    placed = match(clauses(SCOPE, listed, ROADS), clauses(SCOPE, rewritten, ROADS))
    assert [each.rung for each in placed] == [Rung.SAME, Rung.EDITED, Rung.SAME]
    assert [each.sure for each in placed] == [True, False, True]


def test_a_repeated_sentence_is_told_by_its_neighbours():
    again = "Kinh phí do ngân sách xã bảo đảm."
    old = clauses(SCOPE, again, ROADS, again, SCHOOL, again)
    new = clauses(SCOPE, again, ROADS, SCHOOL, again)
    assert [there for there, _ in found(old, new)] == [0, 1, 2, None, 3, 4]


def test_what_changed_places_has_moved():
    old, new = clauses(SCOPE, ROADS, SCHOOL, WATER), clauses(WATER, SCOPE, ROADS, SCHOOL)
    assert found(old, new)[3] == (0, Rung.MOVED)


def test_what_changed_places_and_words_is_found_where_it_is_likest():
    reworded = WATER.replace("hai triệu", "ba triệu").replace("mỗi hộ một lần, ", "")
    old, new = clauses(SCOPE, ROADS, SCHOOL, WATER), clauses(reworded, SCOPE, ROADS, SCHOOL)
    assert found(old, new)[3] == (0, Rung.MOVED_EDITED)


def test_one_paragraph_may_become_two():
    old = clauses(SCOPE, f"{ROADS} {SCHOOL}", WATER)
    placed = match(old, clauses(SCOPE, ROADS, SCHOOL, WATER))[1]
    assert (placed.rung, {placed.new, *placed.also}) == (Rung.SPLIT, {1, 2})


def test_two_paragraphs_may_become_one():
    new = clauses(SCOPE, f"{ROADS} {SCHOOL}", WATER)
    assert found(clauses(SCOPE, ROADS, SCHOOL, WATER), new)[1:3] == [
        (1, Rung.MERGED),
        (1, Rung.MERGED),
    ]


def articles(*numbers):
    """Articles that all say the same, but for one clause of each."""
    return [
        passage
        for place, number in enumerate(numbers, 1)
        for passage in (
            Passage("article", f"Điều {place}. Trách nhiệm", f"Điều {place}"),
            Passage("clause", "1. Ủy ban nhân dân xã thi hành.", f"Điều {place} khoản 1"),
            Passage("clause", f"2. Kinh phí năm {number}.", f"Điều {place} khoản 2"),
        )
    ]


@pytest.mark.parametrize("gone", [1, 2, 3, 5])
def test_of_articles_that_say_the_same_the_deleted_one_is_not_placed_on_another(gone):
    kept = [number for number in range(1, 6) if number != gone]
    placed = [each.new for each in match(articles(*range(1, 6)), articles(*kept))]
    for number in kept:
        first = 3 * kept.index(number)
        assert placed[3 * (number - 1) : 3 * number] == [first, first + 1, first + 2]
    assert placed[3 * (gone - 1) : 3 * gone] == [None, None, None]


def test_what_was_deleted_is_not_placed_on_its_neighbour():
    assert found(clauses(SCOPE, ROADS, SCHOOL), clauses(SCOPE, SCHOOL)) == [
        (0, Rung.SAME),
        (None, Rung.NOT_PLACED),
        (1, Rung.SAME),
    ]


def test_what_was_deleted_is_not_placed_on_what_came_instead():
    assert found(clauses(SCOPE, ROADS, SCHOOL), clauses(SCOPE, RUBBISH, SCHOOL))[1][0] is None


def test_what_was_deleted_is_not_merged_into_a_neighbour_that_says_it_anyway():
    said = "Ủy ban nhân dân xã chịu trách nhiệm tổ chức thực hiện."
    longer = f"{SCHOOL} {said}"
    assert found(clauses(SCOPE, said, longer), clauses(SCOPE, longer))[1][0] is None


def test_a_row_whose_figures_change_is_the_same_row():
    old = rows("1 | Thôn Đông | 1.250 | 30", "2 | Thôn Đoài | 1.250 | 30", "3 | Thôn Hạ | 980 | 12")
    new = rows("1 | Thôn Đông | 1.350 | 40", "2 | Thôn Đoài | 1.250 | 30", "3 | Thôn Hạ | 97 | 1")
    assert found(old, new) == [(0, Rung.EDITED), (1, Rung.SAME), (2, Rung.EDITED)]


def test_a_row_of_another_village_is_another_row():
    old = rows("1 | Thôn Đông | 1.250 | 30", "2 | Thôn Đoài | 1.250 | 30")
    new = rows("1 | Thôn Đông | 1.250 | 30", "2 | Bản Khuổi Đeng | 1.100 | 25")
    assert found(old, new)[1] == (None, Rung.NOT_PLACED)


def test_alike_rows_keep_their_tables():
    first = ("STT | Chỉ tiêu | Năm 2027", "1 | Số hộ nghèo | 12", "2 | Đàn lợn | 1.260")
    other = ("STT | Chỉ tiêu | Năm 2027", "1 | Số hộ nghèo | 31", "2 | Đàn lợn | 985")
    old = [*clauses(SCOPE), *rows(*first), *clauses(ROADS), *rows(*other)]
    new = [*clauses(SCOPE), *rows(*first[:2]), *clauses(ROADS), *rows(other[0], other[2])]
    assert [there for there, _ in found(old, new)] == [0, 1, 2, None, 3, 4, None, 5]


def test_a_row_is_never_placed_on_a_sentence():
    assert found(rows(f"1 | {ROADS}"), clauses(ROADS)) == [(None, Rung.NOT_PLACED)]


def test_a_bare_heading_goes_with_its_title():
    def chapter(number, title):
        address = f"Chương {number}"
        return [Passage("heading", address, address), Passage("heading", title, address)]

    old = chapter("I", "QUY ĐỊNH CHUNG") + chapter("II", "MỨC CHI") + chapter("III", "THI HÀNH")
    new = chapter("I", "QUY ĐỊNH CHUNG") + chapter("II", "THI HÀNH")
    assert [there for there, _ in found(old, new)] == [0, 1, None, None, 2, 3]


def test_a_number_inside_a_sentence_is_not_its_marker():
    old = [Passage("body", "Điều 5 của Luật này được sửa đổi.", "")]
    new = [Passage("body", "Điều 6 của Luật này được sửa đổi.", "")]
    assert found(old, new) == [(0, Rung.EDITED)]


def test_pages_that_are_pictures_are_not_guessed_at():
    page = Passage("page", "", "Trang 1")
    assert found([page, *clauses(SCOPE)], [page, *clauses(SCOPE)]) == [
        (None, Rung.NOT_PLACED),
        (1, Rung.SAME),
    ]


def test_nothing_is_matched_with_nothing():
    assert match([], []) == match([], clauses(SCOPE)) == []
    assert found(clauses(SCOPE), []) == [(None, Rung.NOT_PLACED)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_pack_that_was_edited_and_renumbered_is_found_again(seed):
    pack = Pack(30, seed)
    old_units, old = numbered(pack.articles)
    new_units, new = numbered(pack.next_version())
    tally, _ = judged(match(old, new), old_units, new_units)
    assert tally.right >= 0.99 * tally.total
    assert tally.wrong <= 0.002 * tally.total
    assert tally.gone > 0


@pytest.mark.parametrize("seed", [1, 2])
def test_a_real_paper_that_was_edited_is_found_again(decrees, seed):
    right = wrong = total = 0
    for passages in decrees:
        pack = Pack.of(passages, seed)
        old_units, old = as_printed(pack.articles)
        new_units, new = as_printed(pack.next_version())
        tally, _ = judged(match(old, new), old_units, new_units)
        right, wrong, total = right + tally.right, wrong + tally.wrong, total + tally.total
    assert right >= 0.99 * total
    assert wrong <= 0.002 * total


@pytest.mark.parametrize("same", [True, False])
def test_a_long_paper_that_is_all_alike_or_all_new_takes_no_longer(same):
    old = [
        Passage("body", f"{ROADS} {SCHOOL}" if same else f"{n} {SCHOOL}", "") for n in range(2000)
    ]
    new = [Passage("body", f"{WATER} {n}", "") for n in range(2000)]
    began = time.process_time()
    assert len(match(old, new)) == 2000
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("steps", "whole"),
    [
        (("edited", "moved"), "moved_edited"),
        (("moved", "edited"), "moved_edited"),
        (("moved", "same"), "moved"),
        (("moved_edited", "edited"), "moved_edited"),
        (("edited", "split"), "split"),
        (("by_hand", "same"), "same"),
    ],
)
def test_what_was_edited_in_one_version_and_moved_in_the_next_was_both(steps, whole):
    assert less_sure(*steps) == whole
