"""Editing a codebook: each edit takes a codebook and returns a new one; what an edit does to a coding.

All raise ``CodebookError``, in words for whoever typed it, and then nothing has changed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import pandas as pd
from spacy.lang.en.stop_words import STOP_WORDS

from onrecord.codebook.codebook import Codebook
from onrecord.codebook.terms import read_term
from onrecord.codebook.theme import Theme
from onrecord.codebook.validation import Entry, check_names, check_theme
from onrecord.errors import CodebookError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from onrecord.tables import Tables

COMPARISON_COLUMNS = ("change", "article_id", "statement_id", "speaker_id", "theme_id", "words", "terms")
"""The columns of what an edit does to a coding."""
_KEY = ["article_id", "statement_id", "theme_id"]


def get_theme(book: Codebook, theme_id: str) -> Theme:
    """The theme with that id."""
    found = next((entry for entry in book.themes if entry.id == theme_id), None)
    if found is None:
        raise CodebookError(f"The codebook has no theme {theme_id!r}. It may have been renamed, merged or deleted.")
    return found


def change_theme(book: Codebook, theme_id: str, **typed: Any) -> Codebook:
    """``book`` with fields of a theme as they were ``typed``; an id cannot be changed, as it stands in tables."""
    before = get_theme(book, theme_id)
    entry = {field.name: getattr(before, field.name) for field in fields(Theme)} | typed
    entry |= {name: list(entry[name]) for name in ("terms", "exclude")}
    changed = check_theme(Entry(entry, 0))
    return replace(book, themes=tuple(changed if theme.id == changed.id else theme for theme in book.themes))


def add_theme(book: Codebook, *, label: str, terms: Iterable[str], **typed: Any) -> tuple[Codebook, str]:
    """``book`` with a new theme at its end, and the id that was made from its label."""
    if not label.strip():
        raise CodebookError("The new theme has no name yet. Give it one.")
    theme_id = make_id(label, {entry.id for entry in book.themes})
    entry = check_theme(Entry({"id": theme_id, "label": label, "terms": list(terms), **typed}, 0))
    return replace(book, themes=(*book.themes, entry)), theme_id


def new_codebook(*, title: str, label: str, terms: Iterable[str]) -> Codebook:
    """A new codebook with one theme."""
    if not title.strip():
        raise CodebookError("The new codebook has no title yet. Give it one.")
    empty = Codebook(make_id(title, ()), "1", title.strip(), ())
    return add_theme(empty, label=label, terms=terms)[0]


def rename_codebook(book: Codebook, *, identifier: str, version: str, title: str) -> Codebook:
    """``book`` under another id, version or title."""
    names = check_names(Entry({"id": identifier, "version": version, "title": title}))
    return Codebook(**names, themes=book.themes)


def add_term(book: Codebook, theme_id: str, term: str) -> Codebook:
    """``book`` with one more term in a theme."""
    return change_theme(book, theme_id, terms=(*get_theme(book, theme_id).terms, term))


def remove_term(book: Codebook, theme_id: str, term: str) -> Codebook:
    """``book`` without one term of a theme; a theme cannot lose its last one."""
    return change_theme(book, theme_id, terms=tuple(held for held in get_theme(book, theme_id).terms if held != term))


def merge_themes(book: Codebook, theme_id: str, others: Collection[str]) -> Codebook:
    """``book`` with the terms of ``others`` in one theme, and without the others."""
    gone = [get_theme(book, other) for other in others if other != theme_id]
    if not gone:
        raise CodebookError("Choose at least one other theme to merge into this one.")
    kept = get_theme(book, theme_id)
    joined = change_theme(
        book,
        theme_id,
        terms=tuple(dict.fromkeys((*kept.terms, *(term for entry in gone for term in entry.terms)))),
        exclude=tuple(dict.fromkeys((*kept.exclude, *(term for entry in gone for term in entry.exclude)))),
    )
    left = {entry.id for entry in gone}
    return replace(joined, themes=tuple(entry for entry in joined.themes if entry.id not in left))


def split_theme(book: Codebook, theme_id: str, moved: Collection[str], *, label: str) -> tuple[Codebook, str]:
    """``book`` with some terms of a theme in a new theme right behind it, and the new theme's id."""
    held = get_theme(book, theme_id)
    going = tuple(term for term in held.terms if term in moved)
    if not going:
        raise CodebookError("Choose the terms that the new theme takes.")
    if len(going) == len(held.terms):
        raise CodebookError(f"{held.label} would keep no term. Leave it at least one, or give it a new name instead.")
    grown, new_id = add_theme(book, label=label, terms=going, exclude=list(held.exclude), group=held.group or "")
    shrunk = change_theme(grown, theme_id, terms=tuple(term for term in held.terms if term not in going))
    *entries, new = shrunk.themes
    place = next(number for number, entry in enumerate(entries) if entry.id == theme_id) + 1
    return replace(shrunk, themes=(*entries[:place], new, *entries[place:])), new_id


def retire_theme(book: Codebook, theme_id: str, *, retire: bool = True) -> Codebook:
    """``book`` with a theme that is kept but not looked for any more, or looked for again."""
    return change_theme(book, theme_id, retired=retire)


def delete_theme(book: Codebook, theme_id: str) -> Codebook:
    """``book`` without a theme; its last one stays."""
    get_theme(book, theme_id)
    if len(book.themes) == 1:
        raise CodebookError("A codebook needs a theme. Add another before you delete this one.")
    return replace(book, themes=tuple(entry for entry in book.themes if entry.id != theme_id))


def make_id(label: str, taken: Collection[str]) -> str:
    """An id for a label: ``Rail & road`` is ``rail_road``; a number is added where it is taken."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[:60].strip("_") or "theme"
    found, number = stem, 1
    while found in taken:
        number += 1
        found = f"{stem}_{number}"
    return found


def split_lines(text: str) -> list[str]:
    """The terms in a text with one a line; empty lines and repetitions are left out."""
    return list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))


def find_function_word_terms(book: Codebook) -> list[tuple[str, str]]:
    """Theme and term of every term that is made of function words alone ("of the"), and so stands nearly anywhere."""
    return [
        (entry.id, term)
        for entry in book.themes
        for term in entry.terms
        if all(key in STOP_WORDS for key in read_term(term).phrases[0])
    ]


def compare_codings(before: Tables, after: Tables) -> pd.DataFrame:
    """Which statements gain or lose a theme between two codings of the same articles.

    Returns a row a statement and theme, with the columns of ``COMPARISON_COLUMNS``: ``change`` is "gains" or "loses";
    ``words`` are those in the text that show the theme, ``terms`` the entries of the codebook that matched, both joined
    by "; ".
    """
    shown = {"loses": _list_matches(before), "gains": _list_matches(after)}
    both = shown["loses"].index.intersection(shown["gains"].index)
    parts = [frame.drop(index=both).assign(change=change) for change, frame in shown.items()]
    found = pd.concat(parts).reset_index()
    return found[list(COMPARISON_COLUMNS)].sort_values(
        ["article_id", "statement_id", "change"], kind="stable", ignore_index=True
    )


def _list_matches(tables: Tables) -> pd.DataFrame:
    """A row a statement and theme that shows in it, by ``_KEY``: ``speaker_id``, ``words``, ``terms``."""
    held = tables.theme_mentions.dropna(subset="statement_id")
    grouped = held.groupby(_KEY, sort=False)
    columns = {"words": "text", "terms": "term"}
    joined = {name: grouped[column].agg(_join_unique) for name, column in columns.items()}
    return pd.DataFrame({"speaker_id": grouped["speaker_id"].first(), **joined})


def _join_unique(values: pd.Series) -> str:
    return "; ".join(dict.fromkeys(values.dropna()))
