"""One file of each format, read in every way there is: the same articles and the same sentences come of it."""

from __future__ import annotations

import io
from email.message import EmailMessage
from typing import TYPE_CHECKING

import docx
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest

import onrecord
from onrecord import Library
from onrecord.cli import main
from onrecord.dashboard.presenters.article_inputs import looked_at
from onrecord.dashboard.state import articles as dashboard

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TITLE = "Water is clean again"
BODY = (
    "Marta Ruiz, mayor of Elm, said on Friday that the water was clean and good to drink, after years of trouble.\n"
    "“We drink it ourselves,” Ruiz told the council of the town, which had waited for the results since the spring."
)
ABOUT = {"title": TITLE, "published": "2025-03-01", "source": "The Elm Post", "url": "https://elm.example/water"}
PAGE = f"""<!doctype html><html><head><title>{TITLE}</title>
<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="The Elm Post">
<link rel="canonical" href="https://elm.example/water">
<meta property="article:published_time" content="2025-03-01T10:00:00Z"></head><body><article><h1>{TITLE}</h1>
{"".join(f"<p>{line}</p>" for line in BODY.splitlines())}</article></body></html>"""
NOTHING: dict[str, str] = {}


def a_pdf() -> bytes:
    """A page with its lines, in a PDF without a table of references, which readers mend."""
    lines = [TITLE, *(BODY.replace("“", '"').replace("”", '"').splitlines())]
    shown = b" ".join(b"(" + line.encode("cp1252") + b") Tj T*" for line in lines)
    content = b"BT /F1 8 Tf 14 TL 40 780 Td " + shown + b" ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        b"/Resources << /Font << /F1 3 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    )
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, held in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out) + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


def a_docx() -> bytes:
    document, sink = docx.Document(), io.BytesIO()
    for line in (TITLE, *BODY.splitlines()):
        document.add_paragraph(line)
    document.save(sink)
    return sink.getvalue()


def a_message() -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"] = TITLE, "The Elm Post <desk@elm.example>"
    message["Date"] = "Sat, 01 Mar 2025 10:00:00 +0000"
    message.set_content(BODY)
    return bytes(message)


def a_table(kind: str) -> bytes:
    other = {"text": "Tom Hale said it rained.", "title": None, "published": None, "source": None, "url": None}
    rows = [{"text": BODY, **ABOUT}, other]
    sink = io.BytesIO()
    if kind == "parquet":
        pyarrow.parquet.write_table(pa.Table.from_pylist(rows), sink)
    elif kind == "jsonl":
        pd.DataFrame(rows).to_json(sink, orient="records", lines=True)
    else:
        delimiter = "\t" if kind == "tsv" else ","
        pd.DataFrame(rows).to_csv(sink, sep=delimiter, index=False)
    return sink.getvalue()


FILES: dict[str, tuple[Callable[[], bytes], dict[str, str]]] = {
    "water.txt": (f"{TITLE}\n\n{BODY}".encode, NOTHING),
    "water.md": (f"# {TITLE}\n\n{BODY}".encode, NOTHING),
    "water.html": (PAGE.encode, ABOUT),
    "water.pdf": (a_pdf, NOTHING),
    "water.docx": (a_docx, NOTHING),
    "water.eml": (a_message, {key: ABOUT[key] for key in ("published", "source")}),
    "water.csv": (lambda: a_table("csv"), ABOUT),
    "water.tsv": (lambda: a_table("tsv"), ABOUT),
    "water.jsonl": (lambda: a_table("jsonl"), ABOUT),
    "water.parquet": (lambda: a_table("parquet"), ABOUT),
}
Read = dict[str, pd.DataFrame]


def by_parse(path: Path, folder: Path) -> Read:
    assert main.main(["parse", str(path), "--out", str(folder), "--format", "parquet"]) == 0
    return {name: pd.read_parquet(folder / f"{name}.parquet") for name in ("articles", "sentences")}


def by_add(path: Path, folder: Path) -> Read:
    assert main.main(["add", str(path), "--library", str(folder)]) == 0
    with Library(folder) as library:
        return dict(library.tables())


def by_batch(path: Path, folder: Path) -> Read:
    assert main.main(["batch", str(path), "--out", str(folder)]) == 0
    with Library(folder) as library:
        return dict(library.tables())


def by_app(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """As ``onrecord app FILE``: the command hands the path over in the environment."""
    del folder
    monkeypatch.setenv("ONRECORD_FILES", str(path))
    held, problems = dashboard._started_with()
    assert problems == []
    return dict(onrecord.Tables.concat(one.tables for one in held))


def by_upload(path: Path, folder: Path) -> Read:
    with path.open("rb") as stream:
        items = looked_at([(path.name, stream, None)], lambda _: None, 10)
    with Library(folder) as library:
        library.add(item.article for item in items if item.article is not None)
        return dict(library.tables())


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_the_same_wherever_it_is_read(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make, about = FILES[name]
    path = tmp_path / name
    path.write_bytes(make())
    read = list(onrecord.read(path))
    expected = onrecord.Tables.concat(onrecord.parse_many(read))
    first = expected.articles.iloc[0]
    assert first["title"] == TITLE
    assert {key: first[key] for key in about} == about
    assert expected.sentences["text"].iloc[0] == TITLE
    assert expected.sentences["is_headline"].iloc[0]
    assert "<" not in read[0].text
    assert "#" not in read[0].text
    for way in (by_parse, by_add, by_batch, by_upload):
        compare(expected, way(path, tmp_path / way.__name__), way.__name__)
    compare(expected, by_app(path, tmp_path, monkeypatch), "by_app")


def compare(expected: onrecord.Tables, found: Read, way: str) -> None:
    for table in ("articles", "sentences"):
        columns = list(getattr(expected, table).columns)
        one, two = (
            frame[columns].sort_values(columns[:2]).reset_index(drop=True).astype("string")
            for frame in (getattr(expected, table), found[table])
        )
        pd.testing.assert_frame_equal(one, two, obj=f"{table} {way}")


def test_a_folder_is_read_file_by_file_and_what_fails_ends_it_or_is_warned_of(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Tom Hale said it rained.")
    (tmp_path / "b.pdf").write_bytes(b"no pdf")
    (tmp_path / "c.csv").write_text("text\nMarta Ruiz said it snowed.\n")
    with pytest.warns(UserWarning, match=r"b\.pdf: It is damaged"):
        found = list(onrecord.read(tmp_path, on_error="warn"))
    assert [article.text for article in found] == ["Tom Hale said it rained.", "Marta Ruiz said it snowed."]
    articles = onrecord.read(tmp_path)
    assert next(articles).text == "Tom Hale said it rained."
    with pytest.raises(onrecord.ArticleError, match=r"b\.pdf: It is damaged"):
        next(articles)
    with pytest.raises(onrecord.ArticleError, match=r"nowhere: It does not exist"):
        list(onrecord.read("nowhere"))
