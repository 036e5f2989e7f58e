"""Codebooks as CSV, a row a term, as they are kept in spreadsheets."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from onrecord.codebook.validation import BOOK_FIELDS, TEXTS, book_of
from onrecord.errors import CodebookError
from onrecord.spreadsheet_safety import guard_formula, unguard_formula

if TYPE_CHECKING:
    from onrecord.codebook.codebook import Codebook

_LISTS = ("terms", "exclude")
COLUMNS = ("codebook_id", "codebook_version", "codebook_title", "id", "label", *TEXTS, "retired", "list", "term")
"""The columns of a codebook as CSV. ``list`` is "terms" or "exclude"."""


def from_csv(text: str) -> Codebook:
    """Read a codebook from a table with a row a term. Raises ``CodebookError``.

    Needed are the columns ``id`` and ``term``; the others of ``COLUMNS`` may be missing, and what they say of a theme
    is read from the first row that says it.
    """
    about: dict[str, Any] = {}
    entries: dict[str, dict[str, Any]] = {}
    numbers: dict[str, int] = {}
    lines = _Rows()
    for line, cells in _rows(text):
        for field in BOOK_FIELDS:
            about.setdefault(field, cells.get(f"codebook_{field}") or None)
        identifier = cells["id"]
        if identifier not in entries:
            entries[identifier] = {"id": identifier, "terms": [], "exclude": []}
            entries[identifier]["retired"] = _truth(cells.get("retired", ""), line)
            numbers[identifier] = len(numbers)
            lines.begin(line)
        entry, number = entries[identifier], numbers[identifier]
        for field in ("label", *TEXTS):
            if cells.get(field):
                entry.setdefault(field, cells[field])
        kind = cells.get("list") or "terms"
        if kind not in _LISTS:
            raise CodebookError(f"Line {line}: list is {kind!r}. Write terms or exclude.")
        if cells["term"]:
            entry[kind].append(cells["term"])
            lines.note(number, kind, cells["term"], line)
    if not entries:
        raise CodebookError("The codebook has no themes. Add a row with an id and a term.")
    return book_of(about, [{"label": identifier, **entry} for identifier, entry in entries.items()], lines)


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    """The rows that hold something, with the line each ends on; no cell is missing."""
    sheet = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True, restkey="", restval="")
    try:
        rows = [(sheet.line_num, row) for row in sheet]
    except csv.Error as error:
        raise CodebookError(f"Line {sheet.line_num}: this is not a table in CSV ({error}).") from error
    header = list(sheet.fieldnames or ())
    for needed in ("id", "term"):
        if needed not in header:
            raise CodebookError(f"Line 1: the column {needed!r} is missing. Name the columns id and term at least.")
    for name in header:
        if name not in COLUMNS:
            raise CodebookError(f"Line 1: the column {name!r} is not known. Known are: {', '.join(COLUMNS)}.")
    for line, row in rows:
        if "" in row:
            raise CodebookError(f"Line {line}: there are more cells than columns. Put text with a comma in quotes.")
    stripped = ((line, {name: unguard_formula(cell).strip() for name, cell in row.items()}) for line, row in rows)
    return [(line, row) for line, row in stripped if any(row.values())]


def to_csv(book: Codebook) -> str:
    """``book`` as a table with a row a term, harmless in a spreadsheet; ``from_csv`` reads it to the same codebook."""
    sink = io.StringIO(newline="")
    writer = csv.DictWriter(sink, COLUMNS)
    writer.writeheader()
    about = {f"codebook_{field}": getattr(book, field) for field in BOOK_FIELDS}
    for theme in book.themes:
        said = {field: getattr(theme, field) or "" for field in ("id", "label", *TEXTS)}
        said["retired"] = "yes" if theme.retired else ""
        listed = [("terms", term) for term in theme.terms] + [("exclude", term) for term in theme.exclude]
        for kind, term in listed or [("terms", "")]:
            row = {**about, **said, "list": kind, "term": term}
            writer.writerow({name: guard_formula(cell) for name, cell in row.items()})
    return sink.getvalue()


def _truth(text: str, line: int) -> bool:
    if text.lower() not in ("", "yes", "no", "true", "false", "1", "0"):
        raise CodebookError(f"Line {line}: retired is {text!r}. Write yes or no.")
    return text.lower() in ("yes", "true", "1")


class _Rows:
    """Where themes begin and terms stand."""

    def __init__(self) -> None:
        self._themes: list[int] = []
        self._terms: dict[tuple[int, str, str], int] = {}

    def begin(self, line: int) -> None:
        self._themes.append(line)

    def note(self, theme: int, field: str, term: str, line: int) -> None:
        self._terms.setdefault((theme, field, term), line)

    def of(self, theme: int | None, field: str, term: str | None = None) -> int | None:
        if theme is None:
            return None
        return self._terms.get((theme, field, term or ""), self._themes[theme])
