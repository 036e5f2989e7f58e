"""The commands for collections: add, batch and backup, as a person types them."""

from __future__ import annotations

import json
from pathlib import Path  # noqa: TC003 - fixtures are annotated with it

import pytest

from onrecord import Library
from onrecord.cli import main


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("Tom Hale said it rained.", encoding="utf-8")
    (folder / "again.md").write_text("Tom Hale  said it rained.\n", encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"no pdf")
    rows = [{"words": "Marta Ruiz said it snowed.", "paper": "The Elm Post"}, {"words": ""}]
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


def test_a_folder_is_put_into_a_library_and_what_fails_is_named(
    news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = str(tmp_path / "coverage.onrecord")
    command = ["add", str(news), "--library", library, "--text-column", "words", "--source-column", "paper"]
    assert main.main(command) == 1
    out, err = capsys.readouterr()
    assert f"Added 2 articles to {library}, which holds 2." in out
    assert "broken.pdf: It is damaged" in err
    assert "rows.jsonl, line 2: “words” is empty." in err
    assert "1 with the same words as another" in err
    assert main.main(command) == 1
    assert "Added 0 articles" in capsys.readouterr().out
    with Library(library) as held:
        assert held.articles["source"].dropna().tolist() == ["The Elm Post"]


def test_a_collection_is_parsed_in_bulk_and_resumed(
    news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [
        "batch",
        str(news / "a.txt"),
        str(news / "*.jsonl"),
        "--out",
        str(tmp_path / "out"),
        "--text-column",
        "words",
    ]
    assert main.main(command) == 1
    out, err = capsys.readouterr()
    assert "2 articles in" in out
    assert "onrecord app --library" in out
    assert "line 2" in err
    assert main.main(command) == 1
    assert "2 of them by an earlier run" in capsys.readouterr().out
    assert main.main(["batch", str(news / "a.txt"), "--out", str(news)]) == 1
    assert "holds other files" in capsys.readouterr().err


def test_a_library_is_copied(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Library(tmp_path / "a") as library:
        library.add([("one", "Tom Hale said it rained.")])
        assert main.main(["backup", str(tmp_path / "a"), str(tmp_path / "b")]) == 0
    with Library(tmp_path / "b") as copy:
        assert len(copy.tables().statements) == 1
    assert main.main(["backup", str(tmp_path / "a"), str(tmp_path / "b")]) == 1
    assert "exists already" in capsys.readouterr().err
    assert main.main(["backup", str(tmp_path / "nowhere"), str(tmp_path / "c")]) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "nowhere.txt", "--library", "x"], "nowhere.txt: It does not exist"),
        (["add", "{a}", "--library", "{a}"], "is not a library of On Record"),
        (["add", "{a}", "--library", "x", "--title-column", "t"], "--text-column"),
        (["app", "{a}", "--library", "x"], "onrecord add FILE --library"),
        (["app", "--library", "{a}"], "is not a library of On Record"),
    ],
)
def test_mistakes_are_told(
    arguments: list[str], said: str, news: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(news)
    assert main.main([part.replace("{a}", str(news / "a.txt")) for part in arguments]) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("number", ["0", "-1", "two", "999"])
def test_a_number_of_processes_is_a_number(number: str) -> None:
    with pytest.raises(SystemExit):
        main.main(["batch", "x", "--out", "y", "--processes", number])
