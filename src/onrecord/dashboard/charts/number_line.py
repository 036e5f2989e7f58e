"""Figures of one unit along one axis."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from onrecord.dashboard.charts.style import axis_heading, build_figure, hover, label_axis, trace
from onrecord.dashboard.text import escape

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from onrecord.dashboard.charts.palette import Palette

_SYMBOLS = {">": "triangle-right", ">=": "triangle-right", "<": "triangle-left", "<=": "triangle-left"}
_WIDE = 500
"""How many times the smallest amount the largest is where the axis is logarithmic."""


def draw(rows: pd.DataFrame, *, palette: Palette, axis_title: str) -> go.Figure:
    """Figures of one unit on one axis, one mark each: ``key``, ``label``, ``value``, ``high`` (of a range) and
    ``origin`` (of a change), both may be missing, ``comparator``, ``words``, ``hover`` and ``colour``.

    A full mark is an exact number; a hollow arrow points to where the number may lie (“more than”), a hollow circle
    is an estimate. Where amounts lie far apart (see ``is_logarithmic``) the axis is logarithmic.
    """
    marks: list[Any] = list(rows.itertuples())
    places = list(range(len(marks)))
    wide = is_logarithmic(rows)
    points = trace(
        "scatter", x=[float(mark.value if pd.isna(mark.high) else mark.high) for mark in marks], y=places,
        mode="markers+text", text=["   " + escape.plotly(words) for words in rows["words"]],
        textposition="middle right", textfont={"size": 14, "color": palette.text}, cliponaxis=False,
        marker={
            "size": 14, "symbol": [_SYMBOLS.get(mark.comparator, "circle") for mark in marks],
            "color": [mark.colour if mark.comparator == "=" else palette.background for mark in marks],
            "line": {"width": 3, "color": list(rows["colour"])}, "opacity": 1,
        },
        **hover(rows["hover"]), customdata=[[key] for key in rows["key"]],
    )  # fmt: skip
    return build_figure(
        palette,
        [points],
        height=80 + 52 * len(rows),
        xaxis={
            **_reach(rows, wide=wide), "showgrid": True, "gridcolor": palette.line, "zeroline": not wide,
            "zerolinecolor": palette.muted, "title": axis_heading(escape.plotly(axis_title), palette),
            "separatethousands": True,
        },
        yaxis=label_axis(list(rows["label"]), size=14),
        shapes=[shape for place, mark in enumerate(marks) for shape in _lines(mark, place, palette, stem=not wide)],
    )  # fmt: skip


def _lines(mark: Any, place: int, palette: Palette, *, stem: bool) -> list[dict[str, Any]]:
    """The lines behind a mark: from zero, over its range, from where a change started."""
    value, ends = float(mark.value), []
    if stem:
        ends.append((0.0, value, {"color": palette.line, "width": 2}))
    if not pd.isna(mark.high):
        ends.append((value, float(mark.high), {"color": mark.colour, "width": 6}))
    if not pd.isna(mark.origin):
        ends.append((float(mark.origin), value, {"color": mark.colour, "width": 3, "dash": "dot"}))
    return [
        {"type": "line", "layer": "below", "x0": start, "x1": end, "y0": place, "y1": place, "line": line}
        for start, end, line in ends
    ]


def is_logarithmic(rows: pd.DataFrame) -> bool:
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
