"""Figures as marks on number lines: which share an axis, and what each mark says."""

from __future__ import annotations

import onrecord
from onrecord.dashboard.charts import palette
from onrecord.dashboard.context import View
from onrecord.dashboard.presenters import figure_marks, rows
from onrecord.query import Collection, Filters

TEXT = """Ports weigh rules

Tom Hale, a pilot, said fares rose 12 percent in May. More than 300 ferries sail. The council voted 52-48. Marta Ruiz \
said that 20 to 30 ferries were late. Fares rose to $41.50.
"""


def view() -> View:
    tables = onrecord.parse(TEXT, article_id="a")
    return View(Collection.of(tables, {"a": TEXT}), Filters(), palette.LIGHT, dark=False)


def test_figures_of_one_unit_share_an_axis_and_pairs_have_no_place() -> None:
    shown = view()
    axes = dict(figure_marks.by_axis(shown.ask.rows("figures", Filters())))
    assert axes["ferries"]["text"].tolist() == ["More than 300 ferries", "20 to 30 ferries"]
    assert "percent" in " ".join(axes)
    assert not any("52" in text for part in axes.values() for text in part["text"])


def test_a_mark_says_what_the_figure_refers_to_who_gives_it_and_how_it_changes() -> None:
    shown = view()
    held = dict(figure_marks.by_axis(shown.ask.rows("figures", Filters())))
    percent = next(part for axis, part in held.items() if "percent" in axis)
    (mark,) = figure_marks.unit_marks(shown, percent, rows.figure_rows(shown, percent)).itertuples()
    assert (mark.label, mark.words, mark.comparator) == ("fares · Tom Hale", "12 ▲ up", "=")
    assert mark.hover.startswith("12 percent: “12 percent”, Tom Hale.")
    assert mark.colour == shown.colour_of("tom-hale")


def test_a_figure_of_the_article_is_muted_and_a_range_has_both_ends() -> None:
    shown = view()
    ferries = dict(figure_marks.by_axis(shown.ask.rows("figures", Filters())))["ferries"]
    stated, ranged = figure_marks.unit_marks(shown, ferries, rows.figure_rows(shown, ferries)).itertuples()
    assert (stated.colour, stated.comparator) == (shown.palette.muted, ">")
    assert (ranged.value, ranged.high, ranged.label.rpartition(" · ")[2]) == (20, 30, "Marta Ruiz")
