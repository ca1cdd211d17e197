"""Off line: a whole meeting kept on the device is read, marked and commented without the server."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from meetings.annotations.models import Annotation
from meetings.opinions.models import Comment
from tests.browser.people import CONNECTION_LOST, Errors, Somebody
from tests.browser.screens import choose, go_to_page, say, speakable
from tests.browser.secretariat import PAPERS, SHORT_PAPER, Prepared, Secretariat
from tests.browser.site import Site

People = Callable[..., Somebody]
LONG_PAPER = PAPERS / "bao-cao-kinh-te-xa-hoi.pdf"
KEPT = re.compile(r"Đã lưu cả phiên họp trên máy này")
KEEP = "Lưu cả phiên họp vào máy"
LONG = 60_000
WAITS = 30_000
AWAY = (CONNECTION_LOST, r"Failed to load resource", r"503|504")


@pytest.fixture(scope="module")
def prepared(secretariat: Secretariat) -> Prepared:
    """Return a meeting with a long and a short paper."""
    return secretariat.prepare("Họp khi mất mạng", papers=(LONG_PAPER, SHORT_PAPER))


def keep(reader: Somebody, meeting: int) -> Page:
    """Keep a meeting on a device by one tap, and wait until it is there."""
    page = reader.open(f"/meetings/{meeting}")
    reader.press(page.get_by_role("button", name=KEEP))
    expect(page.locator(".keep-words")).to_have_text(KEPT, timeout=LONG)
    return page


def test_a_kept_meeting_is_read_marked_and_commented_while_the_server_is_gone(
    site: Site, prepared: Prepared, person: People, errors: Errors
) -> None:
    errors.foresee(*AWAY)
    reader = person("dai.bieu", "tablet")
    page = keep(reader, prepared.id)
    paper = prepared.paper
    (first,) = speakable(paper)
    site.kill()
    try:
        page.goto(f"/papers/{paper.id}")
        expect(page.locator(".page .sheet.ready").first).to_be_visible()
        expect(page.locator("#live-line")).to_contain_text("Mất kết nối")
        go_to_page(page, paper.pages - 2)
        far = page.locator(f'.page[data-page="{paper.pages - 2}"]')
        expect(far.locator(".sheet.ready")).to_be_in_viewport()
        expect(far.locator(".text > span").first).to_be_attached()
        go_to_page(page, 1)
        choose(reader, first)
        for n in range(3):
            say(reader, f"Góp ý khi mất mạng {n}")
            expect(page.locator("#sheet li.comment.coming")).to_have_count(n + 1)
        reader.press(page.locator("#sheet").get_by_role("button", name="Tô màu đoạn"))
        expect(page.locator("#live-line")).to_contain_text("4 việc chờ gửi")
        reader.press(page.get_by_role("button", name="Chữ to"))
        expect(page.locator("#large-print")).to_contain_text(first["text"].strip()[:30])
        reader.press(page.get_by_role("button", name="Chữ to"))

        page.reload()
        expect(page.locator(".page .sheet.ready").first).to_be_visible()
        expect(page.locator("#live-line")).to_contain_text("4 việc chờ gửi")
        page.goto("/meetings")
        expect(page.get_by_role("region", name="Đã lưu trên máy này")).to_contain_text("Họp khi")
        page.locator(".meeting-card").get_by_role("link", name="Họp khi mất mạng").first.click()
        expect(page.locator(".paper-link")).to_have_count(2)
        page.goto("/account")
        expect(page.get_by_role("heading", name="Trang này cần mạng")).to_be_visible()
        page.goto(f"/papers/{paper.id}")
        expect(page.locator("#live-line")).to_contain_text("4 việc chờ gửi")
    finally:
        site.start()
    expect(page.locator("#live-line")).to_have_text("Trực tuyến", timeout=WAITS)
    said = select(Comment.text).where(Comment.meeting_id == prepared.id).order_by(Comment.id)
    assert site.all(said) == [f"Góp ý khi mất mạng {n}" for n in range(3)]
    assert len(site.all(select(Annotation.id).where(Annotation.paper_id == paper.id))) == 1
