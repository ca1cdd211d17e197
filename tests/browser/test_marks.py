"""Marks and notes: one's own until they are shared, and on every device of one's own."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from meetings.annotations.models import Annotation
from tests.browser.people import CONNECTION_LOST, Errors, Somebody
from tests.browser.screens import choose, open_paper, speakable, take
from tests.browser.secretariat import PAPERS, SHORT_PAPER, Paper, Prepared, Secretariat
from tests.browser.site import Site
from tests.browser.test_accessible import violations

People = Callable[..., Somebody]
DRAFT = PAPERS / "du-thao-nghi-quyet-ngan-sach.pdf"


@pytest.fixture
def prepared(secretariat: Secretariat) -> Prepared:
    """Return a meeting with one paper that nobody has marked."""
    return secretariat.prepare("Đánh dấu")


LONGER_THAN_A_DRESSING = 500
"""Milliseconds after which a page that was scrolled has its words laid over it."""


def marks(page: Page) -> Locator:
    return page.locator(".page .mark")


def select_a_line(page: Page, words: str) -> None:
    """Draw the mouse over the first half of a line."""
    line = page.locator(".text > span").filter(has_text=words).first
    line.scroll_into_view_if_needed()
    page.wait_for_timeout(LONGER_THAN_A_DRESSING)
    box = line.bounding_box()
    assert box
    page.mouse.move(box["x"] + 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=6)
    page.mouse.up()


MIDDLE = """which => {
  const { x, y, width, height } = document.querySelector(which).getBoundingClientRect()
  return [x + width / 2, y + height / 2]
}"""


def open_mark(reader: Somebody, which: str = ".page .mark") -> Locator:
    """Press a mark; what may be done with it is shown."""
    mark = reader.page.locator(which).first
    expect(mark).to_be_attached()
    bring = "which => document.querySelector(which).scrollIntoView({block: 'center'})"
    reader.page.evaluate(bring, which)
    reader.page.wait_for_timeout(LONGER_THAN_A_DRESSING)  # marks that others made are drawn anew
    expect(mark).to_be_attached()
    x, y = reader.page.evaluate(MIDDLE, which)  # at one go: a mark that changes is drawn anew
    (reader.page.touchscreen.tap if reader.touches else reader.page.mouse.click)(x, y)
    dialog = reader.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def test_selected_words_are_highlighted_for_oneself_then_shared_then_kept_again(
    prepared: Prepared, person: People
) -> None:
    author, second = person("dai.bieu", "desk"), person("dai.bieu", "tablet")
    other = person("dai.bieu2", "tablet")
    for each in (author, second, other):
        open_paper(each, prepared.paper)
    (paragraph,) = speakable(prepared.paper)
    select_a_line(author.page, paragraph["text"][:20])
    bar = author.page.get_by_role("toolbar", name="Phần đã chọn")
    bar.get_by_role("button", name="Xanh lá").click()
    expect(bar).to_be_hidden()
    for mine in (author, second):
        expect(marks(mine.page)).to_have_count(1)
        expect(marks(mine.page)).to_have_class(re.compile("green"))
    expect(marks(other.page)).to_have_count(0)

    dialog = open_mark(author)
    expect(dialog.locator("blockquote")).to_contain_text(paragraph["text"].split()[0])
    expect(dialog).to_contain_text("Chỉ mình tôi")
    share(author, dialog, "Mọi người trong phiên họp")
    expect(marks(other.page)).to_have_class(re.compile("theirs"))
    shown = open_mark(other)
    expect(shown).to_contain_text("Bàn Văn Phúc chia sẻ")
    shown.get_by_role("button", name="Đóng").tap()

    open_mark(second).get_by_role("button", name="Thôi chia sẻ").tap()
    expect(marks(other.page)).to_have_count(0)
    expect(marks(author.page)).to_have_count(1)
    open_mark(second).get_by_role("button", name="Xóa").tap()
    for mine in (author, second):
        expect(marks(mine.page)).to_have_count(0)


def highlight(author: Somebody, paper: Paper) -> None:
    """Mark a whole paragraph of a paper."""
    (paragraph,) = speakable(paper)
    sheet = choose(author, paragraph)
    author.press(sheet.get_by_role("button", name="Tô màu đoạn"))
    author.press(sheet.get_by_role("button", name="Đóng"))


def share(author: Somebody, dialog: Locator, whom: str) -> None:
    """Say in the dialog of a mark whom it is for."""
    author.press(dialog.get_by_role("button", name=re.compile("^(Chia sẻ|Đổi người được xem)$")))
    asked = author.page.get_by_role("dialog", name="Ai được xem dấu này?")
    asked.get_by_role("radio", name=whom).check()
    if whom == "Những người tôi chọn":
        author.press(asked.get_by_role("button", name="Lưu"))
        expect(asked.get_by_role("alert")).to_contain_text("ít nhất một người")
        asked.get_by_label("Tìm người theo tên").fill("lo inh")
        asked.get_by_role("checkbox", name="Lò Thị Inh").check()
        expect(asked.get_by_role("status")).to_have_text("Đã chọn 1 người")
        assert violations(author.page) == []
    author.press(asked.get_by_role("button", name="Lưu"))
    expect(asked).to_have_count(0)


def test_a_mark_goes_to_chosen_people_then_to_ones_unit_and_nobody_else_hears(
    secretariat: Secretariat, person: People
) -> None:
    seats = [(each, "delegate") for each in ("dai.bieu", "dai.bieu2", "ban.thi.mui")]
    prepared = secretariat.prepare("Chia sẻ riêng", seats=seats)
    author, chosen = person("dai.bieu", "phone"), person("dai.bieu2", "tablet")
    neighbour = person("ban.thi.mui", "desk")
    for each in (author, chosen, neighbour):
        open_paper(each, prepared.paper)
    highlight(author, prepared.paper)
    share(author, open_mark(author), "Những người tôi chọn")
    expect(marks(chosen.page).first).to_have_class(re.compile("theirs"))
    shown = open_mark(chosen)
    expect(shown).to_contain_text("Người được xem: Lò Thị Inh")
    expect(marks(neighbour.page)).to_have_count(0)

    share(author, open_mark(author), "Đơn vị của tôi")
    expect(marks(neighbour.page).first).to_have_class(re.compile("theirs"))
    expect(marks(chosen.page)).to_have_count(0)
    expect(shown).to_be_hidden()
    expect(open_mark(author)).to_contain_text("Người được xem: Đơn vị Bản Nà Lùng")
    author.page.get_by_role("dialog").get_by_role("button", name="Thôi chia sẻ").tap()
    expect(marks(neighbour.page)).to_have_count(0)
    author.page.reload()
    expect(marks(author.page).first).to_be_attached()


def test_what_is_done_to_a_mark_without_the_server_is_done_in_its_order(
    site: Site, prepared: Prepared, person: People, errors: Errors
) -> None:
    errors.foresee(CONNECTION_LOST)
    author, other = person("dai.bieu", "phone"), person("dai.bieu2", "desk")
    for each in (author, other):
        open_paper(each, prepared.paper)
    highlight(author, prepared.paper)
    share(author, open_mark(author), "Mọi người trong phiên họp")
    expect(marks(other.page)).to_have_count(1)
    line = author.page.locator("#live-line")
    with site.gone():
        open_mark(author).get_by_role("button", name="Hồng").tap()
        open_mark(author).get_by_role("button", name="Thêm ghi chú").tap()
        note(author.page, "Viết khi mất mạng")
        open_mark(author).get_by_role("button", name="Thôi chia sẻ").tap()
        expect(line).to_contain_text("3 việc chờ gửi")
    expect(line).to_have_text("Trực tuyến", timeout=30_000)
    expect(author.page.locator(".refused-acts")).to_be_hidden()
    expect(other.page.locator("#live-line")).to_have_text("Trực tuyến", timeout=30_000)
    expect(marks(other.page)).to_have_count(0)
    (kept,) = site.all(select(Annotation).where(Annotation.paper_id == prepared.paper.id))
    assert (kept.colour, kept.note, kept.visibility) == ("pink", "Viết khi mất mạng", "self")


def test_a_note_on_a_paragraph_is_ones_own_and_can_be_changed(
    prepared: Prepared, person: People
) -> None:
    author, other = person("dai.bieu", "phone"), person("chu.toa", "desk")
    for each in (author, other):
        open_paper(each, prepared.paper)
    (paragraph,) = speakable(prepared.paper)
    sheet = choose(author, paragraph)
    sheet.get_by_role("button", name="Ghi chú").tap()
    note(author.page, "Hỏi lại về kinh phí")
    expect(author.page.locator(".mark-tab")).to_have_text("Ghi chú")
    sheet.get_by_role("button", name="Đóng").tap()
    dialog = open_mark(author)
    expect(dialog.locator(".mark-words")).to_have_text("Hỏi lại về kinh phí")
    dialog.get_by_role("button", name="Sửa ghi chú").tap()
    note(author.page, "Hỏi lại về kinh phí đối ứng")
    author.page.reload()
    expect(author.page.locator(".mark-tab")).to_have_text("Ghi chú")
    dialog = open_mark(author)
    expect(dialog.locator(".mark-words")).to_have_text("Hỏi lại về kinh phí đối ứng")
    dialog.get_by_role("button", name="Góp ý của đoạn này").tap()
    expect(sheet.locator("blockquote.quoted")).to_have_text(paragraph["text"].strip())
    expect(marks(other.page)).to_have_count(0)
    assert "kinh phí đối ứng" not in other.page.content()


def test_a_note_stands_at_any_place_of_a_page_and_goes_when_it_is_emptied(
    prepared: Prepared, person: People
) -> None:
    author, second = person("dai.bieu", "phone"), person("dai.bieu", "tablet")
    other = person("dai.bieu2", "desk")
    for each in (author, second, other):
        open_paper(each, prepared.paper)
    box = author.page.locator("#scroller").bounding_box()
    assert box
    hold_a_finger(author.page, box["x"] + 9, box["y"] + 120)
    note(author.page, "Hỏi ở chỗ trống")
    tags = {
        each: each.page.get_by_role("button", name="Ghi chú: Hỏi ở chỗ trống")
        for each in (author, second)
    }
    for tag in tags.values():
        expect(tag).to_be_visible()
        size = tag.bounding_box()
        assert size
        assert min(size["width"], size["height"]) >= 48
    assert "Hỏi ở chỗ trống" not in other.page.content()

    bar = take_pen(second)
    second.press(bar.get_by_role("button", name="Ghi chú"))
    middle = second.page.locator("#scroller").bounding_box()
    assert middle
    second.page.touchscreen.tap(middle["x"] + 300, middle["y"] + 500)
    note(second.page, "Ghi bằng công cụ")
    expect(second.page.get_by_role("button", name="Ghi chú: Ghi bằng công cụ")).to_be_visible()
    assert violations(second.page) == []
    second.press(bar.get_by_role("button", name="Xong"))

    second.press(tags[second])
    second.press(second.page.get_by_role("dialog").get_by_role("button", name="Sửa ghi chú"))
    note(second.page, "")
    expect(tags[author]).to_have_count(0)
    expect(author.page.get_by_role("button", name="Ghi chú: Ghi bằng công cụ")).to_have_count(1)


def test_all_ones_marks_are_in_one_list_that_is_searched_and_leads_into_another_paper(
    secretariat: Secretariat, person: People
) -> None:
    prepared = secretariat.prepare("Tất cả dấu", papers=(SHORT_PAPER, DRAFT))
    first, second = prepared.papers
    reader = person("dai.bieu", "phone")
    page = open_paper(reader, first)
    for paper, words in ((first, "Hỏi về kinh phí đối ứng"), (second, "Sửa câu này")):
        page = open_paper(reader, paper)
        sheet = choose(reader, speakable(paper)[0])
        sheet.get_by_role("button", name="Ghi chú").tap()
        note(page, words)
        expect(page.locator(".mark-tab")).to_have_text("Ghi chú")
        sheet.get_by_role("button", name="Đóng").tap()
    take(reader, "Mục lục")
    side = page.locator("#side")
    side.get_by_role("button", name="Đánh dấu").tap()
    side.get_by_role("button", name="Cả tập tài liệu").tap()
    expect(side.get_by_role("heading", level=2)).to_have_text([first.title, second.title])
    expect(side.locator(".pack-marks .mark-line")).to_have_count(2)
    assert violations(page) == []
    field = side.get_by_label("Tìm trong dấu của tôi")
    field.fill("doi ung")
    expect(side.get_by_role("heading", level=2)).to_have_text([first.title])
    field.fill("đối ứng")
    side.get_by_role("link", name="Hỏi về kinh phí đối ứng").tap()
    expect(page.locator("#paper-title")).to_have_text(first.title)
    expect(page.locator(".mark-tab")).to_be_in_viewport()


def hold_a_finger(page: Page, x: float, y: float) -> None:
    """Hold a finger on the glass until something is asked."""
    hand = page.context.new_cdp_session(page)
    hand.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    expect(page.get_by_role("dialog")).to_be_visible()
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def take_pen(reader: Somebody) -> Locator:
    reader.press(reader.page.get_by_role("button", name="Bút", exact=True))
    bar = reader.page.get_by_role("toolbar", name="Bút")
    expect(bar).to_be_visible()
    return bar


def note(page: Page, words: str) -> None:
    dialog = page.get_by_role("dialog", name="Ghi chú")
    dialog.get_by_label("Nội dung").fill(words)
    dialog.get_by_role("button", name="Lưu ghi chú").tap()
    expect(dialog).to_have_count(0)


def test_a_note_that_is_being_written_is_given_up_by_its_button_alone(
    prepared: Prepared, person: People
) -> None:
    reader = person("dai.bieu", "phone")
    page = open_paper(reader, prepared.paper)
    paragraph = speakable(prepared.paper, 3)[2]

    def begin() -> Locator:
        sheet = choose(reader, paragraph)
        reader.press(sheet.get_by_role("button", name="Ghi chú"))
        return page.get_by_role("dialog").get_by_label("Nội dung")

    begin().fill("Hỏi lại về kinh phí")
    page.keyboard.press("Escape")
    page.reload()
    expect(page.locator(".page .sheet.ready").first).to_be_visible()
    expect(begin()).to_have_value("Hỏi lại về kinh phí")
    reader.press(page.get_by_role("dialog").get_by_role("button", name="Thôi"))
    reader.press(page.locator("#sheet-close"))
    expect(begin()).to_have_value("")
    reader.press(page.get_by_role("dialog").get_by_role("button", name="Thôi"))


def test_words_are_not_deleted_by_one_tap(prepared: Prepared, person: People) -> None:
    reader = person("dai.bieu2", "phone")
    page = open_paper(reader, prepared.paper)
    sheet = choose(reader, speakable(prepared.paper, 4)[3])
    reader.press(sheet.get_by_role("button", name="Ghi chú"))
    page.get_by_role("dialog").get_by_label("Nội dung").fill("Hỏi lại về kinh phí")
    reader.press(page.get_by_role("dialog").get_by_role("button", name="Lưu ghi chú"))
    reader.press(page.locator("#sheet-close"))
    for answer, left in (("Giữ lại", 1), ("Xóa", 0)):
        reader.press(open_mark(reader).get_by_role("button", name="Xóa"))
        asked = page.get_by_role("dialog")
        expect(asked).to_contain_text("Xóa ghi chú này?")
        expect(asked).to_contain_text("Hỏi lại về kinh phí")
        reader.press(asked.get_by_role("button", name=answer))
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert bool(marks(page).count()) == bool(left)
