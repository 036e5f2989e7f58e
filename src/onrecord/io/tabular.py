"""Tables with an article a row: CSV, TSV, JSON lines and Parquet, read a row at a time."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import json
import re
import threading
from dataclasses import dataclass, fields
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from onrecord.article import MAX_CHARACTERS
from onrecord.errors import ArticleError
from onrecord.io.result import Unread, build_article

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from onrecord.article import Article

MAX_PROBLEMS = 100
"""Problems of one file that are told one by one."""
MAX_LINE = 16_000_000
"""Bytes of a line of JSON: four times the longest text, as a character takes up to four."""
_SAMPLE = 64_000
_DELIMITERS = ",;\t|"
_LIMIT = threading.Lock()

# In the order of preference; compared without case, spaces and punctuation.
_USUAL = {
    "text": (
        "text", "fulltext", "body", "bodytext", "articletext", "articlebody", "content", "maintext", "story", "article",
    ),
    "title": ("title", "headline", "heading", "articletitle", "name"),
    "source": ("source", "outlet", "publication", "publisher", "newspaper", "sitename", "sourcename", "site", "medium"),
    "published": (
        "published", "date", "publishedat", "publicationdate", "datepublished", "publisheddate", "pubdate",
        "publishdate", "datetime", "timestamp", "day",
    ),
    "url": ("url", "link", "address", "webpage", "articleurl", "weburl"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns of a table file that hold an article's text and what is known of it."""

    text: str
    title: str | None = None
    source: str | None = None
    published: str | None = None
    url: str | None = None

    @classmethod
    def guessed(cls, names: Sequence[str]) -> Columns | None:
        """The columns by their usual names; None where none is likely to hold the text."""
        plain = {re.sub(r"[\W_]+", "", name).casefold(): name for name in reversed(names)}
        found = {
            field: next((plain[usual] for usual in usuals if usual in plain), None) for field, usuals in _USUAL.items()
        }
        text = found.pop("text")
        return None if text is None else cls(text, **found)

    @property
    def named(self) -> list[str]:
        """The columns that are to be read."""
        return [name for entry in fields(self) if (name := getattr(self, entry.name)) is not None]


def columns_of(stream: BinaryIO, ending: str) -> list[str]:
    """The names of a table's columns. Raises ``ArticleError`` where it is broken."""
    try:
        if ending == "parquet":
            import pyarrow.parquet as pq  # type: ignore[import-untyped]

            return list(map(str, pq.ParquetFile(stream).schema_arrow.names))
        if ending in ("jsonl", "ndjson"):
            names: dict[str, None] = {}
            objects = (row for _, row in islice(_json_rows(stream), 10_000) if isinstance(row, dict))
            for row in islice(objects, 20):
                names |= dict.fromkeys(row)
            return list(names)
        sheet, _ = _sheet(stream)
        return [name for name in sheet.fieldnames or () if name]
    except ArticleError:
        raise
    except Exception as error:
        raise ArticleError(_broken(ending)) from error
    finally:
        stream.seek(0)


def read(stream: BinaryIO, ending: str, name: str, columns: Columns | None) -> Iterator[Article | Unread]:
    """The article of each row, or why there is none."""
    try:
        names = columns_of(stream, ending)
    except ArticleError as error:
        yield Unread(name, "", str(error))
        return
    wanted = columns or Columns.guessed(names)
    listed = ", ".join(names[:20]) or "none"
    if wanted is None:
        yield Unread(name, "", f"No column can be told to hold the text. Name it; the columns are: {listed}.")
        return
    missing = [column for column in wanted.named if column not in names]
    if missing:
        yield Unread(name, "", f"There is no column “{missing[0]}”. The columns are: {listed}.")
        return
    problems = 0
    for place, row in _rows(stream, ending, wanted):
        found = _article(place, row, name, wanted)
        if isinstance(found, Unread):
            problems += 1
            if problems > MAX_PROBLEMS:
                continue
        yield found
    if problems > MAX_PROBLEMS:
        yield Unread(name, "", f"{problems - MAX_PROBLEMS:,} more rows could not be read.")


def _article(place: str, row: Any, name: str, columns: Columns) -> Article | Unread:
    if isinstance(row, str):
        return Unread(name, place, row)
    if not isinstance(row, dict):
        return Unread(name, place, "It is no object with names and values. Mend it or leave it out.")
    text = row.get(columns.text)
    if not isinstance(text, str) or not text.strip():
        return Unread(name, place, f"“{columns.text}” is empty.")
    more: dict[str, Any] = {
        field: row.get(column)
        for field in ("title", "source", "published", "url")
        if (column := getattr(columns, field)) is not None
    }
    try:
        return build_article(text, **more)
    except ArticleError as error:
        return Unread(name, place, str(error))


def _rows(stream: BinaryIO, ending: str, columns: Columns) -> Iterator[tuple[str, Any]]:
    """Place and row; in place of a row that cannot be read, why."""
    try:
        if ending == "parquet":
            yield from _parquet_rows(stream, columns)
        elif ending in ("jsonl", "ndjson"):
            yield from _json_rows(stream)
        else:
            yield from _csv_rows(stream)
    except (Exception, RecursionError) as error:  # noqa: BLE001 - damaged files raise many things, in their midst too
        yield "", f"{_broken(ending)} What stands after it was not read. ({type(error).__name__})"


def _broken(ending: str) -> str:
    kind = {"parquet": "Parquet file", "csv": "table in CSV", "tsv": "table in TSV"}.get(ending, "file of JSON lines")
    return f"It is damaged, or no {kind} after all. Save it anew and try again."


def _parquet_rows(stream: BinaryIO, columns: Columns) -> Iterator[tuple[str, Any]]:
    import pyarrow.parquet as pq

    number = 0
    for batch in pq.ParquetFile(stream).iter_batches(batch_size=256, columns=columns.named):
        for row in batch.to_pylist():
            number += 1
            yield f"row {number:,}", row


def _json_rows(stream: BinaryIO) -> Iterator[tuple[str, Any]]:
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        place = f"line {number:,}"
        if len(line) > MAX_LINE:
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_LINE)
            yield place, "It is too long for an article. Split it."
            continue
        if not line.strip() or (number == 1 and not line.strip(codecs.BOM_UTF8 + b"\r\n ")):
            continue
        try:
            yield place, json.loads(line.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogatepass"))
        except (ValueError, RecursionError):
            yield place, "It is no JSON. Mend it or leave it out."


def _sheet(stream: BinaryIO) -> tuple[Any, io.TextIOWrapper[Any]]:
    sample = stream.read(_SAMPLE)
    stream.seek(0)
    text = io.TextIOWrapper(
        io.BufferedReader(_Kept(stream)), encoding=_encoding(stream, sample), errors="replace", newline=""
    )
    first = sample.decode(text.encoding, errors="replace").lstrip("\ufeff").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=lambda mark: (first.count(mark), -_DELIMITERS.index(mark)))
    sheet: csv.DictReader[str] = csv.DictReader(text, delimiter=delimiter, restkey="", restval=None)
    with _long_cells():
        names = sheet.fieldnames  # reads the first line
    if names:
        sheet.fieldnames = [name.lstrip("\ufeff").strip() for name in names]
    if b"\x00" in sample and not text.encoding.startswith("utf-16"):
        raise ArticleError(_broken("csv"))
    return sheet, text


@contextlib.contextmanager
def _long_cells() -> Iterator[None]:
    """Let ``csv`` read cells as long as an article. Its limit is one for the whole process, so it is put back."""
    with _LIMIT:
        before = csv.field_size_limit(4 * MAX_CHARACTERS)
        try:
            yield
        finally:
            csv.field_size_limit(before)


def _encoding(stream: BinaryIO, sample: bytes) -> str:
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := stream.read(1 << 20):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
        return "utf-8-sig"
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        stream.seek(0)


class _Kept(io.RawIOBase):
    """A stream that a wrapper may close without closing the one beneath."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _csv_rows(stream: BinaryIO) -> Iterator[tuple[str, Any]]:
    sheet, text = _sheet(stream)
    with contextlib.suppress(ValueError):
        text.reconfigure(line_buffering=False)
    while True:
        begins = sheet.line_num + 1
        try:
            with _long_cells():
                row: Mapping[Any, Any] | None = next(sheet, None)
        except csv.Error as error:
            long = "limit" in str(error)
            yield (
                f"line {begins:,}",
                ("A cell is too long for an article." if long else f"It is no row of a table ({error})."),
            )
            if long:
                return
            continue
        if row is None:
            return
        place = f"line {begins:,}"
        cells = len(sheet.fieldnames or ())
        if row.get("") is not None and "" not in (sheet.fieldnames or ()):
            yield place, f"It has more cells than the {cells} of the first line. Put quotation marks around the text."
        elif None in row.values():
            held = sum(value is not None for value in row.values())
            yield place, f"It has {held} cells, the first line {cells}. Mend it or leave it out."
        else:
            yield place, dict(row)
