"""The page Read: a statement and its sentence, the bar, its keys, and what stands in the address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import page_words as words
from browser_steps import expect_page, expect_query, go, press, query
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    import onrecord


def test_a_statement_leads_to_its_sentence(page: Page, address: str, tables: onrecord.Tables) -> None:
    page.set_viewport_size({"width": 1000, "height": 420})
    row = tables.statements[tables.statements["speaker_id"] == "cleo-marsh"].iloc[-1]
    sentence = tables.sentences[tables.sentences["sentence_id"] == row["sentence_id"]]["text"].iloc[0]
    go(page, address, "/speakers", speaker="cleo-marsh")
    page.get_by_role("link", name=words.READ_IN_ARTICLE).last.click()
    page.wait_for_url(re.compile("/read"))
    expect_page(page, "Read")
    assert query(page.url)["statement"] == [f"{row['article_id']}:{row['statement_id']}"]
    here = page.locator("#or-here")
    expect(here).to_be_in_viewport()
    assert "".join(page.locator("span.or-here").all_text_contents()) == sentence  # the article comes in one piece
    other = page.locator(".or-body p span").first.evaluate("node => getComputedStyle(node).backgroundColor")
    expect(here).not_to_have_css("background-color", other)


def test_a_reporter_takes_a_quotation_with_its_source_in_three_clicks(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    go(page, address, "/read")
    page.locator(".or-article").get_by_text("Transparency is the key to trust").click()
    press(page, words.CITE)
    told = page.locator(".or-bar-told")
    expect(told).to_have_text(words.CITED)
    cited = page.evaluate("navigator.clipboard.readText()")
    assert cited.startswith(f"Ada Quill (director, Harbour Trust): {words.CITED_QUOTATION}")
    assert "“Ports weigh rules for robot pilots”" in cited
    press(page, words.COPY_LINK)
    expect(told).to_have_text(words.LINK_COPIED)
    page.goto(page.evaluate("navigator.clipboard.readText()"))
    expect_page(page, "Read")
    expect(page.locator(".or-bar-about b")).to_have_text("Ada Quill")
    expect(page.locator(".or-article .or-current").first).to_be_in_viewport()


def test_the_article_is_read_by_keys_alone(page: Page, address: str, tables: onrecord.Tables) -> None:
    count = len(tables.statements)
    go(page, address, "/read")
    place, who = page.locator(".or-bar-place"), page.locator(".or-bar-about b")
    expect(place).to_have_text(f"{count} statements")  # the bar draws itself after the page's run
    page.keyboard.press("j")
    expect(place).to_have_text(f"1 of {count}")
    page.keyboard.press("s")
    expect(who).to_have_text("Ada Quill")
    expect(place).to_have_text(f"2 of {count}")
    page.keyboard.press("k")
    expect(place).to_have_text(f"1 of {count}")
    expect(page.locator(".or-article .or-current").first).to_be_focused()
    page.get_by_label(words.JUMP_TO_SPEAKER).select_option(label="Cleo Marsh (2)")
    expect(who).to_have_text("Cleo Marsh")
    expect(place).to_have_text(f"{count - 1} of {count}")
    page.locator(".or-bar-keys input").uncheck()
    page.locator(".or-article h1").click()
    page.keyboard.press("j")  # does nothing now: the button after it leads one statement on, not two
    press(page, words.CHOOSE_PREVIOUS)
    expect(place).to_have_text(f"{count - 2} of {count}")


def test_the_address_follows_the_chosen_statement_and_switches_keep_both(
    page: Page, address: str, article_id: str
) -> None:
    go(page, address, "/read")
    page.locator(".or-article [data-or-said]").nth(1).click()
    expect_query(page, statement=f"{article_id}:1")
    page.get_by_text(words.MARK_THEMES, exact=True).click()
    expect_query(page, statement=f"{article_id}:1", mark_themes="1")
    expect(page.locator(".or-article .or-theme").first).to_be_visible()
    place = page.locator(".or-bar-place")
    for number in (3, 4):
        press(page, words.CHOOSE_NEXT)
        expect(place).to_have_text(re.compile(rf"^{number} of"))
    expect_query(page, statement=f"{article_id}:3", mark_themes="1")
    page.get_by_text(words.MARK_FIGURES, exact=True).click()
    wanted = {"statement": f"{article_id}:3", "mark_themes": "1", "mark_figures": "1"}
    expect_query(page, **wanted)
    for _ in range(2):
        expect(place).to_have_text(re.compile("^4 of"))
        expect(page.locator(".or-article .or-current").first).to_have_attribute("data-or-said", "3")
        expect_query(page, **wanted)
        page.reload()
        expect_page(page, "Read")


def test_motion_can_be_kept_away_and_focus_is_seen(page: Page, address: str) -> None:
    go(page, address, "/read")
    place = page.locator(".or-bar-place")
    expect(place).to_have_text(re.compile(words.STATEMENT_COUNT))
    page.keyboard.press("j")
    first = page.locator('.or-article [data-or-said][tabindex="0"]').first
    expect(first).to_be_focused()
    expect(first).to_have_css("outline-style", "solid")
    expect(first).to_have_css("outline-width", "3px")
    page.emulate_media(reduced_motion="reduce")
    try:
        page.keyboard.press("j")
        expect(place).to_have_text(re.compile("^2 of"))
        assert page.evaluate("document.getAnimations().filter(one => one.playState === 'running').length") == 0
    finally:
        page.emulate_media(reduced_motion="no-preference")
