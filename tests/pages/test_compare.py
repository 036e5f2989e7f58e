"""The page Compare: who is compared, what each says on what, where they meet, and the workbook."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from open_page import markup, page, unfold

import onrecord
from onrecord.dashboard import context, layout
from onrecord.dashboard.presenters import comparison
from onrecord.query import Filters

APP = Path(__file__).parents[2] / "app.py"
TEXT = """Town plans new rules for scooters

Marta Ruiz, head of the Harbour Institute, said that privacy matters and transparency too. “We need new standards,” \
Ruiz said. “Privacy is a right,” Ruiz added.

Tom Hale, a rider, warned that privacy would be lost. Hale said that <b>jobs</b> would go. Hale said 40 percent of \
jobs would be lost. Uma Reed said the tram was late.
"""


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv("ONRECORD_FILES", str(path))


def test_the_two_who_say_most_are_compared_and_the_answer_is_in_words() -> None:
    shown = markup(page("pages/compare.py"))
    assert "Tom Hale and Marta Ruiz share 1 theme." in shown
    assert "Marta Ruiz speaks most on “Privacy" in shown.replace("\\", "")
    assert "Marta Ruiz has quoted words in 2 of 3 statements, Tom Hale in 0 of 3." in shown
    assert "3 statements, 2 quoted; " in shown
    assert "head, Harbour Institute" in shown
    assert "Statement against" not in shown
    assert "<b>jobs" not in shown


def test_the_address_says_who_is_compared_and_the_menu_changes_it() -> None:
    app = page("pages/compare.py", **{"with": ["uma-reed", "tom-hale", "nobody-here"]})
    assert "Uma Reed and Tom Hale share no theme." in markup(app)
    app.multiselect(key="or_compare").set_value(["uma-reed", "marta-ruiz", "tom-hale"]).run()
    assert app.query_params["with"] == ["uma-reed", "marta-ruiz", "tom-hale"]
    assert "Uma Reed, Marta Ruiz and Tom Hale share 1 theme." in markup(app)


def test_a_filter_holds_and_one_speaker_alone_is_told() -> None:
    app = page("pages/compare.py", q="tram")
    assert "A comparison needs two speakers, but the filters leave fewer." in app.info[0].value
    app = page("pages/compare.py", **{"with": "uma-reed"})
    assert "Choose another speaker above" in app.info[0].value


def test_the_table_behind_the_chart_has_shares_of_each_speakers_statements() -> None:
    app = page("pages/compare.py", **{"with": ["marta-ruiz", "tom-hale"]})
    rows = next(frame.value for frame in unfold(app).dataframe if "percent" in frame.value.columns)
    privacy = rows[rows["theme"].str.startswith("Privacy")].set_index("speaker")
    assert privacy.loc["Marta Ruiz", ["statements", "percent"]].tolist() == [2, 66.7]
    assert privacy.loc["Tom Hale", ["statements", "percent"]].tolist() == [1, 33.3]


def test_the_workbook_has_a_sheet_a_table() -> None:
    tables = onrecord.parse(TEXT)
    article_id = str(tables.articles["article_id"].iloc[0])
    held = onrecord.Collection.of(tables, {article_id: TEXT})
    view = context.View(ask=held, filters=Filters(), palette=layout.palette.LIGHT, dark=False)
    about = comparison.speakers(view, Filters(), ["marta-ruiz", "tom-hale"])
    data = comparison.workbook(view, Filters(), about, ["No filter was set"])
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["about", "speakers", "themes", "words", "figures", "statements"]
    rows = list(book["statements"].iter_rows(values_only=True))
    assert len(rows) == 1 + 6
    assert rows[0][:6] == ("speaker", "speaker_evidence", "kind", "cue", "negated", "text")
    assert {row[0] for row in rows[1:]} == {"Marta Ruiz", "Tom Hale"}
    assert [row[0] for row in book["figures"].iter_rows(min_row=2, values_only=True)] == ["40"]
    assert book["about"]["A3"].value == "No filter was set"
