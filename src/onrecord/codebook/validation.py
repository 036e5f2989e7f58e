"""Checks on a codebook, in whatever format it is written. Each message names the line, the theme and the field."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from onrecord.codebook.terms import read_term
from onrecord.codebook.theme import CodebookFields, Theme
from onrecord.errors import CodebookError

NAME_FIELDS = ("id", "version", "title")
TEXT_FIELDS = ("group", "definition", "example")
THEME_FIELDS = ("id", "label", *TEXT_FIELDS, "retired", "terms", "exclude")
_ID = re.compile(r"[^\W_]+(?:[_-][^\W_]+)*")

LineFinder = Callable[[int | None, str, str | None], int | None]
"""Given a theme's number (None: the codebook itself), a field and a term (None: the field itself), their line in the
file, from 1; None where it is not known.
"""


def find_no_line(_theme: int | None, _field: str, _term: str | None) -> int | None:
    """The ``LineFinder`` of what was typed into a form."""
    return None


@dataclass(frozen=True, slots=True)
class Entry:
    """Fields as they were read, before they are checked: those of the theme ``number``, or of the codebook itself."""

    fields: dict[str, Any]
    number: int | None = None
    find_line: LineFinder = find_no_line

    @property
    def name(self) -> str:
        """How a message names it: a theme by its id, else by its number."""
        if self.number is None:
            return "The codebook"
        theme_id = self.fields.get("id")
        return f"Theme {theme_id!r}" if isinstance(theme_id, str) and theme_id.strip() else f"Theme {self.number + 1}"

    def error(self, field: str, message: str, term: str | None = None) -> CodebookError:
        """The error to raise, with the line where it is known."""
        line = self.find_line(self.number, field, term)
        return CodebookError(f"Line {line}: {message}" if line else message)

    def refuse_unknown(self, known: tuple[str, ...]) -> None:
        """Raise ``CodebookError`` where there is a field that is not ``known``."""
        unknown = sorted(set(self.fields) - set(known))
        if unknown:
            known_fields = ", ".join(known)
            raise self.error(
                unknown[0], f"{self.name} has the unknown field {unknown[0]!r}. Known are: {known_fields}."
            )

    def check_text(self, field: str, *, default: str | None = None) -> str:
        """A text; without ``default`` it is required."""
        value = self.fields.get(field)
        value = default if value is None else value
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.error(field, f'{self.name} needs {field} = "…", a text.')
        return value.strip() or (default or "")

    def check_id(self, *, default: str | None = None) -> str:
        """The id."""
        found = self.check_text("id", default=default)
        if not _ID.fullmatch(found) or found != found.lower():
            advice = "must be lower-case letters and digits, with - or _ between them"
            raise self.error("id", f"{self.name}: the id {found!r} {advice}.")
        return found

    def check_terms(self, field: str) -> tuple[str, ...]:
        """The terms of a list, each once, with single spaces."""
        listed = self.fields.get(field, [])
        if not isinstance(listed, list):
            raise self.error(field, f'{self.name}: {field} must be a list of texts: {field} = ["…"].')
        found: dict[str, None] = {}
        for term in listed:
            if not isinstance(term, str):
                message = f"{self.name}: the term {term!r} in {field} is no text. Put it in quotes."
                raise self.error(field, message)
            text = " ".join(term.split())
            try:
                read = read_term(text)
                if field == "exclude" and (read.near or read.without):
                    raise ValueError("NEAR and NOT WITHIN have no place in exclude")
            except ValueError as error:
                raise self.error(field, f"{self.name}: the term {term!r} cannot be used: {error}.", term) from error
            found[text] = None
        return tuple(found)


def check_codebook(names: Entry, entries: list[Entry]) -> CodebookFields:
    """The codebook of these names and themes. Raises ``CodebookError``."""
    themes = [check_theme(entry) for entry in entries]
    checked = check_names(names)
    seen: dict[str, Entry] = {}
    for entry, theme in zip(entries, themes, strict=True):
        if theme.id in seen:
            line = entry.find_line(seen[theme.id].number, "id", None)
            first = f" (the first is in line {line})" if line else ""
            raise entry.error("id", f"Two themes have the id {theme.id!r}{first}. Give each its own.")
        seen[theme.id] = entry
    return CodebookFields(**checked, themes=tuple(themes))


def check_names(names: Entry) -> dict[str, str]:
    """Id, version and title of a codebook. Raises ``CodebookError``."""
    codebook_id = names.check_id(default="codebook")
    version, title = names.check_text("version", default="1"), names.check_text("title", default=codebook_id)
    return {"id": codebook_id, "version": version, "title": title}


def check_theme(entry: Entry) -> Theme:
    """A theme. Raises ``CodebookError``."""
    theme_id = entry.check_id()
    retired = entry.fields.get("retired", False)
    if not isinstance(retired, bool):
        raise entry.error("retired", f"{entry.name}: retired is {retired!r}. Write true or false.")
    terms = entry.check_terms("terms")
    if not terms and not retired:
        raise entry.error("terms", f'{entry.name} has no terms. Add at least one: terms = ["…"].')
    return Theme(
        id=theme_id,
        label=entry.check_text("label"),
        terms=terms,
        exclude=entry.check_terms("exclude"),
        retired=retired,
        **{field: entry.check_text(field, default="") or None for field in TEXT_FIELDS},
    )
