"""Questions to a collection: the same rows and counts as filtering the tables gives."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import Article, Codebook, Tables, parse_many
from onrecord.query import NOBODY, Collection, Filters, apply
from onrecord.tables import SCHEMAS

BOOK = Codebook.from_toml(
    '[[themes]]\nid = "water"\nlabel = "Water"\nterms = ["water", "flood"]\n'
    '[[themes]]\nid = "farms"\nlabel = "Farms"\nterms = ["farm*", "harvest"]\n'
)
ARTICLES = (
    Article(
        "Marta Ruiz, mayor of Elm, said the water was clean. “We drink it,” Ruiz said. He said 40 percent was lost in "
        "a flood. Rain fell on 30 farms in March.",
        "one", "Water", "2025-03-01", "The Elm Post",
    ),
    Article(
        "Tom Hale, a farmer, said the harvest was late. Participants called for more water on farms. It rained on 30 "
        "farms. They said 5 percent of the water was lost.",
        "two", "Harvest", "2025-03-09T10:00:00Z", "The Ash Herald",
    ),
    Article("Marta Ruiz said 45 percent was lost. The flood took 12 farms.", "three", None, None, "The Elm Post"),
)  # fmt: skip
TEXTS = {article.article_id: article.text for article in ARTICLES}


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Tables.concat(parse_many(ARTICLES, codebook=BOOK))


@pytest.fixture(scope="module")
def held(tables: Tables) -> Collection:
    return Collection.of(tables, TEXTS, copies={"three": "one"})


def some(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


FILTERS = st.builds(
    Filters,
    article=some("one", "two", "three"),
    speaker=some("marta-ruiz", "tom-hale", NOBODY),
    theme=some("water", "farms"),
    kind=some("direct", "indirect"),
    source=some("The Elm Post", "The Ash Herald"),
    since=st.sampled_from(["", "2025-03-01", "2025-03-05"]),
    until=st.sampled_from(["", "2025-03-05", "2025-03-09"]),
    query=st.sampled_from(["", "water", "Marta", "percent lost", "nothing of the kind"]),
)


@pytest.mark.parametrize("table", [name for name in SCHEMAS if name != "articles"])
@settings(max_examples=10)
@given(filters=FILTERS)
def test_rows_are_those_that_filtering_the_tables_leaves(
    tables: Tables, held: Collection, table: str, filters: Filters
) -> None:
    expected = getattr(apply(tables, filters), table).reset_index(drop=True)
    found = held.rows(table, filters).reset_index(drop=True)
    keys = [name for name in ("article_id", f"{table[:-1]}_id", "speaker_id") if name in expected.columns]
    if table == "speakers":
        expected, found = (frame.sort_values(keys, ignore_index=True) for frame in (expected, found))
    pd.testing.assert_frame_equal(found, expected)
    assert held.count(table, filters) == len(expected)
    if len(expected) > 1:
        part = held.rows(table, filters, most=1, skip=1)
        assert len(part) == 1


@settings(max_examples=15)
@given(filters=FILTERS)
def test_counts_are_those_of_the_rows(tables: Tables, held: Collection, filters: Filters) -> None:
    shown = apply(tables, filters)
    totals = held.totals(filters)
    assert totals["statements"] == len(shown.statements)
    assert totals["quoted"] == int((shown.statements["kind"] != "indirect").sum())
    assert totals["voices"] == shown.statements["speaker_id"].nunique()
    assert totals["attributed"] == shown.statements["n_words"].sum()
    assert totals["figures"] == len(shown.figures)
    spoken = shown.theme_mentions.dropna(subset="statement_id")
    assert totals["themes"] == spoken["theme_id"].nunique()
    assert held.covered(filters) == len(spoken.drop_duplicates(["article_id", "statement_id"]))
    words = held.words_by_speaker(filters)
    assert words["words"].sum() == totals["attributed"]
    assert held.n_speaking(filters) == words["key"].nunique()
    pairs = spoken.drop_duplicates(["article_id", "statement_id", "theme_id"])
    assert held.speaker_by_theme(filters)["statements"].sum() == len(pairs)
    assert held.theme_kinds(filters)["amount"].sum() == len(pairs)
    counts = held.theme_counts(filters).set_index("theme_id")
    assert counts["places"].to_dict() == shown.theme_mentions["theme_id"].value_counts().to_dict()
    assert held.figure_counts(filters)["n"].sum() == len(shown.figures)
    cast = held.cast(filters)
    assert cast["statements"].sum() == totals["statements"]
    assert cast["figures"].sum() == int(shown.figures["statement_id"].notna().sum())
