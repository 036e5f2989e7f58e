"""What a newcomer does with the codebook, in a real browser: ask why, take a term out, add one, carry it away."""

import re
from pathlib import Path

import pytest
from dashboard import serving
from playwright.sync_api import Page, expect
from test_journeys import downloaded, go, settle, words

from onrecord import Codebook

BOOK = """
id = "harbour"
version = "3"
title = "Harbour"
[[themes]]
id = "rules"
label = "Rules"
terms = ["privacy", "standard", "cost*"]
[[themes]]
id = "trust"
label = "Trust"
terms = ["trust", "transparen*"]
"""


@pytest.fixture(scope="module")
def harbour(article: Path, tmp_path_factory: pytest.TempPathFactory):
    book = tmp_path_factory.mktemp("books") / "harbour.toml"
    book.write_text(BOOK, encoding="utf-8")
    with serving(article, "--codebook", book) as at:
        yield at


def type_terms(page: Page, terms: str) -> None:
    box = page.get_by_label("Terms, one a line", exact=True)
    box.fill(terms)
    box.press("Tab")
    settle(page)


def test_a_newcomer_finds_out_why_a_statement_has_a_theme(page: Page, harbour: str) -> None:
    go(page, harbour, "/themes", open="rules")
    expect(page.get_by_text("by the term “standard”").first).to_be_visible()
    expect(page.locator(".or-quote mark", has_text="standards").first).to_be_visible()


def test_a_wrong_term_is_taken_out_and_its_effect_is_seen_first(page: Page, harbour: str) -> None:
    go(page, harbour, "/codebook", edit="rules")
    before = words(page)
    assert "of 6 statements have a theme" in before
    type_terms(page, "privacy\ncost*")
    expect(page.get_by_text("1 statement would lose a theme.")).to_be_visible()
    page.get_by_role("button", name="Keep", exact=True).click()
    settle(page)
    expect(page.get_by_text("edited here")).to_be_visible()
    page.locator(".st-key-or_navigation").get_by_role("link", name="Themes", exact=True).click()
    settle(page)
    expect(page.get_by_text("by the term “standard”")).to_have_count(0)
    page.locator(".st-key-or_navigation").get_by_role("link", name="Codebook", exact=True).click()
    settle(page)
    page.get_by_role("button", name="Undo", exact=True).click()
    settle(page)
    assert re.sub(r"History.*?Theme", "", words(page))[:200] == re.sub(r"History.*?Theme", "", before)[:200]


def test_a_suggested_term_is_added(page: Page, harbour: str) -> None:
    go(page, harbour, "/codebook", part="words", edit="trust")
    grid = page.get_by_test_id("stDataFrame").first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 18, box["y"] + 36 + 18)
    settle(page)
    expect(page.get_by_text("Where it stands")).to_be_visible()
    page.get_by_role("button", name="Add to “Trust”").click()
    settle(page)
    expect(page.get_by_text("edit since it was opened")).to_be_visible()
    expect(page.get_by_text(re.compile("Added the term “.+” in “Trust”"))).to_have_count(1)


def test_a_codebook_that_was_taken_away_comes_back_the_same(page: Page, harbour: str, tmp_path: Path) -> None:
    go(page, harbour, "/codebook", edit="rules")
    type_terms(page, "privacy\nship NEAR quay")
    page.get_by_role("button", name="Keep", exact=True).click()
    settle(page)
    cited = page.get_by_text("Every export names it").inner_text()
    page.get_by_text("Codebooks and files", exact=True).click()
    settle(page)
    for ending in ("toml", "csv"):
        path = tmp_path / f"book.{ending}"
        downloaded(page, page.locator(f".st-key-or_take_{ending} button")).save_as(path)
        text = path.read_text(encoding="utf-8")
        book = Codebook.from_csv(text) if ending == "csv" else Codebook.from_toml(text)
        assert book.themes[0].terms == ("privacy", "ship NEAR quay")
        page.locator("input[type=file]").first.set_input_files(path)
        settle(page)
        page.get_by_role("button", name="Open it").click()
        settle(page)
        expect(page.get_by_text("Every export names it")).to_have_text(cited)
    assert page.get_by_test_id("stException").count() == 0


def test_what_was_typed_outlives_a_switch_of_the_page(page: Page, harbour: str) -> None:
    go(page, harbour, "/codebook", edit="rules")
    type_terms(page, "privacy\nr*")
    expect(page.get_by_text("What you typed is kept")).to_be_visible()
    page.locator(".st-key-or_navigation").get_by_role("link", name="Read", exact=True).click()
    settle(page)
    page.go_back()
    settle(page)
    expect(page.get_by_label("Terms, one a line", exact=True)).to_have_value("privacy\nr*")


def test_not_this_theme_changes_the_counts_and_can_be_undone(page: Page, harbour: str) -> None:
    go(page, harbour, "/themes", open="rules")
    page.get_by_role("button", name="Not this theme").first.click()
    settle(page)
    expect(page.get_by_text("Not Rules")).to_be_visible()
    page.get_by_role("button", name="Undo the last decision").click()
    settle(page)
    expect(page.get_by_text("Not Rules")).to_have_count(0)


HOSTILE = (
    "<img src=x onerror='window.hacked=1'> [x](javascript:window.hacked=1) $x^2$ :red[hot] "
    "<script>window.hacked=1</script>"
)


def test_a_hostile_codebook_does_nothing_but_show_its_words(page: Page, article: Path, tmp_path: Path) -> None:
    quoted = HOSTILE.replace('"', "")
    path = tmp_path / "hostile.toml"
    path.write_text(
        f'id = "h"\nversion = "{quoted}"\ntitle = "{quoted}"\n'
        f'[[themes]]\nid = "a"\nlabel = "{quoted}"\ngroup = "{quoted}"\ndefinition = "{quoted}"\n'
        f'terms = ["privacy", "{quoted}"]\n[[themes]]\nid = "b"\nlabel = "B {quoted}"\nterms = ["right", "job"]\n',
        encoding="utf-8",
    )
    with serving(article, "--codebook", path) as address:
        for place, params in (
            ("/codebook", {}),
            ("/codebook", {"part": "files"}),
            ("/themes", {"view": "together"}),
            ("/data", {"table": "themes"}),
        ):
            go(page, address, place, **params)
            assert page.evaluate("window.hacked") is None, (place, params)
            assert page.locator("a[href^='javascript']").count() == 0, (place, params)
            assert page.locator("[data-testid=stMain] img[src='x']").count() == 0, (place, params)
