"""What all charts share: how a figure, a trace and an axis are made, and their look. No Streamlit.

Every mark carries its keys in ``customdata`` (a click reads them back) and its hover text, in words, in ``hovertext``.
Labels are escaped by the charts; callers hand over plain text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from onrecord.dashboard.text import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from onrecord.dashboard.charts.palette import Palette

FADED = 0.28
"""The opacity of what the filters leave out."""
MARGIN = {"t": 8, "b": 8, "l": 8, "r": 8}
LEGEND = {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "itemclick": False, "itemdoubleclick": False}
STEADY: Mapping[str, Any] = {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}}}
"""Without these Plotly fades all marks but the one that was clicked, until the page runs anew; and a click on a bar
with text raises within Plotly.
"""
_FONT = '"Source Sans", "Source Sans 3", "Segoe UI", Roboto, Arial, sans-serif'


def hover(words: Iterable[str]) -> dict[str, Any]:
    """The hover texts of a trace's marks, from plain text."""
    return {
        "hovertext": [escape.plotly(text, width=60) for text in words],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def trace(kind: str, **settings: Any) -> dict[str, Any]:
    """A trace of a figure, as Plotly takes it: of a ``kind`` ("bar", "scatter"), with its settings."""
    return {"type": kind, "showlegend": False, **settings}


def axis_heading(words: str, palette: Palette) -> dict[str, Any]:
    """The title of an axis, as Plotly takes it."""
    return {"text": words, "font": {"color": palette.muted, "size": 13}, "standoff": 12}


def label_axis(
    labels: Sequence[str], *, top: float = -0.6, bottom: float = 0.4, width: int = 28, size: float = 12.5
) -> dict[str, Any]:
    """An axis with a label for each row, the first one on top, from ``top`` to ``bottom`` before the last row's end."""
    return {
        "range": [len(labels) - bottom, top],
        "tickvals": list(range(len(labels))),
        "ticktext": [escape.plotly(label, width=width, lines=2) for label in labels],
        "tickfont": {"size": size},
    }


def build_figure(
    palette: Palette,
    traces: Sequence[dict[str, Any]],
    *,
    height: int,
    xaxis: dict[str, Any],
    yaxis: dict[str, Any],
    **layout: Any,
) -> go.Figure:
    """A figure in the look of all charts.

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
