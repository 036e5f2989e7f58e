"""Where in an article each theme is mentioned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.dashboard.charts.style import LEGEND, MARGIN, STEADY, axis_heading, build_figure, hover, label_axis, trace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    import plotly.graph_objects as go

    from onrecord.dashboard.charts.palette import Palette


def draw(
    rows: pd.DataFrame, keys: Sequence[str], sentences: int, *, labels: Mapping[str, str], palette: Palette
) -> go.Figure:
    """Where in an article each theme is mentioned: a mark a sentence and theme; ``rows`` has ``theme_id``,
    ``sentence``, ``statement``, ``hover`` and ``key``, by which a click finds the place.

    A full circle is in a statement, a hollow one in the reporter's own words.
    """
    at = {key: number for number, key in enumerate(keys)}
    held = rows[rows["theme_id"].isin(keys)]
    traces = []
    for spoken, name in ((True, "in a statement"), (False, "in the reporter’s own words")):
        part = held[held["statement"].notna() == spoken]
        marks = trace(
            "scatter", x=[int(number) + 1 for number in part["sentence"]], y=[at[key] for key in part["theme_id"]],
            mode="markers", name=name, showlegend=True,
            marker={
                "size": 13, "color": palette.accent if spoken else palette.background, "opacity": 1,
                "line": {"width": 2.5, "color": palette.accent},
            },
            **hover(part["hover"]),
            customdata=[[key] for key in part["key"]], **STEADY,
        )  # fmt: skip
        traces.append(marks)
    return build_figure(
        palette,
        traces,
        height=110 + 30 * len(keys),
        xaxis={
            "range": [0.3, sentences + 0.7], "showgrid": True, "gridcolor": palette.line,
            "nticks": min(sentences + 1, 12), "tickformat": ",d",
            "title": axis_heading("Sentence of the article", palette),
        },
        yaxis=label_axis([labels[key] for key in keys]),
        margin={**MARGIN, "t": 36},
        legend=LEGEND,
    )  # fmt: skip
