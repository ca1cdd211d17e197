"""The real program and real browsers: what every test of the screens stands on."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from deploy.demonstration.cast import PASSWORD
from tests.browser.people import LONGEST_WAIT, Errors, Somebody, open_context, sign_in
from tests.browser.secretariat import Secretariat
from tests.browser.site import Site

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
expect.set_options(timeout=LONGEST_WAIT)


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The program with the demonstration, all of whose papers have been read."""
    made = Site(tmp_path_factory.mktemp("site"))
    try:
        made.start()
        made.wait_until_read()
        yield made
        assert not made.complaints(), made.complaints()
    finally:
        made.end()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium; its event loop ends with this package, so that other tests may have theirs."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="package")
def secretariat(site: Site) -> Iterator[Secretariat]:
    """The secretary at the API, who prepares what a test only needs to be there."""
    made = Secretariat(site)
    yield made
    made.close()


@pytest.fixture(scope="package")
def signed_in() -> dict[tuple[str, str], Any]:
    """The cookies of who has signed in on a screen of which size: a password takes its time."""
    return {}


@pytest.fixture
def errors() -> Iterator[Errors]:
    """What the screens complain about; a test says what it foresees."""
    heard = Errors()
    yield heard
    assert not heard.unforeseen, "\n".join(heard.unforeseen)


@pytest.fixture
def person(
    site: Site, browser: Browser, errors: Errors, signed_in: dict[tuple[str, str], Any]
) -> Iterator[Callable[..., Somebody]]:
    """Somebody signed in before a screen of their own; each call is another device."""
    opened: list[Somebody] = []

    def make(login: str | None, size: str = "desk", **more: Any) -> Somebody:
        context = open_context(browser, site.address, size, **more)
        somebody = Somebody(login or "nobody", size, context, site.address)
        opened.append(somebody)
        errors.listen(f"{somebody.login} ({size})", somebody.page)
        if login and (login, size) not in signed_in:
            sign_in(context, login, PASSWORD)
            signed_in[login, size] = context.cookies()
        elif login:
            context.add_cookies(signed_in[login, size])
        return somebody

    yield make
    for each in opened:
        each.context.close()
