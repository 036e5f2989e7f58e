"""Which reader reads a file, and all of them behind one door."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from onrecord.article import MAX_CHARACTERS, decode
from onrecord.errors import ArticleError
from onrecord.io import article_fields, docx, email, html, pdf, tabular
from onrecord.io.unread import Unread, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.article import Article
    from onrecord.io.columns import Columns

TABLES = ("csv", "tsv", "jsonl", "ndjson", "parquet")
"""Endings of files with an article a row."""
ENDINGS = ("txt", "md", "html", "htm", "pdf", "docx", "eml", *TABLES)
"""Endings of the files that can be read."""

_MOST = max(pdf.MOST_BYTES, docx.MOST_BYTES, email.MOST_BYTES, html.MOST_BYTES, 4 * MAX_CHARACTERS)
_HEADING = re.compile(r"\A(\s*)#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.MULTILINE)


def ending_of(name: str) -> str:
    """The ending of a file's name, in lower case; empty where it has none."""
    return name.rpartition(".")[2].casefold() if "." in name else ""


def read(stream: BinaryIO, *, name: str, columns: Columns | None = None) -> Iterator[Article | Unread]:
    """The articles of a file, and in place of each that cannot be read, why.

    Args:
        stream: the file, open for reading; table files must allow going back to their start.
        name: the file's name: its ending tells the format, and messages name it. Never used as a path.
        columns: of a table file, which columns to take; by default those with the usual names.
    """
    known, ending = shown(name), ending_of(name)
    if ending in TABLES:
        yield from tabular.read(stream, ending, known, columns)
        return
    try:
        data = stream.read(_MOST + 1)
        yield _whole(data, ending)
    except ArticleError as error:
        yield Unread(known, "", str(error))
    except MemoryError:
        yield Unread(known, "", "There is not enough memory to read it.")


def columns_of(stream: BinaryIO, *, name: str) -> list[str] | None:
    """The column names of a table file, None of another; the stream is at its start again.

    Raises ``ArticleError`` where the file is broken.
    """
    ending = ending_of(name)
    return tabular.columns_of(stream, ending) if ending in TABLES else None


def _whole(data: bytes, ending: str) -> Article:
    """The article of a file that holds one. What a file is, its first bytes tell more surely than its name."""
    if data.startswith(b"%PDF-") or ending == "pdf":
        return pdf.read(data)
    if data.startswith(b"PK\x03\x04") or ending == "docx":
        return docx.read(data)
    if ending == "eml":
        return email.read(data)
    if ending in ("html", "htm"):
        return html.read(data)
    text = decode(data, name="It")
    if html.looks_like(text):
        return html.from_text(text)
    if ending == "md":
        text = _HEADING.sub(r"\1\2", text, count=1)
    return article_fields.build_article(text, headline=False)
