"""Key words and phrases: what stands out, in the form that a codebook takes, and nothing that has a theme already."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Article, Codebook
from onrecord.codebook import Words, edit
from onrecord.parser import parse_with_words
from onrecord.suggest.keyness import KEY_TERM_COLUMNS, find_key_terms, log_likelihood

TEXT = """Heat pumps for every street

The council said that heat pumps would replace gas boilers. Ada Quill said heat pumps were cheap.

A heat pump needs insulation. Gas boilers and insulation cost money, the council said. Data on insulation were published
by the CHPA. The CHPA said that the data were sound. Mould, said Ada Quill, was gone.
"""
EMPTY = edit.new_codebook(title="Nothing", label="Nothing", terms=["zzyzx"])


@pytest.fixture(scope="module")
def words() -> Words:
    return next(parse_with_words([Article(TEXT, "heat")]))[1]


def terms(words: Words, book: Codebook = EMPTY) -> list[str]:
    return find_key_terms(words, book)["term"].tolist()


def test_phrases_and_words_that_stand_out_come_as_terms(words: Words) -> None:
    found = terms(words)
    assert found[0] == "heat pump"
    assert {"gas boiler", "insulation", "CHPA"} <= set(found)


def test_a_word_that_stands_in_a_phrase_is_left_to_it(words: Words) -> None:
    assert not {"pump", "heat", "boiler"} & set(terms(words))


def test_neither_people_nor_words_of_reporting_are_suggested(words: Words) -> None:
    assert not [term for term in terms(words) if any(word in term.lower() for word in ("quill", "ada", "said", "say"))]


def test_a_word_that_stands_once_is_no_suggestion(words: Words) -> None:
    assert "mould" not in terms(words)


def test_a_lemma_that_nobody_writes_is_put_as_written(words: Words) -> None:
    assert "datum" not in terms(words)


def test_what_belongs_to_a_theme_is_left_out(words: Words) -> None:
    book = edit.new_codebook(title="Heat", label="Heat", terms=["heat pump", "insulat*"])
    assert not {"heat pump", "insulation"} & set(terms(words, book))
    assert "gas boiler" in terms(words, book)


def test_every_suggestion_finds_the_places_that_it_counts(words: Words) -> None:
    for row in find_key_terms(words, EMPTY).itertuples():
        book = edit.new_codebook(title="One", label="One", terms=[row.term])
        assert len(book.matcher.find(words)) >= row.count


def test_counts_are_of_places_sentences_and_articles(words: Words) -> None:
    more = next(parse_with_words([Article("They like heat pumps and other heat pumps. We buy heat pumps.", "two")]))[1]
    rows = [
        find_key_terms(held, EMPTY).set_index("term").loc["heat pump"] for held in (words, Words.concat([words, more]))
    ]
    columns = ["count", "n_sentences", "n_articles"]
    assert (rows[1][columns] - rows[0][columns]).tolist() == [3, 2, 1]


def test_the_same_words_give_the_same_suggestions(words: Words) -> None:
    pd.testing.assert_frame_equal(find_key_terms(words, EMPTY), find_key_terms(Words.concat([words]), EMPTY))


@pytest.mark.parametrize("text", ["", "…", "A.", "12 500", "й й й"])
def test_little_text_gives_no_suggestion(text: str) -> None:
    frame = find_key_terms(next(parse_with_words([Article(text, "x")]))[1], EMPTY)
    assert list(frame.columns) == list(KEY_TERM_COLUMNS)
    assert frame.empty


def test_log_likelihood_is_dunnings() -> None:
    # 10 in 1,000 against 20 in 10,000, expected 2.73 and 27.27: 2 (10 ln(10 / 2.73) + 20 ln(20 / 27.27)) = 13.58
    assert log_likelihood(10, 1_000, 20, 10_000) == pytest.approx(13.58, abs=0.01)
    assert log_likelihood(1, 1_000, 20, 10_000) == 0


@given(st.integers(1, 500), st.integers(500, 10_000), st.floats(1, 1e6))
def test_more_of_a_word_stands_out_more(count: int, total: int, other: float) -> None:
    assert log_likelihood(count + 1, total + 1, other, 1e9) >= log_likelihood(count, total, other, 1e9) - 1e-6
