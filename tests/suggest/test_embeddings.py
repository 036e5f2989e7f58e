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
from onrecord.codebook.coding import find_term
from onrecord.parser import parse_with_words
from onrecord.suggest import embeddings
from onrecord.suggest.embeddings import find_uncoded_statements, list_plain_terms, sort_by_closeness


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise AssertionError("nothing may be fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    embeddings._load_model.cache_clear()


def test_terms_close_to_a_theme_come_first(book) -> None:
    suggestions = pd.DataFrame(
        {"term": ["banana", "locomotive", "tax return", "railway station"], "score": [4, 3, 2, 1]}
    )
    found = sort_by_closeness(edit.get_theme(book, "rail"), suggestions)
    assert set(found["term"].head(2)) == {"locomotive", "railway station"}
    assert found["closeness"].is_monotonic_decreasing
    assert found["closeness"].between(-1, 1).all()


def test_no_suggestions_have_no_closeness(book) -> None:
    empty = pd.DataFrame({"term": [], "score": []})
    assert sort_by_closeness(edit.get_theme(book, "rail"), empty).empty


def test_statements_without_a_theme_name_the_closest(book) -> None:
    text = "Ann Roe said that the locomotive left the railway station. Tom Hale said that the cake was sweet.\n"
    tables, _ = next(parse_with_words([Article(text, "x")], codebook=book))
    assert tables.theme_mentions.empty
    found = find_uncoded_statements(tables, book)
    assert len(found) == len(tables.statements) == 2
    assert "locomotive" in found["text"].iloc[0]
    assert found["nearest"].iloc[0] == "rail"


def test_where_every_statement_has_a_theme_none_is_left(parsed, book) -> None:
    assert find_uncoded_statements(parsed[0], book).empty


def test_a_term_leads_to_its_places(parsed) -> None:
    found = find_term("tram", parsed[1])
    assert found["article_id"].unique().tolist() == ["trams"]
    assert len(found) == 3
    with pytest.raises(ValueError, match="no word"):
        find_term("…", parsed[1])


@pytest.mark.parametrize(
    ("term", "plain"),
    [
        ("United Nations", "United Nations"),
        ("El Niño", "El Niño"),
        ("North  Sea NEAR oil OR gas", "North  Sea"),
        ("New Deal NOT WITHIN Green New Deal", "New Deal"),
        ("bank NEAR note NOT WITHIN river bank", "bank"),
        ("near NATO", "near NATO"),
    ],
)
def test_only_what_the_codebook_adds_is_taken_from_a_term(book, term: str, plain: str) -> None:
    """A name whose second word begins with N was once cut: "United Nations" became "United"."""
    changed = edit.change_theme(book, "road", terms=[term])
    assert list_plain_terms(edit.get_theme(changed, "road")) == ["Roads", " ".join(plain.split())]


def test_a_theme_is_written_without_the_signs_of_the_codebook(book) -> None:
    changed = edit.change_theme(book, "road", terms=["bus NEAR stop", "road*", "Apple!"])
    assert list_plain_terms(edit.get_theme(changed, "road")) == ["Roads", "bus", "road", "Apple"]


@given(st.lists(st.text(max_size=30), max_size=4))
def test_any_texts_have_vectors_of_length_one_or_none(texts: list[str]) -> None:
    vectors = embeddings.embed_texts(texts)
    assert vectors.shape == (len(texts), embeddings.VECTOR_SIZE)
    lengths = np.linalg.norm(vectors, axis=1)
    assert all(length == pytest.approx(1, abs=1e-3) or length == 0 for length in lengths)
