"""Another role and another audience on open screens: what is theirs comes, what is not goes."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.people import Errors, Somebody
from tests.browser.screens import choose, open_paper, remark, speakable
from tests.browser.secretariat import Prepared, Secretariat

FOR_THE_DESK = "Chỉ để bàn thư ký biết"
FOR_ALL = "Ai cũng đọc được"


def say(author: Secretariat, own: Prepared, paragraph: int, text: str, visibility: str) -> int:
    about = {"paper": own.paper.id, "paragraph": paragraph, "operation_id": text}
    return int(author.ask("POST", "/comments", text=text, visibility=visibility, **about)["id"])


def stays(page: Page) -> None:
    """Mark a page, so that it is known whether it was loaded again."""
    page.evaluate("window.stayed = true")


def test_screens_follow_another_role_and_another_audience_without_a_reload(
    secretariat: Secretariat, person: Callable[..., Somebody], errors: Errors
) -> None:
    errors.foresee(r"403 .*/opinions")  # the table asks once more, and is then left
    own = secretariat.prepare("Đổi vai giữa phiên họp")
    (paragraph,) = speakable(own.paper)
    author = Secretariat(secretariat.site, "dai.bieu")
    say(author, own, paragraph["id"], FOR_THE_DESK, "desk")
    shared = say(author, own, paragraph["id"], FOR_ALL, "meeting")
    seats = secretariat.ask("GET", f"/meetings/{own.id}")["seats"]
    wandering = secretariat.person("dai.bieu2")
    seat = next(each["id"] for each in seats if each["person"]["id"] == wandering)

    reader = person("dai.bieu2", "tablet")
    open_paper(reader, own.paper)
    choose(reader, paragraph)
    agenda = person("dai.bieu2").open(f"/meetings/{own.id}")
    expect(remark(reader.page, FOR_ALL)).to_be_visible()
    expect(reader.page.get_by_text(FOR_THE_DESK)).to_have_count(0)
    counted = agenda.locator(".agenda .chip.warn")
    expect(counted).to_contain_text("1")
    for page in (reader.page, agenda):
        stays(page)

    secretariat.ask("PATCH", f"/seats/{seat}", role="secretary")
    expect(remark(reader.page, FOR_THE_DESK)).to_be_visible()
    expect(counted).to_contain_text("2")
    expect(agenda.get_by_role("link", name="Tổng hợp ý kiến")).to_be_visible()
    table = person("dai.bieu2", "landscape").open(f"/meetings/{own.id}/opinions")
    expect(table.locator(".opinion").filter(has_text=FOR_THE_DESK)).to_be_visible()

    secretariat.ask("PATCH", f"/seats/{seat}", role="delegate")
    expect(reader.page.get_by_text(FOR_THE_DESK)).to_have_count(0)
    expect(remark(reader.page, FOR_ALL)).to_be_visible()
    expect(counted).to_contain_text("1")
    expect(agenda.get_by_role("link", name="Tổng hợp ý kiến")).to_have_count(0)
    expect(table).to_have_url(re.compile(f"/meetings/{own.id}$"))

    told = reader.page.locator("#reader-notices [data-kind=silenced]")
    reader.page.get_by_label("Góp ý của ông/bà").fill("Đang viết dở")
    secretariat.ask("PATCH", f"/seats/{seat}", role="observer")
    expect(told).to_contain_text("không góp ý được nữa")
    expect(reader.page.get_by_label("Góp ý của ông/bà")).to_have_count(0)
    secretariat.ask("PATCH", f"/seats/{seat}", role="delegate")
    expect(told).to_have_count(0)
    expect(reader.page.get_by_label("Góp ý của ông/bà")).to_have_value("Đang viết dở")

    author.ask("PATCH", f"/comments/{shared}", revision=1, visibility="desk")
    expect(reader.page.get_by_text(FOR_ALL)).to_have_count(0)
    expect(counted).to_have_count(0)
    assert reader.page.evaluate("window.stayed")
    assert agenda.evaluate("window.stayed")
    author.close()
