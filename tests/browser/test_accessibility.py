"""Accessibility: axe-core on every page in both themes, narrow screens, enlarged text, and the keyboard."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from dashboard import SIZE
from playwright.sync_api import Browser, Page, expect
from test_journeys import ARTICLE_ID, PAGES, SPEAKER, go, settle

# Findings inside Streamlit's own widgets, which a page cannot mend, would be named here with the number of their issue
# at github.com/streamlit/streamlit. There are none at present.
OF_STREAMLIT: dict[str, str] = {}


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


def looked_at(page: Page) -> dict[str, object]:
    """What is wrong with the page as it stands: findings in the light and in the dark, and what is wider than a phone's
    screen, which is half that of 1440 pixels at 200 percent.
    """
    wrong: dict[str, object] = {}
    looks = (("light", "rgb(255, 255, 255)", ()), ("dark", "rgb(21, 23, 27)", ("color-contrast",)))  # what differs
    for scheme, colour, rules in looks:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(f"getComputedStyle(document.querySelector('.stApp')).backgroundColor === '{colour}'")
        settle(page)
        wrong[scheme] = serious(page, *rules)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 360, "height": 700})
    page.wait_for_timeout(200)
    held, shown = page.get_by_test_id("stMain").evaluate("node => [node.scrollWidth, node.clientWidth]")
    wrong["360 pixels"] = f"{held} of content" if held > shown + 1 else ""
    page.set_viewport_size(SIZE)
    return {name: found for name, found in wrong.items() if found}


@pytest.mark.parametrize("labels", [list(PAGES)[::2], list(PAGES)[1::2]], ids=["even", "odd"])
def test_no_page_has_a_serious_finding_or_is_too_wide(page: Page, address: str, labels: list[str]) -> None:
    for label in labels:
        go(page, address, PAGES[label])
        assert looked_at(page) == {}, label


def test_a_view_with_filters_marks_and_an_open_form_has_none_either(page: Page, address: str) -> None:
    go(page, address, "/read", statement=f"{ARTICLE_ID}:1", mark_themes="1", mark_figures="1", speaker=SPEAKER)
    page.get_by_role("button", name="Correct", exact=True).click()
    expect(page.locator(".st-key-or_correcting")).to_be_visible()
    settle(page)
    assert looked_at(page) == {}


def test_a_fault_is_found(page: Page) -> None:
    page.set_content(
        "<html lang='en'><title>x</title><main><h1>x</h1>" + "<p>words</p>" * 9 + "<img src='x'></main></html>"
    )
    assert any(rule.startswith("image-alt") for rule in serious(page))


def test_motion_can_be_kept_away_and_focus_is_seen(page: Page, address: str) -> None:
    go(page, address, "/read")
    first = page.locator('.or-article [data-or-said][tabindex="0"]').first
    page.keyboard.press("j")
    expect(first).to_be_focused()
    outline = first.evaluate("node => getComputedStyle(node).outlineStyle + getComputedStyle(node).outlineWidth")
    assert outline == "solid3px"
    page.emulate_media(reduced_motion="reduce")
    try:
        page.keyboard.press("j")
        moving = page.evaluate("document.getAnimations().filter(one => one.playState === 'running').length")
        assert moving == 0
    finally:
        page.emulate_media(reduced_motion="no-preference")


def test_the_tour_is_shown_once_and_can_be_skipped_and_taken_again(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=SIZE)
    page = context.new_page()
    try:
        go(page, address)
        box = page.get_by_role("region", name="A short tour")
        expect(box).to_contain_text("1 of 4")
        box.get_by_role("button", name="Next").click()
        expect(box).to_contain_text("Click to narrow it down")
        assert serious(page) == []
        page.keyboard.press("Escape")
        expect(box).to_be_hidden()
        go(page, address)
        expect(page.locator(".or-tour[data-or-seen]")).to_have_count(1)  # the script has looked at the steps
        expect(box).to_be_hidden()
        page.get_by_text("What the words mean").click()
        page.get_by_role("button", name="Show the tour again").click()
        for _ in range(3):
            box.get_by_role("button", name="Next").click()
        box.get_by_role("button", name="Done").click()
        expect(box).to_be_hidden()
    finally:
        context.close()
