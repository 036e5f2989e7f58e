"""The report to print, and the sentences that the Overview shares with it."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

import pandas as pd
import pytest

import onrecord
from onrecord.dashboard import context
from onrecord.dashboard.charts import palette
from onrecord.dashboard.presenters import report, rows, summary
from onrecord.query import Filters

TEXT = """Town plans <script>alert</script> rules

Marta Ruiz, head of the Harbour Institute, said that privacy matters. “We need \
<img src=x onerror=alert> rails,” Ruiz said.

Tom Hale said that 40 percent of jobs would be lost and privacy too.
"""
DAY = datetime.date(2026, 3, 1)


def view(text: str = TEXT, **filters: Any) -> context.View:
    tables = onrecord.parse(text)
    held = onrecord.Collection.of(tables, {str(tables.articles["article_id"].iloc[0]): text})
    return context.View(
        ask=held, filters=Filters(**filters), palette=palette.DARK, dark=True, codebook="ai-governance 2.0"
    )


def made(shown: context.View) -> str:
    return report.html(shown, DAY).decode()


def test_the_report_says_what_is_shown_and_where_it_comes_from() -> None:
    page = made(view(speaker=("marta-ruiz",)))
    assert "1 March 2026" in page
    assert "2 statements by 1 speaker, 1 with quoted words." in page
    assert "Filtered by speaker: Marta Ruiz" in page
    assert "Themes are coded by ai-governance 2.0" in page
    assert f"Made by On Record {onrecord.__version__}" in page
    assert "<td>Marta Ruiz" in page
    assert "Tom Hale" not in page
    assert "“40 percent”" in made(view())


class Reader(HTMLParser):
    """Counts the tags of a page, and takes down attributes that run or load something."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.harmful: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.harmful += [name for name, _ in attrs if name.startswith("on") or name in ("src", "href")]


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def test_nothing_of_an_article_is_markup_and_nothing_is_loaded() -> None:
    """The report has the tags that it has for an article without markup, no more and no fewer."""
    page, plain = made(view()), made(view(re.sub("<[^>]*> ?", "", TEXT)))
    for words in ("&lt;script&gt;", "&lt;img src=x onerror=alert&gt;"):
        assert words in page
    assert read(page).tags == read(plain).tags
    assert not read(page).harmful
    assert "default-src 'none'" in page
    assert "url(" not in page


def test_a_search_for_markup_is_shown_as_text() -> None:
    page = made(view(query="<img"))
    assert "search: &lt;img" in page
    assert "img" not in read(page).tags


def test_denied_words_are_led_by_the_denial_and_every_statement_has_its_cue() -> None:
    page = made(view("Marta Ruiz, the mayor, said it was late. She denied that the pier had sunk."))
    assert "<b>Marta Ruiz</b> · “said” · indirect statement" in page
    assert "<b>Marta Ruiz</b> · speaker inferred from “She” · “denied” · indirect statement" in page
    assert "denied:</span> the pier had sunk</blockquote>" in page


def test_what_does_not_fit_is_said() -> None:
    names = "Ada Quill,Bo Ferris,Cleo Marsh,Uma Reed,Tom Hale,Marta Ruiz,Otto Brandl,Dora Finch,Paul Ashe,Lena Orth"
    text = "\n\n".join(f"{name} said that the tram was late." for name in names.split(","))
    page = made(view(text))
    assert "Who speaks: first 8 of 10" in page
    assert "Statements: 8 of 10, chosen for quotes, themes and figures" in page
    assert "No filters" in page


@pytest.mark.parametrize("text", ["Nothing is said here.", "x"])
def test_an_article_without_statements_has_a_report(text: str) -> None:
    assert "No speakers to show" in made(view(text))


def test_titles_of_charts_say_what_the_rows_say() -> None:
    shown = view()
    counted = rows.words_by_speaker(shown, Filters())
    assert summary.most_space(counted, "statements") == "Marta Ruiz: 2 statements, 67% of all attributed statements"
    on_themes = rows.speaker_by_theme(shown, Filters())
    assert summary.on_themes(on_themes) == "No speaker raises a theme more than once"
    level = counted.assign(words=5)
    assert summary.most_space(level[level["kind"] == "indirect"], "words") == (
        "Marta Ruiz and Tom Hale: 5 words each, together 100% of all attributed words"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The bridge was said to be unsafe.", "1 statement, unattributed."),
        ("“We will act,” Marta Ruiz said.", "1 statement by 1 speaker, with quoted words."),
        ("Marta Ruiz said the tram was late.", "1 statement by 1 speaker."),
        (
            "Marta Ruiz said the tram was late. Tom Hale said that it was on time, and clean, and full.",
            "2 statements by 2 speakers, none with quoted words. Tom Hale is quoted or paraphrased most: "
            "8 of 12 attributed words.",
        ),
    ],
)
def test_the_answer_counts_statements_and_speakers(text: str, words: str) -> None:
    assert summary.answer(view(text)) == words


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ([1], "The only statement is from 2019"),
        ([4], "All 4 statements are from 2019"),
        ([27, 17], "Most statements are from 2019 (27 of 44)"),
        ([2, 2, 1], "Most statements are from 2019 and 1 other year (2 of 5 each)"),
    ],
)
def test_a_timeline_says_when_most_is(counts: list[int], words: str) -> None:
    begins = [datetime.date(2019 + place, 1, 1) for place in range(len(counts))]
    assert summary.over_time(pd.DataFrame({"begin": begins, "n": counts}), "year", "statement") == words


def test_outlets_are_compared_where_there_are_enough_statements() -> None:
    columns = ["source", "articles", "statements", "quoted"]
    rows_ = [("Post", 2, 10, 5), ("Herald", 1, 8, 2), ("Bulletin", 1, 2, 2), (None, 1, 4, 0)]
    assert summary.outlets(pd.DataFrame(rows_, columns=columns)) == (
        "3 outlets with 4 articles. Post quotes most (50% of its statements have quoted words), Herald least (25%). "
        "1 article without an outlet is left out."
    )


def test_unattributed_statements_have_no_speaker() -> None:
    shown = view("The bridge was said to be unsafe. It was said to be old.")
    assert summary.numbers(shown)[1] == ("0", "speakers, 0 named people")
    assert summary.most_space(rows.words_by_speaker(shown, Filters()), "words") == "All statements are unattributed"
    assert set(rows.words_by_speaker(shown, Filters())["speaker"]) == {"Unattributed"}
