from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Exports rose 3 percent.", "up"),
        ("Exports increased by 3 percent.", "up"),
        ("Exports fell as much as 3 percent.", "down"),
        ("Exports were up 3 percent.", "up"),
        ("The index edged down 3 points.", "down"),
        ("The mill saw a 3 percent drop.", "down"),
        ("The ward reported 2,315 cases, a 34% jump.", "up"),
        ("The mill saw an increase of 3 percent.", "up"),
        ("Donations have fallen by a third.", "down"),
        ("Sales of bread doubled.", "up"),
        ("The share of farms is 3 percent.", None),
        ("The army lost 200 soldiers.", None),
        ("Her team gave up 3 percent of the fee.", None),
        ("Exports rose to $410.", None),
    ],
)
def test_reads_the_direction(text: str, direction: str | None, figures) -> None:
    assert figures(text)[-1]["direction"] == direction


@pytest.mark.parametrize(
    ("text", "origin", "value", "direction"),
    [
        ("Membership fell from 18,200 to 16,750.", 18_200, 16_750, "down"),
        ("Output rose from 3 to 5 billion litres.", 3e9, 5e9, "up"),
    ],
)
def test_a_step_is_one_figure(text: str, origin: float, value: float, direction: str, figure) -> None:
    row = figure(text)
    assert (row["value_from"], row["value"], row["direction"]) == (origin, value, direction)
    assert row["text"].startswith("from")


def test_what_it_came_from_is_a_figure_of_its_own_when_it_comes_later(figures) -> None:
    rows = figures("Fees will rise to $12,000 from $10,500.")
    assert [(row["value"], row["value_from"]) for row in rows] == [(12_000, 10_500), (10_500, None)]
    assert rows[0]["direction"] == "up"


def test_it_may_come_after_a_verb(figures) -> None:
    rows = figures("Last year 410 people drowned, up from 352.")
    assert [(row["value"], row["value_from"], row["unit"]) for row in rows] == [
        (410, 352, "people"),
        (352, None, "people"),
    ]


def test_a_span_of_values_is_no_step(figure) -> None:
    row = figure("Prices range from $5 to $9.")
    assert (row["value"], row["value_high"], row["value_from"], row["direction"]) == (5, 9, None, None)
