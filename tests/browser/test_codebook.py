"""The codebook in a browser: what AppTest cannot do, which is rows of a table, files, the way back, and scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import page_words as words
from browser_steps import downloaded, expect_idle, expect_nothing_ran, follow, go, press
from playwright.sync_api import Page, expect

from onrecord import Codebook

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = (
    "<img src=x onerror='window.hacked=1'> [x](javascript:window.hacked=1) $x^2$ :red[hot] "
    "<script>window.hacked=1</script>"
)
HOSTILE_CODEBOOK = f"""
id = "h"
version = "{HOSTILE}"
title = "{HOSTILE}"
[[themes]]
id = "a"
label = "{HOSTILE}"
group = "{HOSTILE}"
definition = "{HOSTILE}"
terms = ["privacy", "{HOSTILE}"]
[[themes]]
id = "b"
label = "B {HOSTILE}"
terms = ["right", "job"]
"""


def type_terms(page: Page, terms: str) -> None:
    box = page.get_by_label(words.TERMS, exact=True)
    box.fill(terms)
    box.press("Tab")


def test_a_suggested_term_is_added(page: Page, address: str) -> None:
    go(page, address, "/codebook", part="words", edit="trust")
    grid = page.get_by_test_id("stDataFrame").first
    grid.scroll_into_view_if_needed()
    expect(grid.locator("canvas").first).to_be_visible()
    grid.click(position={"x": 18, "y": 36 + 18})  # the box before the first row; the grid is drawn, not made of parts
    expect(page.get_by_text(words.WHERE_IT_STANDS)).to_be_visible()
    press(page, words.ADD_TO.format("Trust"))
    expect(page.get_by_text(words.EDITED_HERE)).to_be_visible()
    expect(page.get_by_text(re.compile(words.TERM_ADDED.format("Trust")))).to_have_count(1)


def test_a_codebook_that_was_taken_away_comes_back_the_same(page: Page, address: str, tmp_path: Path) -> None:
    go(page, address, "/codebook", edit="rules")
    type_terms(page, "privacy\nship NEAR quay")
    expect(page.get_by_text(words.EDIT_EFFECT)).to_be_visible()
    press(page, words.KEEP)
    expect(page.get_by_text(words.EDITED_HERE)).to_be_visible()
    cited = page.get_by_text(words.CITATION_LINE).inner_text()
    page.get_by_text(words.FILES_PART, exact=True).click()
    for ending in ("toml", "csv"):
        path = tmp_path / f"book.{ending}"
        button = page.locator(f".st-key-or_take_{ending} button")
        expect(button).to_be_visible()
        downloaded(page, button).save_as(path)
        text = path.read_text(encoding="utf-8")
        book = Codebook.from_csv(text) if ending == "csv" else Codebook.from_toml(text)
        assert book.themes[0].terms == ("privacy", "ship NEAR quay")
        page.locator("input[type=file]").first.set_input_files(path)
        expect(page.get_by_role("button", name=f"Remove {path.name}")).to_be_visible()
        expect_idle(page)
        press(page, words.OPEN_CODEBOOK)
        expect(page.get_by_text(words.EDITED_HERE)).to_have_count(0)
        expect(page.get_by_text(words.CITATION_LINE)).to_have_text(cited)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_what_was_typed_outlives_the_way_to_another_page_and_back(page: Page, address: str) -> None:
    go(page, address, "/codebook", edit="rules")
    type_terms(page, "privacy\nr*")
    expect(page.get_by_text(words.TYPED_IS_KEPT)).to_be_visible()
    follow(page, "Read")
    page.go_back()
    expect(page.get_by_label(words.TERMS, exact=True)).to_have_value("privacy\nr*")


def test_a_hostile_codebook_does_nothing_but_show_its_words(page: Page, address: str) -> None:
    go(page, address, "/codebook", part="files")
    box = page.get_by_label(words.PASTE_CODEBOOK)
    box.fill(HOSTILE_CODEBOOK)
    box.press("Tab")
    press(page, words.OPEN_CODEBOOK)
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text("<script>window.hacked=1</script>")
    expect_idle(page)
    expect_nothing_ran(page)
    follow(page, "Codebook")
    expect_nothing_ran(page)
    follow(page, "Themes")
    expect(main).to_contain_text("<script>window.hacked=1</script>")
    page.get_by_role("radio", name=words.CO_OCCURRENCE).click()
    expect(page.get_by_role("radio", name=words.CO_OCCURRENCE)).to_be_checked()
    expect_idle(page)
    expect_nothing_ran(page)
    follow(page, "Data")
    page.get_by_role("radio", name=re.compile("^Themes")).click()
    page.wait_for_url(re.compile("table=themes"))
    expect_idle(page)
    expect_nothing_ran(page)
