"""What still waits on the device is changed and taken back like anything else, over reloads too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from meetings.annotations.models import Annotation
from meetings.opinions.models import Comment
from tests.browser.people import Errors, Somebody
from tests.browser.screens import choose, remark, say, speakable
from tests.browser.secretariat import Prepared, Secretariat
from tests.browser.site import Site, wait_for
from tests.browser.test_marks import marks, note, open_mark
from tests.browser.test_offline import AWAY, WAITS, keep

People = Callable[..., Somebody]

WRONG = ".page .mark:not(.pink)"


@pytest.fixture
def prepared(secretariat: Secretariat) -> Prepared:
    """Return a meeting with one paper that nobody has said anything of."""
    return secretariat.prepare("Sửa khi mất mạng")


def put_otherwise(reader: Somebody, card: Locator, text: str) -> None:
    """Write a remark of one's own otherwise."""
    reader.press(card.get_by_role("button", name="Sửa"))
    card.get_by_label("Sửa ý kiến").fill(text)
    reader.press(card.get_by_role("button", name="Lưu thay đổi"))


def take_back(reader: Somebody, card: Locator) -> None:
    """Take a remark of one's own back, being asked once."""
    reader.press(card.get_by_role("button", name="Rút lại"))
    asked = reader.page.get_by_role("dialog", name="Rút lại ý kiến này?")
    reader.press(asked.get_by_role("button", name="Rút lại"))
    expect(asked).to_have_count(0)


def comments_of(site: Site, prepared: Prepared) -> list[tuple[str, bool]]:
    asked = select(Comment).where(Comment.meeting_id == prepared.id).order_by(Comment.id)
    return [(each.text, bool(each.withdrawn)) for each in site.all(asked)]


def online(page: Page) -> None:
    expect(page.locator("#live-line")).to_have_text("Trực tuyến", timeout=WAITS)
    expect(page.locator(".refused-acts")).to_be_hidden()


def test_a_comment_that_waits_is_put_otherwise_and_taken_back_and_arrives_as_it_was_left(
    site: Site, prepared: Prepared, person: People, errors: Errors
) -> None:
    errors.foresee(*AWAY)
    reader = person("dai.bieu", "tablet")
    page = keep(reader, prepared.id)
    (paragraph,) = speakable(prepared.paper)
    with site.gone():
        page.goto(f"/papers/{prepared.paper.id}")
        sheet = choose(reader, paragraph)
        for text in ("Tôi tán thành", "Viết nhầm chỗ", "Viết nhầm nữa"):
            say(reader, text)
        put_otherwise(reader, remark(page, "Tôi tán thành"), "Tôi tán thành cao")
        put_otherwise(reader, remark(page, "Tôi tán thành cao"), "Tôi tán thành, đề nghị sớm")
        take_back(reader, remark(page, "Viết nhầm chỗ"))
        expect(sheet.locator("li.comment")).to_have_count(2)
        expect(sheet.get_by_role("heading", name="2 ý kiến")).to_be_visible()
        page.reload()
        sheet = choose(reader, paragraph)
        put_otherwise(reader, remark(page, "đề nghị sớm"), "Tán thành. Đề nghị bố trí vốn")
        take_back(reader, remark(page, "Viết nhầm nữa"))
        expect(sheet.locator("li.comment")).to_have_count(1)
        begun = remark(page, "bố trí vốn")
        reader.press(begun.get_by_role("button", name="Sửa"))
        begun.get_by_label("Sửa ý kiến").fill("Tán thành. Đề nghị bố trí vốn sớm")
    online(page)
    form = page.locator("#sheet li.comment").get_by_label("Sửa ý kiến")
    expect(form).to_have_value("Tán thành. Đề nghị bố trí vốn sớm")  # it arrived under the hand
    reader.press(page.get_by_role("button", name="Lưu thay đổi"))
    expect(page.locator("#sheet .comment-words")).to_have_text("Tán thành. Đề nghị bố trí vốn sớm")
    expected = [("Tán thành. Đề nghị bố trí vốn sớm", False), ("Viết nhầm nữa", True)]
    wait_for(lambda: comments_of(site, prepared) == expected, within=10)
    online(page)


def test_two_pages_of_one_person_share_what_waits_and_one_sends_what_the_other_left(
    site: Site, prepared: Prepared, person: People, errors: Errors
) -> None:
    errors.foresee(*AWAY)
    reader = person("dai.bieu", "tablet")
    page = keep(reader, prepared.id)
    (paragraph,) = speakable(prepared.paper)
    with site.gone():
        page.goto(f"/papers/{prepared.paper.id}")
        choose(reader, paragraph)
        beside = Somebody(reader.login, reader.size, reader.context, reader.address)
        beside.open(f"/papers/{prepared.paper.id}")
        choose(beside, paragraph)
        say(beside, "Viết ở trang thứ hai")
        expect(remark(page, "Viết ở trang thứ hai")).to_be_visible()
        expect(page.locator("#live-line")).to_contain_text("1 việc chờ gửi")
        say(reader, "Viết ở trang thứ nhất")
        expect(remark(beside.page, "Viết ở trang thứ nhất")).to_be_visible()
        expect(beside.page.locator("#live-line")).to_contain_text("2 việc chờ gửi")
        beside.page.close()
    online(page)
    expected = [("Viết ở trang thứ hai", False), ("Viết ở trang thứ nhất", False)]
    wait_for(lambda: comments_of(site, prepared) == expected, within=20)
    expect(page.locator("#sheet li.comment")).to_have_count(2)
    expect(page.locator("#sheet li.comment.coming")).to_have_count(0)


def test_a_mark_that_waits_is_changed_and_taken_back_and_arrives_as_it_was_left(
    site: Site, prepared: Prepared, person: People, errors: Errors
) -> None:
    errors.foresee(*AWAY)
    reader = person("dai.bieu", "phone")
    page = keep(reader, prepared.id)
    first, second = speakable(prepared.paper, 2)
    with site.gone():
        page.goto(f"/papers/{prepared.paper.id}")
        for paragraph in (first, second):
            sheet = choose(reader, paragraph)
            reader.press(sheet.get_by_role("button", name="Tô màu đoạn"))
            reader.press(sheet.get_by_role("button", name="Đóng"))
        page.reload()
        reader.press(open_mark(reader).get_by_role("button", name="Hồng"))
        reader.press(open_mark(reader).get_by_role("button", name="Thêm ghi chú"))
        note(page, "Hỏi lại về kinh phí")
        many = marks(page).count()
        reader.press(open_mark(reader).get_by_role("button", name="Sửa ghi chú"))
        note(page, "Hỏi lại về kinh phí đối ứng")
        expect(marks(page)).to_have_count(many)
        reader.press(open_mark(reader, WRONG).get_by_role("button", name="Xóa"))
        expect(page.locator(WRONG)).to_have_count(0)
        page.reload()
        expect(page.locator(".page .mark.pink").first).to_be_attached()
        expect(page.locator(WRONG)).to_have_count(0)
    online(page)
    asked = select(Annotation).where(Annotation.paper_id == prepared.paper.id)
    left = [each for each in site.all(asked) if not each.removed]
    assert [(each.colour, each.note) for each in left] == [("pink", "Hỏi lại về kinh phí đối ứng")]
