"""Statements that a person has coded for a theme, those still to code, and in which order. Knows no Streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from onrecord.suggest.embeddings import measure_closeness

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.annotations import ThemeOverride
    from onrecord.codebook import Theme
    from onrecord.tables import Tables

_KEY = ["article_id", "start", "end"]


def coded(tables: Tables, decisions: Iterable[ThemeOverride], theme_id: str) -> pd.DataFrame:
    """One row a decision about a theme: ``text``, ``code`` (whether it has the theme), ``keyword`` (whether a term of
    the codebook finds it there); decisions on articles that are not here count, without a keyword.
    """
    ruled = _ruled(tables, theme_id)
    rows = [
        {"text": one.text, "code": one.holds, "keyword": (one.article_id, one.start, one.end) in ruled}
        for one in decisions
        if one.theme_id == theme_id
    ]
    return pd.DataFrame(rows, columns=["text", "code", "keyword"])


def uncoded(tables: Tables, decisions: Iterable[ThemeOverride], theme_id: str) -> pd.DataFrame:
    """The rows of ``statements`` that nobody has decided on for a theme, and that do not have it by the codebook."""
    known = _decided(decisions, theme_id) | _ruled(tables, theme_id)
    held = tables.statements
    keys = zip(*(held[column] for column in _KEY), strict=True)
    return held[[key not in known for key in keys]].reset_index(drop=True)


def queue(tables: Tables, decisions: Iterable[ThemeOverride], theme: Theme) -> pd.DataFrame:
    """The rows of ``statements`` still to code for a theme: in turn the likeliest by meaning and the least likely, so
    that both answers are learned from.
    """
    known = _decided(decisions, theme.id)
    held = tables.statements
    left = held[[key not in known for key in zip(*(held[column] for column in _KEY), strict=True)]]
    if left.empty:
        return left
    near = measure_closeness(left["text"].tolist(), theme)
    order = sorted(range(len(left)), key=lambda number: (-float(near[number]), number))
    turns = [number for pair in zip(order, reversed(order), strict=True) for number in pair]
    return left.iloc[list(dict.fromkeys(turns))]


def _decided(decisions: Iterable[ThemeOverride], theme_id: str) -> set[tuple[str, int, int]]:
    return {(one.article_id, one.start, one.end) for one in decisions if one.theme_id == theme_id}


def _ruled(tables: Tables, theme_id: str) -> set[tuple[str, int, int]]:
    """The statements in which a term of the codebook shows the theme."""
    mentions = tables.theme_mentions
    mine = mentions[(mentions["theme_id"] == theme_id) & (mentions["method"] == "rule")].dropna(subset="statement_id")
    found = set(zip(mine["article_id"], mine["statement_id"], strict=True))
    held = tables.statements
    columns = ("article_id", "statement_id", "start", "end")
    rows = zip(*(held[column] for column in columns), strict=True)
    return {(article_id, start, end) for article_id, number, start, end in rows if (article_id, number) in found}
