"""The report to print, and the sentences that the Overview shares with it."""

from __future__ import annotations

import datetime
import re
from html.parser import HTMLParser

import pytest

import onrecord
from onrecord.dashboard import layout
from onrecord.dashboard.charts import palette
from onrecord.dashboard.presenters import report, rows, summary
from onrecord.query import Filters

TEXT = """Town plans <script>alert(1)</script> rules

Marta Ruiz, head of the <b>Harbour</b> Institute, said that privacy matters. “We need <i>standards</i>,” Ruiz said.

Tom Hale said that 40 percent of jobs would be lost and privacy too.
"""
DAY = datetime.date(2026, 3, 1)


def view(text: str = TEXT, **filters: tuple[str, ...]) -> layout.View:
    tables = onrecord.parse(text)
    held = onrecord.Collection.of(tables, {str(tables.articles["article_id"].iloc[0]): text})
    return layout.View(ask=held, filters=Filters(**filters), palette=palette.DARK, dark=True)


def made(shown: layout.View, filters: list[str]) -> str:
    return report.html(shown, summary.notes(shown, "ai-governance 2.0", filters), DAY).decode()


def test_the_report_says_what_is_shown_and_where_it_comes_from() -> None:
    page = made(view(), ["speaker: Marta Ruiz"])
    assert "1 March 2026" in page
    assert "2 speakers make 3 statements, 1 of them with words in quotation marks." in page
    assert "Shown are only: speaker: Marta Ruiz" in page
    assert "Themes are coded by ai-governance 2.0" in page
    assert f"Made by On Record {onrecord.__version__}" in page
    assert "<td>Tom Hale</td>" in page
    assert "“40 percent”" in page


def test_nothing_of_an_article_is_markup_and_nothing_is_loaded() -> None:
    page = made(view(), ["search: <img src=x>"])
    tags: set[str] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.add(tag)
            assert not [name for name, _ in attrs if name.startswith("on") or name in ("src", "href")]

    Reader().feed(page)
    assert not tags & {"script", "img", "b" * 9, "i" * 9, "svg", "iframe", "link"}
    assert "&lt;script&gt;" in page
    assert "&lt;i&gt;standards&lt;/i&gt;" in page
    assert "default-src 'none'" in page
    assert "url(" not in page


def test_what_does_not_fit_is_said() -> None:
    names = "Ada Quill,Bo Ferris,Cleo Marsh,Uma Reed,Tom Hale,Marta Ruiz,Otto Brandl,Dora Finch,Paul Ashe,Lena Orth"
    text = "\n\n".join(f"{name} said that the tram was late." for name in names.split(","))
    page = made(view(text), [])
    assert "Who speaks: the first 8 of 10" in page
    assert "Statements: the first 8 of 10" in page
    assert "No filter was set" in page


@pytest.mark.parametrize("text", ["Nothing is said here.", "x"])
def test_an_article_without_statements_has_a_report(text: str) -> None:
    assert "No speaker is shown" in made(view(text), [])


def test_titles_of_charts_say_what_the_rows_say() -> None:
    shown = view()
    counted = rows.words_by_speaker(shown, Filters())
    assert re.fullmatch(
        r"Most statements are made by Marta Ruiz: 2, 67 percent of those here", summary.room(counted, "statements")
    )
    on_themes = rows.speaker_by_theme(shown, Filters())
    assert summary.on_themes(on_themes) == "Nobody raises a theme more than once"
    level = counted.assign(words=5)
    assert summary.room(level[level["kind"] == "indirect"], "words").startswith(
        "Most words go to Tom Hale and Marta Ruiz: 5 each"
    )
