"""A dashboard on a free port, and a real Chromium to open it in."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))  # tests are imported by path, so their helper is found here

from dashboard import ARTICLE, SIZE, serving

expect.set_options(timeout=15_000)  # on a slow machine, with other tests beside it, a page takes its time
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TOURED = "or-toured"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("articles") / "pilots.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def address(article: Path) -> Iterator[str]:
    with serving(article) as at:
        yield at


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail(
            "These tests need Chromium or Chrome on the PATH. Install one, for example with "
            "`apt-get install chromium`, or leave them out with `pytest --ignore=tests/browser`."
        )
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


def _context(browser: Browser) -> BrowserContext:
    context = browser.new_context(viewport=SIZE, accept_downloads=True)
    context.set_default_timeout(15_000)
    context.add_init_script(f"try {{ localStorage.setItem({TOURED!r}, '1') }} catch {{}}")  # the tour has its own test
    return context


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[[], Page]]:
    """Makes a page in a browser that knows nothing: no cookies, no session, no cache."""
    contexts: list[BrowserContext] = []

    def make() -> Page:
        contexts.append(_context(browser))
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Iterator[Page]:
    """The one tab of most tests: it has Streamlit's own code at hand, which takes a new one seconds to load."""
    context = _context(browser)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(tab: Page) -> Iterator[Page]:
    """A page that has no session yet, in a browser that remembers nothing of the tests before."""
    yield tab
    if tab.url.startswith("http"):
        tab.evaluate("localStorage.clear(); sessionStorage.clear()")
    tab.goto("about:blank")
    tab.set_viewport_size(SIZE)
    tab.context.clear_cookies()
    tab.context.clear_permissions()
