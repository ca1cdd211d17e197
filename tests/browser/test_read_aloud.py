"""Reading aloud: by the device's own voice, off line too, or else by the server's."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import CONNECTION_LOST, Errors, Somebody
from tests.browser.screens import choose, open_paper
from tests.browser.secretariat import PAPERS, Prepared, Secretariat
from tests.browser.test_accessible import LEAST, TARGETS
from tests.browser.test_reading_ways import violations, ways

People = Callable[..., Somebody]
A_VOICE = """() => {
  const voice = { lang: 'vi-VN', name: 'Linh', localService: true }
  let now = null
  window.heard = []
  const synthesis = {
    speaking: true, pending: false,
    getVoices: () => [{ lang: 'en-US', localService: true }, voice],
    speak(said) { window.heard.push([said.text, said.rate]); now = said },
    cancel() { now = null; localStorage.setItem('hushed', 'yes') },
  }
  window.finish = () => { const said = now; now = null; said?.onend?.() }
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } }
  Object.defineProperty(window, 'speechSynthesis', { value: synthesis })
}"""
"""A Vietnamese voice of the device that speaks until the test lets it end."""


@pytest.fixture(scope="module")
def prepared(secretariat: Secretariat) -> Prepared:
    """Return a meeting with a paper of several pages."""
    paper = PAPERS / "ke-hoach-phong-chong-thien-tai.pdf"
    return secretariat.prepare("Phiên họp để nghe đọc", papers=[paper])


def heard(page: Page) -> str:
    """Return what the device's voice was given last."""
    return str(page.evaluate("window.heard.at(-1)?.[0] ?? ''"))


def lit(page: Page) -> Locator:
    """Return the light over what is spoken on the page."""
    return page.locator(".sheet > .spoken").first


def test_the_devices_voice_reads_on_over_pages_and_off_line(
    prepared: Prepared, person: People, errors: Errors
) -> None:
    errors.foresee(CONNECTION_LOST)
    reader = person("dai.bieu", "tablet")
    reader.page.add_init_script(f"({A_VOICE})()")
    page = open_paper(reader, prepared.paper)
    bar = page.get_by_role("region", name="Đọc to", exact=True)
    menu = ways(reader)
    reader.press(menu.get_by_role("button", name="Đọc to", exact=True))
    expect(lit(page)).to_be_in_viewport()
    reader.context.set_offline(True)
    assert heard(page) == "ủy ban nhân dân xã vĩnh thịnh"
    page.evaluate("window.finish()")
    expect(bar.get_by_text("Đang đọc trang 1")).to_be_visible()
    page.wait_for_function(
        "heard.at(-1)[0] == 'Số: một trăm hai mươi tám, Kế hoạch Ủy ban nhân dân'"
    )
    reader.press(bar.get_by_role("button", name="Tạm dừng"))
    reader.press(bar.get_by_role("button", name="Nhanh hơn"))
    expect(bar.get_by_text("Nhanh", exact=True)).to_be_visible()
    count = page.evaluate("heard.length")
    reader.press(bar.get_by_role("button", name="Đọc tiếp"))
    expect(bar.get_by_role("button", name="Tạm dừng")).to_be_visible()
    assert page.evaluate("heard.at(-1)") == [
        "Số: một trăm hai mươi tám, Kế hoạch Ủy ban nhân dân",
        1.25,
    ]
    assert page.evaluate("heard.length") == count + 1, "nothing is said while it is paused"

    last = [each for each in prepared.paper.paragraphs if each["boxes"][0][0] == 1][-1]
    reader.press(choose(reader, last).get_by_role("button", name="Đọc to từ đây"))
    page.locator("#sheet").get_by_role("button", name="Đóng").tap()
    expect(lit(page)).to_be_in_viewport()
    for _ in range(len(page.evaluate("heard"))):
        page.evaluate("window.finish()")
    page.wait_for_function("document.querySelector('.voice-where').textContent.includes('trang 2')")
    expect(page.locator('.page[data-page="2"] .spoken').first).to_be_in_viewport()

    reader.press(page.get_by_role("button", name="Chữ to"))
    expect(page.locator(".print-paragraph.spoken")).to_be_in_viewport()
    for _ in range(4):
        reader.press(bar.get_by_role("button", name="Đoạn sau"))
    expect(page.locator(".print-paragraph.spoken")).to_be_in_viewport()
    reader.press(bar.get_by_role("button", name="Dừng đọc"))
    expect(bar).to_be_hidden()
    expect(page.locator(".spoken")).to_have_count(0)

    reader.context.set_offline(False)
    reader.press(ways(reader).get_by_role("button", name="Đọc to", exact=True))
    expect(page.locator(".print-paragraph.spoken")).to_be_in_viewport()
    page.evaluate("localStorage.removeItem('hushed')")
    reader.open("/meetings")
    assert page.evaluate("localStorage.getItem('hushed')") == "yes", "it falls silent when one goes"


def test_without_a_voice_the_server_reads_and_off_line_it_says_so(
    prepared: Prepared, person: People, errors: Errors
) -> None:
    errors.foresee(CONNECTION_LOST)
    reader = person("dai.bieu", "phone")
    page = open_paper(reader, prepared.paper)
    bar = page.get_by_role("region", name="Đọc to", exact=True)
    menu = ways(reader)
    with page.expect_response("**/speech") as said:
        reader.press(menu.get_by_role("button", name="Đọc to", exact=True))
    assert said.value.headers["content-type"] == "audio/mpeg"
    first = lit(page).get_attribute("style")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [t for t in page.evaluate(TARGETS) if min(t["width"], t["height"]) < LEAST - 0.5] == []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
    page.wait_for_function(
        "first => document.querySelector('.sheet > .spoken')?.getAttribute('style') !== first",
        arg=first,
        timeout=20_000,
    )
    reader.context.set_offline(True)
    refused = page.get_by_text("Máy này không có giọng đọc tiếng Việt")
    while bar.is_visible() and not refused.is_visible():  # what was made ready may still be heard
        page.evaluate("document.querySelector('.voice-course button:last-child').click()")
    expect(refused).to_be_visible()
    expect(bar).to_be_hidden()
