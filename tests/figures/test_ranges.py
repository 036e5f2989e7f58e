from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("The dam will cost $3–5 billion.", 3e9, 5e9, "dollar"),
        ("The dam will cost $3 billion to $5 billion.", 3e9, 5e9, "dollar"),
        ("The dam will cost between €200 million and €300 million.", 2e8, 3e8, "euro"),
        ("Between 200 and 300 people came.", 200, 300, "people"),
        ("It grew 12 to 15 percent.", 12, 15, "percent"),
        ("Fees are $20 to $30 per metre.", 20, 30, "dollar per metre"),
        ("They lived there for three or four years.", 3, 4, "year"),
        ("Heat would destroy 70–90% of the reefs.", 70, 90, "percent"),
        ("Voters aged 18 to 34 stayed at home.", 18, 34, "year of age"),
    ],
)
def test_reads_a_range(text: str, low: float, high: float, unit: str, figure) -> None:
    row = figure(text)
    assert (row["value"], row["value_high"], row["unit"]) == (low, high, unit)


def test_a_change_and_the_level_it_led_to_are_two_figures(figures) -> None:
    rows = figures("Shares gained 3 percent to $410.")
    assert [(row["value"], row["value_high"], row["direction"]) for row in rows] == [(3, None, "up"), (410, None, None)]


def test_coins_belong_to_their_amount(figure) -> None:
    assert figure("The ticket costs 3 dollars and 50 cents.")["value"] == 3.5


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("The motion passed by 52-48.", (52, 48)),
        ("Rovers beat City 3–1.", (3, 1)),
        ("He won by a 2 to 1 margin.", (2, 1)),
    ],
)
def test_votes_and_scores_are_kept_as_a_pair(text: str, pair: tuple[int, int], figure) -> None:
    row = figure(text)
    assert (row["value"], row["value_high"], row["unit"], row["dimension"]) == (*pair, None, "ratio")


def test_who_leads_whom_is_no_range(figures) -> None:
    rows = figures("Ada leads Bo 47.3 percent to 44.4 percent.")
    assert [(row["value"], row["value_high"]) for row in rows] == [(47.3, None), (44.4, None)]


def test_a_step_may_lead_to_a_range(figure) -> None:
    row = figure("The firm expects sales to rise from 24 to 33-35 billion euros.")
    assert (row["value_from"], row["value"], row["value_high"]) == (24e9, 33e9, 35e9)
