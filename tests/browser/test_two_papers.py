"""Two papers at once: side by side, one above the other, two versions that go along."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import Errors, Somebody
from tests.browser.screens import choose, go_to_page, open_paper, speakable, take
from tests.browser.secretariat import PAPERS, SHORT_PAPER, Prepared, Secretariat
from tests.browser.site import Site
from tests.browser.test_accessible import LEAST, TARGETS, violations
from tests.browser.test_offline import AWAY, keep

People = Callable[..., Somebody]
OLD, NEW = (PAPERS / f"du-thao-nghi-quyet-ngan-sach{ending}.pdf" for ending in ("", "-v2"))
FIELD = "Số trang, gõ để đến trang khác"
SECOND_FIELD = "Số trang của tài liệu mở cạnh"


@pytest.fixture(scope="module")
def prepared(secretariat: Secretariat) -> Prepared:
    """Return a meeting with a paper of two versions and an annex."""
    made = secretariat.prepare("Xem hai tài liệu", papers=(OLD, SHORT_PAPER))
    newest = secretariat.replace(made.paper.id, NEW)
    return Prepared(made.id, made.items, [newest, made.papers[1]])


def open_beside(reader: Somebody, title: str) -> Locator:
    """Open another paper of the meeting beside the one being read."""
    page = reader.page
    if page.get_by_role("button", name="Thêm", exact=True).is_visible():
        take(reader, "Tài liệu khác và tải về")
    else:
        take(reader, "Mục lục")
        reader.press(page.get_by_role("button", name="Tài liệu khác"))
    reader.press(page.get_by_role("button", name=f"Mở cạnh: {title}"))
    if page.locator("#side").is_visible():
        reader.press(page.locator("#side-close"))
    return is_beside(page, title)


def is_beside(page: Page, title: str) -> Locator:
    """Wait until a paper lies beside the first and can be read."""
    second = page.get_by_role("region", name=title).and_(page.locator("#second"))
    expect(second.locator(".page .sheet.ready").first).to_be_visible()
    return second


def box(there: Locator) -> dict[str, Any]:
    found = there.bounding_box()
    assert found
    return dict(found)


def test_an_annex_lies_beside_its_paper_and_is_there_again_after_a_reload(
    prepared: Prepared, person: People
) -> None:
    paper, annex = prepared.papers
    reader = person("dai.bieu", "landscape")
    page = open_paper(reader, paper)
    second = open_beside(reader, annex.title)
    first = page.locator("#paper")
    expect(page.locator("#second-title")).to_be_visible()
    assert box(first)["x"] + box(first)["width"] <= box(second)["x"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    reader.press(second.get_by_role("button", name="Trang sau"))
    expect(second.get_by_label(SECOND_FIELD)).to_have_value("2")
    expect(page.get_by_label(FIELD)).to_have_value("1")
    go_to_page(page, 3)
    expect(second.get_by_label(SECOND_FIELD)).to_have_value("2")
    small = box(second.locator(".page").first)["width"]
    reader.press(second.get_by_role("button", name="Phóng to"))
    assert box(second.locator(".page").first)["width"] > small
    reader.press(second.get_by_role("button", name="Thu nhỏ"))

    divider = page.get_by_role("separator")
    divider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(divider).to_have_attribute("aria-valuenow", "60")
    expect(page.get_by_label(FIELD)).to_have_value("3")
    at = box(divider)
    page.mouse.move(at["x"] + 12, at["y"] + 200)
    page.mouse.down()
    page.mouse.move(at["x"] - 200, at["y"] + 200)
    page.mouse.up()
    expect(divider).to_have_attribute("aria-valuenow", re.compile("^4[0-4]$"))
    share = divider.get_attribute("aria-valuenow")
    page.wait_for_url(re.compile(rf"beside={annex.id}&beside-page=2&share={share}#page=3"))

    page.reload()
    second = is_beside(page, annex.title)
    expect(second.get_by_label(SECOND_FIELD)).to_have_value("2")
    expect(page.get_by_label(FIELD)).to_have_value("3")
    expect(page.get_by_role("separator")).to_have_attribute("aria-valuenow", str(share))
    reader.press(second.get_by_role("button", name="Đóng"))
    expect(second).to_have_count(0)
    assert "beside" not in page.url
    expect(page.get_by_label(FIELD)).to_have_value("3")


def test_upright_one_lies_above_the_other_and_what_lies_beside_is_searched(
    prepared: Prepared, person: People
) -> None:
    paper, annex = prepared.papers
    reader = person("dai.bieu", "tablet")
    page = open_paper(reader, paper)
    second = open_beside(reader, annex.title)
    first = page.locator("#paper")
    assert box(first)["y"] + box(first)["height"] <= box(second)["y"]
    reader.press(second.get_by_role("button", name="Tìm", exact=True))
    field = second.get_by_label("Tìm trong tài liệu mở cạnh")
    expect(field).to_be_focused()
    field.fill('"Lũng Sang"')
    field.press("Enter")
    expect(second.locator(".hit-box.looked").first).to_be_in_viewport()
    expect(second.get_by_text(re.compile(r"Chỗ 1/\d+"))).to_be_visible()
    assert first.locator(".hit-box").count() == 0
    assert violations(page) == []
    small = [t for t in page.evaluate(TARGETS) if min(t["width"], t["height"]) < LEAST - 0.5]
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Escape")
    reader.press(second.get_by_role("button", name="Đóng"))
    expect(second).to_have_count(0)


def test_two_versions_go_along_with_one_another_until_that_is_switched_off(
    prepared: Prepared, person: People
) -> None:
    paper = prepared.paper
    reader = person("dai.bieu", "desk")
    page = open_paper(reader, paper)
    page.get_by_label("Bản của tài liệu").select_option("Xem hai bản cạnh nhau")
    second = is_beside(page, f"{paper.title} (bản 1)")
    along = second.get_by_role("button", name="Cùng cuộn")
    expect(along).to_have_attribute("aria-pressed", "true")
    go_to_page(page, 4)
    expect(second.get_by_label(SECOND_FIELD)).to_have_value("4")
    second.get_by_label(SECOND_FIELD).fill("2")
    second.get_by_label(SECOND_FIELD).press("Enter")
    expect(page.get_by_label(FIELD)).to_have_value("2")
    along.click()
    expect(along).to_have_attribute("aria-pressed", "false")
    go_to_page(page, 5)
    expect(second.get_by_label(SECOND_FIELD)).to_have_value("2")
    page.wait_for_url(re.compile(rf"beside={paper.id}\.1&beside-page=2&along=0#page=5"))

    second.get_by_role("button", name="Đổi chỗ").click()
    second = is_beside(page, f"{paper.title} (bản 2)")
    expect(page.get_by_label(FIELD)).to_have_value("2")
    expect(second.get_by_label(SECOND_FIELD)).to_have_value("5")
    assert "version=1" in page.url
    second.get_by_role("button", name="Chỉ xem bên này").click()
    expect(page.locator("#second")).to_have_count(0)
    expect(page.get_by_label(FIELD)).to_have_value("5")
    expect(page.get_by_label("Bản của tài liệu")).to_have_value("2")


def test_on_a_phone_a_switch_says_which_of_the_two_is_seen(
    prepared: Prepared, person: People
) -> None:
    paper, annex = prepared.papers
    reader = person("dai.bieu", "phone")
    page = open_paper(reader, paper)
    second = open_beside(reader, annex.title)
    expect(page.locator("#paper")).to_be_hidden()
    buttons = second.locator(".second-foot :is(button, input):visible")
    assert buttons.count() <= 5
    reader.press(second.get_by_role("button", name="Trang sau"))
    expect(second.get_by_label(SECOND_FIELD)).to_have_value("2")
    assert violations(page) == []
    reader.press(page.get_by_role("button", name="Cả hai"))
    first = page.locator("#paper")
    expect(first).to_be_visible()
    assert box(first)["y"] + box(first)["height"] <= box(second)["y"]
    reader.press(page.get_by_role("button", name="Tài liệu chính"))
    expect(second).to_be_hidden()
    sheet = choose(reader, speakable(paper)[0])
    expect(sheet).to_be_visible()
    expect(page.get_by_role("button", name="Thêm", exact=True)).to_be_in_viewport()
    reader.press(sheet.get_by_role("button", name="Đóng"))
    page.reload()
    expect(page.locator(".page .sheet.ready").first).to_be_visible()
    expect(page.get_by_role("button", name="Tài liệu chính")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_two_papers_that_were_kept_are_read_together_while_the_server_is_gone(
    site: Site, prepared: Prepared, person: People, errors: Errors
) -> None:
    errors.foresee(*AWAY)
    paper, annex = prepared.papers
    reader = person("dai.bieu", "landscape")
    page = keep(reader, prepared.id)
    with site.gone():
        page.goto(f"/papers/{paper.id}?beside={annex.id}&beside-page=2")
        second = is_beside(page, annex.title)
        expect(second.get_by_label(SECOND_FIELD)).to_have_value("2")
        expect(page.locator("#scroller .page .sheet.ready").first).to_be_visible()
        page.goto(f"/papers/{paper.id}")
        expect(page.locator("#scroller .page .sheet.ready").first).to_be_visible()
        expect(page.locator("#live-line")).to_contain_text("Mất kết nối")
        open_beside(reader, annex.title)
