"""Cards: a figure with all that the article says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from onrecord.dashboard.components import blocks
from onrecord.dashboard.presenters.rows import REPORTED
from onrecord.dashboard.text import escape, wording

if TYPE_CHECKING:
    import pandas as pd

    from onrecord.dashboard.layout import View


def figure_cards(view: View, figures: pd.DataFrame, columns: int = 3) -> None:
    """A card a figure, in the order of the text, each with a link to its place."""
    keys = view.keys_of(figures).tolist()
    entries = list(zip(figures.itertuples(), keys, strict=True))
    for first in range(0, len(entries), columns):
        for place, (row, key) in zip(st.columns(columns), entries[first : first + columns], strict=False):
            with place, st.container(gap="xxsmall"):
                st.html(figure_card(view, row, key))
                blocks.read_link(view, row)


def figure_card(view: View, row: Any, key: str) -> str:
    """HTML of one figure: comparator and value, unit, direction, what, period, and who gives it."""
    spoken = wording.given(row.statement_id)
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
    who = f"<b>{escape.html(view.name_of(key))}</b>" if spoken else REPORTED
    parts.append(f'<p class="or-meta">{who} · in the text: “{escape.html(row.text)}”</p>')
    return f'<div class="or-card" style="--or-colour:{colour}">{"".join(parts)}</div>'
