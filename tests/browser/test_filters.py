"""Filters: from the sidebar, a chart or a page's own buttons into the address, and from an address back to a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import page_words as words
from browser_steps import chips, expect_idle, expect_page, expect_query, expect_steady, follow, go, lead
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    import onrecord

SPEAKER = "ada-quill"


def test_a_filter_from_the_sidebar_is_in_the_address_until_it_is_cleared(page: Page, address: str) -> None:
    go(page, address)
    sidebar = page.get_by_test_id("stSidebar")
    sidebar.get_by_label("Speaker", exact=True).click()
    page.get_by_role("option", name="Ada Quill").click()
    expect_query(page, speaker=SPEAKER)
    expect(chips(page)).to_contain_text("Speaker: Ada Quill")
    page.keyboard.press("Escape")  # an open list hides the rest of the page from assistive technology
    for label in ("Read", "Speakers", "Checks", "Overview"):
        follow(page, label)
        expect_query(page, speaker=SPEAKER)
        expect(chips(page)).to_contain_text("Speaker: Ada Quill")
        expect(sidebar.locator(".st-key-or_speaker")).to_contain_text("Ada Quill")
    chips(page).get_by_role("button", name="Ada Quill").click()
    expect(chips(page)).to_have_count(0)
    expect_query(page)
    page.go_back()
    expect(chips(page)).to_contain_text("Speaker: Ada Quill")
    page.go_forward()
    expect(chips(page)).to_have_count(0)


def test_a_cell_of_the_heatmap_filters_and_clears(page: Page, address: str, tables: onrecord.Tables) -> None:
    assert not tables.theme_mentions.empty
    go(page, address)

    def click_cell() -> None:
        expect_idle(page)
        cell = page.locator(".js-plotly-plot .barlayer .bartext").first
        expect_steady(cell)
        box = cell.bounding_box()
        assert box is not None
        # Plotly's own layer lies over the marks, so the click goes to a place; Plotly looks up the mark on a move.
        page.mouse.move(box["x"] + box["width"] / 2 - 1, box["y"] + box["height"] / 2)
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    click_cell()
    expect(chips(page)).to_contain_text("Theme:")
    expect(chips(page)).to_contain_text("Speaker:")
    assert re.search(r"\?(?=.*\btheme=)(?=.*\bspeaker=)", page.url)
    click_cell()
    expect(chips(page)).to_have_count(0)
    expect_query(page)


def test_a_copied_address_opens_the_same_view(page: Page, stranger: Page, address: str) -> None:
    go(page, address, speaker=SPEAKER, kind="direct")
    follow(page, "Read")
    page.get_by_text(words.MARK_THEMES, exact=True).click()
    expect_query(page, speaker=SPEAKER, kind="direct", mark_themes="1")
    stranger.goto(page.url)  # a new session, in a browser that never saw the first
    expect_page(stranger, "Read")
    expect(stranger.get_by_label(words.MARK_THEMES, exact=True)).to_be_checked()
    expect(stranger.locator(".or-article .or-theme").first).to_be_visible()
    follow(page, "Data")
    page.get_by_role("radio", name=re.compile("Sentences")).click()
    expect_query(page, speaker=SPEAKER, kind="direct", table="sentences")
    expect(lead(page)).to_contain_text(words.SENTENCES_LEAD)
    stranger.goto(page.url)
    expect_page(stranger, "Data")
    expect(stranger.get_by_role("radio", name=re.compile("Sentences"))).to_be_checked()
    expect(lead(stranger)).to_have_text(lead(page).inner_text())
    for reader in (page, stranger):
        expect(chips(reader)).to_contain_text("Speaker: Ada Quill")
        expect(chips(reader)).to_contain_text("Kind: direct")
        expect_query(reader, speaker=SPEAKER, kind="direct", table="sentences")


def test_figures_narrow_down_by_kind_and_a_link_keeps_it(page: Page, address: str) -> None:
    go(page, address, "/figures")
    percentages = page.get_by_role("button", name="Percentages (1)")
    percentages.click()
    expect(lead(page)).to_contain_text("1 figure")
    expect_query(page, dimension="percent")
    page.reload()
    expect_page(page, "Figures")
    expect(lead(page)).to_contain_text("1 figure")
    expect(page.locator(".or-evidence mark", has_text="35 percent")).to_be_visible()
    percentages.click()
    expect(lead(page)).to_contain_text("3 figures")
    expect_query(page)


def test_confidence_and_how_the_speaker_was_found_filter_every_page(
    page: Page, address: str, tables: onrecord.Tables
) -> None:
    go(page, address, "/speakers")
    sidebar = page.get_by_test_id("stSidebar")
    sidebar.get_by_role("slider").press("End")
    expect_query(page, confidence="100")
    expect(page.get_by_text("No statements match the confidence filter.")).to_be_visible()
    chips(page).get_by_role("button", name="Confidence: at least 100%").click()
    expect_query(page)
    # A choice made before the slider is drawn anew would send its old value along.
    expect_idle(page)
    sidebar.get_by_label("Speaker identified by", exact=True).click()
    page.get_by_role("option", name="short name").click()
    page.keyboard.press("Escape")
    expect_query(page, evidence="short_name")
    count = int((tables.statements["speaker_evidence"] == "short_name").sum())
    expect(sidebar).to_contain_text(f"{count} of {len(tables.statements)} statements shown.")
    follow(page, "Data")
    page.get_by_role("radio", name="Least sure first").click()
    expect_query(page, evidence="short_name", order="unsure")
    page.reload()
    expect_page(page, "Data")
    expect(page.get_by_role("radio", name="Least sure first")).to_be_checked()
    expect(lead(page)).to_contain_text(f"{count} of {len(tables.statements)} rows")
