"""A chart with the table behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from onrecord.dashboard.components import browser, table_view
from onrecord.dashboard.state import url_filters
from onrecord.dashboard.text import escape

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    import plotly.graph_objects as go


def chart(
    figure: go.Figure,
    rows: pd.DataFrame,
    *,
    name: str,
    alt: str,
    title: str = "",
    on_click: Callable[[list[str]], None] | None = None,
    codebook: str | None = None,
    everything: tuple[int, Callable[[], pd.DataFrame]] | None = None,
) -> None:
    """A chart and, one click away, its ``rows`` and its picture as a file.

    ``title``, in plain text, says what the chart shows. ``on_click`` gets the keys of the mark that was clicked.
    ``codebook`` as for ``download``; ``everything`` as for ``table``.
    """
    if title:
        st.markdown(f"### {escape.markdown(title)}")
    settings: dict[str, Any] = {"theme": None, "config": {"displayModeBar": False, "doubleClick": False}, "alt": alt}
    if on_click is None:
        st.plotly_chart(figure, key=f"or_chart_{name}", **settings)
    else:
        key = url_filters.chart_key(f"or_chart_{name}")
        event = st.plotly_chart(figure, key=key, on_select="rerun", selection_mode="points", **settings)
        points = [point for point in event["selection"]["points"] if point.get("customdata")]
        if points:
            on_click(list(points[0]["customdata"]))
    inside = table_view.folded("Table of this chart", name)
    if inside is not None:
        with inside:
            table_view.table(rows, name=name, codebook=codebook, everything=everything)
            browser.save_chart_buttons(name, title)
