"""The secretary's workplace: sorting, two who change one thing, papers and their versions."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import Errors, Somebody
from tests.browser.secretariat import PAPERS, SHORT_PAPER, Prepared, Secretariat
from tests.browser.site import wait_for

People = Callable[..., Somebody]
SECRETARIES = (("vu.ngoc.anh", "secretary"), ("dai.bieu", "delegate"))
NEXT = PAPERS / "bao-cao-tham-tra.pdf"


def desk_of(secretary: Somebody, prepared: Prepared) -> Page:
    page = secretary.open(f"/meetings/{prepared.id}/desk")
    expect(page.locator(".item").first).to_be_visible()
    return page


def order(page: Page) -> Locator:
    return page.locator(".items[data-parent=''] > .item > .item-card h3")


def card(page: Page, title: str) -> Locator:
    return page.locator(".item-card").filter(has=page.get_by_role("heading", name=title))


def middle(part: Locator) -> tuple[float, float]:
    box = part.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def below(part: Locator) -> tuple[float, float]:
    box = part.bounding_box()
    assert box
    return box["x"] + 20, box["y"] + box["height"] - 6


def drag_over(page: Page, part: Locator, shown: list[str]) -> None:
    """Go on as a hand does, until what is dragged has found its place on the screen."""

    def found() -> bool:
        page.mouse.move(*below(part), steps=8)
        return order(page).all_inner_texts() == shown

    wait_for(found, within=10)


@pytest.fixture
def three(secretariat: Secretariat) -> Prepared:
    """Return an agenda of three items without papers."""
    return secretariat.prepare("Sắp xếp", papers=(), items=("Một", "Hai", "Ba"), published=False)


def test_items_are_sorted_with_the_mouse(
    three: Prepared, person: People, secretariat: Secretariat
) -> None:
    page = desk_of(person("thu.ky"), three)
    page.mouse.move(*middle(card(page, "1. Một").locator(".handle")))
    page.mouse.down()
    drag_over(page, card(page, "2. Hai"), ["2. Hai", "1. Một", "3. Ba"])
    drag_over(page, card(page, "3. Ba"), ["2. Hai", "3. Ba", "1. Một"])
    page.mouse.up()
    expect(order(page)).to_have_text(["1. Hai", "2. Ba", "3. Một"])
    expect(page.locator("#announcements")).to_have_text("Nay là nội dung số 3.")
    page.reload()
    expect(order(page)).to_have_text(["1. Hai", "2. Ba", "3. Một"])


def test_items_are_sorted_with_a_finger(three: Prepared, person: People) -> None:
    secretary = person("thu.ky", "tablet")
    page = desk_of(secretary, three)
    finger = secretary.context.new_cdp_session(page)
    x, y = middle(card(page, "1. Một").locator(".handle"))
    last_x, last_y = below(card(page, "3. Ba"))

    def touch(kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y} for x, y in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    touch("touchStart", (x, y))
    page.wait_for_timeout(300)  # a finger holds before it drags
    for step in range(1, 13):
        touch("touchMove", (x + (last_x - x) * step / 12, y + (last_y - y) * step / 12))
        page.wait_for_timeout(16)
    page.wait_for_timeout(100)
    touch("touchEnd")
    expect(order(page)).to_have_text(["1. Hai", "2. Ba", "3. Một"])
    page.reload()
    expect(order(page)).to_have_text(["1. Hai", "2. Ba", "3. Một"])


def test_items_are_sorted_with_the_keyboard_alone(three: Prepared, person: People) -> None:
    page = desk_of(person("thu.ky"), three)
    card(page, "1. Một").locator("summary", has_text="Sắp xếp").focus()
    page.keyboard.press("Enter")
    down = card(page, "Một").get_by_role("button", name="Đưa xuống")
    for _ in range(3):
        page.keyboard.press("Tab")
        if down.evaluate("each => each === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(order(page)).to_have_text(["1. Hai", "2. Một", "3. Ba"])
    expect(down).to_be_focused()
    expect(down).not_to_have_attribute("aria-busy", "true")
    page.keyboard.press("Enter")
    expect(order(page)).to_have_text(["1. Hai", "2. Ba", "3. Một"])
    expect(page.locator("#announcements")).to_have_text("Nay là nội dung số 3.")
    expect(card(page, "Một").locator("[aria-busy=true]")).to_have_count(0)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".item .item h3")).to_have_text("2.1. Một")
    expect(page.locator("#announcements")).to_have_text("Nay là nội dung số 2.1.")
    page.keyboard.press("Escape")
    expect(card(page, "Một").locator("summary", has_text="Sắp xếp")).to_be_focused()


def test_what_is_wrong_with_a_field_is_said_in_the_words_of_the_page(
    three: Prepared, person: People
) -> None:
    page = desk_of(person("thu.ky"), three)
    page.get_by_role("button", name="Thêm nội dung vào chương trình").click()
    form = page.get_by_role("form", name="Thêm nội dung vào chương trình")
    title, minutes = form.get_by_label("Tên nội dung"), form.get_by_label("Số phút")
    send = form.get_by_role("button", name="Lưu nội dung")
    send.click()
    assert said_of(title) == "Xin điền vào ô này."
    title.fill("Bốn")
    assert said_of(title) == ""
    minutes.fill("5000")
    title.press("Enter")
    assert said_of(minutes) == "Xin gõ một số từ 1 đến 1440."
    minutes.evaluate("field => { field.value = 45 }")  # as a program fills it: no key is heard
    send.click()
    expect(order(page)).to_have_text(["1. Một", "2. Hai", "3. Ba", "4. Bốn"])


def said_of(field: Locator) -> str:
    return str(field.evaluate("field => field.validationMessage"))


def test_two_secretaries_who_change_one_item_are_shown_both_texts(
    secretariat: Secretariat, person: People, errors: Errors
) -> None:
    errors.foresee("status of 409")
    prepared = secretariat.prepare("Hai thư ký", (), SECRETARIES, ("Dự toán",), published=False)
    first, second = (desk_of(person(who), prepared) for who in ("thu.ky", "vu.ngoc.anh"))
    forms = []
    for page, title in ((first, "Dự toán của Phương"), (second, "Dự toán của Ánh")):
        card(page, "Dự toán").get_by_role("button", name="Sửa").click()
        forms.append(page.get_by_role("form", name="Sửa nội dung"))
        forms[-1].get_by_label("Tên nội dung").fill(title)
    forms[0].get_by_role("button", name="Lưu nội dung").click()
    expect(order(second)).to_have_text("1. Dự toán của Phương")
    expect(forms[1].get_by_label("Tên nội dung")).to_have_value("Dự toán của Ánh")
    forms[1].get_by_role("button", name="Lưu nội dung").click()
    question = second.get_by_role("dialog")
    expect(question).to_contain_text("Dự toán của Phương")
    expect(question).to_contain_text("Dự toán của Ánh")
    question.get_by_role("button", name="Giữ bản của tôi").click()
    for page in (first, second):
        expect(order(page)).to_have_text("1. Dự toán của Ánh")


def test_a_paper_is_replaced_and_its_old_version_stays_readable(
    secretariat: Secretariat, person: People
) -> None:
    prepared = secretariat.prepare("Thay tài liệu", (SHORT_PAPER,), SECRETARIES)
    desk = desk_of(person("thu.ky"), prepared)
    reader = person("dai.bieu", "phone").open(f"/papers/{prepared.paper.id}")
    expect(reader.locator("#live-line")).to_have_text("Trực tuyến")
    row = desk.locator(".paper")
    row.locator("summary").click()
    with desk.expect_file_chooser() as chooser:
        row.get_by_role("button", name="Thay bằng bản mới…").click()
    chooser.value.set_files(NEXT)
    expect(row.locator(".facts")).to_contain_text("bản 2", timeout=20_000)
    told = reader.get_by_text("Tài liệu này đã có bản mới (bản 2).")
    expect(told).to_be_visible(timeout=20_000)
    reader.get_by_role("link", name="Xem bản 2").tap()
    reader.wait_for_url(re.compile(r"version=2$"))
    expect(reader.locator(".page .sheet.ready").first).to_be_visible()
    expect(reader.locator(".text > span").first).to_be_attached()
    assert "BÁO CÁO" in reader.locator(".text").first.inner_text()

    reader.goto(f"/papers/{prepared.paper.id}?version=1")
    expect(reader.get_by_text("Ông/bà đang xem bản 1. Bản mới nhất là bản 2.")).to_be_visible()
    expect(reader.locator(".page .sheet.ready").first).to_be_visible()
    expect(reader.locator(".text > span").first).to_be_attached()
    assert "TỜ TRÌNH" in reader.locator(".text").first.inner_text()


def test_a_file_that_is_no_paper_is_refused_with_a_sentence(
    three: Prepared, person: People, errors: Errors
) -> None:
    errors.foresee(r"status of 4\d\d")
    page = desk_of(person("thu.ky"), three)
    with page.expect_file_chooser() as chooser:
        card(page, "1. Một").get_by_role("button", name="Thêm tài liệu").click()
    page_of_html = b"<!doctype html><script>alert(1)</script>"
    chooser.value.set_files(
        [{"name": "trang-web.pdf", "mimeType": "application/pdf", "buffer": page_of_html}]
    )
    refused = page.locator(".upload.refused")
    expect(refused).to_contain_text("trang-web.pdf")
    expect(refused.locator(".upload-text span")).to_have_text(re.compile(r"^[A-ZĐ].{15,}\.$"))
    expect(refused.get_by_role("button", name="Gửi lại")).to_have_count(0)  # it never can arrive
    refused.get_by_role("button", name="Bỏ khỏi danh sách").click()
    expect(refused).to_have_count(0)
    expect(page.locator(".paper")).to_have_count(0)


def test_a_file_that_is_there_already_is_taken_and_said(
    secretariat: Secretariat, person: People
) -> None:
    prepared = secretariat.prepare("Tải hai lần", (SHORT_PAPER,), SECRETARIES)
    page = desk_of(person("thu.ky"), prepared)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Thêm tài liệu").click()
    chooser.value.set_files(SHORT_PAPER)
    told = page.locator("#notices > div")
    expect(told).to_contain_text(f"giống hệt tệp của “{prepared.paper.title}”", timeout=20_000)
    expect(page.locator(".paper")).to_have_count(2)
    told.get_by_role("button", name="Đóng").click()
    with page.expect_file_chooser() as chooser:
        page.locator(".paper summary").first.click()
        page.locator(".paper").first.get_by_role("button", name="Thay bằng bản mới…").click()
    chooser.value.set_files(SHORT_PAPER)
    expect(told).to_contain_text("giống hệt bản đang có", timeout=20_000)


def test_a_paper_is_deleted_only_once_it_is_confirmed(
    secretariat: Secretariat, person: People
) -> None:
    prepared = secretariat.prepare("Xóa tài liệu", (SHORT_PAPER,), SECRETARIES)
    page = desk_of(person("thu.ky", "phone"), prepared)
    other = person("dai.bieu", "tablet").open(f"/meetings/{prepared.id}")
    paper = other.get_by_role("link", name=prepared.paper.title)
    expect(paper).to_be_visible()
    row = page.locator(".paper")
    for answer, left in (("Quay lại", 1), ("Xóa tài liệu", 0)):
        row.locator("summary").tap()
        row.get_by_role("button", name="Xóa tài liệu…").tap()
        page.get_by_role("dialog").get_by_role("button", name=answer).tap()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(row).to_have_count(left)
    expect(page.locator("#notices")).to_contain_text("Đã xóa tài liệu.")
    expect(paper).to_have_count(0)


def test_an_item_that_holds_something_is_not_deleted(
    secretariat: Secretariat, person: People
) -> None:
    prepared = secretariat.prepare(
        "Xóa nội dung", (SHORT_PAPER,), SECRETARIES, ("Còn tài liệu", "Trống")
    )
    page = desk_of(person("thu.ky"), prepared)
    for title in ("Còn tài liệu", "Trống"):
        card(page, title).locator("summary", has_text="Khác").click()
        card(page, title).get_by_role("button", name="Xóa nội dung…").click()
    expect(page.locator("#notices")).to_contain_text("Nội dung này còn tài liệu hoặc mục con.")
    page.get_by_role("dialog").get_by_role("button", name="Xóa nội dung").click()
    expect(order(page)).to_have_text(["1. Còn tài liệu"])


def test_who_writes_in_an_item_that_is_deleted_is_told_and_has_their_words(
    secretariat: Secretariat, person: People
) -> None:
    prepared = secretariat.prepare("Xóa giữa chừng", (), SECRETARIES, ("Một", "Hai", "Ba"))
    page = desk_of(person("thu.ky"), prepared)
    for title in ("Hai", "Ba"):
        card(page, title).get_by_role("button", name="Sửa", exact=True).first.click()
    card(page, "Hai").get_by_label("Tên nội dung").fill("Hai, đã viết dài hơn")
    page.keyboard.press("Escape")  # a key throws nothing away
    card(page, "Hai").get_by_role("button", name="Sửa", exact=True).first.click()
    expect(card(page, "Hai").get_by_label("Tên nội dung")).to_have_value("Hai, đã viết dài hơn")
    for item in prepared.items[1:]:
        secretariat.ask("DELETE", f"/items/{item}")
    expect(order(page)).to_have_text(["1. Một"])
    expect(page.locator("#notices > *")).to_have_count(1)
    expect(page.locator("#notices")).to_contain_text("Hai, đã viết dài hơn")
