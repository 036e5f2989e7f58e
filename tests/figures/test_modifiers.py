from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "modifier", "comparator"),
    [
        ("More than 500 guests came.", "More than", ">"),
        ("At least 40 people died.", "At least", ">="),
        ("Up to 30 ships may leave.", "Up to", "<="),
        ("Nearly 30 ships left.", "Nearly", "~"),
        ("About 30 ships left.", "About", "~"),
        ("Only 30 ships left.", "Only", "="),
        ("Fewer than 30 ships left.", "Fewer than", "<"),
        ("As many as 30 ships left.", "As many as", "<="),
        ("Over 30 ships left.", "Over", ">"),
        ("For over five years they waited.", "over", ">"),
        ("They fell below ~30 ships.", "~", "~"),
        ("The chips use a sub-7 nanometre process.", "sub-", "<"),
    ],
)
def test_reads_the_words_before(text: str, modifier: str, comparator: str, figure) -> None:
    row = figure(text)
    assert (row["modifier"], row["comparator"]) == (modifier, comparator)
    assert row["text"].startswith(modifier)


@pytest.mark.parametrize(
    ("text", "ending", "comparator"),
    [("It takes 30 days or more.", "or more", ">="), ("It takes 30 days or so.", "or so", "~")],
)
def test_reads_the_words_behind(text: str, ending: str, comparator: str, figure) -> None:
    row = figure(text)
    assert row["comparator"] == comparator
    assert row["text"].endswith(ending)


def test_over_a_stretch_of_time_compares_nothing(figure) -> None:
    assert figure("They rebuilt it over five years.")["comparator"] == "="


def test_a_conversion_shares_its_amounts_comparator(figures) -> None:
    rows = figures("The moths can fly more than 100 km (62 miles).")
    assert [row["comparator"] for row in rows] == [">", ">"]


def test_dozens_are_a_range_without_a_modifier(figure) -> None:
    row = figure("Dozens of shops closed.")
    assert (row["value"], row["value_high"], row["comparator"], row["modifier"]) == (12, 120, "=", None)
