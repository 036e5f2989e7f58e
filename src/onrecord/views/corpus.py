"""The articles that a session holds: those the dashboard was started on, and those its visitor added.

What a visitor adds stays in that browser session; only the articles given at the start are shared by all. Articles
are parsed once; another codebook, or a person's decision on a theme, codes them anew from their words.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from onrecord import Article, ArticleError, Codebook, OnRecordError, Tables
from onrecord.pipeline import parse_with_words
from onrecord.themes import Words, decided, recode
from onrecord.views import deciding, workbench

_ADDED = "onrecord_added"
_JOINED = "onrecord_joined"
_CODED = "onrecord_coded"


@dataclass(frozen=True)
class Held:
    """An article, its tables under the default codebook, and its words; ``added``: by this session's visitor."""

    article: Article
    tables: Tables
    words: Words
    added: bool = False


def add(article: Article) -> str:
    """Parse ``article`` and hold it for this session; one that is held already stays as it is. Returns its id.

    Raises ``OnRecordError`` where it cannot be parsed; then nothing has changed.
    """
    if all(held.article.article_id != article.article_id for held in articles()):
        tables, words = next(parse_with_words([article]))
        st.session_state.setdefault(_ADDED, {})[article.article_id] = Held(article, tables, words, added=True)
    return article.article_id


def remove(article_id: str) -> None:
    """Forget an article that this session's visitor added; others stay."""
    st.session_state.get(_ADDED, {}).pop(article_id, None)


def articles() -> list[Held]:
    """Every article of this session: those it started with, then the added ones in order."""
    given, _ = _started_with()
    return [*given, *st.session_state.get(_ADDED, {}).values()]


def problems() -> list[str]:
    """What could not be read at the start, in words for the visitor."""
    return [*_started_with()[1], *workbench.problems()]


def joined() -> Tables:
    """The tables of all articles of this session, under one another, by the codebook in use and people's decisions.

    Read-only by agreement.
    """
    book, decisions = workbench.in_use(), deciding.decisions()
    key = _base()[2]
    known = st.session_state.get(_CODED)
    if known is None or known[0] != (key, book, decisions):
        known = ((key, book, decisions), decided(coded(book), decisions))
        st.session_state[_CODED] = known
    found: Tables = known[1]
    return found


def coded(book: Codebook) -> Tables:
    """The tables of all articles of this session by the rules of ``book`` alone."""
    tables, words, _ = _base()
    return tables if book == Codebook.default() or tables.articles.empty else recode(tables, words, book)


def words() -> Words:
    """The words of all articles of this session."""
    return _base()[1]


def _base() -> tuple[Tables, Words, tuple[str, ...]]:
    """Tables under the default codebook and words of all articles, and the articles' ids."""
    held = articles()
    key = tuple(entry.article.article_id for entry in held)
    known = st.session_state.get(_JOINED)
    if known is None or known[2] != key:
        known = (Tables.concat(entry.tables for entry in held), Words.concat(entry.words for entry in held), key)
        st.session_state[_JOINED] = known
    found: tuple[Tables, Words, tuple[str, ...]] = known
    return found


def _started_with() -> tuple[list[Held], list[str]]:
    """The articles that the dashboard was started on, and what went wrong with the others."""
    given: dict[str, Held] = {}
    problems: list[str] = []
    for path in _paths():
        try:
            article = Article.from_bytes(_read(path), name=path.name)
            given.setdefault(article.article_id, Held(article, *_parsed(article.text)))
        except OnRecordError as error:
            problems.append(str(error))
    return list(given.values()), problems


def _paths() -> list[Path]:
    named = os.environ.get("ONRECORD_FILES", "")
    if named:
        return [Path(part) for part in named.split(os.pathsep) if part]
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    context = get_script_run_ctx()
    folder = Path(context.main_script_path).parent if context else Path()
    return sorted((folder / "seeds").glob("*.txt"))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "unreadable").lower()
        raise ArticleError(
            f"{path.name} could not be read ({reason}). Start the dashboard with its full path."
        ) from error


# Keyed by content, so that an edited file is read anew; bounded, as one process serves for months.
@st.cache_resource(max_entries=64, show_spinner="Reading the article: sentences, statements, speakers, figures …")
def _parsed(text: str) -> tuple[Tables, Words]:
    return next(parse_with_words([Article(text)]))
