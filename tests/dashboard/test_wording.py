"""Counts, figures and roles in plain words."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from onrecord.dashboard.text import wording


@pytest.mark.parametrize(
    ("value", "words"),
    [(500, "500"), (3.5, "3.5"), (1_200_000_000, "1.2 billion"), (12_345_678, "12.345678 million"), (1234, "1,234")],
)
def test_no_digit_is_rounded_away(value: float, words: str) -> None:
    shown = wording.number(value)
    assert shown == words or shown == f"{value:,}"


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ({"value": 500, "comparator": ">"}, "> 500"),
        ({"value": 20, "value_high": 30}, "20–30"),
        ({"value": 8, "value_from": 5}, "from 5 to 8"),
        ({"value": 8, "comparator": "~"}, "≈ 8"),
        ({"value": 41.3, "dimension": "money"}, "41.30"),
        ({"value": 1_200_000_000, "dimension": "money", "comparator": ">="}, "≥ 1.2 billion"),
        ({"value": 412_000, "dimension": "money"}, "412,000"),
        ({"value": 6.2, "dimension": "percent"}, "6.2"),
    ],
)
def test_a_quantity_shows_how_it_is_to_be_read(figure: dict[str, object], words: str) -> None:
    row = SimpleNamespace(**{"value_from": None, "value_high": None, "comparator": "=", "dimension": "count", **figure})
    assert wording.quantity(row) == words


def test_lists_and_counts() -> None:
    assert wording.listed(["a", "b", "c"]) == "a, b and c"
    assert wording.listed([]) == ""
    assert wording.counted(1, "row") == "1 row"
    assert wording.counted(1200, "person", "people") == "1,200 people"
    assert wording.capital("participants") == "Participants"
    assert wording.shorten("abcdef", 4) == "abc…"


def test_a_former_role_says_so_once() -> None:
    speaker = SimpleNamespace(role="director", role_is_former=True, organisation="Acme", parent_organisation=None)
    assert wording.role(speaker) == "former director, Acme"


@pytest.mark.parametrize(
    ("entry", "short"),
    [
        ("carbon tax", "carbon tax"),
        ("data NEAR privacy", "data near privacy"),
        ("data NEAR privacy OR protection NOT WITHIN database", "data near privacy, …"),
        ("trust NOT WITHIN trust fund", "trust"),
    ],
)
def test_a_term_is_shown_in_short(entry: str, short: str) -> None:
    assert wording.term(entry) == short


@pytest.mark.parametrize("missing", [None, pd.NA, pd.NaT, float("nan"), np.float64("nan")])
def test_a_missing_value_is_not_given(missing: object) -> None:
    assert not wording.given(missing)


@pytest.mark.parametrize("value", ["None", "nan", "<NA>", "NaT", "Nan Goldwater", 0, 0.0, False])
def test_words_that_look_like_a_missing_value_are_given(value: object) -> None:
    assert wording.given(value)
