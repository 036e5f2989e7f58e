"""What is taken away: rows, a comparison, a chart, a link and a report."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import page_words as words
import pandas as pd
from browser_steps import downloaded, expect_query, expect_tools, go
from playwright.sync_api import Locator, Page, expect

from onrecord.query import Filters, apply
from onrecord.spreadsheet_safety import unguard_formula

if TYPE_CHECKING:
    import onrecord


def test_a_download_holds_exactly_the_rows_shown(page: Page, address: str, tables: onrecord.Tables) -> None:
    shown = apply(tables, Filters(kind=("direct",))).statements
    assert 0 < len(shown) < len(tables.statements)
    go(page, address, "/data", kind="direct")
    file = downloaded(page, page.get_by_role("button", name="CSV", exact=True))
    assert file.suggested_filename.endswith(f"statements-{len(shown)}-of-{len(tables.statements)}.csv")
    data = file.path().read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert list(rows[0]) == list(shown.columns)
    assert [unguard_formula(row["text"]) for row in rows] == shown["text"].tolist()
    assert [row["statement_id"] for row in rows] == [str(number) for number in shown["statement_id"]]
    assert any(row["text"].startswith("'-5") for row in rows), "a text that starts with a sign is guarded"


def test_two_speakers_are_compared_and_taken_away_in_six_clicks(page: Page, address: str) -> None:
    go(page, address)
    clicks: list[Locator] = []

    def click(place: Locator) -> None:
        place.click()
        clicks.append(place)

    click(page.locator(".st-key-or_navigation").get_by_role("link", name="Compare", exact=True))
    page.wait_for_url(re.compile("/compare"))
    click(page.get_by_role("button", name="Remove Bo Ferris"))
    expect_query(page, **{"with": "ada-quill"})
    click(page.get_by_role("combobox", name=words.COMPARED))
    click(page.get_by_role("option", name="Cleo Marsh"))
    expect_query(page, **{"with": ["ada-quill", "cleo-marsh"]})
    page.keyboard.press("Escape")
    expect(page.get_by_text(re.compile(words.COMPARE_LEAD.format("Ada Quill", "Cleo Marsh")))).to_be_visible()
    button = page.get_by_role("button", name=words.COMPARE_WORKBOOK)
    file = downloaded(page, button)
    assert len([*clicks, button]) <= 6
    said = pd.read_excel(file.path(), sheet_name="statements")
    assert set(said["speaker"]) == {"Ada Quill", "Cleo Marsh"}
    assert len(said) == 4


def test_a_chart_is_saved_a_link_copied_and_a_report_taken(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    go(page, address, "/", speaker="ada-quill")
    expect_tools(page)
    copy = page.locator("button[data-or-copy]")
    expect(copy).to_have_text(words.COPY_VIEW_LINK)
    copy.click()
    expect(copy).to_have_text(words.LINK_COPIED)
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.get_by_text(words.TABLE_BEHIND_CHART).first.click()
    picture = page.get_by_role("button", name=words.SAVE_SVG).first
    expect(picture).to_be_visible()
    drawn = downloaded(page, picture)
    assert drawn.suggested_filename == "onrecord-speaker-by-theme.svg"
    markup = drawn.path().read_text(encoding="utf-8")
    assert "Ada Quill" in markup
    assert "Rules" in markup
    image = downloaded(page, page.get_by_role("button", name=words.SAVE_PNG).first)
    assert image.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    report = downloaded(page, page.get_by_role("button", name=words.REPORT)).path().read_text(encoding="utf-8")
    assert words.REPORT_FILTERS.format("Ada Quill") in report
