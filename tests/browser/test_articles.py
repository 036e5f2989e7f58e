"""The page Articles: pasted and uploaded articles, and what hostile ones may not do."""

from __future__ import annotations

import re

import page_words as words
from browser_steps import expect_idle, expect_nothing_ran, expect_page, expect_query, follow, go, press, query
from playwright.sync_api import Page, expect

HOSTILE = """Mischief in the <b>headline</b>

Eve <img src=x onerror="window.hacked=1"> Moth said that <script>window.hacked=1</script> privacy was lost. \
“=HYPERLINK("javascript:window.hacked=1") [x](javascript:window.hacked=1) $x^2$ :red[risk] transparency,” Moth said. \
According to <a href="https://example.org/trap">Moth</a>, 12 percent of <svg onload="window.hacked=1"> jobs are gone.
"""


def paste(page: Page, text: str) -> None:
    page.get_by_label(words.ARTICLE_TEXT).fill(text)
    press(page, words.ADD_ARTICLE)


def test_a_pasted_article_stands_beside_the_first(page: Page, stranger: Page, address: str) -> None:
    go(page, address, "/articles")
    alert = page.get_by_test_id("stAlert")
    paste(page, "   ")
    expect(alert).to_contain_text(words.NO_TEXT)
    page.get_by_label(words.ARTICLE_ADDRESS).fill("not an address")
    paste(page, "Ferry returns\n\n“The boats are ready,” said Otto Brandl, the director of the line.")
    expect(alert).to_contain_text(words.BAD_ADDRESS)
    expect(page.get_by_label(words.ARTICLE_TEXT)).to_have_value(re.compile("Otto Brandl"))
    page.get_by_label(words.ARTICLE_ADDRESS).fill("")
    press(page, words.ADD_ARTICLE)
    expect(alert).to_contain_text(words.ADDED_WITH.format("“Ferry returns”", "1 statement"))
    expect(page.get_by_label(words.ARTICLE_TEXT)).to_have_value("")
    follow(page, "Search")  # with a second article come more links
    follow(page, "Speakers")
    expect(page.get_by_test_id("stSidebar").get_by_label("Article", exact=True)).to_be_visible()
    follow(page, "Read")
    title = page.locator(".or-article h1")
    expect(title).to_have_text("Ports weigh rules for robot pilots")
    follow(page, "Articles")
    page.get_by_role("link", name=words.READ_IT).last.click()
    expect(title).to_have_text("Ferry returns")
    assert "article" in query(page.url)
    stranger.goto(page.url)
    expect_page(stranger, "Read")
    expect(stranger.locator(".or-article h1")).to_have_text("Ports weigh rules for robot pilots")
    expect(stranger.get_by_text("Otto Brandl")).to_have_count(0)  # an added article is private to its session
    follow(page, "Articles")
    press(page.get_by_test_id("stMain"), words.REMOVE)
    expect(page.get_by_text(words.IN_SESSION)).to_be_visible()
    expect_query(page)


def test_files_are_added_and_a_bad_one_is_named(page: Page, address: str) -> None:
    go(page, address, "/articles")
    page.get_by_role("tab", name=words.UPLOAD).click()
    good = "Tram line opens\n\nUma Reed, the mayor, said that the tram would run on Sunday.".encode("utf-16")
    page.locator('input[type="file"]').set_input_files(
        [
            {"name": "tram.txt", "mimeType": "text/plain", "buffer": good},
            {"name": "[empty](x).md", "mimeType": "text/markdown", "buffer": b" "},
        ]
    )
    expect(page.get_by_text("[empty](x).md: ")).to_be_visible()
    expect(page.locator(".st-key-or_preview")).to_contain_text("Uma Reed, the mayor, said")
    expect_idle(page)
    press(page, words.ADD_SOME.format("1 article"))
    expect(page.get_by_text(words.ADDED.format("Tram line opens"))).to_be_visible()


def test_markup_in_an_article_is_shown_and_does_nothing(page: Page, address: str) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    go(page, address, "/articles")
    paste(page, HOSTILE)
    expect(page.get_by_test_id("stAlert").first).to_contain_text(words.HAS_MARKUP)
    expect(page.get_by_test_id("stAlert").last).to_contain_text(words.ADDED.split("“")[0])
    # Those that show most of an article's words; benchmarks/hostile.py goes through all of them.
    for name in ("Overview", "Speakers", "Themes", "Figures", "Search", "Data", "Checks", "Articles"):
        follow(page, name)
        expect_nothing_ran(page)
    page.get_by_role("link", name=words.READ_IT).last.click()
    article = page.locator(".or-article")
    expect(article).to_contain_text("<script>window.hacked=1</script>")
    expect(article).to_contain_text("[x](javascript:window.hacked=1) $x^2$ :red[risk]")
    expect(page.locator(".or-bar-place")).to_have_text(re.compile(words.STATEMENT_COUNT))
    for number in range(1, page.locator(".or-tick").count() + 1):
        press(page, words.CHOOSE_NEXT)
        expect(page.locator(".or-bar-place")).to_have_text(re.compile(f"^{number} of"))
    expect_nothing_ran(page)
    expect(page.locator(".or-article, .or-bar, .or-map").locator("img, svg, script, a")).to_have_count(0)
    assert dialogs == []
