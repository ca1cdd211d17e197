"""The chair's answer is not lost while it is written, and nothing is said that was not meant."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import Errors, Somebody
from tests.browser.secretariat import Paper, Prepared, Secretariat
from tests.browser.site import Site
from tests.browser.test_carrying import NEW, OLD, said, speak
from tests.browser.test_offline import AWAY, WAITS

People = Callable[..., Somebody]
ASKED = "Mức chi này còn thấp"
WRITTEN = "Sẽ bổ sung phụ lục và báo cáo lại"
REASON = "Lý do, nội dung tiếp thu hoặc giải trình"


@pytest.fixture
def prepared(secretariat: Secretariat) -> Prepared:
    """Return a meeting whose paper somebody has commented on."""
    return secretariat.prepare("Phiên họp có ý kiến chờ trả lời", papers=[OLD])


@pytest.fixture
def paper(prepared: Prepared) -> Paper:
    """Return the paper that somebody has commented on."""
    return prepared.paper


@pytest.fixture
def delegate(site: Site, paper: Paper) -> Iterator[Secretariat]:
    """A delegate at the API, who has commented."""
    with closing(Secretariat(site, "dai.bieu")) as author:
        speak(author, paper, said(paper, "mức chi cho sự nghiệp giáo dục"), ASKED)
        yield author


@pytest.fixture
def table(person: People, prepared: Prepared, delegate: Secretariat) -> Page:
    """The chair's table, where the answer is being written."""
    page = person("chu.toa").open(f"/meetings/{prepared.id}/opinions")
    opinion(page).get_by_role("button", name="Trả lời ý kiến").click()
    opinion(page).get_by_label("Tiếp thu một phần").check()
    words_in(page).fill(WRITTEN)
    return page


def opinion(page: Page) -> Locator:
    """Return what was said, with the answer to it."""
    return page.locator(".opinion").filter(has_text=ASKED)


def words_in(page: Page) -> Locator:
    """Return where the answer is written."""
    return opinion(page).get_by_label(REASON)


def again(page: Page) -> Locator:
    """Return the button that opens the answer once more."""
    return opinion(page).get_by_role("button", name=re.compile("^Sửa trả lời"))


@contextmanager
def changed_unheard(page: Page, site: Site) -> Iterator[None]:
    """Save the answer, change it, and save it while the server says nothing."""
    opinion(page).get_by_role("button", name="Lưu trả lời").dblclick()  # it is sent once
    again(page).click()
    expect(page.locator(".refused-acts")).to_be_hidden()
    words_in(page).fill(f"{WRITTEN} sau")
    with site.silent():
        opinion(page).get_by_role("button", name="Lưu trả lời").click()
        expect(opinion(page)).to_contain_text("Trả lời này đang chờ gửi.")
        yield


def comment_of(prepared: Prepared, secretariat: Secretariat) -> int:
    """Return the id of what was said."""
    whole = secretariat.ask("GET", f"/meetings/{prepared.id}/opinions")
    every = [p["comments"] for each in whole["papers"] for p in each["paragraphs"]]
    return int(next(each["id"] for comments in every for each in comments))


def test_an_answer_that_is_being_written_survives_a_reload_and_is_given_up_by_its_button(
    table: Page,
) -> None:
    table.reload()
    expect(words_in(table)).to_have_value(WRITTEN)
    expect(opinion(table).get_by_label("Tiếp thu một phần")).to_be_checked()
    opinion(table).get_by_role("button", name="Thôi").click()
    begin = opinion(table).get_by_role("button", name="Trả lời ý kiến")
    expect(begin).to_be_focused()
    begin.click()
    opinion(table).get_by_label("Chưa tiếp thu").check()
    table.keyboard.press("Escape")  # a key throws nothing away
    opinion(table).get_by_role("button", name="Thôi").click()
    table.reload()
    expect(begin).to_be_visible()
    expect(words_in(table)).to_have_count(0)


def test_an_answer_that_is_being_written_goes_along_with_its_comment_into_the_new_version(
    table: Page, paper: Paper, secretariat: Secretariat
) -> None:
    words_in(table).press("End")
    secretariat.replace(paper.id, NEW)
    expect(opinion(table)).to_contain_text("Từ bản 1")
    expect(words_in(table)).to_have_value(WRITTEN)
    expect(words_in(table)).to_be_focused()
    table.keyboard.type(", quý I")
    expect(words_in(table)).to_have_value(f"{WRITTEN}, quý I")


def test_a_comment_that_is_being_answered_stays_whatever_the_filter_says(
    table: Page, prepared: Prepared, secretariat: Secretariat
) -> None:
    table.get_by_label("Tình trạng trả lời").select_option(label="Chưa trả lời")
    comment = comment_of(prepared, secretariat)
    answer = {"outcome": "accepted", "reason": "Thư ký đã trả lời", "revision": 1}
    secretariat.ask("PUT", f"/comments/{comment}/answer", **answer)
    expect(opinion(table)).to_contain_text("Thư ký đã trả lời")
    expect(words_in(table)).to_have_value(WRITTEN)
    opinion(table).get_by_role("button", name="Thôi").click()
    expect(opinion(table)).to_have_count(0)


def test_who_answers_what_is_taken_back_is_told_and_has_their_words(
    table: Page, prepared: Prepared, delegate: Secretariat, secretariat: Secretariat
) -> None:
    comment = comment_of(prepared, secretariat)
    delegate.ask("POST", f"/comments/{comment}/withdrawal")
    told = table.locator("#notices")
    expect(told).to_contain_text("Ý kiến mà ông/bà đang trả lời không còn ở đây nữa.")
    expect(told).to_contain_text(WRITTEN)


def test_an_answer_that_has_not_left_is_stopped_and_nobody_hears_it(
    table: Page, site: Site, errors: Errors
) -> None:
    errors.foresee(*AWAY)
    with site.gone():
        opinion(table).get_by_role("button", name="Lưu trả lời").click()
        expect(opinion(table)).to_contain_text("Trả lời này đang chờ gửi.")
        expect(words_in(table)).not_to_be_editable()
        opinion(table).get_by_role("button", name="Thôi").click()
        expect(opinion(table)).to_contain_text("Chưa gửi.")
        words_in(table).fill(f"{WRITTEN} sau")
    table.reload()
    expect(words_in(table)).to_have_value(f"{WRITTEN} sau")
    expect(opinion(table).locator(".answer")).to_have_count(0)
    opinion(table).get_by_role("button", name="Lưu trả lời").click()
    expect(opinion(table).locator(".answer")).to_contain_text(f"{WRITTEN} sau")
    expect(words_in(table)).to_have_count(0)


def test_an_answer_that_has_left_is_shown_as_waiting_until_it_is_there(
    table: Page, site: Site, errors: Errors
) -> None:
    errors.foresee(*AWAY)
    with changed_unheard(table, site):
        opinion(table).get_by_role("button", name="Thôi").click()
        expect(opinion(table)).to_contain_text("Chờ gửi")
        expect(again(table)).to_be_hidden()
    expect(opinion(table)).not_to_contain_text("Chờ gửi", timeout=WAITS)
    expect(opinion(table).locator(".answer")).to_contain_text(f"{WRITTEN} sau")
    table.reload()
    expect(again(table)).to_be_visible()
    expect(words_in(table)).to_have_count(0)


def test_an_answer_that_waits_is_no_draft_after_a_reload(
    table: Page, site: Site, errors: Errors
) -> None:
    errors.foresee(*AWAY)
    with changed_unheard(table, site):
        pass
    table.reload()
    expect(opinion(table).locator(".answer").first).to_contain_text(f"{WRITTEN} sau", timeout=WAITS)
    expect(again(table)).to_be_visible()
    expect(words_in(table)).to_have_count(0)
    assert table.evaluate("Object.keys(localStorage).filter(n => n.includes('answer:'))") == []


def test_an_answer_that_arrives_late_leaves_the_hand_where_it_writes(
    table: Page, delegate: Secretariat, paper: Paper, site: Site, errors: Errors
) -> None:
    errors.foresee(*AWAY)
    speak(delegate, paper, said(paper, "mức chi cho sự nghiệp giáo dục"), "Xin làm rõ nguồn")
    other = table.locator(".opinion").filter(has_text="Xin làm rõ nguồn")
    other.get_by_role("button", name="Trả lời ý kiến").click()
    with site.gone():
        opinion(table).get_by_role("button", name="Lưu trả lời").click()
        expect(opinion(table)).to_contain_text("Trả lời này đang chờ gửi.")
        other.get_by_label(REASON).focus()
    expect(opinion(table).locator(".answer")).to_contain_text(WRITTEN, timeout=WAITS)
    expect(other.get_by_label(REASON)).to_be_focused()
    table.keyboard.type("Từ ngân sách xã")
    expect(other.get_by_label(REASON)).to_have_value("Từ ngân sách xã")
    expect(again(table)).to_be_visible()
    expect(table.locator(".refused-acts")).to_be_hidden()


def test_an_answer_that_was_refused_and_saved_again_leaves_no_refusal(
    table: Page, prepared: Prepared, secretariat: Secretariat
) -> None:
    comment = comment_of(prepared, secretariat)
    answer = {"outcome": "accepted", "reason": "Thư ký đã trả lời", "revision": 1}
    secretariat.ask("PUT", f"/comments/{comment}/answer", **answer)
    save = opinion(table).get_by_role("button", name="Lưu trả lời")
    save.click()
    expect(opinion(table).locator(".refusal")).to_be_visible()
    expect(words_in(table)).to_have_value(WRITTEN)
    expect(table.locator(".refused-acts")).to_be_hidden()
    save.click()
    expect(opinion(table).locator(".answer")).to_contain_text(WRITTEN)
    expect(words_in(table)).to_have_count(0)
