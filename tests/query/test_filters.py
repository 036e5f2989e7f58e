"""Filters: from the address and back, and which rows stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Codebook, Tables, parse_many
from onrecord.query import NOBODY, Collection, Filters, apply

BOOK = Codebook.from_toml('[[themes]]\nid = "water"\nlabel = "Water"\nterms = ["water", "flood"]')
TEXTS = (
    ("one", "Marta Ruiz said the water was clean. “We drink it,” Ruiz said. He said 40 percent was lost in a flood."),
    (
        "two",
        "Tom Hale, a farmer, said the harvest was late. Participants called for more water. It rained on 30 farms.",
    ),
)


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Tables.concat(parse_many(TEXTS, codebook=BOOK))


VALUES = st.lists(st.text(min_size=1, max_size=8), max_size=3, unique=True).map(tuple)


@given(VALUES, VALUES, VALUES, VALUES, st.text(max_size=20).map(str.strip))
def test_filters_are_read_back_from_the_address(
    article: tuple[str, ...], speaker: tuple[str, ...], theme: tuple[str, ...], kind: tuple[str, ...], query: str
) -> None:
    filters = Filters(
        article, speaker, theme, kind, source=speaker, since="2025-01-02", query=query, fold=bool(kind),
        evidence=kind, confidence=min(7 * len(query), 100),
    )  # fmt: skip
    assert Filters.from_query(filters.query_params) == filters


def test_no_filter_keeps_every_row(tables: Tables) -> None:
    assert apply(tables, Filters()) is tables


@pytest.mark.parametrize(
    ("filters", "texts"),
    [
        (Filters(article=("two",)), ["the harvest was late", "more water"]),
        (Filters(speaker=("marta-ruiz",)), ["the water was clean", "We drink it"]),
        (Filters(kind=("direct",)), ["We drink it"]),
        (Filters(theme=("water",)), ["the water was clean", "40 percent was lost in a flood", "more water"]),
        (Filters(query="WATER clean"), ["the water was clean"]),
        (Filters(query="hale"), ["the harvest was late"]),
        (Filters(speaker=("marta-ruiz",), kind=("direct",)), ["We drink it"]),
        (Filters(query="nothing of the kind"), []),
    ],
)
def test_statements_that_stay(tables: Tables, filters: Filters, texts: list[str]) -> None:
    assert apply(tables, filters).statements["text"].tolist() == texts


def test_statements_are_filtered_by_how_sure_they_are_and_by_how_their_speaker_was_found(tables: Tables) -> None:
    statements = tables.statements
    assert apply(tables, Filters(evidence=("short_name",))).statements["text"].tolist() == ["We drink it"]
    middle = int((100 * statements["confidence"]).round().sort_values().iloc[2])
    sure = apply(tables, Filters(confidence=middle))
    assert len(statements) > len(sure.statements) >= len(statements) - 2
    assert (sure.statements["confidence"] >= middle / 100 - 1e-9).all()
    assert "30 farms" not in set(sure.figures["text"])  # the reporter's own words have no confidence


@pytest.mark.parametrize(("asked", "percent"), [("80", 80), ("080", 80), ("500", 100), ("-3", 0), ("8.5", 0), ("٣", 0)])
def test_a_confidence_in_the_address_is_a_percentage_or_nothing(asked: str, percent: int) -> None:
    assert Filters.from_query({"confidence": asked}).confidence == percent


def test_statements_whose_source_cannot_be_told_have_a_filter() -> None:
    (tables,) = parse_many([("x", "They said it was late. Marta Ruiz said it was early.")])
    assert apply(tables, Filters(speaker=(NOBODY,))).statements["text"].tolist() == ["it was late"]


def test_what_hangs_on_a_statement_goes_with_it(tables: Tables) -> None:
    shown = apply(tables, Filters(speaker=("tom-hale",)))
    assert shown.speakers["name"].tolist() == ["Tom Hale"]
    assert shown.figures.empty
    assert shown.theme_mentions.empty
    assert shown.sentences["text"].tolist() == ["Tom Hale, a farmer, said the harvest was late."]


def test_the_reporters_own_figures_stay_unless_a_speaker_is_asked_for(tables: Tables) -> None:
    assert apply(tables, Filters(article=("two",))).figures["text"].tolist() == ["30 farms"]


def test_themes_are_counted_anew(tables: Tables) -> None:
    assert apply(tables, Filters(article=("one",))).themes["n_statements"].tolist() == [2]


def test_unknown_values_are_dropped(tables: Tables) -> None:
    asked = Filters(
        article=("gone",), speaker=("tom-hale", "nobody-here"), theme=("x",), kind=("shouted",), evidence=("guessed",)
    )
    assert Collection.of(tables, {}).known(asked) == Filters(speaker=("tom-hale",))


def test_a_second_click_clears() -> None:
    once = Filters().toggled(theme="water", speaker="tom-hale")
    assert once == Filters(theme=("water",), speaker=("tom-hale",))
    assert once.toggled(theme="water", speaker="tom-hale") == Filters()
