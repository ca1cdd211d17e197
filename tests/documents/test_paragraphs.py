"""Paragraphs from hand-made pages: what a page is made of is said here, span by span."""

import json

import pytest

from documents.paragraphs import (
    Character,
    Horizontal,
    Kind,
    PageContent,
    Span,
    Vertical,
    assemble,
    words_of,
)

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, INDENT = 85.0, 539.0, 28.0
PITCH = 18.0
SIZE = 14.0


def span(text, x0, baseline, x1=None, size=SIZE, bold=False, italic=False, block=0):
    """A run of text; without a right edge it is as wide as such a text usually is."""
    right = x0 + 0.46 * size * len(text) if x1 is None else x1
    top, bottom = baseline - 0.9 * size, baseline + 0.25 * size
    return Span(x0, top, right, bottom, baseline, size, bold, italic, text, block)


def page(*spans, number=0, horizontals=(), verticals=(), coverage=0.0, characters=()):
    return PageContent(
        number, WIDTH, HEIGHT, spans, tuple(horizontals), tuple(verticals), coverage, characters
    )


def full(text, baseline, indent=0.0, **style):
    """A line that runs to the right margin."""
    return span(text, LEFT + indent, baseline, RIGHT, **style)


def prose(*paragraphs, top=150.0, **style):
    """Paragraphs as given line by line, their first lines indented, all but the last line full."""
    spans = []
    for lines in paragraphs:
        for index, text in enumerate(lines):
            indent = 0.0 if index else INDENT
            baseline = top + PITCH * len(spans)
            if index < len(lines) - 1:
                spans.append(full(text, baseline, indent, **style))
            else:
                spans.append(span(text, LEFT + indent, baseline, **style))
    return spans


def texts(*pages):
    return [paragraph.text for paragraph in assemble(pages)]


def addresses(*pages):
    return [paragraph.address for paragraph in assemble(pages)]


CLAUSES = (
    ["Điều 5. Nguyên tắc"],
    ["1. Dữ liệu hình thành trong hoạt động của cơ quan nhà nước được chia", "sẻ phục vụ."],
    ["2. Cơ quan nhà nước có trách nhiệm sau:"],
    ["a) Tổ chức, cá nhân được quyền khai thác dữ liệu của mình hoặc của tổ", "chức khác;"],
    ["b) Các trường hợp ngoài quy định tại điểm a khoản này."],
    ["Điều 6. Thực hiện"],
)


def test_lines_join_until_an_indented_line_starts_the_next_paragraph():
    content = page(*prose(*CLAUSES))
    assert texts(content) == [" ".join(lines) for lines in CLAUSES]


def test_articles_clauses_and_points_have_addresses():
    assert addresses(page(*prose(*CLAUSES))) == [
        "Điều 5",
        "Điều 5 khoản 1",
        "Điều 5 khoản 2",
        "Điều 5 khoản 2 điểm a",
        "Điều 5 khoản 2 điểm b",
        "Điều 6",
    ]


def test_kinds_tell_articles_clauses_points_and_bullets_apart():
    content = page(*prose(*CLAUSES, ["- Lưu: VT."], ["Văn bản này có hiệu lực."]))
    kinds = [paragraph.kind for paragraph in assemble([content])]
    assert kinds == [
        Kind.ARTICLE,
        Kind.CLAUSE,
        Kind.CLAUSE,
        Kind.POINT,
        Kind.POINT,
        Kind.ARTICLE,
        Kind.BULLET,
        Kind.BODY,
    ]


@pytest.mark.parametrize("subject", ["V/v: báo cáo tình hình", "V/v xin ý kiến", "V/V: báo cáo"])
def test_what_a_letter_is_about_is_no_division_of_it(subject):
    found = assemble([page(*prose([subject], ["Kính gửi: Ủy ban nhân dân xã."]))])
    assert [(each.kind, each.address) for each in found] == [(Kind.BODY, ""), (Kind.BODY, "")]


def test_a_division_may_be_numbered_with_a_stroke():
    assert addresses(page(*prose(["V/ KIẾN NGHỊ"]))) == ["mục V"]


def test_levels_are_dense_and_only_headings_have_one():
    content = page(
        span("Chương I", 280, 100, bold=True),
        span("QUY ĐỊNH CHUNG", 250, 120, bold=True),
        *prose(*CLAUSES),
    )
    levels = [paragraph.level for paragraph in assemble([content])]
    assert levels == [1, 1, 2, None, None, None, None, 2]


def test_a_line_of_the_table_of_contents_is_no_heading():
    content = page(*prose(["CHƯƠNG I. GIỚI THIỆU CHUNG .................................. 7"]))
    (paragraph,) = assemble([content])
    assert (paragraph.kind, paragraph.address, paragraph.level) == (Kind.BODY, "", None)


def test_clauses_of_an_appendix_name_it():
    content = page(*prose(["Điều 9. Thi hành"], ["Phụ lục II"], ["1. Cách tính điểm số lượng"]))
    assert addresses(content)[1:] == ["Phụ lục II", "Phụ lục II khoản 1"]


def test_a_paragraph_goes_on_over_the_page():
    first = page(*prose(["1. Dữ liệu hình thành trong hoạt động của cơ", "quan nhà nước", "được"]))
    first = page(*first.spans[:-1], full("quan nhà nước được chia sẻ phục vụ các", 168.0))
    second = page(span("hoạt động của cơ quan.", LEFT, 100), number=1)
    (paragraph,) = assemble([first, second])
    assert paragraph.text.endswith("phục vụ các hoạt động của cơ quan.")
    assert [box.page for box in paragraph.boxes] == [0, 1]


def test_page_numbers_and_running_heads_are_left_out():
    pages = [
        page(
            span(str(number + 1), 290, 50),
            span("Công báo số 12", LEFT, 66),
            *prose(["Nội dung của trang này."], top=200),
            number=number,
        )
        for number in range(4)
    ]
    assert texts(*pages) == ["Nội dung của trang này."] * 4


def test_a_number_beside_other_text_is_no_page_number():
    content = page(span("14", 90, 60), span("Ông Lê Việt Hương", 140, 60))
    assert "14" in " ".join(texts(content))


def test_the_letterhead_reads_left_then_right():
    content = page(
        span("CHÍNH PHỦ", 120, 80, bold=True, block=1),
        span("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 250, 80, 530, bold=True, block=2),
        span("Số: 47/2020/NĐ-CP", 105, 100, block=1),
        span("Độc lập - Tự do - Hạnh phúc", 295, 100, 485, bold=True, block=2),
    )
    assert texts(content) == [
        "CHÍNH PHỦ",
        "Số: 47/2020/NĐ-CP",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]


def test_the_national_title_stands_alone_however_near_the_left_half_comes():
    content = page(
        span("TÊN CƠ QUAN CÓ THẨM QUYỀN", 80, 80, 262, bold=True),
        span("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 266, 80, 540, bold=True),
    )
    assert texts(content)[0] == "TÊN CƠ QUAN CÓ THẨM QUYỀN"


def test_items_of_a_narrow_list_go_on_until_they_close():
    content = page(
        span("Nơi nhận:", 85, 500, bold=True, size=11),
        span("TM. ỦY BAN NHÂN DÂN", 350, 500, bold=True),
        span("- Văn phòng Trung ương và các Ban của", 85, 513, size=11),
        span("CHỦ TỊCH", 390, 516, bold=True),
        span("Đảng;", 85, 526, size=11),
        span("- Lưu: VT.", 85, 539, size=11),
    )
    assert "- Văn phòng Trung ương và các Ban của Đảng;" in texts(content)
    assert texts(content)[-2:] == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]


def grid(columns, rows):
    horizontals = [Horizontal(columns[0], columns[-1], y) for y in rows]
    verticals = [Vertical(rows[0], rows[-1], x) for x in columns]
    return {"horizontals": horizontals, "verticals": verticals}


def test_each_row_of_a_ruled_table_is_one_paragraph():
    content = page(
        span("TT", 90, 115),
        span("Nội dung", 130, 115),
        span("1", 90, 145),
        span("Xây dựng Nghị định", 130, 145),
        span("sửa đổi", 130, 163),
        **grid([85, 120, 400], [100, 125, 170]),
    )
    rows = assemble([content])
    assert [row.text for row in rows] == ["TT | Nội dung", "1 | Xây dựng Nghị định sửa đổi"]
    assert {row.kind for row in rows} == {Kind.ROW}


def test_a_merged_cell_belongs_to_the_row_it_starts_in():
    rules = grid([85, 120, 300, 500], [100, 150, 180])
    rules["verticals"].append(Vertical(125, 180, 400))
    rules["horizontals"].append(Horizontal(300, 500, 125))
    content = page(
        span("TT", 90, 130),
        span("Đơn vị", 130, 130),
        span("Thực hiện", 350, 115),
        span("Công ty mẹ", 305, 140, 399),
        span("Hợp nhất", 402, 140),
        span("1", 90, 170),
        **rules,
    )
    assert texts(content) == ["TT | Đơn vị | Thực hiện", "Công ty mẹ | Hợp nhất", "1"]


def test_a_row_cut_by_the_page_is_one_and_its_repeated_head_is_left_out():
    rules = grid([85, 120, 300], [100, 125, 150])
    head = (span("TT", 90, 115), span("Nội dung", 130, 115))
    first = page(*head, span("1", 90, 140), span("Xây dựng Nghị định về", 130, 140, 293), **rules)
    second = page(*head, span("đất đai", 130, 140), number=1, **rules)
    assert texts(first, second) == ["TT | Nội dung", "1 | Xây dựng Nghị định về đất đai"]


def test_a_footnote_is_told_from_the_text_above_its_rule():
    content = page(
        *prose(*CLAUSES),
        span("1 Sửa đổi theo Luật số 10.", LEFT, 720, size=9),
        horizontals=[Horizontal(LEFT, LEFT + 144, 705)],
    )
    last = assemble([content])[-1]
    assert (last.kind, last.text) == (Kind.FOOTNOTE, "1 Sửa đổi theo Luật số 10.")


def test_a_raised_number_stays_in_its_line():
    content = page(
        span("Diện tích 10 m", LEFT, 200, 180),
        span("2", 180, 195, 185, size=8),
        span(" tại xã.", 185, 200),
    )
    assert texts(content) == ["Diện tích 10 m2 tại xã."]


def test_a_scanned_page_is_one_paragraph_even_with_a_stamped_address():
    content = page(span("congbao.chinhphu.vn", 200, 20), coverage=0.98)
    (paragraph,) = assemble([content])
    assert (paragraph.kind, paragraph.text, paragraph.from_scan) == (Kind.PAGE, "", True)
    assert paragraph.boxes == ((0, 0, 0, 10_000, 10_000),)


def test_a_picture_with_a_page_of_text_is_read():
    paragraphs = assemble([page(*prose(*CLAUSES), coverage=0.98)])
    assert len(paragraphs) == len(CLAUSES)
    assert all(paragraph.from_scan for paragraph in paragraphs)


def test_an_empty_page_has_no_paragraph():
    assert assemble([page()]) == []


def test_letters_are_composed_and_broken_ones_mended():
    content = page(span("Thủ tướng: nhân s\u01a3 và Ðiều", LEFT, 200))
    assert texts(content) == ["Thủ tướng: nhân sư và Điều"]


def test_tcvn3_is_converted_for_the_whole_document():
    typed = "§iÒu 1. ñy ban nh©n d©n cã tr¸ch nhiÖm tæ chøc thùc hiÖn QuyÕt ®Þnh nµy."
    content = page(span(typed, LEFT, 200, RIGHT))
    (paragraph,) = assemble([content])
    assert paragraph.text == (
        "Điều 1. ủy ban nhân dân có trách nhiệm tổ chức thực hiện Quyết định này."
    )
    assert paragraph.address == "Điều 1"


def test_french_is_not_taken_for_tcvn3():
    typed = "Le Conseil délibère à la majorité des voix exprimées et arrête son règlement."
    assert texts(page(span(typed, LEFT, 200, RIGHT))) == [typed]


def test_runs_that_overlap_are_rebuilt_from_their_characters():
    word = "BỘ VĂN"
    places = [100 + 10 * index for index in range(len(word))]
    characters = tuple(
        Character(x, x + 9, 200, SIZE, letter)
        for x, letter in zip(places, word, strict=True)
        if letter != " "
    )
    content = page(span("B VĂN ", 100, 200, 163), span("Ộ ", 110, 200, 123), characters=characters)
    assert texts(content) == [word]


@pytest.mark.parametrize("height", [HEIGHT, 420.0])
def test_boxes_are_told_in_ten_thousandths_of_the_page(height):
    content = PageContent(0, WIDTH, height, (span("Một dòng", 59.5, 210.0, 119.0),))
    (paragraph,) = assemble([content])
    box = paragraph.boxes[0]
    assert (box.x0, box.x1) == (1000, 2000)
    assert 0 < box.y0 < round(210 / height * 10_000) < box.y1 < 10_000


def test_words_stand_in_order_inside_their_line():
    ((x0, _, x1, _, text, words),) = words_of(page(span("Hội đồng nhân dân ", 100, 200, 250)))
    assert text == "Hội đồng nhân dân"
    assert len(words) == 4
    edges = [edge for word in words for edge in word]
    assert edges == sorted(edges)
    assert edges[0] == x0
    assert abs(edges[-1] - x1) <= 1


def test_a_page_travels_as_json():
    content = page(
        *prose(*CLAUSES),
        horizontals=[Horizontal(85.0, 300.0, 100.0)],
        verticals=[Vertical(85.0, 300.0, 100.0)],
        characters=(Character(1.0, 2.0, 3.0, 4.0, "Ộ"),),
    )
    assert PageContent.from_json(json.loads(json.dumps(content.to_json()))) == content


def test_notes_below_typed_dashes_are_footnotes_one_by_one():
    content = page(
        *prose(*CLAUSES),
        span("____________________", LEFT, 600, size=9),
        span("1 Ghi rõ kỳ theo dõi là tháng.", LEFT, 620),
        span("2 Theo Điều 23 Nghị định này.", LEFT, 638),
    )
    notes = [item.text for item in assemble([content]) if item.kind is Kind.FOOTNOTE]
    assert notes == ["1 Ghi rõ kỳ theo dõi là tháng.", "2 Theo Điều 23 Nghị định này."]


def test_a_line_that_justifying_drew_apart_stays_one():
    words = ["Cơ", "quan", "chủ", "quản:"]
    content = page(*(span(word, 85 + 120 * n, 200, 125 + 120 * n) for n, word in enumerate(words)))
    assert texts(content) == ["Cơ quan chủ quản:"]


def test_clauses_outside_articles_name_their_division():
    content = page(
        *prose(["CHƯƠNG III. HƯỚNG DẪN"], ["1. Mục đích, yêu cầu", "chung:"], ["a) Bảo đảm;"])
    )
    assert addresses(content)[1:] == ["Chương III khoản 1", "Chương III khoản 1 điểm a"]


def test_who_receives_a_paper_is_no_part_of_its_last_clause():
    content = page(*prose(*CLAUSES, ["Nơi nhận:"], ["- Như Điều 6;"], ["- Lưu: VT."]))
    assert addresses(content)[-4:] == ["Điều 6", "", "", ""]
