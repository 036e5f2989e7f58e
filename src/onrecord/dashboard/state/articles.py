"""The articles that a session sees: a library's, or those the dashboard was started on and those its visitor added.

Without a library, what a visitor adds stays in that browser session; only the articles given at the start are shared by
all. With a library all sessions see the same articles, and what one adds is kept. Articles are parsed once; another
codebook codes them anew from their words; what people say of rows is put over that.
"""

from __future__ import annotations

import os
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from onrecord import Article, ArticleError, Codebook, OnRecordError, Tables
from onrecord.codebook import Words, recode
from onrecord.dashboard.presenters.article_inputs import MAX_ADDED, Outcome
from onrecord.dashboard.state import annotation_log, codebooks, current_library
from onrecord.io import Unread, read_files
from onrecord.parser import parse_with_words
from onrecord.query import Collection, Filters
from onrecord.store import near_duplicates

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from onrecord.store import Added, Library

_ADDED = "onrecord_added"
_JOINED = "onrecord_joined"
_CODED = "onrecord_coded"
WINDOW = 300
"""Articles of a library that are taken into memory where a page needs every word, as to suggest terms."""


@dataclass(frozen=True)
class Held:
    """An article, its tables under the default codebook, and its words; ``added``: by this session's visitor."""

    article: Article
    tables: Tables
    words: Words
    added: bool = False


def can_add() -> bool:
    """Whether articles can be added: not to a folder of a batch."""
    held = current_library.current()
    return held is None or not held.read_only


def add_all(articles: Sequence[tuple[str, Article]], progress: Callable[[int], None]) -> list[Outcome]:
    """Parse articles, each with a name for people, and hold them; one that fails does not keep the others out.

    ``progress`` is told how many are done.
    """
    held = current_library.current()
    if held is not None:
        try:
            report = held.add([article for _, article in articles], progress=progress)
        except OnRecordError as error:
            return [Outcome(articles[0][0], None, str(error))]
        return [_outcome(name, article.article_id, report) for name, article in articles]
    outcomes = []
    for number, (name, article) in enumerate(articles):
        progress(number)
        try:
            if len(session_articles()) >= MAX_ADDED:
                raise ArticleError(
                    f"You can hold {MAX_ADDED} articles without a library; remove some, or start with a library."
                )
            _hold(article)
        except OnRecordError as error:
            outcomes.append(Outcome(name, None, f"{name}: {error}"))
        else:
            outcomes.append(Outcome(name, article.article_id))
    return outcomes


def _outcome(name: str, article_id: str, report: Added) -> Outcome:
    if article_id in report.failed:
        return Outcome(name, None, f"{name}: {report.failed[article_id]}")
    if article_id in report.same:
        return Outcome(name, report.same[article_id], f"{name}: this text has already been added.")
    return Outcome(name, article_id)


def _hold(article: Article) -> None:
    if all(entry.article.article_id != article.article_id for entry in session_articles()):
        tables, words = next(parse_with_words([article]))
        st.session_state.setdefault(_ADDED, {})[article.article_id] = Held(article, tables, words, added=True)


def same_words(text: str) -> str | None:
    """The id of the article that has the same words, white space aside."""
    held, words = current_library.current(), near_duplicates.same_words(text)
    if held is not None:
        return None if held.is_batch else held.store.find_same_words(words)
    known = (entry.article for entry in session_articles())
    return next((article.article_id for article in known if near_duplicates.same_words(article.text) == words), None)


def remove(article_id: str) -> None:
    """Forget an article that was added; those given at the start stay."""
    held = current_library.current()
    if held is not None:
        held.remove([article_id])
    else:
        st.session_state.get(_ADDED, {}).pop(article_id, None)


def can_remove(article_id: str) -> bool:
    """Whether ``remove`` would forget this article."""
    return can_add() if current_library.current() is not None else article_id in st.session_state.get(_ADDED, {})


def session_articles() -> list[Held]:
    """Without a library: the articles this session started with, then the added ones in order."""
    given, _ = _started_with()
    return [*given, *st.session_state.get(_ADDED, {}).values()]


def problems() -> list[str]:
    """What could not be read at the start, in words for the visitor."""
    found = [] if current_library.current() is not None else _started_with()[1]
    return [*found, *codebooks.problems()]


def collection() -> Collection:
    """All articles, by the codebook in use and with what people say of them, ready to be asked."""
    book = codebooks.in_use()
    held = current_library.current()
    if held is not None:
        return _of_library(held, book)
    log = annotation_log.log()
    key = (_base()[2], book, log)
    known = st.session_state.get(_CODED)
    if known is None or known[0] != key:
        if log or st.session_state.get(_ADDED):
            made = _with_annotations(coded(book))
        else:  # nothing in it is this session's own
            made = _shared(key[0], (book.citation, hash(book)), coded(book), _texts())
        known = (key, made)
        st.session_state[_CODED] = known
    found: Collection = known[1]
    return found


def _texts() -> dict[str, str]:
    """The texts of the articles in memory."""
    held = current_library.current()
    if held is not None:
        return {article_id: held.text_of(article_id) for article_id in _base()[2]}
    return {one.article.article_id: one.article.text for one in session_articles()}


def _with_annotations(machine: Tables) -> Collection:
    """The collection of ``coded`` tables with what people say of them."""
    texts = _texts()
    return Collection.of(
        machine, texts, copies=near_duplicates.find_near_copies(texts), annotations=annotation_log.log()
    )


@st.cache_resource(max_entries=8, show_spinner=False)
def _shared(ids: tuple[str, ...], book: tuple[str, int], _tables: Tables, _texts: dict[str, str]) -> Collection:
    """The collection of the articles that the dashboard was started on, by a codebook; one for all sessions.

    ``ids`` and ``book`` say which; what is led by an underscore follows from them.
    """
    del ids, book
    return Collection.of(_tables, _texts, copies=near_duplicates.find_near_copies(_texts))


def _of_library(held: Library, book: Codebook) -> Collection:
    bar: list[Any] = []

    def progress(done: float) -> None:
        if not bar:
            bar.append(st.progress(0.0, "Coding the library with this codebook, once …"))
        bar[0].progress(done, "Coding the library with this codebook, once …")

    log = None if current_library.writable() else annotation_log.log()
    found = held.collection(book, annotations=log, progress=progress)
    if bar:
        bar[0].empty()
    return found


def joined() -> Tables:
    """The tables of all articles, or of a library's first ``WINDOW``, in memory, as they are coded and annotated."""
    return collection().tables_of(_base()[2])


def coded(book: Codebook) -> Tables:
    """The tables of ``joined`` by the rules of ``book`` alone."""
    tables, words, _ = _base()
    return tables if book == Codebook.default() or tables.articles.empty else recode(tables, words, book)


def annotated(machine: Tables) -> Tables:
    """``coded`` tables with what people say of them."""
    return _with_annotations(machine).tables(Filters())


def words() -> Words:
    """The words of the articles of ``joined``."""
    return _base()[1]


def _base() -> tuple[Tables, Words, tuple[str, ...]]:
    """Tables under the default codebook and words of the articles in memory, and the articles' ids."""
    library_ = current_library.current()
    if library_ is not None:
        ids, base, words_ = library_.window(WINDOW)
        return base, words_, ids
    held = session_articles()
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
        for found in _read(path, _last_change(path)):
            try:
                if isinstance(found, Unread):
                    problems.append(str(found))
                elif found.article_id not in given:
                    given[found.article_id] = Held(found, *_parsed(astuple(found)))
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


def _last_change(path: Path) -> tuple[int, int] | None:
    """When a file was last written, and its size, by which an edited file is read anew."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


# Bounded, as one process serves for months.
@st.cache_resource(max_entries=64, show_spinner=False)
def _read(path: Path, last_change: tuple[int, int] | None) -> list[Article | Unread]:
    """The articles of a file, as every command reads them, and what could not be read."""
    del last_change
    return [found for _, found in read_files([path])]


@st.cache_resource(max_entries=64, show_spinner="Reading the article: sentences, statements, speakers, figures …")
def _parsed(article: tuple[str, ...]) -> tuple[Tables, Words]:
    """The tables and the words of an article, given by its fields."""
    return next(parse_with_words([Article(*article)]))
