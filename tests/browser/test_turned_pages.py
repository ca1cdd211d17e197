"""One page turned by itself: all that lies on it turns with it, and nothing that is kept."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from meetings.annotations.models import Annotation, Motivation
from tests.browser.people import Somebody
from tests.browser.screens import UNIT, go_to_page, open_paper, speakable, take
from tests.browser.secretariat import Prepared, Secretariat
from tests.browser.site import Site, wait_for
from tests.browser.test_ink import Hand, strokes, take_pen
from tests.browser.test_reading_ways import ways

People = Callable[..., Somebody]
SHEET = '.page[data-page="1"] .sheet'
TURNED = f"getComputedStyle(document.querySelector('{SHEET}')).transform"
UPRIGHT = """name => {
  const { width, height } = document.querySelector(name).getBoundingClientRect()
  return height > width
}"""


@pytest.fixture(scope="module")
def prepared(secretariat: Secretariat) -> Prepared:
    """Return a meeting with one paper."""
    return secretariat.prepare("Phiên họp có trang nằm ngang")


def seen(page: Page, x: float, y: float) -> tuple[float, float]:
    """Return where a place of the first page is on the screen, once it lies a quarter clockwise."""
    box = page.locator(SHEET).bounding_box()
    assert box
    return box["x"] + (1 - y / UNIT) * box["width"], box["y"] + x / UNIT * box["height"]


def middle(paragraph: dict[str, Any]) -> tuple[float, float]:
    _, x0, y0, x1, y1 = paragraph["boxes"][0]
    return (x0 + min(x1, x0 + 3000)) / 2, (y0 + y1) / 2


def test_a_turned_page_takes_taps_marks_and_ink_where_they_are_seen(
    prepared: Prepared, person: People, site: Site
) -> None:
    reader = person("dai.bieu", "tablet")
    page = open_paper(reader, prepared.paper)
    tapped, written = speakable(prepared.paper, 2)
    expect(page.locator(".text span").first).to_be_attached()
    menu = ways(reader)
    reader.press(menu.get_by_role("button", name="Xoay trang này"))
    assert not page.evaluate(UPRIGHT, SHEET)
    page.keyboard.press("Escape")
    expect(page.locator(f'.beside > .mark-button[data-paragraph="{tapped["id"]}"]')).to_be_visible()

    page.touchscreen.tap(*seen(page, *middle(tapped)))
    expect(page.locator("#sheet blockquote.quoted")).to_have_text(tapped["text"].strip())
    light = page.locator(".light").first.bounding_box()
    at = seen(page, *middle(tapped))
    assert light
    assert light["x"] <= at[0] <= light["x"] + light["width"]
    assert light["y"] <= at[1] <= light["y"] + light["height"]
    reader.press(page.locator("#sheet").get_by_role("button", name="Tô màu đoạn"))
    expect(page.locator(f"{SHEET} .mark").first).to_be_attached()
    reader.press(page.locator("#sheet").get_by_role("button", name="Đóng"))
    mark = page.locator(f"{SHEET} .mark").first.bounding_box()
    assert mark
    assert mark["height"] > mark["width"], "a line of words runs down the screen now"

    take_pen(reader)
    hand = Hand(reader)
    view = page.locator("#scroller").bounding_box()
    assert view
    x, y = middle(written)
    line = [seen(page, x + 20 * step, y) for step in range(12)]
    hand.writes([(across - view["x"], down - view["y"]) for across, down in line])
    expect(strokes(page)).to_have_count(1)
    ink = strokes(page).first.bounding_box()
    assert ink
    assert ink["height"] > ink["width"]
    assert abs(ink["y"] - line[0][1]) < 6
    drawn = select(Annotation).where(
        Annotation.paper_id == prepared.paper.id, Annotation.motivation == Motivation.DRAWING
    )
    wait_for(lambda: len(site.all(drawn)) == 1, within=10)
    target = site.all(drawn)[0].target
    assert target["paragraph"] == written["id"], "what is kept is told on the page as it is printed"
    _, x0, y0, x1, y1 = target["boxes"][0]
    assert x1 - x0 > y1 - y0

    page = open_paper(reader, prepared.paper)
    assert not page.evaluate(UPRIGHT, SHEET), "it is remembered on this device"
    assert page.evaluate(UPRIGHT, '.page[data-page="2"] .sheet')
    menu = ways(reader)
    for _ in range(3):
        reader.press(menu.get_by_role("button", name="Xoay trang này"))
    assert page.evaluate(TURNED) == "none"


def test_a_scan_that_lies_sideways_is_shown_upright(prepared: Prepared, person: People) -> None:
    """What is told of such a scan, and where its words stand, is tried where scans are read."""
    reader = person("dai.bieu", "phone")
    words = [2000, 1000, 2400, 7000, "Dòng chữ nằm dọc trên trang in", []]
    told = re.compile(rf"/api/papers/{prepared.paper.id}$")
    reader.page.route(told, lambda route: route.fulfill(json=_lying(route.fetch().json())))
    reader.page.route("**/pages/1/words", lambda route: route.fulfill(json={"lines": [words]}))
    page = open_paper(reader, prepared.paper)
    assert not page.evaluate(UPRIGHT, SHEET), "what is printed upright lies across, so turned"
    line = page.locator('.page[data-page="1"] .text span').first
    box, sheet = line.bounding_box(), page.locator(SHEET).bounding_box()
    assert box
    assert sheet
    assert box["width"] > box["height"], "its words run as they are read"
    left, top = (box["x"] - sheet["x"]) / sheet["width"], (box["y"] - sheet["y"]) / sheet["height"]
    assert abs(left - 0.3) < 0.02
    assert abs(top - 0.2) < 0.02
    line.click(click_count=3)
    assert page.evaluate("getSelection().toString()").strip() == words[4]


def _lying(opened: dict[str, Any]) -> dict[str, Any]:
    opened["version"]["pages"][0]["turn"] = 90
    return opened


def test_the_wall_shows_a_page_as_the_chair_turned_it(prepared: Prepared, person: People) -> None:
    chair, wall = person("chu.toa", "tablet"), person("chu.toa", "desk")
    page = open_paper(chair, prepared.paper)
    seen_by_all = wall.open(f"/papers/{prepared.paper.id}/projection")
    expect(seen_by_all.locator(f"{SHEET}.ready")).to_be_visible()
    assert seen_by_all.evaluate(UPRIGHT, SHEET)
    chair.press(ways(chair).get_by_role("button", name="Xoay trang này"))
    page.keyboard.press("Escape")
    take(chair, "Dẫn trang")
    wait_for(lambda: not seen_by_all.evaluate(UPRIGHT, SHEET), within=10)
    expect(seen_by_all.locator(SHEET)).to_be_in_viewport(ratio=0.95)
    stage, sheet = (seen_by_all.locator(part).bounding_box() for part in ("#stage", SHEET))
    assert stage
    assert sheet
    assert sheet["width"] > stage["width"] * 0.9, "a page that lies across fills the wall"
    go_to_page(page, 2)
    expect(seen_by_all.locator("#wall-number")).to_have_text("2")
    expect(seen_by_all.locator('.page[data-page="2"] .sheet')).to_be_in_viewport(ratio=0.95)
    assert seen_by_all.evaluate(UPRIGHT, '.page[data-page="2"] .sheet')
