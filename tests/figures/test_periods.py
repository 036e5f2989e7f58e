from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Output grew 3 percent over the past year.", "over the past year"),
        ("Output grew 3 percent in 2021.", "in 2021"),
        ("The plan will save $340 million by 2027.", "by 2027"),
        ("In 2021, output grew 3 percent.", "In 2021"),
        ("Output grew 3 percent.", None),
        ("On Monday the minister said that output grew 3 percent.", None),
        ("Prices were 20 percent higher than a year ago.", None),
        ("Output rose 0.4%, the smallest gain since May.", None),
        ("The plan reached 93 percent of children under five.", None),
        ("She was jailed for four years on Friday.", None),
    ],
)
def test_reads_the_time_of_the_figures_own_clause(text: str, period: str | None, figures) -> None:
    assert figures(text)[0]["period"] == period


def test_a_former_value_does_not_take_the_time_of_the_new_one(figures) -> None:
    rows = figures("Inflation eased to 2.9 percent in May from 3.2 percent.")
    assert [row["period"] for row in rows] == ["in May", None]


def test_each_figure_has_its_own(figures) -> None:
    rows = figures("Exports reached $18 billion in 2022, up from $5.6 billion in 2019.")
    assert [row["period"] for row in rows] == ["in 2022", "in 2019"]


def test_a_time_that_owns_the_next_amount_is_not_that_of_the_one_before(figures) -> None:
    rows = figures("The toll is $33 versus last year's $32.")
    assert [row["period"] for row in rows] == [None, "last year"]
