"""How fast it is: loading, parsing, the first look at the dashboard and the answer to a filter.

Usage: python benchmarks/speed.py [--runs 15] [--no-browser]

Seconds depend on the machine and on what else it does; the ratio of ``parse`` to bare spaCy does not, because the two
are run in turn within one process, on the same paragraphs. Needs Chromium or Chrome on the PATH for the last two.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from live_dashboard import launch, serving
from playwright.sync_api import sync_playwright
from screenshots import SEED

from onrecord import Article, parse
from onrecord.nlp import pipeline
from onrecord.nlp.paragraphs import split_paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

_LOAD = "import time; t = time.perf_counter(); from onrecord.nlp import pipeline; pipeline.load_pipeline(); "
_LOAD += "print(time.perf_counter() - t)"
_IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
LOADS, VISITS = 3, 5
TIMEOUT = 60_000


def main() -> int:
    """Measure and print a line a measure."""
    parser = argparse.ArgumentParser(description="Measure how fast parsing and the dashboard are.")
    parser.add_argument("--runs", type=int, default=15, help="runs of each parser, in turn (default: 15)")
    parser.add_argument("--no-browser", action="store_true", help="leave the dashboard out")
    options = parser.parse_args()
    say("import and model load, fresh process", statistics.median(load() for _ in range(LOADS)))
    ours, bare = parsing(options.runs)
    say("parse of the example article", ours)
    say("bare spaCy on its paragraphs", bare)
    print(f"{'parse / bare spaCy, medians':44} {ours / bare:8.2f}", flush=True)
    if options.no_browser:
        return 0
    with serving() as address, sync_playwright() as playwright:
        browser = launch(playwright)
        say("first visit after the server's start", first_paint(browser, address))
        say("first paint, a new browser", statistics.median(first_paint(browser, address) for _ in range(VISITS)))
        say("rerun after a filter change", statistics.median(reruns(browser, address)))
        browser.close()
    return 0


def say(measure: str, seconds: float) -> None:
    """Print one measure."""
    print(f"{measure:44} {seconds:7.3f}s", flush=True)


def load() -> float:
    """Seconds to import the package and load its model in a process of its own."""
    done = subprocess.run([sys.executable, "-c", _LOAD], check=True, capture_output=True, text=True)
    return float(done.stdout)


def parsing(runs: int) -> tuple[float, float]:
    """Medians of ``parse`` and of bare ``nlp.pipe`` over the paragraphs of the example, run in turn."""
    text = Article.from_bytes(next(SEED.glob("*.txt")).read_bytes()).text
    parts = [paragraph.span.of(text) for paragraph in split_paragraphs(text)]
    nlp = pipeline.load_pipeline()
    ours: list[float] = []
    bare: list[float] = []
    parse(text)
    list(nlp.pipe(parts))
    for _ in range(runs):
        ours.append(seconds(lambda: parse(text)))
        bare.append(seconds(lambda: list(nlp.pipe(parts))))
    return statistics.median(ours), statistics.median(bare)


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def first_paint(browser: Browser, address: str) -> float:
    """Seconds from asking for the address to seeing the page's first heading, in a browser that knows nothing."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    started = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.get_by_test_id("stMain").get_by_role("heading").first.wait_for(timeout=TIMEOUT)
    spent = time.perf_counter() - started
    context.close()
    return spent


def reruns(browser: Browser, address: str) -> list[float]:
    """Seconds from choosing a speaker in the sidebar, or letting go of one, to the page at rest, several times."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(address)
    page.get_by_test_id("stMain").get_by_role("heading").first.wait_for(timeout=TIMEOUT)
    rest(page)
    spent = []
    for _ in range(VISITS):
        page.get_by_test_id("stSidebar").get_by_label("Speaker", exact=True).click()
        choice = page.get_by_role("option").nth(1)
        choice.wait_for()
        started = time.perf_counter()
        choice.click()
        page.wait_for_url(re.compile("speaker="))
        rest(page)
        spent.append(time.perf_counter() - started)
        page.keyboard.press("Escape")
        started = time.perf_counter()
        page.locator(".st-key-or_chips").get_by_role("button").first.click()
        page.locator(".st-key-or_chips").wait_for(state="detached")
        rest(page)
        spent.append(time.perf_counter() - started)
    context.close()
    return spent


def rest(page: Page) -> None:
    """Wait until the page's script has run to its end."""
    page.locator(_IDLE).wait_for(timeout=TIMEOUT)


if __name__ == "__main__":
    sys.exit(main())
