"""Notes that survive a replaced paper, and the secretary's hand where the machine erred."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.people import Somebody
from tests.browser.screens import arrived, choose, open_paper, remark, say, speakable
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
