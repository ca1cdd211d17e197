"""Marks and notes: one's own until they are shared, and on every device of one's own."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import Somebody
from tests.browser.screens import choose, open_paper, speakable
from tests.browser.secretariat import Prepared, Secretariat

People = Callable[..., Somebody]


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


def open_mark(reader: Somebody) -> Locator:
    """Press one's mark; what may be done with it is shown."""
    expect(marks(reader.page).first).to_be_attached()
    reader.page.evaluate("document.querySelector('.page .mark').scrollIntoView({block: 'center'})")
    reader.page.wait_for_timeout(LONGER_THAN_A_DRESSING)  # marks that others made are drawn anew
    box = marks(reader.page).first.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
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
    dialog.get_by_role("button", name="Chia sẻ với phiên họp").click()
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
    expect(marks(other.page)).to_have_count(0)
    assert "kinh phí đối ứng" not in other.page.content()


def note(page: Page, words: str) -> None:
    dialog = page.get_by_role("dialog", name="Ghi chú")
    dialog.get_by_label("Nội dung").fill(words)
    dialog.get_by_role("button", name="Lưu ghi chú").tap()
    expect(dialog).to_have_count(0)
