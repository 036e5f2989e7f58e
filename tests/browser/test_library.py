"""A library in a real browser, from a clean profile: fill it, look for words, see them over time, find it all again."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from dashboard import serving
from playwright.sync_api import Page, expect
from test_journeys import asked, follow, go, settle, words

NEWS = "\n".join(
    (
        "headline;body;outlet;date",
        'Ferry returns;"“The boats are ready,” said Otto Brandl, head of the line. He said 30 boats would sail.";'
        "The Quay;2025-03-01",
        'Tram opens;"Uma Reed, the mayor, said that it would run on Sunday. Otto Brandl said 40 boats would sail.";'
        "The Rail;2025-04-09",
        "Nobody;;The Rail;2025-04-10",
    )
)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "coverage.onrecord"


def test_a_table_of_articles_is_kept_searched_and_seen_over_time(page: Page, library: Path) -> None:
    with serving("--library", library) as address:
        go(page, address)
        page.get_by_role("link", name="Add articles").click()
        settle(page)
        page.get_by_role("tab", name="Upload files").click()
        page.locator("input[type=file]").set_input_files(
            [{"name": "../../news.csv", "mimeType": "text/csv", "buffer": NEWS.encode()}]
        )
        expect(page.get_by_text("line 4: “body” is empty")).to_be_visible()
        expect(page.locator(".st-key-or_preview")).to_contain_text("The boats are ready")
        page.get_by_role("button", name="Add 2 articles", exact=True).click()
        added = page.get_by_text("Added “Ferry returns” and “Tram opens”: 4 statements found.")
        expect(added).to_be_visible(timeout=60_000)  # the first article that a server parses waits for the model
        # The same file again: nothing is new.
        settle(page)
        uploader = page.locator("input[type=file]")
        expect(uploader).to_have_count(1)  # the one that was used goes, a new one stays
        uploader.set_input_files([{"name": "again.csv", "mimeType": "text/csv", "buffer": NEWS.encode()}])
        expect(page.get_by_text("There is nothing new to add.")).to_be_visible()

        follow(page, "Search")
        box = page.get_by_label("Search the articles")
        box.fill('"boats would" sail')
        box.press("Enter")
        expect(page.get_by_text("Found in 2 articles.")).to_be_visible()
        assert asked(page)["find"] == ['"boats would" sail']
        expect(page.locator(".or-evidence mark", has_text="boats would").first).to_be_visible()

        follow(page, "Outlets")
        expect(page.get_by_text("2 outlets with 2 articles.")).to_be_visible()
        follow(page, "Timeline")
        expect(page.get_by_text("2 dated articles, from 1 March 2025 to 9 April 2025.")).to_be_visible()

    with serving("--library", library) as address:  # the server was stopped; everything is still there
        go(page, address, "/speakers", profile="otto-brandl")
        assert "In 2 articles, with 1 role" in words(page)
        # A second process is told, and does no harm.
        command = [sys.executable, "-m", "onrecord", "add", str(library), "--library", str(library)]
        second = subprocess.run(command, capture_output=True, text=True, check=False)
        assert second.returncode == 1
        assert re.search(r"is open in another process \(process \d+\)", second.stderr)
        go(page, address, "/articles")
        expect(page.get_by_text("2 articles in coverage.onrecord")).to_be_visible()
