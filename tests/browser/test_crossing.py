"""Two tablets and a desk: comments and strokes cross, lines fail, and all screens agree."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from sqlalchemy import select

from meetings.annotations.models import Annotation
from meetings.opinions.models import Comment
from tests.browser.people import CONNECTION_LOST, Errors, Somebody
from tests.browser.screens import choose, open_paper, say, speakable
from tests.browser.secretariat import Secretariat
from tests.browser.site import Site
from tests.browser.test_ink import Hand, strokes, take_pen, wave
from tests.browser.test_reconnect import in_database, on_screen, seated


def shares_a_stroke(author: Somebody, y: float) -> None:
    """Take the pen, draw for the meeting, and put the pen down again."""
    bar = take_pen(author)
    share = bar.get_by_role("button", name="Chia sẻ")
    if share.get_attribute("aria-pressed") != "true":
        author.press(share)
    Hand(author).writes(wave(60, y, 20))
    author.press(bar.get_by_role("button", name="Xong"))


def shapes(page: Page) -> list[str | None]:
    return sorted(each.get_attribute("d") for each in strokes(page).all())


def test_comments_and_strokes_cross_through_cuts_and_a_killed_server_and_the_screens_agree(
    site: Site,
    secretariat: Secretariat,
    person: Callable[..., Somebody],
    errors: Errors,
) -> None:
    errors.foresee(CONNECTION_LOST)
    prepared = seated(secretariat, "Hai máy và bàn chủ tọa")
    (paragraph,) = speakable(prepared.paper)
    phone, tablet = person("dai.bieu", "phone"), person("dai.bieu2", "tablet")
    chair = person("chu.toa", "desk")
    everybody = (phone, tablet, chair)
    for each in everybody:
        open_paper(each, prepared.paper)
    shares_a_stroke(tablet, 500)
    phone.context.set_offline(True)
    shares_a_stroke(phone, 400)
    shares_a_stroke(tablet, 600)
    expect(strokes(chair.page)).to_have_count(2)
    phone.context.set_offline(False)
    for each in everybody:
        expect(strokes(each.page)).to_have_count(3, timeout=30_000)

    with site.gone():
        shares_a_stroke(phone, 450)
        for each in everybody:
            choose(each, paragraph)
            say(each, f"Khi máy chủ ngừng, {each.login}")
            expect(each.page.locator("#live-line")).to_contain_text("việc chờ gửi")
    for each in everybody:
        expect(each.page.locator("#live-line")).to_have_text("Trực tuyến", timeout=30_000)
        expect(each.page.locator("#sheet .comment:not(.coming)")).to_have_count(3)
        expect(strokes(each.page)).to_have_count(4)
        expect(each.page.locator(".stroke.coming")).to_have_count(0)

    kept = site.all(select(Comment.text).where(Comment.meeting_id == prepared.id))
    drawn = site.all(select(Annotation.id).where(Annotation.paper_id == prepared.paper.id))
    assert (len(kept), len(drawn)) == (3, 4)
    for each in everybody:
        assert on_screen(each.page) == sorted(in_database(site, prepared.id)), each.login
        assert shapes(each.page) == shapes(chair.page), each.login
