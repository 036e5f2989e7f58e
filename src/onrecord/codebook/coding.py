"""Coding articles again under another codebook, without parsing them again."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]

from onrecord.codebook.matcher import Matcher
from onrecord.codebook.theme import Theme
from onrecord.tables import count_themes, frame_from_columns, frame_from_rows

if TYPE_CHECKING:
    from onrecord.codebook.article_words import Words
    from onrecord.codebook.codebook import Codebook
    from onrecord.tables import Tables

    Ints = np.ndarray[Any, np.dtype[Any]]

_ARTICLE = 1 << 32  # articles are laid behind one another, this far apart, so that one search serves all


def recode(tables: Tables, words: Words, codebook: Codebook) -> Tables:
    """``tables`` with the themes of ``codebook``; all else stays.

    Args:
        tables: of one or more articles.
        words: of the same articles; others' words are left out.
        codebook: what to look for.

    Returns:
        Tables whose ``themes`` and ``theme_mentions`` are those that ``parse`` gives with ``codebook``.
    """
    hits = codebook.matcher.find(words)
    found = np.array(hits, dtype=np.int64).reshape(-1, 4)
    known = pd.Index(tables.articles["article_id"])
    article = known.get_indexer(pd.Index(words.articles, dtype=object))[words.article[found[:, 0]]]
    found, article = found[article >= 0], article[article >= 0]
    order = np.argsort(article, kind="stable")
    found, article = found[order], article[order]
    first, last, theme, term = found.T
    start, end = words.start[first], words.end[last]
    sentence = words.sentence[first]
    statement = _find_innermost(tables, known, article, start, end)
    mentions = frame_from_columns(
        "theme_mentions",
        {
            "article_id": known.to_numpy(dtype=object)[article],
            "theme_mention_id": _number_places(article),
            "theme_id": [codebook.themes[number].id for number in theme.tolist()],
            "sentence_id": sentence,
            **_take_ids(tables, statement),
            "text": _cut_texts(tables, known, article, sentence, start, end),
            "start": start,
            "end": end,
            "term": [codebook.themes[one].terms[two] for one, two in zip(theme.tolist(), term.tolist(), strict=True)],
            "method": ["rule"] * len(article),
            "codebook": [codebook.citation] * len(article),
        },
    )
    return replace(tables, themes=count_themes(build_themes_table(codebook), mentions), theme_mentions=mentions)


def assign_statements(tables: Tables, rows: pd.DataFrame) -> dict[str, Any]:
    """The columns ``statement_id`` and ``speaker_id`` of ``rows`` of any table, by the statements of ``tables`` that
    hold their places now. Of figures ``negated`` too: one in a denied claim is not the denier's own.
    """
    known = pd.Index(tables.articles["article_id"])
    article = known.get_indexer(pd.Index(rows["article_id"]))
    start, end = (rows[name].to_numpy(dtype=np.int64) for name in ("start", "end"))
    statement = _find_innermost(tables, known, article, start, end)
    found = _take_ids(tables, statement)
    if "negated" in rows:
        denied = np.append(tables.statements["negated"].to_numpy(dtype=bool), False)[statement]
        found["negated"] = denied
        found["speaker_id"][denied] = pd.NA
    return {name: pd.array(values, dtype=rows[name].dtype) for name, values in found.items()}


def sort_rows(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    """``rows`` of a table in the order of the articles of ``tables`` and, where they have a place, of the texts."""
    article = pd.Index(tables.articles["article_id"]).get_indexer(pd.Index(rows["article_id"]))
    start = rows["start"].to_numpy(dtype=np.int64) if "start" in rows else np.zeros(len(rows), dtype=np.int64)
    return rows.iloc[np.lexsort((start, article))].reset_index(drop=True)


def find_term(term: str, words: Words) -> pd.DataFrame:
    """Where a term stands, in the order of the text: ``article_id``, ``sentence_id``, ``start``, ``end``.

    Raises ``ValueError`` where it cannot be a term.
    """
    hits = Matcher([Theme("term", "Term", (term,))]).find(words)
    return pd.DataFrame(
        {
            "article_id": [words.articles[int(words.article[hit.first])] for hit in hits],
            "sentence_id": [int(words.sentence[hit.first]) for hit in hits],
            "start": [int(words.start[hit.first]) for hit in hits],
            "end": [int(words.end[hit.last]) for hit in hits],
        }
    )


@lru_cache(maxsize=8)
def build_themes_table(codebook: Codebook) -> pd.DataFrame:
    """The ``themes`` table of articles that show none of them."""
    fields = ("label", "group", "definition")
    rows = (
        {"theme_id": theme.id, "codebook": codebook.citation, **{field: getattr(theme, field) for field in fields}}
        for theme in codebook.themes
        if not theme.retired
    )
    return count_themes(frame_from_rows("themes", rows), frame_from_rows("theme_mentions", []))


def _number_places(article: Ints) -> Ints:
    """A number from 0 for each place within its article."""
    _, begins, counts = np.unique(article, return_index=True, return_counts=True)
    return np.arange(len(article)) - np.repeat(begins, counts)


def _cut_texts(tables: Tables, known: pd.Index, article: Ints, sentence: Ints, start: Ints, end: Ints) -> list[str]:
    """The words of each place, out of the text of its sentence."""
    held = tables.sentences
    keys = known.get_indexer(pd.Index(held["article_id"])) * _ARTICLE + held["sentence_id"].to_numpy(dtype=np.int64)
    order = np.argsort(keys, kind="stable")
    rows = order[np.searchsorted(keys[order], article * _ARTICLE + sentence)]
    texts = held["text"].to_numpy(dtype=object)[rows].tolist()
    begins = held["start"].to_numpy(dtype=np.int64)[rows]
    places = zip(texts, (start - begins).tolist(), (end - begins).tolist(), strict=True)
    return [text[here:there] for text, here, there in places]


def _find_innermost(tables: Tables, known: pd.Index, article: Ints, start: Ints, end: Ints) -> Ints:
    """The row in ``statements`` of the innermost statement that holds each place; -1, the last, where none does."""
    held = tables.statements
    base = known.get_indexer(pd.Index(held["article_id"])) * _ARTICLE
    found = np.full(len(article), -1)
    begins, ends, rows = _read_spans(held["spans"])
    if not len(rows):
        return found
    begins, ends = begins + base[rows], ends + base[rows]
    order = np.lexsort((-ends, begins))
    begins, ends, rows = begins[order], ends[order], rows[order]
    reach = np.maximum.accumulate(ends)
    start, end = article * _ARTICLE + start, article * _ARTICLE + end
    index = np.searchsorted(begins, start, side="right") - 1
    waiting = np.arange(len(article))
    while len(waiting):
        at = index[waiting]
        waiting = waiting[(at >= 0) & (reach[at] >= end[waiting])]
        at = index[waiting]
        inside = ends[at] >= end[waiting]
        found[waiting[inside]] = rows[at[inside]]
        waiting = waiting[~inside]
        index[waiting] -= 1
    return found


def _read_spans(spans: pd.Series) -> tuple[Ints, Ints, Ints]:
    """Begin, end and row of every part of statements, from their ``spans``: all at once, for hundreds of thousands."""
    held = pa.array(spans, pa.list_(pa.list_(pa.int64())))
    numbers = held.flatten().flatten().to_numpy()
    return numbers[::2], numbers[1::2], np.repeat(np.arange(len(held)), held.value_lengths().to_numpy())


def _take_ids(tables: Tables, statement: Ints) -> dict[str, Any]:
    """The ids of statements and of their speakers; missing where no statement holds the place."""
    columns, missing = ("statement_id", "speaker_id"), np.array([pd.NA], dtype=object)
    return {name: np.append(tables.statements[name].to_numpy(dtype=object), missing)[statement] for name in columns}
