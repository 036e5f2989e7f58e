"""Accessibility: axe-core on every page in both themes, narrow screens, and the tour by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import page_words as words
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_steps import SIZE, expect_idle, go, press, press_until
from live_dashboard import serving
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

if TYPE_CHECKING:
    from pathlib import Path

# Findings inside Streamlit's own widgets, which a page cannot mend, would be named here with the number of their issue
# at github.com/streamlit/streamlit. There are none at present.
OF_STREAMLIT: dict[str, str] = {}
DAM = """Dam fears rise

Ada Quill, the minister, denied that 300 families would have to move.

She said that the dam was safe.
"""
LIGHT = ("light", "rgb(255, 255, 255)", ())
DARK = ("dark", "rgb(21, 23, 27)", ("color-contrast",))  # nothing but colours differs from the light page
FITS = "() => [...document.querySelectorAll('[data-testid=stMain]')].every(m => m.scrollWidth <= m.clientWidth + 1)"


def serious(page: Page, *rules: str) -> list[str]:
    """The findings of axe-core (by all rules, or by some) that are serious or critical, each with the first part of the
    page that has it.
    """
    found = Axe().run(page, options={"runOnly": list(rules)} if rules else {}).response
    assert len(found["passes"]) >= (len(rules) or 10)  # it looked
    return [
        f"{rule['id']}: {rule['nodes'][0]['html'][:200]}"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical") and rule["id"] not in OF_STREAMLIT
    ]


def findings(page: Page) -> dict[str, object]:
    """What is wrong with the page as it stands: findings in the light and in the dark, and what is wider than a phone's
    screen, which is half that of 1440 pixels at 200 percent.
    """
    wrong: dict[str, object] = {}
    for scheme, colour, rules in (LIGHT, DARK):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator(".stApp")).to_have_css("background-color", colour)
        expect_idle(page)  # another scheme is another run of the page
        wrong[scheme] = serious(page, *rules)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 360, "height": 700})
    try:
        page.wait_for_function(FITS)
    except PlaywrightTimeoutError:
        wrong["360 pixels"] = f"{page.get_by_test_id('stMain').evaluate('node => node.scrollWidth')} pixels of content"
    page.set_viewport_size(SIZE)
    return {name: found for name, found in wrong.items() if found}


@pytest.mark.parametrize("name", words.PAGES)
def test_a_page_has_no_serious_finding_and_is_not_too_wide(page: Page, address: str, name: str) -> None:
    go(page, address, words.PAGES[name])
    assert findings(page) == {}


def test_a_view_with_filters_marks_and_an_open_form_has_none_either(page: Page, address: str, article_id: str) -> None:
    go(page, address, "/read", statement=f"{article_id}:1", mark_themes="1", mark_figures="1", speaker="ada-quill")
    press(page, words.CORRECT)
    expect(page.locator(".st-key-or_correcting")).to_be_visible()
    assert findings(page) == {}


def test_marks_of_denials_and_of_inferred_speakers_have_none_either(page: Page, tmp_path: Path) -> None:
    article = tmp_path / "dam.txt"
    article.write_text(DAM, encoding="utf-8")
    with serving(article) as address:
        go(page, address, "/read")
        expect(page.locator(".or-article .or-negated").first).to_have_css("text-decoration-style", "wavy")
        expect(page.locator(".or-margin .or-inferred")).to_contain_text("speaker inferred from “She”")
        press(page, words.CHOOSE_NEXT)
        expect(page.locator(".or-bar-about")).to_contain_text("Not the speaker’s claim“denied”")
        assert findings(page) == {}
        for path, params in (
            ("/speakers", {"profile": "ada-quill"}),
            ("/figures", {}),
            ("/checks", {"evidence": "name"}),
        ):
            go(page, address, path, **params)
            expect(page.locator(".or-denied").first).to_contain_text("denied")
            assert findings(page) == {}


def test_a_fault_is_found(page: Page) -> None:
    page.set_content(
        "<html lang='en'><title>x</title><main><h1>x</h1>" + "<p>words</p>" * 9 + "<img src='x'></main></html>"
    )
    assert any(rule.startswith("image-alt") for rule in serious(page))


def test_the_tour_is_shown_once_and_can_be_skipped_and_taken_again(stranger: Page, address: str) -> None:
    go(stranger, address)
    tour = stranger.get_by_role("region", name=words.TOUR)
    expect(tour).to_contain_text("1 of 4")
    press(tour, "Next")
    expect(tour).to_contain_text(words.TOUR_STEP_2)
    assert serious(stranger) == []
    stranger.keyboard.press("Escape")
    expect(tour).to_be_hidden()
    go(stranger, address)
    expect(stranger.locator(".or-tour[data-or-seen]")).to_have_count(1)  # the script has looked at the steps
    expect(tour).to_be_hidden()
    stranger.get_by_text(words.GLOSSARY).click()
    again = stranger.get_by_role("button", name=words.TOUR_AGAIN, exact=True)
    press_until(again, lambda patience: expect(tour).to_contain_text("1 of 4", timeout=patience))
    for number in range(1, 4):
        expect(tour).to_contain_text(f"{number} of 4")
        press(tour, "Next")
    press(tour, "Done")
    expect(tour).to_be_hidden()
