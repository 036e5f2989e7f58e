"""Codebooks as TOML, and as CSV with a row a term, as they are kept in spreadsheets."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from typing import TYPE_CHECKING, Any

from onrecord.codebook.validation import NAME_FIELDS, TEXT_FIELDS, THEME_FIELDS, Entry, LineFinder, check_codebook
from onrecord.errors import CodebookError
from onrecord.spreadsheet_safety import guard_formula, unguard_formula

if TYPE_CHECKING:
    from onrecord.codebook.theme import CodebookFields

CSV_COLUMNS = (*(f"codebook_{name}" for name in NAME_FIELDS), "id", "label", *TEXT_FIELDS, "retired", "list", "term")
"""The columns of a codebook as CSV. ``list`` is "terms" or "exclude"."""
_LISTS = ("terms", "exclude")
_HEADER = re.compile(r"\s*\[\[\s*themes\s*\]\]")


def read_toml(text: str) -> CodebookFields:
    """Read a codebook from TOML. Raises ``CodebookError``."""
    try:
        data = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(f"The codebook is not valid TOML: {error}.") from error
    find_line = _find_toml_lines(text)
    Entry(data, None, find_line).refuse_unknown((*NAME_FIELDS, "themes"))
    themes = data.get("themes")
    if not isinstance(themes, list) or not themes or not all(isinstance(theme, dict) for theme in themes):
        raise CodebookError("The codebook has no themes. Add at least one, beginning with a line [[themes]].")
    entries = [Entry(theme, number, find_line) for number, theme in enumerate(themes)]
    for entry in entries:
        entry.refuse_unknown(THEME_FIELDS)
    return check_codebook(Entry(data, None, find_line), entries)


def write_toml(book: CodebookFields) -> str:
    """``book`` as TOML that ``read_toml`` reads to the same codebook."""
    parts = [f"{field} = {_quote(getattr(book, field))}\n" for field in NAME_FIELDS]
    for theme in book.themes:
        parts.append("\n[[themes]]\n")
        for field in ("id", "label", *TEXT_FIELDS):
            value = getattr(theme, field)
            if value is not None:
                parts.append(f"{field} = {_quote(value)}\n")
        if theme.retired:
            parts.append("retired = true\n")
        for field in _LISTS:
            listed = getattr(theme, field)
            if listed or field == "terms":
                parts.append(f"{field} = [\n" + "".join(f"    {_quote(term)},\n" for term in listed) + "]\n")
    return "".join(parts)


def _find_toml_lines(text: str) -> LineFinder:
    """Finds lines by a search in ``text``, since ``tomllib`` does not tell them."""
    lines = text.splitlines()
    heads = [number for number, line in enumerate(lines) if _HEADER.match(line)]

    def find(theme: int | None, field: str, term: str | None) -> int | None:
        if theme is None:
            first, last = 0, heads[0] if heads else len(lines)
        elif theme < len(heads):
            first, last = heads[theme], [*heads, len(lines)][theme + 1]
        else:
            return None
        begins = re.compile(rf"\s*[\"']?{re.escape(field)}[\"']?\s*=")
        found = next((number for number in range(first, last) if begins.match(lines[number])), None)
        if found is not None and term:
            quoted = (_quote(term), f"'{term}'")
            found = next((n for n in range(found, last) if any(form in lines[n] for form in quoted)), found)
        if found is None:
            return None if theme is None else first + 1
        return found + 1

    return find


def _quote(value: str) -> str:
    """A TOML basic string: JSON's escapes are a part of TOML's, save that DEL must be escaped, too."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_csv(text: str) -> CodebookFields:
    """Read a codebook from a table with a row a term. Raises ``CodebookError``.

    Needed are the columns ``id`` and ``term``; the others of ``CSV_COLUMNS`` may be missing, and what they say of a
    theme is read from the first row that says it.
    """
    names: dict[str, Any] = {}
    themes: dict[str, dict[str, Any]] = {}
    lines: dict[tuple[str, str, str], int] = {}  # by id, list and term; by the id alone the theme's first
    for line, cells in _read_rows(text):
        for field in NAME_FIELDS:
            names.setdefault(field, cells.get(f"codebook_{field}") or None)
        theme_id, term, name = cells["id"], cells["term"], cells.get("list") or "terms"
        if theme_id not in themes:
            retired = _read_truth(cells.get("retired", ""), line)
            themes[theme_id] = {"id": theme_id, "terms": [], "exclude": [], "retired": retired}
            lines[theme_id, "", ""] = line
        for field in ("label", *TEXT_FIELDS):
            if cells.get(field):
                themes[theme_id].setdefault(field, cells[field])
        if name not in _LISTS:
            raise CodebookError(f"Line {line}: list is {name!r}. Write terms or exclude.")
        if term:
            themes[theme_id][name].append(term)
            lines.setdefault((theme_id, name, term), line)
    if not themes:
        raise CodebookError("The codebook has no themes. Add a row with an id and a term.")
    ids = list(themes)

    def find_line(theme: int | None, field: str, term: str | None) -> int | None:
        return None if theme is None else lines.get((ids[theme], field, term or ""), lines[ids[theme], "", ""])

    entries = [Entry({"label": key, **theme}, number, find_line) for number, (key, theme) in enumerate(themes.items())]
    return check_codebook(Entry(names, None, find_line), entries)


def write_csv(book: CodebookFields) -> str:
    """``book`` as a table with a row a term, harmless in a spreadsheet; ``read_csv`` reads it to the same codebook."""
    sink = io.StringIO(newline="")
    writer = csv.DictWriter(sink, CSV_COLUMNS)
    writer.writeheader()
    names = {f"codebook_{field}": getattr(book, field) for field in NAME_FIELDS}
    for theme in book.themes:
        about = {field: getattr(theme, field) or "" for field in ("id", "label", *TEXT_FIELDS)}
        about["retired"] = "yes" if theme.retired else ""
        listed = [(name, term) for name in _LISTS for term in getattr(theme, name)]
        for name, term in listed or [("terms", "")]:
            row = {**names, **about, "list": name, "term": term}
            writer.writerow({column: guard_formula(cell) for column, cell in row.items()})
    return sink.getvalue()


def _read_rows(text: str) -> list[tuple[int, dict[str, str]]]:
    """The rows that are not empty, with the line on which each ends; no cell is missing."""
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
        if name not in CSV_COLUMNS:
            raise CodebookError(f"Line 1: the column {name!r} is not known. Known are: {', '.join(CSV_COLUMNS)}.")
    for line, row in rows:
        if "" in row:
            raise CodebookError(f"Line {line}: there are more cells than columns. Put text with a comma in quotes.")
    stripped = ((line, {name: unguard_formula(cell).strip() for name, cell in row.items()}) for line, row in rows)
    return [(line, row) for line, row in stripped if any(row.values())]


def _read_truth(text: str, line: int) -> bool:
    if text.lower() not in ("", "yes", "no", "true", "false", "1", "0"):
        raise CodebookError(f"Line {line}: retired is {text!r}. Write yes or no.")
    return text.lower() in ("yes", "true", "1")
