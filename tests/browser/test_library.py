"""A library from a clean profile: fill it, search it, see it over time, and find it all again after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import page_words as words
from browser_steps import chips, expect_idle, expect_query, follow, go, lead, press
from live_dashboard import serving
from playwright.sync_api import Page, expect

from onrecord.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

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


def test_a_table_of_articles_is_kept_searched_and_seen_over_time(
    page: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = tmp_path / "coverage.onrecord"
    with serving("--library", library) as address:
        go(page, address)
        page.get_by_role("link", name=words.ADD_ARTICLES).click()
        page.get_by_role("tab", name=words.UPLOAD).click()
        uploader = page.locator("input[type=file]")
        uploader.set_input_files([{"name": "../../news.csv", "mimeType": "text/csv", "buffer": NEWS.encode()}])
        expect(page.get_by_text("line 4: “body” is empty")).to_be_visible()
        expect(page.locator(".st-key-or_preview")).to_contain_text("The boats are ready")
        expect_idle(page)
        press(page, words.ADD_SOME.format("2 articles"))
        expect(
            page.get_by_text(words.ADDED_WITH.format("“Ferry returns” and “Tram opens”", "4 statements"))
        ).to_be_visible()
        # The same file again: nothing is new.
        expect_idle(page)
        expect(uploader).to_have_count(1)  # the one that was used goes, a new one stays
        uploader.set_input_files([{"name": "again.csv", "mimeType": "text/csv", "buffer": NEWS.encode()}])
        expect(page.get_by_text(words.NOTHING_NEW)).to_be_visible()

        follow(page, "Search")
        box = page.get_by_label(words.SEARCH_BOX)
        box.fill('"boats would" sail')
        box.press("Enter")
        expect(page.get_by_text(words.FOUND_IN.format(2))).to_be_visible()
        expect_query(page, find='"boats would" sail')
        expect(page.locator(".or-evidence mark", has_text="boats would").first).to_be_visible()
        follow(page, "Outlets")
        expect(page.get_by_text(words.OUTLETS_LEAD)).to_be_visible()
        follow(page, "Timeline")
        expect(page.get_by_text(words.TIMELINE_LEAD)).to_be_visible()

    with serving("--library", library) as address:
        # The server was stopped: a link into it is the first thing that the new one serves, and everything is there.
        go(page, address, "/data", speaker="otto-brandl", table="mentions")
        expect(chips(page)).to_contain_text("Speaker: Otto Brandl")
        expect(lead(page)).to_contain_text(words.ROWS_LEFT.format(3, 4))
        # A second process is told, and does no harm.
        assert main.main(["add", str(library), "--library", str(library)]) == 1
        assert "is open in another process (process " in capsys.readouterr().err
        go(page, address, "/speakers", profile="otto-brandl")
        expect(page.get_by_text(words.IN_ARTICLES)).to_be_visible()
