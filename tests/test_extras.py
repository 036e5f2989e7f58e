"""Without the packages of an extra: what needs it says so, and the rest works."""

from __future__ import annotations

import io
import sys
from pathlib import Path  # noqa: TC003 - fixtures are annotated with it

import pytest

import onrecord
from onrecord.cli import app, main
from onrecord.io import Unread, read_stream
from onrecord.store import batch

PAGE = b"<!doctype html><html><body><p>Tom Hale said it rained.</p></body></html>"


@pytest.mark.parametrize(
    ("package", "name", "data", "what"),
    [
        ("pypdf", "a.pdf", b"%PDF-1.4", "Reading PDF files"),
        ("docx", "a.docx", b"PK\x03\x04", "Reading Word files"),
        ("trafilatura", "a.html", PAGE, "Reading web pages"),
        ("trafilatura", "a.txt", PAGE, "Reading web pages"),
    ],
)
def test_a_format_names_the_extra_that_reads_it(
    package: str, name: str, data: bytes, what: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    said = f"{what} needs more packages: pip install 'onrecord[readers]'"
    (found,) = read_stream(io.BytesIO(data), name=name)
    assert isinstance(found, Unread)
    assert str(found) == f"{name}: {said}"
    (tmp_path / name).write_bytes(data)
    for read in (onrecord.Article.from_file, lambda path: list(onrecord.read(path))):
        with pytest.raises(onrecord.MissingExtraError) as raised:
            read(tmp_path / name)
        assert said in str(raised.value)


def test_other_formats_are_read_without_the_readers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for package in ("pypdf", "docx", "trafilatura"):
        monkeypatch.setitem(sys.modules, package, None)
    (tmp_path / "a.txt").write_text("Tom Hale said it rained.")
    (tmp_path / "b.csv").write_text("text\nAnn Lee said it snowed.\n")
    (tmp_path / "c.html").write_bytes(PAGE)
    assert main.main(["parse", str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    out, err = capsys.readouterr()
    assert out.count("1 statement") == 2
    assert "c.html: Reading web pages needs more packages: pip install 'onrecord[readers]'" in err


def test_the_command_names_the_extra_of_the_dashboard(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "streamlit.web", None)
    monkeypatch.setattr(app.os, "chdir", lambda _: None)
    monkeypatch.setattr(app, "_is_free", lambda *_: True)
    assert main.main(["app"]) == 1
    assert "The dashboard needs more packages: pip install 'onrecord[app]'" in capsys.readouterr().err


def test_a_cluster_names_its_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    articles = [("a", onrecord.Article("Tom Hale said it rained."))]
    with pytest.raises(onrecord.MissingExtraError, match=r"pip install 'onrecord\[cluster\]'"):
        batch.run(articles, tmp_path / "out", engine="dask")
