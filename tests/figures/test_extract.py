"""What holds for the figures of any text, and who gave a figure."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord.figures.numbers import find_numbers

_PIECES = st.sampled_from(
    ["3", "1,250", "-", "–", " to ", " from ", "between ", " and ", "$", "€", "US$", "%", " percent", "bn", "m", "k",
     "½", "1/2", "ten", " million", "a dozen ", "dozens of ", "half ", "one in ", "five", " people", " years", ".",
     " in 2020", ", ", "(", ")", "rose ", "fell ", "\n", "\u200b", "٣", "²", "e9", "x 10^", "“", "”", "said ", "@",
     "https://x.y/", "'", "º"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=120), st.lists(_PIECES, max_size=30).map("".join)))
def test_any_text_keeps_its_offsets_and_gives_finite_values(text: str) -> None:
    check(onrecord.Article(text).text)


def test_a_figure_belongs_to_the_statement_that_holds_it(figures) -> None:
    rows = figures("The port handled 40 ships. “We lost 12 percent of our trade,” said Mara Lind, the harbour master.")
    assert [(row["value"], row["speaker_id"]) for row in rows] == [(40, None), (12, "mara-lind")]


@pytest.mark.parametrize(
    "piece", ["5% ", "3-", "ten ", "$1bn to ", "1,000", "a million and ", "dozens of ", "in 2020, 5 men "]
)
def test_repeated_numbers_keep_their_offsets(piece: str) -> None:
    check(piece * (3_000 // len(piece)))


@pytest.mark.parametrize(
    "text",
    ["9" * 1000 + " people came.", "1," * 500 + "000 people came.", "It cost $5 " + "million " * 300 + ".",
     "5" + "kmbn" * 200, "٣٤٥ людей пришли 12 万人 5 percent", "1/2" * 300, "3" + "½" * 300 + " percent"]
)  # fmt: skip
def test_monstrous_numbers_keep_their_offsets(text: str) -> None:
    check(text)


def _readable_values(text: str) -> set[float]:
    """Every amount that the numbers in ``text`` can make: themselves, with another's scale, of one another."""
    found = list(dict.fromkeys(replace(number, start=0, end=0) for number in find_numbers(text)))
    alone = {amount for number in found for amount in (number.value, number.mantissa, number.high)} - {None}
    scaled = {number.mantissa * other.scale for number in found for other in found}
    parts = {one.value / other.value for one in found for other in found if other.value}
    coins = {one.value + other.value / 100 for one in found for other in found}
    return {sign * amount for amount in alone | scaled | parts | coins for sign in (1, -1)}


def check(text: str) -> None:
    """Every figure reproduces the text, says no number that is not in it, and ends before the next one starts."""
    end = 0
    spelled: dict[int, set[float]] = {}
    sentences = onrecord.parse(text).sentences["text"].tolist()
    for row in onrecord.parse(text).figures.to_dict("records"):
        assert text[row["start"] : row["end"]] == row["text"]
        number = row["sentence_id"]
        if number not in spelled:
            spelled[number] = _readable_values(sentences[number])
        made = spelled[number]
        for name in ("value", "value_high", "value_from"):
            assert pd.isna(row[name]) or (math.isfinite(row[name]) and row[name] in made)
        assert end <= row["start"] < row["end"]
        end = row["end"]
