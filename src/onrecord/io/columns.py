"""Which column of a table file holds what."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

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
