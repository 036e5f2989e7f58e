from __future__ import annotations

import pandas as pd
import pytest

from onrecord.dashboard.presenters.figure_filters import NO_DIRECTION, FigureFilters

FIGURES = pd.DataFrame(
    {
        "dimension": ["money", "percent", "percent", "count"],
        "direction": [NO_DIRECTION, "up", "down", NO_DIRECTION],
        "by": ["speaker", "speaker", "article", "article"],
        "n": [1, 1, 1, 1],
    },
    index=[3, 5, 7, 9],
)


def test_filters_survive_the_address() -> None:
    asked = FigureFilters(dimension=("percent", "money"), direction=(NO_DIRECTION,), by=("article",))
    assert FigureFilters.from_query(asked.query_params, FIGURES) == asked


def test_values_that_no_figure_has_are_left_out() -> None:
    read = FigureFilters.from_query({"dimension": ["age", "money"], "direction": "sideways"}, FIGURES)
    assert read == FigureFilters(dimension=("money",))


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        (FigureFilters(), [3, 5, 7, 9]),
        (FigureFilters(dimension=("percent",)), [5, 7]),
        (FigureFilters(direction=(NO_DIRECTION,)), [3, 9]),
        (FigureFilters(by=("speaker",)), [3, 5]),
        (FigureFilters(dimension=("percent",), by=("article",)), [7]),
        (FigureFilters(dimension=("count",), direction=("up",)), []),
    ],
)
def test_rows_must_have_a_value_of_each_field(asked: FigureFilters, left: list[int]) -> None:
    assert list(asked.apply(FIGURES).index) == left


def test_a_value_counts_what_it_would_leave_under_the_other_fields() -> None:
    asked = FigureFilters(dimension=("percent",), by=("speaker",))
    assert asked.counts(FIGURES, "dimension") == {"money": 1, "percent": 1, "count": 0}
    assert asked.counts(FIGURES, "direction") == {NO_DIRECTION: 0, "up": 1, "down": 0}
