"""Charts of themes: which stand together as a network, and where in an article each shows. Knows no Streamlit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import networkx as nx

from onrecord.dashboard.charts import plots
from onrecord.dashboard.charts.palette import Palette, mix, veil
from onrecord.dashboard.text import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd
    import plotly.graph_objects as go

Layout = dict[str, tuple[float, float]]
_LARGEST = 46  # pixels across
_SMALLEST = 14


def layout(keys: Sequence[str], pairs: pd.DataFrame) -> Layout:
    """A place for each theme, those that share statements near one another; the same for the same themes and pairs.

    ``pairs`` has ``theme_id``, ``other_id`` and ``statements``, in both directions or one. Method: Kamada and Kawai
    (1989), from networkx, which has no chance in it; parts that share nothing are laid out side by side.
    """
    graph = nx.Graph()
    graph.add_nodes_from(sorted(keys))
    for one, other, count in zip(pairs["theme_id"], pairs["other_id"], pairs["statements"], strict=True):
        if one in graph and other in graph:
            graph.add_edge(*sorted((one, other)), weight=int(count))
    places: Layout = {}
    left = 0.0
    for part in sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part))):
        held = graph.subgraph(sorted(part))
        size = math.sqrt(len(part))
        spots = nx.kamada_kawai_layout(held, weight=None, scale=size) if len(part) > 1 else {min(part): (0.0, 0.0)}
        low = min(float(x) for x, _ in spots.values())
        high = max(float(x) for x, _ in spots.values())
        places |= {key: (left + float(x) - low, float(y)) for key, (x, y) in spots.items()}
        left += high - low + 0.9
    return places


def network(
    nodes: pd.DataFrame,
    pairs: pd.DataFrame,
    places: Layout,
    *,
    palette: Palette,
    is_chosen: Callable[[str], bool] = lambda _key: True,
) -> go.Figure:
    """Themes as circles and what they share as lines; ``nodes`` has ``theme_id``, ``theme``, ``statements``, ``hover``,
    ``pairs`` one row a pair: ``theme_id``, ``other_id``, ``statements``, ``hover``.

    A circle's area grows with its statements, a line's width with the statements that it stands for. A click on a
    circle gives its theme, on the dot in the middle of a line both.
    """
    traces = []
    most = max([int(count) for count in pairs["statements"]], default=1)
    for row in pairs.itertuples():
        (x, y), (u, v) = places[str(row.theme_id)], places[str(row.other_id)]
        share = int(row.statements) / most  # type: ignore[arg-type]
        line = {"width": 1 + 6 * share, "color": mix(palette.line, palette.accent, 0.15 + 0.55 * share)}
        ends = {"x": [x, u], "y": [y, v]}
        traces.append(plots.trace("scatter", **ends, mode="lines", hoverinfo="skip", showlegend=False, line=line))
    middles = [_middle(places[str(row.theme_id)], places[str(row.other_id)]) for row in pairs.itertuples()]
    dots = plots.trace(
        "scatter", x=[x for x, _ in middles], y=[y for _, y in middles], mode="markers", showlegend=False,
        marker={"size": 9, "color": palette.background, "line": {"width": 1.5, "color": palette.muted}, "opacity": 1},
        hovertext=[escape.plotly(words, width=60) for words in pairs["hover"]], hovertemplate=plots.HOVER,
        customdata=[[one, other] for one, other in zip(pairs["theme_id"], pairs["other_id"], strict=True)],
        **_STEADY,
    )  # fmt: skip
    top = max([int(count) for count in nodes["statements"]], default=1)
    spots = [places[key] for key in nodes["theme_id"]]
    sizes = [max(_SMALLEST, _LARGEST * math.sqrt(int(count) / top)) for count in nodes["statements"]]
    circles = plots.trace(
        "scatter", x=[x for x, _ in spots], y=[y for _, y in spots], mode="markers", showlegend=False, cliponaxis=False,
        marker={
            "size": sizes, "color": palette.accent, "line": {"width": 2, "color": palette.background},
            "opacity": [1.0 if is_chosen(key) else plots.FADED for key in nodes["theme_id"]],
        },
        hovertext=[escape.plotly(words, width=60) for words in nodes["hover"]], hovertemplate=plots.HOVER,
        customdata=[[key] for key in nodes["theme_id"]], **_STEADY,
    )  # fmt: skip
    names = [  # over the lines, so that each can be read
        {
            "x": x, "y": y, "yshift": -size / 2 - 2, "yanchor": "top", "showarrow": False, "captureevents": False,
            "borderpad": 1, "text": escape.plotly(name, width=20, lines=2),
            "font": {"size": 12.5, "color": palette.text}, "bgcolor": veil(palette.background),
        }
        for (x, y), name, size in zip(spots, nodes["theme"], sizes, strict=True)
    ]  # fmt: skip
    wide = [x for x, _ in spots] or [0.0]
    room = 0.12 * (max(wide) - min(wide)) + 0.6
    return plots.drawn(
        palette,
        [*traces, dots, circles],
        height=max(380, min(760, 180 + 26 * len(nodes))),
        xaxis={"visible": False, "range": [min(wide) - room, max(wide) + room]},
        yaxis={"visible": False},
        annotations=names,
    )


_STEADY: Mapping[str, Any] = {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}}}
"""Without these Plotly fades all marks but the one that was clicked, until the page runs anew."""


def _middle(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def along(
    rows: pd.DataFrame, keys: Sequence[str], sentences: int, *, labels: Mapping[str, str], palette: Palette
) -> go.Figure:
    """Where in an article each theme shows: a mark a sentence and theme; ``rows`` has ``theme_id``, ``sentence``,
    ``statement``, ``hover`` and ``key``, by which a click finds the place.

    A full circle stands in a statement, a hollow one in the reporter's own words.
    """
    at = {key: number for number, key in enumerate(keys)}
    held = rows[rows["theme_id"].isin(keys)]
    traces = []
    for spoken, name in ((True, "in a statement"), (False, "in the reporter’s own words")):
        part = held[held["statement"].notna() == spoken]
        marks = plots.trace(
            "scatter", x=[int(number) + 1 for number in part["sentence"]], y=[at[key] for key in part["theme_id"]],
            mode="markers", name=name, showlegend=True,
            marker={
                "size": 13, "color": palette.accent if spoken else palette.background, "opacity": 1,
                "line": {"width": 2.5, "color": palette.accent},
            },
            hovertext=[escape.plotly(words, width=60) for words in part["hover"]], hovertemplate=plots.HOVER,
            customdata=[[key] for key in part["key"]], **_STEADY,
        )  # fmt: skip
        traces.append(marks)
    return plots.drawn(
        palette,
        traces,
        height=110 + 30 * len(keys),
        xaxis={
            "range": [0.3, sentences + 0.7], "showgrid": True, "gridcolor": palette.line,
            "nticks": min(sentences + 1, 12), "tickformat": ",d",
            "title": plots.titled("Sentence of the article", palette),
        },
        yaxis={
            "range": [len(keys) - 0.4, -0.6], "tickvals": list(at.values()),
            "ticktext": [escape.plotly(labels[key], width=28, lines=2) for key in keys], "tickfont": {"size": 12.5},
        },
        margin={**plots.MARGIN, "t": 36},
        legend=plots.LEGEND,
    )  # fmt: skip
