"""Files of every format become articles; broken ones become a sentence that says why."""

from __future__ import annotations

import csv
import datetime
import io
import itertools
import json
import tracemalloc
import zipfile
from email.message import EmailMessage

import docx
import pyarrow as pa
import pyarrow.parquet as pq
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import Article
from onrecord.io import ENDINGS, Columns, Unread, columns_of, read_stream

TITLE = "Water is clean again"
WORDS = (
    "Marta Ruiz, mayor of Elm, said on Friday that the water was clean and good to drink, after years of trouble.",
    "“We drink it ourselves,” Ruiz told the council of the town, which had waited for the results since the spring.",
)
BODY = "\n".join(WORDS)
PAGE = f"""<!doctype html><html><head><title>{TITLE} | The Elm Post</title>
<meta property="og:site_name" content="The Elm Post">
<meta property="article:published_time" content="2025-03-01T10:00:00Z">
<script>var x = "<p>never</p>";</script></head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article>
<h1>{TITLE}</h1>{"".join(f"<p>{words}</p>" for words in WORDS)}</article>
<footer>All rights reserved</footer></body></html>"""


def readings(data: bytes, name: str, columns: Columns | None = None) -> list[Article | Unread]:
    return list(read_stream(io.BytesIO(data), name=name, columns=columns))


def only(data: bytes, name: str) -> Article:
    (found,) = readings(data, name)
    assert isinstance(found, Article), str(found)
    return found


def problem(data: bytes, name: str) -> str:
    (found,) = readings(data, name)
    assert isinstance(found, Unread)
    assert found.name
    return str(found)


def a_pdf(*pages: str, password: str = "") -> bytes:
    """A PDF written by hand, a line of text a line."""
    objects: list[bytes] = []
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    for number, page in enumerate(pages):
        shown = b" ".join(
            b"(" + line.encode("cp1252").replace(b"(", rb"\(").replace(b")", rb"\)") + b") Tj T*"
            for line in page.split("\n")
        )
        content = b"BT /F1 10 Tf 14 TL 40 780 Td " + shown + b" ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, held in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    if not password:
        return bytes(out)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(bytes(out)))
    writer.encrypt(password, algorithm="RC4-128")
    sink = io.BytesIO()
    writer.write(sink)
    return sink.getvalue()


def a_docx(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


def with_entry(data: bytes, name: str, content: bytes) -> bytes:
    """A zip with one entry put in the place of another."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            after.writestr(entry.filename, content if entry.filename == name else before.read(entry))
        if name not in before.namelist():
            after.writestr(name, content)
    return sink.getvalue()


def a_parquet(**columns: list[object]) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink)
    return sink.getvalue()


def test_plain_text_is_kept_to_the_character() -> None:
    text = f"{TITLE}\r\n\r\n  {BODY}\u200b\n"
    assert only(text.encode(), "a.txt").text == text


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252")


# A table without a byte order mark is read as UTF-8 or Windows-1252.
@pytest.mark.parametrize(
    ("encoding", "ending"),
    [pair for pair in itertools.product(ENCODINGS, ("txt", "csv", "html", "md")) if pair != ("utf-16-le", "csv")],
)
def test_encodings(encoding: str, ending: str) -> None:
    text = {"csv": f'text\n"{BODY}"\n', "html": PAGE}.get(ending, f"{TITLE}\n{BODY}")
    assert "“We drink it ourselves,” Ruiz" in only(text.encode(encoding), f"a.{ending}").text


def test_a_heading_in_markdown_is_the_headline() -> None:
    assert only(f"# {TITLE}\n\n{BODY}\n\n## Later\n".encode(), "a.md").text == f"{TITLE}\n\n{BODY}\n\n## Later\n"


def test_a_page_gives_its_main_text_title_date_and_outlet() -> None:
    article = only(PAGE.encode(), "a.html")
    assert article.text.split("\n")[0] == TITLE
    assert all(words in article.text for words in WORDS)
    assert "Home" not in article.text
    assert "never" not in article.text
    assert (article.title, article.source, article.published) == (TITLE, "The Elm Post", "2025-03-01")


def test_a_page_named_text_is_read_as_a_page() -> None:
    assert only(PAGE.encode(), "a.txt").title == TITLE


def test_the_lines_of_a_pdf_run_on() -> None:
    lines = (
        "Marta Ruiz, mayor of Elm, said on Friday that the water was clean and\n"
        "good to drink, after years of trou-\nble."
    )
    article = only(a_pdf(f"{TITLE}\n\n{lines}", "The town was glad."), "a.pdf")
    assert "clean and good to drink, after years of trouble." in article.text
    assert article.text.endswith("The town was glad.")


def test_a_word_document_gives_its_paragraphs() -> None:
    assert only(a_docx(TITLE, "", *WORDS), "a.docx").text == "\n".join([TITLE, *WORDS])


def test_a_message_gives_subject_sender_and_date() -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["Date"] = (
        TITLE,
        "Elm Post <desk@elm.example>",
        "Sat, 01 Mar 2025 10:00:00 +0000",
    )
    message.set_content(BODY)
    message.add_attachment(b"x" * 100, maintype="application", subtype="octet-stream", filename="../../x")
    article = only(bytes(message), "a.eml")
    assert (article.title, article.source, article.published) == (TITLE, "Elm Post", "2025-03-01")
    assert all(words.split(",")[0] in article.text for words in WORDS)


ROWS = [
    {
        "Headline": TITLE,
        "Body": BODY,
        "Date": "2025-03-01T08:00:00",
        "Outlet": "The Elm Post",
        "Link": "https://elm.example/1",
    },
    {"Headline": None, "Body": "The harvest was late, Tom Hale said.", "Date": None, "Outlet": None, "Link": None},
]


def as_file(ending: str) -> bytes:
    if ending == "parquet":
        return a_parquet(**{name: [row[name] for row in ROWS] for name in ROWS[0]})
    if ending in ("jsonl", "ndjson"):
        return "\n".join(json.dumps(row) for row in ROWS).encode()
    mark = "\t" if ending == "tsv" else ";"
    lines = [mark.join(ROWS[0])]
    lines += [mark.join('"' + (value or "").replace('"', '""') + '"' for value in row.values()) for row in ROWS]
    return "\n".join(lines).encode()


@pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "ndjson", "parquet"])
def test_each_row_of_a_table_is_an_article(ending: str) -> None:
    first, second = readings(as_file(ending), f"a.{ending}")
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.text == f"{TITLE}\n\n{BODY}"
    assert (first.title, first.source, first.published) == (TITLE, "The Elm Post", "2025-03-01")
    assert (second.text, second.title, second.source) == ("The harvest was late, Tom Hale said.", None, None)
    stream = io.BytesIO(as_file(ending))
    assert columns_of(stream, name=f"a.{ending}") == list(ROWS[0])
    assert stream.tell() == 0


def test_the_text_column_can_be_named() -> None:
    data = b'what,words\nx,"Tom Hale said it rained."\n'
    assert "No column can be told to hold the text" in problem(data, "a.csv")
    (found,) = readings(data, "a.csv", Columns("words"))
    assert isinstance(found, Article)
    (lost,) = readings(data, "a.csv", Columns("body"))
    assert "There is no column “body”. The columns are: what, words." in str(lost)


def test_dates_of_a_table_are_days() -> None:
    data = a_parquet(text=["Tom Hale said it rained."], date=[datetime.datetime(2025, 3, 1, 10)])  # noqa: DTZ001
    assert only(data, "a.parquet").published == "2025-03-01"


def test_bad_rows_are_named_and_the_others_are_read() -> None:
    found = readings(
        b'title,text\nA,"Tom Hale said it rained."\nB\nC,one,two\nD,""\nE,"Marta Ruiz said it snowed."\n', "n.csv"
    )
    assert [str(one).partition(".")[0] for one in found if isinstance(one, Unread)] == ["n"] * 3
    assert [one.place for one in found if isinstance(one, Unread)] == ["line 3", "line 4", "line 5"]
    assert len([one for one in found if isinstance(one, Article)]) == 2


def test_of_very_many_bad_rows_the_first_are_told() -> None:
    data = b"\n".join([b"{"] * 250 + [b'{"text": "Tom Hale said it rained."}'])
    found = readings(data, "n.jsonl", Columns("text"))
    assert isinstance(found[-2], Article)
    assert str(found[-1]) == "n.jsonl: 150 more rows could not be read."
    assert len(found) == 102


BOMB = "word " * 4_000_000
DOCUMENT = "word/document.xml"
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10))
    + "]>"
)
BROKEN = {
    "empty.txt": (b"", "is empty"),
    "white.txt": (b" \n\t ", "is empty"),
    "binary.txt": (bytes(range(256)) * 40, "is not a text file"),
    "marks.txt": ("…!? 12".encode(), "no words"),
    "cut.pdf": (a_pdf(BODY)[:400], "damaged"),
    "no.pdf": (b"hello", "damaged"),
    "scan.pdf": (a_pdf(""), "may be a scan"),
    "locked.pdf": (a_pdf(BODY, password="secret"), "protected by a password"),
    "long.pdf": (a_pdf(*["x"] * 301), "301 pages"),
    "cut.docx": (a_docx(BODY)[:2_000], "damaged"),
    "no.docx": (b"PK\x03\x04hello", "damaged"),
    "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old format"),
    "bomb.docx": (with_entry(a_docx("x"), DOCUMENT, (BOMB * 4).encode()), "unpacks to more"),
    "picture.docx": (with_entry(a_docx("x"), "word/media/a.png", bytes(90_000_000)), "unpacks to more"),
    "entities.docx": (with_entry(a_docx("x"), DOCUMENT, f"{ENTITIES}<w>&k;</w>".encode()), "declares entities"),
    "empty.docx": (a_docx("", ""), "no words"),
    "long.html": (b"<html><body>" + b"<p>word " * 6_300_000 + b"</body></html>", "MB"),
    "bare.html": (b"<html><body><nav>Home</nav></body></html>", "No main text"),
    "empty.html": (b"", "is empty"),
    "entities.html": (f"{ENTITIES}<html><body><p>&k;</p></body></html>".encode(), "No main text"),
    "deep.html": (b"<div>" * 200_000, "."),
    "empty.eml": (b"", "no text"),
    "attachment.eml": (b"Subject: x\nContent-Type: application/pdf\n\nxxx", "no text"),
    "empty.csv": (b"", "none"),
    "binary.csv": (bytes(range(256)) * 20, "damaged"),
    "no.jsonl": (b"hello\nworld\n", "none"),
    "cut.parquet": (a_parquet(text=[BODY])[:-20], "damaged"),
    "no.parquet": (b"hello", "damaged"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files_say_why(name: str) -> None:
    data, reason = BROKEN[name]
    tracemalloc.start()
    found = problem(data, name)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.startswith(f"{name}: ")
    assert reason in found
    assert found.endswith(".")
    assert peak < 500_000_000


def test_a_cell_of_a_hundred_megabytes_is_refused() -> None:
    data = b'text\n"Tom Hale said it rained."\n"' + b"word " * 20_000_000 + b'"\n'
    first, second = readings(data, "n.csv")
    assert isinstance(first, Article)
    assert str(second) == "n.csv, line 3: A cell is too long for an article."


def test_a_text_beyond_the_limit_is_refused() -> None:
    assert "at most 2,000,000 are parsed" in problem(("word " * 500_000).encode(), "a.txt")


def test_a_name_is_only_shown() -> None:
    assert problem(b"", "../../etc/x\n\x1b[31m" + "y" * 500 + ".txt").count("\n") == 0
    assert len(problem(b"", "y" * 500)) < 250


@settings(max_examples=150)
@given(st.binary(max_size=400), st.sampled_from(ENDINGS), st.booleans())
def test_any_bytes_are_read_or_refused(data: bytes, ending: str, lead: bool) -> None:
    heads = {"pdf": b"%PDF-1.4\n", "docx": b"PK\x03\x04", "parquet": b"PAR1", "html": b"<html><p>", "csv": b"text\n"}
    for found in readings(heads.get(ending, b"") * lead + data, f"a.{ending}"):
        assert str(found) if isinstance(found, Unread) else any(map(str.isalpha, found.text))


def test_reading_a_table_leaves_the_limit_of_cells_to_others_as_it_is() -> None:
    before = csv.field_size_limit()
    rows = read_stream(io.BytesIO(b"text\n" + b"word " * 40_000 + b"\nTom Hale said it rained.\n"), name="a.csv")
    first = next(rows)
    assert isinstance(first, Article)
    assert len(first.text) > before, "a cell longer than the usual limit is read"
    assert csv.field_size_limit() == before, "between two rows"
    assert len(list(rows)) == 1
    assert csv.field_size_limit() == before
