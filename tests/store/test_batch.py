"""A collection in bulk: the same folder however many processes, however often it was interrupted."""

from __future__ import annotations

import json
from pathlib import Path  # noqa: TC003 - fixtures are annotated with it

import pandas as pd
import pytest

from onrecord import Article, Codebook, Filters, Library, LibraryError, Tables, parse_many
from onrecord.io import Columns, Unread, reader
from onrecord.schema import SCHEMAS
from onrecord.store import batch, parse_parts

ARTICLES = [
    Article(
        f"Tom Hale said it was {number}. The bridge was closed for {number} days, Marta Ruiz said.", f"a{number:02d}"
    )
    for number in range(10)
]
INPUTS = [(f"{article.article_id}.txt", article) for article in ARTICLES]
TABLES = [name for name in SCHEMAS if name != "themes"]


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse_parts, "PART_SIZE", 3)


def content(folder: Path) -> dict[str, pd.DataFrame]:
    """Every table of a folder as another program would read it."""
    return {name: pd.read_parquet(folder / name) for name in TABLES}


def same(one: Path, other: Path) -> None:
    for name, frame in content(one).items():
        pd.testing.assert_frame_equal(frame, content(other)[name], obj=name)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("batch") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parse_parts, "PART_SIZE", 3)
        assert batch.run(INPUTS, folder).articles == 10
    return folder


def test_the_tables_are_those_of_parsing(whole: Path) -> None:
    expected = Tables.concat(parse_many(ARTICLES))
    for name, frame in content(whole).items():
        assert len(frame) == len(getattr(expected, name))
    with Library(whole) as library:
        found = library.tables()
        for name in TABLES:
            pd.testing.assert_frame_equal(getattr(found, name), getattr(expected, name), obj=name)
        assert library.text_of("a03") == ARTICLES[3].text
        assert library.read_only
        with pytest.raises(LibraryError, match="only be read"):
            library.add(ARTICLES)


@pytest.mark.slow
def test_two_processes_give_the_same(whole: Path, tmp_path: Path) -> None:
    batch.run(INPUTS, tmp_path / "out", processes=2)
    same(tmp_path / "out", whole)


@pytest.mark.slow
def test_a_cluster_gives_the_same(whole: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    batch.run(INPUTS, tmp_path / "out", processes=1, engine="dask")
    same(tmp_path / "out", whole)


@pytest.mark.parametrize("after", [1, 2, 3])
def test_an_interrupted_run_resumes(whole: Path, tmp_path: Path, after: int) -> None:
    class Stopped(Exception):  # noqa: N818 - somebody pressed Ctrl+C
        pass

    calls = []

    def stop(report: batch.Report) -> None:
        calls.append(report.articles)
        if len(calls) == after:
            raise Stopped

    with pytest.raises(Stopped):
        batch.run(INPUTS, tmp_path / "out", progress=stop)
    (tmp_path / "out" / "statements" / "000004.writing").write_bytes(b"half")
    (tmp_path / "out" / "statements" / "000009.parquet").write_bytes(b"never acknowledged")
    report = batch.run(INPUTS, tmp_path / "out")
    assert (report.articles, report.resumed) == (10, 3 * after)
    same(tmp_path / "out", whole)
    assert json.loads((tmp_path / "out" / "report.json").read_text())["articles"] == 10


def test_more_input_is_put_behind(tmp_path: Path) -> None:
    batch.run(INPUTS[:4], tmp_path / "out")
    report = batch.run([INPUTS[9], *INPUTS], tmp_path / "out")
    assert report.articles == 10
    assert report.same == [("a09.txt", "a09.txt")]
    found = content(tmp_path / "out")["articles"]["article_id"]
    assert sorted(found) == [article.article_id for article in ARTICLES]


def test_failures_are_told_and_the_others_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def parse(articles: list[Article], **options: object) -> object:
        for article in articles:
            if article.article_id == "a04":
                raise ValueError("no luck")
            yield from real([article], **options)

    real = parse_parts.parse_with_words
    monkeypatch.setattr(parse_parts, "parse_with_words", parse)
    given = [*INPUTS, ("bad.pdf", Unread("bad.pdf", "", "It is damaged."))]
    report = batch.run(given, tmp_path / "out")
    assert report.articles == 9
    assert ("a04.txt", "a04.txt: ValueError: no luck") in report.failed
    assert ("bad.pdf", "bad.pdf: It is damaged.") in report.failed
    again = batch.run(given, tmp_path / "out")
    assert sorted(again.failed) == sorted(report.failed)
    failures = pd.read_csv(tmp_path / "out" / "failures.csv")
    assert sorted(failures["name"]) == ["a04.txt", "bad.pdf"]


def test_a_folder_keeps_to_its_codebook(whole: Path, tmp_path: Path) -> None:
    book = Codebook.from_toml('id = "own"\n[[themes]]\nid = "water"\nlabel = "Water"\nterms = ["bridge"]')
    with pytest.raises(LibraryError, match="begun with the codebook"):
        batch.run(INPUTS, whole, codebook=book)
    batch.run(INPUTS, tmp_path / "out", codebook=book)
    with Library(tmp_path / "out") as library:
        assert library.collection(book).count("theme_mentions", Filters()) == 10
    with Library(whole) as library:
        assert library.collection(book).count("theme_mentions", Filters()) == 10


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(LibraryError, match="holds other files"):
        batch.run(INPUTS, tmp_path)
    with pytest.raises(LibraryError, match="cannot be written to"):
        batch.run(INPUTS, tmp_path / "mine.txt")


def test_files_folders_and_patterns_are_found(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text("Tom Hale said it rained.")
    (tmp_path / "in" / "deep" / "b.csv").write_text("words\nMarta Ruiz said it snowed.\n")
    (tmp_path / "in" / "picture.png").write_bytes(b"x")
    named, missing = reader.find_files(
        [tmp_path / "in", tmp_path / "in" / "a.txt", tmp_path / "in" / "*.txt", "nowhere"]
    )
    assert [file.name for file in named] == ["a.txt", "b.csv"]
    assert [str(one) for one in missing] == [
        "nowhere: It does not exist. Check the spelling and the folder you are in."
    ]
    found = list(reader.read_files(named, Columns("words")))
    assert [isinstance(item, Article) for _, item in found] == [True, True]
    assert reader.estimate_articles(named) == 3
