"""One dashboard and one Chromium a worker, and what a failed test leaves to look at."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser_steps import SIZE, TIMEOUT
from invented_articles import HARBOUR_CODEBOOK, PORTS
from live_dashboard import TOURED, launch, serving
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

import onrecord
from onrecord import Codebook

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

expect.set_options(timeout=TIMEOUT)
FAILURES = Path(__file__).parents[2] / "build" / "browser-failures"


@pytest.fixture(scope="session")
def tables() -> onrecord.Tables:
    """What the dashboard shows: the tables of its one article."""
    return onrecord.parse(PORTS, codebook=Codebook.from_toml(HARBOUR_CODEBOOK))


@pytest.fixture(scope="session")
def article_id(tables: onrecord.Tables) -> str:
    return str(tables.articles["article_id"].iloc[0])


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard on one article. Each page load is a session of its own, so tests do not see one another's work."""
    folder = tmp_path_factory.mktemp("dashboard")
    (folder / "pilots.txt").write_text(PORTS, encoding="utf-8")
    (folder / "harbour.toml").write_text(HARBOUR_CODEBOOK, encoding="utf-8")
    with serving(folder / "pilots.txt", "--codebook", folder / "harbour.toml") as at:
        yield at


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


def _context(browser: Browser) -> BrowserContext:
    context = browser.new_context(viewport=SIZE, accept_downloads=True)
    context.set_default_timeout(TIMEOUT)
    return context


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Iterator[Page]:
    """The tab behind ``page``. It is kept, as Streamlit's own code takes seconds to load in a new browser profile."""
    context = _context(browser)
    context.add_init_script(TOURED)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def strangers_tab(browser: Browser) -> Iterator[Page]:
    """The tab behind ``stranger``."""
    context = _context(browser)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(tab: Page) -> Iterator[Page]:
    """An empty tab, in a browser profile that has seen the tour and remembers nothing else."""
    yield tab
    _forget(tab)


@pytest.fixture
def stranger(strangers_tab: Page) -> Iterator[Page]:
    """A second reader: an empty tab in another browser profile, which remembers nothing at all."""
    yield strangers_tab
    _forget(strangers_tab)


def _forget(tab: Page) -> None:
    if tab.url.startswith("http"):
        tab.evaluate("localStorage.clear(); sessionStorage.clear()")
    tab.goto("about:blank")
    tab.set_viewport_size(SIZE)
    tab.context.clear_cookies()
    tab.context.clear_permissions()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where a test fails, keep a picture and the markup of each open page, and print their paths."""
    report = yield
    browser = getattr(item, "funcargs", {}).get("browser")
    if report.when == "call" and report.failed and browser is not None:
        FAILURES.mkdir(parents=True, exist_ok=True)
        pages = [page for context in browser.contexts for page in context.pages if page.url != "about:blank"]
        for number, page in enumerate(pages, 1):
            path = FAILURES / f"{re.sub(r'[^a-z0-9_]+', '-', item.name)}-{number}.png"
            try:
                path.with_suffix(".html").write_text(page.content(), encoding="utf-8")
                page.screenshot(path=path, full_page=True)
            except Error as error:
                report.sections.append(("No picture", str(error)))
            report.sections.append(("The page as it was", f"{page.url}\n{path}\n{path.with_suffix('.html')}"))
    return report
