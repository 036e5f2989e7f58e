"""Bars that lie on their side: stacked by part, or in panels side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.dashboard.charts.style import (
    FADED,
    LEGEND,
    MARGIN,
    STEADY,
    axis_heading,
    build_figure,
    hover,
    label_axis,
    trace,
)  # fmt: skip
from onrecord.dashboard.text import escape

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pandas as pd
    import plotly.graph_objects as go

    from onrecord.dashboard.charts.palette import Palette

PATTERNS = {"direct": "", "mixed": ".", "indirect": "/"}
"""Kinds differ by pattern: solid, dotted, hatched."""
_MAX_TICKS = 6
_WIDTH, _STEP = 1.0, 1.7
"""Of a panel, and from one to the next: words are written in between."""


def draw_stacked(
    rows: pd.DataFrame,
    keys: Sequence[str],
    *,
    labels: Mapping[str, str],
    colours: Mapping[str, str],
    parts: Mapping[str, str],
    palette: Palette,
    axis_title: str,
    chosen: Collection[str] = (),
) -> go.Figure:
    """A bar a key, stacked by part; ``rows`` has ``key``, ``part``, ``amount`` and ``hover``.

    ``parts`` maps each part of a bar to its name; the parts differ by pattern (see ``PATTERNS``), not by colour.
    The whole's number is at the bar's end. ``chosen`` keys are opaque, the others fade; none chosen fades none.
    """
    at = {key: number for number, key in enumerate(keys)}
    rows = rows[rows["key"].isin(keys)]
    traces = []
    for part, name in parts.items():
        held = rows[rows["part"] == part]
        fills = [colours.get(key, palette.accent) for key in held["key"]]
        opacity = [1.0 if not chosen or key in chosen else FADED for key in held["key"]]
        amounts = trace(
            "bar", orientation="h", width=0.66, **hover(held["hover"]),
            x=[int(amount) for amount in held["amount"]], y=[at[key] for key in held["key"]],
            marker={**_patterned(part, fills, palette), "opacity": opacity}, customdata=[[key] for key in held["key"]],
        )  # fmt: skip
        traces.append(amounts)
        if len(parts) > 1:
            marker = _patterned(part, palette.muted, palette)
            traces.append(trace("bar", x=[None], y=[None], name=name, showlegend=True, hoverinfo="skip", marker=marker))
    shown = rows[rows["part"].isin(list(parts))].groupby("key")["amount"].sum()
    totals = [int(shown.get(key, 0)) for key in keys]
    top = max(totals, default=1) or 1
    traces.append(_end_labels(totals, list(at.values()), [f"{total:,}" for total in totals], palette))
    return build_figure(
        palette,
        traces,
        height=(110 if len(parts) > 1 else 70) + 36 * len(keys),
        xaxis={
            "range": [0, top * 1.12], "showgrid": True, "gridcolor": palette.line, "tickformat": ",d",
            **({"dtick": 1} if top < _MAX_TICKS else {"nticks": _MAX_TICKS}), "showticklabels": True,
            "title": axis_heading(axis_title, palette),
        },
        yaxis=label_axis([labels[key] for key in keys], width=26, size=13),
        barmode="stack",
        margin={**MARGIN, "t": 36 if len(parts) > 1 else 8},
        legend={**LEGEND, "traceorder": "normal"},
    )  # fmt: skip


def draw_panels(
    cells: pd.DataFrame,
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    row_labels: Mapping[str, str],
    column_labels: Mapping[str, str],
    colours: Mapping[str, str],
    palette: Palette,
    title: str,
) -> go.Figure:
    """Bars in panels side by side, a column each, all on one scale; ``cells`` has ``row``, ``column``, ``amount``,
    ``words`` (at the bar's end) and ``hover``.
    """
    row_at = {key: number for number, key in enumerate(rows)}
    cells = cells[cells["row"].isin(rows)]
    top = max([float(amount) for amount in cells["amount"]], default=1.0) or 1.0
    traces, heads, edges = [], [], []
    for number, column in enumerate(columns):
        left, held = number * _STEP, cells[cells["column"] == column]
        lengths = [_WIDTH * float(amount) / top for amount in held["amount"]]
        places = [row_at[row] for row in held["row"]]
        amounts = trace(
            "bar", orientation="h", x=lengths, base=[left] * len(held), y=places, width=0.62, **STEADY,
            marker={"color": colours[column], "line": {"width": 0}, "opacity": 1}, **hover(held["hover"]),
            customdata=[[row, column] for row in held["row"]],
        )  # fmt: skip
        traces += [amounts, _end_labels([left + length for length in lengths], places, list(held["words"]), palette)]
        name = f"<b>{escape.plotly(column_labels[column], width=48 // len(columns), lines=2)}</b>"
        heads.append(
            {
                "x": left, "y": -0.72, "xanchor": "left", "yanchor": "bottom", "showarrow": False,
                "text": f'<span style="color:{colours[column]}">●</span> {name}',
                "font": {"size": 14, "color": palette.text},
            }
        )  # fmt: skip
        edges.append(
            {
                "type": "line", "x0": left, "x1": left, "y0": -0.5, "y1": len(rows) - 0.5, "layer": "below",
                "line": {"color": palette.line, "width": 1},
            }
        )  # fmt: skip
    across = [-0.02, len(columns) * _STEP - 0.05]
    return build_figure(
        palette,
        traces,
        height=125 + 34 * len(rows),
        xaxis={"range": across, "showticklabels": False, "title": axis_heading(title, palette)},
        yaxis=label_axis([row_labels[key] for key in rows], top=-2.1),
        barmode="overlay",
        annotations=heads,
        shapes=edges,
    )


def _end_labels(ends: Sequence[float], places: Sequence[int], words: Sequence[str], palette: Palette) -> dict[str, Any]:
    """Words at the ends of bars."""
    return trace(
        "scatter", x=list(ends), y=list(places), mode="text", text=[f"  {escape.plotly(text)}" for text in words],
        textposition="middle right", textfont={"color": palette.text, "size": 13}, cliponaxis=False, hoverinfo="skip",
    )  # fmt: skip


def _patterned(part: str, fill: str | list[str], palette: Palette) -> dict[str, Any]:
    """The marker of a part: its pattern cut out of the bar's colour."""
    pattern = {"shape": PATTERNS.get(part, ""), "fillmode": "overlay", "fgcolor": palette.background,
               "fgopacity": 0.75, "size": 6, "solidity": 0.45}  # fmt: skip
    return {"color": fill, "line": {"width": 1, "color": fill}, "pattern": pattern}
