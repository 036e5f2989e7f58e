"""Figures as marks on number lines: which share an axis, and what each mark says. Knows no Streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from onrecord.dashboard.presenters.rows import REPORTED
from onrecord.dashboard.text import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.dashboard.context import View


def by_axis(figures: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The rows of ``figures`` that can share an axis, with its title: of one dimension and one unit; the dimension
    with most figures first. Pairs (52–48) and bare numbers, which measure different things, have no place on one.
    """
    unit = figures["unit"].str.casefold().fillna("")
    size = figures["dimension"].value_counts()
    groups = [part for _, part in figures.groupby([figures["dimension"], unit])]
    groups.sort(key=lambda part: (-size[part["dimension"].iloc[0]], -len(part)))
    return [(axis_title(next(part.itertuples())), part[_has_place(part)]) for part in groups]


def _has_place(part: pd.DataFrame) -> pd.Series:
    bare = (part["dimension"] == "other") & part["unit"].isna()
    pairs = pd.Series([wording.is_pair(row) for row in part.itertuples()], index=part.index, dtype=bool)
    return ~(pairs | bare)


def axis_title(row: Any) -> str:
    """The title of an axis: the unit in the plural; of shares and bare numbers, what they are."""
    fallback = "part of a whole" if row.dimension == "ratio" else "number without a unit"
    return wording.unit(row, many=True) or fallback


def unit_marks(view: View, held: pd.DataFrame, described: pd.DataFrame) -> pd.DataFrame:
    """Marks for ``charts.number_line``, labelled by what each figure refers to and who gives it.

    ``held`` are rows of ``figures``, ``described`` the same from ``rows.figure_rows``.
    """
    speakers = [None if speaker == REPORTED else speaker for speaker in described["speaker"]]
    labels = [
        " · ".join(str(part) for part in (what, speaker) if wording.given(part)) or words
        for what, speaker, words in zip(described["what"], speakers, described["words"], strict=True)
    ]
    words = [
        f"{quantity} {wording.DIRECTION_SIGNS[direction] if wording.given(direction) else ''}".strip()
        for quantity, direction in zip(described["figure"], held["direction"], strict=True)
    ]
    hover = [
        f"{quantity} {unit}: “{text}”, {speaker}." + (f" Period: {period}." if wording.given(period) else "")
        for quantity, unit, text, speaker, period in zip(
            *(described[column] for column in ("figure", "unit", "words", "speaker", "period")), strict=True
        )
    ]
    return _marks(view, held, labels, words, hover)


def article_marks(view: View, held: pd.DataFrame, described: pd.DataFrame) -> pd.DataFrame:
    """Marks as ``unit_marks``, labelled by the day and the outlet of the article; pairs are left out.

    ``held`` has ``day`` and ``source`` beside the columns of ``figures``.
    """
    outlets = [
        str(outlet) if wording.given(outlet) else view.titles[article_id]
        for outlet, article_id in zip(held["source"], held["article_id"], strict=True)
    ]
    labels = [" · ".join(filter(None, parts)) for parts in zip(days(held), outlets, strict=True)]
    hover = [
        f"“{words}”, {speaker}, in “{title}”"
        for words, speaker, title in zip(described["words"], described["speaker"], described["article"], strict=True)
    ]
    return _marks(view, held, labels, described["figure"].tolist(), hover)[_has_place(held).to_numpy()]


def days(held: pd.DataFrame) -> list[str]:
    """The day of each row in ISO 8601; empty where it is missing."""
    return [day.date().isoformat() if isinstance(day, pd.Timestamp) else "" for day in held["day"]]


def _marks(
    view: View, held: pd.DataFrame, labels: Sequence[str], words: Sequence[str], hover: Sequence[str]
) -> pd.DataFrame:
    keys = view.keys_of(held).tolist()
    return pd.DataFrame(
        {
            "key": keys,
            "label": labels,
            "value": held["value"].astype(float).tolist(),
            "high": held["value_high"].astype("float64").tolist(),
            "origin": held["value_from"].astype("float64").tolist(),
            "comparator": held["comparator"].tolist(),
            "words": words,
            "hover": hover,
            "colour": [
                view.colour_of(key) if wording.given(said) else view.palette.muted
                for key, said in zip(keys, held["statement_id"], strict=True)
            ],
        }
    )
