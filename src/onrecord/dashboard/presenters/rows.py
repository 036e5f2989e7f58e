"""Rows that charts and tables are made of: what the articles answer, with names. Knows no Streamlit.

Names of columns here are for people, as they head the tables on the pages and the CSV files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from onrecord.dashboard.text import attribution, wording

if TYPE_CHECKING:
    from onrecord.dashboard.context import View
    from onrecord.query import Filters
    from onrecord.tables import Tables


def words_by_speaker(view: View, filters: Filters, most: int | None = None, by: str = "words") -> pd.DataFrame:
    """One row a speaker and kind: ``key``, ``speaker``, ``kind``, ``statements``, ``words``; most ``by`` first."""
    counted = view.ask.words_by_speaker(filters, most, by)
    names = view.names_of(counted["key"])
    speaker = counted["key"].map(names)
    return counted.assign(speaker=speaker)[["key", "speaker", "kind", "statements", "words"]]


def speaker_by_theme(view: View, filters: Filters, most: int | None = None) -> pd.DataFrame:
    """One row a speaker and theme, most statements first: ``speaker_key``, ``theme_id``, ``speaker``, ``theme``,
    ``statements``; of the ``most`` who make most statements on themes.
    """
    counted = view.ask.speaker_by_theme(filters, most)
    named = counted.assign(
        speaker=counted["speaker_key"].map(view.names_of(counted["speaker_key"])),
        theme=counted["theme_id"].map(view.theme_labels),
    )
    return named[["speaker_key", "theme_id", "speaker", "theme", "statements"]]


def with_shares(view: View, filters: Filters, counted: pd.DataFrame) -> pd.DataFrame:
    """``speaker_by_theme`` with ``share of speaker`` and ``share of theme``: of all statements of the speaker, and of
    all statements on the theme, in percent.
    """
    speakers = tuple(dict.fromkeys(counted["speaker_key"]))
    of_these = view.ask.words_by_speaker(filters.with_values(speaker=speakers)) if speakers else counted.assign(key="")
    by_speaker = of_these.groupby("key")["statements"].sum()
    by_theme = view.ask.theme_counts(filters).set_index("theme_id")["statements"]
    return counted.assign(
        **{
            "share of speaker": 100 * counted["statements"] / counted["speaker_key"].map(by_speaker),
            "share of theme": 100 * counted["statements"] / counted["theme_id"].map(by_theme),
        }
    )


def matrix_cells(counted: pd.DataFrame, measure: str = "statements") -> pd.DataFrame:
    """The cells of a matrix of themes by speakers, as ``charts.matrix.draw`` takes them, from ``speaker_by_theme``.

    ``measure`` is ``statements``, or one of the shares of ``with_shares``.
    """
    cells = counted.rename(columns={"speaker_key": "column", "theme_id": "row"}).assign(count=counted[measure])
    cells["hover"] = [
        f"{speaker} on “{theme}”: {wording.counted(count, 'statement')}"
        for speaker, theme, count in zip(cells["speaker"], cells["theme"], cells["statements"], strict=True)
    ]
    if measure != "statements":
        cells["words"] = [f"{value:.0f}%" for value in cells[measure]]
        cells["hover"] = [
            f"{words}, {of_speaker:.0f}% of the speaker’s and {of_theme:.0f}% of the theme’s statements"
            for words, of_speaker, of_theme in zip(
                cells["hover"], cells["share of speaker"], cells["share of theme"], strict=True
            )
        ]
    return cells.assign(hover=cells["hover"] + ". Click to filter.")


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


def theme_places(view: View, tables: Tables) -> pd.DataFrame:
    """One row a sentence of one article and theme that shows in it: ``theme_id``, ``theme``, ``sentence``,
    ``statement``, ``speaker`` (missing in the reporter's own words), ``words``, in the order of the text.
    """
    held = tables.theme_mentions
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


def theme_counts(view: View, filters: Filters, *, with_words: bool = False) -> pd.DataFrame:
    """One row a theme that shows: ``theme_id``, ``theme``, ``group``, ``statements``, ``speakers``, ``reported`` and,
    if asked for, ``words``; ``reported`` counts sentences that have it in the reporter's own words, ``words`` are the
    most frequent of those that show it.
    """
    counted = view.ask.theme_counts(filters)
    about = view.ask.about_themes.set_index("theme_id")
    named = counted.assign(
        theme=counted["theme_id"].map(view.theme_labels), group=counted["theme_id"].map(about["group"])
    )
    columns = ["theme_id", "theme", "group", "statements", "speakers", "reported"]
    if with_words:
        words = view.ask.theme_texts(filters).set_index("theme_id")["words"]
        named, columns = named.assign(words=named["theme_id"].map(words)), [*columns, "words"]
    return named[columns]


def theme_pairs(view: View, filters: Filters) -> pd.DataFrame:
    """One row an ordered pair of themes that share statements: ``theme_id``, ``other_id``, ``theme``, ``other``,
    ``statements``. ``filters`` should not choose themes.
    """
    counted = view.ask.theme_pairs(filters)
    named = counted.assign(
        theme=counted["theme_id"].map(view.theme_labels), other=counted["other_id"].map(view.theme_labels)
    )
    return named[["theme_id", "other_id", "theme", "other", "statements"]]


def figure_rows(view: View, held: pd.DataFrame, *, with_sentences: bool = True) -> pd.DataFrame:
    """One row a figure, in the order of the text: ``figure``, ``unit``, ``direction``, ``what``, ``period``,
    ``speaker``, ``words`` (verbatim), ``sentence`` and ``article``; ``held`` are rows of
    ``figures``, and their index stays.
    """
    places = list(zip(held["article_id"], held["sentence_id"], strict=True))
    texts = view.ask.sentences_at(places) if with_sentences else {}
    rows: list[Any] = list(held.itertuples())
    keys = view.keys_of(held)
    view.names_of(keys)
    return pd.DataFrame(
        {
            "figure": [wording.quantity(row) for row in rows],
            "unit": [wording.unit(row) for row in rows],
            "direction": held["direction"].to_numpy(),
            "what": held["what"].to_numpy(),
            "period": held["period"].to_numpy(),
            "speaker": [given_by(view, row, key) for row, key in zip(rows, keys, strict=True)],
            "words": held["text"].to_numpy(),
            **({"sentence": [texts[place].text for place in places]} if with_sentences else {}),
            "article": [view.titles[row.article_id] for row in rows],
        },
        index=held.index,
    )


REPORTED = "stated by the article"
"""Who gives a figure that is in no statement."""


def given_by(view: View, row: Any, key: str) -> str:
    """Who gives a row of ``figures``: a speaker; the article itself; nobody, where a speaker denies it."""
    if not wording.given(row.statement_id):
        return REPORTED
    if not row.negated:
        return view.name_of(key)
    said: Any = next(view.ask.rows_at("statements", [(row.article_id, row.statement_id)]).itertuples())
    who, denial = view.name_of(view.key_of(said)), attribution.denial(said)
    return f"not claimed by {who}" if denial == "not claimed" else f"nobody: {who} “{denial}” it"
