"""Many articles: in order, under their own ids, the same in one process as in two, and on every run."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from onrecord import Article, Codebook, Tables, parse, parse_many
from onrecord.errors import ArticleError
from onrecord.nlp import pipeline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXTS = [
    "Dam breaks at night\n\nMarta Ruiz, head of the Harbour Institute, said the dam “will not hold”. She asked for 5%.",
    "",
    "“The boats are ready,” said Otto Brandl, the line's director. Privacy matters to participants, he added.",
    "According to Ada Quill, thousands of jobs would be lost. Bo Ferris disagreed, saying that few would.",
]
BOATS = Codebook.from_toml('[[themes]]\nid = "boats"\nlabel = "Boats"\nterms = ["boat"]\n')
PROGRAM = """
import sys
from onrecord import Tables, parse_many
tables = Tables.concat(parse_many(zip("abcd", sys.argv[1:])))
for _, frame in tables:
    sys.stdout.write(frame.to_csv(index=False))
"""


def same(first: Tables, second: Tables) -> None:
    for name, frame in first:
        pd.testing.assert_frame_equal(frame, getattr(second, name), obj=name)


def test_articles_come_back_in_order_under_their_own_ids() -> None:
    found = list(parse_many((f"quay-{number}", text) for number, text in enumerate(TEXTS)))
    assert [tables.articles["article_id"].tolist() for tables in found] == [[f"quay-{n}"] for n in range(len(TEXTS))]
    for tables, text in zip(found, TEXTS, strict=True):
        assert [text[row.start : row.end] for row in tables.sentences.itertuples()] == tables.sentences["text"].tolist()
        for name, frame in tables:
            if name != "themes":
                assert set(frame["article_id"]) <= set(tables.articles["article_id"])


def test_many_give_what_each_gives_alone() -> None:
    for tables, text in zip(parse_many([Article(text) for text in TEXTS]), TEXTS, strict=True):
        same(tables, parse(text))


def test_a_pair_is_an_article_with_that_id() -> None:
    (pair,) = parse_many([("quay", TEXTS[0])])
    same(pair, parse(TEXTS[0], article_id="quay"))


def test_what_is_known_of_an_article_stands_in_its_row() -> None:
    row = parse(TEXTS[2], title="Boats", published="2021-03-04", source="The Quay", url="a:b").articles.iloc[0]
    assert row[["title", "published", "source", "url"]].tolist() == ["Boats", "2021-03-04", "The Quay", "a:b"]
    assert parse(TEXTS[0]).articles["title"].tolist() == ["Dam breaks at night"]
    assert parse(TEXTS[2]).articles["title"].isna().all()


@pytest.mark.slow
def test_two_processes_give_the_same_tables() -> None:
    articles = [(f"quay-{number}", TEXTS[number % len(TEXTS)]) for number in range(20)]
    alone = list(parse_many(articles, codebook=BOATS))
    shared = list(parse_many(articles, codebook=BOATS, processes=2))
    assert len(alone) == len(shared) == 20
    for first, second in zip(alone, shared, strict=True):
        same(first, second)


def test_neither_the_size_nor_the_order_of_batches_changes_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [Article(text, f"a{number}") for number, text in enumerate(TEXTS)]
    together = list(parse_many(articles))
    monkeypatch.setattr(pipeline, "BATCH_SIZE", 1)
    backwards = list(parse_many(articles[::-1]))[::-1]
    for one, other in zip(together, backwards, strict=True):
        same(one, other)


@pytest.mark.slow
def test_another_process_with_other_hashes_and_more_threads_gives_the_same_bytes() -> None:
    here = "".join(frame.to_csv(index=False) for _, frame in Tables.concat(parse_many(zip("abcd", TEXTS, strict=True))))
    assert "marta-ruiz" in here
    others = {"PYTHONHASHSEED": "1", "PYTHONIOENCODING": "utf-8", "OMP_NUM_THREADS": "2"}
    command = [sys.executable, "-c", PROGRAM, *TEXTS]
    ran = subprocess.run(command, check=True, capture_output=True, env={**os.environ, **others})
    assert ran.stdout.decode("utf-8") == here


def test_articles_are_read_as_they_are_needed() -> None:
    taken = []

    def endless() -> Iterator[tuple[str, str]]:
        while True:
            taken.append(len(taken))
            yield f"quay-{len(taken)}", TEXTS[2]

    stream = parse_many(endless())
    assert next(stream).articles["article_id"].tolist() == ["quay-1"]
    assert next(stream).articles["article_id"].tolist() == ["quay-2"]
    assert len(taken) < 500


def test_no_articles_give_no_tables() -> None:
    assert list(parse_many([])) == []
    assert list(parse_many([], processes=2)) == []


def test_the_model_is_loaded_once() -> None:
    pipeline.load_pipeline()
    loaded = pipeline._load.cache_info().misses
    list(parse_many(zip("abcd", TEXTS, strict=True)))
    parse(TEXTS[0])
    assert pipeline._load.cache_info().misses == loaded


def test_a_codebook_of_ones_own_replaces_the_packaged_one() -> None:
    for tables in (parse(TEXTS[2], codebook=BOATS), *parse_many([("a", TEXTS[2])], codebook=BOATS)):
        assert tables.themes["theme_id"].tolist() == ["boats"]
        assert tables.theme_mentions["text"].tolist() == ["boats"]
        assert tables.themes["n_statements"].tolist() == [1]


def test_too_long_an_article_among_others_is_named_by_its_length() -> None:
    with pytest.raises(ArticleError, match="3,000,000"):
        list(parse_many([("a", TEXTS[0]), ("b", "a" * 3_000_000)]))


def test_a_parse_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    parse(TEXTS[0])
    assert list(tmp_path.iterdir()) == []
