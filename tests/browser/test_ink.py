"""Writing on the paper: with a pen, a finger or a mouse, on every device of one's own."""

import math
from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from meetings.annotations.models import Annotation
from tests.browser.people import CONNECTION_LOST, Errors, Somebody
from tests.browser.screens import open_paper, take
from tests.browser.secretariat import Prepared, Secretariat
from tests.browser.site import Site

People = Callable[..., Somebody]
Line = Sequence[tuple[float, float]]
LONGER_THAN_A_PALM = 700
"""Milliseconds after which a finger means something again once the pen was lifted."""


@pytest.fixture
def prepared(secretariat: Secretariat) -> Prepared:
    """Return a meeting with one paper that nobody has written on."""
    return secretariat.prepare("Viết tay")


class Hand:
    """Somebody's hand over the paper: the real input of the browser, pen and finger."""

    def __init__(self, reader: Somebody) -> None:
        self.page = reader.page
        self._input = reader.page.context.new_cdp_session(reader.page)
        box = reader.page.locator("#scroller").bounding_box()
        assert box
        self._left, self._top = box["x"], box["y"]

    def writes(self, line: Line, kind: str = "pen") -> None:
        """Draw a line, pressed harder towards its end."""
        (x, y), *rest = line
        self._press("mousePressed", x, y, kind, 0.3)
        for number, (x, y) in enumerate(rest):
            self._press("mouseMoved", x, y, kind, 0.3 + 0.6 * number / len(rest))
        self._press("mouseReleased", x, y, kind, 0)

    def puts(self, kind: str, x: float, y: float, force: float = 0.5) -> None:
        """Put the pen down, move it, or lift it."""
        self._press(kind, x, y, "pen", force)

    def touches(self, kind: str, *fingers: tuple[float, float], broad: float = 10) -> None:
        """Put fingers on the paper, move them, or lift them."""
        points = [
            {
                "x": self._left + x,
                "y": self._top + y,
                "id": number,
                "radiusX": broad,
                "radiusY": broad,
            }
            for number, (x, y) in enumerate(fingers)
        ]
        self._input.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def strokes_a_finger(self, line: Line, end: str = "touchEnd") -> None:
        """Draw a line with one finger."""
        first, *rest = line
        self.touches("touchStart", first)
        for each in rest:
            self.touches("touchMove", each)
        self.touches(end)

    def _press(self, kind: str, x: float, y: float, pointer: str, force: float) -> None:
        self._input.send(
            "Input.dispatchMouseEvent",
            {
                "type": kind,
                "x": self._left + x,
                "y": self._top + y,
                "button": "left",
                "buttons": 0 if kind == "mouseReleased" else 1,
                "clickCount": 1,
                "pointerType": pointer,
                "force": force,
            },
        )


def wave(x: float, y: float, count: int = 40) -> list[tuple[float, float]]:
    return [(x + 3 * n, y + 15 * math.sin(n / 4)) for n in range(count)]


def strokes(page: Page) -> Locator:
    return page.locator(".page .ink:not(.previews) .stroke")


def take_pen(reader: Somebody) -> Locator:
    """Choose the pen; its tools come to the foot of the screen."""
    take(reader, "Bút")
    bar = reader.page.get_by_role("toolbar", name="Bút")
    expect(bar).to_be_visible()
    return bar


def test_a_stroke_is_on_ones_other_device_at_once_and_on_nobody_elses(
    prepared: Prepared, person: People
) -> None:
    author, second = person("dai.bieu", "tablet"), person("dai.bieu", "phone")
    other = person("dai.bieu2", "tablet")
    for each in (author, second, other):
        open_paper(each, prepared.paper)
    bar = take_pen(author)
    hand = Hand(author)
    author.press(bar.get_by_role("button", name="Hồng"))
    hand.writes(wave(200, 200))
    hand.writes([(200, 300), (400, 300)])
    for mine in (author, second):
        expect(strokes(mine.page)).to_have_count(2)
        expect(mine.page.locator(".stroke.pink:not(.coming)")).to_have_count(2)
    shape = [each.get_attribute("d") for each in strokes(author.page).all()]
    assert [each.get_attribute("d") for each in strokes(second.page).all()] == shape
    expect(strokes(other.page)).to_have_count(0)

    author.page.reload()
    expect(strokes(author.page)).to_have_count(2)
    bar = take_pen(author)
    author.press(bar.get_by_role("button", name="Tẩy"))
    Hand(author).writes([(300, 250), (300, 350)])
    for mine in (author, second):
        expect(strokes(mine.page)).to_have_count(1)
    author.press(bar.get_by_role("button", name="Hoàn tác"))
    for mine in (author, second):
        expect(strokes(mine.page)).to_have_count(2)
    author.press(bar.get_by_role("button", name="Làm lại"))
    for mine in (author, second):
        expect(strokes(mine.page)).to_have_count(1)
    assert strokes(second.page).get_attribute("d") == shape[0]
    expect(strokes(other.page)).to_have_count(0)


def test_the_highlighter_marks_any_place_wide_and_evenly_and_is_erased_and_brought_back(
    prepared: Prepared, person: People
) -> None:
    author, second = person("dai.bieu", "tablet"), person("dai.bieu", "desk")
    other = person("dai.bieu2", "desk")
    for each in (author, second, other):
        open_paper(each, prepared.paper)
    bar = take_pen(author)
    author.press(bar.get_by_role("button", name="Tô màu"))
    author.press(bar.get_by_role("button", name="Xanh lá"))
    Hand(author).writes([(100 + 10 * n, 300) for n in range(30)])
    for mine in (author, second):
        expect(mine.page.locator(".ink.washes .stroke.wash.green:not(.coming)")).to_have_count(1)
    high = "e => e.getBoundingClientRect().height / e.closest('.sheet').clientWidth"
    assert strokes(second.page).evaluate(high) == pytest.approx(0.028, abs=0.002)

    author.press(bar.get_by_role("button", name="Viết"))
    expect(bar.get_by_role("button", name="Xanh dương")).to_have_attribute("aria-pressed", "true")
    author.press(bar.get_by_role("button", name="Tẩy"))
    Hand(author).writes([(200, 250), (200, 350)])
    expect(strokes(second.page)).to_have_count(0)
    author.press(bar.get_by_role("button", name="Hoàn tác"))
    expect(second.page.locator(".ink.washes .stroke.wash.green")).to_have_count(1)
    author.press(bar.get_by_role("button", name="Tô màu"))
    Hand(author).writes([(100 + 10 * n, 400) for n in range(30)])
    author.press(bar.get_by_role("button", name="Xong"))

    expect(strokes(other.page)).to_have_count(0)
    author.press(author.page.get_by_role("button", name="Mục lục", exact=True))
    side = author.page.locator("#side")
    author.press(side.get_by_role("button", name="Đánh dấu"))
    line = side.get_by_role("listitem").filter(has_text="2 nét tô")
    author.press(line.get_by_role("button", name="Chia sẻ"))
    asked = author.page.get_by_role("dialog")
    asked.get_by_role("radio", name="Mọi người trong phiên họp").check()
    author.press(asked.get_by_role("button", name="Lưu"))
    expect(strokes(other.page)).to_have_count(2)


def test_a_pen_writes_and_fingers_scroll_once_it_was_seen(
    prepared: Prepared, person: People
) -> None:
    author = person("dai.bieu", "tablet")
    page = open_paper(author, prepared.paper)
    take_pen(author)
    hand = Hand(author)
    scrolled = "document.querySelector('#scroller').scrollTop"
    down = [(300, 600 - 20 * n) for n in range(20)]

    hand.strokes_a_finger(down)
    expect(strokes(page)).to_have_count(1)
    assert page.evaluate(scrolled) == 0, "without a pen a finger writes"

    hand.writes(wave(200, 200))
    expect(strokes(page)).to_have_count(2)
    hand.puts("mousePressed", 300, 300)
    hand.touches("touchStart", (500, 500), broad=60)
    for n in range(10):
        hand.puts("mouseMoved", 300 + 10 * n, 300)
        hand.touches("touchMove", (500, 500 - 20 * n), broad=60)
    hand.puts("mouseReleased", 400, 300, 0)
    hand.touches("touchEnd")
    expect(strokes(page)).to_have_count(3)
    assert page.evaluate(scrolled) == 0, "a hand that rests on the glass moves nothing"

    page.wait_for_timeout(LONGER_THAN_A_PALM)
    hand.strokes_a_finger(down)
    page.wait_for_function(f"{scrolled} > 100")
    expect(strokes(page)).to_have_count(3)


def test_two_fingers_are_no_stroke_and_a_cancelled_one_is_kept(
    prepared: Prepared, person: People
) -> None:
    author = person("dai.bieu", "phone")
    page = open_paper(author, prepared.paper)
    bar = take_pen(author)
    hand = Hand(author)
    hand.touches("touchStart", (150, 250))
    hand.touches("touchMove", (150, 240))
    hand.touches("touchStart", (150, 240), (250, 350))
    for n in range(8):
        hand.touches("touchMove", (150 - 5 * n, 240 - 5 * n), (250 + 5 * n, 350 + 5 * n))
    hand.touches("touchEnd")
    page.wait_for_function("document.querySelector('#scroller').hasAttribute('data-zoomed')")
    expect(strokes(page)).to_have_count(0)

    hand.strokes_a_finger([(100 + 15 * n, 200) for n in range(10)], end="touchCancel")
    expect(strokes(page)).to_have_count(1)
    field = page.get_by_label("Số trang, gõ để đến trang khác")
    assert field.input_value() == "1", "a stroke to the side is no swipe"
    author.press(bar.get_by_role("button", name="Xong"))
    expect(bar).to_be_hidden()


def test_a_mouse_draws_and_the_keyboard_takes_back(prepared: Prepared, person: People) -> None:
    author = person("dai.bieu", "desk")
    page = open_paper(author, prepared.paper)
    page.get_by_role("button", name="Bút", exact=True).focus()
    page.keyboard.press("Enter")
    hand = Hand(author)
    hand.writes(wave(300, 300), kind="mouse")
    expect(strokes(page)).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(strokes(page)).to_have_count(0)
    page.keyboard.press("Control+y")
    expect(strokes(page)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("toolbar", name="Bút")).to_be_hidden()

    expect(page.locator(".stroke:not(.coming)")).to_have_count(1)
    page = open_paper(author, prepared.paper)
    expect(strokes(page)).to_have_count(1)
    bar = take_pen(author)
    author.press(bar.get_by_role("button", name="Hoàn tác"))
    expect(strokes(page)).to_have_count(0)
    author.press(bar.get_by_role("button", name="Làm lại"))
    expect(strokes(page)).to_have_count(1)


def test_a_shared_stroke_is_seen_by_the_meeting_and_says_whose_it_is(
    prepared: Prepared, person: People
) -> None:
    author, other = person("dai.bieu", "tablet"), person("dai.bieu2", "desk")
    for each in (author, other):
        open_paper(each, prepared.paper)
    bar = take_pen(author)
    author.press(bar.get_by_role("button", name="Chia sẻ"))
    Hand(author).writes([(200, 300), (400, 300)])
    expect(strokes(other.page)).to_have_count(1)
    box = strokes(other.page).bounding_box()
    assert box
    other.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(other.page.get_by_role("dialog")).to_contain_text("Bàn Văn Phúc chia sẻ")


def test_what_is_written_without_a_line_waits_is_seen_to_wait_and_arrives_once(
    site: Site, prepared: Prepared, person: People, errors: Errors
) -> None:
    errors.foresee(CONNECTION_LOST)
    author = person("dai.bieu", "tablet")
    page = open_paper(author, prepared.paper)
    bar = take_pen(author)
    hand = Hand(author)
    with site.gone():
        expect(page.locator("#live-line")).not_to_have_text("Trực tuyến")
        for y in (200, 300, 400):
            hand.writes(wave(200, y))
        expect(page.locator(".stroke.coming")).to_have_count(3)
        expect(page.locator("#live-line")).to_contain_text("3 việc chờ gửi")
        author.press(bar.get_by_role("button", name="Hoàn tác"))
        expect(strokes(page)).to_have_count(2)
    expect(page.locator("#live-line")).to_have_text("Trực tuyến", timeout=30_000)
    expect(page.locator(".stroke:not(.coming)")).to_have_count(2)
    kept = site.all(
        select(Annotation.removed).where(
            Annotation.paper_id == prepared.paper.id, Annotation.ink.is_not(None)
        )
    )
    assert kept == [None, None], "what was taken back before it was sent was never sent"
