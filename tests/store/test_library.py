"""A library: what is added stays, once and whole; people's decisions are kept; a second process is told."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path  # noqa: TC003 - fixtures are annotated with it
from typing import Any

import pandas as pd
import pytest

from onrecord import Article, Codebook, Filters, Library, LibraryError, Tables, parse_many
from onrecord.annotations import (
    Correction,
    ThemeOverride,
    apply_corrections,
    in_force,
    machine_values,
    merges_of,
    row_key,
)
from onrecord.errors import ConflictError
from onrecord.schema import SCHEMAS
from onrecord.store import batch, near_duplicates, search_syntax
from onrecord.store.sqlite import Store, migrations

LONG = (
    "The council of Elm met on Friday to hear how the water of the town had become clean again after years of trouble, "
    "and what the repair of the old pipes under the market square will cost those who live there in the coming year. "
)
ARTICLES = (
    Article(LONG + "Marta Ruiz, the mayor, said the water was clean.", "one", "Water", "2025-03-01", "The Elm Post"),
    Article("Tom Hale, a farmer, said the harvest was late. “It rained,” Hale said.", "two", None, "2025-03-09"),
    Article(LONG + "Marta Ruiz, the mayor, said that the water is clean.", "three", None, "2025-03-02", "Ash Herald"),
)  # fmt: skip
BOOK = Codebook.from_toml('[[themes]]\nid = "water"\nlabel = "Water"\nterms = ["water"]')


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "coverage.onrecord"


@pytest.fixture(scope="module")
def expected() -> Tables:
    return Tables.concat(parse_many(ARTICLES))


def same(found: Tables, expected: Tables) -> None:
    for name, frame in found:
        keys = [key for key in ("article_id", "speaker_id", f"{name[:-1]}_id", "start") if key in frame.columns]
        one, other = (held.sort_values(keys, ignore_index=True) for held in (frame, getattr(expected, name)))
        pd.testing.assert_frame_equal(one, other, obj=name)


@pytest.mark.parametrize("processes", [1, 2])
def test_what_is_added_is_there_when_it_is_opened_again(path: Path, expected: Tables, processes: int) -> None:
    with Library(path) as library:
        report = library.add(ARTICLES, processes=processes)
        assert (report.added, report.same, report.failed) == (["one", "two", "three"], {}, {})
        assert report.copies == {"three": "one"}
    with Library(path) as library:
        same(library.tables(), expected)
        library.tables().validate()
        assert library.text_of("two") == ARTICLES[1].text
        assert library.articles["article_id"].tolist() == ["one", "two", "three"]


def test_the_same_words_are_kept_once(path: Path) -> None:
    with Library(path) as library:
        library.add(ARTICLES[:1])
        report = library.add([Article("\n " + ARTICLES[0].text.replace(" ", "  "), "again"), ("two", ARTICLES[1].text)])
        assert report.same == {"again": "one"}
        assert report.added == ["two"]
        report = library.add([Article("Something else, said Tom Hale.", "two")])
        assert "has this id" in report.failed["two"]


def test_one_article_that_fails_does_not_keep_the_others_out(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.store import parse_parts

    def parse(articles: list[Article], **options: object) -> object:
        for article in articles:
            if article.article_id == "two":
                raise ValueError("no luck")
            yield from real([article], **options)

    real = parse_parts.parse_with_words
    monkeypatch.setattr(parse_parts, "parse_with_words", parse)
    with Library(path) as library:
        report = library.add(ARTICLES)
        assert report.added == ["one", "three"]
        assert report.failed == {"two": "ValueError: no luck"}
        assert set(library.tables().statements["article_id"]) == {"one", "three"}


def test_filters_and_questions_in_sql(path: Path) -> None:
    with Library(path) as library:
        library.add(ARTICLES)
        assert library.tables(Filters(source=("The Elm Post",))).statements["article_id"].unique().tolist() == ["one"]
        assert len(library.tables(Filters(fold=True)).articles) == 2
        found = library.query("select count(*) n from statements where article_id = ?", ["two"])
        assert found["n"].tolist() == [2]
        with pytest.raises(LibraryError, match=r"(?s)cannot be answered.*statements"):
            library.query("select nothing from nowhere")


@pytest.mark.parametrize(
    "sql",
    [
        "copy statements to 'x.csv'",
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "from '/etc/passwd'",
        "install httpfs",
        "drop view statements",
        "select 1; select 2",
        "set threads = 9",
    ],
)
def test_a_question_reaches_nothing_but_the_tables(path: Path, sql: str) -> None:
    with Library(path) as library:
        library.add(ARTICLES[1:2])
        with pytest.raises(LibraryError):
            library.query(sql)


def test_words_are_found_as_people_type_them(path: Path) -> None:
    with Library(path) as library:
        library.add(ARTICLES)
        assert library.search("harvest rained") == ["two"]
        assert library.search('"WAS late"') == ["two"]
        assert library.search('"late was"') == []
        assert library.search("harv*") == ["two"]
        assert set(library.search("water")) == {"one", "three"}
        for odd in ("", '"', "AND", "NEAR(", "a:b", "-x", "*", "(", "“late", "';--"):
            library.search(odd)
    assert search_syntax.to_fts5('tax* "the cut”') == '"tax"* "the cut"'
    pattern = search_syntax.compile_pattern('harv* "was late"')
    assert pattern is not None
    assert [match.group() for match in pattern.finditer("The Harvests was, late; was late")] == [
        "Harv",
        "was, late",
        "was late",
    ]


def test_an_article_can_be_removed_and_added_again(path: Path, expected: Tables) -> None:
    with Library(path) as library:
        library.add(ARTICLES)
        library.remove(["two", "never here"])
        assert library.articles["article_id"].tolist() == ["one", "three"]
        assert library.search("harvest") == []
        assert "two" not in set(library.tables().sentences["article_id"])
        library.add([ARTICLES[1]])
        same(library.tables(), expected)
    with Library(path) as library:
        library.remove(["one", "two", "three"])
        assert library.tables().statements.empty
    assert list((path.parent / "coverage.onrecord.tables").glob("*/*.parquet")) != []
    Library(path).close()  # what is out of force is swept when the library is opened
    assert list((path.parent / "coverage.onrecord.tables").glob("*/*.parquet")) == []


def test_another_codebook_is_applied_without_parsing_anew(path: Path) -> None:
    expected = Tables.concat(parse_many(ARTICLES, codebook=BOOK))
    done: list[float] = []
    with Library(path) as library:
        library.add(ARTICLES)
        found = library.collection(BOOK, progress=done.append).tables(Filters())
        same(found, expected)
        assert done == [1.0]
    with Library(path, read_only=True) as library:
        same(library.collection(BOOK).tables(Filters()), expected)


def test_parts_of_an_older_codebook_are_coded_anew(path: Path, expected: Tables) -> None:
    with Library(path) as library:
        library.add(ARTICLES[:2])
        with library.store.writing() as connection:
            connection.execute("update part set codebook = 'ai-governance 1.0 (00000000)'")
    with Library(path) as library:
        library.add(ARTICLES[2:])
        done: list[float] = []
        found = library.collection(progress=done.append).tables(Filters())
        assert done == [1.0]
        same(found, expected)


def test_theme_overrides_are_kept_and_count(path: Path) -> None:
    with Library(path) as library:
        library.add(ARTICLES)
        row = library.tables(Filters(article=("two",))).statements.iloc[0]
        yes = ThemeOverride("two", int(row["start"]), int(row["end"]), "water", holds=True, text=row["text"], who="Kim")
        assert library.annotate([yes]) == [1]
    with Library(path) as library:
        (kept,) = library.annotations()
        assert (kept, kept.number) == (replace(yes, made=kept.made), 1)
        rows = library.collection(BOOK).rows("theme_mentions", Filters(article=("two",)))
        assert rows[["theme_id", "method", "text"]].values.tolist() == [["water", "human", row["text"]]]
        numbers = library.annotate([replace(yes, holds=False)])
        assert library.collection(BOOK).rows("theme_mentions", Filters(article=("two",))).empty
        library.undo(numbers)
        assert len(library.collection(BOOK).rows("theme_mentions", Filters(article=("two",)))) == 1
        library.annotate([yes.withdrawal()])
        assert in_force(library.annotations(), ThemeOverride) == ()
        assert [one.why for one in library.annotations()] == ["", "", "Undone", ""]


def test_corrections_are_kept_and_give_what_they_give_in_memory(path: Path, expected: Tables) -> None:
    """Over the files of a library, by its own codebook and another, as over tables in memory."""
    row: Any = next(expected.statements[expected.statements["article_id"] == "two"].itertuples())
    one = Correction(
        "statements", "two", row_key("statements", row), "changed", machine_values("statements", row),
        (("speaker_id", "uma-reed"), ("speaker_name", "Uma Reed")), who="A. B.", why="the caption says so",
    )  # fmt: skip
    texts = {article.article_id: article.text for article in ARTICLES}
    with Library(path) as library:
        library.add(ARTICLES)
        library.annotate([one])
        kept = library.annotations()
        assert kept == (replace(one, made=kept[0].made),)
        assert (kept[0].number, kept[0].who, kept[0].why) == (1, "A. B.", "the caption says so")
    with Library(path) as library:
        same(library.tables(), apply_corrections(expected, [one], texts.__getitem__).tables)
        again = library.collection(BOOK).tables(Filters())
        machine = Tables.concat(parse_many(ARTICLES, codebook=BOOK))
        same(again, apply_corrections(machine, [one], texts.__getitem__).tables)
        held = library.collection()
        changed: Any = next(held.rows("statements", Filters(speaker=("uma-reed",))).itertuples())
        assert held.correction_of("statements", changed) == kept[0]
        assert [held.speakers.rank(key) for key in ("marta-ruiz", "uma-reed")] == [0, 2]  # colours stay as they were
        assert library.query("select name from speakers where speaker_id = 'uma-reed'")["name"].tolist() == ["Uma Reed"]
        library.annotate([replace(one, verdict="withdrawn", human=())])
        same(library.tables(), expected)


def test_of_two_who_correct_one_row_the_second_is_told(path: Path, expected: Tables) -> None:
    row: Any = next(expected.statements.itertuples())
    one = Correction("statements", row.article_id, row_key("statements", row), "wrong", who="Ann")
    with Library(path) as library:
        library.add(ARTICLES)
        library.annotate([one], seen={one.target: 0})
        other = replace(one, verdict="right", who="Ben")
        with pytest.raises(ConflictError, match=r"was corrected meanwhile \(Ann, \d{4}-\d\d-\d\d \d\d:\d\d UTC\)"):
            library.annotate([replace(other, key="1-2"), other], seen={other.target: 0})
        assert [held.who for held in library.annotations()] == ["Ann"]  # all or none
        library.annotate([other], seen={other.target: library.annotations()[-1].number})
        assert [held.who for held in library.annotations()] == ["Ann", "Ben"]
    with Library(path, read_only=True) as library, pytest.raises(LibraryError, match="for reading only"):
        library.annotate([one])


def test_names_are_merged_and_told_apart_and_it_can_be_undone(path: Path) -> None:
    with Library(path) as library:
        library.add(ARTICLES)
        numbers = library.merge_speakers(["tom-hale"], "marta-ruiz")
        assert set(library.tables().statements["speaker_id"]) == {"marta-ruiz"}
        library.undo(numbers)
        assert set(library.tables().statements["speaker_id"]) == {"marta-ruiz", "tom-hale"}
        library.merge_speakers(["tom-hale"], "marta-ruiz")
        library.unmerge_speaker("marta-ruiz")
        new = library.split_speaker("marta-ruiz", ["three"], "of Ash")
        assert new == "marta-ruiz~of-ash"
    with Library(path) as library:
        by_article = library.tables().statements.drop_duplicates("article_id").set_index("article_id")["speaker_id"]
        assert by_article.to_dict() == {"one": "marta-ruiz", "two": "tom-hale", "three": "marta-ruiz~of-ash"}
        library.unmerge_speaker(new)
        assert merges_of(library.annotations()) == {}


def test_undoing_a_step_that_somebody_else_has_overtaken_is_refused(path: Path) -> None:
    with Library(path) as library:
        numbers = library.annotate(
            [ThemeOverride("two", 0, 5, "water", True), ThemeOverride("two", 0, 5, "farms", True)]
        )
        library.annotate([ThemeOverride("two", 0, 5, "farms", False, who="Ben")])
        with pytest.raises(ConflictError, match="Ben"):
            library.undo(numbers)
        assert len(library.annotations()) == 3  # all or none


def test_a_second_process_is_told_and_may_read(path: Path) -> None:
    with Library(path) as library:
        library.add(ARTICLES[:1])
        program = (
            "import sys; from onrecord import Library, LibraryError\n"
            "try: Library(sys.argv[1])\n"
            "except LibraryError as error: print(error)\n"
            "print(len(Library(sys.argv[1], read_only=True).articles))"
        )
        ran = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
        assert "is open in another process (process " in ran.stdout
        assert ran.stdout.splitlines()[-1] == "1"
        with Library(path, read_only=True) as reader:
            with pytest.raises(LibraryError, match="reading only"):
                reader.add(ARTICLES[1:])
            library.add(ARTICLES[1:])
            assert len(reader.tables().articles) == 3
    Library(path).close()


def test_a_backup_opens_like_the_original(path: Path, tmp_path: Path, expected: Tables) -> None:
    with Library(path) as library:
        library.add(ARTICLES)
        library.backup(tmp_path / "copy")
        with pytest.raises(LibraryError, match="exists already"):
            library.backup(tmp_path / "copy")
    with Library(tmp_path / "copy") as copy:
        same(copy.tables(), expected)
        assert copy.search("harvest") == ["two"]


@pytest.mark.parametrize("content", [b"hello", b"SQLite format 3\x00 and then nothing", b"PK\x03\x04" * 100])
def test_a_file_that_is_no_library_is_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(LibraryError):
        Library(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("create table mine (x)")
    other.close()
    with pytest.raises(LibraryError, match="another program"):
        Library(path)


def test_a_missing_folder_and_a_missing_library_are_told(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="does not exist"):
        Library(tmp_path / "none" / "a.onrecord")
    with pytest.raises(LibraryError, match="does not exist"):
        Library(tmp_path / "a.onrecord", read_only=True)
    (tmp_path / "folder").mkdir()
    with pytest.raises(LibraryError, match="not a folder that onrecord batch wrote"):
        Library(tmp_path / "folder")


OLD_ROWS = (
    (1, "insert into part values (7, 0, 'x')"),
    (1, 'insert into decision (article_id, "start", "end", theme_id, holds, text, made)'
        " values ('one', 3, 9, 'water', 1, 'it \"is\"', '2025-03-01')"),
    (1, "insert into same_speaker values ('', 'a-lee', 'ann-lee', '2025-03-02')"),
    (2, "insert into correction values (5, 'statements', 'one', '3-9', 'wrong', '{}', '{}', 'Ann', '', '2025-03-03')"),
)  # fmt: skip
"""What is put into a library of an older version, with the version from which on there was a table for it."""


def test_every_version_can_be_opened(path: Path) -> None:
    """A library of each version that there was, with an article in it, is brought up to the newest; and again."""
    steps = migrations()
    for version in range(1, 3):
        old = path.with_name(f"v{version}")
        Store(old, steps=steps[:version]).close()
        with sqlite3.connect(old) as raw:
            for since, sql in OLD_ROWS:
                if since <= version:
                    raw.execute(sql)
        raw.close()
        for _ in range(2):
            with Store(old) as store:
                assert store.parts() == [7]
                log = store.annotations()
                assert in_force(log, ThemeOverride) == (
                    ThemeOverride("one", 3, 9, "water", True, 'it "is"', made="2025-03-01"),
                )
                assert merges_of(log) == {("", "a-lee"): "ann-lee"}
                wrong = Correction("statements", "one", "3-9", "wrong", who="Ann", made="2025-03-03")
                assert in_force(log, Correction) == ((wrong,) if version == 2 else ())
                assert [one.number for one in log] == ([5, 6, 7] if version == 2 else [1, 2])
                assert store.read("pragma user_version") == [(len(steps),)]


def test_a_step_that_fails_changes_nothing(path: Path) -> None:
    Store(path).close()
    with pytest.raises(LibraryError, match="cannot be opened"):
        Store(path, steps=[*migrations(), "create table later (x); insert into nowhere values (1)"])
    with Store(path) as store:
        assert store.read("select count(*) from sqlite_master where name = 'later'") == [(0,)]


def test_a_newer_library_is_not_touched(path: Path) -> None:
    Store(path, steps=[*migrations(), "create table later (x)"]).close()
    with pytest.raises(LibraryError, match="newer version"):
        Library(path)


def test_an_empty_library_answers(path: Path) -> None:
    with Library(path) as library:
        found = library.tables()
        assert {name: len(frame) for name, frame in found if name != "themes"} == dict.fromkeys(
            (name for name in SCHEMAS if name != "themes"), 0
        )
        assert library.search("anything") == []
        assert library.copies() == {}


def test_near_copies_are_told_from_texts_that_share_a_subject() -> None:
    texts = {article.article_id: article.text for article in ARTICLES}
    assert near_duplicates.find_near_copies(texts) == {"three": "one"}
    assert near_duplicates.find_near_copies({"a": "", "b": "", "c": "x"}) == {"b": "a"}


KILLED = """
import sys
from onrecord import Article, Library
with Library(sys.argv[1]) as library:
    for number in range(400):
        text = f"Tom Hale said it was {number}. The bridge was closed for {number} days, Marta Ruiz said."
        if library.add([Article(text, f"a{number}")]).added:
            print(number, flush=True)
"""


@pytest.mark.slow
def test_a_killed_process_loses_nothing_that_it_acknowledged(path: Path) -> None:
    """The long run of this is benchmarks/killing.py."""
    acknowledged = -1
    for lines in (1, 3):
        process = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        for _ in range(lines):
            acknowledged = int(process.stdout.readline())
        process.kill()
        rest = [int(line) for line in process.stdout.read().split()]
        process.wait()
        acknowledged = max([acknowledged, *rest])
        with Library(path) as library:
            tables = library.tables()
            held = set(tables.articles["article_id"])
            assert {f"a{number}" for number in range(acknowledged + 1)} <= held
            for name in ("sentences", "statements"):
                assert set(getattr(tables, name)["article_id"]) == held, name


class EndsItsProcess(Article):
    """An article that ends the process that is to parse it, as the system does when memory runs out."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (1,)


@pytest.mark.slow
def test_an_article_that_ends_its_process_is_reported(path: Path) -> None:
    with Library(path) as library:
        report = library.add([EndsItsProcess("Tom Hale said it rained.", "deadly")], processes=2)
        assert list(report.failed) == ["deadly"]
        assert "killed each time" in report.failed["deadly"]
        assert library.add(ARTICLES).added == ["one", "two", "three"]


def test_a_library_is_counted_asked_and_walked_through(tmp_path: Path) -> None:
    first = Article("Tom Hale said it rained.", source="The Elm Post", url="https://elm.example/1")
    second = Article("Ann Lee said it snowed.", "two", published="2025-03-01")
    with Library(tmp_path / "a") as library:
        assert len(library) == 0
        assert library, "also while it is empty"
        assert list(library) == []
        library.add([first, second])
        assert len(library) == 2
        assert first in library
        assert "two" in library
        assert "three" not in library
        assert 3 not in library
        assert list(library) == [first, second]
        library.remove(["two"])
        assert list(library) == [first]
    batch.run([("first", first), ("second", second)], tmp_path / "b")
    with Library(tmp_path / "b") as folder:
        assert (len(folder), list(folder)) == (2, [first, second])
        assert second in folder
