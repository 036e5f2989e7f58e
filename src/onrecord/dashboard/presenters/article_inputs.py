"""Adding articles: from what was typed or uploaded to articles, with every problem in words. Knows no Streamlit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from onrecord.article import Article
from onrecord.errors import ArticleError
from onrecord.io import Columns, Unread, read_stream
from onrecord.store import near_duplicates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from onrecord.tables import Tables

MAX_ADDED = 200
"""Articles that one session may hold without a library; they stay in the server's memory."""
MAX_AT_ONCE = 2_000
"""Articles that are added to a library in one go from the browser; the command line takes any number."""
_TAG = re.compile(r"</?(?:html|head|body|div|p|span|script|style|a|br|title|meta)\b[^<>]{0,300}>", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """Something that a visitor wants to add: ``article``, or ``problem``, why there is none, in words.

    ``same_as`` is the article's id that has the same words already, or the name of what holds them in this upload.
    """

    name: str
    article: Article | None = None
    problem: str | None = None
    same_as: str | None = None

    @property
    def is_new(self) -> bool:
        return self.article is not None and self.same_as is None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one text: the id of its article, or ``problem``, words for the visitor."""

    name: str
    article_id: str | None = None
    problem: str | None = None


def typed(text: str, title: str = "", source: str = "", published: str = "", url: str = "") -> Article:
    """An article from what was typed; fields left empty are missing.

    Raises ``ArticleError`` where there are no letters in the text, or the address is none.
    """
    if not any(character.isalpha() for character in text):
        raise ArticleError("There is no text yet. Paste the article, headline first, and try again.")
    if url.strip() and not _ADDRESS.fullmatch(url.strip()):
        raise ArticleError(
            "A web address starts with http:// or https:// and has no spaces. Correct it or leave it out."
        )
    given = (" ".join(value.split()) or None for value in (title, published, source, url))
    return Article(text, "", *given)


def looked_at(
    files: Iterable[tuple[str, BinaryIO, Columns | None]], holding: Callable[[str], str | None], most: int
) -> list[Item]:
    """What the files hold, before it is added; at most ``most`` articles, then one problem that says so.

    ``holding`` gives the id of the article that has the same words as a text, if there is one.
    """
    items: list[Item] = []
    seen: dict[str, str] = {}
    new = 0
    for name, stream, columns in files:
        for found in read_stream(stream, name=name, columns=columns):
            if isinstance(found, Unread):
                items.append(Item(name, problem=str(found)))
                continue
            if new == most:
                items.append(Item(name, problem=f"{name}: only the first {most:,} articles can be added at once."))
                return items
            words = near_duplicates.same_words(found.text)
            same = seen.get(words) or holding(found.text)
            seen.setdefault(words, found.title or name)
            items.append(Item(name, found, same_as=same))
            new += same is None
    return items


def completed(article: Article, source: str, published: str) -> Article:
    """The article with outlet and date filled in where it has none."""
    return replace(
        article,
        source=article.source or " ".join(source.split()) or None,
        published=article.published or published or None,
    )


def doubts(tables: Tables) -> list[str]:
    """What a visitor should know of an article that was parsed: another language, nothing found."""
    found = []
    language = tables.articles["language"].iloc[0]
    if isinstance(language, str) and language != "en":
        found.append(f"The text seems to be in another language ({language}); only English is analysed well.")
    if any(_TAG.search(text) for text in tables.sentences["text"].head(20)):
        found.append("The text contains HTML tags, which are read as words. Paste the text as the web page shows it.")
    if tables.statements.empty:
        found.append("No statements found: the parser sees nobody quoted or paraphrased.")
    return found
