"""From what a file holds to an article: the same for every format."""

from __future__ import annotations

import datetime
import re
from typing import Any

from onrecord.article import Article
from onrecord.errors import ArticleError

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def build_article(
    text: str, *, title: Any = None, source: Any = None, published: Any = None, url: Any = None, headline: bool = True
) -> Article:
    """An article whose text begins with its title; ``headline`` False leaves the text as it is.

    Raises ``ArticleError`` where there are no words, or too many.
    """
    title, source, url = line(title), line(source), line(url)
    if not any(character.isalpha() for character in text):
        raise ArticleError("There are no words in it.")
    if headline and title and not _begins(text, title):
        text = f"{title}\n\n{text}"
    return Article(text, "", title, day(published), source, url)


def line(value: Any) -> str | None:
    """A value as one line of text; None where nothing is in it."""
    if value is None or (isinstance(value, float) and value != value):
        return None
    return " ".join(str(value).split()) or None


def day(value: Any) -> str | None:
    """A date as ISO 8601 where it can be told, else as it is given."""
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()[:10]
    given = line(value)
    if given is None:
        return None
    return given[:10] if _ISO.match(given) else given


def _begins(text: str, title: str) -> bool:
    first = next((part for part in text.splitlines() if part.strip()), "")
    return " ".join(first.split()).casefold() == title.casefold()
