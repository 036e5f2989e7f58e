"""The codebook: themes with the terms that show them, as a user writes them. See docs/codebook.md."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from onrecord.errors import CodebookError
from onrecord.themes.matcher import Matcher, words_of

if TYPE_CHECKING:
    from onrecord.values import Sentence, ThemeMention

DEFAULT = "ai_governance"
_ID = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")
_BOOK_FIELDS = {"id", "version", "title", "themes"}
_THEME_FIELDS = {"id", "label", "group", "definition", "terms"}


@dataclass(frozen=True, slots=True)
class Theme:
    """What a statement can be about: ``terms`` are the words that show it, a ``*`` standing for any ending."""

    id: str
    label: str
    terms: tuple[str, ...]
    group: str | None = None
    definition: str | None = None


@dataclass(frozen=True)
class Codebook:
    """Themes in order, with an id, a version and a title to cite them by."""

    id: str
    version: str
    title: str
    themes: tuple[Theme, ...]

    @classmethod
    def from_toml(cls, text: str) -> Codebook:
        """Read a codebook. Raises ``CodebookError``, which names the theme and the field and says what to do."""
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise CodebookError(f"The codebook is not valid TOML: {error}.") from error
        _refuse_unknown(data, _BOOK_FIELDS, "The codebook")
        entries = data.get("themes")
        if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
            raise CodebookError("The codebook has no themes. Add at least one, beginning with a line [[themes]].")
        identifier = _text(data, "id", "The codebook", default="codebook")
        if not _ID.fullmatch(identifier):
            raise CodebookError(f"The codebook's id {identifier!r} must be lower-case letters, digits, - and _.")
        themes = tuple(_theme(entry, number) for number, entry in enumerate(entries, 1))
        seen: set[str] = set()
        for theme in themes:
            if theme.id in seen:
                raise CodebookError(f"Two themes have the id {theme.id!r}. Give each its own.")
            seen.add(theme.id)
        return cls(
            id=identifier,
            version=_text(data, "version", "The codebook", default="1"),
            title=_text(data, "title", "The codebook", default=identifier),
            themes=themes,
        )

    def to_toml(self) -> str:
        """The codebook as TOML that ``from_toml`` reads to the same codebook."""
        parts = [f"{field} = {_quoted(getattr(self, field))}\n" for field in ("id", "version", "title")]
        for theme in self.themes:
            parts.append("\n[[themes]]\n")
            parts += [
                f"{field} = {_quoted(value)}\n"
                for field in ("id", "label", "group", "definition")
                if (value := getattr(theme, field)) is not None
            ]
            parts.append("terms = [\n" + "".join(f"    {_quoted(term)},\n" for term in theme.terms) + "]\n")
        return "".join(parts)

    @staticmethod
    @cache
    def default() -> Codebook:
        """The codebook in the package, on the governance of artificial intelligence."""
        path = files("onrecord.data") / "codebooks" / f"{DEFAULT}.toml"
        return Codebook.from_toml(path.read_text(encoding="utf-8"))

    def find(self, sentences: list[Sentence]) -> list[ThemeMention]:
        """Every place in ``sentences`` that shows a theme, in the order of the text.

        Within a theme the longest term wins and no two places overlap; a place may show several themes.
        """
        matcher = _matcher(self)
        return [mention for sentence in sentences for mention in matcher.find(sentence)]


@cache
def _matcher(codebook: Codebook) -> Matcher:
    return Matcher((theme.id, term) for theme in codebook.themes for term in theme.terms)


def _theme(entry: dict[str, Any], number: int) -> Theme:
    where = f"Theme {number}"
    identifier = _text(entry, "id", where)
    if not _ID.fullmatch(identifier):
        raise CodebookError(f"{where}: the id {identifier!r} must be lower-case letters, digits, - and _.")
    where = f"Theme {identifier!r}"
    _refuse_unknown(entry, _THEME_FIELDS, where)
    terms = entry.get("terms")
    if not isinstance(terms, list) or not terms:
        raise CodebookError(f'{where} has no terms. Add at least one: terms = ["…"].')
    for term in terms:
        if not isinstance(term, str) or not words_of(term):
            raise CodebookError(f"{where}: the term {term!r} has no word. Write words, each with a * for any ending.")
        if any(len(word.rstrip("*")) < 3 for word in words_of(term) if word.endswith("*")):
            raise CodebookError(f"{where}: the term {term!r} would match nearly anything. Put 3 letters before a *.")
    return Theme(
        id=identifier,
        label=_text(entry, "label", where),
        terms=tuple(dict.fromkeys(" ".join(term.split()) for term in terms)),
        group=_text(entry, "group", where, default="") or None,
        definition=_text(entry, "definition", where, default="") or None,
    )


def _text(entry: dict[str, Any], field: str, where: str, *, default: str | None = None) -> str:
    value = entry.get(field, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise CodebookError(f'{where} needs {field} = "…", a text.')
    return value.strip()


def _refuse_unknown(entry: dict[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(set(entry) - known)
    if unknown:
        raise CodebookError(f"{where} has the unknown field {unknown[0]!r}. Known are: {', '.join(sorted(known))}.")


def _quoted(value: str) -> str:
    """A TOML basic string: JSON's escapes are a part of TOML's, save that DEL must be escaped, too."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
