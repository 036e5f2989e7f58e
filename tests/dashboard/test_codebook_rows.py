"""What the page Codebook lists, and how an edit is put into words."""

from __future__ import annotations

import pytest

import onrecord
from onrecord.codebook import edit
from onrecord.dashboard.presenters import codebook_rows

BOOK, _ = edit.add_theme(
    edit.new_codebook(title="Transport", label="Rail", terms=["tram", "train"]), label="Road", terms=["bus"]
)
TABLES = onrecord.parse(
    "Tom Hale said that trams and buses would stay. The tram came late.", codebook=BOOK, article_id="a"
)


def test_every_theme_is_a_row_with_what_it_finds() -> None:
    rows = codebook_rows.themes(BOOK, TABLES)
    assert rows.index.tolist() == ["rail", "road"]
    assert rows.loc["rail", ["terms", "statements", "places", "state"]].tolist() == [2, 1, 2, "in use"]


@pytest.mark.parametrize(
    ("search", "found"), [("TRA", ["rail"]), ("road", ["road"]), ("", ["rail", "road"]), ("x", [])]
)
def test_a_search_looks_at_names_and_terms(search: str, found: list[str]) -> None:
    assert codebook_rows.themes(BOOK, TABLES, search).index.tolist() == found


def test_terms_are_listed_with_the_words_they_find() -> None:
    rows = codebook_rows.terms(edit.get_theme(BOOK, "rail"), TABLES)
    assert rows.to_dict("records")[0] == {"term": "tram", "statements": 1, "places": 2, "words": "trams; tram"}
    assert rows["places"].tolist() == [2, 0]
    assert codebook_rows.places_of("tram", "rail", TABLES)["text"].tolist() == ["trams", "tram"]


def test_an_edit_is_put_into_words() -> None:
    before = edit.get_theme(BOOK, "rail")
    after = edit.get_theme(edit.change_theme(BOOK, "rail", label="Rails", terms=["tram", "rail", "line"]), "rail")
    words = codebook_rows.differences(before, after)
    assert words == "added the terms “rail” and “line”, removed the term “train” and reworded the label in “Rails”"


def test_an_effect_is_summed_up() -> None:
    none = edit.compare_codings(TABLES, TABLES)
    assert codebook_rows.summary(none) == "No statement of these articles gains or loses a theme."
    other = onrecord.parse(
        "Tom Hale said that trams and buses would stay. The tram came late.",
        codebook=edit.delete_theme(BOOK, "road"),
        article_id="a",
    )
    assert codebook_rows.summary(edit.compare_codings(TABLES, other)) == "1 statement would lose a theme."
