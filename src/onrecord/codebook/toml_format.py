"""Codebooks as TOML."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING

from onrecord.codebook.validation import BOOK_FIELDS, TEXTS, THEME_FIELDS, book_of, name_of, refuse_unknown
from onrecord.errors import CodebookError

if TYPE_CHECKING:
    from onrecord.codebook.codebook import Codebook

_HEADER = re.compile(r"\s*\[\[\s*themes\s*\]\]")


def from_toml(text: str) -> Codebook:
    """Read a codebook from TOML. Raises ``CodebookError``."""
    try:
        data = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(f"The codebook is not valid TOML: {error}.") from error
    lines = _Lines(text)
    refuse_unknown(data, (*BOOK_FIELDS, "themes"), lines, None, "The codebook")
    entries = data.get("themes")
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise CodebookError("The codebook has no themes. Add at least one, beginning with a line [[themes]].")
    for number, entry in enumerate(entries):
        refuse_unknown(entry, THEME_FIELDS, lines, number, name_of(entry, number))
    return book_of({field: data.get(field) for field in BOOK_FIELDS}, entries, lines)


def to_toml(book: Codebook) -> str:
    """``book`` as TOML that ``from_toml`` reads to the same codebook."""
    parts = [f"{field} = {_quoted(getattr(book, field))}\n" for field in BOOK_FIELDS]
    for theme in book.themes:
        parts.append("\n[[themes]]\n")
        for field in ("id", "label", *TEXTS):
            value = getattr(theme, field)
            if value is not None:
                parts.append(f"{field} = {_quoted(value)}\n")
        if theme.retired:
            parts.append("retired = true\n")
        for field in ("terms", "exclude"):
            held = getattr(theme, field)
            if held or field == "terms":
                parts.append(f"{field} = [\n" + "".join(f"    {_quoted(term)},\n" for term in held) + "]\n")
    return "".join(parts)


class _Lines:
    """Where a TOML codebook's fields stand; ``tomllib`` does not tell, so the text is searched."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._heads = [number for number, line in enumerate(self._lines) if _HEADER.match(line)]

    def of(self, theme: int | None, field: str, term: str | None = None) -> int | None:
        """The line, from 1, of a term, else of a field, else of the theme's beginning."""
        if theme is None:
            first, last = 0, self._heads[0] if self._heads else len(self._lines)
        elif theme < len(self._heads):
            first, last = self._heads[theme], [*self._heads, len(self._lines)][theme + 1]
        else:
            return None
        begins = re.compile(rf"\s*[\"']?{re.escape(field)}[\"']?\s*=")
        found = next((number for number in range(first, last) if begins.match(self._lines[number])), None)
        if found is not None and term:
            quoted = (_quoted(term), f"'{term}'")
            held = (n for n in range(found, last) if any(text in self._lines[n] for text in quoted))
            found = next(held, found)
        if found is None:
            found = first if theme is not None else None
        return None if found is None else found + 1


def _quoted(value: str) -> str:
    """A TOML basic string: JSON's escapes are a part of TOML's, save that DEL must be escaped, too."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
