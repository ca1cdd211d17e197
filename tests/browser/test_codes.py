"""The hall's tablets: the secretary shows a code, the delegate types or scans it, and is in."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select, update

from meetings.people.models import Participant, SignIn
from tests.browser.people import Errors, Somebody
from tests.browser.screens import choose, open_paper, say, speakable
from tests.browser.secretariat import Prepared, Secretariat
from tests.browser.site import Site
from tests.browser.test_accessible import LEAST, TARGETS, violations
from tests.browser.test_offline import AWAY, WAITS

People = Callable[..., Somebody]


@pytest.fixture(scope="module")
def prepared(secretariat: Secretariat) -> Prepared:
    """Return a meeting with two delegates."""
    return secretariat.prepare("Kỳ họp có máy dùng chung", papers=())


def at_the_desk(secretary: Somebody, meeting: Prepared, which: int = 0) -> tuple[Locator, str]:
    """Show a code for a delegate at the desk; returns the dialog and the delegate's name."""
    page = secretary.open(f"/meetings/{meeting.id}/desk")
    row = page.locator(".seats[data-role=delegate] li").nth(which)
    name = row.locator(".seat-name").evaluate("each => each.firstChild.textContent")
    secretary.press(row.get_by_role("button", name="Đưa vào máy"))
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_contain_text(name)
    return dialog, name


def digits_of(dialog: Locator) -> str:
    expect(dialog.locator(".digits")).to_be_visible()
    return re.sub(r"\D", "", dialog.locator(".digits [aria-hidden]").inner_text())


def type_in(tablet: Somebody, digits: str) -> Page:
    page = tablet.open("/sign-in")
    page.get_by_label("Mã trên màn hình thư ký").fill(digits)
    tablet.press(page.locator("#by-code button"))
    return page


def seen(page: Page, folder: Path | None, name: str) -> None:
    """Hold a screen against axe, and its targets against a finger."""
    assert violations(page) == []
    small = [
        each for each in page.evaluate(TARGETS) if min(each["width"], each["height"]) < LEAST - 0.5
    ]
    assert small == []
    page.emulate_media(color_scheme="light")
    if folder:
        page.screenshot(path=folder / f"{name}.png")


@pytest.mark.parametrize("size", ["phone", "tablet", "landscape", "desk"])
def test_a_delegate_types_the_code_from_the_secretarys_screen(
    prepared: Prepared, person: People, size: str, shots: Path | None
) -> None:
    dialog, name = at_the_desk(person("thu.ky", size), prepared)
    expect(dialog.locator(".code-time")).to_contain_text("giây")
    seen(dialog.page, shots, f"code-{size}")
    tablet = person(None, size)
    tablet.open("/sign-in")
    seen(tablet.page, shots, f"sign-in-{size}")
    page = type_in(tablet, digits_of(dialog))
    expect(page.get_by_role("heading")).to_contain_text(name)
    expect(page.get_by_text("Kỳ họp có máy dùng chung")).to_be_visible()
    expect(dialog.locator(".code-state")).to_contain_text("Đang đợi đại biểu")
    seen(page, shots, f"asked-{size}")
    tablet.press(page.get_by_role("button", name="Đúng, vào họp"))
    expect(page).to_have_url(re.compile(f"/meetings/{prepared.id}$"))
    expect(dialog.locator(".code-state")).to_have_text("Đã vào.")
    seen(dialog.page, shots, f"in-{size}")
    page.locator(".who summary").click()
    expect(page.get_by_text("Tài khoản và mật khẩu")).to_have_count(0)
    tablet.press(page.get_by_role("button", name="Đăng xuất"))
    expect(page.get_by_role("heading", name="Nhập mã 6 số")).to_be_visible()


def test_a_scanned_code_that_is_somebody_elses_is_declined_and_another_one_given(
    prepared: Prepared, person: People
) -> None:
    secretary = person("thu.ky", "desk")
    with secretary.page.expect_response(lambda answer: answer.url.endswith("/code")) as shown:
        dialog, name = at_the_desk(secretary, prepared, 1)
    expect(dialog.get_by_alt_text("Mã QR để vào họp")).to_be_visible()
    tablet = person(None, "tablet")
    page = tablet.page
    page.goto(shown.value.json()["address"])
    expect(page.get_by_role("heading")).to_contain_text(name)
    tablet.press(page.get_by_role("button", name="Không phải tôi"))
    expect(page.get_by_text("Đã báo thư ký")).to_be_visible()
    expect(dialog.locator(".code-state")).to_contain_text("không phải đại biểu này")
    expect(dialog.locator(".qr")).to_have_count(0)
    with secretary.page.expect_response(lambda answer: answer.url.endswith("/code")) as another:
        secretary.press(dialog.get_by_role("button", name="Cho mã mới"))
    expect(dialog.locator(".qr")).to_be_visible()
    page.goto(another.value.json()["address"])
    tablet.press(page.get_by_role("button", name="Đúng, vào họp"))
    expect(page).to_have_url(re.compile(f"/meetings/{prepared.id}$"))
    expect(dialog.locator(".code-state")).to_have_text("Đã vào.")


def test_a_closed_dialog_lets_nobody_in_and_the_tablet_says_why(
    prepared: Prepared, person: People, errors: Errors
) -> None:
    errors.foresee(r"400 .*/vao")
    secretary = person("thu.ky", "desk")
    dialog, _ = at_the_desk(secretary, prepared)
    digits = digits_of(dialog)
    with secretary.page.expect_response(re.compile("/code$")):
        secretary.press(dialog.get_by_role("button", name="Đóng"))
    page = type_in(person(None, "tablet"), digits)
    expect(page.get_by_role("alert")).to_contain_text("đã được hủy")


def test_a_meeting_that_is_closed_ends_what_the_tablet_shows(
    secretariat: Secretariat, person: People
) -> None:
    meeting = secretariat.prepare("Kỳ họp sẽ bế mạc", papers=())
    dialog, _ = at_the_desk(person("thu.ky", "desk"), meeting)
    tablet = person(None, "tablet")
    page = type_in(tablet, digits_of(dialog))
    tablet.press(page.get_by_role("button", name="Đúng, vào họp"))
    expect(page.locator(".agenda-item").first).to_be_visible()
    secretariat.ask("POST", f"/meetings/{meeting.id}/closure")
    expect(page.get_by_role("heading", name="Nhập mã 6 số")).to_be_visible()


def test_whose_words_still_wait_on_a_tablet_is_said_when_its_sign_in_has_ended_meanwhile(
    site: Site, secretariat: Secretariat, person: People, errors: Errors
) -> None:
    errors.foresee(*AWAY, "status of 401")
    meeting = secretariat.prepare("Kỳ họp mất mạng")
    dialog, name = at_the_desk(person("thu.ky", "desk"), meeting)
    tablet = person(None, "tablet")
    page = type_in(tablet, digits_of(dialog))
    tablet.press(page.get_by_role("button", name="Đúng, vào họp"))
    expect(page.locator(".agenda-item").first).to_be_visible()
    open_paper(tablet, meeting.paper)
    choose(tablet, speakable(meeting.paper)[0])
    with site.gone():
        say(tablet, "Viết khi mất mạng")
        expect(page.locator("#live-line")).to_contain_text("1 việc chờ gửi")
        with site.session() as session:
            here = select(Participant.id).where(Participant.meeting_id == meeting.id)
            ended = update(SignIn).where(SignIn.seat_id.in_(here))
            session.execute(ended.values(ended=datetime.now(UTC)))
            session.commit()
    expect(page.get_by_role("heading", name="Nhập mã 6 số")).to_be_visible(timeout=WAITS)
    told = page.get_by_text(f"Còn 1 việc của {name.strip()} chờ gửi")
    expect(told).to_be_visible()


@pytest.fixture
def shots() -> Path | None:
    """Where pictures of the screens are put for somebody to look at, where that is asked for."""
    import os

    folder = os.environ.get("SHOTS_DIR")
    return Path(folder) if folder else None
