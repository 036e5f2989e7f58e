"""A grid of counts, such as themes by speakers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.dashboard.charts.palette import Palette, legible_on, mix
from onrecord.dashboard.charts.style import (
    FADED,
    MARGIN,
    STEADY,
    axis_heading,
    build_figure,
    hover,
    label_axis,
    trace,
)  # fmt: skip
from onrecord.dashboard.text import escape
from onrecord.dashboard.text.wording import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd
    import plotly.graph_objects as go

_MIN_COLUMNS = 6
"""Columns for which there is room at least."""
_PALEST = 4
"""A count from which on a cell may have the full colour, so that a grid of ones is pale."""


def draw(
    cells: pd.DataFrame,
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    row_labels: Mapping[str, str],
    column_labels: Mapping[str, str],
    column_colours: Mapping[str, str] | None = None,
    palette: Palette,
    title: str,
    is_chosen: Callable[[str, str], bool] = lambda _row, _column: True,
) -> go.Figure:
    """A grid of counts; ``cells`` has ``row``, ``column``, ``count`` and ``hover``, one row a cell that is not empty;
    ``words``, where it has them, are shown in the cells in place of the counts.

    The cells are bars of length one, since Plotly's own heatmap cannot be clicked to select.
    """
    row_at = {key: number for number, key in enumerate(rows)}
    column_at = {key: number for number, key in enumerate(columns)}
    cells = cells[cells["row"].isin(rows) & cells["column"].isin(columns)]
    places = [(row_at[row], column_at[column]) for row, column in zip(cells["row"], cells["column"], strict=True)]
    taken = set(places)
    empty = [(y, x) for y in row_at.values() for x in column_at.values() if (y, x) not in taken]
    gaps = trace("bar", **_boxes(empty), marker={"color": palette.panel, "line": {"width": 0}}, hoverinfo="skip")
    top = max([_PALEST, *(float(count) for count in cells["count"])])
    fills = [mix(palette.low, palette.accent, (float(count) / top) ** 0.8) for count in cells["count"]]
    keys = [[row, column] for row, column in zip(cells["row"], cells["column"], strict=True)]
    chosen = [is_chosen(row, column) for row, column in keys]
    inks = [legible_on(fill) if yes else palette.text for fill, yes in zip(fills, chosen, strict=True)]
    grid = trace(
        "bar", **_boxes(places), **STEADY, **hover(cells["hover"]), customdata=keys,
        marker={"color": fills, "opacity": [1.0 if yes else FADED for yes in chosen], "line": {"width": 0}},
        text=list(cells["words"]) if "words" in cells else [f"{int(count):,}" for count in cells["count"]],
        textposition="inside", insidetextanchor="middle", textangle=0, insidetextfont={"color": inks, "size": 13},
    )  # fmt: skip
    colours = column_colours or {}
    names = [f"{_dot(colours.get(key))}{escape.plotly(shorten(column_labels[key], 18))}" for key in columns]
    return build_figure(
        palette,
        [gaps, grid],
        height=130 + 34 * len(rows),
        xaxis={
            "side": "top", "range": [-0.5, max(len(columns), _MIN_COLUMNS) - 0.5], "ticktext": names,
            "tickvals": list(column_at.values()), "tickfont": {"size": 12.5}, "autotickangles": [0, -50, -90],
            "ticklabeloverflow": "allow", "title": axis_heading(title, palette),
        },
        yaxis=label_axis([row_labels[key] for key in rows], top=-0.5, bottom=0.5),
        barmode="overlay",
        # Slanted labels, of many columns, reach over the edge.
        margin={**MARGIN, "t": 20, "r": 72 if len(columns) > _MIN_COLUMNS else 8},
    )  # fmt: skip


def _boxes(places: Sequence[tuple[int, int]]) -> dict[str, object]:
    """Bars of length one at these places, each a row and a column."""
    return {
        "orientation": "h", "x": [0.94] * len(places), "base": [x - 0.47 for _, x in places],
        "y": [y for y, _ in places], "width": 0.9,
    }  # fmt: skip


def _dot(colour: str | None) -> str:
    return f'<span style="color:{colour}">●</span> ' if colour else ""
