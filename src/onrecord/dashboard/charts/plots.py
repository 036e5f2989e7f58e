"""Plotly figures from rows that are counted already. Knows no Streamlit.

Every mark carries its keys in ``customdata`` (a click reads them back) and its hover text, in words, in ``hovertext``.
Labels are escaped here; callers hand over plain text.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd
import plotly.graph_objects as go

from onrecord.dashboard.charts.palette import Palette, legible_on, mix
from onrecord.dashboard.text import escape
from onrecord.dashboard.text.wording import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence


PATTERNS = {"direct": "", "mixed": ".", "indirect": "/"}
"""Kinds differ by pattern: solid, dotted, hatched."""

_SYMBOLS = {">": "triangle-right", ">=": "triangle-right", "<": "triangle-left", "<=": "triangle-left"}
FADED = 0.28
_WIDE = 500
_FEW = 6
"""Columns for which there is room at least; numbers on an axis."""
_PALEST = 4
"""A count from which on a cell may have the full colour, so that a grid of ones is pale."""
_FONT = '"Source Sans", "Source Sans 3", "Segoe UI", Roboto, Arial, sans-serif'
HOVER = "%{hovertext}<extra></extra>"
MARGIN = {"t": 8, "b": 8, "l": 8, "r": 8}
LEGEND = {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "itemclick": False, "itemdoubleclick": False}


def matrix(
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
    ``words``, where it has them, stand in the cells in place of the counts.

    The cells are bars of length one, since Plotly's own heatmap cannot be clicked to select.
    """
    row_at = {key: number for number, key in enumerate(rows)}
    column_at = {key: number for number, key in enumerate(columns)}
    cells = cells[cells["row"].isin(rows) & cells["column"].isin(columns)]
    held = {(row_at[row], column_at[column]) for row, column in zip(cells["row"], cells["column"], strict=True)}
    top = max([float(count) for count in cells["count"]], default=1)
    top = max(top, _PALEST)
    fills = [mix(palette.low, palette.accent, (float(count) / top) ** 0.8) for count in cells["count"]]
    chosen = [is_chosen(row, column) for row, column in zip(cells["row"], cells["column"], strict=True)]
    empty = [(y, x) for y in row_at.values() for x in column_at.values() if (y, x) not in held]
    gaps = trace(
        "bar", orientation="h", x=[0.94] * len(empty), base=[x - 0.47 for _, x in empty], y=[y for y, _ in empty],
        width=0.9, marker={"color": palette.panel, "line": {"width": 0}}, hoverinfo="skip", showlegend=False,
    )  # fmt: skip
    grid = trace(
        "bar",
        orientation="h",
        x=[0.94] * len(cells),
        base=[column_at[column] - 0.47 for column in cells["column"]],
        y=[row_at[row] for row in cells["row"]],
        width=0.9,
        marker={
            "color": fills,
            "opacity": [1.0 if yes else FADED for yes in chosen],
            "line": {"width": 0},
        },
        # Without these a click on a bar with text raises within Plotly, and nothing is selected.
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        text=list(cells["words"]) if "words" in cells else [f"{int(count):,}" for count in cells["count"]],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        insidetextfont={
            "color": [legible_on(fill) if yes else palette.text for fill, yes in zip(fills, chosen, strict=True)],
            "size": 13,
        },
        hovertext=[escape.plotly(words, width=60) for words in cells["hover"]],
        hovertemplate=HOVER,
        customdata=[[row, column] for row, column in zip(cells["row"], cells["column"], strict=True)],
        showlegend=False,
    )
    names = [escape.plotly(shorten(column_labels[key], 18)) for key in columns]
    if column_colours:
        names = [
            f'<span style="color:{column_colours[key]}">●</span> {name}'
            for key, name in zip(columns, names, strict=True)
        ]
    return drawn(
        palette,
        [gaps, grid],
        height=130 + 34 * len(rows),
        xaxis={
            "side": "top", "range": [-0.5, max(len(columns), _FEW) - 0.5], "tickvals": list(column_at.values()),
            "ticktext": names, "tickfont": {"size": 12.5}, "autotickangles": [0, -50, -90],
            "ticklabeloverflow": "allow",
            "title": titled(title, palette),
        },
        yaxis={
            "range": [len(rows) - 0.5, -0.5], "tickvals": list(row_at.values()),
            "ticktext": [escape.plotly(row_labels[key], width=28, lines=2) for key in rows], "tickfont": {"size": 12.5},
        },
        barmode="overlay",
        # Slanted labels, of many columns, reach over the edge.
        margin={**MARGIN, "t": 20, "r": 72 if len(columns) > 6 else 8},
    )  # fmt: skip


def bars(
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
    """Bars that lie on their side, a key a bar; ``rows`` has ``key``, ``part``, ``amount`` and ``hover``.

    ``parts`` maps each part of a bar to its name; the parts differ by pattern (see ``PATTERNS``), not by colour.
    The whole's number stands at the bar's end. ``chosen`` keys are opaque, the others fade; none chosen fades none.
    """
    at = {key: number for number, key in enumerate(keys)}
    traces = []
    totals = dict.fromkeys(keys, 0)
    for part, name in parts.items():
        held = rows[(rows["part"] == part) & rows["key"].isin(keys)]
        for key, amount in zip(held["key"], held["amount"], strict=True):
            totals[key] += int(amount)
        amounts = trace(
            "bar",
            orientation="h",
            x=[int(amount) for amount in held["amount"]],
            y=[at[key] for key in held["key"]],
            width=0.66,
            marker={
                "color": [colours.get(key, palette.accent) for key in held["key"]],
                "opacity": [1.0 if not chosen or key in chosen else FADED for key in held["key"]],
                "line": {"width": 1, "color": [colours.get(key, palette.accent) for key in held["key"]]},
                "pattern": _pattern(part, palette),
            },
            hovertext=[escape.plotly(words, width=60) for words in held["hover"]],
            hovertemplate=HOVER,
            customdata=[[key] for key in held["key"]],
            showlegend=False,
        )
        traces.append(amounts)
        if len(parts) > 1:
            legend = trace(
                "bar", x=[None], y=[None], name=name, showlegend=True, hoverinfo="skip",
                marker={
                    "color": palette.muted, "line": {"width": 1, "color": palette.muted},
                    "pattern": _pattern(part, palette),
                },
            )  # fmt: skip
            traces.append(legend)
    top = max(totals.values(), default=1) or 1
    ends = trace(
        "scatter", x=list(totals.values()), y=list(at.values()), mode="text",
        text=[f"  {total:,}" for total in totals.values()], textposition="middle right",
        textfont={"color": palette.text, "size": 13}, cliponaxis=False, hoverinfo="skip", showlegend=False,
    )  # fmt: skip
    return drawn(
        palette,
        [*traces, ends],
        height=(110 if len(parts) > 1 else 70) + 36 * len(keys),
        xaxis={
            "range": [0, top * 1.12], "showgrid": True, "gridcolor": palette.line, "tickformat": ",d",
            **({"dtick": 1} if top < _FEW else {"nticks": _FEW}),
            "showticklabels": True, "title": titled(axis_title, palette),
        },
        yaxis={
            "range": [len(keys) - 0.4, -0.6], "tickvals": list(at.values()),
            "ticktext": [escape.plotly(labels[key], width=26, lines=2) for key in keys], "tickfont": {"size": 13},
        },
        barmode="stack",
        margin={**MARGIN, "t": 36 if len(parts) > 1 else 8},
        legend={**LEGEND, "traceorder": "normal"},
    )  # fmt: skip


def panels(
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
    top = max([float(amount) for amount in cells["amount"]], default=1.0) or 1.0
    width, step = 1.0, 1.7  # of a panel, and from one to the next: words stand in between
    traces, heads = [], []
    for number, column in enumerate(columns):
        name = (
            f'<span style="color:{colours[column]}">●</span> '
            f"<b>{escape.plotly(column_labels[column], width=12, lines=2)}</b>"
        )
        left, held = number * step, cells[(cells["column"] == column) & cells["row"].isin(rows)]
        lengths = [width * float(amount) / top for amount in held["amount"]]
        places = [row_at[row] for row in held["row"]]
        bars_ = trace(
            "bar", orientation="h", x=lengths, base=[left] * len(held), y=places, width=0.62,
            marker={"color": colours[column], "line": {"width": 0}, "opacity": 1},
            selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
            hovertext=[escape.plotly(words, width=60) for words in held["hover"]], hovertemplate=HOVER,
            customdata=[[row, column] for row in held["row"]], showlegend=False,
        )  # fmt: skip
        ends = trace(
            "scatter", x=[left + length for length in lengths], y=places, mode="text",
            text=["  " + escape.plotly(words) for words in held["words"]], textposition="middle right",
            textfont={"color": palette.text, "size": 13}, cliponaxis=False, hoverinfo="skip", showlegend=False,
        )  # fmt: skip
        traces += [bars_, ends]
        heads.append(
            {
                "x": left, "y": -0.72, "xanchor": "left", "yanchor": "bottom", "showarrow": False,
                "text": name, "font": {"size": 14, "color": palette.text},
            }
        )  # fmt: skip
    edges = [
        {"type": "line", "x0": number * step, "x1": number * step, "y0": -0.5, "y1": len(rows) - 0.5, "layer": "below",
         "line": {"color": palette.line, "width": 1}}
        for number in range(len(columns))
    ]  # fmt: skip
    return drawn(
        palette,
        traces,
        height=125 + 34 * len(rows),
        xaxis={"range": [-0.02, len(columns) * step - 0.05], "showticklabels": False, "title": titled(title, palette)},
        yaxis={
            "range": [len(rows) - 0.4, -2.1], "tickvals": list(row_at.values()),
            "ticktext": [escape.plotly(row_labels[key], width=28, lines=2) for key in rows], "tickfont": {"size": 12.5},
        },
        barmode="overlay",
        annotations=heads,
        shapes=edges,
    )  # fmt: skip


def quantities(rows: pd.DataFrame, *, palette: Palette, axis_title: str) -> go.Figure:
    """Figures of one unit on one axis, one mark each: ``key``, ``label``, ``value``, ``high`` (of a range) and
    ``origin`` (of a step), both may be missing, ``comparator``, ``words``, ``hover`` and ``colour``.

    A full mark is an exact number; a hollow arrow points to where the number may lie (“more than”), a hollow circle
    is an estimate. Where amounts lie far apart (see ``is_wide``) the axis is logarithmic.
    """
    shapes: list[dict[str, Any]] = []
    places = list(range(len(rows)))
    marks: list[Any] = list(rows.itertuples())
    ends = [float(mark.value if pd.isna(mark.high) else mark.high) for mark in marks]
    wide = is_wide(rows)
    for place, mark in zip(places, marks, strict=True):
        value = float(mark.value)
        stem = {"type": "line", "y0": place, "y1": place, "layer": "below"}
        if not wide:
            shapes.append({**stem, "x0": 0, "x1": value, "line": {"color": palette.line, "width": 2}})
        if not pd.isna(mark.high):  # a range, from its lower to its upper end
            line = {"color": mark.colour, "width": 6}
            shapes.append({**stem, "x0": value, "x1": float(mark.high), "line": line})
        if not pd.isna(mark.origin):  # a step, from where it started
            line = {"color": mark.colour, "width": 3, "dash": "dot"}
            shapes.append({**stem, "x0": float(mark.origin), "x1": value, "line": line})
    points = trace(
        "scatter", x=ends, y=places, mode="markers+text",
        text=["   " + escape.plotly(words) for words in rows["words"]],
        textposition="middle right", textfont={"size": 14, "color": palette.text}, cliponaxis=False,
        marker={
            "size": 14, "symbol": [_SYMBOLS.get(mark.comparator, "circle") for mark in marks],
            "color": [mark.colour if mark.comparator == "=" else palette.background for mark in marks],
            "line": {"width": 3, "color": list(rows["colour"])}, "opacity": 1,
        },
        hovertext=[escape.plotly(words, width=60) for words in rows["hover"]], hovertemplate=HOVER,
        customdata=[[key] for key in rows["key"]], showlegend=False,
    )  # fmt: skip
    return drawn(
        palette,
        [points],
        height=80 + 52 * len(rows),
        xaxis={
            **_reach(rows, wide=wide), "showgrid": True, "gridcolor": palette.line, "zeroline": not wide,
            "zerolinecolor": palette.muted, "title": titled(escape.plotly(axis_title), palette),
            "separatethousands": True,
        },
        yaxis={
            "range": [len(rows) - 0.4, -0.6], "tickvals": places,
            "ticktext": [escape.plotly(label, width=28, lines=2) for label in rows["label"]],
        },
        shapes=shapes,
    )  # fmt: skip


def is_wide(rows: pd.DataFrame) -> bool:
    """Whether the largest amount is so many times the smallest that the latter would vanish on a plain axis."""
    amounts = _amounts(rows)
    return bool(amounts) and min(amounts) > 0 and max(amounts) / min(amounts) >= _WIDE


def _amounts(rows: pd.DataFrame) -> list[float]:
    return [float(amount) for name in ("value", "high", "origin") for amount in rows[name] if not pd.isna(amount)]


def _reach(rows: pd.DataFrame, *, wide: bool) -> dict[str, Any]:
    """The axis's type and range, with room for the words on the right of the last mark."""
    amounts = _amounts(rows)
    room = min(0.9, 0.2 + 0.03 * max(map(len, rows["words"]), default=0))
    if wide:
        first, last = math.floor(math.log10(min(amounts))), math.log10(max(amounts))
        step = max(1, round((last - first) / 4))
        return {"type": "log", "range": [first, last + room * (last - first)], "dtick": step}
    low, high = min([0.0, *amounts]), max([0.0, *amounts])
    return {"range": [low * 1.3 or -0.05 * high, (high or 1) * (1 + room)], "nticks": 5}


def titled(words: str, palette: Palette) -> dict[str, Any]:
    """The title of an axis, as Plotly takes it."""
    return {"text": words, "font": {"color": palette.muted, "size": 13}, "standoff": 12}


def _pattern(part: str, palette: Palette) -> dict[str, Any]:
    """A pattern cut out of the bar's colour."""
    return {"shape": PATTERNS.get(part, ""), "fillmode": "overlay", "fgcolor": palette.background, "fgopacity": 0.75,
            "size": 6, "solidity": 0.45}  # fmt: skip


def trace(kind: str, **settings: Any) -> dict[str, Any]:
    """A trace of a figure, as Plotly takes it: of a ``kind`` ("bar", "scatter"), with its settings."""
    return {"type": kind, **settings}


def drawn(
    palette: Palette,
    traces: Sequence[dict[str, Any]],
    *,
    height: int,
    xaxis: dict[str, Any],
    yaxis: dict[str, Any],
    **layout: Any,
) -> go.Figure:
    """A figure in the house's look.

    It is made in one step and without Plotly's checks of each value, which take longer than all else on a page; the
    tests check every kind of figure.
    """
    axis = {"fixedrange": True, "zeroline": False, "showgrid": False, "automargin": True, "ticks": "",
            "ticklabelstandoff": 6}  # fmt: skip
    font = {"family": _FONT, "size": 14, "color": palette.text}
    look = {
        "height": height, "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "dragmode": False,
        "font": font, "xaxis": {**axis, **xaxis}, "yaxis": {**axis, **yaxis}, "margin": MARGIN, "template": {},
        "hoverlabel": {"bgcolor": palette.panel, "bordercolor": palette.muted, "align": "left", "font": font},
    }  # fmt: skip
    return go.Figure({"data": list(traces), "layout": {**look, **layout}}, _validate=False)
