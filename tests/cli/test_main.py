"""The command: what it writes, what it says, and how it ends."""

import csv
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from onrecord.cli import main
from onrecord.tables import SCHEMAS

ARTICLE = (
    "Orchard law passes\n\nMina Talbot, head of the Growers' Union, said that prices would fall by 5 percent. "
    "“It is a start,” said Talbot.\n"
)
OTHER = "Ferry line to reopen\n\n“The boats are ready,” said Otto Brandl, the line's director.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "orchard.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


def test_parse_writes_a_csv_a_table_and_a_dictionary(article: Path, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    assert main.main(["parse", str(article), "--out", str(out)]) == 0
    assert {path.name for path in out.iterdir()} == {*(f"{name}.csv" for name in SCHEMAS), "data_dictionary.csv"}
    with (out / "statements.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert rows
    for row in rows:
        assert row["text"] == " … ".join(ARTICLE[start:end] for start, end in json.loads(row["spans"]))
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
    copy.write_text(ARTICLE, encoding="utf-8")
    out = tmp_path / "out"
    assert main.main(["parse", str(article), str(other), str(copy), "--out", str(out)]) == 0
    assert len(pd.read_csv(out / "articles.csv")) == 2
    assert f"{copy} holds the same text as {article}" in said(capsys)


def test_what_cannot_be_read_is_named_and_the_rest_is_done(
    article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty, binary, missing = tmp_path / "empty.txt", tmp_path / "photo.txt", tmp_path / "missing.txt"
    empty.write_bytes(b" \n")
    binary.write_bytes(bytes(range(256)) * 40)
    out = tmp_path / "out"
    files = [str(path) for path in (missing, tmp_path, empty, binary, article)]
    assert main.main(["parse", *files, "--out", str(out)]) == 1
    told = said(capsys)
    for words in (
        f"{missing} does not exist",
        f"{tmp_path} is a folder",
        f"{empty} is empty",
        f"{binary} is not a text file",
    ):
        assert words in told
    assert "Traceback" not in told
    assert len(pd.read_csv(out / "articles.csv")) == 1


def test_nothing_readable_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert main.main(["parse", str(tmp_path / "missing.txt"), "--out", str(out)]) == 1
    assert not list(out.iterdir())
    assert "nothing was written" in said(capsys)


def test_out_must_be_a_folder(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["parse", str(article), "--out", str(article)]) == 1
    assert "is a file" in said(capsys)


def test_another_language_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "zeitung.txt"
    path.write_text(
        "Der Bürgermeister sagte gestern, die neue Brücke werde im kommenden Frühjahr endlich eröffnet.",
        encoding="utf-8",
    )
    assert main.main(["parse", str(path), "--out", str(tmp_path / "out")]) == 0
    assert "another language (de)" in said(capsys)


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
    assert str(codebook) in said(capsys)


@pytest.mark.parametrize(
    "arguments", [[], ["parse"], ["parse", "a.txt"], ["app", "--port", "0"], ["app", "--port", "x"]]
)
def test_a_command_that_is_not_understood_ends_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main.main(arguments)
    assert stop.value.code == 2


@pytest.mark.parametrize("arguments", [["--help"], ["parse", "--help"], ["app", "--help"], ["--version"]])
def test_help_and_version_can_be_read(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main.main(arguments)
    assert stop.value.code == 0
    assert "onrecord" in capsys.readouterr().out


def test_module_runs_as_the_command() -> None:
    ran = subprocess.run([sys.executable, "-m", "onrecord", "--version"], capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("onrecord ")


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, dict[str, list[str]], int, str]]:
    """What the dashboard would have been started with; the server itself is tested in ``tests/browser``."""
    calls: list[tuple[Path, dict[str, list[str]], int, str]] = []

    def serve(script: Path, opened: dict[str, list[str]], port: int, host: str) -> int:
        calls.append((script, opened, port, host))
        return 0

    monkeypatch.setattr(main, "_serve", serve)
    return calls


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def test_app_starts_on_the_files_by_their_full_path(
    article: Path, served: list[tuple[Path, dict[str, list[str]], int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(article.parent)
    port = free_port()
    assert main.main(["app", article.name, "missing.txt", "--port", str(port)]) == 0
    script, opened, used, host = served[0]
    assert script.name == "app.py"
    assert (script.parent / ".streamlit" / "config.toml").is_file()
    assert (opened["ONRECORD_FILES"], used, host) == ([str(article.resolve())], port, "localhost")


def test_app_without_files_opens_the_example(served: list[tuple[Path, dict[str, list[str]], int, str]]) -> None:
    assert main.main(["app", "--port", str(free_port())]) == 0
    assert served[0][1] == {"ONRECORD_FILES": [], "ONRECORD_CODEBOOKS": [], "ONRECORD_LIBRARY": []}


def test_app_does_not_start_on_unreadable_files(
    tmp_path: Path, served: list[tuple[Path, dict[str, list[str]], int, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["app", str(tmp_path / "missing.txt")]) == 1
    assert served == []
    assert "does not exist" in said(capsys)


@pytest.mark.skipif(os.pathsep != ":", reason="the separator is not allowed in names here")
def test_app_tells_of_a_path_that_it_cannot_pass_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "one:two.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    assert main.main(["app", str(path), "--port", str(free_port())]) == 1
    assert "Rename" in said(capsys)


def test_a_busy_port_is_told_with_a_free_one(
    served: list[tuple[Path, dict[str, list[str]], int, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main.main(["app", "--port", str(port)]) == 1
    told = said(capsys)
    assert f"Port {port} on localhost is in use" in told
    assert "--port" in told
    assert served == []


def test_an_unknown_host_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["app", "--host", "no-such-host.invalid", "--port", str(free_port())]) == 1
    assert "not an address of this machine" in said(capsys)


def test_app_opens_codebooks_and_refuses_a_bad_one_before_it_starts(
    tmp_path: Path, served: list[tuple[Path, dict[str, list[str]], int, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.toml"
    good.write_text("id,term\nsea,ship\n", encoding="utf-8")
    bad.write_text("themes = 1", encoding="utf-8")
    command = ["app", "--codebook", str(good), "--port", str(free_port())]
    assert main.main(command) == 0
    assert served[0][1]["ONRECORD_CODEBOOKS"] == [str(good.resolve())]
    assert main.main([*command, "--codebook", str(bad)]) == 1
    assert len(served) == 1
    assert "bad.toml" in said(capsys)
