"""Visits: a browser that has never been there opens a reader, and what it sees is timed."""

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect, sync_playwright

from tests.benchmarks.figures import percentile
from tests.benchmarks.reader.contestants import PAGES, Contestant
from tests.browser.conftest import ARGUMENTS, CHROMIUM

TABLET = {"viewport": {"width": 800, "height": 1280}, "device_scale_factor": 2, "has_touch": True}
SLOWED = 4
"""How much slower a cheap tablet's processor is than this one."""
STEPS = 40
JUMPS = 30
TURNED = 100
SPEED_PX_S, SCROLLED_MS = 3_000, 4_000
SET_UP_MS, SETTLED_MS = 4_000, 400
"""What a reader may need for itself after its first page, and what somebody looks at a page for."""
MOVES = 240
LOW_END = "--enable-low-end-device-mode"
WATCHING = Path(__file__).with_name("watching.js")
WEIGHED = ("Script", "Stylesheet")
PATIENCE_MS = 180_000


@dataclass(frozen=True)
class Line:
    """A line to the Internet."""

    name: str
    bits: int
    latency_ms: int
    target_s: float


FAST_3G = Line("fast 3G", 1_600_000, 150, 2.0)
SLOW_3G = Line("slow 3G", 400_000, 400, 3.5)


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """Start a browser; raises RuntimeError where there is none."""
    if CHROMIUM is None:
        raise RuntimeError("Chromium is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *more])
        yield browser
        browser.close()


@contextmanager
def visit(browser: Browser, who: Contestant) -> Iterator[tuple[Page, CDPSession]]:
    """Yield an empty page of a browser that has seen nothing yet, on a slow processor."""
    context = browser.new_context(base_url=who.address, locale="vi-VN", **TABLET)
    context.set_default_timeout(PATIENCE_MS)
    who.enter(context)
    try:
        yield slowed(context)
    finally:
        context.close()


def slowed(context: BrowserContext) -> tuple[Page, CDPSession]:
    """Return a new page that is watched, on a slow processor."""
    page = context.new_page()
    page.add_init_script(path=WATCHING)
    devtools = context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    return page, devtools


def opened(page: Page, who: Contestant) -> float:
    """Open the pack; returns after how many seconds its first page was drawn."""
    page.goto(who.path, wait_until="commit")
    ms: float = page.evaluate("selector => bench.until(selector, 180_000)", who.sharp % 1)
    return ms / 1000


def first_page(browser: Browser, who: Contestant, line: Line) -> float:
    """Return after how many seconds the first page is drawn over a weak line."""
    with visit(browser, who) as (page, devtools):
        bytes_a_second = line.bits / 8
        devtools.send("Network.enable")
        devtools.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": line.latency_ms,
                "downloadThroughput": bytes_a_second,
                "uploadThroughput": bytes_a_second,
            },
        )
        return opened(page, who)


def weight(browser: Browser, who: Contestant) -> float:
    """Return how many KB of scripts and styles come over the line when a paper is opened."""
    with visit(browser, who) as (page, devtools):
        kinds: dict[str, str] = {}
        sizes: dict[str, float] = {}
        devtools.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
        devtools.on(
            "Network.loadingFinished",
            lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}),
        )
        devtools.send("Network.enable")
        opened(page, who)
        page.wait_for_timeout(3_000)
        return sum(sizes.get(each, 0) for each in kinds if kinds[each] in WEIGHED) / 1024


def reading(browser: Browser, who: Contestant) -> Mapping[str, float]:
    """Turn pages and scroll; returns the latest of most turns, in ms, and how much was blank."""
    with visit(browser, who) as (page, _):
        opened(page, who)
        page.wait_for_timeout(SET_UP_MS)
        turns = [_turned(page, who, number, who.sharp) for number in range(2, 2 + STEPS)]
        page.wait_for_timeout(SETTLED_MS)
        within = who.anything.partition(" ")[2]
        scrolled: dict[str, float] = page.evaluate(
            "given => bench.scroll(...given)", [who.scroller, within, SPEED_PX_S, SCROLLED_MS]
        )
        return {
            "next": percentile(turns, 0.95),
            "blank": 100 * scrolled["blank"] / scrolled["frames"],
            "late": 100 * scrolled["late"] / scrolled["frames"],
        }


def _turned(page: Page, who: Contestant, number: int, selector: str) -> float:
    """Turn to a page, as somebody who has looked at the one before; returns after how many ms."""
    page.wait_for_timeout(SETTLED_MS)
    ms: float = page.evaluate(
        "async ([n, selector]) => { const began = performance.now();"
        f"{who.go}; return await bench.until(selector) - began }}",
        [number, selector % number],
    )
    return ms


def memory(who: Contestant) -> float:
    """Return the MiB of the page's process after a hundred pages on a tablet with little of it."""
    with chromium(LOW_END) as browser, visit(browser, who) as (page, _):
        opened(page, who)
        page.wait_for_timeout(SET_UP_MS)
        for number in range(2, TURNED + 1):
            _turned(page, who, number, who.sharp)
        processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
        return max(
            _proportional(each["id"])
            for each in processes["processInfo"]
            if each["type"] == "renderer"
        )


def _proportional(process: int) -> float:
    """Return a process's share of memory in MiB: PSS of proc(5)."""
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def wet_ink(browser: Browser, who: Contestant) -> float:
    """Return the script time, in ms, that most movements of a pen take at the longest."""
    with visit(browser, who) as (page, devtools):
        opened(page, who)
        page.locator("#pen").first.click()
        expect(page.locator("canvas.wet-ink")).to_be_visible()
        page.evaluate("bench.moves.length = 0")

        def pen(kind: str, step: int, force: float) -> None:
            across, down = 150 + step * 2, 500 + (step % 20) * 8
            devtools.send(
                "Input.dispatchMouseEvent",
                {
                    "type": kind,
                    "x": across,
                    "y": down,
                    "button": "left",
                    "buttons": 0 if kind == "mouseReleased" else 1,
                    "pointerType": "pen",
                    "force": force,
                    "clickCount": 1,
                },
            )

        pen("mousePressed", 0, 0.5)
        for step in range(MOVES):
            pen("mouseMoved", step, 0.2 + 0.6 * step / MOVES)
        pen("mouseReleased", MOVES, 0)
        return percentile(page.evaluate("bench.moves"), 0.95)


def off_line(browser: Browser, who: Contestant) -> Mapping[str, Any]:
    """Keep the pack, take the server away, open it and jump about; returns s, ms and MB."""
    assert who.site
    with visit(browser, who) as (page, _):
        page.goto(f"/meetings/{who.meeting}")
        page.get_by_role("button", name="Lưu cả phiên họp vào máy").click()
        expect(page.locator(".keep-words")).to_contain_text(
            "Đã lưu cả phiên họp", timeout=PATIENCE_MS
        )
        kept = page.evaluate("navigator.storage.estimate().then(({ usage }) => usage)")
        who.site.kill()
        try:
            away, _ = slowed(page.context)
            first = opened(away, who)
            away.wait_for_timeout(SET_UP_MS)
            pages = random.Random(1).sample(range(2, PAGES + 1), JUMPS)
            jumps = [_turned(away, who, number, who.anything) for number in pages]
        finally:
            who.site.start()
        return {"first": first, "jump": percentile(jumps, 0.95), "kept": kept / 2**20}
