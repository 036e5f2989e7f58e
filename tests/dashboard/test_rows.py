"""The rows behind charts and tables: counted once, from the filtered tables."""

from __future__ import annotations

import pytest

from onrecord import Codebook, Tables, parse_many
from onrecord.dashboard.charts import palette
from onrecord.dashboard.context import View
from onrecord.dashboard.presenters import rows
from onrecord.query import NOBODY, Collection, Filters

BOOK = Codebook.from_toml(
    '[[themes]]\nid = "water"\nlabel = "Water"\nterms = ["water", "flood"]\n'
    '[[themes]]\nid = "trade"\nlabel = "Trade"\nterms = ["export", "harvest"]\n'
)
TEXTS = (
    ("one", "Marta Ruiz said the water of the flood was clean. “We export water,” Ruiz said. They said it was late."),
    ("two", "Tom Hale, a farmer, said more than 40 percent of the harvest was lost. A flood reached 30 farms."),
)


@pytest.fixture(scope="module")
def view() -> View:
    tables = Tables.concat(parse_many(TEXTS, codebook=BOOK))
    return View(Collection.of(tables, dict(TEXTS)), Filters(), palette.LIGHT, dark=False)


def test_words_are_counted_by_speaker_and_kind(view: View) -> None:
    counted = rows.words_by_speaker(view, Filters())
    found = {(row.key, row.kind): (row.speaker, row.statements, row.words) for row in counted.itertuples(index=False)}
    assert found["marta-ruiz", "direct"] == ("Marta Ruiz", 1, 3)
    assert found["marta-ruiz", "indirect"] == ("Marta Ruiz", 1, 7)
    assert found[NOBODY, "indirect"][1:] == (1, 3)
    assert counted["statements"].sum() == view.ask.count("statements", Filters())


def test_a_theme_counts_once_a_statement(view: View) -> None:
    counted = rows.speaker_by_theme(view, Filters())
    found = {(row.speaker_key, row.theme_id): row.statements for row in counted.itertuples(index=False)}
    assert found == {("marta-ruiz", "water"): 2, ("marta-ruiz", "trade"): 1, ("tom-hale", "trade"): 1}


def test_themes_are_counted_in_statements_and_in_the_reporters_words(view: View) -> None:
    counted = rows.theme_counts(view, Filters(), with_words=True).set_index("theme_id")
    assert counted["statements"].to_dict() == {"water": 2, "trade": 2}
    assert counted["speakers"].to_dict() == {"water": 1, "trade": 2}
    assert counted["reported"].to_dict() == {"water": 1, "trade": 0}
    assert counted.loc["water", "words"] == "flood; water"


def test_kinds_of_a_theme_add_up_to_its_statements(view: View) -> None:
    kinds = view.ask.theme_kinds(Filters()).groupby("key")["amount"].sum().to_dict()
    assert kinds == {"water": 2, "trade": 2}


def test_pairs_stand_both_ways(view: View) -> None:
    pairs = rows.theme_pairs(view, Filters())
    found = {(row.theme_id, row.other_id): row.statements for row in pairs.itertuples(index=False)}
    assert found == {("water", "trade"): 1, ("trade", "water"): 1}


def test_a_figure_says_who_gives_it_and_where(view: View) -> None:
    shown = rows.figure_rows(view, view.ask.rows("figures", Filters()))
    assert shown["figure"].tolist() == ["> 40", "30"]
    assert shown["speaker"].tolist() == ["Tom Hale", rows.REPORTED]
    assert shown["sentence"].iloc[1] == "A flood reached 30 farms."
    assert shown.index.tolist() == [0, 1]


def test_nothing_gives_no_rows_but_every_column(view: View) -> None:
    nothing = Filters(query="unheard of")
    for made in (
        rows.words_by_speaker(view, nothing),
        rows.speaker_by_theme(view, nothing),
        rows.theme_counts(view, nothing, with_words=True),
        rows.theme_pairs(view, nothing),
        rows.figure_rows(view, view.ask.rows("figures", nothing)),
    ):
        assert made.empty
        assert len(made.columns)
