"""Reading: places, pages, sharpness, and words that can be selected."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from deploy.demonstration.cast import REPORT
from meetings.agendas.models import AgendaPaper
from meetings.annotations.models import ReadingPlace
from tests.browser.people import SIZES, Errors, Somebody
from tests.browser.screens import go_to_page, hears, open_paper
from tests.browser.secretariat import Paper, Secretariat
from tests.browser.site import Site, wait_for

People = Callable[..., Somebody]
LONGER_THAN_A_REST = 2600
"""Milliseconds after which a screen has kept the place it rests at."""

FIRST_PICTURE = re.compile(r"/pages/1/picture\?width=(?!160)")
NOT_SEEN = 2.0
"""Pixels: letters of another font are a little higher or lower."""


@pytest.fixture(scope="module")
def report(site: Site, secretariat: Secretariat) -> Paper:
    """Return the demonstration's longest paper."""
    (paper,) = site.all(select(AgendaPaper.id).where(AgendaPaper.title == REPORT.title))
    return secretariat.read(paper)


def test_the_place_is_remembered_across_devices(
    report: Paper, person: People, site: Site, secretariat: Secretariat
) -> None:
    reader = secretariat.person("dai.bieu2")
    kept = select(ReadingPlace.page).where(
        ReadingPlace.person_id == reader, ReadingPlace.paper_id == report.id
    )
    phone, tablet = person("dai.bieu2", "phone"), person("dai.bieu2", "tablet")
    open_paper(tablet, report)
    go_to_page(open_paper(phone, report), 7)
    expect(tablet.page.get_by_text("Trên máy khác, ông/bà đang ở trang 7.")).to_be_visible()
    tablet.press(tablet.page.get_by_role("button", name="Đến trang 7"))
    expect(tablet.page.get_by_label("Số trang, gõ để đến trang khác")).to_have_value("7")

    tablet.page.wait_for_timeout(LONGER_THAN_A_REST)
    page = open_paper(person("dai.bieu2", "desk"), report)
    expect(page.get_by_text("Lần trước ông/bà đọc đến trang 7.")).to_be_visible()
    page.wait_for_timeout(LONGER_THAN_A_REST)
    assert site.all(kept) == [7], "a paper that was only opened has not been read"
    page.get_by_role("button", name="Tiếp tục từ trang 7").click()
    expect(page.get_by_label("Số trang, gõ để đến trang khác")).to_have_value("7")
    page.wait_for_timeout(LONGER_THAN_A_REST)
    assert site.all(kept) == [7], "going on where one stopped stays there"
    expect(page.get_by_role("region", name="Trang 7", exact=True)).to_be_in_viewport()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("login", "number"), [("dai.bieu", 1), ("chu.toa", 7)])
def test_the_first_page_is_read_in_its_place_before_the_program_is_there(
    report: Paper, person: People, errors: Errors, size: str, login: str, number: int
) -> None:
    errors.foresee(r"Failed to load resource")
    page = person(login, size).page
    program = "**/reader_screen.js"
    page.route(program, lambda asked: asked.abort())
    page.goto(f"/papers/{report.id}#page={number}")
    early = page.locator(".early-page > .sheet.ready")
    expect(early).to_be_visible()
    expect(page.locator("#reader-wait")).to_be_hidden()
    before = early.bounding_box()

    page.unroute(program)
    page.reload()
    place = page.locator(f'.page[data-page="{number}"] .sheet.ready')
    expect(place).to_be_visible()
    expect(page.locator(".early-page")).to_have_count(0)
    hears(page)  # the tools are there, and all letters
    after = place.bounding_box()
    assert before
    assert after
    moved = {each: abs(before[each] - after[each]) for each in after}
    assert max(moved.values()) < NOT_SEEN, moved


def test_a_picture_that_is_still_on_its_way_is_taken_over_and_asked_for_once(
    report: Paper, person: People
) -> None:
    page, held = person("dai.bieu", "tablet").page, []
    page.route(FIRST_PICTURE, lambda asked: held.append(asked))
    page.goto(f"/papers/{report.id}", wait_until="commit")
    place = page.locator('.page[data-page="1"] .sheet')
    expect(place.locator("> img:not(.stand-in)")).to_have_count(1)
    expect(page.locator(".early-page")).to_have_count(0)
    assert "ready" not in (place.get_attribute("class") or "")
    (asked,) = held
    asked.continue_()
    expect(page.locator('.page[data-page="1"] .sheet.ready > img.sharp')).to_be_visible()
    assert len(held) == 1


def refuse_at_first(page: Page, part: str | re.Pattern[str], times: int) -> list[Route]:
    """What is asked for of a part that does not come the first times; filled as it is asked."""
    asked: list[Route] = []

    def answer(route: Route) -> None:
        asked.append(route)
        route.abort() if len(asked) <= times else route.continue_()

    page.route(part, answer)
    return asked


def test_a_first_picture_that_did_not_come_is_asked_for_again(
    report: Paper, person: People, errors: Errors
) -> None:
    errors.foresee(r"Failed to load resource")
    page = person("dai.bieu", "tablet").page
    asked = refuse_at_first(page, FIRST_PICTURE, times=1)
    page.goto(f"/papers/{report.id}")
    expect(page.locator('.page[data-page="1"] .sheet.ready > img.sharp')).to_be_visible()
    expect(page.locator(".early-page")).to_have_count(0)
    assert len(asked) > 1


def test_where_the_program_does_not_come_it_is_said_and_the_page_opened_again(
    report: Paper, person: People, errors: Errors
) -> None:
    errors.foresee(r"Failed to load resource")
    reader = person("dai.bieu", "phone")
    page, part = reader.page, "**/turned_pages.js"
    page.route(part, lambda asked: asked.abort())
    page.goto(f"/papers/{report.id}")
    expect(page.locator(".early-page > .sheet.ready")).to_be_visible()
    said = page.get_by_role("alert")
    expect(said).to_contain_text("chưa tải được các công cụ đọc")
    page.unroute(part)
    reader.press(said.get_by_role("button", name="Mở lại trang"))
    hears(page)
    expect(said).to_be_hidden()


def test_a_tool_that_did_not_come_is_asked_for_again(
    report: Paper, person: People, errors: Errors
) -> None:
    errors.foresee(r"Failed to load resource")
    page = person("dai.bieu", "tablet").page
    asked = refuse_at_first(page, "**/text_layer.js", times=2)
    page.goto(f"/papers/{report.id}")
    hears(page)
    assert len(asked) > 2


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_a_page_turned_before_the_program_is_there_is_turned_when_it_comes(
    report: Paper, person: People, size: str
) -> None:
    reader = person("dai.bieu", size)
    page, held = reader.page, []
    page.route("**/reader_screen.js", lambda asked: held.append(asked))
    page.goto(f"/papers/{report.id}", wait_until="commit")
    expect(page.locator(".early-page > .sheet.ready")).to_be_visible()
    for _ in range(2):
        reader.press(page.locator("#next-page"))
    wait_for(lambda: bool(held), within=10)
    held[0].continue_()
    expect(page.locator('.page[data-page="3"] .sheet.ready')).to_be_in_viewport(ratio=0.3)
    hears(page)
    expect(page.locator("#page-number")).to_have_value("3")
    reader.press(page.locator("#next-page"))
    expect(page.locator("#page-number")).to_have_value("4")


@pytest.mark.parametrize("odd", ["-4", "1e3", "5.7", "trang 3"])
def test_what_is_no_page_is_said_and_the_number_stands_again(
    report: Paper, person: People, odd: str
) -> None:
    page = person("dai.bieu", "desk").open(f"/papers/{report.id}")
    hears(page)
    field = page.locator("#page-number")
    field.fill(odd)
    field.press("Enter")
    expect(page.locator("#notices")).to_contain_text(f"Không có trang “{odd}”.")
    expect(field).to_have_value("1")


def test_a_version_that_is_not_there_is_said_with_the_way_to_the_newest(
    report: Paper, person: People, errors: Errors
) -> None:
    errors.foresee(r"status of 404")
    reader = person("dai.bieu", "phone")
    page = reader.open(f"/papers/{report.id}?version=99")
    expect(page.locator("#reader-wait")).to_contain_text("Không tìm thấy bản này của tài liệu.")
    expect(page.locator("#turner")).to_be_hidden()
    expect(page.locator("#live-line")).to_be_hidden()
    reader.press(page.get_by_role("link", name="Mở bản mới nhất"))
    hears(page)


def test_a_paper_that_is_still_being_read_says_how_far(report: Paper, person: People) -> None:
    page = person("dai.bieu", "tablet").page
    far = {"state": "processing", "pages": [], "pages_done": 3, "page_count": 10}

    def being_read(route: Route) -> None:
        opened = route.fetch().json()
        route.fulfill(json=opened | {"version": opened["version"] | far})

    page.route(f"**/api/papers/{report.id}", being_read)
    page.goto(f"/papers/{report.id}")
    expect(page.locator("#reader-wait")).to_have_text("Đang xử lý trang 3/10")
    expect(page.locator("#live-line")).to_be_hidden()


def test_pages_are_turned_before_the_tools_are_there(report: Paper, person: People) -> None:
    reader = person("dai.bieu", "phone")
    page, held = reader.page, []
    page.route("**/open_paper.js", lambda asked: held.append(asked))
    page.goto(f"/papers/{report.id}")
    field = page.get_by_label("Số trang, gõ để đến trang khác")
    expect(page.locator(".page .sheet.ready").first).to_be_visible()
    reader.press(page.get_by_role("button", name="Sau"))
    expect(field).to_have_value("2")
    go_to_page(page, 9)
    expect(page.get_by_role("region", name="Trang 9", exact=True)).to_be_in_viewport()
    wait_for(lambda: bool(held), within=10)
    for asked in held:
        asked.continue_()
    hears(page)
    expect(field).to_have_value("9")
    reader.press(page.get_by_role("button", name="Sau"))
    expect(field).to_have_value("10")


def test_what_the_server_says_is_seen_over_the_page_that_is_there_already(
    report: Paper, person: People, errors: Errors
) -> None:
    errors.foresee(r"Failed to load resource", "503")
    page, opened = person("dai.bieu", "tablet").page, f"**/api/papers/{report.id}"
    page.route(opened, lambda asked: asked.abort())
    page.goto(f"/papers/{report.id}")
    expect(page.locator(".early-page > .sheet.ready")).to_be_visible()
    expect(page.locator("#reader-wait")).to_be_in_viewport()
    expect(page.locator("#reader-wait")).to_contain_text("Không kết nối được")
    page.unroute(opened)
    hears(page)


def test_pages_are_turned_by_buttons_by_number_and_by_keys(report: Paper, person: People) -> None:
    page = open_paper(person("dai.bieu", "desk"), report)
    field = page.get_by_label("Số trang, gõ để đến trang khác")
    page.get_by_role("button", name="Trang sau").click()
    expect(field).to_have_value("2")
    page.get_by_role("button", name="Trang trước").click()
    expect(field).to_have_value("1")
    go_to_page(page, 41)
    expect(page.locator('.page[data-page="41"] .sheet.ready')).to_be_in_viewport()
    page.locator("#scroller").focus()
    page.keyboard.press("ArrowRight")
    expect(field).to_have_value("42")
    page.keyboard.press("End")
    expect(field).to_have_value(str(report.pages))
    field.fill("999")
    field.press("Enter")
    expect(field).to_have_value(str(report.pages))


@pytest.mark.parametrize("size", SIZES)
def test_the_picture_is_sharp_and_nothing_moves_sideways(
    report: Paper, person: People, size: str
) -> None:
    reader = person("dai.bieu", size)
    page = open_paper(reader, report)
    picture = page.locator('.page[data-page="1"] img.sharp')
    expect(picture).to_be_visible()
    natural, shown, ratio = picture.evaluate(
        "each => [each.naturalWidth, each.getBoundingClientRect().width, devicePixelRatio]"
    )
    assert natural >= shown * min(ratio, 2) * 0.8
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(
        "(at => at.scrollWidth <= at.clientWidth)(document.querySelector('#scroller'))"
    )
    for name in ("Trang sau", "Trang trước"):
        button = page.get_by_role("button", name=name)
        expect(button).to_be_in_viewport()
        reader.press(button)
    expect(page.get_by_label("Số trang, gõ để đến trang khác")).to_have_value("1")


def test_words_can_be_selected_and_copied(report: Paper, person: People) -> None:
    page = open_paper(person("dai.bieu", "desk"), report)
    line = page.locator(".text > span").filter(has_text="BÁO CÁO").first
    line.click(click_count=3)
    selected = page.evaluate("getSelection().toString()").strip()
    assert selected == line.inner_text().strip()
    expect(page.get_by_role("toolbar", name="Phần đã chọn")).to_be_visible()


def test_the_paper_can_be_read_in_large_letters(report: Paper, person: People) -> None:
    page = open_paper(person("dai.bieu", "phone"), report)
    page.get_by_role("button", name="Chữ to").tap()
    print_ = page.get_by_role("article", name="Tài liệu bằng chữ to")
    expect(print_).to_contain_text("BÁO CÁO")
    size = print_.locator("p").first.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
    assert size >= 20
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_next_paper_is_one_tap_away(report: Paper, person: People) -> None:
    reader = person("dai.bieu", "tablet")
    page = open_paper(reader, report)
    go_to_page(page, report.pages)
    end = page.get_by_role("navigation", name="Tài liệu trước và sau")
    end.scroll_into_view_if_needed()
    reader.press(end.get_by_role("link", name="Tài liệu sau"))
    expect(page.locator(".page .sheet.ready").first).to_be_visible()
    assert f"/papers/{report.id}" not in page.url


def test_a_swipe_to_the_side_turns_the_page(report: Paper, person: People) -> None:
    page = open_paper(person("dai.bieu", "phone"), report)
    field = page.get_by_label("Số trang, gõ để đến trang khác")
    go_to_page(page, 3)
    finger = page.context.new_cdp_session(page)
    for path, number in ((range(320, 60, -20), "4"), (range(60, 320, 20), "3")):
        for kind, x in _touched(path):
            points = [] if kind == "touchEnd" else [{"x": x, "y": 400}]
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        expect(field).to_have_value(number)


def _touched(path: range) -> list[tuple[str, int]]:
    first, *rest = path
    return [("touchStart", first), *(("touchMove", x) for x in rest), ("touchEnd", 0)]
