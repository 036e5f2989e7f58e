"""Words that one group of texts uses more than the others."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.suggest.keyness import CONTRAST_COLUMNS, MIN_CONTRAST, MIN_COUNT, contrast_groups

ONE = ["Water is clean. The water’s price rose.", "We drink water and more WATER."]
OTHER = ["The tram runs late. The tram is full.", "Trams and a tram: the price of the tram."]


def test_each_gets_the_words_that_the_others_do_not_use() -> None:
    found = contrast_groups({"one": ONE, "other": OTHER})
    assert list(found.columns) == list(CONTRAST_COLUMNS)
    assert found[["key", "word", "count", "others"]].to_numpy().tolist() == [
        ["one", "water", 3, 0],
        ["other", "tram", 4, 0],
    ]


def test_the_score_is_the_log_likelihood() -> None:
    row = contrast_groups({"one": ["tax " * 6 + "jam"], "other": ["tax", "jam " * 15]}).iloc[0]
    expected = 2 * (6 * math.log(6 / (7 * 7 / 23)) + 1 * math.log(1 / (16 * 7 / 23)))
    assert (row["word"], row["score"]) == ("tax", pytest.approx(expected, abs=0.005))


def test_function_words_short_ones_and_single_ones_are_left_out() -> None:
    assert contrast_groups({"one": ["the the the of of it's it's ab ab once"], "other": ["tram"] * 9}).key.tolist() == [
        "other"
    ]


@pytest.mark.parametrize("texts", [{}, {"one": ONE}, {"one": ONE, "other": []}, {"one": [], "other": []}])
def test_without_others_nothing_stands_out(texts: dict[str, list[str]]) -> None:
    assert contrast_groups(texts).empty


WORDS = st.lists(st.sampled_from(["water", "tram", "Tram", "the", "it’s", "ß", "\n"]), max_size=30).map(" ".join)


def test_any_texts_give_counts_that_are_theirs() -> None:
    seen = []

    @given(st.dictionaries(st.text(max_size=3), st.lists(WORDS | st.text(max_size=40), max_size=3), max_size=4))
    def check(texts: dict[str, list[str]]) -> None:
        for row in contrast_groups(texts, most=5).itertuples():
            seen.append(row.word)
            assert row.count >= MIN_COUNT
            assert row.score >= MIN_CONTRAST - 0.005
            assert " ".join(texts[row.key]).lower().replace("’", "'").count(row.word) >= row.count

    check()
    assert seen, "none of the groups drawn has a word of its own"
