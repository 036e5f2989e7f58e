"""Two or more speakers side by side: their themes, words, figures, how they are quoted, and what they share.

Rows for the page Compare and its workbook. Knows no Streamlit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from onrecord.dashboard.presenters import rows
from onrecord.dashboard.text import wording
from onrecord.export import to_xlsx
from onrecord.suggest.keyness import contrast_groups

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.dashboard.context import View
    from onrecord.query import Filters

MAX_READ = 2_000
"""Statements of a speaker whose words are counted, and that go into the workbook; and figures of all of them."""
_SAMPLE = 3
"""Fewest statements from which on a share is compared in words."""


def speakers(view: View, filters: Filters, keys: Sequence[str]) -> pd.DataFrame:
    """One row a speaker, in the order given: ``key``, ``speaker``, ``role``, ``statements``, ``quoted`` (direct or
    mixed), ``percent quoted``, ``words``, ``themes``, ``figures``, ``how it is said``.
    """
    row: Any
    found = []
    cast = {row.key: row for row in view.ask.speaker_counts(filters.with_values(speaker=tuple(keys))).itertuples()}
    for key in (key for key in keys if key in cast):
        row = cast[key]
        senses = view.ask.cue_senses(filters.with_values(speaker=(key,)))
        said = [f"{wording.SENSES[sense]} ({count:,})" for sense, count in senses.itertuples(index=False)]
        quoted, total = int(row.direct) + int(row.mixed), int(row.statements)
        found.append(
            {
                "key": key,
                "speaker": view.name_of(key),
                "role": wording.role(row) or pd.NA,
                "statements": total,
                "quoted": quoted,
                "percent quoted": round(100 * quoted / total, 1),
                "words": int(row.words),
                "themes": int(row.themes),
                "figures": int(row.figures),
                "how it is said": ", ".join(said) or pd.NA,
            }
        )
    return pd.DataFrame(found)


def themes(view: View, filters: Filters, about: pd.DataFrame) -> pd.DataFrame:
    """One row a theme and speaker: ``theme_id``, ``key``, ``theme``, ``speaker``, ``statements``, ``percent`` (of the
    speaker's statements); the themes that most of these speakers share first, then by statements.
    """
    counted = view.ask.speaker_by_theme(filters.with_values(speaker=tuple(about["key"])))
    totals = about.set_index("key")["statements"]
    frame = pd.DataFrame(
        {
            "theme_id": counted["theme_id"],
            "key": counted["speaker_key"],
            "theme": counted["theme_id"].map(view.theme_labels),
            "speaker": counted["speaker_key"].map(about.set_index("key")["speaker"]),
            "statements": counted["statements"],
            "percent": (100 * counted["statements"] / counted["speaker_key"].map(totals)).round(1),
        }
    )
    grouped = frame.groupby("theme_id")
    order = pd.DataFrame(
        {"shared": grouped["key"].nunique(), "least": grouped["percent"].min(), "n": grouped["statements"].sum()}
    )
    order = order.sort_values(["shared", "n", "least"], ascending=False, kind="stable")
    rank = {theme_id: number for number, theme_id in enumerate(order.index)}
    place = {key: number for number, key in enumerate(about["key"])}
    keys = pd.DataFrame({"theme": frame["theme_id"].map(rank), "key": frame["key"].map(place)})
    return frame.loc[keys.sort_values(["theme", "key"]).index].reset_index(drop=True)


def shared(found: pd.DataFrame) -> list[str]:
    """The themes of ``themes`` that two or more of the speakers raise, in its order."""
    counts = found.groupby("theme_id", sort=False)["key"].nunique()
    return counts[counts > 1].index.tolist()


def statements(view: View, filters: Filters, keys: Iterable[str]) -> dict[str, pd.DataFrame]:
    """The first ``MAX_READ`` statements of each speaker, as rows of ``statements``."""
    return {key: view.ask.rows("statements", filters.with_values(speaker=(key,)), most=MAX_READ) for key in keys}


def words(view: View, said: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The words that each uses more than the others: ``key``, ``speaker``, ``word``, ``times``, ``others``, ``score``
    (log-likelihood), ``example`` (a statement with it). Words that a speaker denies are not theirs.
    """
    said = {key: held[~held["negated"].astype(bool)] for key, held in said.items()}
    found = contrast_groups({key: held["text"].tolist() for key, held in said.items()})
    examples = [
        next((text for text in said[key]["text"] if word in text.lower().replace("’", "'")), pd.NA)
        for key, word in zip(found["key"], found["word"], strict=True)
    ]
    return pd.DataFrame(
        {
            "key": found["key"],
            "speaker": [view.name_of(key) for key in found["key"]],
            "word": found["word"],
            "times": found["count"],
            "others": found["others"],
            "score": found["score"],
            "example": examples,
        }
    )


def figures(view: View, filters: Filters, keys: Sequence[str]) -> pd.DataFrame:
    """The figures that these speakers give, as ``rows.figure_rows``."""
    held = view.ask.rows("figures", filters.with_values(speaker=tuple(keys)), most=MAX_READ)
    return rows.figure_rows(view, held)


def answer(about: pd.DataFrame, found: pd.DataFrame) -> str:
    """What the comparison shows, in plain sentences."""
    names = about["speaker"].tolist()
    both = shared(found)
    how = f"share {wording.counted(len(both), 'theme')}" if both else "share no theme"
    parts = [f"{wording.listed(names)} {how}."]
    alone = []
    for key, name in zip(about["key"], names, strict=True):
        mine = set(found["theme_id"][found["key"] == key])
        others = set(found["theme_id"][found["key"] != key])
        if mine - others:
            alone.append(f"{wording.counted(len(mine - others), 'theme')} by {name}")
    if alone:
        parts.append(f"Raised by only one of them: {wording.listed(alone)}.")
    enough = about[about["statements"] >= _SAMPLE].sort_values("percent quoted", ascending=False, kind="stable")
    if len(enough) > 1 and enough["percent quoted"].iloc[0] > enough["percent quoted"].iloc[-1]:
        high, low = enough.iloc[0], enough.iloc[-1]
        parts.append(
            f"{high['speaker']} has quoted words in {high['quoted']:,} of {high['statements']:,} statements, "
            f"{low['speaker']} in {low['quoted']:,} of {low['statements']:,}."
        )
    return " ".join(parts)


def leading_themes(about: pd.DataFrame, found: pd.DataFrame) -> str:
    """What each speaks on most: the title of the chart of themes."""
    parts = []
    for key, name in zip(about["key"], about["speaker"], strict=True):
        mine = found[found["key"] == key]
        most = mine[mine["statements"] == mine["statements"].max()]
        if len(most):
            parts.append(f"{name} speaks most on {wording.listed_first([f'“{theme}”' for theme in most['theme']])}")
    return "; ".join(parts)


def workbook(view: View, filters: Filters, about: pd.DataFrame, told: Sequence[str]) -> bytes:
    """The comparison as an Excel workbook, a sheet a table; ``told`` are notes for its first sheet."""
    keys = about["key"].tolist()
    said, found = statements(view, filters, keys), themes(view, filters, about)
    listed = pd.concat([held.assign(speaker=view.name_of(key)) for key, held in said.items()], ignore_index=True)
    columns = [
        "speaker", "speaker_evidence", "kind", "cue", "negated", "text", "method", "confidence", "article_id",
        "statement_id", "start", "end",
    ]  # fmt: skip
    notes = [answer(about, found), *told]
    return to_xlsx(
        {
            "about": pd.DataFrame({"about": notes}),
            "speakers": about.drop(columns="key"),
            "themes": found.drop(columns=["theme_id", "key"]),
            "words": words(view, said).drop(columns="key"),
            "figures": figures(view, filters, keys),
            "statements": listed[columns],
        }
    )
