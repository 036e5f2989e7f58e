"""The page Figures: one unit a chart, and the sentence behind each figure."""

from __future__ import annotations

from pathlib import Path

import pytest
from open_page import markup, unfold
from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "app.py"
TEXT = """Mill to close

The mill cost $41.50 a ton. Ada Quill said that 35 percent of workers and 20 percent of farmers would leave.

Rents fell by 12 percent. More than 300 people came to the <i>gate</i>.
"""


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AppTest:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv("ONRECORD_FILES", str(path))
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.switch_page("pages/figures.py")
    return app


def tables(app: AppTest) -> list:
    return [element.value for element in app.dataframe]


def test_a_chart_holds_one_unit(page: AppTest) -> None:
    behind = [rows for rows in tables(unfold(page.run())) if "unit" in rows]
    *charts, everything = sorted(behind, key=len)
    assert charts
    assert all(rows["unit"].nunique() == 1 for rows in charts)
    assert len(everything) == 5


def test_figures_say_who_gives_them(page: AppTest) -> None:
    rows = max(tables(page.run()), key=len).set_index("figure")
    assert rows.loc["35", "speaker"] == rows.loc["20", "speaker"] == "Ada Quill"
    assert rows.loc["> 300", "speaker"] == "stated by the article"
    assert rows.loc["12", "direction"] == "down"


def test_the_sentence_behind_a_figure_is_marked_and_escaped(page: AppTest) -> None:
    shown = markup(page.run())
    assert "<mark>12 percent</mark>" in shown
    assert "&lt;i&gt;gate&lt;/i&gt;" in shown
    assert "<i>gate" not in shown


def test_a_speaker_filter_leaves_that_speakers_figures(page: AppTest) -> None:
    page.query_params["speaker"] = "ada-quill"
    rows = max(tables(page.run()), key=len)
    assert rows["figure"].tolist() == ["35", "20"]


def test_a_kind_of_quantity_can_be_asked_for(page: AppTest) -> None:
    page.run()
    page.button_group(key="or_figures_dimension").set_value(["money"]).run()
    assert max(tables(page), key=len)["figure"].tolist() == ["41.50"]
    assert page.query_params["dimension"] in ("money", ["money"])


def test_a_direction_can_be_asked_for_by_link(page: AppTest) -> None:
    page.query_params["direction"] = "down"
    rows = max(tables(page.run()), key=len)
    assert rows["figure"].tolist() == ["12"]


def test_what_leaves_nothing_says_so_and_offers_all(page: AppTest) -> None:
    page.query_params["direction"] = "down"
    page.query_params["by"] = "speaker"
    page.run()
    assert "No figure matches" in page.info[0].value
    next(button for button in page.button if button.label == "Show all figures").click().run()
    assert len(max(tables(page), key=len)) == 5


def test_a_bound_says_what_it_is(page: AppTest) -> None:
    page.query_params["dimension"] = "count"
    assert "<b>more than</b>" in markup(page.run())
