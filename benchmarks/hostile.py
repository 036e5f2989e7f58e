"""Hostile strings in every field that is shown, in a real browser: nothing runs, is fetched, or breaks the layout.

Usage: python benchmarks/hostile.py [--most N]

A library is filled with an article for each string: in its text, title, outlet, address and date, and, as people's
corrections, in the names, roles and bodies of speakers, in the units and measures of figures, in reasons and in the
names of those who corrected; a codebook has the strings as labels, definitions and terms. Then each article is read,
every page opened, every string given as filter, search and parameter of the address, and files are uploaded under such
names.
After each step: no code of the strings has run, no dialog stands open, nothing was asked of another host, no element
came out of a string, no page is wider than the screen, none shows an error. Exits 1 where one of these does not hold.
Needs Chromium or Chrome on the PATH.
"""

from __future__ import annotations

import argparse
import itertools
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from live_dashboard import launch, serving
from playwright.sync_api import sync_playwright

from onrecord import Article, Codebook, Filters, Library
from onrecord.annotations import Correction, ThemeOverride, machine_values, row_key
from onrecord.errors import OnRecordError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

STRINGS = Path(__file__).with_suffix("").with_name("hostile_strings.jsonl")
"""The strings, one a line as JSON: markup that runs code, Markdown, formulas, queries, paths, and strange letters."""
TABLES = ("articles", "sentences", "speakers", "mentions", "statements", "themes", "theme_mentions", "figures")
PAGES = (
    "", "search", "speakers", "compare", "themes", "figures", "timeline", "outlets", "checks", "codebook", "articles"
)  # fmt: skip
FIND = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const parts = 'img[src=x], img[src^=https], svg[onload], iframe, object, embed, marquee, math, video, audio, .katex, '
    + 'script[src*=trap], xss, base, [onerror], [onload], [onclick], [onfocus], [ontoggle], [onmouseover]';
  const away = (link) => link.protocol === 'javascript:' || link.hostname === 'trap.invalid';
  const links = [...document.links].filter(away);
  return {
    hacked: window.hacked ?? null,
    parts: [...document.querySelectorAll(parts), ...links].map((part) => part.outerHTML.slice(0, 160)),
    wide: main ? main.scrollWidth - main.clientWidth : 0,
    errors: document.querySelectorAll('[data-testid=stException]').length,
  };
}"""


def article(number: int, words: str) -> Article:
    """An article that has a string in all that it holds."""
    text = (
        f"{words}\n\nEve {words} Moth, head of the {words} Trust, said that privacy {words} was lost. "
        f"“Transparency {words} matters,” Moth said. According to {words}, 12 percent of {words} jobs are gone, and "
        f"{number + 2} {words} remain.\n\n“{words}”\n"
    )
    about = {"title": words, "published": words, "source": words, "url": words}
    return Article(text, f"a{number}", **{name: value for name, value in about.items() if value.strip()})


def codebook(strings: list[str]) -> Codebook:
    """A codebook with the strings as labels, definitions and terms, as far as it takes them."""
    themes = []
    for number, words in enumerate(strings[:120]):
        made = [
            f'[[themes]]\nid = "t{number}"',
            f"label = {json.dumps(words[:100] or 'x')}",
            f"definition = {json.dumps(words)}",
        ]
        for terms in ([words[:60], "privacy"], ["privacy"]):
            text = "\n".join([*made, f"terms = {json.dumps(terms)}"])
            try:
                Codebook.from_toml(text)
            except OnRecordError:
                continue
            themes.append(text)
            break
    return Codebook.from_toml('title = "<img src=x onerror=window.hacked=1>"\n' + "\n".join(themes))


def corrections(library: Library, strings: list[str]) -> Iterator[Correction]:
    """Corrections that put a string into every field that people can fill."""
    tables = library.tables(Filters())
    by_article = {f"a{number}": words for number, words in enumerate(strings)}
    for table in ("statements", "speakers", "figures"):
        row: Any
        for row in getattr(tables, table).itertuples():
            words = by_article[row.article_id]
            fields: dict[str, dict[str, Any]] = {
                "statements": {"speaker_id": f"eve-{row.article_id}", "speaker_name": words, "speaker_kind": "person"},
                "speakers": dict.fromkeys(("role", "organisation", "parent_organisation", "country"), words),
                "figures": dict.fromkeys(("unit", "what", "period"), words),
            }
            if not words.strip() or (table == "statements" and row.statement_id % 2):
                continue
            yield Correction(
                table, row.article_id, row_key(table, row), "changed", machine_values(table, row),
                tuple(fields[table].items()), who=words, why=words,
            )  # fmt: skip


class Watch:
    """What must not happen, and the steps after which it did."""

    def __init__(self, page: Page, host: str) -> None:
        self.page, self.host = page, host
        self.problems: list[str] = []
        self.steps = 0
        self._asked: list[str] = []
        page.on("dialog", self._dialog)
        page.on("request", self._request)

    def _dialog(self, dialog: Any) -> None:
        self._asked.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.netloc != self.host:
            self._asked.append(f"request: {request.url[:120]}")

    def go(self, address: str, what: str) -> None:
        """Open a page and look."""
        self.page.goto(address)
        self.look(what)

    def look(self, what: str) -> None:
        """Look at the page as it stands."""
        self.page.locator(".or-brand").wait_for(timeout=60_000)
        self.page.wait_for_timeout(150)
        self.page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=60_000)
        self.page.wait_for_timeout(250)
        found = self.page.evaluate(FIND)
        wrong = [*self._asked, *found["parts"]]
        wrong += ["code ran"] if found["hacked"] else []
        wrong += [f"{found['wide']} pixels too wide"] if found["wide"] > 1 else []
        wrong += ["an error is shown"] if found["errors"] else []
        self._asked.clear()
        self.steps += 1
        self.problems += [f"{what}: {problem}" for problem in wrong]
        for problem in wrong[:3]:
            print("PROBLEM:", what, "|", problem, flush=True)


def main() -> int:
    """Fill the library, open everything, and say what was found."""
    parser = argparse.ArgumentParser(description="Put hostile strings into every field and look.")
    parser.add_argument("--most", type=int, default=10_000, metavar="N", help="strings to use (default: all)")
    options = parser.parse_args()
    strings = [json.loads(line) for line in STRINGS.read_text(encoding="utf-8").splitlines()][: options.most]
    scratch = Path(tempfile.mkdtemp())
    file = scratch / "hostile.onrecord"
    with Library(file) as library:
        report = library.add(article(number, words) for number, words in enumerate(strings))
        made = list(corrections(library, strings))
        library.annotate(made)
        book = codebook(strings)
        library.store.keep_codebooks([("hostile", True, book.to_toml(), book.to_toml(), strings[0])])
        row: Any = next(library.tables().statements.itertuples())
        library.annotate([ThemeOverride(row.article_id, row.start, row.end, "t1", True, strings[0], who=strings[3])])
        print(
            f"{len(strings)} strings: {len(report.added)} articles, {len(report.failed)} texts refused, "
            f"{len(made)} corrections, {len(book.themes)} themes",
            flush=True,
        )
    with serving("--library", file) as address, sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        watch = Watch(page, urlsplit(address).netloc)
        pages = (
            "",
            "search",
            "speakers",
            "compare",
            "themes",
            "figures",
            "timeline",
            "outlets",
            "checks",
            "codebook",
            "articles",
        )
        for name in pages:
            watch.go(f"{address}/{name}", name or "overview")
        for view in ("speakers", "together", "along"):
            watch.go(f"{address}/themes?view={view}", f"themes, {view}")
        for part in ("words", "learn", "files"):
            watch.go(f"{address}/codebook?part={part}", f"codebook, {part}")
        for table in TABLES:
            watch.go(f"{address}/data?table={table}", f"data, {table}")
        around = itertools.cycle(("", "data", "figures", "themes", "outlets", "timeline", "search", "compare"))
        for number, words in enumerate(strings):
            given = {"reading": f"a{number}", "mark_themes": 1, "mark_figures": 1, "find": words, "statement": words}
            watch.go(f"{address}/read?{urlencode(given)}", f"read {words[:60]!r}")
            given = {
                "speaker": f"eve-a{number}", "profile": f"eve-a{number}", "q": words, "theme": words, "kind": words,
                "source": words, "since": words, "find": words, "with": words, "table": words, "view": words,
            }  # fmt: skip
            watch.go(f"{address}/{next(around)}?{urlencode(given)}", f"asked for {words[:60]!r}")
            watch.go(f"{address}/speakers?profile=eve-a{number}", f"profile {words[:60]!r}")
        names = [words for words in strings if "/" not in words and words.strip() and len(words.encode()) < 200][:60]
        watch.go(f"{address}/articles", "articles")
        page.get_by_role("tab", name="Upload files").click()
        files = [{"name": f"{words}.txt", "mimeType": "text/plain", "buffer": b""} for words in names]
        page.locator("input[type=file]").first.set_input_files(files)  # type: ignore[arg-type]
        page.wait_for_timeout(3000)
        watch.look("names of files")
        browser.close()
    shutil.rmtree(scratch)
    print(f"{len(strings)} strings, {watch.steps} pages looked at, {len(watch.problems)} problems")
    return 1 if watch.problems else 0


if __name__ == "__main__":
    sys.exit(main())
