"""Adding articles: from what a visitor typed or uploaded to articles, with every error in words. Knows no Streamlit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.article import Article
from onrecord.errors import ArticleError, OnRecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from onrecord.tables import Tables

MOST_ADDED = 200
"""Articles that one session may add; a session's articles stay in the server's memory."""
ENDINGS = ("txt", "md")
_TAG = re.compile(r"</?(?:html|head|body|div|p|span|script|style|a|br|title|meta)\b[^<>]{0,300}>", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


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
        raise ArticleError("There is no text yet. Paste the article, its headline first, and try again.")
    if url.strip() and not _ADDRESS.fullmatch(url.strip()):
        raise ArticleError(
            "The address must start with http:// or https:// and hold no spaces. Mend it or leave it out."
        )
    given = (" ".join(value.split()) or None for value in (title, published, source, url))
    return Article(text, "", *given)


def uploaded(name: str, data: bytes) -> Article:
    """An article from an uploaded file; ``name`` is for messages alone.

    Raises ``ArticleError`` where the file is empty, no text, or too large.
    """
    article = Article.from_bytes(data, name=name)
    if not any(character.isalpha() for character in article.text):
        raise ArticleError(f"{name} holds no words. Choose a file that holds the article's text.")
    return article


def add_all(
    sources: Iterable[tuple[str, Callable[[], Article]]],
    add: Callable[[Article], str],
    known: Callable[[], Iterable[str]],
    progress: Callable[[int, str], None],
) -> list[Outcome]:
    """Add each of ``sources`` (a name, and what makes its article); one that fails does not keep the others out.

    ``add`` parses and holds an article and returns its id, ``known`` gives the ids that are held already, and
    ``progress`` is told the number and the name of each before it is parsed.
    """
    outcomes = []
    for number, (name, make) in enumerate(sources):
        progress(number, name)
        held = set(known())
        try:
            article = make()
            if article.article_id in held:
                outcomes.append(Outcome(name, article.article_id, f"{name}: this text is here already."))
            elif len(held) >= MOST_ADDED:
                outcomes.append(
                    Outcome(name, None, f"{name}: {MOST_ADDED} articles are held; remove some to add others.")
                )
            else:
                outcomes.append(Outcome(name, add(article)))
        except OnRecordError as error:
            outcomes.append(Outcome(name, None, str(error)))
    return outcomes


def doubts(tables: Tables) -> list[str]:
    """What a visitor should know of an article that was parsed: another language, nothing found."""
    found = []
    language = tables.articles["language"].iloc[0]
    if isinstance(language, str) and language != "en":
        found.append(f"The text seems to be in another language ({language}); only English is parsed well.")
    if any(_TAG.search(text) for text in tables.sentences["text"].head(20)):
        found.append("The text holds HTML markup, which is read as words. Paste the text as the page shows it.")
    if tables.statements.empty:
        found.append("No statement was found in it: nobody is quoted or reported in a way that can be told.")
    return found
