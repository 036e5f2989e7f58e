"""A dashboard on a free port, and a real Chromium to open it in."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ARTICLE = """Ports weigh rules for robot pilots

Ada Quill, director of the Harbour Trust, said that human rights and privacy must come first. \
“Transparency is the key to trust,” Quill said.

Bo Ferris, spokesman of the Pilots' Union, warned that thousands of jobs would be lost. \
According to Ferris, 35 percent of pilots fear for their jobs.

Night fell over the quay, and the cranes stood still.

Cleo Marsh, a researcher at the Tide Institute, argued that new standards would reduce the risk. \
"-5 degrees is no excuse," Marsh said.
"""


@contextmanager
def serving(*files: Path) -> Iterator[str]:
    """The address of a dashboard on ``files`` that has served nothing yet; it is stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "onrecord", "app", *map(str, files), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        address = f"http://localhost:{port}"
        for _ in range(300):
            if server.poll() is not None:
                pytest.fail(f"The dashboard stopped: {server.stdout.read() if server.stdout else ''}")
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        else:
            pytest.fail("The dashboard did not start within 30 seconds.")
        yield address
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


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


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[[], Page]]:
    """Makes a page in a browser that knows nothing: no cookies, no session."""
    contexts: list[BrowserContext] = []

    def make() -> Page:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[[], Page]) -> Page:
    return new_page()
