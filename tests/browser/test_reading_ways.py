"""The ways to read that everybody chooses for themselves: the ground of the page."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import Errors, Somebody
from tests.browser.screens import open_paper
from tests.browser.secretariat import Prepared, Secretariat
from tests.browser.test_accessible import COLOURS, LEAST, RULES, TARGETS, still

People = Callable[..., Somebody]
GROUND = "getComputedStyle(document.body).backgroundColor"
LIGHT, DARK, SEPIA = "rgb(241, 244, 248)", "rgb(14, 20, 31)", "rgb(239, 228, 201)"
"""What lies behind the pages: `--desk` in css/tokens.css."""


@pytest.fixture(scope="module")
def prepared(secretariat: Secretariat) -> Prepared:
    """Return a meeting with one paper."""
    return secretariat.prepare("Phiên họp để đọc theo cách của mình")


def ways(reader: Somebody) -> Locator:
    """Open the menu of the ways to read."""
    menu = reader.page.locator("#reading-ways")
    more = reader.page.get_by_role("button", name="Thêm", exact=True)
    if more.is_visible():
        reader.press(more)
    reader.press(menu.get_by_text("Cách đọc"))
    expect(menu.get_by_role("group", name="Nền trang")).to_be_visible()
    return menu


def violations(page: Page) -> list[str]:
    """Return what axe finds of colours."""
    if not page.evaluate("'axe' in window"):
        Axe().run(page, options=RULES)
    still(page)
    found = page.evaluate("options => axe.run(options)", COLOURS)["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def test_a_ground_is_chosen_once_and_there_before_anything_else(
    prepared: Prepared, person: People, errors: Errors
) -> None:
    errors.foresee(r"ERR_FAILED .*reader_screen")
    reader = person("dai.bieu", "tablet", color_scheme="light")
    page = open_paper(reader, prepared.paper)
    picture = page.locator('.page[data-page="1"] img.sharp')
    assert page.evaluate(GROUND) == LIGHT
    reader.press(ways(reader).get_by_label("Tối"))
    assert page.evaluate(GROUND) == DARK
    expect(picture).to_have_css("filter", "invert(0.92) hue-rotate(180deg)")
    reader.press(page.get_by_label("Giấy vàng"))
    assert page.evaluate(GROUND) == SEPIA
    expect(picture).to_have_css("mix-blend-mode", "multiply")

    page.route("**/reader_screen.js", lambda route: route.abort())
    reader.open(f"/papers/{prepared.paper.id}?lang=vi")
    assert page.evaluate(GROUND) == SEPIA, "no module of the program has run yet"
    reader.open("/meetings")
    assert page.evaluate(GROUND) == SEPIA, "other pages do not blind either"
    page.unroute_all()
    page.emulate_media(color_scheme="dark")
    open_paper(reader, prepared.paper)
    assert page.evaluate(GROUND) == SEPIA, "what was chosen goes before what the device has"
    menu = ways(reader)
    expect(menu.get_by_label("Giấy vàng")).to_be_checked()
    reader.press(menu.get_by_label("Theo máy"))
    assert page.evaluate(GROUND) == DARK


def test_every_ground_can_be_read_and_chosen_by_a_thumb(prepared: Prepared, person: People) -> None:
    reader = person("dai.bieu", "phone", color_scheme="light")
    page = open_paper(reader, prepared.paper)
    menu = ways(reader)
    assert [t for t in page.evaluate(TARGETS) if min(t["width"], t["height"]) < LEAST - 0.5] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Axe().run(page, options=RULES).response["violations"] == []
    for words in ("Sáng", "Tối", "Giấy vàng"):
        menu.get_by_label(words).press(" ")
        expect(menu.get_by_label(words)).to_be_checked()
        assert violations(page) == [], words
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Chữ to").tap()
    expect(page.locator("#large-print p").first).to_be_visible()
    assert violations(page) == []


def test_chosen_pages_are_printed_and_bad_ones_refused_in_a_sentence(
    prepared: Prepared, person: People
) -> None:
    reader = person("dai.bieu", "phone")
    page = open_paper(reader, prepared.paper)
    reader.press(ways(reader).get_by_role("button", name="In…"))
    dialog = page.get_by_role("dialog", name="In tài liệu")
    begin = dialog.get_by_role("link", name="Mở bản in")
    expect(begin).to_have_attribute("href", re.compile(r"/print\.pdf\?pages=1&marks=own$"))
    assert [t for t in page.evaluate(TARGETS) if min(t["width"], t["height"]) < LEAST - 0.5] == []
    pages = dialog.get_by_label("Các trang cần in")
    for typed, sentence in (
        ("999", "không có trang 999"),
        ("2-1", "trang đầu đứng sau trang cuối"),
        ("hai", "Không hiểu “hai”"),
    ):
        pages.fill(typed)
        reader.press(begin)
        expect(dialog.get_by_role("alert")).to_contain_text(sentence)
    assert violations(page) == []
    pages.fill("1-2")
    expect(dialog.get_by_label("Các trang, ví dụ")).to_be_checked()
    reader.press(dialog.get_by_label("Không in ghi chú"))
    expect(begin).to_have_attribute("href", re.compile(r"\?pages=1-2&marks=none$"))
    answer = reader.context.request.get(begin.get_attribute("href") or "")
    assert answer.headers["content-type"] == "application/pdf"
    with page.expect_popup():
        reader.press(begin)
    expect(dialog).to_be_hidden()
