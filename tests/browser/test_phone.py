"""On a phone: one bar of at most five at the thumb, everything else behind "Thêm"."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Somebody
from tests.browser.screens import choose, go_to_page, open_paper, speakable, take
from tests.browser.secretariat import SHORT_PAPER, Prepared, Secretariat

People = Callable[..., Somebody]
MOST = 5
FIELD = "Số trang, gõ để đến trang khác"
SEEN = """() => [...document.querySelectorAll('#turner :is(button, input, select, a)')]
  .filter(each => each.checkVisibility({ checkVisibilityCSS: true }))
  .map(each => [each.innerText.trim() || each.ariaLabel, each.getBoundingClientRect()])
  .map(([words, { left, right, top, bottom }]) => ({ words, left, right, top, bottom }))"""
TOOLS = """() => [...document.querySelectorAll(
  '.reader-tools > :is(button, label, details), #bar-tools > button')].map(each => each.id
  || each.dataset.side)"""


@pytest.fixture(scope="module")
def prepared(secretariat: Secretariat) -> Prepared:
    """Return a meeting with one paper in two versions."""
    made = secretariat.prepare("Phiên họp trên điện thoại")
    secretariat.replace(made.paper.id, SHORT_PAPER)
    return Prepared(made.id, made.items, [secretariat.read(made.paper.id)])


def controls(page: Page) -> list[dict[str, float]]:
    return list(page.evaluate(SEEN))


def test_the_bar_has_at_most_five_controls_with_words_and_all_other_tools_are_behind_one(
    prepared: Prepared, person: People
) -> None:
    chair = person("chu.toa", "phone")
    page = open_paper(chair, prepared.paper)
    found = controls(page)
    assert len(found) <= MOST, found
    assert all(each["words"] for each in found), found
    assert all(each["left"] >= 0 and each["right"] <= 390 for each in found), found
    assert all(each["bottom"] <= 844 and each["top"] > 740 for each in found), found
    assert page.locator(".reader-bar button:visible").count() == 0

    chair.press(page.get_by_role("button", name="Thêm", exact=True))
    sheet = page.get_by_role("dialog", name="Thêm")
    expect(sheet).to_be_visible()
    for words in ("Mục lục", "Tìm", "Các trang thu nhỏ", "Đánh dấu của tôi", "Dẫn trang", "Bút"):
        expect(sheet.get_by_role("button", name=words, exact=True)).to_be_visible()
    expect(sheet.get_by_label("Bản của tài liệu")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    before = page.locator(".page").first.bounding_box()
    chair.press(sheet.get_by_role("button", name="Phóng to"))
    expect(sheet).to_be_visible()
    after = page.locator(".page").first.bounding_box()
    assert before
    assert after
    assert after["width"] > before["width"]
    page.touchscreen.tap(200, 60)
    expect(sheet).to_be_hidden()
    take(chair, "Đánh dấu của tôi")
    expect(sheet).to_be_hidden()
    expect(page.locator('[data-tab="marks"]')).to_have_attribute("aria-pressed", "true")
    chair.press(page.locator("#side-close"))

    phone = page.evaluate(TOOLS)
    page.set_viewport_size({"width": 1180, "height": 820})
    expect(page.get_by_role("button", name="Thêm", exact=True)).to_be_hidden()
    desk = page.evaluate(TOOLS)
    assert set(phone) == set(desk)
    assert desk[-4:] == ["large", "reading-ways", "smaller", "larger"], "every tool is back"
    page.set_viewport_size({"width": 844, "height": 390})
    expect(page.get_by_role("button", name="Thêm", exact=True)).to_be_visible()
    assert len(controls(page)) <= MOST


def test_the_bar_stays_in_reach_while_a_remark_is_written(
    prepared: Prepared, person: People
) -> None:
    reader = person("dai.bieu", "phone")
    page = open_paper(reader, prepared.paper)
    sheet = choose(reader, speakable(prepared.paper)[0])
    page.get_by_label("Góp ý của ông/bà").fill("Đang viết dở")
    for name in ("Trang sau", "Chữ to", "Thêm"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_in_viewport()
    reader.press(page.get_by_role("button", name="Trang sau"))
    expect(page.get_by_label(FIELD)).to_have_value("2")
    expect(sheet).to_be_visible()
    take(reader, "Tìm")
    expect(page.get_by_label("Từ cần tìm")).to_be_focused()
    reader.press(page.locator("#side-close"))
    expect(page.get_by_label("Góp ý của ông/bà")).to_have_value("Đang viết dở")
    page.get_by_label("Góp ý của ông/bà").fill("")
    reader.press(sheet.get_by_role("button", name="Đóng"))

    take(reader, "Bút")
    bar = page.get_by_role("toolbar", name="Bút")
    expect(bar).to_be_visible()
    reader.press(bar.get_by_role("button", name="Xong"))
    expect(bar).to_be_hidden()
    expect(page.get_by_role("button", name="Thêm", exact=True)).to_be_in_viewport()


def test_by_keyboard_the_sheet_takes_the_focus_and_gives_it_back(
    prepared: Prepared, person: People
) -> None:
    reader = person("dai.bieu", "phone")
    page = open_paper(reader, prepared.paper)
    go_to_page(page, 1)
    page.get_by_label(FIELD).focus()
    order = []
    for _ in range(3):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.id"))
    assert order == ["next-page", "large", "more"]
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog", name="Thêm")
    expect(sheet).to_be_visible()
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.id") == "more-rows":
        page.keyboard.press("Tab")
    expect(sheet.get_by_role("button", name="Mục lục", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(page.get_by_role("button", name="Thêm", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    sheet.get_by_role("button", name="Mục lục", exact=True).press("Enter")
    expect(page.locator("#side")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Thêm", exact=True)).to_be_focused()


def test_who_is_silenced_while_writing_is_told_so_and_sees_their_words(
    secretariat: Secretariat, person: People
) -> None:
    prepared = secretariat.prepare("Kết thúc giữa chừng")
    reader = person("dai.bieu", "phone")
    page = open_paper(reader, prepared.paper)
    sheet = choose(reader, speakable(prepared.paper)[0])
    page.get_by_label("Góp ý của ông/bà").fill("Đang viết dở")
    secretariat.ask("POST", f"/meetings/{prepared.id}/closure")
    expect(page.locator('[data-kind="silenced"]')).to_be_visible()
    expect(sheet).to_contain_text("Lời ông/bà viết dở, vẫn được giữ trên máy này")
    expect(sheet).to_contain_text("Đang viết dở")
    secretariat.ask("DELETE", f"/meetings/{prepared.id}/closure")
    expect(page.get_by_label("Góp ý của ông/bà")).to_have_value("Đang viết dở")
