"""Edits give new codebooks and leave the old one alone; what cannot be done is said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Codebook
from onrecord.errors import CodebookError
from onrecord.themes import editing, recode

if TYPE_CHECKING:
    from collections.abc import Callable


def labels(book: Codebook) -> list[str]:
    return [theme.label for theme in book.themes]


def test_a_term_goes_in_and_out(book: Codebook) -> None:
    grown = editing.with_term(book, "road", "cycle  lane")
    assert editing.theme(grown, "road").terms == ("bus", "road", "cycle lane")
    assert editing.without_term(grown, "road", "cycle lane") == book
    assert editing.theme(book, "road").terms == ("bus", "road")


def test_fields_are_changed_as_typed(book: Codebook) -> None:
    changed = editing.changed(book, "rail", label="Rail", definition="", example="A train came.")
    theme = editing.theme(changed, "rail")
    assert (theme.label, theme.group, theme.definition, theme.example) == ("Rail", "Modes", None, "A train came.")


def test_a_new_theme_gets_an_id_of_its_own(book: Codebook) -> None:
    once, first = editing.added(book, label="Air & sea", terms=["plane", "ship"])
    twice, second = editing.added(once, label="Air / sea", terms=["ferry"])
    assert (first, second) == ("air_sea", "air_sea_2")
    assert labels(twice) == ["Railways", "Roads", "Air & sea", "Air / sea"]


def test_merging_keeps_every_term_once(book: Codebook) -> None:
    both = editing.merged(editing.with_term(book, "road", "rail"), "rail", ["road", "rail"])
    assert labels(both) == ["Railways"]
    assert editing.theme(both, "rail").terms == ("tram", "train", "rail", "bus", "road")


def test_a_split_theme_stands_behind_the_one_it_came_from(book: Codebook) -> None:
    parted, new = editing.split(book, "rail", ["tram"], label="Trams")
    assert labels(parted) == ["Railways", "Trams", "Roads"]
    assert editing.theme(parted, new).terms == ("tram",)
    assert editing.theme(parted, new).exclude == ("rail against",)
    assert editing.theme(parted, "rail").terms == ("train", "rail")


def test_a_retired_theme_is_kept_but_not_looked_for(book: Codebook, parsed) -> None:
    resting = editing.retired(book, "rail")
    assert "rail" not in set(recode(*parsed, resting).themes["theme_id"])
    assert editing.retired(resting, "rail", retire=False) == book


def test_names_are_checked(book: Codebook) -> None:
    assert editing.named(book, identifier="moving", version="2", title="Moving").citation.startswith("moving 2 (")
    with pytest.raises(CodebookError, match="must be lower-case"):
        editing.named(book, identifier="Moving!", version="2", title="Moving")


def test_a_codebook_is_begun_with_one_theme() -> None:
    begun = editing.begun(title="Climate policy", label="Carbon price", terms=["carbon tax"])
    assert (begun.id, labels(begun)) == ("climate_policy", ["Carbon price"])
    assert Codebook.from_toml(begun.to_toml()) == begun


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda book: editing.theme(book, "sea"), "no theme 'sea'"),
        (lambda book: editing.added(book, label=" ", terms=["x"]), "no name yet"),
        (lambda book: editing.added(book, label="Sea", terms=[]), "has no terms"),
        (lambda book: editing.with_term(book, "rail", "r*"), "put 3 letters before"),
        (lambda book: editing.with_term(book, "rail", "…"), "it has no word"),
        (lambda book: editing.changed(book, "rail", terms=[]), "has no terms"),
        (lambda book: editing.merged(book, "rail", ["rail"]), "at least one other"),
        (lambda book: editing.split(book, "rail", [], label="Trams"), "Choose the terms"),
        (lambda book: editing.split(book, "road", ["bus", "road"], label="Bus"), "keep no term"),
        (lambda book: editing.without(editing.without(book, "rail"), "road"), "needs a theme"),
        (lambda _book: editing.begun(title="", label="x", terms=["y"]), "no title yet"),
    ],
)
def test_what_cannot_be_done_is_said(book: Codebook, edit: Callable[[Codebook], object], message: str) -> None:
    with pytest.raises(CodebookError, match=message):
        edit(book)


def test_terms_of_function_words_alone_are_named(book: Codebook) -> None:
    swept = editing.with_term(editing.with_term(book, "rail", "of the"), "road", "WHO")
    assert editing.sweeping(swept) == [("rail", "of the")]


def test_lines_are_terms_each_once() -> None:
    assert editing.lines("tram\n\n  light   rail \ntram\r\nbus") == ["tram", "light rail", "bus"]


def test_the_effect_names_what_each_statement_gains_and_loses(book: Codebook, parsed) -> None:
    tables, words = parsed
    changed = editing.with_term(editing.without_term(book, "rail", "tram"), "road", "tram")
    found = editing.effect(tables, recode(tables, words, changed))
    assert list(found.columns) == list(editing.EFFECT)
    held = set(zip(found["change"], found["statement_id"], found["theme_id"], found["words"], strict=True))
    assert held == {
        ("loses", 0, "rail", "trams"),
        ("gains", 0, "road", "trams"),
        ("gains", 1, "road", "trams"),
    }, "the second statement keeps its other words for railways"


def test_no_edit_has_no_effect(parsed) -> None:
    assert editing.effect(parsed[0], parsed[0]).empty


@given(st.text(max_size=80), st.sets(st.text(max_size=10), max_size=3))
def test_any_label_gives_an_id_that_a_codebook_takes(label: str, taken: set[str]) -> None:
    found = editing.identifier(label, taken)
    assert found not in taken
    editing.named(Codebook("x", "1", "x", ()), identifier=found, version="1", title="x")  # raises where it is no id
