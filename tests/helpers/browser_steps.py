"""What the browser tests do on a page. Each step ends when its effect is there to be seen; none waits for time."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

from page_words import PAGES, PAGES_OF_SEVERAL
from playwright.sync_api import Download, Locator, Page, ViewportSize, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

if TYPE_CHECKING:
    from collections.abc import Callable

TIMEOUT = 1000 * int(os.environ.get("ONRECORD_BROWSER_SECONDS", "60"))
"""Milliseconds that a page may take, however busy the machine is: the one limit of every step and assertion."""
PATIENCE = min(10_000, TIMEOUT)
"""Milliseconds after which a reader presses again what did nothing: Streamlit draws an element anew while it is pressed
now and then, and then the press is lost."""
SIZE: ViewportSize = {"width": 1440, "height": 900}
"""The screen of tests that ask for no other."""


def expect_idle(page: Page) -> None:
    """The page's script has run to its end."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def expect_query(page: Page, **wanted: str | list[str]) -> None:
    """The query of the page's address is exactly ``wanted``."""
    values = {name: [value] if isinstance(value, str) else value for name, value in wanted.items()}
    try:
        page.wait_for_url(lambda url: query(url) == values)
    except PlaywrightTimeoutError:
        assert query(page.url) == values


def query(url: str) -> dict[str, list[str]]:
    """The query of an address: a list of values a name."""
    return parse_qs(urlsplit(url).query)


def expect_page(page: Page, name: str) -> None:
    """The page of that name has been drawn to its end, without an error."""
    expect(page).to_have_title("On Record" if name == "Overview" else f"{name} · On Record")
    expect(page.locator(".or-brand")).to_be_visible()
    expect_idle(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def go(page: Page, address: str, path: str = "/", **params: str) -> None:
    """Open a page by its address, as a link from elsewhere does: in a new session."""
    page.goto(address + path + (f"?{urlencode(params)}" if params else ""))
    names = {where: name for name, where in {**PAGES, **PAGES_OF_SEVERAL}.items()}
    expect_page(page, names[path])


def follow(page: Page, name: str) -> None:
    """Follow a link of the navigation, which is drawn last, so that it leads on with the page's filters."""
    expect_idle(page)
    path = re.compile(rf"{re.escape({**PAGES, **PAGES_OF_SEVERAL}[name])}(\?|$)")
    link = page.locator(".st-key-or_navigation").get_by_role("link", name=name, exact=True)
    press_until(link, lambda patience: page.wait_for_url(path, timeout=patience))
    expect_page(page, name)


def press(page: Page | Locator, label: str) -> None:
    """Press the one button of that name."""
    page.get_by_role("button", name=label, exact=True).click()


def press_until(button: Locator, see: Callable[[float], None]) -> None:
    """Press what may be pressed twice until its effect is seen.

    ``see`` waits for the effect as many milliseconds as it is given, and raises where it does not come.
    """
    for _ in range(TIMEOUT // PATIENCE - 1):
        button.click()
        try:
            see(PATIENCE)
        except (AssertionError, PlaywrightTimeoutError):
            continue
        return
    button.click()
    see(PATIENCE)


def downloaded(page: Page, button: Locator) -> Download:
    """The file that a download button gives."""
    files: list[Download] = []

    def keep(file: Download) -> None:
        files.append(file)

    def see(patience: float) -> None:
        if not files:
            page.wait_for_event("download", timeout=patience)

    expect_idle(page)
    page.on("download", keep)
    press_until(button, see)
    page.remove_listener("download", keep)
    return files[0]


def expect_tools(page: Page) -> None:
    """The script behind the page's own buttons (copy a link, save a chart, the tour) has started."""
    expect(page.locator(".or-tour[data-or-seen]")).to_have_count(1)


def chips(page: Page) -> Locator:
    """The filters in use, above the page."""
    return page.locator(".st-key-or_chips")


def lead(page: Page) -> Locator:
    """The page's answer in a sentence."""
    return page.locator(".or-lead").first


def expect_nothing_ran(page: Page) -> None:
    """No code of a hostile text has run, and none of it has become a link, a picture or a formula."""
    assert page.evaluate("window.hacked") is None
    expect(page.locator("a[href*='javascript'], a[href*='example.org']")).to_have_count(0)
    made = page.locator(".stMain .katex, .stMain img[src='x'], .or-article :is(img, svg, script)")
    expect(made).to_have_count(0)


def expect_steady(locator: Locator) -> None:
    """Scroll to an element; it has stopped moving."""
    locator.scroll_into_view_if_needed()
    locator.element_handle().wait_for_element_state("stable")
