"""Figures as cards, and one figure as several articles give it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from onrecord.dashboard.charts import number_line
from onrecord.dashboard.components import chart_view, controls, links, prose
from onrecord.dashboard.presenters import figure_marks, rows
from onrecord.dashboard.text import escape, wording

if TYPE_CHECKING:
    import pandas as pd

    from onrecord.dashboard.context import View

_MAX_MARKS = 30


def cards(view: View, figures: pd.DataFrame, columns: int = 3) -> None:
    """A card a figure, in the order of the text, each with a link to its place."""
    keys = view.keys_of(figures).tolist()
    entries = list(zip(figures.itertuples(), keys, strict=True))
    for first in range(0, len(entries), columns):
        for place, (row, key) in zip(st.columns(columns), entries[first : first + columns], strict=False):
            with place, st.container(gap="xxsmall"):
                st.html(card_html(view, row, key))
                links.read_link(view, row)


def card_html(view: View, row: Any, key: str) -> str:
    """HTML of one figure: comparator and value, unit, direction, what, period, and who gives it."""
    spoken = wording.given(row.statement_id) and not row.negated
    colour = view.colour_of(key) if spoken else view.palette.muted
    parts = [
        f'<div class="or-value">{escape.html(wording.quantity(row))} '
        f"<small>{escape.html(wording.unit(row))}</small></div>"
    ]
    meant = [wording.COMPARATOR_MEANINGS.get(row.comparator), wording.DIRECTION_SIGNS.get(row.direction)]
    if any(meant):
        parts.append(f"<p><b>{' · '.join(filter(None, meant))}</b></p>")
    if wording.given(row.what):
        parts.append(f"<p>{escape.html(row.what)}</p>")
    if wording.given(row.period):
        parts.append(f'<p class="or-meta">Period: {escape.html(row.period)}</p>')
    who = escape.html(rows.given_by(view, row, key))
    who = f"<b>{who}</b>" if spoken else f'<span class="or-denied">{who}</span>' if row.negated else who
    parts.append(f'<p class="or-meta">{who} · as written: “{escape.html(row.text)}”</p>')
    return f'<div class="or-card" style="--or-colour:{colour}">{"".join(parts)}</div>'


def comparison(view: View) -> None:
    """A menu of what several articles give a figure for, and the figures of the chosen one."""
    found = view.ask.shared_measurands(view.filters)
    if found.empty:
        return
    st.markdown("## The same figure across articles")
    options: dict[str, Any] = {f"{row.what}|{row.unit}|{row.dimension}": row for row in found.itertuples()}
    row = options[controls.menu(view, "measure_of", {key: _label(row) for key, row in options.items()}, "Measures")]
    unit = row.unit if isinstance(row.unit, str) else None
    held = view.ask.figures_of_measurand(view.filters, row.what, unit, row.dimension)
    described = rows.figure_rows(view, held, with_sentences=False)
    low, high = held["value"].min(), held[["value", "value_high"]].max(axis=1).max()
    prose.note(
        f"{wording.counted(len(held), 'figure')} in {wording.counted(held['article_id'].nunique(), 'article')}, from "
        f"{wording.number(float(low))} to {wording.number(float(high))}. These may measure different things."
    )
    marks = figure_marks.article_marks(view, held, described)
    shown = marks.head(_MAX_MARKS)
    axis = wording.unit(next(held.itertuples()), many=True) or "number"
    if len(shown):
        figure = number_line.draw(shown, palette=view.palette, axis_title=axis)
        table = described.assign(published=figure_marks.days(held), outlet=held["source"].to_numpy())
        chart_view.chart(
            figure, table, name="same-figure",
            alt=f"{wording.counted(len(shown), 'figure')} of “{row.what}” in {axis}, by date of the article.",
        )  # fmt: skip
    if len(held) > len(shown):
        prose.note(
            f"Showing {len(shown)} of {len(held)}, the earliest first, without pairs such as 52–48; "
            "the table has all of them."
        )


def _label(row: Any) -> str:
    unit = row.unit if isinstance(row.unit, str) else row.dimension
    return f"{row.what}, in {unit} ({wording.counted(row.articles, 'article')})"
