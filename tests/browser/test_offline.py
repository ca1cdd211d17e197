"""Off line: a whole meeting kept on the device is read, marked and commented without the server."""

import os
import re
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from deploy.demonstration.cast import PASSWORD
from meetings.annotations.models import Annotation
from meetings.opinions.models import Comment
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.people import (
    CONNECTION_LOST,
    SIZES,
    Errors,
    Somebody,
    open_context,
    sign_in,
)
from tests.browser.screens import choose, go_to_page, hears, open_paper, say, speakable
from tests.browser.secretariat import PAPERS, SHORT_PAPER, Prepared, Secretariat
from tests.browser.site import Site, wait_for
from tests.browser.test_accessible import violations
from tests.browser.test_changes import shows_pictures
from tests.browser.test_searching import find
from web.assets import LOOK_SECONDS, STATIC

People = Callable[..., Somebody]
LONG_PAPER = PAPERS / "bao-cao-kinh-te-xa-hoi.pdf"
KEPT = re.compile(r"Đã lưu cả phiên họp trên máy này")
KEEP = "Lưu cả phiên họp vào máy"
LONG = 60_000
LONGEST_SILENCE = 6_000
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
    with site.gone():
        page.goto(f"/papers/{paper.id}")
        expect(page.locator(".page .sheet.ready").first).to_be_visible()
        expect(page.locator("#live-line")).to_contain_text("Mất kết nối")
        go_to_page(page, paper.pages - 2)
        far = page.locator(f'.page[data-page="{paper.pages - 2}"]')
        expect(far.locator(".sheet.ready")).to_be_in_viewport()
        expect(far.locator(".text > span").first).to_be_attached()
        reader.press(find(reader, "kinh te xa hoi").last)
        expect(page.locator(".hit-box.looked").first).to_be_in_viewport()
        reader.press(page.get_by_role("button", name="Bỏ tìm"))
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
    expect(page.locator("#live-line")).to_have_text("Trực tuyến", timeout=WAITS)
    said = select(Comment.text).where(Comment.meeting_id == prepared.id).order_by(Comment.id)
    assert site.all(said) == [f"Góp ý khi mất mạng {n}" for n in range(3)]
    assert len(site.all(select(Annotation.id).where(Annotation.paper_id == paper.id))) == 1
    remarks = f"/api/papers/{paper.id}/comments?version=1"
    kept = "at => caches.match(at).then(kept => kept.json()).then(each => each.comments.length)"
    wait_for(lambda: page.evaluate(kept, remarks) == 3, within=60)


QUERIES = (
    "kinh tế xã hội",
    "kinh te xa hoi",
    '"nông thôn mới"',
    "thu ngan sách",
    "ubnd",
    "2025",
    "hoà b",
)
SEARCH = """async ({ meeting, queries }) => {
  const { at } = JSON.parse(document.getElementById('later-modules').textContent)
  const { SearchSource } = await import(`${at}channels/search_source.js`)
  const source = new SearchSource(meeting)
  const all = async (q, hits = []) => {
    const part = { limit: 50, offset: hits.length }
    const answer = await source.ask(`/meetings/${meeting}`, q, part)
    hits.push(...answer.hits)
    return answer.hits.length && hits.length < answer.total ? all(q, hits) : { ...answer, hits }
  }
  const answers = []
  for (const query of queries) answers.push(await all(query))
  return answers
}"""
TOLD = ("page", "pack_page", "number", "address", "boxes", "snippet", "from_scan")


def test_a_search_finds_the_same_in_the_same_places_while_the_server_is_gone(
    site: Site, prepared: Prepared, person: People, errors: Errors
) -> None:
    errors.foresee(*AWAY)
    page = keep(person("dai.bieu", "tablet"), prepared.id)
    page.goto(f"/papers/{prepared.paper.id}")
    expect(page.locator(".page .sheet.ready").first).to_be_visible()
    asked = {"meeting": prepared.id, "queries": list(QUERIES)}
    by_server = page.evaluate(SEARCH, asked)
    with site.gone():
        by_device = page.evaluate(SEARCH, asked)
    for query, there, here in zip(QUERIES, by_server, by_device, strict=True):
        assert (here["total"], here["loosened"]) == (there["total"], there["loosened"]), query
        hits = {each["paragraph"]: each for each in there["hits"]}
        assert {each["paragraph"] for each in here["hits"]} == {*hits}, query
        for hit in here["hits"]:
            assert [hit[e] for e in TOLD] == [hits[hit["paragraph"]][e] for e in TOLD], query
    assert sum(each["total"] for each in by_server) > 20


def caches_of(page: Page) -> list[str]:
    """Return the names of what a device keeps for anybody."""
    names: list[str] = page.evaluate("caches.keys()")
    return [name for name in names if name.startswith("phien-of-")]


def answers_of_worker(page: Page, address: str) -> int:
    """Ask as a page does; 0 where no answer comes."""
    asked = "address => fetch(address).then(answer => answer.status, () => 0)"
    return int(page.evaluate(asked, address))


def test_keeping_is_paused_and_goes_on_where_it_was(prepared: Prepared, person: People) -> None:
    reader = person("dai.bieu2", "phone")
    asked: list[str] = []
    reader.page.on("request", lambda each: asked.append(each.url))
    page = reader.open(f"/meetings/{prepared.id}")
    words = page.locator(".keep-words")
    reader.press(page.get_by_role("button", name=KEEP))
    expect(words).to_have_text(re.compile(r"Đã lưu [1-9]\d*/62 trang"), timeout=LONG)
    reader.press(page.get_by_role("button", name="Tạm dừng"))
    expect(words).to_contain_text("Đang tạm dừng")
    far = words.inner_text()
    page.reload()
    expect(words).to_have_text(far)
    before = [each for each in asked if "/picture" in each and "width=160" in each]
    asked.clear()
    reader.press(page.get_by_role("button", name="Lưu tiếp"))
    expect(words).to_have_text(KEPT, timeout=LONG)
    after = [each for each in asked if "/picture" in each and "width=160" in each]
    assert len(before) > 1
    assert len(set(before) & set(after)) <= 4, "what was under way at the pause, at most"
    reader.press(page.get_by_role("button", name="Xoá khỏi máy"))
    reader.press(page.get_by_role("dialog").get_by_role("button", name="Xoá khỏi máy"))
    expect(page.get_by_role("button", name=KEEP)).to_be_visible()
    assert caches_of(page) == []


def test_signing_out_leaves_nothing_and_the_next_person_sees_only_their_own(
    site: Site, secretariat: Secretariat, browser: Browser, errors: Errors
) -> None:
    errors.foresee(*AWAY)
    mine = secretariat.prepare("Của người trước", seats=(("dai.bieu", "delegate"),))
    tablet = Somebody(
        "dai.bieu", "tablet", open_context(browser, site.address, "tablet"), site.address
    )
    sign_in(tablet.context, "dai.bieu", PASSWORD)
    page = keep(tablet, mine.id)
    picture = f"/api/versions/{mine.paper.version}/pages/1/picture?width=160"
    with site.gone():
        page.locator("details.who summary").tap()
        page.get_by_role("button", name="Đăng xuất").tap()
        expect(page.get_by_role("dialog")).to_contain_text("Chưa đăng xuất được", timeout=WAITS)
        page.get_by_role("button", name="Đã hiểu").tap()
        assert len(caches_of(page)) == 2, "what could not be left is not lost"
    page.locator("details.who summary").tap()
    page.get_by_role("button", name="Đăng xuất").tap()
    expect(page).to_have_url(re.compile("/sign-in"))
    assert caches_of(page) == []
    assert page.evaluate("indexedDB.databases().then(all => all.map(({ name }) => name))") == []

    sign_in(tablet.context, "dai.bieu", PASSWORD)
    keep(tablet, mine.id)
    tablet.context.clear_cookies()  # the sign-in ended without a goodbye
    sign_in(tablet.context, "dai.bieu2", PASSWORD)
    page.goto("/meetings")
    expect(page.locator(".meeting-card").first).to_be_visible()
    assert caches_of(page) == []
    with site.gone():
        page.goto(f"/meetings/{mine.id}")
        expect(page.get_by_role("heading", name="Trang này cần mạng")).to_be_visible()
        for address in (f"/api/meetings/{mine.id}", f"/api/papers/{mine.paper.id}", picture):
            assert answers_of_worker(page, address) == 0, address
    tablet.context.close()


def test_the_worker_shows_nothing_of_somebody_else_even_while_it_is_still_there(
    site: Site, prepared: Prepared, person: People, errors: Errors
) -> None:
    errors.foresee(*AWAY)
    reader = person("dai.bieu", "desk")
    page = keep(reader, prepared.id)
    page.evaluate("""async () => {
        const device = await caches.open('phien-device')
        await device.put('/kept/whose', new Response('999999'))
    }""")
    with site.gone():
        for address in (f"/api/meetings/{prepared.id}", f"/papers/{prepared.paper.id}"):
            assert answers_of_worker(page, address) == 0, address
        page.goto(f"/papers/{prepared.paper.id}")
        expect(page.get_by_role("heading", name="Trang này cần mạng")).to_be_visible()


def test_a_seat_that_is_taken_away_takes_the_kept_meeting_along(
    secretariat: Secretariat, person: People, errors: Errors
) -> None:
    errors.foresee(r"40[34]")
    lost = secretariat.prepare("Ghế bị rút", seats=(("dai.bieu", "delegate"),))
    reader = person("dai.bieu", "desk")
    page = keep(reader, lost.id)
    page.goto("/account")
    seats = secretariat.ask("GET", f"/meetings/{lost.id}")["seats"]
    (seat,) = [s["id"] for s in seats if s["person"]["id"] == secretariat.person("dai.bieu")]
    secretariat.ask("DELETE", f"/seats/{seat}")
    kept = f"phien-of-{secretariat.person('dai.bieu')}-meeting-{lost.id}"
    assert kept in caches_of(page)
    page.goto(f"/papers/{lost.paper.id}")
    expect(page.locator("body")).to_be_visible()
    wait_for(lambda: kept not in caches_of(page), within=20)


def test_a_paper_replaced_meanwhile_is_kept_anew_and_the_old_one_read_until_then(
    site: Site, secretariat: Secretariat, person: People, errors: Errors
) -> None:
    errors.foresee(*AWAY)
    papers = (SHORT_PAPER, PAPERS / "bao-cao-tham-tra.pdf")
    meeting = secretariat.prepare("Thay tài liệu", papers=papers)
    reader = person("dai.bieu", "tablet")
    page = keep(reader, meeting.id)
    page.goto(f"/papers/{meeting.paper.id}")
    hears(page)
    reader.context.set_offline(True)
    fresh = secretariat.replace(meeting.paper.id, PAPERS / "to-trinh-phan-bo-ngan-sach.pdf")
    with site.gone():
        reader.context.set_offline(False)
        page.reload()
        expect(page.locator(".page .sheet.ready").first).to_be_visible()
    expect(page.get_by_text("Tài liệu này đã có bản mới")).to_be_visible(timeout=WAITS)
    words = f"/api/versions/{fresh.version}/pages/{fresh.pages}/words"
    there = "at => caches.match(at).then(Boolean)"
    wait_for(lambda: page.evaluate(there, words), within=60)
    old = f"/api/versions/{meeting.paper.version}/pages/1/words"
    assert page.evaluate(there, old), "not under the reader who reads it"
    changes = f"/papers/{meeting.paper.id}/changes"
    wait_for(lambda: page.evaluate(there, f"/api{changes}?from=1&to=2"), within=60)
    page.goto(f"/meetings/{meeting.id}")
    expect(page.locator(".keep-words")).to_have_text(KEPT, timeout=LONG)
    with site.gone():
        page.goto(changes)
        page.get_by_role("button", name="Chỗ sau").tap()
        expect(page.locator(".change.chosen .change-cut .light").first).to_be_attached()
        assert shows_pictures(page)

    page.goto(f"/papers/{meeting.paper.id}")
    hears(page)
    secretariat.ask("DELETE", f"/papers/{meeting.papers[1].id}")
    wait_for(lambda: not page.evaluate(there, f"/papers/{meeting.papers[1].id}"), within=60)
    page.goto(f"/meetings/{meeting.id}")
    expect(page.locator(".keep-words")).to_have_text(KEPT, timeout=LONG)
    page.get_by_role("button", name="Xoá khỏi máy").tap()
    page.get_by_role("dialog").get_by_role("button", name="Xoá khỏi máy").tap()
    wait_for(lambda: caches_of(page) == [], within=20)


def test_another_width_of_a_kept_page_does_when_the_wanted_one_is_missing(
    site: Site, prepared: Prepared, person: People, errors: Errors
) -> None:
    errors.foresee(*AWAY)
    reader = person("dai.bieu2", "landscape")
    page = keep(reader, prepared.id)
    with site.gone():
        page.goto(f"/papers/{prepared.paper.id}")
        picture = page.locator('.page[data-page="1"] img.sharp')
        expect(picture).to_be_visible()
        assert picture.evaluate("each => each.naturalWidth") == 1654
        assert "width=2480" in (picture.get_attribute("src") or "")


def test_a_full_device_says_so_and_keeps_what_it_has(prepared: Prepared, person: People) -> None:
    reader = person("chu.toa", "desk")
    page = reader.open(f"/meetings/{prepared.id}")
    devtools = reader.context.new_cdp_session(page)
    address = {"origin": reader.address}
    devtools.send("Storage.overrideQuotaForOrigin", {**address, "quotaSize": 3_000_000})
    page.get_by_role("button", name=KEEP).click()
    expect(page.locator(".keep-words")).to_contain_text("Bộ nhớ của máy đã đầy", timeout=LONG)
    devtools.send("Storage.overrideQuotaForOrigin", address)
    page.wait_for_timeout(7000)  # a page catches up within six seconds, but not with a full device
    expect(page.locator(".keep-words")).to_contain_text("Bộ nhớ của máy đã đầy")
    page.get_by_role("button", name="Lưu tiếp").click()
    expect(page.locator(".keep-words")).to_have_text(KEPT, timeout=LONG)


def test_a_device_may_keep_by_itself_what_is_opened(prepared: Prepared, person: People) -> None:
    reader = person("dai.bieu2", "tablet")
    page = reader.open(f"/meetings/{prepared.id}")
    expect(page.get_by_role("button", name=KEEP)).to_be_visible()
    page.evaluate("localStorage.setItem('phien:device:keeps', 'yes')")
    page.reload()
    expect(page.locator(".keep-words")).to_have_text(KEPT, timeout=LONG)


def press_keep(page: Page, size: str) -> None:
    """Keep the meeting from within the reader."""
    if size == "phone":
        page.get_by_role("button", name="Thêm", exact=True).tap()
        page.get_by_role("button", name="Tài liệu khác và tải về").tap()
    else:
        page.locator("#downloads summary").tap()
    page.get_by_role("button", name=KEEP).tap()


@pytest.mark.parametrize("size", ["phone", "landscape"])
def test_the_whole_meeting_can_be_kept_from_the_reader(
    prepared: Prepared, person: People, size: str
) -> None:
    reader = person("chu.toa", size)
    page = open_paper(reader, prepared.paper)
    press_keep(page, reader.size)
    expect(page.locator(".keep-words")).to_have_text(KEPT, timeout=LONG)


def test_over_plain_http_the_meeting_page_says_why_nothing_can_be_kept(
    site: Site, prepared: Prepared, browser: Browser
) -> None:
    rule = "--host-resolver-rules=MAP phien.example 127.0.0.1"
    plain = browser.browser_type.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, rule])
    address = f"http://phien.example:{site.port}"
    context = open_context(plain, address, "phone")
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill("dai.bieu")
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).tap()
    expect(page).to_have_url(re.compile("/meetings"))
    page.goto(f"/meetings/{prepared.id}")
    summary = page.locator(".keep summary")
    expect(summary).to_have_text("Đọc khi mất mạng: chưa dùng được ở đây")
    summary.tap()
    expect(page.locator(".keep p")).to_contain_text("địa chỉ http,")
    expect(page.get_by_role("button", name=KEEP)).to_have_count(0)
    page.goto(f"/papers/{prepared.paper.id}")
    hears(page)
    press_keep(page, "phone")
    expect(page.locator(".keep summary")).to_be_visible()
    plain.close()


def test_a_browser_killed_while_it_sends_loses_and_doubles_nothing(
    site: Site, secretariat: Secretariat, browser: Browser, tmp_path: Path
) -> None:
    meeting = secretariat.prepare("Trình duyệt bị tắt")
    (paragraph,) = speakable(meeting.paper)
    expected = [f"Viết khi mất mạng {n}" for n in range(25)]
    home = tmp_path / "browser"

    def begin() -> Somebody:
        context = browser.browser_type.launch_persistent_context(
            home, executable_path=CHROMIUM, args=ARGUMENTS, base_url=site.address, **SIZES["desk"]
        )
        context.set_default_timeout(LONG)
        return Somebody("dai.bieu", "desk", context, site.address)

    writer = begin()
    sign_in(writer.context, "dai.bieu", PASSWORD)
    cookies: Any = writer.context.cookies()
    keep(writer, meeting.id)
    with site.gone():
        writer.page.goto(f"/papers/{meeting.paper.id}")
        expect(writer.page.locator(".page .sheet.ready").first).to_be_visible()
        choose(writer, paragraph)
        for text in expected:
            say(writer, text)
        expect(writer.page.locator("#live-line")).to_contain_text("25 việc chờ gửi", timeout=WAITS)
        said = select(Comment.text).where(Comment.meeting_id == meeting.id).order_by(Comment.id)
    wait_for(lambda: bool(site.all(said)), within=30)
    kill_browser(home)

    again = begin()
    again.context.add_cookies(cookies)  # a killed browser may not have written them yet
    again.page.goto(f"/papers/{meeting.paper.id}")
    expect(again.page.locator("#live-line")).to_have_text("Trực tuyến", timeout=WAITS)
    assert site.all(said) == expected
    again.context.close()


def kill_browser(home: Path) -> None:
    """End, as a dead battery does, the browser that keeps its things in a folder of its own."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with suppress(OSError):
            if f"--user-data-dir={home}" in (entry / "cmdline").read_text():
                os.kill(int(entry.name), signal.SIGKILL)


WAITING = "navigator.serviceWorker.getRegistration().then(each => Boolean(each.waiting))"


def test_a_new_program_is_said_and_read_when_the_page_is_opened_again(
    site: Site, prepared: Prepared, person: People, errors: Errors
) -> None:
    reader = person("chu.toa", "tablet")
    page = keep(reader, prepared.id)
    page.goto(f"/papers/{prepared.paper.id}")
    hears(page)
    ready = "navigator.serviceWorker.controller.scriptURL && navigator.serviceWorker.ready"
    page.evaluate(f"{ready}.then(() => 0)")
    page.wait_for_timeout(1000)
    os.utime(STATIC / "icons" / "phien.svg")
    page.wait_for_timeout(LOOK_SECONDS * 1000 + 500)
    page.evaluate(
        "navigator.serviceWorker.getRegistration().then(each => each.update()).then(() => 0)"
    )
    expect(page.get_by_text("Có bản mới của chương trình.")).to_be_visible()
    assert page.evaluate(WAITING), "not under an open reader"
    with page.expect_navigation():
        reader.press(page.get_by_role("button", name="Mở lại trang"))
    hears(page)
    expect(page.get_by_text("Có bản mới của chương trình.")).to_have_count(0)


def test_a_network_that_swallows_everything_is_not_waited_for(
    site: Site, prepared: Prepared, person: People, errors: Errors
) -> None:
    errors.foresee(*AWAY)
    reader = person("dai.bieu", "landscape")
    page = keep(reader, prepared.id)
    with site.silent():
        page.goto(f"/papers/{prepared.paper.id}", wait_until="commit")
        expect(page.locator(".page .sheet.ready").first).to_be_visible(timeout=LONGEST_SILENCE)
        first_words = page.locator('.page[data-page="1"] .text > span').first
        expect(first_words).to_be_attached(timeout=LONGEST_SILENCE)  # now the tools are there
        go_to_page(page, 30)
        expect(page.locator('.page[data-page="30"] .text > span').first).to_be_attached()
    expect(page.locator("#live-line")).to_have_text("Trực tuyến", timeout=WAITS)


def test_what_is_kept_is_shown_to_everybody_who_can_reach_a_screen(
    site: Site, prepared: Prepared, person: People, errors: Errors
) -> None:
    errors.foresee(*AWAY)
    reader = person("dai.bieu2", "phone")
    page = keep(reader, prepared.id)
    assert violations(page) == []
    page.goto("/meetings")
    expect(page.get_by_role("region", name="Đã lưu trên máy này")).to_be_visible()
    assert violations(page) == []
    for button in page.locator(".kept-line").locator("button, a").all():
        box = button.bounding_box()
        assert box
        assert box["height"] >= 48
    with site.gone():
        page.goto("/account")
        expect(page.get_by_role("heading", name="Trang này cần mạng")).to_be_visible()
        assert violations(page) == []


def test_words_that_were_not_sent_are_asked_about_before_signing_out(
    site: Site, secretariat: Secretariat, browser: Browser
) -> None:
    prepared = secretariat.prepare("Lời chưa gửi")
    context = open_context(browser, site.address, "tablet")
    sign_in(context, "dai.bieu", PASSWORD)
    reader = Somebody("dai.bieu", "tablet", context, site.address)
    page = open_paper(reader, prepared.paper)
    choose(reader, speakable(prepared.paper)[0])
    page.get_by_label("Góp ý của ông/bà").fill("Đang viết dở")
    reader.open(f"/meetings/{prepared.id}")
    for answer, where in (("Ở lại", "/meetings/"), ("Vẫn đăng xuất", "/sign-in")):
        page.locator(".who summary").click()
        reader.press(page.get_by_role("button", name="Đăng xuất", exact=True))
        asked = page.get_by_role("dialog")
        expect(asked).to_contain_text("Trên máy này còn 1 lời viết dở hoặc không được nhận.")
        reader.press(asked.get_by_role("button", name=answer))
        expect(page).to_have_url(re.compile(where))
        if answer == "Ở lại":
            reader.open(f"/meetings/{prepared.id}")
    assert page.evaluate("Object.keys(localStorage).length") == 0
    context.close()
