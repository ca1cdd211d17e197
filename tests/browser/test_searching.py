"""Searching: a word is found, its hit is tapped, and the mark lies on the page over the word."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import Somebody
from tests.browser.screens import hears, open_paper, take
from tests.browser.secretariat import PAPERS, SHORT_PAPER, Prepared, Secretariat
from tests.browser.test_accessible import LEAST, TARGETS, violations

People = Callable[..., Somebody]
DRAFT = PAPERS / "du-thao-nghi-quyet-ngan-sach.pdf"
SIZES = ("phone", "desk")


@pytest.fixture(scope="module")
def prepared(secretariat: Secretariat) -> Prepared:
    """Return a meeting with two papers that both speak of roads."""
    return secretariat.prepare("Phiên họp để tìm chữ", papers=(SHORT_PAPER, DRAFT))


def find(reader: Somebody, words: str) -> Locator:
    """Open the search beside a paper, and search; returns the hits."""
    page = reader.page
    take(reader, "Tìm")
    field = page.get_by_label("Từ cần tìm")
    expect(field).to_be_focused()
    field.fill(words)
    field.press("Enter")
    expect(page.locator("#side .search-said")).to_contain_text("Tìm thấy")
    return page.locator("#side .hit")


def lies_on(page: Page, words: str) -> bool:
    """Say whether the mark that is looked at lies on the line that has these words."""
    return bool(
        page.evaluate(
            """words => {
              const box = document.querySelector('.hit-box.looked').getBoundingClientRect()
              return [...document.querySelectorAll('.text > span')].some(span => {
                const line = span.getBoundingClientRect()
                const middle = (box.top + box.bottom) / 2
                return span.textContent.toLowerCase().includes(words)
                  && middle > line.top && middle < line.bottom
                  && box.left >= line.left - 3 && box.right <= line.right + 3
              })
            }""",
            words,
        )
    )


@pytest.mark.parametrize("size", SIZES)
def test_a_hit_is_tapped_and_its_mark_is_on_the_page(
    prepared: Prepared, person: People, size: str
) -> None:
    reader = person("dai.bieu", size)
    page = open_paper(reader, prepared.paper)
    hits = find(reader, "lung sang")
    expect(hits.first.locator("mark").first).to_have_text(re.compile("Lũng Sang"))
    reader.press(hits.first)
    mark = page.locator(".hit-box.looked").first
    expect(mark).to_be_in_viewport()
    expect(page.locator(".text > span").first).to_be_attached()
    assert lies_on(page, "lũng sang")
    bar = page.get_by_role("group", name="Các chỗ tìm thấy")
    expect(bar).to_be_visible()
    at = bar.locator("p").inner_text()
    reader.press(bar.get_by_role("button", name="Chỗ sau"))
    expect(bar.locator("p")).not_to_have_text(at)
    expect(page.locator(".hit-box.looked").first).to_be_in_viewport()
    reader.press(bar.get_by_role("button", name="Bỏ tìm"))
    expect(page.locator(".hit-box")).to_have_count(0)
    expect(bar).to_be_hidden()


@pytest.mark.parametrize("size", SIZES)
def test_a_hit_in_another_paper_of_the_pack_opens_it_there(
    prepared: Prepared, person: People, size: str
) -> None:
    reader = person("dai.bieu", size)
    page = open_paper(reader, prepared.paper)
    hits = find(reader, "ngân sách")
    reader.press(page.get_by_role("button", name="Cả tập tài liệu"))
    other = hits.filter(has_text=prepared.papers[1].title).first
    expect(other).to_be_visible()
    reader.press(other)
    page.wait_for_url(f"**/papers/{prepared.papers[1].id}#*")
    hears(page)
    expect(page.locator(".hit-box.looked").first).to_be_in_viewport()
    assert lies_on(page, "ngân sách")


@pytest.mark.parametrize("size", SIZES)
def test_from_the_meetings_page_to_the_hit_and_back_to_the_hits(
    prepared: Prepared, person: People, size: str
) -> None:
    reader = person("dai.bieu", size)
    page = reader.open(f"/meetings/{prepared.id}")
    field = page.get_by_label("Tìm trong mọi tài liệu của phiên họp")
    field.fill("lung sang")
    reader.press(page.get_by_role("button", name="Tìm", exact=True))
    hits = page.locator("#meeting .hit")
    expect(hits.first).to_be_visible()
    count = hits.count()
    reader.press(hits.first)
    expect(page.locator(".hit-box.looked").first).to_be_in_viewport()
    hears(page)
    page.go_back()
    expect(page.locator("#meeting .hit")).to_have_count(count)
    expect(field).to_have_value("lung sang")
    reader.press(page.get_by_role("button", name="Bỏ tìm"))
    expect(page.locator("#meeting .hit")).to_have_count(0)


def test_what_is_not_there_and_what_is_no_word_are_said_plainly(
    prepared: Prepared, person: People
) -> None:
    reader = person("dai.bieu", "phone")
    page = open_paper(reader, prepared.paper)
    take(reader, "Tìm")
    field = page.get_by_label("Từ cần tìm")
    field.fill("khongcochunay")
    field.press("Enter")
    said = page.locator("#side .search-said")
    expect(said).to_contain_text("Không tìm thấy “khongcochunay”.")


def test_a_word_that_is_no_word_is_refused_in_a_sentence(
    prepared: Prepared, person: People, errors: object
) -> None:
    errors.foresee(r"status of 400")  # type: ignore[attr-defined]
    reader = person("dai.bieu", "desk")
    page = open_paper(reader, prepared.paper)
    page.get_by_role("toolbar").get_by_role("button", name="Tìm", exact=True).click()
    field = page.get_by_label("Từ cần tìm")
    field.fill("?!")
    field.press("Enter")
    expect(page.locator("#side .refusal")).to_contain_text("Xin gõ ít nhất một chữ")


def test_the_paper_in_large_letters_shows_the_paragraph_of_the_hit(
    prepared: Prepared, person: People
) -> None:
    reader = person("dai.bieu", "phone")
    page = open_paper(reader, prepared.paper)
    page.get_by_role("button", name="Chữ to").tap()
    expect(page.locator("#large-print p").first).to_be_visible()
    hits = find(reader, '"Lũng Sang"')
    reader.press(hits.last)
    expect(page.locator("#large-print .chosen")).to_be_in_viewport()
    expect(page.locator("#large-print .chosen")).to_contain_text(re.compile("Lũng Sang"))


@pytest.mark.parametrize("size", SIZES)
def test_the_search_is_for_every_eye_and_thumb(
    prepared: Prepared, person: People, size: str
) -> None:
    reader = person("dai.bieu", size)
    page = open_paper(reader, prepared.paper)
    expect(find(reader, "lũng sang").first).to_be_visible()
    found = {"panel": violations(page)}
    targets = page.evaluate(TARGETS)
    reader.press(page.locator("#side .hit").first)
    expect(page.locator(".found-bar")).to_be_visible()
    found["mark"] = violations(page)
    targets += page.evaluate(TARGETS)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page = reader.open(f"/meetings/{prepared.id}#find=lung+sang")
    expect(page.locator("#meeting .hit").first).to_be_visible()
    found["meeting"] = violations(page)
    targets += page.evaluate(TARGETS)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert {name: each for name, each in found.items() if each} == {}
    assert [t for t in targets if min(t["width"], t["height"]) < LEAST - 0.5] == []
