"""What people do on the screens, in the words they see there."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.people import Somebody
from tests.browser.secretariat import Paper

UNIT = 10_000
AUDIENCES = {
    "self": "Chỉ mình tôi",
    "desk": "Chủ trì và thư ký",
    "meeting": "Mọi người trong phiên họp",
}


def open_paper(reader: Somebody, paper: Paper, more: str = "") -> Page:
    """Open a paper, and wait until it can be read and the line hears the meeting."""
    page = reader.open(f"/papers/{paper.id}{more}")
    expect(page.locator(".page .sheet.ready").first).to_be_visible()
    hears(page)
    return page


def hears(page: Page) -> None:
    """Wait until a paper's line says that it hears the meeting."""
    expect(page.locator("#live-line")).to_have_text("Trực tuyến")
    expect(page.locator(".mark-button").first).to_be_attached()


def go_to_page(page: Page, number: int) -> None:
    """Type a page's number."""
    field = page.get_by_label("Số trang, gõ để đến trang khác")
    field.fill(str(number))
    field.press("Enter")
    expect(field).to_have_value(str(number))


def take(reader: Somebody, tool: str) -> None:
    """Press a tool of the reader; on a phone most of them are behind "Thêm"."""
    page = reader.page
    button = page.get_by_role("button", name=tool, exact=True)
    more = page.get_by_role("button", name="Thêm", exact=True)
    if more.is_visible() and not button.first.is_visible():
        reader.press(more)
    reader.press(button.first)


def choose(reader: Somebody, paragraph: dict[str, Any]) -> Locator:
    """Press a paragraph where it is printed; its sheet opens."""
    page = reader.page
    expect(page.locator(".mark-button").first).to_be_attached()  # before that a press means nothing
    number, x0, y0, x1, y1 = paragraph["boxes"][0]
    section = page.locator(f'#scroller .page[data-page="{number}"]')
    if section.count() == 0:
        go_to_page(page, number)
    box = section.locator(".sheet").bounding_box()
    assert box
    at = {
        "x": (x0 + min(x1, x0 + 3000)) / 2 / UNIT * box["width"],
        "y": (y0 + y1) / 2 / UNIT * box["height"],
    }
    reader.press(section.locator(".sheet"), position=at)
    sheet = page.locator("#sheet")
    expect(sheet).to_be_visible()
    expect(sheet.locator("blockquote.quoted")).to_have_text(paragraph["text"].strip())
    return sheet


def say(reader: Somebody, text: str, visibility: str | None = None) -> None:
    """Write a remark on the chosen paragraph, and send it."""
    page = reader.page
    page.get_by_label("Góp ý của ông/bà").fill(text)
    if visibility:
        page.get_by_label("Ai được xem").select_option(AUDIENCES[visibility])
    reader.press(page.get_by_role("button", name="Gửi góp ý"))


def remark(page: Page, text: str) -> Locator:
    """Return the remark with these words on the open sheet."""
    return page.locator("#sheet li.comment").filter(has_text=text).last


def arrived(page: Page, text: str) -> Locator:
    """Wait until a remark is with the server."""
    card = remark(page, text)
    expect(card).to_be_visible()
    expect(card).not_to_have_class(re.compile("coming"))
    return card


def speakable(paper: Paper, count: int = 1, page: int = 1) -> list[dict[str, Any]]:
    """Return paragraphs of a page that are long enough to be found and pressed."""
    long = [
        each
        for each in paper.paragraphs
        if each["kind"] not in ("table", "row", "table_row")
        and " | " not in each["text"]
        and each["boxes"][0][0] == page
        and len(each["boxes"]) == 1
        and len(each["text"]) > 40
        and each["boxes"][0][4] - each["boxes"][0][2] < 3000
    ]
    assert len(long) >= count, paper.title
    return long[-count:]
