"""Rows of the page Codebook: themes, terms, and what an edit changes. Knows no Streamlit; names are for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from onrecord.dashboard.text import wording

if TYPE_CHECKING:
    from onrecord.codebook import Codebook, Theme
    from onrecord.dashboard.context import View
    from onrecord.tables import Tables

CHANGES = {"gains": "would gain", "loses": "would lose"}


def themes(book: Codebook, tables: Tables, search: str = "") -> pd.DataFrame:
    """One row a theme, in the order of the codebook: ``theme``, ``group``, ``terms``, ``statements``, ``places``,
    ``state``; the index is the theme's id. ``search`` keeps the themes whose name, definition or terms hold it.
    """
    asked = search.casefold().strip()
    held = [entry for entry in book.themes if not asked or _holds(entry, asked)]
    mentions = tables.theme_mentions
    places = mentions.groupby("theme_id").size()
    spoken = mentions.dropna(subset="statement_id").drop_duplicates(["article_id", "statement_id", "theme_id"])
    statements = spoken.groupby("theme_id").size()
    frame = pd.DataFrame(
        {
            "theme": [entry.label for entry in held],
            "group": [entry.group for entry in held],
            "terms": [len(entry.terms) for entry in held],
            "statements": [int(statements.get(entry.id, 0)) for entry in held],
            "places": [int(places.get(entry.id, 0)) for entry in held],
            "state": ["retired" if entry.retired else "in use" for entry in held],
        },
        index=[entry.id for entry in held],
    )
    return frame if asked == "" else frame.assign(**{"matching terms": [_terms(entry, asked) for entry in held]})


def _holds(entry: Theme, asked: str) -> bool:
    words = (entry.id, entry.label, entry.group or "", entry.definition or "", *entry.terms, *entry.exclude)
    return any(asked in text.casefold() for text in words)


def _terms(entry: Theme, asked: str) -> str:
    return "; ".join([term for term in (*entry.terms, *entry.exclude) if asked in term.casefold()][:5])


def terms(entry: Theme, tables: Tables) -> pd.DataFrame:
    """One row a term of a theme, those found most often first: ``term``, ``statements``, ``places``, ``words`` (as the
    articles have it).
    """
    held = tables.theme_mentions
    held = held[(held["theme_id"] == entry.id) & held["term"].notna()]
    places = held.groupby("term").size()
    spoken = held.dropna(subset="statement_id").drop_duplicates(["article_id", "statement_id", "term"])
    statements = spoken.groupby("term").size()
    words = held.groupby("term")["text"].agg(lambda texts: "; ".join(dict.fromkeys(text.casefold() for text in texts)))
    frame = pd.DataFrame(
        {
            "term": list(entry.terms),
            "statements": [int(statements.get(term, 0)) for term in entry.terms],
            "places": [int(places.get(term, 0)) for term in entry.terms],
            "words": [words.get(term) for term in entry.terms],
        }
    )
    return frame.sort_values(["statements", "places"], ascending=False, kind="stable", ignore_index=True)


def places_of(term: str, theme_id: str, tables: Tables) -> pd.DataFrame:
    """The rows of ``theme_mentions`` in which a term of a theme matched."""
    held = tables.theme_mentions
    return held[(held["theme_id"] == theme_id) & (held["term"] == term)]


def effects(view: View, found: pd.DataFrame, books: tuple[Codebook, ...]) -> pd.DataFrame:
    """What an edit changes, a row a statement and theme: ``change``, ``theme``, ``speaker``, ``words``, ``term``,
    ``statement``, and ``article`` where there are several. ``found`` is from ``effect``.
    """
    labels = {entry.id: entry.label for book in books for entry in book.themes}
    held = view.tables.statements
    texts = dict(zip(zip(held["article_id"], held["statement_id"], strict=True), held["text"], strict=True))
    frame = pd.DataFrame(
        {
            "change": [CHANGES[change] for change in found["change"]],
            "theme": [labels.get(key, key) for key in found["theme_id"]],
            "speaker": [view.name_of(key) for key in view.keys_of(found)],
            "words": found["words"].to_numpy(),
            "term": found["terms"].to_numpy(),
            "statement": [texts[at] for at in zip(found["article_id"], found["statement_id"], strict=True)],
        }
    )
    if len(view.tables.articles) > 1:
        frame["article"] = [view.titles[key] for key in found["article_id"]]
    return frame


def summary(found: pd.DataFrame) -> str:
    """What an edit changes, in a sentence."""
    if found.empty:
        return "No statement of these articles gains or loses a theme."
    parts = []
    for change, words in CHANGES.items():
        part = found[found["change"] == change].drop_duplicates(["article_id", "statement_id"])
        if len(part):
            parts.append(f"{wording.counted(len(part), 'statement')} {words} a theme")
    return f"{wording.listed(parts)}."


def differences(before: Theme, after: Theme) -> str:
    """What was done to a theme, in words for its history."""
    parts = []
    for name in ("terms", "exclude"):
        kind = "term" if name == "terms" else "exclusion"
        old, now = dict.fromkeys(getattr(before, name)), dict.fromkeys(getattr(after, name))
        gone = [term for term in old if term not in now]
        new = [term for term in now if term not in old]
        parts += [f"{verb} {_some(kind, held)}" for verb, held in (("added", new), ("removed", gone)) if held]
        if not gone and not new and getattr(before, name) != getattr(after, name):
            parts.append(f"reordered the {kind}s")
    texts = ("label", "group", "definition", "example")
    parts += [f"reworded the {name}" for name in texts if getattr(before, name) != getattr(after, name)]
    return f"{wording.listed(parts)} in “{after.label}”" if parts else f"left “{after.label}” as it was"


def _some(kind: str, held: list[str]) -> str:
    names = wording.listed([f"“{term}”" for term in held[:3]] + ([f"{len(held) - 3} more"] if len(held) > 3 else []))
    return f"the {kind} {names}" if len(held) == 1 else f"the {kind}s {names}"
