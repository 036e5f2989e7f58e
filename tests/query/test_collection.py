"""Questions to a collection: the same rows and counts as filtering the tables gives."""

from __future__ import annotations

import threading
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import Article, Codebook, Tables, parse_many
from onrecord.annotations import Correction, SpeakerMerge
from onrecord.query import NOBODY, Collection, Filters, apply, speaker_keys
from onrecord.query.selection import select_statements
from onrecord.schema import SCHEMAS

FEW = settings().max_examples // 8
"""Examples of a test that asks many questions: 10 in the suite, 625 with ``HYPOTHESIS_PROFILE=long``."""
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
        "farms. They said 5 percent of the water was lost. The harvest was said to be safe.",
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
    evidence=some("name", "short_name", "pronoun"),
    confidence=st.sampled_from([0, 0, 70, 90, 100]),
    query=st.sampled_from(["", "water", "Marta", "percent lost", "nothing of the kind"]),
)


@pytest.mark.parametrize("table", [name for name in SCHEMAS if name != "articles"])
@settings(max_examples=FEW)
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


def test_statements_come_in_the_order_that_is_asked_for(tables: Tables, held: Collection) -> None:
    sure = [100 * value for value in held.rows("statements", Filters(), order="unsure")["confidence"]]
    assert sure == sorted(sure)
    assert len(sure) == len(tables.statements)
    assert [100 * value for value in held.rows("statements", Filters(), order="sure")["confidence"]] == sure[::-1]
    two = held.rows("statements", Filters(), order="unsure", most=2, skip=1)
    assert [100 * value for value in two["confidence"]] == sure[1:3]


def test_the_most_telling_statements_are_of_several_speakers_in_the_order_of_the_text(held: Collection) -> None:
    few = held.telling(Filters(), 3)
    assert few["speaker_id"].nunique() == 3
    assert list(zip(few["article_id"], few["statement_id"], strict=True)) == sorted(
        zip(few["article_id"], few["statement_id"], strict=True), key=lambda at: (["one", "two"].index(at[0]), at[1])
    )
    assert held.telling(Filters(query="nothing of the kind"), 3).empty


def test_a_quotation_with_a_theme_and_a_figure_tells_more_than_a_scrap() -> None:
    text = "Ada Quill said no. “We lost 40 percent of the water in the flood of last spring,” Quill said. She said yes."
    tables = next(parse_many([Article(text, "dam")], codebook=BOOK))
    found = Collection.of(tables, {"dam": text}).telling(Filters(), 1)
    assert found["text"].tolist() == ["We lost 40 percent of the water in the flood of last spring"]


@pytest.mark.slow
@settings(max_examples=FEW)
@given(filters=FILTERS)
def test_counts_are_those_of_the_rows(tables: Tables, held: Collection, filters: Filters) -> None:
    shown = apply(tables, filters)
    totals = held.totals(filters)
    assert totals["statements"] == len(shown.statements)
    assert totals["quoted"] == int((shown.statements["kind"] != "indirect").sum())
    speakers = set(speaker_keys(shown.statements)) - {NOBODY}
    assert totals["speakers"] == held.n_speakers(filters) == len(speakers)
    attributed = speaker_keys(shown.statements) != NOBODY
    assert totals["attributed"] == shown.statements["n_words"][attributed].sum()
    assert totals["figures"] == len(shown.figures)
    spoken = shown.theme_mentions.dropna(subset="statement_id")
    assert totals["themes"] == spoken["theme_id"].nunique()
    assert held.n_with_theme(filters) == len(spoken.drop_duplicates(["article_id", "statement_id"]))
    words = held.words_by_speaker(filters)
    assert words["words"].sum() == shown.statements["n_words"].sum()
    assert set(words["key"]) - {NOBODY} == speakers
    pairs = spoken.drop_duplicates(["article_id", "statement_id", "theme_id"])
    assert held.speaker_by_theme(filters)["statements"].sum() == len(pairs)
    assert held.theme_kinds(filters)["amount"].sum() == len(pairs)
    counts = held.theme_counts(filters).set_index("theme_id")
    assert counts["places"].to_dict() == shown.theme_mentions["theme_id"].value_counts().to_dict()
    assert held.figure_counts(filters)["n"].sum() == len(shown.figures)
    cast = held.speaker_counts(filters)
    assert cast["statements"].sum() == totals["statements"]
    assert cast["figures"].sum() == int((shown.figures["statement_id"].notna() & ~shown.figures["negated"]).sum())


TWO_NAMES = """Ports open

Quill-Reed, a farmer of Elm, said that water was short. Ada Quill, head of the Port, said that rain fell on 30 farms. \
“It rained,” Ada Quill said. Quill-Reed said that 40 percent was lost in a flood.
"""


@pytest.fixture(scope="module")
def two_names() -> Tables:
    tables = next(parse_many([Article(TWO_NAMES, "ports")], codebook=BOOK))
    assert tables.speakers["speaker_id"].tolist() == ["quill-reed", "ada-quill"]
    return tables


@pytest.mark.parametrize(("gone", "target", "name"), [("quill-reed", "ada-quill", "Ada Quill"),
                                                      ("ada-quill", "quill-reed", "Quill-Reed")])  # fmt: skip
def test_two_names_of_one_article_that_are_merged_are_one_row_everywhere(
    two_names: Tables, gone: str, target: str, name: str
) -> None:
    merged = Collection.of(two_names, {"ports": TWO_NAMES}, annotations=[SpeakerMerge("", gone, target)])
    tables = merged.tables(Filters()).validate()
    row: Any = next(tables.speakers.itertuples())
    assert len(tables.speakers) == 1
    assert (row.speaker_id, row.name, merged.speakers.name(target)) == (target, name, name)
    assert merged.speakers.name(gone) in ("Ada Quill", "Quill-Reed")  # for the list of what people say
    assert merged.speakers.name(gone) != name
    assert TWO_NAMES[row.name_start : row.name_end] == name
    before = two_names.speakers
    for count in ("n_statements", "n_direct", "n_indirect", "n_words"):
        assert getattr(row, count) == before[count].sum()
    assert TWO_NAMES[row.role_start : row.role_end] == "head of the Port"
    for table in ("mentions", "statements", "theme_mentions", "figures"):
        rows, as_parsed = getattr(tables, table), getattr(two_names, table)
        assert set(rows["speaker_id"].dropna()) == {target}, table
        pd.testing.assert_frame_equal(rows.drop(columns="speaker_id"), as_parsed.drop(columns="speaker_id"))
    assert merged.speaker_counts(Filters(query="water"))["key"].tolist() == [target]
    assert len(merged.rows("speakers", Filters(query="water"))) == merged.count("speakers", Filters()) == 1


def test_names_merged_into_a_speaker_of_another_article_keep_this_articles_name(two_names: Tables) -> None:
    log = [SpeakerMerge("", "quill-reed", "a-quill"), SpeakerMerge("", "ada-quill", "a-quill")]
    merged = Collection.of(two_names, {"ports": TWO_NAMES}, annotations=log)
    row: Any = next(merged.tables(Filters()).validate().speakers.itertuples())
    assert (row.speaker_id, row.name, row.n_statements) == ("a-quill", "Quill-Reed", 4)


def test_a_merged_speaker_can_be_corrected(two_names: Tables) -> None:
    """By the name that the article has: under the id that it is counted as, the article has no row."""
    log = [SpeakerMerge("", "ada-quill", "a-quill")]
    merged = Collection.of(two_names, {"ports": TWO_NAMES}, annotations=log)
    shown: Any = next(row for row in merged.rows("speakers", Filters()).itertuples() if row.speaker_id == "a-quill")
    one = Correction(*merged.machine_row("speakers", shown), "changed", human=(("role", "chair"),))
    merged = Collection.of(two_names, {"ports": TWO_NAMES}, annotations=[*log, one])
    assert merged.not_applied == ()
    shown = next(row for row in merged.rows("speakers", Filters()).itertuples() if row.speaker_id == "a-quill")
    assert shown.role == "chair"
    assert merged.correction_of("speakers", shown) == one


def test_what_one_search_found_stays_while_others_search(tables: Tables) -> None:
    """A question that was put together before eight others searched is answered all the same."""
    held = Collection.of(tables, TEXTS)
    waiting = select_statements(Filters(query="water"))
    for number in range(12):
        held.totals(Filters(query=f"word{number}"))
    found = held.database.number(f"select count(*) from {waiting}", waiting.values)
    assert found == len(apply(tables, Filters(query="water")).statements)


def test_many_threads_search_at_once(tables: Tables) -> None:
    held = Collection.of(tables, TEXTS)
    words = [
        f"{word} {more}".strip() for word in ("water", "farms", "percent", "harvest") for more in ("", "a", "e", "s")
    ]
    expected = {query: len(apply(tables, Filters(query=query)).statements) for query in words}
    wrong: list[Any] = []
    start = threading.Barrier(4)

    def search(turn: int) -> None:
        start.wait()
        for number in range(len(words)):
            query = words[(turn * 4 + number) % len(words)]
            try:
                found = len(held.rows("statements", Filters(query=query)))
            except Exception as error:  # noqa: BLE001 - whatever it is, the test tells
                wrong.append((query, error))
            else:
                if found != expected[query]:
                    wrong.append((query, found))

    threads = [threading.Thread(target=search, args=(turn,)) for turn in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    left = held.database.ask("select count(*) n from duckdb_tables() where table_name like 'search_%'")["n"].iloc[0]
    assert left <= 2 * 8  # eight searches of two tables each are kept
