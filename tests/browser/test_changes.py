"""A replaced paper: what changed is told, listed word by word, and shown on both pages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Errors, Somebody
from tests.browser.screens import go_to_page, open_paper
from tests.browser.secretariat import PAPERS, Prepared, Secretariat
from tests.browser.test_accessible import violations

People = Callable[..., Somebody]
OLD, NEW = (PAPERS / f"du-thao-nghi-quyet-ngan-sach{ending}.pdf" for ending in ("", "-v2"))
LONGER_THAN_A_REST = 2600
"""Milliseconds after which a screen has kept the place it rests at."""


@pytest.fixture(scope="module")
def prepared(secretariat: Secretariat) -> Prepared:
    """Return a meeting with a paper that is about to be replaced."""
    return secretariat.prepare("Phiên họp có bản thay thế", papers=[OLD])


def test_who_read_the_old_version_is_told_what_changed_and_is_shown_both(
    prepared: Prepared, secretariat: Secretariat, person: People
) -> None:
    reader = person("dai.bieu", "tablet")
    page = open_paper(reader, prepared.paper)
    go_to_page(page, 2)
    page.wait_for_timeout(LONGER_THAN_A_REST)
    secretariat.replace(prepared.paper.id, NEW)

    page = open_paper(reader, prepared.paper)
    told = page.get_by_text("Từ khi ông/bà đọc bản 1, tài liệu đã thay đổi 14 chỗ, trên 5 trang.")
    expect(told).to_be_visible()
    page.get_by_role("link", name="Xem chỗ thay đổi").tap()
    expect(page.get_by_text("14 chỗ thay đổi, trên 5 trang.")).to_be_visible()

    page.get_by_role("button", name="Chỗ sau").tap()
    page.get_by_role("button", name="Chỗ sau").tap()
    expect(page.get_by_text("2/14")).to_be_visible()
    looked = page.locator(".change.chosen")
    expect(looked.locator("strong").first).to_have_text("Điều 3 khoản 2")
    expect(looked.locator("del").first).to_have_text("2.150")
    expect(looked.locator("ins").first).to_have_text("2.450")
    expect(looked.get_by_text("Bản cũ", exact=True)).to_be_visible()
    expect(looked.locator(".change-cut .light")).to_have_count(2)
    assert shows_pictures(page)

    page.get_by_role("button", name="Bỏ").tap()
    expect(page.locator(".change")).to_have_count(1)
    page.locator(".change").get_by_role("button", name="Xem trên trang").tap()
    expect(page.get_by_text("Bản mới không còn đoạn này.")).to_be_visible()
    page.get_by_role("link", name="Mở trang").tap()
    expect(page.get_by_text("Ông/bà đang xem bản 1. Bản mới nhất là bản 2.")).to_be_visible()


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_list_of_changes_can_be_used_by_everybody(
    prepared: Prepared, person: People, errors: Errors, size: str
) -> None:
    errors.foresee(r"status of 400")
    reader = person("dai.bieu2", size)
    page = reader.open(f"/papers/{prepared.paper.id}/changes")
    reader.press(page.get_by_role("button", name="Chỗ sau"))
    expect(page.locator(".change.chosen .change-cut").first).to_be_visible()
    assert violations(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.get_by_label("So sánh từ").select_option("2")
    expect(page.get_by_text("Xin chọn hai bản khác nhau để so sánh.")).to_be_visible()
    page.get_by_label("So sánh từ").select_option("1")
    expect(page.locator(".change").first).to_be_visible()


def shows_pictures(page: Page) -> bool:
    """Say whether both pictures on the chosen change have been drawn."""
    pictures = page.locator(".change.chosen img")
    for picture in (pictures.first, pictures.last):
        expect(picture).to_have_js_property("complete", value=True)
    drawn = "all => all.map(each => each.naturalWidth > 0)"
    return bool(pictures.evaluate_all(drawn) == [True, True])
