"""Every screen: axe finds nothing, targets are large, and English is English throughout."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from babel.messages.pofile import read_po
from playwright.sync_api import Page, expect

from tests.browser.people import Errors, Somebody
from tests.browser.screens import choose, open_paper, say, speakable, take
from tests.browser.secretariat import Prepared, Secretariat

People = Callable[..., Somebody]
ROOT = Path(__file__).parents[2]
WORDS = ROOT / "web" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""What can differ between light and dark."""
PLACE = re.compile(r"%\((\w+)\)[sd]")
FREE = ("name", "title", "role", "address", "password")
"""The places in messages that take words; the others take numbers."""
LEAST = 48
"""CSS pixels of a target."""
TARGETS = """() => [...document.querySelectorAll(
    'button, summary, select, textarea, input:not([type=hidden]), a.button, [role=button]')]
  .filter(each => each.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })
    && !each.closest('.hidden-words'))
  .map(each => [each.matches('[type=checkbox], [type=radio]') && each.closest('label') || each,
    each])
  .map(([target, each]) => [target.getBoundingClientRect(), each])
  .filter(([{ width, height }]) => width && height)
  .map(([{ width, height }, each]) => ({ width, height, what: each.outerHTML.slice(0, 110) }))"""
SAID = """() => {
  const said = []
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    const { parentElement: at, nodeValue } = walk.currentNode
    if (!at.closest('script, style, noscript, [lang=vi]')) said.push(nodeValue)
  }
  for (const each of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
    if (!each.closest('[lang=vi]')) {
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
        if (each.getAttribute(name)) said.push(each.getAttribute(name))
      }
    }
  }
  return [...said, document.title].map(each => each.trim()).filter(Boolean)
}"""


@pytest.fixture(scope="module")
def prepared(secretariat: Secretariat) -> Prepared:
    """Return a meeting with one paper, on which somebody has spoken and been answered."""
    made = secretariat.prepare("Phiên họp để xem màn hình", items=("Một", "Hai"))
    (paragraph,) = speakable(made.paper)
    comment = secretariat.ask(
        "POST",
        "/comments",
        paper=made.paper.id,
        paragraph=paragraph["id"],
        text="Một ý kiến",
        visibility="meeting",
        operation_id=f"seen-{made.id}",
    )
    secretariat.ask(
        "POST", f"/comments/{comment['id']}/replies", text="Một lời đáp", operation_id="seen-reply"
    )
    return made


def screens(prepared: Prepared) -> dict[str, tuple[str, str]]:
    """Return for every screen its address, and what is there once it is."""
    meeting, paper = f"/meetings/{prepared.id}", f"/papers/{prepared.paper.id}"
    return {
        "meetings": ("/meetings", ".meeting-card"),
        "new meeting": ("/meetings/new", "form .choices label"),
        "agenda": (meeting, ".agenda-item"),
        "desk": (f"{meeting}/desk", ".item-card"),
        "opinions": (f"{meeting}/opinions", ".opinion"),
        "reader": (paper, ".page .sheet.ready"),
        "account": ("/account", "#password"),
        "no such page": ("/meetings/999999", "main h1"),
    }


def violations(page: Page) -> list[str]:
    """Return what axe finds in the light, and of colours in the dark."""
    page.emulate_media(color_scheme="light")
    still(page)
    found = Axe().run(page, options=RULES).response["violations"]
    page.emulate_media(color_scheme="dark")
    still(page)
    found += page.evaluate("options => axe.run(options)", COLOURS)["violations"]
    return [
        f"{each['id']}: {node['target']} {node['html'][:120]} {node['failureSummary'][-160:]}"
        for each in found
        for node in each["nodes"][:3]
    ]


def still(page: Page) -> None:
    """Wait until nothing on the page moves or fades."""
    page.evaluate("""() => Promise.race([
      Promise.allSettled(document.getAnimations()
        .filter(each => each.effect.getComputedTiming().endTime < 5000).map(each => each.finished)),
      new Promise(resolve => setTimeout(resolve, 2000))])""")


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_axe_finds_nothing_on_any_screen_in_light_or_dark(
    prepared: Prepared, person: People, errors: Errors, size: str
) -> None:
    errors.foresee(r"status of 404")
    found: dict[str, list[str]] = {}

    def look(name: str, page: Page) -> None:
        found[name] = violations(page)

    outside = person(None, size)
    look("sign-in", outside.open("/sign-in"))
    secretary = person("thu.ky", size)
    for name, (path, there) in screens(prepared).items():
        page = secretary.open(path)
        expect(page.locator(there).first).to_be_visible()
        look(name, page)
    reader = person("dai.bieu", size)
    page = open_paper(reader, prepared.paper)
    choose(reader, speakable(prepared.paper)[0])
    expect(page.locator("#sheet .comment").first).to_be_visible()
    look("reader with comments", page)
    page.locator("#sheet").get_by_role("button", name="Đóng").click()
    if size == "phone":
        page.get_by_role("button", name="Thêm", exact=True).click()
        look("reader with more", page)
        page.keyboard.press("Escape")
    take(reader, "Mục lục")
    look("reader with contents", page)
    page.locator("#side-close").click()
    page.get_by_role("button", name="Chữ to").click()
    expect(page.locator("#large-print p").first).to_be_visible()
    look("reader in large letters", page)
    administrator = person("quan.tri", size)
    page = administrator.open("/people")
    expect(page.locator("#people li, #people tr").first).to_be_visible()
    look("people", page)
    assert {name: each for name, each in found.items() if each} == {}


def test_every_target_on_a_phone_is_large_enough_for_a_thumb(
    prepared: Prepared, person: People
) -> None:
    small: dict[str, list[Any]] = {}

    def look(name: str, page: Page) -> None:
        targets = page.evaluate(TARGETS)
        assert targets, name
        small[name] = [t for t in targets if min(t["width"], t["height"]) < LEAST - 0.5]

    reader = person("dai.bieu", "phone")
    page = open_paper(reader, prepared.paper)
    look("reader", page)
    choose(reader, speakable(prepared.paper)[0])
    say(reader, "Xem nút bấm", "self")
    expect(page.locator("#sheet .comment").nth(1)).to_be_visible()
    look("reader with comments", page)
    page.locator("#sheet").get_by_role("button", name="Đóng").tap()
    page.get_by_role("button", name="Thêm", exact=True).tap()
    look("reader with more", page)
    page.get_by_role("button", name="Mục lục").first.tap()
    look("reader with contents", page)

    secretary = person("thu.ky", "phone")
    page = secretary.open(f"/meetings/{prepared.id}/desk")
    expect(page.locator(".item-card").first).to_be_visible()
    look("desk", page)
    for menu in ("Sắp xếp", "Khác", "Tùy chọn"):
        page.locator("summary", has_text=menu).first.tap()
        look(f"desk, menu {menu}", page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Sửa", exact=True).first.tap()
    look("desk, form", page)
    page = secretary.open(f"/meetings/{prepared.id}/opinions")
    expect(page.locator(".opinion").first).to_be_visible()
    look("opinions", page)
    assert {name: each for name, each in small.items() if each} == {}


@pytest.mark.parametrize("size", ["phone", "tablet"])
def test_no_screen_moves_sideways(prepared: Prepared, person: People, size: str) -> None:
    secretary = person("thu.ky", size)
    wide = []
    for name, (path, there) in screens(prepared).items():
        if name == "no such page":
            continue
        page = secretary.open(path)
        expect(page.locator(there).first).to_be_visible()
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(name)
    assert wide == []


def vietnamese() -> list[tuple[str, re.Pattern[str]]]:
    """Return what the screens say in Vietnamese and must not say in English."""
    with WORDS.open("rb") as file:
        catalogue = read_po(file)
    said = []
    for message in catalogue:
        words, translated = message.id, message.string
        words = words[0] if isinstance(words, tuple | list) else words
        translated = translated[0] if isinstance(translated, tuple | list) else translated
        plain = PLACE.sub("", words)
        if not words or not translated or words == translated or plain.isascii():
            continue
        parts = [re.escape(each) for each in PLACE.split(words)]
        for at in range(1, len(parts), 2):
            parts[at] = ".{1,60}" if parts[at] in FREE else r"\d[\d.,–]*"
        said.append((words, re.compile("".join(parts))))
    return said


def test_in_english_no_vietnamese_word_of_the_screens_is_left(
    prepared: Prepared, person: People, errors: Errors
) -> None:
    errors.foresee(r"status of 404")
    catalogue = vietnamese()
    left: dict[str, set[str]] = {}

    def look(name: str, page: Page) -> None:
        said = page.evaluate(SAID)
        left[name] = {
            f"{words!r} in {each[:80]!r}"
            for each in said
            for words, pattern in catalogue
            if pattern.fullmatch(each)
        }

    outside = person(None).open("/sign-in")
    outside.get_by_role("link", name="English").click()
    expect(outside.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    look("sign-in", outside)
    secretary = person("thu.ky")
    secretary.open("/account?lang=en")
    for name, (path, there) in screens(prepared).items():
        page = secretary.open(path)
        expect(page.locator(there).first).to_be_visible()
        assert page.locator("html").get_attribute("lang") == "en"
        look(name, page)
    page = secretary.open(f"/papers/{prepared.paper.id}")
    expect(page.locator("#live-line")).to_have_text("Online")
    page.locator(f'.mark-button[data-paragraph="{speakable(prepared.paper)[0]["id"]}"]').click()
    expect(page.locator("#sheet .comment").first).to_be_visible()
    look("reader with comments", page)
    administrator = person("quan.tri")
    page = administrator.open("/people?lang=en")
    expect(page.locator("#people li, #people tr").first).to_be_visible()
    look("people", page)
    assert {name: each for name, each in left.items() if each} == {}
