"""The articles that a session holds: those the dashboard was started on, and those its visitor added.

What a visitor adds stays in that browser session; only the articles given at the start are shared by all.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

import onrecord
from onrecord import Article, ArticleError, OnRecordError, Tables

_ADDED = "onrecord_added"
_JOINED = "onrecord_joined"


@dataclass(frozen=True)
class Held:
    """An article and its tables; ``added`` tells whether this session's visitor added it."""

    article: Article
    tables: Tables
    added: bool = False


def add(article: Article) -> str:
    """Parse ``article`` and hold it for this session; one that is held already stays as it is. Returns its id.

    Raises ``OnRecordError`` where it cannot be parsed; then nothing has changed.
    """
    if all(held.article.article_id != article.article_id for held in articles()):
        tables = next(onrecord.parse_many([article]))
        st.session_state.setdefault(_ADDED, {})[article.article_id] = Held(article, tables, added=True)
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
    return _started_with()[1]


def joined() -> Tables:
    """The tables of all articles of this session, under one another; read-only by agreement."""
    held = articles()
    key = tuple(entry.article.article_id for entry in held)
    known = st.session_state.get(_JOINED)
    if known is None or known[0] != key:
        known = (key, Tables.concat(entry.tables for entry in held))
        st.session_state[_JOINED] = known
    tables: Tables = known[1]
    return tables


def _started_with() -> tuple[list[Held], list[str]]:
    """The articles that the dashboard was started on, and what went wrong with the others."""
    given: dict[str, Held] = {}
    problems: list[str] = []
    for path in _paths():
        try:
            article = Article.from_bytes(_read(path), name=path.name)
            given.setdefault(article.article_id, Held(article, _parsed(article.text)))
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
def _parsed(text: str) -> Tables:
    return onrecord.parse(text)
