"""The figures room as a whole: what holds for any text, and who gave a figure."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord

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
def test_numbers_over_and_over_keep_their_offsets(piece: str) -> None:
    check(piece * (3_000 // len(piece)))


def check(text: str) -> None:
    """Every figure reproduces the text, has a finite value and ends before the next one starts."""
    end = 0
    for row in onrecord.parse(text).figures.to_dict("records"):
        assert text[row["start"] : row["end"]] == row["text"]
        assert math.isfinite(row["value"])
        assert end <= row["start"] < row["end"]
        end = row["end"]
