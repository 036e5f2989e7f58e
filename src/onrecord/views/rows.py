"""Rows that charts and tables are made of: counts from the filtered tables. Knows no Streamlit.

Names of columns here are for people, as they head the tables on the pages and the CSV files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from onrecord.article import count_words
from onrecord.views import wording

if TYPE_CHECKING:
    from onrecord.tables import Tables
    from onrecord.views.frame import View


def words_by_speaker(view: View, tables: Tables) -> pd.DataFrame:
    """One row a speaker and kind: ``key``, ``speaker``, ``kind``, ``statements``, ``words``."""
    held = tables.statements
    frame = pd.DataFrame(
        {
            "key": view.keys_of(held).to_numpy(),
            "kind": held["kind"].to_numpy(),
            "words": [count_words(text) for text in held["text"]],
        }
    )
    counted = frame.groupby(["key", "kind"], sort=False)["words"].agg(statements="size", words="sum").reset_index()
    counted.insert(1, "speaker", [view.name_of(key) for key in counted["key"]])
    return counted


def speaker_by_theme(view: View, tables: Tables) -> pd.DataFrame:
    """One row a speaker and theme: ``speaker_key``, ``theme_id``, ``speaker``, ``theme``, ``statements``."""
    held = tables.theme_mentions.dropna(subset="statement_id")
    held = held.assign(speaker_key=view.keys_of(held)).drop_duplicates(["article_id", "statement_id", "theme_id"])
    counted = held.groupby(["speaker_key", "theme_id"]).size().reset_index(name="statements")
    counted.insert(2, "speaker", [view.name_of(key) for key in counted["speaker_key"]])
    counted.insert(3, "theme", [view.theme_labels[theme] for theme in counted["theme_id"]])
    return counted.sort_values("statements", ascending=False, kind="stable")


def with_shares(view: View, tables: Tables, counted: pd.DataFrame) -> pd.DataFrame:
    """``speaker_by_theme`` with ``share of speaker`` and ``share of theme``: of all statements of the speaker, and of
    all statements on the theme, in percent.
    """
    by_speaker = view.keys_of(tables.statements).value_counts()
    by_theme = counted.groupby("theme_id")["statements"].sum()
    return counted.assign(
        **{
            "share of speaker": 100 * counted["statements"] / counted["speaker_key"].map(by_speaker),
            "share of theme": 100 * counted["statements"] / counted["theme_id"].map(by_theme),
        }
    )


def raised_by(counted: pd.DataFrame) -> pd.DataFrame:
    """One row a theme from ``speaker_by_theme``, those with fewest speakers first: ``theme_id``, ``theme``,
    ``speakers``, ``who`` (names with counts), ``statements``.
    """
    grouped = counted.groupby("theme_id", sort=False)
    frame = pd.DataFrame(
        {
            "theme": grouped["theme"].first(),
            "speakers": grouped["speaker_key"].nunique(),
            "who": [
                ", ".join(f"{name} ({count})" for name, count in zip(part["speaker"], part["statements"], strict=True))
                for _, part in grouped
            ],
            "statements": grouped["statements"].sum(),
        }
    )
    return frame.sort_values(["speakers", "statements"], ascending=[True, False], kind="stable").reset_index()


def theme_places(view: View, tables: Tables, article_id: str) -> pd.DataFrame:
    """One row a sentence of an article and theme that shows in it: ``theme_id``, ``theme``, ``sentence``,
    ``statement``, ``speaker`` (missing in the reporter's own words), ``words``, in the order of the text.
    """
    held = tables.theme_mentions[tables.theme_mentions["article_id"] == article_id]
    keys = ["theme_id", "sentence_id", "statement_id"]
    words = held.groupby(keys, sort=False, dropna=False)["text"].agg(lambda texts: "; ".join(dict.fromkeys(texts)))
    first = held.drop_duplicates(keys)
    spoken = first["statement_id"].notna()
    return pd.DataFrame(
        {
            "theme_id": first["theme_id"].to_numpy(),
            "theme": [view.theme_labels[key] for key in first["theme_id"]],
            "sentence": first["sentence_id"].to_numpy(),
            "statement": first["statement_id"].to_numpy(),
            "speaker": [
                view.name_of(key) if said else None for key, said in zip(view.keys_of(first), spoken, strict=True)
            ],
            "words": words.to_numpy(),
        }
    )


def theme_counts(view: View, tables: Tables) -> pd.DataFrame:
    """One row a theme that shows: ``theme_id``, ``theme``, ``group``, ``statements``, ``speakers``, ``reported``,
    ``words``; ``reported`` counts sentences that have it in the reporter's own words, ``words`` are those that show it.
    """
    held = tables.theme_mentions
    own = held[held["statement_id"].isna()].drop_duplicates(["article_id", "sentence_id", "theme_id"])
    reported = own.groupby("theme_id").size()
    spoken = held.dropna(subset="statement_id").drop_duplicates(["article_id", "statement_id", "theme_id"])
    in_statements = spoken.groupby("theme_id").size()
    speakers = spoken.assign(key=view.keys_of(spoken)).groupby("theme_id")["key"].nunique()
    words = held.groupby("theme_id")["text"].agg(lambda texts: "; ".join(dict.fromkeys(t.casefold() for t in texts)))
    about = view.tables.themes
    counted = pd.DataFrame(
        {
            "theme_id": about["theme_id"],
            "theme": about["label"],
            "group": about["group"],
            "statements": about["theme_id"].map(in_statements).fillna(0).astype(int),
            "speakers": about["theme_id"].map(speakers).fillna(0).astype(int),
            "reported": about["theme_id"].map(reported).fillna(0).astype(int),
            "words": about["theme_id"].map(words),
        }
    )
    counted = counted[(counted["statements"] > 0) | (counted["reported"] > 0)]
    return counted.sort_values(["statements", "reported"], ascending=False, kind="stable", ignore_index=True)


def theme_kinds(tables: Tables) -> pd.DataFrame:
    """One row a theme and kind of statement: ``key`` (theme_id), ``part`` (kind), ``amount`` (statements)."""
    held = tables.theme_mentions.dropna(subset="statement_id")
    held = held.drop_duplicates(["article_id", "statement_id", "theme_id"])
    kinds = tables.statements[["article_id", "statement_id", "kind"]]
    both = held[["article_id", "statement_id", "theme_id"]].merge(kinds, on=["article_id", "statement_id"])
    counted = both.groupby(["theme_id", "kind"]).size().reset_index(name="amount")
    return counted.rename(columns={"theme_id": "key", "kind": "part"})


def theme_pairs(view: View, tables: Tables) -> pd.DataFrame:
    """One row an ordered pair of themes that share statements: ``theme_id``, ``other_id``, ``theme``, ``other``,
    ``statements``. ``tables`` must hold all themes of its statements.
    """
    held = tables.theme_mentions.dropna(subset="statement_id")
    held = held.drop_duplicates(["article_id", "statement_id", "theme_id"])[["article_id", "statement_id", "theme_id"]]
    both = held.merge(held, on=["article_id", "statement_id"], suffixes=("", "_other"))
    both = both[both["theme_id"] != both["theme_id_other"]].rename(columns={"theme_id_other": "other_id"})
    counted = both.groupby(["theme_id", "other_id"]).size().reset_index(name="statements")
    counted.insert(2, "theme", [view.theme_labels[theme] for theme in counted["theme_id"]])
    counted.insert(3, "other", [view.theme_labels[theme] for theme in counted["other_id"]])
    return counted.sort_values("statements", ascending=False, kind="stable", ignore_index=True)


def figure_rows(view: View, held: pd.DataFrame) -> pd.DataFrame:
    """One row a figure, in the order of the text: ``figure``, ``unit``, ``direction``, ``what``, ``period``,
    ``speaker``, ``words`` (verbatim), ``sentence`` and ``article``; ``held`` are rows of
    ``figures``, and their index stays.
    """
    text_of = {
        (article_id, number): text
        for article_id, number, text in zip(
            *(view.tables.sentences[column] for column in ("article_id", "sentence_id", "text")), strict=True
        )
    }
    rows: list[Any] = list(held.itertuples())
    names = [view.name_of(key) for key in view.keys_of(held)]
    return pd.DataFrame(
        {
            "figure": [wording.quantity(row) for row in rows],
            "unit": [wording.unit(row) for row in rows],
            "direction": held["direction"].to_numpy(),
            "what": held["what"].to_numpy(),
            "period": held["period"].to_numpy(),
            "speaker": [
                name if wording.given(row.statement_id) else REPORTED for row, name in zip(rows, names, strict=True)
            ],
            "words": held["text"].to_numpy(),
            "sentence": [text_of.get((row.article_id, row.sentence_id), "") for row in rows],
            "article": [view.titles[row.article_id] for row in rows],
        },
        index=held.index,
    )


REPORTED = "reported by the article itself"
"""Who gives a figure that stands in no statement."""
