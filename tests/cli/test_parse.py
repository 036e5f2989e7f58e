"""``onrecord parse``: what it writes, what it says, and how it ends."""

import csv
import json
from pathlib import Path

import pandas as pd
import pytest

from onrecord.cli import main
from onrecord.schema import SCHEMAS

OTHER = "Ferry line to reopen\n\n“The boats are ready,” said Otto Brandl, the line's director.\n"


def test_parse_writes_a_csv_a_table_and_a_dictionary(article: Path, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    assert main.main(["parse", str(article), "--out", str(out)]) == 0
    assert {path.name for path in out.iterdir()} == {*(f"{name}.csv" for name in SCHEMAS), "data_dictionary.csv"}
    with (out / "statements.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert rows
    text = article.read_text(encoding="utf-8")
    for row in rows:
        assert row["text"] == " … ".join(text[start:end] for start, end in json.loads(row["spans"]))
    assert b"\r" not in (out / "statements.csv").read_bytes()


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("xlsx", {"onrecord.xlsx"}),
        ("json", {"onrecord.json", "data_dictionary.csv"}),
        ("parquet", {*(f"{name}.parquet" for name in SCHEMAS), "data_dictionary.csv"}),
    ],
)
def test_parse_writes_other_formats(article: Path, tmp_path: Path, kind: str, names: set[str]) -> None:
    out = tmp_path / kind
    assert main.main(["parse", str(article), "--out", str(out), "--format", kind]) == 0
    assert {path.name for path in out.iterdir()} == names


def test_several_files_make_one_set_of_tables(
    article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other, copy = tmp_path / "ferry.txt", tmp_path / "copy.txt"
    other.write_text(OTHER, encoding="utf-8")
    copy.write_bytes(article.read_bytes())
    out = tmp_path / "out"
    assert main.main(["parse", str(article), str(other), str(copy), "--out", str(out)]) == 0
    assert len(pd.read_csv(out / "articles.csv")) == 2
    assert f"{copy} holds the same text as {article}" in capsys.readouterr().err


def test_what_cannot_be_read_is_named_and_the_rest_is_done(
    article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty, binary, missing = tmp_path / "empty.txt", tmp_path / "photo.txt", tmp_path / "missing.txt"
    empty.write_bytes(b" \n")
    binary.write_bytes(bytes(range(256)) * 40)
    out = tmp_path / "out"
    hollow = tmp_path / "hollow"
    hollow.mkdir()
    files = [str(path) for path in (missing, hollow, empty, binary, article)]
    assert main.main(["parse", *files, "--out", str(out)]) == 1
    told = capsys.readouterr().err
    for words in (
        f"{missing}: It does not exist",
        f"{hollow}: The folder holds no file that can be read",
        f"{empty}: It is empty",
        f"{binary}: It is not a text file",
    ):
        assert words in told
    assert "Traceback" not in told
    assert len(pd.read_csv(out / "articles.csv")) == 1


def test_nothing_readable_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert main.main(["parse", str(tmp_path / "missing.txt"), "--out", str(out)]) == 1
    assert not list(out.iterdir())
    assert "nothing was written" in capsys.readouterr().err


def test_out_must_be_a_folder(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["parse", str(article), "--out", str(article)]) == 1
    assert "is a file" in capsys.readouterr().err


def test_another_language_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "zeitung.txt"
    path.write_text(
        "Der Bürgermeister sagte gestern, die neue Brücke werde im kommenden Frühjahr endlich eröffnet.",
        encoding="utf-8",
    )
    assert main.main(["parse", str(path), "--out", str(tmp_path / "out")]) == 0
    assert "another language (de)" in capsys.readouterr().err


def test_a_codebook_may_be_a_table(article: Path, tmp_path: Path) -> None:
    codebook = tmp_path / "codebook.csv"
    codebook.write_text("id,term\nnight,night\n", encoding="utf-8-sig")
    out = tmp_path / "out"
    assert main.main(["parse", str(article), "--out", str(out), "--codebook", str(codebook)]) == 0
    themes = pd.read_csv(out / "themes.csv")
    assert themes["theme_id"].tolist() == ["night"]
    assert themes["codebook"].str.startswith("codebook 1 (").all()


@pytest.mark.parametrize("content", [None, b"themes = [", b"\xff\xfe\x00"])
def test_a_bad_codebook_is_told(
    article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    codebook = tmp_path / "codebook.toml"
    if content is not None:
        codebook.write_bytes(content)
    assert main.main(["parse", str(article), "--out", str(tmp_path / "out"), "--codebook", str(codebook)]) == 1
    assert str(codebook) in capsys.readouterr().err
