"""Pictures of every page, at two widths, light and dark, to be looked at; and those in the README.

Usage: python benchmarks/screenshots.py DIR [FILE…] [--readme docs] [--only read --only data]

Starts the dashboard on FILE… (default: the example article) and writes DIR/<page>-<width>-<scheme>.png, each as tall
as its page, and for pages with a state worth seeing another of it. Exits 1 where a page shows an error.
Needs Chromium or Chrome on the PATH.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from live_dashboard import TOURED, launch, serving
from playwright.sync_api import Browser, Page, sync_playwright

import onrecord

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTHS, SCHEMES = (1440, 420), ("light", "dark")
TALLEST = 6000
SEED = Path(__file__).parents[1] / "seeds"


def main() -> int:
    """Take the pictures that the arguments ask for."""
    parser = argparse.ArgumentParser(description="Take pictures of every page of the dashboard.")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--library", type=Path, metavar="PATH", help="pictures of a library instead of FILE")
    parser.add_argument("--readme", type=Path, metavar="DIR", help="also take the README's pictures into DIR")
    parser.add_argument("--only", action="append", metavar="PAGE", help="take this page alone; may be given again")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    known = OF_LIBRARY if options.library else views_of(options.files or sorted(SEED.glob("*.txt")))
    views = {name: place for name, place in known.items() if not options.only or name.split("-")[0] in options.only}
    failed = False
    given = ["--library", options.library] if options.library else options.files
    with serving(*given) as address, sync_playwright() as playwright:
        browser = launch(playwright)
        for scheme in SCHEMES:
            for width in WIDTHS:
                with opened(browser, width, scheme) as page:
                    for name, place in views.items():
                        failed |= not take(page, address + place, options.folder / f"{name}-{width}-{scheme}.png")
        if options.readme:
            options.readme.mkdir(parents=True, exist_ok=True)
            wanted = (
                ("overview", "/", 1150), ("read", known.get("read-marked", "/read"), 820), ("compare", "/compare", 1150)
            )  # fmt: skip
            for name, place, tallest in wanted:
                with opened(browser, 1440, "light", scale=2) as page:
                    failed |= not take(page, address + place, options.readme / f"{name}.png", tallest=tallest)
        browser.close()
    return int(failed)


OF_LIBRARY = {
    **{
        name or "overview": f"/{name}"
        for name in ("", "speakers", "figures", "timeline", "outlets", "articles", "data")
    },
    "search": "/search?find=said",
    "timeline-themes": "/timeline?part=theme",
    "timeline-speakers": "/timeline?part=speaker",
    "outlets-themes": "/outlets?what=theme&measure=share",
}


def views_of(files: list[Path]) -> dict[str, str]:
    """The places to go to, by the name of their picture: each page, and some with a filter or a target."""
    tables = onrecord.parse(onrecord.Article.from_bytes(files[0].read_bytes()).text)
    names = ("", "read", "speakers", "compare", "themes", "codebook", "figures", "data", "checks", "articles")
    found = {name or "overview": f"/{name}" for name in names}
    found |= {f"themes-{view}": f"/themes?view={view}" for view in ("speakers", "together", "along")}
    found |= {f"codebook-{part}": f"/codebook?part={part}" for part in ("words", "learn", "files")}
    if not tables.statements.empty:
        middle = tables.statements.iloc[len(tables.statements) // 2]
        asked = {"statement": f"{middle['article_id']}:{middle['statement_id']}", "mark_themes": 1, "mark_figures": 1}
        found["read-marked"] = f"/read?{urlencode(asked)}"
    named = tables.statements["speaker_id"].dropna()
    if len(named):
        asked = {"speaker": named.value_counts().index[0]}
        for name in ("overview", "read", "data"):
            found[f"{name}-filtered"] = f"{found[name]}?{urlencode(asked)}"
    found["data-speakers"] = "/data?table=speakers"
    return found


@contextmanager
def opened(browser: Browser, width: int, scheme: str, scale: int = 1) -> Iterator[Page]:
    """A page in a browser of its own."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        device_scale_factor=scale,
    )
    context.add_init_script(TOURED)
    yield context.new_page()
    context.close()


def take(page: Page, address: str, path: Path, *, tallest: int = TALLEST) -> bool:
    """Take one picture; returns whether the page came without an error."""
    size = page.viewport_size or {"width": 1440}
    page.set_viewport_size({"width": size["width"], "height": 900})
    page.goto(address)
    page.locator(".or-brand").wait_for(timeout=30_000)
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.wait_for_timeout(1200)
    height = page.get_by_test_id("stMain").evaluate("node => node.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": min(max(height, 700), tallest)})
    page.wait_for_timeout(500)
    page.screenshot(path=path)
    errors = page.get_by_test_id("stException").all_text_contents()
    print(path, *errors)
    return not errors


if __name__ == "__main__":
    sys.exit(main())
