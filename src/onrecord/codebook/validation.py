"""What a codebook must be like, in whatever form it is written; every mistake is named by line, theme and field."""

from __future__ import annotations

import re
from typing import Any, Protocol

from onrecord.codebook import terms
from onrecord.codebook.codebook import Codebook, Theme
from onrecord.errors import CodebookError

BOOK_FIELDS = ("id", "version", "title")
TEXTS = ("group", "definition", "example")
THEME_FIELDS = ("id", "label", *TEXTS, "retired", "terms", "exclude")
_ID = re.compile(r"[^\W_]+(?:[_-][^\W_]+)*")


class Places(Protocol):
    """Knows where things stand in the text that a codebook is read from."""

    def of(self, theme: int | None, field: str, term: str | None = None) -> int | None:
        """The line, from 1, of a term, else of a field, else of the theme with that number; None: not known."""


def book_of(about: dict[str, Any], entries: list[dict[str, Any]], lines: Places) -> Codebook:
    """The codebook of fields ``about`` it and an entry a theme. Raises ``CodebookError``."""
    themes = [_theme(entry, number, lines) for number, entry in enumerate(entries)]
    names = names_of(about, lines)
    seen: dict[str, int] = {}
    for number, theme in enumerate(themes):
        if theme.id in seen:
            line = lines.of(seen[theme.id], "id")
            first = f" (the first is in line {line})" if line else ""
            raise _wrong(lines, number, "id", f"Two themes have the id {theme.id!r}{first}. Give each its own.")
        seen[theme.id] = number
    return Codebook(**names, themes=tuple(themes))


class Nowhere:
    """What was typed into a form stands in no line."""

    def of(self, theme: int | None, field: str, term: str | None = None) -> int | None:  # noqa: ARG002
        """No line."""
        return None


def names_of(about: dict[str, Any], lines: Places) -> dict[str, str]:
    """Id, version and title of a codebook. Raises ``CodebookError``."""
    identifier = _text(about, "id", lines, None, "The codebook", default="codebook")
    _check_id(identifier, lines, None, "The codebook")
    return {
        "id": identifier,
        "version": _text(about, "version", lines, None, "The codebook", default="1"),
        "title": _text(about, "title", lines, None, "The codebook", default=identifier),
    }


def theme_of(entry: dict[str, Any]) -> Theme:
    """The theme of fields that were typed, not read from a file. Raises ``CodebookError``."""
    return _theme(entry, 0, Nowhere())


def _theme(entry: dict[str, Any], number: int, lines: Places) -> Theme:
    where = name_of(entry, number)
    identifier = _text(entry, "id", lines, number, where)
    _check_id(identifier, lines, number, where)
    retired = entry.get("retired", False)
    if not isinstance(retired, bool):
        raise _wrong(lines, number, "retired", f"{where}: retired is {retired!r}. Write true or false.")
    held = _terms(entry, "terms", number, lines)
    if not held and not retired:
        raise _wrong(lines, number, "terms", f'{where} has no terms. Add at least one: terms = ["…"].')
    return Theme(
        id=identifier,
        label=_text(entry, "label", lines, number, where),
        terms=held,
        exclude=_terms(entry, "exclude", number, lines),
        retired=retired,
        **{field: _text(entry, field, lines, number, where, default="") or None for field in TEXTS},
    )


def _terms(entry: dict[str, Any], field: str, number: int, lines: Places) -> tuple[str, ...]:
    where, held = name_of(entry, number), entry.get(field, [])
    if not isinstance(held, list):
        raise _wrong(lines, number, field, f'{where}: {field} must be a list of texts: {field} = ["…"].')
    found: dict[str, None] = {}
    for term in held:
        if not isinstance(term, str):
            raise _wrong(lines, number, field, f"{where}: the term {term!r} in {field} is no text. Put it in quotes.")
        text = " ".join(term.split())
        try:
            read = terms.read(text)
            if field == "exclude" and (read.near or read.without):
                raise ValueError("NEAR and NOT WITHIN have no place in exclude")
        except ValueError as error:
            raise _wrong(lines, number, field, f"{where}: the term {term!r} cannot be used: {error}.", term) from error
        found[text] = None
    return tuple(found)


def name_of(entry: dict[str, Any], number: int) -> str:
    """How a message names a theme: by its id, else by its number."""
    identifier = entry.get("id")
    return f"Theme {identifier!r}" if isinstance(identifier, str) and identifier.strip() else f"Theme {number + 1}"


def _check_id(identifier: str, lines: Places, number: int | None, where: str) -> None:
    if not _ID.fullmatch(identifier) or identifier != identifier.lower():
        advice = "must be lower-case letters and digits, with - or _ between them"
        raise _wrong(lines, number, "id", f"{where}: the id {identifier!r} {advice}.")


def _text(
    entry: dict[str, Any],
    field: str,
    lines: Places,
    number: int | None,
    where: str,
    *,
    default: str | None = None,
) -> str:
    value = entry.get(field)
    value = default if value is None else value
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise _wrong(lines, number, field, f'{where} needs {field} = "…", a text.')
    return value.strip() or (default or "")


def refuse_unknown(
    entry: dict[str, Any], known: tuple[str, ...], lines: Places, number: int | None, where: str
) -> None:
    """Raise ``CodebookError`` where ``entry`` has a field that is not ``known``."""
    unknown = sorted(set(entry) - set(known))
    if unknown:
        message = f"{where} has the unknown field {unknown[0]!r}. Known are: {', '.join(known)}."
        raise _wrong(lines, number, unknown[0], message)


def _wrong(lines: Places, number: int | None, field: str, message: str, term: str | None = None) -> CodebookError:
    line = lines.of(number, field, term)
    return CodebookError(f"Line {line}: {message}" if line else message)
