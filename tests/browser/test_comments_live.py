"""Comments as they are said, seen, changed and taken back, on several screens at once."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.browser.people import Errors, Somebody
from tests.browser.screens import arrived, choose, hears, open_paper, remark, say, speakable
from tests.browser.secretariat import Prepared, Secretariat
from tests.browser.site import wait_for

People = Callable[..., Somebody]


@pytest.fixture(scope="module")
def prepared(secretariat: Secretariat) -> Prepared:
    """Return a meeting where each test speaks about its own paragraph."""
    return secretariat.prepare("Góp ý trực tiếp")


def both_at(paragraph: dict[str, object], prepared: Prepared, *readers: Somebody) -> None:
    for reader in readers:
        open_paper(reader, prepared.paper)
        choose(reader, paragraph)


def test_a_comment_for_the_desk_is_seen_by_the_desk_and_by_no_other_delegate(
    prepared: Prepared, person: People
) -> None:
    paragraph = speakable(prepared.paper, 4)[0]
    author, other = person("dai.bieu", "phone"), person("dai.bieu2", "tablet")
    table = person("chu.toa").open(f"/meetings/{prepared.id}/opinions")
    both_at(paragraph, prepared, author, other)

    say(author, "Chỉ để chủ trì biết", "desk")
    arrived(author.page, "Chỉ để chủ trì biết")
    say(author, "Ai cũng nghe được", "meeting")
    expect(remark(other.page, "Ai cũng nghe được")).to_be_visible()
    expect(table.locator(".opinion").filter(has_text="Chỉ để chủ trì biết")).to_be_visible()
    expect(other.page.locator("#sheet .comment")).to_have_count(1)
    assert "Chỉ để chủ trì biết" not in other.page.content()
    other.page.reload()
    hears(other.page)
    assert "Chỉ để chủ trì biết" not in other.page.content()


def test_a_comment_for_oneself_is_not_seen_by_the_chair(prepared: Prepared, person: People) -> None:
    paragraph = speakable(prepared.paper, 4)[0]
    author = person("dai.bieu", "tablet")
    both_at(paragraph, prepared, author)
    say(author, "Nhớ hỏi lại", "self")
    arrived(author.page, "Nhớ hỏi lại")
    table = person("chu.toa").open(f"/meetings/{prepared.id}/opinions")
    expect(table.get_by_role("heading", name="Góp ý trực tiếp")).to_be_visible()
    expect(table.locator(".opinion").filter(has_text="Nhớ hỏi lại")).to_have_count(0)


def test_a_comment_is_replied_to_changed_and_withdrawn_before_everybody(
    prepared: Prepared, person: People
) -> None:
    paragraph = speakable(prepared.paper, 4)[1]
    author, other = person("dai.bieu", "tablet"), person("dai.bieu2", "phone")
    both_at(paragraph, prepared, author, other)
    say(author, "Mức chi này là bao nhiêu?", "meeting")
    card = arrived(other.page, "Mức chi này")

    other.press(card.get_by_role("button", name="Trả lời", exact=True))
    card.get_by_label(re.compile("^Trả lời ")).fill("Là 12.500 triệu đồng")
    other.press(card.get_by_role("button", name="Gửi trả lời"))
    replies = arrived(author.page, "Mức chi này").locator(".replies").first
    expect(replies).to_contain_text("12.500")

    own = author.page.locator("#sheet > #sheet-body > .comments > .comment").first
    author.press(own.get_by_role("button", name="Sửa"))
    own.get_by_label("Sửa ý kiến").fill("Mức chi năm 2027 là bao nhiêu?")
    author.press(own.get_by_role("button", name="Lưu thay đổi"))
    first = other.page.locator("#sheet .comments > .comment").first
    expect(first.locator(".comment-words").first).to_have_text("Mức chi năm 2027 là bao nhiêu?")

    author.press(own.get_by_role("button", name="Rút lại").first)
    author.press(author.page.get_by_role("dialog").get_by_role("button", name="Rút lại"))
    expect(other.page.get_by_text("Mức chi năm 2027 là bao nhiêu?")).to_have_count(0)
    expect(author.page.get_by_text("Mức chi năm 2027 là bao nhiêu?")).to_have_count(0)


def test_the_count_beside_a_paragraph_grows_while_one_reads(
    prepared: Prepared, person: People
) -> None:
    paragraph = speakable(prepared.paper, 4)[2]
    author, reader = person("dai.bieu2", "tablet"), person("dai.bieu", "phone")
    open_paper(reader, prepared.paper)
    both_at(paragraph, prepared, author)
    button = reader.page.locator(f'.mark-button[data-paragraph="{paragraph["id"]}"]')
    for count in (1, 2, 3):
        say(author, f"Ý thứ {count}", "meeting")
        expect(button).to_have_text(str(count))
        expect(button).to_have_attribute("aria-label", re.compile(f"có {count} ý kiến"))
    expect(button).to_be_visible()
    reader.press(button)
    expect(reader.page.locator("#sheet .comment")).to_have_count(3)
    expect(reader.page.get_by_role("heading", name="3 ý kiến")).to_be_visible()


def test_a_draft_survives_a_reload(prepared: Prepared, person: People) -> None:
    paragraph = speakable(prepared.paper, 4)[3]
    author = person("dai.bieu", "phone")
    both_at(paragraph, prepared, author)
    author.page.get_by_label("Góp ý của ông/bà").fill("Đang viết dở")
    author.page.reload()
    hears(author.page)
    choose(author, paragraph)
    expect(author.page.get_by_label("Góp ý của ông/bà")).to_have_value("Đang viết dở")


def test_a_draft_is_one_on_all_pages_of_a_browser(prepared: Prepared, person: People) -> None:
    (paragraph,) = speakable(prepared.paper)
    author = person("dai.bieu2", "desk")
    open_paper(author, prepared.paper)
    choose(author, paragraph)
    other = author.context.new_page()
    other.goto(f"/papers/{prepared.paper.id}#page=1&paragraph={paragraph['id']}")
    first, second = (each.get_by_label("Góp ý của ông/bà") for each in (author.page, other))
    expect(second).to_be_visible()
    first.press_sequentially("Viết ở trang thứ nhất")
    expect(second).to_have_value("Viết ở trang thứ nhất")
    first.blur()  # as the page that is behind the other
    second.press("End")
    second.press_sequentially(", rồi ở trang thứ hai")
    expect(first).to_have_value("Viết ở trang thứ nhất, rồi ở trang thứ hai")
    other.get_by_role("button", name="Gửi góp ý").click()
    arrived(author.page, "rồi ở trang thứ hai")
    expect(first).to_have_value("")


def test_who_replied_to_what_is_no_longer_for_them_is_told_and_keeps_their_words(
    prepared: Prepared, person: People
) -> None:
    paragraph = speakable(prepared.paper, 6)[0]
    author, other = person("dai.bieu", "desk"), person("dai.bieu2", "phone")
    both_at(paragraph, prepared, author, other)
    say(author, "Xin nói riêng", "meeting")
    card = arrived(other.page, "Xin nói riêng")
    other.press(card.get_by_role("button", name="Trả lời", exact=True))
    card.get_by_label(re.compile("^Trả lời ")).fill("Tôi đồng ý")
    other.press(card.get_by_role("button", name="Gửi trả lời"))
    expect(remark(author.page, "Tôi đồng ý")).to_be_visible()
    other.press(card.get_by_role("button", name="Trả lời", exact=True))
    card.get_by_label(re.compile("^Trả lời ")).fill("Và còn điều này")

    mine = remark(author.page, "Xin nói riêng")
    author.press(mine.get_by_role("button", name="Sửa").first)
    mine.get_by_label("Ai được xem").select_option("desk")
    author.press(mine.get_by_role("button", name="Lưu thay đổi"))
    expect(other.page.locator("#sheet .comment")).to_have_count(0)
    told = other.page.locator("#reader-notices")
    expect(told).to_contain_text("Trả lời của ông/bà: “Tôi đồng ý”")
    expect(other.page.get_by_label("Góp ý của ông/bà")).to_have_value("Và còn điều này")


def test_a_comment_that_is_too_long_says_so_and_loses_nothing(
    prepared: Prepared, person: People
) -> None:
    paragraph = speakable(prepared.paper, 5)[0]
    author = person("dai.bieu", "phone")
    page = open_paper(author, prepared.paper)
    choose(author, paragraph)
    long = "Đề nghị làm rõ. " * 400
    say(author, long)
    field = page.get_by_label("Góp ý của ông/bà")
    expect(field).to_have_value(long)
    expect(page.locator("#sheet .room")).to_have_text(
        "Dài quá 5.000 ký tự. Xin bớt 1.399 ký tự, hoặc viết làm nhiều phần."
    )
    expect(page.locator("#sheet .comment")).to_have_count(0)
    say(author, long[:4990].strip())
    arrived(page, "Đề nghị làm rõ.")
    expect(page.locator("#sheet .room")).to_have_text("")


def test_a_refused_comment_keeps_its_words_and_says_why(
    secretariat: Secretariat, person: People, errors: Errors
) -> None:
    own = secretariat.prepare("Kết thúc giữa chừng")
    (paragraph,) = speakable(own.paper)
    author = person("dai.bieu", "tablet")
    both_at(paragraph, own, author)
    page = author.page
    form = page.get_by_label("Góp ý của ông/bà")
    form.fill("Nói sau khi kết thúc")
    held: list[Route] = []
    what_is_allowed = re.compile(r"/api/papers/\d+$")
    page.route(what_is_allowed, lambda route: held.append(route))
    secretariat.ask("POST", f"/meetings/{own.id}/closure")
    author.press(page.get_by_role("button", name="Gửi góp ý"))
    refused = page.locator("#sheet .comment").filter(has_text="Nói sau khi kết thúc")
    expect(refused.get_by_role("alert")).to_contain_text("kết thúc")
    form.fill("Lời viết dở")

    wait_for(lambda: page.wait_for_timeout(50) is None and bool(held), within=10)
    for route in held:
        route.continue_()
    page.unroute(what_is_allowed)
    expect(page.locator("#reader-notices")).to_contain_text("Phiên họp đã kết thúc")
    expect(form).to_have_count(0)
    mend = refused.get_by_role("button", name="Sửa và gửi lại")
    expect(mend).to_have_count(0)
    page.reload()
    choose(author, paragraph)
    expect(refused).to_be_visible()
    expect(form).to_have_count(0)

    secretariat.ask("DELETE", f"/meetings/{own.id}/closure")
    expect(form).to_have_value("Lời viết dở")
    author.press(mend)
    expect(form).to_have_value("Lời viết dở\n\nNói sau khi kết thúc")
    page.reload()
    choose(author, paragraph)
    expect(form).to_have_value("Lời viết dở\n\nNói sau khi kết thúc")
    author.press(page.get_by_role("button", name="Gửi góp ý"))
    arrived(page, "Nói sau khi kết thúc")
    expect(page.locator("#sheet .comment")).to_have_count(1)


def test_refused_words_go_back_below_those_that_are_being_written(
    secretariat: Secretariat, person: People, errors: Errors
) -> None:
    own = secretariat.prepare("Trả lời sau khi kết thúc")
    (paragraph,) = speakable(own.paper)
    author = person("dai.bieu", "tablet")
    page = author.page
    both_at(paragraph, own, author)
    say(author, "Đề nghị làm rõ")
    own_words = arrived(page, "Đề nghị làm rõ")
    what_is_allowed = re.compile(r"/api/papers/\d+$")
    page.route(what_is_allowed, lambda route: route.abort())
    errors.foresee("ERR_FAILED")
    secretariat.ask("POST", f"/meetings/{own.id}/closure")
    for button, label, send, text in (
        ("Sửa", "Sửa ý kiến", "Lưu thay đổi", "Đề nghị làm rõ số vốn"),
        ("Trả lời", "Trả lời", "Gửi trả lời", "Xin nói thêm"),
    ):
        author.press(own_words.get_by_role("button", name=button, exact=True).first)
        own_words.get_by_label(label).fill(text)
        author.press(own_words.get_by_role("button", name=send))
        alert = own_words.get_by_role("alert").filter(has_text="kết thúc").last
        expect(alert).to_be_visible()
        author.press(alert.get_by_role("button", name="Sửa và gửi lại"))
        expect(own_words.get_by_label(label)).to_have_value(text)
        expect(own_words.get_by_role("alert")).to_have_count(0)
