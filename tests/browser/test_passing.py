"""What passes between screens: the chair's page, who is writing, strokes while they are drawn."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.people import Somebody
from tests.browser.screens import choose, go_to_page, open_paper, speakable
from tests.browser.secretariat import Prepared, Secretariat
from tests.browser.test_ink import Hand, take_pen, wave

People = Callable[..., Somebody]


@pytest.fixture
def prepared(secretariat: Secretariat) -> Prepared:
    """Return a meeting with one paper."""
    return secretariat.prepare("Cùng xem")


def test_the_chair_calls_to_the_page_in_view_and_who_comes_late_hears_it(
    prepared: Prepared, person: People
) -> None:
    chair, early = person("chu.toa", "landscape"), person("dai.bieu", "tablet")
    for each in (chair, early):
        open_paper(each, prepared.paper)
    expect(early.page.get_by_role("button", name="Dẫn trang")).to_be_hidden()
    go_to_page(chair.page, 2)
    expect(early.page.get_by_text("Chủ tọa đang ở trang")).to_have_count(0)
    chair.press(chair.page.get_by_role("button", name="Dẫn trang"))
    late = person("dai.bieu2", "phone")
    open_paper(late, prepared.paper)
    for each in (early, late):
        expect(each.page.get_by_text("Chủ tọa đang ở trang 2.")).to_be_visible()
    early.press(early.page.get_by_role("button", name="Đến đó"))
    field = early.page.get_by_label("Số trang, gõ để đến trang khác")
    expect(field).to_have_value("2")
    expect(early.page.get_by_text("Chủ tọa đang ở trang")).to_have_count(0)
    late.press(late.page.locator('[data-kind="lead"]').get_by_role("button", name="Đóng"))
    go_to_page(chair.page, 1)
    expect(early.page.get_by_text("Chủ tọa đang ở trang 1.")).to_be_visible()
    expect(late.page.get_by_text("Chủ tọa đang ở trang")).to_have_count(0)
    chair.press(chair.page.get_by_role("button", name="Dẫn trang"))
    expect(early.page.get_by_text("Chủ tọa đang ở trang")).to_have_count(0)


def test_who_could_see_a_remark_sees_that_it_is_being_written(
    prepared: Prepared, person: People
) -> None:
    author, chair, other = (
        person("dai.bieu", "tablet"),
        person("chu.toa", "desk"),
        person("dai.bieu2", "tablet"),
    )
    (paragraph,) = speakable(prepared.paper)
    for each in (author, chair, other):
        open_paper(each, prepared.paper)
        choose(each, paragraph)
    page = author.page
    page.get_by_label("Ai được xem").select_option("Chủ trì và thư ký")
    page.get_by_label("Góp ý của ông/bà").press_sequentially("Xin làm rõ")
    expect(chair.page.get_by_text("Bàn Văn Phúc đang viết…")).to_be_visible()
    assert "đang viết" not in other.page.content()
    author.press(page.get_by_role("button", name="Gửi góp ý"))
    expect(chair.page.get_by_text("Bàn Văn Phúc đang viết…")).to_be_hidden()


def test_a_shared_stroke_is_seen_faintly_while_it_is_drawn(
    prepared: Prepared, person: People
) -> None:
    author, other = person("dai.bieu", "tablet"), person("dai.bieu2", "tablet")
    for each in (author, other):
        open_paper(each, prepared.paper)
    bar, hand = take_pen(author), Hand(author)
    hand.puts("mousePressed", 200, 300)
    hand.puts("mouseMoved", 240, 320)
    hand.puts("mouseReleased", 240, 320, 0)
    author.press(bar.get_by_role("button", name="Chia sẻ"))
    hand.puts("mousePressed", 200, 200)
    for x, y in wave(200, 200):
        hand.puts("mouseMoved", x, y)
        author.page.wait_for_timeout(15)
    expect(other.page.locator(".previews .stroke").first).to_be_attached()
    expect(other.page.locator(".ink:not(.previews) .stroke")).to_have_count(0)
    hand.puts("mouseReleased", 320, 200, 0)
    expect(other.page.locator(".ink:not(.previews) .stroke")).to_have_count(1)
    expect(other.page.locator(".previews .stroke")).to_have_count(0)
