"""A network of the themes that share statements."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import networkx as nx

from onrecord.dashboard.charts.palette import Palette, mix, veil
from onrecord.dashboard.charts.style import FADED, STEADY, build_figure, hover, trace
from onrecord.dashboard.text import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    import plotly.graph_objects as go

Layout = dict[str, tuple[float, float]]
_LARGEST = 46  # pixels across
_SMALLEST = 14


def place_themes(keys: Sequence[str], pairs: pd.DataFrame) -> Layout:
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


def draw(
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
    top = max([int(count) for count in nodes["statements"]], default=1)
    spots = [places[key] for key in nodes["theme_id"]]
    sizes = [max(_SMALLEST, _LARGEST * math.sqrt(int(count) / top)) for count in nodes["statements"]]
    circles = trace(
        "scatter", x=[x for x, _ in spots], y=[y for _, y in spots], mode="markers", cliponaxis=False,
        marker={
            "size": sizes, "color": palette.accent, "line": {"width": 2, "color": palette.background},
            "opacity": [1.0 if is_chosen(key) else FADED for key in nodes["theme_id"]],
        },
        **hover(nodes["hover"]),
        customdata=[[key] for key in nodes["theme_id"]], **STEADY,
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
    return build_figure(
        palette,
        [*_lines(pairs, places, palette), circles],
        height=max(380, min(760, 180 + 26 * len(nodes))),
        xaxis={"visible": False, "range": [min(wide) - room, max(wide) + room]},
        yaxis={"visible": False},
        annotations=names,
    )


def _lines(pairs: pd.DataFrame, places: Layout, palette: Palette) -> list[dict[str, Any]]:
    """A line a pair, with a dot in its middle that can be clicked."""
    ends = [(places[one], places[other]) for one, other in zip(pairs["theme_id"], pairs["other_id"], strict=True)]
    shares = [int(count) / max(pairs["statements"]) for count in pairs["statements"]]
    lines = [
        trace(
            "scatter", x=[x, u], y=[y, v], mode="lines", hoverinfo="skip",
            line={"width": 1 + 6 * share, "color": mix(palette.line, palette.accent, 0.15 + 0.55 * share)},
        )
        for ((x, y), (u, v)), share in zip(ends, shares, strict=True)
    ]  # fmt: skip
    dots = trace(
        "scatter", x=[(x + u) / 2 for (x, _), (u, _) in ends], y=[(y + v) / 2 for (_, y), (_, v) in ends],
        mode="markers", **hover(pairs["hover"]), **STEADY,
        marker={"size": 9, "color": palette.background, "line": {"width": 1.5, "color": palette.muted}, "opacity": 1},
        customdata=[[one, other] for one, other in zip(pairs["theme_id"], pairs["other_id"], strict=True)],
    )  # fmt: skip
    return [*lines, dots]
