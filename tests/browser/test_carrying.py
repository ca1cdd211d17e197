"""Notes that survive a replaced paper, and the secretary's hand where the machine erred."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.people import Somebody
from tests.browser.screens import arrived, choose, go_to_page, open_paper, remark, say, speakable
from tests.browser.secretariat import PAPERS, SHORT_PAPER, Paper, Secretariat
from tests.browser.test_accessible import violations

People = Callable[..., Somebody]
LONGER_THAN_A_DOUBLE_TAP = 600
"""Milliseconds; a second tap that comes sooner enlarges the page."""
OLD, NEW = (PAPERS / f"du-thao-nghi-quyet-ngan-sach{ending}.pdf" for ending in ("", "-v2"))


def said(paper: Paper, words: str) -> dict[str, Any]:
    """Return the paragraph of a paper that says this."""
    return next(each for each in paper.paragraphs if words in each["text"])


def removed_in(secretariat: Secretariat, paper: Paper) -> dict[str, Any]:
    """Return the paragraph that the newest version no longer has."""
    changes = secretariat.ask("GET", f"/papers/{paper.id}/changes")["changes"]
    (gone,) = (each for each in changes if each["kind"] == "removed")
    return next(each for each in paper.paragraphs if each["id"] == gone["old"][0]["paragraph"])


@pytest.fixture
def paper(secretariat: Secretariat) -> Paper:
    """Return a paper that is about to be replaced."""
    return secretariat.prepare("Phiên họp có bản thay thế", papers=[OLD]).paper


def speak(secretariat: Secretariat, paper: Paper, paragraph: dict[str, Any], text: str) -> None:
    """Comment by the API."""
    secretariat.ask(
        "POST",
        "/comments",
        paper=paper.id,
        paragraph=paragraph["id"],
        text=text,
        visibility="meeting",
    )


def test_a_comment_stands_where_its_words_went_and_one_without_a_place_is_placed_by_a_tap(
    paper: Paper, site: Any, secretariat: Secretariat, person: People
) -> None:
    delegate = Secretariat(site, "dai.bieu")
    edited = said(paper, "mức chi cho sự nghiệp giáo dục")
    speak(delegate, paper, edited, "Mức chi này còn thấp")
    replaced = secretariat.replace(paper.id, NEW)
    gone = removed_in(secretariat, paper)
    speak(delegate, paper, gone, "Xin giữ lại đoạn này")  # a tablet that has not reloaded
    delegate.close()

    reader = person("dai.bieu", "tablet")
    page = open_paper(reader, replaced)
    now = said(replaced, "mức chi cho sự nghiệp giáo dục")
    choose(reader, now)
    card = remark(page, "Mức chi này còn thấp")
    expect(card).to_be_visible()
    expect(card.get_by_text("Từ bản 1: đoạn đã sửa")).to_be_visible()
    reader.press(page.locator("#sheet-close"))

    told = page.locator('[data-kind="unplaced"]')
    expect(told).to_contain_text("1 ý kiến hoặc dấu của bản trước chưa có chỗ trong bản này.")
    reader.press(told.get_by_role("button", name="Xem"))
    listed = page.get_by_role("dialog")
    expect(listed.get_by_text("Xin giữ lại đoạn này")).to_be_visible()
    assert violations(page) == []
    expect(listed.get_by_role("link", name="Đọc ở bản 1")).to_have_attribute(
        "href", re.compile(rf"version=1#page=\d+&paragraph={gone['id']}$")
    )
    reader.press(listed.get_by_role("button", name="Đặt vào một đoạn"))
    expect(page.get_by_text("Xin chạm vào đoạn mà ý kiến này nói đến.")).to_be_visible()
    tap(reader, now)
    expect(told).to_have_count(0)
    page.wait_for_timeout(LONGER_THAN_A_DOUBLE_TAP)
    choose(reader, now)
    placed = arrived(page, "Xin giữ lại đoạn này")
    expect(placed.get_by_text("Từ bản 1: đặt lại bằng tay")).to_be_visible()

    page.reload()
    expect(page.locator(".page .sheet.ready").first).to_be_visible()
    choose(reader, now)
    expect(remark(page, "Xin giữ lại đoạn này")).to_be_visible()


def test_words_being_written_follow_their_paragraph_into_the_new_version(
    paper: Paper, secretariat: Secretariat, person: People
) -> None:
    reader = person("dai.bieu", "phone")
    page = open_paper(reader, paper)
    choose(reader, said(paper, "mức chi cho sự nghiệp giáo dục"))
    page.get_by_label("Góp ý của ông/bà").fill("Mức chi này chưa tính")
    replaced = secretariat.replace(paper.id, NEW)
    newer = page.locator('[data-kind="version"]')
    expect(newer).to_be_attached()
    expect(newer).to_be_hidden()  # it would lie over the sheet
    reader.press(page.locator("#sheet-close"))
    reader.press(newer.get_by_role("link", name="Xem bản 2"))

    told = page.get_by_text("Lời ông/bà viết dở ở bản trước đã theo sang đoạn tương ứng.")
    expect(told).to_be_visible()
    reader.press(page.locator(".reader-notice:visible").get_by_role("button", name="Mở"))
    now = said(replaced, "mức chi cho sự nghiệp giáo dục")
    expect(page.locator("#sheet blockquote.quoted")).to_have_text(now["text"].strip())
    words = page.get_by_label("Góp ý của ông/bà")
    expect(words).to_have_value("Mức chi này chưa tính")
    say(reader, "Mức chi này chưa tính giá mới")
    arrived(page, "Mức chi này chưa tính giá mới")


def test_one_reads_on_in_the_new_version_where_one_was_in_the_old(
    paper: Paper, secretariat: Secretariat, person: People
) -> None:
    reader = person("dai.bieu2", "phone")
    page = open_paper(reader, paper)
    go_to_page(page, 3)
    secretariat.replace(paper.id, NEW)
    reader.press(page.get_by_role("link", name="Xem bản 2"))
    page.wait_for_url(re.compile(r"version=2#page=[2-4]$"))
    expect(page.locator('.page[data-page="1"] .sheet')).not_to_be_in_viewport()


def test_words_being_written_on_a_paragraph_that_is_gone_are_a_link_away(
    paper: Paper, secretariat: Secretariat, person: People
) -> None:
    secretariat.replace(paper.id, NEW)
    reader, gone = person("dai.bieu2", "tablet"), removed_in(secretariat, paper)
    page = open_paper(reader, paper, "?version=1")
    reader.press(page.locator(".reader-notice:visible").get_by_role("button", name="Đóng"))
    choose(reader, gone)
    page.get_by_label("Góp ý của ông/bà").fill("Xin giữ lại đoạn này")
    open_paper(reader, paper)
    told = page.get_by_text("Ông/bà có lời viết dở ở bản 1; đoạn ấy không còn trong bản này.")
    expect(told).to_be_visible()
    reader.press(page.get_by_role("link", name="Đọc ở bản 1"))
    expect(page.get_by_label("Góp ý của ông/bà")).to_have_value("Xin giữ lại đoạn này")
    expect(page.locator("#sheet blockquote.quoted")).to_have_text(gone["text"].strip())


def test_who_may_not_place_others_comments_is_not_told_of_them(
    paper: Paper, site: Any, secretariat: Secretariat, person: People
) -> None:
    secretariat.replace(paper.id, NEW)
    delegate = Secretariat(site, "dai.bieu")
    speak(delegate, paper, removed_in(secretariat, paper), "Xin giữ lại đoạn này")
    delegate.close()
    other, secretary = person("dai.bieu2", "desk"), person("thu.ky", "desk")
    expect(open_paper(secretary, paper).locator('[data-kind="unplaced"]')).to_be_attached()
    expect(open_paper(other, paper).locator('[data-kind="unplaced"]')).to_have_count(0)


def test_the_tools_of_a_paper_with_versions_have_room_in_both_languages(
    paper: Paper, secretariat: Secretariat, person: People
) -> None:
    secretariat.replace(paper.id, NEW)
    reader = person("dai.bieu", "desk")
    for language in ("en", "vi"):
        page = reader.open(f"/papers/{paper.id}?lang={language}")
        expect(page.locator("#version-choice")).to_be_visible()
        for _ in ("pages", "large print"):
            for width in (390, 820, 1180, 1366):
                page.set_viewport_size({"width": width, "height": 800})
                ends = page.locator(".reader-bar").evaluate(ENDS)
                assert max(ends) <= width, (language, width, ends)
            page.locator("#large").click()


ENDS = """bar => [bar.scrollWidth, document.documentElement.scrollWidth,
    ...[...bar.querySelectorAll('a, button, select, summary')]
        .map(each => each.getBoundingClientRect().right)]"""
"""Where everything in the bar of the reader ends."""


def test_what_the_secretary_joins_is_joined_on_every_screen_with_what_was_said(
    secretariat: Secretariat, person: People
) -> None:
    paper = secretariat.prepare("Phiên họp sửa đoạn", papers=[SHORT_PAPER]).paper
    first, second = neighbours(paper)
    reader, secretary = person("dai.bieu2", "desk"), person("thu.ky", "desk")
    open_paper(reader, paper)
    choose(reader, second)
    say(reader, "Nói về đoạn thứ hai", "meeting")
    arrived(reader.page, "Nói về đoạn thứ hai")

    page = open_paper(secretary, paper)
    choose(secretary, first)
    page.locator("#sheet summary", has_text="Sửa đoạn").click()
    page.get_by_role("button", name="Gộp với đoạn sau").click()
    page.get_by_role("dialog").get_by_role("button", name="Gộp", exact=True).click()
    expect(page.get_by_text("Đã ghi. Tài liệu đang được đọc lại")).to_be_visible()

    joined = f"{first['text'].strip()} {second['text'].strip()}"
    quoted = reader.page.locator("#sheet blockquote.quoted")
    expect(quoted).to_have_text(joined)  # the open sheet went along
    choose(reader, first | {"text": joined, "boxes": first["boxes"]})
    expect(remark(reader.page, "Nói về đoạn thứ hai")).to_be_visible()


def neighbours(paper: Paper) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return two paragraphs of one page that follow one another."""
    wanted = speakable(paper, count=2)
    for one in wanted:
        for other in wanted:
            if other["ordinal"] == one["ordinal"] + 1:
                return one, other
    raise AssertionError("there are none")


def tap(reader: Somebody, paragraph: dict[str, Any]) -> None:
    """Press a paragraph where it is printed."""
    number, x0, y0, _, y1 = paragraph["boxes"][0]
    sheet = reader.page.locator(f'.page[data-page="{number}"] .sheet')
    box = sheet.bounding_box()
    assert box
    at = {"x": (x0 + 1500) / 10_000 * box["width"], "y": (y0 + y1) / 20_000 * box["height"]}
    reader.press(sheet, position=at)
