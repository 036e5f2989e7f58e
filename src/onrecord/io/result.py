"""What reading a file gives: an article, or why there is none."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from onrecord.article import Article
from onrecord.errors import ArticleError, OnRecordError

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that could not be read; the rest of the file may have been.

    Attributes:
        name: the file's name, for people.
        place: "line 7" or "row 12"; empty for the whole file.
        reason: what is wrong and what to do, in a sentence.
        error_type: the error that ``onrecord.read`` raises for it.
    """

    name: str
    place: str
    reason: str
    error_type: type[OnRecordError] = ArticleError

    def __str__(self) -> str:
        return f"{self.name}{f', {self.place}' if self.place else ''}: {self.reason}"

    def error(self) -> OnRecordError:
        """The same as an error."""
        return self.error_type(str(self))


def display_name(name: str) -> str:
    """A file's name as it can be shown: on one line, and not longer than a line."""
    plain = _CONTROL.sub("�", name.encode("utf-8", "replace").decode())
    return plain if len(plain) <= 120 else f"{plain[:70]}…{plain[-45:]}"


def build_article(
    text: str, *, title: Any = None, source: Any = None, published: Any = None, url: Any = None, headline: bool = True
) -> Article:
    """An article whose text begins with its title; ``headline`` False leaves the text as it is.

    Raises ``ArticleError`` where there are no words, or too many.
    """
    title, source, url = one_line(title), one_line(source), one_line(url)
    if not any(character.isalpha() for character in text):
        raise ArticleError("There are no words in it.")
    if headline and title and not _begins(text, title):
        text = f"{title}\n\n{text}"
    return Article(text, "", title, iso_day(published), source, url)


def one_line(value: Any) -> str | None:
    """A value as one line of text; None where nothing is in it."""
    if value is None or (isinstance(value, float) and value != value):
        return None
    return " ".join(str(value).split()) or None


def iso_day(value: Any) -> str | None:
    """A date as ISO 8601 where it can be told, else as it is given."""
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()[:10]
    given = one_line(value)
    if given is None:
        return None
    return given[:10] if _ISO.match(given) else given


def _begins(text: str, title: str) -> bool:
    first = next((part for part in text.splitlines() if part.strip()), "")
    return " ".join(first.split()).casefold() == title.casefold()
