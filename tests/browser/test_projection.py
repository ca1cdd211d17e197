"""The screen of a hall follows the chair, and fetches nothing that is anybody's own."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.people import Somebody
from tests.browser.screens import choose as choose_paragraph
from tests.browser.screens import go_to_page, open_paper, say, speakable, take
from tests.browser.secretariat import PAPERS, SHORT_PAPER, Prepared, Secretariat
from tests.browser.test_accessible import violations
from tests.browser.test_ink import Hand, take_pen

People = Callable[..., Somebody]
LONGER = PAPERS / "du-thao-nghi-quyet-ngan-sach.pdf"
PRIVATE = "Điều này chỉ mình tôi biết"
ASKED = re.compile(r"/api/(papers/\d+/projection|versions/\d+/pages/\d+/picture)")


@pytest.fixture
def prepared(secretariat: Secretariat) -> Prepared:
    """Return a meeting with two papers."""
    return secretariat.prepare("Chiếu lên tường", papers=(SHORT_PAPER, LONGER))


def test_the_wall_follows_the_chair_from_paper_to_paper_and_shows_nothing_private(
    prepared: Prepared, person: People
) -> None:
    paper, other = prepared.papers
    chair, wall = person("chu.toa", "tablet"), person("chu.toa", "desk")
    page = open_paper(chair, paper)
    choose_paragraph(chair, speakable(paper)[0])
    say(chair, PRIVATE, "self")
    chair.press(page.locator("#sheet-close"))

    seen = wall.page
    asked: list[str] = []
    came: list[str] = []
    seen.on("request", lambda request: asked.append(request.url))
    seen.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: came.append(str(frame))),
    )
    seen.goto(f"{wall.address}/papers/{paper.id}?chieu=1")
    expect(seen.locator(".page .sheet.ready").first).to_be_visible()
    expect(seen.locator("#wall-number")).to_have_text("1")
    assert seen.get_by_role("toolbar").count() == 0
    expect(seen.get_by_role("button", name="Toàn màn hình")).to_be_visible()
    assert violations(seen) == []

    take(chair, "Dẫn trang")
    go_to_page(page, 2)
    expect(seen.locator("#wall-number")).to_have_text("2")
    expect(seen.locator('.page[data-page="2"] .sheet.ready')).to_be_in_viewport(ratio=0.95)
    size = seen.locator("#wall-number").evaluate(
        "each => parseFloat(getComputedStyle(each).fontSize)"
    )
    assert size >= 64

    go_to_page(page, 1)
    expect(seen.locator("#wall-number")).to_have_text("1")
    bar = take_pen(chair)
    hand = Hand(chair)
    hand.writes([(200, 300), (400, 300)])
    chair.press(bar.get_by_role("button", name="Chia sẻ"))
    hand.writes([(200, 400), (400, 400)])
    expect(page.locator(".stroke:not(.coming)")).to_have_count(2)
    expect(seen.locator(".ink .stroke")).to_have_count(1)

    page = open_paper(chair, other)
    expect(page.locator("#lead")).to_have_attribute("aria-pressed", "true")
    go_to_page(page, 3)
    expect(seen.locator("#paper-title")).to_have_text(other.title)
    expect(seen.locator("#wall-number")).to_have_text("3")
    seen.wait_for_url(re.compile(f"/papers/{other.id}/projection#page=3"))
    expect(seen.locator('.page[data-page="3"] .sheet.ready')).to_be_in_viewport(ratio=0.95)

    seen.get_by_role("button", name="Toàn màn hình").click()
    expect(seen.get_by_role("button", name="Thu cửa sổ")).to_be_attached()
    assert seen.evaluate("document.fullscreenElement === document.documentElement")

    api = [each for each in asked if "/api/" in each]
    assert [each for each in api if not ASKED.search(each)] == []
    assert came, "the wall hears the meeting"
    assert PRIVATE not in seen.content() + "".join(came)
    assert not re.search(r"(desk|seat|person):\d", "".join(came))


def test_the_link_to_the_wall_is_for_the_chair_and_the_secretary(
    prepared: Prepared, person: People
) -> None:
    for login, shown in (("thu.ky", True), ("dai.bieu", False)):
        page = open_paper(person(login, "desk"), prepared.paper)
        link = page.get_by_role("link", name="Màn chiếu")
        expect(link).to_be_visible(visible=shown)
        if shown:
            with page.expect_popup() as opened:
                link.click()
            expect(opened.value.locator("#wall-number")).to_have_text("1")
