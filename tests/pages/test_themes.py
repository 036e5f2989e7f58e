"""The page Themes: its views, the reason of each coding, and people's decisions."""

from __future__ import annotations

from pathlib import Path

import pytest
from open_page import markup, unfold
from streamlit.testing.v1 import AppTest

from onrecord.annotations import ThemeOverride

APP = Path(__file__).parents[2] / "app.py"
TEXT = """Town plans new trams

Marta Ruiz said that the trams were safe on every road. “Trains and trams need rails,” Ruiz said.

Tom Hale said that the buses would use the road. The tram rails were laid in spring.
"""
BOOK = """
id = "transport"
version = "7"
title = "Transport"
[[themes]]
id = "rail"
label = "Rail"
terms = ["tram", "train"]
[[themes]]
id = "road"
label = "Roads"
terms = ["bus", "road"]
"""


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AppTest:
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "book.toml").write_text(BOOK, encoding="utf-8")
    monkeypatch.setenv("ONRECORD_FILES", str(tmp_path / "article.txt"))
    monkeypatch.setenv("ONRECORD_CODEBOOKS", str(tmp_path / "book.toml"))
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.switch_page("pages/themes.py")
    return app


def buttons(app: AppTest, label: str) -> list:
    return [button for button in app.button if button.label == label]


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("often", "“Rail” and “Roads” are raised most often (2 statements each)"),
        ("speakers", "Marta Ruiz on “Rail” most often (2 statements)"),
        ("together", "No two themes share more than one statement"),
        ("along", "spans the longest part of the article"),
    ],
)
def test_each_view_says_its_answer_and_has_its_rows(page: AppTest, view: str, said: str) -> None:
    page.query_params["view"] = view
    page.run()
    assert not page.exception
    assert any(said in element.value.replace("\\", "") for element in page.markdown)
    known = len(page.dataframe)
    assert len(unfold(page).dataframe) == known + 1
    assert len(page.get("plotly_chart")) == 1


@pytest.mark.parametrize("measure", ["share of speaker", "share of theme"])
def test_shares_are_in_the_table(page: AppTest, measure: str) -> None:
    page.query_params["view"] = "speakers"
    page.query_params["measure"] = measure
    rows = unfold(page.run()).dataframe[0].value
    assert rows.set_index(["speaker", "theme"]).loc[("Tom Hale", "Roads"), measure] == pytest.approx(
        {"share of speaker": 100, "share of theme": 50}[measure]
    )


def test_each_statement_shows_why_it_has_the_theme(page: AppTest) -> None:
    page.query_params["open"] = "road"
    page.run()
    assert "by the term “road”" in markup(page)
    assert "every <mark>road</mark>" in markup(page)
    assert "Transport" in markup(page), "the codebook in use is named"


def test_a_refused_theme_goes_from_the_counts_and_comes_back(page: AppTest) -> None:
    page.query_params["open"] = "road"
    page.run()
    assert "Raised by Marta Ruiz (1 of 2) and Tom Hale (1 of 1)" in markup(page)
    buttons(page, "Remove theme")[0].click()
    page.run()
    assert "Raised by Tom Hale (1 of 1)" in markup(page)
    assert "<b>Removed Roads</b>" in markup(page)
    buttons(page, "Undo last decision")[0].click()
    page.run()
    assert "Raised by Marta Ruiz (1 of 2) and Tom Hale (1 of 1)" in markup(page)


def test_a_theme_is_given_to_a_statement_and_shown_as_decided_by_a_person(page: AppTest) -> None:
    page.query_params["open"] = "rail"
    page.run()
    box = next(entry for entry in page.selectbox if entry.label == "Statement")
    box.set_value(next(option for option in box.options if "buses" in option)).run()
    buttons(page, "Add this theme")[0].click()
    page.run()
    assert not page.exception
    assert "your decision" in markup(page)
    assert "Tom Hale (1 of 1)" in markup(page)
    page.switch_page("pages/data.py")
    page.query_params["table"] = "theme_mentions"
    page.run()
    assert set(page.dataframe[0].value["method"]) == {"rule", "human"}


def test_the_statement_that_a_link_leads_to_can_be_decided_where_it_is_read(page: AppTest) -> None:
    page.run()
    article_id = page.session_state["onrecord_joined"][2][0]
    page.switch_page("pages/read.py")
    page.query_params["statement"] = f"{article_id}:0"
    page.run()
    assert not buttons(page, "Remove “Roads”")
    page.session_state["onrecord_opened"] = True  # as the bar's own button does
    page.run()
    buttons(page, "Remove “Roads”")[0].click()
    page.run()
    assert not buttons(page, "Remove “Roads”")
    also = next(entry for entry in page.selectbox if entry.label == "Add a theme")
    also.set_value("Roads").run()
    assert buttons(page, "Remove “Roads”")


def test_a_decision_on_another_article_is_kept_and_said(page: AppTest) -> None:
    page.session_state["onrecord_annotations"] = (ThemeOverride("elsewhere", 0, 5, "rail", True, "<i>Hi</i>"),)
    page.run()
    assert "its article is not here" in markup(page)
    assert "<i>Hi</i>" not in markup(page)
    buttons(page, "Undo")[0].click()
    page.run()
    assert "its article is not here" not in markup(page)
