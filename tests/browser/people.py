"""Somebody before a screen: a browser of their own, signed in, whose every error is heard."""

import re
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page

SIZES: dict[str, dict[str, Any]] = {
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 3,
        "has_touch": True,
        "is_mobile": True,
    },
    "tablet": {
        "viewport": {"width": 820, "height": 1180},
        "device_scale_factor": 2,
        "has_touch": True,
        "is_mobile": True,
    },
    "landscape": {
        "viewport": {"width": 1180, "height": 820},
        "device_scale_factor": 2,
        "has_touch": True,
        "is_mobile": True,
    },
    "desk": {"viewport": {"width": 1366, "height": 768}},
}
LONGEST_WAIT = 10_000
"""What a screen may need on a slow machine before a test gives up."""
CONNECTION_LOST = (
    r"ERR_(CONNECTION_|INTERNET_DISCONNECTED|EMPTY_RESPONSE|SOCKET)|WebSocket connection to"
)
"""What a browser says of a server that is not there."""


class Errors:
    """What the browsers complained about, but what a test foresees."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._foreseen: list[str] = []

    def foresee(self, *patterns: str) -> None:
        """Let errors that match any of the patterns be."""
        self._foreseen += patterns

    def listen(self, who: str, page: Page) -> None:
        """Hear what a page complains about."""
        page.on("console", lambda message: self._console(who, message))
        page.on("pageerror", lambda error: self._page(who, page, error))

    @property
    def unforeseen(self) -> list[str]:
        """Return what nobody foresaw."""
        return [e for e in self.heard if not any(re.search(p, e) for p in self._foreseen)]

    def _console(self, who: str, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.heard.append(f"{who}: {message.text} ({message.location.get('url')})")

    def _page(self, who: str, page: Page, error: Error) -> None:
        self.heard.append(f"{who}: uncaught at {page.url}: {error.stack or error}")


class Somebody:
    """A person of the demonstration before one screen."""

    def __init__(self, login: str, size: str, context: BrowserContext, address: str) -> None:
        self.login, self.size, self.context, self.address = login, size, context, address
        self.page = context.new_page()
        self.touches = bool(SIZES[size].get("has_touch"))

    def open(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(self.address + path)
        return self.page

    def press(self, locator: Any, **how: Any) -> None:
        """Tap with a finger, or click with a mouse."""
        locator.tap(**how) if self.touches else locator.click(**how)


def open_context(browser: Browser, address: str, size: str, **more: Any) -> BrowserContext:
    """Open a browser of its own, of a size, in Vietnam."""
    context = browser.new_context(
        base_url=address,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        accept_downloads=True,
        **SIZES[size],
        **more,
    )
    context.set_default_timeout(LONGEST_WAIT)
    context.set_default_navigation_timeout(2 * LONGEST_WAIT)
    return context


def sign_in(context: BrowserContext, login: str, password: str) -> None:
    """Sign a browser in without looking at the form."""
    token = context.request.get("/api/csrf").json()["token"]
    answer = context.request.post(
        "/api/sign-in",
        data={"login": login, "password": password},
        headers={"X-CSRFToken": token},
    )
    assert answer.ok, answer.text()


def texts(elements: Iterable[Any]) -> list[str]:
    """Return the words of elements."""
    return [each.strip() for each in elements]
