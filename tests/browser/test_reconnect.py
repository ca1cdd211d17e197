"""The server dies while tablets are sending; afterwards nothing is lost and nothing is doubled."""

import re
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack

from playwright.sync_api import Page, expect
from sqlalchemy import select

from meetings.opinions.models import Comment
from tests.browser.people import CONNECTION_LOST, Errors, Somebody
from tests.browser.screens import choose, hears, open_paper, say, speakable
from tests.browser.secretariat import Prepared, Secretariat
from tests.browser.site import Site

TABLETS = (("dai.bieu", "phone"), ("dai.bieu2", "tablet"), ("chu.toa", "landscape"))
EACH = 4
"""Comments of one tablet: the first ones before the server dies, the others after."""


def in_database(site: Site, meeting: int) -> list[str]:
    said = select(Comment.text).where(Comment.meeting_id == meeting).order_by(Comment.text)
    return site.all(said)


def on_screen(page: Page) -> list[str]:
    return sorted(page.locator("#sheet .comment-words").all_inner_texts())


def seated(secretariat: Secretariat, title: str) -> Prepared:
    seats = (("dai.bieu", "delegate"), ("dai.bieu2", "delegate"))
    return secretariat.prepare(title, seats=seats)


def test_what_is_sent_while_the_server_dies_arrives_once_and_the_line_says_so(
    site: Site,
    secretariat: Secretariat,
    person: Callable[..., Somebody],
    errors: Errors,
) -> None:
    errors.foresee(CONNECTION_LOST)
    prepared = seated(secretariat, "Mất điện giữa chừng")
    (paragraph,) = speakable(prepared.paper)
    tablets = [person(login, size) for login, size in TABLETS]
    for tablet in tablets:
        open_paper(tablet, prepared.paper)
        choose(tablet, paragraph)
    listener = person("dai.bieu", "phone").open(f"/meetings/{prepared.id}").locator("#live-line")
    expect(listener).to_have_text("")
    expected = [f"Ý {n} của {tablet.login}" for tablet in tablets for n in range(EACH)]

    with ExitStack() as outage:
        for n in range(EACH):
            for tablet in tablets:
                say(tablet, f"Ý {n} của {tablet.login}")
                if n == EACH // 2 and tablet is tablets[1]:
                    outage.enter_context(site.gone())
        for tablet in tablets:
            line = tablet.page.locator("#live-line")
            expect(line).to_contain_text("Mất kết nối")
            expect(line).to_contain_text("việc chờ gửi")
        expect(listener).to_have_text(re.compile("Mất kết nối|Đang nối lại"))
        died = in_database(site, prepared.id)
        assert len(died) < len(expected)

    for tablet in tablets:
        expect(tablet.page.locator("#live-line")).to_have_text("Trực tuyến", timeout=30_000)
    for tablet in tablets:
        expect(tablet.page.locator("#sheet .comment")).to_have_count(len(expected))
        expect(tablet.page.locator("#sheet .comment.coming")).to_have_count(0)
    expect(listener).to_have_text(re.compile("Đã nối lại|^$"), timeout=30_000)
    assert Counter(in_database(site, prepared.id)) == Counter(expected)
    for tablet in tablets:
        assert on_screen(tablet.page) == sorted(expected), tablet.login


def test_who_would_leave_a_paper_that_is_not_kept_while_the_server_is_away_is_told_first(
    site: Site,
    secretariat: Secretariat,
    person: Callable[..., Somebody],
    errors: Errors,
) -> None:
    errors.foresee(CONNECTION_LOST, r"Failed to load resource")
    prepared = secretariat.prepare("Rời đi khi mất mạng")
    reader = person("dai.bieu", "phone")
    page = open_paper(reader, prepared.paper)
    back = page.get_by_role("link", name="Chương trình", exact=True)
    with site.gone():
        expect(page.locator("#live-line")).not_to_have_text("Trực tuyến")
        reader.press(back)
        asked = page.get_by_role("dialog", name="Đang mất mạng")
        reader.press(asked.get_by_role("button", name="Ở lại đọc tiếp"))
        expect(asked).to_have_count(0)
        expect(page.locator(".page .sheet.ready").first).to_be_visible()
    reader.press(back)
    page.wait_for_url(re.compile(rf"/meetings/{prepared.id}$"))


def test_a_page_reloaded_after_an_outage_keeps_what_waits(
    site: Site,
    secretariat: Secretariat,
    person: Callable[..., Somebody],
    errors: Errors,
) -> None:
    errors.foresee(CONNECTION_LOST)
    prepared = seated(secretariat, "Tải lại khi mất mạng")
    (paragraph,) = speakable(prepared.paper)
    writer, other = person("dai.bieu", "tablet"), person("dai.bieu2", "phone")
    for each in (writer, other):
        open_paper(each, prepared.paper)
        choose(each, paragraph)
    writer.context.set_offline(True)
    say(writer, "Viết khi mất mạng")
    expect(writer.page.locator("#sheet .comment.coming")).to_contain_text("Viết khi mất mạng")
    expect(writer.page.locator("#live-line")).to_contain_text("việc chờ gửi")

    writer.page.close()
    writer.page = writer.context.new_page()
    errors.listen("dai.bieu (after reload)", writer.page)
    writer.context.set_offline(False)
    writer.open(f"/papers/{prepared.paper.id}")
    hears(writer.page)
    choose(writer, paragraph)
    for each in (writer, other):
        expect(each.page.locator("#sheet .comment")).to_have_count(1, timeout=30_000)
        expect(each.page.locator("#sheet .comment-words")).to_have_text("Viết khi mất mạng")
        expect(each.page.locator("#sheet .comment.coming")).to_have_count(0)
    assert in_database(site, prepared.id) == ["Viết khi mất mạng"]
    writer.page.reload()
    hears(writer.page)
    choose(writer, paragraph)
    expect(writer.page.get_by_label("Góp ý của ông/bà")).to_have_value("")  # not offered again


def test_a_reload_in_the_midst_of_sending_loses_and_doubles_nothing(
    site: Site,
    secretariat: Secretariat,
    person: Callable[..., Somebody],
    errors: Errors,
) -> None:
    errors.foresee(CONNECTION_LOST)
    prepared = seated(secretariat, "Tải lại khi đang gửi")
    (paragraph,) = speakable(prepared.paper)
    writer = person("dai.bieu", "desk")
    open_paper(writer, prepared.paper)
    choose(writer, paragraph)
    for n in range(3):
        say(writer, f"Gửi rồi tải lại {n}")
        writer.page.reload()
        hears(writer.page)
        choose(writer, paragraph)
        if writer.page.get_by_label("Góp ý của ông/bà").input_value():
            writer.page.get_by_role("button", name="Gửi góp ý").click()  # it had not gone yet
    expect(writer.page.locator("#sheet .comment")).to_have_count(3)
    expect(writer.page.locator("#sheet .comment.coming")).to_have_count(0)
    assert in_database(site, prepared.id) == on_screen(writer.page)
