"""What is close to a theme comes first; embeddings need no network, and decide nothing."""

from __future__ import annotations

import socket

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Article
from onrecord.codebook import edit
from onrecord.parser import parse_with_words
from onrecord.suggest import embeddings
from onrecord.suggest.similarity import places_of, similar_terms, spoken, statements_without_theme


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise AssertionError("nothing may be fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    embeddings._model.cache_clear()


def test_terms_close_to_a_theme_come_first(book) -> None:
    suggestions = pd.DataFrame(
        {"term": ["banana", "locomotive", "tax return", "railway station"], "score": [4, 3, 2, 1]}
    )
    found = similar_terms(edit.theme(book, "rail"), suggestions)
    assert set(found["term"].head(2)) == {"locomotive", "railway station"}
    assert found["closeness"].is_monotonic_decreasing
    assert found["closeness"].between(-1, 1).all()


def test_no_suggestions_have_no_closeness(book) -> None:
    empty = pd.DataFrame({"term": [], "score": []})
    assert similar_terms(edit.theme(book, "rail"), empty).empty


def test_statements_without_a_theme_name_the_closest(book) -> None:
    text = "Ann Roe said that the locomotive left the railway station. Tom Hale said that the cake was sweet.\n"
    tables, _ = next(parse_with_words([Article(text, "x")], codebook=book))
    assert tables.theme_mentions.empty
    found = statements_without_theme(tables, book)
    assert len(found) == len(tables.statements) == 2
    assert "locomotive" in found["text"].iloc[0]
    assert found["nearest"].iloc[0] == "rail"


def test_where_every_statement_has_a_theme_none_is_left(parsed, book) -> None:
    assert statements_without_theme(parsed[0], book).empty


def test_a_term_leads_to_its_places(parsed) -> None:
    found = places_of("tram", parsed[1])
    assert found["article_id"].unique().tolist() == ["trams"]
    assert len(found) == 3
    with pytest.raises(ValueError, match="no word"):
        places_of("…", parsed[1])


def test_a_theme_is_spoken_without_the_signs_of_the_codebook(book) -> None:
    changed = edit.change_theme(book, "road", terms=["bus NEAR stop", "road*", "Apple!"])
    assert spoken(edit.theme(changed, "road")) == ["Roads", "bus", "road", "Apple"]


@given(st.lists(st.text(max_size=30), max_size=4))
def test_any_texts_have_vectors_of_length_one_or_none(texts: list[str]) -> None:
    vectors = embeddings.embed(texts)
    assert vectors.shape == (len(texts), embeddings.SIZE)
    lengths = np.linalg.norm(vectors, axis=1)
    assert all(length == pytest.approx(1, abs=1e-3) or length == 0 for length in lengths)
