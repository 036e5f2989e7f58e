"""Every page against the smallest Streamlit app there is, in one run: first numbers, a filter change, what is sent.

Usage: python benchmarks/pages.py [--visits 5] [--changes 9] [--pages read,checks,…]

The smallest app has one metric, one Plotly chart and one control that changes both. Each page of the dashboard, on the
example article, is visited in turn with it, in a new browser each time, and so is each change of a filter: a click on
the chip of a filter, which shows all again. Times are taken within the browser: from the start of the navigation, or
the click, until the first numbers are there, or others. What is sent counts all that is not Streamlit's own code.
Bars: first numbers at most 1.3 times, a change at most 1.5 times those of the smallest app, at most 1 MB sent. Exits 1
where a page is over one. Needs Chromium or Chrome on the PATH.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from live_dashboard import launch, served, serving
from playwright.sync_api import sync_playwright
from screenshots import SEED

import onrecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

SMALLEST = """
import plotly.graph_objects as go
import streamlit as st
n = {"one": 1, "two": 2}[st.segmented_control("Number", ["one", "two"], default="one", required=True)]
st.metric("Number", n)
st.plotly_chart(go.Figure(go.Bar(x=["a", "b"], y=[n, 2 * n])))
"""
PAGES = ("", "read", "speakers", "compare", "themes", "figures", "data", "checks", "codebook", "articles")
NUMBERS = {"": ".or-numbers b", "read": ".or-count", "compare": ".or-lead", "data": ".or-lead", "articles": ".or-lead",
           "codebook": ".or-lead", "checks": ".or-lead"}  # fmt: skip
"""Where a page's first numbers stand, or its first words where it has none; ``.or-numbers b`` where not named here."""
UNFILTERED = ("codebook", "articles", "checks")
"""Pages whose numbers no filter changes: there the sidebar's own count is waited for."""
COUNT = ".or-kept"
BARS = (1.3, 1.5, 1_000_000)
FIRST = """selector => {
  const look = () => {
    const found = document.querySelector(selector);
    if (found?.textContent) window.orFirst ??= performance.now();
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
}"""
CHANGE = """([click, selector]) => new Promise((done) => {
  const words = () => [...document.querySelectorAll(selector)].map((part) => part.textContent).join("|");
  const before = words();
  const begun = performance.now();
  const watch = new MutationObserver(() => {
    if (words() && words() !== before) { watch.disconnect(); done(performance.now() - begun); }
  });
  watch.observe(document.body, { childList: true, subtree: true, characterData: true });
  document.querySelector(click).click();
})"""


def main() -> int:
    """Measure each page in turn with the smallest app, and print a line each."""
    parser = argparse.ArgumentParser(description="Measure every page against the smallest Streamlit app.")
    parser.add_argument("--visits", type=int, default=5, help="visits of each page (default: 5)")
    parser.add_argument("--changes", type=int, default=9, help="changes of a filter on each page (default: 9)")
    parser.add_argument("--pages", default=",".join(PAGES), help="pages to measure, by comma; the first has no name")
    options = parser.parse_args()
    pages = options.pages.split(",")
    text = onrecord.Article.from_bytes(next(SEED.glob("*.txt")).read_bytes()).text
    speaker = onrecord.parse(text).figures["speaker_id"].dropna().iloc[0]  # one who is on every page
    over = 0
    print(f"{'page':10} {'first numbers':>22} {'filter change':>22} {'sent':>10}")
    with smallest() as small, serving() as ours, sync_playwright() as playwright:
        browser = launch(playwright)
        for name in pages:  # once for the server: it loads the model, and modules of each page
            visit(browser, f"{ours}/{name}", NUMBERS.get(name, ".or-numbers b"))
        visit(browser, small, METRIC)
        for name in pages:
            over += measured(browser, small, ours, name, speaker, options)
        browser.close()
    print(f"{over} over a bar" if over else "no page is over a bar")
    return 1 if over else 0


METRIC, OTHER = '[data-testid="stMetricValue"]', "[role=radio]:not([aria-checked=true])"


def measured(browser: Browser, small: str, ours: str, name: str, speaker: str, options: argparse.Namespace) -> int:
    """Measure one page; how many bars it is over."""
    numbers = NUMBERS.get(name, ".or-numbers b")
    visits: list[tuple[float, int]] = []
    least: list[float] = []
    for _ in range(options.visits):
        least.append(visit(browser, small, METRIC)[0])
        visits.append(visit(browser, f"{ours}/{name}", numbers))
    first, base = statistics.median(seconds for seconds, _ in visits), statistics.median(least)
    sent = max(size for _, size in visits)
    selector = COUNT if name in UNFILTERED else f"{numbers}, .or-lead"
    chip = "[class*='st-key-or_chip_speaker'] button"
    filtered = f"{ours}/{name}?speaker={speaker}"
    changes, reruns = [], []
    with new(browser) as here, new(browser) as there:
        for turn in range(options.changes + 1):
            least_, mine = change(there, small, METRIC, OTHER, METRIC), change(here, filtered, numbers, chip, selector)
            if turn:  # in a first turn the browser still takes in Streamlit's code
                reruns.append(least_)
                changes.append(mine)
    change_, rerun = statistics.median(changes), statistics.median(reruns)
    ratios = (first / base, change_ / rerun, sent)
    print(
        f"{name or 'overview':10} {first:7.2f} s {first / base:5.2f} times  {1000 * change_:6.0f} ms "
        f"{change_ / rerun:5.2f} times  {sent / 1000:6.0f} kB",
        flush=True,
    )
    return sum(value > bar for value, bar in zip(ratios, BARS, strict=True))


@contextmanager
def new(browser: Browser) -> Iterator[Page]:
    """A page in a browser that knows nothing."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def visit(browser: Browser, address: str, selector: str) -> tuple[float, int]:
    """Seconds to the first numbers of a page in a new browser, and the bytes that were sent beside Streamlit's code."""
    sent = 0

    def count(payload: Any) -> None:
        nonlocal sent
        sent += len(payload)

    with new(browser) as page:
        page.on("websocket", lambda socket_: socket_.on("framereceived", count))
        page.on("response", lambda answer: count(answer.body()) if "/component" in answer.url else None)
        page.add_init_script(f"({FIRST})({selector!r})")
        page.goto(address)
        page.wait_for_function("window.orFirst", timeout=60_000)
        seconds = float(page.evaluate("window.orFirst")) / 1000
        page.wait_for_timeout(1500)
        return seconds, sent


def change(page: Page, address: str, ready: str, click: str, selector: str) -> float:
    """Seconds from a click to other numbers, on a page that is at rest."""
    page.goto(address)
    page.locator(ready).first.wait_for(timeout=60_000)
    page.locator(click).first.wait_for(timeout=60_000)
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=60_000)
    page.wait_for_timeout(1200)
    return float(page.evaluate(CHANGE, [click, selector])) / 1000


@contextmanager
def smallest() -> Iterator[str]:
    """The address of the smallest app, which is stopped at the end."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "smallest.py"
        script.write_text(SMALLEST, encoding="utf-8")
        quiet = ("--server.headless", "true", "--browser.gatherUsageStats", "false")
        with served(["streamlit", "run", script, *quiet], "--server.port") as (address, _):
            yield address


if __name__ == "__main__":
    sys.exit(main())
