"""Corrections: a wrong speaker is put right where it is read, and taken back."""

from __future__ import annotations

import page_words as words
import pandas as pd
from browser_steps import downloaded, expect_idle, follow, go, press
from playwright.sync_api import Page, expect


def test_the_bar_leads_to_what_can_be_corrected_of_the_chosen_statement(page: Page, address: str) -> None:
    go(page, address, "/read")
    page.locator(".or-article").get_by_text("Transparency is the key to trust").click()
    press(page, words.CORRECT)
    form = page.locator(".st-key-or_decide")
    refuse = form.get_by_role("button", name=words.REFUSE_THEME.format("Trust"))
    expect(refuse).to_be_visible()
    page.keyboard.press("Escape")
    press(page, words.CHOOSE_PREVIOUS)
    expect(refuse).to_be_hidden()  # what is open follows the bar
    press(page, words.CLOSE)
    expect(form).to_be_hidden()


def test_a_wrong_speaker_is_put_right_where_it_is_read(page: Page, address: str) -> None:
    go(page, address, "/read")
    page.locator(".or-article").get_by_text("thousands of jobs would be lost").click()
    tick = page.locator(".or-tick").last
    colour = tick.evaluate("node => getComputedStyle(node).backgroundColor")
    press(page, words.CORRECT)
    form = page.locator(".st-key-or_correcting")
    who = form.get_by_role("combobox", name=words.WHO_SAYS_IT)
    who.fill("Uma <b>Reed</b>")
    who.press("Enter")
    expect(who).to_have_value("Uma <b>Reed</b>")
    form.get_by_label(words.WHY).fill("The caption says so")
    press(form, words.SAVE)
    expect(form).to_contain_text(words.SPEAKER_CHANGED.format(new="Uma <b>Reed</b>", old="Bo Ferris"))
    expect(page.locator(".or-bar-about b")).to_have_text("Uma <b>Reed</b>")
    expect(page.locator(".or-bar-about")).to_contain_text(words.CORRECTED_BY_PERSON)
    expect(tick).to_have_css("background-color", colour)
    follow(page, "Checks")
    expect(page.get_by_text(words.LOOKED_AT.format(1))).to_be_visible()
    file = downloaded(page, page.get_by_role("button", name=words.DOWNLOAD_ONE_ROW))
    said = pd.read_csv(file.path(), encoding="utf-8-sig", keep_default_na=False)
    assert said[["kind", "verdict", "why"]].to_numpy().tolist() == [["statements", "changed", "The caption says so"]]
    press(page, words.TAKE_BACK)
    expect(page.get_by_text(words.NO_LONGER_IN_FORCE)).to_be_visible()
    expect_idle(page)
    follow(page, "Speakers")
    expect(page.locator(".or-name")).to_be_visible()
    expect(page.get_by_test_id("stMain").get_by_text("Reed")).to_have_count(0)
