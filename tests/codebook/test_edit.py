"""Edits give new codebooks and leave the old one alone; what cannot be done is said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Codebook
from onrecord.codebook import edit, recode
from onrecord.errors import CodebookError

if TYPE_CHECKING:
    from collections.abc import Callable


def labels(book: Codebook) -> list[str]:
    return [theme.label for theme in book.themes]


def test_a_term_goes_in_and_out(book: Codebook) -> None:
    grown = edit.add_term(book, "road", "cycle  lane")
    assert edit.get_theme(grown, "road").terms == ("bus", "road", "cycle lane")
    assert edit.remove_term(grown, "road", "cycle lane") == book
    assert edit.get_theme(book, "road").terms == ("bus", "road")


def test_fields_are_changed_as_typed(book: Codebook) -> None:
    changed = edit.change_theme(book, "rail", label="Rail", definition="", example="A train came.")
    theme = edit.get_theme(changed, "rail")
    assert (theme.label, theme.group, theme.definition, theme.example) == ("Rail", "Modes", None, "A train came.")


def test_a_new_theme_gets_an_id_of_its_own(book: Codebook) -> None:
    once, first = edit.add_theme(book, label="Air & sea", terms=["plane", "ship"])
    twice, second = edit.add_theme(once, label="Air / sea", terms=["ferry"])
    assert (first, second) == ("air_sea", "air_sea_2")
    assert labels(twice) == ["Railways", "Roads", "Air & sea", "Air / sea"]


def test_merging_keeps_every_term_once(book: Codebook) -> None:
    both = edit.merge_themes(edit.add_term(book, "road", "rail"), "rail", ["road", "rail"])
    assert labels(both) == ["Railways"]
    assert edit.get_theme(both, "rail").terms == ("tram", "train", "rail", "bus", "road")


def test_a_split_theme_stands_behind_the_one_it_came_from(book: Codebook) -> None:
    parted, new = edit.split_theme(book, "rail", ["tram"], label="Trams")
    assert labels(parted) == ["Railways", "Trams", "Roads"]
    assert edit.get_theme(parted, new).terms == ("tram",)
    assert edit.get_theme(parted, new).exclude == ("rail against",)
    assert edit.get_theme(parted, "rail").terms == ("train", "rail")


def test_a_retired_theme_is_kept_but_not_looked_for(book: Codebook, parsed) -> None:
    resting = edit.retire_theme(book, "rail")
    assert "rail" not in set(recode(*parsed, resting).themes["theme_id"])
    assert edit.retire_theme(resting, "rail", retire=False) == book


def test_names_are_checked(book: Codebook) -> None:
    assert edit.rename_codebook(book, identifier="moving", version="2", title="Moving").citation.startswith(
        "moving 2 ("
    )
    with pytest.raises(CodebookError, match="must be lower-case"):
        edit.rename_codebook(book, identifier="Moving!", version="2", title="Moving")


def test_a_codebook_is_begun_with_one_theme() -> None:
    begun = edit.new_codebook(title="Climate policy", label="Carbon price", terms=["carbon tax"])
    assert (begun.id, labels(begun)) == ("climate_policy", ["Carbon price"])
    assert Codebook.from_toml(begun.to_toml()) == begun


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda book: edit.get_theme(book, "sea"), "no theme 'sea'"),
        (lambda book: edit.add_theme(book, label=" ", terms=["x"]), "no name yet"),
        (lambda book: edit.add_theme(book, label="Sea", terms=[]), "has no terms"),
        (lambda book: edit.add_term(book, "rail", "r*"), "put 3 letters before"),
        (lambda book: edit.add_term(book, "rail", "…"), "it has no word"),
        (lambda book: edit.change_theme(book, "rail", terms=[]), "has no terms"),
        (lambda book: edit.merge_themes(book, "rail", ["rail"]), "at least one other"),
        (lambda book: edit.split_theme(book, "rail", [], label="Trams"), "Choose the terms"),
        (lambda book: edit.split_theme(book, "road", ["bus", "road"], label="Bus"), "keep no term"),
        (lambda book: edit.delete_theme(edit.delete_theme(book, "rail"), "road"), "needs a theme"),
        (lambda _book: edit.new_codebook(title="", label="x", terms=["y"]), "no title yet"),
    ],
)
def test_what_cannot_be_done_is_said(book: Codebook, attempt: Callable[[Codebook], object], message: str) -> None:
    with pytest.raises(CodebookError, match=message):
        attempt(book)


def test_terms_of_function_words_alone_are_named(book: Codebook) -> None:
    swept = edit.add_term(edit.add_term(book, "rail", "of the"), "road", "WHO")
    assert edit.find_function_word_terms(swept) == [("rail", "of the")]


def test_lines_are_terms_each_once() -> None:
    assert edit.split_lines("tram\n\n  light   rail \ntram\r\nbus") == ["tram", "light rail", "bus"]


def test_the_effect_names_what_each_statement_gains_and_loses(book: Codebook, parsed) -> None:
    tables, words = parsed
    changed = edit.add_term(edit.remove_term(book, "rail", "tram"), "road", "tram")
    found = edit.compare_codings(tables, recode(tables, words, changed))
    assert list(found.columns) == list(edit.COMPARISON_COLUMNS)
    held = set(zip(found["change"], found["statement_id"], found["theme_id"], found["words"], strict=True))
    assert held == {
        ("loses", 0, "rail", "trams"),
        ("gains", 0, "road", "trams"),
        ("gains", 1, "road", "trams"),
    }, "the second statement keeps its other words for railways"


def test_no_edit_has_no_effect(parsed) -> None:
    assert edit.compare_codings(parsed[0], parsed[0]).empty


@given(st.text(max_size=80), st.sets(st.text(max_size=10), max_size=3))
def test_any_label_gives_an_id_that_a_codebook_takes(label: str, taken: set[str]) -> None:
    found = edit.make_id(label, taken)
    assert found not in taken
    edit.rename_codebook(
        Codebook("x", "1", "x", ()), identifier=found, version="1", title="x"
    )  # raises where it is no id
